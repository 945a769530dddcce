//! How is a progress file copied whole, and how is a stranger's one read?
//!
//! `progress` calls it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::progress::error::{Fault, Operation, ProgressError};
use crate::progress::open;
use crate::review::MachineId;

/// Pages that are copied in one step.
const STEP: i32 = 1000;
/// How long to wait when another process holds the file.
const PAUSE: Duration = Duration::from_millis(20);
/// The machine of a file that names none.
const NOBODY: MachineId = MachineId::new(0);
/// So many complaints of `SQLite` are enough.
const COMPLAINTS: usize = 20;

/// Opens a file for reading only, also where nothing can be written beside it.
pub(super) fn reader(path: &Path) -> Result<Connection, ProgressError> {
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
    ["-wal", "-journal"].into_iter().all(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match std::fs::metadata(name) {
            Ok(metadata) => metadata.len() == 0,
            Err(cause) => cause.kind() == ErrorKind::NotFound,
        }
    })
}

/// Returns the URI of a file that does not change (<https://www.sqlite.org/uri.html>).
fn unchanging(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let bytes = path.as_os_str().as_encoded_bytes();
    let escaped: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
    PathBuf::from(format!("file:{escaped}?immutable=1"))
}

/// Copies a progress file into memory, brings it to the newest version, and returns it with its
/// machine.
pub(super) fn copy_of(path: &Path) -> Result<(Connection, MachineId), ProgressError> {
    let source = reader(path)?;
    let copy = || {
        let mut copy = Connection::open_in_memory()?;
        Backup::new(&source, &mut copy)?.run_to_completion(STEP, PAUSE, None)?;
        Ok(copy)
    };
    let copy = copy().map_err(|cause: rusqlite::Error| Fault::Sql(cause).with(path, Operation::Read))?;
    let (copy, machine) = open::prepare(copy, path, NOBODY)?;
    let compare = || {
        let (own, _) = open::prepare(Connection::open_in_memory().map_err(own_memory(path))?, path, NOBODY)?;
        let schema = |connection: &Connection| {
            schema(connection).map_err(|cause| Fault::Sql(cause).with(path, Operation::Read))
        };
        Ok(schema(&own)? == schema(&copy)?)
    };
    // Tables of another make could be views that compute for ever, or call what they should not.
    if compare()? { Ok((copy, machine)) } else { Err(ProgressError::Foreign { path: path.to_owned() }) }
}

fn own_memory(path: &Path) -> impl Fn(rusqlite::Error) -> ProgressError {
    move |cause| Fault::Sql(cause).with(path, Operation::Open)
}

fn schema(connection: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut statement =
        connection.prepare("SELECT type || ' ' || name, sql FROM sqlite_schema ORDER BY 1")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Writes a copy to a file that is not there yet.
pub(super) fn copy_to(connection: &Connection, path: &Path) -> Result<(), ProgressError> {
    open::create(path).map_err(|cause| ProgressError::Create { path: path.to_owned(), cause })?;
    let target = path.to_string_lossy();
    let vacuum = connection.execute("VACUUM INTO ?1", [target.as_ref()]);
    vacuum.map(|_| ()).map_err(|cause| Fault::Sql(cause).with(path, Operation::Write))
}

/// Moves what was written ahead into the file itself and empties the journal, which still has what
/// was there before.
///
/// # Errors
/// `DatabaseBusy` where another process reads from it for longer than the patience.
pub(super) fn empty_journal(connection: &Connection) -> rusqlite::Result<()> {
    let is_busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    let busy = ffi::Error::new(ffi::SQLITE_BUSY);
    if is_busy { Err(rusqlite::Error::SqliteFailure(busy, None)) } else { Ok(()) }
}

/// Returns what `SQLite` finds wrong with a database.
pub(super) fn wrong(connection: &Connection) -> Result<Vec<String>, Fault> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({COMPLAINTS})"))?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    lines.retain(|line| line != "ok");
    Ok(lines)
}
