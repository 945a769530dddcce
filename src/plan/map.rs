//! Where does a review lead from every point of the plane of memories?
//!
//! Values are kept on a grid of 28 stabilities and 5 difficulties. Where the outcomes of a review
//! fall on it depends on the learner and the days since the last review only, so a [`Map`] is made
//! once for a learner and used for every price curve.

use crate::plan::habits::{Habits, LAPSES, SPREADS, Seconds};
use crate::plan::law::{Law, Trace};
use crate::schedule::grade::Grade;

/// Nodes of ln S.
pub(super) const ROWS: usize = 28;
/// Difficulties of the nodes.
const DIFFICULTIES: [f64; 5] = [1.0, 3.25, 5.5, 7.75, 10.0];
/// Nodes of D.
pub(super) const COLUMNS: usize = DIFFICULTIES.len();
/// All nodes; the node of difficulty d and stability s is `d * ROWS + s`.
pub(super) const NODES: usize = ROWS * COLUMNS;
/// ln of the smallest stability of the grid, 0.002 days.
const LN_LOWEST: f64 = -6.214_608_098_422_191;
/// ln of the largest stability of the grid, 2000 days.
const LN_HIGHEST: f64 = 7.600_902_459_542_082;
/// Places that the outcomes of one difficulty have in ln S, with room for any [`Step::rows`].
pub(super) const PLACES: usize = u8::MAX as usize + 2;
/// What can come of a review: three ways to lapse, then hard, good, easy.
pub(super) const OUTCOMES: usize = 6;

/// A place on the grid: the node below it in both directions, and the shares of the four corners
/// (S low and high at the lower D, then at the higher D).
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) node: usize,
    pub(super) shares: [f64; 4],
}

/// Where the outcomes of a review from a node fall in ln S, each outcome on its own difficulty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The node of ln S below each outcome, outcome after outcome: `outcome * ROWS + row`.
    pub(super) rows: [u8; OUTCOMES],
    /// The probability of each outcome, times its share of the node below.
    pub(super) low: [f64; OUTCOMES],
    /// The same of the node above.
    pub(super) high: [f64; OUTCOMES],
    /// The seconds to expect.
    pub(super) seconds: f64,
}

/// Where an outcome falls in D: the node below it, and the share of the node above.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    pub(super) low: usize,
    pub(super) share: f64,
}

/// The outcomes of a review from any place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Review {
    /// The place and the probability of each outcome.
    pub(super) outcomes: [(Spot, f64); OUTCOMES],
    /// The seconds to expect.
    pub(super) seconds: f64,
}

/// A learner's plane of memories.
#[derive(Clone, Debug)]
pub struct Map {
    law: Law,
    seconds: Seconds,
    successes: [(f64, Grade); 3],
    /// The places of first sessions: probability by node.
    first: Vec<(usize, f64)>,
    /// For each days since the last review, from 1, and node: where a review leads.
    steps: Vec<Step>,
    /// For each days, from 0, and node of ln S: the probability of recall.
    recalls: Vec<f64>,
    /// For each node of D and outcome: where it falls in D.
    columns: [[Column; OUTCOMES]; COLUMNS],
}

impl Map {
    /// Makes the map of a learner for reviews up to `longest` days apart.
    pub fn new(law: Law, habits: &Habits, longest: u32) -> Self {
        let mut map = Self {
            seconds: habits.seconds(),
            successes: habits.successes(),
            first: Vec::new(),
            steps: Vec::with_capacity(longest as usize * NODES),
            recalls: Vec::with_capacity((longest as usize + 1) * ROWS),
            columns: [[Column::default(); OUTCOMES]; COLUMNS],
            law,
        };
        map.first = map.first_sessions(habits);
        map.recalls.extend([1.0; ROWS]);
        for days in 1..=longest {
            map.add_days(f64::from(days));
        }
        map
    }

    /// Returns the learner's law.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Returns how long a card takes.
    pub fn seconds(&self) -> Seconds {
        self.seconds
    }

    /// Returns mean and mean square of what the seconds of each outcome of a review cost.
    pub(super) fn spent(&self, price: f64) -> [(f64, f64); OUTCOMES] {
        let failure = moments(price * self.seconds.failure, SPREADS[2]);
        let success = moments(price * self.seconds.success, SPREADS[1]);
        [failure, failure, failure, success, success, success]
    }

    /// Returns mean and mean square of what the seconds of a new card cost.
    pub(super) fn spent_on_new(&self, price: f64) -> (f64, f64) {
        moments(price * self.seconds.first, SPREADS[0])
    }

    /// Returns the places of first sessions: nodes with their probabilities.
    pub(super) fn first(&self) -> &[(usize, f64)] {
        &self.first
    }

    /// Returns where reviews after so many days (≥ 1) lead from each node.
    pub(super) fn steps(&self, days: usize) -> &[Step] {
        &self.steps[(days - 1) * NODES..days * NODES]
    }

    /// Returns the recall after so many days for each node of ln S.
    pub(super) fn recalls(&self, days: usize) -> &[f64] {
        &self.recalls[days * ROWS..(days + 1) * ROWS]
    }

    /// Returns where the outcomes fall in D, for each node of D.
    pub(super) fn columns(&self) -> &[[Column; OUTCOMES]; COLUMNS] {
        &self.columns
    }

    /// Returns what can come of a review of a card, some days (> 0) after its last one.
    pub(super) fn review(&self, trace: Trace, days: f64) -> Review {
        let (recall, outcomes) = self.outcomes(trace, days);
        Review {
            outcomes: outcomes.map(|(trace, share)| (spot(trace), share)),
            seconds: self.seconds.expected(recall),
        }
    }

    fn outcomes(&self, trace: Trace, days: f64) -> (f64, [(Trace, f64); OUTCOMES]) {
        let encounter = self.law.meet(trace, days);
        let recall = encounter.recall;
        let failed = self.law.graded(&encounter, Grade::Again);
        let lapse = |(share, grades): (f64, &[Grade])| {
            let trace = grades.iter().fold(failed, |trace, grade| self.law.repeated(trace, *grade));
            (trace, (1.0 - recall) * share)
        };
        let success = |(share, grade): (f64, Grade)| (self.law.graded(&encounter, grade), recall * share);
        let ([a, b, c], [hard, good, easy]) = (LAPSES.map(lapse), self.successes.map(success));
        (recall, [a, b, c, hard, good, easy])
    }

    fn add_days(&mut self, days: f64) {
        for row in 0..ROWS {
            self.recalls.push(self.law.recall(node(0, row), days));
        }
        for column in 0..COLUMNS {
            for row in 0..ROWS {
                let (recall, outcomes) = self.outcomes(node(column, row), days);
                let mut step = Step {
                    rows: [0; OUTCOMES],
                    low: [0.0; OUTCOMES],
                    high: [0.0; OUTCOMES],
                    seconds: self.seconds.expected(recall),
                };
                for (at, (trace, share)) in outcomes.into_iter().enumerate() {
                    let (below, above) = row_of(trace.ln_stability);
                    step.rows[at] = at_outcome(at, below);
                    step.low[at] = share * (1.0 - above);
                    step.high[at] = share * above;
                    // The same whatever the days and the stability.
                    self.columns[column][at] = column_of(trace.difficulty);
                }
                self.steps.push(step);
            }
        }
    }

    fn first_sessions(&self, habits: &Habits) -> Vec<(usize, f64)> {
        let mut by_node = [0.0; NODES];
        for (share, grades) in habits.first_sessions() {
            let trace = grades.iter().fold(None, |trace, grade| Some(self.law.after(trace, 0, *grade)));
            if let Some(trace) = trace {
                spot(trace).spread(&mut by_node, share);
            }
        }
        by_node.into_iter().enumerate().filter(|(_, share)| *share > 0.0).collect()
    }
}

impl Spot {
    /// Returns the value at the place, given those at the nodes.
    pub(super) fn value(&self, values: &[f64]) -> f64 {
        let [a, b, c, d] = self.shares;
        let at = self.node;
        a * values[at] + b * values[at + 1] + c * values[at + ROWS] + d * values[at + ROWS + 1]
    }

    /// Adds an amount to the nodes around the place.
    pub(super) fn spread(&self, sums: &mut [f64], amount: f64) {
        let [a, b, c, d] = self.shares;
        let at = self.node;
        sums[at] += a * amount;
        sums[at + 1] += b * amount;
        sums[at + ROWS] += c * amount;
        sums[at + ROWS + 1] += d * amount;
    }
}

impl Review {
    /// Returns the mean value of what can come of it, given the values at the nodes.
    pub(super) fn value(&self, values: &[f64]) -> f64 {
        self.outcomes.iter().map(|(spot, share)| share * spot.value(values)).sum()
    }
}

/// Returns the place of a node of ln S among those of all outcomes.
fn at_outcome(outcome: usize, row: u8) -> u8 {
    u8::try_from(outcome * ROWS).unwrap_or(u8::MAX).saturating_add(row)
}

fn moments(mean: f64, spread: f64) -> (f64, f64) {
    (mean, mean * mean * (1.0 + spread * spread))
}

/// Returns the place of a memory, clamped to the grid.
pub(super) fn spot(trace: Trace) -> Spot {
    let (row, above) = row_of(trace.ln_stability);
    let Column { low, share } = column_of(trace.difficulty);
    let node = low * ROWS + usize::from(row);
    let shares = [(1.0 - above) * (1.0 - share), above * (1.0 - share), (1.0 - above) * share, above * share];
    Spot { node, shares }
}

/// Returns the memory at a node.
pub(super) fn node(column: usize, row: usize) -> Trace {
    let ln_stability = LN_LOWEST + (LN_HIGHEST - LN_LOWEST) * row as f64 / (ROWS - 1) as f64;
    Trace { ln_stability, difficulty: DIFFICULTIES[column] }
}

fn row_of(ln_stability: f64) -> (u8, f64) {
    below((ln_stability - LN_LOWEST) / (LN_HIGHEST - LN_LOWEST) * (ROWS - 1) as f64, ROWS)
}

fn column_of(difficulty: f64) -> Column {
    let (first, last) = (DIFFICULTIES[0], DIFFICULTIES[COLUMNS - 1]);
    let (low, share) = below((difficulty - first) / (last - first) * (COLUMNS - 1) as f64, COLUMNS);
    Column { low: usize::from(low), share }
}

/// Returns the node below a place, of so many, and the share of the node above.
fn below(place: f64, nodes: usize) -> (u8, f64) {
    let place = place.clamp(0.0, (nodes - 1) as f64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a few nodes")]
    let low = (place as usize).min(nodes - 2) as u8;
    (low, place - f64::from(low))
}
