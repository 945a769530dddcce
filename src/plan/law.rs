//! What does a review do to a memory, for a learner with these parameters?
//!
//! FSRS-6 in double precision, for any learner: the plan looks at millions of possible reviews, of
//! learners other than the one whose cards are scheduled. `schedule::memory` alone decides what is
//! stored; a test holds the two against each other. Formulas: FSRS-6, as in fsrs-rs 6.6.2,
//! `src/model.rs` (<https://github.com/open-spaced-repetition/fsrs-rs>).

use crate::schedule::grade::Grade;
use crate::schedule::units::Stability;

/// How many parameters FSRS-6 has.
pub const COUNT: usize = 21;

/// The parameters w0 … w20 of a learner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters([f64; COUNT]);

/// What is remembered of a card, as the plan computes with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trace {
    /// The natural logarithm of the stability in days.
    pub ln_stability: f64,
    /// The difficulty, 1 (easy) – 10 (hard).
    pub difficulty: f64,
}

/// The forgetting law of a learner.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    parameters: Parameters,
    /// f = 0.9^(−1/w20) − 1.
    factor: f64,
    /// The difficulty to which difficulties return, D0(easy), unclamped.
    easy_difficulty: f64,
    ln_shortest: f64,
    ln_longest: f64,
}

/// A trace some days after its review: what the outcomes of a review now have in common.
#[derive(Clone, Copy, Debug)]
pub struct Encounter {
    before: Trace,
    /// The probability of recall, 0–1.
    pub recall: f64,
    /// The growth of stability by a success graded good, before the bonus of a grade.
    growth: f64,
    /// The logarithm of the stability after a failure.
    ln_failed: f64,
}

impl Parameters {
    /// The parameters that fit the average learner (fsrs-rs 6.6.2, `DEFAULT_PARAMETERS`).
    pub const DEFAULT: Self = Self([
        0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614,
        0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ]);

    /// The ranges outside which FSRS-6 is not defined (fsrs-rs 6.6.2, `parameter_clipper.rs`).
    const RANGES: [(f64, f64); COUNT] = [
        (0.001, 100.0),
        (0.001, 100.0),
        (0.001, 100.0),
        (0.001, 100.0),
        (1.0, 10.0),
        (0.001, 4.0),
        (0.001, 4.0),
        (0.001, 0.75),
        (0.0, 4.5),
        (0.0, 0.8),
        (0.001, 3.5),
        (0.001, 5.0),
        (0.001, 0.25),
        (0.001, 0.9),
        (0.0, 4.0),
        (0.0, 1.0),
        (1.0, 6.0),
        (0.0, 2.0),
        (0.0, 2.0),
        (0.0, 0.8),
        (0.1, 0.8),
    ];

    /// Makes parameters, each clamped to its range; what is not a number becomes the default.
    pub fn new(values: [f64; COUNT]) -> Self {
        let mut clamped = Self::DEFAULT.0;
        for ((clamped, value), (low, high)) in clamped.iter_mut().zip(values).zip(Self::RANGES) {
            if !value.is_nan() {
                *clamped = value.clamp(low, high);
            }
        }
        Self(clamped)
    }

    /// Returns w0 … w20.
    pub fn values(&self) -> &[f64; COUNT] {
        &self.0
    }

    /// Returns the parameters with the four first stabilities, w0 … w3, multiplied.
    pub fn with_first_stabilities(&self, times: f64) -> Self {
        let mut values = self.0;
        for first in &mut values[..4] {
            *first *= times;
        }
        Self::new(values)
    }
}

impl Trace {
    /// Returns the stability in days.
    pub fn stability(self) -> f64 {
        self.ln_stability.exp()
    }
}

impl Law {
    /// Makes the law of a learner.
    pub fn new(parameters: Parameters) -> Self {
        let w = parameters.values();
        Self {
            parameters,
            factor: 0.9_f64.powf(-1.0 / w[20]) - 1.0,
            easy_difficulty: first_difficulty(w, Grade::Easy),
            ln_shortest: Stability::SHORTEST.ln(),
            ln_longest: Stability::LONGEST.ln(),
        }
    }

    /// Returns the parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Returns the probability of recall some days after a review that left this trace.
    ///
    /// R = (1 + f·e/S)^(−w20), f = 0.9^(−1/w20) − 1.
    pub fn recall(&self, trace: Trace, days: f64) -> f64 {
        (1.0 + self.factor * days * (-trace.ln_stability).exp()).powf(-self.parameters.0[20])
    }

    /// Returns the days after which recall falls to a probability, 0–1.
    pub fn interval(&self, trace: Trace, recall: f64) -> f64 {
        trace.stability() / self.factor * (recall.powf(-1.0 / self.parameters.0[20]) - 1.0)
    }

    /// Returns what the first answer to a card leaves.
    pub fn first(&self, grade: Grade) -> Trace {
        let w = self.parameters.values();
        let stability = match grade {
            Grade::Again => w[0],
            Grade::Hard => w[1],
            Grade::Good => w[2],
            Grade::Easy => w[3],
        };
        self.trace(stability.ln(), first_difficulty(w, grade))
    }

    /// Returns what a further answer on the day of another one leaves.
    ///
    /// S' = S·max(1, e^(w17·(g − 3 + w18))·S^(−w19)), without the maximum after Again.
    pub fn repeated(&self, trace: Trace, grade: Grade) -> Trace {
        let w = self.parameters.values();
        let change = w[17] * (number(grade) - 3.0 + w[18]) - w[19] * trace.ln_stability;
        let change = if grade == Grade::Again { change } else { change.max(0.0) };
        self.trace(trace.ln_stability + change, self.difficulty_after(trace.difficulty, grade))
    }

    /// Returns what the outcomes of a review have in common, some days (> 0) after the last one.
    ///
    /// After a success S' = S·(1 + e^w8·(11 − D)·S^(−w9)·(e^(w10·(1 − R)) − 1)·bonus), with w15 as
    /// the bonus of Hard and w16 of Easy; after a failure
    /// S' = min(w11·D^(−w12)·((S + 1)^w13 − 1)·e^(w14·(1 − R)), S/e^(w17·w18)).
    pub fn meet(&self, trace: Trace, days: f64) -> Encounter {
        let w = self.parameters.values();
        let recall = self.recall(trace, days);
        let forgotten = 1.0 - recall;
        let growth = (w[8] - w[9] * trace.ln_stability).exp()
            * (11.0 - trace.difficulty)
            * ((w[10] * forgotten).exp() - 1.0);
        let failed = w[11].ln() - w[12] * trace.difficulty.ln()
            + ((trace.stability() + 1.0).powf(w[13]) - 1.0).ln()
            + w[14] * forgotten;
        let ln_failed = failed.min(trace.ln_stability - w[17] * w[18]);
        Encounter { before: trace, recall, growth, ln_failed }
    }

    /// Returns what a grade leaves.
    pub fn graded(&self, encounter: &Encounter, grade: Grade) -> Trace {
        let w = self.parameters.values();
        let before = encounter.before;
        let ln_stability = match grade {
            Grade::Again => encounter.ln_failed,
            Grade::Hard => before.ln_stability + (encounter.growth * w[15]).ln_1p(),
            Grade::Good => before.ln_stability + encounter.growth.ln_1p(),
            Grade::Easy => before.ln_stability + (encounter.growth * w[16]).ln_1p(),
        };
        self.trace(ln_stability, self.difficulty_after(before.difficulty, grade))
    }

    /// Returns what an answer leaves, some days after the last one; `before` is nothing for a new
    /// card, and 0 days are the same day.
    pub fn after(&self, before: Option<Trace>, days: u32, grade: Grade) -> Trace {
        match before {
            None => self.first(grade),
            Some(trace) if days == 0 => self.repeated(trace, grade),
            Some(trace) => self.graded(&self.meet(trace, f64::from(days)), grade),
        }
    }

    /// D' = D − w6·(g − 3)·(10 − D)/9, drawn towards D0(easy) by the share w7.
    fn difficulty_after(&self, difficulty: f64, grade: Grade) -> f64 {
        let w = self.parameters.values();
        let moved = difficulty - w[6] * (number(grade) - 3.0) * (10.0 - difficulty) / 9.0;
        w[7] * (self.easy_difficulty - moved) + moved
    }

    fn trace(&self, ln_stability: f64, difficulty: f64) -> Trace {
        Trace {
            ln_stability: ln_stability.clamp(self.ln_shortest, self.ln_longest),
            difficulty: difficulty.clamp(1.0, 10.0),
        }
    }
}

/// D0(g) = w4 − e^(w5·(g − 1)) + 1.
fn first_difficulty(w: &[f64; COUNT], grade: Grade) -> f64 {
    w[4] - (w[5] * (number(grade) - 1.0)).exp() + 1.0
}

fn number(grade: Grade) -> f64 {
    f64::from(grade.number())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::memory::Model;
    use crate::time::Days;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_law_of_the_average_learner_is_that_of_the_scheduler(
            history in prop::collection::vec((0u32..200, 0usize..4), 1..12), later in 1u32..300,
        ) {
            let (law, model) = (Law::new(Parameters::DEFAULT), Model::default());
            let (mut trace, mut memory) = (None, None);
            for (days, grade) in history {
                let grade = Grade::ALL[grade];
                trace = Some(law.after(trace, days, grade));
                memory = Some(model.after(memory, Days(days), grade));
            }
            let (trace, memory) = (trace.expect("a trace"), memory.expect("a memory"));
            let stability = memory.stability.days();
            prop_assert!((trace.stability() / stability - 1.0).abs() < 1e-3, "{trace:?} {memory:?}");
            prop_assert!((trace.difficulty - memory.difficulty.value()).abs() < 1e-3, "{trace:?} {memory:?}");
            let recall = model.retrievability(memory, Days(later)).probability();
            prop_assert!((law.recall(trace, f64::from(later)) - recall).abs() < 1e-3);
        }

        #[test]
        fn recall_after_its_interval_is_what_was_asked_for(ln_stability in -3.0f64..8.0, recall in 0.5f64..0.99) {
            let law = Law::new(Parameters::DEFAULT);
            let trace = Trace { ln_stability, difficulty: 5.0 };
            prop_assert!((law.recall(trace, law.interval(trace, recall)) - recall).abs() < 1e-9);
        }
    }

    #[test]
    fn parameters_out_of_range_are_clamped() {
        let mut values = *Parameters::DEFAULT.values();
        (values[0], values[4], values[20]) = (-1.0, 99.0, f64::NAN);
        let clamped = Parameters::new(values);
        assert_eq!(clamped.values()[0].to_string(), "0.001");
        assert_eq!((clamped.values()[4], clamped.values()[20]), (10.0, 0.1542));
    }
}
