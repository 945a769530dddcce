//! What stands in the log, and how is it added to?
//!
//! Nothing here changes or deletes a row. `progress` and `progress::cache` call it, inside their
//! transactions.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, Params, params};

use crate::deck::id::FaceId;
use crate::progress::error::Fault;
use crate::progress::rows;
use crate::review::{LogLine, Review, ReviewId, Revocation};
use crate::time::Day;

/// All lines; every other question adds its condition. Of several revocations the earliest counts.
static LINES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {} FROM review AS r LEFT JOIN revocation AS v ON v.id = (SELECT id FROM revocation \
         WHERE review = r.id ORDER BY at, id LIMIT 1)",
        columns("r", &rows::REVIEW),
        columns("v", &rows::REVOCATION),
    )
});

/// The order of the log.
pub(super) const IN_ORDER: &str = "ORDER BY r.at, r.id";
/// The reviews of a face under all its names, in order; the parameter is its name now.
pub(super) const OF_FACE: &str = "WHERE r.face IN (SELECT ?1 UNION ALL SELECT was FROM name WHERE face = ?1) \
                                  ORDER BY r.at, r.id";
/// The same without those that are revoked.
pub(super) const OF_FACE_UNREVOKED: &str = "WHERE r.face IN (SELECT ?1 UNION ALL SELECT was FROM name \
                                            WHERE face = ?1) AND v.id IS NULL ORDER BY r.at, r.id";

/// Returns the columns of a table for a SELECT.
pub(super) fn columns(table: &str, names: &[&str]) -> String {
    names.iter().map(|name| format!("{table}.{name}")).collect::<Vec<_>>().join(", ")
}

/// Returns `?, ?, ?` for so many parameters.
pub(super) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// Hands over the lines that a condition selects, one after the other, until told to stop.
pub(super) fn each_line(
    connection: &Connection,
    condition: &str,
    parameters: impl Params,
    mut each: impl FnMut(LogLine) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(&format!("{} {condition}", *LINES))?;
    let mut found = statement.query(parameters)?;
    while let Some(row) = found.next()? {
        if each(rows::line(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

/// Returns the lines that a condition selects.
pub(super) fn lines(
    connection: &Connection,
    condition: &str,
    parameters: impl Params,
) -> Result<Vec<LogLine>, Fault> {
    let mut lines = Vec::new();
    each_line(connection, condition, parameters, |line| {
        lines.push(line);
        ControlFlow::Continue(())
    })?;
    Ok(lines)
}

/// Returns a line of the log.
///
/// # Errors
/// [`Fault::NoReview`] when there is none of this name.
pub(super) fn line(connection: &Connection, id: ReviewId) -> Result<LogLine, Fault> {
    let found = lines(connection, "WHERE r.id = ?1", params![id.to_string()])?;
    found.into_iter().next().ok_or(Fault::NoReview(id))
}

/// Returns the study days with a review that is not revoked, earliest first.
pub(super) fn days(connection: &Connection) -> Result<Vec<Day>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT day FROM review AS r \
         WHERE NOT EXISTS (SELECT 1 FROM revocation WHERE review = r.id) ORDER BY day",
    )?;
    let numbers = statement.query_map([], |row| row.get::<_, i32>(0))?;
    Ok(numbers.map(|number| number.map(Day::from_number)).collect::<Result<_, _>>()?)
}

/// Returns the name by which a face is known now.
pub(super) fn name_now(connection: &Connection, face: &FaceId) -> Result<FaceId, Fault> {
    let mut statement = connection.prepare_cached("SELECT was, face FROM name WHERE was = ?1")?;
    let found = statement.query_row([face.to_string()], |row| Ok(rows::name(row))).optional()?;
    Ok(found.transpose()?.map_or_else(|| face.clone(), |(_, now)| now))
}

/// Appends a review and returns true; one that is there already is left alone, also where only one of
/// the two says what was typed, for that can be left out later.
///
/// # Errors
/// [`Fault::Conflict`] when another review has its name.
pub(super) fn append(connection: &Connection, review: &Review) -> Result<bool, Fault> {
    static INSERT: LazyLock<String> = LazyLock::new(|| {
        let (names, marks) = (rows::REVIEW.join(", "), marks(rows::REVIEW.len()));
        format!("INSERT INTO review ({names}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING")
    });
    let added = rows::insert_review(&mut *connection.prepare_cached(&INSERT)?, review)?;
    if added > 0 {
        return Ok(true);
    }
    let known = line(connection, review.id)?.review;
    if known.is_same_as(review) { Ok(false) } else { Err(Fault::Conflict(review.id)) }
}

/// Appends what another machine says of a review, which need not be here yet, and returns true; a
/// revocation that is there already is left alone.
///
/// # Errors
/// [`Fault::Conflict`] when another revocation has its name.
pub(super) fn append_revocation(
    connection: &Connection,
    review: ReviewId,
    revocation: &Revocation,
) -> Result<bool, Fault> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO revocation (review, id, machine, at, reason) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO NOTHING",
    )?;
    if rows::insert_revocation(&mut statement, review, revocation)? > 0 {
        return Ok(true);
    }
    let columns = rows::REVOCATION_OF.join(", ");
    let mut same = connection.prepare_cached(&format!("SELECT {columns} FROM revocation WHERE id = ?1"))?;
    let found = same.query_row([revocation.id.to_string()], |row| Ok(rows::revocation_of(row)))?;
    if found? == (review, *revocation) { Ok(false) } else { Err(Fault::Conflict(revocation.id)) }
}

/// Revokes a review and returns it; a revocation that is there already is left alone.
///
/// # Errors
/// [`Fault::NoReview`] when the log does not have the review, [`Fault::AlreadyRevoked`] when
/// another revocation came first, [`Fault::Conflict`] when another revocation has this name.
pub(super) fn revoke(
    connection: &Connection,
    review: ReviewId,
    revocation: &Revocation,
) -> Result<Review, Fault> {
    let line = line(connection, review)?;
    match line.revoked {
        Some(before) if before == *revocation => return Ok(line.review),
        Some(_) => return Err(Fault::AlreadyRevoked(review)),
        None => {}
    }
    // A revocation of this name cannot be of this review: nothing has revoked it.
    if append_revocation(connection, review, revocation)? {
        Ok(line.review)
    } else {
        Err(Fault::Conflict(revocation.id))
    }
}
