//! How is a progress file read that a stranger may have made, or that was not closed?
//!
//! `progress` calls it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, ffi};

use crate::progress::error::{Fault, Operation, ProgressError};
use crate::progress::migrations::{self, Found};
use crate::progress::open;
use crate::progress::part::with_end;
use crate::review::MachineId;

/// How much of a stranger's file is copied into memory, in bytes: as much as of an exported log, and
/// some two million reviews, a hundred a day for fifty years.
pub(super) const LARGEST_OF_A_STRANGER: u64 = 1024 * 1024 * 1024;
/// Pages that are copied in one step.
const STEP: i32 = 1000;
/// How long to wait when another process holds the file.
const PAUSE: Duration = Duration::from_millis(20);
/// The machine of a file that names none.
const NOBODY: MachineId = MachineId::new(0);

/// Opens a file for reading only, also where nothing can be written beside it.
pub(super) fn reader(path: &Path) -> Result<Connection, ProgressError> {
    open::refuse_no_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let set_up = |name: &Path, flags: OpenFlags| {
        let connection = Connection::open_with_flags(name, flags)?;
        connection.busy_timeout(super::PATIENCE)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        let read = connection.pragma_query_value(None, "schema_version", |_| Ok(()));
        Ok((connection, read))
    };
    let opened = match set_up(path, flags) {
        // With write-ahead logging, readers too make a file beside it. Where none can be made nobody
        // writes, and then SQLite may be told that nothing changes.
        Ok((_, Err(cause))) if can_make_nothing(&cause) && is_at_rest(path) => {
            set_up(&unchanging(path), flags | OpenFlags::SQLITE_OPEN_URI)
        }
        Ok((_, Err(cause))) if is_half_written(&cause) => {
            settle(path);
            set_up(path, flags)
        }
        // What else is wrong is said when it is read.
        opened => opened,
    };
    let opened = opened.map(|(connection, _)| connection);
    opened.map_err(|cause: rusqlite::Error| Fault::Sql(cause).with(path, Operation::Open))
}

/// Returns whether this may be for want of a right to write, or of room.
fn can_make_nothing(cause: &rusqlite::Error) -> bool {
    use ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
    matches!(cause.sqlite_error_code(), Some(CannotOpen | ReadOnly | DiskFull | SystemIoFailure))
}

/// Returns whether the file alone has everything: no journal beside it waits to be taken in.
fn is_at_rest(path: &Path) -> bool {
    ["-wal", "-journal"].into_iter().all(|end| match fs::metadata(with_end(path, end)) {
        Ok(metadata) => metadata.len() == 0,
        Err(cause) => cause.kind() == ErrorKind::NotFound,
    })
}

/// Returns whether a journal has been left alone: beside no file, or an empty one.
pub(super) fn is_only_journal(path: &Path) -> bool {
    // In this order: a file that another process makes stands there before its journal does.
    !is_at_rest(path)
        && match fs::metadata(path) {
            Ok(metadata) => metadata.len() == 0,
            Err(cause) => cause.kind() == ErrorKind::NotFound,
        }
}

/// Returns whether there is no file, or one that is too short for a database: `SQLite` would take it for
/// an empty one and throw away the journal beside it.
pub(super) fn has_nothing(path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(metadata) => open::is_cut(metadata.len()),
        Err(cause) => cause.kind() == ErrorKind::NotFound,
    }
}

/// Returns the URI of a file that does not change (<https://www.sqlite.org/uri.html>).
fn unchanging(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let bytes = path.as_os_str().as_encoded_bytes();
    let escaped: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
    PathBuf::from(format!("file:{escaped}?immutable=1"))
}

/// Returns whether a file cannot be read before what was being written is taken back or finished.
fn is_half_written(cause: &rusqlite::Error) -> bool {
    let code = match cause {
        rusqlite::Error::SqliteFailure(error, _) => Some(error.extended_code),
        _ => None,
    };
    matches!(code, Some(ffi::SQLITE_READONLY_ROLLBACK | ffi::SQLITE_READONLY_RECOVERY))
}

/// Takes back what a change has left half done that was cut off, if there was one; otherwise the file is
/// not touched.
fn settle(path: &Path) {
    if !with_end(path, "-journal").exists() {
        return;
    }
    // SQLite does it at the first look; who only reads may not. What is wrong is said when it is read.
    if let Ok(connection) = Connection::open_with_flags(path, open::WRITING) {
        let _ = connection.busy_timeout(super::PATIENCE);
        let _ = look(&connection, path);
    }
}

/// Copies a progress file into memory, of at most `largest` bytes if that is given, brings it to the newest
/// version, and returns it with its machine.
pub(super) fn copy_of(path: &Path, largest: Option<u64>) -> Result<(Connection, MachineId), ProgressError> {
    open::refuse_no_file(path)?;
    // SQLite would take what is too short for an empty database.
    if fs::metadata(path).is_ok_and(|metadata| open::is_cut(metadata.len())) {
        return Err(open::not_a_database(path));
    }
    let source = reader(path)?;
    if let Some(limit) = largest.filter(|largest| bytes(&source) > *largest) {
        return Err(ProgressError::TooLarge { path: path.to_owned(), limit });
    }
    let copy = || {
        let mut copy = Connection::open_in_memory()?;
        Backup::new(&source, &mut copy)?.run_to_completion(STEP, PAUSE, None)?;
        Ok(copy)
    };
    let copy = copy().map_err(|cause: rusqlite::Error| Fault::Sql(cause).with(path, Operation::Read))?;
    // Tables of another make could be views that compute for ever, or call what they should not: none
    // of them is asked before.
    if !is_of_our_make(&copy).map_err(|fault| fault.with(path, Operation::Read))? {
        return Err(ProgressError::Foreign { path: path.to_owned() });
    }
    // Memory can be written to, unless the first page of the copy names a way that is not known.
    if copy.is_readonly(MAIN_DB).is_ok_and(|is_readonly| is_readonly) {
        let damaged = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), None);
        return Err(Fault::Sql(damaged).with(path, Operation::Read));
    }
    open::prepare(copy, path, NOBODY)
}

/// Returns how large a database is together with its journal, in bytes; 0 where that cannot be asked.
pub(super) fn bytes(connection: &Connection) -> u64 {
    let ask = |what| connection.pragma_query_value(None, what, |row| row.get::<_, u32>(0)).unwrap_or(0);
    u64::from(ask("page_count")) * u64::from(ask("page_size"))
}

/// Has a first look into a file.
pub(super) fn look(connection: &Connection, path: &Path) -> Result<(), ProgressError> {
    let looked = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    looked.map_err(|cause| Fault::Sql(cause).with(path, Operation::Read))
}

/// Returns whether a database has the tables of its version and nothing else; of another version than
/// ours nothing is known, and it is refused or made anew without a look at its tables.
fn is_of_our_make(connection: &Connection) -> Result<bool, Fault> {
    let Found::Version(version @ 1..=migrations::NEWEST) = migrations::found(connection)? else {
        return Ok(true);
    };
    let mut own = Connection::open_in_memory()?;
    migrations::migrate(&mut own, version)?;
    Ok(schema(&own)? == schema(connection)?)
}

pub(super) fn schema(connection: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut statement =
        connection.prepare("SELECT type || ' ' || name, sql FROM sqlite_schema ORDER BY 1")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::backup::{copy_to, wrong};

    #[test]
    fn a_file_is_refused_for_its_size_only_where_a_limit_is_given() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("copy.db");
        let progress =
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), NOBODY).unwrap().0;
        copy_to(&progress, &path).unwrap();
        let size = fs::metadata(&path).unwrap().len();
        assert!(copy_of(&path, None).is_ok() && copy_of(&path, Some(size)).is_ok());
        let error = copy_of(&path, Some(size - 1)).unwrap_err();
        assert!(matches!(error, ProgressError::TooLarge { limit, .. } if limit == size - 1), "{error}");
    }

    #[test]
    fn a_file_whose_writer_was_killed_is_read_as_it_was_before() {
        let folder = tempfile::TempDir::new().unwrap();
        let [written, killed] = ["written.db", "killed.db"].map(|name| folder.path().join(name));
        let progress =
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), NOBODY).unwrap().0;
        copy_to(&progress, &written).unwrap();
        // With a small cache a part of the change stands in the file before it is finished.
        let writer = Connection::open(&written).unwrap();
        let half = "PRAGMA cache_size = 1; BEGIN; \
             INSERT INTO name SELECT 'd/' || value, 'e/' || hex(randomblob(500)) \
             FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 200) SELECT * FROM n);";
        writer.execute_batch(half).unwrap();
        for end in ["", "-journal"] {
            let name = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
            fs::copy(name(&written), name(&killed)).unwrap();
        }
        let copy = copy_of(&killed, None).unwrap().0;
        assert!(wrong(&copy).unwrap().is_empty());
        assert_eq!(copy.query_row("SELECT count(*) FROM name", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }
}
