//! How is a whole progress file copied, looked through, or united with another?
//!
//! The part of the door that is used when nothing is asked; `cli` calls it.

use std::collections::HashSet;
use std::path::Path;

use crate::deck::id::FaceId;
use crate::progress::error::{Fault, Operation, ProgressError};
use crate::progress::forgetting::{self, Forgotten, Scope};
use crate::progress::salvage::{self, Salvage};
use crate::progress::sharing::{self, Shared, Written};
use crate::progress::union::{self, Added, Contents};
use crate::progress::{Progress, backup, cache, header, open, reading};
use crate::review::ReviewId;
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
        Self::copied(path, None)
    }

    /// Does the same with a file that a stranger may have made to be large.
    ///
    /// # Errors
    /// As [`Progress::copy_of`], and `TooLarge` beyond one gibibyte.
    pub fn copy_of_strangers(path: &Path) -> Result<Self, ProgressError> {
        Self::copied(path, Some(reading::LARGEST_OF_A_STRANGER))
    }

    fn copied(path: &Path, largest: Option<u64>) -> Result<Self, ProgressError> {
        let (connection, machine) = reading::copy_of(path, largest)?;
        Self::of(connection, path.to_owned(), machine)
    }

    /// Writes what is there already once more, to know before the first answer whether answers can be
    /// written.
    ///
    /// # Errors
    /// As [`Progress::record`].
    pub fn try_writing(&mut self) -> Result<(), ProgressError> {
        self.write(|connection| {
            connection.execute("UPDATE covered SET rules = rules", [])?;
            Ok(())
        })
    }

    /// Returns whether the file is missing or empty, and a journal is there that is of no use without it.
    pub fn is_only_journal(path: &Path) -> bool {
        reading::is_only_journal(path)
    }

    /// Reads what can be read of a damaged progress file, row by row; the file is only read. Where its
    /// header is damaged, a copy with another one is made beside it for as long as this takes; where none
    /// can be made, what can be read without it is all.
    ///
    /// # Errors
    /// As [`Progress::open`] where it cannot even be opened, and not because it is damaged. A file
    /// without a single readable row gives nothing, as does one that is missing.
    pub fn salvage(path: &Path) -> Result<Salvage, ProgressError> {
        open::refuse_no_file(path)?;
        if reading::has_nothing(path) {
            return Ok(Salvage { lost_more: true, ..Salvage::default() });
        }
        let connection = reading::reader(path)?;
        // A disk that refuses now is no damage, and the rows are not to be given up for it.
        let salvage = match reading::look(&connection, path) {
            Err(error) if !error.is_damage() => return Err(error),
            Ok(()) | Err(_) => salvage::salvage(&connection),
        };
        drop(connection);
        if salvage.is_whole() {
            return Ok(salvage);
        }
        let mended = header::with_mended_header(path, salvage::salvage);
        Ok(mended.filter(|mended| mended.has_more_than(&salvage)).unwrap_or(salvage))
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
    /// same, but for whether what was typed is kept: that stays as it was known first.
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

    /// Returns how this log stands to a shared folder, if it was ever shared there.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn shared(&self, folder: &str) -> Result<Option<Shared>, ProgressError> {
        self.read(|connection| sharing::shared(connection, folder))
    }

    /// Hands over what a shared folder does not have. `append` gets what was written here since
    /// something was handed over to the segment of `before`, or everything where that is a new one, but
    /// for what was `just_read` in the folder; it writes that to the segment and says how the log stands
    /// to the folder then. No other process of this machine hands over meanwhile. Returns how much it
    /// was.
    ///
    /// # Errors
    /// The outer one as [`Progress::record`], the inner one is `append`'s; what was not noted is handed
    /// over again.
    pub fn hand_over<E>(
        &mut self,
        folder: &str,
        before: &Shared,
        just_read: &Contents,
        append: impl FnOnce(Contents) -> Result<Shared, E>,
    ) -> Result<Result<Added, E>, ProgressError> {
        self.write(|connection| {
            let contents = sharing::to_hand_over(connection, (folder, before), just_read)?;
            let size = contents.size();
            let after = match append(contents) {
                Err(error) => return Ok(Err(error)),
                Ok(after) => after,
            };
            if sharing::shared(connection, folder)?.as_ref() != Some(&after) {
                sharing::note(connection, folder, &after)?;
            }
            Ok(Ok(size))
        })
    }

    /// Returns every segment of a shared folder that this log was written to, and is not known to be
    /// removed.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn written_segments(&self) -> Result<Vec<Written>, ProgressError> {
        self.read(sharing::written)
    }

    /// Notes segments that this log was written to, or is going to be; one that is unwanted stays so.
    ///
    /// # Errors
    /// As [`Progress::record`]. Nothing is written when there is nothing new.
    pub fn remember_segments(&mut self, segments: &[Written]) -> Result<(), ProgressError> {
        let known = self.written_segments()?;
        if segments.iter().all(|segment| known.contains(segment)) {
            return Ok(());
        }
        self.write(|connection| sharing::remember(connection, segments))
    }

    /// Notes that a segment was removed.
    ///
    /// # Errors
    /// As [`Progress::record`].
    pub fn note_removed(&mut self, segment: &Written) -> Result<(), ProgressError> {
        self.write(|connection| sharing::note_removed(connection, segment))
    }

    /// Returns how much would be forgotten.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn would_forget(&self, scope: &Scope) -> Result<Forgotten, ProgressError> {
        self.read(|connection| Ok(forgetting::split(connection, scope)?.forgotten))
    }

    /// Removes rows for good, also from the pages of the file; the only act that takes something out
    /// of the log. What is forgotten is not taken from another log again. How the log stands to a
    /// shared folder is forgotten, too, and its segments become unwanted. The journal still has what
    /// was there before, until [`Progress::empty_journal`].
    ///
    /// # Errors
    /// As [`Progress::record`]; nothing is forgotten then.
    pub fn forget(&mut self, scope: &Scope, model: &Model) -> Result<Forgotten, ProgressError> {
        self.delete_for_good()?;
        self.write(|connection| forgetting::forget(connection, scope, model))
    }

    /// Forgets rows of these names, as another file of the same log has done, and takes none of them
    /// from another log again; of the reviews in `untyped` it forgets what was typed.
    ///
    /// # Errors
    /// As [`Progress::forget`].
    pub fn forget_rows(
        &mut self,
        names: &HashSet<ReviewId>,
        untyped: &HashSet<ReviewId>,
        model: &Model,
    ) -> Result<(), ProgressError> {
        self.delete_for_good()?;
        self.write(|connection| forgetting::forget_rows(connection, (names, untyped), model))
    }

    /// Takes over what another file of the same log knows besides its rows: what was forgotten, earlier
    /// names, and the segments that were written.
    ///
    /// # Errors
    /// As [`Progress::forget`], and as [`Progress::states`] of the other.
    pub fn take_over(&mut self, other: &Self, model: &Model) -> Result<(), ProgressError> {
        self.forget_rows(&other.forgotten()?, &HashSet::new(), model)?;
        self.adopt(&other.adopted()?, model)?;
        self.remember_segments(&other.written_segments()?)
    }

    fn delete_for_good(&self) -> Result<(), ProgressError> {
        let set = self.connection.pragma_update(None, "secure_delete", true);
        set.map_err(|cause| Fault::Sql(cause).with(&self.path, Operation::Write))
    }

    /// Empties the journal beside the file, which has what was there before.
    ///
    /// # Errors
    /// `Busy` where another program reads the file for longer than the patience; otherwise as
    /// [`Progress::record`].
    pub fn empty_journal(&self) -> Result<(), ProgressError> {
        let emptied = backup::empty_journal(&self.connection);
        emptied.map_err(|cause| Fault::Sql(cause).with(&self.path, Operation::Write))
    }

    /// Returns the names of the rows that were forgotten.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn forgotten(&self) -> Result<HashSet<ReviewId>, ProgressError> {
        self.read(forgetting::gone)
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
