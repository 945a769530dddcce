//! Which keys does the format have, and what does each take?
//!
//! The one table behind the JSON Schema that editors use and behind the tables of the manual. The
//! reader keeps its own lists, and a test holds them against this one.

use crate::deck::kind::KindName;

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// A list of texts, at least one.
    Texts,
    /// A text, or a list of them.
    TextOrTexts,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A number, or a list of them.
    NumberOrNumbers,
    /// A whole number, 1 or more.
    Count,
    /// A number, or a share such as `"10%"`.
    NumberOrShare,
    /// The smallest and the largest number.
    Range,
    /// A date: a text, a year or a TOML date.
    Date,
    /// A date, or a list of them.
    DateOrDates,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// Some of a few words.
    Words(&'static [&'static str]),
    /// The version of the format.
    Version,
    /// An id.
    Id,
    /// Labels with their titles.
    Labels,
}

/// A key of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it is for, in one sentence without a full stop.
    pub about: &'static str,
}

const fn key(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, is_required: false, about }
}

const fn required(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, is_required: true, about }
}

/// The keys of `[deck]`.
pub const DECK: &[Key] = &[
    key("format", Takes::Version, "the version of the format, which is 1"),
    required("id", Takes::Id, "the deck's name, on which learners' progress hangs; never change it"),
    required("title", Takes::Text, "the title that learners see"),
    key("description", Takes::Text, "what the deck is about, in a sentence or two"),
    key("authors", Takes::TextOrTexts, "who wrote it"),
    key("language", Takes::Text, "the language of the questions, such as `en`"),
    key("licence", Takes::Text, "the licence of the questions, such as `CC-BY-4.0`"),
    key("version", Takes::Text, "your own version of the deck"),
    key("tags", Takes::TextOrTexts, "words to choose the deck by"),
    key("use", Takes::TextOrTexts, "files whose names are shared, such as `../shared/countries.toml`"),
    key("was", Takes::TextOrTexts, "ids that the deck had before"),
    key("date-order", Takes::Word(&["day", "month"]), "how 06/07/2012 is read: `day` or `month` first"),
    key("allow", Takes::TextOrTexts, "rules that are not to be reported in this deck"),
];

/// The keys of `[[source]]`.
pub const SOURCE: &[Key] = &[
    required("id", Takes::Text, "the word by which cards cite it"),
    key("cite", Takes::Text, "the full citation"),
    key("url", Takes::Text, "where it can be read"),
    key("file", Takes::Text, "a file with its text, in which quotes are looked up"),
    key("sections", Takes::Labels, "its sections: label and title"),
];

/// The keys of `[defaults]`, which hold for the cards of the file.
pub const DEFAULTS: &[Key] = &[
    key("tags", Takes::TextOrTexts, "tags of every card of the file"),
    key("source", Takes::TextOrTexts, "the source of the cards that name none"),
    key("difficulty", LEVEL, "how hard the cards are that do not say"),
    key("topic", Takes::Text, "the topic of the cards that name none"),
];

const LEVEL: Takes = Takes::Word(&["easy", "medium", "hard"]);

/// The keys that every card may have.
pub const CARD: &[Key] = &[
    key("id", Takes::Id, "the card's name, on which its progress hangs; `csto-quiz deck ids` writes it"),
    key("was", Takes::TextOrTexts, "ids that the card had before"),
    required("question", Takes::Text, "what is asked"),
    key("fact", Takes::Text, "a word for the fact; cards with the same one are not asked on the same day"),
    key("topic", Takes::Text, "what the card is about, for choosing and for reports"),
    key("tags", Takes::TextOrTexts, "further words to choose by"),
    key("difficulty", LEVEL, "how hard it is: `easy`, `medium` or `hard`"),
    key("marks", Takes::Number, "what it is worth in an exam; 1 without it"),
    key("hint", Takes::TextOrTexts, "a hint, or several, weakest first"),
    key("explanation", Takes::Text, "what teaches, shown after the answer"),
    key(
        "feedback",
        Takes::TextOrTexts,
        "what to say to a certain wrong answer: `\"wrong answer -> what to say\"`",
    ),
    key("source", Takes::TextOrTexts, "where it is from: the id of a source, then a section"),
    key("quote", Takes::Text, "the words of the source"),
    key(
        "also",
        Takes::Words(&["choice", "reverse", "true-false"]),
        "further ways in which the card is asked",
    ),
    key("allow", Takes::TextOrTexts, "rules that are not to be reported of this card"),
    key("draft", Takes::Flag, "whether it is not ready yet and not asked"),
];

const ACCEPT: Key = key("accept", Takes::TextOrTexts, "other answers that are right");
const WRONG: Key =
    key("wrong", Takes::TextOrTexts, "wrong choices, or the name of a group, where `also` has `choice`");
const NEED: Key = key("need", Takes::Count, "how many are enough; all without it");

const TEXT: &[Key] = &[
    required("answer", Takes::Text, "the answer"),
    ACCEPT,
    WRONG,
    key("both-ways", Takes::Flag, "whether it is asked backward as well"),
    key("reverse-question", Takes::Text, "the question to which this question is the answer"),
    key("typed", Takes::Flag, "`false`: think, look, and grade yourself"),
    key("case-sensitive", Takes::Flag, "whether capital letters matter"),
];
const CHOICE: &[Key] = &[
    required("answer", Takes::TextOrTexts, "the right choice; a list: all of them must be ticked"),
    ACCEPT,
    required("wrong", Takes::TextOrTexts, "wrong choices; the name of a group; or `\"auto\"`"),
    key("show", Takes::Count, "how many choices are shown, right ones included"),
    key("shuffle", Takes::Flag, "`false`: the choices keep their order"),
];
const TRUE_FALSE: &[Key] = &[required("answer", Takes::Flag, "whether the statement is true")];
const DATE: &[Key] = &[
    required("answer", Takes::Date, "the date, as exactly as it must be known"),
    key("accept", Takes::DateOrDates, "other dates that are right"),
    WRONG,
    key(
        "precision",
        Takes::Word(&["year", "month", "day"]),
        "how exactly it is asked: `year`, `month` or `day`",
    ),
];
const NUMBER: &[Key] = &[
    required("answer", Takes::Number, "the number"),
    key("accept", Takes::NumberOrNumbers, "other numbers that are right"),
    WRONG,
    key("unit", Takes::TextOrTexts, "the unit, in one or several spellings"),
    key("unit-required", Takes::Flag, "whether the unit must be given"),
    key("tolerance", Takes::NumberOrShare, "how far off an answer may be: `100` or `\"10%\"`"),
    key("between", Takes::Range, "the smallest and the largest number that is right"),
];
const SET: &[Key] = &[
    required("answer", Takes::Texts, "the members, in any order"),
    key("accept", Takes::TextOrTexts, "what is true as well and need not be named"),
    NEED,
];
const ORDER: &[Key] =
    &[required("answer", Takes::Texts, "the items in their order, perhaps `\"item -> label\"`")];
const MATCH: &[Key] = &[
    required("answer", Takes::Texts, "the pairs: `\"left -> right\"`"),
    key("extra", Takes::TextOrTexts, "right sides that belong to nothing"),
];
const REASONS: &[Key] = &[required("answer", Takes::Texts, "the points: `\"point -> key, words\"`"), NEED];

/// Returns the keys that cards of a kind have besides those of every card.
pub fn own(kind: KindName) -> &'static [Key] {
    match kind {
        KindName::Card => TEXT,
        KindName::Cloze => &[],
        KindName::Choice => CHOICE,
        KindName::TrueFalse => TRUE_FALSE,
        KindName::Date => DATE,
        KindName::Number => NUMBER,
        KindName::Set => SET,
        KindName::Order => ORDER,
        KindName::Match => MATCH,
        KindName::Reasons => REASONS,
    }
}

/// Returns what a kind of card asks for, in a few words.
pub fn asks_for(kind: KindName) -> &'static str {
    match kind {
        KindName::Card => "a question with a short answer",
        KindName::Cloze => "a text with gaps: the question holds them in braces",
        KindName::Choice => "one of the choices shown, or several",
        KindName::TrueFalse => "a statement that is true or false",
        KindName::Date => "a date",
        KindName::Number => "a number, perhaps with a unit",
        KindName::Set => "members in any order",
        KindName::Order => "items to be put in their order",
        KindName::Match => "left sides to be matched with right sides",
        KindName::Reasons => "points to be named in one's own words",
    }
}
