//! How does a value stand in a row?
//!
//! Writing cannot fail; reading checks everything, for the file may have been damaged or edited.
//! `progress::log` and `progress::cache` call it.

use std::fmt;

use rusqlite::types::Value;
use rusqlite::{Row, Statement, params};

use crate::decision::Decision;
use crate::deck::card::MOST_MARKS;
use crate::deck::id::FaceId;
use crate::exam::ExamId;
use crate::exam::paper::Paper;
use crate::exam::sitting::{Event, Mark, Setup, What};
use crate::progress::cells::{BadRow, Cells};
use crate::progress::sharing::Written;
use crate::review::{LogLine, MachineId, Mode, Review, ReviewId, Revocation, RevocationReason, Scheduler};
use crate::schedule::grade::Grade;
use crate::schedule::state::{Due, Studied};
use crate::seed::Seed;

/// The columns of `review`, in the order in which they are read and written.
pub(super) const REVIEW: [&str; 19] = [
    "id",
    "machine",
    "face",
    "day",
    "at",
    "utc_offset",
    "mode",
    "verdict",
    "score",
    "typed",
    "proposed",
    "grade",
    "hints",
    "first_key_ms",
    "answer_ms",
    "due",
    "fingerprint",
    "model",
    "parameters",
];
/// The columns of `revocation` but for the review's name, in the order in which they are read.
pub(super) const REVOCATION: [&str; 4] = ["id", "machine", "at", "reason"];
/// The columns of `revocation`, in the order in which they are read.
pub(super) const REVOCATION_OF: [&str; 5] = ["review", "id", "machine", "at", "reason"];
/// The columns of `decision`, in the order in which they are read.
pub(super) const DECISION: [&str; 7] = ["id", "machine", "at", "card", "ruling", "text", "until"];
/// The columns of `exam`, in the order in which they are read and written.
pub(super) const EXAM: [&str; 12] = [
    "id",
    "machine",
    "at",
    "utc_offset",
    "title",
    "questions",
    "seed",
    "minutes",
    "pass",
    "strict",
    "recorded",
    "predicted",
];
/// The columns of `exam_event` but for the exam's name, in the order in which they are read.
pub(super) const EXAM_EVENT: [&str; 5] = ["what", "at", "question", "text", "ms"];
/// The columns of `exam_event`, in the order in which they are read.
pub(super) const EXAM_EVENT_OF: [&str; 6] = ["exam", "what", "at", "question", "text", "ms"];
/// The columns of `state`, in the order in which they are read and written.
pub(super) const STATE: [&str; 10] = [
    "face",
    "stability",
    "difficulty",
    "due",
    "repeat_at",
    "last_day",
    "last_at",
    "reviews",
    "lapses",
    "fingerprint",
];
/// Returns a review of the columns [`REVIEW`].
pub(super) fn review(row: &Row<'_>) -> Result<Review, BadRow> {
    let mut cells = Cells::new(row, "review", &REVIEW, 0);
    Ok(Review {
        id: cells.parsed()?,
        machine: cells.parsed()?,
        face: cells.parsed()?,
        day: cells.day()?,
        moment: cells.moment()?,
        mode: cells.word(&Mode::ALL, Mode::as_str)?,
        verdict: cells.judged()?,
        typed: cells.optional(Cells::text)?.map(str::to_owned),
        proposed: cells.word(&Grade::ALL, Grade::as_str)?,
        grade: cells.word(&Grade::ALL, Grade::as_str)?,
        hints: cells.integer()?,
        first_key_ms: cells.optional(Cells::integer)?,
        answer_ms: cells.integer()?,
        due: cells.day()?,
        fingerprint: cells.fingerprint()?,
        scheduler: Scheduler { model: cells.text()?.to_owned(), parameters: cells.integer()? },
    })
}

/// Returns a line of the log of the columns [`REVIEW`], then [`REVOCATION`] or as many NULLs.
pub(super) fn line(row: &Row<'_>) -> Result<LogLine, BadRow> {
    let mut cells = Cells::new(row, "revocation", &REVOCATION, REVIEW.len());
    Ok(LogLine { review: review(row)?, revoked: cells.optional(revocation)? })
}

/// Returns a revocation of the columns [`REVOCATION_OF`], with the review that it revokes.
pub(super) fn revocation_of(row: &Row<'_>) -> Result<(ReviewId, Revocation), BadRow> {
    let mut cells = Cells::new(row, "revocation", &REVOCATION_OF, 0);
    Ok((cells.parsed()?, revocation(&mut cells)?))
}

fn revocation(cells: &mut Cells<'_>) -> Result<Revocation, BadRow> {
    Ok(Revocation {
        id: cells.parsed()?,
        machine: cells.parsed()?,
        at: cells.instant()?,
        reason: cells.word(&RevocationReason::ALL, RevocationReason::as_str)?,
    })
}

/// Returns a decision of the columns [`DECISION`].
pub(super) fn decision(row: &Row<'_>) -> Result<Decision, BadRow> {
    let mut cells = Cells::new(row, "decision", &DECISION, 0);
    Ok(Decision {
        id: cells.parsed()?,
        machine: cells.parsed()?,
        at: cells.instant()?,
        card: cells.parsed()?,
        ruling: cells.ruling()?,
    })
}

/// Returns an exam of the columns [`EXAM`].
pub(super) fn exam(row: &Row<'_>) -> Result<Setup, BadRow> {
    let mut cells = Cells::new(row, "exam", &EXAM, 0);
    let (id, machine, begun) = (cells.parsed()?, cells.parsed()?, cells.moment()?);
    let title = cells.text()?.to_owned();
    let questions = cells.text()?.lines().map(str::parse).collect::<Result<_, _>>();
    let questions = questions.map_err(|_| cells.bad())?;
    let seed = Seed(cells.fingerprint()?);
    Ok(Setup {
        id,
        machine,
        begun,
        paper: Paper { questions, seed },
        minutes: cells.optional(Cells::integer)?,
        pass: cells.optional(Cells::real)?,
        strict: cells.flag()?,
        recorded: cells.flag()?,
        predicted: cells.real()?,
        title,
    })
}

/// Returns an event of an exam of the columns [`EXAM_EVENT`].
pub(super) fn exam_event(row: &Row<'_>) -> Result<Event, BadRow> {
    event(&mut Cells::new(row, "exam_event", &EXAM_EVENT, 0))
}

/// Returns an event of the columns [`EXAM_EVENT_OF`], with its exam.
pub(super) fn exam_event_of(row: &Row<'_>) -> Result<(ExamId, Event), BadRow> {
    let mut cells = Cells::new(row, "exam_event", &EXAM_EVENT_OF, 0);
    Ok((cells.parsed()?, event(&mut cells)?))
}

fn event(cells: &mut Cells<'_>) -> Result<Event, BadRow> {
    let (what, at) = (cells.text()?, cells.instant()?);
    let question: Option<usize> = cells.optional(Cells::integer)?;
    let text = cells.optional(Cells::text)?.map(str::to_owned);
    let ms: Option<u32> = cells.optional(Cells::integer)?;
    let what = match (what, question, text, ms) {
        ("answered", Some(question), Some(typed), Some(ms)) => What::Answered { question, typed, ms },
        ("marked", Some(question), None, None) => What::Marked { question, marked: true },
        ("unmarked", Some(question), None, None) => What::Marked { question, marked: false },
        ("handed-in", None, Some(text), None) => What::HandedIn(
            text.split(' ')
                .filter(|mark| !mark.is_empty())
                .map(mark)
                .collect::<Option<_>>()
                .ok_or_else(|| cells.bad())?,
        ),
        ("challenged", Some(question), None, None) => What::Challenged { question },
        _ => return Err(cells.bad()),
    };
    Ok(Event { at, what })
}

/// Reads `0.5/1`.
fn mark(text: &str) -> Option<Mark> {
    let (got, out_of) = text.split_once('/')?;
    let (got, out_of): (f64, f64) = (got.parse().ok()?, out_of.parse().ok()?);
    let is_one = out_of > 0.0 && out_of <= MOST_MARKS && (0.0..=out_of).contains(&got);
    is_one.then_some(Mark { got, out_of })
}

/// Returns a face and its state of the columns [`STATE`].
pub(super) fn state(row: &Row<'_>) -> Result<(FaceId, Studied), BadRow> {
    let mut cells = Cells::new(row, "state", &STATE, 0);
    let face = cells.parsed()?;
    let state = Studied {
        memory: cells.memory()?,
        due: cells.due()?,
        last_day: cells.day()?,
        last_at: cells.instant()?,
        reviews: cells.integer()?,
        lapses: cells.integer()?,
        fingerprint: cells.fingerprint()?,
    };
    Ok((face, state))
}

/// Returns an earlier name of a face and its name now.
pub(super) fn name(row: &Row<'_>) -> Result<(FaceId, FaceId), BadRow> {
    let mut cells = Cells::new(row, "name", &["was", "face"], 0);
    Ok((cells.parsed()?, cells.parsed()?))
}

/// Returns the name of a row that was forgotten.
pub(super) fn forgotten(row: &Row<'_>) -> Result<ReviewId, BadRow> {
    Cells::new(row, "forgotten", &["id"], 0).parsed()
}

/// Returns a segment that was written to. Segments are called like machines: no other name of a file comes
/// from here.
pub(super) fn written(row: &Row<'_>) -> Result<Written, BadRow> {
    let mut cells = Cells::new(row, "segment_written", &["folder", "segment", "is_unwanted"], 0);
    let (folder, segment) = (cells.text()?.to_owned(), cells.parsed::<MachineId>()?.to_string());
    Ok(Written { folder, segment, is_unwanted: cells.flag()? })
}

/// Returns the name of the machine.
pub(super) fn machine(row: &Row<'_>) -> Result<MachineId, BadRow> {
    Cells::new(row, "machine", &["id"], 0).parsed()
}

/// Writes a review with a statement that has one parameter for each of [`REVIEW`]; returns how
/// many rows changed.
pub(super) fn insert_review(statement: &mut Statement<'_>, review: &Review) -> rusqlite::Result<usize> {
    let text = |value: &dyn fmt::Display| Value::Text(value.to_string());
    let values: [Value; REVIEW.len()] = [
        text(&review.id),
        text(&review.machine),
        text(&review.face),
        review.day.number().into(),
        review.moment.at.millis().into(),
        review.moment.offset.into(),
        text(&review.mode.as_str()),
        review.verdict.map(|judged| judged.class.as_str().to_owned()).into(),
        review.verdict.map(|judged| judged.score).into(),
        review.typed.clone().into(),
        text(&review.proposed.as_str()),
        text(&review.grade.as_str()),
        i64::from(review.hints).into(),
        review.first_key_ms.into(),
        review.answer_ms.into(),
        review.due.number().into(),
        review.fingerprint.cast_signed().into(),
        text(&review.scheduler.model),
        review.scheduler.parameters.into(),
    ];
    statement.execute(rusqlite::params_from_iter(values))
}

/// Writes the revocation of a review with a statement that has the parameters review, then
/// [`REVOCATION`]; returns how many rows changed.
pub(super) fn insert_revocation(
    statement: &mut Statement<'_>,
    review: ReviewId,
    revocation: &Revocation,
) -> rusqlite::Result<usize> {
    let Revocation { id, machine, at, reason } = revocation;
    let (review, id, machine) = (review.to_string(), id.to_string(), machine.to_string());
    statement.execute(params![review, id, machine, at.millis(), reason.as_str()])
}

/// Writes the state of a face with a statement that has one parameter for each of [`STATE`].
pub(super) fn insert_state(
    statement: &mut Statement<'_>,
    face: &FaceId,
    state: &Studied,
) -> rusqlite::Result<usize> {
    let (due, repeat_at) = match state.due {
        Due::On(day) => (Some(day.number()), None),
        Due::Repeat(at) => (None, Some(at.millis())),
    };
    statement.execute(params![
        face.to_string(),
        state.memory.stability.days(),
        state.memory.difficulty.value(),
        due,
        repeat_at,
        state.last_day.number(),
        state.last_at.millis(),
        state.reviews,
        state.lapses,
        state.fingerprint.cast_signed(),
    ])
}
