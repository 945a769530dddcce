//! What is wrong between the cards of a deck?
//!
//! The reader calls it when all cards are read. Each check is one pass with an index.

use std::collections::HashMap;

use crate::deck::card::{Card, Kind};
use crate::deck::diagnostic::{Diagnostic, Related};
use crate::deck::id::CardId;
use crate::deck::rules::{DUPLICATE_ID, NUMBER_WITHOUT_UNIT, WAS_IN_USE};
use crate::source::{Placed, Span};

/// So many numbers of a deck must have units before one without is reported.
const ENOUGH_WITH_UNITS: usize = 2;

/// A card as it is written, good or bad.
pub(super) struct Written {
    /// Which file of the deck, from 0.
    pub(super) file: usize,
    /// Its heading.
    pub(super) heading: Span,
    /// The rules that are not to be reported of it.
    pub(super) allow: Vec<String>,
    /// The id that is written.
    pub(super) id: Option<Placed<CardId>>,
    /// The ids that it had.
    pub(super) was: Vec<Placed<CardId>>,
    /// The card, when it is good.
    pub(super) card: Option<Card>,
    /// What is wrong with it.
    pub(super) found: Vec<Diagnostic>,
}

/// Adds to each card what is wrong between it and others, and takes away what cannot be used.
pub(super) fn check(cards: &mut [Written]) {
    let first_with = duplicate_ids(cards);
    was_in_use(cards, &first_with);
    numbers_without_unit(cards);
}

/// Reports the later of two cards with one id, and leaves it out.
fn duplicate_ids(cards: &mut [Written]) -> HashMap<CardId, (usize, Span)> {
    let mut first_with: HashMap<CardId, (usize, Span)> = HashMap::new();
    for written in cards {
        let temporary = || written.card.as_ref().map(|card| (card.id.clone(), written.heading));
        let id = written.id.as_ref().map(|id| (id.value.clone(), id.span)).or_else(temporary);
        let Some((id, span)) = id else { continue };
        let Some((file, first)) = first_with.get(&id).copied() else {
            first_with.insert(id, (written.file, span));
            continue;
        };
        let (headline, label) = if id.is_temporary() {
            ("two cards without an id have the same question".to_owned(), "first asked here")
        } else {
            (format!("two cards have the id `{}`", id.name()), "first used here")
        };
        let mut found = DUPLICATE_ID.found(span, headline, "used again here").in_file(written.file);
        found.related = Some(Related { file, span: first, label: label.to_owned() });
        let help = "progress hangs on the id, so each card needs its own; \
                    give the later one an id of its own";
        written.found.push(found.help(help));
        written.card = None;
    }
    first_with
}

/// Reports old ids that a card still has; its progress stays there.
fn was_in_use(cards: &mut [Written], first_with: &HashMap<CardId, (usize, Span)>) {
    for written in cards {
        for was in &written.was {
            let Some((file, span)) = first_with.get(&was.value).copied() else { continue };
            let headline = format!("the id `{}` under `was` is still in use", was.value.name());
            let mut found = WAS_IN_USE.found(was.span, headline, "the old id").in_file(written.file);
            found.related = Some(Related { file, span, label: "this card has it".to_owned() });
            written.found.push(found.help("give that card another id, or take it away under `was`"));
            if let Some(card) = &mut written.card {
                card.was.retain(|old| *old != was.value);
            }
        }
    }
}

/// Reports numbers without a unit when most numbers of the deck have one.
fn numbers_without_unit(cards: &mut [Written]) {
    let has_unit = |written: &Written| match written.card.as_ref().map(|card| &card.kind) {
        Some(Kind::Number(number)) => Some(number.unit.is_some()),
        _ => None,
    };
    let with = cards.iter().filter(|card| has_unit(card) == Some(true)).count();
    let without = cards.iter().filter(|card| has_unit(card) == Some(false)).count();
    if with < ENOUGH_WITH_UNITS || without >= with {
        return;
    }
    for written in cards.iter_mut().filter(|card| has_unit(card) == Some(false)) {
        let headline = "a number without a unit, where the deck's numbers have units";
        let found = NUMBER_WITHOUT_UNIT.found(written.heading, headline, "it has no `unit`");
        let help = "write `unit = \"soldiers\"`, or what else is counted";
        written.found.push(found.in_file(written.file).help(help));
    }
}
