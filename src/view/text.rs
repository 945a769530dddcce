//! Which part of a shown text plays which role?
//!
//! Views make [`Text`]: pieces with a [`Role`], never with a colour. The terminals choose what a
//! role looks like, late and by argument; [`Text::plain`] is what pipes and screen readers get.

use crate::text::sanitise;

/// Columns by which everything below the header is indented.
pub(super) const INDENT: usize = 2;

/// What a piece of text is, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Nothing special.
    Plain,
    /// A heading, the question.
    Title,
    /// What is right.
    Correct,
    /// What is nearly right.
    Nearly,
    /// What is wrong.
    Wrong,
    /// What is less important: header, footer, sources.
    Dim,
    /// A key that can be pressed.
    Key,
}

/// Which signs a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signs {
    /// `✓ ✗ ≈ ◐`, bars, dots.
    Unicode,
    /// `ok x ~ /`.
    Ascii,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub role: Role,
    /// The text, sanitised, without line feeds.
    pub text: String,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its pieces from left to right.
    pub pieces: Vec<Piece>,
}

/// Lines with roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The lines from top to bottom.
    pub lines: Vec<Line>,
}

impl Line {
    /// Makes a line of one piece; control characters and line feeds are taken out.
    pub fn new(role: Role, text: impl AsRef<str>) -> Self {
        Self::default().and(role, text)
    }

    /// Adds a piece.
    #[must_use]
    pub fn and(mut self, role: Role, text: impl AsRef<str>) -> Self {
        let text = sanitise(text.as_ref()).replace('\n', " ");
        if !text.is_empty() {
            self.pieces.push(Piece { role, text });
        }
        self
    }

    /// Returns the line without roles.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Returns the columns that the line takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| crate::text::width(&piece.text)).sum()
    }
}

impl Line {
    /// Breaks a line at blanks into lines of at most so many columns, words longer than that apart.
    fn broken(self, columns: usize, into: &mut Text) {
        let plain = self.plain();
        let indent = plain.len() - plain.trim_start_matches(' ').len();
        let indent = if indent * 2 > columns { 0 } else { indent };
        let mut current = Self::default();
        for Piece { role, text } in self.pieces {
            for word in text.split_inclusive(' ') {
                let is_empty = current.plain().trim().is_empty();
                if !is_empty && current.width() + crate::text::width(word.trim_end()) > columns {
                    into.push(std::mem::replace(&mut current, Self::new(role, " ".repeat(indent))));
                }
                let room = columns.saturating_sub(current.width()).max(1);
                let mut parts = crate::text::wrap(word.trim_end_matches(' '), room).into_iter().peekable();
                while let Some(part) = parts.next() {
                    current = current.and(role, part);
                    if parts.peek().is_some() {
                        into.push(std::mem::replace(&mut current, Self::new(role, " ".repeat(indent))));
                    }
                }
                let blanks = word.len() - word.trim_end_matches(' ').len();
                current = current.and(role, " ".repeat(blanks));
            }
        }
        into.push(current);
    }
}

impl Text {
    /// Adds a line.
    pub fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Adds a text of one role as it is, line feeds of the text being line ends.
    pub fn say(&mut self, role: Role, text: impl AsRef<str>) {
        self.lines.extend(text.as_ref().split('\n').map(|line| Line::new(role, line)));
    }

    /// Adds a text of one role, broken at `columns` and indented by `indent` blanks.
    pub fn wrapped(&mut self, role: Role, text: &str, columns: usize, indent: usize) {
        let blanks = " ".repeat(indent);
        for line in crate::text::wrap(&sanitise(text), columns.saturating_sub(indent)) {
            self.lines.push(Line::new(role, format!("{blanks}{line}")));
        }
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    /// Adds another text below.
    pub fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    /// Returns the text with lines broken at blanks where they are wider than a terminal; what is broken
    /// off stands below the beginning of its line.
    pub fn fitted(self, columns: usize) -> Self {
        let mut fitted = Self::default();
        for line in self.lines {
            if line.width() <= columns {
                fitted.push(line);
            } else {
                line.broken(columns, &mut fitted);
            }
        }
        fitted
    }

    /// Returns the text without roles, every line ended.
    pub fn plain(&self) -> String {
        self.lines.iter().flat_map(|line| [line.plain(), "\n".to_owned()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks_and_hang_below_their_beginning() {
        let mut text = Text::default();
        text.push(Line::new(Role::Key, "  one two").and(Role::Plain, " three four five"));
        text.say(Role::Plain, "short");
        text.say(Role::Plain, "averylongwordindeed");
        let fitted = text.fitted(12);
        let lines: Vec<String> = fitted.lines.iter().map(|line| line.plain().trim_end().to_owned()).collect();
        assert_eq!(lines, ["  one two", "  three four", "  five", "short", "averylongwor", "dindeed"]);
    }
}
