//! Which escape codes show a text?
//!
//! The only place that knows what a role looks like. Commands that print lines call [`painted`],
//! `rich` turns a whole frame into one write.

use std::fmt::Write;

use console::Style;

use crate::view::text::{Line, Piece, Role};

/// How large a terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

/// What a terminal shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// The rows from the top; those that are missing are empty.
    pub(super) rows: Vec<Line>,
    /// Row and column of the cursor, from 0; nothing where nothing is typed.
    pub(super) cursor: Option<(usize, usize)>,
    /// The first line of the body that is seen, from 0.
    pub(super) top: usize,
    /// How many lines of the body can be seen.
    pub(super) room: usize,
}

/// Returns a line with the escape codes of its roles, or without any.
pub fn painted(line: &Line, color: bool) -> String {
    let paint = |Piece { role, text }: &Piece| match style(*role).filter(|_| color) {
        Some(style) => style.apply_to(text).to_string(),
        None => text.clone(),
    };
    line.pieces.iter().map(paint).collect()
}

/// Returns how a role looks, within the 16 colours that every terminal has.
fn style(role: Role) -> Option<Style> {
    let style = Style::new().force_styling(true);
    match role {
        Role::Plain => None,
        Role::Title | Role::Key => Some(style.bold()),
        Role::Correct => Some(style.blue().bold()),
        Role::Nearly => Some(style.cyan()),
        Role::Wrong => Some(style.yellow().bold()),
        Role::Dim => Some(style.dim()),
    }
}

/// Returns what to write to show a frame: each row at its place, whatever was there before.
pub(super) fn encoded(frame: &Frame, size: Size, color: bool, clear: bool) -> String {
    // Shown at once where the terminal can; a letter wider than it is said to be stays in its row.
    let mut codes = String::from("\x1b[?2026h\x1b[?25l\x1b[?7l\x1b[0m");
    if clear {
        codes.push_str("\x1b[2J");
    }
    let empty = Line::default();
    for row in 0..size.rows {
        let line = frame.rows.get(row).unwrap_or(&empty);
        place(&mut codes, row, 0);
        codes.push_str(&painted(line, color));
        if line.width() < size.columns {
            codes.push_str("\x1b[K");
        }
    }
    if let Some((row, column)) = frame.cursor {
        place(&mut codes, row, column);
        codes.push_str("\x1b[?25h");
    }
    codes.push_str("\x1b[?7h\x1b[?2026l");
    codes
}

fn place(codes: &mut String, row: usize, column: usize) {
    write!(codes, "\x1b[{};{}H", row + 1, column + 1).expect("a string takes what is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_only_where_they_are_wanted() {
        let line = Line::new(Role::Correct, "Right").and(Role::Plain, " so");
        assert_eq!(painted(&line, true), "\x1b[34m\x1b[1mRight\x1b[0m so");
        assert_eq!(painted(&line, false), "Right so");
    }
}
