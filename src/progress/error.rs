//! What can go wrong with the progress file?
//!
//! Inside `progress` a fault knows no path; at the door it becomes a [`ProgressError`], which
//! the command line turns into a message with a remedy.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use crate::progress::cells::BadRow;
use crate::review::ReviewId;

/// Why the progress file could not be used.
#[derive(Debug)]
pub enum ProgressError {
    /// Its folder or the file itself could not be made.
    Create {
        /// The progress file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// `SQLite` could not open it, or a file beside it.
    CannotOpen(Failure),
    /// It, its folder or its disk cannot be written to.
    ReadOnly(Failure),
    /// The disk is full.
    Full(Failure),
    /// Another process kept it locked for longer than [`super::PATIENCE`].
    Busy(Failure),
    /// It is a database, and parts of it cannot be read.
    Damaged(Failure),
    /// It is no database.
    NotADatabase(Failure),
    /// Anything else that `SQLite` refused.
    Sql(Failure),
    /// It is a database of another program.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It is a folder, a pipe or the like.
    NoFile {
        /// What stands in the place of a file.
        path: PathBuf,
    },
    /// A restore was broken off, and its finished file is not in its place yet.
    HalfRestored {
        /// The progress file.
        path: PathBuf,
    },
    /// It is missing or empty, and a journal beside it has what was written last.
    OnlyJournal {
        /// The progress file.
        path: PathBuf,
    },
    /// It is a stranger's, and larger than is read of strangers.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How much is read, in bytes.
        limit: u64,
    },
    /// A newer csto-quiz wrote it.
    Newer {
        /// The progress file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The newest version that this program knows.
        supported: u32,
    },
    /// A row holds something that no csto-quiz writes.
    Row {
        /// The progress file.
        path: PathBuf,
        /// The row and what it holds.
        bad: BadRow,
    },
    /// The log has another review or revocation of the same name.
    Conflict {
        /// The progress file.
        path: PathBuf,
        /// The name.
        id: ReviewId,
    },
    /// The log has no such review.
    NoReview {
        /// The progress file.
        path: PathBuf,
        /// The name.
        id: ReviewId,
    },
    /// The review was taken back before.
    AlreadyRevoked {
        /// The progress file.
        path: PathBuf,
        /// The review's name.
        id: ReviewId,
    },
}

/// What was tried with which file, and what `SQLite` said.
#[derive(Debug)]
pub struct Failure {
    /// The progress file.
    pub path: PathBuf,
    /// What was tried.
    pub operation: Operation,
    /// What `SQLite` said.
    pub cause: rusqlite::Error,
}

/// What was tried with the progress file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// To open it, and to bring it to the version of this program.
    Open,
    /// To read from it.
    Read,
    /// To write to it.
    Write,
}

/// What went wrong inside, before path and operation are known.
#[derive(Debug)]
pub(super) enum Fault {
    Sql(rusqlite::Error),
    Row(BadRow),
    Conflict(ReviewId),
    NoReview(ReviewId),
    AlreadyRevoked(ReviewId),
}

impl ProgressError {
    /// Returns whether the file may be damaged, as far as can be told: what was progress may have
    /// become no database, or one that is not known again.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged(_)
            | Self::NotADatabase(_)
            | Self::Foreign { .. }
            | Self::Row { .. }
            | Self::Conflict { .. } => true,
            // SQLite has many words for what cannot be read; a disk that cannot be written to is no damage.
            Self::Sql(failure) => failure.operation != Operation::Write && !failure.is_of_writing(),
            _ => false,
        }
    }

    /// Returns whether nothing can be written where the file is or would be, although nothing may be
    /// wrong with it: what it has can perhaps be read.
    pub fn is_unwritable(&self) -> bool {
        match self {
            Self::Create { .. } | Self::CannotOpen(_) | Self::ReadOnly(_) | Self::Full(_) => true,
            // A full disk has no room for the files beside it either, which SQLite does not call full.
            Self::Sql(failure) => failure.cause.sqlite_error_code() == Some(ErrorCode::SystemIoFailure),
            _ => false,
        }
    }

    /// Returns whether it cannot be read because it is not there, or not for this user to read.
    pub fn is_out_of_reach(&self) -> bool {
        matches!(self, Self::CannotOpen(_) | Self::ReadOnly(_))
    }
}

impl Failure {
    /// Returns whether the disk refused something else than to give back what is on it.
    fn is_of_writing(&self) -> bool {
        let Some(error) = self.cause.sqlite_error() else { return false };
        let reading = [
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_IOERR_SHORT_READ,
            ffi::SQLITE_IOERR_DATA,
            ffi::SQLITE_IOERR_CORRUPTFS,
        ];
        error.code == ErrorCode::SystemIoFailure && !reading.contains(&error.extended_code)
    }
}

impl Operation {
    /// Returns the words that stand between "cannot" and "the progress file".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Read => "read",
            Self::Write => "write to",
        }
    }
}

impl Fault {
    /// Returns the error with path and operation.
    pub(super) fn with(self, path: &Path, operation: Operation) -> ProgressError {
        let path = path.to_owned();
        match self {
            Self::Sql(cause) => of_sqlite(Failure { path, operation, cause }),
            Self::Row(bad) => ProgressError::Row { path, bad },
            Self::Conflict(id) => ProgressError::Conflict { path, id },
            Self::NoReview(id) => ProgressError::NoReview { path, id },
            Self::AlreadyRevoked(id) => ProgressError::AlreadyRevoked { path, id },
        }
    }
}

fn of_sqlite(failure: Failure) -> ProgressError {
    match failure.cause.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => ProgressError::CannotOpen(failure),
        Some(ErrorCode::ReadOnly) => ProgressError::ReadOnly(failure),
        Some(ErrorCode::DiskFull) => ProgressError::Full(failure),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ProgressError::Busy(failure),
        Some(ErrorCode::DatabaseCorrupt) => ProgressError::Damaged(failure),
        Some(ErrorCode::NotADatabase) => ProgressError::NotADatabase(failure),
        // The other codes of SQLite have no remedy of their own.
        _ => ProgressError::Sql(failure),
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(cause: rusqlite::Error) -> Self {
        Self::Sql(cause)
    }
}

impl From<BadRow> for Fault {
    fn from(bad: BadRow) -> Self {
        Self::Row(bad)
    }
}

impl fmt::Display for ProgressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create { path, .. } => write!(f, "cannot create the progress file `{}`", path.display()),
            Self::CannotOpen(failure) | Self::Sql(failure) => write!(f, "{failure}"),
            Self::ReadOnly(failure) => write!(f, "{failure}: it is read-only"),
            Self::Full(failure) => write!(f, "{failure}: the disk is full"),
            Self::Busy(failure) => write!(f, "{failure}: another program is using it"),
            Self::Damaged(failure) => write!(f, "{failure}: it is damaged"),
            Self::NotADatabase(failure) => write!(f, "{failure}: it is not a database"),
            Self::Foreign { path } => {
                write!(f, "`{}` is a database of another program, not a progress file", path.display())
            }
            Self::NoFile { path } => write!(f, "`{}` is no file", path.display()),
            Self::HalfRestored { path } => {
                write!(f, "a restore of the progress file `{}` was broken off", path.display())
            }
            Self::OnlyJournal { path } => write!(
                f,
                "the progress file `{}` is missing or empty, and a journal has what was written to it last",
                path.display()
            ),
            Self::TooLarge { path, limit } => {
                write!(f, "`{}` is larger than {} MiB", path.display(), limit / (1024 * 1024))
            }
            Self::Newer { path, found, supported } => write!(
                f,
                "the progress file `{}` has version {found}, and this csto-quiz knows versions up to \
                 {supported}: install a newer csto-quiz, or choose another folder with `--data-dir`",
                path.display()
            ),
            Self::Row { path, bad } => {
                write!(f, "the progress file `{}` cannot be understood: {bad}", path.display())
            }
            Self::Conflict { path, id } => {
                write!(f, "the progress file `{}` has something else under the name `{id}`", path.display())
            }
            Self::NoReview { path, id } => {
                write!(f, "the progress file `{}` has no review `{id}`", path.display())
            }
            Self::AlreadyRevoked { path, id } => {
                write!(f, "the review `{id}` in `{}` has been taken back before", path.display())
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} the progress file `{}`", self.operation.as_str(), self.path.display())
    }
}

impl std::error::Error for ProgressError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Create { cause, .. } => Some(cause),
            Self::CannotOpen(failure)
            | Self::ReadOnly(failure)
            | Self::Full(failure)
            | Self::Busy(failure)
            | Self::Damaged(failure)
            | Self::NotADatabase(failure)
            | Self::Sql(failure) => Some(&failure.cause),
            Self::Foreign { .. }
            | Self::NoFile { .. }
            | Self::HalfRestored { .. }
            | Self::OnlyJournal { .. }
            | Self::TooLarge { .. }
            | Self::Newer { .. }
            | Self::Row { .. }
            | Self::Conflict { .. }
            | Self::NoReview { .. }
            | Self::AlreadyRevoked { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;

    #[track_caller]
    fn case(code: i32, operation: Operation, message: &str, cause: &str) {
        let failed = rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(cause.to_owned()));
        let error = Fault::Sql(failed).with(Path::new("/x/progress.db"), operation);
        let source = error.source().map(ToString::to_string);
        assert_eq!((error.to_string().as_str(), source.as_deref()), (message, Some(cause)));
    }

    #[test]
    fn a_disk_that_refuses_to_write_is_no_damage() {
        let is_damage = |code| {
            let failed = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            Fault::Sql(failed).with(Path::new("/x/progress.db"), Operation::Open).is_damage()
        };
        assert!(
            [ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_SHORT_READ, ffi::SQLITE_ERROR]
                .into_iter()
                .all(is_damage)
        );
        assert!(
            ![ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_WRITE]
                .into_iter()
                .any(is_damage)
        );
    }

    #[test]
    fn what_has_a_remedy_of_its_own_is_told_apart() {
        let write = "cannot write to the progress file `/x/progress.db`";
        let full = format!("{write}: the disk is full");
        case(ffi::SQLITE_FULL, Operation::Write, &full, "database or disk is full");
        let busy = format!("{write}: another program is using it");
        case(ffi::SQLITE_BUSY, Operation::Write, &busy, "database is locked");
        let read_only = format!("{write}: it is read-only");
        case(ffi::SQLITE_READONLY, Operation::Write, &read_only, "attempt to write a readonly database");
        case(ffi::SQLITE_IOERR, Operation::Write, write, "disk I/O error");
        let open = "cannot open the progress file `/x/progress.db`";
        case(ffi::SQLITE_CANTOPEN, Operation::Open, open, "unable to open database file");
        let damaged = "cannot read the progress file `/x/progress.db`: it is damaged";
        case(ffi::SQLITE_CORRUPT, Operation::Read, damaged, "database disk image is malformed");
    }
}
