//! Does the file that is open still stand where it was opened?
//!
//! What is written to a file that was moved or deleted meanwhile is not found again. `progress` asks.
#![expect(
    clippy::disallowed_methods,
    reason = "whether a file is still the one that was opened is asked of the disk"
)]

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::progress::DATABASE;

/// A file that was opened, by what the system knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    path: PathBuf,
    /// Disk and number of the file; nothing where the system has no such numbers.
    file: Option<(u64, u64)>,
}

impl Place {
    /// Notes which file stands at a path.
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), file: number(path) }
    }

    /// Returns whether no file, another one, or what is no database stands there now.
    pub(super) fn is_left(&self) -> bool {
        self.file.is_some() && (number(&self.path) != self.file || !is_database(&self.path))
    }
}

fn is_database(path: &Path) -> bool {
    let mut beginning = [0; DATABASE.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    read.is_ok() && beginning == *DATABASE
}

#[cfg(unix)]
fn number(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn number(_path: &Path) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_moved_replaced_or_unreachable_has_left_its_place() {
        let home = tempfile::TempDir::new().unwrap();
        let (folder, path) = (home.path().join("data"), home.path().join("data/file"));
        std::fs::create_dir(&folder).unwrap();
        let put = || {
            let file = tempfile::NamedTempFile::new_in(&folder).unwrap();
            std::fs::write(&file, [&DATABASE[..], &[0; 100]].concat()).unwrap();
            file.persist(&path).unwrap();
        };
        put();
        let place = Place::of(&path);
        assert!(!place.is_left());
        std::fs::write(&path, "overwritten").unwrap();
        assert!(place.is_left());
        put();
        assert!(place.is_left());
        let place = Place::of(&path);
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(place.is_left());
    }
}
