//! How is a progress file copied, and is a copy whole?
//!
//! `progress` calls it.

use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ffi};

use crate::progress::error::{Fault, Operation, ProgressError};
use crate::progress::migrations;
use crate::progress::part::whole;
use crate::progress::reading::{reader, schema};

/// So many complaints of `SQLite` are enough.
const COMPLAINTS: usize = 20;

/// Writes a copy to a file that is not there yet. At every moment, also after a power loss, it stands
/// there whole or not at all.
pub(super) fn copy_to(connection: &Connection, path: &Path) -> Result<(), ProgressError> {
    whole(path, |part| {
        let name = ToSqlOutput::Borrowed(ValueRef::Text(part.as_os_str().as_encoded_bytes()));
        let written = connection.execute("VACUUM INTO ?1", [name]);
        written.map(|_| ()).map_err(|cause| Fault::Sql(cause).with(path, Operation::Write))
    })
}

/// Returns whether a file is a sound copy of a database: with the same tables, and as many rows in each.
pub(super) fn is_copy(path: &Path, of: &Connection) -> bool {
    let is_copy = || -> Result<bool, Fault> {
        let Ok(copy) = reader(path) else { return Ok(false) };
        let is_like = migrations::found(&copy)? == migrations::found(of)? && schema(&copy)? == schema(of)?;
        Ok(is_like && wrong(&copy)?.is_empty() && sizes(&copy)? == sizes(of)?)
    };
    is_copy().unwrap_or(false)
}

/// Returns how many rows each table has.
fn sizes(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let count = |name: String| {
        // An index that is damaged may have another number than its table.
        let question = format!("SELECT count(*) FROM {name} NOT INDEXED");
        let rows = connection.query_row(&question, [], |row| row.get(0))?;
        Ok((name, rows))
    };
    names.into_iter().map(count).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::open;
    use crate::progress::reading::copy_of;
    use crate::review::MachineId;
    use std::ffi::OsStr;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_path_that_is_no_utf_8_gets_its_copy_too() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join(OsStr::from_bytes(b"caf\xe9")).join("copy.db");
        let progress =
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), MachineId::new(0))
                .unwrap()
                .0;
        copy_to(&progress, &path).unwrap();
        assert!(wrong(&copy_of(&path, None).unwrap().0).unwrap().is_empty());
    }
}
