//! What is expected of an answer to a card, by its kind?
//!
//! A kind's own keys stand in its variant and nowhere else; the reader of decks makes these values,
//! the examiner compares answers with them.

use crate::reading::date::CalendarDate;

/// How a card is asked, with what is expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `[[card]]`: a question with a short answer.
    Text(TextAnswer),
    /// `[[cloze]]`: a text with gaps.
    Cloze(Vec<ClozePart>),
    /// `[[choice]]`: one or several of the options shown.
    Choice(ChoiceAnswer),
    /// `[[true-false]]`: whether the statement is true.
    TrueFalse(bool),
    /// `[[date]]`: a date.
    Date(DateAnswer),
    /// `[[number]]`: a number, perhaps with a unit.
    Number(NumberAnswer),
    /// `[[set]]`: members in any order.
    Set(SetAnswer),
    /// `[[order]]`: items in their order.
    Order(Vec<OrderItem>),
    /// `[[match]]`: left sides with their right sides.
    Match(MatchAnswer),
    /// `[[reasons]]`: points that are to be named.
    Reasons(ReasonsAnswer),
}

/// The name of a kind, as authors write it in the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindName {
    /// `card`
    Card,
    /// `cloze`
    Cloze,
    /// `choice`
    Choice,
    /// `true-false`
    TrueFalse,
    /// `date`
    Date,
    /// `number`
    Number,
    /// `set`
    Set,
    /// `order`
    Order,
    /// `match`
    Match,
    /// `reasons`
    Reasons,
}

/// A text that is right, with the other spellings that are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// What is shown as the answer.
    pub text: String,
    /// What is accepted as well: the card's `accept` and the names' spellings.
    pub aliases: Vec<String>,
    /// Whether it names a person, which is graded by rules of its own.
    pub naming: Naming,
}

/// What sort of thing a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Anything else: every word counts.
    Thing,
    /// A person: the surname counts, given names and titles may be left out.
    Person,
}

/// What a `[[card]]` expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextAnswer {
    /// The answer.
    pub expected: Expected,
    /// Whether it is typed, or thought and shown.
    pub asked: Asked,
    /// Whether capital letters matter.
    pub case: Case,
    /// The question from the other side, when it is asked both ways.
    pub reverse: Option<Reverse>,
}

/// How a `[[card]]` is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The learner types, the program compares.
    Typed,
    /// The learner thinks, sees the answer and grades alone.
    Thought,
}

/// Whether capital letters matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `cSTO` is `CSTO`.
    Folded,
    /// `Pa` is not `PA`.
    Sensitive,
}

/// The backward direction of a `[[card]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverse {
    /// The question asked backward; of itself, the answer.
    pub question: String,
    /// What is expected then: the question's subject.
    pub expected: Expected,
}

/// A piece of a cloze.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClozePart {
    /// Text that is always shown.
    Shown(String),
    /// A gap.
    Gap {
        /// Its number; gaps of the same number are hidden together.
        number: u16,
        /// What stands in it.
        expected: Expected,
    },
}

/// What a `[[choice]]` expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceAnswer {
    /// The right options, at least one.
    pub right: Vec<String>,
    /// Whether every right option must be ticked (the answer was written as a list).
    pub several: bool,
    /// Where the wrong options come from.
    pub wrong: Wrong,
    /// How many options are shown, right ones included; all, when not said.
    pub show: Option<usize>,
    /// Whether the options are shuffled.
    pub shuffle: bool,
}

/// Where the wrong options of a choice come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The author's list.
    Listed(Vec<String>),
    /// The names of a group.
    Group(String),
    /// Other answers of the deck.
    Automatic,
}

/// What a `[[date]]` expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateAnswer {
    /// The date, as exactly as it must be known.
    pub expected: CalendarDate,
    /// Other dates that are accepted.
    pub accepted: Vec<CalendarDate>,
}

/// What a `[[number]]` expects.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberAnswer {
    /// The number.
    pub value: f64,
    /// The smallest number that is right, ≤ `value`.
    pub low: f64,
    /// The largest number that is right, ≥ `value`.
    pub high: f64,
    /// Other numbers that are accepted.
    pub accepted: Vec<f64>,
    /// The unit, when there is one.
    pub unit: Option<Unit>,
}

/// The unit of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its spellings, at least one; the first is shown.
    pub spellings: Vec<String>,
    /// Whether the learner must give it.
    pub required: bool,
}

/// What a `[[set]]` expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAnswer {
    /// The members, at least one.
    pub members: Vec<Expected>,
    /// What is true as well and need not be named.
    pub allowed: Vec<Expected>,
    /// How many are enough, 1 to all.
    pub need: usize,
}

/// A step of an `[[order]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderItem {
    /// What is put in order.
    pub expected: Expected,
    /// What is shown beside it afterwards, such as its year.
    pub label: Option<String>,
}

/// What a `[[match]]` expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchAnswer {
    /// Left sides with their right sides, at least two.
    pub pairs: Vec<Pair>,
    /// Right sides that belong to nothing.
    pub extra: Vec<String>,
}

/// One pair of a `[[match]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What is given.
    pub left: String,
    /// What belongs to it.
    pub right: String,
}

/// What a `[[reasons]]` expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonsAnswer {
    /// The points, at least one.
    pub points: Vec<Point>,
    /// How many are enough, 1 to all.
    pub need: usize,
}

/// One point of a `[[reasons]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The point in a sentence.
    pub text: String,
    /// Words any of which shows that the point was meant.
    pub keys: Vec<String>,
}

impl Kind {
    /// Returns the name that authors write.
    pub fn name(&self) -> KindName {
        match self {
            Self::Text(_) => KindName::Card,
            Self::Cloze(_) => KindName::Cloze,
            Self::Choice(_) => KindName::Choice,
            Self::TrueFalse(_) => KindName::TrueFalse,
            Self::Date(_) => KindName::Date,
            Self::Number(_) => KindName::Number,
            Self::Set(_) => KindName::Set,
            Self::Order(_) => KindName::Order,
            Self::Match(_) => KindName::Match,
            Self::Reasons(_) => KindName::Reasons,
        }
    }

    /// Returns the expected answer as it is shown, one text a part: the members of a set, the
    /// items of an order, the gaps of a cloze.
    pub fn answers(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.expected.text.clone()],
            Self::Cloze(parts) => {
                parts.iter().filter_map(ClozePart::hidden).map(|gap| gap.text.clone()).collect()
            }
            Self::Choice(choice) => choice.right.clone(),
            Self::TrueFalse(truth) => vec![truth.to_string()],
            Self::Date(date) => vec![date.expected.to_string()],
            Self::Number(number) => vec![number.shown()],
            Self::Set(set) => set.members.iter().map(|member| member.text.clone()).collect(),
            Self::Order(items) => items.iter().map(|item| item.expected.text.clone()).collect(),
            Self::Match(matching) => {
                matching.pairs.iter().map(|pair| format!("{} -> {}", pair.left, pair.right)).collect()
            }
            Self::Reasons(reasons) => reasons.points.iter().map(|point| point.text.clone()).collect(),
        }
    }
}

impl KindName {
    /// All kinds, in the order in which the manual explains them.
    pub const ALL: [Self; 10] = [
        Self::Card,
        Self::Cloze,
        Self::Choice,
        Self::TrueFalse,
        Self::Date,
        Self::Number,
        Self::Set,
        Self::Order,
        Self::Match,
        Self::Reasons,
    ];

    /// Returns the word that authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Cloze => "cloze",
            Self::Choice => "choice",
            Self::TrueFalse => "true-false",
            Self::Date => "date",
            Self::Number => "number",
            Self::Set => "set",
            Self::Order => "order",
            Self::Match => "match",
            Self::Reasons => "reasons",
        }
    }
}

impl Expected {
    /// Returns every text that is right, the one to show first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.text.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

impl ClozePart {
    /// Returns what a gap hides; nothing for shown text.
    pub fn hidden(&self) -> Option<&Expected> {
        match self {
            Self::Shown(_) => None,
            Self::Gap { expected, .. } => Some(expected),
        }
    }
}

impl NumberAnswer {
    /// Returns the number as it is shown: `19,000 soldiers`.
    pub fn shown(&self) -> String {
        let number = crate::reading::number::shown(self.value);
        match self.unit.as_ref().and_then(|unit| unit.spellings.first()) {
            Some(unit) => format!("{number} {unit}"),
            None => number,
        }
    }
}

/// Returns the numbers of a cloze's gaps, each once, ascending.
pub fn gap_numbers(parts: &[ClozePart]) -> Vec<u16> {
    let mut numbers: Vec<u16> = parts
        .iter()
        .filter_map(|part| match part {
            ClozePart::Shown(_) => None,
            ClozePart::Gap { number, .. } => Some(*number),
        })
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Returns what the gaps of a number hide.
pub fn gap_texts(parts: &[ClozePart], wanted: u16) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(move |part| match part {
        ClozePart::Gap { number, expected } if *number == wanted => Some(expected.text.as_str()),
        ClozePart::Gap { .. } | ClozePart::Shown(_) => None,
    })
}
