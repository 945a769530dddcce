//! Which parts of a file cannot be read, and what remains without them?
//!
//! A file with a mistake in its TOML is cut at its headings. Each part is read alone; those that
//! cannot be read are reported and blanked, so that the rest keeps its places.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use toml::Spanned;
use toml::de::DeTable;

use super::scan::{self, Part};
use super::toml_errors;
use super::words::{kind_named, quoted};
use crate::deck::diagnostic::Diagnostic;
use crate::deck::rules::{SYNTAX, TWO_DECKS};
use crate::source::{Flaw, Source, Span};

/// How often the rest is read again to find headings that cannot stand together.
const MOST_ROUNDS: usize = 4;

/// A text in which everything that cannot be read is blanked.
pub(super) struct Mended<'s> {
    /// The text, of the same length.
    pub(super) text: Cow<'s, str>,
    /// The first words of the headings under which something was blanked; empty for none or
    /// unknown ones.
    pub(super) broken: BTreeSet<String>,
    /// Whether the file is in another encoding, so that nothing is known of it.
    pub(super) is_encoded_otherwise: bool,
    /// What stands in the text, when nothing was blanked.
    pub(super) table: Option<Spanned<DeTable<'s>>>,
}

/// Reports and blanks what cannot be read.
pub(super) fn mend<'s>(source: &'s Source, file: usize, found: &mut Vec<Diagnostic>) -> Mended<'s> {
    let text = source.text();
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() && source.flaw().is_none() {
        let (text, broken) = (Cow::Borrowed(text), BTreeSet::new());
        return Mended { text, broken, is_encoded_otherwise: false, table: Some(table) };
    }
    let parts = scan::parts(text);
    let mut faults = Vec::new();
    let mut bad: Vec<bool> = parts.iter().map(|part| is_bad(text, part, &mut faults)).collect();
    let mut rest = blanked(text, &parts, &mut bad);
    let first = first_headings(text, &parts);
    for _ in 0..MOST_ROUNDS {
        let (_, errors) = DeTable::parse_recoverable(&rest);
        let places: BTreeSet<usize> =
            errors.iter().filter_map(|error| part_at(&parts, error.span()?.start)).collect();
        if places.is_empty() {
            break;
        }
        faults.extend(places.iter().filter(|&&at| !bad[at]).map(|&at| twice(text, &parts, (at, &first))));
        for at in places {
            bad[at] = true;
        }
        rest = blanked(text, &parts, &mut bad);
    }
    found.extend(faults.into_iter().map(|fault| fault.in_file(file)));
    let roots = parts.iter().zip(&bad).filter(|(_, bad)| **bad).map(|(part, _)| root(text, part));
    let is_encoded_otherwise = source.flaw() == Some(&Flaw::Utf16);
    Mended { text: Cow::Owned(rest), broken: roots.collect(), is_encoded_otherwise, table: None }
}

fn is_readable(text: &str) -> bool {
    DeTable::parse_recoverable(text).1.is_empty()
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

fn root(text: &str, part: &Part) -> String {
    let heading = part.heading.map_or("", |span| slice(text, span));
    let root = scan::root_of(heading);
    let is_known = matches!(root, "deck" | "source" | "names" | "defaults") || kind_named(root).is_some();
    if is_known { root.to_owned() } else { String::new() }
}

fn is_bad(text: &str, part: &Part, faults: &mut Vec<Diagnostic>) -> bool {
    if let Some(heading) = part.heading {
        let words = slice(text, heading);
        let inside = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(kind) = inside.and_then(|inside| kind_named(inside.trim())) {
            faults.push(toml_errors::single_brackets(kind.as_str(), heading));
            return true;
        }
    }
    // What stands for a byte that does not belong is reported by the reader of the bytes.
    if slice(text, part.span).contains('\u{fffd}') {
        return true;
    }
    if is_readable(slice(text, part.span)) {
        return false;
    }
    faults.extend(toml_errors::explain(text, part));
    true
}

/// Blanks the bad parts, and the parts of a blanked heading's tables.
fn blanked(text: &str, parts: &[Part], bad: &mut [bool]) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut blanked_root = None;
    for (part, bad) in parts.iter().zip(bad) {
        let heading = part.heading.map_or("", |span| slice(text, span));
        let root = scan::root_of(heading);
        let is_table_of = heading.contains('.') && blanked_root == Some(root);
        *bad |= is_table_of && root == "source";
        let words = slice(text, part.span);
        if *bad {
            blanked_root = Some(root);
            rest.extend(words.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            blanked_root = None;
            rest.push_str(words);
        }
    }
    rest
}

fn part_at(parts: &[Part], offset: usize) -> Option<usize> {
    parts.partition_point(|part| part.span.start <= offset).checked_sub(1)
}

/// Returns where each heading stands first.
fn first_headings<'s>(text: &'s str, parts: &[Part]) -> HashMap<&'s str, Span> {
    let mut first = HashMap::new();
    for heading in parts.iter().filter_map(|part| part.heading) {
        first.entry(slice(text, heading)).or_insert(heading);
    }
    first
}

/// Reports a heading that cannot stand beside an earlier one.
fn twice(text: &str, parts: &[Part], place: (usize, &HashMap<&str, Span>)) -> Diagnostic {
    let (at, first) = place;
    let heading = parts.get(at).and_then(|part| part.heading).unwrap_or_default();
    let words = slice(text, heading);
    let rule = if scan::root_of(words) == "deck" { &TWO_DECKS } else { &SYNTAX };
    let headline = format!("the heading {} cannot stand here again", quoted(words));
    let found = rule.found(heading, headline, "again here");
    let found = found.help("bring what stands below it together under one heading");
    match first.get(words).filter(|span| **span != heading) {
        Some(span) => found.beside(*span, "first here"),
        None => found,
    }
}
