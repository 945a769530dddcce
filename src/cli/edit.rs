//! How does a learner edit a card in the middle of a session?
//!
//! The deck is opened in the learner's editor at the card and read again afterwards; a deck that has
//! errors then is left as it was, and the errors are said. `study` calls it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::load::{self, Loaded};
use crate::cli::store;
use crate::deck::diagnostic::Severity;
use crate::files;
use crate::progress::Progress;
use crate::schedule::memory::Model;
use crate::session::Session;
use crate::session::screen::Notice;
use crate::source::Source;
use crate::terminal::Terminal;
use crate::view::diagnostic::short;

/// The files of the decks that can be edited, by the decks' ids.
pub(crate) type Files = HashMap<String, Vec<PathBuf>>;

/// How many mistakes are said at once.
const MISTAKES: usize = 3;

/// Opens the card that is being asked in the learner's editor, and goes on with what it is then.
///
/// # Errors
/// When progress cannot be read; what goes wrong with editor and deck is said in the session.
pub(crate) fn edit(
    (context, wishes): (&Context, &args::Study),
    session: &mut Session<'_>,
    terminal: &mut dyn Terminal,
    (progress, model): (&mut Progress, &Model),
    files: &mut Files,
) -> Result<(), Failure> {
    let Some((path, line)) = place(session, files) else { return Ok(()) };
    terminal.release();
    if let Err(reason) = open(context, &path, line) {
        session.say(Notice::NotEdited(vec![reason]));
        return Ok(());
    }
    let loaded = match load::named(context, &wishes.decks) {
        Ok(loaded) => loaded,
        Err(_) => load::paths(&[path.display().to_string()]),
    };
    let mistakes = mistakes(&loaded, &path);
    if !mistakes.is_empty() {
        session.say(Notice::NotEdited(mistakes));
        return Ok(());
    }
    *files = loaded.files();
    let decks = Rc::new(loaded.into_decks().0);
    let renames = decks.renames();
    progress.adopt(&renames, model)?;
    session.reload(decks, &renames, context.moment());
    session.refresh(store::states(context, progress)?, context.moment());
    session.say(Notice::Edited);
    Ok(())
}

/// Returns the file of the card that is being asked, and its line there.
fn place(session: &Session<'_>, files: &Files) -> Option<(PathBuf, usize)> {
    let (deck, card) = session.card_at_hand()?;
    let path = files.get(deck.id.as_str())?.get(card.file)?;
    let text = files::read_text(path).unwrap_or_default();
    let before = text.bytes().take(card.span.start).filter(|byte| *byte == b'\n').count();
    Some((path.clone(), before + 1))
}

/// Returns what keeps a deck from being used: its first errors, a line each.
fn mistakes(loaded: &Loaded, path: &Path) -> Vec<String> {
    let is_it = |source: &Source| Path::new(source.path()) == path;
    let Some(deck) = loaded.decks.iter().find(|loaded| loaded.sources.iter().any(is_it)) else {
        let reason = loaded.unreadable.first().map(ToString::to_string);
        return vec![reason.unwrap_or_else(|| format!("no deck is left in {}.", path.display()))];
    };
    let errors = deck.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    errors.take(MISTAKES).map(|found| short(found, &deck.sources)).collect()
}

/// Runs the learner's editor and waits until it is closed.
fn open(context: &Context, path: &Path, line: usize) -> Result<(), String> {
    let editor = &context.editor;
    let words = arguments(editor, path, line);
    // By the shell, for an editor may be given with options of its own.
    let run = Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg("editor").args(words).status();
    match run {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the editor `{editor}` ended with {status}; EDITOR says which is used.")),
        Err(error) => Err(format!("the editor `{editor}` cannot be run: {error}.")),
    }
}

/// Returns the words by which an editor opens a file at a line.
fn arguments(editor: &str, path: &Path, line: usize) -> Vec<String> {
    let path = path.display().to_string();
    let program = editor.split_whitespace().next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    match name {
        "code" | "codium" | "code-insiders" => {
            vec!["--wait".to_owned(), "--goto".to_owned(), format!("{path}:{line}")]
        }
        "subl" | "zed" => vec!["--wait".to_owned(), format!("{path}:{line}")],
        "hx" | "helix" => vec![format!("{path}:{line}")],
        "vi" | "vim" | "nvim" | "nano" | "micro" | "emacs" | "emacsclient" | "kak" | "joe" | "ne" | "mg" => {
            vec![format!("+{line}"), path]
        }
        _ => vec![path],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_told_the_line_in_its_own_way() {
        let told = |editor| arguments(editor, Path::new("d.toml"), 7).join(" ");
        assert_eq!(told("vim"), "+7 d.toml");
        assert_eq!(told("/usr/bin/nano -w"), "+7 d.toml");
        assert_eq!(told("code"), "--wait --goto d.toml:7");
        assert_eq!(told("hx"), "d.toml:7");
        assert_eq!(told("my-editor"), "d.toml");
    }
}
