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

    /// Returns the text without roles, every line ended.
    pub fn plain(&self) -> String {
        self.lines.iter().flat_map(|line| [line.plain(), "\n".to_owned()]).collect()
    }
}
