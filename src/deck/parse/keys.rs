//! Which keys are known under which heading?

use crate::deck::kind::KindName;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::format::{self, Key};

    #[track_caller]
    fn case(read: &[&str], told: &[Key]) {
        assert_eq!(read.to_vec(), told.iter().map(|key| key.name).collect::<Vec<_>>());
    }

    #[test]
    fn editors_and_the_manual_know_the_keys_that_are_read() {
        case(DECK, format::DECK);
        case(SOURCE, format::SOURCE);
        case(DEFAULTS, format::DEFAULTS);
        case(CARD, format::CARD);
        for kind in KindName::ALL {
            case(own(kind), format::own(kind));
        }
    }
}
