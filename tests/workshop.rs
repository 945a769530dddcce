//! What a deck's author does with it: mend, name, begin, add, search, preview, compare.

#![expect(clippy::disallowed_methods, reason = "what was written is read")]

mod support;

use std::io::{BufRead, BufReader};

use insta::assert_snapshot;
use serde_json::json;
use support::Home;

const HEAD: &str = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n\n";

fn deck(cards: &str) -> String {
    format!("{HEAD}{cards}")
}

fn read(home: &Home, name: &str) -> String {
    std::fs::read_to_string(home.path().join(name)).expect("a file")
}

const UNTIDY: &str = "# my cards\n[card] \nid = \"place\"   # stays\nquestion = “Where was it signed?”\nanswer = \"Tashkent\"\n\n\
                      [[card]]\n# no id yet\nquestion = \"Who came?\"\nanswer = \"Karimov\"\nwhy = \"not certain\"\n";

// Mending.

#[test]
fn a_dry_run_shows_what_would_be_mended_and_writes_nothing() {
    let home = Home::new();
    home.write("d.toml", &deck(UNTIDY));
    let ran = home.run(&["deck", "check", "--fix", "--dry-run", "d.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_snapshot!(ran.out, @r#"
    --- d.toml
    +++ d.toml
    @@ -5,10 +5,11 @@
     
     # my cards
    -[card] 
    +[[card]]
     id = "place"   # stays
    -question = “Where was it signed?”
    +question = "Where was it signed?"
     answer = "Tashkent"
     
     [[card]]
    +id = "who-came"
     # no id yet
     question = "Who came?"
    "#);
    assert_eq!(read(&home, "d.toml"), deck(UNTIDY));
}

#[test]
fn what_is_certain_is_mended_and_the_rest_is_told() {
    let home = Home::new();
    home.write("d.toml", &format!("\u{feff}{}", deck(UNTIDY).replace('\n', "\r\n")));
    let ran = home.run(&["deck", "check", "--fix", "--format", "short", "d.toml"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.err, "d.toml: 6 places mended in 1 file\n");
    assert_snapshot!(ran.out, @"
    d.toml:17:1: error[unknown-key] `[[card]]` has no key `why`
    ");
    let mended = UNTIDY
        .replace("[card] ", "[[card]]")
        .replace(['“', '”'], "\"")
        .replace("# no id yet", "id = \"who-came\"\n# no id yet");
    assert_eq!(read(&home, "d.toml"), format!("\u{feff}{}", deck(&mended).replace('\n', "\r\n")));
}

#[test]
fn nothing_is_mended_without_a_name() {
    let home = Home::new();
    let ran = home.run(&["deck", "check", "--fix"]);
    assert_eq!(ran.code, Some(2));
    assert_snapshot!(ran.err, @"
    error: it is not said which decks are to be mended
    hint: name the files or folders: `csto-quiz deck check --fix my-deck.toml`
    ");
}

#[test]
fn a_card_that_gets_its_id_keeps_its_history() {
    let home = Home::new();
    let cards = "[[card]]\nquestion = \"Where?\"\nanswer = \"Tashkent\"\n\n\
                 [[cloze]]\nquestion = \"Kant is in {Kyrgyzstan}, and Gyumri in {Armenia}.\"\n";
    home.write("data/decks/d.toml", &deck(cards));
    let input = "tashkent\n\nkyrgyzstan\n\narmenia\n\n";
    let ran = home.run_with(&["study", "--plain", "d", "--new", "9", "--seed", "1"], input);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let before = home.export().len();
    assert!(before >= 2, "{before}");
    let ran = home.run(&["deck", "ids", "data/decks/d.toml"]);
    assert_eq!(ran.out, "data/decks/d.toml: 4 places mended in 1 file\n");
    let written = cards
        .replace("[[card]]", "[[card]]\nid = \"where\"")
        .replace("[[cloze]]", "[[cloze]]\nid = \"kant-is-in-kyrgyzstan-and-gyumri-in-armenia\"")
        .replace("{Ky", "{1: Ky")
        .replace("{Ar", "{2: Ar");
    assert_eq!(read(&home, "data/decks/d.toml"), deck(&written));
    let state = home.json(&["card", "info", "d/where", "--json"]);
    assert_eq!((&state["state"], state["reviews"].as_array().map(Vec::len)), (&json!("young"), Some(1)));
    let gaps = home.json(&["card", "info", "d/kant-is-in-kyrgyzstan-and-gyumri-in-armenia", "--json"]);
    let studied =
        gaps["faces"].as_array().expect("faces").iter().filter(|face| face["state"] == json!("young"));
    assert_eq!(studied.count(), before - 1);
    let again = home.run(&["deck", "ids", "data/decks/d.toml"]);
    assert_eq!(again.out, "Every card that can be read has its id.\n");
}

// Writing.

#[test]
fn a_new_deck_checks_clean_and_can_be_studied() {
    let home = Home::new();
    assert_snapshot!(home.out(&["deck", "new", "asian-rivers.toml"]), @"
    Wrote asian-rivers.toml with three cards, and csto-quiz.schema.json, which lets editors complete and check it.
    Next:
      csto-quiz deck add asian-rivers.toml
      csto-quiz deck check asian-rivers.toml
      csto-quiz deck preview asian-rivers.toml
      csto-quiz study asian-rivers.toml
    ");
    let check = home.out(&["deck", "check", "--strict", "asian-rivers.toml"]);
    assert_eq!(check, "1 file, 3 cards: 0 errors, 0 warnings\n");
    let text = read(&home, "asian-rivers.toml");
    assert!(text.starts_with("#:schema ./csto-quiz.schema.json\n"), "{text}");
    assert!(text.contains("title = \"Asian rivers\"\n"), "{text}");
    let schema: serde_json::Value =
        serde_json::from_str(&read(&home, "csto-quiz.schema.json")).expect("JSON");
    assert_eq!(
        schema,
        serde_json::from_str::<serde_json::Value>(&home.out(&["deck", "schema"])).expect("JSON")
    );
    let study = home.run_with(&["study", "--plain", "asian-rivers.toml", "--limit", "1"], "x\n\n");
    assert_eq!(study.code, Some(0), "{study:?}");
}

#[test]
fn a_new_deck_is_asked_for_line_by_line_and_never_written_over_another() {
    let home = Home::new();
    let ran = home.run_with(&["deck", "new"], "\nMy rivers\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(read(&home, "my-deck.toml").contains("title = \"My rivers\""));
    let ran = home.run(&["deck", "new", "my-deck.toml"]);
    assert_eq!(ran.code, Some(2));
    assert_snapshot!(ran.err, @"
    error: `my-deck.toml` is there already, and nothing was written
    hint: choose another name; `csto-quiz deck add` adds cards
    ");
    let ran = home.run(&["deck", "new", "a.toml", "--id", "my deck"]);
    assert_snapshot!(ran.err, @"
    error: `my deck` cannot be an id: an id cannot contain ` `
    hint: an id is a short word of ASCII letters, digits and `-`
    ");
}

#[test]
fn cards_of_every_kind_are_added_and_check_clean() {
    let home = Home::new();
    home.write("d.toml", &deck("[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"here\"\n"));
    let kinds: [(&str, &[&str]); 10] = [
        ("card", &["Where was it signed?", "Tashkent"]),
        ("cloze", &["Kant is a town in {Kyrgyzstan}."]),
        ("choice", &["Which is a town in Armenia?", "Gyumri", "--wrong", "Kant", "--wrong", "Osh"]),
        ("true-false", &["Armenia is a member of it.", "True"]),
        ("date", &["When was it founded?", "14 May 2002"]),
        ("number", &["How large is the force?", "19,000", "--unit", "soldiers"]),
        ("set", &["Name the legions.", "east", "--answer", "Caucasus"]),
        (
            "order",
            &[
                "Put in order.",
                "treaty -> 1992",
                "--answer",
                "founding -> 2002",
                "--answer",
                "return -> 2006",
            ],
        ),
        (
            "match",
            &[
                "Match.",
                "Kant -> Kyrgyzstan",
                "--answer",
                "Gyumri -> Armenia",
                "--answer",
                "Aini -> Tajikistan",
            ],
        ),
        ("reasons", &["Why did it leave?", "The voting rule -> voting"]),
    ];
    for (kind, rest) in kinds {
        let mut words = vec!["deck", "add", "d.toml", "--kind", kind, "--question", rest[0]];
        if let Some(answer) = rest.get(1) {
            words.extend(["--answer", answer]);
            words.extend(&rest[2..]);
        }
        let out = home.out(&words);
        assert!(out.ends_with("Added to d.toml.\n"), "{kind}: {out}");
    }
    assert_eq!(
        home.out(&["deck", "check", "--strict", "d.toml"]),
        "1 file, 11 cards: 0 errors, 0 warnings\n"
    );
    let text = read(&home, "d.toml");
    assert_snapshot!(text.split_once("[[date]]").expect("a date").1.lines().take(10).collect::<Vec<_>>().join("\n"), @r#"

    id = "when-was-it-founded"
    question = "When was it founded?"
    answer = "14 May 2002"

    [[number]]
    id = "how-large-is-the-force"
    question = "How large is the force?"
    answer = 19000
    unit = "soldiers"
    "#);
}

#[test]
fn a_card_is_asked_for_and_shown_as_it_will_be_asked() {
    let home = Home::new();
    home.write("d.toml", &deck("[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"here\"\n"));
    let ran = home.run_with(
        &["deck", "add", "d.toml"],
        "sett\nset\nWhich rivers feed the Aral Sea?\nAmu Darya\nSyr Darya\n\n\n",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("There is no such kind; did you mean set?"), "{}", ran.err);
    assert_snapshot!(ran.out, @r#"
    [[set]]
    id = "which-rivers-feed-the-aral-sea"
    question = "Which rivers feed the Aral Sea?"
    answer = ["Amu Darya", "Syr Darya"]

    It will be asked like this:

      Which rivers feed the Aral Sea?
      (2 in any order)


    Added to d.toml.
    "#);
}

#[test]
fn a_card_with_errors_is_not_added() {
    let home = Home::new();
    home.write("d.toml", &deck("[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"here\"\n"));
    let before = read(&home, "d.toml");
    let ran =
        home.run(&["deck", "add", "d.toml", "--kind", "date", "--question", "When?", "--answer", "mid-May"]);
    assert_eq!(ran.code, Some(3));
    assert_snapshot!(ran.err, @r#"
    error[unreadable-date]: `mid-May` cannot be read as a date
      --> d.toml:14:10
       |
    14 | answer = "mid-May"
       |          ^^^^^^^^^ not a date
       |
    help: write it like `14 May 2002`, `May 2002`, `2002` or `2002-05-14`
    error: the card has errors
    hint: nothing was written; try again with another answer
    "#);
    assert_eq!(read(&home, "d.toml"), before);
}

// Looking.

#[test]
fn cards_are_found_by_their_words() {
    let home = Home::new();
    assert_snapshot!(home.out(&["deck", "search", "TASHKENT DECLARATION"]), @"No card has these words.");
    home.write("d.toml", &deck("[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"Tashkent\"\n"));
    assert_snapshot!(home.out(&["deck", "search", "tashkent", "d.toml"]), @"
    d/a   d.toml:6
      Where?
    ");
    let found = home.json(&["deck", "search", "tashkent", "d.toml", "--json"]);
    let card = json!({ "id": "d/a", "question": "Where?", "path": "d.toml", "line": 6 });
    assert_eq!(found, json!({ "schema": 1, "cards": [card] }));
}

#[test]
fn a_preview_asks_every_card_in_order_and_records_nothing() {
    let home = Home::new();
    home.write(
        "d.toml",
        &deck(
            "[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"Tashkent\"\nalso = \"choice\"\n\
               [[date]]\nid = \"b\"\nquestion = \"When?\"\nanswer = \"2002\"\n",
        ),
    );
    let ran = home.run_with(&["deck", "preview", "d.toml", "--plain"], "tashkent\n\ntashkent\n\n2003\n\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.starts_with("Preview: nothing is recorded.\nCard 1 of 3"), "{}", ran.out);
    assert!(ran.out.ends_with("Nothing was recorded.\n"), "{}", ran.out);
    assert!(!home.progress_file().exists());
    let ran = home.run_with(&["deck", "preview", "d.toml", "--card", "b", "--plain"], "2002\n\n");
    assert!(ran.out.contains("Card 1 of 1") && ran.out.contains("When?"), "{}", ran.out);
    let ran = home.run(&["deck", "preview", "d.toml", "--topic", "nothing"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
}

#[test]
fn a_watched_deck_is_checked_again_when_it_changes() {
    let home = Home::new();
    let card = "[[card]]\nid = \"a\"\nquestion = \"Where?\"\n";
    home.write("d.toml", &deck(card));
    let mut child = home.start(&["deck", "check", "--watch", "--format", "short", "d.toml"]);
    let mut lines = BufReader::new(child.stdout.take().expect("output")).lines();
    let mut next = || lines.next().expect("a line").expect("text");
    assert_eq!(next(), "d.toml:6:1: error[missing-key] `[[card]]` has no `answer`");
    // It watches from the first line on its standard error.
    let mut said = BufReader::new(child.stderr.take().expect("messages")).lines();
    assert!(said.next().expect("a line").expect("text").starts_with("watching"));
    home.write("d.toml", &deck(&format!("{card}answer = 5\n")));
    assert_eq!(next(), "");
    assert_eq!(next(), "d.toml:9:10: error[wrong-type] `answer` takes a text, not a number");
    child.kill().expect("an end");
    child.wait().expect("an end");
}

// Findings for other programs.

#[test]
fn findings_are_told_in_the_form_that_is_wanted() {
    let home = Home::new();
    home.write("d.toml", &deck("[[card]]\nid = \"a\"\nquestion = \"Ключ?\"\nanswer = \"\"\n"));
    let ran = home.run(&["deck", "check", "--format", "github", "d.toml"]);
    assert_eq!(ran.code, Some(3));
    assert_snapshot!(ran.out, @"::error file=d.toml,line=9,col=10,title=empty-text::a text of `answer` is empty; write something in it, or take it away");
    let ran = home.run(&["deck", "check", "--format", "json", "d.toml", "gone.toml"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&found["errors"], &found["files"]), (&json!(2), &json!(2)));
    assert_eq!(
        found["diagnostics"][1],
        json!({
            "rule": "unreadable-file", "severity": "error", "message": "cannot read `gone.toml`",
            "path": "gone.toml", "line": null, "column": null, "help": null,
        })
    );
}

#[test]
fn warnings_fail_only_when_strict_and_can_be_allowed() {
    let home = Home::new();
    let card = "[[card]]\nquestion = \"Where?\"\nanswer = \"here\"\n";
    home.write("d.toml", &deck(card));
    assert_eq!(home.run(&["deck", "check", "d.toml"]).code, Some(0));
    assert_eq!(home.run(&["deck", "check", "--strict", "d.toml"]).code, Some(3));
    home.write("d.toml", &deck(&format!("{card}allow = [\"no-id\"]\n")));
    assert_eq!(home.run(&["deck", "check", "--strict", "d.toml"]).code, Some(0));
    home.write("d.toml", &deck(card).replace("title", "allow = \"no-id\"\ntitle"));
    assert_eq!(home.run(&["deck", "check", "--strict", "d.toml"]).code, Some(0));
}

// Comparing.

const OLD: &str = "[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"Tashkent\"\n\n\
                   [[card]]\nid = \"b\"\nquestion = \"Who?\"\nanswer = \"Karimov\"\n";
const NEW: &str = "[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"Toshkent\"\n\n\
                   [[card]]\nid = \"c\"\nquestion = \"Who was it?\"\nanswer = \"Karimov\"\n";

fn compared() -> Home {
    let home = Home::new();
    home.write("old.toml", &deck(OLD));
    home.write("new.toml", &deck(NEW));
    let ran = home.run_with(&["study", "--plain", "old.toml"], "tashkent\n\nkarimov\n\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    home
}

#[test]
fn a_new_version_tells_what_becomes_of_progress() {
    let home = compared();
    assert_snapshot!(home.out(&["deck", "diff", "old.toml", "new.toml"]), @"
    1 card added   new to everybody
      c
    1 card removed   not asked any more; progress is kept
      b   Who?
    1 card corrected   the answer is another one: due at once, progress is kept
      a

    Progress here that no card of the new version has:
      d/b   1 answer
        Who?
      `--relink OLD=NEW` hands it to another card, `--drop OLD` takes the answers back.
    ");
    let found = home.json(&["deck", "diff", "old.toml", "new.toml", "--json"]);
    assert_eq!(found["orphans"], json!([{ "card": "d/b", "question": "Who?", "reviews": 1 }]));
    assert_eq!(
        home.out(&["deck", "diff", "old.toml", "old.toml"]),
        "Nothing that concerns progress has changed.\n"
    );
}

#[test]
fn progress_is_handed_on_by_was_when_asked_for() {
    let home = compared();
    assert_eq!(
        home.out(&["deck", "diff", "old.toml", "new.toml", "--relink", "b=c"]),
        "Wrote `was` for 1 card.\n"
    );
    assert_eq!(read(&home, "new.toml"), deck(NEW).replace("id = \"c\"\n", "id = \"c\"\nwas = [\"b\"]\n"));
    let out = home.out(&["deck", "diff", "old.toml", "new.toml"]);
    assert!(
        out.contains("1 card renamed") && out.contains("b -> c") && !out.contains("no card of the new"),
        "{out}"
    );
    home.write("data/decks/d.toml", &read(&home, "new.toml"));
    let info = home.json(&["card", "info", "d/c", "--json"]);
    assert_eq!(info["reviews"].as_array().map(Vec::len), Some(1));
    let ran = home.run(&["deck", "diff", "old.toml", "new.toml", "--relink", "a=c"]);
    assert_snapshot!(ran.err, @"
    error: `a` is no card that the new version of `d` lacks
    hint: `csto-quiz deck diff OLD NEW` lists those that were removed
    ");
}

#[test]
fn answers_are_taken_back_only_when_asked_for() {
    let home = compared();
    let counted = |home: &Home| home.export().iter().filter(|line| line["revoked"].is_null()).count();
    let _ = home.out(&["deck", "diff", "old.toml", "new.toml"]);
    assert_eq!(counted(&home), 2);
    assert_eq!(home.out(&["deck", "diff", "old.toml", "new.toml", "--drop", "b"]), "Taken back: 1 answer.\n");
    assert_eq!(counted(&home), 1);
    let out = home.out(&["deck", "diff", "old.toml", "new.toml"]);
    assert!(!out.contains("Progress here"), "{out}");
}
