//! Why could a file not be read or written?
//!
//! `files` and its rooms say it, `cli` tells it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::LARGEST_DECKS;

/// Why a file could not be used.
#[derive(Debug)]
pub enum FileError {
    /// The system refused.
    System {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        operation: Operation,
        /// What the system said.
        cause: io::Error,
    },
    /// It is not a regular file but a folder, a pipe or a device.
    NotAFile {
        /// What it is called.
        path: PathBuf,
    },
    /// It is larger than is read.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How much is read, in bytes.
        limit: u64,
    },
    /// So much was read of decks before it that no more is.
    TooMuch {
        /// The file.
        path: PathBuf,
    },
    /// It is not UTF-8.
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line of the first wrong byte, ≥ 1.
        line: usize,
    },
    /// It was to be a deck and does not end in `.toml`.
    NotADeck {
        /// The file.
        path: PathBuf,
    },
    /// A deck uses a file outside its folder and the folder above it.
    Outside {
        /// The deck's folder.
        folder: PathBuf,
        /// What it uses.
        used: String,
    },
}

/// What was tried with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// To read it.
    Read,
    /// To write it.
    Write,
    /// To make a folder.
    CreateFolder,
}

impl FileError {
    /// Returns the file or folder that it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::System { path, .. }
            | Self::NotAFile { path }
            | Self::TooLarge { path, .. }
            | Self::TooMuch { path }
            | Self::NotUtf8 { path, .. }
            | Self::NotADeck { path }
            | Self::Outside { folder: path, .. } => path,
        }
    }

    /// Returns whether something could not be written.
    pub fn is_of_writing(&self) -> bool {
        let writes = [Operation::Write, Operation::CreateFolder];
        matches!(self, Self::System { operation, .. } if writes.contains(operation))
    }

    /// Returns whether there simply is no such file.
    pub fn is_missing(&self) -> bool {
        // Below what is no folder, nothing can be.
        let missing = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
        matches!(self, Self::System { cause, .. } if missing.contains(&cause.kind()))
    }
}

impl Operation {
    fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::CreateFolder => "create the folder",
        }
    }

    pub(super) fn failed(self, path: &Path) -> impl FnOnce(io::Error) -> FileError {
        let path = path.to_owned();
        move |cause| FileError::System { path, operation: self, cause }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System { path, operation, .. } => {
                write!(f, "cannot {} `{}`", operation.as_str(), path.display())
            }
            Self::NotAFile { path } => write!(f, "`{}` is not a regular file", path.display()),
            Self::TooLarge { path, limit } => {
                let mebibytes = limit / (1024 * 1024);
                write!(f, "`{}` is larger than {mebibytes} MiB", path.display())
            }
            Self::TooMuch { path } => {
                let mebibytes = LARGEST_DECKS / (1024 * 1024);
                write!(f, "`{}` is not read: the decks have more than {mebibytes} MiB in all", path.display())
            }
            Self::NotUtf8 { path, line } => {
                write!(f, "`{}` is not UTF-8: line {line} has a byte that does not belong", path.display())
            }
            Self::NotADeck { path } => {
                write!(f, "`{}` is not a deck: the name of a deck ends in `.toml`", path.display())
            }
            Self::Outside { folder, used } => {
                let folder = folder.display();
                let used = used.escape_debug();
                write!(f, "`use` of `{used}` leads outside `{folder}` and the folder above it")
            }
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::System { cause, .. } => Some(cause),
            Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::TooMuch { .. }
            | Self::NotUtf8 { .. }
            | Self::NotADeck { .. }
            | Self::Outside { .. } => None,
        }
    }
}
