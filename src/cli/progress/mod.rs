//! `csto-quiz progress`: the log of answers, shown or corrected.

pub(crate) mod copies;
mod folder;
mod forget;
mod joining;
mod restore;
mod undo;

use serde_json::json;

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{load, output, store};
use crate::exchange;
use crate::schedule::memory::Model;

/// Shows or corrects progress.
///
/// # Errors
/// When progress cannot be read or written.
pub(crate) fn run(context: &Context, command: &args::Progress) -> Result<Exit, Failure> {
    match command {
        args::Progress::Path => path(context)?,
        args::Progress::Export => export(context)?,
        args::Progress::Undo { count, yes } => undo::run(context, *count, *yes)?,
        args::Progress::Backup { file } => copies::back_up(context, file.as_deref())?,
        args::Progress::Restore { file, dry_run, yes } => {
            restore::restore(context, file.as_deref(), *dry_run, *yes)?;
        }
        args::Progress::Check => return copies::check(context),
        args::Progress::Merge { files, dry_run } => joining::merge(context, files, *dry_run)?,
        args::Progress::Import { file, dry_run } => joining::import(context, file, *dry_run)?,
        args::Progress::Folder { dir, none } => folder::run(context, dir.as_deref(), *none)?,
        args::Progress::Forget(wishes) => forget::run(context, wishes)?,
    }
    Ok(Exit::Done)
}

fn path(context: &Context) -> Result<(), Failure> {
    if let Some(failure) = context.homeless() {
        return Err(failure);
    }
    let path = context.places.progress_file();
    if context.options.json {
        return output::json(json!({ "path": path.display().to_string() }));
    }
    output::path(&path)
}

fn export(context: &Context) -> Result<(), Failure> {
    let (decks, _) = load::known(context).into_decks();
    let progress = store::look(context, &decks, &Model::default())?.known()?;
    let mut lines = String::new();
    for line in progress.log()? {
        lines.push_str(&exchange::log::to_json(&line));
        lines.push('\n');
    }
    output::print_bytes(crate::text::escape_json(&lines).as_bytes())
}
