//! What do the logs of several machines make together?
//!
//! Their union, by the names of the rows: nothing is changed, nothing counts twice, and order does
//! not matter. `progress` calls it, inside its transactions.

use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, Row, Statement};

use crate::decision::Decision;
use crate::exam::ExamId;
use crate::exam::sitting::{Event, Setup};
use crate::exchange::segment::Row as LogRow;
use crate::progress::cells::BadRow;
use crate::progress::error::Fault;
use crate::progress::rows;
use crate::progress::{backup, decisions, exams, forgetting, log};
use crate::review::{LogLine, Review, ReviewId, Revocation};

/// A damaged table is given up after so many looks that found nothing: each takes some microseconds, and to
/// find the end of a page that cannot be read takes two for each of its rows.
const MOST_FAILED_LOOKS: usize = 200_000;
/// Fewer bytes than any row takes; what would be more rows than that has been misnumbered.
const SMALLEST_ROW: u64 = 32;

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

/// What could be read of a damaged file.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Salvage {
    /// What could be read.
    pub contents: Contents,
    /// How many rows could not, as far as they can be counted.
    pub lost: usize,
    /// Whether rows may be lost that cannot even be counted.
    pub lost_more: bool,
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
        self.exams.retain(|(setup, events)| {
            let same = other.exams.iter().filter(|(other, _)| other.id == setup.id);
            !same.into_iter().any(|(_, others)| events.iter().all(|event| others.contains(event)))
        });
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
            reviews: agreeing(&sound.reviews, self.reviews, |review| review.id),
            revocations: agreeing(&sound.revocations, self.revocations, |(_, revocation)| revocation.id),
            decisions: agreeing(&sound.decisions, self.decisions, |decision| decision.id),
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

fn agreeing<T: PartialEq + Clone>(sound: &[T], rows: Vec<T>, name: impl Fn(&T) -> ReviewId) -> Vec<T> {
    let mut known: HashMap<ReviewId, T> = sound.iter().map(|row| (name(row), row.clone())).collect();
    let mut agrees = |row: &T| known.entry(name(row)).or_insert_with(|| row.clone()) == row;
    rows.into_iter().filter(|row| agrees(row)).collect()
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
    for (setup, events) in other.exams.iter().filter(|(setup, _)| !gone.contains(&setup.id)) {
        added.exams += usize::from(add_exam(connection, setup, events)?);
    }
    Ok(added)
}

/// Adds an exam or what has happened in it since; returns whether there was anything to add.
fn add_exam(connection: &Connection, setup: &Setup, events: &[Event]) -> Result<bool, Fault> {
    let known = match exams::setup(connection, setup.id)? {
        Some(known) if known != *setup => return Err(Fault::Conflict(setup.id)),
        Some(_) => exams::events(connection, setup.id)?,
        None => {
            exams::begin(connection, setup)?;
            for event in events {
                exams::append(connection, setup.id, event)?;
            }
            return Ok(true);
        }
    };
    // The same may have happened twice within a millisecond, and then it stands there twice.
    let mut rest = known;
    let mut missing = Vec::new();
    for event in events {
        match rest.iter().position(|known| known == event) {
            Some(place) => drop(rest.swap_remove(place)),
            None => missing.push(event),
        }
    }
    for event in &missing {
        exams::append(connection, setup.id, event)?;
    }
    Ok(!missing.is_empty())
}

/// Reads what can be read of a damaged database, row by row.
pub(super) fn salvage(connection: &Connection) -> Salvage {
    let mut salvage = Salvage::default();
    salvage.contents.reviews = salvage.readable(connection, "review", &rows::REVIEW, rows::review);
    salvage.contents.revocations =
        salvage.readable(connection, "revocation", &rows::REVOCATION_OF, rows::revocation_of);
    salvage.contents.decisions = salvage.readable(connection, "decision", &rows::DECISION, rows::decision);
    salvage.contents.exams = salvage.exams(connection);
    salvage
}

impl Salvage {
    /// Events are sought by their own numbers, for an index that is damaged passes over some in
    /// silence; those of an exam that is lost are lost with it.
    fn exams(&mut self, connection: &Connection) -> Vec<(Setup, Vec<Event>)> {
        let events = self.readable(connection, "exam_event", &rows::EXAM_EVENT_OF, rows::exam_event_of);
        let mut by_exam: HashMap<ExamId, Vec<Event>> = HashMap::new();
        for (exam, event) in events {
            by_exam.entry(exam).or_default().push(event);
        }
        let setups = self.readable(connection, "exam", &rows::EXAM, rows::exam);
        let with_events = |setup: Setup| {
            let events = by_exam.remove(&setup.id).unwrap_or_default();
            (setup, events)
        };
        let exams = setups.into_iter().map(with_events).collect();
        self.lost += by_exam.values().map(Vec::len).sum::<usize>();
        exams
    }

    /// Rows are numbered from 1 without a gap, for none is ever deleted: a number without a readable
    /// row is a loss.
    fn readable<T>(
        &mut self,
        connection: &Connection,
        table: &str,
        columns: &[&str],
        read: impl Fn(&Row<'_>) -> Result<T, BadRow>,
    ) -> Vec<T> {
        let columns = columns.join(", ");
        let first = connection.prepare(&format!(
            "SELECT {columns}, number FROM {table} WHERE number BETWEEN ?1 AND ?2 ORDER BY number LIMIT 1"
        ));
        let (Ok(mut first), true) = (first, is_table(connection, table)) else {
            self.lost_more = true;
            return Vec::new();
        };
        let (end, most) = (last_number(connection, table), most_rows(connection));
        let to = end.unwrap_or(most);
        let mut rows = found(&mut first, [(1, to.min(most)), (most.saturating_add(1), to)], read);
        rows.sort_by_key(|(number, _)| *number);
        let furthest = end.or(rows.last().map(|(number, _)| *number)).unwrap_or(0);
        let rows: Vec<T> = rows.into_iter().filter_map(|(_, row)| row).collect();
        let missing = furthest.saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX)).max(0);
        // A number that is too far off counts no rows.
        let counted = usize::try_from(missing).ok().filter(|_| missing <= most);
        self.lost += counted.unwrap_or(0);
        self.lost_more |=
            end.is_none() || counted.is_none() || has_numbers_below_the_first(connection, table);
        rows
    }
}

/// Returns the rows that can be found in two ranges of numbers, the likely one and the other, each with its
/// number and in any order; nothing stands for one that is none of ours. `first` asks for the first row in
/// a range, its number last.
///
/// Every number should have its row: a range in which none is found is halved, the widest first, so that of
/// what is given up in the end as little as can be lies together. Where a page cannot be read comes before
/// where pages that can be read pass numbers over.
fn found<T>(
    first: &mut Statement<'_>,
    [likely, other]: [(i64, i64); 2],
    read: impl Fn(&Row<'_>) -> Result<T, BadRow>,
) -> Vec<(i64, Option<T>)> {
    let (mut rows, mut failed) = (Vec::new(), 0);
    let (mut unread, mut passed_over) = (VecDeque::from([likely]), VecDeque::from([other]));
    let number = first.column_count().saturating_sub(1);
    let halves = |from: i64, to: i64| {
        let half = from + (to - from) / 2;
        [(from, half), (half + 1, to)].into_iter().filter(move |_| from < to)
    };
    while failed < MOST_FAILED_LOOKS
        && let Some((from, to)) = unread.pop_front().or_else(|| passed_over.pop_front())
    {
        match first.query_row([from, to], |row| Ok((row.get::<_, i64>(number)?, read(row).ok()))) {
            // A damaged page may give another than was asked for.
            Ok((number, row)) if (from..=to).contains(&number) => {
                rows.push((number, row));
                unread.extend(Some((number + 1, to)).filter(|_| number < to));
                passed_over.extend(Some((from, number - 1)).filter(|_| from < number));
                continue;
            }
            Ok(_) | Err(rusqlite::Error::QueryReturnedNoRows) => passed_over.extend(halves(from, to)),
            Err(_) => unread.extend(halves(from, to)),
        }
        failed += 1;
    }
    rows
}

/// Returns how many rows a file can have at most; 0 where that cannot even be asked.
fn most_rows(connection: &Connection) -> i64 {
    i64::try_from(backup::bytes(connection) / SMALLEST_ROW).unwrap_or(i64::MAX)
}

/// Returns whether this is a table, as far as the schema can be read: a view could compute for ever.
fn is_table(connection: &Connection, name: &str) -> bool {
    let question = "SELECT count(*) FROM sqlite_schema \
                    WHERE name = ?1 AND type = 'table' AND sql LIKE 'CREATE TABLE %'";
    connection.query_row(question, [name], |row| row.get::<_, i64>(0)).is_ok_and(|count| count == 1)
}

/// Returns whether rows have numbers that no row of ours has.
fn has_numbers_below_the_first(connection: &Connection, table: &str) -> bool {
    let question = format!("SELECT min(number) FROM {table}");
    let first = connection.query_row(&question, [], |row| row.get::<_, Option<i64>>(0));
    first.is_ok_and(|first| first.is_some_and(|first| first < 1))
}

/// Returns the number of the last row of a table, as the table or, where it cannot say so, the
/// states know it.
fn last_number(connection: &Connection, table: &str) -> Option<i64> {
    let ask = |question: &str| {
        connection.query_row(question, [], |row| Ok(row.get::<_, Option<i64>>(0)?.unwrap_or(0)))
    };
    let counted = ask(&format!("SELECT max(number) FROM {table}")).ok();
    let covered = match table {
        _ if !is_table(connection, "covered") => None,
        "review" => ask("SELECT reviews FROM covered").ok(),
        "revocation" => ask("SELECT revocations FROM covered").ok(),
        _ => None,
    };
    counted.max(covered)
}
