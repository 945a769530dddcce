//! Which other card of the deck expects what was typed?
//!
//! The index is built once for a deck; session, exam and tools keep it beside the deck and hand it
//! to [`check`](crate::answer::check).

use std::collections::HashMap;

use crate::answer::target::Target;
use crate::answer::text::key;
use crate::deck::Deck;
use crate::deck::card::{Card, ClozePart, Expected, Kind, NumberAnswer};
use crate::deck::id::CardId;
use crate::reading::date::{CalendarDate, DateOrder, readings as date_readings};
use crate::reading::number::readings as number_readings;
use crate::text::fold;

/// The answers of a deck's cards, by kind.
#[derive(Clone, Debug, Default)]
pub struct Rivals {
    date_order: Option<DateOrder>,
    texts: HashMap<String, Vec<CardId>>,
    dates: HashMap<CalendarDate, Vec<CardId>>,
    numbers: HashMap<NumberKey, Vec<CardId>>,
}

/// A number in its unit; the bits of the number, since equal ones are sought.
type NumberKey = (u64, Option<String>);

impl Rivals {
    /// Builds the index of a deck.
    pub fn new(deck: &Deck) -> Self {
        let mut rivals = Self { date_order: deck.date_order, ..Self::default() };
        for card in &deck.cards {
            rivals.add(card);
        }
        rivals
    }

    /// Returns how the deck reads 06/07/2012.
    pub(super) fn date_order(&self) -> Option<DateOrder> {
        self.date_order
    }

    fn add(&mut self, card: &Card) {
        let id = &card.id;
        match &card.kind {
            Kind::Text(text) => {
                self.add_text(id, &text.expected);
                if let Some(reverse) = &text.reverse {
                    self.add_text(id, &reverse.expected);
                }
            }
            Kind::Cloze(parts) => {
                for gap in parts.iter().filter_map(ClozePart::hidden) {
                    self.add_text(id, gap);
                }
            }
            Kind::Choice(choice) => {
                for right in &choice.right {
                    self.texts.entry(key(right)).or_default().push(id.clone());
                }
            }
            Kind::Date(date) => self.dates.entry(date.expected).or_default().push(id.clone()),
            Kind::Number(number) => {
                let number_key = number_key(number.value, number);
                self.numbers.entry(number_key).or_default().push(id.clone());
            }
            Kind::TrueFalse(_) | Kind::Set(_) | Kind::Order(_) | Kind::Match(_) | Kind::Reasons(_) => {}
        }
    }

    fn add_text(&mut self, id: &CardId, expected: &Expected) {
        for text in expected.all() {
            self.texts.entry(key(text)).or_default().push(id.clone());
        }
    }

    /// Returns the card, other than `own`, that expects exactly what was typed; of several the one
    /// with the smallest id, so that the order of the cards decides nothing.
    pub(super) fn holder(&self, target: &Target, typed: &str, own: &CardId) -> Option<CardId> {
        let mut found: Vec<&CardId> = Vec::new();
        match target {
            Target::Text { .. } | Target::Choice(_) => {
                found.extend(self.texts.get(&key(typed)).into_iter().flatten());
            }
            Target::Date(_) => {
                for date in date_readings(typed, self.date_order) {
                    found.extend(self.dates.get(&date).into_iter().flatten());
                }
            }
            Target::Number(number) => {
                for quantity in number_readings(typed) {
                    let number_key = number_key(quantity.value, number);
                    found.extend(self.numbers.get(&number_key).into_iter().flatten());
                }
            }
            Target::Members { .. }
            | Target::Order(_)
            | Target::Truth(_)
            | Target::Match(_)
            | Target::Reasons(_) => {}
        }
        found.into_iter().filter(|id| *id != own).min().cloned()
    }
}

fn number_key(value: f64, unit_of: &NumberAnswer) -> NumberKey {
    let unit = unit_of.unit.as_ref().and_then(|unit| unit.spellings.first());
    // Adding zero makes −0 and 0 one.
    ((value + 0.0).to_bits(), unit.map(|unit| fold(unit)))
}
