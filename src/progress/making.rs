//! How does a new file come to stand in its place whole, or not at all?
//!
//! Whatever fails meanwhile, and whenever the process ends: under its name stands a whole file or
//! none. `progress::open` makes progress files so, `progress::backup` copies.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::progress::error::ProgressError;

/// What `SQLite` may put beside a file that it writes, by the end of its name.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// Makes a file, with its folder where there is none, that only its owner can read: `fill` writes it
/// under the name that it is given, and when it is on disk it gets its own. A file that is there by
/// then is left as it is; returns whether there was none.
///
/// # Errors
/// [`ProgressError::Create`], and those of `fill`; nothing is left behind then.
pub(super) fn whole(
    path: &Path,
    fill: impl FnOnce(&Path) -> Result<(), ProgressError>,
) -> Result<bool, ProgressError> {
    let failed = |cause| ProgressError::Create { path: path.to_owned(), cause };
    let folder = folder_of(path);
    private_folder(folder).map_err(failed)?;
    let part = part_of(path);
    remove(&part);
    private_file(&part).map_err(failed)?;
    let made = fill(&part).and_then(|()| {
        File::open(&part).and_then(|file| file.sync_all()).and_then(|()| name(&part, path)).map_err(failed)
    });
    remove(&part);
    let made = made?;
    sync_folder(folder).map_err(failed)?;
    Ok(made)
}

/// Returns the name under which this process makes a file; another process has another one.
fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a finished file its name; returns false when there is one of this name already.
fn name(part: &Path, path: &Path) -> io::Result<bool> {
    match fs::hard_link(part, path) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(_) if fs::symlink_metadata(path).is_ok() => Ok(false),
        // A file system without second names.
        Err(_) => fs::rename(part, path).map(|()| true),
    }
}

/// Removes what is not needed any more; what cannot be removed is hidden and harmless.
fn remove(part: &Path) {
    let _ = fs::remove_file(part);
    for end in BESIDE {
        let mut name = part.as_os_str().to_owned();
        name.push(end);
        let _ = fs::remove_file(name);
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    sync_folder(folder_of(folder))
}

fn private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
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

    fn text(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn what_fails_leaves_nothing_behind_and_what_is_there_is_left_alone() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("a/b/new.db");
        let failed = whole(&path, |part| {
            fs::write(part, "half").unwrap();
            Err(ProgressError::Foreign { path: part.to_owned() })
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0);
        let with = |words: &'static str| whole(&path, move |part| Ok(fs::write(part, words).unwrap()));
        assert!(with("one").unwrap());
        assert_eq!(text(&path), "one");
        assert!(!with("two").unwrap());
        assert_eq!(text(&path), "one");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
