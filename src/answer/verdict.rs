//! What does the program think of an answer?

use crate::deck::id::CardId;
use crate::reading::date::CalendarDate;
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
    /// Words that are right but for a slip of the pen.
    pub slips: Vec<Slip>,
    /// The card of the deck whose answer was given: another, or this one asked in another way.
    pub rival: Option<CardId>,
    /// What else there is to say.
    pub remarks: Vec<Remark>,
    /// How the answer was read, where that is not plain: `15 May 1992`, the text of an option.
    pub reading: Option<String>,
}

/// A word with a slip of the pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What was typed, folded.
    pub typed: String,
    /// What was meant, as the deck writes it.
    pub meant: String,
}

/// What there is to say about an answer besides right and wrong: what exactly was off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// These parts of a date are wrong.
    DateParts(Vec<DatePart>),
    /// These parts of a date are missing; what is there is right.
    DateLacks(Vec<DatePart>),
    /// The number is right, and its unit is missing.
    UnitMissing,
    /// It has figures and is no date that can be read.
    NoDate,
    /// It is nothing like a date.
    NotADate,
    /// Which figure stands first decides whether it is right.
    TwoReadings {
        /// How it reads with the day first.
        day_first: CalendarDate,
        /// How it reads with the month first.
        month_first: CalendarDate,
    },
    /// It is no number.
    NoNumber,
    /// The figures are right and the number is so many times too large, or too small: a power of ten.
    PowerOfTen,
    /// It is given in a unit that measures something else, or has another size.
    OtherUnit,
    /// Two answers were given to choose from.
    Alternatives,
    /// It denies what is right.
    Denied,
    /// It is only a given name.
    GivenName,
    /// Somebody else of the deck has the same surname.
    SharedSurname,
    /// A part of the words is there.
    Incomplete,
    /// An order becomes right when this item is moved behind that one, or to the beginning.
    Move {
        /// The item that stands wrong.
        item: String,
        /// The item after which it belongs; nothing for the beginning.
        after: Option<String>,
    },
    /// These members were named more than once.
    Twice(Vec<String>),
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// The day of the month.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

impl DatePart {
    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
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
            slips: Vec::new(),
            rival: None,
            remarks: Vec::new(),
            reading: None,
        }
    }

    /// Makes the verdict on a right answer with these slips; correct where there are none.
    pub fn slipped(slips: Vec<Slip>) -> Self {
        if slips.is_empty() { Self::correct() } else { Self { slips, ..Self::of(Class::Typo, 1.0) } }
    }

    /// Makes the verdict on a wrong answer with something to say about it.
    pub fn wrong_because(remark: Remark) -> Self {
        Self { remarks: vec![remark], ..Self::wrong() }
    }

    /// Returns the grade that the program proposes.
    ///
    /// Wrong and partial are Again, but a set, an order or a match of at least 80 % with nothing false is
    /// Hard; a right answer, with a slip or without, is Good, and Hard where it took effort: a hint, a
    /// second try, long thinking.
    pub fn proposed(&self, with_effort: bool) -> Grade {
        match self.class {
            Class::Correct | Class::Typo if with_effort => Grade::Hard,
            Class::Correct | Class::Typo => Grade::Good,
            Class::Partial if self.score >= ALMOST_ALL && self.extra.is_empty() => Grade::Hard,
            Class::Partial | Class::Wrong => Grade::Again,
        }
    }
}

/// The share of parts from which an incomplete answer is remembered with effort rather than forgotten.
const ALMOST_ALL: f64 = 0.8;
