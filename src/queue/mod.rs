//! What is studied now, and in which order?
//!
//! [`build`] takes what is due and what is new, within the limits of the day, one face of a card a
//! day, and mixes it; the session serves the [`Queue`] and puts forgotten cards back into it.

mod building;

use std::collections::{HashMap, VecDeque};

use crate::decision::Standing;
use crate::deck::id::{CardId, FaceId};
use crate::seed::Seed;
use crate::time::{Day, Days};

pub use building::{build, is_wanted, kin_of};

/// How many other cards come before a forgotten one is asked again, where there are so many.
pub const REPEAT_AFTER: usize = 5;

/// What is wanted of a queue.
#[derive(Clone, Debug)]
pub struct Request {
    /// The study day.
    pub today: Day,
    /// How many days ahead cards count as due; 0 usually.
    pub ahead: Days,
    /// Whether any card is wanted, due or not, as for cramming.
    pub cram: bool,
    /// How many new cards may still be shown.
    pub new: usize,
    /// How many due cards may still be shown.
    pub reviews: usize,
    /// Only cards of these topics; every topic when empty.
    pub topics: Vec<String>,
    /// What the learner decided about cards: what is suspended or buried is not asked.
    pub standing: Standing,
    /// What decides the order among equals.
    pub seed: Seed,
}

/// Why a card is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was never graded.
    New,
    /// Its day has come.
    Due,
    /// Its expected answer was corrected since the last review.
    Corrected,
    /// It was graded Again today.
    Repeat,
}

/// A face in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What is asked.
    pub face: FaceId,
    /// Why.
    pub origin: Origin,
}

/// The cards of this session in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    upcoming: VecDeque<Planned>,
}

/// How many cards of which origin are in a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Due, corrected ones included.
    pub due: usize,
    /// New.
    pub new: usize,
    /// To be repeated.
    pub again: usize,
}

impl Queue {
    /// Takes the next card.
    pub fn take(&mut self) -> Option<Planned> {
        self.upcoming.pop_front()
    }

    /// Puts a card where it is next.
    pub fn put_first(&mut self, planned: Planned) {
        self.upcoming.push_front(planned);
    }

    /// Puts a card back behind [`REPEAT_AFTER`] others, at the end at the latest.
    pub fn put_back(&mut self, planned: Planned) {
        self.upcoming.insert(REPEAT_AFTER.min(self.upcoming.len()), planned);
    }

    /// Puts a card at the end.
    pub fn put_last(&mut self, planned: Planned) {
        self.upcoming.push_back(planned);
    }

    /// Makes repeats of a face new cards: the answer that made it one was taken back.
    pub fn make_new(&mut self, face: &FaceId) {
        for planned in self.upcoming.iter_mut().filter(|planned| planned.face == *face) {
            planned.origin = Origin::New;
        }
    }

    /// Takes every face of a card out.
    pub fn remove_card(&mut self, card: &CardId) {
        self.upcoming.retain(|planned| planned.face.card != *card);
    }

    /// Gives faces the names that they have now.
    pub fn rename(&mut self, renames: &HashMap<FaceId, FaceId>) {
        for planned in &mut self.upcoming {
            if let Some(now) = renames.get(&planned.face) {
                planned.face = now.clone();
            }
        }
    }

    /// Takes a face out, wherever it is, and returns whether it was there.
    pub fn remove(&mut self, face: &FaceId) -> bool {
        let before = self.upcoming.len();
        self.upcoming.retain(|planned| planned.face != *face);
        self.upcoming.len() < before
    }

    /// Keeps the first `count` cards.
    pub fn truncate(&mut self, count: usize) {
        self.upcoming.truncate(count);
    }

    /// Returns the cards in order.
    pub fn iter(&self) -> impl Iterator<Item = &Planned> {
        self.upcoming.iter()
    }

    /// Returns how many cards are left.
    pub fn len(&self) -> usize {
        self.upcoming.len()
    }

    /// Returns whether none is left.
    pub fn is_empty(&self) -> bool {
        self.upcoming.is_empty()
    }

    /// Returns how many cards of which origin are left.
    pub fn counts(&self) -> Counts {
        let count =
            |wanted: &[Origin]| self.iter().filter(|planned| wanted.contains(&planned.origin)).count();
        Counts {
            due: count(&[Origin::Due, Origin::Corrected]),
            new: count(&[Origin::New]),
            again: count(&[Origin::Repeat]),
        }
    }
}
