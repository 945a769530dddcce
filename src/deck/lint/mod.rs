//! What is wrong between the cards of a deck, and in their wording?
//!
//! The reader calls it when all cards are read. Each check is one pass with an index, so that ten
//! thousand cards are checked in well under a second.

mod answers;
mod choices;
mod habits;
mod ids;
mod letters;
mod names;
mod near;
mod wording;

use crate::deck::card::Card;
use crate::deck::diagnostic::Diagnostic;
use crate::deck::id::CardId;
use crate::deck::kind::KindName;
use crate::deck::names::NameIndex;
use crate::source::{Placed, Span};

pub(super) use ids::{gathered, written_by_ids};
pub(super) use letters::{blanks, letters};
pub(super) use names::Spelling;

/// A card as it is written, good or bad.
pub(super) struct Written {
    /// Which file of the deck, from 0.
    pub(super) file: usize,
    /// Its kind.
    pub(super) kind: KindName,
    /// Its heading.
    pub(super) heading: Span,
    /// Where the line of the heading ends, and how lines end there.
    pub(super) below: (usize, &'static str),
    /// Where each gap without a number would get which one.
    pub(super) gaps: Vec<(usize, u16)>,
    /// What stands under it.
    pub(super) values: Vec<Value>,
    /// The rules that are not to be reported of it.
    pub(super) allow: Vec<String>,
    /// The id that is written.
    pub(super) id: Option<Placed<CardId>>,
    /// The ids that it had.
    pub(super) was: Vec<Placed<CardId>>,
    /// The question, folded; empty when there is none.
    pub(super) folded: String,
    /// The card, when it is good.
    pub(super) card: Option<Card>,
    /// What is wrong with it.
    pub(super) found: Vec<Diagnostic>,
}

/// Where a key and its value stand.
pub(super) struct Value {
    /// The key.
    pub(super) key: &'static str,
    /// Where the value stands.
    pub(super) span: Span,
    /// Where the members of a list stand; empty when it is none.
    pub(super) items: Vec<Span>,
}

/// What the cards of a deck share, for the checks.
pub(super) struct Shared<'a> {
    /// The names.
    pub(super) names: &'a NameIndex,
    /// Whether all names could be read.
    pub(super) names_complete: bool,
    /// Their spellings with their places.
    pub(super) spellings: &'a [Spelling],
    /// How many files are the deck's own.
    pub(super) own_files: usize,
    /// Whether the deck lists sources, and all of them could be read.
    pub(super) has_sources: bool,
    /// Whether every part of its files could be read.
    pub(super) is_whole: bool,
}

/// Adds to each card what is wrong in it and between it and others, and takes away what cannot be
/// used. Returns what is wrong in no card.
pub(super) fn check(cards: &mut [Written], shared: &Shared<'_>) -> Vec<Diagnostic> {
    ids::check(cards);
    ids::propose(cards);
    answers::check(cards, shared.names);
    near::check(cards);
    for written in cards.iter_mut() {
        wording::check(written);
        choices::check(written, shared);
    }
    habits::check(cards, shared.has_sources);
    names::check(cards, shared)
}

impl Written {
    /// Returns where the value of a key stands; the heading when it has none.
    pub(super) fn span(&self, key: &str) -> Span {
        self.values.iter().find(|value| value.key == key).map_or(self.heading, |value| value.span)
    }

    /// Returns where a member of a list stands; the whole value when it is no list.
    pub(super) fn item(&self, key: &str, at: usize) -> Span {
        let value = self.values.iter().find(|value| value.key == key);
        value.and_then(|value| value.items.get(at)).copied().unwrap_or_else(|| self.span(key))
    }

    /// Returns whether the author lets a rule pass at this card.
    pub(super) fn allows(&self, rule: &str) -> bool {
        self.allow.iter().any(|name| name == rule)
    }

    /// Adds a finding of this card's file.
    pub(super) fn report(&mut self, found: Diagnostic) {
        self.found.push(found.in_file(self.file));
    }
}
