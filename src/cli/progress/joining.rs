//! `csto-quiz progress merge|import`: what other machines have answered.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::progress::copies::{self, counts, words};
use crate::cli::progress::restore;
use crate::cli::{load, output, store};
use crate::exchange::fields::LogError;
use crate::exchange::segment::{Row, from_line};
use crate::files;
use crate::progress::error::ProgressError;
use crate::progress::union::{Added, Contents};
use crate::progress::{DATABASE, Progress};
use crate::schedule::memory::Model;
use crate::view::text::{Role, Text};

/// What stands for standard input.
const STDIN: &str = "-";

/// Adds what is in progress files and exports, all of it or nothing.
pub(super) fn merge(context: &Context, paths: &[PathBuf], dry_run: bool) -> Result<(), Failure> {
    let mut sources = Vec::new();
    for path in paths {
        let contents = if files::begins_with(path, DATABASE) {
            restore::handed_in(context, path)?.contents()?
        } else {
            Contents::of_rows(rows_of(path, &files::read_log(path)?)?)
        };
        sources.push((path.clone(), contents));
    }
    join(context, &sources, dry_run)
}

/// Adds an exported log, all of it or nothing.
pub(super) fn import(context: &Context, path: &Path, dry_run: bool) -> Result<(), Failure> {
    let text = if path == Path::new(STDIN) {
        files::read_log_from(std::io::stdin().lock(), path)?
    } else if files::begins_with(path, DATABASE) {
        let message = format!("`{}` is a progress file, not an export", path.display());
        let hint =
            format!("`csto-quiz progress merge {}` adds it", load::quoted(&path.display().to_string()));
        return Err(Failure::new(Exit::Failed, message, hint));
    } else {
        files::read_log(path)?
    };
    join(context, &[(path.to_owned(), Contents::of_rows(rows_of(path, &text)?))], dry_run)
}

/// Reads the lines of an export or of a segment; empty ones are passed over.
fn rows_of(path: &Path, text: &str) -> Result<Vec<Row>, Failure> {
    // Some editors begin a text with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        rows.push(from_line(line).map_err(|error| {
            let mut words = error.to_string();
            let column = match &error {
                LogError::Form { cause } => {
                    // The reader of JSON knows only this line, and calls it the first.
                    words.truncate(words.rfind(" at line 1 column").unwrap_or(words.len()));
                    cause.column().max(1)
                }
                LogError::Schema { .. } | LogError::Field { .. } => 1,
            };
            let message = format!("{}:{}:{column}: {words}", path.display(), number + 1);
            Failure::new(
                Exit::Failed,
                message,
                "`csto-quiz progress export` writes such files; nothing was added",
            )
        })?);
    }
    Ok(rows)
}

fn join(context: &Context, sources: &[(PathBuf, Contents)], dry_run: bool) -> Result<(), Failure> {
    let (decks, _) = load::known(context).into_decks();
    let model = Model::default();
    let mut progress = store::open(context, &decks, &model)?;
    // On a copy first: a contradiction in the last file leaves nothing of the first behind.
    let mut trial = Progress::copy_of(&context.places.progress_file())?;
    let mut added_of = Vec::new();
    for (path, contents) in sources {
        added_of.push((path, trial.unite(contents, &model).map_err(|error| contradiction(path, error))?));
    }
    if !dry_run {
        copies::daily(context, &progress);
        let _ = progress.unite(&trial.contents()?, &model)?;
    }
    said(context, &added_of, dry_run)
}

/// Returns why a file cannot be added; its rows contradict each other, or those that are there already.
fn contradiction(path: &Path, error: ProgressError) -> Failure {
    let ProgressError::Conflict { id, .. } = error else { return error.into() };
    let message = format!(
        "`{}` has something under the name `{id}` that contradicts itself or your progress; nothing was added",
        path.display()
    );
    let hint = "one of the two was changed since it was written: take a file as csto-quiz wrote it, or leave \
                this one out";
    Failure::new(Exit::Failed, message, hint)
}

fn said(context: &Context, added_of: &[(&PathBuf, Added)], dry_run: bool) -> Result<(), Failure> {
    if context.options.json {
        let file = |(path, added): &(&PathBuf, Added)| json!({ "path": path.display().to_string(), "added": counts(*added) });
        let files: Vec<serde_json::Value> = added_of.iter().map(file).collect();
        return output::json(json!({ "files": files, "dry_run": dry_run }));
    }
    let verb = if dry_run { "would add" } else { "added" };
    let mut text = Text::default();
    for (path, added) in added_of {
        text.say(Role::Plain, format!("{}: {verb} {}", path.display(), words(*added)));
    }
    if dry_run {
        text.say(Role::Plain, "Nothing was changed.");
    }
    output::show(context, &text)
}
