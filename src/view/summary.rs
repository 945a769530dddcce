//! What is said at the end of a session, and when nothing is due?

use serde_json::{Value, json};

use crate::report::Habits;
use crate::schedule::state::Studied;
use crate::session::screen::Leave;
use crate::session::step::Ending;
use crate::session::summary::Summary;
use crate::time::{Day, Days};
use crate::view::text::{Line, Role, Text};

/// How many questions are named in a line of the summary.
const NAMED: usize = 3;
/// Columns of a question that is named.
const NAMED_COLUMNS: usize = 60;

/// Returns the closing lines of a session.
pub fn summary(summary: &Summary, habits: Habits, ending: Option<Ending>) -> Text {
    let mut text = Text::default();
    let time = duration(summary.answer_ms);
    let cards = count(summary.cards, "card");
    let first = match ending {
        Some(Ending::TimeUp) => format!("Time is up: {cards} in {time}"),
        Some(Ending::Left(Leave::Quit | Leave::EndOfInput | Leave::Interrupted | Leave::Terminated)) => {
            let saved = if summary.recorded { "; everything answered is saved" } else { "" };
            format!("Stopped after {cards} in {time}{saved}")
        }
        Some(Ending::Done) => format!("Session done: {cards} in {time}"),
        // Something went wrong, which is said behind it.
        None => format!("Stopped after {cards} in {time}"),
    };
    let first = if summary.recorded { first } else { first + "; nothing was recorded" };
    text.push(Line::new(Role::Title, first));
    if summary.cards > 0 {
        let line = Line::new(Role::Correct, format!("  right at once {}", summary.right))
            .and(Role::Nearly, format!("    with a slip {}", summary.slips))
            .and(Role::Nearly, format!("    in part {}", summary.partly))
            .and(Role::Wrong, format!("    wrong {}", summary.wrong));
        text.push(line);
    }
    if !summary.again.is_empty() {
        text.say(Role::Plain, "  Coming back soon:");
        for question in summary.again.iter().take(NAMED) {
            text.push(Line::new(Role::Plain, format!("    {}", crate::text::clip(question, NAMED_COLUMNS))));
        }
        if summary.again.len() > NAMED {
            text.say(Role::Dim, format!("    and {} more", summary.again.len() - NAMED));
        }
    }
    for (one, other, times) in summary.mixed_up.iter().take(NAMED) {
        let (one, other) = (crate::text::clip(one, NAMED_COLUMNS), crate::text::clip(other, NAMED_COLUMNS));
        let times = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
        text.say(Role::Plain, format!("  Mixed up {times}:"));
        text.push(Line::new(Role::Plain, format!("    {one}")));
        text.push(Line::new(Role::Plain, format!("    {other}")));
    }
    for leech in summary.leeches.iter().take(NAMED) {
        let (question, id) = (crate::text::clip(&leech.question, NAMED_COLUMNS), leech.face.card.as_str());
        text.push(Line::new(Role::Nearly, format!("  Forgotten {} times: {question}", leech.lapses)));
        text.say(
            Role::Plain,
            "    Learn it another way: find a picture or a reason for it, or write it into two cards.",
        );
        text.say(Role::Dim, format!("    csto-quiz card suspend {id}   puts it aside"));
    }
    text.say(Role::Plain, days(summary.due_tomorrow, habits));
    text
}

/// Returns the closing lines of a session for scripts.
pub fn json(summary: &Summary, habits: Habits) -> Value {
    json!({
        "cards": summary.cards,
        "seconds": summary.answer_ms / 1000,
        "right": summary.right,
        "slips": summary.slips,
        "partly": summary.partly,
        "wrong": summary.wrong,
        "due_tomorrow": summary.due_tomorrow,
        "streak": habits.streak,
        "seconds_today": habits.today_ms / 1000,
        "recorded": summary.recorded,
    })
}

/// Returns what is due tomorrow, what was done today and for how many days.
fn days(due: usize, habits: Habits) -> String {
    let load = if due == 0 {
        "Tomorrow nothing is due.".to_owned()
    } else {
        let cards = u64::try_from(due).unwrap_or(u64::MAX);
        format!("Tomorrow {}, about {}.", count(due, "card"), minutes(habits.card_ms.saturating_mul(cards)))
    };
    let today = (habits.today_ms > 0).then(|| format!("  Today {}.", minutes(habits.today_ms)));
    let streak = (habits.streak > 1).then(|| format!("  {} in a row.", count(habits.streak, "day")));
    [Some(load), today, streak].into_iter().flatten().collect()
}

/// Returns a duration in whole minutes, 1 at least: `6 min`.
pub fn minutes(millis: u64) -> String {
    format!("{} min", (millis.saturating_add(30_000) / 60_000).max(1))
}

/// What is left although nothing is to be asked now.
#[derive(Clone, Debug)]
pub struct More<'a> {
    /// How many faces were never asked.
    pub new: usize,
    /// Whether today's limit of new cards is reached.
    pub limit_reached: bool,
    /// The command that was given, word by word.
    pub words: Vec<&'a str>,
}

/// Returns what is said when no card is to be asked now; `states` are those of the decks asked for.
pub fn nothing_due<'a>(states: impl Iterator<Item = &'a Studied>, today: Day, more: &More<'_>) -> Text {
    let mut text = Text::default();
    let mut days: Vec<Day> = states.map(Studied::due_day).collect();
    days.sort_unstable();
    let title = if days.is_empty() {
        "Nothing to study now."
    } else {
        "Nothing to study now: what was due today is done."
    };
    text.push(Line::new(Role::Title, title));
    if more.new > 0 && more.limit_reached {
        let cards = count(more.new, "new card");
        let verb = if more.new == 1 { "waits" } else { "wait" };
        text.say(
            Role::Plain,
            format!("{cards} {verb}: today's limit of new cards is reached (csto-quiz config new_per_day)."),
        );
    }
    match days.into_iter().find(|day| *day > today) {
        Some(day) if day == today.plus(Days(1)) => text.say(Role::Plain, "The next card is due tomorrow."),
        Some(day) => text.say(Role::Plain, format!("The next card is due on {day}.")),
        None => {}
    }
    let command = more.words.join(" ");
    text.say(Role::Dim, format!("More now: csto-quiz {command} --new 5, or csto-quiz {command} --ahead 3"));
    text
}

/// Returns a count with its noun: `1 card`, `2 cards`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Returns a duration for people: `40 s`, `7 min 40 s`.
pub fn duration(millis: u64) -> String {
    let seconds = (millis + 500) / 1000;
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::summary::Leech;

    #[test]
    fn a_summary_names_what_was_forgotten_and_mixed_up() {
        let numbers = Summary {
            cards: 12,
            answer_ms: 460_000,
            right: 7,
            slips: 1,
            partly: 1,
            wrong: 3,
            again: ["One?", "Two?", "Three?", "Four?"].map(str::to_owned).to_vec(),
            mixed_up: vec![("When was the treaty signed?".to_owned(), "When was it founded?".to_owned(), 2)],
            leeches: vec![Leech { face: "d/one".parse().unwrap(), question: "One?".to_owned(), lapses: 8 }],
            due_tomorrow: 14,
            recorded: true,
        };
        let habits = Habits { streak: 11, today_ms: 720_000, card_ms: 26_000 };
        insta::assert_snapshot!(summary(&numbers, habits, Some(Ending::Done)).plain(), @"
        Session done: 12 cards in 7 min 40 s
          right at once 7    with a slip 1    in part 1    wrong 3
          Coming back soon:
            One?
            Two?
            Three?
            and 1 more
          Mixed up 2 times:
            When was the treaty signed?
            When was it founded?
          Forgotten 8 times: One?
            Learn it another way: find a picture or a reason for it, or write it into two cards.
            csto-quiz card suspend d/one   puts it aside
        Tomorrow 14 cards, about 6 min.  Today 12 min.  11 days in a row.
        ");
    }

    #[test]
    fn leaving_at_once_says_that_everything_is_saved() {
        let of = |recorded| {
            let numbers = Summary { recorded, ..Summary::default() };
            summary(&numbers, Habits::default(), Some(Ending::Left(Leave::Quit))).plain()
        };
        insta::assert_snapshot!(of(true), @"
        Stopped after 0 cards in 0 s; everything answered is saved
        Tomorrow nothing is due.
        ");
        insta::assert_snapshot!(of(false), @"
        Stopped after 0 cards in 0 s; nothing was recorded
        Tomorrow nothing is due.
        ");
    }
}
