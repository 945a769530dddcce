//! Which headings does a file have, and what stands under them?

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::broken::Mended;
use super::card::Heading;
use super::table::{Value, span_of};
use super::words::{kind_named, meant_kind, quoted};
use super::{keys, table, toml_errors};
use crate::deck::diagnostic::Diagnostic;
use crate::deck::kind::KindName;
use crate::deck::rules::{UNKNOWN_KEY, UNKNOWN_KIND, WRONG_TYPE};
use crate::source::Span;
use crate::text::nearest;

/// Headings besides the kinds of cards.
const HEADINGS: [&str; 4] = ["deck", "source", "names", "defaults"];

/// A file, read as far as it can be.
pub(super) struct Document<'t> {
    /// Which file, from 0.
    pub(super) file: usize,
    text: &'t str,
    broken: &'t BTreeSet<String>,
    is_encoded_otherwise: bool,
    entries: Vec<Entry<'t>>,
}

/// A heading or key at the top of a file.
struct Entry<'t> {
    name: String,
    key: Span,
    value: Value<'t>,
}

impl<'t> Document<'t> {
    /// Takes a file whose broken parts are blanked.
    pub(super) fn new(mended: &'t mut Mended<'_>, file: usize) -> Self {
        let table = mended.table.take();
        let mended: &'t Mended<'_> = mended;
        let table = table.unwrap_or_else(|| DeTable::parse_recoverable(&mended.text).0);
        let mut entries: Vec<Entry<'t>> = table
            .into_inner()
            .into_iter()
            .map(|(name, value)| Entry { key: span_of(&name), name: name.into_inner().into_owned(), value })
            .collect();
        entries.sort_by_key(|entry| entry.key);
        Self {
            file,
            text: &mended.text,
            broken: &mended.broken,
            is_encoded_otherwise: mended.is_encoded_otherwise,
            entries,
        }
    }

    /// Returns whether something under that heading was unreadable.
    pub(super) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name) || self.broken.contains("")
    }

    /// Returns whether the file is in another encoding, so that nothing is known of it.
    pub(super) fn is_encoded_otherwise(&self) -> bool {
        self.is_encoded_otherwise
    }

    /// Returns whether everything in it could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }

    /// Moves a finding into this file.
    pub(super) fn place(&self, found: Diagnostic) -> Diagnostic {
        found.in_file(self.file)
    }

    fn entry(&self, name: &str) -> Option<&Entry<'t>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// Returns the table of a heading in single brackets.
    pub(super) fn table(&self, name: &str) -> Option<(&DeTable<'t>, Span)> {
        let entry = self.entry(name)?;
        match entry.value.get_ref() {
            DeValue::Table(table) => Some((table, within(span_of(&entry.value), self.text))),
            _ => None,
        }
    }

    /// Returns the place of a heading.
    pub(super) fn heading(&self, name: &str) -> Option<Span> {
        self.entry(name).map(|entry| span_of(&entry.value))
    }

    /// Returns the first line that says something.
    pub(super) fn first_line(&self) -> Span {
        let blank = self.text.len() - self.text.trim_start().len();
        let rest = self.text.get(blank..).unwrap_or_default();
        Span::new(blank, blank + rest.lines().next().unwrap_or_default().trim_end().len())
    }

    /// Returns the tables of a heading in double brackets, reporting any other form.
    pub(super) fn list(&self, name: &str, found: &mut Vec<Diagnostic>) -> Vec<(&DeTable<'t>, Span)> {
        self.entry(name).map(|entry| self.tables(entry, found)).unwrap_or_default()
    }

    fn tables<'d>(&self, entry: &'d Entry<'t>, found: &mut Vec<Diagnostic>) -> Vec<(&'d DeTable<'t>, Span)> {
        let mut tables = Vec::new();
        match entry.value.get_ref() {
            DeValue::Table(_) => {
                let span = span_of(&entry.value);
                found.push(toml_errors::single_brackets(&entry.name, span).in_file(self.file));
            }
            DeValue::Array(list) => {
                for one in list {
                    match one.get_ref() {
                        DeValue::Table(table) => tables.push((table, span_of(one))),
                        _ => found.push(self.no_heading(entry, span_of(one))),
                    }
                }
            }
            _ => found.push(self.no_heading(entry, span_of(&entry.value))),
        }
        tables
    }

    fn no_heading(&self, entry: &Entry<'t>, span: Span) -> Diagnostic {
        let headline = format!("{} is a heading, not a key", quoted(&entry.name));
        let found = WRONG_TYPE.found(span, headline, "a value").in_file(self.file);
        found.help(format!("write `[[{}]]` in a line of its own, and its keys below", entry.name))
    }

    /// Returns the cards in the order of the file, reporting headings of another form.
    pub(super) fn cards<'d>(&'d self, found: &mut Vec<Diagnostic>) -> Vec<Heading<'d>> {
        let mut headings = Vec::new();
        for entry in &self.entries {
            let Some(kind) = kind_named(&entry.name) else { continue };
            for (table, span) in self.tables(entry, found) {
                headings.push(Heading { kind, span, table, text: self.text, file: self.file });
            }
        }
        headings.sort_by_key(|heading| heading.span);
        headings
    }

    /// Reports letters that are not what they look like, outside the cards.
    pub(super) fn report_letters(&self, found: &mut Vec<Diagnostic>) {
        let mut own = Vec::new();
        for entry in self.entries.iter().filter(|entry| kind_named(&entry.name).is_none()) {
            table::letters_in(&entry.value, self.text, &mut own);
        }
        found.extend(own.into_iter().map(|finding| finding.in_file(self.file)));
    }

    /// Reports headings and keys that mean nothing; keys of a deck only when its heading is there.
    pub(super) fn report_unknown(&self, lacks_deck: bool, found: &mut Vec<Diagnostic>) {
        for entry in &self.entries {
            if HEADINGS.contains(&entry.name.as_str()) {
                self.report_form(entry, found);
            } else if kind_named(&entry.name).is_none()
                && !(lacks_deck && keys::DECK.contains(&entry.name.as_str()))
            {
                self.report_entry(entry, found);
            }
        }
    }

    fn report_form(&self, entry: &Entry<'t>, found: &mut Vec<Diagnostic>) {
        if entry.name != "source" && !matches!(entry.value.get_ref(), DeValue::Table(_)) {
            let headline = format!("`[{}]` is written in single brackets", entry.name);
            let found_here = WRONG_TYPE.found(span_of(&entry.value), headline, "not a list");
            found.push(found_here.in_file(self.file).help(format!("write `[{}]`", entry.name)));
        }
    }

    fn report_entry(&self, entry: &Entry<'t>, found: &mut Vec<Diagnostic>) {
        let name = quoted(&entry.name);
        let near = nearest(&entry.name, HEADINGS);
        let finding = match entry.value.get_ref() {
            DeValue::Array(list) if list.iter().all(|one| matches!(one.get_ref(), DeValue::Table(_))) => {
                for one in list {
                    found.push(self.unknown_kind(&entry.name, span_of(one)));
                }
                return;
            }
            DeValue::Table(_) if meant_kind(&entry.name).is_none() || near.is_some() => {
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "the headings are `[deck]`, `[[source]]`, `[names.GROUP]`, `[defaults]` and the \
                             kinds of cards, such as `[[card]]`"
                        .to_owned(),
                };
                UNKNOWN_KEY
                    .found(span_of(&entry.value), format!("unknown heading {name}"), "not known")
                    .help(help)
            }
            DeValue::Table(_) => self.unknown_kind(&entry.name, span_of(&entry.value)),
            _ => UNKNOWN_KEY
                .found(entry.key, format!("the key {name} stands above any heading"), "under which heading?")
                .help("move it below its heading, such as `[deck]` or `[[card]]`"),
        };
        found.push(finding.in_file(self.file));
    }

    fn unknown_kind(&self, name: &str, span: Span) -> Diagnostic {
        let found =
            UNKNOWN_KIND.found(span, format!("there is no kind of card {}", quoted(name)), "not a kind");
        let found = found.in_file(self.file);
        if let Some(kind) = meant_kind(name) {
            let heading = self.text.get(span.start..span.end).unwrap_or_default();
            let found = found.help(format!("write `[[{}]]`", kind.as_str()));
            let is_whole = heading.starts_with("[[") && heading.ends_with("]]");
            return if is_whole { found.fix(span, format!("[[{}]]", kind.as_str())) } else { found };
        }
        let kinds: Vec<&str> = KindName::ALL.into_iter().map(KindName::as_str).collect();
        found.help(format!("the kinds are {}", kinds.join(", ")))
    }
}

/// Cuts a span to the text.
fn within(span: Span, text: &str) -> Span {
    Span::new(span.start.min(text.len()), span.end.min(text.len()))
}
