//! What did a beginner mean who wrote a line that TOML cannot read?
//!
//! Looks at each broken line by itself and reports one mistake of it, at the place where the author
//! must act, in the author's words and never in the parser's.

use std::collections::HashMap;

use toml::de::DeTable;

use super::scan::{Part, root_of};
use super::toml_values;
use super::words::{meant_kind, quoted};
use crate::deck::diagnostic::Diagnostic;
use crate::deck::rules::{SINGLE_BRACKETS, SYNTAX};
use crate::source::Span;

/// Reports `[card]` where `[[card]]` belongs.
pub(super) fn single_brackets(kind: &str, heading: Span) -> Diagnostic {
    SINGLE_BRACKETS
        .found(heading, format!("`[{kind}]` in single brackets"), "one bracket too few on each side")
        .help(format!("write `[[{kind}]]`"))
}

/// Reports what is wrong in a part of the file that cannot be read, once per line.
pub(super) fn explain(text: &str, part: &Part) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = part.heading.and_then(|span| heading(text, span)).into_iter().collect();
    let mut statements = Vec::new();
    let mut is_after_fault = false;
    for &span in &part.statements {
        let statement = Statement::new(text, span);
        // Behind a broken line, one without a key is the rest of its text.
        let is_rest = is_after_fault && statement.sign.is_none();
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
    let headline = format!("the heading {} cannot be read", quoted(words));
    Some(
        SYNTAX.found(span, headline, "not a heading").help(format!("write `{example}` in a line of its own")),
    )
}

/// Returns the first mistake by place, with the parser's word for it.
fn first_error(text: &str, span: Span) -> Option<(Span, String)> {
    let words = text.get(span.start..span.end)?;
    let (_, errors) = DeTable::parse_recoverable(words);
    let place = |error: &toml::de::Error| {
        let at = error.span().map_or(Span::default(), Span::from);
        Span::new(span.start + at.start, span.start + at.end)
    };
    errors.iter().map(|error| (place(error), error.message().to_owned())).min_by_key(|(span, _)| *span)
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
            return Some(found.help(self.help_with_key("\"…\"")));
        }
        if at.start < sign || message.starts_with("key with no value") {
            return Some(self.bad_key());
        }
        let value = self.slice(sign + 1, self.span.end);
        let begin = self.span.end - value.trim_start().len();
        let first_line = value.trim_start().lines().next().unwrap_or_default().trim_end();
        if value.trim_start().is_empty() || value.lines().next().is_some_and(|line| line.trim().is_empty()) {
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

    fn line(&self) -> Span {
        let words = self.slice(self.span.start, self.span.end);
        let start = self.span.start + words.len() - words.trim_start().len();
        let line = words.trim_start().lines().next().unwrap_or_default().trim_end();
        Span::new(start, start + line.len())
    }

    fn no_key(&self) -> Diagnostic {
        let found = SYNTAX.found(self.line(), "a line without `=`", "neither a key nor a heading");
        found.help(
            "write `key = \"text\"`; a text of several lines stands between `\"\"\"` and `\"\"\"`; \
             a remark begins with `#`",
        )
    }

    fn bad_key(&self) -> Diagnostic {
        let (key, span) = self.key().unwrap_or_else(|| (String::new(), self.line()));
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
