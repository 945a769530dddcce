//! How is a progress file copied whole, and how is a stranger's one read?
//!
//! `progress` calls it.
#![expect(clippy::disallowed_methods, reason = "copies are files, put in place when they are whole")]

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::backup::Backup;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, ffi};

use crate::progress::error::{Fault, Operation, ProgressError};
use crate::progress::migrations::{self, Found};
use crate::progress::open;
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
/// How the name of a copy begins that is being written, and how it ends: hidden, and never taken for
/// one that is whole.
const PART: (&str, &str) = (".csto-quiz-", ".part");
/// What stands beside a copy that is being written, and the copy itself.
const PART_ENDS: [&str; 4] = ["", "-journal", "-wal", "-shm"];
/// The size of a database's header, in bytes, and of the pages of ours
/// (<https://www.sqlite.org/fileformat.html>, section 1.3).
const HEADER: usize = 100;
const PAGE: u16 = 4096;
/// What in a header says where pages are and how they are to be read, each up to before the second number;
/// the rest is counts and names.
const LAYOUT: [(usize, usize); 3] = [(0, 24), (28, 32), (44, 60)];
/// A process tries so many names for its copy.
const PART_NAMES: u32 = 100;
/// A copy that nobody has written to for so long was broken off.
const BROKEN_OFF: Duration = Duration::from_secs(60 * 60);
/// So many complaints of `SQLite` are enough.
const COMPLAINTS: usize = 20;

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

fn schema(connection: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut statement =
        connection.prepare("SELECT type || ' ' || name, sql FROM sqlite_schema ORDER BY 1")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Writes a copy to a file that is not there yet. At every moment, also after a power loss, it stands
/// there whole or not at all.
pub(super) fn copy_to(connection: &Connection, path: &Path) -> Result<(), ProgressError> {
    whole(path, |part| {
        let name = ToSqlOutput::Borrowed(ValueRef::Text(part.as_os_str().as_encoded_bytes()));
        let written = connection.execute("VACUUM INTO ?1", [name]);
        written.map(|_| ()).map_err(|cause| Fault::Sql(cause).with(path, Operation::Write))
    })
}

/// Makes a file that is not there yet; `fill` writes it under another name. At every moment, also after
/// a power loss, it stands there whole or not at all.
pub(super) fn whole(
    path: &Path,
    fill: impl FnOnce(&Path) -> Result<(), ProgressError>,
) -> Result<(), ProgressError> {
    let failed = |cause| ProgressError::Create { path: path.to_owned(), cause };
    let part = new_part(path).map_err(failed)?;
    let written = fill(&part).and_then(|()| put_in_place(&part, path).map_err(failed));
    // The first error is what is told.
    remove_part(&part);
    written
}

/// Removes a part and what stands beside it; what stays is hidden and harmless.
fn remove_part(part: &Path) {
    for end in PART_ENDS {
        let _ = fs::remove_file(with_end(part, end));
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Lets `look` see a copy of a damaged file whose header is as it should be: without it `SQLite` finds no
/// page, however sound they are. Returns nothing where the header is right, or no copy can be made.
pub(super) fn with_mended_header<T>(path: &Path, look: impl FnOnce(&Connection) -> T) -> Option<T> {
    let mut header = [0; HEADER];
    File::open(path).and_then(|mut file| file.read_exact(&mut header)).ok()?;
    let mended = mended(&header, fs::metadata(path).ok()?.len());
    if LAYOUT.into_iter().all(|(from, to)| header[from..to] == mended[from..to]) {
        return None;
    }
    let part = new_part(path).ok()?;
    let seen =
        copy_mended(path, &part, &mended).ok().and_then(|()| reader(&part).ok()).map(|copy| look(&copy));
    remove_part(&part);
    seen
}

/// Returns the header of a file of so many bytes, as it is in ours.
fn mended(header: &[u8; HEADER], bytes: u64) -> [u8; HEADER] {
    let mut mended = [0; HEADER];
    let mut put = |at: usize, field: &[u8]| mended[at..at + field.len()].copy_from_slice(field);
    put(0, super::DATABASE);
    put(16, &PAGE.to_be_bytes());
    // How it is written and read: copies with the rollback journal, all others ahead.
    put(18, if header[18..20] == [1, 1] { &[1, 1] } else { &[2, 2] });
    // How much of a page a row may fill; the format has no other.
    put(21, &[64, 32, 32]);
    put(28, &u32::try_from(bytes / u64::from(PAGE)).unwrap_or(u32::MAX).to_be_bytes());
    // The fourth form of the schema, and UTF-8.
    put(44, &4_u32.to_be_bytes());
    put(56, &1_u32.to_be_bytes());
    mended
}

/// Copies a file with its journals, for its owner's eyes only, and gives the copy another header.
fn copy_mended(path: &Path, part: &Path, header: &[u8; HEADER]) -> io::Result<()> {
    for end in ["", "-wal", "-journal"] {
        let (from, to) = (with_end(path, end), with_end(part, end));
        // A journal that was left there would be taken for one of this copy.
        let _ = fs::remove_file(&to);
        if end.is_empty() || fs::metadata(&from).is_ok_and(|journal| journal.is_file()) {
            open::create(&to)?;
            io::copy(&mut File::open(from)?, &mut OpenOptions::new().write(true).open(to)?)?;
        }
    }
    OpenOptions::new().write(true).open(part)?.write_all(header)
}

/// Makes the empty file in which a copy is written, beside its place.
fn new_part(path: &Path) -> io::Result<PathBuf> {
    for number in 0..PART_NAMES {
        let name = format!("{}{}-{number}{}", PART.0, std::process::id(), PART.1);
        let part = path.with_file_name(name);
        if open::create(&part)?.is_none() {
            // What cannot be tidied up now is tidied up another time.
            let _ = drop_broken_off(&part);
            return Ok(part);
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Removes what copies that were broken off have left beside a new one.
fn drop_broken_off(new: &Path) -> io::Result<()> {
    let is_part = |name: &OsStr| {
        let name = name.to_string_lossy();
        name.starts_with(PART.0)
            && PART_ENDS.iter().any(|end| name.strip_suffix(end).is_some_and(|name| name.ends_with(PART.1)))
    };
    let now = fs::metadata(new)?.modified()?;
    for entry in fs::read_dir(folder_of(new))? {
        let entry = entry?;
        // The disk's own clock: it has written both.
        let is_old = |written: SystemTime| {
            now.duration_since(written).unwrap_or_else(|later| later.duration()) > BROKEN_OFF
        };
        if is_part(&entry.file_name()) && is_old(entry.metadata()?.modified()?) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Gives a finished file its name, unless there is a file of that name.
fn put_in_place(part: &Path, path: &Path) -> io::Result<()> {
    File::open(part)?.sync_all()?;
    match fs::hard_link(part, path) {
        // A file system without second names; there, two that come at once may replace each other.
        Err(cause) if cause.kind() != ErrorKind::AlreadyExists && !path.exists() => fs::rename(part, path)?,
        linked => linked?,
    }
    sync_folder(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
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

    fn files(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_copies_that_were_broken_off_have_left_goes_after_an_hour() {
        let folder = tempfile::TempDir::new().unwrap();
        let age = |name: &str, minutes: u64| {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(60 * minutes)).unwrap();
        };
        age(".csto-quiz-1-0.part", 61);
        age(".csto-quiz-1-0.part-wal", 61);
        age(".csto-quiz-2-0.part", 50);
        age(".other.part", 61);
        age("2026-01-01.db", 61);
        let progress =
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), NOBODY).unwrap().0;
        copy_to(&progress, &folder.path().join("copy.db")).unwrap();
        assert_eq!(files(folder.path()), [".csto-quiz-2-0.part", ".other.part", "2026-01-01.db", "copy.db"]);
    }

    #[test]
    fn a_copy_never_takes_the_place_of_another_file() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("copy.db");
        fs::write(&path, "mine").unwrap();
        let progress =
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), NOBODY).unwrap().0;
        let error = copy_to(&progress, &path).unwrap_err();
        assert!(
            matches!(&error, ProgressError::Create { cause, .. } if cause.kind() == ErrorKind::AlreadyExists)
        );
        assert_eq!(
            (fs::read(&path).unwrap(), files(folder.path())),
            (b"mine".to_vec(), vec!["copy.db".to_owned()])
        );
    }

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

    #[cfg(target_os = "linux")]
    #[test]
    fn a_path_that_is_no_utf_8_gets_its_copy_too() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join(OsStr::from_bytes(b"caf\xe9")).join("copy.db");
        let progress =
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), NOBODY).unwrap().0;
        copy_to(&progress, &path).unwrap();
        assert!(wrong(&copy_of(&path, None).unwrap().0).unwrap().is_empty());
    }
}
