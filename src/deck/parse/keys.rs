//! Which keys are known under which heading?

use crate::deck::card::KindName;

/// Keys that every card may have.
pub(super) const CARD: &[&str] = &[
    "id",
    "was",
    "question",
    "fact",
    "topic",
    "tags",
    "difficulty",
    "marks",
    "hint",
    "explanation",
    "feedback",
    "source",
    "quote",
    "also",
    "allow",
    "draft",
];

/// Keys of `[deck]`.
pub(super) const DECK: &[&str] = &[
    "format",
    "id",
    "title",
    "description",
    "authors",
    "language",
    "licence",
    "version",
    "tags",
    "use",
    "was",
    "date-order",
    "allow",
];

/// Keys of `[[source]]`.
pub(super) const SOURCE: &[&str] = &["id", "cite", "url", "file", "sections"];

/// Keys of `[defaults]`.
pub(super) const DEFAULTS: &[&str] = &["tags", "source", "difficulty", "topic"];

/// Returns the keys that cards of a kind have besides those of every card.
pub(super) fn own(kind: KindName) -> &'static [&'static str] {
    match kind {
        KindName::Card => {
            &["answer", "accept", "wrong", "both-ways", "reverse-question", "typed", "case-sensitive"]
        }
        KindName::Cloze => &[],
        KindName::Choice => &["answer", "accept", "wrong", "show", "shuffle"],
        KindName::TrueFalse | KindName::Order => &["answer"],
        KindName::Date => &["answer", "accept", "wrong", "precision"],
        KindName::Number => &["answer", "accept", "wrong", "unit", "unit-required", "tolerance", "between"],
        KindName::Set => &["answer", "accept", "need"],
        KindName::Reasons => &["answer", "need"],
        KindName::Match => &["answer", "extra"],
    }
}
