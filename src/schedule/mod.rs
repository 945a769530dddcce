//! When is a card asked again?
//!
//! [`choices`] says for each grade what the memory becomes and on which day the card falls due.
//! The session shows these days before the learner grades, and what is shown is what happens.

pub mod grade;
pub mod memory;
pub mod spread;
pub mod state;
pub mod units;

use crate::schedule::grade::Grade;
use crate::schedule::memory::{Memory, Model};
use crate::schedule::state::Studied;
use crate::schedule::units::DesiredRetention;
use crate::seed::Seed;
use crate::time::{Day, Days};

/// The longest interval unless the learner sets it, a hundred years.
pub const LONGEST_INTERVAL: Days = Days(36_500);

/// What the learner wants of the scheduler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// The retrievability at which cards fall due.
    pub desired: DesiredRetention,
    /// The longest interval, ≥ 1 day.
    pub maximum: Days,
}

/// What follows each grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choices {
    /// After Again: asked again today.
    pub again: Choice,
    /// After Hard.
    pub hard: Choice,
    /// After Good.
    pub good: Choice,
    /// After Easy.
    pub easy: Choice,
}

/// What follows one grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The memory it leaves.
    pub memory: Memory,
    /// The day on which the card falls due.
    pub due: Day,
}

/// The moment at which a card is graded: everything that [`choices`] needs besides the card.
#[derive(Clone, Copy)]
pub struct Occasion<'a> {
    /// The study day.
    pub today: Day,
    /// The seed of the spread: of the face and its count of reviews.
    pub seed: Seed,
    /// How many cards are due on a day already.
    pub load: &'a dyn Fn(Day) -> usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self { desired: DesiredRetention::default(), maximum: LONGEST_INTERVAL }
    }
}

/// Returns what follows each grade of a card; `before` is nothing for a new one.
pub fn choices(model: &Model, policy: Policy, before: Option<&Studied>, occasion: Occasion<'_>) -> Choices {
    let today = occasion.today;
    let elapsed = before.map_or(Days(0), |studied| studied.elapsed(today));
    let next = model.next(before.map(|studied| studied.memory), elapsed);
    let due = |memory: Memory| {
        let interval = model.interval(memory, policy.desired).min(policy.maximum);
        spread::due_day(today, interval, policy.maximum, occasion.seed, occasion.load)
    };
    let hard = due(next.hard);
    let good = due(next.good).max(hard);
    let easy = due(next.easy).max(good);
    Choices {
        again: Choice { memory: next.again, due: today },
        hard: Choice { memory: next.hard, due: hard },
        good: Choice { memory: next.good, due: good },
        easy: Choice { memory: next.easy, due: easy },
    }
}

impl Choices {
    /// Returns what follows a grade.
    pub fn of(&self, grade: Grade) -> Choice {
        match grade {
            Grade::Again => self.again,
            Grade::Hard => self.hard,
            Grade::Good => self.good,
            Grade::Easy => self.easy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::state::Due;
    use crate::time::Timestamp;
    use proptest::prelude::*;

    fn studied(stability: f64, last_day: Day) -> Studied {
        let memory = Model::default().next(None, Days(0)).good;
        let memory = Memory { stability: units::Stability::new(stability), ..memory };
        Studied {
            memory,
            due: Due::On(last_day.plus(Days(5))),
            last_day,
            last_at: Timestamp::from_millis(0),
            reviews: 3,
            lapses: 0,
            fingerprint: 0,
        }
    }

    #[test]
    fn a_clock_set_back_counts_as_the_same_day() {
        let last_day = Day::from_number(20_000);
        let at = |today| Occasion { today, seed: Seed(1), load: &|_| 0 };
        let (model, policy, card) = (Model::default(), Policy::default(), studied(5.0, last_day));
        let back = choices(&model, policy, Some(&card), at(Day::from_number(19_990)));
        let same = choices(&model, policy, Some(&card), at(last_day));
        assert_eq!(back.good.memory, same.good.memory);
    }

    proptest! {
        #[test]
        fn better_grades_fall_due_no_earlier_and_never_beyond_the_maximum(
            stability in 0.01f64..4_000.0, elapsed in 0u32..400, maximum in 1u32..1_000, seed in any::<u64>(),
        ) {
            let last_day = Day::from_number(20_000);
            let today = last_day.plus(Days(elapsed));
            let policy = Policy { maximum: Days(maximum), ..Policy::default() };
            let occasion = Occasion { today, seed: Seed(seed), load: &|day| usize::from(day.number() % 3 == 0) };
            let all = choices(&Model::default(), policy, Some(&studied(stability, last_day)), occasion);
            prop_assert_eq!(all.again.due, today);
            prop_assert!(today < all.hard.due && all.hard.due <= all.good.due && all.good.due <= all.easy.due);
            prop_assert!(all.easy.due.since(today) <= Days(maximum));
        }
    }
}
