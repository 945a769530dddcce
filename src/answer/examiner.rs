//! What else does the deck expect, that an answer must not be taken for?
//!
//! The [`Examiner`] of a deck is built once and kept beside it: an index of all its answers, with
//! what the learner has had accepted. Session, exam and tools let it [`check`](Examiner::check)
//! what was answered.

use std::collections::HashMap;

use crate::answer::judged;
use crate::answer::person::Person;
use crate::answer::spelling::{Spelt, spellings};
use crate::answer::target::spelt_only;
use crate::deck::Deck;
use crate::deck::card::Card;
use crate::deck::id::CardId;
use crate::deck::kind::{ClozePart, Expected, Kind, Naming, NumberAnswer, Wrong};
use crate::reading::date::{CalendarDate, DateOrder};
use crate::text::{distance, fold};

/// The answers of a deck's cards, by kind, and what its learner has had accepted.
#[derive(Clone, Debug, Default)]
pub struct Examiner {
    date_order: Option<DateOrder>,
    years: Option<(i16, i16)>,
    entries: Vec<Entry>,
    /// The entries with a key.
    by_key: HashMap<String, Vec<usize>>,
    /// The entries that are persons, by surname.
    by_surname: HashMap<String, Vec<usize>>,
    dates: HashMap<CalendarDate, Vec<CardId>>,
    numbers: HashMap<NumberKey, Vec<CardId>>,
    /// What the learner has had accepted, by card: keys.
    accepted: HashMap<CardId, Vec<String>>,
}

/// A number in its unit; the bits of the number, since equal ones are sought.
type NumberKey = (u64, Option<String>);

/// A thing that the deck names, in all its spellings.
#[derive(Clone, Debug)]
struct Entry {
    /// The card whose answer it is; nothing for a name, an item or a wrong option.
    card: Option<CardId>,
    writings: Vec<Writing>,
}

/// A spelling, as it is measured.
#[derive(Clone, Debug)]
struct Writing {
    key: String,
    /// The words in one.
    joined: String,
    /// Which letters it has, a bit each.
    letters: u32,
    length: usize,
}

impl Examiner {
    /// Builds the index of a deck.
    pub fn new(deck: &Deck) -> Self {
        let mut examiner = Self { date_order: deck.date_order, ..Self::default() };
        for card in &deck.cards {
            examiner.add(card);
        }
        for names in deck.names.groups.values() {
            for name in names {
                let expected = Expected {
                    text: name.name.clone(),
                    aliases: name.aliases.clone(),
                    naming: Naming::Thing,
                };
                examiner.add_text(None, &expected);
            }
        }
        examiner
    }

    /// Reads 06/07/2012 in this order where the deck does not say.
    pub fn with_date_order(mut self, order: Option<DateOrder>) -> Self {
        self.date_order = self.date_order.or(order);
        self
    }

    /// Accepts what the learner has had accepted: texts by the card whose answer they are.
    pub fn with_accepted<'a>(mut self, accepted: impl IntoIterator<Item = (&'a CardId, &'a str)>) -> Self {
        for (card, text) in accepted {
            self.accept(card, text);
        }
        self
    }

    /// Accepts one more text for a card.
    pub fn accept(&mut self, card: &CardId, text: &str) {
        self.accepted.entry(card.clone()).or_default().push(Spelt::new(judged(text)).key);
    }

    /// Returns the card, other than `own`, whose answer a text is: what must not be accepted for
    /// `own` on the learner's word.
    pub fn holder(&self, text: &str, own: &CardId) -> Option<&CardId> {
        let entries = self.by_key.get(&Spelt::new(text).key).into_iter().flatten();
        let cards = entries.filter_map(|at| self.entries.get(*at)?.card.as_ref());
        cards.filter(|card| *card != own).min()
    }

    /// Returns how the deck, or else the learner, reads 06/07/2012.
    pub fn date_order(&self) -> Option<DateOrder> {
        self.date_order
    }

    /// Returns the first and the last year of the deck's dates.
    pub(super) fn years(&self) -> Option<(i16, i16)> {
        self.years
    }

    /// Returns whether the learner has had this accepted for a card.
    pub(super) fn is_accepted(&self, card: &CardId, typed: &str) -> bool {
        self.accepted.get(card).is_some_and(|keys| keys.contains(&Spelt::new(typed).key))
    }

    fn add(&mut self, card: &Card) {
        let id = &card.id;
        match &card.kind {
            Kind::Text(text) => {
                self.add_text(Some(id), &text.expected);
                if let Some(reverse) = &text.reverse {
                    self.add_text(Some(id), &reverse.expected);
                }
            }
            Kind::Cloze(parts) => {
                for gap in parts.iter().filter_map(ClozePart::hidden) {
                    self.add_text(Some(id), gap);
                }
            }
            Kind::Choice(choice) => {
                for right in &choice.right {
                    self.add_text(Some(id), &spelt_only(right));
                }
                if let Wrong::Listed(wrong) = &choice.wrong {
                    for wrong in wrong {
                        self.add_text(None, &spelt_only(wrong));
                    }
                }
            }
            Kind::Date(date) => {
                let year = date.expected.year();
                let (first, last) = self.years.unwrap_or((year, year));
                self.years = Some((first.min(year), last.max(year)));
                self.dates.entry(date.expected).or_default().push(id.clone());
            }
            Kind::Number(number) => {
                let number_key = number_key(number.value, number);
                self.numbers.entry(number_key).or_default().push(id.clone());
            }
            Kind::Set(set) => set.members.iter().for_each(|member| self.add_text(None, member)),
            Kind::Order(items) => items.iter().for_each(|item| self.add_text(None, &item.expected)),
            Kind::Reasons(reasons) => {
                for point in &reasons.points {
                    self.add_text(Some(id), &spelt_only(&point.text));
                }
            }
            Kind::TrueFalse(_) | Kind::Match(_) => {}
        }
    }

    fn add_text(&mut self, card: Option<&CardId>, expected: &Expected) {
        let at = self.entries.len();
        let mut writings: Vec<Writing> = Vec::new();
        for text in expected.all() {
            if expected.naming == Naming::Person
                && let Some(person) = Person::new(text)
            {
                self.by_surname.entry(person.surname.canonical.clone()).or_default().push(at);
            }
            writings.extend(spellings(text).iter().map(Writing::of));
        }
        for writing in &writings {
            let entries = self.by_key.entry(writing.key.clone()).or_default();
            if entries.last() != Some(&at) {
                entries.push(at);
            }
        }
        self.entries.push(Entry { card: card.cloned(), writings });
    }

    /// Returns the other thing that a text names exactly; `own` are the keys of what is expected.
    pub(super) fn other(&self, given: &Spelt, own: &[String]) -> Option<Other> {
        let entries = self.by_key.get(&given.key)?.iter().filter_map(|at| self.entries.get(*at));
        let mut cards: Vec<Option<&CardId>> =
            entries.filter(|entry| !entry.is_one_of(own)).map(|entry| entry.card.as_ref()).collect();
        // Of several the card with the smallest id, so that the order of the cards decides nothing.
        cards.sort_by_key(|card| (card.is_none(), *card));
        let card = *cards.first()?;
        Some(Other { card: card.cloned() })
    }

    /// Returns whether something else that the deck names is as near to a text as what is expected,
    /// which is `off` letters away.
    pub(super) fn is_as_near_to_another(&self, given: &Spelt, own: &[String], off: usize) -> bool {
        let given = Writing::of(given);
        self.entries.iter().any(|entry| {
            entry.writings.iter().any(|writing| writing.may_be_within(&given, off))
                && !entry.is_one_of(own)
                && entry.writings.iter().any(|writing| writing.is_within(&given, off))
        })
    }

    /// Returns whether somebody else in the deck has a surname; `own` are the keys of the person.
    pub(super) fn is_shared_surname(&self, surname: &str, own: &[String]) -> bool {
        let entries = self.by_surname.get(surname).into_iter().flatten();
        entries.filter_map(|at| self.entries.get(*at)).any(|entry| !entry.is_one_of(own))
    }

    /// Returns whether somebody else's surname is as near to a word as the one that is meant.
    pub(super) fn is_as_near_to_another_surname(&self, word: &str, meant: &str, off: usize) -> bool {
        self.by_surname.keys().any(|other| {
            other != meant
                && other.chars().count().abs_diff(word.chars().count()) <= off
                && distance(other, word) <= off
        })
    }

    /// Returns the card, other than `own`, that expects exactly one of these dates.
    pub(super) fn holder_of_date(&self, dates: &[CalendarDate], own: &CardId) -> Option<CardId> {
        let cards = dates.iter().flat_map(|date| self.dates.get(date).into_iter().flatten());
        cards.filter(|id| *id != own).min().cloned()
    }

    /// Returns the card, other than `own`, that expects exactly one of these numbers in the same unit.
    pub(super) fn holder_of_number(
        &self,
        values: impl Iterator<Item = f64>,
        unit_of: &NumberAnswer,
        own: &CardId,
    ) -> Option<CardId> {
        let keys = values.map(|value| number_key(value, unit_of));
        let cards: Vec<&CardId> = keys.flat_map(|key| self.numbers.get(&key).into_iter().flatten()).collect();
        cards.into_iter().filter(|id| *id != own).min().cloned()
    }
}

/// Another thing that the deck names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    /// The card whose answer it is, if it is one.
    pub(super) card: Option<CardId>,
}

impl Entry {
    /// Returns whether it is the thing that has these keys.
    fn is_one_of(&self, keys: &[String]) -> bool {
        self.writings.iter().any(|writing| keys.contains(&writing.key))
    }
}

impl Writing {
    fn of(spelt: &Spelt) -> Self {
        let joined: String = spelt.words.iter().map(|word| word.text.as_str()).collect();
        let letters = joined.bytes().fold(0, |bits, byte| bits | 1 << (byte % 32));
        Self { key: spelt.key.clone(), length: joined.chars().count(), joined, letters }
    }

    /// Returns whether the other may be within so many letters: cheap, and wrong only in saying yes.
    fn may_be_within(&self, other: &Self, off: usize) -> bool {
        let unshared = (self.letters ^ other.letters).count_ones() as usize;
        self.length.abs_diff(other.length) <= off && unshared <= 2 * off
    }

    fn is_within(&self, other: &Self, off: usize) -> bool {
        self.may_be_within(other, off) && distance(&self.joined, &other.joined) <= off
    }
}

fn number_key(value: f64, unit_of: &NumberAnswer) -> NumberKey {
    let unit = unit_of.unit.as_ref().and_then(|unit| unit.spellings.first());
    // Adding zero makes −0 and 0 one.
    ((value + 0.0).to_bits(), unit.map(|unit| fold(unit)))
}
