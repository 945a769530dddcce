//! How are copies of the progress file listed, put in place and taken away?
//!
//! `cli` calls it; what is in the files is `progress`'s.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::files::error::{FileError, Operation};
use crate::files::sync_folder;

/// What is added to the name of a database for the files that `SQLite` keeps beside it.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Returns the files in a folder, by name; none where there is no such folder.
///
/// # Errors
/// [`FileError::System`] where the folder cannot be read.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let failed = || Operation::Read.failed(folder);
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed())?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(failed())?.path());
    }
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

/// Returns whether a file lies in a folder, or in one that is in it.
pub fn is_in(file: &Path, folder: &Path) -> bool {
    let is_in = || Ok::<bool, io::Error>(file.canonicalize()?.starts_with(folder.canonicalize()?));
    is_in().unwrap_or(false)
}

/// Removes a file; one that is not there is removed already.
///
/// # Errors
/// [`FileError::System`] where it cannot be removed.
pub fn remove(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(Operation::Write.failed(path)(cause)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Returns whether a journal beside a database waits to be taken in.
pub fn has_journal(database: &Path) -> bool {
    let is_full = |end: &str| fs::metadata(beside(database, end)).is_ok_and(|journal| journal.len() > 0);
    is_full("-wal") || is_full("-journal")
}

/// Removes a database with its journals.
///
/// # Errors
/// [`FileError::System`] where one of them cannot be removed.
pub fn remove_with_journals(database: &Path) -> Result<(), FileError> {
    BESIDE.iter().try_for_each(|end| remove(&beside(database, end)))?;
    remove(database)
}

/// Puts a finished file in the place of another, or where none is, so that at every moment, also
/// after a power loss, one of the two stands there.
///
/// # Errors
/// [`FileError::System`] where it cannot be done; both files are as they were then.
pub fn put_in_place(finished: &Path, target: &Path) -> Result<(), FileError> {
    let put = || {
        File::open(finished)?.sync_all()?;
        fs::rename(finished, target)?;
        sync_folder(folder_of(target))
    };
    put().map_err(Operation::Write.failed(target))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn beside(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Returns the path of a database beside a file, of which neither it nor a journal is there yet; `stem`
/// is its name or, with a number, the beginning of it.
pub fn free_name(file: &Path, stem: &str) -> PathBuf {
    let is_taken = |path: &Path| path.exists() || BESIDE.iter().any(|end| beside(path, end).exists());
    let mut path = file.with_file_name(format!("{stem}.db"));
    let mut number = 2;
    while is_taken(&path) {
        path = file.with_file_name(format!("{stem}-{number}.db"));
        number += 1;
    }
    path
}

/// Gives a database, if it is there, a second name, and moves the journals beside it to that name. It is
/// on the disk when the function returns.
///
/// # Errors
/// [`FileError::System`] where it cannot be done.
pub fn set_aside(database: &Path, aside: &Path) -> Result<(), FileError> {
    let set = || {
        match fs::hard_link(database, aside) {
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => return Err(cause),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound && !database.exists() => {}
            // A file system without second names gets a copy, which is whole before the file is replaced.
            Err(_) => {
                fs::copy(database, aside)?;
                File::open(aside)?.sync_all()?;
            }
            Ok(()) => {}
        }
        for end in BESIDE {
            match fs::rename(beside(database, end), beside(aside, end)) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
                Ok(()) | Err(_) => {}
            }
        }
        sync_folder(folder_of(aside))
    };
    set().map_err(Operation::Write.failed(aside))
}
