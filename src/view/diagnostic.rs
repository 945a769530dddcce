//! How is a finding in a deck shown?
//!
//! With the lines that it speaks of, in one line, or as GitHub's checks read it. The commands that
//! read decks call it, giving the deck's files followed by the shared ones, as the reader got them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use serde_json::{Value, json};

use crate::deck::diagnostic::{Diagnostic, Severity};
use crate::deck::rules::Rule;
use crate::source::{Source, Span};
use crate::text::{sanitise, width};
use crate::view::text::one_line;

/// The columns to which long lines are cut.
const COLUMNS: usize = 110;

/// Changes over more lines than this are not shown as a patch.
const LINES_IN_A_PATCH: usize = 4;

/// Two places farther apart than this many lines are shown as two pieces.
const LINES_IN_ONE_PIECE: usize = 200;

/// Returns the findings with their lines, a blank line between two; for a terminal of so many columns
/// with its sentences broken.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &[Source],
    (color, columns): (bool, Option<usize>),
) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer
        .decor_style(DecorStyle::Ascii)
        .term_width(columns.map_or(COLUMNS, |columns| columns.min(COLUMNS)));
    let one = |found: &Diagnostic| {
        let report = report(found, sources);
        let lines = renderer.render(&report);
        let lines = lines.lines().map(|line| match columns {
            Some(columns) => broken(line.trim_end(), columns),
            None => line.trim_end().to_owned(),
        });
        lines.map(|line| line + "\n").collect::<String>()
    };
    diagnostics.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Returns a sentence broken at blanks; the lines of a file, which begin with a blank or a number, as they
/// are.
fn broken(line: &str, columns: usize) -> String {
    if !visible(line).starts_with(char::is_alphabetic) {
        return line.to_owned();
    }
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let Some(last) = lines.last_mut() else { break };
        let start = width(&visible(last));
        if start > 0 && start + 1 + width(&visible(word)) > columns {
            lines.push(word.to_owned());
        } else {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines.join("\n")
}

/// Returns a line without its colours.
fn visible(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| line + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// Returns one finding in one line: `path:line:col: warning[rule] headline`.
pub fn short(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let (path, place) = place(diagnostic, sources);
    let severity = diagnostic.severity.as_str();
    format!("{path}:{place}: {severity}[{}] {}", diagnostic.rule, one_line(&diagnostic.headline))
}

/// Returns one finding as a line that GitHub's checks turn into a remark.
pub fn github(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let source = sources.get(diagnostic.file);
    let path = source.map_or_else(String::new, |source| one_line(source.path()));
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = source.map_or_else(String::new, |source| {
        let start = source.place(diagnostic.span.start);
        format!(",line={},col={}", start.line, start.column)
    });
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("; {}", one_line(help)));
    let message = escaped(&format!("{}{help}", one_line(&diagnostic.headline)));
    let path = escaped(&path).replace(':', "%3A").replace(',', "%2C");
    format!("::{level} file={path}{place},title={}::{message}", diagnostic.rule)
}

/// Returns one finding for scripts.
pub fn json(diagnostic: &Diagnostic, sources: &[Source]) -> Value {
    let source = sources.get(diagnostic.file);
    let place = source.map(|source| source.place(diagnostic.span.start));
    json!({
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.headline,
        "path": source.map(Source::path),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "help": diagnostic.help,
    })
}

/// Returns what a rule finds, why that matters, and how it is done wrong and right.
pub fn explain(rule: &Rule) -> String {
    let (name, severity) = (rule.name, rule.severity.as_str());
    let indented = |example: &str| {
        example
            .trim_end()
            .lines()
            .map(|line| format!("    {line}").trim_end().to_owned() + "\n")
            .collect::<String>()
    };
    let (wrong, right) = (indented(rule.wrong), indented(rule.right));
    format!("{severity}[{name}]: {}\n\n{}\n\nWrong:\n{wrong}\nRight:\n{right}", rule.summary, rule.why)
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn place(diagnostic: &Diagnostic, sources: &[Source]) -> (String, String) {
    match sources.get(diagnostic.file) {
        Some(source) => (one_line(source.path()), source.place(diagnostic.span.start).to_string()),
        None => ("deck".to_owned(), "1:1".to_owned()),
    }
}

fn report<'a>(found: &Diagnostic, sources: &[Source]) -> Vec<Group<'a>> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let headline = level.primary_title(one_line(&found.headline)).id(found.rule);
    let help = found.help.as_ref().map(|help| {
        let title = Level::HELP.secondary_title(one_line(help));
        title.elements(patch(found, sources))
    });
    std::iter::once(headline.elements(pieces(found, sources))).chain(help).collect()
}

/// The pieces of the files that a finding speaks of.
fn pieces<'a>(found: &Diagnostic, sources: &[Source]) -> Vec<Snippet<'a, Annotation<'a>>> {
    let Some(source) = sources.get(found.file) else { return Vec::new() };
    let own = (found.span, found.label.as_str(), AnnotationKind::Primary);
    let Some((file, other)) = found.second() else { return vec![piece(source, &[own])] };
    let second = (other.span, other.label.as_str(), AnnotationKind::Context);
    if file == found.file && is_near(source, found.span, other.span) {
        return vec![piece(source, &[own, second])];
    }
    let elsewhere = sources.get(file).map(|source| piece(source, &[second]));
    std::iter::once(piece(source, &[own])).chain(elsewhere).collect()
}

/// The lines as they would be mended, when they stand together.
fn patch<'a>(found: &Diagnostic, sources: &[Source]) -> Option<Snippet<'a, Patch<'a>>> {
    let source = sources.get(found.file)?;
    let edits = &found.fix.as_ref()?.edits;
    let line = |offset: usize| source.place(offset).line;
    let first = edits.iter().map(|edit| line(edit.span.start)).min()?;
    let last = edits.iter().map(|edit| line(edit.span.end)).max()?;
    if last - first > LINES_IN_A_PATCH {
        return None;
    }
    let window = Window::new(source, first, last);
    let snippet = Snippet::source(window.text.clone()).line_start(first).path(one_line(source.path()));
    let patches = edits.iter().map(|edit| {
        Patch::new(
            window.moved(edit.span.start)..window.moved(edit.span.end),
            sanitise(&edit.text).into_owned(),
        )
    });
    Some(patches.fold(snippet, Snippet::patch))
}

fn is_near(source: &Source, here: Span, there: Span) -> bool {
    let (here, there) = (source.place(here.start).line, source.place(there.start).line);
    here.abs_diff(there) <= LINES_IN_ONE_PIECE
}

/// Returns the lines around some places, made safe, with marks at the places.
fn piece<'a>(source: &Source, marks: &[(Span, &str, AnnotationKind)]) -> Snippet<'a, Annotation<'a>> {
    let lines = |span: &Span| (source.place(span.start).line, source.place(span.end).line);
    let first = marks.iter().map(|(span, ..)| lines(span).0).min().unwrap_or(1);
    let last = marks.iter().map(|(span, ..)| lines(span).1).max().unwrap_or(1);
    let window = Window::new(source, first, last);
    let snippet =
        Snippet::source(window.text.clone()).line_start(first).path(one_line(source.path())).fold(true);
    snippet.annotations(marks.iter().map(|(span, label, kind)| {
        kind.span(window.moved(span.start)..window.moved(span.end)).label(one_line(label))
    }))
}

/// Some lines of a file, made safe.
struct Window<'s> {
    source: &'s Source,
    span: Span,
    text: String,
}

impl<'s> Window<'s> {
    fn new(source: &'s Source, first: usize, last: usize) -> Self {
        let span = Span::new(source.line_span(first).start, source.line_span(last).end);
        Self { source, span, text: sanitise(source.slice(span)).into_owned() }
    }

    /// Returns where a place of the file is in the text: cleaning changes lengths, so it is
    /// measured again.
    fn moved(&self, offset: usize) -> usize {
        let offset = offset.clamp(self.span.start, self.span.end);
        sanitise(self.source.slice(Span::new(self.span.start, offset))).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse::parse;
    use insta::assert_snapshot;

    fn found(text: &str) -> (Vec<Diagnostic>, Vec<Source>) {
        let sources = vec![Source::new("forces.toml", format!("[deck]\nid = 'd'\ntitle = 'D'\n\n{text}"))];
        (parse(&sources, &[]).diagnostics, sources)
    }

    const TWICE: &str = "[[card]]\nid = \"c1\"\nquestion = \"Ключ?\"\nanswer = \"a\"\n\n\
                         [[card]]\nid = \"c1\"\nquestion = \"b?\"\nanswer = \"b\"\n";

    #[test]
    fn two_places_of_one_file_stand_in_one_piece() {
        let (found, sources) = found(TWICE);
        assert_snapshot!(render(&found, &sources, (false, None)), @r#"
        error[duplicate-id]: two cards have the id `c1`
          --> forces.toml:11:6
           |
         6 | id = "c1"
           |      ---- first used here
        ...
        11 | id = "c1"
           |      ^^^^ used again here
           |
        help: progress hangs on the id, so each card needs its own; `csto-quiz deck ids` gives the later one a new id
           |
        11 - id = "c1"
        11 + id = "b"
           |
        "#);
    }

    #[test]
    fn a_narrow_terminal_gets_sentences_broken_at_blanks_and_lines_of_files_whole() {
        let (found, sources) = found(TWICE);
        let [plain, colored] = [false, true].map(|color| {
            let lines = render(&found, &sources, (color, Some(40)));
            lines.lines().map(visible).collect::<Vec<_>>().join("\n")
        });
        assert_eq!(plain, colored);
        assert_snapshot!(plain, @r#"
        error[duplicate-id]: two cards have the
        id `c1`
          --> forces.toml:11:6
           |
         6 | id = "c1"
           |      ---- first used here
        ...
        11 | id = "c1"
           |      ^^^^ used again here
           |
        help: progress hangs on the id, so each
        card needs its own; `csto-quiz deck ids`
        gives the later one a new id
           |
        11 - id = "c1"
        11 + id = "b"
           |
        "#);
    }

    #[test]
    fn places_behind_other_scripts_and_control_characters_are_marked_exactly() {
        let (found, sources) =
            found("[[card]]\nid = \"c1\"\nquestion = \"Ключ?\"\n\tanswer = \"\"  # \u{1b}[31mключ\n");
        assert_snapshot!(render(&found, &sources, (false, None)), @r#"
        error[syntax]: an invisible character
         --> forces.toml:8:20
          |
        8 |     answer = ""  # [31mключ
          |                    ^ it cannot stand here
          |
        help: delete it and write it anew
        "#);
    }

    #[test]
    fn one_line_names_place_and_rule() {
        let (found, sources) = found(TWICE);
        let lines: Vec<String> = found.iter().map(|one| short(one, &sources)).collect();
        assert_eq!(lines, ["forces.toml:11:6: error[duplicate-id] two cards have the id `c1`"]);
        assert_snapshot!(github(&found[0], &sources), @"::error file=forces.toml,line=11,col=6,title=duplicate-id::two cards have the id `c1`; progress hangs on the id, so each card needs its own; `csto-quiz deck ids` gives the later one a new id");
    }
}
