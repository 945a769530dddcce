//! Which words do authors use for the words of the format, and in which words are they answered?
//!
//! The synonyms of keys and kinds, and the sentences that several findings share.

use toml::de::DeValue;

use super::keys;
use crate::deck::kind::KindName;
use crate::text::{clip, nearest, sanitise};

/// The most columns of an author's words that a headline repeats.
const QUOTED_COLUMNS: usize = 50;

/// Words of other formats for our keys; of several the first that is known at the place is meant.
const KEY_SYNONYMS: &[(&str, &[&str])] = &[
    ("front", &["question"]),
    ("q", &["question"]),
    ("prompt", &["question"]),
    ("statement", &["question"]),
    ("sentence", &["question"]),
    ("text", &["question", "title"]),
    ("back", &["answer"]),
    ("a", &["answer"]),
    ("answers", &["answer"]),
    ("solution", &["answer"]),
    ("expected", &["answer"]),
    ("correct", &["answer"]),
    ("right", &["answer"]),
    ("members", &["answer"]),
    ("items", &["answer"]),
    ("pairs", &["answer"]),
    ("points", &["answer", "marks"]),
    ("reasons", &["answer"]),
    ("value", &["answer"]),
    ("options", &["wrong"]),
    ("choices", &["wrong"]),
    ("distractors", &["wrong"]),
    ("wrong-answers", &["wrong"]),
    ("incorrect", &["wrong"]),
    ("why", &["explanation"]),
    ("note", &["explanation"]),
    ("notes", &["explanation"]),
    ("comment", &["explanation"]),
    ("explain", &["explanation"]),
    ("because", &["explanation"]),
    ("alias", &["accept"]),
    ("aliases", &["accept"]),
    ("synonyms", &["accept"]),
    ("alternatives", &["accept"]),
    ("also-accept", &["accept"]),
    ("accepted", &["accept"]),
    ("hints", &["hint"]),
    ("clue", &["hint"]),
    ("sources", &["source"]),
    ("ref", &["source"]),
    ("reference", &["source", "cite"]),
    ("citation", &["source", "cite"]),
    ("cite", &["source"]),
    ("key", &["id"]),
    ("uid", &["id"]),
    ("guid", &["id"]),
    ("name", &["title", "id"]),
    ("level", &["difficulty"]),
    ("weight", &["marks"]),
    ("score", &["marks"]),
    ("category", &["topic"]),
    ("subject", &["topic"]),
    ("chapter", &["topic"]),
    ("tag", &["tags"]),
    ("labels", &["tags"]),
    ("units", &["unit"]),
    ("margin", &["tolerance"]),
    ("plus-minus", &["tolerance"]),
    ("range", &["between"]),
    ("at-least", &["need"]),
    ("minimum", &["need"]),
    ("required", &["need"]),
    ("reverse", &["both-ways"]),
    ("reversed", &["both-ways"]),
    ("two-way", &["both-ways"]),
    ("bidirectional", &["both-ways"]),
    ("ignore", &["allow"]),
    ("old-id", &["was"]),
    ("author", &["authors"]),
    ("license", &["licence"]),
    ("lang", &["language"]),
    ("desc", &["description"]),
    ("include", &["use"]),
    ("import", &["use"]),
    ("link", &["url"]),
    ("path", &["file"]),
    ("paragraphs", &["sections"]),
];

/// Words of other formats for our kinds.
const KIND_SYNONYMS: &[(&str, KindName)] = &[
    ("basic", KindName::Card),
    ("text", KindName::Card),
    ("question", KindName::Card),
    ("qa", KindName::Card),
    ("flashcard", KindName::Card),
    ("note", KindName::Card),
    ("gap", KindName::Cloze),
    ("gaps", KindName::Cloze),
    ("blank", KindName::Cloze),
    ("fill-in", KindName::Cloze),
    ("mc", KindName::Choice),
    ("mcq", KindName::Choice),
    ("multiple-choice", KindName::Choice),
    ("boolean", KindName::TrueFalse),
    ("bool", KindName::TrueFalse),
    ("tf", KindName::TrueFalse),
    ("statement", KindName::TrueFalse),
    ("year", KindName::Date),
    ("day", KindName::Date),
    ("numeric", KindName::Number),
    ("integer", KindName::Number),
    ("list", KindName::Set),
    ("members", KindName::Set),
    ("enumeration", KindName::Set),
    ("sequence", KindName::Order),
    ("sort", KindName::Order),
    ("timeline", KindName::Order),
    ("pairs", KindName::Match),
    ("matching", KindName::Match),
    ("reason", KindName::Reasons),
    ("causes", KindName::Reasons),
    ("points", KindName::Reasons),
    ("essay", KindName::Reasons),
];

/// Returns an author's words in backticks, on one line, clipped, without what steers a terminal.
pub(super) fn quoted(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    format!("`{}`", clip(&sanitise(&line.join(" ")), QUOTED_COLUMNS))
}

/// Returns `a, b or c`.
pub(super) fn alternatives<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// Returns the known key that an unknown one probably means.
pub(super) fn meant_key(key: &str, known: &[&'static str]) -> Option<&'static str> {
    let lower = key.to_lowercase();
    let same = |word: &str| known.iter().copied().find(|known| *known == word);
    let synonym =
        || KEY_SYNONYMS.iter().find(|(word, _)| *word == lower)?.1.iter().find_map(|word| same(word));
    same(&lower).or_else(synonym).or_else(|| nearest(&lower, known.iter().copied()).and_then(same))
}

/// Returns the kind of exactly that heading, `_` counting as `-`.
pub(super) fn kind_named(heading: &str) -> Option<KindName> {
    let heading = heading.replace('_', "-");
    KindName::ALL.into_iter().find(|kind| kind.as_str() == heading)
}

/// Returns the kind that an unknown heading probably means.
pub(super) fn meant_kind(heading: &str) -> Option<KindName> {
    let lower = heading.to_lowercase().replace(['_', ' '], "-");
    let synonym = || KIND_SYNONYMS.iter().find(|(word, _)| *word == lower).map(|(_, kind)| *kind);
    let near = || nearest(&lower, KindName::ALL.map(KindName::as_str)).and_then(kind_named);
    kind_named(&lower).or_else(synonym).or_else(near)
}

/// Returns what to do about a key that no one knows here.
pub(super) fn unknown_key_help(key: &str, meant: Option<&str>, title: &str) -> String {
    if let Some(meant) = meant {
        return format!("write `{meant}`");
    }
    if key == "answer" {
        return "the answers stand in the question, in braces: `{Kant}`".to_owned();
    }
    if key == "accept" {
        return "other spellings of a name stand under `[names.GROUP]`, of a gap inside it: `{1: a|b}`"
            .to_owned();
    }
    let others: Vec<&str> = KindName::ALL
        .into_iter()
        .filter(|kind| keys::own(*kind).contains(&key))
        .map(KindName::as_str)
        .collect();
    if others.is_empty() {
        return format!(
            "take it away, or make it a comment with `#`; see the manual for the keys of `{title}`"
        );
    }
    let headings: Vec<String> = others.iter().map(|kind| format!("`[[{kind}]]`")).collect();
    format!("it is a key of {}", headings.join(", "))
}

/// Returns what to do about a key that is missing.
pub(super) fn missing_help(key: &str, title: &str) -> String {
    let example = match (key, title) {
        ("answer", "[[set]]" | "[[order]]" | "[[match]]" | "[[reasons]]") => {
            return format!("write `answer = {}`", list_example(title));
        }
        ("answer", "[[true-false]]") => "answer = true",
        ("answer", "[[number]]") => "answer = 19_000",
        ("answer", "[[date]]") => "answer = \"14 May 2002\"",
        ("wrong", _) => "wrong = [\"one\", \"two\"]",
        ("id", "[deck]") => "id = \"my-deck\"",
        ("id", "[[source]]") => "id = \"a-word-to-cite-it-by\"",
        (key, _) => return format!("write `{key} = \"…\"`"),
    };
    format!("write `{example}`")
}

fn list_example(title: &str) -> &'static str {
    match title {
        "[[match]]" => "[\"Kant -> Kyrgyzstan\", \"Gyumri -> Armenia\"]",
        "[[reasons]]" => "[\"A point in a sentence. -> key, other key\"]",
        _ => "[\"one\", \"two\", \"three\"]",
    }
}

/// Returns what a value is, in words.
pub(super) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns how a value of the wanted type is written.
pub(super) fn type_help(key: &str, wanted: &str) -> String {
    let example = match wanted {
        "a list of texts" => "[\"one\", \"two\"]",
        "true or false" => "true",
        "a whole number" => "2",
        "a number" => "19_000",
        "two numbers" => "[18_000, 20_000]",
        "a number or a share" => "\"10%\"",
        "a date" => "\"14 May 2002\"",
        _ => "\"…\"",
    };
    format!("write `{key} = {example}`")
}

/// Returns the plain figures of a number that stands in a text with separators.
pub(super) fn number_in_text(text: &str) -> Option<String> {
    let plain: String =
        text.trim().chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '\'' | '\u{a0}')).collect();
    let begins = plain.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit());
    (begins && plain.parse::<f64>().is_ok_and(f64::is_finite)).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_and_misspellings_find_the_word_of_the_place() {
        let known = ["question", "answer", "explanation", "marks"];
        let meant = |key| meant_key(key, &known);
        assert_eq!(meant("back"), Some("answer"));
        assert_eq!(meant("Question"), Some("question"));
        assert_eq!(meant("anwser"), Some("answer"));
        assert_eq!(meant("points"), Some("answer"));
        assert_eq!(meant("colour"), None);
        assert_eq!(meant_kind("mcq"), Some(KindName::Choice));
        assert_eq!(meant_kind("True False"), Some(KindName::TrueFalse));
        assert_eq!(kind_named("true_false"), Some(KindName::TrueFalse));
    }

    #[test]
    fn an_authors_words_are_quoted_on_one_line() {
        assert_eq!(quoted("a\n b\u{1b}[31m"), "`a b[31m`");
        assert_eq!(alternatives(["a", "b", "c"].into_iter()), "`a`, `b` or `c`");
    }

    #[test]
    fn a_number_in_a_text_is_known_by_its_figures() {
        assert_eq!(number_in_text("19,000"), Some("19000".to_owned()));
        assert_eq!(number_in_text("inf"), None);
        assert_eq!(number_in_text("19 men"), None);
    }
}
