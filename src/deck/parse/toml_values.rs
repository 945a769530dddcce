//! What did a beginner mean who wrote a value that TOML cannot read?

use super::date::{self, BadDate};
use super::scan::behind_text;
use super::toml_errors::{OPEN_LIST, Statement};
use super::words::{number_in_text, quoted};
use crate::deck::diagnostic::{Diagnostic, Edit};
use crate::deck::rules::{IMPOSSIBLE_DATE, SYNTAX};
use crate::source::Span;

/// Quotes that word processors write, and that TOML does not take for quotes.
pub(super) const CURLY: [char; 9] = ['“', '”', '„', '«', '»', '‘', '’', '‚', '‟'];

/// Returns a text without blanks and a remark at its end.
fn without_remark(text: &str) -> &str {
    let text = text.trim_end();
    let line = text.rfind('\n').map_or(0, |end| end + 1);
    let mut rest = text.get(line..).unwrap_or_default();
    while let Some(at) = rest.find(['"', '\'', '#']) {
        let place = text.len() - rest.len() + at;
        let behind = rest.get(at + 1..).unwrap_or_default();
        match rest.as_bytes().get(at) {
            Some(b'#') => return without_remark(text.get(..place).unwrap_or_default()),
            Some(b'\'') => rest = behind_text(behind, '\''),
            _ => rest = behind_text(behind, '"'),
        }
    }
    text
}

/// A list of so many lines is told where it begins.
const LINES_OF_A_SHORT_LIST: usize = 2;

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
        let mut found = SYNTAX.found(span, "curly quotes around a text", "these are not `\"`");
        if let Some(edits) = self.straightened() {
            found = found.fixes(edits, true);
        }
        Some(found.help("write straight quotes, `\"`; curly ones may stand inside a text"))
    }

    /// Returns how the curly quotes around the one text of the statement become straight ones.
    fn straightened(&self) -> Option<Vec<Edit>> {
        let words = self.slice(self.span.start, self.span.end);
        let value = words.split_once('=')?.1;
        let (at, last) = value.char_indices().rfind(|(_, c)| CURLY.contains(c))?;
        let behind = value.get(at + last.len_utf8()..)?.trim_start();
        if !behind.is_empty() && !behind.starts_with('#') {
            return None;
        }
        let value = value.get(..at + last.len_utf8())?.trim();
        let start = self.span.start + words.find(value)?;
        let (open, close) = (value.chars().next()?, value.chars().next_back()?);
        let inside = value.strip_prefix(open)?.strip_suffix(close)?;
        let is_plain =
            CURLY.contains(&open) && CURLY.contains(&close) && !inside.contains(['"', '\\', '\n', '#']);
        let end = start + value.len();
        is_plain.then(|| {
            vec![
                Edit { span: Span::new(start, start + open.len_utf8()), text: "\"".to_owned() },
                Edit { span: Span::new(end - close.len_utf8(), end), text: "\"".to_owned() },
            ]
        })
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
            let edit = Edit { span, text: lower.clone() };
            return Some(found.help(format!("write `{lower}`")).fixes(vec![edit], true));
        }
        if matches!(lower.as_str(), "yes" | "no" | "on" | "off") {
            let truth = matches!(lower.as_str(), "yes" | "on");
            let found = SYNTAX.found(span, format!("{} is a word", quoted(value)), "neither true nor false");
            return Some(found.help(format!("write `{truth}`, or a text in quotes: `\"{value}\"`")));
        }
        if let Some(behind) = value.strip_prefix('=') {
            let found = SYNTAX.found(Span::new(begin, begin + 1), "`=` twice", "one too many");
            return Some(found.help(self.help_with_key(behind.trim())).fix(Span::new(begin, begin + 1), ""));
        }
        if value.starts_with('(') {
            let found = SYNTAX.found(span, "round brackets around a list", "not a list");
            return Some(found.help("write a list in square brackets: `[\"one\", \"two\"]`"));
        }
        if let Some(found) = self.bare_date(span, value) {
            return Some(found);
        }
        if let Some(plain) = plain_number(value) {
            let found = SYNTAX.found(
                span,
                format!("the number {} has separators", quoted(value)),
                "not a plain number",
            );
            return Some(found.help(self.help_with_key(&plain)).fix(span, plain));
        }
        if let Some(found) = self.number_and_word(span, value) {
            return Some(found);
        }
        let is_zero = value.starts_with('0') && value.bytes().all(|byte| byte.is_ascii_digit());
        if is_zero {
            let found = SYNTAX.found(span, "a number that begins with 0", "a 0 too many");
            let plain = value.trim_start_matches('0');
            return Some(found.help(self.help_with_key(plain)).fix(span, plain));
        }
        let found = SYNTAX.found(span, "a text without quotes", "not in quotes");
        let bare = value.trim_matches('"');
        let found = found.help(self.help_with_key(&format!("\"{}\"", quoted(bare).trim_matches('`'))));
        Some(if bare.contains(['"', '\\']) { found } else { found.fix(span, format!("\"{bare}\"")) })
    }

    /// A date that TOML does not take for one.
    fn bare_date(&self, span: Span, value: &str) -> Option<Diagnostic> {
        match date::read(value, None) {
            Err(BadDate::Impossible) => {
                let headline = format!("{} is not in the calendar", quoted(value));
                let found = IMPOSSIBLE_DATE.found(span, headline, "there is no such date");
                Some(found.help("look the date up again"))
            }
            Ok(_) | Err(BadDate::Ambiguous { .. }) if !value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let found = SYNTAX.found(span, "a date without quotes", "not in quotes");
                let written = format!("\"{value}\"");
                Some(found.help(self.help_with_key(&written)).fix(span, written))
            }
            _ => None,
        }
    }

    /// A number with its unit behind it.
    fn number_and_word(&self, span: Span, value: &str) -> Option<Diagnostic> {
        let (number, word) = value.split_once(' ')?;
        let is_number = number.starts_with(|c: char| c.is_ascii_digit());
        let plain = number_in_text(number).filter(|_| is_number)?;
        let word = word.trim();
        if word.is_empty()
            || !word.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '%' | '/' | '²' | '³'))
        {
            return None;
        }
        let found = SYNTAX.found(span, "a word stands behind a number", "only the number belongs here");
        let help = format!("{}, and `unit = \"{}\"` in a line of its own", self.help_with_key(&plain), word);
        Some(found.help(help))
    }

    /// Explains a value by the parser's word for it.
    pub(super) fn by_message(&self, begin: usize, at: Span, message: &str) -> Option<Diagnostic> {
        if let Some(found) = self.in_text(begin, at, message) {
            return Some(found);
        }
        if message.contains("unclosed array") {
            return Some(self.open_list(self.open_bracket(begin).unwrap_or(begin)));
        }
        if let Some(inner) = self.inner_quote(at.start) {
            return Some(quote_inside(inner, "a quote inside a quoted text"));
        }
        if message.contains("missing comma") {
            return Some(self.no_comma(begin, at));
        }
        if message.contains("extra comma") {
            let found = SYNTAX.found(at, "a comma too many", "nothing stands before it");
            return Some(found.help("take it away").fix(at, ""));
        }
        let (headline, label, help) = if message.contains("must be quoted") {
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

    /// A list that is not closed: told where it begins, and of a long one where it should end.
    fn open_list(&self, start: usize) -> Diagnostic {
        let bracket = Span::new(start, start + 1);
        let members = without_remark(self.slice(start, self.span.end));
        let end = start + members.len();
        let help = "write `]` behind its last member";
        let found = if members.lines().count() > LINES_OF_A_SHORT_LIST {
            let last = members.chars().next_back().map_or(1, char::len_utf8);
            let found = SYNTAX.found(Span::new(end - last, end), OPEN_LIST, "`]` belongs behind this");
            found.beside(bracket, "it begins here")
        } else {
            SYNTAX.found(bracket, OPEN_LIST, "it begins here")
        };
        found.help(help).fix(Span::new(end, end), "]")
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
        let last = without_remark(self.slice(begin, at.start));
        let end = begin + last.len();
        let start = end - last.chars().next_back().map_or(0, char::len_utf8);
        if behind.starts_with(')') || last.ends_with(')') {
            let close = if behind.starts_with(')') { at.start } else { start };
            let found = SYNTAX.found(Span::new(close, close + 1), "`)` where `]` belongs", "write `]` here");
            let edit = Edit { span: Span::new(close, close + 1), text: "]".to_owned() };
            return found.help("a list stands between `[` and `]`").fixes(vec![edit], true);
        }
        if behind.starts_with("->") {
            let arrow = Span::new(at.start, at.start + 2);
            let found = SYNTAX.found(arrow, "an arrow outside the quotes", "it belongs inside");
            return found.help("write both sides in one text: `\"left -> right\"`");
        }
        let found = if behind.starts_with(';') {
            let span = Span::new(at.start, at.start + 1);
            SYNTAX.found(span, "`;` where `,` belongs", "write `,` here").fix(span, ",")
        } else {
            let found =
                SYNTAX.found(Span::new(start, end), "a comma is missing in a list", "write `,` behind this");
            found.fix(Span::new(end, end), ",")
        };
        found.help("the members of a list are parted by commas: `[\"one\", \"two\"]`")
    }

    /// Explains what stands behind a value.
    fn behind_value(&self, at: Span) -> Diagnostic {
        let behind = self.slice(at.start, self.span.end);
        let rest = behind.lines().next().unwrap_or_default().trim_end();
        let span = Span::new(at.start, at.start + rest.len());
        let mark = rest.split('#').next().unwrap_or_default().trim_end();
        if matches!(mark, "," | ";") {
            let mark_span = Span::new(at.start, at.start + 1);
            let found = SYNTAX.found(mark_span, format!("`{mark}` stands behind the value"), "not here");
            return found.help("take it away: a line ends with its value").fix(mark_span, "");
        }
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
        if let Some(found) = self.closed_by_curly(start, at.start) {
            return Some(found);
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

    /// A text that begins with a straight quote and ends with a curly one.
    fn closed_by_curly(&self, start: usize, end: usize) -> Option<Diagnostic> {
        let words = self.slice(start, end);
        let (at, mark) = words.char_indices().rfind(|(_, c)| CURLY.contains(c))?;
        let behind = words.get(at + mark.len_utf8()..)?.split('#').next().unwrap_or_default();
        if !behind.trim_matches([' ', '\t', ']', ',']).is_empty() {
            return None;
        }
        let span = Span::new(start + at, start + at + mark.len_utf8());
        let found = SYNTAX.found(span, "a curly quote at the end of a text", "this is not `\"`");
        let edit = Edit { span, text: "\"".to_owned() };
        Some(
            found
                .help("write a straight quote, `\"`; curly ones may stand inside a text")
                .fixes(vec![edit], true),
        )
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
