//! Which options does a typed answer choose?

use crate::answer::list::items;
use crate::answer::spelling::key;
use crate::answer::text::is_preposition;
use crate::answer::verdict::{Class, Verdict};
use crate::text::fold;

/// From this many options on a number may have two digits.
const TWO_DIGITS: usize = 10;

/// Returns the verdict on a choice, typed in numbers ("2", "1,3") or in the options' texts.
///
/// Where one option is right, choosing two is wrong; where several are, all must be chosen.
pub(super) fn check(right: &[String], options: &[String], several: bool, typed: &str) -> Verdict {
    let (mut chosen, mut extra) = chosen(options, typed);
    chosen.sort_unstable();
    chosen.dedup();
    let picked: Vec<String> = chosen.iter().filter_map(|at| options.get(*at).cloned()).collect();
    let (matched, false_ones): (Vec<String>, Vec<String>) =
        picked.iter().cloned().partition(|option| right.contains(option));
    extra.splice(0..0, false_ones);
    let missing: Vec<String> = right.iter().filter(|option| !matched.contains(option)).cloned().collect();
    let is_whole = if several { missing.is_empty() && !right.is_empty() } else { matched.len() == 1 };
    let mut verdict = if extra.is_empty() && is_whole {
        Verdict::correct()
    } else if several && !matched.is_empty() {
        Verdict::of(Class::Partial, matched.len() as f64 / (right.len() + extra.len()) as f64)
    } else {
        Verdict::wrong()
    };
    if verdict.class != Class::Correct {
        verdict.missing = missing;
    }
    verdict.matched = matched;
    verdict.extra = extra;
    verdict.reading = (!picked.is_empty()).then(|| picked.join(", "));
    verdict
}

/// Returns whether a typed answer names options, by number or by text, and nothing else.
pub(super) fn is_readable(options: &[String], typed: &str) -> bool {
    let (chosen, extra) = chosen(options, typed);
    !chosen.is_empty() && extra.is_empty()
}

/// Returns the options chosen, counted from 0, and what was typed besides.
fn chosen(options: &[String], typed: &str) -> (Vec<usize>, Vec<String>) {
    let keys: Vec<String> = options.iter().map(|option| key(option)).collect();
    let by_text = |text: &str| {
        let place = |text: &str| keys.iter().position(|option| *option == key(text));
        // `in Paris` chooses Paris.
        place(text).or_else(|| {
            place(text.trim_start().split_once(' ').filter(|(first, _)| is_preposition(first))?.1)
        })
    };
    if let Some(only) = one_number(&fold(typed), options.len()).or_else(|| by_text(typed)) {
        return (vec![only], Vec::new());
    }
    if let Some(numbers) = numbers(typed, options.len()) {
        return (numbers, Vec::new());
    }
    let names: Vec<String> = options.iter().map(|option| fold(option)).collect();
    let mut found = Vec::new();
    let mut extra = Vec::new();
    for item in items(typed, &names) {
        match by_text(&item).or_else(|| one_number(&item, options.len())) {
            Some(at) => found.push(at),
            None => extra.push(item),
        }
    }
    (found, extra)
}

/// Reads "2", "1,3", "1 and 3", and "13" where no option has two digits: nothing when anything else
/// is typed.
fn numbers(typed: &str, count: usize) -> Option<Vec<usize>> {
    let plain = fold(typed).replace(" and ", " ");
    if count < TWO_DIGITS && plain.len() > 1 && plain.chars().all(|c| c.is_ascii_digit()) {
        return plain.chars().map(|digit| one_number(digit.encode_utf8(&mut [0; 4]), count)).collect();
    }
    let words = plain.split([' ', ',', ';', '.', ')', '/', '+', '&']).filter(|word| !word.is_empty());
    let found: Option<Vec<usize>> = words.map(|word| one_number(word, count)).collect();
    found.filter(|found| !found.is_empty())
}

fn one_number(word: &str, count: usize) -> Option<usize> {
    let number: usize = word.parse().ok()?;
    number.checked_sub(1).filter(|at| *at < count)
}
