//! Every deck in the binary is whole, says nothing that a rule finds fault with, and grades its own
//! answers rightly: each card takes its own and no other card's.

#![expect(clippy::disallowed_methods, reason = "the decks are compared with the folder")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use csto_quiz::answer;
use csto_quiz::answer::examiner::Examiner;
use csto_quiz::answer::prompt::{Answer, Ask, prompt};
use csto_quiz::answer::verdict::Class;
use csto_quiz::builtin;
use csto_quiz::deck::Deck;
use csto_quiz::deck::card::Card;
use csto_quiz::deck::id::Face;
use csto_quiz::deck::kind::{Asked, Expected, Kind, KindName};
use csto_quiz::deck::parse::parse;
use csto_quiz::reading::date::readings;
use csto_quiz::seed::Seed;

fn deck() -> Deck {
    let parsed = parse(&builtin::sources(), &[]);
    assert_eq!(parsed.diagnostics, [], "the built-in deck has findings");
    parsed.deck.expect("a deck")
}

/// Returns what a learner types who knows what a face expects; nothing where options are chosen.
fn known(card: &Card, face: Face) -> Option<String> {
    let is_typed = !matches!(face, Face::Choice | Face::TrueFalse);
    match &card.kind {
        Kind::Text(text) if text.asked == Asked::Thought => None,
        Kind::Choice(_) | Kind::Match(_) => None,
        Kind::Order(items) if is_typed => {
            Some(items.iter().map(|item| item.expected.text.clone()).collect::<Vec<_>>().join("; "))
        }
        _ => is_typed.then(|| answer::shown(card, face).join("; ")),
    }
}

fn class(deck: &Deck, examiner: &Examiner, (card, face): (&Card, Face), typed: &str) -> Class {
    let prompt = prompt(card, face, deck, Seed(1));
    examiner
        .check(card, &prompt, &Answer::Typed(typed.to_owned()))
        .map_or(Class::Wrong, |verdict| verdict.class)
}

#[test]
fn every_file_of_the_folder_is_in_the_binary() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks/csto");
    let files = std::fs::read_dir(folder).expect("the folder").map(|file| file.expect("a file").file_name());
    let files: BTreeSet<String> = files.map(|name| format!("decks/csto/{}", name.display())).collect();
    let built_in: BTreeSet<String> =
        builtin::sources().iter().map(|source| source.path().to_owned()).collect();
    assert_eq!(built_in, files);
}

#[test]
fn every_card_teaches_and_says_where_it_is_from() {
    let deck = deck();
    assert!((250..=400).contains(&deck.cards.len()), "{} cards", deck.cards.len());
    for card in &deck.cards {
        let has_all = !card.id.is_temporary()
            && card.explanation.is_some()
            && !card.sources.is_empty()
            && card.topic.is_some()
            && card.difficulty.is_some();
        assert!(has_all, "{} lacks id, explanation, source, topic or difficulty", card.id);
    }
}

#[test]
fn every_card_takes_its_own_answer() {
    let deck = deck();
    let examiner = Examiner::new(&deck);
    let mut checked = 0;
    for card in &deck.cards {
        for face in card.faces() {
            let Some(typed) = known(card, face) else { continue };
            assert_eq!(
                class(&deck, &examiner, (card, face), &typed),
                Class::Correct,
                "{}: {typed}",
                card.id.face(face)
            );
            checked += 1;
        }
    }
    assert!(checked > 250, "{checked} faces");
}

#[test]
fn every_right_option_is_right_and_every_other_wrong() {
    let deck = deck();
    let examiner = Examiner::new(&deck);
    for card in &deck.cards {
        for face in card.faces() {
            let prompt = prompt(card, face, &deck, Seed(3));
            let Ask::Choice { options, several: false } = &prompt.ask else { continue };
            let right = answer::shown(card, face);
            for (number, option) in options.iter().enumerate() {
                let typed = Answer::Typed((number + 1).to_string());
                let found = examiner.check(card, &prompt, &typed).expect("a verdict").class;
                assert_eq!(found == Class::Correct, right.contains(option), "{}: {option}", prompt.face);
            }
        }
    }
}

#[test]
fn no_card_takes_the_answer_of_another_that_expects_something_else() {
    let deck = deck();
    let examiner = Examiner::new(&deck);
    let mut answers: BTreeMap<KindName, BTreeSet<String>> = BTreeMap::new();
    let mut asked: Vec<(&Card, Face, String)> = Vec::new();
    for card in &deck.cards {
        for face in card.faces() {
            if let Some(typed) = known(card, face) {
                answers.entry(card.kind.name()).or_default().insert(typed.clone());
                asked.push((card, face, typed));
            }
        }
    }
    let mut taken = Vec::new();
    for (card, face, own) in &asked {
        for typed in answers
            .get(&card.kind.name())
            .into_iter()
            .flatten()
            .filter(|typed| !says_the_same(card, own, typed))
        {
            if matches!(class(&deck, &examiner, (card, *face), typed), Class::Correct | Class::Typo) {
                taken.push(format!("{}: {typed:?} for {own:?}", card.id.face(*face)));
            }
        }
    }
    assert_eq!(taken, Vec::<String>::new());
}

/// Returns whether an answer is among the spellings that the author accepts, names the same members, or is
/// a date that says more exactly the same.
fn says_the_same(card: &Card, own: &str, typed: &str) -> bool {
    let fold = |text: &str| text.split("; ").map(csto_quiz::text::fold).collect::<BTreeSet<_>>();
    let spellings: Vec<&str> = match &card.kind {
        Kind::Text(text) => text.expected.all().collect(),
        Kind::Cloze(parts) => parts.iter().filter_map(|part| part.hidden()).flat_map(Expected::all).collect(),
        Kind::TrueFalse(_) => return own == typed,
        Kind::Date(date) => {
            let said = readings(typed, None);
            return said.iter().any(|said| said.cut_to(date.expected.precision()) == date.expected);
        }
        _ => vec![own],
    };
    fold(own) == fold(typed) || spellings.iter().any(|spelling| fold(spelling) == fold(typed))
}
