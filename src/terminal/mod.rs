//! How do a person and a session speak with each other?
//!
//! [`Terminal`] has three forms: `rich` draws a screen, `plain` speaks in lines, `script` answers
//! from a list in tests. The study command drives a session through one of them.

pub mod desk;
mod dialogue;
mod draw;
mod editor;
mod keys;
mod lines;
pub mod menu;
pub mod paint;
pub mod plain;
mod raw;
pub mod rich;
mod rows;
#[cfg(test)]
mod samples;
pub mod script;
pub mod signals;

use std::fmt;
use std::io;

use crate::answer::prompt::Prompt;
use crate::exam::sitting::Sitting;
use crate::session::screen::{Input, Screen};
use crate::terminal::desk::Moved;
use crate::time::Timestamp;
use crate::view::exam::Question;
use crate::view::text::Text;

/// A person, or what stands for one.
pub trait Terminal {
    /// Shows a screen and returns what is done about it. `clock` tells the time of the first key.
    ///
    /// # Errors
    /// When the terminal cannot be read or written. An end of input, a signal to end and Ctrl-C
    /// are no errors: they are [`Input::Leave`].
    fn ask(&mut self, screen: &Screen, clock: &dyn Fn() -> Timestamp) -> Result<Reply, TerminalError>;

    /// Shows a question of an exam until the learner goes somewhere else, or the time is up.
    ///
    /// # Errors
    /// As [`Terminal::ask`].
    fn sit(&mut self, paper: &Sight<'_>, clock: &dyn Fn() -> Timestamp) -> Result<Moved, TerminalError>;

    /// Gives the terminal to another program, until the next screen is shown.
    fn release(&mut self);

    /// Says something that stays after the session, such as its summary.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    fn say(&mut self, text: &Text) -> Result<(), TerminalError>;
}

/// A question of an exam, with the others around it.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// Where the learner stands.
    pub sitting: &'a Sitting,
    /// How every question is asked.
    pub prompts: &'a [Option<Prompt>],
    /// Whether the end of the paper was reached, so that the list is shown.
    pub at_the_end: bool,
}

impl Sight<'_> {
    /// Returns the question on the screen at an instant.
    fn question(&self, now: Timestamp) -> Question<'_> {
        let left_ms = self.sitting.deadline().map(|deadline| deadline.since(now));
        let prompt = self.prompts.get(self.sitting.at).and_then(Option::as_ref);
        Question { sitting: self.sitting, prompt, left_ms }
    }

    /// Returns what was typed as the answer before.
    fn typed(&self) -> &str {
        self.sitting.given.get(self.sitting.at).map_or("", |given| given.typed.as_str())
    }
}

/// What was done about a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Reply {
    /// What was done.
    pub input: Input,
    /// When the first key was pressed; nothing where it cannot be known.
    pub first_key: Option<Timestamp>,
}

/// A terminal that cannot be read or written.
#[derive(Debug)]
pub struct TerminalError {
    /// What was tried: `read from the terminal`.
    pub operation: &'static str,
    /// What the system said.
    pub source: io::Error,
}

impl fmt::Display for TerminalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}", self.operation)
    }
}

impl std::error::Error for TerminalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
