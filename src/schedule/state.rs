//! What is known of a card that has been studied?
//!
//! A new card has no state at all. States are a cache of the log: `review::replay` makes them.

use crate::schedule::memory::Memory;
use crate::time::{Day, Days, Timestamp};

/// Lapses at which a card is a leech.
pub const LEECH_LAPSES: u32 = 8;
/// The interval from which a card is mature, in days.
pub const MATURE_INTERVAL: Days = Days(21);

/// What is known of a studied face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Studied {
    /// Stability and difficulty after the last review.
    pub memory: Memory,
    /// When it is asked again.
    pub due: Due,
    /// The study day of the last review.
    pub last_day: Day,
    /// The instant of the last review.
    pub last_at: Timestamp,
    /// How often it was graded.
    pub reviews: u32,
    /// How often it was forgotten after it had been known.
    pub lapses: u32,
    /// The fingerprint of the answer that was expected at the last review.
    pub fingerprint: u64,
}

/// When a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// On a day.
    On(Day),
    /// Once more today: it was graded Again at this instant and not passed since.
    Repeat(Timestamp),
}

/// How far a studied card has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maturity {
    /// Its interval is under 21 days.
    Young,
    /// Its interval is 21 days or more.
    Mature,
}

impl Studied {
    /// Returns the day on which it falls due; a card to be repeated is due on its last day.
    pub fn due_day(&self) -> Day {
        match self.due {
            Due::On(day) => day,
            Due::Repeat(_) => self.last_day,
        }
    }

    /// Returns whether it is due on a day.
    pub fn is_due(&self, today: Day) -> bool {
        self.due_day() <= today
    }

    /// Returns the days planned between the last review and the next; 0 for one to be repeated.
    pub fn interval(&self) -> Days {
        self.due_day().since(self.last_day)
    }

    /// Returns the days from the last review to a day, 0 when the clock was set back.
    pub fn elapsed(&self, today: Day) -> Days {
        today.since(self.last_day)
    }

    /// Returns how far it has come.
    pub fn maturity(&self) -> Maturity {
        if self.interval() >= MATURE_INTERVAL { Maturity::Mature } else { Maturity::Young }
    }

    /// Returns whether it is forgotten so often that another way to learn it would be better.
    pub fn is_leech(&self) -> bool {
        self.lapses >= LEECH_LAPSES
    }
}
