//! How is a person asked to confirm or to choose something outside a session?
//!
//! The only file that names the crate `dialoguer`. Commands call it after making sure that a person
//! is there: on a pipe `dialoguer` would read the terminal behind it.

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, Select};

use crate::terminal::TerminalError;

/// Asks a question that is answered with yes or no; leaving it, by Esc or Ctrl-C, is no.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn confirm(question: &str) -> Result<bool, TerminalError> {
    let answer = Confirm::with_theme(&ColorfulTheme::default())
        .with_prompt(question)
        .default(false)
        .report(false)
        .interact_opt();
    Ok(settled(answer)?.unwrap_or(false))
}

/// Asks to choose one of a few short texts in ASCII, in fewer rows than the terminal has; nothing when
/// it is left by Esc or Ctrl-C.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn choose(question: &str, items: &[&str]) -> Result<Option<usize>, TerminalError> {
    let answer = Select::with_theme(&ColorfulTheme::default())
        .with_prompt(question)
        .items(items)
        .default(0)
        .report(false)
        .interact_opt();
    settled(answer)
}

/// Asks for a short text in ASCII, such as a date; nothing when none is typed or it is left by Ctrl-C.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn ask(question: &str) -> Result<Option<String>, TerminalError> {
    let answer: dialoguer::Result<String> =
        Input::with_theme(&ColorfulTheme::default()).with_prompt(question).allow_empty(true).interact_text();
    let typed = settled(answer.map(Some))?;
    Ok(typed.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

fn settled<T>(answer: dialoguer::Result<Option<T>>) -> Result<Option<T>, TerminalError> {
    match answer {
        Ok(answer) => Ok(answer),
        Err(dialoguer::Error::IO(source)) if source.kind() == std::io::ErrorKind::Interrupted => {
            // Ctrl-C leaves the cursor hidden (console 0.16).
            let _ = console::Term::stderr().show_cursor();
            Ok(None)
        }
        Err(dialoguer::Error::IO(source)) => Err(TerminalError { operation: "ask in the terminal", source }),
    }
}
