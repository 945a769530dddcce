//! How is a whole progress file copied, looked through, or united with another?
//!
//! The part of the door that is used when nothing is asked; `cli` calls it.

use std::collections::HashSet;
use std::path::Path;

use crate::deck::id::FaceId;
use crate::progress::error::ProgressError;
use crate::progress::union::{self, Added, Contents, Salvage};
use crate::progress::{Progress, backup, cache};
use crate::schedule::memory::Model;

/// What a look through a progress file found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Checked {
    /// What `SQLite` finds wrong with the database, in its words; nothing where all is well.
    pub wrong: Vec<String>,
    /// How many faces have another state than replaying the log gives.
    pub stale: usize,
    /// How much the logs have.
    pub size: Added,
}

impl Progress {
    /// Makes a copy in memory of a progress file, which may be a stranger's or of an earlier version;
    /// the file is only read.
    ///
    /// # Errors
    /// As [`Progress::open`]; `Foreign` also where its tables are not those that csto-quiz makes.
    pub fn copy_of(path: &Path) -> Result<Self, ProgressError> {
        let (connection, machine) = backup::copy_of(path)?;
        Self::of(connection, path.to_owned(), machine)
    }

    /// Takes back what a change has left half done in the learner's own file, if the program or the disk
    /// failed meanwhile; otherwise the file is not touched.
    pub fn settle(path: &Path) {
        backup::settle(path);
    }

    /// Reads what can be read of a damaged progress file, row by row; the file is only read.
    ///
    /// # Errors
    /// As [`Progress::open`] where it cannot even be opened, and not because it is damaged. A file
    /// without a single readable row gives nothing.
    pub fn salvage(path: &Path) -> Result<Salvage, ProgressError> {
        let connection = backup::reader(path)?;
        // A disk that refuses now is no damage, and the rows are not to be given up for it.
        match backup::look(&connection, path) {
            Err(error) if !error.is_damage() => Err(error),
            Ok(()) | Err(_) => Ok(union::salvage(&connection)),
        }
    }

    /// Writes a copy of everything to a file that is not there yet, for its owner's eyes only, whole or
    /// not at all; what is written meanwhile is in it or not, but never in part.
    ///
    /// # Errors
    /// [`ProgressError::Create`] where the file cannot be made, otherwise as [`Progress::record`].
    pub fn copy_to(&self, path: &Path) -> Result<(), ProgressError> {
        backup::copy_to(&self.connection, path)
    }

    /// Adds what the logs of another file have and this one has not: reviews, what revokes them,
    /// decisions and exams. In whatever order files are united, and however often, the result is the
    /// same.
    ///
    /// # Errors
    /// As [`Progress::record`]; nothing is written then.
    pub fn unite(&mut self, other: &Contents, model: &Model) -> Result<Added, ProgressError> {
        self.write(|connection| {
            let added = union::add(connection, other)?;
            if added != Added::default() {
                cache::rebuild(connection, model)?;
            }
            Ok(added)
        })
    }

    /// Returns everything that the logs have.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn contents(&self) -> Result<Contents, ProgressError> {
        self.read(union::contents)
    }

    /// Looks through the whole file: the database itself, every row, and whether the states are
    /// what the log gives.
    ///
    /// # Errors
    /// As [`Progress::states`] where the file cannot be read at all or a row is none of ours.
    pub fn check(&self, model: &Model) -> Result<Checked, ProgressError> {
        let wrong = self.read(backup::wrong)?;
        let contents = self.contents()?;
        let mut replayed = Self::open_in_memory(self.machine)?;
        replayed.adopt(&self.adopted()?, model)?;
        let _ = replayed.unite(&contents, model)?;
        let (kept, replayed) = (self.states()?, replayed.states()?);
        let names: HashSet<&FaceId> = kept.keys().chain(replayed.keys()).collect();
        let stale = names.into_iter().filter(|face| kept.get(*face) != replayed.get(*face)).count();
        Ok(Checked { wrong, stale, size: contents.size() })
    }
}
