//! Cards and decks made by hand.

use csto_quiz::answer::examiner::Examiner;
use csto_quiz::answer::prompt::{Answer, prompt};
use csto_quiz::answer::verdict::Verdict;
use csto_quiz::deck::card::Card;
use csto_quiz::deck::id::{CardId, DeckId, Face};
use csto_quiz::deck::kind::{
    Asked, Case, ChoiceAnswer, ClozePart, DateAnswer, Expected, Kind, MatchAnswer, Naming, NumberAnswer,
    OrderItem, Pair, Point, ReasonsAnswer, SetAnswer, TextAnswer, Unit, Wrong,
};
use csto_quiz::deck::{Deck, Names};
use csto_quiz::reading::date::{CalendarDate, readings};
use csto_quiz::seed::Seed;
use csto_quiz::source::Span;

fn deck_id() -> DeckId {
    DeckId::new("test").expect("`test` is an id")
}

pub(crate) fn card(id: &str, question: &str, kind: Kind) -> Card {
    Card {
        id: CardId::new(&deck_id(), id).expect("a test's id is one"),
        was: Vec::new(),
        question: question.to_owned(),
        kind,
        fact: None,
        topic: None,
        tags: Vec::new(),
        difficulty: None,
        marks: 1.0,
        hints: Vec::new(),
        explanation: None,
        feedback: Vec::new(),
        sources: Vec::new(),
        quote: None,
        also: Vec::new(),
        file: 0,
        span: Span { start: 0, end: 0 },
    }
}

pub(crate) fn deck(cards: Vec<Card>) -> Deck {
    Deck {
        id: deck_id(),
        was: Vec::new(),
        title: "Test".to_owned(),
        description: None,
        authors: Vec::new(),
        language: None,
        licence: None,
        version: None,
        tags: Vec::new(),
        date_order: None,
        sources: Vec::new(),
        names: Names::default(),
        cards,
    }
}

pub(crate) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn expected(text: &str, aliases: &[&str]) -> Expected {
    Expected { text: text.to_owned(), aliases: strings(aliases), naming: Naming::Thing }
}

pub(crate) fn text(text: &str, aliases: &[&str]) -> Kind {
    Kind::Text(TextAnswer {
        expected: expected(text, aliases),
        asked: Asked::Typed,
        case: Case::Folded,
        reverse: None,
    })
}

pub(crate) fn on(text: &str) -> CalendarDate {
    readings(text, None).first().copied().expect("a test's date is one")
}

pub(crate) fn date(text: &str) -> Kind {
    Kind::Date(DateAnswer { expected: on(text), accepted: Vec::new() })
}

pub(crate) fn number(value: f64, (low, high): (f64, f64), unit: Option<(&[&str], bool)>) -> Kind {
    let unit = unit.map(|(spellings, required)| Unit { spellings: strings(spellings), required });
    Kind::Number(NumberAnswer { value, low, high, accepted: Vec::new(), unit })
}

pub(crate) fn set(members: &[&str], need: usize) -> Kind {
    let members = members.iter().map(|member| expected(member, &[])).collect();
    Kind::Set(SetAnswer { members, allowed: Vec::new(), need })
}

pub(crate) fn order(items: &[&str]) -> Kind {
    let item = |text: &&str| OrderItem { expected: expected(text, &[]), label: None };
    Kind::Order(items.iter().map(item).collect())
}

pub(crate) fn choice(right: &[&str], wrong: &[&str]) -> ChoiceAnswer {
    ChoiceAnswer {
        right: strings(right),
        several: right.len() > 1,
        wrong: Wrong::Listed(strings(wrong)),
        show: None,
        shuffle: true,
    }
}

pub(crate) fn matching(pairs: &[(&str, &str)], extra: &[&str]) -> Kind {
    let pair = |(left, right): &(&str, &str)| Pair { left: (*left).to_owned(), right: (*right).to_owned() };
    Kind::Match(MatchAnswer { pairs: pairs.iter().map(pair).collect(), extra: strings(extra) })
}

pub(crate) fn reasons(points: &[(&str, &[&str])], need: usize) -> Kind {
    let point = |(text, keys): &(&str, &[&str])| Point { text: (*text).to_owned(), keys: strings(keys) };
    Kind::Reasons(ReasonsAnswer { points: points.iter().map(point).collect(), need })
}

pub(crate) fn shown(text: &str) -> ClozePart {
    ClozePart::Shown(text.to_owned())
}

pub(crate) fn gap(number: u16, text: &str) -> ClozePart {
    ClozePart::Gap { number, expected: expected(text, &[]) }
}

/// Returns the verdict on a line typed to a face, in a deck of the card alone.
pub(crate) fn typed_to(card: &Card, face: Face, line: &str) -> Verdict {
    typed_in(&deck(vec![card.clone()]), card, face, line)
}

pub(crate) fn typed_in(deck: &Deck, card: &Card, face: Face, line: &str) -> Verdict {
    let prompt = prompt(card, face, deck, Seed(1));
    let answer = Answer::Typed(line.to_owned());
    Examiner::new(deck).check(card, &prompt, &answer).expect("the card is not graded by the learner")
}
