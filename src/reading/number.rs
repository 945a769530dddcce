//! Which numbers can a written text mean?
//!
//! The examiner calls [`readings`] for a learner's number; everything that shows one calls [`shown`].

mod figures;
mod words;

pub(crate) use words::{TENS, UNITS};

use crate::text::{fold, fold_keeping_case};

/// Words before a number that leave it as it is.
const HEDGES: &[&str] = &[
    "it is",
    "it was",
    "there were",
    "there are",
    "approximately",
    "an estimated",
    "more than",
    "just over",
    "roughly",
    "approx",
    "around",
    "nearly",
    "almost",
    "about",
    "circa",
    "over",
    "some",
    "ca",
    "c",
    "~",
    "≈",
    ">",
    "≥",
];
/// Signs of currencies, which may stand before the number.
const CURRENCIES: [char; 5] = ['$', '€', '£', '¥', '₽'];
/// The most words such as "thousand" that are read behind figures: "two hundred thousand million".
const MOST_SCALES: usize = 3;

/// A number with what is written behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number; finite.
    pub value: f64,
    /// What stands behind it, folded: a unit, or whatever the learner added; empty when nothing does.
    pub rest: String,
    /// The same with its capital letters: `MJ` is not `mJ`.
    pub unit: String,
}

/// Returns every number that a text can mean, the likeliest first.
///
/// 4.200 is 4200 and 4.2; `5 m` is five million and five metres. A text with a second number
/// ("5 or 6", "4,200 of 5,000") has no reading.
///
/// # Examples
/// ```
/// use csto_quiz::reading::number::readings;
/// let found = readings("about 19 thousand soldiers");
/// assert_eq!((found[0].value, found[0].rest.as_str()), (19_000.0, "soldiers"));
/// ```
pub fn readings(text: &str) -> Vec<Quantity> {
    let folded = folded_number(text);
    let mut rest = without_hedges(&folded);
    let negative = take_sign(&mut rest);
    let currency = rest.chars().next().filter(|first| CURRENCIES.contains(first));
    if let Some(sign) = currency {
        rest = rest[sign.len_utf8()..].trim_start();
    }
    let (values, rest) = match figures::leading(rest) {
        Some(found) => found,
        None => match figures::fraction(rest).or_else(|| words::leading(rest)) {
            Some((value, rest)) => (vec![value], rest),
            None => return Vec::new(),
        },
    };
    let mut found: Vec<Quantity> = values.into_iter().flat_map(|value| scaled(value, rest)).collect();
    found.retain(|quantity| quantity.value.is_finite() && says_no_second_number(&quantity.rest));
    if let Some(sign) = currency {
        for quantity in &mut found {
            let blank = if quantity.rest.is_empty() { "" } else { " " };
            quantity.rest.insert_str(0, &format!("{sign}{blank}"));
        }
    }
    if negative {
        for quantity in &mut found {
            quantity.value = -quantity.value;
        }
    }
    let mut found = with_shares(found);
    let as_typed = fold_keeping_case(text);
    for quantity in &mut found {
        quantity.unit = with_capitals(&quantity.rest, &as_typed);
    }
    found
}

/// Returns the end of a text as it was typed.
fn with_capitals(rest: &str, as_typed: &str) -> String {
    let skipped = as_typed.chars().count().saturating_sub(rest.chars().count());
    let end: String = as_typed.chars().skip(skipped).collect();
    if end.to_lowercase() == rest { end } else { rest.to_owned() }
}

/// Returns a number as it is shown: grouped in threes with commas, without needless decimals.
pub fn shown(value: f64) -> String {
    let plain = format!("{}", value.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut text = String::new();
    if value < 0.0 {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// Folds a number; the point of `.5` is no punctuation.
fn folded_number(text: &str) -> String {
    let folded = fold(text);
    let begins_with_point = text.trim_start().strip_prefix('.');
    if begins_with_point.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        format!("0.{folded}")
    } else {
        folded
    }
}

fn without_hedges(text: &str) -> &str {
    let mut rest = text;
    while let Some(shorter) = HEDGES.iter().find_map(|hedge| without_hedge(rest, hedge)) {
        rest = shorter;
    }
    rest
}

fn without_hedge<'a>(text: &'a str, hedge: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(hedge)?;
    let word_ends = !hedge.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphanumeric);
    let rest = rest.strip_prefix(". ").unwrap_or(rest);
    word_ends.then(|| rest.trim_start())
}

fn take_sign(text: &mut &str) -> bool {
    let (negative, rest) = match text.strip_prefix("minus ").or_else(|| text.strip_prefix('-')) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    *text = rest.trim_start();
    negative
}

/// Returns the number with the scales behind it applied; where a scale may be a unit, both.
fn scaled(value: f64, rest: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut value = value;
    let mut rest = rest.trim_start_matches([' ', '-']);
    for _ in 0..MOST_SCALES {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let Some(scale) = words::scale(word) else { break };
        // The `m` of `m/s` is no million.
        if scale.may_be_unit && after.starts_with('/') {
            break;
        }
        if scale.may_be_unit {
            found.push(quantity(value, rest));
        }
        value *= scale.factor;
        rest = after.trim_start_matches([' ', '.']);
    }
    found.insert(0, quantity(value, rest));
    found
}

fn quantity(value: f64, rest: &str) -> Quantity {
    Quantity { value, rest: rest.to_owned(), unit: String::new() }
}

/// Adds 0.12 to the readings of 12 %.
fn with_shares(mut found: Vec<Quantity>) -> Vec<Quantity> {
    let shares: Vec<Quantity> = found
        .iter()
        .filter(|quantity| matches!(quantity.rest.as_str(), "%" | "percent" | "per cent"))
        .map(|share| quantity(share.value / 100.0, ""))
        .collect();
    found.extend(shares);
    found
}

fn says_no_second_number(rest: &str) -> bool {
    // The minus of `s^-1` stands before no second number.
    rest.replace("^-", "^").split([' ', '-']).all(|word| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        !word.starts_with(char::is_numeric) && !words::is_number_word(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_grouped_in_threes() {
        let all = [19_000.0, 0.5, -1234.25, 999.0, 1_000_000.0].map(shown);
        assert_eq!(all, ["19,000", "0.5", "-1,234.25", "999", "1,000,000"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            prop_assert!(readings(&text).iter().all(|quantity| quantity.value.is_finite()));
        }

        #[test]
        fn any_number_is_read_as_it_is_shown(value in -1e12..1e12f64) {
            let found = readings(&shown(value));
            prop_assert!(found.contains(&quantity(value, "")), "{:?}", found);
        }
    }
}
