//! `csto-quiz progress backup|restore|check`, and the copy that is made every day.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::{complain, load, output, store};
use crate::files::copies;
use crate::progress::Progress;
use crate::progress::union::{Added, Salvage};
use crate::schedule::memory::Model;
use crate::terminal::menu;
use crate::time::Day;
use crate::view::summary::count;
use crate::view::text::{Role, Text};

/// Copies of so many days are kept.
const DAILY: usize = 7;
/// Of the days before those, one copy of so many weeks is kept.
const WEEKLY: usize = 4;
/// How the name of a copy ends.
const END: &str = "db";

/// Makes the copy of today, if there is none and something has been answered, and drops those that
/// are too old. Studying goes on where that fails.
pub(crate) fn daily(context: &Context, progress: &Progress) {
    let made = make_daily(context, progress);
    if let (Err(failure), false) = (made, context.options.quiet) {
        complain(&format!("warning: there is no backup of today\n{failure}\n"));
    }
}

fn make_daily(context: &Context, progress: &Progress) -> Result<(), Failure> {
    let (folder, today) = (context.places.backups_folder(), context.today());
    let path = folder.join(format!("{}.{END}", today.iso()));
    if path.exists() || progress.days()?.is_empty() {
        return Ok(());
    }
    write_copy(progress, &path)?;
    for (day, path) in too_old(&daily_copies(&folder)?) {
        if day != today {
            copies::remove(&path)?;
        }
    }
    Ok(())
}

/// Returns the daily copies in a folder, newest first. Other files are the learner's own.
fn daily_copies(folder: &Path) -> Result<Vec<(Day, PathBuf)>, Failure> {
    let day = |path: &Path| path.file_stem()?.to_str()?.parse::<Day>().ok();
    let is_copy = |path: &PathBuf| path.extension().is_some_and(|end| end == END);
    let paths = copies::files_in(folder)?.into_iter().filter(is_copy);
    let mut copies: Vec<(Day, PathBuf)> = paths.filter_map(|path| Some((day(&path)?, path))).collect();
    copies.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    Ok(copies)
}

/// Returns which copies are not kept: beyond the newest [`DAILY`], only the newest of each of
/// [`WEEKLY`] weeks is.
fn too_old(newest_first: &[(Day, PathBuf)]) -> Vec<(Day, PathBuf)> {
    let mut weeks = BTreeSet::new();
    let older = newest_first.iter().skip(DAILY).filter(|(day, _)| {
        let is_newest_of_its_week = weeks.insert(day.number().div_euclid(7));
        !is_newest_of_its_week || weeks.len() > WEEKLY
    });
    older.cloned().collect()
}

/// Writes a copy whole or not at all.
fn write_copy(progress: &Progress, path: &Path) -> Result<(), Failure> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    let part = path.with_file_name(name);
    copies::remove(&part)?;
    progress.copy_to(&part)?;
    Ok(copies::put_in_place(&part, path)?)
}

/// Writes a copy where the learner wants it.
pub(super) fn back_up(context: &Context, file: Option<&Path>) -> Result<(), Failure> {
    let path = file.map_or_else(
        || context.places.backups_folder().join(format!("{}.{END}", stamp(context))),
        Path::to_owned,
    );
    if path.exists() {
        let message = format!("`{}` is there already", path.display());
        return Err(Failure::new(Exit::Failed, message, "choose another name; nothing is written over"));
    }
    let (decks, _) = load::known(context).into_decks();
    let progress = store::open(context, &decks, &Model::default())?;
    write_copy(&progress, &path)?;
    let size = progress.contents()?.size();
    if context.options.json {
        return output::json(json!({ "path": path.display().to_string(), "rows": rows(size) }));
    }
    output::print(&format!("Copied {} to {}\n", words(size), path.display()))
}

/// Returns the moment as a part of a file's name.
fn stamp(context: &Context) -> String {
    context.moment().rfc3339().chars().take(19).filter(|sign| *sign != ':').collect()
}

/// Looks for damage; states that differ from the log are made anew.
pub(super) fn check(context: &Context) -> Result<Exit, Failure> {
    let (decks, _) = load::known(context).into_decks();
    let model = Model::default();
    let mut progress = store::open(context, &decks, &model)?;
    let found = progress.check(&model)?;
    if found.stale > 0 {
        progress.rebuild(&model)?;
    }
    let exit = if found.wrong.is_empty() { Exit::Done } else { Exit::Failed };
    if context.options.json {
        let value = json!({ "rows": rows(found.size), "wrong": found.wrong, "states_rebuilt": found.stale });
        output::json(value)?;
        return Ok(exit);
    }
    let path = progress.path().display();
    let mut text = Text::default();
    text.say(Role::Plain, format!("{path}: {}", words(found.size)));
    for line in &found.wrong {
        text.say(Role::Plain, format!("  damaged: {line}"));
    }
    if found.stale > 0 {
        text.say(
            Role::Plain,
            format!("  {} differed from the log and were made anew", count(found.stale, "state")),
        );
    }
    text.say(
        Role::Plain,
        if found.wrong.is_empty() {
            "No damage was found; the state of every card is what the log gives."
        } else {
            "`csto-quiz progress restore` sets the file aside and brings back what can be read."
        },
    );
    output::show(context, &text)?;
    Ok(exit)
}

/// What there is to make progress of.
struct Found {
    backup: Option<(PathBuf, Progress)>,
    /// What a damaged file still has; nothing where it is sound or missing.
    salvage: Option<Salvage>,
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
    let backup = match file {
        Some(file) => Some((file.to_owned(), Progress::copy_of(file)?)),
        None => newest_good(context, &model)?,
    };
    let salvage = match (salvage, &backup) {
        // A row that has become another one is damage that SQLite cannot see.
        (None, Some((_, backup))) if path.exists() && contradicts(&path, backup)? => {
            Some(Progress::salvage(&path)?)
        }
        (salvage, _) => salvage,
    };
    let found = Found { backup, salvage };
    match (&found.backup, &found.salvage) {
        (None, None) => {
            let message = format!("there is no backup in `{}`", context.places.backups_folder().display());
            return Err(Failure::new(
                Exit::Failed,
                message,
                "name the file: `csto-quiz progress restore FILE`",
            ));
        }
        (None, Some(salvage)) if salvage.contents.size().rows() == 0 => {
            let message = format!("nothing can be read of `{}`, and there is no backup", path.display());
            return Err(Failure::new(Exit::Failed, message, "it was left as it is"));
        }
        _ => {}
    }
    let mut text = Text::default();
    if let Some((from, backup)) = &found.backup {
        text.say(
            Role::Plain,
            format!("The backup {} has {}.", from.display(), words(backup.contents()?.size())),
        );
    }
    if let Some(Salvage { contents, lost, lost_more }) = &found.salvage {
        let lost = match (lost, lost_more) {
            (0, false) => String::new(),
            (lost, false) => format!("; {} cannot be read", count(*lost, "row")),
            (lost, true) => format!("; {lost} or more rows cannot be read, how many is not known"),
        };
        text.say(
            Role::Plain,
            format!("The damaged {} still has {}{lost}.", path.display(), words(contents.size())),
        );
    }
    if !context.options.json {
        output::show(context, &text)?;
    }
    let asked = !yes && !dry_run && context::can_ask();
    let refused = asked && !menu::confirm("Bring this back?", context.signs())?;
    if dry_run || refused {
        return output::print("Nothing was changed.\n");
    }
    put_back(context, found, &model)
}

fn is_sound(path: &Path, model: &Model) -> Result<bool, Failure> {
    if !path.exists() {
        return Ok(true);
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

/// Returns the newest copy in the folder of backups that is whole.
fn newest_good(context: &Context, model: &Model) -> Result<Option<(PathBuf, Progress)>, Failure> {
    let mut paths = copies::files_in(&context.places.backups_folder())?;
    paths.retain(|path| path.extension().is_some_and(|end| end == END));
    // Names begin with the day; those of an earlier version of the file come last.
    let is_day =
        |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes()[0].is_ascii_digit());
    paths.sort_by_key(|path| (is_day(path), path.clone()));
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
    let (decks, _) = load::known(context).into_decks();
    let Some(Salvage { contents, lost, lost_more }) = found.salvage else {
        let mut progress = store::open(context, &decks, model)?;
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
    let (contents, contradicting) = contents.agreeing_with(&new.contents()?);
    let _ = new.unite(&contents, model)?;
    let part = path.with_file_name(".progress.db.part");
    copies::remove(&part)?;
    new.copy_to(&part)?;
    let aside = free_name(&path, &format!("progress-damaged-{}", stamp(context)));
    copies::set_aside(&path, &aside)?;
    copies::put_in_place(&part, &path)?;
    let progress = store::open(context, &decks, model)?;
    let lost = Lost { aside, rows: lost + contradicting, more: lost_more };
    restored(context, progress.contents()?.size(), Some(lost))
}

/// Returns the path of a file beside another that is not there yet.
fn free_name(beside: &Path, stem: &str) -> PathBuf {
    let mut path = beside.with_file_name(format!("{stem}.{END}"));
    let mut number = 2;
    while path.exists() {
        path = beside.with_file_name(format!("{stem}-{number}.{END}"));
        number += 1;
    }
    path
}

/// What could not be read of a damaged file.
struct Lost {
    /// Where the file is now.
    aside: PathBuf,
    rows: usize,
    /// Whether there may be more, uncounted.
    more: bool,
}

fn restored(context: &Context, size: Added, lost: Option<Lost>) -> Result<(), Failure> {
    if context.options.json {
        let aside = lost.as_ref().map(|lost| lost.aside.display().to_string());
        let (rows_lost, more) = lost.map_or((0, false), |lost| (lost.rows, lost.more));
        let value = json!({ "rows": rows(size), "lost": rows_lost, "lost_more": more, "set_aside": aside });
        return output::json(value);
    }
    let mut text = Text::default();
    let line = match lost {
        None => format!("Brought back: {}.", words(size)),
        Some(lost) => format!(
            "Your progress has {} again; the damaged file was set aside as {}.",
            words(size),
            lost.aside.display()
        ),
    };
    text.say(Role::Plain, line);
    output::show(context, &text)
}

/// Returns the counts in words.
pub(super) fn words(size: Added) -> String {
    let parts = [
        (size.reviews, "review"),
        (size.revocations, "undo"),
        (size.decisions, "decision"),
        (size.exams, "exam"),
    ];
    let words: Vec<String> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

/// Returns the counts as JSON.
pub(super) fn rows(size: Added) -> serde_json::Value {
    json!({
        "reviews": size.reviews,
        "revocations": size.revocations,
        "decisions": size.decisions,
        "exams": size.exams,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies(days: impl IntoIterator<Item = i32>) -> Vec<(Day, PathBuf)> {
        days.into_iter().map(|day| (Day::from_number(day), PathBuf::from(day.to_string()))).collect()
    }

    /// What is kept after a copy on each of `days`, pruned every time.
    fn kept(days: impl IntoIterator<Item = i32>) -> Vec<i32> {
        let mut kept: Vec<i32> = Vec::new();
        for day in days {
            kept.insert(0, day);
            let dropped: BTreeSet<i32> =
                too_old(&copies(kept.iter().copied())).iter().map(|(day, _)| day.number()).collect();
            kept.retain(|day| !dropped.contains(day));
        }
        kept
    }

    #[test]
    fn seven_days_and_four_weeks_before_them_are_kept() {
        let kept = kept(20_000..20_100);
        assert_eq!(kept[..7], [20_099, 20_098, 20_097, 20_096, 20_095, 20_094, 20_093]);
        assert_eq!(kept[7..], [20_092, 20_089, 20_082, 20_075]);
    }

    #[test]
    fn who_studies_seldom_keeps_the_last_copies_all_the_same() {
        assert_eq!(kept([1, 100, 200, 300]), [300, 200, 100, 1]);
    }
}
