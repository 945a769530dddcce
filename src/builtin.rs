//! Which decks are inside the binary?
//!
//! The files under `decks/`, compiled in, so that a first session needs nothing to be set up.

use crate::source::Source;

/// A file of the built-in deck: the path that is shown, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("decks/csto/", $name), include_str!(concat!("../decks/csto/", $name)))
    };
}

/// The files of the built-in deck, `deck.toml` first, then in the order in which new cards are shown.
const FILES: [(&str, &str); 10] = [
    file!("deck.toml"),
    file!("1-frame.toml"),
    file!("2-dates.toml"),
    file!("3-members.toml"),
    file!("4-forces.toml"),
    file!("5-suspension.toml"),
    file!("6-activities.toml"),
    file!("7-relations.toml"),
    file!("8-consequences.toml"),
    file!("9-article.toml"),
];

/// Returns the files of the built-in deck.
pub fn sources() -> Vec<Source> {
    FILES.iter().map(|(path, text)| Source::new(*path, *text)).collect()
}
