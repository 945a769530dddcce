//! `csto-quiz progress forget`: what the learner wants gone, from progress, its copies and the
//! segment of this machine.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::args;
use crate::cli::card;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::progress::copies::{self as backups, counts, words};
use crate::cli::{load, output, store};
use crate::deck::decks::Decks;
use crate::deck::id::{CardId, DeckId};
use crate::files::{copies, segments};
use crate::progress::Progress;
use crate::progress::forgetting::{Forgotten, Scope};
use crate::schedule::memory::Model;
use crate::terminal::menu;
use crate::view::summary::count;
use crate::view::text::{Role, Text};

/// What is to be removed, and where it is.
struct Found {
    forgotten: Forgotten,
    /// Copies that have something of it.
    copies: Vec<PathBuf>,
    /// Copies that cannot be read, and may have something of it.
    unreadable: Vec<PathBuf>,
}

/// Removes what is asked, once the learner has said so.
pub(super) fn run(context: &Context, wishes: &args::Forget) -> Result<(), Failure> {
    let (decks, _) = load::known(context).into_decks();
    let (scope, model) = (scope(&decks, &wishes.what)?, Model::default());
    let mut progress = store::open(context, &decks, &model)?;
    let found = find(context, &progress, &scope)?;
    if !context.options.json {
        output::show(context, &described(&found))?;
    }
    let is_nothing = found.forgotten.is_nothing() && found.copies.is_empty();
    if is_nothing || wishes.dry_run || !is_wanted(context, wishes)? {
        return done(context, &found, false);
    }
    // The log comes last: whoever is interrupted can ask for the same again.
    backups::remove_unfinished(context)?;
    for path in &found.copies {
        forget_in_copy(path, &scope, &model)?;
    }
    if let Some(folder) = &context.config.progress_folder
        && let Some(shared) = progress.shared(&folder.display().to_string())?
    {
        copies::remove(&segments::path_of(folder, &shared.segment))?;
    }
    let _ = progress.forget(&scope, &model)?;
    done(context, &found, true)
}

fn scope(decks: &Decks, what: &args::Forgotten) -> Result<Scope, Failure> {
    if what.all {
        return Ok(Scope::Everything);
    }
    if what.typed {
        return Ok(Scope::Typed);
    }
    if !what.deck.is_empty() {
        let id = |deck: &String| {
            DeckId::new(deck).map_err(|error| {
                let message = format!("`{deck}` is no deck's id: {error}");
                Failure::new(Exit::Usage, message, "`csto-quiz deck` lists the decks")
            })
        };
        return Ok(Scope::Decks(what.deck.iter().map(id).collect::<Result<_, _>>()?));
    }
    // A card that no deck has any more can be named in full.
    let id = |card: &String| match card.parse::<CardId>() {
        Ok(id) => Ok(id),
        Err(_) => card::find(decks, card).map(|(card, _)| card.id.clone()),
    };
    Ok(Scope::Cards(what.cards.iter().map(id).collect::<Result<_, _>>()?))
}

fn find(context: &Context, progress: &Progress, scope: &Scope) -> Result<Found, Failure> {
    let mut found =
        Found { forgotten: progress.would_forget(scope)?, copies: Vec::new(), unreadable: Vec::new() };
    for path in backups::all(context)? {
        match Progress::copy_of(&path).and_then(|copy| copy.would_forget(scope)) {
            Ok(forgotten) if forgotten.is_nothing() => {}
            Ok(_) => found.copies.push(path),
            Err(_) => found.unreadable.push(path),
        }
    }
    Ok(found)
}

fn described(found: &Found) -> Text {
    let mut text = Text::default();
    let Forgotten { rows, typed } = found.forgotten;
    let typed = match typed {
        0 => String::new(),
        typed => format!(", and what was typed in {}", count(typed, "review")),
    };
    let copies = match found.copies.len() {
        0 => String::new(),
        1 => " One copy has something of it, too.".to_owned(),
        several => format!(" {several} copies have something of it, too."),
    };
    text.say(Role::Plain, format!("To remove for good: {}{typed}.{copies}", words(rows)));
    text.say(Role::Plain, "Other machines, and copies elsewhere, keep theirs.");
    for path in &found.unreadable {
        text.say(Role::Nearly, format!("{} cannot be read: remove it yourself.", path.display()));
    }
    text
}

fn is_wanted(context: &Context, wishes: &args::Forget) -> Result<bool, Failure> {
    if wishes.yes {
        return Ok(true);
    }
    if context::can_ask() {
        return Ok(menu::confirm("Remove it for good?", context.signs())?);
    }
    let hint = "say `--yes` to remove it without being asked";
    Err(Failure::new(Exit::Usage, "nothing was removed: nobody is there to confirm it", hint))
}

fn forget_in_copy(path: &Path, scope: &Scope, model: &Model) -> Result<(), Failure> {
    let mut copy = Progress::copy_of(path)?;
    let _ = copy.forget(scope, model)?;
    let without = path.with_extension("new");
    copies::remove(&without)?;
    copy.copy_to(&without)?;
    Ok(copies::put_in_place(&without, path)?)
}

fn done(context: &Context, found: &Found, removed: bool) -> Result<(), Failure> {
    if context.options.json {
        let paths = |paths: &[PathBuf]| -> Vec<String> {
            paths.iter().map(|path| path.display().to_string()).collect()
        };
        return output::json(json!({
            "removed": removed,
            "rows": counts(found.forgotten.rows),
            "typed": found.forgotten.typed,
            "copies": paths(&found.copies),
            "unreadable": paths(&found.unreadable),
        }));
    }
    output::print(if removed { "It is gone.\n" } else { "Nothing was changed.\n" })
}
