//! Which parts of the authoring guide are made of the program's own words?
//!
//! The tables of keys and the list of rules in `docs/authoring.md`; a test holds the guide against
//! them.

use crate::deck::diagnostic::Severity;
use crate::deck::format::{self, Key, Takes};
use crate::deck::kind::KindName;
use crate::deck::rules::{self, Rule};

/// Returns the keys under each heading, as Markdown.
pub fn keys() -> String {
    let mut text = String::new();
    for (title, keys) in
        [("[deck]", format::DECK), ("[[source]]", format::SOURCE), ("[defaults]", format::DEFAULTS)]
    {
        text.push_str(&section(&format!("`{title}`"), keys));
    }
    text.push_str(&section("Every card", format::CARD));
    for kind in KindName::ALL {
        let title = format!("`[[{}]]`: {}", kind.as_str(), format::asks_for(kind));
        text.push_str(&section(&title, format::own(kind)));
    }
    text
}

fn section(title: &str, keys: &[Key]) -> String {
    let mut text = format!("### {title}\n\n");
    if keys.is_empty() {
        return text + "No keys of its own.\n\n";
    }
    text.push_str("| key | takes | for |\n|---|---|---|\n");
    text.extend(keys.iter().map(row));
    text + "\n"
}

fn row(key: &Key) -> String {
    let needed = if key.is_required { " (needed)" } else { "" };
    let (name, takes, about) = (key.name, takes(key.takes), key.about.replace('|', "\\|"));
    format!("| `{name}`{needed} | {takes} | {about} |\n")
}

/// Returns what a key takes, in words.
fn takes(takes: Takes) -> String {
    let plain = match takes {
        Takes::Text => "a text",
        Takes::Texts => "a list of texts",
        Takes::TextOrTexts => "a text, or a list",
        Takes::Flag => "`true` or `false`",
        Takes::Number => "a number",
        Takes::NumberOrNumbers => "a number, or a list",
        Takes::Count => "a whole number",
        Takes::NumberOrShare => "a number, or a share in quotes",
        Takes::Range => "two numbers",
        Takes::Date => "a date",
        Takes::DateOrDates => "a date, or a list",
        Takes::Version => "`1`",
        Takes::Id => "an id",
        Takes::Labels => "`[source.sections]`: label and title",
        Takes::Word(words) | Takes::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
            let several = if matches!(takes, Takes::Words(_)) { ", or a list" } else { "" };
            return words.join(" or ") + several;
        }
    };
    plain.to_owned()
}

/// Returns every rule with its why and its examples, as Markdown.
pub fn rules() -> String {
    rules::groups().iter().map(|(title, rules)| group(title, rules)).collect()
}

fn group(title: &str, rules: &[Rule]) -> String {
    let rules: String = rules.iter().map(rule).collect();
    format!("### {title}\n\n{rules}")
}

fn rule(rule: &Rule) -> String {
    let severity = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let (wrong, right) = (visible(rule.wrong), visible(rule.right));
    format!(
        "#### `{}`\n\n{severity}: {}. {}\n\n```toml\n# wrong\n{}\n```\n\n```toml\n# right\n{}\n```\n\n",
        rule.name, rule.summary, rule.why, wrong, right
    )
}

/// Returns an example in which what cannot be seen can be.
fn visible(example: &str) -> String {
    let shown = example.trim_end().replace('\u{200b}', "\\u200B").replace("e\u{301}", "e\\u0301");
    let lines = shown.lines().map(|line| {
        let kept = line.trim_end();
        kept.to_owned() + &"·".repeat(line.len() - kept.len())
    });
    lines.collect::<Vec<_>>().join("\n")
}
