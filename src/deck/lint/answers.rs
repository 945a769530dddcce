//! Which cards ask the same, and do they agree?

use std::collections::{BTreeSet, HashMap};

use super::Written;
use crate::deck::card::Card;
use crate::deck::kind::{Kind, KindName};
use crate::deck::names::NameIndex;
use crate::deck::rules::{ASKED_TWICE, DIFFERENT_ANSWERS, FACT_DISAGREES, Rule};
use crate::reading::date::CalendarDate;
use crate::source::Span;
use crate::text::fold;

/// A card is compared with so many of its fact.
const MOST_COMPARED: usize = 50;

/// What a card expects, so that two can be compared.
enum Said {
    Date(CalendarDate),
    Number(f64, f64),
    Truth(bool),
    /// Any of these spellings, folded.
    Text(BTreeSet<String>),
    /// All of these, folded.
    All(BTreeSet<String>),
}

/// Reports cards with the same question, and cards of one fact that do not agree.
pub(super) fn check(cards: &mut [Written], names: &NameIndex) {
    same_question(cards, names);
    same_fact(cards, names);
}

fn same_question(cards: &mut [Written], names: &NameIndex) {
    let mut first_with: HashMap<(KindName, String), usize> = HashMap::new();
    for at in 0..cards.len() {
        let Some((written, card)) = cards.get(at).and_then(|written| Some((written, written.card.as_ref()?)))
        else {
            continue;
        };
        let key = (written.kind, written.folded.clone());
        let Some(&first) = first_with.get(&key) else {
            first_with.insert(key, at);
            continue;
        };
        let Some((earlier, other)) = cards.get(first).and_then(|first| Some((first, first.card.as_ref()?)))
        else {
            continue;
        };
        let place = (earlier.file, earlier.span("question"));
        let agree = said(other, names).zip(said(card, names)).map(|(one, other)| one.agrees(&other));
        if agree == Some(false) && is_plain(written.kind) {
            let help = "ask more exactly in one of them, or mend the wrong answer";
            report(
                cards,
                (at, "question"),
                (&DIFFERENT_ANSWERS, place),
                ("two cards ask this and expect different answers", help),
            );
            if let Some(written) = cards.get_mut(at) {
                written.card = None;
            }
        } else if agree == Some(true) || other.kind == card.kind {
            let help = "take one of them away, or ask by `also` for another form of the same card";
            report(cards, (at, "question"), (&ASKED_TWICE, place), ("two cards ask the same question", help));
        }
    }
}

/// Returns whether a question of this kind alone says what is asked; "Put in order." does not.
fn is_plain(kind: KindName) -> bool {
    match kind {
        KindName::Card | KindName::Date | KindName::Number | KindName::Set | KindName::TrueFalse => true,
        KindName::Cloze | KindName::Choice | KindName::Order | KindName::Match | KindName::Reasons => false,
    }
}

fn same_fact(cards: &mut [Written], names: &NameIndex) {
    let mut by_fact: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, written) in cards.iter().enumerate() {
        if let Some(fact) = written.card.as_ref().and_then(|card| card.fact.as_deref()) {
            by_fact.entry(fold(fact)).or_default().push(at);
        }
    }
    let mut disagree = Vec::new();
    for members in by_fact.into_values().filter(|members| members.len() > 1) {
        let mut earlier: Vec<(usize, Said)> = Vec::new();
        for at in members {
            let card = cards.get(at).and_then(|written| written.card.as_ref());
            let Some(said) = card.and_then(|card| said(card, names)) else { continue };
            if let Some((first, _)) =
                earlier.iter().take(MOST_COMPARED).find(|(_, other)| other.contradicts(&said))
            {
                disagree.push((at, *first));
            }
            earlier.push((at, said));
        }
    }
    for (at, first) in disagree {
        let Some(earlier) = cards.get(first) else { continue };
        let place = (earlier.file, earlier.span("answer"));
        let help = "mend the wrong answer, or give one of them another `fact`";
        report(
            cards,
            (at, "answer"),
            (&FACT_DISAGREES, place),
            ("two cards of one fact expect different answers", help),
        );
    }
}

fn report(
    cards: &mut [Written],
    (at, key): (usize, &str),
    (rule, (file, span)): (&Rule, (usize, Span)),
    (headline, help): (&str, &str),
) {
    let Some(written) = cards.get_mut(at) else { return };
    let found = rule.found(written.span(key), headline, "here again").help(help);
    written.report(found.as_well_as(file, span, "first here"));
}

fn said(card: &Card, names: &NameIndex) -> Option<Said> {
    let folded = |text: &str| fold(text);
    Some(match &card.kind {
        Kind::Text(text) => Said::Text(text.expected.all().map(folded).collect()),
        Kind::Choice(choice) => match choice.right.as_slice() {
            [only] => {
                Said::Text(std::iter::once(only.as_str()).chain(names.spellings(only)).map(folded).collect())
            }
            several => Said::All(several.iter().map(|text| fold(text)).collect()),
        },
        Kind::TrueFalse(truth) => Said::Truth(*truth),
        Kind::Date(date) => Said::Date(date.expected),
        Kind::Number(number) => Said::Number(number.low, number.high),
        Kind::Set(set) if set.need == set.members.len() => {
            Said::All(set.members.iter().map(|member| fold(&member.text)).collect())
        }
        Kind::Cloze(_) | Kind::Set(_) | Kind::Order(_) | Kind::Match(_) | Kind::Reasons(_) => return None,
    })
}

impl Said {
    fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Date(one), Self::Date(other)) => {
                let precision = one.precision().min(other.precision());
                one.cut_to(precision) == other.cut_to(precision)
            }
            (Self::Number(low, high), Self::Number(other_low, other_high)) => {
                low <= other_high && other_low <= high
            }
            (Self::Truth(one), Self::Truth(other)) => one == other,
            (Self::Text(one), Self::Text(other)) => !one.is_disjoint(other),
            (Self::All(one), Self::All(other)) => one == other,
            _ => false,
        }
    }

    /// Returns whether two cards of one fact cannot both be right: of different kinds they ask for
    /// different parts of it, and two statements on it may well be one true and one false.
    fn contradicts(&self, other: &Self) -> bool {
        let comparable = matches!(
            (self, other),
            (Self::Date(_), Self::Date(_))
                | (Self::Number(..), Self::Number(..))
                | (Self::All(_), Self::All(_))
        ) || matches!((self, other), (Self::Text(_), Self::Text(_)));
        comparable && !self.agrees(other)
    }
}
