//! `csto-quiz progress restore`: a backup comes back, with all that can be read of a damaged file.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::progress::copies::{counts, unfinished, words};
use crate::cli::{load, output, store};
use crate::files::copies;
use crate::progress::error::ProgressError;
use crate::progress::salvage::Salvage;
use crate::progress::union::Added;
use crate::progress::{Progress, RESTORED, SET_ASIDE};
use crate::schedule::memory::Model;
use crate::terminal::menu;
use crate::time::Days;
use crate::view::summary::count;
use crate::view::text::{Role, Text};

/// A backup that was read, with its path.
type Backup = (PathBuf, Progress);

/// What there is to make progress of.
struct Found {
    backup: Option<Backup>,
    /// What a damaged file still has; nothing where it is sound or missing.
    salvage: Option<Salvage>,
    /// Whether there is a journal in its place, and no file or an empty one.
    is_only_journal: bool,
}

/// Brings a backup back. A sound file gets what it has not; a damaged one is set aside, and a new
/// one is made of the backup and of all that can still be read.
pub(super) fn restore(
    context: &Context,
    file: Option<&Path>,
    dry_run: bool,
    yes: bool,
) -> Result<(), Failure> {
    let path = context.places.progress_file();
    let model = Model::default();
    let salvage = if is_sound(&path, &model)? { None } else { Some(Progress::salvage(&path)?) };
    let backup = backup(context, file, &model)?;
    let salvage = match (salvage, &backup) {
        // The file of a restore that was broken off is damaged, whether that can be seen or not.
        (None, _) if path.exists() && path.with_file_name(RESTORED).exists() => {
            Some(Progress::salvage(&path)?)
        }
        // A row that has become another one is damage that SQLite cannot see.
        (None, Some((_, backup))) if path.exists() && contradicts(&path, backup)? => {
            Some(Progress::salvage(&path)?)
        }
        (salvage, _) => salvage,
    };
    let found = Found { backup, salvage, is_only_journal: Progress::is_only_journal(&path) };
    match (&found.backup, &found.salvage) {
        (None, None) => return Err(no_backup(context, None)?),
        (None, Some(salvage)) if salvage.contents.size().rows() == 0 && !found.is_only_journal => {
            return Err(no_backup(context, Some(&path))?);
        }
        _ => {}
    }
    if !context.options.json {
        output::show(context, &found.in_words(&path)?)?;
    }
    let asked = !yes && !dry_run && context::can_ask();
    let refused = asked && !menu::confirm("Bring this back?", context.signs())?;
    match (dry_run || refused, context.options.json) {
        (true, true) => output::json(found.json(&path, dry_run)?),
        (true, false) => output::print("Nothing was changed.\n"),
        (false, _) => put_back(context, found, &model),
    }
}

/// Returns why nothing can be brought back; `unreadable` is a progress file of which nothing can be read.
fn no_backup(context: &Context, unreadable: Option<&Path>) -> Result<Failure, Failure> {
    let (damaged, folder) = (store::backups(context)?.len(), context.places.backups_folder());
    let copies = match damaged {
        0 => format!("there is no backup in `{}`", folder.display()),
        1 => format!("the one backup in `{}` is damaged", folder.display()),
        _ => format!("none of the {damaged} backups in `{}` is whole", folder.display()),
    };
    let message = match unreadable {
        Some(path) => format!("nothing can be read of `{}`, and {copies}", path.display()),
        None => copies,
    };
    let hint = match (damaged, unreadable) {
        (0, Some(_)) => "it was left as it is",
        (0, None) => "name the file: `csto-quiz progress restore FILE`",
        _ => {
            "nothing was changed; copy a backup as `progress.db` into a folder of its own: `csto-quiz --data-dir \
             FOLDER progress restore` makes a sound file there of what can be read, and `csto-quiz progress \
             merge` or `restore` with its name takes that in"
        }
    };
    Ok(Failure::new(Exit::Failed, message, hint))
}

impl Found {
    /// Says what would come back; `path` is that of the damaged file.
    fn in_words(&self, path: &Path) -> Result<Text, Failure> {
        let mut text = Text::default();
        if let Some((from, backup)) = &self.backup {
            let has = words(backup.contents()?.size());
            text.say(Role::Plain, format!("The backup {} has {has}.", from.display()));
        }
        let path = path.display();
        match &self.salvage {
            Some(_) if self.is_only_journal => {
                let what = "is missing or empty; what only its journal has cannot be read without it";
                text.say(Role::Plain, format!("{path} {what}."));
            }
            Some(Salvage { contents, lost, lost_more, .. }) => {
                let lost = match (lost, lost_more) {
                    (0, false) => String::new(),
                    (lost, false) => format!("; {} cannot be read", count(*lost, "row")),
                    (0, true) => "; how much more it had cannot be told".to_owned(),
                    (lost, true) => format!("; {} and perhaps more cannot be read", count(*lost, "row")),
                };
                let has = words(contents.size());
                text.say(Role::Plain, format!("The damaged {path} still has {has}{lost}."));
            }
            None => {}
        }
        Ok(text)
    }

    /// Returns what would come back, where nothing was changed.
    fn json(&self, path: &Path, dry_run: bool) -> Result<Value, Failure> {
        let backup = match &self.backup {
            Some((from, backup)) => {
                Some(json!({ "path": from.display().to_string(), "rows": counts(backup.contents()?.size()) }))
            }
            None => None,
        };
        let damaged = self.salvage.as_ref().map(|Salvage { contents, lost, lost_more, .. }| {
            json!({
                "path": path.display().to_string(),
                "rows": counts(contents.size()),
                "lost": lost,
                "lost_more": lost_more,
            })
        });
        Ok(json!({ "restored": false, "dry_run": dry_run, "backup": backup, "damaged": damaged }))
    }
}

fn is_sound(path: &Path, model: &Model) -> Result<bool, Failure> {
    if !path.exists() {
        return Ok(!Progress::is_only_journal(path));
    }
    let looked = Progress::copy_of(path).and_then(|copy| copy.check(model));
    match looked {
        Ok(found) => Ok(found.wrong.is_empty()),
        // What is not damage is not to be mended by setting the file aside.
        Err(error) if error.is_damage() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn contradicts(path: &Path, backup: &Progress) -> Result<bool, Failure> {
    let present = Progress::copy_of(path)?.contents()?;
    Ok(present.agreeing_with(&backup.contents()?).1 > 0)
}

/// Returns the backup to be brought back: the one that is named, else the newest. What a restore that
/// was broken off had brought together is in it.
fn backup(context: &Context, file: Option<&Path>, model: &Model) -> Result<Option<Backup>, Failure> {
    let path = context.places.progress_file().with_file_name(RESTORED);
    let broken_off = path.exists().then(|| Progress::copy_of(&path).ok()).flatten();
    match (file, broken_off) {
        (None, None) => newest_good(context, model),
        (None, Some(copy)) => Ok(Some((path, copy))),
        (Some(file), broken_off) => {
            let mut named = named(context, file)?;
            if let Some(broken_off) = broken_off {
                named.take_over(&broken_off, model)?;
                let (contents, _) = broken_off.contents()?.agreeing_with(&named.contents()?);
                let _ = named.unite(&contents, model)?;
            }
            Ok(Some((file.to_owned(), named)))
        }
    }
}

/// Returns a copy of the file that is to be brought back, all of which can be read.
fn named(context: &Context, file: &Path) -> Result<Progress, Failure> {
    let named = handed_in(context, file).and_then(|copy| copy.contents().map(|_| copy));
    named.map_err(|error| {
        let why = match &error {
            ProgressError::NoFile { .. } => "it is no file",
            ProgressError::CannotOpen(_) if !file.exists() => "there is no such file",
            ProgressError::CannotOpen(_) | ProgressError::ReadOnly(_) => "it cannot be opened",
            ProgressError::NotADatabase(_) | ProgressError::Foreign { .. } => "it is no progress file",
            error if error.is_damage() => "it is damaged",
            // Others have a remedy of their own, and name it.
            _ => return error.into(),
        };
        let message = format!("nothing can be restored from `{}`: {why}", file.display());
        let hint = "nothing was changed; name another file, or none: `csto-quiz progress restore` takes the \
                    newest backup";
        Failure::new(Exit::Failed, message, hint)
    })
}

/// Returns a copy of a file that is named; one in the learner's own folder may have any size.
pub(super) fn handed_in(context: &Context, file: &Path) -> Result<Progress, ProgressError> {
    if copies::is_in(file, &context.places.data) {
        Progress::copy_of(file)
    } else {
        Progress::copy_of_strangers(file)
    }
}

/// Returns the newest copy in the folder of backups that is whole.
fn newest_good(context: &Context, model: &Model) -> Result<Option<Backup>, Failure> {
    let mut paths = store::backups(context)?;
    // Names begin with the day; those of an earlier version of the file come last, and before them those
    // of a clock that was ahead.
    let tomorrow = context.today().plus(Days(1)).iso();
    let rank = |path: &Path| {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let is_day = name.first().is_some_and(u8::is_ascii_digit);
        (is_day, is_day && name.get(..tomorrow.len()).is_some_and(|day| day <= tomorrow.as_bytes()))
    };
    paths.sort_by_key(|path| (rank(path), path.clone()));
    for path in paths.into_iter().rev() {
        if let Ok(copy) = Progress::copy_of(&path)
            && copy.check(model).is_ok_and(|found| found.wrong.is_empty())
        {
            return Ok(Some((path, copy)));
        }
    }
    Ok(None)
}

fn put_back(context: &Context, found: Found, model: &Model) -> Result<(), Failure> {
    let path = context.places.progress_file();
    let part = path.with_file_name(RESTORED);
    let (decks, _) = load::known(context).into_decks();
    let Some(Salvage { contents, forgotten, names, segments, lost, lost_more }) = found.salvage else {
        if part.exists() {
            copies::put_in_place(&part, &path)?;
        }
        let mut progress = store::open_restored(context, &decks, model)?;
        let added = match found.backup {
            Some((_, backup)) => progress.unite(&backup.contents()?, model)?,
            None => Added::default(),
        };
        return restored(context, added, None);
    };
    let mut new = match found.backup {
        Some((_, backup)) => backup,
        None => Progress::open_in_memory(context::new_machine())?,
    };
    let untyped = contents.reviews.iter().filter(|review| review.typed.is_none()).map(|review| review.id);
    new.forget_rows(&forgotten, &untyped.collect(), model)?;
    new.adopt(&names, model)?;
    new.remember_segments(&segments)?;
    let (contents, contradicting) = contents.agreeing_with(&new.contents()?);
    let _ = new.unite(&contents, model)?;
    // From here until it is in its place nothing else opens progress, so that this can be broken off
    // at any moment and done again.
    let finished = unfinished(&path);
    copies::remove(&finished)?;
    new.copy_to(&finished)?;
    copies::put_in_place(&finished, &part)?;
    let aside = copies::free_name(&path, &format!("{SET_ASIDE}{}", context.stamp()));
    copies::set_aside(&path, &aside)?;
    copies::put_in_place(&part, &path)?;
    let progress = store::open_restored(context, &decks, model)?;
    let is_only_journal = found.is_only_journal;
    let lost = Lost { aside, rows: lost + contradicting, more: lost_more, is_only_journal };
    restored(context, progress.contents()?.size(), Some(lost))
}

/// What could not be read of a damaged file.
struct Lost {
    /// Where the file is now.
    aside: PathBuf,
    rows: usize,
    /// Whether there may be more, uncounted.
    more: bool,
    /// Whether it is only its journal that was set aside.
    is_only_journal: bool,
}

fn restored(context: &Context, size: Added, lost: Option<Lost>) -> Result<(), Failure> {
    if context.options.json {
        let aside = lost.as_ref().map(|lost| lost.aside.display().to_string());
        let (rows_lost, more) = lost.map_or((0, false), |lost| (lost.rows, lost.more));
        let value = json!({ "restored": true, "rows": counts(size), "lost": rows_lost, "lost_more": more, "set_aside": aside });
        return output::json(value);
    }
    let mut text = Text::default();
    let line = match lost {
        None => format!("Brought back: {}.", words(size)),
        Some(Lost { aside, is_only_journal: true, .. }) => format!(
            "Your progress has {} now; the journal was set aside beside {}: if you find the file, give it that \
             name, and `csto-quiz progress merge` adds what is in both.",
            words(size),
            aside.display()
        ),
        Some(lost) => format!(
            "Your progress has {} again; the damaged file was set aside as {}.",
            words(size),
            lost.aside.display()
        ),
    };
    text.say(Role::Plain, line);
    output::show(context, &text)
}
