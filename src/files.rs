//! Which files are there, and what is in them?
//!
//! The only module that touches files, but for the progress file. `cli` calls it. What it reads is
//! a stranger's: sizes are bounded, devices and loops refused.
#![expect(clippy::disallowed_methods, reason = "this module is where files are touched")]

pub mod copies;
pub mod decks;
pub mod error;
pub mod places;
pub mod segments;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::files::error::{FileError, Operation};
use crate::source::Source;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;
/// How much is read of decks in all, in bytes: what is made of them takes some twenty times as much memory.
pub const LARGEST_DECKS: u64 = 4 * LARGEST_FILE;
/// The largest log that is read, in bytes.
pub const LARGEST_LOG: u64 = 1024 * 1024 * 1024;
/// What the program's folders are called.
const PROGRAM: &str = "csto-quiz";
/// The rights of a file that is its owner's alone.
const OWNERS: u32 = 0o600;
/// The rights of a new file before the learner's mask (`umask`) is taken off.
const EVERYBODYS: u32 = 0o666;
/// How many names are tried for a temporary file.
const TEMPORARY_NAMES: u32 = 100;

/// Reads a file for the deck reader; `shown` is the path by which its author knows it.
///
/// # Errors
/// As [`read_text`].
pub fn read_source(path: &Path, shown: &str) -> Result<Source, FileError> {
    read_text(path).map(|text| Source::new(shown, text))
}

/// Reads a deck's file, also one that is not UTF-8; `shown` is the path by which its author knows it.
///
/// # Errors
/// As [`read_text`], but for `NotUtf8`.
pub fn read_deck(path: &Path, shown: &str) -> Result<Source, FileError> {
    read_bytes(path).map(|bytes| Source::of_bytes(shown, bytes))
}

/// Reads an exported log of at most [`LARGEST_LOG`] bytes.
///
/// # Errors
/// As [`read_text`].
pub fn read_log(path: &Path) -> Result<String, FileError> {
    as_text(path, read_up_to(path, LARGEST_LOG)?)
}

/// Reads an exported log from a stream; `shown` is what it is called.
///
/// # Errors
/// As [`read_text`].
pub fn read_log_from(stream: impl Read, shown: &Path) -> Result<String, FileError> {
    as_text(shown, read_stream(stream, shown, LARGEST_LOG)?)
}

/// Reads a text file of at most [`LARGEST_FILE`] bytes.
///
/// # Errors
/// [`FileError::System`] where it is missing or unreadable, `NotAFile` for folders, pipes and
/// devices, `TooLarge`, and `NotUtf8` with the line of the first wrong byte.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    as_text(path, read_bytes(path)?)
}

fn as_text(path: &Path, bytes: Vec<u8>) -> Result<String, FileError> {
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        FileError::NotUtf8 { path: path.to_owned(), line }
    })
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    read_up_to(path, LARGEST_FILE)
}

fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let failed = || Operation::Read.failed(path);
    // Before opening: to open a pipe is to wait for somebody who writes into it.
    if !fs::metadata(path).map_err(failed())?.is_file() {
        return Err(FileError::NotAFile { path: path.to_owned() });
    }
    let file = File::open(path).map_err(failed())?;
    read_stream(file, path, limit)
}

fn read_stream(stream: impl Read, path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let read = stream.take(limit + 1).read_to_end(&mut bytes).map_err(Operation::Read.failed(path))?;
    if read as u64 > limit {
        return Err(FileError::TooLarge { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

/// Returns something that changes when a file or folder does, nothing when it is not there.
pub fn stamp(path: &Path) -> Option<(std::time::SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Returns whether a file begins with these bytes; one that cannot be read does not.
pub fn begins_with(path: &Path, bytes: &[u8]) -> bool {
    let mut first = vec![0; bytes.len()];
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    is_file && File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok() && first == bytes
}

/// Writes a file so that at every moment, also after a power loss, either all of the old or all of
/// the new stands there. A symlink is kept and what it leads to is written; who may read a file that
/// is there may read the new one.
///
/// # Errors
/// [`FileError::System`] where the folder cannot be written to or the disk is full; the old file is
/// untouched then.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    write(path, bytes, Readers::AsBefore)
}

/// Does what [`write_atomically`] does for a file that only its owner may read from now on.
///
/// # Errors
/// As [`write_atomically`].
pub fn write_privately(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    write(path, bytes, Readers::Owner)
}

/// Who may read what is written.
#[derive(Clone, Copy)]
enum Readers {
    /// Its owner alone.
    Owner,
    /// Who could read the old file; where there is none, whoever can read new files.
    AsBefore,
}

fn write(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), FileError> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    replace(&target, bytes, readers).map_err(Operation::Write.failed(path))
}

fn replace(target: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let (before, first_rights) = match (readers, fs::metadata(target)) {
        (Readers::AsBefore, Ok(before)) => (Some(before), OWNERS),
        (Readers::AsBefore, Err(_)) => (None, EVERYBODYS),
        (Readers::Owner, _) => (None, OWNERS),
    };
    let (temporary, mut file) = temporary_in(folder, first_rights)?;
    let written = (|| {
        if let Some(before) = before {
            file.set_permissions(before.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, target)
    })();
    if written.is_err() {
        // The first error is what is told; what is left over is hidden and harmless.
        let _ = fs::remove_file(&temporary);
    }
    written?;
    sync_folder(folder)
}

fn temporary_in(folder: &Path, rights: u32) -> io::Result<(PathBuf, File)> {
    for number in 0..TEMPORARY_NAMES {
        let path = folder.join(format!(".{PROGRAM}-{}-{number}.tmp", std::process::id()));
        match made_with(rights).write(true).create_new(true).open(&path) {
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (path, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Returns how a file is opened that gets these rights where it is made, on systems that have such.
#[cfg_attr(not(unix), expect(unused_variables, unused_mut, reason = "the rights are those of the folder"))]
fn made_with(rights: u32) -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, rights);
    options
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder, and those above it, that only its owner can look into; one that is there is left
/// as it is.
///
/// # Errors
/// [`FileError::System`] where it cannot be made.
pub fn create_private_dir(path: &Path) -> Result<(), FileError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(Operation::CreateFolder.failed(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A folder with files; a text of `None` is a folder.
    pub(super) fn folder(files: &[(&str, Option<&str>)]) -> TempDir {
        let home = TempDir::new().unwrap();
        for (name, text) in files {
            let path = home.path().join(name);
            match text {
                None => fs::create_dir_all(path).unwrap(),
                Some(text) => {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, text).unwrap();
                }
            }
        }
        home
    }

    pub(super) fn message(home: &TempDir, error: &FileError) -> String {
        error.to_string().replace(&home.path().display().to_string(), "HOME")
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_refused_with_its_line() {
        let home = folder(&[]);
        let path = home.path().join("latin.toml");
        fs::write(&path, b"one\ntwo\nthr\xe9e\n").unwrap();
        let error = read_source(&path, "latin.toml").unwrap_err();
        assert_eq!(
            message(&home, &error),
            "`HOME/latin.toml` is not UTF-8: line 3 has a byte that does not belong"
        );
    }

    #[test]
    fn a_source_is_known_by_the_path_that_is_shown() {
        let home = folder(&[("a.toml", Some("\u{feff}x = 1\n"))]);
        let source = read_source(&home.path().join("a.toml"), "~/a.toml").unwrap();
        assert_eq!(source, Source::new("~/a.toml", "\u{feff}x = 1\n"));
        assert_eq!((source.text(), source.has_mark()), ("x = 1\n", true));
    }

    #[test]
    fn what_is_too_large_or_no_file_is_refused() {
        let home = folder(&[("d", None)]);
        let large = File::create(home.path().join("large.toml")).unwrap();
        large.set_len(LARGEST_FILE + 1).unwrap();
        let error = read_text(&home.path().join("large.toml")).unwrap_err();
        assert_eq!(message(&home, &error), "`HOME/large.toml` is larger than 16 MiB");
        large.set_len(LARGEST_FILE).unwrap();
        assert_eq!(read_text(&home.path().join("large.toml")).unwrap().len() as u64, LARGEST_FILE);
        let error = read_text(&home.path().join("d")).unwrap_err();
        assert_eq!(message(&home, &error), "`HOME/d` is not a regular file");
        if cfg!(unix) {
            let error = read_text(Path::new("/dev/zero")).unwrap_err();
            assert_eq!(error.to_string(), "`/dev/zero` is not a regular file");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_rights_and_its_links() {
        use std::os::unix::fs::PermissionsExt;
        let home = folder(&[("a.toml", Some("old"))]);
        let (path, link) = (home.path().join("a.toml"), home.path().join("link.toml"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write_atomically(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        write_privately(&link, b"newer").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        write_atomically(&home.path().join("fresh"), b"1").unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3);
        let error = write_atomically(&home.path().join("none/a"), b"").unwrap_err();
        assert_eq!(message(&home, &error), "cannot write `HOME/none/a`");
    }

    #[cfg(unix)]
    #[test]
    fn a_private_folder_is_its_owners() {
        use std::os::unix::fs::PermissionsExt;
        let home = folder(&[]);
        let path = home.path().join("a/b");
        create_private_dir(&path).unwrap();
        create_private_dir(&path).unwrap();
        for made in [&path, &home.path().join("a")] {
            assert_eq!(fs::metadata(made).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
