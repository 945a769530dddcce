//! How does a failure end the program?
//!
//! Every command returns an [`Exit`] or a [`Failure`]; this file alone turns errors into words,
//! hints and exit codes.

use std::error::Error;
use std::fmt;

use crate::config::{ConfigError, Problem};
use crate::files::error::FileError;
use crate::progress::error::ProgressError;
use crate::session::screen::Leave;
use crate::terminal::TerminalError;
use crate::view::text::one_line;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Exit {
    /// It did what it should, also when nothing was due.
    Done,
    /// It failed.
    Failed,
    /// The command line makes no sense.
    Usage,
    /// A deck has errors.
    DeckErrors,
    /// An exam was not passed.
    NotPassed,
    /// By Ctrl-C, everything saved.
    Interrupted,
    /// By a signal to end, everything saved.
    Terminated,
}

/// Why the program could not do what it should.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How it ends.
    pub(crate) exit: Exit,
    message: String,
    causes: Vec<String>,
    hint: Option<String>,
}

impl Exit {
    /// Returns the exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::DeckErrors => 3,
            Self::NotPassed => 4,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

impl From<Leave> for Exit {
    fn from(leave: Leave) -> Self {
        match leave {
            Leave::Interrupted => Self::Interrupted,
            Leave::Terminated => Self::Terminated,
            Leave::Quit | Leave::EndOfInput => Self::Done,
        }
    }
}

impl Failure {
    /// Makes a failure with what to do about it.
    pub(crate) fn new(exit: Exit, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { exit, message: message.into(), causes: Vec::new(), hint: Some(hint.into()) }
    }

    /// Returns what is said where the program goes on all the same: `what` is the consequence.
    pub(crate) fn warning(&self, what: &str) -> String {
        format!("warning: {what}: {}\n", self.words())
    }

    /// Returns message, causes and hint, a line each.
    fn words(&self) -> String {
        let causes = self.causes.iter().map(|cause| format!("\n  caused by: {}", one_line(cause)));
        let hint = self.hint.iter().map(|hint| format!("\nhint: {}", one_line(hint)));
        std::iter::once(one_line(&self.message)).chain(causes).chain(hint).collect()
    }

    /// Gives it another hint.
    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    fn of(error: &dyn Error, hint: Option<&str>) -> Self {
        let mut causes: Vec<String> = Vec::new();
        let mut cause = error.source();
        while let Some(inner) = cause {
            let words = inner.to_string();
            // SQLite's causes say the same twice, once with a number.
            if !causes.last().is_some_and(|last| words.ends_with(last.as_str())) {
                causes.push(words);
            }
            cause = inner.source();
        }
        Self { exit: Exit::Failed, message: error.to_string(), causes, hint: hint.map(str::to_owned) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.words())
    }
}

impl From<ProgressError> for Failure {
    fn from(error: ProgressError) -> Self {
        Self::of(&error, remedy(&error))
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let cannot_write = "look whether the disk is full, and whether you may write there";
        Self::of(&error, error.is_of_writing().then_some(cannot_write))
    }
}

impl From<TerminalError> for Failure {
    fn from(error: TerminalError) -> Self {
        Self::of(&error, Some("everything answered is saved; `--plain` works in any terminal"))
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let hint = match error.problem {
            Problem::Syntax(_) => "mend the line in an editor; settings are lines like `new_per_day = 5`",
            Problem::UnknownKey { .. } | Problem::BadValue { .. } => {
                "`csto-quiz config` lists the settings and what each may be"
            }
        };
        Self::of(&error, Some(hint))
    }
}

/// Says what the learner can do about a progress file that cannot be used.
fn remedy(error: &ProgressError) -> Option<&'static str> {
    let words = match error {
        ProgressError::Create { .. } | ProgressError::CannotOpen(_) | ProgressError::ReadOnly(_) => {
            "make the file and its folder writable for you, or set CSTO_QUIZ_DATA_DIR to a folder you can write to"
        }
        ProgressError::Full(_) => "make room on the disk; everything answered before is saved",
        ProgressError::Busy(_) => "end the other csto-quiz that is writing to it, then try again",
        ProgressError::Damaged(_) | ProgressError::Row { .. } => {
            "`csto-quiz progress restore` sets it aside and brings back the newest backup with all that can \
             still be read of it"
        }
        ProgressError::NotADatabase(_) | ProgressError::Foreign { .. } => {
            "if it was your progress, `csto-quiz progress restore` sets it aside and brings back the newest \
             backup; otherwise set CSTO_QUIZ_DATA_DIR to another folder"
        }
        ProgressError::NoFile { .. } => {
            "move it away; then `csto-quiz progress restore` brings back the newest backup"
        }
        ProgressError::HalfRestored { .. } => "`csto-quiz progress restore` brings it to its end",
        ProgressError::OnlyJournal { .. } => {
            "put the file back in its place; if it is lost, `csto-quiz progress restore` sets the journal aside \
             and brings back the newest backup"
        }
        ProgressError::TooLarge { .. } => {
            "if it is your own, put it into the folder of the file that `csto-quiz progress path` names: there it \
             may have any size"
        }
        ProgressError::Newer { .. } => "use the newer csto-quiz that wrote it",
        ProgressError::AlreadyRevoked { .. } => "it was taken back already; there is nothing to do",
        ProgressError::Sql(_) => "look whether its disk is full, failing or gone, then try again",
        ProgressError::Conflict { .. } | ProgressError::NoReview { .. } => return None,
    };
    Some(words)
}
