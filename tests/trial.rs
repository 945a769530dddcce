//! `deck try` shows an author how a card grades: in words, as JSON, and many answers at once.

mod support;

use serde_json::json;
use support::Home;

const CARD: [&str; 4] = ["deck", "try", "csto", "treaty-signed"];

fn tried(home: &Home, typed: &str) -> serde_json::Value {
    home.json(&[&CARD[..], &[typed, "--json"]].concat())
}

#[test]
fn an_answer_is_graded_as_json() {
    let home = Home::new();
    let found = tried(&home, "14 May 2002");
    assert_eq!(
        found,
        json!({
            "schema": 1, "card": "csto/treaty-signed", "typed": "14 May 2002", "verdict": "wrong", "score": 0.0,
            "reading": null, "rival": "csto/csto-founded", "missing": [], "extra": [], "proposed": "again",
        })
    );
    for (typed, verdict, proposed) in [
        ("15th of May, 1992", "correct", "good"),
        ("15 мая 1992", "correct", "good"),
        ("15 Mya 1992", "typo", "good"),
        ("May 1992", "partial", "again"),
        ("15 June 1992", "wrong", "again"),
    ] {
        let found = tried(&home, typed);
        assert_eq!((&found["verdict"], &found["proposed"]), (&json!(verdict), &json!(proposed)), "{typed}");
    }
}

#[test]
fn an_answer_is_explained_in_words() {
    let home = Home::new();
    let card = "[[date]]\nid = \"signed\"\nquestion = \"When was it signed?\"\nanswer = \"15 May 1992\"\n\
        explanation = \"In Tashkent.\"\n";
    home.write("d.toml", &format!("[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n\n{card}"));
    insta::assert_snapshot!(home.out(&["deck", "try", "d.toml", "signed", "15.6.1992"]), @"
    Wrong month.
    You answered: 15.6.1992
    Answer: 15 May 1992
    In Tashkent.
    Read as: 15 June 1992
    Verdict: wrong, proposed grade: Again
    ");
}

#[test]
fn every_line_of_the_input_is_an_answer() {
    let home = Home::new();
    let ran = home.run_with(&CARD, "15.5.1992\n15 Mya 1992\nMay 1992\n\n14 May 1992\n");
    insta::assert_snapshot!(ran.out, @"
    correct  15.5.1992   (Right)
    typo     15 Mya 1992   (Right, with a slip in `May`)
    partial  May 1992   (True, but the day is missing)
    wrong       (Wrong)
    wrong    14 May 1992   (Wrong day)
    ");
    let ran = home.run_with(&[&CARD[..], &["--json"]].concat(), "15.5.1992\n1992\n");
    let verdicts: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["correct", "partial"]);
}

#[test]
fn what_cannot_be_tried_is_said_with_what_to_do() {
    let home = Home::new();
    let ran = home.run(&["deck", "try", "csto", "treaty-singed", "x"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.err, "error: there is no card `treaty-singed`\nhint: did you mean `treaty-signed`?\n");
}
