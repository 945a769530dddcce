//! What do the logs of several machines make together?
//!
//! Their union, by the names of the rows: nothing is changed, nothing counts twice, and order does
//! not matter. `progress` calls it, inside its transactions.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, Row, Statement};

use crate::decision::Decision;
use crate::deck::id::FaceId;
use crate::exam::ExamId;
use crate::exam::sitting::{Event, EventKey, Setup};
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
    /// The names of rows that were forgotten, as far as they could be read.
    pub forgotten: HashSet<ReviewId>,
    /// Earlier names of faces with their names now, as far as they could be read.
    pub names: HashMap<FaceId, FaceId>,
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

/// Reads what can be read of a damaged database, row by row.
pub(super) fn salvage(connection: &Connection) -> Salvage {
    let mut salvage = Salvage::default();
    salvage.contents.reviews = salvage.readable(connection, "review", &rows::REVIEW, rows::review);
    salvage.contents.revocations =
        salvage.readable(connection, "revocation", &rows::REVOCATION_OF, rows::revocation_of);
    salvage.contents.decisions = salvage.readable(connection, "decision", &rows::DECISION, rows::decision);
    salvage.contents.exams = salvage.exams(connection);
    salvage.forgotten = salvage.unnumbered(connection, ("forgotten", "id"), rows::forgotten);
    salvage.names = salvage.unnumbered(connection, ("name", "was, face"), rows::name);
    salvage
}

impl Salvage {
    /// Returns whether nothing is lost, as far as can be told.
    pub(super) fn is_whole(&self) -> bool {
        self.lost == 0 && !self.lost_more
    }

    /// Returns whether more could be read than in another try, or as much with nothing lost.
    pub(super) fn has_more_than(&self, other: &Self) -> bool {
        let rank = |salvage: &Self| {
            let rows = salvage.contents.size().rows() + salvage.forgotten.len() + salvage.names.len();
            (rows, salvage.is_whole())
        };
        rank(self) > rank(other)
    }

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

    /// Rows that have no number, read from both ends of their table as far as that goes; earlier versions
    /// lack some of these tables.
    fn unnumbered<T, C: Default + Extend<T>>(
        &mut self,
        connection: &Connection,
        (table, columns): (&str, &str),
        read: impl Fn(&Row<'_>) -> Result<T, BadRow>,
    ) -> C {
        let mut rows = C::default();
        if !is_table(connection, table) {
            return rows;
        }
        let first = columns.split(',').next().unwrap_or(columns);
        for order in ["ASC", "DESC"] {
            let sql = format!("SELECT {columns} FROM {table} ORDER BY {first} {order}");
            let Ok(mut statement) = connection.prepare(&sql) else { break };
            let Ok(found) = statement.query_map([], |row| Ok(read(row))) else { break };
            let mut is_whole = true;
            for row in found {
                match row {
                    Ok(Ok(row)) => rows.extend([row]),
                    Ok(Err(_)) => is_whole = false,
                    Err(_) => {
                        is_whole = false;
                        break;
                    }
                }
            }
            if is_whole {
                return rows;
            }
        }
        self.lost_more = true;
        rows
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
        [(from, half), (half.saturating_add(1), to)].into_iter().filter(move |_| from < to)
    };
    while failed < MOST_FAILED_LOOKS
        && let Some((from, to)) = unread.pop_front().or_else(|| passed_over.pop_front())
    {
        match first.query_row([from, to], |row| Ok((row.get::<_, i64>(number)?, read(row).ok()))) {
            // A damaged page may give another than was asked for.
            Ok((number, row)) if (from..=to).contains(&number) => {
                rows.push((number, row));
                unread.extend(Some((number.saturating_add(1), to)).filter(|_| number < to));
                passed_over.extend(Some((from, number.saturating_sub(1))).filter(|_| from < number));
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
