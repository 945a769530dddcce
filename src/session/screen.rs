//! What does the learner see at this moment of a session?
//!
//! The session makes a [`Screen`]; views turn it into text, terminals show it and answer with an
//! [`Input`].

use crate::answer::prompt::{Answer, Prompt};
use crate::answer::verdict::Verdict;
use crate::queue::{Counts, Origin};
use crate::schedule::grade::Grade;
use crate::time::Days;

/// What is shown at one moment of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Where the session is.
    pub header: Header,
    /// What is asked.
    pub prompt: Prompt,
    /// What is expected of the learner now.
    pub stage: View,
}

/// Where a session is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The deck's title.
    pub deck: String,
    /// Which card this is, from 1.
    pub position: usize,
    /// How many cards the session has, as far as is known now; ≥ `position`.
    pub total: usize,
    /// What is left of which origin, this card included.
    pub left: Counts,
    /// Why this card is asked.
    pub origin: Origin,
    /// Whether an answer can be taken back.
    pub can_undo: bool,
}

/// What is expected of the learner.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// To answer; the hints asked for so far are shown.
    Ask {
        /// Hints shown, weakest first.
        hints: Vec<String>,
        /// What was answered truly and not in full, when it is asked once more.
        tried: Option<Tried>,
    },
    /// To tick the points that were meant.
    Tick {
        /// What was typed.
        typed: String,
        /// The points.
        points: Vec<String>,
        /// Which of them the program found in what was typed, counted from 0.
        found: Vec<usize>,
    },
    /// To grade alone, having seen the answer.
    Reveal {
        /// The answer and what belongs to it.
        details: Details,
        /// What each grade leads to.
        options: Options,
    },
    /// To accept the grade or choose another; the answer is on disk already.
    Feedback {
        /// What was typed or chosen, as it was read.
        answered: Option<String>,
        /// What the program thinks of it.
        verdict: Verdict,
        /// The answer and what belongs to it.
        details: Details,
        /// What each grade leads to.
        options: Options,
    },
}

/// A first answer that was true and incomplete.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// What was typed.
    pub typed: String,
    /// What the program thinks of it.
    pub verdict: Verdict,
    /// How many hints were shown then.
    pub hints: usize,
}

/// The answer and what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The expected answer, a line each part.
    pub expected: Vec<String>,
    /// What the author says to the answer given.
    pub note: Option<String>,
    /// The question of the other card whose answer was given.
    pub rival: Option<String>,
    /// What teaches.
    pub explanation: Option<String>,
    /// Where it is from, in words.
    pub sources: Vec<String>,
}

/// What each grade leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The grade that counts unless the learner chooses another.
    pub proposed: Grade,
    /// Days until the card is asked again after Hard.
    pub hard: Days,
    /// After Good.
    pub good: Days,
    /// After Easy.
    pub easy: Days,
}

/// What the learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Answers, or ticks points.
    Answer(Answer),
    /// Asks to see the answer of a card that is only thought.
    Reveal,
    /// Accepts the grade.
    Accept,
    /// Chooses a grade.
    Grade(Grade),
    /// Takes the last answer back.
    Undo,
    /// Puts the card off to the end of the session.
    Skip,
    /// Wants a hint.
    Hint,
    /// Leaves.
    Leave(Leave),
}

/// How a session is left before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// By the learner's word.
    Quit,
    /// The input ended.
    EndOfInput,
    /// By Ctrl-C.
    Interrupted,
    /// By a signal to end.
    Terminated,
}

impl Options {
    /// Returns the days until the card is asked again after a grade; 0 is today.
    pub fn days(&self, grade: Grade) -> Days {
        match grade {
            Grade::Again => Days(0),
            Grade::Hard => self.hard,
            Grade::Good => self.good,
            Grade::Easy => self.easy,
        }
    }
}
