//! Which card helps most now?
//!
//! A card's gain is what a review today is worth more than the best wait, per second:
//!
//! ```text
//! a = (review now − best wait) / cost now
//! best wait = max{ R(e + h, S);  max over h' in C(h) of review(h', e + h − h') − λ_h'·cost }
//! a of a new card = λ_h + (N(h) − max(0, max over h' < h of N(h'))) / c_new
//! ```
//!
//! Cards come in falling gain. Looking at every wait is dear, so a card is first ranked by a gain
//! that its own cannot exceed, with never asking it again as its wait, and looked at closely when
//! it comes to the top.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::plan::law::Trace;
use crate::plan::map::Review;
use crate::plan::values::Values;

/// A card with what asking it now brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// The card, by its place.
    pub card: usize,
    /// Marks at the exam for each second spent on it now, > 0.
    pub gain: f64,
    /// The seconds to expect.
    pub seconds: f64,
}

/// A card as the order sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Standing {
    /// Never asked.
    New,
    /// Asked before, so many days ago, > 0, and of which so much was remembered.
    Seen(Trace, u32),
}

/// Cards in falling gain, found one by one.
#[derive(Debug)]
pub struct Order<'a> {
    values: &'a [Values],
    marks: &'a [f64],
    cards: Vec<(usize, usize, Standing)>,
    ranked: BinaryHeap<Ranked>,
}

#[derive(Clone, Copy, Debug)]
struct Ranked {
    gain: f64,
    /// The place among the cards.
    at: usize,
    seconds: f64,
    /// What a review now is worth; nothing once the gain is exact.
    now: Option<f64>,
}

impl<'a> Order<'a> {
    /// Ranks cards, each with its class; `values` and `marks` are those of the classes.
    pub(super) fn new(
        values: &'a [Values],
        marks: &'a [f64],
        cards: impl Iterator<Item = (usize, usize, Standing)>,
    ) -> Self {
        let cards: Vec<(usize, usize, Standing)> = cards.collect();
        let fresh: Vec<(f64, f64)> = values.iter().map(gain_of_new).collect();
        let rank = |(at, (_, class, standing)): (usize, &(usize, usize, Standing))| {
            let (gain, seconds, now) = match standing {
                Standing::New => (fresh[*class].0, fresh[*class].1, None),
                Standing::Seen(trace, elapsed) => at_most(&values[*class], *trace, *elapsed)?,
            };
            let gain = gain * marks[*class];
            (gain > 0.0).then_some(Ranked { gain, at, seconds, now })
        };
        let ranked = cards.iter().enumerate().filter_map(rank).collect();
        Self { values, marks, cards, ranked }
    }
}

impl Iterator for Order<'_> {
    type Item = Offer;

    fn next(&mut self) -> Option<Offer> {
        while let Some(top) = self.ranked.pop() {
            let (card, class, standing) = self.cards[top.at];
            match (top.now, standing) {
                (Some(now), Standing::Seen(trace, elapsed)) => {
                    let wait = best_wait(&self.values[class], trace, elapsed);
                    let gain = self.marks[class] * (now - wait) / top.seconds;
                    if gain > 0.0 {
                        self.ranked.push(Ranked { gain, now: None, ..top });
                    }
                }
                _ => return Some(Offer { card, gain: top.gain, seconds: top.seconds }),
            }
        }
        None
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    /// The larger gain is greater, among equals the card that stands first.
    fn cmp(&self, other: &Self) -> Ordering {
        self.gain.total_cmp(&other.gain).then(other.at.cmp(&self.at))
    }
}

/// Returns the gain of a new card, and the seconds it takes.
fn gain_of_new(values: &Values) -> (f64, f64) {
    let calendar = &values.course().calendar;
    let today = calendar.days();
    let later = (1..today).filter(|left| calendar.is_open(*left)).map(|left| values.new_card(left));
    let best = later.fold(0.0, f64::max);
    let seconds = values.course().map.seconds().first;
    (values.price(today) + (values.new_card(today) - best) / seconds, seconds)
}

/// Returns a gain that a card's own does not exceed, the seconds it takes, and what a review now is
/// worth; nothing for a card that was answered today.
fn at_most(values: &Values, trace: Trace, elapsed: u32) -> Option<(f64, f64, Option<f64>)> {
    let course = values.course();
    let today = course.calendar.days();
    if elapsed == 0 {
        return None;
    }
    let Review { outcomes, seconds } = course.map.review(trace, f64::from(elapsed));
    let at = values.at(today);
    let now: f64 = outcomes.iter().map(|(spot, share)| share * spot.value(at)).sum();
    let never = course.map.law().recall(trace, f64::from(elapsed) + today as f64);
    Some(((now - never) / seconds, seconds, Some(now)))
}

fn best_wait(values: &Values, trace: Trace, elapsed: u32) -> f64 {
    let course = values.course();
    let today = course.calendar.days();
    let days_at = |left: usize| f64::from(elapsed) + (today - left) as f64;
    let never = course.map.law().recall(trace, days_at(0));
    let later = course.calendar.next(today).iter().map(|left| {
        let review = course.map.review(trace, days_at(*left));
        review.value(values.at(*left)) - values.price(*left) * review.seconds
    });
    later.fold(never, f64::max)
}
