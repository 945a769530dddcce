//! Which pairs does a typed answer make?

use crate::answer::verdict::{Class, Verdict};
use crate::deck::kind::MatchAnswer;
use crate::text::fold;

/// Returns the verdict on pairs, typed as "1c 2a 3b" or as the letters alone in the order of the
/// left sides ("c,a,b"). `sides` are the left and the right sides as they were shown.
///
/// The score is the share of right pairs; `missing` has left sides without a letter.
pub(super) fn check(expected: &MatchAnswer, sides: (&[String], &[String]), typed: &str) -> Verdict {
    let (left, right) = sides;
    let Some(given) = given(typed, left.len()) else { return Verdict::wrong() };
    let mut verdict = Verdict::wrong();
    let mut reading = Vec::new();
    for (at, pair) in expected.pairs.iter().enumerate() {
        let Some(chosen) = given.get(at).copied().flatten().and_then(|letter| right.get(letter)) else {
            verdict.missing.push(pair.left.clone());
            continue;
        };
        let text = format!("{} -> {chosen}", pair.left);
        reading.push(text.clone());
        if *chosen == pair.right { verdict.matched.push(text) } else { verdict.extra.push(text) }
    }
    if verdict.matched.len() == expected.pairs.len() {
        verdict.class = Class::Correct;
        verdict.score = 1.0;
    } else if !verdict.matched.is_empty() {
        verdict.class = Class::Partial;
        verdict.score = verdict.matched.len() as f64 / expected.pairs.len() as f64;
    }
    verdict.reading = Some(reading.join("; "));
    verdict
}

/// Returns whether a typed answer makes pairs, with letters that stand on the right.
pub(super) fn is_readable(sides: (&[String], &[String]), typed: &str) -> bool {
    let given = given(typed, sides.0.len());
    given.is_some_and(|given| given.into_iter().flatten().all(|letter| letter < sides.1.len()))
}

/// Returns the letter given to each left side, from 0; nothing when the answer cannot be read or
/// gives one left side two letters.
fn given(typed: &str, left: usize) -> Option<Vec<Option<usize>>> {
    let folded = fold(typed);
    let mut given = vec![None; left];
    let mut number: Option<usize> = None;
    let mut next = 0;
    let mut rest = folded.as_str();
    while let Some(c) = rest.chars().next() {
        let mut step = c.len_utf8();
        if c.is_ascii_digit() {
            step = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            number = Some(rest.get(..step)?.parse::<usize>().ok()?.checked_sub(1)?);
        } else if c.is_ascii_lowercase() {
            let at = number.take().unwrap_or(next);
            let letter = usize::from(u8::try_from(c).ok()? - b'a');
            let place = given.get_mut(at).filter(|place| place.is_none())?;
            *place = Some(letter);
            next = at + 1;
        } else if !matches!(c, ' ' | ',' | ';' | '.' | '-' | '>' | '=' | ':' | ')' | '(' | '/' | '→') {
            return None;
        }
        rest = rest.get(step..)?;
    }
    given.iter().any(Option::is_some).then_some(given)
}
