//! The progress file keeps every answer, and its states are what replaying the log gives.

mod files;
mod laws;
mod log;
mod names;
mod salvage;
mod union;

use std::collections::HashMap;

use csto_quiz::answer::verdict::Class;
use csto_quiz::decision::{Decision, Ruling};
use csto_quiz::deck::id::FaceId;
use csto_quiz::exam::paper::Paper;
use csto_quiz::exam::sitting::Setup;
use csto_quiz::progress::Progress;
use csto_quiz::progress::error::ProgressError;
use csto_quiz::review::{
    Judged, LogLine, MachineId, Mode, Review, ReviewId, Revocation, RevocationReason, Scheduler, replay,
};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::{MODEL_NAME, Model};
use csto_quiz::schedule::state::Studied;
use csto_quiz::seed::Seed;
use csto_quiz::time::{Day, Days, Moment, Timestamp};
use rusqlite::Connection;
use tempfile::TempDir;

/// The machine of these tests.
const MACHINE: u64 = 7;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

fn machine() -> MachineId {
    MachineId::new(MACHINE)
}

fn face(name: &str) -> FaceId {
    name.parse().expect("a face")
}

/// A review: `number` is its order, its instant within the day and its name.
fn review(name: &str, day: i32, number: u16, grade: Grade) -> Review {
    let at = Timestamp::from_millis(i64::from(day) * DAY_MS + i64::from(number));
    let day = Day::from_number(day);
    Review {
        id: ReviewId::new(at, u128::from(number)),
        machine: machine(),
        face: face(name),
        day,
        moment: Moment { at, offset: -210 },
        mode: Mode::Study,
        verdict: Some(Judged { class: Class::Typo, score: 1.0 }),
        typed: Some("Ташкент\0\u{1b}".to_owned()),
        proposed: Grade::Good,
        grade,
        hints: 255,
        first_key_ms: Some(u32::MAX),
        answer_ms: 1000 + u32::from(number),
        due: day.plus(Days(5)),
        fingerprint: u64::MAX - u64::from(number),
        scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 3 },
    }
}

fn revocation(number: u16, reason: RevocationReason) -> Revocation {
    let at = Timestamp::from_millis(i64::from(number));
    Revocation { id: ReviewId::new(at, u128::from(number) << 16), machine: machine(), at, reason }
}

fn decision(number: u16, card: &str, ruling: Ruling) -> Decision {
    let at = Timestamp::from_millis(i64::from(number));
    let id = ReviewId::new(at, u128::from(number) << 32);
    Decision { id, machine: machine(), at, card: card.parse().expect("a card"), ruling }
}

/// What was settled before an exam of one question.
fn setup(number: u16, title: &str) -> Setup {
    let at = Timestamp::from_millis(i64::from(number));
    Setup {
        id: ReviewId::new(at, u128::from(number) << 48),
        machine: machine(),
        begun: Moment { at, offset: 60 },
        paper: Paper { questions: vec!["d/a".parse().expect("a face")], seed: Seed(3) },
        minutes: None,
        pass: Some(60.0),
        strict: false,
        recorded: true,
        predicted: 70.5,
        title: title.to_owned(),
    }
}

fn in_memory() -> Progress {
    Progress::open_in_memory(machine()).expect("memory")
}

fn opened(folder: &TempDir) -> Progress {
    Progress::open(&folder.path().join("data/progress.db"), machine()).expect("a progress file")
}

fn raw(folder: &TempDir) -> Connection {
    Connection::open(folder.path().join("data/progress.db")).expect("a database")
}

fn renames(names: &[(&str, &str)]) -> HashMap<FaceId, FaceId> {
    names.iter().map(|(was, now)| (face(was), face(now))).collect()
}

fn message(folder: &TempDir, error: &ProgressError) -> String {
    error.to_string().replace(&folder.path().display().to_string(), "HOME")
}

/// The states that replaying the log gives, face by face.
fn replayed(progress: &Progress) -> HashMap<FaceId, Studied> {
    let names = progress.adopted().expect("no error");
    let mut faces: HashMap<FaceId, Vec<Review>> = HashMap::new();
    for LogLine { review, revoked } in progress.log().expect("no error") {
        if revoked.is_none() {
            let now = names.get(&review.face).unwrap_or(&review.face).clone();
            faces.entry(now).or_default().push(review);
        }
    }
    let state = |reviews: &Vec<Review>| replay(&Model::default(), reviews);
    faces.iter().filter_map(|(face, reviews)| Some((face.clone(), state(reviews)?))).collect()
}
