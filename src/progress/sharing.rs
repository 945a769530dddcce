//! What do the other machines of a shared folder not know yet, and how far were they read?
//!
//! Every machine writes one segment, only ever added to, and reads those of the others. `progress`
//! calls it, inside its transactions.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::exchange::segment::Position;
use crate::progress::error::Fault;
use crate::progress::rows;
use crate::progress::union::{self, Contents, Ends};
use crate::review::MachineId;

/// How a log stands to a shared folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The name of the segment that this log writes, without its ending.
    pub segment: String,
    /// How far each segment was read, by the name of its file.
    pub read: HashMap<String, Position>,
}

/// A segment that this log was written to once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The folder, as it was named then.
    pub folder: String,
    /// The name of the segment, without its ending.
    pub segment: String,
    /// Whether it is to be removed, for it has what was forgotten.
    pub is_unwanted: bool,
}

/// Returns every segment that this log was written to.
pub(super) fn written(connection: &Connection) -> Result<Vec<Written>, Fault> {
    let mut statement =
        connection.prepare_cached("SELECT folder, segment, is_unwanted FROM segment_written")?;
    let mut found = statement.query([])?;
    let mut written = Vec::new();
    while let Some(row) = found.next()? {
        written.push(rows::written(row)?);
    }
    Ok(written)
}

/// Notes segments that this log was, or is going to be, written to; one that is unwanted stays so.
pub(super) fn remember(connection: &Connection, segments: &[Written]) -> Result<(), Fault> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO segment_written (folder, segment, is_unwanted) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO UPDATE SET is_unwanted = max(is_unwanted, ?3)",
    )?;
    for Written { folder, segment, is_unwanted } in segments {
        insert.execute(params![folder, segment, is_unwanted])?;
    }
    Ok(())
}

/// Notes that a segment is gone.
pub(super) fn note_removed(connection: &Connection, gone: &Written) -> Result<(), Fault> {
    let delete = "DELETE FROM segment_written WHERE folder = ?1 AND segment = ?2";
    connection.execute(delete, [&gone.folder, &gone.segment])?;
    Ok(())
}

/// Forgets how the log stands to its folder; every segment that it was written to is to be removed.
pub(super) fn forget(connection: &Connection) -> Result<(), Fault> {
    connection.execute_batch(
        "DELETE FROM shared; DELETE FROM segment_read; UPDATE segment_written SET is_unwanted = 1;",
    )?;
    Ok(())
}

/// Returns how the log stands to a folder, if it was ever shared there.
pub(super) fn shared(connection: &Connection, folder: &str) -> Result<Option<Shared>, Fault> {
    // Segments are called like machines: a stranger's file names no other.
    let known = known(connection, folder)?.filter(|(segment, _)| segment.parse::<MachineId>().is_ok());
    let Some((segment, _)) = known else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT name, bytes, mark FROM segment_read")?;
    let found = statement.query_map([], |row| {
        let (bytes, mark): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, Position { bytes: bytes.cast_unsigned(), mark: mark.cast_unsigned() }))
    })?;
    Ok(Some(Shared { segment, read: found.collect::<Result<_, _>>()? }))
}

fn known(connection: &Connection, folder: &str) -> Result<Option<(String, Ends)>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT segment, reviews, revocations, decisions, exams, exam_events FROM shared WHERE folder = ?1",
    )?;
    let known = statement.query_row([folder], |row| {
        let ends = Ends {
            reviews: row.get(1)?,
            revocations: row.get(2)?,
            decisions: row.get(3)?,
            exams: row.get(4)?,
            exam_events: row.get(5)?,
        };
        Ok((row.get(0)?, ends))
    });
    Ok(known.optional()?)
}

/// Returns what the folder does not have: what was written here since something was handed over to
/// this segment, without what was just read there.
pub(super) fn to_hand_over(
    connection: &Connection,
    (folder, before): (&str, &Shared),
    just_read: &Contents,
) -> Result<Contents, Fault> {
    let known = known(connection, folder)?.filter(|(segment, _)| *segment == before.segment);
    let ends = known.map(|(_, ends)| ends).unwrap_or_default();
    let mut contents = union::since(connection, ends)?;
    contents.retain_missing_in(just_read);
    Ok(contents)
}

/// Notes that everything was handed over, and how far the segments were read.
pub(super) fn note(connection: &Connection, folder: &str, shared: &Shared) -> Result<(), Fault> {
    let ends = union::ends(connection)?;
    connection.execute(
        "INSERT OR REPLACE INTO shared \
         (one, folder, segment, reviews, revocations, decisions, exams, exam_events) \
         VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
        params![
            folder,
            shared.segment,
            ends.reviews,
            ends.revocations,
            ends.decisions,
            ends.exams,
            ends.exam_events
        ],
    )?;
    connection.execute("DELETE FROM segment_read", [])?;
    let mut insert =
        connection.prepare_cached("INSERT INTO segment_read (name, bytes, mark) VALUES (?, ?, ?)")?;
    for (name, position) in &shared.read {
        insert.execute(params![name, position.bytes.cast_signed(), position.mark.cast_signed()])?;
    }
    Ok(())
}
