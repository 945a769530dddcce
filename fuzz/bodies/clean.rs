//! Is a text safe to be shown, and short enough?

use std::borrow::Cow;
use std::error::Error;

use csto_quiz::text::sanitise;

/// The most characters of a message, paths aside; a learner reads it on one screen.
const LONGEST_MESSAGE: usize = 1000;

/// Asserts that nothing in a text could steer a terminal.
#[track_caller]
pub(super) fn assert_clean(text: &str) {
    assert!(matches!(sanitise(text), Cow::Borrowed(_)), "control characters in {text:?}");
}

/// Asserts the same of one line.
#[track_caller]
pub(super) fn assert_clean_line(text: &str) {
    assert_clean(text);
    assert!(!text.contains('\n'), "a line feed in {text:?}");
}

/// Asserts that an error and its causes can be shown, once they are cleaned as every message is.
#[track_caller]
pub(super) fn assert_message(error: &dyn Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        assert!(!text.trim().is_empty(), "an error says nothing: {error:?}");
        assert!(text.chars().count() <= LONGEST_MESSAGE, "{} characters: {text}", text.chars().count());
        next = error.source();
    }
}

/// Returns a text without the sequences by which a terminal is told of colours.
pub(super) fn uncoloured(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split("\u{1b}[");
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        let rest = rest.strip_prefix('m').unwrap_or_else(|| panic!("not a colour: {piece:?}"));
        plain.push_str(rest);
    }
    plain
}
