//! What the learner decides about cards: in a session and from the command line.

mod support;

use serde_json::json;
use support::Home;

const DECK: &str = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"Capitals\"\n\n\
    [[card]]\nid = \"kz\"\nquestion = \"What is the capital of Kazakhstan?\"\nanswer = \"Astana\"\nexplanation = \"E\"\n\n\
    [[card]]\nid = \"kg\"\nquestion = \"What is the capital of Kyrgyzstan?\"\nanswer = \"Bishkek\"\nexplanation = \"E\"\n";

fn home() -> Home {
    let home = Home::new();
    home.write("data/decks/d.toml", DECK);
    home
}

fn asked(home: &Home, input: &str) -> Vec<String> {
    let ran = home.run_with(&["study", "d", "--plain"], input);
    ran.out.lines().filter(|line| line.starts_with("What is")).map(str::to_owned).collect()
}

const KZ: &str = "What is the capital of Kazakhstan?";
const KG: &str = "What is the capital of Kyrgyzstan?";

#[test]
fn an_answer_that_was_insisted_on_counts_until_it_is_removed() {
    let mut home = home();
    let ran = home.run_with(&["study", "d", "--plain", "--limit", "1"], "Nur-Sultan\na\n\n");
    assert!(ran.out.contains("From now on `Nur-Sultan` is right for this card."), "{}", ran.out);
    assert_eq!(home.out(&["card", "accepted"]), "d/kz   Nur-Sultan\n");
    assert_eq!(
        home.json(&["card", "accepted", "kz", "--json"]),
        json!({ "schema": 1, "accepted": [{ "card": "d/kz", "text": "Nur-Sultan" }] })
    );
    let grades = home.json(&["stats", "d", "--json"]);
    assert_eq!(grades["grades"], json!({ "judged": 1, "raised": 1, "lowered": 0 }));
    assert!(home.out(&["stats", "d"]).contains("grades   100% of 1 answer changed   1 up, 0 down"));

    home.at("2026-03-20T09:00:00+01:00");
    let ran = home.run_with(&["study", "d", "--plain", "--new", "0"], "NUR-SULTAN\n\n");
    assert!(ran.out.contains("\nRight.\n"), "{}", ran.out);

    let ran = home.run(&["card", "accepted", "kz", "--remove", "nur"]);
    assert_eq!(
        ran.err,
        "error: `nur` does not count for this card on your word\n\
         hint: `csto-quiz card accepted kz` lists those that do\n"
    );
    assert_eq!(ran.code, Some(2));
    let removed = home.out(&["card", "accepted", "kz", "--remove", "Nur-Sultan"]);
    assert_eq!(removed, "Removed: `Nur-Sultan` counts no more.\n");
    assert_eq!(home.out(&["card", "accepted"]), "No answer counts on your word alone.\n");
}

#[test]
fn an_undo_takes_back_that_the_answer_was_called_right() {
    for keep_typed in ["true", "false"] {
        let mut home = home();
        home.out(&["config", "keep_typed", keep_typed]);
        home.run_with(&["study", "d", "--plain"], "Nur-Sultan\na\n\nFrunze\na\n\n");
        // A day later both are right without a word of the learner's, and that is taken back first.
        home.at("2026-03-20T09:00:00+01:00");
        home.run_with(&["study", "d", "--plain"], "Nur-Sultan\n\nFrunze\n\n");
        let again = "Taken back: 2 answers; the cards are as they were before.\n";
        assert!(home.out(&["progress", "undo", "--count", "2"]).ends_with(again));
        assert_eq!(home.out(&["card", "accepted"]), "d/kg   Frunze\nd/kz   Nur-Sultan\n");
        // Also with a clock that was set back since.
        home.at("2026-03-01T09:00:00+01:00");
        let last = home.out(&["progress", "undo"]);
        let lines: Vec<&str> = last.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "Taken back: 1 answer; the cards are as they were before.",
                "`Frunze` no longer counts for d/kg on your word."
            ]
        );
        assert_eq!(home.out(&["card", "accepted"]), "d/kz   Nur-Sultan\n");
    }
}

#[test]
fn a_suspended_card_is_not_asked_until_it_is_resumed() {
    let home = home();
    assert_eq!(home.out(&["card", "suspend", "kz"]), "Suspended: 1 card, not asked until resumed.\n");
    assert_eq!(asked(&home, ""), [KG]);
    assert_eq!(home.out(&["card", "suspend"]), format!("d/kz   suspended   {KZ}\n"));
    assert_eq!(home.json(&["stats", "d", "--json"])["cards"]["suspended"], 1);
    assert!(home.out(&["card", "info", "kz"]).contains("suspended: not asked until it is resumed"));
    assert_eq!(home.json(&["card", "info", "kz", "--json"])["suspended"], true);
    assert_eq!(home.out(&["card", "resume", "kz"]), "Resumed: 1 card, asked again when due.\n");
    assert_eq!(asked(&home, ""), [KZ]);
}

#[test]
fn a_buried_card_is_asked_tomorrow() {
    let mut home = home();
    assert_eq!(home.out(&["card", "bury", "kz", "d/kg"]), "Buried: 2 cards, not asked before tomorrow.\n");
    assert_eq!(asked(&home, ""), Vec::<String>::new());
    assert_eq!(home.json(&["card", "info", "kz", "--json"])["buried_until"], "2026-03-03");
    home.at("2026-03-03T09:00:00+01:00");
    assert_eq!(asked(&home, ""), [KZ]);
}

#[test]
fn commands_of_a_session_put_cards_aside_and_take_it_back() {
    let home = home();
    assert_eq!(asked(&home, ":b\n:u\n:x\n"), [KZ, KG, KZ, KG]);
    assert_eq!(home.json(&["card", "info", "kz", "--json"])["suspended"], true);
    assert_eq!(home.json(&["card", "info", "kg", "--json"])["suspended"], false);
}

#[test]
fn a_forgotten_card_is_new_and_its_answers_stay_in_the_log() {
    let home = home();
    home.run_with(&["study", "d", "--plain", "--limit", "1"], "Astana\n\n");
    assert_eq!(home.json(&["stats", "d", "--json"])["cards"]["new"], 1);
    let forgotten = home.out(&["card", "forget", "kz", "--yes"]);
    assert_eq!(forgotten, "Forgotten: 1 answer; they stay in the log and count no more.\n");
    assert_eq!(home.json(&["stats", "d", "--json"])["cards"]["new"], 2);
    let log = home.export();
    assert_eq!((log.len(), &log[0]["revoked"]["reason"]), (1, &json!("forget")));
    let nothing = home.out(&["card", "forget", "kz", "--yes"]);
    assert_eq!(nothing, "Nothing was answered there yet: nothing to forget.\n");
}

#[test]
fn an_unknown_card_changes_nothing() {
    let home = home();
    let ran = home.run(&["card", "suspend", "kz", "kgg"]);
    assert_eq!(ran.err, "error: there is no card `kgg`\nhint: did you mean `kg`?\n");
    assert_eq!(ran.code, Some(2));
    assert_eq!(asked(&home, ""), [KZ]);
}

#[test]
fn a_card_of_a_deck_that_was_studied_by_its_path_is_known_by_its_full_name() {
    let home = Home::new();
    home.write("d.toml", DECK);
    home.run_with(&["study", "d.toml", "--plain", "--limit", "1"], ":x\n");
    let aside = home.out(&["card", "suspend"]);
    assert!(aside.ends_with("   suspended   its deck is not known here\n"), "{aside}");
    let card = aside.split_whitespace().next().expect("a card").to_owned();
    let info = home.out(&["card", "info", &card]);
    assert!(info.starts_with(&format!("{card}   its deck is not known here\n  suspended: ")), "{info}");
    assert_eq!(home.out(&["card", "resume", &card]), "Resumed: 1 card, asked again when due.\n");
    assert_eq!(home.out(&["card", "suspend"]), "No card is suspended or buried.\n");
    // Neither a part of its name nor one that the log does not have.
    for name in ["kz", "d/other"] {
        assert_eq!(home.run(&["card", "resume", name]).code, Some(2), "{name}");
    }
    home.run_with(&["study", "d.toml", "--plain", "--limit", "1"], "x\na\n\n");
    let accepted = home.out(&["card", "accepted"]);
    let card = accepted.split_whitespace().next().expect("a card").to_owned();
    assert_eq!(home.out(&["card", "accepted", &card, "--remove", "x"]), "Removed: `x` counts no more.\n");
    let forgotten = home.out(&["card", "forget", &card]);
    assert!(forgotten.starts_with("Forgotten: "), "{forgotten}");
}
