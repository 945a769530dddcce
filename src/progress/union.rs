//! What do the logs of several machines make together?
//!
//! Their union, by the names of the rows: nothing is changed, nothing counts twice, and order does
//! not matter. `progress` calls it, inside its transactions.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Row};

use crate::decision::Decision;
use crate::exam::ExamId;
use crate::exam::sitting::{Event, EventKey, Setup};
use crate::exchange::segment::Row as LogRow;
use crate::progress::cells::BadRow;
use crate::progress::error::Fault;
use crate::progress::rows;
use crate::progress::{decisions, exams, forgetting, log};
use crate::review::{LogLine, Review, ReviewId, Revocation};

/// Everything that the logs of a progress file have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// The reviews.
    pub reviews: Vec<Review>,
    /// What revokes reviews, which need not be among them.
    pub revocations: Vec<(ReviewId, Revocation)>,
    /// What was decided about cards.
    pub decisions: Vec<Decision>,
    /// The exams, with what happened in each.
    pub exams: Vec<(Setup, Vec<Event>)>,
}

/// How much was added to a log, or stands in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Added {
    /// Reviews.
    pub reviews: usize,
    /// Revocations.
    pub revocations: usize,
    /// Decisions.
    pub decisions: usize,
    /// Exams, also such as have gone on.
    pub exams: usize,
}

/// The last row of each table; nothing where none is meant. A stranger may number rows from below 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) reviews: Option<i64>,
    pub(super) revocations: Option<i64>,
    pub(super) decisions: Option<i64>,
    pub(super) exams: Option<i64>,
    pub(super) exam_events: Option<i64>,
}

impl Contents {
    /// Takes the rows of an exported log or of a segment.
    pub fn of_rows(rows: impl IntoIterator<Item = LogRow>) -> Self {
        let mut contents = Self::default();
        for row in rows {
            match row {
                LogRow::Review(LogLine { review, revoked }) => {
                    contents.revocations.extend(revoked.map(|revocation| (review.id, revocation)));
                    contents.reviews.push(review);
                }
                LogRow::Revocation(review, revocation) => contents.revocations.push((review, revocation)),
                LogRow::Decision(decision) => contents.decisions.push(decision),
                LogRow::Exam(setup, events) => contents.exams.push((setup, events)),
            }
        }
        contents
    }

    /// Returns the rows one by one.
    pub fn into_rows(self) -> impl Iterator<Item = LogRow> {
        let reviews =
            self.reviews.into_iter().map(|review| LogRow::Review(LogLine { review, revoked: None }));
        let revocations = self.revocations.into_iter().map(|(review, row)| LogRow::Revocation(review, row));
        let decisions = self.decisions.into_iter().map(LogRow::Decision);
        let exams = self.exams.into_iter().map(|(setup, events)| LogRow::Exam(setup, events));
        reviews.chain(revocations).chain(decisions).chain(exams)
    }

    /// Adds the rows of another log, also such as it has.
    pub fn append(&mut self, other: Self) {
        self.reviews.extend(other.reviews);
        self.revocations.extend(other.revocations);
        self.decisions.extend(other.decisions);
        self.exams.extend(other.exams);
    }

    /// Returns whether it has nothing.
    pub fn is_empty(&self) -> bool {
        self.size().rows() == 0
    }

    /// Drops what another log has.
    pub(super) fn retain_missing_in(&mut self, other: &Self) {
        let known: HashSet<ReviewId> = other.ids().collect();
        self.reviews.retain(|review| !known.contains(&review.id));
        self.revocations.retain(|(_, revocation)| !known.contains(&revocation.id));
        self.decisions.retain(|decision| !known.contains(&decision.id));
        let mut there: HashMap<ExamId, Happened> = HashMap::new();
        for (setup, events) in &other.exams {
            let _ = there.entry(setup.id).or_default().take(events);
        }
        self.exams.retain(|(setup, events)| {
            there.get_mut(&setup.id).is_none_or(|happened| !happened.take(events).is_empty())
        });
    }

    /// Parts the rows of other names from those of these.
    pub(super) fn parted(self, names: &HashSet<ReviewId>) -> (Self, Self) {
        let is_kept = |id: ReviewId| !names.contains(&id);
        let (mut kept, mut gone) = (Self::default(), Self::default());
        (kept.reviews, gone.reviews) = self.reviews.into_iter().partition(|row| is_kept(row.id));
        (kept.revocations, gone.revocations) =
            self.revocations.into_iter().partition(|(review, row)| is_kept(*review) && is_kept(row.id));
        (kept.decisions, gone.decisions) = self.decisions.into_iter().partition(|row| is_kept(row.id));
        (kept.exams, gone.exams) = self.exams.into_iter().partition(|(setup, _)| is_kept(setup.id));
        (kept, gone)
    }

    /// Returns the names of all rows.
    pub(super) fn ids(&self) -> impl Iterator<Item = ReviewId> {
        let reviews = self.reviews.iter().map(|review| review.id);
        let revocations = self.revocations.iter().map(|(_, revocation)| revocation.id);
        let decisions = self.decisions.iter().map(|decision| decision.id);
        reviews.chain(revocations).chain(decisions).chain(self.exams.iter().map(|(setup, _)| setup.id))
    }

    /// Drops what contradicts a log that is sound, or an earlier row: rows of a name that stands for
    /// something else there. Returns how many were dropped.
    pub fn agreeing_with(self, sound: &Self) -> (Self, usize) {
        let before = self.size().rows();
        let mut setups: HashMap<ExamId, Setup> =
            sound.exams.iter().map(|(setup, _)| (setup.id, setup.clone())).collect();
        let mut agrees = |setup: &Setup| setups.entry(setup.id).or_insert_with(|| setup.clone()) == setup;
        let kept = Self {
            reviews: agreeing(&sound.reviews, self.reviews, |review| review.id, Review::is_same_as),
            revocations: agreeing(&sound.revocations, self.revocations, |(_, row)| row.id, PartialEq::eq),
            decisions: agreeing(&sound.decisions, self.decisions, |decision| decision.id, PartialEq::eq),
            exams: self.exams.into_iter().filter(|(setup, _)| agrees(setup)).collect(),
        };
        let dropped = before.saturating_sub(kept.size().rows());
        (kept, dropped)
    }

    /// Returns how much it is.
    pub fn size(&self) -> Added {
        Added {
            reviews: self.reviews.len(),
            revocations: self.revocations.len(),
            decisions: self.decisions.len(),
            exams: self.exams.len(),
        }
    }
}

impl Added {
    /// Returns both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            reviews: self.reviews + other.reviews,
            revocations: self.revocations + other.revocations,
            decisions: self.decisions + other.decisions,
            exams: self.exams + other.exams,
        }
    }

    /// Returns how many rows it is, an exam counting as one.
    pub fn rows(self) -> usize {
        self.reviews + self.revocations + self.decisions + self.exams
    }
}

fn agreeing<T: Clone>(
    sound: &[T],
    rows: Vec<T>,
    name: impl Fn(&T) -> ReviewId,
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    let mut known: HashMap<ReviewId, T> = sound.iter().map(|row| (name(row), row.clone())).collect();
    let mut agrees = |row: &T| is_same(known.entry(name(row)).or_insert_with(|| row.clone()), row);
    rows.into_iter().filter(|row| agrees(row)).collect()
}

/// What happened in an exam, and how often: the same may have happened twice within a millisecond.
#[derive(Debug, Default)]
struct Happened(HashMap<EventKey, usize>);

impl Happened {
    /// Takes what another log says and returns what was not known before.
    fn take<'e>(&mut self, events: &'e [Event]) -> Vec<&'e Event> {
        let mut here: HashMap<EventKey, usize> = HashMap::new();
        let is_new = |event: &&Event| {
            let here = here.entry(event.key()).or_default();
            *here += 1;
            let known = self.0.entry(event.key()).or_default();
            let is_new = *here > *known;
            *known = (*known).max(*here);
            is_new
        };
        events.iter().filter(is_new).collect()
    }
}

/// Returns everything that the logs have.
pub(super) fn contents(connection: &Connection) -> Result<Contents, Fault> {
    since(connection, Ends::default())
}

/// Returns what was written after these rows; exams whole.
pub(super) fn since(connection: &Connection, ends: Ends) -> Result<Contents, Fault> {
    let exams_since = format!(
        "WHERE {} OR id IN (SELECT exam FROM exam_event WHERE {})",
        is_after(ends.exams),
        is_after(ends.exam_events)
    );
    let mut exams_of = Vec::new();
    for setup in exams::setups(connection, &exams_since, [])? {
        let events = exams::events(connection, setup.id)?;
        exams_of.push((setup, events));
    }
    Ok(Contents {
        reviews: after(connection, ("review", ends.reviews), &rows::REVIEW, rows::review)?,
        revocations: after(
            connection,
            ("revocation", ends.revocations),
            &rows::REVOCATION_OF,
            rows::revocation_of,
        )?,
        decisions: after(connection, ("decision", ends.decisions), &rows::DECISION, rows::decision)?,
        exams: exams_of,
    })
}

/// Returns the last row of each table.
pub(super) fn ends(connection: &Connection) -> Result<Ends, Fault> {
    let last =
        |table: &str| connection.query_row(&format!("SELECT max(number) FROM {table}"), [], |row| row.get(0));
    Ok(Ends {
        reviews: last("review")?,
        revocations: last("revocation")?,
        decisions: last("decision")?,
        exams: last("exam")?,
        exam_events: last("exam_event")?,
    })
}

fn is_after(last: Option<i64>) -> String {
    last.map_or_else(|| "true".to_owned(), |last| format!("number > {last}"))
}

fn after<T>(
    connection: &Connection,
    (table, last): (&str, Option<i64>),
    columns: &[&str],
    read: impl Fn(&Row<'_>) -> Result<T, BadRow>,
) -> Result<Vec<T>, Fault> {
    let (columns, is_after) = (columns.join(", "), is_after(last));
    let mut statement =
        connection.prepare(&format!("SELECT {columns} FROM {table} WHERE {is_after} ORDER BY number"))?;
    let mut found = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(read(row)?);
    }
    Ok(rows)
}

/// Adds what is not there yet and was not forgotten.
pub(super) fn add(connection: &Connection, other: &Contents) -> Result<Added, Fault> {
    let mut added = Added::default();
    let gone = forgetting::gone(connection)?;
    for review in other.reviews.iter().filter(|review| !gone.contains(&review.id)) {
        added.reviews += usize::from(log::append(connection, review)?);
    }
    let is_gone = |(review, row): &&(ReviewId, Revocation)| gone.contains(review) || gone.contains(&row.id);
    for (review, revocation) in other.revocations.iter().filter(|row| !is_gone(row)) {
        added.revocations += usize::from(log::append_revocation(connection, *review, revocation)?);
    }
    for decision in other.decisions.iter().filter(|decision| !gone.contains(&decision.id)) {
        added.decisions += usize::from(decisions::append(connection, decision)?);
    }
    let exams = other.exams.iter().filter(|(setup, _)| !gone.contains(&setup.id));
    added.exams = add_exams(connection, exams)?;
    Ok(added)
}

/// Adds exams and what has happened in them since; returns of how many there was something to add.
fn add_exams<'c>(
    connection: &Connection,
    exams: impl Iterator<Item = &'c (Setup, Vec<Event>)>,
) -> Result<usize, Fault> {
    let mut known: HashMap<ExamId, (&Setup, Happened)> = HashMap::new();
    let mut added = HashSet::new();
    for (setup, events) in exams {
        let (first, happened) = match known.entry(setup.id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let mut happened = Happened::default();
                match exams::setup(connection, setup.id)? {
                    Some(other) if other != *setup => return Err(Fault::Conflict(setup.id)),
                    Some(_) => drop(happened.take(&exams::events(connection, setup.id)?)),
                    None => {
                        exams::begin(connection, setup)?;
                        added.insert(setup.id);
                    }
                }
                entry.insert((setup, happened))
            }
        };
        if *first != setup {
            return Err(Fault::Conflict(setup.id));
        }
        for event in happened.take(events) {
            exams::append(connection, setup.id, event)?;
            added.insert(setup.id);
        }
    }
    Ok(added.len())
}
