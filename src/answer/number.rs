//! Does a typed number say what a card expects?

use crate::answer::phrase::stands_in;
use crate::answer::text::Context;
use crate::answer::verdict::{Class, Remark, Verdict};
use crate::deck::kind::{NumberAnswer, Unit};
use crate::reading::number::{Quantity, readings, shown};
use crate::reading::unit::measure;
use crate::text::fold;

/// The part of a number by which two that should be equal may differ through computing.
const ROUNDING: f64 = 1e-9;
/// The share of the answer that a number without its required unit is.
const WITHOUT_UNIT: f64 = 0.5;
/// With more words than these behind it, an answer says more than a number.
const MOST_WORDS_BEHIND: usize = 12;
/// Words that may stand behind a number and say nothing.
const BESIDE: &[&str] = &["of", "the", "them", "in", "a", "all", "total", "altogether", "overall"];
/// Units that measure nothing by themselves, or that no factor leads to: another one than the card's is
/// wrong even if the question names it.
#[rustfmt::skip]
const FURTHER_UNITS: &[&str] = &[
    "%", "percent", "ton", "month", "year", "decade", "century", "$", "€", "£", "¥", "₽", "dollar", "euro", "rouble",
    "ruble",
];
/// By at most so many powers of ten a number is said to be off.
const POWERS_OF_TEN: i32 = 6;

/// What stands behind a number, seen from the unit that is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// What is expected, or nothing that contradicts it.
    Fits,
    /// Nothing, and the unit is required.
    UnitMissing,
    /// Something else.
    Other,
}

/// What a reading of a typed number comes to, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    UnitMissing,
    /// The number may be right, and its unit is not.
    OtherUnit,
    Wrong,
}

/// Returns the verdict on a typed number: right when a reading of it lies in the tolerance and
/// what stands behind it is the unit, another one that measures the same and is converted, a word of
/// the question or nothing.
pub(super) fn check(expected: &NumberAnswer, typed: &str, context: &Context<'_>) -> Verdict {
    let found = readings(typed);
    let outcomes = found.iter().map(|quantity| (outcome(expected, quantity, context.question), quantity));
    let best = outcomes.min_by_key(|(outcome, _)| *outcome);
    let values = || found.iter().map(|quantity| quantity.value);
    // Inside the tolerance, but exactly what another card asks for.
    let rival = || {
        let is_exact = values().any(|value| is_equal(value, expected.value));
        context.examiner.holder_of_number(values(), expected, context.card).filter(|_| !is_exact)
    };
    let mut verdict = match best.map(|(outcome, _)| outcome) {
        Some(Outcome::Right) => match rival() {
            Some(rival) => Verdict { rival: Some(rival), ..Verdict::wrong() },
            None => Verdict::correct(),
        },
        Some(Outcome::UnitMissing) => {
            Verdict { remarks: vec![Remark::UnitMissing], ..Verdict::of(Class::Partial, WITHOUT_UNIT) }
        }
        Some(Outcome::OtherUnit) => Verdict::wrong_because(Remark::OtherUnit),
        Some(Outcome::Wrong) => {
            Verdict { rival: rival(), remarks: off_by(expected, &found), ..Verdict::wrong() }
        }
        None if fold(typed).split_whitespace().any(|word| word == "or") => {
            Verdict::wrong_because(Remark::Alternatives)
        }
        None => Verdict::wrong_because(Remark::NoNumber),
    };
    if verdict.class == Class::Partial {
        let unit = expected.unit.iter().filter_map(|unit| unit.spellings.first());
        verdict.missing = unit.cloned().collect();
    }
    verdict.reading = best.and_then(|(_, quantity)| reading_of(quantity, typed));
    verdict
}

fn outcome(expected: &NumberAnswer, quantity: &Quantity, question: &str) -> Outcome {
    let wanted = expected.unit.iter().flat_map(|unit| &unit.spellings).find_map(|unit| measure(unit));
    let given = wanted.and_then(|wanted| wanted.measured_in(&quantity.unit));
    if let (Some(wanted), Some(given)) = (wanted, given) {
        return if !given.is_alike(&wanted) {
            Outcome::OtherUnit
        } else if has_value(expected, given.convert(quantity.value, &wanted)) {
            Outcome::Right
        } else if has_value(expected, quantity.value) {
            Outcome::OtherUnit
        } else {
            Outcome::Wrong
        };
    }
    if !has_value(expected, quantity.value) {
        return Outcome::Wrong;
    }
    match behind(expected.unit.as_ref(), &quantity.rest, question) {
        Behind::Fits => Outcome::Right,
        Behind::UnitMissing => Outcome::UnitMissing,
        Behind::Other => Outcome::OtherUnit,
    }
}

/// Says that a number has the right figures and the wrong size.
fn off_by(expected: &NumberAnswer, found: &[Quantity]) -> Vec<Remark> {
    let is_off = |value: f64| {
        (-POWERS_OF_TEN..=POWERS_OF_TEN)
            .filter(|power| *power != 0)
            .any(|power| is_equal(value * 10f64.powi(power), expected.value))
    };
    if expected.value != 0.0 && found.iter().any(|quantity| is_off(quantity.value)) {
        vec![Remark::PowerOfTen]
    } else {
        Vec::new()
    }
}

fn is_equal(a: f64, b: f64) -> bool {
    (a - b).abs() <= b.abs() * ROUNDING
}

/// Returns whether a number lies in the tolerance or is one of the others that are accepted.
pub(super) fn has_value(expected: &NumberAnswer, value: f64) -> bool {
    let slack = |bound: f64| bound.abs() * ROUNDING;
    let inside = value >= expected.low - slack(expected.low) && value <= expected.high + slack(expected.high);
    inside || expected.accepted.iter().any(|other| is_equal(value, *other))
}

fn behind(unit: Option<&Unit>, rest: &str, question: &str) -> Behind {
    let required = unit.is_some_and(|unit| unit.required);
    let spellings = unit.map_or(&[][..], |unit| &unit.spellings);
    let rest = with_percent_spelt(&fold(rest));
    if rest.is_empty() {
        return if required { Behind::UnitMissing } else { Behind::Fits };
    }
    if rest.split_whitespace().nth(MOST_WORDS_BEHIND).is_some() {
        return Behind::Other;
    }
    let without_unit = spellings.iter().find_map(|unit| without_unit(&rest, unit));
    let further = without_unit.as_deref().unwrap_or(&rest);
    let question = with_percent_spelt(&fold(question));
    let says_nothing_else = further.split_whitespace().all(|word| {
        let word = fold(word);
        let is_unit =
            || measure(&word).is_some() || FURTHER_UNITS.iter().any(|known| same_unit(known, &word));
        BESIDE.contains(&word.as_str()) || (stands_in(&word, &question) && !(unit.is_some() && is_unit()))
    });
    match (says_nothing_else, without_unit) {
        (false, _) => Behind::Other,
        (true, None) if required => Behind::UnitMissing,
        (true, _) => Behind::Fits,
    }
}

/// Returns what stands before and behind the unit; nothing when the unit does not stand there.
fn without_unit(rest: &str, unit: &str) -> Option<String> {
    let words: Vec<String> = rest.split_whitespace().map(fold).collect();
    let unit: Vec<String> = with_percent_spelt(&fold(unit)).split_whitespace().map(fold).collect();
    let length = unit.len().max(1);
    let at = words.windows(length).position(|window| same_unit(&window.join(" "), &unit.join(" ")))?;
    let (before, after) = (words.get(..at)?, words.get(at + length..)?);
    Some([before, after].concat().join(" "))
}

/// Returns whether two folded units are one, but for the plural and the sign of percent.
fn same_unit(a: &str, b: &str) -> bool {
    let plain = |unit: &str| {
        let unit = with_percent_spelt(unit);
        unit.strip_suffix('s').filter(|one| one.len() > 1).map_or(unit.clone(), str::to_owned)
    };
    plain(a) == plain(b)
}

fn with_percent_spelt(text: &str) -> String {
    text.replace('%', " percent ").replace("per cent", "percent").trim().to_owned()
}

/// Returns how the number was read, when that is not what was typed.
fn reading_of(quantity: &Quantity, typed: &str) -> Option<String> {
    let text = format!("{} {}", shown(quantity.value), quantity.rest).trim_end().to_owned();
    (fold(&text) != fold(typed)).then_some(text)
}
