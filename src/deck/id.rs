//! By which name are a deck, a card and a face known?
//!
//! Learners' progress hangs on these names, so they are checked once, here, and never derived from
//! a card's wording (a card without a written id has a temporary one, marked with `~`).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The longest id that is taken, in characters.
pub const LONGEST_ID: usize = 100;

/// The name of a deck, such as `csto`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeckId(Arc<str>);

/// The name of a card in all decks, such as `csto/founded`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(Arc<str>);

/// One way in which a card is asked and scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// The card as its kind asks it.
    Whole,
    /// One numbered gap of a cloze, from 1.
    Gap(u16),
    /// By multiple choice, besides its own kind.
    Choice,
    /// From the answer to the question.
    Reverse,
    /// As a statement to be judged, besides its own kind.
    TrueFalse,
}

/// The name of what is scheduled: `csto/founded`, or `csto/founded#choice` for another face.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId {
    /// The card.
    pub card: CardId,
    /// The way it is asked.
    pub face: Face,
}

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadId {
    /// There is nothing.
    Empty,
    /// There is a character that an id cannot have.
    Character(char),
    /// It begins with something other than a letter or a digit.
    Start(char),
    /// It is longer than [`LONGEST_ID`] characters.
    TooLong,
    /// It is not of the form `deck/card` or `deck/card#face`.
    Form,
}

/// Checks an author's id: ASCII letters, digits, `-`, `_` and `.`, beginning with a letter or digit.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_id(text: &str) -> Result<(), BadId> {
    let Some(first) = text.chars().next() else { return Err(BadId::Empty) };
    if let Some(odd) = text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))) {
        return Err(BadId::Character(odd));
    }
    if !first.is_ascii_alphanumeric() {
        return Err(BadId::Start(first));
    }
    if text.len() > LONGEST_ID { Err(BadId::TooLong) } else { Ok(()) }
}

impl DeckId {
    /// Makes a deck's id of what its author wrote.
    ///
    /// # Errors
    /// As [`check_id`].
    pub fn new(text: &str) -> Result<Self, BadId> {
        check_id(text).map(|()| Self(text.into()))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CardId {
    /// Makes a card's id of its deck and of what its author wrote; `id` may also be a full
    /// `deck/card`, as in `was`.
    ///
    /// # Errors
    /// As [`check_id`].
    pub fn new(deck: &DeckId, id: &str) -> Result<Self, BadId> {
        if let Some((deck, card)) = id.split_once('/') {
            check_id(deck)?;
            check_id(card)?;
            return Ok(Self(id.into()));
        }
        check_id(id).map(|()| Self(format!("{deck}/{id}").into()))
    }

    /// Makes the temporary id of a card that has none: its kind and its folded question.
    pub fn temporary(deck: &DeckId, kind: &str, question: &str) -> Self {
        let folded = crate::text::fold(question);
        let slug = crate::text::slug(&folded, 40);
        let print = crate::seed::fingerprint_of(&folded);
        Self(format!("{deck}/~{kind}-{slug}-{print:016x}").into())
    }

    /// Returns whether the author wrote no id for it yet.
    pub fn is_temporary(&self) -> bool {
        self.0.contains("/~")
    }

    /// Returns the id as text, `deck/card`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the deck's part.
    pub fn deck(&self) -> &str {
        self.0.split_once('/').map_or("", |(deck, _)| deck)
    }

    /// Returns the card's part.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// Returns the same card's id in another deck.
    pub fn in_deck(&self, deck: &DeckId) -> Self {
        Self(format!("{deck}/{}", self.name()).into())
    }

    /// Returns the id of one of its faces.
    pub fn face(&self, face: Face) -> FaceId {
        FaceId { card: self.clone(), face }
    }
}

impl fmt::Display for DeckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let card = &self.card;
        match self.face {
            Face::Whole => write!(f, "{card}"),
            Face::Gap(number) => write!(f, "{card}#{number}"),
            Face::Choice => write!(f, "{card}#choice"),
            Face::Reverse => write!(f, "{card}#reverse"),
            Face::TrueFalse => write!(f, "{card}#true-false"),
        }
    }
}

impl FromStr for CardId {
    type Err = BadId;

    /// Reads `deck/card`, also with the temporary id of a card that has none.
    fn from_str(text: &str) -> Result<Self, BadId> {
        let (deck, card) = text.split_once('/').ok_or(BadId::Form)?;
        check_id(deck)?;
        check_id(card.strip_prefix('~').unwrap_or(card))?;
        Ok(Self(text.into()))
    }
}

impl FromStr for FaceId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let Some((card, face)) = text.split_once('#') else {
            return Ok(Self { card: text.parse()?, face: Face::Whole });
        };
        let face = match face {
            "choice" => Face::Choice,
            "reverse" => Face::Reverse,
            "true-false" => Face::TrueFalse,
            number => Face::Gap(number.parse().map_err(|_| BadId::Form)?),
        };
        Ok(Self { card: card.parse()?, face })
    }
}

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an id cannot be empty"),
            Self::Character(c) => write!(f, "an id cannot contain `{}`", c.escape_debug()),
            Self::Start(c) => write!(f, "an id begins with a letter or a digit, not with `{c}`"),
            Self::TooLong => write!(f, "an id has at most {LONGEST_ID} characters"),
            Self::Form => f.write_str("a card is named `deck/card` or `deck/card#face`"),
        }
    }
}

impl std::error::Error for BadId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_read_as_they_are_written() {
        for text in
            ["csto/founded", "csto/founded#choice", "csto/a.b_c#12", "csto/x#reverse", "csto/x#true-false"]
        {
            assert_eq!(text.parse::<FaceId>().map(|face| face.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("csto".parse::<FaceId>(), Err(BadId::Form));
        assert_eq!("csto/a#b".parse::<FaceId>(), Err(BadId::Form));
    }

    #[test]
    fn ids_that_could_leave_their_folder_or_hide_are_refused() {
        assert_eq!(check_id("../x"), Err(BadId::Character('/')));
        assert_eq!(check_id(".."), Err(BadId::Start('.')));
        assert_eq!(check_id(""), Err(BadId::Empty));
        assert_eq!(check_id("a b"), Err(BadId::Character(' ')));
        assert_eq!(check_id(&"a".repeat(101)), Err(BadId::TooLong));
    }

    #[test]
    fn a_temporary_id_depends_on_kind_and_folded_question_only() {
        let deck = DeckId::new("d").unwrap();
        let id = CardId::temporary(&deck, "date", "When  was it?");
        assert_eq!(id, CardId::temporary(&deck, "date", "when was it"));
        assert!(id.is_temporary());
        assert_eq!(id.as_str().parse::<CardId>(), Ok(id.clone()));
        assert_ne!(id, CardId::temporary(&deck, "number", "When was it?"));
    }
}
