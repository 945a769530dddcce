//! A month of study through the binary: what is stored is what the log says, and what was forecast
//! falls due.

mod support;

use std::collections::HashMap;

use csto_quiz::deck::id::FaceId;
use csto_quiz::exchange::log;
use csto_quiz::progress::Progress;
use csto_quiz::review::{MachineId, Review, replay};
use csto_quiz::schedule::memory::Model;
use csto_quiz::schedule::state::Studied;
use support::Home;

/// Days of study.
const DAYS: u32 = 30;

/// A day of March or April 2026 at nine in the morning; on the last Sunday of March the clock
/// changes to summer time.
fn morning(day: u32) -> String {
    let (month, of_month) = if day <= 31 { (3, day) } else { (4, day - 31) };
    let offset = if day < 29 { "+01:00" } else { "+02:00" };
    format!("2026-{month:02}-{of_month:02}T09:00:00{offset}")
}

/// Lines for a session: nonsense as the answer, and grades that differ from card to card and from
/// day to day.
fn lines(day: u32) -> String {
    (0..60).map(|card| format!("nonsense\n{}\n", [3, 1, 2, 3, 4, 3, 3][(card + day as usize) % 7])).collect()
}

/// Studies on every day of the month, except for two.
fn studied_month() -> Home {
    let mut home = Home::new();
    for day in (1..=DAYS).filter(|day| *day != 12 && *day != 13) {
        home.at(&morning(day));
        let ran = home.run_with(&["study", "--plain"], &lines(day));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "day {day}: {}", ran.out);
    }
    home
}

fn replayed(home: &Home) -> HashMap<FaceId, Studied> {
    let mut by_face: HashMap<FaceId, Vec<Review>> = HashMap::new();
    for line in home.out(&["progress", "export"]).lines() {
        let line = log::from_json(line).expect("a line of the log");
        if line.revoked.is_none() {
            by_face.entry(line.review.face.clone()).or_default().push(line.review);
        }
    }
    let model = Model::default();
    by_face.into_iter().filter_map(|(face, reviews)| Some((face, replay(&model, &reviews)?))).collect()
}

#[test]
fn stored_states_are_what_replaying_the_export_gives() {
    let home = studied_month();
    let replayed = replayed(&home);
    assert!(replayed.len() > 100, "{} cards were studied", replayed.len());
    let progress = Progress::open(&home.progress_file(), MachineId::new(0)).expect("progress");
    assert_eq!(progress.states().expect("states"), replayed);

    let (face, state) = replayed.iter().max_by_key(|(face, _)| (*face).clone()).expect("a card");
    let info = home.json(&["card", "info", &face.to_string(), "--json"]);
    assert_eq!(info["due"], state.due_day().iso());
    assert_eq!(info["stability"], state.memory.stability.days());
}

#[test]
fn what_is_forecast_falls_due_when_nothing_is_studied_between() {
    let mut home = studied_month();
    home.at(&morning(DAYS));
    let due_now = |home: &Home| home.json(&["stats", "--json"])["due"]["now"].as_u64().expect("a count");
    let stats = home.json(&["stats", "--json"]);
    let days = stats["due"]["days"].as_array().expect("days").clone();
    let mut due_before = 0;
    for (ahead, day) in (0..14).zip(&days) {
        home.at(&morning(DAYS + ahead));
        let due = due_now(&home);
        assert_eq!(due - due_before, day["count"].as_u64().expect("a count"), "{}", day["day"]);
        due_before = due;
    }
    assert!(due_before > 20, "only {due_before} cards fell due in two weeks");
}
