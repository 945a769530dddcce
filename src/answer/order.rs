//! In which order does a typed answer put the items?

use crate::answer::list::{as_written, items};
use crate::answer::set::place;
use crate::answer::text::{Context, Thing};
use crate::answer::verdict::{Class, Remark, Slip, Verdict};
use crate::deck::kind::OrderItem;
use crate::text::fold;

/// The fewest items that must follow one another rightly for an answer to be partial.
const FEWEST_IN_ORDER: usize = 2;

/// Returns the verdict on an order, typed in letters ("c a b", "cab") or in the items' texts.
///
/// The score is the share of items in the longest part that ascends; `matched` has the items that
/// stand in their place.
pub(super) fn check(expected: &[OrderItem], shown: &[String], typed: &str, context: &Context<'_>) -> Verdict {
    let texts: Vec<String> = match letters(typed, shown.len()) {
        Some(letters) => letters.into_iter().filter_map(|at| shown.get(at).cloned()).collect(),
        None => texts(expected, typed),
    };
    let (given, extra, slips) = places(expected, texts, context);
    let longest = longest_ascent(&given);
    let text = |at: usize| expected.get(at).map(|item| item.expected.text.clone());
    let mut verdict = if longest == expected.len() && extra.is_empty() && longest > 0 {
        Verdict::slipped(slips.clone())
    } else if longest < FEWEST_IN_ORDER {
        Verdict::wrong()
    } else {
        Verdict::of(Class::Partial, longest as f64 / (expected.len() + extra.len()) as f64)
    };
    verdict.matched =
        given.iter().enumerate().filter(|(at, place)| at == *place).filter_map(|(at, _)| text(at)).collect();
    verdict.missing = (0..expected.len()).filter(|at| !given.contains(at)).filter_map(text).collect();
    verdict.extra = as_written(typed, extra);
    verdict.slips = slips;
    verdict.remarks.extend(one_move(&given, expected));
    if !given.is_empty() {
        verdict.reading = Some(given.iter().filter_map(|at| text(*at)).collect::<Vec<_>>().join("; "));
    }
    verdict
}

/// Returns whether a typed answer is letters that are all shown, or no row of single letters at all.
pub(super) fn is_readable(shown: &[String], typed: &str) -> bool {
    let folded = fold(typed);
    let looks_like_letters = folded.len() <= 2 * shown.len()
        && folded.split([' ', ',', ';', '-', '>']).all(|word| word.len() <= 1 || word.len() == shown.len());
    !looks_like_letters
        || letters(typed, shown.len()).is_some()
        || shown.iter().any(|item| fold(item) == folded)
}

/// Reads letters, with or without separators, each at most once; `count` letters are known.
fn letters(typed: &str, count: usize) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for c in fold(typed).chars() {
        if matches!(c, ' ' | ',' | ';' | '.' | '-' | '>' | '→' | '<' | '/' | ')' | '(') {
            continue;
        }
        let at = usize::try_from(u32::from(c).checked_sub(u32::from('a'))?).ok()?;
        if at >= count || found.contains(&at) {
            return None;
        }
        found.push(at);
    }
    (!found.is_empty()).then_some(found)
}

fn texts(expected: &[OrderItem], typed: &str) -> Vec<String> {
    let names: Vec<String> = expected.iter().flat_map(|item| item.expected.all().map(fold)).collect();
    items(&typed.replace("->", "\n").replace(['→', '>'], "\n"), &names)
}

/// Returns where the items of a list belong, each place once, what belongs nowhere, and slips.
fn places(
    expected: &[OrderItem],
    texts: Vec<String>,
    context: &Context<'_>,
) -> (Vec<usize>, Vec<String>, Vec<Slip>) {
    let things: Vec<Thing<'_>> = expected.iter().map(|item| Thing::new(&item.expected)).collect();
    let (mut given, mut extra, mut slips) = (Vec::new(), Vec::new(), Vec::new());
    for text in texts {
        match place(&text, &things, context) {
            Some((at, of_item)) if !given.contains(&at) => {
                given.push(at);
                slips.extend(of_item);
            }
            Some(_) | None => extra.push(text),
        }
    }
    (given, extra, slips)
}

/// Returns the one move that puts a whole order right, if there is one.
fn one_move(given: &[usize], expected: &[OrderItem]) -> Option<Remark> {
    let is_whole = given.len() == expected.len() && longest_ascent(given) + 1 == given.len();
    let text = |at: usize| expected.get(at).map(|item| item.expected.text.clone());
    let is_rest_right = |item: &usize| {
        let rest: Vec<usize> = given.iter().copied().filter(|other| other != item).collect();
        rest.is_sorted()
    };
    let item = given.iter().copied().filter(|_| is_whole).find(is_rest_right)?;
    Some(Remark::Move { item: text(item)?, after: item.checked_sub(1).and_then(text) })
}

/// Returns the length of the longest ascending part, gaps allowed.
fn longest_ascent(places: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for place in places {
        let at = ends.partition_point(|end| end < place);
        match ends.get_mut(at) {
            Some(end) => *end = *place,
            None => ends.push(*place),
        }
    }
    ends.len()
}
