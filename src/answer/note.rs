//! What does the author say to a certain wrong answer?

use crate::answer::spelling::key;
use crate::deck::card::Card;
use crate::deck::kind::Kind;
use crate::reading::{date, number};

/// Returns the author's words for what was typed, if the card has some: for a text that is the
/// same but for case and blanks, for a date or a number also in another writing.
///
/// For a choice, what was typed is the text of the option (the verdict's `reading`).
pub fn note<'a>(card: &'a Card, typed: &str) -> Option<&'a str> {
    let typed_key = key(typed);
    let line = card.feedback.iter().find(|line| {
        key(&line.answer) == typed_key
            || match card.kind {
                Kind::Date(_) => same_date(&line.answer, typed),
                Kind::Number(_) => same_number(&line.answer, typed),
                _ => false,
            }
    })?;
    Some(&line.note)
}

fn same_date(a: &str, b: &str) -> bool {
    let found = date::readings(b, None);
    date::readings(a, None).iter().any(|date| found.contains(date))
}

fn same_number(a: &str, b: &str) -> bool {
    let found = number::readings(b);
    number::readings(a).iter().any(|one| {
        found.iter().any(|other| {
            let same_rest = one.rest == other.rest || one.rest.is_empty() || other.rest.is_empty();
            same_rest && (one.value - other.value).abs() <= f64::EPSILON * one.value.abs()
        })
    })
}
