//! In which order does a policy ask the cards of a day?

use csto_quiz::plan::Plan;
use csto_quiz::plan::budget::Budget;
use csto_quiz::plan::habits::Seconds;
use csto_quiz::plan::law::{Law, Trace};
use csto_quiz::plan::learner::{Answer, Learner};
use csto_quiz::plan::order::Offer;
use csto_quiz::plan::pace::{self, PastDay};
use csto_quiz::plan::prediction::{Paper, Prediction};
use csto_quiz::plan::prices::Curve;
use csto_quiz::plan::task::Task;
use csto_quiz::schedule::grade::Grade;
use csto_quiz::time::{Day, Days};

use crate::options::Row;
use crate::study::Foretold;

/// The first study day of a simulation.
pub(crate) const START: i32 = 20_000;

/// A way to choose cards.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Policy {
    /// What is due at a desired retention, the longest due first, then new cards.
    Constant(f64),
    /// New cards first, at most so many a day, then what is due; in the last days before the exam
    /// no new cards and whatever is remembered worst.
    NewFirst { retention: f64, cap: usize, window: u32 },
    /// The largest gain in recall at the exam for each second spent now.
    Greedy,
    /// The plan, with the law that is believed in.
    Prices,
    /// The plan, learning who the learner is; it may foretell the score, too.
    Posterior { foretells: bool },
}

/// A policy at work.
pub(crate) struct Scheduler {
    policy: Policy,
    belief: Law,
    /// What the policy believes to be remembered: the trace, the last day, and the due day.
    cards: Vec<Option<(Trace, u32, u32)>>,
    learner: Learner,
    marks: Vec<f64>,
    curve: Option<Curve>,
    past: Vec<PastDay>,
    plan: Option<Plan>,
}

/// The day of a simulation as the program counts days.
pub(crate) fn day(number: u32) -> Day {
    Day::from_number(START).plus(Days(number))
}

impl Scheduler {
    pub(crate) fn new(policy: Policy, belief: Law, learner: Learner) -> Self {
        let cards = learner.card_count();
        Self {
            policy,
            belief,
            cards: vec![None; cards],
            learner,
            marks: vec![1.0; cards],
            curve: None,
            past: Vec::new(),
            plan: None,
        }
    }

    /// Returns the task of a day.
    fn task(&self, today: u32, row: Row, caution: f64) -> Task<'_> {
        let left = (row.days - today) as usize;
        let declared = row.minutes * 60.0;
        let seconds = declared * pace::ratio(&self.past, declared) * caution;
        let budget = Budget::new(vec![seconds; left + 1]);
        Task { learner: &self.learner, marks: &self.marks, today: day(today), budget }
    }

    /// Plans a day and returns the cards in the order in which to ask them.
    pub(crate) fn order(&mut self, today: u32, row: Row) -> Box<dyn Iterator<Item = Offer> + '_> {
        match self.policy.clone() {
            Policy::Prices | Policy::Posterior { .. } => {
                let law = match self.policy {
                    Policy::Posterior { .. } => self.learner.mean_law(),
                    _ => self.belief.clone(),
                };
                let task = self.task(today, row, pace::CAUTION);
                let plan = Plan::with_law(&task, &law, self.curve.as_ref());
                self.curve = Some(plan.curve().clone());
                self.plan = Some(plan);
                Box::new(self.plan.iter().flat_map(Plan::order))
            }
            Policy::Constant(_) => {
                let due = self.due(today);
                Box::new(due.into_iter().chain(self.fresh(usize::MAX)))
            }
            Policy::NewFirst { cap, window, .. } if row.days - today > window => {
                let new = self.fresh(cap);
                Box::new(
                    new.into_iter()
                        .chain(self.due(today))
                        .chain(self.fresh(usize::MAX).into_iter().skip(cap)),
                )
            }
            Policy::NewFirst { .. } => {
                let mut cards: Vec<(f64, Offer)> = self.seen(today);
                cards.sort_by(|(a, _), (b, _)| a.total_cmp(b));
                Box::new(cards.into_iter().map(|(_, offer)| offer))
            }
            Policy::Greedy => Box::new(self.greedy(today, row.days).into_iter()),
        }
    }

    /// Foretells the score of a paper, in percent.
    pub(crate) fn prediction(&self, today: u32, row: Row, questions: usize) -> Foretold {
        let Some(curve) = &self.curve else { return Foretold { point: 0.0, low: 0.0, high: 100.0 } };
        let task = self.task(today, row, 1.0);
        let prediction = Prediction::new(&task, curve, Paper { questions, guessing: 0.0 });
        Foretold {
            point: 100.0 * prediction.score,
            low: 100.0 * prediction.low,
            high: 100.0 * prediction.high,
        }
    }

    /// Returns the time that was studied as a share of the time declared.
    pub(crate) fn used(&self) -> f64 {
        self.past.iter().map(|d| d.done).sum::<f64>() / self.past.iter().map(|d| d.declared).sum::<f64>()
    }

    fn fresh(&self, cap: usize) -> Vec<Offer> {
        let new = self.cards.iter().enumerate().filter(|(_, card)| card.is_none());
        new.take(cap).map(|(card, _)| Offer { card, gain: 1.0, seconds: Seconds::START.first }).collect()
    }

    fn due(&self, today: u32) -> Vec<Offer> {
        let mut due: Vec<(u32, Offer)> = Vec::new();
        for (card, known) in self.cards.iter().enumerate() {
            if let Some((trace, last, day)) = known
                && *day <= today
            {
                due.push((*day, self.review(card, (*trace, *last), today)));
            }
        }
        due.sort_by_key(|(day, _)| *day);
        due.into_iter().map(|(_, offer)| offer).collect()
    }

    fn seen(&self, today: u32) -> Vec<(f64, Offer)> {
        let mut seen = Vec::new();
        for (card, known) in self.cards.iter().enumerate() {
            if let Some((trace, last, _)) = known
                && *last < today
            {
                let recall = self.belief.recall(*trace, f64::from(today - last));
                seen.push((recall, self.review(card, (*trace, *last), today)));
            }
        }
        seen
    }

    fn review(&self, card: usize, (trace, last): (Trace, u32), today: u32) -> Offer {
        let recall = self.belief.recall(trace, f64::from(today - last));
        Offer { card, gain: 1.0, seconds: Seconds::START.expected(recall) }
    }

    fn greedy(&self, today: u32, days: u32) -> Vec<Offer> {
        let left = f64::from(days - today);
        let sessions = csto_quiz::plan::habits::Habits::default();
        let new: f64 = sessions
            .first_sessions()
            .map(|(share, grades)| {
                let trace =
                    grades.iter().fold(None, |trace, grade| Some(self.belief.after(trace, 0, *grade)));
                trace.map_or(0.0, |trace| share * self.belief.recall(trace, left))
            })
            .sum();
        let mut offers: Vec<Offer> = Vec::new();
        for (card, known) in self.cards.iter().enumerate() {
            match known {
                None => {
                    let seconds = Seconds::START.first;
                    offers.push(Offer { card, gain: new / seconds, seconds });
                }
                Some((trace, last, _)) if *last < today => {
                    let elapsed = f64::from(today - last);
                    let met = self.belief.meet(*trace, elapsed);
                    let then = |trace: Trace| self.belief.recall(trace, left);
                    let success: f64 = sessions
                        .successes()
                        .iter()
                        .map(|(share, grade)| share * then(self.belief.graded(&met, *grade)))
                        .sum();
                    let failed = self.belief.graded(&met, Grade::Again);
                    let failure: f64 = csto_quiz::plan::habits::LAPSES
                        .iter()
                        .map(|(share, grades)| {
                            let trace =
                                grades.iter().fold(failed, |t, grade| self.belief.repeated(t, *grade));
                            share * then(trace)
                        })
                        .sum();
                    let now = met.recall * success + (1.0 - met.recall) * failure;
                    let seconds = Seconds::START.expected(met.recall);
                    let gain = (now - self.belief.recall(*trace, elapsed + left)) / seconds;
                    offers.push(Offer { card, gain, seconds });
                }
                Some(_) => {}
            }
        }
        offers.retain(|offer| offer.gain > 0.0);
        offers.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.card.cmp(&b.card)));
        offers
    }

    /// Takes the answers of a card.
    pub(crate) fn observe(&mut self, card: usize, today: u32, answers: &[(Grade, f64)]) {
        if matches!(self.policy, Policy::Prices | Policy::Posterior { .. }) {
            for (grade, seconds) in answers {
                self.learner.observe(&Answer { card, day: day(today), grade: *grade, seconds: *seconds });
            }
            return;
        }
        let retention = match self.policy {
            Policy::Constant(retention) | Policy::NewFirst { retention, .. } => retention,
            _ => 0.9,
        };
        let (mut trace, mut last) = (None, today);
        if let Some((before, day, _)) = self.cards[card] {
            (trace, last) = (Some(before), day);
        }
        for (grade, _) in answers {
            trace = Some(self.belief.after(trace, today - last, *grade));
            last = today;
        }
        if let Some(trace) = trace {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to days")]
            let interval = self.belief.interval(trace, retention).round().clamp(1.0, 36_500.0) as u32;
            self.cards[card] = Some((trace, today, today + interval));
        }
    }

    /// Takes what came of a day.
    pub(crate) fn close(&mut self, declared: f64, done: f64) {
        self.past.push(PastDay { declared, done });
    }
}
