//! Where in a file does something stand?
//!
//! A [`Source`] is a text with the path it came from; a [`Span`] is a piece of it in bytes; a
//! [`Place`] is what an author is told. The deck reader and its diagnostics call this module.

use std::fmt;

/// A file's text, and the path by which its author knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    path: String,
    text: String,
    line_starts: Vec<usize>,
    flaw: Option<Flaw>,
    has_mark: bool,
}

/// Why a file is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A byte that does not belong to UTF-8; `\u{fffd}` stands for it at this offset of the text.
    Byte(usize),
    /// It is UTF-16, as some editors save; there is no text then.
    Utf16,
    /// It could not be read, for this reason; there is no text then.
    Unread(String),
}

/// A piece of a source: byte offsets, `start ≤ end ≤` length of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Something read, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A line and a column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, ≥ 1.
    pub line: usize,
    /// Column in characters, ≥ 1.
    pub column: usize,
}

impl Source {
    /// Makes a source of a path to show and a text; a byte order mark at the start is dropped.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        let has_mark = text.starts_with('\u{feff}');
        if has_mark {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path: path.into(), text, line_starts, flaw: None, has_mark }
    }

    /// Makes a source of the bytes of a file, with `\u{fffd}` for what is not UTF-8.
    pub fn of_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Self { flaw: Some(Flaw::Utf16), ..Self::new(path, "") };
        }
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Self::new(path, text),
            Err(error) => error,
        };
        let good = error.utf8_error().valid_up_to();
        let marked = error.as_bytes().starts_with("\u{feff}".as_bytes());
        let at = if marked { good - '\u{feff}'.len_utf8() } else { good };
        let source = Self::new(path, String::from_utf8_lossy(error.as_bytes()));
        Self { flaw: Some(Flaw::Byte(at)), ..source }
    }

    /// Makes a source that could not be read, with the reason.
    pub fn unread(path: impl Into<String>, why: impl Into<String>) -> Self {
        Self { flaw: Some(Flaw::Unread(why.into())), ..Self::new(path, "") }
    }

    /// Returns whether the file begins with a byte order mark, which the text does not have.
    pub fn has_mark(&self) -> bool {
        self.has_mark
    }

    /// Returns why the file is not whole, nothing when it is.
    pub fn flaw(&self) -> Option<&Flaw> {
        self.flaw.as_ref()
    }

    /// Returns the path as it is to be shown.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text of a span, empty when it does not lie on character boundaries inside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Returns line and column of a byte offset; one past the end counts as the end.
    pub fn place(&self, offset: usize) -> Place {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts.get(line - 1).copied().unwrap_or_default();
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        Place { line, column: column + 1 }
    }

    /// Returns the bytes of the line, counted from 1, without its end.
    pub fn line_span(&self, line: usize) -> Span {
        let start =
            line.checked_sub(1).and_then(|at| self.line_starts.get(at)).copied().unwrap_or(self.text.len());
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..end).unwrap_or_default();
        Span { start, end: start + text.trim_end_matches(['\n', '\r']).len() }
    }
}

impl Span {
    /// Makes a span of two offsets; an end before the start becomes the start.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, offset: usize, line: usize, column: usize) {
        assert_eq!(Source::new("a.toml", text).place(offset), Place { line, column });
    }

    #[test]
    fn columns_count_characters_also_after_other_scripts_and_carriage_returns() {
        case("", 0, 1, 1);
        case("ab\ncd", 4, 2, 2);
        case("ключ = 1", "ключ = ".len(), 1, 8);
        case("a\r\nb", 3, 2, 1);
        case("\u{feff}ab", 1, 1, 2);
        case("ab", 99, 1, 3);
    }

    #[test]
    fn a_line_is_given_without_its_end() {
        let source = Source::new("a.toml", "one\r\ntwo\nthree");
        let lines: Vec<_> = (1..=4).map(|line| source.slice(source.line_span(line))).collect();
        assert_eq!(lines, ["one", "two", "three", ""]);
    }
}
