//! What has been answered, and what is known of each face?
//!
//! The door to the progress file: an append-only log of reviews in `SQLite`, and the states that
//! replaying it gives. Every act is one transaction, on disk when the function returns. `cli` calls
//! it.

mod asking;
mod backup;
mod cache;
pub mod cells;
mod decisions;
pub mod error;
mod exams;
pub mod forgetting;
mod header;
mod log;
mod migrations;
mod open;
mod part;
mod place;
mod reading;
mod rows;
pub mod salvage;
pub mod sharing;
pub mod union;
pub mod whole;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::decision::Decision;
use crate::deck::id::FaceId;
use crate::exam::ExamId;
use crate::exam::sitting::{Event, Setup};
use crate::progress::error::{Fault, Operation, ProgressError};
use crate::progress::place::Place;
use crate::review::{MachineId, Review, ReviewId, Revocation};
use crate::schedule::memory::Model;
use crate::schedule::state::Studied;

/// How long to wait for another process that has the file locked.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How every database begins (<https://www.sqlite.org/fileformat.html>, section 1.3.1).
pub const DATABASE: &[u8; 16] = b"SQLite format 3\0";
/// What the folder of copies is called, beside the progress file.
pub const BACKUPS: &str = "backups";
/// What the finished file is called that a restore is putting in the place of a damaged one.
pub const RESTORED: &str = ".progress.db.part";
/// How the name of a damaged file begins that was set aside, beside the progress file.
pub const SET_ASIDE: &str = "progress-damaged-";
/// What stands for the path of a progress file in memory.
const IN_MEMORY: &str = ":memory:";

/// A learner's progress: the log of reviews, and the states that follow from it.
#[derive(Debug)]
pub struct Progress {
    connection: Connection,
    path: PathBuf,
    /// Where the file stands; nothing in memory.
    place: Option<Place>,
    machine: MachineId,
    seen: i64,
}

/// An answer that counts: neither revoked nor crammed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What was asked, by its name now.
    pub face: FaceId,
    /// Whether the face was new before.
    pub is_first: bool,
    /// From the prompt to the answer, in milliseconds.
    pub answer_ms: u32,
}

/// A review that was taken back, and what its face is without it.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct TakenBack {
    /// The review.
    pub review: Review,
    /// The state of its face now; nothing when the face is new again.
    pub state: Option<Studied>,
}

impl Progress {
    /// Opens a progress file, or makes it with its folder where there is none; `machine` is used
    /// only if it has no machine yet.
    ///
    /// # Errors
    /// [`ProgressError::Create`], `CannotOpen`, `ReadOnly`, `Full`, `Busy` where disk, rights or
    /// another program are in the way; `NotADatabase`, `Foreign`, `NoFile`, `Damaged`, `Row` where the file is
    /// not as it should be; `HalfRestored` where a restore was broken off; `OnlyJournal` where the file
    /// is gone and its journal is not; `Newer` where a newer csto-quiz is needed.
    pub fn open(path: &Path, machine: MachineId) -> Result<Self, ProgressError> {
        let (connection, machine) = open::open(path, machine)?;
        let progress = Self::of(connection, path.to_owned(), machine)?;
        Ok(Self { place: Some(Place::of(path)), ..progress })
    }

    /// Makes progress that is gone with the process, for tests and for practice without a disk.
    ///
    /// # Errors
    /// [`ProgressError::Sql`] when there is no memory.
    ///
    /// # Examples
    /// ```
    /// use csto_quiz::progress::Progress;
    /// use csto_quiz::review::MachineId;
    ///
    /// let progress = Progress::open_in_memory(MachineId::new(7))?;
    /// assert!(progress.states()?.is_empty());
    /// # Ok::<(), csto_quiz::progress::error::ProgressError>(())
    /// ```
    pub fn open_in_memory(machine: MachineId) -> Result<Self, ProgressError> {
        let path = PathBuf::from(IN_MEMORY);
        let connection =
            Connection::open_in_memory().map_err(|cause| Fault::Sql(cause).with(&path, Operation::Open))?;
        let (connection, machine) = open::prepare(connection, &path, machine)?;
        Self::of(connection, path, machine)
    }

    fn of(connection: Connection, path: PathBuf, machine: MachineId) -> Result<Self, ProgressError> {
        let mut progress = Self { connection, path, place: None, machine, seen: 0 };
        progress.changed_elsewhere()?;
        Ok(progress)
    }

    /// Returns the machine under whose name this file's reviews are written.
    pub fn machine(&self) -> MachineId {
        self.machine
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whether the file was moved, deleted or replaced since it was opened, so that what is
    /// written to it is not found there.
    pub fn has_left_its_place(&self) -> bool {
        self.place.as_ref().is_some_and(Place::is_left)
    }

    /// Leaves the journal beside the file when this ends: where the file is no database any more, the
    /// journal has what was written last.
    pub fn keep_journal(&self) {
        // Where that cannot be had, it is as before.
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    /// Takes over later names of faces (old → now), and rebuilds the states if they do not cover
    /// the log. To be called after opening and before [`Progress::states`].
    ///
    /// Names are kept: reviews are recorded and looked up under all names of a face from now on,
    /// also by a process that has read no deck. A name that leads to itself stands for itself
    /// again; that is how an earlier name ([`Progress::adopted`]) is given to another card.
    ///
    /// # Errors
    /// As [`Progress::record`]. Nothing is written when there is nothing new.
    pub fn adopt(&mut self, renames: &HashMap<FaceId, FaceId>, model: &Model) -> Result<(), ProgressError> {
        let settled = self.read(|connection| {
            let known = cache::names(connection)?;
            Ok(cache::with_renames(&known, renames) == known && cache::is_fresh(connection)?)
        })?;
        if settled {
            return Ok(());
        }
        self.write(|connection| {
            let names = cache::with_renames(&cache::names(connection)?, renames);
            cache::rename(connection, &names, model)?;
            if !cache::is_fresh(connection)? {
                cache::rebuild(connection, model)?;
            }
            Ok(())
        })
    }

    /// Appends a review and returns the state of its face, which is nothing after cramming a new
    /// one. A review that is there already is not added again.
    ///
    /// # Errors
    /// `Full`, `ReadOnly`, `Busy` or `Sql` where the file cannot be written, `Damaged` or `Row`
    /// where it cannot be understood, `Conflict` where another review has the same name. Nothing
    /// is written then.
    pub fn record(&mut self, review: &Review, model: &Model) -> Result<Option<Studied>, ProgressError> {
        self.write(|connection| {
            keeping_fresh(connection, |connection| {
                log::append(connection, review)?;
                rebuild(connection, &review.face, model)
            })
        })
    }

    /// Revokes the review `of` and appends the one that stands in its place; returns the state of
    /// its face.
    ///
    /// # Errors
    /// As [`Progress::record`] and [`Progress::revoke`].
    pub fn regrade(
        &mut self,
        revocation: Revocation,
        of: ReviewId,
        new: &Review,
        model: &Model,
    ) -> Result<Option<Studied>, ProgressError> {
        self.write(|connection| {
            keeping_fresh(connection, |connection| {
                let old = log::revoke(connection, of, &revocation)?;
                log::append(connection, new)?;
                if old.face != new.face {
                    rebuild(connection, &old.face, model)?;
                }
                rebuild(connection, &new.face, model)
            })
        })
    }

    /// Takes a review back; returns it with the state that its face has without it.
    ///
    /// # Errors
    /// As [`Progress::record`]; `NoReview` where the log does not have the review, `AlreadyRevoked`
    /// where it was taken back before.
    pub fn revoke(
        &mut self,
        review: ReviewId,
        revocation: Revocation,
        model: &Model,
    ) -> Result<TakenBack, ProgressError> {
        self.write(|connection| {
            keeping_fresh(connection, |connection| {
                let review = log::revoke(connection, review, &revocation)?;
                let state = rebuild(connection, &review.face, model)?;
                Ok(TakenBack { review, state })
            })
        })
    }

    /// Takes reviews of faces back and appends what is decided with that: all or, on an error, nothing.
    ///
    /// # Errors
    /// As [`Progress::revoke`].
    pub fn revoke_all(
        &mut self,
        revocations: &[(ReviewId, Revocation)],
        decided: &[Decision],
        model: &Model,
    ) -> Result<(), ProgressError> {
        self.write(|connection| {
            keeping_fresh(connection, |connection| {
                for (review, revocation) in revocations {
                    let review = log::revoke(connection, *review, revocation)?;
                    rebuild(connection, &review.face, model)?;
                }
                for decision in decided {
                    decisions::append(connection, decision)?;
                }
                Ok(())
            })
        })
    }

    /// Appends what the learner decided about a card. A decision that is there already is not added
    /// again.
    ///
    /// # Errors
    /// As [`Progress::record`].
    pub fn decide(&mut self, decision: &Decision) -> Result<(), ProgressError> {
        self.write(|connection| decisions::append(connection, decision).map(|_| ()))
    }

    /// Appends an exam that begins.
    ///
    /// # Errors
    /// As [`Progress::record`].
    pub fn begin_exam(&mut self, setup: &Setup) -> Result<(), ProgressError> {
        self.write(|connection| exams::begin(connection, setup))
    }

    /// Appends something that happened in an exam, and the reviews that follow from it: all or none.
    ///
    /// # Errors
    /// As [`Progress::record`].
    pub fn in_exam(
        &mut self,
        exam: ExamId,
        event: &Event,
        reviews: &[Review],
        model: &Model,
    ) -> Result<(), ProgressError> {
        self.write(|connection| {
            keeping_fresh(connection, |connection| {
                exams::append(connection, exam, event)?;
                for review in reviews {
                    log::append(connection, review)?;
                    rebuild(connection, &review.face, model)?;
                }
                Ok(())
            })
        })
    }

    /// Returns whether another process has written since this was last asked, or since opening.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn changed_elsewhere(&mut self) -> Result<bool, ProgressError> {
        let now = self.read(|connection| {
            Ok(connection.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0))?)
        })?;
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }

    /// Replays the whole log into the states; returns how many faces have one.
    ///
    /// # Errors
    /// As [`Progress::record`].
    pub fn rebuild(&mut self, model: &Model) -> Result<usize, ProgressError> {
        self.write(|connection| cache::rebuild(connection, model))
    }

    /// Reads in one transaction, so that all questions are answered from one moment.
    fn read<T>(&self, act: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, ProgressError> {
        let run = || {
            let transaction = self.connection.unchecked_transaction()?;
            let value = act(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|fault: Fault| fault.with(&self.path, Operation::Read))
    }

    /// Writes in one transaction; an error takes everything back.
    fn write<T>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, ProgressError> {
        let run = || {
            let behavior = TransactionBehavior::Immediate;
            let transaction = Transaction::new_unchecked(&self.connection, behavior)?;
            let value = act(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|fault: Fault| fault.with(&self.path, Operation::Write))
    }
}

/// Adds to the log and to the states; states that covered the log before cover it afterwards.
fn keeping_fresh<T>(
    connection: &Connection,
    act: impl FnOnce(&Connection) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let was_fresh = cache::is_fresh(connection)?;
    let value = act(connection)?;
    if was_fresh {
        cache::mark_fresh(connection)?;
    }
    Ok(value)
}

/// Rebuilds the state of a face, by any of its names.
fn rebuild(connection: &Connection, face: &FaceId, model: &Model) -> Result<Option<Studied>, Fault> {
    cache::rebuild_face(connection, &log::name_now(connection, face)?, model)
}
