//! How does a review change a memory, and when has it faded?
//!
//! The only file that names the crate `fsrs` (FSRS-6, 21 parameters;
//! <https://github.com/open-spaced-repetition/fsrs-rs>); none of its types leaves it.

use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, MemoryState, current_retrievability};

use crate::schedule::grade::Grade;
use crate::schedule::units::{DesiredRetention, Difficulty, Retrievability, Stability};
use crate::time::Days;

/// The name of the model, as the log keeps it with every review.
pub const MODEL_NAME: &str = "fsrs-6";
/// Days beyond which FSRS need not tell elapsed times apart, a hundred years.
const LONGEST_ELAPSED: u32 = 36_500;

/// What is remembered of a card: how stable and how difficult.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days until retrievability falls to 0.90.
    pub stability: Stability,
    /// 1 (easy) – 10 (hard).
    pub difficulty: Difficulty,
}

/// The forgetting law with its parameters.
#[derive(Clone, Debug, Default)]
pub struct Model {
    fsrs: FSRS,
}

/// The memory after each grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NextMemory {
    /// After Again.
    pub again: Memory,
    /// After Hard.
    pub hard: Memory,
    /// After Good.
    pub good: Memory,
    /// After Easy.
    pub easy: Memory,
}

impl Model {
    /// Returns the memory after each grade; `before` is what was remembered `elapsed` days after
    /// the last review, or nothing for a new card.
    ///
    /// # Panics
    /// Never: the types keep stability, difficulty and days where FSRS is finite.
    ///
    /// # Examples
    /// ```
    /// use csto_quiz::schedule::memory::Model;
    /// use csto_quiz::time::Days;
    ///
    /// let first = Model::default().next(None, Days(0));
    /// assert!((first.good.stability.days() - 2.3065).abs() < 1e-4);
    /// ```
    pub fn next(&self, before: Option<Memory>, elapsed: Days) -> NextMemory {
        let state = before.map(Memory::to_crate);
        let elapsed = elapsed.0.min(LONGEST_ELAPSED);
        let next = self
            .fsrs
            .next_states(state, 0.9, elapsed)
            .expect("clamped stability, difficulty and days give finite states");
        NextMemory {
            again: Memory::of_crate(next.again.memory),
            hard: Memory::of_crate(next.hard.memory),
            good: Memory::of_crate(next.good.memory),
            easy: Memory::of_crate(next.easy.memory),
        }
    }

    /// Returns the memory after one grade; see [`Model::next`].
    pub fn after(&self, before: Option<Memory>, elapsed: Days, grade: Grade) -> Memory {
        self.next(before, elapsed).of(grade)
    }

    /// Returns the probability of recall some days after the last review.
    ///
    /// R = (1 + f·t/S)^(−w20), f = 0.9^(−1/w20) − 1 (FSRS-6, forgetting curve).
    pub fn retrievability(&self, memory: Memory, elapsed: Days) -> Retrievability {
        let elapsed = elapsed.0.min(LONGEST_ELAPSED);
        let recall = current_retrievability(memory.to_crate(), elapsed as f32, FSRS6_DEFAULT_DECAY);
        Retrievability::new(f64::from(recall))
    }

    /// Returns the days after which retrievability falls to what is desired: rounded, at least 1.
    pub fn interval(&self, memory: Memory, desired: DesiredRetention) -> Days {
        #[expect(clippy::cast_possible_truncation, reason = "FSRS computes in f32")]
        let (stability, desired) = (memory.stability.days() as f32, desired.probability() as f32);
        let days = self.fsrs.next_interval(Some(stability), desired, 0).round().max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1 and more")]
        Days(days as u32)
    }
}

impl NextMemory {
    /// Returns the memory after a grade.
    pub fn of(self, grade: Grade) -> Memory {
        match grade {
            Grade::Again => self.again,
            Grade::Hard => self.hard,
            Grade::Good => self.good,
            Grade::Easy => self.easy,
        }
    }
}

impl Memory {
    fn to_crate(self) -> MemoryState {
        #[expect(clippy::cast_possible_truncation, reason = "FSRS computes in f32")]
        MemoryState { stability: self.stability.days() as f32, difficulty: self.difficulty.value() as f32 }
    }

    fn of_crate(state: MemoryState) -> Self {
        Self {
            stability: Stability::new(f64::from(state.stability)),
            difficulty: Difficulty::new(f64::from(state.difficulty)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_memory() -> impl Strategy<Value = Memory> {
        (0.001f64..36_500.0, 1.0f64..10.0)
            .prop_map(|(s, d)| Memory { stability: Stability::new(s), difficulty: Difficulty::new(d) })
    }

    proptest! {
        #[test]
        fn retrievability_at_the_interval_is_what_is_desired(memory in any_memory(), desired in 0.70f64..0.97) {
            let model = Model::default();
            let interval = model.interval(memory, DesiredRetention::new(desired).expect("in range"));
            prop_assume!(interval.0 > 1 && interval.0 < LONGEST_ELAPSED);
            let recall = |days| model.retrievability(memory, Days(days)).probability();
            prop_assert!(recall(interval.0 - 1) > desired && desired > recall(interval.0 + 1));
        }

        #[test]
        fn any_memory_stays_in_range(memory in any_memory(), elapsed in any::<u32>(), grade in 0usize..4) {
            let next = Model::default().after(Some(memory), Days(elapsed), Grade::ALL[grade]);
            prop_assert!(next.stability.days() > 0.0 && next.stability.days() <= Stability::LONGEST);
            prop_assert!((1.0..=10.0).contains(&next.difficulty.value()));
        }

        #[test]
        fn a_better_grade_is_never_followed_by_a_shorter_interval(memory in any_memory(), elapsed in 1u32..5_000) {
            let (model, desired) = (Model::default(), DesiredRetention::default());
            let next = model.next(Some(memory), Days(elapsed));
            let [again, hard, good, easy] = Grade::ALL.map(|grade| model.interval(next.of(grade), desired));
            prop_assert!(again <= hard && hard <= good && good <= easy);
        }
    }
}
