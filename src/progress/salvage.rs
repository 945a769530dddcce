//! What can still be read of a damaged progress file?
//!
//! Row by row, by their numbers, for an index or a page that is damaged passes over some in silence; what
//! is missing is counted. `progress` calls it.

use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, Row, Statement};

use crate::deck::id::FaceId;
use crate::exam::ExamId;
use crate::exam::sitting::{Event, Setup};
use crate::progress::cells::BadRow;
use crate::progress::sharing::Written;
use crate::progress::union::Contents;
use crate::progress::{reading, rows};
use crate::review::ReviewId;

/// A damaged table is given up after so many looks that found nothing: each takes some microseconds, and to
/// find the end of a page that cannot be read takes two for each of its rows.
const MOST_FAILED_LOOKS: usize = 200_000;
/// Fewer bytes than any row takes; what would be more rows than that has been misnumbered.
const SMALLEST_ROW: u64 = 32;

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
    /// The segments that were written to, as far as they could be read.
    pub segments: Vec<Written>,
    /// How many rows could not, as far as they can be counted.
    pub lost: usize,
    /// Whether rows may be lost that cannot even be counted.
    pub lost_more: bool,
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
    let columns = "folder, segment, is_unwanted";
    salvage.segments = salvage.unnumbered(connection, ("segment_written", columns), rows::written);
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
        let half = from.midpoint(to);
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
    i64::try_from(reading::bytes(connection) / SMALLEST_ROW).unwrap_or(i64::MAX)
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
