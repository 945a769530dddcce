//! What does an author's text say, and what is wrong with it?
//!
//! [`parse`] reads everything that can be read and reports everything that is wrong in one run.
//! The rim gives it the files of a deck; it never fails and never panics.

mod amounts;
mod broken;
mod card;
mod cloze;
mod date;
mod document;
mod feedback;
mod files;
mod header;
mod keys;
mod kinds;
mod lists;
mod scan;
mod table;
mod toml_errors;
mod toml_values;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::deck::Deck;
use crate::deck::diagnostic::{Diagnostic, Edit, Severity};
use crate::deck::id::DeckId;
use crate::deck::lint::{self, Spelling, Written};
use crate::deck::names::NameIndex;
use crate::deck::rules::{FORMAT_VERSION, NO_CARDS, NO_DECK, Rule, TWO_DECKS};
use crate::source::{Source, Span};
use crate::text::fold;
use card::Common;
use document::Document;
use header::{Defaults, Head, PlacedNames};
use table::{Fields, Text};
use words::quoted;

pub use files::{texts, uses};

/// What could be read of a deck, and everything that is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The deck with its good cards; nothing when its header cannot be used or no card is good.
    pub deck: Option<Deck>,
    /// What is wrong, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The ids and gap numbers that its cards lack, each with its file.
    pub ids: Vec<(usize, Edit)>,
}

/// Reads the files of one deck.
///
/// `sources` are the files of the deck, `deck.toml` first; `shared` are the files that it brings in
/// by `use`, of which only the names are read. Findings in a shared file have the number
/// `sources.len()` plus its place among the shared ones.
///
/// # Examples
/// ```
/// use csto_quiz::{deck::parse::parse, source::Source};
/// let text = "[deck]\nid = 'd'\ntitle = 'D'\n[[card]]\nid = 'a'\nquestion = 'Q?'\nanswer = 'A'\n";
/// let parsed = parse(&[Source::new("d.toml", text)], &[]);
/// assert_eq!(parsed.diagnostics, []);
/// assert_eq!(parsed.deck.map(|deck| deck.cards.len()), Some(1));
/// ```
pub fn parse(sources: &[Source], shared: &[Source]) -> Parsed {
    parse_with_texts(sources, shared, &[])
}

/// Does what [`parse`] does, and looks quotes up in the texts of the deck's sources.
///
/// `texts` are the files that [`texts()`] names, each with the path that stands in the deck; one that
/// could not be read is reported where it is named, as is one of `shared`.
pub fn parse_with_texts(sources: &[Source], shared: &[Source], texts: &[Source]) -> Parsed {
    let mut found = Vec::new();
    let mut mended: Vec<_> = Vec::new();
    for (file, source) in sources.iter().chain(shared).enumerate() {
        files::report(source, file, &mut found);
        mended.push(broken::mend(source, file, &mut found));
    }
    files::report_unread(sources, shared, &mut found);
    let mut own: Vec<Document<'_>> =
        mended.iter_mut().enumerate().map(|(file, mended)| Document::new(mended, file)).collect();
    let shared = own.split_off(sources.len().min(own.len()));
    let head = head(&own, &mut found);
    if head.is_foreign {
        found.retain(|finding| finding.rule == FORMAT_VERSION.name);
        return Parsed { deck: None, diagnostics: sorted(found), ids: Vec::new() };
    }
    let (mut deck, common, spellings) = shared_by_cards(&head, (&own, &shared, texts), &mut found);
    let heading = own.first().and_then(|document| document.heading("deck")).unwrap_or_default();
    let is_whole = own.iter().all(Document::is_whole);
    let mut cards = written_cards(own, &common, &mut found);
    // Where something could not be read, the cards may be there.
    if cards.is_empty() && found.iter().all(|finding| finding.severity != Severity::Error) {
        let finding = NO_CARDS.found(heading, "the deck has no cards", "nothing to study");
        found.push(finding.help("write cards below, such as `[[card]]`"));
    }
    let between = lint::Shared {
        names: &common.names,
        names_complete: common.names_complete,
        spellings: &spellings,
        own_files: sources.len(),
        has_sources: common.sources_complete && !common.sources.is_empty(),
        is_whole,
    };
    found.extend(lint::check(&mut cards, &between));
    let ids = cards.iter().flat_map(|written| {
        let edits = lint::written_by_ids(written);
        edits.into_iter().map(|edit| (written.file, edit))
    });
    let ids = ids.collect();
    for written in &mut cards {
        let allow = std::mem::take(&mut written.allow);
        found.extend(written.found.drain(..).filter(|finding| is_reported(finding, &allow)));
    }
    found.retain(|finding| is_reported(finding, &head.allow));
    let good: Vec<_> = cards.into_iter().filter_map(|written| written.card).collect();
    if let Some(deck) = deck.as_mut() {
        deck.cards = good;
    }
    Parsed {
        deck: deck.filter(|deck| !deck.cards.is_empty()),
        diagnostics: lint::gathered(sorted(found)),
        ids,
    }
}

fn is_reported(finding: &Diagnostic, allow: &[String]) -> bool {
    finding.severity == Severity::Error || !allow.iter().any(|name| name == finding.rule)
}

fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(|finding| (finding.file, finding.span));
    found
}

/// Reads `[deck]` of the first file, and reports it in the others.
fn head(own: &[Document<'_>], found: &mut Vec<Diagnostic>) -> Head {
    let mut head = Head::default();
    let Some(first) = own.first() else { return head };
    for document in own.iter().skip(1) {
        if let Some(span) = document.heading("deck") {
            let headline = "`[deck]` stands in another file of the folder as well";
            let finding = TWO_DECKS.found(span, headline, "again here");
            found.push(
                finding.in_file(document.file).help("all files of a folder are one deck: take this one away"),
            );
        }
    }
    if let Some((table, heading)) = first.table("deck") {
        head = header::head(table, heading);
        found.append(&mut head.found);
    } else if !first.is_broken("deck") && first.heading("deck").is_none() && !first.is_encoded_otherwise() {
        let span = first.first_line();
        let finding = NO_DECK.found(span, "the deck has no `[deck]`", "it belongs above this");
        found.push(finding.help("write `[deck]`, and below it `id = \"my-deck\"` and `title = \"My deck\"`"));
    }
    for document in own {
        document.report_letters(found);
        document.report_unknown(head.deck.is_none() && document.file == 0, found);
    }
    head
}

/// Reads sources and names, which cards refer to.
fn shared_by_cards(
    head: &Head,
    (own, shared, texts): (&[Document<'_>], &[Document<'_>], &[Source]),
    found: &mut Vec<Diagnostic>,
) -> (Option<Deck>, Common, Vec<Spelling>) {
    let mut sources = Vec::new();
    let mut sources_complete = own.iter().all(|document| !document.is_broken("source"));
    for document in own {
        for (table, heading) in document.list("source", found) {
            let (source, faults) = header::source(table, heading, &sources);
            sources_complete &= source.is_some();
            sources.extend(source.map(|source| (document.file, source)));
            found.extend(faults.into_iter().map(|fault| document.place(fault)));
        }
    }
    let mut names = PlacedNames::default();
    let mut names_complete = true;
    for document in shared.iter().chain(own) {
        names_complete &= !document.is_broken("names");
        if let Some((table, heading)) = document.table("names") {
            let faults = header::names(table, (document.file, heading), &mut names);
            names_complete &= faults.is_empty();
            found.extend(faults.into_iter().map(|fault| document.place(fault)));
        }
    }
    let sections = |source: &crate::deck::Reference| source.sections.keys().cloned().collect();
    let common = Common {
        deck: match &head.deck {
            Some(deck) => deck.id.clone(),
            None => DeckId::new("unknown").expect("a plain word is an id"),
        },
        order: head.deck.as_ref().and_then(|deck| deck.date_order),
        names: NameIndex::new(&names.names),
        names_complete,
        sources: sources
            .iter()
            .map(|(_, source)| {
                let reference = &source.reference.value;
                (reference.id.clone(), sections(reference))
            })
            .collect(),
        texts: files::texts_of(&sources, texts, found),
        sources_complete,
    };
    let sources = sources.into_iter().map(|(_, source)| source.reference.value).collect();
    let PlacedNames { names, spellings } = names;
    (head.deck.clone().map(|deck| Deck { sources, names, ..deck }), common, spellings)
}

/// Reads the cards file by file; what was read of a file goes when its cards are there, since the
/// trees of large decks take several times the room of their cards.
fn written_cards(own: Vec<Document<'_>>, common: &Common, found: &mut Vec<Diagnostic>) -> Vec<Written> {
    let mut cards = Vec::new();
    for document in own {
        let mut defaults = Defaults::default();
        if let Some((table, heading)) = document.table("defaults") {
            let faults;
            (defaults, faults) = header::defaults(table, heading, common);
            found.extend(faults.into_iter().map(|fault| document.place(fault)));
        }
        let headings = document.cards(found);
        cards.extend(headings.iter().map(|heading| card::read(heading, common, &defaults)));
    }
    cards
}

/// Splits `"left -> right"` at its first arrow; both sides must have something.
fn arrow(text: &str) -> Option<(&str, &str)> {
    let (left, right) = text.split_once(" -> ").or_else(|| text.split_once("->"))?;
    let (left, right) = (left.trim(), right.trim());
    (!left.is_empty() && !right.is_empty()).then_some((left, right))
}

/// Reports texts that stand twice.
fn twice(fields: &mut Fields<'_>, texts: &[Text], rule: &Rule, label: &str) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    for text in texts {
        let key = fold(&text.value);
        if let Some(first) = seen.get(&key) {
            let headline = format!("{} is listed twice", quoted(&text.value));
            let found = rule.found(text.span, headline, label).beside(*first, "first here");
            fields.found.push(found.help("take one of them away"));
        } else {
            seen.insert(key, text.span);
        }
    }
}
