//! What score is to be expected at the exam, and how sure is it?
//!
//! The learner is not known for certain: candidates are drawn by their weights, and for each the dual
//! of the time to come is minimised from the plan's prices; its value is what this learner can reach
//! who is known. The plan does not know the learner, so a little of what is to be gained is missed:
//!
//! ```text
//! score = reached − regret·(reached − kept)·(1 − reached)
//! ```
//!
//! The interval is that of the mixture of the candidates, each with the chance of the exam itself, the
//! chance of the days until then, and what the model misses:
//!
//! ```text
//! variance = (mean(p(1 − p)) + (1 − q/n)·var(p)) / q + path + misfit²
//! ```
//!
//! for q questions out of n cards, p being a card's probability of recall at the exam; path is the
//! variance of what the reviews to come will leave, and of what the time is worth that they save or
//! take.

use crate::plan::law::Law;
use crate::plan::prices::{Curve, Problem};
use crate::plan::task::Task;
use crate::plan::values::Detail;

/// Candidates that are drawn: with fewer the tails are missing before anything is known.
const DRAWN: usize = 48;
/// Evaluations of the dual for each of them.
const EVALUATIONS: usize = 6;
/// Below so many cards it takes so many evaluations until the bound is as near.
const FEW_CARDS: (f64, usize) = (160.0, 10);
/// What the model misses, as a standard deviation of the score, for a score p times √(p·(1 − p)): 2
/// points at 75 %; set by the simulation, so that nine of ten learners score inside the interval.
const MISFIT: f64 = 0.05;
/// What is missed of what study is still to give, as a share times what is not known in the end: the
/// plan does not know the learner as the dual of a candidate does. Set by the simulation.
const REGRET: f64 = 0.1;
/// The least variance of a score, so that a chance is always defined.
const LEAST_VARIANCE: f64 = 1e-8;
/// The probability outside the interval, half of it on either side.
const OUTSIDE: f64 = 0.10;

/// The paper of an exam, as far as the prediction depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    /// How many questions it asks, ≥ 1; all cards when they are fewer.
    pub questions: usize,
    /// The mean probability of guessing what is not remembered, 0–1.
    pub guessing: f64,
}

/// What is to be expected at the exam; scores are shares of all marks, 0–1.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The score to expect.
    pub score: f64,
    /// The score exceeded with a probability of 95 %.
    pub low: f64,
    /// The score exceeded with a probability of 5 %.
    pub high: f64,
    /// The score to expect when nothing is studied any more.
    pub kept: f64,
    /// What is expected for each learner that the learner could be.
    cases: Vec<Case>,
}

/// What is expected of a learner who could be the one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Case {
    probability: f64,
    score: f64,
    deviation: f64,
}

impl Prediction {
    /// Predicts the score when the time of the task is studied by the plan with these prices.
    pub fn new(task: &Task<'_>, curve: &Curve, paper: Paper) -> Self {
        let mut cases = Vec::new();
        let mut kept = 0.0;
        for (candidate, probability) in drawn(&task.learner.cautious_weights(), DRAWN) {
            let law: &Law = &task.learner.candidates()[candidate].law;
            let problem = task.problem_in(Detail::Coarse, law, |card| task.learner.trace_of(card, candidate));
            let is_few = problem.card_count() < FEW_CARDS.0;
            let (curve, _) = problem.solve(Some(curve), if is_few { FEW_CARDS.1 } else { EVALUATIONS });
            kept += probability * problem.kept() / problem.marks().max(f64::MIN_POSITIVE);
            cases.push(case(&problem, &curve, (probability, paper)));
        }
        let guessed = |share: f64| paper.guessing + (1.0 - paper.guessing) * share;
        let score = cases.iter().map(|case| case.probability * case.score).sum();
        let mut prediction = Self { score, low: 0.0, high: 1.0, kept: guessed(kept), cases };
        prediction.low = prediction.exceeded_with(1.0 - OUTSIDE / 2.0).clamp(0.0, score);
        prediction.high = prediction.exceeded_with(OUTSIDE / 2.0).clamp(score, 1.0);
        prediction
    }

    /// Returns the probability of scoring at least a share of all marks.
    pub fn chance_of(&self, share: f64) -> f64 {
        let above =
            |case: &Case| case.probability * (1.0 - normal_below((share - case.score) / case.deviation));
        self.cases.iter().map(above).sum()
    }

    /// Returns the score that is exceeded with a probability, by bisection.
    fn exceeded_with(&self, probability: f64) -> f64 {
        let (mut low, mut high) = (-0.5, 1.5);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if self.chance_of(middle) > probability {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }
}

/// Draws candidates by their weights, evenly along their order, and returns each with its share.
fn drawn(weights: &[f64], count: usize) -> Vec<(usize, f64)> {
    let mut drawn: Vec<(usize, f64)> = Vec::new();
    let (mut sum, mut next) = (0.0, 0);
    for (candidate, weight) in weights.iter().enumerate() {
        sum += weight;
        let before = next;
        while next < count && (next as f64 + 0.5) / (count as f64) < sum {
            next += 1;
        }
        if next > before {
            drawn.push((candidate, (next - before) as f64 / count as f64));
        }
    }
    drawn
}

fn case(problem: &Problem, curve: &Curve, (probability, paper): (f64, Paper)) -> Case {
    let marks = problem.marks().max(f64::MIN_POSITIVE);
    let reached = (problem.bound(curve) / marks).clamp(0.0, 1.0);
    let recall = reached - REGRET * (reached - problem.kept() / marks).max(0.0) * (1.0 - reached);
    let squares = (problem.expected(curve).squares / marks).clamp(recall * recall, recall);
    let guessing = paper.guessing;
    let score = guessing + (1.0 - guessing) * recall;
    // Moments of g + (1 − g)·p.
    let square = guessing * guessing
        + 2.0 * guessing * (1.0 - guessing) * recall
        + (1.0 - guessing) * (1.0 - guessing) * squares;
    let cards = problem.card_count().max(1.0);
    let questions = (paper.questions as f64).clamp(1.0, cards);
    let chance = (score - square) + (1.0 - questions / cards) * (square - score * score).max(0.0);
    let path = problem.variance(curve) * ((1.0 - guessing) / marks).powi(2);
    let variance = chance.max(0.0) / questions + path + MISFIT * MISFIT * score * (1.0 - score);
    Case { probability, score, deviation: variance.max(LEAST_VARIANCE).sqrt() }
}

/// The distribution function of the standard normal distribution, to 1.5e−7 (Abramowitz and Stegun,
/// Handbook of Mathematical Functions, 7.1.26).
fn normal_below(deviations: f64) -> f64 {
    let x = deviations.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series = t
        * (0.254_829_592
            + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let above = 0.5 * series * (-x * x).exp();
    if deviations < 0.0 { above } else { 1.0 - above }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_distribution_is_the_tabulated_one() {
        for (deviations, below) in [(0.0, 0.5), (1.0, 0.841_345), (-1.645, 0.049_985), (3.0, 0.998_650)] {
            assert!((normal_below(deviations) - below).abs() < 1e-6, "{deviations}");
        }
    }

    #[test]
    fn candidates_are_drawn_by_their_weights() {
        assert_eq!(drawn(&[0.5, 0.0, 0.25, 0.25], DRAWN), [(0, 0.5), (2, 0.25), (3, 0.25)]);
        let many = drawn(&[1.0 / 147.0; 147], DRAWN);
        assert_eq!((many.len(), many[0].0, many[DRAWN - 1].0), (DRAWN, 1, 145));
    }
}
