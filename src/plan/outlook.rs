//! What is the learner told about the exam?
//!
//! An [`Outlook`] has the numbers that `csto-quiz plan` shows, and the session's closing lines:
//! predicted score with its interval, what other minutes would give, and what is left to do. Scores
//! are shares of all marks, 0–1.

use crate::plan::Plan;
use crate::plan::prediction::{Paper, Prediction};
use crate::plan::prices::{Curve, Problem};
use crate::plan::task::Task;
use crate::plan::values::Detail;
use crate::time::{Day, Days};

/// A chance of reaching the target above which the learner is on track.
const ON_TRACK: f64 = 0.8;
/// A chance of reaching the target below which the learner is behind.
const BEHIND: f64 = 0.4;
/// Evaluations of the dual for other minutes.
const EVALUATIONS: usize = 8;
/// Steps of the bisection for the minutes that a target needs.
const BISECTIONS: u32 = 6;
/// By what minutes a day are multiplied in the chart of score against minutes.
const CHARTED: [f64; 6] = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0];
/// The fewest and the most minutes a day that are looked at for a target.
const MINUTES: (f64, f64) = (1.0, 240.0);
/// New cards of a day below which no new card is expected, in cards.
const NO_CARD: f64 = 0.25;

/// Whether the target is within reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// It is reached with a chance above 80 %.
    OnTrack,
    /// It is reached with a chance of 40 to 80 %.
    Tight,
    /// It is reached with a chance below 40 %.
    Behind,
}

/// How many minutes a day a target needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Needed {
    /// So many, as the score to expect reaches the target with them.
    Minutes(f64),
    /// More than there are in a day of four hours.
    OutOfReach,
}

/// What is to be expected of a day to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// The day.
    pub day: Day,
    /// The score to expect when nothing is studied after it.
    pub score: f64,
    /// New cards to be begun on it.
    pub new: f64,
}

/// What is to be expected of an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The day of the exam.
    pub date: Day,
    /// Days left, today included.
    pub days_left: Days,
    /// The score that is predicted when the learner goes on as usual.
    pub prediction: Prediction,
    /// The score that is wanted, with whether it is within reach.
    pub target: Option<(f64, Track)>,
    /// The minutes a day that the target needs.
    pub needed: Option<Needed>,
    /// Minutes a day, with the score to expect with them.
    pub by_minutes: Vec<(f64, f64)>,
    /// The days to come, today first.
    pub ahead: Vec<Ahead>,
    /// Cards that were never asked.
    pub new_left: usize,
    /// Answers that the prediction rests on.
    pub reviews: usize,
}

/// What an outlook is made of.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// What is planned, with the whole time to expect.
    pub task: &'a Task<'a>,
    /// The plan of the day.
    pub plan: &'a Plan,
    /// The paper of the exam.
    pub paper: Paper,
    /// Minutes that a usual day has.
    pub minutes: f64,
    /// The score that is wanted, 0–1.
    pub target: Option<f64>,
}

impl Outlook {
    /// Looks ahead to the exam.
    pub fn new(basis: Basis<'_>) -> Self {
        let Basis { task, plan, paper, minutes, target } = basis;
        let prediction = Prediction::new(task, plan.curve(), paper);
        let law = task.learner.mean_law();
        let problem = task.problem_in(Detail::Coarse, &law, |card| task.learner.trace(card, &law));
        let mut with = Elsewhere::new(&problem, plan.curve(), (paper, &prediction), minutes);
        let track = |target: f64| match prediction.chance_of(target) {
            chance if chance > ON_TRACK => Track::OnTrack,
            chance if chance >= BEHIND => Track::Tight,
            _ => Track::Behind,
        };
        let days = u32::try_from(task.days_left()).unwrap_or(u32::MAX);
        Self {
            date: task.today.plus(Days(days)),
            days_left: Days(days),
            target: target.map(|target| (target, track(target))),
            needed: target.map(|target| with.needed_for(target)),
            by_minutes: CHARTED.iter().map(|times| (times * minutes, with.score(times * minutes))).collect(),
            ahead: with.ahead(task.today),
            new_left: (0..task.marks.len()).filter(|card| task.learner.last_day(*card).is_none()).count(),
            reviews: task.learner.reviews(),
            prediction,
        }
    }

    /// Returns on how many days new cards are to be begun, and how many a day; nothing when none are.
    pub fn new_cards(&self) -> Option<(f64, Day)> {
        let last = self.ahead.iter().rposition(|ahead| ahead.new >= NO_CARD)?;
        let days = &self.ahead[..=last];
        let total: f64 = days.iter().map(|ahead| ahead.new).sum();
        Some((total / days.len() as f64, days[last].day))
    }
}

/// The score to expect with other minutes a day.
///
/// A price curve bounds the score for any time, D = worth + times·spent, so curves that are good for
/// some minutes make one concave course of scores for all minutes. Since it is that of the mean
/// learner, it is moved, by its log odds, to where the prediction stands with the usual minutes.
struct Elsewhere<'a> {
    problem: &'a Problem,
    minutes: f64,
    paper: Paper,
    kept: f64,
    /// For each curve: the worth of all cards, and what the usual time costs, in marks.
    bounds: Vec<(f64, f64)>,
    /// The curve for the usual minutes.
    usual: Curve,
    /// The log odds of the prediction minus those of the mean learner.
    moved: f64,
}

impl<'a> Elsewhere<'a> {
    fn new(
        problem: &'a Problem,
        curve: &Curve,
        (paper, prediction): (Paper, &Prediction),
        minutes: f64,
    ) -> Self {
        let (usual, _) = problem.solve(Some(curve), EVALUATIONS);
        let kept = prediction.kept;
        let mut with = Self { problem, minutes, paper, kept, bounds: Vec::new(), usual, moved: 0.0 };
        let mut from = with.usual.clone();
        with.add_curve(&from, 1.0);
        for times in CHARTED.iter().filter(|times| **times > 1.0) {
            from = with.look_at(*times, &from);
        }
        from = with.usual.clone();
        for times in CHARTED.iter().rev().filter(|times| **times > 0.0 && **times < 1.0) {
            from = with.look_at(*times, &from);
        }
        with.moved = log_odds(prediction.score) - log_odds(with.unmoved(1.0));
        with
    }

    /// Finds the curve for another time, from one that is good for a time near it.
    fn look_at(&mut self, times: f64, from: &Curve) -> Curve {
        let problem = Problem { budget: self.problem.budget.scaled(times), ..self.problem.clone() };
        let (curve, _) = problem.solve(Some(from), EVALUATIONS);
        self.add_curve(&curve, times);
        curve
    }

    fn add_curve(&mut self, curve: &Curve, times: f64) {
        let usual = self.problem.spent(&curve.prices(&self.problem.budget));
        let problem = Problem { budget: self.problem.budget.scaled(times), ..self.problem.clone() };
        self.bounds.push((problem.bound(curve) - times * usual, usual));
    }

    /// The score of the mean learner.
    fn unmoved(&self, times: f64) -> f64 {
        let bounds = self.bounds.iter().map(|(worth, spent)| worth + times * spent);
        let recall = bounds.fold(f64::INFINITY, f64::min) / self.problem.marks().max(f64::MIN_POSITIVE);
        shown(self.paper, recall)
    }

    fn score(&self, minutes: f64) -> f64 {
        let times = minutes / self.minutes.max(f64::MIN_POSITIVE);
        if times <= 0.0 {
            return self.kept;
        }
        self.moved(self.unmoved(times)).max(self.kept)
    }

    fn moved(&self, score: f64) -> f64 {
        1.0 / (1.0 + (-(log_odds(score) + self.moved)).exp())
    }

    fn needed_for(&mut self, target: f64) -> Needed {
        let (mut low, mut high) = MINUTES;
        let mut from = self.usual.clone();
        for _ in 0..BISECTIONS {
            let middle = (low * high).sqrt();
            from = self.look_at(middle / self.minutes.max(f64::MIN_POSITIVE), &from);
            if self.score(middle) < target { low = middle } else { high = middle }
        }
        if self.score(high) < target { Needed::OutOfReach } else { Needed::Minutes(high) }
    }

    /// What is to be expected of the days to come.
    fn ahead(&self, today: Day) -> Vec<Ahead> {
        let expected = self.problem.expected(&self.usual);
        let marks = self.problem.marks().max(f64::MIN_POSITIVE);
        let total = self.problem.kept() + expected.gains.iter().sum::<f64>();
        // So that the last day stands where the prediction does.
        let last = self.moved(self.unmoved(1.0));
        let (first, end) = (shown(self.paper, self.problem.kept() / marks), shown(self.paper, total / marks));
        let mut sum = self.problem.kept();
        let days = self.problem.course().calendar.days();
        let day = |left: usize| today.plus(Days(u32::try_from(days - left).unwrap_or(u32::MAX)));
        (1..=days)
            .rev()
            .map(|left| {
                sum += expected.gains[left];
                let done = (shown(self.paper, sum / marks) - first) / (end - first).max(f64::MIN_POSITIVE);
                let score = self.kept + done * (last - self.kept);
                Ahead { day: day(left), score: score.clamp(0.0, 1.0), new: expected.begun[left] }
            })
            .collect()
    }
}

/// The score of a recall, guessing counted.
fn shown(paper: Paper, recall: f64) -> f64 {
    paper.guessing + (1.0 - paper.guessing) * recall.clamp(0.0, 1.0)
}

fn log_odds(share: f64) -> f64 {
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    (share / (1.0 - share)).ln()
}
