//! How are copies of the progress file listed, put in place and taken away?
//!
//! `cli` calls it; what is in the files is `progress`'s.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{FileError, Operation, sync_folder};

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

/// Puts a finished file in the place of a damaged database, which is set aside under another name with
/// the journals beside it. At every moment, also after a power loss, one of the two stands there.
///
/// # Errors
/// [`FileError::System`] where it cannot be done; the damaged one stands there as before then, and the
/// finished file is gone.
pub fn put_in_place_of(finished: &Path, damaged: &Path, aside: &Path) -> Result<(), FileError> {
    let set = || {
        File::open(finished)?.sync_all()?;
        second_name(damaged, aside)?;
        let mut moved = Vec::new();
        let put = move_journals(damaged, aside, &mut moved).and_then(|()| fs::rename(finished, damaged));
        if put.is_err() {
            // A database without its journal lacks what was written last.
            for (from, to) in moved.iter().rev() {
                let _ = fs::rename(to, from);
            }
            let _ = fs::remove_file(aside);
        }
        put
    };
    let put = set();
    if put.is_err() {
        let _ = fs::remove_file(finished);
    }
    let folder = damaged.parent().filter(|folder| !folder.as_os_str().is_empty());
    put.and_then(|()| sync_folder(folder.unwrap_or(Path::new(".")))).map_err(Operation::Write.failed(damaged))
}

fn second_name(database: &Path, aside: &Path) -> io::Result<()> {
    match fs::hard_link(database, aside) {
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Err(cause),
        // A file system without second names gets a copy.
        Err(_) => fs::copy(database, aside).and_then(|_| File::open(aside)?.sync_all()).inspect_err(|_| {
            let _ = fs::remove_file(aside);
        }),
        Ok(()) => Ok(()),
    }
}

/// Moves the journals beside a database to its other name; `moved` gets those that were.
fn move_journals(database: &Path, aside: &Path, moved: &mut Vec<(PathBuf, PathBuf)>) -> io::Result<()> {
    let beside = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    for end in ["-wal", "-shm", "-journal"] {
        let (from, to) = (beside(database, end), beside(aside, end));
        match fs::rename(&from, &to) {
            Ok(()) => moved.push((from, to)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(())
}
