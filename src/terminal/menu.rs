//! How is a person asked to confirm or to choose something outside a session?
//!
//! The only file that names the crate `dialoguer`. Commands call it after making sure that a person
//! is there: on a pipe `dialoguer` would read the terminal behind it.

use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Select};

use crate::session::screen::Leave;
use crate::terminal::TerminalError;
use crate::terminal::rich::size;
use crate::terminal::signals::Paused;
use crate::view::text::Signs;

/// Columns that stand around a question: the signs before and behind it.
const FRAME_COLUMNS: usize = 5;
/// Columns of what stands behind a question in its line: the choice between yes and no, a short text.
const ANSWER_COLUMNS: usize = 12;

/// What came of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Chosen<T> {
    /// This is the answer.
    This(T),
    /// It was left without one.
    Left(Leave),
}

/// Asks a question that is answered with yes or no; leaving it, by Esc or Ctrl-C, is no.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn confirm(question: &str, signs: Signs) -> Result<bool, TerminalError> {
    let theme = theme(signs);
    let question = last_line(question, ANSWER_COLUMNS)?;
    let answer = settled(|| {
        Confirm::with_theme(&*theme).with_prompt(question).default(false).report(false).interact_opt()
    })?;
    Ok(answer == Chosen::This(true))
}

/// Asks to choose one of a few short texts in ASCII, in fewer rows than the terminal has; the first is
/// chosen unless another is.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn choose(question: &str, items: &[&str], signs: Signs) -> Result<Chosen<usize>, TerminalError> {
    let theme = theme(signs);
    let question = last_line(before_colon(question, signs), 0)?;
    settled(|| {
        Select::with_theme(&*theme).with_prompt(question).items(items).default(0).report(false).interact_opt()
    })
}

/// Asks for a short text in ASCII, such as a date; typing none leaves it.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn ask(question: &str, signs: Signs) -> Result<Chosen<String>, TerminalError> {
    let theme = theme(signs);
    let question = last_line(before_colon(question, signs), ANSWER_COLUMNS)?;
    settled(|| {
        let input = Input::<String>::with_theme(&*theme).with_prompt(question);
        // What is typed may be refused, so that no sign says that it was right.
        let typed = input.allow_empty(true).report(false).interact_text()?;
        Ok(Some(typed.trim().to_owned()).filter(|text| !text.is_empty()))
    })
}

/// Says a question that is wider than the terminal with so many columns behind it, and returns its last
/// line: what `dialoguer` cannot
/// show in one line it does not erase.
fn last_line(question: &str, behind: usize) -> Result<String, TerminalError> {
    let columns = size().columns.saturating_sub(FRAME_COLUMNS + behind);
    let mut lines = crate::text::wrap(&crate::text::sanitise(question), columns);
    let last = lines.pop().unwrap_or_default();
    let failed = |source| TerminalError { operation: "write to the terminal", source };
    lines.iter().try_for_each(|line| console::Term::stderr().write_line(line)).map_err(failed)?;
    Ok(last)
}

/// The simple theme puts a colon behind what is asked.
fn before_colon(question: &str, signs: Signs) -> &str {
    match signs {
        Signs::Unicode => question,
        Signs::Ascii => question.trim_end_matches('?'),
    }
}

fn theme(signs: Signs) -> Box<dyn Theme> {
    match signs {
        Signs::Unicode => Box::new(ColorfulTheme::default()),
        Signs::Ascii => Box::new(SimpleTheme),
    }
}

fn settled<T>(ask: impl FnOnce() -> dialoguer::Result<Option<T>>) -> Result<Chosen<T>, TerminalError> {
    let failed = |source| TerminalError { operation: "ask in the terminal", source };
    let paused = Paused::hold().map_err(failed)?;
    let answer = ask();
    drop(paused);
    match answer {
        Ok(Some(answer)) => Ok(Chosen::This(answer)),
        Ok(None) => Ok(Chosen::Left(Leave::Quit)),
        Err(dialoguer::Error::IO(source)) if source.kind() == std::io::ErrorKind::Interrupted => {
            // Ctrl-C leaves the cursor hidden (console 0.16).
            let _ = console::Term::stderr().show_cursor();
            Ok(Chosen::Left(Leave::Interrupted))
        }
        Err(dialoguer::Error::IO(source)) => Err(failed(source)),
    }
}
