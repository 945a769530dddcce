//! How are the segments of a shared folder read and added to?
//!
//! Another program keeps the folder in step with those of other machines, so a file may appear, grow
//! or be exchanged at any moment, and end in the middle of a line. `cli` calls it.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::exchange::segment::Position;
use crate::files::error::{FileError, Operation};
use crate::files::{LARGEST_LOG, OWNERS, copies, made_with, sync_folder};
use crate::seed::fingerprint_of_bytes;

/// How the name of a segment ends.
const END: &str = "jsonl";
/// By so many bytes before a position a file is known again.
const MARK_BYTES: u64 = 1024;

/// What stands in a segment after a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tail {
    /// The lines that are complete.
    pub text: String,
    /// Where they begin.
    pub start: Position,
    /// Where they end.
    pub position: Position,
    /// Whether the file is not the one that was read before, and was read from its beginning.
    pub is_exchanged: bool,
}

/// Returns the paths of the segments in a folder, by name.
///
/// # Errors
/// [`FileError::System`] where the folder is missing or cannot be read.
pub fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    fs::metadata(folder).map_err(Operation::Read.failed(folder))?;
    let mut paths = copies::files_in(folder)?;
    paths.retain(|path| path.extension().is_some_and(|end| end == END));
    Ok(paths)
}

/// Returns the path of the segment of a name.
pub fn path_of(folder: &Path, segment: &str) -> PathBuf {
    folder.join(format!("{segment}.{END}"))
}

/// Reads what stands in a segment after a position, or all of it where there is none; bytes that are
/// not UTF-8 are replaced, so that their line is none.
///
/// # Errors
/// [`FileError::System`] where it cannot be read, `TooLarge` where it is larger than [`LARGEST_LOG`].
pub fn read_after(path: &Path, known: Option<Position>) -> Result<Tail, FileError> {
    let mut file = File::open(path).map_err(Operation::Read.failed(path))?;
    let is_exchanged = match known {
        Some(position) => {
            mark(&mut file, position.bytes).map_err(Operation::Read.failed(path))? != Some(position.mark)
        }
        None => false,
    };
    let start = known.filter(|_| !is_exchanged).unwrap_or_else(Position::start);
    let read = |file: &mut File| {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(start.bytes))?;
        file.take(LARGEST_LOG + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let mut bytes = read(&mut file).map_err(Operation::Read.failed(path))?;
    if bytes.len() as u64 > LARGEST_LOG {
        return Err(FileError::TooLarge { path: path.to_owned(), limit: LARGEST_LOG });
    }
    bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1));
    let end = start.bytes + bytes.len() as u64;
    let mark = mark(&mut file, end).map_err(Operation::Read.failed(path))?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Tail { text, start, position: Position { bytes: end, mark }, is_exchanged })
}

/// Returns the fingerprint of what stands before a place; nothing where the file is shorter.
fn mark(file: &mut File, end: u64) -> std::io::Result<Option<u64>> {
    let start = end.saturating_sub(MARK_BYTES);
    let mut before = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(end - start).read_to_end(&mut before)?;
    Ok((before.len() as u64 == end - start).then(|| fingerprint_of_bytes(&before)))
}

fn has_line_after(file: &mut File, start: u64) -> std::io::Result<bool> {
    let mut after = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(LARGEST_LOG).read_to_end(&mut after)?;
    Ok(after.contains(&b'\n'))
}

/// Adds lines to a segment after a position, on disk when the function returns, and returns where they
/// end. Half a line that stands there, left by a write that was broken off, is written over.
///
/// # Errors
/// [`FileError::System`] where it cannot be written, or where another program has written to it since
/// it was read; all that is whole in it stays.
pub fn append(path: &Path, after: Option<Position>, lines: &str) -> Result<Position, FileError> {
    let start = after.unwrap_or_else(Position::start).bytes;
    let write = || {
        let is_new = !path.exists();
        let mut options = made_with(OWNERS);
        let mut file = options.read(true).write(true).create(true).truncate(false).open(path)?;
        if file.metadata()?.len() < start || has_line_after(&mut file, start)? {
            return Err(std::io::Error::new(
                std::io::ErrorKind::ResourceBusy,
                "another program has changed it in the meantime",
            ));
        }
        let added = file.set_len(start).and_then(|()| {
            file.seek(SeekFrom::Start(start))?;
            file.write_all(lines.as_bytes())?;
            file.sync_all()
        });
        if added.is_err() {
            // The first error is what is told; half a line that stays is written over another time.
            let _ = if is_new { fs::remove_file(path) } else { file.set_len(start) };
        }
        added?;
        if let (true, Some(folder)) = (is_new, path.parent()) {
            sync_folder(folder)?;
        }
        let bytes = start + lines.len() as u64;
        Ok(Position { bytes, mark: mark(&mut file, bytes)?.unwrap_or_default() })
    };
    write().map_err(Operation::Write.failed(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn put(path: &Path, text: &str) {
        fs::write(path, text).expect("a file");
    }

    #[test]
    fn only_whole_lines_are_read_and_half_a_line_is_written_over() {
        let folder = TempDir::new().expect("a folder");
        let path = path_of(folder.path(), "a");
        let first = append(&path, None, "one\ntwo\n").expect("written");
        put(&path, "one\ntwo\nthr");
        let tail = read_after(&path, None).expect("read");
        assert_eq!((tail.text.as_str(), tail.position), ("one\ntwo\n", first));
        let second = append(&path, Some(first), "three\n").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("read"), "one\ntwo\nthree\n");
        let tail = read_after(&path, Some(first)).expect("read");
        assert_eq!((tail.text.as_str(), tail.position, tail.is_exchanged), ("three\n", second, false));
    }

    #[test]
    fn a_file_that_was_exchanged_is_read_from_its_beginning() {
        let folder = TempDir::new().expect("a folder");
        let path = path_of(folder.path(), "a");
        let known = append(&path, None, "one\ntwo\n").expect("written");
        for other in ["one\n", "one\nTWO\nthree\n", ""] {
            put(&path, other);
            let tail = read_after(&path, Some(known)).expect("read");
            assert!(tail.is_exchanged);
            assert_eq!(tail.text, other);
        }
    }

    #[test]
    fn what_another_program_wrote_is_never_written_over() {
        let folder = TempDir::new().expect("a folder");
        let path = path_of(folder.path(), "a");
        let known = append(&path, None, "one\n").expect("written");
        for changed in ["one\ntwo\n", ""] {
            put(&path, changed);
            append(&path, Some(known), "three\n").expect_err("a change");
            assert_eq!(fs::read_to_string(&path).expect("read"), changed);
        }
        assert!(in_folder(&folder.path().join("gone")).is_err());
        assert_eq!(in_folder(folder.path()).expect("a list"), [path]);
    }
}
