//! How do results reach standard output?
//!
//! Everything a command prints passes here: one write, colours chosen late, and a reader that went
//! away is no failure.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::terminal::paint::painted;
use crate::terminal::rich;
use crate::text::sanitise;
use crate::view::text::{Text, broken_lines};

/// Prints a message, control characters taken out, on a terminal with its lines broken at blanks.
///
/// # Errors
/// When standard output cannot be written, and not because its reader went away.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let text = sanitise(text);
    match rich::columns() {
        Some(columns) => print_bytes(broken_lines(&text, columns).as_bytes()),
        None => print_bytes(text.as_bytes()),
    }
}

/// Prints a path on a line of its own: for a script every byte of it, for a terminal what is safe there.
///
/// # Errors
/// As [`print()`].
pub(crate) fn path(path: &Path) -> Result<(), Failure> {
    if io::stdout().is_terminal() {
        return print_bytes(format!("{}\n", sanitise(&path.display().to_string())).as_bytes());
    }
    print_bytes(&[path.as_os_str().as_encoded_bytes(), b"\n"].concat())
}

/// Prints bytes as they are; see [`print()`].
///
/// # Errors
/// As [`print()`].
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(failure(&error)),
        Ok(()) => Ok(()),
    }
}

/// Prints a text with roles, coloured where colours are wanted.
///
/// # Errors
/// As [`print()`].
pub(crate) fn show(context: &Context, text: &Text) -> Result<(), Failure> {
    let text = if io::stdout().is_terminal() {
        text.clone().in_letters(context.signs()).fitted(rich::size().columns)
    } else {
        text.clone()
    };
    let lines = text.lines.iter().map(|line| painted(line, context.colors()) + "\n");
    print_bytes(lines.collect::<String>().as_bytes())
}

/// Prints one JSON object with `"schema": 1`.
///
/// # Errors
/// As [`print()`].
pub(crate) fn json(mut object: serde_json::Value) -> Result<(), Failure> {
    if let Some(fields) = object.as_object_mut() {
        fields.insert("schema".to_owned(), 1.into());
    }
    print_bytes(crate::text::escape_json(&format!("{object:#}\n")).as_bytes())
}

/// Makes the failure of writing to standard output.
pub(crate) fn failure(error: &io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("cannot write to standard output: {error}"), "look where it leads to")
}
