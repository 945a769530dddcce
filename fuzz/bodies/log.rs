//! What holds for every export and every segment that is imported?

use std::collections::HashMap;

use csto_quiz::decision::Standing;
use csto_quiz::exchange::log::to_json;
use csto_quiz::exchange::segment::{Row, from_line, to_line};
use csto_quiz::progress::Progress;
use csto_quiz::progress::error::ProgressError;
use csto_quiz::progress::union::{Added, Contents};
use csto_quiz::report::{Basis, Report};
use csto_quiz::review::{LogLine, MachineId, Review};
use csto_quiz::schedule::memory::Model;
use csto_quiz::schedule::units::DesiredRetention;
use csto_quiz::time::Day;

use super::clean::assert_message;
use super::templates::{self, DECKS};

/// The line that divides the exports of two machines.
const OTHER_MACHINE: &[u8] = b"%%";

/// Imports exported lines ([`templates::line`]); those below a line `%%` are of another machine.
pub fn log(data: &[u8]) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let mut lines = &mut first;
    for line in data.split(|byte| *byte == b'\n') {
        if line == OTHER_MACHINE {
            lines = &mut second;
        } else if let Ok(line) = std::str::from_utf8(line) {
            lines.extend(read(&templates::line(line)));
        }
    }
    let Some(one) = united(&[&first]) else { return };
    check_united(&one, &first);
    if second.is_empty() {
        return;
    }
    if let Some(both) = united(&[&first, &second]) {
        let other = united(&[&second, &first]).expect("what unites in one order unites in the other");
        assert_eq!(sorted(&both), sorted(&other), "the order of the files matters");
        assert_eq!(both.states().expect("states"), other.states().expect("states"));
    }
}

/// Reads a line; what is read is written again, and reads the same.
fn read(line: &str) -> Option<Row> {
    match from_line(line) {
        Ok(read) => {
            let written = to_line(&read);
            assert!(!written.contains('\n'), "{written}");
            let again = from_line(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
            assert_eq!(again, read);
            assert_eq!(to_line(&again), written);
            Some(read)
        }
        Err(error) => {
            assert_message(&error);
            None
        }
    }
}

/// Returns progress with these lines; nothing where they contradict each other, and then nothing of
/// them is in it.
fn united(logs: &[&Vec<Row>]) -> Option<Progress> {
    let model = Model::default();
    let mut progress = Progress::open_in_memory(MachineId::new(7)).expect("memory");
    for lines in logs {
        let contents = Contents::of_rows((*lines).clone());
        let before = progress.contents().expect("what was added before");
        match progress.unite(&contents, &model) {
            Ok(_) => {
                let twice = progress.unite(&contents, &model).expect("a second time");
                assert_eq!(twice, Added::default(), "a second time changes something");
            }
            Err(error @ ProgressError::Conflict { .. }) => {
                assert_message(&error);
                assert_eq!(progress.contents().expect("what was there"), before, "half of it was added");
                return None;
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    Some(progress)
}

/// Asserts that the log has every line, that states are what replaying gives, and that all of it can be
/// counted.
fn check_united(progress: &Progress, rows: &[Row]) {
    let model = Model::default();
    let log = progress.log().expect("the log");
    let by_id: HashMap<_, _> = log.iter().map(|line| (line.review.id, &line.review)).collect();
    for row in rows {
        if let Row::Review(LogLine { review, .. }) = row {
            let known = by_id.get(&review.id).expect("a review that was added");
            // What was typed is that of the first who says so.
            assert_eq!(**known, Review { typed: known.typed.clone(), ..review.clone() });
        }
    }
    let checked = progress.check(&model).expect("a look through");
    assert_eq!((&checked.wrong, checked.stale), (&Vec::new(), 0), "{checked:?}");
    let states = progress.states().expect("states");
    let counted = log.into_iter().filter(|line| line.revoked.is_none()).map(|line| line.review);
    let reviews: Vec<Review> = counted.collect();
    let desired = DesiredRetention::default();
    let basis = Basis {
        decks: &DECKS,
        states: &states,
        reviews: &reviews,
        model: &model,
        standing: &Standing::default(),
    };
    for today in [Day::from_number(20_000), reviews.last().map_or(Day::from_number(0), |review| review.day)] {
        let _ = Report::new(basis, today, desired);
        let _ = progress.done_on(today).expect("a day");
    }
    let _ = progress.days().expect("the days");
    let _ = progress.first_keys(100).expect("the times");
}

/// Everything that the logs have, but for what was typed, in an order of its own.
fn sorted(progress: &Progress) -> Vec<String> {
    let log = progress.log().expect("the log").into_iter();
    let untyped = |line: LogLine| LogLine { review: Review { typed: None, ..line.review }, ..line };
    let mut rows: Vec<String> = log.map(|line| to_json(&untyped(line))).collect();
    let contents = progress.contents().expect("contents");
    rows.extend(contents.decisions.iter().map(|decision| format!("{decision:?}")));
    rows.extend(contents.revocations.iter().map(|row| format!("{row:?}")));
    for (setup, events) in contents.exams {
        let mut events: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
        events.sort();
        rows.push(format!("{setup:?} {events:?}"));
    }
    rows.sort();
    rows
}
