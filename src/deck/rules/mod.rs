//! Which mistakes are looked for in decks, and why?
//!
//! The table of rules: reader and checks take their findings from it, `deck check --explain` and
//! the manual show it. A rule's name is for ever, since decks name it under `allow`.

mod answers;
mod kinds;
mod structure;
mod wording;

pub use answers::*;
pub use kinds::*;
pub use structure::*;
pub use wording::*;

use crate::deck::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// A mistake that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in kebab-case, for ever.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// An example with the mistake, to stand behind [`EXAMPLE_HEAD`] unless it has a `[deck]`.
    pub wrong: &'static str,
    /// The same without it.
    pub right: &'static str,
}

/// The head of a deck in which the examples of the rules stand.
pub const EXAMPLE_HEAD: &str = "[deck]\nid = \"example\"\ntitle = \"Example\"\n\n";

/// Writes constants for rules and a list of them all, so that no rule can be left out of it.
macro_rules! rules {
    ($($constant:ident, $name:literal, $severity:ident, $summary:literal, $why:literal,
        $wrong:literal, $right:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $summary, ".")]
            pub const $constant: Rule = Rule {
                name: $name,
                severity: Severity::$severity,
                summary: $summary,
                why: $why,
                wrong: $wrong,
                right: $right,
            };
        )*
        /// The rules of this file, in the order of the manual.
        pub(super) const LISTED: &[Rule] = &[$($constant),*];
    };
}
use rules;

/// Returns the rules by what they look at, in the order of the manual.
pub fn groups() -> [(&'static str, &'static [Rule]); 4] {
    [
        ("The form of the file", structure::LISTED),
        ("The kinds of cards", kinds::LISTED),
        ("Cards beside each other, names and sources", answers::LISTED),
        ("Wording and letters", wording::LISTED),
    ]
}

/// Returns all rules, in the order of the manual.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    groups().into_iter().flat_map(|(_, rules)| rules)
}

/// Returns the rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

impl Rule {
    /// Makes a finding of this rule in the first file; [`Diagnostic::in_file`] moves it.
    pub fn found(&self, span: Span, headline: impl Into<String>, label: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule: self.name,
            severity: self.severity,
            headline: headline.into(),
            file: 0,
            span,
            label: label.into(),
            related: None,
            help: None,
            fix: None,
        }
    }

    /// Returns the deck that shows the mistake, or the one that shows how it is done.
    pub fn example(example: &str) -> String {
        if example.contains("deck]") { example.to_owned() } else { format!("{EXAMPLE_HEAD}{example}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse::{parse_with_texts, uses};
    use crate::source::Source;

    fn rules_found(example: &str) -> Vec<&'static str> {
        // In memory a byte that is not UTF-8 is written as what stands for it.
        let mut bytes = Vec::new();
        for (at, piece) in Rule::example(example).split('\u{fffd}').enumerate() {
            bytes.extend((at > 0).then_some(0xe9));
            bytes.extend(piece.bytes());
        }
        let source = Source::of_bytes("example.toml", bytes);
        let shared: Vec<Source> =
            uses(&source).iter().map(|path| Source::unread(&path.value, "no such file")).collect();
        let texts = [Source::new("article.txt", "The treaty was signed in Tashkent in May 1992.")];
        parse_with_texts(&[source], &shared, &texts).diagnostics.iter().map(|found| found.rule).collect()
    }

    #[test]
    fn every_wrong_example_shows_its_mistake_and_no_other() {
        for rule in all() {
            assert_eq!(rules_found(rule.wrong), [rule.name], "{}", rule.wrong);
        }
    }

    #[test]
    fn no_right_example_has_a_mistake() {
        for rule in all() {
            assert_eq!(rules_found(rule.right), [""; 0], "{}", rule.right);
        }
    }

    #[test]
    fn names_are_kebab_case_and_each_stands_once() {
        let names: std::collections::BTreeSet<_> = all().map(|rule| rule.name).collect();
        assert_eq!(names.len(), all().count());
        for name in names {
            assert_eq!(crate::text::slug(name, 60), name);
            assert_eq!(find(name).map(|rule| rule.name), Some(name));
        }
    }
}
