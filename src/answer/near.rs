//! Is one text the other, but for a slip of the pen?
//!
//! Word by word: short words, numbers and signs must be exact, longer words may be a letter or two
//! off, unless the slip says the opposite (`sulfite`, `sulfate`) or makes another English word.

use crate::answer::dictionary;
use crate::answer::spelling::{Spelt, Word};
use crate::answer::verdict::Slip;
use crate::text::distance;

/// Words of up to so many letters must be exact.
const EXACT_UP_TO: usize = 4;
/// Words of so many letters may be two letters off.
const LONG_WORD: usize = 10;
/// A whole answer may be so many letters off.
const MOST_SLIPS: usize = 3;
/// Texts that differ in their blanks and in one letter must be this long.
const LONG_TEXT: usize = 10;

/// Beginnings of which one says the opposite of the other.
const OPPOSITE_BEGINNINGS: &[(&str, &str)] = &[
    ("hyper", "hypo"),
    ("inter", "intra"),
    ("endo", "exo"),
    ("macro", "micro"),
    ("north", "south"),
    ("ante", "anti"),
    ("pre", "pro"),
    ("over", "under"),
    ("homo", "hetero"),
    ("mono", "di"),
    ("ab", "ad"),
    ("ortho", "para"),
];
/// Endings that tell apart what is otherwise one word, mostly in chemistry.
const TELLING_ENDINGS: &[&[&str]] = &[
    &["ite", "ate", "ide", "ites", "ates", "ides"],
    &["ane", "ene", "yne"],
    &["anol", "anal", "anone"],
    &["ous", "ic"],
    &["or", "ee", "er"],
    &["itis", "osis"],
    &["ism", "ist"],
];

/// How near two texts are that say the same, slips aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Closeness {
    /// Letters that are wrong, missing, too many or swapped; 0 for the same text.
    pub(super) distance: usize,
    /// The words that are off; empty where only the sounds of another script differ.
    pub(super) slips: Vec<Slip>,
}

impl Closeness {
    /// The closeness of two writings of one text.
    pub(super) const SAME: Self = Self { distance: 0, slips: Vec::new() };
}

/// Returns how near a typed text is to an expected one; nothing when it says something else.
pub(super) fn closeness(expected: &Spelt, typed: &Spelt) -> Option<Closeness> {
    if expected.key == typed.key {
        return Some(Closeness::SAME);
    }
    // A name carried over from one script to the other has many spellings; within one it has one.
    if typed.is_cyrillic && !expected.is_cyrillic {
        return by_sound(expected, typed);
    }
    if expected.words.len() != typed.words.len() {
        return joined(expected, typed);
    }
    let mut distance = 0;
    let mut slips = Vec::new();
    for (expected, typed) in expected.words.iter().zip(&typed.words) {
        if expected.is_same(typed) {
            continue;
        }
        distance += slip(expected, typed)?;
        slips.push(Slip { typed: typed.text.clone(), meant: expected.text.clone() });
    }
    (distance <= MOST_SLIPS).then_some(Closeness { distance, slips })
}

/// Returns by how many letters a typed word is off an expected one; nothing when it is no slip.
pub(super) fn slip(expected: &Word, typed: &Word) -> Option<usize> {
    if expected.is_hard() || typed.is_hard() {
        return None;
    }
    let (meant, written) = (expected.text.as_str(), typed.text.as_str());
    let off = off_in_either_spelling(expected, typed)?;
    let says_opposite = opposites(meant).iter().any(|other| distance(other, written) <= off);
    (!says_opposite && !dictionary::has(written)).then_some(off)
}

/// Does what [`slip`] does for a name, which may well look like a word: `Priestly` for `Priestley`.
pub(super) fn slip_in_name(expected: &Word, typed: &Word) -> Option<usize> {
    if expected.is_hard() || typed.is_hard() {
        return None;
    }
    off_in_either_spelling(expected, typed)
        .filter(|_| !dictionary::has(&expected.text) || !dictionary::has(&typed.text))
}

/// Returns whether a word in Cyrillic letters sounds like an expected one.
pub(super) fn sounds_like(expected: &Word, typed: &Word) -> bool {
    let (meant, heard) = (sounds(&expected.text), sounds(&typed.text));
    meant == heard || letters_off(&meant, &heard).is_some()
}

/// Returns the distance as it was written, or in the one spelling of British and American.
fn off_in_either_spelling(expected: &Word, typed: &Word) -> Option<usize> {
    letters_off(&expected.text, &typed.text).or_else(|| letters_off(&expected.canonical, &typed.canonical))
}

/// Returns the distance of two words, when it is no larger than a slip may be.
fn letters_off(meant: &str, written: &str) -> Option<usize> {
    let letters = meant.chars().count();
    let budget = match letters {
        0..=EXACT_UP_TO => return None,
        _ if letters < LONG_WORD => 1,
        _ => 2,
    };
    if letters.abs_diff(written.chars().count()) > budget || !begins_alike(meant, written) {
        return None;
    }
    Some(distance(meant, written)).filter(|off| *off <= budget)
}

/// Returns whether two words have the same first letter, or their first two letters swapped.
fn begins_alike(a: &str, b: &str) -> bool {
    let first_two = |text: &str| {
        let mut chars = text.chars();
        (chars.next(), chars.next())
    };
    let ((a0, a1), (b0, b1)) = (first_two(a), first_two(b));
    a0 == b0 || (a0 == b1 && a1 == b0)
}

/// Returns the words that say the opposite of a word, or tell another thing by their ending.
fn opposites(word: &str) -> Vec<String> {
    let mut others = Vec::new();
    for (one, other) in OPPOSITE_BEGINNINGS {
        for (from, to) in [(one, other), (other, one)] {
            if let Some(rest) = word.strip_prefix(from).filter(|rest| rest.len() > 2) {
                others.push(format!("{to}{rest}"));
            }
        }
    }
    for endings in TELLING_ENDINGS {
        for from in *endings {
            if let Some(stem) = word.strip_suffix(from).filter(|stem| stem.len() > 2) {
                others.extend(endings.iter().filter(|to| *to != from).map(|to| format!("{stem}{to}")));
            }
        }
    }
    others
}

/// Compares texts that differ in their blanks and at most in one letter.
fn joined(expected: &Spelt, typed: &Spelt) -> Option<Closeness> {
    let is_plain = |text: &Spelt| text.words.iter().all(|word| !word.is_hard());
    let letters = expected.letters();
    if expected.words.len().abs_diff(typed.words.len()) != 1
        || letters < LONG_TEXT
        || !is_plain(expected)
        || !is_plain(typed)
    {
        return None;
    }
    let join = |text: &Spelt| text.words.iter().map(|word| word.text.as_str()).collect::<String>();
    let (meant, written) = (join(expected), join(typed));
    // More letters missing than one would be a word that is missing.
    (begins_alike(&meant, &written) && distance(&meant, &written) <= 1)
        .then(|| Closeness { distance: 1, slips: vec![Slip { typed: written, meant }] })
}

/// Compares a text written in Cyrillic letters by its sounds: there are many ways to carry a name
/// from one script to the other, and none of them is a slip.
fn by_sound(expected: &Spelt, typed: &Spelt) -> Option<Closeness> {
    if expected.words.len() != typed.words.len() {
        return None;
    }
    let mut off_in_all = 0;
    for (expected, typed) in expected.words.iter().zip(&typed.words) {
        if expected.is_same(typed) {
            continue;
        }
        if expected.is_hard() || typed.is_hard() {
            return None;
        }
        let (meant, heard) = (sounds(&expected.text), sounds(&typed.text));
        if meant != heard {
            off_in_all += letters_off(&meant, &heard)?;
        }
    }
    (off_in_all <= MOST_SLIPS).then_some(Closeness { distance: off_in_all, slips: Vec::new() })
}

/// Returns about how a word sounds, so that `Максвелл` and `Maxwell` are one.
fn sounds(word: &str) -> String {
    const SOUNDS: &[(&str, &str)] = &[
        ("dzh", "j"),
        ("tch", "ch"),
        ("ck", "k"),
        ("kh", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("qu", "kv"),
        ("x", "ks"),
        ("w", "v"),
        ("q", "k"),
        ("ce", "se"),
        ("ci", "si"),
        ("ch", "\u{1}"),
        ("c", "k"),
        ("\u{1}", "ch"),
        ("j", "i"),
        ("y", "i"),
        ("z", "s"),
    ];
    let replaced = SOUNDS.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    let mut sounds = String::with_capacity(replaced.len());
    for c in replaced.chars() {
        if !sounds.ends_with(c) {
            sounds.push(c);
        }
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(expected: &str, typed: &str, off: Option<usize>) {
        let found = closeness(&Spelt::new(expected), &Spelt::new(typed)).map(|found| found.distance);
        assert_eq!(found, off, "{expected:?} {typed:?}");
    }

    #[test]
    fn a_letter_may_be_off_in_a_long_word() {
        case("Tashkent", "Tashkant", Some(1));
        case("Tashkent", "Tashknet", Some(1));
        case("Commonwealth of Independent States", "Commonwelth of Indepandent States", Some(2));
        case("peacekeeping", "paecekeping", Some(2));
        case("Karshi-Khanabad", "karshikanabad", Some(1));
    }

    #[test]
    fn a_slip_never_makes_another_thing_of_it() {
        case("Gambia", "Zambia", None);
        case("Russia", "Prussia", None);
        case("Iran", "Iraq", None);
        case("sulfate", "sulfite", None);
        case("sulfite", "sulfte", None);
        case("hypertension", "hypotension", None);
        case("photon", "proton", None);
        case("refraction", "reflection", None);
        case("stalagmite", "stalactite", None);
        case("World War II", "World War III", None);
        case("1992", "1993", None);
        case("seventeen", "seventen", None);
    }

    #[test]
    fn names_in_cyrillic_letters_are_heard() {
        case("Bishkek", "Бишкек", Some(0));
        case("Tajikistan", "Таджикистан", Some(0));
        case("Ljubljana", "Любляна", Some(0));
        case("Maxwell", "Максвелл", Some(0));
        case("Kazakhstan", "Киргизия", None);
    }
}
