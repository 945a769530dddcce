//! What does a key do on the screen that is shown?
//!
//! A [`Dialogue`] is what the learner has done about one screen so far: the line typed, the items
//! kept, the boxes ticked, the menu open or not. `rich` gives it keys, `draw` shows it.

use crate::answer::is_readable;
use crate::answer::prompt::{Answer, Ask};
use crate::reading::date::DateOrder;
use crate::schedule::grade::Grade;
use crate::session::screen::{Input, Leave, Screen, View};
use crate::terminal::editor::Editor;
use crate::terminal::keys::Key;
use crate::terminal::lines::ticks;
use crate::view::keys::{
    BY_MENU, NO_EDIT, NO_HINT, NO_UNDO, NOT_NOW, NOTHING_TYPED, UNREADABLE, can_hint, can_insist,
};

/// The most that single digits can choose among.
const MOST_BY_DIGIT: usize = 9;

/// What is typed about a screen and not answered yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// The line.
    pub(super) editor: Editor,
    /// Items that were entered before it.
    pub(super) items: Vec<String>,
}

/// How keys are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// A line is typed.
    Line,
    /// Lines are typed, an item each.
    Items,
    /// One of so many options is pressed.
    Options(usize),
    /// `t` or `f` is pressed.
    Truth,
    /// The answer is asked for.
    Thought,
    /// Boxes are ticked.
    Ticks,
    /// Which figure of a date stands first is pressed.
    Which,
    /// A grade is pressed or accepted.
    Grades,
}

/// What becomes of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// The dialogue goes on.
    Stay,
    /// The screen is drawn anew, whatever others have written on it.
    Redraw,
    /// The body moves by so many lines; down is more than 0.
    Lines(isize),
    /// The body is shown from its top.
    Top,
    /// The body moves by so many pages.
    Pages(isize),
    /// The program stops until it is continued.
    Suspend,
    /// The learner has done this.
    Done(Input),
}

/// What the learner has done about a screen.
#[derive(Clone, Debug)]
pub(super) struct Dialogue {
    /// What is shown; its ticks are those of this moment.
    pub(super) screen: Screen,
    /// How keys are taken.
    pub(super) mode: Mode,
    /// What is typed.
    pub(super) draft: Draft,
    /// Whether the menu is open.
    pub(super) menu: bool,
    /// Whether the help is shown in place of the card.
    pub(super) help: bool,
    /// Whether letters that are no commands were pressed: perhaps an answer is being typed.
    pub(super) mumbled: bool,
    /// What is said in place of the keys.
    pub(super) note: Option<&'static str>,
}

impl Dialogue {
    /// Begins a dialogue about a screen with what was typed about it before.
    pub(super) fn new(screen: &Screen, draft: Draft) -> Self {
        Self {
            mode: mode(screen),
            screen: screen.clone(),
            draft,
            menu: false,
            help: false,
            mumbled: false,
            note: None,
        }
    }

    /// Returns whether a line is typed.
    pub(super) fn types(&self) -> bool {
        matches!(self.mode, Mode::Line | Mode::Items) && !self.help
    }

    /// Does what a key does.
    pub(super) fn press(&mut self, key: &Key) -> Act {
        let note = self.note.take();
        match key {
            Key::Ctrl('c') => Act::Done(Input::Leave(Leave::Interrupted)),
            Key::Ctrl('d') if !self.types() || self.draft.editor.is_empty() => quit(),
            Key::Ctrl('z') => Act::Suspend,
            Key::Ctrl('l') => Act::Redraw,
            Key::Up => Act::Lines(-1),
            Key::Down => Act::Lines(1),
            Key::PageUp => Act::Pages(-1),
            Key::PageDown => Act::Pages(1),
            _ if self.help => {
                self.help = false;
                Act::Top
            }
            Key::Esc => {
                self.menu = !self.menu;
                Act::Stay
            }
            Key::Char(letter) if self.menu => {
                self.menu = false;
                self.command(letter.to_ascii_lowercase()).unwrap_or_else(|| self.say(NOT_NOW))
            }
            _ if self.menu => Act::Stay,
            key => self.press_in_mode(key, note),
        }
    }

    fn press_in_mode(&mut self, key: &Key, note: Option<&'static str>) -> Act {
        match (self.mode, key) {
            (Mode::Line, Key::Enter) => self.enter_line(note),
            (Mode::Items, Key::Enter) => self.enter_item(note),
            (Mode::Items, Key::Backspace) if self.draft.editor.is_empty() => {
                self.draft.editor = Editor::new(self.draft.items.pop().unwrap_or_default());
                Act::Stay
            }
            (Mode::Items, Key::Paste(text)) => self.paste_items(text),
            (Mode::Line | Mode::Items, key) => {
                self.draft.editor.press(key);
                Act::Stay
            }
            (
                Mode::Options(_) | Mode::Truth | Mode::Thought | Mode::Ticks | Mode::Which | Mode::Grades,
                key,
            ) => {
                let letter =
                    if let Key::Char(letter) = key { Some(letter.to_ascii_lowercase()) } else { None };
                let letter = letter.or((*key == Key::Enter).then_some('\n'));
                letter.map_or(Act::Stay, |letter| self.letter(letter))
            }
        }
    }

    /// Does what a letter does where nothing is typed.
    fn letter(&mut self, letter: char) -> Act {
        if self.mumbled {
            return self.say(BY_MENU);
        }
        let digit = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        match (self.mode, letter, digit) {
            (Mode::Options(count), _, Some(digit)) if (1..=count).contains(&digit) => {
                answer(Answer::Typed(digit.to_string()))
            }
            (Mode::Truth, 't' | 'y', _) => answer(Answer::Typed("t".to_owned())),
            (Mode::Truth, 'f' | 'n', _) => answer(Answer::Typed("f".to_owned())),
            (Mode::Options(_) | Mode::Truth, 'd', _) => answer(Answer::DontKnow),
            (Mode::Thought, ' ' | '\n', _) => Act::Done(Input::Reveal),
            (Mode::Ticks, '\n', _) => answer(Answer::Ticked(self.ticked())),
            (Mode::Ticks, _, Some(digit)) => {
                self.tick(digit);
                Act::Stay
            }
            (Mode::Which, '1', _) => Act::Done(Input::DateOrder(DateOrder::DayFirst)),
            (Mode::Which, '2', _) => Act::Done(Input::DateOrder(DateOrder::MonthFirst)),
            (Mode::Grades, ' ' | '\n', _) => Act::Done(Input::Accept),
            (Mode::Grades, _, Some(digit)) => {
                let grade = u8::try_from(digit).ok().and_then(Grade::from_number);
                grade.map_or(Act::Stay, |grade| Act::Done(Input::Grade(grade)))
            }
            (_, letter, _) if letter.is_alphabetic() || letter == '?' => self.command_at_once(letter),
            _ => Act::Stay,
        }
    }

    /// Does what a letter does without the menu: nothing that lasts longer than the session, and nothing
    /// at all for somebody who types a word where a key is expected.
    fn command_at_once(&mut self, letter: char) -> Act {
        let lasts = matches!(letter, 'b' | 'x' | 'e');
        if !lasts && let Some(act) = self.command(letter) {
            return act;
        }
        self.mumbled = true;
        self.say(BY_MENU)
    }

    /// Does what a letter of the menu does; nothing for others.
    fn command(&mut self, letter: char) -> Option<Act> {
        let asking = matches!(self.screen.stage, View::Ask { .. });
        Some(match letter {
            's' if asking => Act::Done(Input::Skip),
            'h' if can_hint(&self.screen) => Act::Done(Input::Hint),
            'h' if asking => self.say(NO_HINT),
            'u' if self.screen.header.can_undo => Act::Done(Input::Undo),
            'u' => self.say(NO_UNDO),
            'q' => quit(),
            'a' if can_insist(&self.screen) => Act::Done(Input::Insist),
            'e' if self.screen.header.can_edit => Act::Done(Input::Edit),
            'e' => self.say(NO_EDIT),
            'b' => Act::Done(Input::Bury),
            'x' => Act::Done(Input::Suspend),
            '?' => {
                self.help = true;
                Act::Top
            }
            _ => return None,
        })
    }

    /// Takes a pause: what is pressed after it is no part of a word that was being typed.
    pub(super) fn rest(&mut self) {
        self.mumbled = false;
    }

    fn say(&mut self, words: &'static str) -> Act {
        self.note = Some(words);
        Act::Stay
    }

    fn enter_line(&mut self, note: Option<&'static str>) -> Act {
        let typed = self.draft.editor.text().trim();
        if let View::Tick { points, found, .. } = &self.screen.stage {
            let ticked = if typed.is_empty() { Some(found.clone()) } else { ticks(typed, points.len()) };
            return ticked.map_or_else(|| self.say(NOT_NOW), |ticked| answer(Answer::Ticked(ticked)));
        }
        if typed.is_empty() && !matches!(self.screen.prompt.ask, Ask::Reasons { .. }) {
            return self.enter_nothing(note);
        }
        if note != Some(UNREADABLE) && !is_readable(&self.screen.prompt.ask, typed) {
            return self.say(UNREADABLE);
        }
        answer(Answer::Typed(typed.to_owned()))
    }

    fn enter_item(&mut self, note: Option<&'static str>) -> Act {
        let item = self.draft.editor.take().trim().to_owned();
        if !item.is_empty() {
            self.draft.items.push(item);
            Act::Stay
        } else if self.draft.items.is_empty() {
            self.enter_nothing(note)
        } else {
            answer(Answer::Typed(self.draft.items.join("\n")))
        }
    }

    /// Takes an empty answer for "don't know" only when it is given twice.
    fn enter_nothing(&mut self, note: Option<&'static str>) -> Act {
        if note == Some(NOTHING_TYPED) { answer(Answer::DontKnow) } else { self.say(NOTHING_TYPED) }
    }

    fn paste_items(&mut self, text: &str) -> Act {
        let mut lines: Vec<&str> = text.trim_matches('\n').split('\n').collect();
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            self.draft.editor.insert(line);
            let item = self.draft.editor.take().trim().to_owned();
            self.draft.items.extend((!item.is_empty()).then_some(item));
        }
        self.draft.editor.insert(last);
        Act::Stay
    }

    fn ticked(&self) -> Vec<usize> {
        match &self.screen.stage {
            View::Tick { found, .. } => found.clone(),
            View::Ask { .. } | View::Which { .. } | View::Reveal { .. } | View::Feedback { .. } => Vec::new(),
        }
    }

    /// Ticks a point, counted from 1, or takes its tick away.
    fn tick(&mut self, number: usize) {
        let View::Tick { points, found, .. } = &mut self.screen.stage else { return };
        let Some(at) = number.checked_sub(1).filter(|at| *at < points.len()) else { return };
        match found.iter().position(|ticked| *ticked == at) {
            Some(place) => drop(found.remove(place)),
            None => found.push(at),
        }
        found.sort_unstable();
    }
}

fn mode(screen: &Screen) -> Mode {
    match &screen.stage {
        View::Ask { .. } => match &screen.prompt.ask {
            Ask::Choice { options, several: false } if options.len() <= MOST_BY_DIGIT => {
                Mode::Options(options.len())
            }
            Ask::TrueFalse => Mode::Truth,
            Ask::Thought => Mode::Thought,
            Ask::Set { .. } => Mode::Items,
            Ask::Text
            | Ask::Date(_)
            | Ask::Number { .. }
            | Ask::Order(_)
            | Ask::Choice { .. }
            | Ask::Match { .. }
            | Ask::Reasons { .. } => Mode::Line,
        },
        View::Which { .. } => Mode::Which,
        View::Tick { points, .. } if points.len() <= MOST_BY_DIGIT => Mode::Ticks,
        View::Tick { .. } => Mode::Line,
        View::Reveal { .. } | View::Feedback { .. } => Mode::Grades,
    }
}

fn answer(answer: Answer) -> Act {
    Act::Done(Input::Answer(answer))
}

fn quit() -> Act {
    Act::Done(Input::Leave(Leave::Quit))
}

#[cfg(test)]
mod tests;
