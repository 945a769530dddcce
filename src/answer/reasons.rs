//! Which points does an answer name?
//!
//! By their key words, in whatever form they stand in the sentence; not where the sentence denies them.

use crate::answer::near::slip;
use crate::answer::spelling::{Spelt, Word, key};
use crate::answer::text::Context;
use crate::answer::verdict::{Class, Remark, Slip, Verdict};
use crate::deck::card::Card;
use crate::deck::kind::{Kind, ReasonsAnswer};

/// Words that deny what follows them closely.
const DENIALS: &[&str] = &[
    "not", "no", "never", "without", "isnt", "wasnt", "werent", "arent", "dont", "doesnt", "didnt",
    "neither", "nor", "hardly",
];
/// So many words behind a denial are denied.
const DENIED_WORDS: usize = 3;
/// A key word of so many letters is also found at the beginning of a longer word.
const SHORTEST_STEM: usize = 5;

/// What a text says of the points.
struct Found {
    /// Which points it names, counted from 0.
    points: Vec<usize>,
    slips: Vec<Slip>,
    /// Whether a key word stands there and is denied.
    denied: bool,
}

/// Returns which points of a `reasons` card a text seems to name, counted from 0, for ticking them
/// beforehand; none for another kind.
pub fn points_had(card: &Card, text: &str) -> Vec<usize> {
    match &card.kind {
        Kind::Reasons(reasons) => found_in(reasons, text).points,
        _ => Vec::new(),
    }
}

/// Returns the verdict on a typed text, by the points' key words; what is word for word a point of
/// another card names none.
pub(super) fn check_typed(expected: &ReasonsAnswer, typed: &str, context: &Context<'_>) -> Verdict {
    let own_texts = expected.points.iter().flat_map(|point| std::iter::once(&point.text).chain(&point.keys));
    let own: Vec<String> = own_texts.map(|text| key(text)).collect();
    let mut rival = None;
    let is_own = |part: &&str| match context.examiner.other(&Spelt::new(part), &own) {
        Some(other) if !own.contains(&key(part)) => {
            rival = rival.take().or(other.card);
            false
        }
        Some(_) | None => true,
    };
    let own_words = typed.split_inclusive([';', '\n']).filter(is_own).collect::<String>();
    let found = found_in(expected, &own_words);
    let mut verdict = check_ticked(expected, &found.points);
    verdict.rival = rival.filter(|_| verdict.class == Class::Wrong);
    if verdict.class == Class::Correct && !found.slips.is_empty() {
        verdict.class = Class::Typo;
    }
    if verdict.class == Class::Wrong && found.denied {
        verdict.remarks.push(Remark::Denied);
    }
    verdict.slips = found.slips;
    verdict
}

/// Returns the verdict on the points that were ticked, counted from 0.
pub(super) fn check_ticked(expected: &ReasonsAnswer, ticked: &[usize]) -> Verdict {
    let texts = |wanted: bool| {
        let points = expected.points.iter().enumerate();
        let with = points.filter(move |(at, _)| ticked.contains(at) == wanted);
        with.map(|(_, point)| point.text.clone()).collect::<Vec<_>>()
    };
    let (matched, missing) = (texts(true), texts(false));
    if matched.len() >= expected.need.max(1) {
        return Verdict { matched, ..Verdict::correct() };
    }
    let verdict = if matched.is_empty() {
        Verdict::wrong()
    } else {
        Verdict::of(Class::Partial, matched.len() as f64 / expected.need.max(1) as f64)
    };
    Verdict { matched, missing, ..verdict }
}

fn found_in(expected: &ReasonsAnswer, text: &str) -> Found {
    let words = sentence(text);
    let mut found = Found { points: Vec::new(), slips: Vec::new(), denied: false };
    for (at, point) in expected.points.iter().enumerate() {
        let keys = std::iter::once(&point.text).chain(&point.keys);
        // A point that is itself a denial is named by denying it.
        let denies = Spelt::new(&point.text).words.iter().any(is_denial);
        let mut places: Vec<Place> = keys.filter_map(|key| place(&Spelt::new(key).words, &words)).collect();
        places.sort_by_key(|place| (place.denied, place.slips.len()));
        let Some(place) = places.into_iter().next() else { continue };
        if place.denied && !denies {
            found.denied = true;
        } else {
            found.points.push(at);
            found.slips.extend(
                place.slips.into_iter().filter(|slip| !found.slips.contains(slip)).collect::<Vec<_>>(),
            );
        }
    }
    found
}

/// A word of a sentence, or the end of a part of it, over which a denial does not reach.
enum Piece {
    Word(Word),
    Break,
}

/// Returns the words of a text with the places where its parts end.
fn sentence(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for part in text.split([',', ';', '.', ':', '\n', '!', '?']) {
        pieces.extend(Spelt::new(part).words.into_iter().map(Piece::Word));
        pieces.push(Piece::Break);
    }
    pieces
}

/// Where a key stands.
struct Place {
    slips: Vec<Slip>,
    denied: bool,
}

/// Finds the words of a key one behind the other; a place where they are not denied first.
fn place(key: &[Word], pieces: &[Piece]) -> Option<Place> {
    let mut denied = None;
    for (at, window) in pieces.windows(key.len().max(1)).enumerate() {
        if key.is_empty() {
            return None;
        }
        let Some(slips) = stands(key, window) else { continue };
        let place = Place { slips, denied: is_denied(pieces.get(..at).unwrap_or_default()) };
        if !place.denied {
            return Some(place);
        }
        denied = Some(place);
    }
    denied
}

fn stands(key: &[Word], window: &[Piece]) -> Option<Vec<Slip>> {
    let mut slips = Vec::new();
    for (key, piece) in key.iter().zip(window) {
        let Piece::Word(word) = piece else { return None };
        let begins = key.text.chars().count() >= SHORTEST_STEM
            && !key.is_hard()
            && (word.text.starts_with(&key.text) || word.canonical.starts_with(&key.canonical));
        if key.is_same(word) || begins {
            continue;
        }
        slip(key, word)?;
        slips.push(Slip { typed: word.text.clone(), meant: key.text.clone() });
    }
    Some(slips)
}

fn is_denied(before: &[Piece]) -> bool {
    before
        .iter()
        .rev()
        .take(DENIED_WORDS)
        .map_while(|piece| match piece {
            Piece::Word(word) => Some(word),
            Piece::Break => None,
        })
        .any(is_denial)
}

fn is_denial(word: &Word) -> bool {
    DENIALS.contains(&word.text.as_str())
}
