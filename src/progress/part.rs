//! How is a file made that stands there whole or not at all?
//!
//! Under a hidden name, a part, which is linked into its place when it is whole. `progress` calls it.
#![expect(clippy::disallowed_methods, reason = "parts are files, put in place when they are whole")]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::progress::error::ProgressError;
use crate::progress::open;

/// How the name of a copy begins that is being written, and how it ends: hidden, and never taken for
/// one that is whole.
const PART: (&str, &str) = (".csto-quiz-", ".part");
/// What stands beside a copy that is being written, and the copy itself.
const PART_ENDS: [&str; 4] = ["", "-journal", "-wal", "-shm"];
/// A process tries so many names for its copy.
const PART_NAMES: u32 = 100;
/// A copy that nobody has written to for so long was broken off.
const BROKEN_OFF: Duration = Duration::from_secs(60 * 60);

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
pub(super) fn remove_part(part: &Path) {
    for end in PART_ENDS {
        let _ = fs::remove_file(with_end(part, end));
    }
}

pub(super) fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Makes the empty file in which a copy is written, beside its place.
pub(super) fn new_part(path: &Path) -> io::Result<PathBuf> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::backup::copy_to;
    use crate::review::MachineId;
    use rusqlite::Connection;

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
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), MachineId::new(0))
                .unwrap()
                .0;
        copy_to(&progress, &folder.path().join("copy.db")).unwrap();
        assert_eq!(files(folder.path()), [".csto-quiz-2-0.part", ".other.part", "2026-01-01.db", "copy.db"]);
    }

    #[test]
    fn a_copy_never_takes_the_place_of_another_file() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("copy.db");
        fs::write(&path, "mine").unwrap();
        let progress =
            open::prepare(Connection::open_in_memory().unwrap(), Path::new("x"), MachineId::new(0))
                .unwrap()
                .0;
        let error = copy_to(&progress, &path).unwrap_err();
        assert!(
            matches!(&error, ProgressError::Create { cause, .. } if cause.kind() == ErrorKind::AlreadyExists)
        );
        assert_eq!(
            (fs::read(&path).unwrap(), files(folder.path())),
            (b"mine".to_vec(), vec!["copy.db".to_owned()])
        );
    }
}
