//! How is one setting of the file changed, and all else left as it is?
//!
//! `cli` calls it.

use crate::config::{Config, ConfigError, KeyPath, Problem, key_path};
use crate::source::Source;

/// Returns the text of a configuration file in which one key has another value; all else, comments
/// and mistakes included, stays. `value` is what the learner typed: a TOML value, or a text without
/// its quotes.
///
/// # Errors
/// When there is no such key or the value cannot be used; when the file is not TOML.
pub fn set(text: &str, key: &str, value: &str) -> Result<String, ConfigError> {
    let written = with_value(text, key, value)?;
    // Only this setting is judged: another one that is wrong must not keep it from being mended.
    let alone = with_value("", key, value)?;
    match Config::parse(&Source::new("", alone)) {
        Ok(_) => Ok(written),
        Err(error) => Err(ConfigError { place: None, problem: error.problem }),
    }
}

fn with_value(text: &str, key: &str, value: &str) -> Result<String, ConfigError> {
    let fail = |problem| ConfigError { place: None, problem };
    let mut document: toml_edit::DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| fail(Problem::Syntax(error.message().to_owned())))?;
    let (folders, last) = match key_path(key) {
        KeyPath::Plain(name) => (Vec::new(), name),
        KeyPath::DeckRetention(deck) => (vec!["decks", deck], "desired_retention".to_owned()),
    };
    let value = if last == "deck_paths" && !value.trim_start().starts_with('[') {
        toml_edit::Value::from(std::iter::once(value).collect::<toml_edit::Array>())
    } else {
        value.parse().unwrap_or_else(|_| toml_edit::Value::from(value))
    };
    let mut table = document.as_table_mut();
    for folder in folders {
        let inner = table.entry(folder).or_insert_with(header_of_others).as_table_mut();
        table = inner.ok_or_else(|| fail(Problem::UnknownKey { key: key.to_owned(), nearest: None }))?;
    }
    match table.get_mut(&last).and_then(toml_edit::Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = value;
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(&last, toml_edit::Item::Value(value));
        }
    }
    Ok(document.to_string())
}

/// A table that is only there to hold others and needs no heading of its own.
fn header_of_others() -> toml_edit::Item {
    let mut table = toml_edit::Table::new();
    table.set_implicit(true);
    toml_edit::Item::Table(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_a_key_keeps_comments_and_the_other_keys() {
        let text = "# mine\nnew_per_day = 5 # few\n";
        assert_eq!(set(text, "new-per-day", "8").unwrap(), "# mine\nnew_per_day = 8 # few\n");
        assert_eq!(
            set(text, "deck_paths", "/home/me/decks").unwrap(),
            "# mine\nnew_per_day = 5 # few\ndeck_paths = [\"/home/me/decks\"]\n"
        );
        let error = set(text, "new_per_day", "many").unwrap_err();
        assert_eq!(error.to_string(), "`new_per_day` is new cards a day, 0 or more");
        assert_eq!(
            set("", "decks.my-deck.desired-retention", "0.95").unwrap(),
            "[decks.my-deck]\ndesired_retention = 0.95\n"
        );
        let source = Source::new("", "[decks.my-deck]\ndesired_retention = 0.95\n");
        let config = Config::parse(&source).unwrap();
        assert_eq!(config.value("decks.my-deck.desired_retention").as_deref(), Some("0.95"));
        assert_eq!(config.value("decks.other.desired_retention").as_deref(), Some("0.9"));
    }

    #[test]
    fn a_setting_can_be_mended_beside_others_that_are_wrong() {
        let mended = set("new_per_day = -1\nrollover_hour = 99\n", "new_per_day", "5").unwrap();
        assert_eq!(mended, "new_per_day = 5\nrollover_hour = 99\n");
    }
}
