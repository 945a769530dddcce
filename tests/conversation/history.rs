//! An author's corrections never cost a learner the history of a card.

use csto_quiz::queue::Origin;
use csto_quiz::session::screen::Input;

use crate::study::{Study, wishes};

const BEFORE: &str = r#"
[deck]
format = 1
id = "d"
title = "Deck"

[[card]]
id = "one"
question = "What is the capitol of Latvia?"
answer = "Riga"

[[card]]
id = "two"
question = "What is the capital of Estonia?"
answer = "Tallinn"
"#;

/// Studies the card `one` of [`BEFORE`].
fn studied() -> Study {
    let mut study = Study::new(BEFORE);
    let mut session = study.session(wishes());
    study.answer(&mut session, "Riga");
    study.step(&mut session, Input::Accept);
    study
}

/// Returns what is asked after an edit, and checks that the card `name` still has its history.
#[track_caller]
fn asked_after(edit: &[&str], name: &str) -> Vec<(String, Origin)> {
    let mut study = studied();
    let before = study.state("d/one").expect("a state");
    study.edit(edit);
    assert_eq!(study.state(name), Some(before));
    assert_eq!(study.progress.reviews_of(&name.parse().expect("a face")).expect("reviews").len(), 1);
    let mut session = study.session(wishes());
    let mut asked = Vec::new();
    while let Some(screen) = session.screen() {
        asked.push((screen.prompt.face.to_string(), screen.header.origin));
        study.answer(&mut session, "Tallinn");
        study.step(&mut session, Input::Grade(csto_quiz::schedule::grade::Grade::Good));
    }
    asked
}

fn new(face: &str) -> (String, Origin) {
    (face.to_owned(), Origin::New)
}

#[test]
fn a_corrected_question_keeps_its_history() {
    assert_eq!(asked_after(&[&BEFORE.replace("capitol", "capital")], "d/one"), [new("d/two")]);
}

#[test]
fn a_card_that_is_moved_keeps_its_history() {
    let (head, cards) = BEFORE.split_at(BEFORE.find("[[card]]").expect("a card"));
    let second = cards.rfind("[[card]]").expect("two cards");
    let moved = format!("{head}{}\n{}", &cards[second..], &cards[..second]);
    assert_eq!(asked_after(&[&moved], "d/one"), [new("d/two")]);
}

#[test]
fn a_card_with_a_new_id_keeps_its_history_with_was() {
    let renamed = BEFORE.replace("id = \"one\"", "id = \"riga\"\nwas = [\"one\"]");
    assert_eq!(asked_after(&[&renamed], "d/riga"), [new("d/two")]);
}

#[test]
fn a_card_moved_to_another_deck_keeps_its_history_with_was() {
    let elsewhere = "[deck]\nformat = 1\nid = \"e\"\ntitle = \"E\"\n\n[[card]]\nid = \"riga\"\nwas = [\"d/one\"]\n\
        question = \"What is the capital of Latvia?\"\nanswer = \"Riga\"\n";
    assert_eq!(asked_after(&[elsewhere], "e/riga"), []);
}

#[test]
fn a_renamed_deck_keeps_the_history_of_its_cards_with_was() {
    let renamed = BEFORE.replace("id = \"d\"", "id = \"baltic\"\nwas = [\"d\"]");
    assert_eq!(asked_after(&[&renamed], "baltic/one"), [new("baltic/two")]);
}

#[test]
fn a_corrected_answer_keeps_its_history_and_is_asked_at_once() {
    let mut study = studied();
    let before = study.state("d/one").expect("a state");
    study.edit(&[&BEFORE.replace("Riga", "Rīga")]);
    assert_eq!(study.state("d/one"), Some(before));
    let session = study.session(wishes());
    let origins: Vec<Origin> = std::iter::once(session.screen().expect("a card").header.origin).collect();
    // It was answered today already, so that it waits until tomorrow like its siblings.
    assert_eq!(origins, [Origin::New]);
    study.wait(86_400_000);
    let session = study.session(wishes());
    assert_eq!(session.screen().expect("a card").header.origin, Origin::Corrected);
}

#[test]
fn a_renamed_card_goes_on_collecting_reviews() {
    let mut study = studied();
    study.edit(&[&BEFORE.replace("id = \"one\"", "id = \"riga\"\nwas = [\"one\"]")]);
    study.wait(20 * 86_400_000);
    let mut session = study.session(wishes());
    while session.screen().is_some_and(|screen| screen.prompt.face.to_string() != "d/riga") {
        study.step(&mut session, Input::Skip);
    }
    study.answer(&mut session, "Riga");
    let reviews = study.progress.reviews_of(&"d/riga".parse().expect("a face")).expect("reviews");
    assert_eq!(reviews.len(), 2);
    assert_eq!(study.state("d/riga").expect("a state").reviews, 2);
}
