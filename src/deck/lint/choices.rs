//! Can a choice be guessed without knowing anything?

use super::{Shared, Written};
use crate::deck::diagnostic::Diagnostic;
use crate::deck::kind::{ChoiceAnswer, Kind, Wrong};
use crate::deck::rules::{ALL_OF_THE_ABOVE, ODD_CHOICE, RIGHT_IS_LONGER, SMALL_GROUP};
use crate::reading::{date, number};
use crate::source::Span;
use crate::text::{fold, sanitise};

/// A right choice is far longer from so many times the longest wrong one.
const FAR_LONGER: usize = 2;
/// … and from so many characters more.
const FAR_LONGER_BY: usize = 15;
/// A group should have so many wrong names.
const ENOUGH_WRONG: usize = 3;
/// Among so many choices one of another sort stands out.
const LISTED: std::ops::RangeInclusive<usize> = 3..=20;
/// Words of choices that speak of the others by their place.
const ABOVE: [&str; 4] = ["of the above", "of the below", "of the options above", "of the choices above"];

/// What a choice looks like at first sight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Date,
    Number,
    Words,
}

/// Adds to a choice what gives it away.
pub(super) fn check(written: &mut Written, shared: &Shared<'_>) {
    let Some(Kind::Choice(choice)) = written.card.as_ref().map(|card| &card.kind) else { return };
    let mut found = Vec::new();
    if choice.shuffle {
        found.extend(above(written, choice));
    }
    match &choice.wrong {
        Wrong::Listed(wrong) => {
            found.extend(longer(written, choice, wrong));
            found.extend(odd(written, choice, wrong));
        }
        Wrong::Group(group) if shared.names_complete => {
            found.extend(small(written, choice, shared.names.group(group)));
        }
        Wrong::Group(_) | Wrong::Automatic => {}
    }
    for finding in found {
        written.report(finding);
    }
}

/// Returns the choices with their places, right ones first.
fn options<'a>(written: &Written, choice: &'a ChoiceAnswer) -> Vec<(&'a str, Span)> {
    let wrong = match &choice.wrong {
        Wrong::Listed(wrong) => wrong.as_slice(),
        Wrong::Group(_) | Wrong::Automatic => &[],
    };
    let right = choice.right.iter().enumerate().map(|(at, text)| (text.as_str(), written.item("answer", at)));
    let wrong = wrong.iter().enumerate().map(|(at, text)| (text.as_str(), written.item("wrong", at)));
    right.chain(wrong).collect()
}

fn above(written: &Written, choice: &ChoiceAnswer) -> Option<Diagnostic> {
    let speaks = |text: &str| {
        let folded = fold(text);
        ABOVE.iter().any(|words| folded.ends_with(words))
    };
    let (_, span) = options(written, choice).into_iter().find(|(text, _)| speaks(text))?;
    let found = ALL_OF_THE_ABOVE.found(span, "a choice speaks of those above it", "choices are shuffled");
    Some(found.help("write the right ones as a list: `answer = [\"one\", \"two\"]`, or `shuffle = false`"))
}

fn longer(written: &Written, choice: &ChoiceAnswer, wrong: &[String]) -> Option<Diagnostic> {
    let length = |text: &String| text.chars().count();
    let (right, longest) = (choice.right.iter().map(length).min()?, wrong.iter().map(length).max()?);
    (right >= longest * FAR_LONGER && right >= longest + FAR_LONGER_BY).then(|| {
        let headline = "the right choice is far longer than the wrong ones";
        let found = RIGHT_IS_LONGER.found(written.span("answer"), headline, "stands out");
        found
            .beside(written.span("wrong"), "these are short")
            .help("shorten it, or write wrong ones as exact as it is")
    })
}

fn odd(written: &Written, choice: &ChoiceAnswer, wrong: &[String]) -> Option<Diagnostic> {
    if !LISTED.contains(&(wrong.len() + choice.right.len())) {
        return None;
    }
    let options = options(written, choice);
    let sorts: Vec<Sort> = options.iter().map(|(text, _)| sort_of(text)).collect();
    let of = |sort: Sort| sorts.iter().filter(|other| **other == sort).count();
    let at = sorts.iter().position(|sort| of(*sort) == 1 && sorts.len() > 2)?;
    let others_alike = sorts
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .all(|(_, sort)| of(*sort) == sorts.len() - 1);
    let (text, span) = options.get(at).filter(|_| others_alike)?;
    let headline = format!("the choice `{}` is of another sort than the others", sanitise(text));
    Some(
        ODD_CHOICE
            .found(*span, headline, "stands out")
            .help("offer choices of one sort: only names, only dates, only numbers"),
    )
}

fn sort_of(text: &str) -> Sort {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        Sort::Words
    } else if !date::readings(text, None).is_empty() {
        Sort::Date
    } else if !number::readings(text).is_empty() {
        Sort::Number
    } else {
        Sort::Words
    }
}

fn small(
    written: &Written,
    choice: &ChoiceAnswer,
    group: Option<&[crate::deck::Name]>,
) -> Option<Diagnostic> {
    let right: Vec<String> = choice.right.iter().map(|text| fold(text)).collect();
    let is_wrong = |name: &&crate::deck::Name| !name.spellings().any(|text| right.contains(&fold(text)));
    let count = group?.iter().filter(is_wrong).count();
    let wanted = choice.show.map_or(ENOUGH_WRONG, |show| show.saturating_sub(right.len()));
    (count > 0 && count < wanted).then(|| {
        let headline =
            format!("the group has only {count} wrong {}", if count == 1 { "name" } else { "names" });
        let found = SMALL_GROUP.found(written.span("wrong"), headline, "too few to choose from");
        found.help("add names to the group, or list wrong choices")
    })
}
