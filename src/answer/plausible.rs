//! Which wrong answers could somebody give who half knows?
//!
//! They are drawn from the deck, for multiple choice and for statements to be judged: names of the
//! same group, dates near in time, numbers near in size, answers of the same topic.

use std::collections::BTreeSet;

use crate::answer::phrase::stands_in;
use crate::answer::spelling::key;
use crate::answer::target::Target;
use crate::answer::{date, number};
use crate::deck::card::{Asked, Card, DateAnswer, Kind, NumberAnswer, Wrong};
use crate::deck::{Deck, Name};
use crate::reading::date::{CalendarDate, Precision, readings as date_readings};
use crate::reading::number::readings as number_readings;
use crate::seed::Seed;
use crate::text::fold;

/// Of dates and numbers, so many times as many as are wanted are near enough.
const NEAR: usize = 2;

/// A card that needs wrong answers, with the deck to take them from.
pub(super) struct Plausible<'a> {
    pub(super) card: &'a Card,
    pub(super) target: &'a Target<'a>,
    pub(super) deck: &'a Deck,
}

/// What a text looks like, so that a year does not stand among capitals.
#[derive(PartialEq, Eq)]
enum Sort {
    Date(Precision),
    Number,
    Words,
}

impl Plausible<'_> {
    /// Returns at most `count` wrong answers, shuffled; never one that is accepted, nor one that
    /// stands in the question, nor the same twice.
    pub(super) fn draw(&self, seed: Seed, count: usize) -> Vec<String> {
        let (pool, near) = match self.target {
            Target::Date(expected) => (self.dates(expected), NEAR),
            Target::Number(expected) => (self.numbers(expected), NEAR),
            Target::Text { expected, .. } => (self.texts(&expected.all().collect::<Vec<_>>(), seed), 1),
            Target::Choice(choice) => {
                let right: Vec<&str> = choice.right.iter().map(String::as_str).collect();
                let mut pool = match &choice.wrong {
                    Wrong::Listed(list) => list.clone(),
                    Wrong::Group(group) => self.group(group, &right),
                    Wrong::Automatic => return self.wrong_ones(self.texts(&right, seed), count),
                };
                seed.shuffle(&mut pool);
                return match choice.wrong {
                    // What an author lists is right to stand there, also when the question names it.
                    Wrong::Listed(_) => {
                        pool.retain(|wrong| right.iter().all(|right| key(right) != key(wrong)));
                        pool.truncate(count);
                        pool
                    }
                    _ => self.wrong_ones(pool, count),
                };
            }
            Target::Members { .. }
            | Target::Order(_)
            | Target::Truth(_)
            | Target::Match(_)
            | Target::Reasons(_) => return Vec::new(),
        };
        let mut drawn = self.wrong_ones(pool, count.saturating_mul(near));
        seed.shuffle(&mut drawn);
        drawn.truncate(count);
        drawn
    }

    /// Returns the first `count` of a pool that may be shown as wrong.
    fn wrong_ones(&self, pool: Vec<String>, count: usize) -> Vec<String> {
        let question = fold(&self.card.question);
        let mut taken: Vec<String> = Vec::new();
        let mut ones = Vec::new();
        for candidate in pool {
            if ones.len() == count {
                break;
            }
            let candidate_key = key(&candidate);
            let is_right = match self.target {
                Target::Text { expected, .. } => expected.all().any(|text| key(text) == candidate_key),
                Target::Choice(choice) => choice.right.iter().any(|right| key(right) == candidate_key),
                _ => false,
            };
            if !is_right && !taken.contains(&candidate_key) && !stands_in(&fold(&candidate), &question) {
                taken.push(candidate_key);
                ones.push(candidate);
            }
        }
        ones
    }

    fn others(&self) -> impl Iterator<Item = &Card> {
        self.deck.cards.iter().filter(|card| card.id != self.card.id)
    }

    /// Returns the other dates of the same precision, nearest first.
    fn dates(&self, expected: &DateAnswer) -> Vec<String> {
        let wanted = expected.expected;
        let others = self.others().filter_map(|card| match &card.kind {
            Kind::Date(other) => Some(other.expected),
            _ => None,
        });
        let mut dates: Vec<CalendarDate> = others
            .filter(|other| other.precision() == wanted.precision() && !date::accepts(expected, *other))
            .collect();
        dates.sort_unstable_by_key(|other| (days(*other).abs_diff(days(wanted)), *other));
        dates.iter().map(|other| other.long()).collect()
    }

    /// Returns the other numbers of the same unit, nearest in size first.
    fn numbers(&self, expected: &NumberAnswer) -> Vec<String> {
        let unit = |number: &NumberAnswer| {
            number.unit.as_ref().and_then(|unit| unit.spellings.first()).map(|unit| fold(unit))
        };
        let wanted = unit(expected);
        let others = self.others().filter_map(|card| match &card.kind {
            Kind::Number(other) => Some(other),
            _ => None,
        });
        let mut numbers: Vec<&NumberAnswer> = others
            .filter(|other| unit(other) == wanted && !number::has_value(expected, other.value))
            .collect();
        let apart = |other: &NumberAnswer| {
            let (a, b) = (expected.value, other.value);
            (a - b).abs() / (a.abs() + b.abs()).max(f64::MIN_POSITIVE)
        };
        numbers.sort_by(|a, b| apart(a).total_cmp(&apart(b)).then(a.value.total_cmp(&b.value)));
        let in_the_same_words =
            |other: &&NumberAnswer| NumberAnswer { value: other.value, ..expected.clone() }.shown();
        numbers.iter().map(in_the_same_words).collect()
    }

    /// Returns the other names of the group to which a text belongs; without a group, other
    /// answers that look alike, those of the same topic first.
    fn texts(&self, right: &[&str], seed: Seed) -> Vec<String> {
        let keys: Vec<String> = right.iter().map(|text| key(text)).collect();
        for (group, names) in &self.deck.names.groups {
            let holds_it = |name: &Name| {
                keys.contains(&key(&name.name)) || name.aliases.iter().any(|alias| keys.contains(&key(alias)))
            };
            if names.iter().any(holds_it) {
                let mut pool = self.group(group, right);
                seed.shuffle(&mut pool);
                return pool;
            }
        }
        let wanted = right.first().map_or(Sort::Words, |text| sort_of(text));
        let mut pool: Vec<(bool, &str)> = self
            .others()
            .filter_map(|card| text_of(card).map(|text| (card.topic != self.card.topic, text)))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        seed.shuffle(&mut pool);
        pool.sort_by_key(|(another_topic, _)| *another_topic);
        let alike = pool.into_iter().map(|(_, text)| text).filter(|text| sort_of(text) == wanted);
        alike.map(str::to_owned).collect()
    }

    /// Returns the names of a group of which no spelling is right or stands in the question.
    fn group(&self, group: &str, right: &[&str]) -> Vec<String> {
        let right: Vec<String> = right.iter().map(|text| key(text)).collect();
        let question = fold(&self.card.question);
        let names = self.deck.names.groups.get(group).map_or(&[][..], Vec::as_slice);
        let fits = |spelling: &str| !right.contains(&key(spelling)) && !stands_in(&fold(spelling), &question);
        let fitting =
            names.iter().filter(|name| fits(&name.name) && name.aliases.iter().all(|alias| fits(alias)));
        fitting.map(|name| name.name.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Returns the short answer of a card that could stand among others.
fn text_of(card: &Card) -> Option<&str> {
    match &card.kind {
        Kind::Text(text) if text.asked == Asked::Typed => Some(&text.expected.text),
        Kind::Choice(choice) => match choice.right.as_slice() {
            [only] => Some(only),
            _ => None,
        },
        _ => None,
    }
}

fn sort_of(text: &str) -> Sort {
    if let Some(date) = date_readings(text, None).first() {
        Sort::Date(date.precision())
    } else if number_readings(text).is_empty() {
        Sort::Words
    } else {
        Sort::Number
    }
}

/// Returns about how many days after the year 0 a date lies, to compare dates by.
fn days(date: CalendarDate) -> i32 {
    let month = i32::from(date.month().unwrap_or(1));
    i32::from(date.year()) * 372 + month * 31 + i32::from(date.day().unwrap_or(1))
}
