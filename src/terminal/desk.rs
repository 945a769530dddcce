//! What does a key do in an exam?
//!
//! A `Desk` is what the learner does at one question until it is left: the line typed, the list
//! open or not. `rich` gives it keys and shows its frames; nothing is graded here.

use crate::answer::prompt::Prompt;
use crate::session::screen::Leave;
use crate::terminal::editor::Editor;
use crate::terminal::keys::Key;
use crate::terminal::paint::{Frame, Size};
use crate::terminal::rows::{clipped, position, shown_in, typed_line};
use crate::view::exam::{self, Question};
use crate::view::text::{Line, Role, Signs};

/// Where the learner wants to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the next question.
    Next,
    /// To the one before.
    Back,
    /// Nowhere: the question is marked, or its mark taken away.
    Mark,
    /// To the question of this number, from 0.
    Go(usize),
    /// The paper is handed in.
    HandIn,
    /// The time is up.
    TimeUp,
    /// Away; the exam goes on later.
    Leave(Leave),
}

/// What was done at a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Moved {
    /// What stands on the line.
    pub typed: String,
    /// Where the learner wants to go.
    pub to: Move,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Showing {
    /// The question.
    Question,
    /// The list of questions.
    List,
    /// Whether the paper is to be handed in.
    Confirm,
}

/// What the learner does at one question.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    editor: Editor,
    /// The number typed into the list.
    number: Editor,
    pub(super) sight: Showing,
    /// The first line of the body that is seen; nothing before it was drawn.
    pub(super) top: Option<usize>,
}

impl Desk {
    /// Sits down at a question with what was typed before; with the list open at the end of the paper.
    pub(super) fn new(typed: &str, at_the_end: bool) -> Self {
        let sight = if at_the_end { Showing::List } else { Showing::Question };
        Self { editor: Editor::new(typed.to_owned()), number: Editor::default(), sight, top: None }
    }

    /// Returns what stands on the line.
    pub(super) fn typed(&self) -> &str {
        self.editor.text()
    }

    /// Does what a key does; returns where the learner wants to go, if anywhere. A `room` of lines of the
    /// body is seen, and there are so many questions.
    pub(super) fn press(&mut self, key: &Key, room: usize, questions: usize) -> Option<Move> {
        match key {
            Key::Ctrl('c') => return Some(Move::Leave(Leave::Interrupted)),
            Key::PageUp => self.scroll(0_isize.saturating_sub_unsigned(room)),
            Key::PageDown => self.scroll(0_isize.saturating_add_unsigned(room)),
            _ => match self.sight {
                Showing::Question => return self.press_at_question(key),
                Showing::List => return self.press_in_list(key, questions),
                Showing::Confirm => match key {
                    Key::Char('y' | 'Y') | Key::Enter => return Some(Move::HandIn),
                    Key::Char('n' | 'N') | Key::Esc => self.see(Showing::List),
                    _ => {}
                },
            },
        }
        None
    }

    fn see(&mut self, sight: Showing) {
        self.sight = sight;
        self.top = None;
        self.number = Editor::default();
    }

    fn scroll(&mut self, lines: isize) {
        self.top = Some(self.top.unwrap_or_default().saturating_add_signed(lines));
    }

    fn press_at_question(&mut self, key: &Key) -> Option<Move> {
        match key {
            Key::Enter | Key::Down => Some(Move::Next),
            Key::Up => Some(Move::Back),
            Key::Tab => Some(Move::Mark),
            Key::Esc => {
                self.see(Showing::List);
                None
            }
            Key::Ctrl('d') if self.editor.is_empty() => Some(Move::Leave(Leave::Quit)),
            key => {
                self.editor.press(key);
                None
            }
        }
    }

    fn press_in_list(&mut self, key: &Key, questions: usize) -> Option<Move> {
        match key {
            Key::Esc => self.see(Showing::Question),
            Key::Up => self.scroll(-1),
            Key::Down => self.scroll(1),
            Key::Char('h' | 'H') => self.see(Showing::Confirm),
            Key::Char('q' | 'Q') => return Some(Move::Leave(Leave::Quit)),
            Key::Char(digit) if !digit.is_ascii_digit() => {}
            Key::Enter => {
                let number = self.number.take().parse::<usize>().ok();
                let place = number.and_then(|number| number.checked_sub(1)).filter(|at| *at < questions);
                return place.map(Move::Go);
            }
            key => self.number.press(key),
        }
        None
    }

    /// Lays out what is seen.
    pub(super) fn frame(
        &self,
        question: &Question<'_>,
        prompts: &[Option<Prompt>],
        size: Size,
        signs: Signs,
    ) -> Frame {
        let page = exam::page(question, size.columns, signs);
        // What was come from is in the middle of the list.
        let here = question.sitting.at;
        let (body, input, footer) = match self.sight {
            Showing::Question => (page.body.lines, Some(&self.editor), page.footer),
            Showing::List => (
                exam::list(question.sitting, prompts, signs).lines,
                Some(&self.number),
                exam::list_keys(question.sitting, size.columns, signs),
            ),
            Showing::Confirm => {
                let mut body = crate::view::text::Text::default();
                body.wrapped(Role::Title, &exam::confirm(question.sitting), size.columns, 2);
                (body.lines, None, exam::confirm_keys(size.columns))
            }
        };
        let top = |room: usize| match (self.top, self.sight) {
            (Some(top), _) => top,
            (None, Showing::List) => here.saturating_sub(room / 2),
            (None, Showing::Question | Showing::Confirm) => 0,
        };
        laid_out((page.header.lines, body, footer.lines), input, &top, (size, signs))
    }
}

/// Puts header, body, line and footer into the rows of a terminal.
fn laid_out(
    (header, mut body, footer): (Vec<Line>, Vec<Line>, Vec<Line>),
    input: Option<&Editor>,
    top: &dyn Fn(usize) -> usize,
    (size, signs): (Size, Signs),
) -> Frame {
    while body.last().is_some_and(|line| line.pieces.is_empty()) {
        body.pop();
    }
    let [header, body, footer] = [header, body, footer].map(|lines| shown_in(signs, lines));
    let kept = header.len() + footer.len() + usize::from(input.is_some()) + 2;
    let room = size.rows.saturating_sub(kept).max(1);
    let all = body.len();
    let top = top(room).min(all.saturating_sub(room));
    let hidden = all > room;
    let mut rows = header;
    rows.push(Line::default());
    rows.extend(body.into_iter().skip(top).take(room));
    rows.push(if hidden { position((top, room, all), size.columns, signs) } else { Line::default() });
    let mut cursor = None;
    if let Some(editor) = input {
        let (line, column) = typed_line(editor, size.columns, signs);
        cursor = Some((rows.len(), column));
        rows.push(line);
    }
    rows.resize(size.rows.saturating_sub(footer.len()).max(rows.len()), Line::default());
    rows.extend(footer);
    let rows = rows.into_iter().take(size.rows).map(|line| clipped(line, size.columns, signs)).collect();
    Frame { rows, cursor, top, room }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<Key> {
        text.chars().map(|c| if c == '\n' { Key::Enter } else { Key::Char(c) }).collect()
    }

    fn pressed(desk: &mut Desk, keys: &[Key]) -> Option<Move> {
        keys.iter().fold(None, |_, key| desk.press(key, 10, 12))
    }

    #[test]
    fn letters_are_typed_and_enter_goes_on() {
        let mut desk = Desk::new("", false);
        assert_eq!(pressed(&mut desk, &chars("hand in\n")), Some(Move::Next));
        assert_eq!(desk.typed(), "hand in");
        assert_eq!(pressed(&mut desk, &[Key::Up]), Some(Move::Back));
        assert_eq!(pressed(&mut desk, &[Key::Tab]), Some(Move::Mark));
        assert_eq!(pressed(&mut desk, &[Key::Ctrl('c')]), Some(Move::Leave(Leave::Interrupted)));
    }

    #[test]
    fn the_list_goes_to_a_number_and_keeps_the_line() {
        let mut desk = Desk::new("abc", false);
        assert_eq!(pressed(&mut desk, &[vec![Key::Esc], chars("12\n")].concat()), Some(Move::Go(11)));
        assert_eq!((desk.sight, desk.typed()), (Showing::List, "abc"));
        assert_eq!(pressed(&mut desk, &chars("13\n")), None);
        assert_eq!(pressed(&mut desk, &chars("0\n")), None);
        pressed(&mut desk, &[Key::Esc]);
        assert_eq!(desk.sight, Showing::Question);
    }

    #[test]
    fn handing_in_is_asked_once() {
        let mut desk = Desk::new("", true);
        assert_eq!(pressed(&mut desk, &chars("hn")), None);
        assert_eq!(desk.sight, Showing::List);
        assert_eq!(pressed(&mut desk, &chars("hy")), Some(Move::HandIn));
    }
}
