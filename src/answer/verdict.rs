//! What does the program think of an answer?

use crate::deck::id::CardId;
use crate::schedule::grade::Grade;

/// The program's view of an answer.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Verdict {
    /// The view in a word.
    pub class: Class,
    /// How much of it was right, 0–1; 1 for correct and typo, 0 for wrong.
    pub score: f64,
    /// Parts that were right, as the deck writes them.
    pub matched: Vec<String>,
    /// Parts that were not given, as the deck writes them.
    pub missing: Vec<String>,
    /// Parts that were given and are wrong, as the learner wrote them.
    pub extra: Vec<String>,
    /// The other card of the deck whose answer was given.
    pub rival: Option<CardId>,
    /// How the answer was read, where that is not plain: `15 May 1992`, the text of an option.
    pub reading: Option<String>,
}

/// The program's view of an answer, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It says what is expected.
    Correct,
    /// It does, with a slip of the pen.
    Typo,
    /// It is true and incomplete.
    Partial,
    /// It says something else.
    Wrong,
}

impl Class {
    /// Every class, best first.
    pub const ALL: [Self; 4] = [Self::Correct, Self::Typo, Self::Partial, Self::Wrong];

    /// Returns the word used in the log and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Typo => "typo",
            Self::Partial => "partial",
            Self::Wrong => "wrong",
        }
    }
}

impl Verdict {
    /// Makes the verdict on a right answer.
    pub fn correct() -> Self {
        Self::of(Class::Correct, 1.0)
    }

    /// Makes the verdict on a wrong answer.
    pub fn wrong() -> Self {
        Self::of(Class::Wrong, 0.0)
    }

    /// Makes a verdict of a class and a score, 0–1, with nothing further said.
    pub fn of(class: Class, score: f64) -> Self {
        Self {
            class,
            score: score.clamp(0.0, 1.0),
            matched: Vec::new(),
            missing: Vec::new(),
            extra: Vec::new(),
            rival: None,
            reading: None,
        }
    }

    /// Returns the grade that the program proposes.
    ///
    /// Wrong and partial are Again, but a set, an order or a match of at least 80 % with nothing false is
    /// Hard; a slip is Good; a right answer is Good, and Hard after a hint.
    pub fn proposed(&self, hinted: bool) -> Grade {
        match self.class {
            Class::Correct | Class::Typo if hinted => Grade::Hard,
            Class::Correct | Class::Typo => Grade::Good,
            Class::Partial if self.score >= ALMOST_ALL && self.extra.is_empty() => Grade::Hard,
            Class::Partial | Class::Wrong => Grade::Again,
        }
    }
}

/// The share of parts from which an incomplete answer is remembered with effort rather than forgotten.
const ALMOST_ALL: f64 = 0.8;
