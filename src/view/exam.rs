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
use crate::view::feedback;
use crate::view::session::{Page, ask_lines, asked, spoken_ask};
use crate::view::summary::{count, duration};
use crate::view::text::{INDENT, Line, Role, Signs, Text};

/// From so many milliseconds before the end on the time stands out.
const SOON_MS: u64 = 5 * 60_000;
/// Columns of a bar of the result.
const BAR_COLUMNS: usize = 10;
/// Columns of a topic's name in the result.
const TOPIC_COLUMNS: usize = 20;
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
pub fn page(question: &Question<'_>, columns: usize) -> Page {
    let mut body = Text::default();
    match question.prompt {
        Some(prompt) => {
            body.wrapped(Role::Title, &prompt.question, columns, INDENT);
            body.append(ask_lines(&prompt.ask, columns));
        }
        None => body.wrapped(Role::Nearly, GONE, columns, INDENT),
    }
    let mut footer = Text::default();
    let keys = [("Enter", "next"), ("Up", "back"), ("Tab", "mark for later"), ("Esc", "list of questions")];
    let mut line = Line::default();
    for (key, does) in keys {
        let gap = if line.pieces.is_empty() { "" } else { "   " };
        line = line.and(Role::Dim, gap).and(Role::Key, key).and(Role::Dim, format!(" {does}"));
    }
    if line.width() > columns {
        line = Line::new(Role::Key, "Esc")
            .and(Role::Dim, " list   ")
            .and(Role::Key, "Enter")
            .and(Role::Dim, " next");
    }
    footer.push(line);
    Page { header: header(question, columns), body, focus: 0, footer }
}

/// Said of a question whose card was taken out of its deck.
const GONE: &str = "This card is no longer in its deck: go on with the next question.";

fn header(question: &Question<'_>, columns: usize) -> Text {
    let Sitting { at, given, .. } = question.sitting;
    let marked = if given.get(*at).is_some_and(|given| given.marked) { ", marked" } else { "" };
    let start = format!("EXAM   question {} of {}{marked}", at + 1, given.len());
    let done = format!("   answered {}, marked {}", question.sitting.answered(), question.sitting.marked());
    let (role, time) = match question.left_ms {
        Some(left) => {
            (if left <= SOON_MS { Role::Title } else { Role::Dim }, format!("time left {}", clock(left)))
        }
        None => (Role::Dim, String::new()),
    };
    let width = crate::text::width;
    let start = if width(&start) + width(&done) + width(&time) < columns { start + &done } else { start };
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

/// Returns the questions with what stands there, a line each; the wide terminal shows more of them.
pub fn list(sitting: &Sitting, prompts: &[Option<Prompt>], columns: usize, signs: Signs) -> Text {
    let mut text = Text::default();
    for (at, (given, prompt)) in sitting.given.iter().zip(prompts).enumerate() {
        let sign = match (given.typed.trim().is_empty(), signs) {
            (true, _) => " ",
            (false, Signs::Unicode) => "✓",
            (false, Signs::Ascii) => "x",
        };
        let mark = if given.marked { "marked" } else { "" };
        let question = prompt.as_ref().map_or(GONE, |prompt| prompt.question.as_str());
        let line = format!("{:>4} {sign} {mark:<6}  {question}", at + 1);
        let role = if at == sitting.at { Role::Title } else { Role::Plain };
        text.push(Line::new(role, crate::text::clip(&line, columns)));
    }
    text
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

/// Returns the result of an exam.
pub fn result(sitting: &Sitting, score: &Score, signs: Signs) -> Text {
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
    for topic in score.topics() {
        text.push(topic_line(&topic, signs));
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
    text
}

fn topic_line(topic: &TopicScore, signs: Signs) -> Line {
    let share = topic.score / topic.out_of.max(f64::MIN_POSITIVE);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is 0–1")]
    let full = ((share * BAR_COLUMNS as f64).round() as usize).min(BAR_COLUMNS);
    let (filled, empty) = match signs {
        Signs::Unicode => ("█", "░"),
        Signs::Ascii => ("#", "-"),
    };
    let bar = format!("{}{}", filled.repeat(full), empty.repeat(BAR_COLUMNS - full));
    let name = crate::text::clip(topic.topic.as_deref().unwrap_or("no topic"), TOPIC_COLUMNS).into_owned();
    let gap = " ".repeat(TOPIC_COLUMNS.saturating_sub(crate::text::width(&name)));
    let words = format!("  {name}{gap}  {bar}  {} / {}", points(topic.score), points(topic.out_of));
    Line::new(Role::Plain, words)
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
    if let Some(prompt) = &marked.prompt {
        text.wrapped(Role::Title, &prompt.question, columns, INDENT);
        if let Some(asked) = asked(&prompt.ask) {
            text.wrapped(Role::Dim, &format!("({asked})"), columns, INDENT);
        }
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
    feedback::answered(&mut text, Some(if typed.trim().is_empty() { "nothing" } else { &typed }), columns);
    feedback::parts(&mut text, &marked.verdict, details, columns);
    feedback::details(&mut text, details, columns);
    text
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
        text.say(Role::Plain, line);
    }
    if exams.is_empty() {
        text.say(Role::Plain, "No exam was sat yet: csto-quiz exam --questions 20 --minutes 30");
    }
    text
}

/// Returns an exam for scripts.
pub fn json(sitting: &Sitting, score: &Score) -> Value {
    let questions: Vec<Value> = score
        .questions
        .iter()
        .zip(&sitting.given)
        .map(|(marked, given)| question_json(marked, given))
        .collect();
    let topics: Vec<Value> = score
        .topics()
        .iter()
        .map(|topic| json!({ "topic": topic.topic, "score": topic.score, "out_of": topic.out_of }))
        .collect();
    json!({
        "id": sitting.setup.id.to_string(),
        "begun": sitting.setup.begun.rfc3339(),
        "handed_in": sitting.handed_in.is_some(),
        "questions": questions,
        "score": score.score,
        "out_of": score.out_of,
        "percent": score.percent(),
        "passed": score.passed(),
        "predicted": sitting.setup.predicted,
        "topics": topics,
        "seconds": sitting.took_ms() / 1000,
    })
}

fn question_json(marked: &Marked, given: &Given) -> Value {
    json!({
        "card": marked.face.to_string(),
        "typed": marked.typed,
        "verdict": marked.verdict.class.as_str(),
        "score": if marked.out_of > 0.0 { marked.mark / marked.out_of } else { 0.0 },
        "marks": marked.mark,
        "out_of": marked.out_of,
        "challenged": marked.challenged,
        "seconds": f64::from(given.ms) / 1000.0,
    })
}
