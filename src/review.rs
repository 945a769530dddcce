//! What does the log say, and what follows from it?
//!
//! A [`Review`] is one graded answer, one line of the log; [`replay`] turns the reviews of a face
//! into its state. The log is the truth: stored states are what `replay` gives, always.

use std::fmt;
use std::str::FromStr;

use crate::answer::verdict::Class;
use crate::deck::id::FaceId;
use crate::schedule::grade::Grade;
use crate::schedule::memory::Model;
use crate::schedule::state::{Due, Studied, ZONE_DAYS};
use crate::time::{Day, Days, Moment, Timestamp};

/// The name of a review, of a revocation or of a decision, unique across machines: 48 bits of its millisecond,
/// then chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReviewId(u128);

/// The name of the machine that wrote a review: chance, drawn once for a data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MachineId(u64);

/// One graded answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Its name.
    pub id: ReviewId,
    /// Who wrote it.
    pub machine: MachineId,
    /// What was asked, by the name it had then.
    pub face: FaceId,
    /// The study day.
    pub day: Day,
    /// The instant and the local offset; never before the last review of the same face.
    pub moment: Moment,
    /// What it was part of.
    pub mode: Mode,
    /// What the program thought of it; nothing where the learner graded alone.
    pub verdict: Option<Judged>,
    /// What was typed or chosen; nothing where nothing was, or where it is not to be kept.
    pub typed: Option<String>,
    /// The grade that the program proposed.
    pub proposed: Grade,
    /// The grade that counts.
    pub grade: Grade,
    /// How many hints were shown before.
    pub hints: u8,
    /// From the prompt to the first key, in milliseconds; nothing where it cannot be known.
    pub first_key_ms: Option<u32>,
    /// From the prompt to the answer, in milliseconds.
    pub answer_ms: u32,
    /// The day on which the card was to fall due; the day itself after Again.
    pub due: Day,
    /// The fingerprint of the expected answer.
    pub fingerprint: u64,
    /// The memory model, and which of its parameters: 0 are the defaults.
    pub scheduler: Scheduler,
}

/// Which model planned the next review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduler {
    /// The model's name, such as `fsrs-6`.
    pub model: String,
    /// The version of the learner's parameters; 0 are the defaults.
    pub parameters: u32,
}

/// What the program thought of an answer, as the log keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// In a word.
    pub class: Class,
    /// How much was right, 0–1.
    pub score: f64,
}

/// What a review was part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A study session: it moves the schedule.
    Study,
    /// An exam: it moves the schedule.
    Exam,
    /// Cramming: it never touches the schedule.
    Cram,
}

/// A line of the log: a review, and what revoked it.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// The review.
    pub review: Review,
    /// What revoked it, if anything did.
    pub revoked: Option<Revocation>,
}

/// The row that says a review does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Its own name.
    pub id: ReviewId,
    /// Who wrote it.
    pub machine: MachineId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
}

/// Why a review does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationReason {
    /// The learner took the answer back.
    Undo,
    /// The learner chose another grade; a review with that grade stands in its place.
    Regrade,
    /// The learner wants the card to be new again.
    Forget,
}

impl Review {
    /// Returns whether both are the same review: whether what was typed is kept may differ from log to
    /// log, but not what it was.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let typed = match (&self.typed, &other.typed) {
            (Some(_), Some(_)) => other.typed.clone(),
            (None, _) | (_, None) => self.typed.clone(),
        };
        *self == Self { typed, ..other.clone() }
    }
}

impl ReviewId {
    /// Makes a name of an instant and of chance.
    pub fn new(at: Timestamp, chance: u128) -> Self {
        let millis = u128::from(at.millis().unsigned_abs()) & 0xffff_ffff_ffff;
        Self(millis << 80 | (chance & ((1 << 80) - 1)))
    }
}

impl ReviewId {
    /// Makes the name of what is written after another: above it when both fall into the same
    /// millisecond, so that names tell the order in which one session wrote.
    pub fn after(last: Option<Self>, at: Timestamp, chance: u128) -> Self {
        let name = Self::new(at, chance);
        match last {
            Some(last) if last.0 >> 80 == name.0 >> 80 => Self(last.0.saturating_add(1)),
            Some(_) | None => name,
        }
    }
}

impl MachineId {
    /// Makes a name of chance.
    pub const fn new(chance: u64) -> Self {
        Self(chance)
    }
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Study, Self::Exam, Self::Cram];

    /// Returns the word used in the log and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Exam => "exam",
            Self::Cram => "cram",
        }
    }

    /// Returns whether a review of this mode moves the schedule.
    pub fn moves_schedule(self) -> bool {
        match self {
            Self::Study | Self::Exam => true,
            Self::Cram => false,
        }
    }
}

impl RevocationReason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Undo, Self::Regrade, Self::Forget];

    /// Returns the word used in the log and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Undo => "undo",
            Self::Regrade => "regrade",
            Self::Forget => "forget",
        }
    }
}

/// Returns the instant and day under which an answer given now is logged: never before the last
/// review of the same face, so that a clock set back neither reorders the log nor gives negative
/// days.
pub fn stamped(now: Moment, today: Day, before: Option<&Studied>) -> (Moment, Day) {
    let Some(before) = before else { return (now, today) };
    let at = now.at.max(before.last_at.later(1));
    (Moment { at, ..now }, today.max(before.last_day))
}

/// Returns the state after one more review of a face.
pub fn state_after(model: &Model, before: Option<&Studied>, review: &Review) -> Studied {
    // A day that lies far behind the last one says that the clock was ahead then: how long ago that was, is
    // not known.
    let last_day = before.map(|studied| studied.last_day).filter(|last| last.since(review.day) <= ZONE_DAYS);
    let elapsed = match (before, last_day) {
        (None, _) => Days(0),
        (Some(_), Some(last)) => review.day.since(last),
        (Some(_), None) => Days(1),
    };
    let memory = model.after(before.map(|studied| studied.memory), elapsed, review.grade);
    let was_known = before.is_some_and(|studied| matches!(studied.due, Due::On(_)));
    let lapsed = was_known && review.grade == Grade::Again;
    let due = match review.grade {
        Grade::Again => Due::Repeat(review.moment.at),
        Grade::Hard | Grade::Good | Grade::Easy => Due::On(review.due.max(review.day.plus(Days(1)))),
    };
    Studied {
        memory,
        due,
        last_day: review.day.max(last_day.unwrap_or(review.day)),
        last_at: review.moment.at,
        reviews: before.map_or(0, |studied| studied.reviews).saturating_add(1),
        lapses: before.map_or(0, |studied| studied.lapses).saturating_add(u32::from(lapsed)),
        fingerprint: review.fingerprint,
    }
}

/// Returns the state that the reviews of one face leave, in whatever order they are given; nothing
/// when none of them moves the schedule. Revoked reviews must have been left out.
pub fn replay<'a>(model: &Model, reviews: impl IntoIterator<Item = &'a Review>) -> Option<Studied> {
    let mut reviews: Vec<&Review> =
        reviews.into_iter().filter(|review| review.mode.moves_schedule()).collect();
    reviews.sort_by_key(|review| (review.moment.at, review.id));
    reviews.into_iter().fold(None, |before, review| Some(state_after(model, before.as_ref(), review)))
}

impl fmt::Display for ReviewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Display for MachineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for ReviewId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

impl FromStr for MachineId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::memory::MODEL_NAME;
    use proptest::prelude::*;

    fn review(day: i32, at: i64, grade: Grade) -> Review {
        let day = Day::from_number(day);
        let moment = Moment { at: Timestamp::from_millis(at), offset: 0 };
        Review {
            id: ReviewId::new(moment.at, 0),
            machine: MachineId::new(1),
            face: "d/c".parse().expect("a face"),
            day,
            moment,
            mode: Mode::Study,
            verdict: Some(Judged { class: Class::Correct, score: 1.0 }),
            typed: None,
            proposed: grade,
            grade,
            hints: 0,
            first_key_ms: None,
            answer_ms: 1000,
            due: day.plus(Days(3)),
            fingerprint: 7,
            scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
        }
    }

    #[test]
    fn again_on_a_known_card_adds_one_lapse_and_on_a_repeat_none() {
        let grades =
            [(1, Grade::Again), (1, Grade::Good), (5, Grade::Again), (5, Grade::Again), (5, Grade::Good)];
        let log: Vec<Review> =
            grades.iter().zip(0..).map(|((day, grade), at)| review(*day, at, *grade)).collect();
        let state = replay(&Model::default(), &log).unwrap();
        assert_eq!((state.reviews, state.lapses, state.due), (5, 1, Due::On(Day::from_number(8))));
    }

    #[test]
    fn a_card_graded_again_is_to_be_repeated_and_due_at_once() {
        let state = replay(&Model::default(), &[review(9, 5, Grade::Again)]).unwrap();
        assert_eq!(state.due, Due::Repeat(Timestamp::from_millis(5)));
        assert!(state.is_due(Day::from_number(9)) && state.is_due(Day::from_number(10)));
    }

    #[test]
    fn cramming_leaves_no_state() {
        let cram = Review { mode: Mode::Cram, ..review(1, 1, Grade::Good) };
        assert_eq!(replay(&Model::default(), &[cram]), None);
    }

    #[test]
    fn a_clock_set_back_is_stamped_after_the_last_review() {
        let state = replay(&Model::default(), &[review(100, 5_000, Grade::Good)]).unwrap();
        let now = Moment { at: Timestamp::from_millis(10), offset: 60 };
        let (moment, day) = stamped(now, Day::from_number(90), Some(&state));
        assert_eq!((moment.at.millis(), moment.offset, day.number()), (5_001, 60, 100));
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        let id = ReviewId::new(Timestamp::from_millis(1_790_000_000_000), u128::MAX);
        assert_eq!(id.to_string().parse(), Ok(id));
        let next = ReviewId::after(Some(id), Timestamp::from_millis(1_790_000_000_000), 5);
        assert!(next > id);
        assert_eq!(MachineId::new(7).to_string(), "0000000000000007");
    }

    proptest! {
        #[test]
        fn the_order_in_which_reviews_arrive_changes_nothing(
            days in prop::collection::vec((0i32..400, 0usize..4), 1..20), seed in any::<u64>(),
        ) {
            let mut log: Vec<Review> = days
                .iter()
                .zip(0..)
                .map(|((day, grade), at)| review(*day, i64::from(*day) * 1000 + at, Grade::ALL[*grade]))
                .collect();
            let model = Model::default();
            let before = replay(&model, &log);
            crate::seed::Seed(seed).shuffle(&mut log);
            prop_assert_eq!(replay(&model, &log), before);
        }
    }
}
