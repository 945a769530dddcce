//! How is a report put into words, and into JSON?

use serde_json::{Value, json};

use crate::deck::id::CardId;
use crate::report::{Overrides, Report};
use crate::schedule::units::Retrievability;
use crate::time::Moment;
use crate::view::summary::{count, duration};
use crate::view::text::Signs;
use crate::view::text::{Line, Role, Text};

/// The longest bar of the forecast.
const BAR_COLUMNS: usize = 20;
/// Days of the forecast that are shown to people.
const SHOWN_DAYS: usize = 7;
/// A topic whose recall is above this is not weak.
const WEAK: f64 = 0.95;
/// How many of the weakest topics are named.
const WEAKEST: usize = 3;

/// Returns a report for people.
pub fn report(report: &Report, title: &str, signs: Signs) -> Text {
    let mut text = Text::default();
    let cards = report.cards;
    let suspended =
        if cards.suspended == 0 { String::new() } else { format!(", {} suspended", cards.suspended) };
    let counts = format!("{} mature, {} young, {} new{suspended}", cards.mature, cards.young, cards.new);
    text.push(
        Line::new(Role::Title, title)
            .and(Role::Plain, format!("   {} to learn: {counts}", count(cards.total, "face"))),
    );
    let goal = format!("(goal {})", report.desired);
    let measured = match report.recall {
        Some(share) => format!("{:.0}% of reviews in 30 days {goal}", share * 100.0),
        None => format!("not measured yet {goal}"),
    };
    let now = report.predicted.map(|recall| format!("   now {recall}")).unwrap_or_default();
    text.say(Role::Plain, format!("  recall   {measured}{now}"));
    let today =
        format!("{} in {}", count(report.reviews_today, "review"), duration(report.seconds_today * 1000));
    text.say(Role::Plain, format!("  today    {today}   in all {}", report.reviews));
    let streak = count(report.streak, "day");
    text.say(Role::Plain, format!("  streak   {streak} in a row"));
    text.append(forecast(report, signs));
    let mut weakest: Vec<_> = report.topics.iter().filter(|topic| topic.recall.is_some()).collect();
    weakest.retain(|topic| topic.recall.is_some_and(|recall| recall.probability() < WEAK));
    weakest.sort_by(|a, b| a.recall.partial_cmp(&b.recall).unwrap_or(std::cmp::Ordering::Equal));
    if !weakest.is_empty() {
        let named: Vec<String> = weakest
            .iter()
            .take(WEAKEST)
            .filter_map(|topic| {
                let name = topic.topic.as_deref().unwrap_or("no topic");
                topic.recall.map(|recall| format!("{name} {recall}"))
            })
            .collect();
        text.say(Role::Plain, format!("  weakest  {}", named.join("   ")));
    }
    overrides(&mut text, report.overrides);
    for leech in &report.leeches {
        let times = count(usize::try_from(leech.lapses).unwrap_or(usize::MAX), "time");
        text.say(Role::Nearly, format!("  leech    {}: forgotten {times}", leech.face));
        if !leech.confused.is_empty() {
            let cards: Vec<&str> = leech.confused.iter().take(WEAKEST).map(CardId::as_str).collect();
            text.say(Role::Plain, format!("           taken for {}", cards.join(", ")));
        }
        text.say(
            Role::Plain,
            "           learn it another way: a picture, a reason, two cards instead of one",
        );
    }
    text
}

/// Adds how often another grade was chosen: the measure of the examiner.
fn overrides(text: &mut Text, overrides: Overrides) {
    let Overrides { judged, raised, lowered } = overrides;
    if judged == 0 {
        return;
    }
    let share = (raised + lowered) as f64 / judged as f64 * 100.0;
    let line = format!(
        "  grades   {share:.0}% of {} changed   {raised} up, {lowered} down",
        count(judged, "answer")
    );
    text.say(Role::Plain, line);
}

fn forecast(report: &Report, signs: Signs) -> Text {
    let days = report.forecast.iter().take(SHOWN_DAYS);
    let most = days.clone().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let mut text = Text::default();
    for (number, (day, count)) in days.enumerate() {
        let columns = (count * BAR_COLUMNS / most).max(usize::from(*count > 0));
        let bar = match signs {
            Signs::Unicode => "█".repeat(columns),
            Signs::Ascii => "#".repeat(columns),
        };
        let label = if number == 0 { "  due      " } else { "           " };
        let line = format!("{label}{} {count:>4}  ", day.weekday());
        let line = if bar.is_empty() {
            Line::new(Role::Plain, line.trim_end())
        } else {
            Line::new(Role::Plain, line).and(Role::Dim, bar)
        };
        text.push(line);
    }
    text
}

/// Returns a report for scripts.
pub fn json(report: &Report, now: Moment) -> Value {
    let days: Vec<Value> =
        report.forecast.iter().map(|(day, count)| json!({ "day": day.iso(), "count": count })).collect();
    let topics: Vec<Value> = report
        .topics
        .iter()
        .map(|topic| {
            json!({
                "topic": topic.topic,
                "cards": topic.cards,
                "recall": topic.recall.map(Retrievability::probability),
            })
        })
        .collect();
    let (cards, grades) = (report.cards, report.overrides);
    let leeches: Vec<String> = report.leeches.iter().map(|leech| leech.face.to_string()).collect();
    let confused: Vec<Value> = report
        .leeches
        .iter()
        .flat_map(|leech| leech.confused.iter().map(move |card| (leech.face.to_string(), card)))
        .map(|(leech, card)| json!({ "card": leech, "with": card.as_str() }))
        .collect();
    json!({
        "now": now.rfc3339(),
        "cards": {
            "total": cards.total, "new": cards.new, "young": cards.young, "mature": cards.mature, "suspended": cards.suspended,
        },
        "due": { "now": report.due_now(), "days": days },
        "reviews": {
            "total": report.reviews, "today": report.reviews_today, "seconds_today": report.seconds_today,
        },
        "recall": {
            "last_30_days": report.recall,
            "desired": report.desired.probability(),
            "predicted_now": report.predicted.map(Retrievability::probability),
        },
        "topics": topics,
        "streak": report.streak,
        "leeches": leeches,
        "confused": confused,
        "grades": { "judged": grades.judged, "raised": grades.raised, "lowered": grades.lowered },
    })
}
