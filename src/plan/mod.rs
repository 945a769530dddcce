//! Which cards are worth the next seconds, and what score do they lead to?
//!
//! A [`Plan`] is made each morning of a [`task::Task`]: it finds the prices of the days until the
//! exam ([`prices`]), from what memories are worth ([`values`]) to a learner who is known by the
//! answers so far ([`learner`]). [`Plan::order`] says what to ask now, and [`prediction`] what score
//! to expect. The study session and `csto-quiz plan` use it, and so does the simulation in
//! `examples/`.

pub mod budget;
mod descent;
pub mod exam;
pub mod habits;
pub mod law;
pub mod learner;
pub mod library;
pub mod map;
pub mod order;
pub mod outlook;
pub mod pace;
pub mod prediction;
pub mod prices;
pub mod task;
#[cfg(test)]
mod tests;
pub mod values;

use crate::plan::law::{Law, Trace};
use crate::plan::order::{Order, Standing};
use crate::plan::prices::{Curve, Problem};
use crate::plan::task::{Classes, Task};
use crate::plan::values::Values;

/// Evaluations of the dual for the first plan.
pub const FIRST_EVALUATIONS: usize = 24;
/// Evaluations of the dual for a plan that starts from yesterday's prices.
pub const DAILY_EVALUATIONS: usize = 6;

/// The plan of a day.
#[derive(Clone, Debug)]
pub struct Plan {
    problem: Problem,
    curve: Curve,
    classes: Classes,
    /// What memories are worth, for each class of marks.
    values: Vec<Values>,
    standings: Vec<Option<Standing>>,
    /// By card: its recall at the exam if it is never asked again.
    kept: Vec<Option<f64>>,
}

impl Plan {
    /// Plans a day for the learner that the answers speak of, from yesterday's prices if there are any.
    pub fn new(task: &Task<'_>, yesterday: Option<&Curve>) -> Self {
        let law = task.learner.mean_law();
        Self::with_law(task, &law, yesterday)
    }

    /// Plans a day for a learner whose law is known.
    pub fn with_law(task: &Task<'_>, law: &Law, yesterday: Option<&Curve>) -> Self {
        let traces: Vec<Option<Trace>> =
            (0..task.marks.len()).map(|card| task.learner.trace(card, law)).collect();
        let problem = task.problem(law, |card| traces[card]);
        let evaluations = if yesterday.is_some() { DAILY_EVALUATIONS } else { FIRST_EVALUATIONS };
        let (curve, _) = problem.solve(yesterday, evaluations);
        let classes = Classes::new(task.marks);
        let prices = curve.prices(&problem.budget);
        let values = classes
            .marks
            .iter()
            .map(|marks| {
                let prices = prices.iter().map(|price| price / marks).collect();
                Values::new(problem.course(), prices, 0.0)
            })
            .collect();
        let standing = |(card, trace): (usize, &Option<Trace>)| match (trace, task.learner.last_day(card)) {
            (Some(trace), Some(day)) => {
                let elapsed = task.today.since(day).0;
                (elapsed > 0).then_some(Standing::Seen(*trace, elapsed))
            }
            _ => Some(Standing::New),
        };
        let standings = traces.iter().enumerate().map(standing).collect();
        let kept = |(card, trace): (usize, &Option<Trace>)| {
            let elapsed = task.today.since(task.learner.last_day(card)?).0;
            Some(law.recall((*trace)?, f64::from(elapsed) + task.days_left() as f64))
        };
        let kept = traces.iter().enumerate().map(kept).collect();
        Self { problem, curve, classes, values, standings, kept }
    }

    /// Returns the cards that are worth asking today, in falling gain, found one by one.
    ///
    /// Cards that were answered today do not come again. The order is that of one moment: an answer
    /// takes its card out and leaves the others where they are.
    pub fn order(&self) -> Order<'_> {
        let cards = self.standings.iter().zip(&self.classes.of_card).enumerate();
        let cards = cards.filter_map(|(card, (standing, class))| Some((card, *class, (*standing)?)));
        Order::new(&self.values, &self.classes.marks, cards)
    }

    /// Returns the recall at the exam of a card that is never asked again; nothing for a new one.
    pub fn kept(&self, card: usize) -> Option<f64> {
        self.kept.get(card).copied().flatten()
    }

    /// Returns the prices, with which tomorrow's plan can start.
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// Returns what was to be decided.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Returns what no policy can exceed in expectation, as a share of all marks, for a learner as
    /// the plan believes the learner to be.
    pub fn bound(&self) -> f64 {
        self.problem.bound(&self.curve) / self.problem.marks().max(f64::MIN_POSITIVE)
    }
}
