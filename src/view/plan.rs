//! How is the outlook to an exam put into words, and into JSON?

use serde_json::{Value, json};

use crate::deck::id::FaceId;
use crate::plan::exam::{Exam, Measured};
use crate::plan::outlook::{Needed, Outlook, Track};
use crate::schedule::state::Studied;
use crate::time::{Day, Days};
use crate::view::summary::count;
use crate::view::text::{Line, Role, Signs, Text};

/// How many of the weakest topics are named.
const WEAKEST: usize = 3;
/// Columns of a full bar.
const BAR: usize = 30;
/// Columns of the expected course.
const COURSE: usize = 40;
/// Heights of the expected course, lowest first.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same in ASCII.
const ASCII_HEIGHTS: [char; 8] = ['_', '_', '.', '.', '-', '-', '=', '='];

/// An exam that is ahead, with everything that is shown of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The exam.
    pub exam: Exam,
    /// What is to be expected.
    pub outlook: Outlook,
    /// Its topics with the recall at the exam of their cards, the weakest first.
    pub topics: Vec<(String, f64)>,
    /// Its cards with their recall at the exam if they are never asked again, and their states;
    /// nothing for new ones.
    pub cards: Vec<(FaceId, Option<(f64, Studied)>)>,
    /// Seconds studied for it today.
    pub done_today: f64,
}

/// Returns the exams for people: those ahead, then those that are over.
pub fn plan(shown: &[Shown], over: &[&Exam], (today, columns, signs): (Day, usize, Signs)) -> Text {
    let mut text = Text::default();
    for one in shown {
        text.append(one_plan(one, today, (columns, signs)));
    }
    for exam in over {
        text.append(past(exam, today));
    }
    if shown.is_empty() && over.is_empty() {
        text.push(Line::new(Role::Title, "No exam is set."));
        text.say(Role::Plain, "Set its day, and every session asks what helps most for it:");
        text.say(Role::Plain, "  csto-quiz plan set 2026-12-15 --minutes 12 --target 85");
    }
    text
}

fn one_plan(shown: &Shown, today: Day, (columns, signs): (usize, Signs)) -> Text {
    let Shown { exam, outlook, .. } = shown;
    let mut text = Text::default();
    text.push(headline(exam, outlook));
    text.push(pace(shown, today));
    text.say(Role::Plain, interval(outlook));
    text.say(Role::Plain, format!("  If you stop now {}", percent(outlook.prediction.kept)));
    text.say(Role::Plain, new_cards(outlook));
    if !shown.topics.is_empty() {
        let named: Vec<String> = shown
            .topics
            .iter()
            .take(WEAKEST)
            .map(|(topic, recall)| format!("{topic} {}", percent(*recall)))
            .collect();
        text.say(Role::Plain, format!("  Weakest for the exam: {}", named.join(", ")));
    }
    text.say(Role::Plain, format!("  {}", basis(exam, outlook)));
    text.append(by_minutes(outlook, exam, (columns, signs)));
    text.append(course(outlook, (columns, signs)));
    text
}

fn headline(exam: &Exam, outlook: &Outlook) -> Line {
    let days = count(outlook.days_left.0 as usize, "day");
    let decks = if exam.decks.is_empty() { String::new() } else { format!(" in {}", exam.decks.join(", ")) };
    let goal = exam.target.map(|target| format!("   (goal {target}%)")).unwrap_or_default();
    Line::new(Role::Title, format!("{days} to the exam{decks} ({}).", exam.date))
        .and(Role::Title, format!("   Predicted score {}", percent(outlook.prediction.score)))
        .and(Role::Plain, goal)
}

fn pace(shown: &Shown, today: Day) -> Line {
    let Shown { exam, outlook, .. } = shown;
    let minutes = minutes(exam.week.mean_minutes());
    let (role, words) = match (outlook.target, outlook.needed) {
        (Some((_, Track::OnTrack)), _) => (Role::Correct, format!("{minutes} min a day keeps you on track.")),
        (Some((target, track)), Some(Needed::Minutes(needed))) => {
            let needed = needed.ceil();
            let more = needed - exam.week.mean_minutes();
            let reach = percent(target);
            match track {
                Track::Tight if more >= 1.0 => (
                    Role::Nearly,
                    format!("Tight: {reach} needs {needed:.0} min a day instead of {minutes}."),
                ),
                Track::Tight => (Role::Nearly, format!("Tight: {reach} is about as likely as not.")),
                Track::OnTrack | Track::Behind => {
                    let about = percent(outlook.prediction.score);
                    let words = format!(
                        "Behind: with {minutes} min a day about {about}; {reach} needs {needed:.0} min."
                    );
                    (Role::Wrong, words)
                }
            }
        }
        (Some((target, _)), _) => {
            let (about, reach) = (percent(outlook.prediction.score), percent(target));
            let words = format!(
                "With {minutes} min a day about {about}; {reach} cannot be reached with four hours a day."
            );
            (Role::Wrong, words)
        }
        (None, _) => (Role::Plain, format!("{minutes} min a day.")),
    };
    let done = (shown.done_today / 60.0).floor();
    let planned = exam.week.seconds_on(today) / 60.0;
    Line::new(role, format!("  {words}"))
        .and(Role::Plain, format!("    Today: {done:.0} of {planned:.0} min done"))
}

fn interval(outlook: &Outlook) -> String {
    let (low, high) = (percent(outlook.prediction.low), percent(outlook.prediction.high));
    format!("  Of ten exams, nine would give {low} to {high}")
}

fn new_cards(outlook: &Outlook) -> String {
    let left = outlook.new_left;
    match outlook.new_cards() {
        _ if left == 0 => "  New cards left 0: only review".to_owned(),
        None => format!("  New cards left {left}: none is worth beginning"),
        Some((a_day, last)) => {
            let a_day = if a_day < 1.0 { "under 1".to_owned() } else { format!("{a_day:.0}") };
            format!("  New cards left {left}: {a_day} a day until {last}")
        }
    }
}

fn basis(exam: &Exam, outlook: &Outlook) -> String {
    let rests = match outlook.reviews {
        0 => "The prediction rests on what other learners are like".to_owned(),
        reviews => format!("The prediction rests on {}", count(reviews, "review")),
    };
    let last = exam.measured.iter().rev().find_map(|measured| Some((measured.predicted?, measured.scored)));
    match last {
        None => format!("{rests}."),
        Some((predicted, scored)) => format!("{rests}; {} in your last mock exam.", off(predicted, scored)),
    }
}

/// Says by how much a prediction was off.
fn off(predicted: f64, scored: f64) -> String {
    let points = (predicted - scored).round();
    let noun = if points.abs() < 1.5 { "point" } else { "points" };
    if points > 0.5 {
        format!("it was {points:.0} {noun} too high")
    } else if points < -0.5 {
        format!("it was {:.0} {noun} too low", -points)
    } else {
        "it was right".to_owned()
    }
}

fn by_minutes(outlook: &Outlook, exam: &Exam, (columns, signs): (usize, Signs)) -> Text {
    let mut text = Text::default();
    text.say(Role::Dim, "  Minutes a day and the score to expect:");
    let own = exam.week.mean_minutes();
    for (minutes_a_day, score) in &outlook.by_minutes {
        let role = if (minutes_a_day - own).abs() < 0.01 { Role::Title } else { Role::Plain };
        let start = format!("  {:>5} min  {:>4}  ", minutes(*minutes_a_day), percent(*score));
        let bar = bar(*score, BAR.min(columns.saturating_sub(start.len())), signs);
        let start = if bar.is_empty() { start.trim_end() } else { start.as_str() };
        text.push(Line::new(role, start).and(Role::Plain, bar));
    }
    text
}

fn bar(share: f64, columns: usize, signs: Signs) -> String {
    let sign = match signs {
        Signs::Unicode => "█",
        Signs::Ascii => "#",
    };
    sign.repeat(whole(share * columns as f64))
}

/// Draws the score on the days to come if the learner stopped after them.
fn course(outlook: &Outlook, (columns, signs): (usize, Signs)) -> Text {
    let mut text = Text::default();
    let (Some(first), Some(last)) = (outlook.ahead.first(), outlook.ahead.last()) else { return text };
    let from = format!("  Expected: {} {}", percent(first.score), short(first.day));
    let to = format!("{} {}", percent(last.score), short(last.day));
    let room = columns.saturating_sub(from.len() + to.len() + 4);
    let is_narrow = room < COURSE.min(outlook.ahead.len());
    let room = if is_narrow { columns.saturating_sub(2) } else { room };
    let columns = outlook.ahead.len().min(COURSE).min(room).max(1);
    let heights = match signs {
        Signs::Unicode => HEIGHTS,
        Signs::Ascii => ASCII_HEIGHTS,
    };
    let height = |column: usize| {
        let at = (column + 1) * outlook.ahead.len() / columns - 1;
        let score = outlook.ahead.get(at).map_or(0.0, |ahead| ahead.score);
        heights[whole(score * 8.0).min(7)]
    };
    let line: String = (0..columns).map(height).collect();
    if is_narrow {
        text.say(Role::Plain, format!("{from}, {to}\n  {line}"));
    } else {
        text.say(Role::Plain, format!("{from}  {line}  {to}"));
    }
    text
}

/// Returns what is said of an exam that is over.
fn past(exam: &Exam, today: Day) -> Text {
    let mut text = Text::default();
    let decks = if exam.decks.is_empty() { String::new() } else { format!(" in {}", exam.decks.join(", ")) };
    let when = match today.since(exam.date) {
        Days(0) => "is today".to_owned(),
        Days(1) => "was yesterday".to_owned(),
        _ => format!("was on {}", exam.date),
    };
    text.push(Line::new(Role::Title, format!("The exam{decks} {when}.")));
    let result = exam.measured.iter().rev().find(|measured| measured.day >= exam.date);
    let predicted =
        exam.predicted.map(|predicted| format!("  Predicted {predicted:.0}%")).unwrap_or_default();
    match result {
        Some(measured) => text.say(Role::Plain, format!("{predicted}   scored {:.0}%", measured.scored)),
        None if exam.date == today => {
            text.say(Role::Plain, format!("{predicted}   Good luck. What to do afterwards:"));
            text.say(Role::Plain, "  csto-quiz plan result 78   says what you scored, in percent");
        }
        None => {
            text.say(Role::Plain, predicted);
            text.say(Role::Plain, "  csto-quiz plan result 78   says what you scored, in percent");
        }
    }
    text.say(
        Role::Dim,
        "  Cards fall due by desired retention again. csto-quiz plan clear forgets this exam.",
    );
    text
}

/// Returns what is said of a score that was entered.
pub fn measured(measured: &Measured) -> Text {
    let mut text = Text::default();
    let words = match measured.predicted {
        None => format!("Kept: {:.0}%.", measured.scored),
        Some(predicted) => {
            format!(
                "Kept: {:.0}%. Predicted were {predicted:.0}%: {}.",
                measured.scored,
                off(predicted, measured.scored)
            )
        }
    };
    text.say(Role::Plain, words);
    text
}

/// Returns the line that a session's closing words have about the exam.
pub fn closing(exam: &Exam, outlook: &Outlook) -> Line {
    let days = count(outlook.days_left.0 as usize, "day");
    let score = percent(outlook.prediction.score);
    let (role, words) = match (outlook.target, outlook.needed) {
        (None, _) => (Role::Plain, format!("about {score} to expect")),
        (Some((_, Track::OnTrack)), _) => (Role::Correct, "on track".to_owned()),
        (Some((target, track)), Some(Needed::Minutes(needed))) => {
            let words = format!("about {score}; {} needs {:.0} min a day", percent(target), needed.ceil());
            (if track == Track::Tight { Role::Nearly } else { Role::Wrong }, words)
        }
        (Some((target, _)), _) => {
            (Role::Wrong, format!("about {score}; {} is out of reach", percent(target)))
        }
    };
    let decks = if exam.decks.is_empty() { String::new() } else { format!(" in {}", exam.decks.join(", ")) };
    Line::new(Role::Plain, format!("Exam{decks} in {days}: ")).and(role, words + ".")
}

/// Returns what to do once an exam is set.
pub fn next() -> Text {
    let mut text = Text::default();
    text.push(Line::new(Role::Title, "Today's cards:   csto-quiz study"));
    text
}

/// Returns the countdown of an exam that is ahead, with what was last predicted.
pub fn countdown(exam: &Exam, today: Day) -> Line {
    let days = count(exam.days_left(today).0 as usize, "day");
    let predicted =
        exam.predicted.map(|predicted| format!(", predicted {predicted:.0}%")).unwrap_or_default();
    let decks = if exam.decks.is_empty() { String::new() } else { format!(" in {}", exam.decks.join(", ")) };
    Line::new(Role::Plain, format!("Exam{decks} in {days} ({}){predicted}:   csto-quiz plan", exam.date))
}

/// Returns what is said when nothing is worth asking any more today.
pub fn enough() -> Text {
    let mut text = Text::default();
    text.push(Line::new(Role::Title, "Enough for today: nothing more would help for the exam now."));
    text.say(Role::Dim, "csto-quiz plan shows what to expect; csto-quiz study --cram asks anything.");
    text
}

/// Returns the exams for scripts: the nearest by itself, all that are ahead in a list.
pub fn json(shown: &[Shown], over: &[&Exam]) -> Value {
    let ahead: Vec<Value> = shown.iter().map(one_json).collect();
    let past: Vec<Value> = over.iter().map(|exam| past_json(exam)).collect();
    let mut object = ahead.first().cloned().unwrap_or_else(|| json!({ "exam": null }));
    if let Some(fields) = object.as_object_mut() {
        fields.insert("exams".to_owned(), ahead.into_iter().skip(1).collect());
        fields.insert("over".to_owned(), past.into());
    }
    object
}

fn one_json(shown: &Shown) -> Value {
    let Shown { exam, outlook, .. } = shown;
    let needed = match outlook.needed {
        Some(Needed::Minutes(minutes)) => Some(minutes.ceil()),
        Some(Needed::OutOfReach) | None => None,
    };
    let track = outlook.target.map(|(_, track)| match track {
        Track::OnTrack => "on track",
        Track::Tight => "tight",
        Track::Behind => "behind",
    });
    let card = |(face, known): &(FaceId, Option<(f64, Studied)>)| {
        json!({
            "card": face.to_string(),
            "state": if known.is_some() { "studied" } else { "new" },
            "due": known.map(|(_, state)| state.due_day().iso()),
            "last": known.map(|(_, state)| state.last_day.iso()),
            "stability": known.map(|(_, state)| state.memory.stability.days()),
            "difficulty": known.map(|(_, state)| state.memory.difficulty.value()),
            "recall_at_exam": known.map(|(recall, _)| recall),
        })
    };
    json!({
        "exam": { "date": exam.date.iso(), "days_left": outlook.days_left.0, "decks": exam.decks },
        "predicted": {
            "percent": hundred(outlook.prediction.score),
            "low": hundred(outlook.prediction.low),
            "high": hundred(outlook.prediction.high),
            "if_stop_now": hundred(outlook.prediction.kept),
        },
        "target": exam.target,
        "track": track,
        "chance_of_target": outlook.target.map(|(target, _)| outlook.prediction.chance_of(target)),
        "minutes": {
            "per_day": exam.week.mean_minutes(),
            "week": exam.week.to_string(),
            "today_done": shown.done_today / 60.0,
            "needed_for_target": needed,
        },
        "by_minutes": outlook.by_minutes.iter().map(|(minutes, score)| {
            json!({ "minutes": minutes, "percent": hundred(*score) })
        }).collect::<Vec<_>>(),
        "course": outlook.ahead.iter().map(|ahead| {
            json!({ "day": ahead.day.iso(), "percent": hundred(ahead.score), "new": ahead.new })
        }).collect::<Vec<_>>(),
        "new_left": outlook.new_left,
        "weakest": shown.topics.iter().take(WEAKEST).map(|(topic, recall)| {
            json!({ "topic": topic, "percent": hundred(*recall) })
        }).collect::<Vec<_>>(),
        "reviews": outlook.reviews,
        "measured": measured_json(exam),
        "cards": shown.cards.iter().map(card).collect::<Vec<_>>(),
    })
}

fn past_json(exam: &Exam) -> Value {
    json!({
        "exam": { "date": exam.date.iso(), "days_left": 0, "decks": exam.decks },
        "predicted": exam.predicted,
        "measured": measured_json(exam),
    })
}

fn measured_json(exam: &Exam) -> Vec<Value> {
    let one = |measured: &Measured| json!({ "day": measured.day.iso(), "predicted": measured.predicted, "scored": measured.scored });
    exam.measured.iter().map(one).collect()
}

fn percent(share: f64) -> String {
    format!("{:.0}%", 100.0 * share)
}

/// In percent, to a hundredth.
fn hundred(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

fn minutes(minutes: f64) -> String {
    if (minutes - minutes.round()).abs() < 0.05 { format!("{minutes:.0}") } else { format!("{minutes:.1}") }
}

/// The day without its year.
fn short(day: Day) -> String {
    let text = day.to_string();
    text.rsplit_once(' ').map_or(text.clone(), |(short, _)| short.to_owned())
}

fn whole(number: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns, ≥ 0")]
    let whole = number.round().max(0.0) as usize;
    whole
}
