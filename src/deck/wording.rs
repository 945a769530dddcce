//! How did an author word a card, numbers of gaps aside?
//!
//! By its wording a card is known again that had no id when it was studied. The reader, the index
//! of cards and the comparison of versions call it.

use std::borrow::Cow;

use crate::deck::card::Card;
use crate::deck::id::{CardId, DeckId};
use crate::deck::kind::{ClozePart, Kind};

impl Card {
    /// Returns the id under which the card is known while its author has written none.
    pub fn temporary_id(&self, deck: &DeckId) -> CardId {
        CardId::temporary(deck, self.kind.name().as_str(), &self.kind.wording(&self.question))
    }
}

impl Kind {
    /// Returns the question as its author wrote it, but for the numbers of gaps and further answers
    /// in them.
    pub fn wording<'q>(&self, question: &'q str) -> Cow<'q, str> {
        let Self::Cloze(parts) = self else { return Cow::Borrowed(question) };
        let written = parts.iter().map(|part| match part {
            ClozePart::Shown(text) => text.clone(),
            ClozePart::Gap { expected, .. } => format!("{{{}}}", expected.text),
        });
        Cow::Owned(written.collect())
    }
}
