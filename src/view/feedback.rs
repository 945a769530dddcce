//! What is said about an answer?
//!
//! The views of a session call it: some functions for the terminal that draws, `spoken` ones for the
//! terminal that speaks in lines.

use crate::answer::verdict::{Class, Verdict};
use crate::session::screen::Details;
use crate::view::text::{INDENT, Line, Role, Signs, Text};

/// Columns of the words that stand before an answer: `you answered`.
const LABEL_COLUMNS: usize = 14;

/// Returns the verdict in a sign and words.
pub(super) fn verdict(verdict: &Verdict, signs: Signs) -> Line {
    let (role, unicode, ascii) = match verdict.class {
        Class::Correct => (Role::Correct, "✓", "ok"),
        Class::Typo => (Role::Nearly, "≈", "~"),
        Class::Partial => (Role::Nearly, "◐", "/"),
        Class::Wrong => (Role::Wrong, "✗", "x"),
    };
    let sign = match signs {
        Signs::Unicode => unicode,
        Signs::Ascii => ascii,
    };
    Line::new(role, format!("{}{sign} {}", " ".repeat(INDENT), in_words(verdict)))
}

/// Adds what was answered, if anything was.
pub(super) fn answered(text: &mut Text, answered: Option<&str>, columns: usize) {
    if let Some(answered) = answered.filter(|answered| !answered.trim().is_empty()) {
        labelled(text, (Role::Plain, "you answered", answered), columns);
    }
}

/// Adds the parts of an answer that are worth naming one by one.
pub(super) fn parts(text: &mut Text, verdict: &Verdict, details: &Details, columns: usize) {
    for (role, words, parts) in parts_of(verdict, details) {
        labelled(text, (role, words, &parts.join(", ")), columns);
    }
}

/// Adds the expected answer and what belongs to it.
pub(super) fn details(text: &mut Text, details: &Details, columns: usize) {
    if let [one] = details.expected.as_slice() {
        labelled(text, (Role::Correct, "answer", one), columns);
    } else {
        labelled(text, (Role::Plain, "answer", ""), columns);
        for line in &details.expected {
            text.wrapped(Role::Correct, line, columns, INDENT * 2);
        }
    }
    let rival = details.rival.as_deref().map(rival);
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
    text.say(Role::Plain, format!("{}.", in_words(verdict)));
    if let Some(answered) = answered.filter(|answered| !answered.trim().is_empty()) {
        text.say(Role::Plain, format!("You answered: {}", answered.replace('\n', ", ")));
    }
    for (_, words, parts) in parts_of(verdict, details) {
        text.say(Role::Plain, format!("{}: {}", capital(words), parts.join(", ")));
    }
    spoken_details(text, details);
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
    let rival = details.rival.as_deref().map(rival);
    for line in [&details.note, &rival, &details.explanation].into_iter().flatten() {
        text.say(Role::Plain, line);
    }
    for source in &details.sources {
        text.say(Role::Dim, format!("Source: {source}"));
    }
}

fn in_words(verdict: &Verdict) -> &'static str {
    match verdict.class {
        Class::Correct => "Right",
        Class::Typo => "Right, with a slip",
        Class::Partial => "Partly right",
        Class::Wrong => "Wrong",
    }
}

/// A right answer needs no list of its parts, and neither does a wrong one of a single part.
fn parts_of<'a>(verdict: &'a Verdict, details: &Details) -> Vec<(Role, &'static str, &'a [String])> {
    let alone = details.expected.len() == 1 && verdict.class == Class::Wrong;
    if alone || verdict.class == Class::Correct {
        return Vec::new();
    }
    let all: [(Role, &'static str, &[String]); 3] = [
        (Role::Correct, "right", &verdict.matched),
        (Role::Nearly, "missing", &verdict.missing),
        (Role::Wrong, "not right", &verdict.extra),
    ];
    all.into_iter().filter(|(_, _, parts)| !parts.is_empty()).collect()
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

fn rival(question: &str) -> String {
    format!("That is the answer to another card: {question}")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
