//! Which ids and units of a deck's cards do not go together?

use std::collections::{HashMap, HashSet};

use super::Written;
use crate::deck::diagnostic::{Diagnostic, Edit, Fix};
use crate::deck::id::CardId;
use crate::deck::kind::Kind;
use crate::deck::rules::{DUPLICATE_ID, NO_ID, NUMBER_WITHOUT_UNIT, WAS_IN_USE};
use crate::source::Span;
use crate::text::slug;

/// The longest id that is made of a question, in characters.
const LONGEST_SLUG: usize = 48;
/// Up to so many cards without an id are told one by one.
const MOST_TOLD: usize = 3;
/// So many numbers of a deck must have units before one without is reported.
const ENOUGH_WITH_UNITS: usize = 2;

/// Adds to each card what is wrong between it and others, and takes away what cannot be used.
pub(super) fn check(cards: &mut [Written]) {
    let first_with = duplicate_ids(cards);
    was_in_use(cards, &first_with);
    numbers_without_unit(cards);
}

/// Adds to each card that lacks an id, or has one that is taken, which one it could have.
pub(super) fn propose(cards: &mut [Written]) {
    let mut taken: HashSet<String> = cards
        .iter()
        .flat_map(|written| written.id.iter().chain(&written.was))
        .map(|id| id.value.name().to_lowercase())
        .collect();
    let mut numbers = HashMap::new();
    for written in cards.iter_mut() {
        let card = written.card.as_ref();
        let question = card
            .map_or_else(|| written.folded.clone(), |card| card.kind.wording(&card.question).into_owned());
        let (kind, (end, line)) = (written.kind, written.below);
        let id = written.id.as_ref().map(|id| id.span);
        let gaps = numbered(&written.gaps);
        for found in &mut written.found {
            let edit = |name: &str| match id {
                Some(span) => Edit { span, text: format!("\"{name}\"") },
                None => Edit { span: Span::new(end, end), text: format!("{line}id = \"{name}\"") },
            };
            if found.rule == NO_ID.name || (found.rule == DUPLICATE_ID.name && id.is_some()) {
                let name = free_id(&question, kind.as_str(), (&mut taken, &mut numbers));
                let mut edits = vec![edit(&name)];
                edits.extend(gaps.iter().cloned());
                found.fix = Some(Fix { edits, is_certain: true });
            }
        }
    }
}

/// Makes one finding of the many in a file of which most cards have no id yet, so that they do not
/// hide what else there is.
pub(in crate::deck) fn gathered(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut count: HashMap<usize, usize> = HashMap::new();
    for finding in found.iter().filter(|finding| finding.rule == NO_ID.name) {
        *count.entry(finding.file).or_default() += 1;
    }
    let mut first: HashMap<usize, usize> = HashMap::new();
    let mut gathered: Vec<Diagnostic> = Vec::new();
    for finding in found {
        let cards = count.get(&finding.file).copied().unwrap_or_default();
        if finding.rule != NO_ID.name || cards <= MOST_TOLD {
            gathered.push(finding);
        } else if let Some(known) = first.get(&finding.file).and_then(|at| gathered.get_mut(*at)) {
            if let (Some(fix), Some(more)) = (&mut known.fix, finding.fix) {
                fix.edits.extend(more.edits);
            }
        } else {
            first.insert(finding.file, gathered.len());
            let headline = format!("{cards} cards of this file have no id");
            gathered.push(Diagnostic { headline, label: "this is the first".to_owned(), ..finding });
        }
    }
    gathered
}

/// Returns what `deck ids` writes at a card: its id, and a number for each gap.
pub(in crate::deck) fn written_by_ids(written: &Written) -> Vec<Edit> {
    let by_id = written.found.iter().find(|found| [NO_ID.name, DUPLICATE_ID.name].contains(&found.rule));
    match by_id.and_then(|found| found.fix.as_ref()) {
        Some(fix) => fix.edits.clone(),
        None => numbered(&written.gaps),
    }
}

fn numbered(gaps: &[(usize, u16)]) -> Vec<Edit> {
    let edit = |(at, number): &(usize, u16)| Edit { span: Span::new(*at, *at), text: format!("{number}: ") };
    gaps.iter().map(edit).collect()
}

/// Returns an id of the words of a question that no other card has.
fn free_id(
    question: &str,
    kind: &str,
    (taken, numbers): (&mut HashSet<String>, &mut HashMap<String, usize>),
) -> String {
    let mut slug = slug(question, LONGEST_SLUG + 1);
    if slug.len() > LONGEST_SLUG {
        let end = slug.rfind('-').filter(|end| *end > 0).unwrap_or(LONGEST_SLUG);
        slug.truncate(end.min(LONGEST_SLUG));
    }
    if slug.is_empty() {
        kind.clone_into(&mut slug);
    }
    let mut name = slug.clone();
    while taken.contains(&name) {
        let number = numbers.entry(slug.clone()).or_insert(1);
        *number += 1;
        name = format!("{slug}-{number}");
    }
    taken.insert(name.clone());
    name
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
        let found = DUPLICATE_ID.found(span, headline, "used again here").in_file(written.file);
        let found = found.as_well_as(file, first, label);
        let help = "progress hangs on the id, so each card needs its own; \
                    `csto-quiz deck ids` gives the later one a new id";
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
            let found = WAS_IN_USE.found(was.span, headline, "the old id").in_file(written.file);
            let found = found.as_well_as(file, span, "this card has it");
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
