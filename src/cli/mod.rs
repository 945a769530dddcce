//! What does the program do with its arguments?
//!
//! [`run`] reads the command line and calls one file per command: read, one pure call, write.

mod args;
mod ask;
mod bare;
mod card;
mod config;
mod context;
mod deck;
mod edit;
mod error;
mod exam;
mod load;
mod output;
mod plan;
mod planned;
mod plans;
mod progress;
mod request;
mod shared;
mod stats;
mod store;
mod study;
mod trial;

use std::ffi::OsString;
use std::io::Write;

use crate::cli::args::{Arguments, Command, Read};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::terminal::rich;
use crate::view::text::broken_lines;

/// Does what the command line says and returns the exit code; `words` begin with the program's
/// name.
pub fn run(words: impl IntoIterator<Item = OsString>) -> u8 {
    let exit = match args::read(words) {
        Read::Say(text) => output::print_bytes(text.as_bytes()).map(|()| Exit::Done),
        Read::Refuse(text) => {
            complain(&text);
            Ok(Exit::Usage)
        }
        Read::Run(arguments) => dispatch(*arguments),
    };
    let exit = exit.unwrap_or_else(|failure| {
        complain(&format!("{failure}\n"));
        failure.exit
    });
    exit.code()
}

fn dispatch(arguments: Arguments) -> Result<Exit, Failure> {
    let mut context = Context::new(arguments.everywhere)?;
    if let Some(failure) = context.config_failure.take() {
        // What mends the settings, and what needs none, works all the same.
        match arguments.command {
            // Whether a change mends them is said after it.
            Some(Command::Config { value: Some(_), .. }) => {}
            Some(Command::Config { .. } | Command::Completions { .. } | Command::Man) => {
                complain(&failure.warning("the settings cannot be used, the defaults are taken"));
            }
            _ => return Err(failure),
        }
    }
    let command = arguments.command;
    if command.as_ref().is_some_and(may_write) {
        shared::handing_over(&context, || perform(&context, command))
    } else {
        perform(&context, command)
    }
}

/// Returns whether a command may add to progress what other machines do not know.
fn may_write(command: &Command) -> bool {
    match command {
        Command::Study(_) | Command::Exam(_) | Command::Card(_) => true,
        Command::Deck(args::Deck::Diff(wishes)) => !wishes.drop.is_empty(),
        Command::Progress(command) => match command {
            args::Progress::Undo { .. } => true,
            args::Progress::Restore { dry_run, .. }
            | args::Progress::Merge { dry_run, .. }
            | args::Progress::Import { dry_run, .. } => !dry_run,
            args::Progress::Forget(wishes) => !wishes.dry_run,
            // The folder is brought in step by the command itself.
            args::Progress::Folder { .. }
            | args::Progress::Path
            | args::Progress::Export
            | args::Progress::Backup { .. }
            | args::Progress::Check => false,
        },
        Command::Plan { .. }
        | Command::Stats { .. }
        | Command::Deck(_)
        | Command::Config { .. }
        | Command::Completions { .. }
        | Command::Man => false,
    }
}

fn perform(context: &Context, command: Option<Command>) -> Result<Exit, Failure> {
    match command {
        None => bare::run(context),
        Some(Command::Study(study)) => study::run(context, &study),
        Some(Command::Exam(wishes)) => exam::run(context, &wishes),
        Some(Command::Plan { plan }) => plan::run(context, plan.as_ref()),
        Some(Command::Stats { decks }) => stats::run(context, &decks),
        Some(Command::Deck(command)) => deck::run(context, command),
        Some(Command::Card(command)) => card::run(context, &command),
        Some(Command::Progress(command)) => progress::run(context, &command),
        Some(Command::Config { key, value }) => config::run(context, key.as_deref(), value.as_deref()),
        Some(Command::Completions { shell }) => {
            output::print_bytes(&args::completions(shell)).map(|()| Exit::Done)
        }
        Some(Command::Man) => {
            let page = args::manual(context.today()).map_err(|error| output::failure(&error))?;
            output::print_bytes(&page).map(|()| Exit::Done)
        }
    }
}

/// Writes to standard error, control characters taken out, on a terminal with lines broken at blanks; a
/// closed one is nothing to fail for.
fn complain(text: &str) {
    let text = crate::text::sanitise(text);
    match rich::error_columns() {
        Some(columns) => complain_as_it_is(&broken_lines(&text, columns)),
        None => complain_as_it_is(&text),
    }
}

/// Does what [`complain`] does for lines that are broken already.
fn complain_as_it_is(text: &str) {
    let text = crate::text::sanitise(text);
    let _ = std::io::stderr().write_all(text.as_bytes());
}
