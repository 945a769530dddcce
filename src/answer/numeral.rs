//! Which number does a word say?
//!
//! In figures, in words, as an ordinal or in Roman figures; `spelling` asks it of every word of a text.

use crate::reading::number::{TENS, UNITS};

/// The largest Roman numeral, 3999, has fifteen letters: MMMDCCCLXXXVIII.
const LONGEST_ROMAN: usize = 15;

/// Ordinal numbers, from the zeroth.
const ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

/// Returns the number that a word says, in figures, in words, as an ordinal or in Roman figures.
pub(super) fn value_of(word: &str) -> Option<u64> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    if !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(ending, "" | "st" | "nd" | "rd" | "th")
    {
        return digits.parse().ok();
    }
    let place = |words: &[&str]| words.iter().position(|known| *known == word).map(|at| at as u64);
    if let Some(value) = place(&UNITS).or_else(|| place(&ORDINALS)) {
        return Some(value);
    }
    if let Some(tens) =
        TENS.iter().position(|tens| *tens == word || word.strip_suffix("ieth") == tens.strip_suffix('y'))
    {
        return Some((tens as u64 + 2) * 10);
    }
    match word {
        "hundred" => Some(100),
        "thousand" => Some(1000),
        _ => roman(word),
    }
}

/// Returns the value of a Roman number written as it must be: `xiv`, not `xiiii`; nothing for any other
/// word. One letter can be a Roman number only where it is `i`, `v` or `x`.
fn roman(word: &str) -> Option<u64> {
    const STEPS: [(&str, u64); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    if word.is_empty()
        || word.len() > LONGEST_ROMAN
        || matches!(word, "m" | "d" | "c" | "l" | "mix" | "mi" | "di" | "li")
    {
        return None;
    }
    let mut rest = word;
    let mut value = 0;
    for (figure, worth) in STEPS {
        let mut repeats = 0;
        while let Some(after) = rest.strip_prefix(figure) {
            repeats += 1;
            let most = if matches!(worth, 1 | 10 | 100 | 1000) { 3 } else { 1 };
            if repeats > most {
                return None;
            }
            value += worth;
            rest = after;
        }
    }
    rest.is_empty().then_some(value)
}

/// Returns the number that two number words say together: `twenty` `one`, `nineteen` `eighty`.
pub(super) fn together((first, second): (u64, u64), word: &str, next: &str) -> Option<u64> {
    let in_words = |word: &str| word.chars().all(char::is_alphabetic) && roman(word).is_none();
    if !in_words(word) || !in_words(next) {
        return None;
    }
    let is_tens = TENS.iter().any(|tens| word.ends_with(tens));
    if is_tens && (1..10).contains(&second) {
        return Some(first + second);
    }
    ((11..=20).contains(&first) && (10..100).contains(&second)).then_some(first * 100 + second)
}
