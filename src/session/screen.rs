//! What does the learner see at this moment of a session?
//!
//! The session makes a [`Screen`]; views turn it into text, terminals show it and answer with an
//! [`Input`].

use crate::answer::prompt::{Answer, Prompt};
use crate::answer::verdict::Verdict;
use crate::queue::{Counts, Origin};
use crate::reading::date::DateOrder;
use crate::schedule::grade::Grade;
use crate::time::Days;

/// What is shown at one moment of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Where the session is.
    pub header: Header,
    /// What is asked.
    pub prompt: Prompt,
    /// What is to be said besides, once.
    pub notice: Option<Notice>,
    /// What is expected of the learner now.
    pub stage: View,
}

/// Something to be said about what was just done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// This text counts as right from now on, on the learner's word.
    Accepted(String),
    /// It cannot: it is the answer to another card.
    AnotherCards {
        /// What was typed.
        typed: String,
        /// The question of the other card.
        question: String,
    },
    /// The answer was right and came late, so that Hard is proposed.
    Slow,
    /// The card before comes again at the end of the session.
    Skipped,
    /// The card before was skipped twice, and is not asked again in this session.
    SkippedAgain,
    /// The card with this question is not asked before tomorrow.
    Buried(String),
    /// The card with this question is not asked until it is resumed.
    Suspended(String),
    /// The deck was read anew after an edit.
    Edited,
    /// The deck was not read anew, for the first of these reasons.
    NotEdited(Vec<String>),
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
    /// The days to the exam that is planned for; nothing without one.
    pub exam_in: Option<Days>,
    /// Minutes of the session's limit that were left when the card was drawn, rounded up; nothing
    /// without a limit.
    pub minutes_left: Option<u64>,
    /// What an answer leads to.
    pub kept: Kept,
    /// Whether an answer can be taken back.
    pub can_undo: bool,
    /// Whether the deck can be edited.
    pub can_edit: bool,
}

/// What an answer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It moves the schedule.
    Schedule,
    /// It is in the log, and the schedule stays as it is, as while cramming.
    Log,
    /// Nothing: this is practice only.
    Nothing,
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
    /// To say which figure of a date stands first.
    Which {
        /// What was typed.
        typed: String,
        /// How it reads with the day first, and with the month first.
        readings: [String; 2],
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
        /// Whether the learner may say "I was right".
        can_insist: bool,
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
    /// Where the answer given would have been right.
    pub rival: Option<Rival>,
    /// What teaches.
    pub explanation: Option<String>,
    /// Where it is from, in words.
    pub sources: Vec<String>,
}

/// Where a wrong answer would have been right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rival {
    /// In the card with this question.
    Other(String),
    /// Elsewhere in the same card: in another gap.
    Own,
}

/// What each grade leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The grade that counts unless the learner chooses another.
    pub proposed: Grade,
    /// Whether the grade moves the schedule; it does not while cramming.
    pub moves_schedule: bool,
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
    /// Says that a date has the day, or the month, first.
    DateOrder(DateOrder),
    /// Says "I was right".
    Insist,
    /// Does not want the card before tomorrow.
    Bury,
    /// Does not want the card until it is resumed.
    Suspend,
    /// Wants to edit the card; who shows the screen sees to it.
    Edit,
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
    /// Returns the days until the card is asked again after a grade, 0 for today; nothing where the
    /// grade does not move the schedule.
    pub fn days(&self, grade: Grade) -> Option<Days> {
        self.moves_schedule.then_some(match grade {
            Grade::Again => Days(0),
            Grade::Hard => self.hard,
            Grade::Good => self.good,
            Grade::Easy => self.easy,
        })
    }
}
