//! What is a memory worth for the exam, when time has these prices?
//!
//! V\[h\](S, D) is the expected recall at the exam of a card that was just reviewed h days before it,
//! minus the price of the seconds that will be spent on it, if every later choice is the best one:
//!
//! ```text
//! V[h](S, D) = softmax{ R(h, S) [never again];  review(h', h − h', S, D) − λ_h'·cost(h − h', S)  for h' in C(h) }
//! review(h, e, S, D) = Σ over outcomes: probability · V[h](memory after it)
//! softmax{x} = max x + τ·ln Σ exp((x − max x)/τ), for τ = 0 the maximum
//! ```
//!
//! [`Values::new`] goes through the days backwards; a flow goes forwards and says how many
//! seconds each day is expected to take, which is the derivative by its price.

use std::sync::Arc;

use crate::plan::map::{COLUMNS, Column, Map, NODES, OUTCOMES, PLACES, ROWS, Step};

/// Days before the exam from which on not every day is looked at.
const EVERY_DAY: usize = 12;
/// The last days before the exam, which always are.
const LAST_DAYS: usize = 4;
/// Mass that is too small to be followed, in cards.
const NO_MASS: f64 = 1e-9;
/// Numbers that a day has for its values, one for each difficulty, outcome and node of ln S.
const SPREAD: usize = COLUMNS * PLACES;

/// How closely the days to come are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// To choose cards.
    Fine,
    /// To foretell scores, of which many are computed.
    Coarse,
}

/// Which days may be studied on, counted in days left before the exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// By days left, from 0: whether anything can be studied; never on the exam's day.
    open: Vec<bool>,
    /// By days left: on which later days a card may be reviewed next.
    next: Vec<Vec<usize>>,
}

/// A learner on the way to an exam: what reviews do, and on which days they are possible.
#[derive(Clone, Debug)]
pub struct Course {
    /// What reviews do.
    pub map: Map,
    /// On which days they are possible.
    pub calendar: Calendar,
}

/// The worth of memories under prices.
#[derive(Clone, Debug)]
pub struct Values {
    course: Arc<Course>,
    prices: Vec<f64>,
    temperature: f64,
    /// By days left and node.
    worths: Vec<f64>,
    /// By days left, difficulty, outcome and node of ln S: the values, between the difficulties.
    spread: Vec<f64>,
    /// By days left and node: the worth of each next day, as they stand in the calendar.
    options: Vec<Vec<f64>>,
}

/// What is expected of the days to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// By days left: the seconds to be spent, cards weighted.
    pub seconds: Vec<f64>,
    /// By days left: by how much the sum of recalls at the exam grows on this day.
    pub gains: Vec<f64>,
    /// The sum of the squares of the recalls at the exam.
    pub squares: f64,
    /// By days left and node: cards reviewed then.
    mass: Vec<f64>,
    /// The same by difficulty, outcome and node of ln S.
    spread: Vec<f64>,
}

/// What chance makes of cards under the choices of [`Values`].
#[derive(Clone, Debug)]
pub(super) struct Moments {
    /// By days left and node: the mean of the net worth.
    mean: Vec<f64>,
    /// The mean of its square.
    square: Vec<f64>,
    /// Both, by difficulty, outcome and node of ln S.
    spread: Vec<[f64; 2]>,
}

impl Calendar {
    /// Makes the calendar of days left, from 0; `open` says on which of them study is possible.
    pub fn new(mut open: Vec<bool>, detail: Detail) -> Self {
        if let Some(exam) = open.first_mut() {
            *exam = false;
        }
        let next = (0..open.len()).map(|days| next_days(days, &open, detail)).collect();
        Self { open, next }
    }

    /// Returns the days left, today included.
    pub fn days(&self) -> usize {
        self.open.len() - 1
    }

    /// Returns whether anything can be studied so many days before the exam.
    pub fn is_open(&self, days: usize) -> bool {
        self.open.get(days).copied().unwrap_or(false)
    }

    /// Returns on which later days a card reviewed so many days before the exam may come next.
    pub fn next(&self, days: usize) -> &[usize] {
        &self.next[days]
    }
}

/// C(h): all days up to 12, else after 1, 2, … days growing by 15 % (coarsely by 40 %), and the last
/// four; within 0.003 of all days, and 4 to 9 times faster. A closed day stands for the next open one.
fn next_days(days: usize, open: &[bool], detail: Detail) -> Vec<usize> {
    let percent = match detail {
        Detail::Fine => 115,
        Detail::Coarse => 140,
    };
    let mut wanted = vec![false; days.max(1)];
    if days <= EVERY_DAY {
        wanted.fill(true);
    } else {
        wanted[1..=LAST_DAYS].fill(true);
        let mut after = 1;
        while after < days {
            wanted[days - after] = true;
            after = (after + 1).max(after * percent / 100);
        }
    }
    let mut next = Vec::new();
    for day in (1..days).rev().filter(|day| wanted[*day]) {
        let later = (1..=day).rev().find(|day| open[*day]);
        next.extend(later.filter(|later| next.last() != Some(later)));
    }
    next
}

impl Values {
    /// Computes the values for prices in recall per second by days left; `temperature` is τ ≥ 0.
    pub fn new(course: &Arc<Course>, prices: Vec<f64>, temperature: f64) -> Self {
        let days = course.calendar.days();
        let mut values = Self {
            course: Arc::clone(course),
            prices,
            temperature,
            worths: vec![0.0; (days + 1) * NODES],
            spread: vec![0.0; (days + 1) * SPREAD],
            options: vec![Vec::new(); days + 1],
        };
        for left in (0..=days).filter(|left| course.calendar.is_open(*left)) {
            values.add_day(course, left);
        }
        values
    }

    /// Returns the values right after a review so many days before the exam, by node.
    pub(super) fn at(&self, left: usize) -> &[f64] {
        &self.worths[left * NODES..(left + 1) * NODES]
    }

    /// Returns the price of a second so many days before the exam.
    pub fn price(&self, left: usize) -> f64 {
        self.prices[left]
    }

    /// Returns the learner and the days.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// N(h): the worth of a new card first seen so many days before the exam.
    pub fn new_card(&self, left: usize) -> f64 {
        let values = self.at(left);
        let worth: f64 = self.course.map.first().iter().map(|(node, share)| share * values[*node]).sum();
        worth - self.prices[left] * self.course.map.seconds().first
    }

    fn add_day(&mut self, course: &Course, left: usize) {
        let next = course.calendar.next(left);
        let recalls = course.map.recalls(left);
        let mut options = Vec::with_capacity(NODES * next.len());
        for node in 0..NODES {
            let (column, row) = (node / ROWS, node % ROWS);
            let first = options.len();
            for later in next {
                let step = &course.map.steps(left - later)[node];
                let start = later * SPREAD + column * PLACES;
                let worth = step_value(step, &self.spread[start..]);
                options.push(worth - self.prices[*later] * step.seconds);
            }
            self.worths[left * NODES + node] = softmax(recalls[row], &options[first..], self.temperature);
        }
        self.options[left] = options;
        let values = &self.worths[left * NODES..(left + 1) * NODES];
        let spread = &mut self.spread[left * SPREAD..(left + 1) * SPREAD];
        for (at, place) in places(&course.map) {
            let (low, high) = (place.low * ROWS, (place.low + 1) * ROWS);
            for row in 0..ROWS {
                spread[at + row] = (1.0 - place.share) * values[low + row] + place.share * values[high + row];
            }
        }
    }

    /// Computes mean and mean square of the net worth of cards, by chance alone: recall at the exam
    /// minus the price of the seconds that the card will have taken.
    pub(super) fn moments(&self) -> Moments {
        let days = self.course.calendar.days();
        let mut moments = Moments {
            mean: vec![0.0; (days + 1) * NODES],
            square: vec![0.0; (days + 1) * NODES],
            spread: vec![[0.0; 2]; (days + 1) * SPREAD],
        };
        for left in (0..=days).filter(|left| self.course.calendar.is_open(*left)) {
            moments.add_day(self, left);
        }
        moments
    }

    /// Begins to follow cards through the days.
    pub(super) fn flow(&self) -> Flow {
        let days = self.course.calendar.days();
        Flow {
            seconds: vec![0.0; days + 1],
            gains: vec![0.0; days + 1],
            squares: 0.0,
            mass: vec![0.0; (days + 1) * NODES],
            spread: vec![0.0; (days + 1) * SPREAD],
        }
    }
}

impl Moments {
    /// Returns mean and mean square right after a review so many days before the exam, by node.
    pub(super) fn at(&self, left: usize) -> (&[f64], &[f64]) {
        let nodes = left * NODES..(left + 1) * NODES;
        (&self.mean[nodes.clone()], &self.square[nodes])
    }

    fn add_day(&mut self, values: &Values, left: usize) {
        let course = &values.course;
        let next = course.calendar.next(left);
        for node in 0..NODES {
            let (column, row) = (node / ROWS, node % ROWS);
            let recall = course.map.recalls(left)[row];
            let value = values.worths[left * NODES + node];
            let share_of = |worth: f64| ((worth - value) / values.temperature).exp();
            let never = share_of(recall);
            let (mut mean, mut square) = (never * recall, never * recall * recall);
            let options = &values.options[left][node * next.len()..(node + 1) * next.len()];
            for (later, worth) in next.iter().zip(options) {
                let share = share_of(*worth);
                if share > NO_MASS {
                    let start = later * SPREAD + column * PLACES;
                    let step = &course.map.steps(left - later)[node];
                    let of_step = self.of_step(step, start, course.map.spent(values.prices[*later]));
                    mean += share * of_step[0];
                    square += share * of_step[1];
                }
            }
            self.mean[left * NODES + node] = mean;
            self.square[left * NODES + node] = square;
        }
        for (at, place) in places(&course.map) {
            let (low, high) = (left * NODES + place.low * ROWS, left * NODES + (place.low + 1) * ROWS);
            for row in 0..ROWS {
                let between = |of: &[f64]| (1.0 - place.share) * of[low + row] + place.share * of[high + row];
                self.spread[left * SPREAD + at + row] = [between(&self.mean), between(&self.square)];
            }
        }
    }

    /// Mean and mean square of a review whose outcomes cost so much.
    fn of_step(&self, step: &Step, start: usize, spent: [(f64, f64); OUTCOMES]) -> [f64; 2] {
        let mut sum = [0.0; 2];
        for (outcome, (spent, spent_square)) in spent.into_iter().enumerate() {
            let at = start + usize::from(step.rows[outcome]);
            for (share, [mean, square]) in
                [(step.low[outcome], self.spread[at]), (step.high[outcome], self.spread[at + 1])]
            {
                sum[0] += share * (mean - spent);
                sum[1] += share * (square - 2.0 * spent * mean + spent_square);
            }
        }
        sum
    }
}

impl Flow {
    /// Returns the cards reviewed so many days before the exam, by node, to be added to.
    pub(super) fn reviewed(&mut self, left: usize) -> &mut [f64] {
        &mut self.mass[left * NODES..(left + 1) * NODES]
    }

    /// Follows all cards that were added to the exam.
    pub(super) fn run(&mut self, values: &Values) {
        let days = values.course.calendar.days();
        for left in (1..=days).rev().filter(|left| values.course.calendar.is_open(*left)) {
            self.gather(values, left);
            for node in 0..NODES {
                let mass = self.mass[left * NODES + node];
                if mass > NO_MASS {
                    self.push(values, left, (node, mass));
                }
            }
        }
    }

    /// Brings the cards that were pushed to a day from their own difficulties to the nodes.
    fn gather(&mut self, values: &Values, left: usize) {
        let spread = &self.spread[left * SPREAD..(left + 1) * SPREAD];
        let mass = &mut self.mass[left * NODES..(left + 1) * NODES];
        for (at, place) in places(&values.course.map) {
            let (low, high) = (place.low * ROWS, (place.low + 1) * ROWS);
            for row in 0..ROWS {
                let amount = spread[at + row];
                mass[low + row] += (1.0 - place.share) * amount;
                mass[high + row] += place.share * amount;
            }
        }
    }

    fn push(&mut self, values: &Values, left: usize, (node, mass): (usize, f64)) {
        let next = values.course.calendar.next(left);
        let (column, row) = (node / ROWS, node % ROWS);
        let value = values.worths[left * NODES + node];
        let recall = values.course.map.recalls(left)[row];
        self.gains[left] += mass * recall;
        self.squares += mass * recall * recall;
        let options = &values.options[left][node * next.len()..(node + 1) * next.len()];
        for (later, worth) in next.iter().zip(options) {
            let share = mass * ((worth - value) / values.temperature).exp();
            if share > NO_MASS {
                let step = &values.course.map.steps(left - later)[node];
                self.seconds[*later] += share * step.seconds;
                self.gains[*later] -= share * recall;
                self.squares -= share * recall * recall;
                let start = later * SPREAD + column * PLACES;
                spread_step(step, &mut self.spread[start..], share);
            }
        }
    }
}

/// Returns where the outcomes of each difficulty have their first place, with where they fall in D.
fn places(map: &Map) -> impl Iterator<Item = (usize, &Column)> {
    let columns = map.columns().iter().enumerate();
    columns.flat_map(|(column, outcomes)| {
        outcomes.iter().enumerate().map(move |(outcome, place)| (column * PLACES + outcome * ROWS, place))
    })
}

fn step_value(step: &Step, spread: &[f64]) -> f64 {
    // Of a size that holds any place, so that places need no check in the innermost loop.
    let Some(spread) = spread.first_chunk::<PLACES>() else { return 0.0 };
    let mut worth = 0.0;
    for outcome in 0..OUTCOMES {
        let at = usize::from(step.rows[outcome]);
        worth += step.low[outcome] * spread[at] + step.high[outcome] * spread[at + 1];
    }
    worth
}

fn spread_step(step: &Step, spread: &mut [f64], amount: f64) {
    let Some(spread) = spread.first_chunk_mut::<PLACES>() else { return };
    for outcome in 0..OUTCOMES {
        let at = usize::from(step.rows[outcome]);
        spread[at] += step.low[outcome] * amount;
        spread[at + 1] += step.high[outcome] * amount;
    }
}

/// Returns the soft maximum of a value and others, at a temperature ≥ 0.
pub(super) fn softmax(one: f64, others: &[f64], temperature: f64) -> f64 {
    let most = others.iter().copied().fold(one, f64::max);
    if temperature <= 0.0 {
        return most;
    }
    let share = |value: f64| {
        let below = (value - most) / temperature;
        if below < -30.0 { 0.0 } else { below.exp() }
    };
    let sum: f64 = share(one) + others.iter().map(|other| share(*other)).sum::<f64>();
    most + temperature * sum.ln()
}
