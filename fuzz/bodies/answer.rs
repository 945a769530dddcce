//! What holds for every answer to every card?

use std::sync::LazyLock;

use csto_quiz::answer::examiner::Examiner;
use csto_quiz::answer::prompt::{Answer, Ask, Prompt, prompt};
use csto_quiz::answer::verdict::{Class, Verdict};
use csto_quiz::answer::{is_readable, note, points_had, reads_as, shown};
use csto_quiz::deck::Deck;
use csto_quiz::deck::card::Card;
use csto_quiz::deck::id::Face;
use csto_quiz::deck::kind::Kind;
use csto_quiz::deck::parse::parse;
use csto_quiz::seed::Seed;
use csto_quiz::source::Source;
use csto_quiz::view::card::asked;

use super::clean::assert_clean;

/// What divides an answer from a deck; no text has it.
const DECK: u8 = 0xff;
/// Card, of two bytes, way of asking and seed stand before the answer.
const HEAD: usize = 4;
/// The faces by which a card may be asked, whether it has them or not.
const FACES: [Face; 6] =
    [Face::Whole, Face::Gap(1), Face::Gap(2), Face::Choice, Face::Reverse, Face::TrueFalse];
/// Of a deck in the input, so many faces are asked.
const ASKED: usize = 12;
/// A verdict has at most so many characters more than what is typed and the card together, so many
/// times.
const TIMES: usize = 40;
/// What a verdict has of its own.
const OWN: usize = 2000;

/// The decks that are always there: one of all kinds, and those with labelled answers.
static DECKS: LazyLock<Vec<(Deck, Examiner)>> = LazyLock::new(|| {
    let texts = [
        include_str!("../kinds.toml"),
        include_str!("../../tests/answers/labelled/chemistry.toml"),
        include_str!("../../tests/answers/labelled/csto.toml"),
        include_str!("../../tests/answers/labelled/geography.toml"),
        include_str!("../../tests/answers/labelled/history.toml"),
        include_str!("../../tests/answers/labelled/literature.toml"),
        include_str!("../../tests/answers/labelled/physics.toml"),
    ];
    texts
        .map(|text| {
            let deck = parse(&[Source::new("deck.toml", text)], &[]).deck.expect("a good deck");
            let examiner = Examiner::new(&deck);
            (deck, examiner)
        })
        .into()
});

/// Where a card stands: its deck and its place there.
static CARDS: LazyLock<Vec<(usize, usize)>> = LazyLock::new(|| {
    let cards = |(at, (deck, _)): (usize, &(Deck, Examiner))| {
        (0..deck.cards.len()).map(|card| (at, card)).collect::<Vec<_>>()
    };
    DECKS.iter().enumerate().flat_map(cards).collect()
});

/// One question, and who marks it.
#[derive(Clone, Copy)]
struct Asking<'a> {
    deck: &'a Deck,
    examiner: &'a Examiner,
    card: &'a Card,
    face: Face,
    seed: Seed,
}

/// Marks an answer: card, face, seed, what is typed; behind a byte 255 the deck, if it is another.
pub fn answer(data: &[u8]) {
    let Some((head, rest)) = data.split_at_checked(HEAD) else { return };
    let mut parts = rest.splitn(2, |byte| *byte == DECK);
    let typed = String::from_utf8_lossy(parts.next().unwrap_or_default());
    let (number, face) = (usize::from(u16::from_le_bytes([head[0], head[1]])), usize::from(head[2]));
    let seed = Seed(u64::from(head[3]));
    let Some(text) = parts.next() else {
        let (deck, card) = CARDS[number % CARDS.len()];
        let (deck, examiner) = &DECKS[deck];
        let asking =
            Asking { deck, examiner, card: &deck.cards[card], face: FACES[face % FACES.len()], seed };
        return check(asking, &typed);
    };
    let parsed = parse(&[Source::of_bytes("deck.toml", text.to_vec())], &[]);
    let Some(deck) = &parsed.deck else { return };
    let examiner = &Examiner::new(deck);
    let faces = deck.cards.iter().flat_map(|card| card.faces().into_iter().map(move |face| (card, face)));
    for (card, face) in faces.take(ASKED) {
        let asking = Asking { deck, examiner, card, face, seed };
        check(asking, &typed);
        check_expected(asking);
    }
}

fn check(asking: Asking<'_>, typed: &str) {
    let Asking { deck, examiner, card, face, seed } = asking;
    let prompt = prompt(card, face, deck, seed);
    assert_clean(&asked(&prompt).plain());
    let on = |answer: &Answer| examiner.check(card, &prompt, answer);
    let verdict = on(&Answer::Typed(typed.to_owned()));
    assert_eq!(verdict.is_none(), prompt.ask == Ask::Thought, "{prompt:?}");
    if let Some(verdict) = &verdict {
        check_verdict(asking, verdict, typed);
        let blanks = on(&Answer::Typed(format!(" {typed} "))).expect("a verdict as before");
        assert_eq!((blanks.class, blanks.rival), (verdict.class, verdict.rival.clone()), "{typed:?}");
    }
    let ticks = typed.bytes().map(|byte| usize::from(byte % 8)).take(16).collect();
    if let Some(verdict) = on(&Answer::Ticked(ticks)) {
        check_verdict(asking, &verdict, "");
    }
    check_reading(&prompt, card, typed);
    if seed.0 % 4 == 0 && !prompt.ask.has_options() && prompt.ask != Ask::Thought {
        let mut examiner = examiner.clone();
        examiner.accept(&card.id, typed);
        let verdict = examiner.check(card, &prompt, &Answer::Typed(typed.to_owned()));
        assert_eq!(verdict.map(|verdict| verdict.class), Some(Class::Correct), "accepted: {typed:?}");
    }
}

fn check_verdict(asking: Asking<'_>, verdict: &Verdict, typed: &str) {
    let Asking { deck, card, .. } = asking;
    assert!((0.0..=1.0).contains(&verdict.score), "{verdict:?}");
    assert_eq!(
        verdict.score >= 1.0,
        matches!(verdict.class, Class::Correct | Class::Typo),
        "{typed:?}: {verdict:?}"
    );
    assert_eq!(verdict.score <= 0.0, verdict.class == Class::Wrong, "{typed:?}: {verdict:?}");
    if let Some(rival) = &verdict.rival {
        assert!(deck.cards.iter().any(|other| other.id == *rival), "{verdict:?}");
    }
    assert!(verdict.slips.iter().all(|slip| !slip.meant.is_empty()), "{verdict:?}");
    let most = OWN + TIMES * (typed.len() + format!("{card:?}").len());
    assert!(format!("{verdict:?}").len() <= most, "a verdict of more than {most} characters");
    let _ = verdict.proposed(false);
}

/// What is said while an answer is typed, and what its author says to it.
fn check_reading(prompt: &Prompt, card: &Card, typed: &str) {
    let _ = is_readable(&prompt.ask, typed);
    if let Some(reading) = reads_as(&prompt.ask, typed) {
        assert!(reading.len() <= OWN + TIMES * typed.len(), "{reading}");
    }
    let points = points_had(card, typed);
    if let Kind::Reasons(reasons) = &card.kind {
        assert!(points.iter().all(|point| *point < reasons.points.len()), "{points:?}");
    }
    let _ = note(card, typed);
}

/// Asserts that a learner who types what the feedback shows is right.
fn check_expected(asking: Asking<'_>) {
    let Asking { deck, examiner, card, face, seed } = asking;
    let prompt = prompt(card, face, deck, seed);
    if !matches!(prompt.ask, Ask::Text | Ask::Date(_) | Ask::Number { .. } | Ask::Set { .. }) {
        return;
    }
    let expected = shown(card, face).join("\n");
    let verdict = examiner.check(card, &prompt, &Answer::Typed(expected.clone()));
    assert_eq!(verdict.map(|verdict| verdict.class), Some(Class::Correct), "{expected:?} {card:?}");
}
