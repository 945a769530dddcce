//! What holds for every deck that can be written, however badly?

use std::collections::HashSet;

use csto_quiz::answer::prompt::prompt;
use csto_quiz::deck::Deck;
use csto_quiz::deck::diagnostic::{Diagnostic, Severity};
use csto_quiz::deck::id::FaceId;
use csto_quiz::deck::mend::{Files, Wanted, mend};
use csto_quiz::deck::parse::{Parsed, parse_with_texts, texts, uses};
use csto_quiz::deck::rules;
use csto_quiz::seed::Seed;
use csto_quiz::source::{Source, Span};
use csto_quiz::text::escape_json;
use csto_quiz::view::{card, diagnostic};

use super::clean::{assert_clean, assert_clean_line, uncoloured};

/// How a line begins below which another file stands, followed by its sort: `own`, `use`, `text`.
const NEXT_FILE: &[u8] = b"#% ";
/// A finding in one line has at most so many characters.
const LONGEST_LINE: usize = 600;
/// A finding with its lines has at most so many characters.
const LONGEST_FINDING: usize = 20_000;
/// So many faces are asked.
const ASKED: usize = 40;
/// So many further files are read.
const MOST_FILES: usize = 8;

/// The files of a deck, as the command line reads them.
struct Read {
    own: Vec<Source>,
    shared: Vec<Source>,
    texts: Vec<Source>,
}

impl Read {
    /// Divides an input into files. What a deck names and the input lacks could not be read.
    fn of(data: &[u8]) -> Self {
        let (mut own, mut used, mut quoted) = (vec![Vec::new()], Vec::new(), Vec::new());
        let mut into = &mut own;
        for line in data.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_prefix(NEXT_FILE).map(<[u8]>::trim_ascii_end) {
                Some(b"own") => into = &mut own,
                Some(b"use") => into = &mut used,
                Some(b"text") => into = &mut quoted,
                _ => {
                    match into.last_mut() {
                        Some(file) => file.extend_from_slice(line),
                        None => into.push(line.to_vec()),
                    }
                    continue;
                }
            }
            into.push(Vec::new());
        }
        let own: Vec<Source> = own
            .into_iter()
            .take(MOST_FILES)
            .enumerate()
            .map(|(at, bytes)| Source::of_bytes(format!("deck-{at}.toml"), bytes))
            .collect();
        let given = |path: String, bytes: Option<Vec<u8>>| match bytes {
            Some(bytes) => Source::of_bytes(path, bytes),
            None => Source::unread(path, "it is not there"),
        };
        let (mut used, mut quoted) = (used.into_iter(), quoted.into_iter());
        let names = own.first().map(uses).unwrap_or_default().into_iter().take(MOST_FILES);
        let shared = names.map(|name| given(name.value, used.next())).collect();
        let names = texts(&own).into_iter().take(MOST_FILES);
        let texts = names.map(|name| given(name.value, quoted.next())).collect();
        Self { own, shared, texts }
    }

    fn parse(&self) -> Parsed {
        parse_with_texts(&self.own, &self.shared, &self.texts)
    }

    /// Returns the files mended.
    fn mended(&self, wanted: Wanted) -> Self {
        let mut own = self.own.clone();
        let files = Files { own: &self.own, shared: &self.shared, texts: &self.texts };
        for (file, text) in mend(files, wanted).files {
            own[file] = Source::new(own[file].path(), text);
        }
        Self { own, shared: self.shared.clone(), texts: self.texts.clone() }
    }
}

/// Reads, shows and mends a deck: its files, divided by lines like `#% own`.
pub fn deck(data: &[u8]) {
    let read = Read::of(data);
    let parsed = read.parse();
    let sources: Vec<Source> = read.own.iter().chain(&read.shared).cloned().collect();
    for found in &parsed.diagnostics {
        check_places(found, &sources);
        check_words(found, &sources);
    }
    let in_order = parsed.diagnostics.is_sorted_by_key(|found| (found.file, found.span));
    assert!(in_order, "{:?}", parsed.diagnostics);
    if let Some(deck) = &parsed.deck {
        check_cards(deck);
    }
    let is_mended = |found: &Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.is_certain);
    if parsed.diagnostics.iter().any(is_mended) {
        check_mending(&read, &parsed, Wanted::Certain);
    }
    if !parsed.ids.is_empty() {
        check_mending(&read, &parsed, Wanted::Ids);
    }
}

fn check_places(found: &Diagnostic, sources: &[Source]) {
    let check = |file: usize, span: Span| {
        let text = sources.get(file).unwrap_or_else(|| panic!("no file: {found:?}")).text();
        assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{found:?}");
    };
    check(found.file, found.span);
    if let Some((file, related)) = found.second() {
        check(file, related.span);
    }
    let mut end = 0;
    let mut edits: Vec<_> = found.fix.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort();
    for edit in edits {
        check(found.file, edit.span);
        assert!(edit.span.start >= end, "changes touch each other: {found:?}");
        end = edit.span.end;
    }
}

fn check_words(found: &Diagnostic, sources: &[Source]) {
    assert!(rules::find(found.rule).is_some(), "{found:?}");
    let short = diagnostic::short(found, sources);
    assert_clean_line(&short);
    assert!(short.chars().count() <= LONGEST_LINE, "{} characters: {short}", short.chars().count());
    assert_clean_line(&diagnostic::github(found, sources));
    let one = std::slice::from_ref(found);
    let plain = diagnostic::render(one, sources, (false, None));
    assert_clean(&plain);
    assert!(plain.chars().count() <= LONGEST_FINDING, "{} characters: {plain}", plain.chars().count());
    assert_clean(&uncoloured(&diagnostic::render(one, sources, (true, None))));
    let json = diagnostic::json(found, sources);
    let text = json.to_string();
    let text = escape_json(&text);
    assert_clean_line(&text);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(json));
}

fn check_cards(deck: &Deck) {
    let mut ids = HashSet::new();
    assert!(deck.cards.iter().all(|card| ids.insert(&card.id)), "an id stands twice");
    assert_clean(&card::deck(deck).plain());
    let faces = deck.cards.iter().flat_map(|card| card.faces().into_iter().map(move |face| (card, face)));
    for (card, face) in faces.take(ASKED) {
        let id = card.id.face(face);
        assert_eq!(id.to_string().parse::<FaceId>().ok().as_ref(), Some(&id), "the log cannot name it");
        assert_clean(&card::asked(&prompt(card, face, deck, Seed(7))).plain());
    }
}

/// Asserts that mending makes nothing worse, and that what is mended stays as it is.
fn check_mending(read: &Read, before: &Parsed, wanted: Wanted) {
    let mended = read.mended(wanted);
    let after = mended.parse();
    let cards = |parsed: &Parsed| parsed.deck.as_ref().map_or(0, |deck| deck.cards.len());
    let errors = |parsed: &Parsed| {
        let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
        parsed.diagnostics.iter().filter(is_error).count()
    };
    assert!(cards(&after) >= cards(before), "mending takes cards away");
    assert!(cards(&after) > cards(before) || errors(&after) <= errors(before), "mending adds errors");
    assert_eq!(mended.mended(wanted).own, mended.own, "mending once more changes something");
}
