//! Which part of a shown text plays which role?
//!
//! Views make [`Text`]: pieces with a [`Role`], never with a colour. The terminals choose what a
//! role looks like, late and by argument; [`Text::plain`] is what pipes and screen readers get.

use crate::text::{is_joined, sanitise};

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

impl Signs {
    /// Returns what stands in the place of what is cut off.
    pub fn cut(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "...",
        }
    }
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
        let text = one_line(text.as_ref());
        if !text.is_empty() {
            self.pieces.push(Piece { role, text });
        }
        self
    }

    /// Returns the line without roles.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Returns the line in ASCII.
    #[must_use]
    pub fn in_ascii(self) -> Self {
        let piece = |Piece { role, text }: Piece| Piece { role, text: crate::text::ascii(&text) };
        Self { pieces: self.pieces.into_iter().map(piece).collect() }
    }

    /// Returns the columns that the line takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| crate::text::width(&piece.text)).sum()
    }
}

/// A stretch of a line without blanks, with the blanks before it.
#[derive(Debug)]
struct Word {
    blanks: usize,
    pieces: Vec<Piece>,
}

impl Word {
    fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    fn width(&self) -> usize {
        self.pieces.iter().map(|piece| crate::text::width(&piece.text)).sum()
    }
}

impl Line {
    /// Breaks a line at blanks into lines of at most so many columns, words longer than that apart.
    ///
    /// What stands between wide gaps, such as a count with its name, stays together where it fits into
    /// a line; so does what belongs to a number.
    fn broken(self, columns: usize, into: &mut Text) {
        let words = self.words();
        let indent = words.first().map_or(0, |word| word.blanks);
        let indent = if indent * 2 > columns { 0 } else { indent };
        let started = || Self::new(Role::Plain, " ".repeat(indent));
        let mut current = started();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let kept = together(&words, at, columns - indent);
            let needed = width_of(kept);
            if current.width() > indent && current.width() + word.blanks + needed > columns {
                into.push(std::mem::replace(&mut current, started()));
            }
            for (place, word) in kept.iter().enumerate() {
                if current.width() > indent || place > 0 {
                    current = current.and(word.pieces[0].role, " ".repeat(word.blanks));
                }
                for Piece { role, text } in &word.pieces {
                    let room = columns.saturating_sub(current.width()).max(1);
                    let mut parts = crate::text::wrap(text, room).into_iter().peekable();
                    while let Some(part) = parts.next() {
                        current = current.and(*role, part);
                        if parts.peek().is_some() {
                            into.push(std::mem::replace(&mut current, started()));
                        }
                    }
                }
            }
            at += kept.len();
        }
        into.push(current);
    }

    /// Takes a line apart at its blanks.
    fn words(self) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let (mut blanks, mut is_apart) = (0, true);
        for Piece { role, text } in self.pieces {
            for (number, part) in text.split(' ').enumerate() {
                if number > 0 {
                    (blanks, is_apart) = (blanks + 1, true);
                }
                if part.is_empty() {
                    continue;
                }
                let piece = Piece { role, text: part.to_owned() };
                match words.last_mut().filter(|_| !is_apart) {
                    Some(word) => word.pieces.push(piece),
                    None => words.push(Word { blanks, pieces: vec![piece] }),
                }
                (blanks, is_apart) = (0, false);
            }
        }
        words
    }
}

/// Returns the words from a place on that stay in one line, where so many columns are enough for them:
/// a phrase between wide gaps, else what belongs to a number, else the word alone.
fn together(words: &[Word], at: usize, columns: usize) -> &[Word] {
    // More words than columns fit in no case.
    let last = words.len().min(at + columns + 1);
    let ends = |is_end: &dyn Fn(usize) -> bool| (at + 1..last).find(|next| is_end(*next)).unwrap_or(last);
    let is_wide = |next: usize| words.get(next).is_none_or(|word| word.blanks > 1);
    let phrase = ends(&is_wide);
    let text = |at: usize| words.get(at).map(Word::text).unwrap_or_default();
    let is_apart = |next: usize| is_wide(next) || !is_joined(&text(next - 1), &text(next), is_wide(next + 1));
    let number = ends(&is_apart);
    let begins = at == 0 || is_wide(at);
    [phrase, number]
        .into_iter()
        .skip(usize::from(!begins))
        .map(|end| &words[at..end])
        .find(|kept| width_of(kept) <= columns)
        .unwrap_or(&words[at..=at])
}

/// Returns the columns of words with the blanks between them.
fn width_of(words: &[Word]) -> usize {
    let all: usize = words.iter().map(|word| word.width() + word.blanks).sum();
    all - words.first().map_or(0, |word| word.blanks)
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

    /// Returns the text in the letters that a terminal can show.
    #[must_use]
    pub fn in_letters(self, signs: Signs) -> Self {
        match signs {
            Signs::Unicode => self,
            Signs::Ascii => Self { lines: self.lines.into_iter().map(Line::in_ascii).collect() },
        }
    }

    /// Returns the text with lines broken at blanks where they are wider than a terminal; what is broken
    /// off stands below the beginning of its line.
    pub fn fitted(self, columns: usize) -> Self {
        let mut fitted = Self::default();
        for line in self.lines {
            if line.width() <= columns {
                fitted.push(line);
            } else {
                line.broken(columns, &mut fitted);
            }
        }
        fitted
    }

    /// Returns the text without roles, every line ended.
    pub fn plain(&self) -> String {
        self.lines.iter().flat_map(|line| [line.plain(), "\n".to_owned()]).collect()
    }
}

/// Returns a text of a stranger's as it is said within a line: what follows a line feed in it must not look
/// like a line of ours.
pub fn one_line(text: &str) -> String {
    sanitise(text).replace('\n', " ")
}

/// Returns messages with their lines broken as [`Text::fitted`] breaks them; the blank behind a question
/// that is answered in its line stays.
pub fn broken_lines(text: &str, columns: usize) -> String {
    let broken = |line: &str| {
        let words = line.trim_end();
        if crate::text::width(words) <= columns {
            return line.to_owned();
        }
        let mut text = Text::default();
        text.push(Line::new(Role::Plain, words));
        let lines: Vec<String> = text.fitted(columns).lines.iter().map(Line::plain).collect();
        lines.join("\n") + &line[words.len()..]
    };
    text.split_inclusive('\n').map(broken).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks_and_hang_below_their_beginning() {
        let mut text = Text::default();
        text.push(Line::new(Role::Key, "  one two").and(Role::Plain, " three four five"));
        text.say(Role::Plain, "short");
        text.say(Role::Plain, "averylongwordindeed");
        let fitted = text.fitted(12);
        let lines: Vec<String> = fitted.lines.iter().map(|line| line.plain().trim_end().to_owned()).collect();
        assert_eq!(lines, ["  one two", "  three four", "  five", "short", "averylongwor", "dindeed"]);
    }

    #[test]
    fn a_count_is_not_broken_from_its_name() {
        let mut text = Text::default();
        let counts = Line::new(Role::Correct, "  right at once 12").and(Role::Nearly, "    with a slip 3");
        text.push(counts.and(Role::Nearly, "    in part 0").and(Role::Wrong, "    wrong 1"));
        let lines: Vec<String> = text.fitted(40).lines.iter().map(Line::plain).collect();
        assert_eq!(lines, ["  right at once 12    with a slip 3", "  in part 0    wrong 1"]);
    }

    #[test]
    fn messages_are_broken_at_blanks_and_questions_keep_the_blank_behind_them() {
        let text = "error: the exam on 1 Jan 2020 is not ahead\n  caused by: something that is long, too\nWhich one of all of them [a]: ";
        assert_eq!(
            broken_lines(text, 24),
            "error: the exam on 1 Jan\n2020 is not ahead\n  caused by: something\n  that is long, too\nWhich one of all of them\n[a]: "
        );
        assert_eq!(broken_lines(text, 80), text);
    }

    #[test]
    fn a_number_and_a_short_phrase_stay_in_one_line() {
        #[track_caller]
        fn case(line: &str, wanted: &[&str]) {
            let mut text = Text::default();
            text.say(Role::Plain, line);
            let fitted = text.fitted(40);
            let lines: Vec<String> = fitted.lines.iter().map(Line::plain).collect();
            assert_eq!(lines, wanted);
        }
        case(
            "  Wrong 10, partly right 0, and with slips 0",
            &["  Wrong 10, partly right 0, and with", "  slips 0"],
        );
        case(
            "  85% needs 16 min.    Today: 0 of 12 min done",
            &["  85% needs 16 min.", "  Today: 0 of 12 min done"],
        );
        case(
            "csto   435 faces to learn: 0 mature, 12 young",
            &["csto", "435 faces to learn: 0 mature, 12 young"],
        );
        case(
            "  The schedule expected 62% of these questions.",
            &["  The schedule expected 62% of these", "  questions."],
        );
        case(
            "a rather long introduction of 38 columns 7 cards",
            &["a rather long introduction of 38 columns", "7 cards"],
        );
    }
}
