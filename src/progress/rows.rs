//! How does a value stand in a row?
//!
//! Writing cannot fail; reading checks everything, for the file may have been damaged or edited.
//! `progress::log` and `progress::cache` call it.

use std::fmt;
use std::str::FromStr;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, Statement, params};

use crate::answer::verdict::Class;
use crate::decision::{Decision, Ruling};
use crate::deck::card::MOST_MARKS;
use crate::deck::id::FaceId;
use crate::exam::ExamId;
use crate::exam::paper::Paper;
use crate::exam::sitting::{Event, Mark, Setup, What};
use crate::review::{
    Judged, LogLine, MachineId, Mode, Review, ReviewId, Revocation, RevocationReason, Scheduler,
};
use crate::schedule::grade::Grade;
use crate::schedule::memory::Memory;
use crate::schedule::state::{Due, Studied};
use crate::schedule::units::{Difficulty, Stability};
use crate::seed::Seed;
use crate::time::{Day, FURTHEST_OFFSET, Moment, Timestamp};

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
/// How much of a text that should not be there is shown, in characters.
const SHOWN: usize = 40;

/// A row that no csto-quiz writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The table.
    pub table: &'static str,
    /// The first column of the row, its name.
    pub row: String,
    /// The column.
    pub column: &'static str,
    /// What stands there.
    pub found: String,
}

/// The cells of a row, read one after the other.
struct Cells<'a> {
    row: &'a Row<'a>,
    table: &'static str,
    columns: &'static [&'static str],
    first: usize,
    next: usize,
}

impl<'a> Cells<'a> {
    fn new(row: &'a Row<'a>, table: &'static str, columns: &'static [&'static str], first: usize) -> Self {
        Self { row, table, columns, first, next: 0 }
    }

    /// Returns the next cell; one that is missing reads as NULL.
    fn cell(&mut self) -> ValueRef<'a> {
        let cell = self.row.get_ref(self.first + self.next).unwrap_or(ValueRef::Null);
        self.next += 1;
        cell
    }

    /// Returns that the cell read last is none that csto-quiz writes.
    fn bad(&self) -> BadRow {
        let shown = |at: usize| shown(self.row.get_ref(self.first + at).unwrap_or(ValueRef::Null));
        let last = self.next.saturating_sub(1);
        let column = self.columns.get(last).copied().unwrap_or_default();
        BadRow { table: self.table, row: shown(0), column, found: shown(last) }
    }

    fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, BadRow>,
    ) -> Result<Option<T>, BadRow> {
        if self.cell() == ValueRef::Null {
            return Ok(None);
        }
        self.next -= 1;
        read(self).map(Some)
    }

    fn integer<T: TryFrom<i64>>(&mut self) -> Result<T, BadRow> {
        match self.cell() {
            ValueRef::Integer(value) => T::try_from(value).map_err(|_| self.bad()),
            _ => Err(self.bad()),
        }
    }

    fn real(&mut self) -> Result<f64, BadRow> {
        match self.cell() {
            ValueRef::Real(value) if value.is_finite() => Ok(value),
            _ => Err(self.bad()),
        }
    }

    fn flag(&mut self) -> Result<bool, BadRow> {
        match self.cell() {
            ValueRef::Integer(0) => Ok(false),
            ValueRef::Integer(1) => Ok(true),
            _ => Err(self.bad()),
        }
    }

    fn text(&mut self) -> Result<&'a str, BadRow> {
        match self.cell() {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).map_err(|_| self.bad()),
            _ => Err(self.bad()),
        }
    }

    fn parsed<T: FromStr>(&mut self) -> Result<T, BadRow> {
        self.text()?.parse().map_err(|_| self.bad())
    }

    fn word<T: Copy>(&mut self, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, BadRow> {
        let text = self.text()?;
        all.iter().copied().find(|word| as_str(*word) == text).ok_or_else(|| self.bad())
    }

    fn day(&mut self) -> Result<Day, BadRow> {
        let number = self.integer()?;
        let day = Day::from_number(number);
        if day.number() == number { Ok(day) } else { Err(self.bad()) }
    }

    fn instant(&mut self) -> Result<Timestamp, BadRow> {
        let millis = self.integer()?;
        let at = Timestamp::from_millis(millis);
        if at.millis() == millis { Ok(at) } else { Err(self.bad()) }
    }

    fn moment(&mut self) -> Result<Moment, BadRow> {
        let at = self.instant()?;
        let offset: i16 = self.integer()?;
        if (-FURTHEST_OFFSET..=FURTHEST_OFFSET).contains(&offset) {
            Ok(Moment { at, offset })
        } else {
            Err(self.bad())
        }
    }

    fn fingerprint(&mut self) -> Result<u64, BadRow> {
        self.integer().map(i64::cast_unsigned)
    }

    fn judged(&mut self) -> Result<Option<Judged>, BadRow> {
        let class = self.optional(|cells| cells.word(&Class::ALL, Class::as_str))?;
        let score = self.optional(Self::real)?;
        match (class, score) {
            (None, None) => Ok(None),
            (Some(class), Some(score)) if (0.0..=1.0).contains(&score) => Ok(Some(Judged { class, score })),
            (None | Some(_), _) => Err(self.bad()),
        }
    }

    fn memory(&mut self) -> Result<Memory, BadRow> {
        let days = self.real()?;
        let stability = Stability::new(days);
        if stability.days().to_bits() != days.to_bits() {
            return Err(self.bad());
        }
        let value = self.real()?;
        let difficulty = Difficulty::new(value);
        if difficulty.value().to_bits() != value.to_bits() {
            return Err(self.bad());
        }
        Ok(Memory { stability, difficulty })
    }

    fn ruling(&mut self) -> Result<Ruling, BadRow> {
        let word = self.word(&Ruling::WORDS, |word| word)?;
        let text = self.optional(Self::text)?.map(str::to_owned);
        let until = self.optional(Self::day)?;
        match (word, text, until) {
            ("accept", Some(text), None) => Ok(Ruling::Accept(text)),
            ("refuse", Some(text), None) => Ok(Ruling::Refuse(text)),
            ("suspend", None, None) => Ok(Ruling::Suspend),
            ("resume", None, None) => Ok(Ruling::Resume),
            ("bury", None, Some(until)) => Ok(Ruling::Bury(until)),
            _ => Err(self.bad()),
        }
    }

    fn due(&mut self) -> Result<Due, BadRow> {
        let day = self.optional(Self::day)?;
        let repeat_at = self.optional(Self::instant)?;
        match (day, repeat_at) {
            (Some(day), None) => Ok(Due::On(day)),
            (None, Some(at)) => Ok(Due::Repeat(at)),
            (Some(_), Some(_)) | (None, None) => Err(self.bad()),
        }
    }
}

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

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "nothing".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).chars().take(SHOWN).collect(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, row, column, found } = self;
        write!(f, "`{}` in column `{column}` of row `{row}` of table `{table}`", found.escape_debug())
    }
}
