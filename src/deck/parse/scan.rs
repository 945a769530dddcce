//! Where do the parts of a file begin and end that TOML cannot read?
//!
//! Looks at lines only, so that a quote or bracket left open in one card does not reach the next.

use super::words::{kind_named, meant_kind};
use crate::source::Span;

/// A heading with what stands below it, up to the next heading; the first part has no heading.
pub(super) struct Part {
    /// The whole.
    pub(super) span: Span,
    /// The line of the heading.
    pub(super) heading: Option<Span>,
    /// Each `key = value`, with the comments behind it.
    pub(super) statements: Vec<Span>,
}

/// What is still open at the end of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// A text of several lines, perhaps inside so many lists.
    Text(&'static str, usize),
    List(usize),
}

/// Cuts a text into its parts.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts = vec![Part { span: Span::default(), heading: None, statements: Vec::new() }];
    let mut open = Open::Nothing;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let words = line.trim_start();
        if words.starts_with('[') && (open == Open::Nothing || is_known_heading(words)) {
            let heading = Span::new(at + line.len() - words.len(), at + line.trim_end().len());
            parts.push(Part { span: Span::new(at, end), heading: Some(heading), statements: Vec::new() });
            open = Open::Nothing;
        } else if let Some(part) = parts.last_mut() {
            let begins = match open {
                Open::Nothing => !words.is_empty() && !words.starts_with('#'),
                Open::List(_) => begins_with_key(words),
                Open::Text(..) => false,
            };
            if begins {
                open = Open::Nothing;
                part.statements.push(Span::new(at, end));
            } else if let Some(statement) = part.statements.last_mut() {
                statement.end = end;
            }
            open = open_after(line, open);
            part.span.end = end;
        }
        at = end;
    }
    parts
}

/// Returns the first word of a heading, `source` of `[source.sections]`; empty when there is none.
pub(super) fn root_of(heading: &str) -> &str {
    let inside = heading.trim_start_matches(['[', ' ', '\t']);
    let end = inside.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(inside.len());
    inside.get(..end).unwrap_or_default()
}

fn is_known_heading(line: &str) -> bool {
    let root = root_of(line);
    let is_word = matches!(root, "deck" | "source" | "names" | "defaults") || kind_named(root).is_some();
    is_word || (line.starts_with("[[") && meant_kind(root).is_some() && line.trim_end().ends_with("]]"))
}

fn begins_with_key(line: &str) -> bool {
    let end = line.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(line.len());
    end > 0 && line.get(end..).is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// Returns what is open behind a line.
fn open_after(line: &str, before: Open) -> Open {
    let mut rest = line;
    let mut depth = match before {
        Open::Nothing => match line.split_once('=') {
            Some((_, value)) => {
                rest = value;
                0
            }
            None => return Open::Nothing,
        },
        Open::List(depth) => depth,
        Open::Text(quotes, depth) => match line.split_once(quotes) {
            Some((_, behind)) => {
                rest = behind;
                depth
            }
            None => return before,
        },
    };
    while let Some(c) = rest.chars().next() {
        let multi = ["\"\"\"", "'''"].into_iter().find(|quotes| rest.starts_with(quotes));
        if let Some(quotes) = multi {
            match rest.get(quotes.len()..).and_then(|inside| inside.split_once(quotes)) {
                Some((_, behind)) => rest = behind,
                None => return Open::Text(quotes, depth),
            }
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '#' => break,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '"' | '\'' => rest = behind_text(rest, c),
            _ => {}
        }
    }
    if depth > 0 { Open::List(depth) } else { Open::Nothing }
}

/// Returns what stands behind the closing quote, nothing when it is missing.
pub(super) fn behind_text(inside: &str, quote: char) -> &str {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if c == '\n' {
            return inside.get(at..).unwrap_or_default();
        }
        if c == quote && !escaped {
            return inside.get(at + 1..).unwrap_or_default();
        }
        escaped = c == '\\' && quote == '"' && !escaped;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(&str, Vec<&str>)> {
        let part = |part: &Part| {
            let heading = part.heading.map_or("", |span| &text[span.start..span.end]);
            let statements = part.statements.iter().map(|span| text[span.start..span.end].trim_end());
            (heading, statements.collect())
        };
        parts(text).iter().map(part).collect()
    }

    #[test]
    fn an_open_list_ends_at_the_next_key() {
        let text = "[[set]]\nanswer = [\"a\",\n \"b\"\nhint = \"x\"\n# c\n[[card]]\nq = 1\n";
        let set = ("[[set]]", vec!["answer = [\"a\",\n \"b\"", "hint = \"x\"\n# c"]);
        assert_eq!(shape(text), [("", vec![]), set, ("[[card]]", vec!["q = 1"])]);
    }

    #[test]
    fn a_list_goes_on_behind_a_text_of_several_lines() {
        let text = "[[set]]\na = [\n  \"\"\"x \\\n  y\"\"\",\n  \"z\",\n]\nb = 1\n";
        let list = "a = [\n  \"\"\"x \\\n  y\"\"\",\n  \"z\",\n]";
        assert_eq!(shape(text), [("", vec![]), ("[[set]]", vec![list, "b = 1"])]);
    }

    #[test]
    fn an_open_text_ends_at_the_next_heading_and_a_closed_one_hides_headings() {
        let text = "[[card]]\na = \"\"\"x\nb = 1\n[[date]]\nc = \"\"\"\n[x]\n\"\"\"\nd = 2\n";
        let card = ("[[card]]", vec!["a = \"\"\"x\nb = 1"]);
        assert_eq!(shape(text), [("", vec![]), card, ("[[date]]", vec!["c = \"\"\"\n[x]\n\"\"\"", "d = 2"])]);
    }
}
