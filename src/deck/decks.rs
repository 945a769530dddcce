//! Which card has this name, among all decks that are known?
//!
//! The queue, the session and the commands look cards up here; progress asks for the names that
//! faces had before.

use std::collections::HashMap;

use crate::deck::Deck;
use crate::deck::card::Card;
use crate::deck::id::{CardId, FaceId};

impl IntoIterator for Decks {
    type Item = Deck;
    type IntoIter = std::vec::IntoIter<Deck>;

    fn into_iter(self) -> Self::IntoIter {
        self.decks.into_iter()
    }
}

/// All decks that are known, with an index of their cards.
#[derive(Clone, Debug, Default)]
pub struct Decks {
    decks: Vec<Deck>,
    index: HashMap<CardId, (usize, usize)>,
}

impl Decks {
    /// Puts decks together; of two decks with the same id the first is kept, and the id of the
    /// other is returned.
    pub fn new(decks: impl IntoIterator<Item = Deck>) -> (Self, Vec<Deck>) {
        let mut all = Self::default();
        let mut refused = Vec::new();
        for deck in decks {
            if all.decks.iter().any(|known| known.id == deck.id) {
                refused.push(deck);
                continue;
            }
            let at = all.decks.len();
            all.index
                .extend(deck.cards.iter().enumerate().map(|(card, found)| (found.id.clone(), (at, card))));
            all.decks.push(deck);
        }
        (all, refused)
    }

    /// Returns the decks in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Deck> {
        self.decks.iter()
    }

    /// Returns all cards, with their decks.
    pub fn cards(&self) -> impl Iterator<Item = (&Deck, &Card)> {
        self.decks.iter().flat_map(|deck| deck.cards.iter().map(move |card| (deck, card)))
    }

    /// Returns the deck of this id.
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        self.decks.iter().find(|deck| deck.id.as_str() == id)
    }

    /// Returns the card of this name, and its deck.
    pub fn card(&self, id: &CardId) -> Option<(&Deck, &Card)> {
        let (deck, card) = *self.index.get(id)?;
        let deck = self.decks.get(deck)?;
        Some((deck, deck.cards.get(card)?))
    }

    /// Returns whether a card is asked in this way.
    pub fn has_face(&self, id: &FaceId) -> bool {
        self.card(&id.card).is_some_and(|(_, card)| card.faces().contains(&id.face))
    }

    /// Returns, for every name that a face had before, its name now: from `was` of cards and decks.
    /// A name that is in use is not renamed.
    pub fn renames(&self) -> HashMap<FaceId, FaceId> {
        let mut renames = HashMap::new();
        for (deck, card) in self.cards() {
            let mut names: Vec<CardId> = card.was.clone();
            for old_deck in &deck.was {
                names.push(card.id.in_deck(old_deck));
                names.extend(card.was.iter().map(|was| was.in_deck(old_deck)));
            }
            names.retain(|name| !self.index.contains_key(name));
            for face in card.faces() {
                renames.extend(names.iter().map(|name| (name.face(face), card.id.face(face))));
            }
        }
        renames
    }

    /// Returns, for faces that were studied before their card had an id, the names that they have now
    /// that one is written: a card is known again by its kind and its question.
    pub fn named_since(&self, temporary: &[FaceId]) -> HashMap<FaceId, FaceId> {
        let mut faces: HashMap<&CardId, Vec<&FaceId>> = HashMap::new();
        for face in temporary {
            faces.entry(&face.card).or_default().push(face);
        }
        let mut names = HashMap::new();
        if faces.is_empty() {
            return names;
        }
        for (deck, card) in self.cards().filter(|(_, card)| !card.id.is_temporary()) {
            for deck in std::iter::once(&deck.id).chain(&deck.was) {
                for face in faces.get(&card.temporary_id(deck)).into_iter().flatten() {
                    names.insert((*face).clone(), card.id.face(face.face));
                }
            }
        }
        names
    }

    /// Returns those of the decks that have one of these ids, in their order.
    #[must_use]
    pub fn only(&self, ids: &[String]) -> Self {
        let wanted = |deck: &&Deck| ids.iter().any(|id| id == deck.id.as_str());
        Self::new(self.decks.iter().filter(wanted).cloned()).0
    }

    /// Returns how many cards there are.
    pub fn card_count(&self) -> usize {
        self.index.len()
    }
}
