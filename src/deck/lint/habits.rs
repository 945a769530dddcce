//! Which habits of an author give answers away, or leave learners alone?

use std::collections::{BTreeMap, HashMap};

use super::Written;
use crate::deck::kind::{Kind, Wrong};
use crate::deck::rules::{ALL_ALIKE, LONGEST_IS_RIGHT, NO_EXPLANATION, NO_SOURCE, SIMILAR_WORD};
use crate::source::Span;
use crate::text::{distance, sanitise};

/// From so many statements, or choices, a habit shows.
const HABIT: usize = 4;
/// So many cards must be explained before one that is not is reported.
const ENOUGH_EXPLAINED: usize = 2;
/// Shorter tags are too short to be misspelt ones, longer ones are no words, in letters.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=40;
/// A word is compared with so many that are like it.
const MOST_COMPARED: usize = 50;

/// Adds what is wrong with the cards as a whole to one of them each.
pub(super) fn check(cards: &mut [Written], has_sources: bool) {
    all_alike(cards);
    longest_is_right(cards);
    without_explanation(cards);
    if has_sources {
        without_source(cards);
    }
    similar_words(cards);
}

fn all_alike(cards: &mut [Written]) {
    let truth = |written: &Written| match written.card.as_ref().map(|card| &card.kind) {
        Some(Kind::TrueFalse(truth)) => Some(*truth),
        _ => None,
    };
    let truths: Vec<bool> = cards.iter().filter_map(truth).collect();
    let Some(first) = truths.first().copied() else { return };
    if truths.len() < HABIT || truths.iter().any(|truth| *truth != first) {
        return;
    }
    let Some(last) = cards.iter_mut().rev().find(|written| truth(written).is_some()) else { return };
    let headline = format!("all {} statements are {first}", truths.len());
    let found = ALL_ALIKE.found(last.span("answer"), headline, "this one, too");
    last.report(found.help(format!("turn some of them around, so that they are {}", !first)));
}

fn longest_is_right(cards: &mut [Written]) {
    let is_longest = |written: &Written| match written.card.as_ref().map(|card| &card.kind) {
        Some(Kind::Choice(choice)) => match (&choice.wrong, choice.right.as_slice()) {
            (Wrong::Listed(wrong), [right]) => {
                let length = |text: &String| text.chars().count();
                wrong.iter().map(length).max().map(|longest| length(right) > longest)
            }
            _ => None,
        },
        _ => None,
    };
    let longest: Vec<bool> = cards.iter().filter_map(is_longest).collect();
    if longest.len() < HABIT || longest.contains(&false) {
        return;
    }
    let Some(last) = cards.iter_mut().rev().find(|written| is_longest(written).is_some()) else { return };
    let headline = format!("in all {} choices the longest one is right", longest.len());
    let found = LONGEST_IS_RIGHT.found(last.span("answer"), headline, "here, too");
    last.report(found.help("write some wrong choices that are longer than the right one"));
}

fn without_explanation(cards: &mut [Written]) {
    let explained = |written: &Written| written.card.as_ref().map(|card| card.explanation.is_some());
    let with = cards.iter().filter(|written| explained(written) == Some(true)).count();
    let without = cards.iter().filter(|written| explained(written) == Some(false)).count();
    if with < ENOUGH_EXPLAINED || without >= with {
        return;
    }
    for written in cards.iter_mut().filter(|written| explained(written) == Some(false)) {
        let headline = "no explanation, where most cards have one";
        let found = NO_EXPLANATION.found(written.heading, headline, "nothing to learn from");
        written.report(found.help("write `explanation = \"…\"`: why it is so, in a sentence or two"));
    }
}

fn without_source(cards: &mut [Written]) {
    for written in cards.iter_mut() {
        if written.card.as_ref().is_some_and(|card| card.sources.is_empty()) {
            let headline = "the deck lists sources, and this card names none";
            let found = NO_SOURCE.found(written.heading, headline, "from where?");
            written.report(found.help(
                "write `source = \"ID SECTION\"`, or set it for all cards of the file under `[defaults]`",
            ));
        }
    }
}

/// A tag or topic, how often it stands, and where first.
struct Word {
    count: usize,
    card: usize,
    span: Span,
}

fn similar_words(cards: &mut [Written]) {
    for key in ["tags", "topic"] {
        let words = words(cards, key);
        for (rare, common) in similar(&words) {
            let (Some(word), Some(other)) = (words.get(&rare), words.get(&common)) else { continue };
            let file = cards.get(other.card).map_or(0, |written| written.file);
            let Some(written) = cards.get_mut(word.card) else { continue };
            let headline = format!("`{}` looks like `{}`", sanitise(&rare), sanitise(&common));
            let found = SIMILAR_WORD.found(word.span, headline, "is the same meant?");
            let found = found.as_well_as(file, other.span, "the other");
            written.report(
                found.help(format!("write `{}` in both, or words that differ more", sanitise(&common))),
            );
        }
    }
}

/// Returns the words that the cards themselves write under a key.
fn words(cards: &[Written], key: &str) -> BTreeMap<String, Word> {
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    for (at, written) in cards.iter().enumerate() {
        let (Some(card), Some(value)) = (&written.card, written.values.iter().find(|value| value.key == key))
        else {
            continue;
        };
        let found: Vec<&String> =
            if key == "tags" { card.tags.iter().collect() } else { card.topic.iter().collect() };
        for word in found {
            let entry = words.entry(word.clone()).or_insert(Word { count: 0, card: at, span: value.span });
            entry.count += 1;
        }
    }
    words
}

/// Returns each word that is one letter, or the case of its letters, off another, the rarer one
/// first.
fn similar(words: &BTreeMap<String, Word>) -> Vec<(String, String)> {
    let mut by_key: HashMap<String, Vec<&str>> = HashMap::new();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for word in words.keys().filter(|word| LENGTHS.contains(&word.chars().count())) {
        let lower = word.to_lowercase();
        let mut keys: Vec<String> = lower
            .char_indices()
            .map(|(at, c)| [&lower[..at], &lower[at + c.len_utf8()..]].concat())
            .collect();
        keys.push(lower.clone());
        keys.sort_unstable();
        keys.dedup();
        let mut near: Option<&str> = None;
        for key in keys {
            let known = by_key.entry(key).or_default();
            near = near
                .or_else(|| known.iter().copied().find(|other| is_similar(&lower, &other.to_lowercase())));
            if known.len() < MOST_COMPARED {
                known.push(word);
            }
        }
        if let Some(other) = near {
            let count = |word: &str| words.get(word).map_or(0, |word| word.count);
            let (rare, common) =
                if count(word) <= count(other) { (word.as_str(), other) } else { (other, word.as_str()) };
            pairs.push((rare.to_owned(), common.to_owned()));
        }
    }
    pairs
}

/// Returns whether two words in lower case are one letter apart that is no figure.
fn is_similar(one: &str, other: &str) -> bool {
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    figures(one) == figures(other) && distance(one, other) <= 1
}
