//! How is something asked on the command line, outside a session?
//!
//! The question goes to standard error, the answer is the next line of standard input, so that a
//! pipe can answer as well as a person.

use std::io::BufRead;

use crate::cli::complain;
use crate::cli::error::{Exit, Failure};

/// Asks for a line; an empty one is what stands in brackets, when something does.
///
/// # Errors
/// When the input ends, or cannot be read.
pub(crate) fn line(question: &str, usual: Option<&str>) -> Result<String, Failure> {
    loop {
        match usual {
            Some(usual) => complain(&format!("{question} [{usual}]: ")),
            None => complain(&format!("{question}: ")),
        }
        let answer = next(question)?.ok_or_else(|| ended(question))?;
        match (answer.trim(), usual) {
            ("", Some(usual)) => return Ok(usual.to_owned()),
            ("", None) => {}
            (answer, _) => return Ok(answer.to_owned()),
        }
    }
}

/// Asks for a line that may be empty; so is the end of the input.
///
/// # Errors
/// When the input cannot be read.
pub(crate) fn perhaps(question: &str) -> Result<Option<String>, Failure> {
    complain(&format!("{question} (Enter for none): "));
    let answer = next(question)?.unwrap_or_default();
    Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
}

/// Asks for lines until an empty one, at least one of them.
///
/// # Errors
/// When the input ends before the first, or cannot be read.
pub(crate) fn lines(question: &str) -> Result<Vec<String>, Failure> {
    complain(&format!("{question}, one a line, then an empty line:\n"));
    let mut lines: Vec<String> = Vec::new();
    while let Some(answer) = next(question)? {
        match answer.trim() {
            "" if lines.is_empty() => {}
            "" => return Ok(lines),
            answer => lines.push(answer.to_owned()),
        }
    }
    if lines.is_empty() { Err(ended(question)) } else { Ok(lines) }
}

fn next(question: &str) -> Result<Option<String>, Failure> {
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(line)),
        Err(error) => {
            let message = format!("cannot read the answer to \"{question}\": {error}");
            Err(Failure::new(Exit::Failed, message, "answers are lines of UTF-8 text"))
        }
    }
}

fn ended(question: &str) -> Failure {
    let message = format!("the input ended before \"{question}\" was answered");
    Failure::new(Exit::Usage, message, "`--help` says how to give it on the command line")
}
