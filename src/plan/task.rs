//! What is to be planned today?
//!
//! A [`Task`] is the learner, the marks of the cards, and the days with their seconds; it becomes a
//! [`Problem`] for any law the learner might have.

use std::sync::Arc;

use crate::plan::budget::Budget;
use crate::plan::law::{Law, Trace};
use crate::plan::learner::Learner;
use crate::plan::map::Map;
use crate::plan::prices::{Class, Problem, Seen};
use crate::plan::values::{Calendar, Course, Detail};
use crate::time::Day;

/// Cards that the dual looks at one by one; more are represented by so many.
const LOOKED_AT: usize = 160;
/// Classes of marks that are told apart.
const CLASSES: usize = 3;

/// What is to be planned.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    /// What is known of the learner.
    pub learner: &'a Learner,
    /// The marks of each card, > 0.
    pub marks: &'a [f64],
    /// The study day.
    pub today: Day,
    /// The seconds of today that are left, and of every day until the exam, by days left.
    pub budget: Budget,
}

/// Marks, sorted into at most three classes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Classes {
    /// The mean marks of each class.
    pub(super) marks: Vec<f64>,
    /// The class of each card.
    pub(super) of_card: Vec<usize>,
}

impl Classes {
    /// Sorts marks into classes of as many cards each, equal marks into the same.
    pub(super) fn new(marks: &[f64]) -> Self {
        let mut sorted = marks.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut tops: Vec<f64> = (1..=CLASSES)
            .filter_map(|part| sorted.get((sorted.len() * part / CLASSES).max(1) - 1).copied())
            .collect();
        tops.dedup();
        let class_of = |mark: &f64| tops.iter().position(|top| mark <= top).unwrap_or_default();
        let of_card: Vec<usize> = marks.iter().map(class_of).collect();
        let mean = |class: usize| {
            let of_class = marks.iter().zip(&of_card).filter(|(_, other)| **other == class);
            let (sum, count) = of_class.fold((0.0, 0.0), |(sum, count), (mark, _)| (sum + mark, count + 1.0));
            if count > 0.0 { sum / count } else { 1.0 }
        };
        Self { marks: (0..tops.len().max(1)).map(mean).collect(), of_card }
    }
}

impl Task<'_> {
    /// Returns the days left until the exam, today included.
    pub fn days_left(&self) -> usize {
        self.budget.seconds.len() - 1
    }

    /// Returns the problem as it is for a learner with a law, of whose memories are `trace`.
    pub fn problem(&self, law: &Law, trace: impl Fn(usize) -> Option<Trace>) -> Problem {
        self.problem_in(Detail::Fine, law, trace)
    }

    /// Returns the same, the days looked at as closely as said.
    pub(super) fn problem_in(
        &self,
        detail: Detail,
        law: &Law,
        trace: impl Fn(usize) -> Option<Trace>,
    ) -> Problem {
        let days = u32::try_from(self.days_left()).unwrap_or(u32::MAX);
        let budget = self.budget.thinned(detail);
        let course = Course {
            map: Map::new(law.clone(), self.learner.habits(), days),
            calendar: Calendar::new(budget.open(), detail),
        };
        let sorted = Classes::new(self.marks);
        let mut classes: Vec<Class> =
            sorted.marks.iter().map(|weight| Class { weight: *weight, ..Class::default() }).collect();
        let mut seen: Vec<Vec<(Trace, u32)>> = vec![Vec::new(); classes.len()];
        for (card, class) in sorted.of_card.iter().enumerate() {
            match (trace(card), self.learner.last_day(card)) {
                (Some(trace), Some(day)) => seen[*class].push((trace, self.today.since(day).0)),
                _ => classes[*class].new += 1.0,
            }
        }
        let total: usize = seen.iter().map(Vec::len).sum();
        for (class, seen) in classes.iter_mut().zip(seen) {
            let looked_at = if total > LOOKED_AT { LOOKED_AT * seen.len() / total } else { seen.len() };
            class.seen = represented(&course, seen, looked_at);
        }
        Problem { course: Arc::new(course), budget, classes }
    }
}

/// Takes so many of the cards, evenly by stability, each for as many others.
fn represented(course: &Course, mut cards: Vec<(Trace, u32)>, count: usize) -> Vec<Seen> {
    let count = count.clamp(1, cards.len().max(1));
    let share = cards.len() as f64 / count as f64;
    cards.sort_by(|(a, _), (b, _)| a.ln_stability.total_cmp(&b.ln_stability));
    let chosen = (0..count).filter_map(|at| cards.get((2 * at + 1) * cards.len() / (2 * count)));
    chosen.map(|(trace, elapsed)| Seen::new(course, *trace, *elapsed, share)).collect()
}
