//! Does a typed text say what a card expects?
//!
//! Exactly, but for case, blanks, marks of punctuation at the ends and a leading "the".

use crate::answer::verdict::Verdict;
use crate::deck::card::{Case, Expected};
use crate::text::{fold, fold_keeping_case};

/// Returns the verdict on a typed text.
pub(super) fn check(expected: &Expected, case: Case, typed: &str) -> Verdict {
    if accepts(expected, case, typed) { Verdict::correct() } else { Verdict::wrong() }
}

/// Returns whether a text is the expected one or one of its other spellings.
pub(super) fn accepts(expected: &Expected, case: Case, typed: &str) -> bool {
    match case {
        Case::Folded => accepts_key(expected, &key(typed)),
        Case::Sensitive => {
            let typed = without_article(fold_keeping_case(typed), fold_keeping_case);
            expected.all().any(|text| without_article(fold_keeping_case(text), fold_keeping_case) == typed)
        }
    }
}

/// Returns whether the [`key`] of a text is that of the expected text or of another spelling.
pub(super) fn accepts_key(expected: &Expected, typed: &str) -> bool {
    expected.all().any(|text| key(text) == typed)
}

/// Returns the [`key`] of the expected text and of every other spelling.
pub(super) fn keys(expected: &Expected) -> Vec<String> {
    expected.all().map(key).collect()
}

/// Returns what two texts that say the same have in common.
pub(super) fn key(text: &str) -> String {
    without_article(fold(text), fold)
}

fn without_article(folded: String, fold: fn(&str) -> String) -> String {
    match folded.get(..4) {
        Some(article) if article.eq_ignore_ascii_case("the ") && folded.len() > 4 => {
            fold(folded.get(4..).unwrap_or_default())
        }
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::target::spelt_only;

    #[track_caller]
    fn case(expected: &str, case: Case, typed: &str, accepted: bool) {
        assert_eq!(accepts(&spelt_only(expected), case, typed), accepted, "{expected:?} {typed:?}");
    }

    #[test]
    fn case_blanks_ends_and_the_article_are_forgiven() {
        case("The Hague", Case::Folded, "hague", true);
        case("Hague", Case::Folded, "  THE   hague. ", true);
        case("CSTO", Case::Folded, "the “CSTO”", true);
        case("Theatre", Case::Folded, "atre", false);
        case("Moscow", Case::Folded, "Moscow or Minsk", false);
        case("Moscow", Case::Folded, "not Moscow", false);
        case("Moscow", Case::Folded, "Mosco", false);
    }

    #[test]
    fn capitals_count_when_the_card_says_so() {
        case("Pa", Case::Sensitive, " Pa. ", true);
        case("Pa", Case::Sensitive, "PA", false);
        case("The Pa", Case::Sensitive, "Pa", true);
    }
}
