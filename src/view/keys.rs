//! What can be done on a screen, in words?
//!
//! [`footer`] and [`menu`] name the keys for the terminal that draws, [`commands`] the lines for the
//! one that speaks in lines. All of them name only what works at this moment.

use std::borrow::Cow;

use crate::answer::prompt::Ask;
use crate::schedule::grade::Grade;
use crate::session::screen::{Options, Screen, View};
use crate::view::text::{Line, Role, Text};
use crate::view::when::when;

/// Said when Enter is pressed and nothing is typed.
pub const NOTHING_TYPED: &str = "Nothing typed. Type an answer, or press Enter again for don't know.";
/// Said when a hint is wanted and all are shown.
pub const NO_HINT: &str = "There is no hint, or no further one.";
/// Said when there is no answer to take back.
pub const NO_UNDO: &str = "There is nothing to undo.";
/// Said when the deck of the card is no file.
pub const NO_EDIT: &str = "This deck is built into the program and cannot be edited.";
/// Said when letters are pressed where no text is typed.
pub const BY_MENU: &str = "Nothing is typed here; these keys work:";
/// Said when an answer cannot be read as what is asked.
pub const UNREADABLE: &str =
    "That cannot be read as what is asked. Mend it, or press Enter again to have it graded.";
/// Said when a key or a command makes no sense at this moment.
pub const NOT_NOW: &str = "That does not work here.";

/// Returns whether what is said is about the keys, which are to be seen below it then.
pub fn is_about_keys(note: &str) -> bool {
    note == BY_MENU
}

/// Columns between two keys of a line.
const GAP_COLUMNS: usize = 3;
/// Columns between keys of one family, such as the four grades.
const NARROW_GAP_COLUMNS: usize = 1;

/// A key and what it does.
#[derive(Clone)]
struct Binding {
    key: String,
    does: Cow<'static, str>,
    /// Columns before it, where another stands there.
    gap: usize,
}

/// Returns the keys that work now, in lines of at most this many columns.
pub fn footer(screen: &Screen, columns: usize) -> Text {
    let mut text = Text::default();
    let undo = screen.header.can_undo.then(|| binding("u", "undo"));
    let keys: Vec<Binding> = match &screen.stage {
        View::Ask { .. } => [ask_keys(&screen.prompt.ask), vec![binding("Esc", "menu"), leave()]].concat(),
        View::Which { .. } => {
            vec![binding("1", "day first"), binding("2", "month first"), binding("u", "type again"), leave()]
        }
        View::Tick { points, .. } => vec![
            binding(if points.len() == 1 { "1".to_owned() } else { format!("1-{}", points.len()) }, "tick"),
            binding("Enter", "done"),
            binding("Esc", "menu"),
            leave(),
        ],
        View::Reveal { options, .. } | View::Feedback { options, .. } => {
            let insist = can_insist(screen).then(|| binding("a", "I was right"));
            let proposed = options.proposed;
            let line = format!("{} {}, {}", proposed.number(), proposed.label(), proposed_when(options));
            text.wrapped(Role::Plain, &line, columns, 0);
            let mut grades = Grade::ALL.map(|grade| binding(grade.number().to_string(), grade.label()));
            grades.iter_mut().skip(1).for_each(|grade| grade.gap = NARROW_GAP_COLUMNS);
            let start = [vec![binding("Enter", "accept")], grades.to_vec()].concat();
            start.into_iter().chain(insist).chain(undo).chain([binding("Esc", "menu")]).collect()
        }
    };
    text.append(bindings(&keys, columns));
    text
}

/// Returns the menu that Esc opens.
pub fn menu(screen: &Screen, columns: usize) -> Text {
    let asking = matches!(screen.stage, View::Ask { .. });
    let keys = [
        asking.then(|| binding("s", "skip")),
        can_hint(screen).then(|| binding("h", "hint")),
        can_insist(screen).then(|| binding("a", "I was right")),
        screen.header.can_undo.then(|| binding("u", "undo")),
        screen.header.can_edit.then(|| binding("e", "edit card")),
        Some(binding("b", "bury until tomorrow")),
        Some(binding("x", "suspend")),
        Some(binding("?", "help")),
        Some(binding("q", "quit")),
        Some(binding("Esc", "back")),
    ];
    bindings(&keys.into_iter().flatten().collect::<Vec<_>>(), columns)
}

/// Returns what can be typed on a line, for the terminal that speaks in lines.
pub fn commands(screen: &Screen) -> Text {
    let mut text = Text::default();
    let line = match &screen.stage {
        View::Ask { .. } => ask_line(&screen.prompt.ask),
        View::Which { .. } => "Type 1 for the day first, 2 for the month first.".to_owned(),
        View::Tick { .. } => "Type numbers with commas, 0 for none, Enter for those found.".to_owned(),
        View::Reveal { options, .. } | View::Feedback { options, .. } => {
            let accepted = options.proposed.label();
            format!("Enter takes {accepted}; 1 Again, 2 Hard, 3 Good, 4 Easy.")
        }
    };
    text.say(Role::Dim, line);
    let asking = matches!(screen.stage, View::Ask { .. });
    let words = [
        asking.then_some(":s skip"),
        can_hint(screen).then_some(":h hint"),
        can_insist(screen).then_some("a I was right"),
        screen.header.can_undo.then_some(":u undo"),
        screen.header.can_edit.then_some(":e edit card"),
        Some(":b bury until tomorrow"),
        Some(":x suspend"),
        Some(":q save and quit"),
        Some(":? help"),
    ];
    text.say(Role::Dim, format!("{}.", words.into_iter().flatten().collect::<Vec<_>>().join(", ")));
    text
}

/// Returns whether a hint is left that is not shown yet.
pub fn can_hint(screen: &Screen) -> bool {
    match &screen.stage {
        View::Ask { hints, .. } => hints.len() < screen.prompt.hints.len(),
        View::Which { .. } | View::Tick { .. } | View::Reveal { .. } | View::Feedback { .. } => false,
    }
}

/// Returns whether the learner may say "I was right".
pub fn can_insist(screen: &Screen) -> bool {
    match &screen.stage {
        View::Feedback { can_insist, .. } => *can_insist,
        View::Ask { .. } | View::Which { .. } | View::Tick { .. } | View::Reveal { .. } => false,
    }
}

fn proposed_when(options: &Options) -> String {
    when(options.days(options.proposed))
}

fn ask_keys(ask: &Ask) -> Vec<Binding> {
    match ask {
        Ask::Choice { options, several: false } => {
            vec![binding(format!("1-{}", options.len()), "choose"), binding("d", "don't know")]
        }
        Ask::TrueFalse => vec![binding("t", "true"), binding("f", "false"), binding("d", "don't know")],
        Ask::Thought => vec![binding("Space", "show the answer")],
        Ask::Set { .. } => {
            vec![binding("Enter", "next"), binding("empty Enter", "done"), binding("Backspace", "edit last")]
        }
        Ask::Reasons { .. } => vec![binding("Enter", "answer"), binding("empty Enter", "show the points")],
        Ask::Text
        | Ask::Date(_)
        | Ask::Number { .. }
        | Ask::Order(_)
        | Ask::Choice { several: true, .. }
        | Ask::Match { .. } => vec![binding("Enter", "answer")],
    }
}

fn ask_line(ask: &Ask) -> String {
    match ask {
        Ask::Thought => "Think, then press Enter to see the answer.".to_owned(),
        Ask::Reasons { .. } => "Type an answer; an empty line shows the points.".to_owned(),
        Ask::Choice { options, several: false } => {
            format!("Type a number from 1 to {}; an empty line means: don't know.", options.len())
        }
        Ask::TrueFalse => "Type t for true or f for false; an empty line means: don't know.".to_owned(),
        Ask::Text
        | Ask::Date(_)
        | Ask::Number { .. }
        | Ask::Set { .. }
        | Ask::Order(_)
        | Ask::Choice { several: true, .. }
        | Ask::Match { .. } => "Type an answer; an empty line means: don't know.".to_owned(),
    }
}

fn leave() -> Binding {
    binding("Ctrl-C", "save and quit")
}

fn binding(key: impl Into<String>, does: impl Into<Cow<'static, str>>) -> Binding {
    Binding { key: key.into(), does: does.into(), gap: GAP_COLUMNS }
}

/// Returns keys with what they do, in lines of at most this many columns.
pub(super) fn key_lines(keys: &[(&str, &str)], columns: usize) -> Text {
    let keys: Vec<Binding> = keys.iter().map(|(key, does)| binding(*key, (*does).to_owned())).collect();
    bindings(&keys, columns)
}

/// Sets keys side by side, in as many lines as they need.
fn bindings(keys: &[Binding], columns: usize) -> Text {
    let mut text = Text::default();
    let mut line = Line::default();
    for Binding { key, does, gap } in keys {
        let next = Line::new(Role::Key, key).and(Role::Dim, format!(" {does}"));
        if line.pieces.is_empty() {
            line = next;
        } else if line.width() + gap + next.width() <= columns {
            line.pieces.extend(Line::new(Role::Dim, " ".repeat(*gap)).pieces);
            line.pieces.extend(next.pieces);
        } else {
            text.push(std::mem::replace(&mut line, next));
        }
    }
    text.push(line);
    text
}
