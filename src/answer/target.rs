//! What does a face of a card expect?
//!
//! The prompt, the examiner and the feedback all ask this, so that a gap, a backward question and a
//! plain card are one thing to them.

use crate::deck::card::Card;
use crate::deck::id::Face;
use crate::deck::kind::{
    Case, ChoiceAnswer, ClozePart, DateAnswer, Expected, Kind, MatchAnswer, Naming, NumberAnswer, OrderItem,
    Point, ReasonsAnswer,
};
use crate::text::fold;

/// What is expected, by the way in which it is compared.
pub(super) enum Target<'a> {
    /// One text.
    Text { expected: &'a Expected, case: Case },
    /// Texts in any order: a set, or the gaps of one number that hide different words; some may be
    /// named as well.
    Members { members: Vec<&'a Expected>, allowed: &'a [Expected], need: usize },
    /// A date.
    Date(&'a DateAnswer),
    /// A number.
    Number(&'a NumberAnswer),
    /// Items in their order.
    Order(&'a [OrderItem]),
    /// Options.
    Choice(&'a ChoiceAnswer),
    /// Whether the statement is true.
    Truth(bool),
    /// Pairs.
    Match(&'a MatchAnswer),
    /// Points.
    Reasons(&'a ReasonsAnswer),
}

impl<'a> Target<'a> {
    /// Returns what a face expects; of a face that the card does not have, what the card does.
    pub(super) fn of(card: &'a Card, face: Face) -> Self {
        match &card.kind {
            Kind::Text(text) => match &text.reverse {
                Some(reverse) if face == Face::Reverse => {
                    Self::Text { expected: &reverse.expected, case: Case::Folded }
                }
                _ => Self::Text { expected: &text.expected, case: text.case },
            },
            Kind::Cloze(parts) => Self::of_gaps(parts, face),
            Kind::Choice(choice) => Self::Choice(choice),
            Kind::TrueFalse(truth) => Self::Truth(*truth),
            Kind::Date(date) => Self::Date(date),
            Kind::Number(number) => Self::Number(number),
            Kind::Set(set) => {
                Self::Members { members: set.members.iter().collect(), allowed: &set.allowed, need: set.need }
            }
            Kind::Order(items) => Self::Order(items),
            Kind::Match(matching) => Self::Match(matching),
            Kind::Reasons(reasons) => Self::Reasons(reasons),
        }
    }

    fn of_gaps(parts: &'a [ClozePart], face: Face) -> Self {
        let mut members: Vec<&Expected> = Vec::new();
        for part in parts {
            let ClozePart::Gap { number, expected } = part else { continue };
            let is_new = members.iter().all(|member| fold(&member.text) != fold(&expected.text));
            if is_asked(*number, face) && is_new {
                members.push(expected);
            }
        }
        match members.as_slice() {
            [expected] => Self::Text { expected, case: Case::Folded },
            _ => Self::Members { need: members.len(), allowed: &[], members },
        }
    }

    /// Returns a folded word of what is expected as the deck writes it.
    pub(super) fn as_written(&self, folded: &str) -> Option<&'a str> {
        let texts: Vec<&'a str> = match self {
            Self::Text { expected, .. } => expected.all().collect(),
            Self::Members { members, .. } => members.iter().flat_map(|member| member.all()).collect(),
            Self::Order(items) => items.iter().flat_map(|item| item.expected.all()).collect(),
            Self::Reasons(reasons) => {
                let texts = |point: &'a Point| std::iter::once(&point.text).chain(&point.keys);
                reasons.points.iter().flat_map(texts).map(String::as_str).collect()
            }
            Self::Choice(choice) => choice.right.iter().map(String::as_str).collect(),
            Self::Date(_) | Self::Number(_) | Self::Truth(_) | Self::Match(_) => Vec::new(),
        };
        let mut words = texts.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        words.find(|word| fold(word) == folded)
    }

    /// Returns what stands among the options, or in the statement, when a choice is made of it;
    /// nothing where no choice can be.
    pub(super) fn right_texts(&self) -> Vec<String> {
        match self {
            Self::Text { expected, .. } => vec![expected.text.clone()],
            Self::Date(date) => vec![date.expected.long()],
            Self::Number(number) => vec![number.shown()],
            Self::Choice(choice) => choice.right.clone(),
            Self::Members { .. } | Self::Order(_) | Self::Truth(_) | Self::Match(_) | Self::Reasons(_) => {
                Vec::new()
            }
        }
    }
}

/// Returns whether a face of a cloze hides the gaps of a number; a face that is no gap hides all.
pub(super) fn is_asked(number: u16, face: Face) -> bool {
    !matches!(face, Face::Gap(asked) if asked != number)
}

/// Returns an expected text without other spellings.
pub(super) fn spelt_only(text: &str) -> Expected {
    Expected { text: text.to_owned(), aliases: Vec::new(), naming: Naming::Thing }
}

/// Returns the expected answer of a face as it is shown with the feedback, one line a part; an
/// item of an order with its label behind it.
pub fn shown(card: &Card, face: Face) -> Vec<String> {
    match Target::of(card, face) {
        Target::Members { members, .. } => members.iter().map(|member| member.text.clone()).collect(),
        Target::Order(items) => items.iter().map(shown_item).collect(),
        Target::Truth(_) | Target::Match(_) | Target::Reasons(_) => card.kind.answers(),
        target => target.right_texts(),
    }
}

fn shown_item(item: &OrderItem) -> String {
    match &item.label {
        Some(label) => format!("{} ({label})", item.expected.text),
        None => item.expected.text.clone(),
    }
}
