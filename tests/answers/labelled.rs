//! What a fair examiner would say: thousands of typed answers, labelled before the program saw them.
//!
//! `labelled/SUBJECT.toml` is a deck, `labelled/SUBJECT.labels.toml` has for each of its faces what was
//! typed, by verdict.

#![expect(clippy::disallowed_methods, reason = "the tables are files")]

use std::fmt::Write;
use std::path::Path;

use csto_quiz::answer::examiner::Examiner;
use csto_quiz::answer::prompt::{Answer, prompt};
use csto_quiz::answer::verdict::Class;
use csto_quiz::deck::Deck;
use csto_quiz::deck::id::FaceId;
use csto_quiz::deck::parse::parse;
use csto_quiz::seed::Seed;
use csto_quiz::source::Source;

const SUBJECTS: [&str; 6] = ["chemistry", "csto", "geography", "history", "literature", "physics"];
/// The fewest labels that all tables have together.
const FEWEST_LABELS: usize = 600;
/// Of a hundred right answers so many may be rejected.
const REJECTED_PERCENT: usize = 2;

/// A label with what the program said.
struct Case {
    subject: &'static str,
    face: FaceId,
    typed: String,
    label: Class,
    found: Class,
}

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers/labelled");
    std::fs::read_to_string(folder.join(name)).expect("a table")
}

fn cases_of(subject: &'static str) -> Vec<Case> {
    let name = format!("{subject}.toml");
    let parsed = parse(&[Source::new(name.clone(), read(&name))], &[]);
    let deck = parsed.deck.expect("a deck");
    let labels: toml::Table = read(&format!("{subject}.labels.toml")).parse().expect("labels");
    let examiner = Examiner::new(&deck);
    let mut cases = Vec::new();
    for (face, lists) in &labels {
        let face: FaceId = format!("{subject}/{face}").parse().expect("a face");
        for label in Class::ALL {
            let list = lists.get(label.as_str()).and_then(toml::Value::as_array);
            for typed in list.into_iter().flatten() {
                let typed = typed.as_str().expect("a text").to_owned();
                let found = graded(&deck, &examiner, &face, &typed);
                cases.push(Case { subject, face: face.clone(), typed, label, found });
            }
        }
    }
    cases
}

fn graded(deck: &Deck, examiner: &Examiner, face: &FaceId, typed: &str) -> Class {
    let card = deck.cards.iter().find(|card| card.id == face.card).expect("a card of the deck");
    let prompt = prompt(card, face.face, deck, Seed(1));
    let answer = Answer::Typed(typed.to_owned());
    examiner.check(card, &prompt, &answer).expect("a verdict").class
}

fn is_accepted(class: Class) -> bool {
    matches!(class, Class::Correct | Class::Typo)
}

fn listed<'a>(cases: impl Iterator<Item = &'a Case>) -> String {
    let mut list = String::new();
    for Case { face, typed, label, found, .. } in cases {
        let (label, found) = (label.as_str(), found.as_str());
        writeln!(list, "  {face}: {typed:?} is {label}, not {found}").expect("memory");
    }
    list
}

#[test]
fn answers_are_graded_as_they_were_labelled() {
    let cases: Vec<Case> = SUBJECTS.into_iter().flat_map(cases_of).collect();
    let wrong = cases.iter().filter(|case| case.label == Class::Wrong).count();
    assert!(cases.len() >= FEWEST_LABELS && 2 * wrong >= cases.len(), "{wrong} of {} are wrong", cases.len());
    assert!(
        SUBJECTS.iter().all(|subject| cases.iter().filter(|case| case.subject == *subject).count() >= 100)
    );

    let accepted = cases.iter().filter(|case| case.label == Class::Wrong && is_accepted(case.found));
    let accepted = listed(accepted);
    let right = cases.iter().filter(|case| is_accepted(case.label));
    let rejected: Vec<&Case> = right.clone().filter(|case| !is_accepted(case.found)).collect();
    let otherwise = cases.iter().filter(|case| case.found != case.label);
    let otherwise = otherwise.filter(|case| is_accepted(case.found) == is_accepted(case.label));
    let report = format!(
        "wrong and accepted:\n{accepted}right and rejected ({} of {}):\n{}otherwise:\n{}",
        rejected.len(),
        right.clone().count(),
        listed(rejected.iter().copied()),
        listed(otherwise),
    );
    assert!(accepted.is_empty(), "{report}");
    assert!(rejected.len() * 100 <= REJECTED_PERCENT * right.count(), "{report}");
}
