//! `csto-quiz deck ids` and `deck check --fix`: what is certain, written into the files.

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::load::{self, LoadedDeck};
use crate::cli::{complain, output};
use crate::deck::mend::{Wanted, mend};
use crate::files;
use crate::view;
use crate::view::summary::count;
use crate::view::text::one_line;

/// Writes ids and gap numbers.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn ids(context: &Context, paths: &[String], dry_run: bool) -> Result<Exit, Failure> {
    let done = write(context, paths, Wanted::Ids, dry_run)?;
    if done.files == 0 && !context.options.quiet {
        output::print("Every card that can be read has its id.\n")?;
    } else if !context.options.quiet {
        output::print(&done.words)?;
    }
    Ok(Exit::Done)
}

/// What was mended.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Done {
    /// How many files change.
    files: usize,
    /// A line for each deck of which files were written.
    pub(crate) words: String,
}

/// Mends what is wanted in the decks that are named, or shows what would change. Each file is
/// replaced whole.
///
/// # Errors
/// When a file cannot be written, or none is named.
pub(crate) fn write(
    context: &Context,
    paths: &[String],
    wanted: Wanted,
    dry_run: bool,
) -> Result<Done, Failure> {
    if paths.is_empty() {
        let hint = "name the files or folders: `csto-quiz deck check --fix my-deck.toml`";
        return Err(Failure::new(Exit::Usage, "it is not said which decks are to be mended", hint));
    }
    let loaded = load::paths(paths);
    for error in &loaded.unreadable {
        complain(&format!("error: {}\n", one_line(&error.to_string())));
    }
    let mut done = Done::default();
    for deck in &loaded.decks {
        let mended = mend(deck.input(), wanted);
        done.files += mended.files.len();
        for (file, text) in &mended.files {
            if dry_run {
                show(context, deck, (*file, text))?;
            } else {
                replace(deck, (*file, text))?;
            }
        }
        if !dry_run && mended.places > 0 {
            let (places, files) = (count(mended.places, "place"), count(mended.files.len(), "file"));
            done.words = [done.words, deck.name(), format!(": {places} mended in {files}\n")].concat();
        }
    }
    Ok(done)
}

fn show(context: &Context, deck: &LoadedDeck, (file, text): (usize, &str)) -> Result<(), Failure> {
    match deck.sources.get(file) {
        Some(source) => output::show(context, &view::changes::diff(source.path(), source.text(), text)),
        None => Ok(()),
    }
}

/// Replaces one of a deck's own files; a byte order mark stays.
///
/// # Errors
/// When it cannot be written, or has changed since it was read.
pub(crate) fn replace(deck: &LoadedDeck, (file, text): (usize, &str)) -> Result<(), Failure> {
    let (Some(path), Some(source)) = (deck.files.get(file), deck.sources.get(file)) else { return Ok(()) };
    if files::read_deck(path, source.path())? != *source {
        let message = format!("`{}` has changed since it was read", path.display());
        return Err(Failure::new(Exit::Failed, message, "save it in the editor, then try again"));
    }
    let mark = if source.has_mark() { "\u{feff}" } else { "" };
    files::write_atomically(path, format!("{mark}{text}").as_bytes())?;
    Ok(())
}
