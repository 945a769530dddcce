//! Which typed answers are one slip of the pen apart?
//!
//! Every answer is filed under itself with each one of its letters left out, so that two answers
//! one letter apart meet without comparing all with all.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Written;
use crate::deck::kind::{Asked, Kind};
use crate::deck::rules::NEAR_ANSWERS;
use crate::seed::fingerprint_of;
use crate::text::{distance, fold, sanitise};

/// Shorter answers must be exact anyway, in letters.
const SHORTEST: usize = 5;
/// Longer ones are not typed letter by letter, in letters.
const LONGEST: usize = 60;

/// Reports the later of two answers that are one letter apart.
pub(super) fn check(cards: &mut [Written]) {
    let answers: Vec<(usize, String)> = cards
        .iter()
        .enumerate()
        .filter(|(_, written)| !written.allows(NEAR_ANSWERS.name))
        .filter_map(|(at, written)| Some((at, answer(written)?)))
        .collect();
    for (at, first) in pairs(&answers) {
        let Some(earlier) = cards.get(first) else { continue };
        let text = |written: Option<&Written>| {
            let answers = written.and_then(|written| written.card.as_ref()).map(|card| card.kind.answers());
            sanitise(&answers.unwrap_or_default().concat()).into_owned()
        };
        let (one, other) = (text(Some(earlier)), text(cards.get(at)));
        let headline = format!("the answers `{one}` and `{other}` are one letter apart");
        let (file, span) = (earlier.file, earlier.span("answer"));
        let Some(written) = cards.get_mut(at) else { continue };
        let found = NEAR_ANSWERS.found(written.span("answer"), headline, "no slip is forgiven here");
        let found = found.as_well_as(file, span, "the other");
        let help =
            "write more of one of them, such as the first name, or let it pass: `allow = [\"near-answers\"]`";
        written.report(found.help(help));
    }
}

/// Returns the answer that is typed; figures must be exact anyway.
fn answer(written: &Written) -> Option<String> {
    let Kind::Text(text) = &written.card.as_ref()?.kind else { return None };
    let length = text.expected.text.len();
    if text.asked == Asked::Thought || !(SHORTEST..=LONGEST * 4).contains(&length) {
        return None;
    }
    let folded = fold(&text.expected.text);
    let letters = folded.chars().count();
    let is_typed = (SHORTEST..=LONGEST).contains(&letters) && !folded.contains(|c: char| c.is_ascii_digit());
    is_typed.then_some(folded)
}

/// Returns each answer with an earlier one that is one letter apart.
fn pairs(answers: &[(usize, String)]) -> Vec<(usize, usize)> {
    let mut first_with: HashMap<u64, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (number, (at, text)) in answers.iter().enumerate() {
        let mut near = None;
        for key in without_one_letter(text) {
            match first_with.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(number);
                }
                Entry::Occupied(entry) => {
                    let (other, meant) = &answers[*entry.get()];
                    if *other != *at && distance(text, meant) == 1 {
                        near.get_or_insert((*at, *other));
                    }
                }
            }
        }
        pairs.extend(near);
    }
    pairs
}

/// Returns prints of the text and of the text without each one of its letters.
fn without_one_letter(text: &str) -> Vec<u64> {
    let mut keys = vec![fingerprint_of(text)];
    let mut shorter = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        shorter.clear();
        shorter.push_str(&text[..at]);
        shorter.push_str(&text[at + c.len_utf8()..]);
        keys.push(fingerprint_of(&shorter));
    }
    keys.dedup();
    keys
}
