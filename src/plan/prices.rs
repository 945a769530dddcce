//! What is a second of study worth on each day to come?
//!
//! Prices are those at which the learner's best choices take just the time that there is. They
//! minimise the dual of "the best expected score in the minutes of each day":
//!
//! ```text
//! D(λ) = Σ_h λ_h·B_h + n_new·softmax{0, N(1..h0)} + Σ_seen softmax{R, review(h', …) − λ_h'·cost}
//! ```
//!
//! whose derivative by `λ_h` is `B_h` minus the seconds that the choices take on day h. For τ = 0 the
//! minimum bounds what any policy can reach in expectation (weak duality).

use std::sync::Arc;

use crate::plan::budget::Budget;
use crate::plan::descent;
use crate::plan::law::Trace;
use crate::plan::map::Review;
use crate::plan::values::{Course, Flow, Moments, Values, softmax};

/// Days left at which a price curve has knots; between them ln λ is linear in ln h.
const KNOTS: [f64; 19] = [
    1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 13.0, 19.0, 28.0, 41.0, 59.0, 86.0, 125.0, 182.0, 265.0, 386.0, 562.0,
    818.0, 1191.0,
];
/// The range of prices, in recall per second.
const PRICES: (f64, f64) = (1e-7, 0.3);
/// Evaluations of the bisection for the first constant price.
const BISECTIONS: u32 = 13;
/// τ as a share of what a success costs at the mean price.
const WARMTH: f64 = 0.06;
/// The range of τ, in recall.
const TEMPERATURES: (f64, f64) = (2e-4, 4e-3);

/// Prices over the days, for any number of days left.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// ln λ at the knots.
    knots: Vec<f64>,
    /// What is added to ln λ on days of other kinds than the usual.
    kinds: Vec<f64>,
}

/// A card that has been studied, as the dual sees it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// How many cards it stands for.
    pub(super) count: f64,
    /// The recall at the exam if it is never asked again.
    pub(super) kept: f64,
    /// On which days it may be asked next, and what comes of it.
    pub(super) options: Vec<(usize, Review)>,
}

/// Cards of equal marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// Marks, > 0.
    pub(super) weight: f64,
    /// How many are new.
    pub(super) new: f64,
    /// Those studied before.
    pub(super) seen: Vec<Seen>,
}

/// What is to be decided.
#[derive(Clone, Debug)]
pub struct Problem {
    pub(super) course: Arc<Course>,
    pub(super) budget: Budget,
    pub(super) classes: Vec<Class>,
}

/// What the dual says about prices.
#[derive(Clone, Debug)]
pub(super) struct Evaluation {
    /// D(λ), in marks.
    pub(super) value: f64,
    /// By days left: the seconds that the choices take.
    pub(super) seconds: Vec<f64>,
    /// By days left: marks won at the exam by the study of that day.
    pub(super) gains: Vec<f64>,
    /// The sum of the squares of the recalls at the exam, each times its marks.
    pub(super) squares: f64,
    /// By days left: new cards begun.
    pub(super) begun: Vec<f64>,
}

impl Curve {
    /// Makes a constant price.
    fn constant(price: f64, budget: &Budget) -> Self {
        let days = budget.seconds.len() - 1;
        let knots = KNOTS.iter().position(|knot| *knot >= days as f64).unwrap_or(KNOTS.len() - 1) + 1;
        let kinds = budget.kinds.iter().copied().max().unwrap_or_default();
        Self { knots: vec![price.ln(); knots], kinds: vec![0.0; kinds] }
    }

    /// Makes a curve of its numbers, as [`Curve::numbers`] gives them.
    pub fn of_numbers(knots: Vec<f64>, kinds: Vec<f64>) -> Self {
        Self { knots, kinds }
    }

    /// Returns ln λ at the knots, and what is added on days of other kinds.
    pub fn numbers(&self) -> (&[f64], &[f64]) {
        (&self.knots, &self.kinds)
    }

    /// Returns the curve with as many knots and kinds as a budget needs; those it lacks are the
    /// last ones.
    fn fitted(&self, budget: &Budget) -> Option<Self> {
        let wanted = Self::constant(1.0, budget);
        let (last, is_finite) = (self.knots.last()?, |x: &f64| x.is_finite());
        let mut fitted = self.clone();
        fitted.knots.resize(wanted.knots.len(), *last);
        fitted.kinds.resize(wanted.kinds.len(), 0.0);
        (fitted.knots.iter().all(is_finite) && fitted.kinds.iter().all(is_finite)).then_some(fitted)
    }

    fn variables(&self) -> Vec<f64> {
        self.knots.iter().chain(&self.kinds).copied().collect()
    }

    fn of_variables(&self, variables: &[f64]) -> Self {
        let (knots, kinds) = variables.split_at(self.knots.len());
        Self { knots: knots.to_vec(), kinds: kinds.to_vec() }
    }

    /// Returns the prices by days left, in recall per second; 0 on the exam's day.
    pub fn prices(&self, budget: &Budget) -> Vec<f64> {
        let price = |left: usize| {
            let (knot, share) = place(left, self.knots.len());
            let ln = (1.0 - share) * self.knots[knot]
                + share * self.knots.get(knot + 1).copied().unwrap_or_default();
            let kind = budget.kinds[left].checked_sub(1).map_or(0.0, |kind| self.kinds[kind]);
            (ln + kind).clamp(PRICES.0.ln(), PRICES.1.ln()).exp()
        };
        std::iter::once(0.0).chain((1..budget.seconds.len()).map(price)).collect()
    }

    /// Returns the gradient by the variables, given that by the prices.
    fn gradient(&self, budget: &Budget, prices: &[f64], by_price: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; self.knots.len() + self.kinds.len()];
        for left in 1..prices.len() {
            let change = by_price[left] * prices[left];
            let at_limit = prices[left] <= PRICES.0 * 1.000_001 && change > 0.0
                || prices[left] >= PRICES.1 * 0.999_999 && change < 0.0;
            if at_limit {
                continue;
            }
            let (knot, share) = place(left, self.knots.len());
            gradient[knot] += (1.0 - share) * change;
            if share > 0.0 {
                gradient[knot + 1] += share * change;
            }
            if let Some(kind) = budget.kinds[left].checked_sub(1) {
                gradient[self.knots.len() + kind] += change;
            }
        }
        gradient
    }
}

/// Returns the knot at or before some days left, of the first so many, and the share of the next.
fn place(left: usize, knots: usize) -> (usize, f64) {
    let days = left as f64;
    let knot = KNOTS[..knots].iter().rposition(|knot| *knot <= days).unwrap_or_default();
    if knot + 1 >= knots {
        return (knot, 0.0);
    }
    (knot, (days / KNOTS[knot]).ln() / (KNOTS[knot + 1] / KNOTS[knot]).ln())
}

impl Seen {
    /// Looks at a card of which so much is remembered, last reviewed `elapsed` days ago; today is
    /// `course.calendar.days()` days before the exam.
    pub(super) fn new(course: &Course, trace: Trace, elapsed: u32, count: f64) -> Self {
        let today = course.calendar.days();
        let days_at = |left: usize| f64::from(elapsed) + (today - left) as f64;
        let now = (elapsed > 0 && course.calendar.is_open(today)).then_some(today);
        let days = now.into_iter().chain(course.calendar.next(today).iter().copied());
        let options = days.map(|left| (left, course.map.review(trace, days_at(left)))).collect();
        Self { count, kept: course.map.law().recall(trace, days_at(0)), options }
    }
}

impl Problem {
    /// Returns the course.
    pub fn course(&self) -> &Arc<Course> {
        &self.course
    }

    /// Returns the sum of all marks.
    pub fn marks(&self) -> f64 {
        let cards = |class: &Class| class.new + class.seen.iter().map(|seen| seen.count).sum::<f64>();
        self.classes.iter().map(|class| class.weight * cards(class)).sum()
    }

    /// Returns how many cards there are.
    pub fn card_count(&self) -> f64 {
        let cards = |class: &Class| class.new + class.seen.iter().map(|seen| seen.count).sum::<f64>();
        self.classes.iter().map(cards).sum()
    }

    /// Returns what the choices at a curve are expected to take and to bring.
    pub(super) fn expected(&self, curve: &Curve) -> Evaluation {
        self.evaluate(&curve.prices(&self.budget), self.temperature(curve))
    }

    /// Returns the variance of the marks to expect that comes from the chance of the reviews: what is
    /// remembered, and what the time saved or lost by it is worth.
    pub(super) fn variance(&self, curve: &Curve) -> f64 {
        let (prices, temperature) = (curve.prices(&self.budget), self.temperature(curve));
        let mut variance = 0.0;
        for class in &self.classes {
            let values = Values::new(&self.course, prices_of(&prices, class), temperature);
            let moments = values.moments();
            let mut sum = class.new * self.variance_of_new(&values, &moments, temperature);
            for seen in &class.seen {
                let worths = worths(seen, &values);
                let worth = softmax(seen.kept, &worths, temperature);
                let never = ((seen.kept - worth) / temperature).exp();
                let (mut mean, mut square) = (never * seen.kept, never * seen.kept * seen.kept);
                for ((left, review), option) in seen.options.iter().zip(&worths) {
                    let share = ((option - worth) / temperature).exp();
                    let (means, squares) = moments.at(*left);
                    let spent = self.course.map.spent(values.price(*left));
                    for ((spot, probability), (spent, spent_square)) in review.outcomes.iter().zip(spent) {
                        let (m, s) = (spot.value(means), spot.value(squares));
                        mean += share * probability * (m - spent);
                        square += share * probability * (s - 2.0 * spent * m + spent_square);
                    }
                }
                sum += seen.count * (square - mean * mean).max(0.0);
            }
            variance += class.weight * class.weight * sum;
        }
        variance
    }

    fn variance_of_new(&self, values: &Values, moments: &Moments, temperature: f64) -> f64 {
        let worths = self.new_worth(values);
        let worth = softmax(0.0, &worths, temperature);
        let calendar = &self.course.calendar;
        let open = (1..=calendar.days()).filter(|left| calendar.is_open(*left));
        let (mut mean, mut square) = (0.0, 0.0);
        for (left, option) in open.zip(&worths) {
            let share = ((option - worth) / temperature).exp();
            let (spent, spent_square) = self.course.map.spent_on_new(values.price(left));
            let (means, squares) = moments.at(left);
            for (node, probability) in self.course.map.first() {
                mean += share * probability * (means[*node] - spent);
                square += share * probability * (squares[*node] - 2.0 * spent * means[*node] + spent_square);
            }
        }
        (square - mean * mean).max(0.0)
    }

    /// Returns the marks at the exam if nothing is studied any more.
    pub fn kept(&self) -> f64 {
        let kept = |class: &Class| class.seen.iter().map(|seen| seen.count * seen.kept).sum::<f64>();
        self.classes.iter().map(|class| class.weight * kept(class)).sum()
    }

    /// Returns the prices that minimise the dual, with its value there: from a curve that was good
    /// yesterday, or from a constant price, by so many evaluations.
    pub fn solve(&self, start: Option<&Curve>, evaluations: usize) -> (Curve, f64) {
        let start = match start.and_then(|curve| curve.fitted(&self.budget)) {
            Some(curve) => curve,
            None => self.constant_price(),
        };
        let temperature = self.temperature(&start);
        let scale = 1.0 / self.marks().max(1e-9);
        let found = descent::minimum(start.variables(), evaluations, |variables| {
            let curve = start.of_variables(variables);
            let prices = curve.prices(&self.budget);
            let evaluation = self.evaluate(&prices, temperature);
            let by_price: Vec<f64> = self
                .budget
                .seconds
                .iter()
                .zip(&evaluation.seconds)
                .map(|(budget, seconds)| (budget - seconds) * scale)
                .collect();
            (evaluation.value * scale, curve.gradient(&self.budget, &prices, &by_price))
        });
        (start.of_variables(&found.at), found.value / scale)
    }

    /// τ = clip(0.06·mean λ·(seconds of a success), 2e−4, 4e−3).
    fn temperature(&self, curve: &Curve) -> f64 {
        let prices = curve.prices(&self.budget);
        let mean = prices.iter().sum::<f64>() / (prices.len().max(2) - 1) as f64;
        let success = self.course.map.seconds().success;
        (WARMTH * mean * success).clamp(TEMPERATURES.0, TEMPERATURES.1)
    }

    fn constant_price(&self) -> Curve {
        let budget: f64 = self.budget.seconds.iter().skip(1).sum();
        let (mut low, mut high) = (PRICES.0.ln(), PRICES.1.ln());
        for _ in 0..BISECTIONS {
            let middle = f64::midpoint(low, high);
            let curve = Curve::constant(middle.exp(), &self.budget);
            let evaluation = self.evaluate(&curve.prices(&self.budget), self.temperature(&curve));
            if evaluation.seconds.iter().sum::<f64>() > budget {
                low = middle;
            } else {
                high = middle;
            }
        }
        Curve::constant(f64::midpoint(low, high).exp(), &self.budget)
    }

    /// Returns the bound at a curve: the dual without any softness, in marks.
    pub fn bound(&self, curve: &Curve) -> f64 {
        let prices = curve.prices(&self.budget);
        let mut value = self.spent(&prices);
        for class in &self.classes {
            let values = Values::new(&self.course, prices_of(&prices, class), 0.0);
            let (new, seen) = (self.new_worth(&values), class.seen.iter());
            let seen: f64 =
                seen.map(|seen| seen.count * softmax(seen.kept, &worths(seen, &values), 0.0)).sum();
            value += class.weight * (class.new * softmax(0.0, &new, 0.0) + seen);
        }
        value
    }

    /// Returns the dual at prices, and what the choices at a temperature > 0 would take.
    pub(super) fn evaluate(&self, prices: &[f64], temperature: f64) -> Evaluation {
        let days = self.course.calendar.days();
        let mut all = Evaluation {
            value: self.spent(prices),
            seconds: vec![0.0; days + 1],
            gains: vec![0.0; days + 1],
            squares: 0.0,
            begun: vec![0.0; days + 1],
        };
        for class in &self.classes {
            let values = Values::new(&self.course, prices_of(prices, class), temperature);
            let mut flow = values.flow();
            all.value += class.weight * self.begin(class, &values, (&mut flow, &mut all.begun), temperature);
            flow.run(&values);
            all.squares += class.weight * flow.squares;
            for left in 0..=days {
                all.seconds[left] += flow.seconds[left];
                all.gains[left] += class.weight * flow.gains[left];
            }
        }
        all
    }

    /// Sets the cards of a class on their ways and returns their worth.
    fn begin(
        &self,
        class: &Class,
        values: &Values,
        (flow, begun): (&mut Flow, &mut [f64]),
        temperature: f64,
    ) -> f64 {
        let new = self.new_worth(values);
        let worth = softmax(0.0, &new, temperature);
        let open = (1..=self.course.calendar.days()).filter(|left| self.course.calendar.is_open(*left));
        for (left, option) in open.zip(&new) {
            let count = class.new * ((option - worth) / temperature).exp();
            begun[left] += count;
            flow.seconds[left] += count * self.course.map.seconds().first;
            let reviewed = flow.reviewed(left);
            self.course.map.first().iter().for_each(|(node, share)| reviewed[*node] += count * share);
        }
        flow.squares += class.seen.iter().map(|seen| seen.count * seen.kept * seen.kept).sum::<f64>();
        let mut total = class.new * worth;
        for seen in &class.seen {
            let worths = worths(seen, values);
            let worth = softmax(seen.kept, &worths, temperature);
            total += seen.count * worth;
            for ((left, review), option) in seen.options.iter().zip(&worths) {
                let count = seen.count * ((option - worth) / temperature).exp();
                flow.seconds[*left] += count * review.seconds;
                flow.gains[*left] -= count * seen.kept;
                flow.squares -= count * seen.kept * seen.kept;
                let reviewed = flow.reviewed(*left);
                review.outcomes.iter().for_each(|(spot, share)| spot.spread(reviewed, count * share));
            }
        }
        total
    }

    /// Returns N(h) for the open days, from the last.
    fn new_worth(&self, values: &Values) -> Vec<f64> {
        let calendar = &self.course.calendar;
        (1..=calendar.days())
            .filter(|left| calendar.is_open(*left))
            .map(|left| values.new_card(left))
            .collect()
    }

    pub(super) fn spent(&self, prices: &[f64]) -> f64 {
        prices.iter().zip(&self.budget.seconds).skip(1).map(|(price, seconds)| price * seconds).sum()
    }
}

fn prices_of(prices: &[f64], class: &Class) -> Vec<f64> {
    prices.iter().map(|price| price / class.weight).collect()
}

fn worths(seen: &Seen, values: &Values) -> Vec<f64> {
    let worth = |(left, review): &(usize, Review)| {
        review.value(values.at(*left)) - values.price(*left) * review.seconds
    };
    seen.options.iter().map(worth).collect()
}
