//! What goes into a step of a session, and what comes out of it?
//!
//! Settings and the moment come from the rim; an [`Effect`] is what the rim must write down.

use std::collections::{HashMap, HashSet};

use crate::decision::{Decision, Standing};
use crate::deck::id::FaceId;
use crate::pace::Pace;
use crate::reading::date::DateOrder;
use crate::review::{MachineId, Mode, Review, ReviewId, Revocation};
use crate::schedule::Policy;
use crate::seed::Seed;
use crate::session::screen::Leave;
use crate::time::{Days, Moment, Rollover};

/// What a session needs to know of the learner's wishes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who writes the reviews.
    pub machine: MachineId,
    /// What the reviews are part of.
    pub mode: Mode,
    /// Whether what is answered is kept.
    pub recorded: bool,
    /// The hour at which a study day ends.
    pub rollover: Rollover,
    /// What the learner wants of the scheduler, unless a deck has its own.
    pub policy: Policy,
    /// What the learner wants for single decks, by their ids.
    pub deck_policies: HashMap<String, Policy>,
    /// Whether what was typed is kept in the log.
    pub keep_typed: bool,
    /// How 06/07/2012 is read where a deck does not say.
    pub date_order: Option<DateOrder>,
    /// Whether the learner is asked once, where that is not known and decides.
    pub ask_date_order: bool,
    /// What the learner decided about cards.
    pub standing: Standing,
    /// How long the learner usually thinks.
    pub pace: Pace,
    /// The decks, by their ids, that can be edited: those that are files.
    pub editable: HashSet<String>,
    /// The days to the exam that is planned for; nothing without one.
    pub exam_in: Option<Days>,
    /// What decides the order of options.
    pub seed: Seed,
    /// After how many seconds no further card is begun; nothing for no limit.
    pub seconds: Option<u64>,
}

/// The moment of a step, from the rim.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// The time.
    pub moment: Moment,
    /// Chance, for the names of reviews.
    pub chance: u128,
}

/// How long an answer took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// From the prompt to the first key, in milliseconds.
    pub first_key_ms: Option<u32>,
    /// From the prompt to the answer, in milliseconds.
    pub answer_ms: u32,
}

impl Timing {
    /// Returns the time of two answers to one prompt, from the first key of the first.
    pub(super) fn with(self, second: Self) -> Self {
        let answer_ms = self.answer_ms.saturating_add(second.answer_ms);
        Self { first_key_ms: self.first_key_ms.or(second.first_key_ms), answer_ms }
    }
}

/// What must be written down before the next screen is shown.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Effect {
    /// A new review.
    Record(Box<Review>),
    /// A review with another grade, in place of an earlier one.
    Regrade {
        /// Which review no longer counts.
        of: ReviewId,
        /// The row that says so.
        revocation: Revocation,
        /// The review that counts.
        review: Box<Review>,
    },
    /// A review is taken back.
    Revoke {
        /// Which.
        review: ReviewId,
        /// The row that says so.
        revocation: Revocation,
        /// What was asked.
        face: FaceId,
    },
    /// Something that the learner decided about a card.
    Decide(Decision),
    /// Which figure of a date stands first, for all sessions to come.
    Remember(DateOrder),
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing was left.
    Done,
    /// The minutes were over.
    TimeUp,
    /// The learner, or a signal, ended it.
    Left(Leave),
}
