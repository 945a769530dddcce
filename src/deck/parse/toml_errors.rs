//! What did a beginner mean who wrote a line that TOML cannot read?
//!
//! Looks at each broken line by itself and reports one mistake of it, at the place where the author
//! must act, in the author's words and never in the parser's.

use std::collections::HashMap;

use toml::de::DeTable;

use super::scan::{Part, root_of};
use super::toml_values;
use super::words::{meant_kind, quoted};
use crate::deck::diagnostic::{Diagnostic, Edit};
use crate::deck::rules::{SINGLE_BRACKETS, SYNTAX};
use crate::source::Span;

/// What is said of a list of which the end is missing.
pub(super) const OPEN_LIST: &str = "a list without an end";

/// What begins a remark in other formats.
const REMARKS: [&str; 4] = ["//", "--", ";", "%"];

/// Reports `[card]` where `[[card]]` belongs.
pub(super) fn single_brackets(kind: &str, heading: Span) -> Diagnostic {
    SINGLE_BRACKETS
        .found(heading, format!("`[{kind}]` in single brackets"), "one bracket too few on each side")
        .help(format!("write `[[{kind}]]`"))
        .fixes(
            vec![
                Edit { span: Span::new(heading.start, heading.start), text: "[".to_owned() },
                Edit { span: Span::new(heading.end, heading.end), text: "]".to_owned() },
            ],
            true,
        )
}

/// Reports what is wrong in a part of the file that cannot be read, once per line.
pub(super) fn explain(text: &str, part: &Part) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = part.heading.and_then(|span| heading(text, span)).into_iter().collect();
    let mut statements = Vec::new();
    let mut is_after_fault = false;
    for &span in &part.statements {
        let statement = Statement::new(text, span);
        // Behind a broken line, one without a key is the rest of its text.
        let is_rest = statement.sign.is_none() && (is_after_fault || statement.closes(&found));
        if !is_rest {
            let fault = statement.fault();
            is_after_fault = fault.is_some();
            found.extend(fault);
        }
        statements.push(statement);
    }
    found.extend(key_twice(&statements));
    if found.is_empty() {
        found.push(unknown(first_error(text, part.span).map_or(part.span, |(span, _)| span)));
    }
    found
}

/// Reports the first key that stands twice. When several do, the heading of the next card is
/// missing between them; when it is there and broken, it is reported already.
fn key_twice(statements: &[Statement<'_>]) -> Option<Diagnostic> {
    if statements.iter().any(Statement::is_like_heading) {
        return None;
    }
    let mut keys: HashMap<String, Span> = HashMap::new();
    let mut twice = Vec::new();
    for (key, span) in statements.iter().filter_map(Statement::key) {
        match keys.get(&key) {
            Some(first) => twice.push((key, span, *first)),
            None => {
                keys.insert(key, span);
            }
        }
    }
    let is_one = twice.len() == 1;
    let (key, span, first) = twice.into_iter().next()?;
    let headline = format!("the key {} stands twice", quoted(&key));
    let found = SYNTAX.found(span, headline, "again here").beside(first, "first here");
    Some(if is_one {
        found.help("take one of them away; a heading such as `[[card]]` begins the next card")
    } else {
        found.help("begin the next card with a heading such as `[[card]]`")
    })
}

/// Reports what cannot be explained better.
fn unknown(span: Span) -> Diagnostic {
    SYNTAX.found(span, "this cannot be read", "here").help(
        "a line is `key = \"text\"`, `key = [\"one\", \"two\"]`, `key = 12` or a heading such as `[[card]]`",
    )
}

fn heading(text: &str, span: Span) -> Option<Diagnostic> {
    let words = text.get(span.start..span.end)?;
    first_error(text, span)?;
    let root = root_of(words);
    let inside = words.trim_matches(['[', ']', ' ', '\t']);
    let example = match root {
        "deck" | "names" | "defaults" => format!("[{root}]"),
        "source" => "[[source]]".to_owned(),
        _ => {
            let kind = meant_kind(inside).or_else(|| meant_kind(root));
            format!("[[{}]]", kind.map_or("card", |kind| kind.as_str()))
        }
    };
    let closing = words.rfind(']').map_or(words.len(), |at| at + 1);
    let behind = words.get(closing..).unwrap_or_default().trim();
    if closing < words.len() && !behind.is_empty() && !behind.starts_with('#') {
        let start = span.end - behind.len();
        let found = SYNTAX.found(Span::new(start, span.end), "something stands behind a heading", "not here");
        return Some(found.help("write it in a line of its own, below the heading"));
    }
    let end = words.find('#').unwrap_or(words.len());
    let words = words.get(..end).unwrap_or(words).trim_end();
    let span = Span::new(span.start, span.start + words.len());
    let headline = format!("the heading {} cannot be read", quoted(words));
    let found = SYNTAX.found(span, headline, "not a heading");
    Some(found.help(format!("write `{example}` in a line of its own")).fix(span, example))
}

/// Returns the first mistake by place, with the parser's word for it.
fn first_error(text: &str, span: Span) -> Option<(Span, String)> {
    let words = text.get(span.start..span.end)?;
    let (_, errors) = DeTable::parse_recoverable(words);
    let place = |error: &toml::de::Error| {
        let at = error.span().map_or(Span::default(), Span::from);
        Span::new(span.start + at.start, span.start + at.end)
    };
    // A list stays open because of something in it, so that goes first.
    let is_open_list = |error: &&toml::de::Error| error.message().contains("unclosed array");
    let mut inside = errors.iter().filter(|error| !is_open_list(error)).peekable();
    let told: Vec<_> = if inside.peek().is_some() { inside.collect() } else { errors.iter().collect() };
    told.into_iter().map(|error| (place(error), error.message().to_owned())).min_by_key(|(span, _)| *span)
}

/// A `key = value` that may be broken.
pub(super) struct Statement<'t> {
    text: &'t str,
    /// Where it stands.
    pub(super) span: Span,
    /// The `=`, or the `:` that stands for it.
    sign: Option<(usize, char)>,
}

impl<'t> Statement<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        let words = text.get(span.start..span.end).unwrap_or_default();
        let mut sign = None;
        let mut quote = None;
        for (at, c) in words.char_indices() {
            match (quote, c) {
                (_, '\n') => break,
                (None, '=' | ':') => {
                    sign = Some((span.start + at, c));
                    break;
                }
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if c == open => quote = None,
                _ => {}
            }
        }
        Self { text, span, sign }
    }

    /// Returns a piece of the file.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns whether it is only the end of a list that is reported as open.
    fn closes(&self, found: &[Diagnostic]) -> bool {
        let is_end = self.slice(self.span.start, self.span.end).trim_start().starts_with(']');
        is_end && found.iter().any(|found| found.headline == OPEN_LIST)
    }

    /// Returns whether the line was to be a heading in double brackets.
    fn is_like_heading(&self) -> bool {
        self.sign.is_none() && self.slice(self.span.start, self.span.end).contains("[[")
    }

    /// Returns the key without quotes, and its place.
    fn key(&self) -> Option<(String, Span)> {
        let (sign, _) = self.sign?;
        let words = self.slice(self.span.start, sign);
        let start = sign - words.trim_start().len();
        let span = Span::new(start, start + words.trim().len());
        Some((words.trim().trim_matches(['"', '\'']).replace('_', "-"), span))
    }

    fn fault(&self) -> Option<Diagnostic> {
        let (at, message) = first_error(self.text, self.span)?;
        let Some((sign, c)) = self.sign else { return Some(self.no_key()) };
        if c == ':' {
            let found = SYNTAX.found(Span::new(sign, sign + 1), "`:` where `=` belongs", "write `=` here");
            let found = found.fix(self.around_sign(sign), " = ");
            return Some(found.help(self.help_with_key("\"…\"")));
        }
        if at.start < sign || message.starts_with("key with no value") {
            return Some(self.bad_key());
        }
        let value = self.slice(sign + 1, self.span.end);
        let begin = self.span.end - value.trim_start().len();
        let first_line = value.trim_start().lines().next().unwrap_or_default().trim_end();
        let is_remark = value.trim_start().starts_with('#');
        if value.trim_start().is_empty()
            || is_remark
            || value.lines().next().is_some_and(|line| line.trim().is_empty())
        {
            let has_dashes =
                self.text.get(self.span.end..).is_some_and(|rest| rest.trim_start().starts_with("- "));
            if has_dashes {
                let found = SYNTAX.found(
                    Span::new(sign, sign + 1),
                    "a list with dashes",
                    "a list begins here with `[`",
                );
                return Some(found.help(self.help_with_key("[\"one\", \"two\"]")));
            }
            let found =
                SYNTAX.found(Span::new(sign, sign + 1), "nothing stands behind `=`", "of what value?");
            return Some(found.help(self.help_with_key("\"…\"")));
        }
        Some(
            self.curly(at)
                .or_else(|| self.plain_value(begin, first_line))
                .or_else(|| self.by_message(begin, at, &message))
                .unwrap_or_else(|| unknown(at)),
        )
    }

    /// Returns how the statement is written with another value.
    pub(super) fn help_with_key(&self, value: &str) -> String {
        let key = self.key().map_or_else(|| "key".to_owned(), |(key, _)| key);
        format!("write `{} = {value}`", quoted(&key).trim_matches('`'))
    }

    /// Returns the sign with the blanks around it.
    fn around_sign(&self, sign: usize) -> Span {
        let before = self.slice(self.span.start, sign);
        let behind = self.slice(sign + 1, self.span.end);
        let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
        Span::new(self.span.start + before.trim_end().len(), sign + 1 + blanks(behind))
    }

    fn line(&self) -> Span {
        let words = self.slice(self.span.start, self.span.end);
        let start = self.span.start + words.len() - words.trim_start().len();
        let line = words.trim_start().lines().next().unwrap_or_default().trim_end();
        Span::new(start, start + line.len())
    }

    fn no_key(&self) -> Diagnostic {
        let line = self.line();
        if let Some(mark) = REMARKS.iter().find(|mark| self.slice(line.start, line.end).starts_with(**mark)) {
            let span = Span::new(line.start, line.start + mark.len());
            let headline = format!("`{mark}` does not begin a remark");
            let found = SYNTAX.found(span, headline, "write `#` here");
            return found.help("a remark begins with `#`").fix(span, "#");
        }
        if let Some(found) = self.no_sign() {
            return found;
        }
        let found = SYNTAX.found(self.line(), "a line without `=`", "neither a key nor a heading");
        found.help(
            "write `key = \"text\"`; a text of several lines stands between `\"\"\"` and `\"\"\"`; \
             a remark begins with `#`",
        )
    }

    /// A key with its value, and no `=` between them.
    fn no_sign(&self) -> Option<Diagnostic> {
        let line = self.line();
        let words = self.slice(line.start, line.end);
        let (key, value) = words.split_once([' ', '\t'])?;
        let is_key =
            !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if !is_key || !value.trim_start().starts_with(['"', '[']) {
            return None;
        }
        let end = line.start + key.len();
        let found = SYNTAX.found(
            Span::new(line.start, end),
            format!("`=` is missing behind {}", quoted(key)),
            "write `=` behind this",
        );
        Some(found.help("a line is a key, `=` and a value").fix(Span::new(end, end), " ="))
    }

    /// Returns the blanks before the key, when TOML does not know them as blanks.
    fn odd_blank(&self) -> Option<Span> {
        let words = self.slice(self.span.start, self.span.end).trim_start_matches(['\n', '\r']);
        let start = self.span.end - words.len();
        let is_blank =
            |c: char| (c.is_whitespace() && c != '\n') || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}');
        let key = words.trim_start_matches(is_blank);
        let blanks = words.get(..words.len() - key.len())?;
        let is_odd = blanks.chars().any(|c| !matches!(c, ' ' | '\t'));
        is_odd.then(|| Span::new(start, start + blanks.len()))
    }

    fn bad_key(&self) -> Diagnostic {
        let (key, span) = self.key().unwrap_or_else(|| (String::new(), self.line()));
        if let Some(blank) = self.odd_blank() {
            let found = SYNTAX.found(blank, "a blank of another sort before the key", "not a usual blank");
            return found
                .help("take it away; copying from a web page brings such blanks along")
                .fix(blank, "");
        }
        if key.is_empty() {
            return SYNTAX
                .found(self.line(), "a value without a key", "which key?")
                .help("write `key = value`");
        }
        if key.contains(toml_values::CURLY) || self.slice(span.start, span.end).contains(['"', '\'']) {
            let found = SYNTAX.found(
                span,
                "the quotes around a key are not straight ones",
                "write `\"` on both sides",
            );
            return found.help(format!(
                "write `\"{}\" = …`",
                quoted(key.trim_matches(toml_values::CURLY)).trim_matches('`')
            ));
        }
        let found = SYNTAX.found(
            span,
            format!("the key {} needs quotes", quoted(&key)),
            "more than letters, digits and `-`",
        );
        found.help(format!("write `\"{}\" = …`", quoted(&key).trim_matches('`')))
    }
}
