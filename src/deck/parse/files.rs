//! Which further files does a deck name, and which files are not whole?

use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::header::PlacedSource;
use super::table::{Text, Value, span_of};
use super::words::quoted;
use crate::deck::diagnostic::Diagnostic;
use crate::deck::lint;
use crate::deck::rules::{NOT_UTF8, UNREADABLE_FILE};
use crate::source::{Flaw, Placed, Source, Span};
use crate::text::fold;

/// What is done about a file in another encoding.
const SAVE_AS_UTF8: &str = "save the file as UTF-8: most editors ask for the encoding under \"Save as\"";

/// Returns the paths under `[deck] use`, as they are written, so that these files can be read first.
pub fn uses(source: &Source) -> Vec<Text> {
    let (table, _) = DeTable::parse_recoverable(source.text());
    let deck = table.get_ref().get("deck").map(Spanned::get_ref);
    let Some(DeValue::Table(deck)) = deck else { return Vec::new() };
    match deck.get("use").map(|value| (value, value.get_ref())) {
        Some((_, DeValue::Array(list))) => list.iter().filter_map(text).collect(),
        Some((one, _)) => text(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Returns the paths under `[[source]] file`, as they are written, so that these texts can be read
/// first.
pub fn texts(sources: &[Source]) -> Vec<Text> {
    let mut paths = Vec::new();
    for source in sources {
        // Most decks name none, and reading a large one twice takes its time.
        if !source.text().lines().any(|line| line.trim_start().starts_with("file")) {
            continue;
        }
        let (table, _) = DeTable::parse_recoverable(source.text());
        let Some(DeValue::Array(list)) = table.get_ref().get("source").map(Spanned::get_ref) else {
            continue;
        };
        paths.extend(list.iter().filter_map(|one| match one.get_ref() {
            DeValue::Table(source) => source.get("file").and_then(text),
            _ => None,
        }));
    }
    paths
}

fn text(value: &Value<'_>) -> Option<Text> {
    match value.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => {
            Some(Placed { value: text.trim().to_owned(), span: span_of(value) })
        }
        _ => None,
    }
}

/// Reports what is wrong with a file as a whole.
pub(super) fn report(source: &Source, file: usize, found: &mut Vec<Diagnostic>) {
    let finding = match source.flaw() {
        Some(Flaw::Byte(at)) => {
            let span = Span::new(*at, at + '\u{fffd}'.len_utf8());
            NOT_UTF8
                .found(span, "the file is not saved as UTF-8", "this letter cannot be read")
                .help(SAVE_AS_UTF8)
        }
        Some(Flaw::Utf16) => {
            let headline = "the file is saved as UTF-16, not as UTF-8";
            NOT_UTF8.found(Span::default(), headline, "from here on").help(SAVE_AS_UTF8)
        }
        Some(Flaw::Unread(_)) | None => match lint::blanks(source.text()) {
            Some(finding) => finding,
            None => return,
        },
    };
    found.push(finding.in_file(file));
}

/// Reports the files under `use` that could not be read, where they are named.
pub(super) fn report_unread(sources: &[Source], shared: &[Source], found: &mut Vec<Diagnostic>) {
    if !shared.iter().any(|source| matches!(source.flaw(), Some(Flaw::Unread(_)))) {
        return;
    }
    let named = sources.first().map(uses).unwrap_or_default();
    for (path, source) in named.iter().zip(shared) {
        if let Some(Flaw::Unread(why)) = source.flaw() {
            found.push(unread(path, why));
        }
    }
}

/// Returns the folded texts of the sources by their ids, reporting those that could not be read.
pub(super) fn texts_of(
    sources: &[(usize, PlacedSource)],
    texts: &[Source],
    found: &mut Vec<Diagnostic>,
) -> HashMap<String, String> {
    let mut by_id = HashMap::new();
    let named = sources.iter().filter_map(|(file, source)| Some((*file, source, source.text_file.as_ref()?)));
    for (file, source, path) in named {
        let Some(text) = texts.iter().find(|text| text.path() == path.value) else { continue };
        match text.flaw() {
            Some(Flaw::Unread(why)) => found.push(unread(path, why).in_file(file)),
            Some(Flaw::Byte(_) | Flaw::Utf16) => found.push(unread(path, "it is not UTF-8").in_file(file)),
            None => {
                by_id.insert(source.reference.value.id.clone(), fold(text.text()));
            }
        }
    }
    by_id
}

fn unread(path: &Text, why: &str) -> Diagnostic {
    let headline = format!("the file {} cannot be read", quoted(&path.value));
    let found = UNREADABLE_FILE.found(path.span, headline, crate::text::sanitise(why).into_owned());
    found.help("the path begins at the deck's folder; it may lead one folder up, and no farther")
}
