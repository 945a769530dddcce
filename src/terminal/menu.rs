//! How is a person asked to confirm something outside a session?
//!
//! The only file that names the crate `dialoguer`. Commands call it after making sure that a person
//! is there: on a pipe `dialoguer` would read the terminal behind it.

use dialoguer::Confirm;
use dialoguer::theme::ColorfulTheme;

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
    match answer {
        Ok(answer) => Ok(answer.unwrap_or(false)),
        Err(dialoguer::Error::IO(source)) if source.kind() == std::io::ErrorKind::Interrupted => {
            // Ctrl-C leaves the cursor hidden (console 0.16).
            let _ = console::Term::stderr().show_cursor();
            Ok(false)
        }
        Err(dialoguer::Error::IO(source)) => Err(TerminalError { operation: "ask in the terminal", source }),
    }
}
