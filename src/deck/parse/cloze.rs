//! Which gaps does a cloze have?
//!
//! `{Kant}` is a gap, `{1: Kant|Kant base}` a numbered one with two right answers; `{{` and `}}`
//! are braces that are shown.

use super::card::Ask;
use super::table::Fields;
use super::words::quoted;
use crate::deck::diagnostic::Diagnostic;
use crate::deck::kind::{ClozePart, Kind};
use crate::deck::rules::{CLOZE_BRACES, CLOZE_WITHOUT_GAP, EMPTY_GAP, GAP_NUMBER, Rule};
use crate::source::Span;
use crate::text::fold;

/// What stands for a gap in the text of a cloze.
const GAP_SIGN: &str = "[…]";

/// The largest number that a gap can have.
const LARGEST_NUMBER: u16 = 999;

/// A piece of a cloze as it is written: byte offsets in the question.
enum Piece {
    Shown(String),
    Gap { number: Option<u16>, answers: Vec<String>, at: usize },
}

/// What is wrong with a cloze, and where in the question.
struct Fault {
    rule: &'static Rule,
    headline: String,
    label: &'static str,
    help: &'static str,
    at: std::ops::Range<usize>,
}

/// Reads a `[[cloze]]`.
pub(super) fn read(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let (pieces, faults) = pieces(&ask.question.value);
    let is_good = faults.is_empty();
    fields.found.extend(faults.into_iter().map(|fault| report(fault, ask)));
    if !is_good {
        return None;
    }
    if !pieces.iter().any(|piece| matches!(piece, Piece::Gap { .. })) {
        let found = CLOZE_WITHOUT_GAP.found(ask.question.span, "a cloze without a gap", "no `{` in here");
        fields.found.push(found.help("put what is to be filled in into braces: `in {Kant}`"));
        return None;
    }
    Some(Kind::Cloze(parts(pieces, ask)))
}

/// Returns for each gap without a number where in the file one would stand, and which; nothing
/// where the text does not stand in the file as it is read.
pub(super) fn without_number(ask: &Ask<'_>) -> Vec<(usize, u16)> {
    let text = &ask.question.value;
    let Some(offset) = ask.raw.find(text.as_str()) else { return Vec::new() };
    let (pieces, _) = pieces(text);
    let mut next = largest_number(&pieces);
    let mut gaps = Vec::new();
    for piece in pieces {
        if let Piece::Gap { number: None, at, .. } = piece {
            next = next.saturating_add(1);
            gaps.push((ask.question.span.start + offset + at + 1, next));
        }
    }
    gaps
}

/// Returns the text with `[…]` for each gap.
pub(super) fn shown(parts: &[ClozePart]) -> String {
    parts
        .iter()
        .map(|part| match part {
            ClozePart::Shown(text) => text.as_str(),
            ClozePart::Gap { .. } => GAP_SIGN,
        })
        .collect()
}

fn report(fault: Fault, ask: &Ask<'_>) -> Diagnostic {
    // Only where the text stands in the file as it is read can the place in it be told.
    let span = match ask.raw.find(&ask.question.value) {
        Some(offset) => {
            let start = ask.question.span.start + offset;
            Span::new(start + fault.at.start, start + fault.at.end)
        }
        None => ask.question.span,
    };
    fault.rule.found(span, fault.headline, fault.label).help(fault.help)
}

fn pieces(text: &str) -> (Vec<Piece>, Vec<Fault>) {
    let mut pieces = Vec::new();
    let mut faults = Vec::new();
    let mut shown = String::new();
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        let at = text.len() - rest.len() + brace;
        let (before, from_brace) = rest.split_at(brace);
        shown.push_str(before);
        rest = if let Some(after) = from_brace.strip_prefix("{{") {
            shown.push('{');
            after
        } else if let Some(after) = from_brace.strip_prefix("}}") {
            shown.push('}');
            after
        } else if let Some(after) = from_brace.strip_prefix('}') {
            faults.push(braces("`}` without `{`", at));
            after
        } else {
            let after = from_brace.get(1..).unwrap_or_default();
            let Some(end) = after.find(['{', '}']).filter(|&end| after[end..].starts_with('}')) else {
                faults.push(braces("`{` without `}`", at));
                return (pieces, faults);
            };
            pieces.push(Piece::Shown(std::mem::take(&mut shown)));
            match gap(&after[..end], at..at + end + 2) {
                Ok(gap) => pieces.push(gap),
                Err(fault) => faults.push(fault),
            }
            &after[end + 1..]
        };
    }
    shown.push_str(rest);
    pieces.push(Piece::Shown(shown));
    (pieces, faults)
}

fn braces(what: &str, at: usize) -> Fault {
    Fault {
        rule: &CLOZE_BRACES,
        headline: format!("{what}: the braces of the cloze do not match"),
        label: "this one stands alone",
        help: "a gap is `{Kant}`; a brace that is to be shown is written twice: `{{`",
        at: at..at + 1,
    }
}

/// Reads what stands between braces. `{1: Kant}` and `{1:Kant}` are numbered; `{12:30}` is a time.
fn gap(inside: &str, at: std::ops::Range<usize>) -> Result<Piece, Fault> {
    let (number, answers) = match inside.split_once(':') {
        Some((figures, answers))
            if !figures.trim().is_empty()
                && figures.trim().bytes().all(|byte| byte.is_ascii_digit())
                && !answers.starts_with(|first: char| first.is_ascii_digit()) =>
        {
            let number = figures.trim().parse().ok().filter(|number| (1..=LARGEST_NUMBER).contains(number));
            let Some(number) = number else {
                return Err(Fault {
                    rule: &GAP_NUMBER,
                    headline: format!("a gap cannot have the number {}", quoted(figures.trim())),
                    label: "not from 1 to 999",
                    help: "number the gaps from 1",
                    at,
                });
            };
            (Some(number), answers)
        }
        _ => (None, inside),
    };
    let answers: Vec<String> = answers.split('|').map(|answer| answer.trim().to_owned()).collect();
    if answers.iter().any(String::is_empty) {
        return Err(Fault {
            rule: &EMPTY_GAP,
            headline: "a gap with nothing in it".to_owned(),
            label: "nothing to fill in",
            help: "write what is to be filled in between the braces, other answers behind `|`",
            at,
        });
    }
    Ok(Piece::Gap { number, answers, at: at.start })
}

fn largest_number(pieces: &[Piece]) -> u16 {
    let written = |piece: &Piece| match piece {
        Piece::Gap { number, .. } => *number,
        Piece::Shown(_) => None,
    };
    pieces.iter().filter_map(written).max().unwrap_or_default()
}

/// Numbers the gaps that have no number, behind the largest that is written.
fn parts(pieces: Vec<Piece>, ask: &Ask<'_>) -> Vec<ClozePart> {
    let mut next = largest_number(&pieces);
    let shown: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Shown(text) => text.as_str(),
            Piece::Gap { .. } => " … ",
        })
        .collect();
    let folded = fold(&shown);
    let mut parts = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Shown(text) if text.is_empty() => {}
            Piece::Shown(text) => parts.push(ClozePart::Shown(text)),
            Piece::Gap { number, answers, .. } => {
                let number = number.unwrap_or_else(|| {
                    next = next.saturating_add(1);
                    next
                });
                let (text, accept) =
                    answers.split_first().map_or(("", [].as_slice()), |(text, accept)| (text, accept));
                let expected = ask.common.names.expected(text, accept, &folded);
                parts.push(ClozePart::Gap { number, expected });
            }
        }
    }
    parts
}
