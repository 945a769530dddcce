//! Which points does an answer name?

use crate::answer::phrase::stands_in;
use crate::answer::verdict::{Class, Verdict};
use crate::deck::card::{Card, Kind, Point, ReasonsAnswer};
use crate::text::fold;

/// Returns which points of a `reasons` card a text seems to name, counted from 0, for ticking them
/// beforehand; none for another kind.
pub fn points_had(card: &Card, text: &str) -> Vec<usize> {
    match &card.kind {
        Kind::Reasons(reasons) => points_in(reasons, text),
        _ => Vec::new(),
    }
}

/// Returns the verdict on a typed text, by the points' key words.
pub(super) fn check_typed(expected: &ReasonsAnswer, typed: &str) -> Verdict {
    check_ticked(expected, &points_in(expected, typed))
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

fn points_in(expected: &ReasonsAnswer, text: &str) -> Vec<usize> {
    let text = fold(text);
    let points = expected.points.iter().enumerate();
    points.filter(|(_, point)| is_named(point, &text)).map(|(at, _)| at).collect()
}

fn is_named(point: &Point, text: &str) -> bool {
    stands_in(&fold(&point.text), text) || point.keys.iter().any(|key| stands_in(&fold(key), text))
}
