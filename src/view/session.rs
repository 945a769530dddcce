//! What does a screen of a session say?
//!
//! [`page`] is for the terminal that draws, [`spoken`] for the one that speaks in lines. Both say
//! the same in the same words.

use crate::answer::prompt::{Ask, Prompt};
use crate::queue::Origin;
use crate::session::screen::{Header, Kept, Notice, Options, Screen, View};
use crate::text::clip_with;
use crate::time::Days;
use crate::view::feedback;
use crate::view::keys::footer;
use crate::view::letters;
use crate::view::text::{INDENT, Line, Role, Signs, Text};
use crate::view::when::when;

/// Columns of the progress bar.
const BAR_COLUMNS: usize = 12;
/// The fewest columns in which a deck's title still says something.
const TITLE_COLUMNS: usize = 12;
/// The fewest columns in which a topic still says something.
const TOPIC_COLUMNS: usize = 10;

/// Said when an edit cannot be used.
const NOT_EDITED: &str =
    "The session goes on with the deck as it was before the edit; open it again to mend it:";
/// Asked when a date of figures has two readings.
const WHICH_DATE: &str = "Which do you mean? This is asked once: csto-quiz config date_order changes it.";

/// A screen in three parts: what stays on top, what may scroll, what stays at the bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Deck, position, what is left.
    pub header: Text,
    /// Question, answer, feedback.
    pub body: Text,
    /// The line of the body that matters most, from 0: the verdict, the newest hint; 0 where all do.
    pub focus: usize,
    /// The keys that work now.
    pub footer: Text,
}

/// Returns a screen for a terminal of this many columns that draws it.
pub fn page(screen: &Screen, columns: usize, signs: Signs) -> Page {
    let screen = &letters::screen(screen, signs);
    let (body, focus) = body(screen, columns, signs);
    let header = header(&screen.header, &screen.prompt, columns, signs);
    Page { header, body, focus, footer: footer(screen, columns) }
}

/// Returns what stands between header and footer, and the line of it that matters most.
fn body(screen: &Screen, columns: usize, signs: Signs) -> (Text, usize) {
    let mut body = Text::default();
    let on_own_word = matches!(screen.notice, Some(Notice::Accepted(_)));
    for line in screen.notice.iter().filter(|_| !on_own_word).flat_map(notice) {
        body.wrapped(Role::Nearly, &line, columns, INDENT);
        body.gap();
    }
    body.wrapped(Role::Title, &screen.prompt.question, columns, INDENT);
    let mut focus = 0;
    match &screen.stage {
        View::Ask { hints, tried } => {
            body.append(ask_lines(&screen.prompt.ask, columns));
            if let Some(tried) = tried {
                feedback::tried_first(&mut body, tried, signs, columns);
            }
            hint_lines(&mut body, hints, columns);
            if !hints.is_empty() || tried.is_some() {
                focus = body.lines.len().saturating_sub(1);
            }
        }
        View::Which { typed, readings } => {
            body.gap();
            feedback::answered(&mut body, Some(typed), columns);
            body.wrapped(Role::Plain, WHICH_DATE, columns, INDENT);
            numbered(&mut body, readings, columns);
        }
        View::Tick { typed, points, found } => {
            body.gap();
            feedback::answered(&mut body, Some(typed), columns);
            focus = body.lines.len();
            body.wrapped(Role::Plain, "Which of these did you have?", columns, INDENT);
            listed(&mut body, points, ticks(found), columns);
        }
        View::Reveal { details, .. } => {
            body.gap();
            focus = body.lines.len();
            feedback::expected(&mut body, details, columns);
            feedback::details(&mut body, details, columns);
        }
        View::Feedback { answered, verdict, details, .. } => {
            if let Ask::Choice { options, .. } = &screen.prompt.ask {
                body.gap();
                numbered(&mut body, options, columns);
            }
            body.gap();
            focus = body.lines.len();
            if on_own_word {
                body.push(feedback::on_own_word(signs));
            } else {
                feedback::verdict(&mut body, verdict, answered.as_deref(), (columns, signs));
            }
            let verdict = Some(verdict).filter(|_| !on_own_word);
            feedback::compared(&mut body, answered.as_deref(), (verdict, details), columns);
            feedback::details(&mut body, details, columns);
        }
    }
    (body, focus)
}

/// Returns a screen as lines to be read once, from top to bottom, without bars or boxes.
pub fn spoken(screen: &Screen) -> Text {
    let mut text = Text::default();
    for line in screen.notice.iter().flat_map(notice) {
        text.say(Role::Nearly, line);
    }
    match &screen.stage {
        View::Ask { hints, tried: Some(tried) } if hints.len() == tried.hints => {
            text.say(Role::Plain, feedback::once_more(&tried.verdict));
        }
        View::Ask { hints, .. } if hints.is_empty() => {
            text.say(Role::Dim, spoken_header(&screen.header, &screen.prompt));
            text.say(Role::Title, &screen.prompt.question);
            spoken_ask(&mut text, &screen.prompt.ask);
        }
        View::Ask { hints, .. } => {
            let hint = hints.last().map_or("", String::as_str);
            text.say(Role::Plain, format!("Hint: {hint}"));
        }
        View::Which { readings, .. } => {
            text.say(Role::Plain, WHICH_DATE);
            spoken_list(&mut text, readings, numbers());
        }
        View::Tick { points, found, .. } => {
            text.say(Role::Plain, "The points:");
            for (number, point) in points.iter().enumerate() {
                let had = if found.contains(&number) { " (found in your answer)" } else { "" };
                text.say(Role::Plain, format!("{}. {point}{had}", number + 1));
            }
            text.say(
                Role::Dim,
                "Which did you have? Numbers with commas, 0 for none, Enter for those found.",
            );
        }
        View::Reveal { details, options } => {
            feedback::spoken_details(&mut text, details);
            text.say(Role::Dim, spoken_grades("How well did you know it?", options));
        }
        View::Feedback { answered, verdict, details, options, can_insist } => {
            // What was heard already is not said again.
            let was_heard = matches!(screen.notice, Some(Notice::Accepted(_) | Notice::AnotherCards { .. }));
            if !was_heard {
                feedback::spoken(&mut text, answered.as_deref(), verdict, details);
            }
            let proposed = options.proposed;
            let question = format!(
                "Grade: {} {}, {}.",
                proposed.number(),
                proposed.label(),
                when(options.days(proposed))
            );
            text.say(Role::Dim, spoken_grades(&question, options));
            if *can_insist && !was_heard {
                text.say(Role::Dim, "a: I was right.");
            }
        }
    }
    text
}

/// Returns what is said about something that was just done.
fn notice(notice: &Notice) -> Vec<String> {
    match notice {
        Notice::Accepted(text) => vec![format!("From now on `{text}` is right for this card.")],
        Notice::AnotherCards { typed, question } => {
            vec![format!("`{typed}` cannot count here: it is the answer to another card. {question}")]
        }
        Notice::Slow => vec!["Right, and it took you much longer than usual: Hard is proposed.".to_owned()],
        Notice::Skipped => vec!["Skipped; it comes at the end.".to_owned()],
        Notice::SkippedAgain => vec!["Skipped again; it waits for another session.".to_owned()],
        Notice::Buried(question) => vec![format!("Buried until tomorrow (undo takes it back): {question}")],
        Notice::Suspended(question) => {
            vec![format!("Suspended until you resume it (undo takes it back): {question}")]
        }
        Notice::Edited => vec!["The deck was read anew.".to_owned()],
        Notice::NotEdited(reasons) => {
            let why = std::iter::once(NOT_EDITED.to_owned());
            why.chain(reasons.iter().cloned()).collect()
        }
    }
}

fn header(header: &Header, prompt: &Prompt, columns: usize, signs: Signs) -> Text {
    let done = (header.position.saturating_sub(1)) * BAR_COLUMNS / header.total.max(1);
    let (full, empty) = match signs {
        Signs::Unicode => ("█", "░"),
        Signs::Ascii => ("#", "-"),
    };
    let bar = format!("{}{}", full.repeat(done), empty.repeat(BAR_COLUMNS - done.min(BAR_COLUMNS)));
    let left = header.left;
    let position = format!("card {} of {}", header.position, header.total);
    let counts = match header.kept {
        Kept::Schedule => format!("due {}  new {}  again {}", left.due, left.new, left.again),
        Kept::Log => "cramming: the schedule stays".to_owned(),
        Kept::Nothing => "practice, not recorded".to_owned(),
    };
    let counts = match header.exam_in {
        Some(Days(1)) => format!("{counts}   exam tomorrow"),
        Some(Days(days)) => format!("{counts}   exam in {days} days"),
        None => counts,
    };
    let time = header.minutes_left.map(|minutes| format!("   {minutes} min left")).unwrap_or_default();
    let counts = counts + &time;
    let topic = prompt.topic.as_deref().unwrap_or_default();
    let wide = format!("   {position}  {bar}   {counts}");
    let for_topic = if topic.is_empty() { 0 } else { crate::text::width(topic) + 2 };
    let room_for_title = columns.saturating_sub(crate::text::width(&wide) + for_topic);
    let title = clip_with(&header.deck, room_for_title.max(TITLE_COLUMNS), signs.cut());
    let wide = format!("{title}{wide}");
    let short = format!("{position}   {counts}");
    let start = [wide, short, format!("{position}{time}")]
        .into_iter()
        .find(|start| crate::text::width(start) <= columns)
        .unwrap_or(position);
    let room = columns.saturating_sub(crate::text::width(&start) + 2);
    let is_cut = crate::text::width(topic) > room;
    let topic = if is_cut && room < TOPIC_COLUMNS { "".into() } else { clip_with(topic, room, signs.cut()) };
    let gap =
        " ".repeat(columns.saturating_sub(crate::text::width(&start) + crate::text::width(&topic)).max(1));
    let mut text = Text::default();
    let line = if topic.is_empty() { start } else { format!("{start}{gap}{topic}") };
    text.push(Line::new(Role::Dim, clip_with(&line, columns, signs.cut())));
    text
}

fn spoken_header(header: &Header, prompt: &Prompt) -> String {
    let origin = match header.origin {
        Origin::New => ", new",
        Origin::Due => "",
        Origin::Corrected => ", corrected by its author since you last saw it",
        Origin::Repeat => ", again",
    };
    let topic = prompt.topic.as_ref().map(|topic| format!(", {topic}")).unwrap_or_default();
    format!("Card {} of {}{origin}{topic}.", header.position, header.total)
}

/// Returns what must be given, in words for behind the question; nothing where that is plain.
pub fn asked(ask: &Ask) -> Option<String> {
    match ask {
        Ask::Text | Ask::Choice { several: false, .. } => None,
        Ask::Date(precision) => Some(precision.parts().to_owned()),
        Ask::Number { unit: Some(unit) } => Some(format!("a number, in {unit}")),
        Ask::Number { unit: None } => Some("a number".to_owned()),
        Ask::Set { count, need } if need == count => Some(format!("{count} in any order")),
        Ask::Set { count, need } => Some(format!("any {need} of {count}")),
        Ask::Order(_) => Some("their letters in order".to_owned()),
        Ask::Choice { several: true, .. } => Some("several are right: their numbers, such as 1 3".to_owned()),
        Ask::TrueFalse => Some("t true, f false".to_owned()),
        Ask::Match { .. } => Some("a letter for each number, such as 1c 2a".to_owned()),
        Ask::Thought => Some("think, then look".to_owned()),
        Ask::Reasons { count: 1, .. } => Some("1 point".to_owned()),
        Ask::Reasons { count, need } if need == count => Some(format!("{count} points, in one line")),
        Ask::Reasons { count, need } => Some(format!("any {need} of {count} points, in one line")),
    }
}

pub(super) fn ask_lines(ask: &Ask, columns: usize) -> Text {
    let mut text = Text::default();
    if let Some(asked) = asked(ask) {
        text.wrapped(Role::Dim, &format!("({asked})"), columns, INDENT);
    }
    text.gap();
    match ask {
        Ask::Choice { options, .. } => numbered(&mut text, options, columns),
        Ask::Order(items) => lettered(&mut text, items, columns),
        Ask::Match { left, right } => {
            numbered(&mut text, left, columns);
            text.gap();
            lettered(&mut text, right, columns);
        }
        Ask::Text
        | Ask::Date(_)
        | Ask::Number { .. }
        | Ask::Set { .. }
        | Ask::TrueFalse
        | Ask::Thought
        | Ask::Reasons { .. } => return text,
    }
    text.gap();
    text
}

pub(super) fn spoken_ask(text: &mut Text, ask: &Ask) {
    match ask {
        Ask::Choice { options, .. } => spoken_list(text, options, numbers()),
        Ask::Order(items) => spoken_list(text, items, letters()),
        Ask::Match { left, right } => {
            spoken_list(text, left, numbers());
            spoken_list(text, right, letters());
        }
        Ask::Text
        | Ask::Date(_)
        | Ask::Number { .. }
        | Ask::Set { .. }
        | Ask::TrueFalse
        | Ask::Thought
        | Ask::Reasons { .. } => {}
    }
    let how = match ask {
        Ask::Choice { several: false, .. } => "Answer with its number.",
        Ask::Choice { several: true, .. } => "Several are right: answer with their numbers, such as 1 3.",
        Ask::Order(_) => "Answer with the letters in order.",
        Ask::Match { .. } => "Answer with a letter for each number, such as 1c 2a.",
        Ask::TrueFalse => "t for true, f for false.",
        Ask::Thought => "Think, then press Enter to see the answer.",
        Ask::Set { .. } => "Answer in one line, with commas.",
        Ask::Reasons { .. } => "Enter alone shows the points.",
        Ask::Text => return,
        Ask::Date(_) | Ask::Number { .. } => {
            text.say(Role::Dim, asked(ask).map(|asked| format!("({asked})")).unwrap_or_default());
            return;
        }
    };
    let asked = match ask {
        Ask::Set { .. } | Ask::Reasons { .. } => {
            asked(ask).map(|asked| format!("({asked}) ")).unwrap_or_default()
        }
        _ => String::new(),
    };
    text.say(Role::Dim, format!("{asked}{how}"));
}

fn numbers() -> impl Iterator<Item = String> {
    (1..).map(|number: usize| number.to_string())
}

fn letters() -> impl Iterator<Item = String> {
    ('a'..='z').map(String::from).chain((27..).map(|number: usize| number.to_string()))
}

/// Numbers with a box before them that is ticked for `found`, counted from 0.
fn ticks(found: &[usize]) -> impl Iterator<Item = String> {
    (0..).map(|at: usize| format!("{} {}", if found.contains(&at) { "[x]" } else { "[ ]" }, at + 1))
}

fn spoken_list(text: &mut Text, items: &[String], marks: impl Iterator<Item = String>) {
    for (item, mark) in items.iter().zip(marks) {
        text.say(Role::Plain, format!("{mark}. {item}"));
    }
}

fn numbered(text: &mut Text, items: &[String], columns: usize) {
    listed(text, items, numbers(), columns);
}

fn lettered(text: &mut Text, items: &[String], columns: usize) {
    listed(text, items, letters(), columns);
}

fn listed(text: &mut Text, items: &[String], marks: impl Iterator<Item = String>, columns: usize) {
    for (item, mark) in items.iter().zip(marks) {
        let room = columns.saturating_sub(INDENT + mark.len() + 2).max(2);
        for (row, line) in crate::text::wrap(item, room).iter().enumerate() {
            let blanks = " ".repeat(INDENT);
            let line = if row == 0 {
                Line::new(Role::Plain, blanks).and(Role::Key, &mark).and(Role::Plain, format!("  {line}"))
            } else {
                Line::new(Role::Plain, format!("{blanks}{}  {line}", " ".repeat(mark.len())))
            };
            text.push(line);
        }
    }
}

fn hint_lines(text: &mut Text, hints: &[String], columns: usize) {
    for hint in hints {
        text.wrapped(Role::Nearly, &format!("Hint: {hint}"), columns, INDENT);
    }
}

fn spoken_grades(question: &str, options: &Options) -> String {
    let accepted = options.proposed.label();
    format!("{question} Enter takes {accepted}; 1 Again, 2 Hard, 3 Good, 4 Easy.")
}
