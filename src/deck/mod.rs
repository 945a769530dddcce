//! What does an author's deck say?
//!
//! [`parse::parse`] turns sources into a [`Deck`] and everything that is wrong with it; the cards, names
//! and sources of a deck are plain values that every floor above reads.

pub mod card;
pub mod compare;
pub mod compose;
pub mod decks;
pub mod diagnostic;
pub mod format;
pub mod id;
pub mod kind;
mod lint;
pub mod mend;
pub mod names;
pub mod parse;
pub mod rules;
mod wording;

use std::collections::BTreeMap;

use crate::deck::card::{Card, Citation};
use crate::deck::id::DeckId;
use crate::reading::date::DateOrder;

/// A deck: cards with what they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    /// Its name; progress hangs on it.
    pub id: DeckId,
    /// Names that it had before.
    pub was: Vec<DeckId>,
    /// The title shown.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The language of its questions (BCP 47).
    pub language: Option<String>,
    /// The licence of its questions.
    pub licence: Option<String>,
    /// The author's version.
    pub version: Option<String>,
    /// Words to choose it by.
    pub tags: Vec<String>,
    /// How 06/07/2012 is read; `None` leaves both readings open.
    pub date_order: Option<DateOrder>,
    /// Where its cards are from.
    pub sources: Vec<Reference>,
    /// Shared names: group, then name, then its spellings, in the order of the file.
    pub names: Names,
    /// The cards, in the order of the files.
    pub cards: Vec<Card>,
}

/// A source that cards cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The word by which cards cite it.
    pub id: String,
    /// The full citation.
    pub cite: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Its sections: label and title; empty when the author lists none.
    pub sections: BTreeMap<String, String>,
}

/// Names that several cards share, with their spellings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The groups by name.
    pub groups: BTreeMap<String, Vec<Name>>,
}

/// A name and its other spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name as it is shown.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
}

impl Deck {
    /// Returns where a card is from, in words: the section, and of which work where the deck has
    /// several; the work alone where no section is named.
    pub fn citation_in_words(&self, citation: &Citation) -> String {
        let reference = self.sources.iter().find(|source| source.id == citation.source);
        let work = reference.and_then(|source| source.cite.as_deref()).unwrap_or(&citation.source);
        let Some(label) = citation.section.as_deref() else { return work.to_owned() };
        let section = reference.and_then(|source| source.sections.get(label)).map_or(label, String::as_str);
        if self.sources.len() == 1 { section.to_owned() } else { format!("{section} ({work})") }
    }
}
