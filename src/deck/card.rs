//! What is a card, whatever its kind?
//!
//! A card is what the author wrote, read and checked: everything that asks, grades or shows calls
//! this module.

use crate::deck::id::{CardId, Face, FaceId};
use crate::deck::kind::{Kind, KindName, Wrong, gap_numbers, gap_texts};
use crate::seed::fingerprint_of;
use crate::source::Span;
use crate::text::fold;

/// The most that a card can be worth in an exam; the sum of a paper stays a number by far.
pub const MOST_MARKS: f64 = 1_000_000.0;

/// The thing remembered and scheduled.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its name; progress hangs on it.
    pub id: CardId,
    /// Names that it had before.
    pub was: Vec<CardId>,
    /// What the author wrote to be asked; of a cloze, the text with `[…]` for each gap.
    pub question: String,
    /// What is expected, by kind.
    pub kind: Kind,
    /// The fact that it asks; cards with the same fact are siblings.
    pub fact: Option<String>,
    /// What the card is about, for choosing and for reports.
    pub topic: Option<String>,
    /// Further words to choose by.
    pub tags: Vec<String>,
    /// How hard the author thinks it is.
    pub difficulty: Option<Level>,
    /// What it is worth in an exam, above 0 and up to [`MOST_MARKS`].
    pub marks: f64,
    /// Hints, weakest first.
    pub hints: Vec<String>,
    /// What teaches, shown after the answer.
    pub explanation: Option<String>,
    /// What to say to a certain wrong answer.
    pub feedback: Vec<FeedbackLine>,
    /// Where it is from.
    pub sources: Vec<Citation>,
    /// The words of the source.
    pub quote: Option<String>,
    /// Further faces that the author asks for.
    pub also: Vec<Also>,
    /// Which file of its deck it stands in, from 0.
    pub file: usize,
    /// Where it stands there: its heading to its last key.
    pub span: Span,
}

/// What to say to a certain wrong answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackLine {
    /// The answer.
    pub answer: String,
    /// What is said.
    pub note: String,
}

/// Where a card is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The id of the deck's source.
    pub source: String,
    /// The section or paragraph in it.
    pub section: Option<String>,
}

/// A further face that the author asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Also {
    /// By multiple choice, with wrong options from there.
    Choice(Wrong),
    /// From the answer to the question.
    Reverse,
    /// As a statement to be judged.
    TrueFalse,
}

/// How hard the author thinks a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What everybody should know.
    Easy,
    /// The usual.
    Medium,
    /// Details.
    Hard,
}

impl Card {
    /// Returns the ways in which the card is asked, each scheduled by itself.
    pub fn faces(&self) -> Vec<Face> {
        let mut faces = match &self.kind {
            Kind::Cloze(parts) => gap_numbers(parts).into_iter().map(Face::Gap).collect(),
            _ => vec![Face::Whole],
        };
        if matches!(&self.kind, Kind::Text(text) if text.reverse.is_some()) {
            faces.push(Face::Reverse);
        }
        for also in &self.also {
            let face = match also {
                Also::Choice(_) => Face::Choice,
                Also::Reverse => Face::Reverse,
                Also::TrueFalse => Face::TrueFalse,
            };
            if !faces.contains(&face) {
                faces.push(face);
            }
        }
        faces
    }

    /// Returns the kind as which a face is asked.
    pub fn asked_as(&self, face: Face) -> KindName {
        match face {
            Face::Choice => KindName::Choice,
            Face::TrueFalse => KindName::TrueFalse,
            Face::Whole | Face::Gap(_) | Face::Reverse => self.kind.name(),
        }
    }

    /// Returns the names of the card's faces.
    pub fn face_ids(&self) -> impl Iterator<Item = FaceId> + '_ {
        self.faces().into_iter().map(|face| self.id.face(face))
    }

    /// Returns a number that changes when the expected answer of a face does, and not with case,
    /// blanks, aliases, question or explanation.
    pub fn fingerprint(&self, face: Face) -> u64 {
        let parts: Vec<String> = match (&self.kind, face) {
            (Kind::Text(text), Face::Reverse) => {
                text.reverse.iter().map(|reverse| fold(&reverse.expected.text)).collect()
            }
            (Kind::Cloze(parts), Face::Gap(wanted)) => gap_texts(parts, wanted).map(fold).collect(),
            (kind, _) => kind.answers().iter().map(|answer| fold(answer)).collect(),
        };
        fingerprint_of(&parts.join("\u{1f}"))
    }
}

impl Level {
    /// Returns the word that authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}
