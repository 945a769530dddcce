//! What does a face of a card ask?
//!
//! A [`Prompt`] is all that is shown before the answer; it never contains the answer, except among
//! other options. Session and exam make it, the terminals show it, the examiner reads it again to
//! know what `2` or `b` stood for.

use crate::answer::plausible::Plausible;
use crate::answer::target::{Target, is_asked};
use crate::answer::truth::statement;
use crate::deck::Deck;
use crate::deck::card::Card;
use crate::deck::id::{Face, FaceId};
use crate::deck::kind::{Asked, ChoiceAnswer, ClozePart, Kind, MatchAnswer, NumberAnswer, OrderItem, Wrong};
use crate::reading::date::Precision;
use crate::seed::Seed;

/// What is shown for a gap that is asked.
const GAP: &str = "[…]";
/// How many wrong options are drawn from the deck, unless the card says how many are shown.
const WRONG_OPTIONS: usize = 3;
/// With fewer wrong options than this, a card is not asked by multiple choice as well.
const FEWEST_WRONG_OPTIONS: usize = 2;

/// What is shown before the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What is asked.
    pub face: FaceId,
    /// The question; a cloze with `[…]` for the gap asked, and the other gaps filled.
    pub question: String,
    /// How it is answered.
    pub ask: Ask,
    /// What the card is about.
    pub topic: Option<String>,
    /// Hints, weakest first.
    pub hints: Vec<String>,
}

/// How a prompt is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A text is typed.
    Text,
    /// A date is typed, as exactly as this.
    Date(Precision),
    /// A number is typed; the unit, when it has one that need not be given.
    Number {
        /// The unit in which it is asked.
        unit: Option<String>,
    },
    /// Members are typed in any order.
    Set {
        /// How many there are.
        count: usize,
        /// How many are enough.
        need: usize,
    },
    /// The items shown are put in order, by their letters.
    Order(Vec<String>),
    /// Options are chosen by their numbers.
    Choice {
        /// The options as they are shown.
        options: Vec<String>,
        /// Whether several are right.
        several: bool,
    },
    /// `t` or `f`.
    TrueFalse,
    /// Each left side, numbered, gets the letter of a right side.
    Match {
        /// The left sides as they are shown.
        left: Vec<String>,
        /// The right sides as they are shown.
        right: Vec<String>,
    },
    /// The learner thinks, then sees the answer and grades alone.
    Thought,
    /// The learner names the points, then ticks those that were meant.
    Reasons {
        /// How many points there are.
        count: usize,
        /// How many are enough.
        need: usize,
    },
}

impl Ask {
    /// Returns whether the answer is among things that are shown, or true or false.
    pub fn has_options(&self) -> bool {
        match self {
            Self::Choice { .. } | Self::Order(_) | Self::Match { .. } | Self::TrueFalse => true,
            Self::Text
            | Self::Date(_)
            | Self::Number { .. }
            | Self::Set { .. }
            | Self::Thought
            | Self::Reasons { .. } => false,
        }
    }
}

/// What the learner answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A line of text: what was typed, or the numbers and letters of what was chosen. The members
    /// of a set stand one a line or as one writes a list.
    Typed(String),
    /// The points of a `reasons` card that the learner says were meant, counted from 0.
    Ticked(Vec<usize>),
    /// The learner does not know.
    DontKnow,
}

/// Returns what is shown to ask a face; the same arguments give the same prompt, whatever the
/// order of the deck's cards.
///
/// A face that cannot be asked in its way (a multiple choice for which the deck has not two wrong
/// answers) is asked as its card is.
pub fn prompt(card: &Card, face: Face, deck: &Deck, seed: Seed) -> Prompt {
    let name = card.id.face(face);
    let seed = seed.of(&name.to_string());
    let target = Target::of(card, face);
    let plausible = Plausible { card, target: &target, deck };
    let asked_otherwise = match face {
        Face::Choice => choice_besides(&plausible, seed).map(|ask| (own_question(card, face), ask)),
        Face::TrueFalse => statement_to_judge(&plausible, seed).map(|text| (text, Ask::TrueFalse)),
        Face::Whole | Face::Gap(_) | Face::Reverse => None,
    };
    let (question, ask) =
        asked_otherwise.unwrap_or_else(|| (own_question(card, face), own_ask(&plausible, seed)));
    // Hints lead to the answer, and that is what the backward question shows.
    let hints = if face == Face::Reverse { Vec::new() } else { card.hints.clone() };
    Prompt { face: name, question, ask, topic: card.topic.clone(), hints }
}

fn own_question(card: &Card, face: Face) -> String {
    match &card.kind {
        Kind::Text(text) => match &text.reverse {
            Some(reverse) if face == Face::Reverse => reverse.question.clone(),
            _ => card.question.clone(),
        },
        Kind::Cloze(parts) => parts.iter().map(|part| shown_part(part, face)).collect(),
        _ => card.question.clone(),
    }
}

fn shown_part(part: &ClozePart, face: Face) -> &str {
    match part {
        ClozePart::Shown(text) => text,
        ClozePart::Gap { number, .. } if is_asked(*number, face) => GAP,
        ClozePart::Gap { expected, .. } => &expected.text,
    }
}

fn own_ask(plausible: &Plausible, seed: Seed) -> Ask {
    match plausible.target {
        Target::Text { .. } => match &plausible.card.kind {
            Kind::Text(text) if text.asked == Asked::Thought => Ask::Thought,
            _ => Ask::Text,
        },
        Target::Members { members, need, .. } => Ask::Set { count: members.len(), need: *need },
        Target::Date(date) => Ask::Date(date.expected.precision()),
        Target::Number(number) => Ask::Number { unit: unit_that_need_not_be_given(number) },
        Target::Order(items) => Ask::Order(out_of_order(items, seed)),
        Target::Choice(choice) => own_choice(plausible, choice, seed),
        Target::Truth(_) => Ask::TrueFalse,
        Target::Match(matching) => sides(matching, seed),
        Target::Reasons(reasons) => Ask::Reasons { count: reasons.points.len(), need: reasons.need },
    }
}

fn unit_that_need_not_be_given(number: &NumberAnswer) -> Option<String> {
    let unit = number.unit.as_ref().filter(|unit| !unit.required)?;
    unit.spellings.first().cloned()
}

fn out_of_order(items: &[OrderItem], seed: Seed) -> Vec<String> {
    let right: Vec<String> = items.iter().map(|item| item.expected.text.clone()).collect();
    let mut shown = right.clone();
    seed.shuffle(&mut shown);
    if shown == right && shown.len() > 1 {
        shown.rotate_left(1);
    }
    shown
}

fn sides(matching: &MatchAnswer, seed: Seed) -> Ask {
    let left = matching.pairs.iter().map(|pair| pair.left.clone()).collect();
    let of_pairs = matching.pairs.iter().map(|pair| &pair.right);
    let mut right: Vec<String> = of_pairs.chain(&matching.extra).cloned().collect();
    seed.shuffle(&mut right);
    Ask::Match { left, right }
}

/// Asks a `choice`; by typing, when there is nothing wrong to choose.
fn own_choice(plausible: &Plausible, choice: &ChoiceAnswer, seed: Seed) -> Ask {
    let usual = match &choice.wrong {
        Wrong::Listed(list) => list.len(),
        Wrong::Group(_) | Wrong::Automatic => WRONG_OPTIONS,
    };
    let count = choice.show.map_or(usual, |show| show.saturating_sub(choice.right.len()).max(1));
    let mut options = plausible.draw(seed, count);
    if options.is_empty() {
        let count = choice.right.len();
        return if count > 1 { Ask::Set { count, need: count } } else { Ask::Text };
    }
    if let (false, Wrong::Listed(list)) = (choice.shuffle, &choice.wrong) {
        options.sort_by_key(|option| list.iter().position(|wrong| wrong == option));
    }
    // The right options get a place that is the same in every session; the shuffle, if any, moves them.
    let place = Seed(0).of(plausible.card.id.as_str());
    for (at, right) in choice.right.iter().enumerate() {
        options.insert(place.nth(at as u64).below(options.len() + 1), right.clone());
    }
    if choice.shuffle {
        seed.shuffle(&mut options);
    }
    Ask::Choice { options, several: choice.several }
}

fn choice_besides(plausible: &Plausible, seed: Seed) -> Option<Ask> {
    if let Target::Choice(choice) = plausible.target {
        return Some(own_choice(plausible, choice, seed));
    }
    let mut options = plausible.target.right_texts();
    if options.is_empty() {
        return None;
    }
    let mut wrong = plausible.draw(seed, WRONG_OPTIONS);
    if wrong.len() < FEWEST_WRONG_OPTIONS {
        return None;
    }
    options.append(&mut wrong);
    seed.shuffle(&mut options);
    Some(Ask::Choice { options, several: false })
}

/// Returns a statement that is true or not, each as likely; nothing when the deck has no wrong
/// answer that could be meant.
fn statement_to_judge(plausible: &Plausible, seed: Seed) -> Option<String> {
    let right = plausible.target.right_texts();
    let [right] = right.as_slice() else { return None };
    let wrong = plausible.draw(seed, 1).into_iter().next()?;
    let is_true = seed.nth(1).below(2) == 0;
    let question = own_question(plausible.card, Face::Whole);
    Some(statement(&question, if is_true { right } else { &wrong }))
}
