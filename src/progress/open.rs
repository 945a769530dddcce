//! How is a progress file opened?
//!
//! For its owner's eyes only, safe against power loss, and by several processes at once.
//! `progress` calls it.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::progress::error::{Failure, Fault, Operation, ProgressError};
use crate::progress::migrations::{self, Found};
use crate::progress::{PATIENCE, backup, part, reading, rows};
use crate::review::MachineId;

/// How a file is opened that is written to. No URI: a path that begins with `file:` is a path.
pub(super) const WRITING: OpenFlags =
    OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);
/// How often a new file is tried again when another process is making it.
const TRIES: u32 = 200;
/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_millis(20);
/// Statements that are kept ready.
const READY_STATEMENTS: usize = 32;

/// What is said of a file that SQLite could open for reading only.
const READ_ONLY: &str = "attempt to write a readonly database";

/// The size of the smallest database, in bytes; `SQLite` takes what is shorter for an empty file and
/// would write over it (<https://www.sqlite.org/fileformat.html>, section 1.2).
const SMALLEST_DATABASE: u64 = 512;

/// Opens a progress file, makes it where there is none, and returns it with its machine.
pub(super) fn open(path: &Path, machine: MachineId) -> Result<(Connection, MachineId), ProgressError> {
    refuse_half_restored(path)?;
    refuse_no_file(path)?;
    // SQLite would write it into the file that is made, or throw it away.
    if reading::is_only_journal(path) {
        return Err(ProgressError::OnlyJournal { path: path.to_owned() });
    }
    let size = match std::fs::metadata(path) {
        Ok(metadata) => Some(metadata.len()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            match part::whole(path, |part| first(part, path, machine)) {
                // Another process has made it in the meantime.
                Err(ProgressError::Create { cause, .. })
                    if cause.kind() == std::io::ErrorKind::AlreadyExists => {}
                made => made?,
            }
            None
        }
        Err(cause) => return Err(ProgressError::Create { path: path.to_owned(), cause }),
    };
    // An empty file is one that was never written to, unless there were progress files before.
    let has_copies = || path.with_file_name(super::BACKUPS).exists();
    if size.is_some_and(|size| is_cut(size) && (size > 0 || has_copies())) {
        return Err(not_a_database(path));
    }
    let connection = Connection::open_with_flags(path, WRITING)
        .map_err(|cause| Fault::Sql(cause).with(path, Operation::Open))?;
    // SQLite opens what cannot be written to for reading, and says so at the first write only.
    if connection.is_readonly("main").unwrap_or(false) {
        let cause =
            rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_READONLY), Some(READ_ONLY.to_owned()));
        return Err(Fault::Sql(cause).with(path, Operation::Open));
    }
    keep_old(&connection, path)?;
    let opened = prepare(connection, path, machine).map_err(|error| match error {
        ProgressError::ReadOnly(failure) if is_read_only_by_its_own_word(&failure) => {
            ProgressError::Damaged(failure)
        }
        error => error,
    })?;
    // What is opened before a restore has begun has its journal open, too, and keeps it when that is set
    // aside; what is opened while it sets them aside would begin another, which the new file would get.
    refuse_half_restored(path)?;
    Ok(opened)
}

/// Refuses a file that a restore is about to replace: it may have lost its journal already, and what is
/// in both is in the restored one.
fn refuse_half_restored(path: &Path) -> Result<(), ProgressError> {
    if path.with_file_name(super::RESTORED).exists() {
        return Err(ProgressError::HalfRestored { path: path.to_owned() });
    }
    Ok(())
}

/// Refuses what is there and is no file: a folder, or a pipe, whose other end would be waited for for ever.
pub(super) fn refuse_no_file(path: &Path) -> Result<(), ProgressError> {
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(ProgressError::NoFile { path: path.to_owned() });
    }
    Ok(())
}

/// Returns whether neither rights nor disk are in the way of writing, but the first page of the file: it
/// names a way of writing that `SQLite` does not know (<https://www.sqlite.org/fileformat.html>, section
/// 1.3.3).
fn is_read_only_by_its_own_word(failure: &Failure) -> bool {
    let code = failure.cause.sqlite_error().map(|error| error.extended_code);
    code == Some(ffi::SQLITE_READONLY) && OpenOptions::new().write(true).open(&failure.path).is_ok()
}

/// Keeps a copy of a file of an earlier version before it is brought to this one.
fn keep_old(connection: &Connection, path: &Path) -> Result<(), ProgressError> {
    let fail = |cause: rusqlite::Error| Fault::Sql(cause).with(path, Operation::Open);
    connection.busy_timeout(PATIENCE).map_err(fail)?;
    let Some(folder) = path.parent() else { return Ok(()) };
    for number in 1.. {
        // Asked anew each time: another process may bring it to this version meanwhile.
        let Found::Version(version @ 1..migrations::NEWEST) = migrations::found(connection).map_err(fail)?
        else {
            break;
        };
        let stem =
            if number == 1 { format!("version-{version}") } else { format!("version-{version}-{number}") };
        let copy = folder.join(super::BACKUPS).join(format!("{stem}.db"));
        if !copy.exists() {
            match backup::copy_to(connection, &copy) {
                // Another process has made it in the meantime.
                Err(_) if copy.exists() => {}
                made => return made,
            }
        }
        if backup::is_copy(&copy, connection) {
            break;
        }
    }
    Ok(())
}

/// Makes a connection ready: settings, version, machine.
pub(super) fn prepare(
    mut connection: Connection,
    path: &Path,
    machine: MachineId,
) -> Result<(Connection, MachineId), ProgressError> {
    let fail = |fault: Fault| fault.with(path, Operation::Open);
    set_up(&connection).map_err(|cause| fail(cause.into()))?;
    match migrations::found(&connection).map_err(|cause| fail(cause.into()))? {
        Found::Foreign => return Err(ProgressError::Foreign { path: path.to_owned() }),
        Found::Version(found) if found > migrations::NEWEST => {
            let supported = migrations::NEWEST;
            return Err(ProgressError::Newer { path: path.to_owned(), found, supported });
        }
        // A copy that was put in place begins with the rollback journal.
        Found::Version(migrations::NEWEST)
            if !is_write_ahead(&connection).map_err(|cause| fail(cause.into()))? =>
        {
            write_ahead(&connection).map_err(|cause| fail(cause.into()))?;
        }
        Found::Version(migrations::NEWEST) => {}
        Found::Version(_) => {
            write_ahead(&connection).map_err(|cause| fail(cause.into()))?;
            migrations::migrate(&mut connection, migrations::NEWEST).map_err(fail)?;
        }
    }
    let machine = machine_of(&connection, machine).map_err(fail)?;
    Ok((connection, machine))
}

/// Makes a new file of the newest version; `path` is where it will stand.
fn first(part: &Path, path: &Path, machine: MachineId) -> Result<(), ProgressError> {
    let make = || -> Result<(), Fault> {
        let mut connection = Connection::open_with_flags(part, WRITING)?;
        // It is brought to the disk as a whole.
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update_and_check(None, "journal_mode", "MEMORY", |_| Ok(()))?;
        migrations::migrate(&mut connection, migrations::NEWEST)?;
        machine_of(&connection, machine)?;
        // Only now: whether a write-ahead log is taken in when it is closed, SQLite does not say.
        write_ahead(&connection)?;
        connection.close().map_err(|(_, cause)| cause.into())
    };
    make().map_err(|fault| fault.with(path, Operation::Open))
}

/// Returns whether a file of so many bytes is too short for a database.
pub(super) fn is_cut(bytes: u64) -> bool {
    bytes < SMALLEST_DATABASE
}

/// Returns that a file is no database.
pub(super) fn not_a_database(path: &Path) -> ProgressError {
    let cause = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_NOTADB), None);
    Fault::Sql(cause).with(path, Operation::Open)
}

/// Makes folder and file where there are none, readable by their owner only; `SQLite` gives the
/// files beside it the same rights. Returns the size in bytes of a file that was there.
pub(super) fn create(path: &Path) -> std::io::Result<Option<u64>> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => Err(cause),
        Err(_) => Ok(Some(std::fs::metadata(path)?.len())),
        Ok(_) => Ok(None),
    }
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(READY_STATEMENTS);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Triggers also see rows that are replaced, and the schema of a stranger's file calls nothing.
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "trusted_schema", false)
}

fn is_write_ahead(connection: &Connection) -> rusqlite::Result<bool> {
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    Ok(mode == "wal")
}

/// Turns write-ahead logging on; a file system that cannot do it keeps the rollback journal.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let set = || connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
    for _ in 1..TRIES {
        match set() {
            // SQLite does not wait for another process that does the same at the same time.
            Err(cause) if cause.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => sleep(PAUSE),
            done => return done,
        }
    }
    set()
}

/// Returns the machine of the file; a new file gets the one that is given.
fn machine_of(connection: &Connection, machine: MachineId) -> Result<MachineId, Fault> {
    let stored = || -> Result<Option<MachineId>, Fault> {
        let mut statement = connection.prepare("SELECT id FROM machine")?;
        let mut found = statement.query([])?;
        Ok(found.next()?.map(rows::machine).transpose()?)
    };
    if let Some(stored) = stored()? {
        return Ok(stored);
    }
    connection.execute(
        "INSERT INTO machine (one, id) VALUES (1, ?1) ON CONFLICT DO NOTHING",
        [machine.to_string()],
    )?;
    Ok(stored()?.unwrap_or(machine))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_on_disk_when_the_function_returns() {
        let folder = tempfile::TempDir::new().unwrap();
        for _ in 0..2 {
            let (connection, _) = open(&folder.path().join("progress.db"), MachineId::new(1)).unwrap();
            let setting = |name: &str| {
                let value = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
                connection.pragma_query_value(None, name, value).unwrap()
            };
            assert_eq!(setting("journal_mode"), "wal".to_owned().into());
            assert_eq!(setting("synchronous"), 2.into());
            assert_eq!(setting("busy_timeout"), 10_000.into());
            assert_eq!(setting("foreign_keys"), 1.into());
        }
    }
}
