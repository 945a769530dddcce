//! What the learner has seen is never lost, however the program ends and however many run at once.
//!
//! The full form is `CSTO_QUIZ_KILLS=1000 cargo test --release --test crash -- --nocapture`.

mod exams;
mod files;
mod kill;
mod migration;
mod sessions;
mod together;

#[path = "../support/mod.rs"]
mod support;

use std::path::Path;

use csto_quiz::exchange::log::to_json;
use csto_quiz::progress::Progress;
use csto_quiz::review::MachineId;
use csto_quiz::schedule::memory::Model;
use csto_quiz::time::Day;
use support::Home;

/// The study day of the first case, 2026-03-02.
const FIRST_DAY: i32 = 20_514;

/// The deck that [`many_words`] writes, as a command names it.
const DECK: &str = "words.toml";

/// What a data directory has, as far as these tests ask.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    /// The lines of `progress export`, sorted.
    lines: Vec<serde_json::Value>,
    /// How much `progress check` counts.
    rows: serde_json::Value,
}

/// Looks at progress through the commands that a learner has for it; it must be sound.
#[track_caller]
fn asked(home: &Home) -> Kept {
    let lines = sorted(home.export());
    let check = home.json(&["progress", "check", "--json"]);
    assert_eq!((&check["wrong"], &check["states_rebuilt"]), (&serde_json::json!([]), &0.into()), "{check}");
    Kept { lines, rows: check["rows"].clone() }
}

/// The same without starting a program, for where there is little time.
#[track_caller]
fn looked(path: &Path) -> Kept {
    let progress = Progress::open(path, MachineId::new(1)).expect("a progress file that can be opened");
    kept(&progress)
}

/// Looks at a copy of a progress file, which must be sound.
#[track_caller]
fn copied(path: &Path) -> Kept {
    kept(&Progress::copy_of(path).expect("a whole copy"))
}

#[track_caller]
fn kept(progress: &Progress) -> Kept {
    let checked = progress.check(&Model::default()).expect("rows that are ours");
    assert_eq!((checked.wrong, checked.stale), (Vec::new(), 0), "{}", progress.path().display());
    let line = |line| serde_json::from_str(&to_json(&line)).expect("JSON");
    let lines = sorted(progress.log().expect("a log").into_iter().map(line).collect());
    let size = checked.size;
    let rows = serde_json::json!({
        "reviews": size.reviews, "revocations": size.revocations,
        "decisions": size.decisions, "exams": size.exams,
    });
    Kept { lines, rows }
}

/// Sorts lines by the names of their reviews, of which none may be there twice.
#[track_caller]
fn sorted(mut lines: Vec<serde_json::Value>) -> Vec<serde_json::Value> {
    let name = |line: &serde_json::Value| line["id"].as_str().expect("a name").to_owned();
    lines.sort_by_key(name);
    assert!(lines.windows(2).all(|pair| name(&pair[0]) != name(&pair[1])), "a review is there twice");
    lines
}

/// Returns the morning of the day of a case.
fn morning(case: usize) -> String {
    format!("{}T09:00:00+01:00", day(case).iso())
}

fn day(case: usize) -> Day {
    Day::from_number(FIRST_DAY + i32::try_from(case).expect("a small number"))
}

/// Writes a deck of things that are asked by their number, as [`DECK`] in the home.
fn many_words(home: &Home, count: usize) {
    let card = |number: usize| {
        let question = format!("What is thing number {number}?");
        format!("\n[[card]]\nid = \"c{number}\"\nquestion = \"{question}\"\nanswer = \"thing {number}\"\n")
    };
    let head = "[deck]\nformat = 1\nid = \"words\"\ntitle = \"Words\"\n".to_owned();
    let text: String = std::iter::once(head).chain((0..count).map(card)).collect();
    home.write(DECK, &text);
}
