//! What do all the keys do?
//!
//! The help that `?` opens in a session; the terminals show it over what is asked.

use crate::view::text::{INDENT, Line, Role, Text};

/// Columns of a key and of what stands between it and its meaning.
const KEY_COLUMNS: usize = 10;

/// Keys by when they work, with what they do.
const KEYS: [(&str, &[(&str, &str)]); 3] = [
    (
        "While a card is asked",
        &[
            ("Enter", "answers; in a list an empty line ends the list"),
            ("Esc", "opens the menu; what is typed stays"),
            ("1-9", "choose an option; t and f: true and false; d: I don't know"),
            ("s", "skips the card: it comes at the end of the session"),
            ("h", "gives a hint; the grade is Hard then"),
            ("e", "edits: opens the deck in your editor, at this card"),
            ("b", "buries the card until tomorrow"),
            ("x", "suspends the card; csto-quiz card resume brings it back"),
        ],
    ),
    (
        "After the answer",
        &[
            ("Enter", "accepts the grade that is proposed"),
            ("1", "Again: forgotten, the card comes back in this session"),
            ("2", "Hard: known with effort"),
            ("3", "Good: known"),
            ("4", "Easy: known without thinking, the next time comes later"),
            ("a", "I was right: what was typed counts for this card from now on"),
            ("u", "takes the last answer back, several times"),
        ],
    ),
    (
        "Always",
        &[
            ("PgUp PgDn", "move through a long text; so do the arrows"),
            ("Ctrl-C", "leaves, everything answered is saved; Ctrl-Z stops for a moment"),
        ],
    ),
];

/// Returns what all keys do, for a terminal of this many columns.
pub fn help(columns: usize) -> Text {
    let mut text = Text::default();
    for (when, keys) in KEYS {
        text.push(Line::new(Role::Title, when));
        for (key, does) in keys {
            let start = INDENT + KEY_COLUMNS;
            let mut lines = crate::text::wrap(does, columns.saturating_sub(start)).into_iter();
            let first = lines.next().unwrap_or_default();
            let label = format!("{:INDENT$}{key:<KEY_COLUMNS$}", "");
            text.push(Line::new(Role::Key, label).and(Role::Plain, first));
            for line in lines {
                text.push(Line::new(Role::Plain, format!("{:start$}{line}", "")));
            }
        }
    }
    text
}

/// Returns what all commands do, for the terminal that speaks in lines: as [`help`], with a colon
/// before each letter.
pub fn spoken() -> Text {
    let mut text = Text::default();
    let lines = [
        "While a card is asked: type the answer in one line; lists with commas, choices by their number.",
        ":s skips the card, it comes at the end of the session.",
        ":h gives a hint, the grade is Hard then.",
        ":e opens the deck in your editor, at this card.",
        ":b buries the card until tomorrow.",
        ":x suspends the card; csto-quiz card resume brings it back.",
        "After the answer: an empty line accepts the grade that is proposed.",
        "1 Again: forgotten, the card comes back in this session. 2 Hard: known with effort.",
        "3 Good: known. 4 Easy: known without thinking.",
        "a: I was right, what was typed counts for this card from now on.",
        ":u takes the last answer back, several times.",
        ":q leaves; everything answered is saved.",
    ];
    for line in lines {
        text.say(Role::Plain, line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_fits_a_usual_terminal() {
        let text = help(80);
        assert!(text.lines.len() <= 21, "{}", text.plain());
        assert!(text.lines.iter().all(|line| line.width() <= 80));
    }
}
