//! Which wrong answers could somebody give who half knows?
//!
//! They are drawn from the deck, for multiple choice and for statements to be judged: what the
//! author lists or expects as a mistake, names of the same group, dates near in time, numbers near
//! in size, answers of the same topic.

use std::collections::{BTreeSet, HashMap};

use crate::answer::phrase::stands_in;
use crate::answer::spelling::key;
use crate::answer::target::Target;
use crate::answer::{date, number};
use crate::deck::Deck;
use crate::deck::card::{Also, Card, FeedbackLine};
use crate::deck::kind::{Asked, DateAnswer, Expected, Kind, NumberAnswer, Wrong};
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

/// How likely somebody who half knows takes a name for the answer, likeliest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// The card has feedback for it.
    Expected,
    /// Another card of the topic has it as its answer.
    OfTheTopic,
    /// Another card of the deck has.
    OfTheDeck,
    /// It only belongs to the same group.
    OfTheGroup,
}

/// What a text looks like, so that a year does not stand among capitals.
#[derive(PartialEq, Eq)]
enum Sort {
    Date(Precision),
    Number,
    Words,
}

impl Plausible<'_> {
    /// Returns at most `count` wrong answers, shuffled; never one that is accepted, nor the same
    /// twice, nor, unless the author lists it, one that stands in the question.
    pub(super) fn draw(&self, seed: Seed, count: usize) -> Vec<String> {
        match self.wrong() {
            Wrong::Listed(list) => self.listed(list.clone(), seed, count),
            Wrong::Group(group) => {
                let mut pool = self.group(group);
                seed.shuffle(&mut pool);
                self.wrong_ones(pool, count)
            }
            Wrong::Automatic => self.automatic(seed, count),
        }
    }

    /// Returns where the wrong options come from.
    fn wrong(&self) -> &Wrong {
        if let Target::Choice(choice) = self.target {
            return &choice.wrong;
        }
        let besides = self.card.also.iter().find_map(|also| match also {
            Also::Choice(wrong) => Some(wrong),
            Also::Reverse | Also::TrueFalse => None,
        });
        besides.unwrap_or(&Wrong::Automatic)
    }

    fn listed(&self, mut pool: Vec<String>, seed: Seed, count: usize) -> Vec<String> {
        let right: Vec<String> = self.target.right_texts().iter().map(|right| key(right)).collect();
        seed.shuffle(&mut pool);
        pool.retain(|wrong| !right.contains(&key(wrong)));
        pool.truncate(count);
        pool
    }

    /// Takes the mistakes that the author expects before anything else.
    fn automatic(&self, seed: Seed, count: usize) -> Vec<String> {
        let (mistakes, pool, near) = match self.target {
            Target::Date(expected) => (self.mistaken_dates(expected), self.dates(expected), NEAR),
            Target::Number(expected) => (Vec::new(), self.numbers(expected), NEAR),
            Target::Text { .. } | Target::Choice(_) => (Vec::new(), self.texts(seed), 1),
            Target::Members { .. }
            | Target::Order(_)
            | Target::Truth(_)
            | Target::Match(_)
            | Target::Reasons(_) => return Vec::new(),
        };
        let mut drawn = self.wrong_ones(mistakes, count);
        let wanted = count - drawn.len();
        let mut others = self.wrong_ones(pool, count.saturating_mul(near));
        others.retain(|other| !drawn.contains(other));
        if near > 1 {
            others.truncate(wanted.saturating_mul(near));
            seed.shuffle(&mut others);
        }
        others.truncate(wanted);
        drawn.append(&mut others);
        seed.shuffle(&mut drawn);
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
            if !self.right().any(|text| key(text) == candidate_key)
                && !taken.contains(&candidate_key)
                && !stands_in(&fold(&candidate), &question)
            {
                taken.push(candidate_key);
                ones.push(candidate);
            }
        }
        ones
    }

    /// Returns every text that is right, where texts are compared.
    fn right(&self) -> impl Iterator<Item = &str> {
        let (expected, options) = match self.target {
            Target::Text { expected, .. } => (Some(*expected), &[][..]),
            Target::Choice(choice) => (None, choice.right.as_slice()),
            _ => (None, &[][..]),
        };
        expected.into_iter().flat_map(Expected::all).chain(options.iter().map(String::as_str))
    }

    fn others(&self) -> impl Iterator<Item = &Card> {
        self.deck.cards.iter().filter(|card| card.id != self.card.id)
    }

    /// Returns the dates of the card's feedback, as exact as the one expected.
    fn mistaken_dates(&self, expected: &DateAnswer) -> Vec<String> {
        let read = |line: &FeedbackLine| match date_readings(&line.answer, None).as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let dates = self.card.feedback.iter().filter_map(read).filter(|date| {
            date.precision() == expected.expected.precision() && !date::accepts(expected, *date)
        });
        dates.map(CalendarDate::long).collect()
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

    /// Returns the other names of the group to which the answer belongs, those first that the card
    /// expects as a mistake, then the answers of its topic, then those of the deck; without a group,
    /// other answers that look alike, those of the same topic first.
    fn texts(&self, seed: Seed) -> Vec<String> {
        let right: Vec<String> = self.right().map(key).collect();
        for (group, names) in &self.deck.names.groups {
            if names.iter().any(|name| name.spellings().any(|text| right.contains(&key(text)))) {
                let mut pool = self.group(group);
                seed.shuffle(&mut pool);
                let likeness = self.likeness();
                pool.sort_by_key(|name| likeness.get(&fold(name)).copied().unwrap_or(Likeness::OfTheGroup));
                return pool;
            }
        }
        let wanted = self.right().next().map_or(Sort::Words, sort_of);
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

    /// Returns how near the answers of the deck are to this card, by their folded text.
    fn likeness(&self) -> HashMap<String, Likeness> {
        let mistakes = self.card.feedback.iter().map(|line| (fold(&line.answer), Likeness::Expected));
        let answers = self.others().flat_map(|card| {
            let near = if card.topic == self.card.topic { Likeness::OfTheTopic } else { Likeness::OfTheDeck };
            card.kind.answers().into_iter().map(move |answer| (fold(&answer), near))
        });
        let mut nearest = HashMap::new();
        for (text, near) in mistakes.chain(answers) {
            let known = nearest.entry(text).or_insert(near);
            *known = near.min(*known);
        }
        nearest
    }

    /// Returns the names of a group of which no spelling is right or stands in the question.
    fn group(&self, group: &str) -> Vec<String> {
        let right: Vec<String> = self.right().map(key).collect();
        let question = fold(&self.card.question);
        let names = self.deck.names.groups.get(group).map_or(&[][..], Vec::as_slice);
        let fits = |spelling: &str| !right.contains(&key(spelling)) && !stands_in(&fold(spelling), &question);
        let fitting = names.iter().filter(|name| name.spellings().all(fits));
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
