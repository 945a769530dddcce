//! How is a progress file copied whole, and how is a stranger's one read?
//!
//! `progress` calls it.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, MAIN_DB, OpenFlags, ffi};

use crate::progress::error::{Fault, Operation, ProgressError};
use crate::progress::migrations::{self, Found};
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

/// Opens a file for reading only.
pub(super) fn reader(path: &Path) -> Result<Connection, ProgressError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let set_up = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(super::PATIENCE)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        Ok(connection)
    };
    set_up().map_err(|cause: rusqlite::Error| Fault::Sql(cause).with(path, Operation::Open))
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

/// Returns what `SQLite` finds wrong with a database.
pub(super) fn wrong(connection: &Connection) -> Result<Vec<String>, Fault> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({COMPLAINTS})"))?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    lines.retain(|line| line != "ok");
    Ok(lines)
}
