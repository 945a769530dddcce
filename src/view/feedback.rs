//! What is said about an answer?
//!
//! The views of a session call it: some functions for the terminal that draws, `spoken` ones for the
//! terminal that speaks in lines.

use crate::answer::verdict::{Class, DatePart, Remark, Verdict};
use crate::session::screen::{Details, Rival, Tried};
use crate::view::text::{INDENT, Line, Role, Signs, Text};

/// Columns of the words that stand before an answer: `you answered`.
const LABEL_COLUMNS: usize = 14;

/// Adds the verdict in a sign and words.
pub(super) fn verdict(
    text: &mut Text,
    verdict: &Verdict,
    answered: Option<&str>,
    (columns, signs): (usize, Signs),
) {
    let role = match verdict.class {
        Class::Correct => Role::Correct,
        Class::Typo | Class::Partial => Role::Nearly,
        Class::Wrong => Role::Wrong,
    };
    let sign = sign(verdict.class, signs);
    let words = in_words_of(verdict, answered);
    text.wrapped(role, &format!("{sign} {words}"), columns, INDENT);
}

/// Returns the verdict in words; who answered nothing was not wrong.
fn in_words_of(verdict: &Verdict, answered: Option<&str>) -> String {
    let nothing = answered.is_none_or(|answered| answered.trim().is_empty());
    if nothing && verdict.class == Class::Wrong { "Not known yet".to_owned() } else { in_words(verdict) }
}

/// Returns that an answer counts on the learner's word, now and from now on.
pub(super) fn on_own_word(signs: Signs) -> Line {
    let sign = sign(Class::Correct, signs);
    let words = "Right, on your word: from now on this counts for this card";
    Line::new(Role::Correct, format!("{}{sign} {words}", " ".repeat(INDENT)))
}

fn sign(class: Class, signs: Signs) -> &'static str {
    let (unicode, ascii) = match class {
        Class::Correct => ("✓", "ok"),
        Class::Typo => ("≈", "~"),
        Class::Partial => ("◐", "/"),
        Class::Wrong => ("✗", "x"),
    };
    match signs {
        Signs::Unicode => unicode,
        Signs::Ascii => ascii,
    }
}

/// Adds a first answer that was true and incomplete, and that it is asked once more.
pub(super) fn tried_first(text: &mut Text, tried: &Tried, signs: Signs, columns: usize) {
    let sign = sign(Class::Partial, signs);
    text.wrapped(Role::Nearly, &format!("{sign} {}", once_more(&tried.verdict)), columns, INDENT);
    answered(text, Some(&tried.typed), columns);
    text.gap();
}

/// Returns that an answer is true and incomplete, and asked once more.
pub(super) fn once_more(verdict: &Verdict) -> String {
    let whole = match verdict.remarks.first() {
        Some(Remark::DateLacks(_)) => "Type the whole date once more.",
        _ => "Try once more.",
    };
    format!("{}. {whole}", in_words(verdict))
}

/// Adds what was answered, if anything was.
pub(super) fn answered(text: &mut Text, answered: Option<&str>, columns: usize) {
    let Some(answered) = answered.filter(|answered| !answered.trim().is_empty()) else { return };
    let pairs: Vec<String> = answered.split("; ").map(str::to_owned).collect();
    if pairs.iter().all(|pair| is_pair(pair)) {
        one_a_line(text, (Role::Plain, "you answered", &pairs), columns);
    } else {
        labelled(text, (Role::Plain, "you answered", answered), columns);
    }
}

/// Adds the parts of an answer that are worth naming one by one, pairs a line each.
pub(super) fn parts(text: &mut Text, verdict: &Verdict, details: &Details, columns: usize) {
    for (role, words, parts) in parts_of(verdict, details) {
        if parts.iter().all(|part| is_pair(part)) {
            one_a_line(text, (role, words, parts), columns);
        } else {
            labelled(text, (role, words, &joined(parts)), columns);
        }
    }
}

/// Adds the expected answer.
pub(super) fn expected(text: &mut Text, details: &Details, columns: usize) {
    if let [one] = details.expected.as_slice() {
        labelled(text, (Role::Correct, "answer", one), columns);
    } else {
        one_a_line(text, (Role::Correct, "answer", &details.expected), columns);
    }
}

/// Adds what was answered and what is right. A list of what is right stands first, so that it is seen
/// where the rows are few.
pub(super) fn compared(
    text: &mut Text,
    answer: Option<&str>,
    (verdict, found): (Option<&Verdict>, &Details),
    columns: usize,
) {
    let is_list = found.expected.len() > 1;
    if is_list {
        expected(text, found, columns);
    }
    answered(text, answer, columns);
    if let Some(verdict) = verdict {
        parts(text, verdict, found, columns);
    }
    if !is_list {
        expected(text, found, columns);
    }
}

/// Adds what belongs to the expected answer: notes, the explanation, the sources.
pub(super) fn details(text: &mut Text, details: &Details, columns: usize) {
    let rival = details.rival.as_ref().map(rival);
    for line in [&details.note, &rival].into_iter().flatten() {
        text.gap();
        text.wrapped(Role::Nearly, line, columns, INDENT);
    }
    if let Some(explanation) = &details.explanation {
        text.gap();
        text.wrapped(Role::Plain, explanation, columns, INDENT);
    }
    for source in &details.sources {
        text.wrapped(Role::Dim, &format!("Source: {source}"), columns, INDENT);
    }
}

/// Adds everything about an answer, in lines to be read once.
pub(super) fn spoken(text: &mut Text, answered: Option<&str>, verdict: &Verdict, details: &Details) {
    text.say(Role::Plain, format!("{}.", in_words_of(verdict, answered)));
    if let Some(answered) = answered.filter(|answered| !answered.trim().is_empty()) {
        text.say(Role::Plain, format!("You answered: {}", answered.replace('\n', ", ")));
    }
    for (_, words, parts) in parts_of(verdict, details) {
        text.say(Role::Plain, format!("{}: {}", capital(words), joined(parts)));
    }
    spoken_details(text, details);
}

/// Returns how an answer is graded, for an author who tries a card.
pub fn tried(typed: &str, found: &Verdict, details: &Details) -> Text {
    let mut text = Text::default();
    spoken(&mut text, Some(typed), found, details);
    if let Some(reading) = &found.reading {
        text.say(Role::Dim, format!("Read as: {reading}"));
    }
    let proposed = found.proposed(false);
    text.say(Role::Dim, format!("Verdict: {}, proposed grade: {}", found.class.as_str(), proposed.label()));
    text
}

/// Returns how one of many answers is graded, in a line.
pub fn tried_in_short(typed: &str, found: &Verdict) -> Text {
    let mut text = Text::default();
    text.say(Role::Plain, format!("{:<8} {typed}   ({})", found.class.as_str(), in_words(found)));
    text
}

/// Adds the expected answer and what belongs to it, in lines to be read once.
pub(super) fn spoken_details(text: &mut Text, details: &Details) {
    if let [one] = details.expected.as_slice() {
        text.say(Role::Plain, format!("Answer: {one}"));
    } else {
        text.say(Role::Plain, "Answer:");
        for line in &details.expected {
            text.say(Role::Plain, line);
        }
    }
    let rival = details.rival.as_ref().map(rival);
    for line in [&details.note, &rival, &details.explanation].into_iter().flatten() {
        text.say(Role::Plain, line);
    }
    for source in &details.sources {
        text.say(Role::Dim, format!("Source: {source}"));
    }
}

/// Returns the verdict as a patient teacher would say it: never only that it is wrong, where there is
/// something to say about what exactly is.
fn in_words(verdict: &Verdict) -> String {
    let remark = verdict.remarks.iter().find_map(said);
    match verdict.class {
        Class::Correct => with("Right", remark),
        Class::Typo => {
            let slips: Vec<String> = verdict.slips.iter().map(|slip| format!("`{}`", slip.meant)).collect();
            let place = if slips.is_empty() { String::new() } else { format!(" in {}", in_a_row(&slips)) };
            with(&format!("Right, with a slip{place}"), remark)
        }
        Class::Partial => match verdict.remarks.first() {
            Some(Remark::DateLacks(parts)) => format!("True, but {} missing", are(parts)),
            Some(Remark::UnitMissing) => "The number is right, but its unit is missing".to_owned(),
            _ => with("Partly right", remark),
        },
        Class::Wrong => match verdict.remarks.first() {
            Some(Remark::DateParts(parts)) if !parts.is_empty() => {
                format!("Wrong {}", in_a_row(&names(parts)))
            }
            _ => with("Wrong", remark),
        },
    }
}

fn with(words: &str, remark: Option<String>) -> String {
    remark.map_or_else(|| words.to_owned(), |remark| format!("{words}: {remark}"))
}

/// Returns what a remark adds to the verdict; nothing for those that are a verdict of their own.
fn said(remark: &Remark) -> Option<String> {
    let words = match remark {
        Remark::DateParts(_) | Remark::DateLacks(_) | Remark::UnitMissing | Remark::TwoReadings { .. } => {
            return None;
        }
        Remark::NoDate => "that cannot be read as a date of the calendar",
        Remark::NotADate => "a date is asked for",
        Remark::NoNumber => "that is no number",
        Remark::PowerOfTen => "the figures are right, the size of the number is not",
        Remark::OtherUnit => "the unit is another one",
        Remark::Alternatives => "that leaves open which of two is meant",
        Remark::Denied => "that says the opposite",
        Remark::GivenName => "that name alone does not say who is meant",
        Remark::SharedSurname => "somebody else in the deck has this surname, too",
        Remark::Incomplete => "some of the words are right, and more is needed",
        Remark::Move { item, after: Some(after) } => {
            return Some(format!("`{item}` belongs behind `{after}`"));
        }
        Remark::Move { item, after: None } => return Some(format!("`{item}` belongs to the beginning")),
        Remark::Twice(members) => return Some(format!("{} named twice", in_a_row(members))),
    };
    Some(words.to_owned())
}

fn names(parts: &[DatePart]) -> Vec<String> {
    parts.iter().map(|part| part.as_str().to_owned()).collect()
}

fn are(parts: &[DatePart]) -> String {
    let names: Vec<String> = names(parts).iter().map(|name| format!("the {name}")).collect();
    format!("{} {}", in_a_row(&names), if names.len() == 1 { "is" } else { "are" })
}

/// Returns parts behind one another; those that contain commas or pairs are set apart by semicolons.
fn joined(parts: &[String]) -> String {
    let is_long = parts.iter().any(|part| part.contains(", ") || is_pair(part));
    parts.join(if is_long { "; " } else { ", " })
}

/// Returns items as one says them: a, b and c.
fn in_a_row(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn is_pair(part: &str) -> bool {
    part.contains(" -> ")
}

/// A right answer needs no list of its parts, and neither does a wrong one: what is missing is all of the
/// answer then, and what is not right all that was answered.
fn parts_of<'a>(verdict: &'a Verdict, details: &Details) -> Vec<(Role, &'static str, &'a [String])> {
    let alone = verdict.class == Class::Wrong && (details.expected.len() == 1 || verdict.matched.is_empty());
    let is_said = verdict.remarks.iter().any(|remark| matches!(remark, Remark::DateLacks(_)));
    if alone || is_said || verdict.class == Class::Correct {
        return Vec::new();
    }
    let all: [(Role, &'static str, &[String]); 3] = [
        (Role::Correct, "right", &verdict.matched),
        (Role::Nearly, "missing", &verdict.missing),
        (Role::Wrong, "not right", &verdict.extra),
    ];
    all.into_iter().filter(|(_, _, parts)| !parts.is_empty()).collect()
}

/// Adds words and parts, a line each: behind them where all fit there, else below.
fn one_a_line(text: &mut Text, (role, label, parts): (Role, &str, &[String]), columns: usize) {
    let start = INDENT + LABEL_COLUMNS;
    let widest = parts.iter().map(|part| crate::text::width(part)).max().unwrap_or_default();
    if start + widest > columns || parts.iter().any(|part| part.contains('\n')) {
        labelled(text, (Role::Plain, label, ""), columns);
        for part in parts {
            text.wrapped(role, part, columns, INDENT * 2);
        }
        return;
    }
    for (row, part) in parts.iter().enumerate() {
        let label = if row == 0 { label } else { "" };
        text.push(Line::new(Role::Plain, format!("{:INDENT$}{label:<LABEL_COLUMNS$}", "")).and(role, part));
    }
}

/// Adds words and a text behind them, the text broken below itself.
fn labelled(text: &mut Text, (role, label, words): (Role, &str, &str), columns: usize) {
    let words = words.replace('\n', ", ");
    let start = INDENT + LABEL_COLUMNS;
    let mut lines = crate::text::wrap(&words, columns.saturating_sub(start)).into_iter();
    let first = lines.next().unwrap_or_default();
    let label = format!("{:INDENT$}{label:<LABEL_COLUMNS$}", "");
    let label = if first.is_empty() { label.trim_end() } else { &label };
    text.push(Line::new(Role::Plain, label).and(role, first));
    for line in lines {
        text.push(Line::new(role, format!("{:start$}{line}", "")));
    }
}

fn rival(rival: &Rival) -> String {
    match rival {
        Rival::Other(question) => format!("That is the answer to another card: {question}"),
        Rival::Own => "That belongs in another gap of this text.".to_owned(),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
