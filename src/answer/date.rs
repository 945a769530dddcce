//! Does a typed date say what a card expects?

use crate::answer::verdict::{Class, Verdict};
use crate::deck::card::DateAnswer;
use crate::reading::date::{CalendarDate, DateOrder, Precision, readings};
use crate::text::fold;

/// Returns the verdict on a typed date: right when a reading of it agrees as exactly as is asked,
/// partial when it agrees and says less.
pub(super) fn check(expected: &DateAnswer, typed: &str, order: Option<DateOrder>) -> Verdict {
    let found = readings(typed, order);
    let mut verdict = match best(expected, &found) {
        Some((date, wanted)) if date.precision() >= wanted => {
            return Verdict { reading: reading_of(typed, &[date]), ..Verdict::correct() };
        }
        Some((date, wanted)) => incomplete(date, wanted),
        None => Verdict::wrong(),
    };
    verdict.reading = reading_of(typed, &found);
    verdict
}

/// Returns whether a date says what is expected, as exactly as is asked.
pub(super) fn accepts(expected: &DateAnswer, date: CalendarDate) -> bool {
    all(expected).any(|wanted| date.cut_to(wanted.precision()) == wanted)
}

fn all(expected: &DateAnswer) -> impl Iterator<Item = CalendarDate> + '_ {
    std::iter::once(expected.expected).chain(expected.accepted.iter().copied())
}

/// Returns the reading that agrees with an expected date, and how exactly that one is asked;
/// one that is exact enough before one that is not.
fn best(expected: &DateAnswer, found: &[CalendarDate]) -> Option<(CalendarDate, Precision)> {
    let agreeing = || {
        found
            .iter()
            .flat_map(|date| all(expected).map(move |wanted| (*date, wanted)))
            .filter(|(date, wanted)| date.cut_to(wanted.precision()) == wanted.cut_to(date.precision()))
    };
    agreeing()
        .find(|(date, wanted)| date.precision() >= wanted.precision())
        .or_else(|| agreeing().next())
        .map(|(date, wanted)| (date, wanted.precision()))
}

fn incomplete(date: CalendarDate, wanted: Precision) -> Verdict {
    let (given, missing): (f64, &[&str]) = match (date.precision(), wanted) {
        (Precision::Year, Precision::Day) => (1.0 / 3.0, &["month", "day"]),
        (Precision::Year, _) => (1.0 / 2.0, &["month"]),
        _ => (2.0 / 3.0, &["day"]),
    };
    let missing = missing.iter().map(|part| (*part).to_owned()).collect();
    Verdict { missing, ..Verdict::of(Class::Partial, given) }
}

/// Returns how the date was read, when that is not what was typed.
fn reading_of(typed: &str, found: &[CalendarDate]) -> Option<String> {
    let shown = found.iter().map(|date| date.long()).collect::<Vec<_>>().join(" or ");
    (!shown.is_empty() && fold(&shown) != fold(typed)).then_some(shown)
}
