//! What did a beginner mean who wrote a value that TOML cannot read?

use super::date::{self, BadDate};
use super::scan::behind_text;
use super::toml_errors::Statement;
use super::words::{number_in_text, quoted};
use crate::deck::diagnostic::Diagnostic;
use crate::deck::rules::{IMPOSSIBLE_DATE, SYNTAX};
use crate::source::Span;

/// Quotes that word processors write, and that TOML does not take for quotes.
pub(super) const CURLY: [char; 9] = ['“', '”', '„', '«', '»', '‘', '’', '‚', '‟'];

fn quote_inside(quote: Span, headline: &str) -> Diagnostic {
    let found = SYNTAX.found(quote, headline, "the text ends here");
    found.help("write `\\\"` for a quote inside a text, or curly quotes: “…”")
}

/// Returns the figures of a number whose thousands are parted by `,`, `.`, `'` or blanks.
fn plain_number(value: &str) -> Option<String> {
    let mut groups = value.split('.');
    let is_dotted = groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && value.matches('.').count() > 1
        && groups.all(|group| group.len() == 3);
    let plain = if is_dotted { value.replace('.', "") } else { value.to_owned() };
    number_in_text(&plain).filter(|plain| plain != value)
}

impl Statement<'_> {
    /// Curly quotes around a text, or at one of its ends.
    pub(super) fn curly(&self, at: Span) -> Option<Diagnostic> {
        let piece = self.slice(at.start, at.end);
        let is_open = at.start == at.end;
        let line_start = self
            .slice(self.span.start, at.start)
            .rfind('\n')
            .map_or(self.span.start, |end| self.span.start + end + 1);
        let before = self.slice(line_start, at.start);
        let span = if piece.starts_with(CURLY) {
            at
        } else if is_open
            && before.trim_end().trim_end_matches([']', ',']).ends_with(CURLY)
            && before.matches('"').count() % 2 == 1
        {
            let end = line_start + before.trim_end().trim_end_matches([']', ',']).len();
            let mark = self.slice(line_start, end).chars().next_back().map_or(0, char::len_utf8);
            Span::new(end - mark, end)
        } else {
            return None;
        };
        let found = SYNTAX.found(span, "curly quotes around a text", "these are not `\"`");
        Some(found.help("write straight quotes, `\"`; curly ones may stand inside a text"))
    }

    /// A value in one line that is no text, number or list at all.
    pub(super) fn plain_value(&self, begin: usize, line: &str) -> Option<Diagnostic> {
        let value = line.split(" #").next().unwrap_or_default().trim_end();
        let span = Span::new(begin, begin + value.len());
        if value.starts_with('{') && !value.contains('=') {
            let found = SYNTAX.found(span, "curly brackets around a list", "not a list");
            return Some(found.help("write a list in square brackets: `[\"one\", \"two\"]`"));
        }
        if value.starts_with(['"', '\'', '[', '{']) {
            return None;
        }
        let lower = value.to_lowercase();
        if matches!(lower.as_str(), "true" | "false") {
            let found =
                SYNTAX.found(span, format!("{} in capital letters", quoted(value)), "not in small letters");
            return Some(found.help(format!("write `{lower}`")));
        }
        if let Some(behind) = value.strip_prefix('=') {
            let found = SYNTAX.found(Span::new(begin, begin + 1), "`=` twice", "one too many");
            return Some(found.help(self.help_with_key(behind.trim())));
        }
        if value.starts_with('(') {
            let found = SYNTAX.found(span, "round brackets around a list", "not a list");
            return Some(found.help("write a list in square brackets: `[\"one\", \"two\"]`"));
        }
        match date::read(value, None) {
            Err(BadDate::Impossible) => {
                let headline = format!("{} is not in the calendar", quoted(value));
                let found = IMPOSSIBLE_DATE.found(span, headline, "there is no such date");
                return Some(found.help("look the date up again"));
            }
            Ok(_) | Err(BadDate::Ambiguous { .. }) if !value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let found = SYNTAX.found(span, "a date without quotes", "not in quotes");
                return Some(found.help(self.help_with_key(&format!("\"{value}\""))));
            }
            _ => {}
        }
        if let Some(plain) = plain_number(value) {
            let found = SYNTAX.found(
                span,
                format!("the number {} has separators", quoted(value)),
                "not a plain number",
            );
            return Some(found.help(self.help_with_key(&plain)));
        }
        let is_zero = value.starts_with('0') && value.bytes().all(|byte| byte.is_ascii_digit());
        if is_zero {
            let found = SYNTAX.found(span, "a number that begins with 0", "a 0 too many");
            return Some(found.help(self.help_with_key(value.trim_start_matches('0'))));
        }
        let found = SYNTAX.found(span, "a text without quotes", "not in quotes");
        Some(
            found.help(
                self.help_with_key(&format!("\"{}\"", quoted(value.trim_matches('"')).trim_matches('`'))),
            ),
        )
    }

    /// Explains a value by the parser's word for it.
    pub(super) fn by_message(&self, begin: usize, at: Span, message: &str) -> Option<Diagnostic> {
        if let Some(found) = self.in_text(begin, at, message) {
            return Some(found);
        }
        if message.contains("unclosed array") {
            let start = self.open_bracket(begin).unwrap_or(begin);
            let found = SYNTAX.found(Span::new(start, start + 1), "a list without an end", "it begins here");
            return Some(found.help("write `]` behind its last member"));
        }
        if let Some(inner) = self.inner_quote(at.start) {
            return Some(quote_inside(inner, "a quote inside a quoted text"));
        }
        if message.contains("missing comma") {
            return Some(self.no_comma(begin, at));
        }
        let (headline, label, help) = if message.contains("extra comma") {
            ("a comma too many", "nothing stands before it", "take it away")
        } else if message.contains("must be quoted") {
            ("a text without quotes", "not in quotes", "write `\"` on both sides of each text")
        } else if message.contains("invalid date") || message.contains("invalid time") {
            ("a date without quotes", "not in quotes", "write dates in quotes: `\"14 May 2002\"`")
        } else if message.contains("expected newline") {
            return Some(self.behind_value(at));
        } else {
            return None;
        };
        Some(SYNTAX.found(at, headline, label).help(help))
    }

    /// Explains mistakes inside a quoted text.
    fn in_text(&self, begin: usize, at: Span, message: &str) -> Option<Diagnostic> {
        let here = self.slice(at.start, self.span.end).chars().next();
        if let Some(c) = here.filter(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
            let at = Span::new(at.start, at.start + c.len_utf8());
            let found = SYNTAX.found(at, "an invisible character", "it cannot stand here");
            return Some(found.help("delete it and write it anew"));
        }
        if message.contains("escape") {
            let start = self.slice(begin, at.end).rfind('\\').map_or(begin, |slash| begin + slash);
            let found = SYNTAX.found(
                Span::new(start, start + 1),
                "a backslash that means nothing",
                "what is this to be?",
            );
            let help =
                "write `\\\\` for a backslash that is to be shown, or put the text between `'` and `'`";
            return Some(found.help(help));
        }
        if message.contains("multi-line") {
            let start = self.opening(begin, at.start, &["\"\"\"", "'''"]).unwrap_or(begin);
            let found = SYNTAX.found(
                Span::new(start, start + 3),
                "a text of several lines without an end",
                "it begins here",
            );
            return Some(found.help("write `\"\"\"` behind its last word"));
        }
        let is_open = message.contains("invalid basic string") || message.contains("invalid literal string");
        if is_open { self.open_text(begin, at) } else { None }
    }

    /// Explains what stands between two members of a list.
    fn no_comma(&self, begin: usize, at: Span) -> Diagnostic {
        let behind = self.slice(at.start, self.span.end);
        let last = self.slice(begin, at.start).trim_end();
        let end = begin + last.len();
        let start = end - last.chars().next_back().map_or(0, char::len_utf8);
        if behind.starts_with(')') || last.ends_with(')') {
            let close = if behind.starts_with(')') { at.start } else { start };
            let found = SYNTAX.found(Span::new(close, close + 1), "`)` where `]` belongs", "write `]` here");
            return found.help("a list stands between `[` and `]`");
        }
        if behind.starts_with("->") {
            let arrow = Span::new(at.start, at.start + 2);
            let found = SYNTAX.found(arrow, "an arrow outside the quotes", "it belongs inside");
            return found.help("write both sides in one text: `\"left -> right\"`");
        }
        let found = if behind.starts_with(';') {
            SYNTAX.found(Span::new(at.start, at.start + 1), "`;` where `,` belongs", "write `,` here")
        } else {
            SYNTAX.found(Span::new(start, end), "a comma is missing in a list", "write `,` behind this")
        };
        found.help("the members of a list are parted by commas: `[\"one\", \"two\"]`")
    }

    /// Explains what stands behind a value.
    fn behind_value(&self, at: Span) -> Diagnostic {
        let behind = self.slice(at.start, self.span.end);
        let rest = behind.lines().next().unwrap_or_default().trim_end();
        let span = Span::new(at.start, at.start + rest.len());
        if rest.starts_with(',') && rest.len() > 1 {
            let found = SYNTAX.found(span, "several values without brackets", "more than one");
            return found.help("write a list: `[\"one\", \"two\"]`");
        }
        let found = SYNTAX.found(span, "something stands behind the value", "not here");
        found.help("take it away; a remark begins with `#`")
    }

    /// Returns the place of the last of these marks before an offset.
    fn opening(&self, begin: usize, end: usize, marks: &[&str]) -> Option<usize> {
        marks.iter().filter_map(|mark| self.slice(begin, end).find(mark)).min().map(|at| begin + at)
    }

    /// A text whose closing quote is missing: from its opening quote to the end of the line.
    fn open_text(&self, begin: usize, at: Span) -> Option<Diagnostic> {
        let words = self.slice(begin, at.start);
        let mut rest = words;
        let mut start = begin;
        while let Some(open) = rest.find(['"', '\'']) {
            let opening = begin + words.len() - rest.len() + open;
            let quote = rest[open..].chars().next()?;
            start = opening;
            rest = behind_text(&rest[open + 1..], quote);
        }
        // A quote that nothing but the end of the line follows closes a text that has one inside.
        let is_closed = self.slice(start, at.start).trim_end_matches([']', ',', ' ']).len() <= 1;
        if let Some(inner) = is_closed.then(|| self.first_inner_quote(begin, start)).flatten() {
            return Some(quote_inside(inner, "a quote too many or too few"));
        }
        let found = SYNTAX.found(
            Span::new(start, at.start),
            "the closing quote is missing",
            "this text does not end",
        );
        Some(found.help(
            "write `\"` behind its last word; a text of several lines stands between `\"\"\"` and `\"\"\"`",
        ))
    }

    /// Returns the first quote that a letter follows at once, where a text begins before it.
    fn first_inner_quote(&self, begin: usize, end: usize) -> Option<Span> {
        let words = self.slice(begin, end);
        words.match_indices('"').skip(1).map(|(at, _)| begin + at).find_map(|at| self.inner_quote(at + 1))
    }

    /// Returns the quote just before an offset, when a letter stands right behind it.
    fn inner_quote(&self, offset: usize) -> Option<Span> {
        let before = self.slice(self.span.start, offset);
        let quote = before.len() - before.trim_end_matches(' ').len();
        let at = (offset - quote).checked_sub(1)?;
        let follows = self.slice(offset, self.span.end).chars().next()?;
        let later = self.slice(offset, self.span.end).lines().next()?.contains('"');
        let is_inner = self.slice(at, at + 1) == "\"" && follows.is_alphanumeric() && later;
        is_inner.then(|| Span::new(at, at + 1))
    }

    /// Returns the innermost bracket that is open at the end.
    fn open_bracket(&self, begin: usize) -> Option<usize> {
        let words = self.slice(begin, self.span.end);
        let mut open = Vec::new();
        let mut rest = words;
        while let Some(at) = rest.find(['[', ']', '"', '\'', '#']) {
            let place = begin + words.len() - rest.len() + at;
            let mark = rest[at..].chars().next()?;
            let behind = &rest[at + 1..];
            rest = match mark {
                '[' => {
                    open.push(place);
                    behind
                }
                ']' => {
                    open.pop();
                    behind
                }
                '#' => behind.find('\n').map_or("", |end| &behind[end..]),
                quote => behind_text(behind, quote),
            };
        }
        open.pop()
    }
}
