//! What does an exam say: its questions, its list, its result?
//!
//! [`page`] and [`list`] are for the terminal that draws, [`spoken`] for the one that speaks in lines;
//! [`result`], [`reviewed`], [`past`] and the JSON are for both.

use serde_json::{Value, json};

use crate::answer::prompt::Prompt;
use crate::answer::verdict::Class;
use crate::exam::score::{Marked, Score, TopicScore};
use crate::exam::sitting::{Given, Sitting};
use crate::session::screen::Details;
use crate::time::Timestamp;
use crate::view::feedback;
use crate::view::keys::key_lines;
use crate::view::letters;
use crate::view::session::{Page, ask_lines, asked, spoken_ask};
use crate::view::summary::{count, duration};
use crate::view::text::{INDENT, Line, Role, Signs, Text};

/// From so many milliseconds before the end on the time stands out.
const SOON_MS: u64 = 5 * 60_000;
/// Columns of a bar of the result.
const BAR_COLUMNS: usize = 10;
/// Columns of a topic's name in the result.
const TOPIC_COLUMNS: usize = 20;
/// Columns of a line of the list of questions that is read.
const LIST_COLUMNS: usize = 100;
/// Columns of a question in a list.
const QUESTION_COLUMNS: usize = 50;

/// A question of an exam as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<'a> {
    /// Where the learner stands.
    pub sitting: &'a Sitting,
    /// What is asked; nothing when no deck has the card any more.
    pub prompt: Option<&'a Prompt>,
    /// Milliseconds that are left; nothing where there is no limit.
    pub left_ms: Option<u64>,
}

/// Returns a question for a terminal of this many columns that draws it.
pub fn page(question: &Question<'_>, columns: usize, signs: Signs) -> Page {
    let mut body = Text::default();
    match question.prompt {
        Some(prompt) => {
            let prompt = letters::prompt(prompt, signs);
            body.wrapped(Role::Title, &prompt.question, columns, INDENT);
            body.append(ask_lines(&prompt.ask, columns));
        }
        None => body.wrapped(Role::Nearly, GONE, columns, INDENT),
    }
    let mut footer = key_lines(&KEYS, columns);
    if footer.lines.len() > 1 {
        footer = key_lines(&SHORT_KEYS, columns);
    }
    Page { header: header(question, columns), body, focus: 0, footer }
}

/// Returns the keys that work in the list of questions, and what its signs mean.
pub fn list_keys(sitting: &Sitting, columns: usize, signs: Signs) -> Text {
    let answered = format!("{} answered", sitting.answered());
    let keys = [
        ("Number, Enter", "goes there"),
        ("h", "hand in"),
        ("Esc", "back"),
        (answered_sign(signs), answered.as_str()),
        (HERE, "here"),
    ];
    key_lines(&keys, columns)
}

/// Returns the keys that answer whether to hand in.
pub fn confirm_keys(columns: usize) -> Text {
    key_lines(&[("y", "hand in"), ("n", "go on")], columns)
}

/// The keys at a question.
const KEYS: [(&str, &str); 4] =
    [("Enter", "next"), ("Up", "back"), ("Tab", "mark for later"), ("Esc", "list of questions")];
/// The same for a narrow terminal.
const SHORT_KEYS: [(&str, &str); 4] = [("Enter", "next"), ("Up", "back"), ("Tab", "mark"), ("Esc", "list")];
/// What stands in the list before the question that one comes from.
const HERE: &str = ">";

/// Said of a question whose card was taken out of its deck.
const GONE: &str = "This card is no longer in its deck: go on with the next question.";

fn header(question: &Question<'_>, columns: usize) -> Text {
    let Sitting { at, given, .. } = question.sitting;
    let marked = if given.get(*at).is_some_and(|given| given.marked) { ", marked" } else { "" };
    let place = format!("question {} of {}{marked}", at + 1, given.len());
    let done = format!("   answered {}, marked {}", question.sitting.answered(), question.sitting.marked());
    let (role, time) = match question.left_ms {
        Some(left) => (if left <= SOON_MS { Role::Title } else { Role::Dim }, clock(left)),
        None => (Role::Dim, String::new()),
    };
    let width = crate::text::width;
    let words = if time.is_empty() { "" } else { "time left " };
    // The time is never cut: a digit that stays from before would be another time.
    let (start, time) = [
        (format!("EXAM   {place}{done}"), format!("{words}{time}")),
        (format!("EXAM   {place}"), format!("{words}{time}")),
        (place.clone(), format!("{words}{time}")),
        (place, time.clone()),
        (format!("{} of {}{marked}", at + 1, given.len()), time.clone()),
    ]
    .into_iter()
    .find(|(start, time)| width(start) + width(time) < columns)
    .unwrap_or_else(|| (format!("{} of {}", at + 1, given.len()), time));
    let gap = columns.saturating_sub(width(&start) + width(&time)).max(1);
    let mut text = Text::default();
    text.push(Line::new(Role::Dim, start).and(Role::Dim, " ".repeat(gap)).and(role, time));
    text
}

/// Returns `48:12`, minutes and seconds.
pub fn clock(millis: u64) -> String {
    let seconds = millis.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Returns the questions with what stands there, a line each, as long as they are.
pub fn list(sitting: &Sitting, prompts: &[Option<Prompt>], signs: Signs) -> Text {
    let mut text = Text::default();
    for at in 0..sitting.given.len() {
        let is_here = at == sitting.at;
        let (role, here) = if is_here { (Role::Title, HERE) } else { (Role::Plain, " ") };
        let line = format!("{here}{:>3} {}", at + 1, in_list(sitting, prompts, at, signs));
        text.push(Line::new(role, line));
    }
    text
}

/// Returns the questions with what stands there, in lines to be read once.
pub fn spoken_list(sitting: &Sitting, prompts: &[Option<Prompt>]) -> Text {
    let mut text = Text::default();
    text.say(
        Role::Dim,
        format!("Questions; {} stands before those with an answer.", answered_sign(Signs::Ascii)),
    );
    for at in 0..sitting.given.len() {
        let line = format!("{:>4} {}", at + 1, in_list(sitting, prompts, at, Signs::Ascii));
        text.say(Role::Plain, crate::text::clip(&line, LIST_COLUMNS));
    }
    text
}

/// Returns what stands in the list behind the number of a question.
fn in_list(sitting: &Sitting, prompts: &[Option<Prompt>], at: usize, signs: Signs) -> String {
    let given = sitting.given.get(at);
    let is_answered = given.is_some_and(|given| !given.typed.trim().is_empty());
    let sign = if is_answered { answered_sign(signs) } else { " " };
    let mark = if given.is_some_and(|given| given.marked) { "marked" } else { "" };
    let prompt = prompts.get(at).and_then(Option::as_ref);
    format!("{sign} {mark:<6}  {}", prompt.map_or(GONE, |prompt| prompt.question.as_str()))
}

/// The sign of a question with an answer; `x` would look wrong.
fn answered_sign(signs: Signs) -> &'static str {
    match signs {
        Signs::Unicode => "✓",
        Signs::Ascii => "+",
    }
}

/// Returns that an exam was left before it was handed in.
pub fn left_open(sitting: &Sitting, now: Timestamp) -> String {
    let left = sitting.deadline().map(|end| format!(", {} left", clock(end.since(now))));
    let (answered, all) = (sitting.answered(), sitting.given.len());
    format!("An exam was left: {answered} of {all} answered{}.", left.unwrap_or_default())
}

/// Returns that the paper is about to be handed in.
pub fn confirm(sitting: &Sitting) -> String {
    match sitting.given.len() - sitting.answered() {
        0 => "Hand in? Every question has an answer.".to_owned(),
        open => format!("Hand in? {} without an answer.", count(open, "question")),
    }
}

/// Returns a question in lines to be read once.
pub fn spoken(question: &Question<'_>) -> Text {
    let mut text = Text::default();
    let Sitting { at, given, .. } = question.sitting;
    let left = question.left_ms.map(|left| format!(", {} left", clock(left))).unwrap_or_default();
    text.say(Role::Dim, format!("Question {} of {}{left}.", at + 1, given.len()));
    match question.prompt {
        Some(prompt) => {
            text.say(Role::Title, &prompt.question);
            spoken_ask(&mut text, &prompt.ask);
        }
        None => text.say(Role::Nearly, GONE),
    }
    if let Some(before) = given.get(*at).filter(|given| !given.typed.trim().is_empty()) {
        text.say(Role::Plain, format!("Answered before: {}", before.typed));
    }
    text
}

/// Returns the commands of an exam in lines.
pub fn spoken_help() -> Text {
    let mut text = Text::default();
    for line in [
        "Type the answer; an empty line goes on without changing it.",
        ":b back, :m mark for later, :l list of questions, :g 7 go to question 7.",
        ":h hand in, :q leave: the exam goes on later, and the clock runs.",
    ] {
        text.say(Role::Plain, line);
    }
    text
}

/// Returns that the time was up, for an exam that was handed in because of it.
pub fn time_up(sitting: &Sitting) -> Text {
    let mut text = Text::default();
    if sitting.handed_in.as_ref().is_some_and(|(at, _)| sitting.is_over(*at)) {
        text.say(Role::Title, "Time is up: the paper was handed in as it was.");
    }
    text
}

/// Returns the result of an exam.
pub fn result(sitting: &Sitting, score: &Score, (columns, signs): (usize, Signs)) -> Text {
    let mut text = Text::default();
    let (got, out_of) = (points(score.score), points(score.out_of));
    let pass = match (score.pass, score.passed()) {
        (Some(pass), Some(true)) => format!("   pass mark {}%: passed", points(pass)),
        (Some(pass), _) => format!("   pass mark {}%: not passed", points(pass)),
        (None, _) => String::new(),
    };
    let limit = sitting.setup.minutes.map(|minutes| format!(" of {minutes} min")).unwrap_or_default();
    let time = format!("   {}{limit}", duration(sitting.took_ms()));
    text.push(Line::new(
        Role::Title,
        format!("Exam   {got} of {out_of}   {:.0}%{pass}{time}", score.percent()),
    ));
    text.say(
        Role::Plain,
        format!("  The schedule expected {:.0}% of these questions.", sitting.setup.predicted),
    );
    let topics = score.topics();
    let columns = topic_columns(&topics, columns);
    for topic in &topics {
        text.push(topic_line(topic, columns, signs));
    }
    let class = |wanted: Class| {
        score.questions.iter().filter(|marked| marked.verdict.class == wanted && !marked.challenged).count()
    };
    let partly = score.questions.iter().filter(|marked| marked.mark > 0.0 && !marked.is_full()).count();
    let wrong = score.questions.iter().filter(|marked| marked.mark <= 0.0).count();
    text.say(
        Role::Plain,
        format!("  Wrong {wrong}, partly right {partly}, with a slip {}", class(Class::Typo)),
    );
    let unknown = score.questions.iter().filter(|marked| marked.prompt.is_none()).count();
    if unknown > 0 {
        text.say(
            Role::Nearly,
            format!("  No deck that is known here has {} of it.", count(unknown, "question")),
        );
    }
    text
}

/// Columns of a topic's name and of its bar: less than usual on a narrow terminal.
fn topic_columns(topics: &[TopicScore], columns: usize) -> (usize, usize) {
    let points = topics.iter().map(|topic| crate::text::width(&of_points(topic))).max().unwrap_or_default();
    // Two blanks before each of the three.
    let room = columns.saturating_sub(points + 6);
    let bar = BAR_COLUMNS.min(room / 3);
    (TOPIC_COLUMNS.min(room - bar), bar)
}

fn of_points(topic: &TopicScore) -> String {
    format!("{} / {}", points(topic.score), points(topic.out_of))
}

fn topic_line(topic: &TopicScore, (columns, bar_columns): (usize, usize), signs: Signs) -> Line {
    let share = topic.score / topic.out_of.max(f64::MIN_POSITIVE);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is 0–1")]
    let full = ((share * bar_columns as f64).round() as usize).min(bar_columns);
    let (filled, empty) = match signs {
        Signs::Unicode => ("█", "░"),
        Signs::Ascii => ("#", "-"),
    };
    let bar = format!("{}{}", filled.repeat(full), empty.repeat(bar_columns - full));
    let unnamed = if topic.known { "no topic" } else { "deck not known here" };
    let name = letters::text(topic.topic.as_deref().unwrap_or(unnamed), signs);
    let name = crate::text::clip_with(&name, columns, signs.cut()).into_owned();
    let gap = " ".repeat(columns.saturating_sub(crate::text::width(&name)));
    Line::new(Role::Plain, format!("  {name}{gap}  {bar}  {}", of_points(topic)))
}

/// Returns a number of marks without needless decimals.
fn points(marks: f64) -> String {
    let rounded = format!("{marks:.2}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns a question of the result: what was asked, typed and right, and why.
pub fn reviewed(number: usize, marked: &Marked, details: &Details, columns: usize, signs: Signs) -> Text {
    let mut text = Text::default();
    let heading = format!("Question {number}: {} of {}", points(marked.mark), points(marked.out_of));
    text.push(Line::new(Role::Key, heading));
    let marked = &Marked {
        prompt: marked.prompt.as_ref().map(|prompt| letters::prompt(prompt, signs)),
        verdict: letters::verdict(&marked.verdict, signs),
        ..marked.clone()
    };
    let details = &letters::details(details, signs);
    let Some(prompt) = &marked.prompt else {
        text.wrapped(
            Role::Nearly,
            &format!("No deck that is known here has the card `{}`.", marked.face),
            columns,
            INDENT,
        );
        feedback::answered(&mut text, Some(typed_or_nothing(&marked.typed)), columns);
        return text;
    };
    text.wrapped(Role::Title, &prompt.question, columns, INDENT);
    if let Some(asked) = asked(&prompt.ask) {
        text.wrapped(Role::Dim, &format!("({asked})"), columns, INDENT);
    }
    if marked.challenged {
        text.say(Role::Correct, format!("{:INDENT$}right, on your word", ""));
    } else {
        feedback::verdict(&mut text, &marked.verdict, Some(&marked.typed), (columns, signs));
    }
    let typed = marked
        .verdict
        .reading
        .clone()
        .filter(|_| has_options(marked))
        .unwrap_or_else(|| marked.typed.clone());
    let found = (Some(&marked.verdict), details);
    feedback::compared(&mut text, Some(typed_or_nothing(&typed)), found, columns);
    feedback::details(&mut text, details, columns);
    text
}

fn typed_or_nothing(typed: &str) -> &str {
    if typed.trim().is_empty() { "nothing" } else { typed }
}

fn has_options(marked: &Marked) -> bool {
    marked.prompt.as_ref().is_some_and(|prompt| prompt.ask.has_options())
}

/// Returns the exams that were sat, newest last, with their scores.
pub fn past(exams: &[(Sitting, Score)]) -> Text {
    let mut text = Text::default();
    for (at, (sitting, score)) in exams.iter().enumerate() {
        let day = sitting.setup.begun.day(crate::time::Rollover::default());
        let start =
            format!("{:>3}  {day}  {}", at + 1, crate::text::clip(&sitting.setup.title, QUESTION_COLUMNS));
        let line = if sitting.handed_in.is_none() {
            format!("{start}  not handed in")
        } else {
            let passed = match score.passed() {
                Some(true) => "  passed",
                Some(false) => "  not passed",
                None => "",
            };
            let (got, out_of) = (points(score.score), points(score.out_of));
            let predicted = sitting.setup.predicted;
            format!("{start}  {got} of {out_of}  {:.0}%  predicted {predicted:.0}%{passed}", score.percent())
        };
        text.push(Line::new(Role::Plain, line));
    }
    if exams.is_empty() {
        text.say(Role::Plain, "No exam was sat yet: csto-quiz exam --questions 20 --minutes 30");
    }
    text
}

/// Returns an exam for scripts.
pub fn json(sitting: &Sitting, score: &Score) -> Value {
    // What an exam that is not handed in would get is not told.
    let is_open = sitting.handed_in.is_none();
    let questions: Vec<Value> = score
        .questions
        .iter()
        .zip(&sitting.given)
        .map(|(marked, given)| question_json(marked, given, is_open))
        .collect();
    let settled = |value: Value| if is_open { Value::Null } else { value };
    let topics: Vec<Value> = score
        .topics()
        .iter()
        .map(|topic| json!({ "topic": topic.topic, "score": topic.score, "out_of": topic.out_of }))
        .collect();
    json!({
        "id": sitting.setup.id.to_string(),
        "begun": sitting.setup.begun.rfc3339(),
        "handed_in": !is_open,
        "questions": questions,
        "score": settled(score.score.into()),
        "out_of": score.out_of,
        "percent": settled(score.percent().into()),
        "passed": settled(score.passed().into()),
        "predicted": sitting.setup.predicted,
        "topics": settled(topics.into()),
        "seconds": sitting.took_ms() / 1000,
    })
}

fn question_json(marked: &Marked, given: &Given, is_open: bool) -> Value {
    let settled = |value: Value| if is_open { Value::Null } else { value };
    let share = if marked.out_of > 0.0 { marked.mark / marked.out_of } else { 0.0 };
    json!({
        "card": marked.face.to_string(),
        "typed": marked.typed,
        "verdict": settled(marked.verdict.class.as_str().into()),
        "score": settled(share.into()),
        "marks": settled(marked.mark.into()),
        "out_of": marked.out_of,
        "challenged": marked.challenged,
        "seconds": f64::from(given.ms) / 1000.0,
    })
}
