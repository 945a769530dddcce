//! Does a typed number say what a card expects?

use crate::answer::phrase::stands_in;
use crate::answer::verdict::{Class, Verdict};
use crate::deck::card::{NumberAnswer, Unit};
use crate::reading::number::{Quantity, readings, shown};
use crate::text::fold;

/// The part of a number by which two that should be equal may differ through computing.
const ROUNDING: f64 = 1e-9;
/// The share of the answer that a number without its required unit is.
const WITHOUT_UNIT: f64 = 0.5;
/// With more words than these behind it, an answer says more than a number.
const MOST_WORDS_BEHIND: usize = 12;
/// Words that may stand behind a number and say nothing.
const BESIDE: &[&str] = &["of", "the", "them", "in", "a", "all", "total", "altogether", "overall"];
/// Common units by their spellings: another one than the card's is wrong even if the question names it.
#[rustfmt::skip]
const KNOWN_UNITS: &[&str] = &[
    "%", "percent", "km", "kilometre", "kilometer", "m", "metre", "meter", "cm", "mm", "mile", "foot", "feet",
    "inch", "yard", "g", "gram", "kg", "kilogram", "tonne", "ton", "lb", "pound", "l", "litre", "liter", "ml",
    "s", "sec", "second", "min", "minute", "h", "hour", "day", "week", "month", "year", "decade", "century",
    "k", "kelvin", "°c", "°f", "$", "€", "£", "¥", "₽", "dollar", "euro", "rouble", "ruble",
];

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

/// Returns the verdict on a typed number: right when a reading of it lies in the tolerance and
/// what stands behind it is the unit, a word of the question or nothing.
pub(super) fn check(expected: &NumberAnswer, typed: &str, question: &str) -> Verdict {
    let found = readings(typed);
    let behind = |wanted: Behind| {
        found.iter().find(|it| {
            has_value(expected, it.value) && behind(expected.unit.as_ref(), &it.rest, question) == wanted
        })
    };
    let (mut verdict, read) = if let Some(quantity) = behind(Behind::Fits) {
        (Verdict::correct(), Some(quantity))
    } else if let Some(quantity) = behind(Behind::UnitMissing) {
        (Verdict::of(Class::Partial, WITHOUT_UNIT), Some(quantity))
    } else {
        (Verdict::wrong(), found.first())
    };
    if verdict.class == Class::Partial {
        let unit = expected.unit.iter().filter_map(|unit| unit.spellings.first());
        verdict.missing = unit.cloned().collect();
    }
    verdict.reading = read.and_then(|quantity| reading_of(quantity, typed));
    verdict
}

/// Returns whether a number lies in the tolerance or is one of the others that are accepted.
pub(super) fn has_value(expected: &NumberAnswer, value: f64) -> bool {
    let slack = |bound: f64| bound.abs() * ROUNDING;
    let inside = value >= expected.low - slack(expected.low) && value <= expected.high + slack(expected.high);
    inside || expected.accepted.iter().any(|other| (other - value).abs() <= slack(*other))
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
        let other_unit = unit.is_some() && KNOWN_UNITS.iter().any(|known| same_unit(known, &word));
        !other_unit && (BESIDE.contains(&word.as_str()) || stands_in(&word, &question))
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
