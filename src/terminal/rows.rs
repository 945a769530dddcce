//! Which rows look the same in a session and in an exam?
//!
//! The line that is typed, the place in a long body, and how all rows are made to fit. `draw` and `desk`
//! put them into their frames.

use crate::terminal::editor::Editor;
use crate::text::{clip_with, width};
use crate::view::text::{Line, Role, Signs, Text};

/// What stands before the line that is typed.
pub(super) const INPUT_MARK: &str = "> ";

/// Returns the line that is typed, with a sign where it begins further left, and the column of the
/// cursor.
pub(super) fn typed_line(editor: &Editor, columns: usize, signs: Signs) -> (Line, usize) {
    let window = editor.window(columns.saturating_sub(width(INPUT_MARK)));
    let mark = match (window.begins_before, signs) {
        (false, _) => INPUT_MARK,
        (true, Signs::Unicode) => ">…",
        (true, Signs::Ascii) => "><",
    };
    let cursor = width(INPUT_MARK) + window.cursor;
    (Line::new(Role::Key, mark).and(Role::Plain, window.text), cursor)
}

/// Says where in a long body one is.
pub(super) fn position((top, room, all): (usize, usize, usize), columns: usize, signs: Signs) -> Line {
    let more = match signs {
        Signs::Unicode => "↕",
        Signs::Ascii => "more:",
    };
    let lines = format!("{}-{} of {all}", top + 1, (top + room).min(all));
    let long = format!("  {more} lines {lines}, PgUp and PgDn move");
    let words = if width(&long) <= columns { long } else { format!("  {more} {lines}, PgUp PgDn") };
    Line::new(Role::Dim, words)
}

/// Returns lines in the letters that the terminal can show.
pub(super) fn shown_in(signs: Signs, lines: Vec<Line>) -> Vec<Line> {
    Text { lines }.in_letters(signs).lines
}

/// Returns a line cut to so many columns.
pub(super) fn clipped(line: Line, columns: usize, signs: Signs) -> Line {
    if line.width() <= columns {
        return line;
    }
    let mut short = Line::default();
    for piece in line.pieces {
        let left = columns - short.width();
        if width(&piece.text) > left {
            return short.and(piece.role, clip_with(&piece.text, left, signs.cut()));
        }
        short.pieces.push(piece);
    }
    short
}
