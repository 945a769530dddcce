//! What does a key do to the line that is being typed?
//!
//! An [`Editor`] moves and deletes by what a reader takes for one letter, and counts in the columns
//! that letters take. `dialogue` gives it the keys.

use unicode_segmentation::UnicodeSegmentation;

use crate::terminal::keys::Key;
use crate::terminal::lines::LONGEST_LINE;
use crate::text::{sanitise, width};

/// A line that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Editor {
    text: String,
    /// In bytes, where a letter begins or at the end.
    cursor: usize,
}

/// The part of a line that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// What is seen.
    pub(super) text: String,
    /// The column of the cursor, from 0.
    pub(super) cursor: usize,
    /// Whether the line begins further left.
    pub(super) begins_before: bool,
}

impl Editor {
    /// Makes a line with the cursor at its end.
    pub(super) fn new(text: String) -> Self {
        Self { cursor: text.len(), text }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes the text out.
    pub(super) fn take(&mut self) -> String {
        self.cursor = 0;
        std::mem::take(&mut self.text)
    }

    /// Puts a text in at the cursor: line feeds and tabs as blanks, other control characters not
    /// at all, nothing beyond the longest line.
    pub(super) fn insert(&mut self, text: &str) {
        let clean = sanitise(&text.replace(['\n', '\t'], " ")).into_owned();
        if self.text.len() + clean.len() <= LONGEST_LINE {
            self.text.insert_str(self.cursor, &clean);
            self.cursor += clean.len();
            self.settle();
        }
    }

    /// Does what a key does to a line; the others do nothing.
    pub(super) fn press(&mut self, key: &Key) {
        match key {
            Key::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Key::Paste(text) => self.insert(text.trim_matches('\n')),
            Key::Left => self.cursor = self.before(),
            Key::Right => self.cursor = self.after(),
            Key::WordLeft | Key::Alt('b') => self.cursor = self.word_before(),
            Key::WordRight | Key::Alt('f') => self.cursor = self.word_after(),
            Key::Home | Key::Ctrl('a') => self.cursor = 0,
            Key::End | Key::Ctrl('e') => self.cursor = self.text.len(),
            Key::Backspace => self.delete(self.before(), self.cursor),
            Key::Delete | Key::Ctrl('d') => self.delete(self.cursor, self.after()),
            Key::Ctrl('w') => self.delete(self.word_before(), self.cursor),
            Key::Alt('d') => self.delete(self.cursor, self.word_after()),
            Key::Ctrl('u') => self.delete(0, self.cursor),
            Key::Ctrl('k') => self.delete(self.cursor, self.text.len()),
            Key::Alt(_)
            | Key::Ctrl(_)
            | Key::Enter
            | Key::Tab
            | Key::BackTab
            | Key::Esc
            | Key::Insert
            | Key::Up
            | Key::Down
            | Key::PageUp
            | Key::PageDown
            | Key::Function(_) => {}
        }
    }

    /// Returns what is seen of the line in so many columns, the cursor among them: at the end of a longer
    /// line all that fits before it, further left half of it before and half behind.
    pub(super) fn window(&self, columns: usize) -> Window {
        let columns = columns.max(2);
        let (left, right) = (width(&self.text[..self.cursor]), width(&self.text[self.cursor..]));
        // The cursor needs a column of its own behind the last letter.
        let hidden = (left + right.clamp(1, (columns / 2).max(1))).saturating_sub(columns);
        let (mut column, mut text) = (0, String::new());
        let (mut start, mut seen) = (None, 0);
        for letter in self.text.graphemes(true) {
            if column >= hidden {
                start.get_or_insert(column);
                if seen + width(letter) > columns {
                    break;
                }
                seen += width(letter);
                text.push_str(letter);
            }
            column += width(letter);
        }
        let start = start.unwrap_or(column);
        Window { text, cursor: left.saturating_sub(start), begins_before: start > 0 }
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        self.settle();
    }

    /// Moves the cursor behind the letter that it fell into, when letters have grown together.
    fn settle(&mut self) {
        let starts = self.text.grapheme_indices(true).map(|(at, _)| at);
        self.cursor = starts.chain([self.text.len()]).find(|at| *at >= self.cursor).unwrap_or_default();
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let next = self.text[self.cursor..].graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let left = self.text[..self.cursor].trim_end();
        left.rfind(char::is_whitespace)
            .map_or(0, |at| at + left[at..].chars().next().map_or(0, char::len_utf8))
    }

    fn word_after(&self) -> usize {
        let right = &self.text[self.cursor..];
        let word = right.len() - right.trim_start().len();
        let end = right[word..].find(char::is_whitespace).map_or(right.len(), |at| word + at);
        self.cursor + end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Types a text, presses keys and shows the line with `|` for the cursor.
    #[track_caller]
    fn case(typed: &str, keys: &[Key], wanted: &str) {
        let mut editor = Editor::default();
        for c in typed.chars() {
            editor.press(&Key::Char(c));
        }
        for key in keys {
            editor.press(key);
        }
        let (left, right) = editor.text.split_at(editor.cursor);
        assert_eq!(format!("{left}|{right}"), wanted);
    }

    #[test]
    fn letters_are_deleted_as_a_reader_counts_them() {
        case("北京", &[Key::Backspace], "北|");
        case("cafe\u{301}", &[Key::Backspace], "caf|");
        case("👨‍👩‍👧x", &[Key::Left, Key::Backspace], "|x");
        case("🇺🇿", &[Key::Backspace], "|");
        case("ab", &[Key::Home, Key::Delete], "|b");
        case("", &[Key::Backspace, Key::Delete, Key::Left, Key::Right], "|");
    }

    #[test]
    fn the_cursor_moves_by_letter_and_by_word() {
        case("北京", &[Key::Left], "北|京");
        case("one two  three", &[Key::WordLeft], "one two  |three");
        case("one two  three", &[Key::WordLeft, Key::WordLeft], "one |two  three");
        case("one two", &[Key::Home, Key::WordRight], "one| two");
        case("one two", &[Key::Home, Key::WordRight, Key::WordRight, Key::WordRight], "one two|");
        case("one", &[Key::Ctrl('a'), Key::Ctrl('e'), Key::Home, Key::End], "one|");
        case("a\u{a0}b", &[Key::WordLeft], "a\u{a0}|b");
    }

    #[test]
    fn parts_of_a_line_are_deleted() {
        case("one two", &[Key::Ctrl('w')], "one |");
        case("one two", &[Key::Left, Key::Ctrl('u')], "|o");
        case("one two", &[Key::Home, Key::Right, Key::Ctrl('k')], "o|");
        case("one two", &[Key::Home, Key::Alt('d')], "| two");
    }

    #[test]
    fn control_characters_and_keys_without_meaning_type_nothing() {
        case("a", &[Key::Char('\u{7}'), Key::Char('\u{202e}'), Key::Tab, Key::Function(5)], "a|");
        case("a", &[Key::Paste("1\n2\x1b[31m\t3\n".to_owned())], "a1 2[31m 3|");
    }

    #[test]
    fn a_letter_that_grows_together_keeps_the_cursor_outside() {
        case("e\u{301}", &[Key::Left, Key::Char('x')], "x|e\u{301}");
        case("🇺", &[Key::Home, Key::Char('🇿')], "🇿🇺|");
    }

    #[test]
    fn a_long_line_moves_under_its_window() {
        let seen = |editor: &Editor, columns| {
            let Window { text, cursor, begins_before } = editor.window(columns);
            (text, cursor, begins_before)
        };
        let window = |text: &str, columns| seen(&Editor::new(text.to_owned()), columns);
        assert_eq!(window("abc", 8), ("abc".to_owned(), 3, false));
        assert_eq!(window("abcdefg", 8), ("abcdefg".to_owned(), 7, false));
        assert_eq!(window("abcdefgh", 8), ("bcdefgh".to_owned(), 7, true));
        assert_eq!(window("北京大学", 6), ("大学".to_owned(), 4, true));
        assert_eq!(window("e\u{301}e\u{301}", 8), ("e\u{301}e\u{301}".to_owned(), 2, false));
        let mut editor = Editor::new("abcdefghij".to_owned());
        editor.press(&Key::Home);
        assert_eq!(seen(&editor, 6), ("abcdef".to_owned(), 0, false));
        for _ in 0..5 {
            editor.press(&Key::Right);
        }
        assert_eq!(seen(&editor, 6), ("cdefgh".to_owned(), 3, true));
    }

    #[test]
    fn a_line_does_not_grow_beyond_its_limit() {
        let mut editor = Editor::new("x".repeat(LONGEST_LINE));
        editor.press(&Key::Char('y'));
        assert_eq!(editor.text().len(), LONGEST_LINE);
    }

    fn any_key() -> impl Strategy<Value = Key> {
        prop_oneof![
            any::<char>().prop_map(Key::Char),
            "\\PC{0,4}".prop_map(Key::Paste),
            prop::sample::select(vec![
                Key::Left,
                Key::Right,
                Key::WordLeft,
                Key::WordRight,
                Key::Home,
                Key::Backspace,
                Key::Delete,
                Key::Ctrl('w'),
                Key::Alt('d'),
            ]),
        ]
    }

    proptest! {
        #[test]
        fn any_keys_leave_a_line_that_can_be_shown(
            keys in prop::collection::vec(any_key(), 0..40),
            columns in 2usize..20,
        ) {
            let mut editor = Editor::default();
            for key in &keys {
                editor.press(key);
                prop_assert!(editor.text.is_char_boundary(editor.cursor));
                let window = editor.window(columns);
                prop_assert!(width(&window.text) <= columns, "{:?}", window);
                prop_assert!(window.cursor <= columns, "{:?}", window);
            }
            prop_assert_eq!(sanitise(&editor.text).into_owned(), editor.text.clone());
        }
    }
}
