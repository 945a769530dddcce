//! Which exams were sat, as the file keeps them?
//!
//! A part of the log: rows are only ever added. `progress` calls it, inside its transactions.

use rusqlite::types::Value;
use rusqlite::{Connection, Params, params, params_from_iter};

use crate::exam::ExamId;
use crate::exam::sitting::{Event, Setup, Sitting, What};
use crate::progress::error::Fault;
use crate::progress::rows;

/// Returns all sittings, earliest first.
pub(super) fn all(connection: &Connection) -> Result<Vec<Sitting>, Fault> {
    let setups = setups(connection, "ORDER BY at, id", [])?;
    let sitting = |setup: Setup| Ok(Sitting::new(setup.clone(), events(connection, setup.id)?));
    setups.into_iter().map(sitting).collect()
}

/// Returns what was settled before the exam of a name, if there is one.
pub(super) fn setup(connection: &Connection, exam: ExamId) -> Result<Option<Setup>, Fault> {
    Ok(setups(connection, "WHERE id = ?1", [exam.to_string()])?.pop())
}

/// Returns what was settled before each exam that a condition selects.
pub(super) fn setups(
    connection: &Connection,
    condition: &str,
    parameters: impl Params,
) -> Result<Vec<Setup>, Fault> {
    let columns = rows::EXAM.join(", ");
    let mut statement = connection.prepare_cached(&format!("SELECT {columns} FROM exam {condition}"))?;
    let mut found = statement.query(parameters)?;
    let mut setups = Vec::new();
    while let Some(row) = found.next()? {
        setups.push(rows::exam(row)?);
    }
    Ok(setups)
}

/// Returns what happened in an exam, in the order in which it was written here.
pub(super) fn events(connection: &Connection, exam: ExamId) -> Result<Vec<Event>, Fault> {
    let columns = rows::EXAM_EVENT.join(", ");
    let mut statement = connection
        .prepare_cached(&format!("SELECT {columns} FROM exam_event WHERE exam = ?1 ORDER BY number"))?;
    let mut found = statement.query([exam.to_string()])?;
    let mut events = Vec::new();
    while let Some(row) = found.next()? {
        events.push(rows::exam_event(row)?);
    }
    Ok(events)
}

/// Appends an exam that begins.
pub(super) fn begin(connection: &Connection, setup: &Setup) -> Result<(), Fault> {
    let questions: Vec<String> = setup.paper.questions.iter().map(ToString::to_string).collect();
    let values: [Value; rows::EXAM.len()] = [
        setup.id.to_string().into(),
        setup.machine.to_string().into(),
        setup.begun.at.millis().into(),
        setup.begun.offset.into(),
        setup.title.clone().into(),
        questions.join("\n").into(),
        setup.paper.seed.0.cast_signed().into(),
        setup.minutes.into(),
        setup.pass.into(),
        setup.strict.into(),
        setup.recorded.into(),
        setup.predicted.into(),
    ];
    let (names, marks) = (rows::EXAM.join(", "), super::log::marks(rows::EXAM.len()));
    connection
        .prepare_cached(&format!("INSERT INTO exam ({names}) VALUES ({marks})"))?
        .execute(params_from_iter(values))?;
    Ok(())
}

/// Appends something that happened in an exam.
pub(super) fn append(connection: &Connection, exam: ExamId, event: &Event) -> Result<(), Fault> {
    let (what, question, text, ms) = match &event.what {
        What::Answered { question, typed, ms } => ("answered", Some(question), Some(typed.clone()), Some(ms)),
        What::Marked { question, marked: true } => ("marked", Some(question), None, None),
        What::Marked { question, marked: false } => ("unmarked", Some(question), None, None),
        What::HandedIn(marks) => {
            let marks = marks.iter().map(|mark| format!("{}/{}", mark.got, mark.out_of));
            ("handed-in", None, Some(marks.collect::<Vec<_>>().join(" ")), None)
        }
        What::Challenged { question } => ("challenged", Some(question), None, None),
    };
    let question = question.map(|question| i64::try_from(*question).unwrap_or(i64::MAX));
    connection
        .prepare_cached(
            "INSERT INTO exam_event (exam, at, what, question, text, ms) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![exam.to_string(), event.at.millis(), what, question, text, ms])?;
    Ok(())
}
