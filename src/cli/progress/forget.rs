//! `csto-quiz progress forget`: what the learner wants gone, from progress, its copies and the
//! segment of this machine.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::args;
use crate::cli::card;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::progress::copies::{self as backups, counts, words};
use crate::cli::{load, output, plans, shared, store};
use crate::deck::decks::Decks;
use crate::deck::id::{CardId, DeckId};
use crate::files::copies;
use crate::plan::exam::Exam;
use crate::progress::Progress;
use crate::progress::error::ProgressError;
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
    /// Exams whose plans have learned from what is removed, as they are without it.
    plans: Option<Vec<Exam>>,
}

impl Found {
    fn is_nothing(&self) -> bool {
        self.forgotten.is_nothing() && self.copies.is_empty() && self.plans.is_none()
    }
}

/// What stays although it was to be removed.
#[derive(Default)]
struct Left {
    /// Copies that cannot be read.
    copies: Vec<PathBuf>,
    /// Segments in shared folders that cannot be reached.
    segments: Vec<PathBuf>,
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
    if found.is_nothing() && !wishes.dry_run {
        // Whoever could not empty it before asks for the same again.
        empty_journal(&progress)?;
    }
    if found.is_nothing() || wishes.dry_run || !is_wanted(context, wishes)? {
        return done(context, &found, None);
    }
    let left = forget(context, (&scope, &found), (&mut progress, &model))?;
    done(context, &found, Some(&left))
}

/// Removes what was found. The log comes after the copies: whoever is interrupted can ask for the same
/// again; segments that are left are noted and removed when they can be.
fn forget(
    context: &Context,
    (scope, found): (&Scope, &Found),
    (progress, model): (&mut Progress, &Model),
) -> Result<Left, Failure> {
    let mut left = Left { copies: found.unreadable.clone(), segments: Vec::new() };
    backups::remove_unfinished(context)?;
    for path in &found.copies {
        if !forget_in_copy(path, scope, model)? {
            left.copies.push(path.clone());
        }
    }
    if let Some(exams) = &found.plans {
        plans::write(context, exams)?;
    }
    let _ = progress.forget(scope, model)?;
    empty_journal(progress)?;
    left.segments = shared::remove_unwanted(progress, model)?;
    Ok(left)
}

fn empty_journal(progress: &Progress) -> Result<(), Failure> {
    progress.empty_journal().map_err(|error| {
        let message = format!("what was removed still stands in the journal of the progress file: {error}");
        Failure::new(Exit::Failed, message, "say the same again when no other program reads the file")
    })
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
    let mut found = Found {
        forgotten: progress.would_forget(scope)?,
        copies: Vec::new(),
        unreadable: Vec::new(),
        plans: if *scope == Scope::Everything { plans_as_set(context) } else { None },
    };
    for path in backups::all(context)? {
        match Progress::copy_of(&path).and_then(|copy| copy.would_forget(scope)) {
            Ok(forgotten) if forgotten.is_nothing() => {}
            Ok(_) => found.copies.push(path),
            Err(_) => found.unreadable.push(path),
        }
    }
    Ok(found)
}

/// Returns the exams without what was learned from answers; nothing where that changes nothing.
fn plans_as_set(context: &Context) -> Option<Vec<Exam>> {
    let exams = plans::consult(context);
    let as_set: Vec<Exam> = exams.iter().cloned().map(Exam::as_set).collect();
    Some(as_set).filter(|as_set| *as_set != exams)
}

fn described(found: &Found) -> Text {
    let mut text = Text::default();
    let Forgotten { rows, typed } = found.forgotten;
    let rows = match (rows.rows(), typed) {
        (_, 0) => words(rows),
        (0, typed) => format!("what was typed in {}", count(typed, "review")),
        (_, typed) => format!("{}, and what was typed in {}", words(rows), count(typed, "review")),
    };
    let copies = match found.copies.len() {
        0 => String::new(),
        1 => " One copy has something of it, too.".to_owned(),
        several => format!(" {several} copies have something of it, too."),
    };
    text.say(Role::Plain, format!("To remove for good: {rows}.{copies}"));
    if found.plans.is_some() {
        text.say(Role::Plain, "What the plans for exams have learned goes, too; the exams stay set.");
    }
    text.say(Role::Plain, "Other machines, and copies elsewhere, keep theirs.");
    say_unreadable(&mut text, &found.unreadable);
    text
}

fn say_unreadable(text: &mut Text, copies: &[PathBuf]) {
    for path in copies {
        text.say(Role::Nearly, format!("{} cannot be read: remove it yourself.", path.display()));
    }
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

/// Writes a copy anew without what is forgotten; returns whether that could be done: of a damaged one not
/// everything may be readable.
fn forget_in_copy(path: &Path, scope: &Scope, model: &Model) -> Result<bool, Failure> {
    let without = match rewritten(path, scope, model) {
        Ok(without) => without,
        Err(error) if error.is_damage() || matches!(error, ProgressError::Conflict { .. }) => {
            return Ok(false);
        }
        Err(error) => return Err(error.into()),
    };
    let new = backups::unfinished(path);
    copies::remove(&new)?;
    without.copy_to(&new)?;
    if copies::has_journal(path) {
        // A journal would be taken for one of the new file: both go, and the copy gets another name.
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        copies::put_in_place(&new, &copies::free_name(path, &stem))?;
        copies::remove_with_journals(path)?;
    } else {
        copies::put_in_place(&new, path)?;
    }
    Ok(true)
}

/// Returns what a copy is without what is forgotten. It is made of the rows: of a damaged file more can be
/// read than written.
fn rewritten(path: &Path, scope: &Scope, model: &Model) -> Result<Progress, ProgressError> {
    let copy = Progress::copy_of(path)?;
    let mut without = Progress::open_in_memory(copy.machine())?;
    without.take_over(&copy, model)?;
    let _ = without.unite(&copy.contents()?, model)?;
    let _ = without.forget(scope, model)?;
    Ok(without)
}

/// Says what was removed; `left` is nothing where nothing was.
fn done(context: &Context, found: &Found, left: Option<&Left>) -> Result<(), Failure> {
    let (copies, segments) = match left {
        Some(left) => (&left.copies, &left.segments[..]),
        None => (&found.unreadable, &[][..]),
    };
    if context.options.json {
        let mut rewritten = found.copies.clone();
        rewritten.retain(|path| !copies.contains(path));
        let paths = |paths: &[PathBuf]| -> Vec<String> {
            paths.iter().map(|path| path.display().to_string()).collect()
        };
        return output::json(json!({
            "removed": left.is_some(),
            "rows": counts(found.forgotten.rows),
            "typed": found.forgotten.typed,
            "copies": paths(&rewritten),
            "unreadable": paths(copies),
            "unreachable": paths(segments),
        }));
    }
    let mut text = Text::default();
    say_unreadable(&mut text, copies.get(found.unreadable.len()..).unwrap_or_default());
    for path in segments {
        let path = path.display();
        text.say(
            Role::Nearly,
            format!("{path} cannot be removed now: it goes as soon as its folder can be reached."),
        );
    }
    let has_left = left.is_some_and(|left| !left.copies.is_empty() || !left.segments.is_empty());
    text.say(
        Role::Plain,
        match left {
            Some(_) if has_left => "It is gone, but for what is named here.",
            Some(_) => "It is gone.",
            None => "Nothing was changed.",
        },
    );
    output::show(context, &text)
}
