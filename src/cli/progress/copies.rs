//! `csto-quiz progress backup|restore|check`, and the copy that is made every day.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::store::COPY as END;
use crate::cli::{complain, load, output, store};
use crate::files::copies;
use crate::progress::error::ProgressError;
use crate::progress::union::{Added, Salvage};
use crate::progress::{Progress, RESTORED, SET_ASIDE};
use crate::schedule::memory::Model;
use crate::terminal::menu;
use crate::time::{Day, Days};
use crate::view::summary::count;
use crate::view::text::{Role, Text};

/// Copies of so many days are kept.
const DAILY: usize = 7;
/// Of the days before those, one copy of so many weeks is kept.
const WEEKLY: usize = 4;
/// How the names of files begin that the program has put beside the progress file: damaged ones, and what
/// was saved of one that vanished.
const BESIDE: [&str; 2] = [SET_ASIDE, store::RESCUED];
/// How the names of copies begin and end that are being written, or were and are not in their place yet.
const UNFINISHED: [(&str, &str); 4] = [
    (".csto-quiz-", ".part"),
    (".csto-quiz-", ".part-wal"),
    (".csto-quiz-", ".part-journal"),
    (".", ".db.new"),
];
/// How the name of a journal ends that was set aside.
const JOURNALS: [&str; 2] = ["db-wal", "db-journal"];

/// Makes the copy of today, if there is none and something has been answered, and drops those that
/// are too old. Studying goes on where that fails.
pub(crate) fn daily(context: &Context, progress: &Progress) {
    let made = make_daily(context, progress);
    if let (Err(failure), false) = (made, context.options.quiet) {
        complain(&failure.warning("there is no backup of today"));
    }
}

fn make_daily(context: &Context, progress: &Progress) -> Result<(), Failure> {
    let (folder, today) = (context.places.backups_folder(), context.today());
    let path = folder.join(format!("{}.{END}", today.iso()));
    if path.exists() || progress.days()?.is_empty() {
        return Ok(());
    }
    match progress.copy_to(&path) {
        // Another session has made it in the meantime.
        Err(_) if path.exists() => {}
        made => made?,
    }
    for (day, path) in dropped(&daily_copies(&folder)?, today) {
        if day != today {
            copies::remove(&path)?;
        }
    }
    Ok(())
}

/// Returns which copies are not kept. Those of a clock that was ahead, or of all time before where it is
/// behind now, are counted apart, so that neither drive the others out.
fn dropped(newest_first: &[(Day, PathBuf)], today: Day) -> Vec<(Day, PathBuf)> {
    let tomorrow = today.plus(Days(1));
    let (ahead, present) = newest_first.split_at(newest_first.partition_point(|(day, _)| *day > tomorrow));
    [too_old(ahead), too_old(present)].concat()
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

/// Returns all copies: those in the folder of backups, those beside the progress file, and journals there
/// whose file is not.
pub(super) fn all(context: &Context) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = copies::files_in(&context.places.backups_folder())?;
    let is_ours = |path: &PathBuf| BESIDE.iter().any(|begin| name_of(path).starts_with(begin));
    paths.extend(copies::files_in(&context.places.data)?.into_iter().filter(is_ours));
    let is_journal =
        |path: &Path| path.extension().is_some_and(|end| JOURNALS.iter().any(|journal| end == *journal));
    paths.retain(|path| {
        path.extension().is_some_and(|end| end == END)
            || (is_journal(path) && !path.with_extension(END).exists())
    });
    Ok(paths)
}

/// Removes copies that were never finished.
pub(super) fn remove_unfinished(context: &Context) -> Result<(), Failure> {
    for folder in [context.places.backups_folder(), context.places.data.clone()] {
        for path in copies::files_in(&folder)? {
            let name = name_of(&path);
            if UNFINISHED.iter().any(|(begin, end)| name.starts_with(begin) && name.ends_with(end)) {
                copies::remove(&path)?;
            }
        }
    }
    Ok(())
}

/// Returns the path of the hidden file in which a copy is written anew, for [`UNFINISHED`].
pub(super) fn unfinished(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.new", name_of(path)))
}

fn name_of(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

/// Writes a copy where the learner wants it.
pub(super) fn back_up(context: &Context, file: Option<&Path>) -> Result<(), Failure> {
    let path = file.map_or_else(
        || copies::free_name(&context.places.backups_folder().join(END), &context.stamp()),
        Path::to_owned,
    );
    if path.exists() {
        let message = format!("`{}` is there already", path.display());
        return Err(Failure::new(Exit::Failed, message, "choose another name; nothing is written over"));
    }
    let (decks, _) = load::known(context).into_decks();
    let progress = store::look(context, &decks, &Model::default())?.known()?;
    progress.copy_to(&path)?;
    let size = progress.contents()?.size();
    if context.options.json {
        return output::json(json!({ "path": path.display().to_string(), "rows": counts(size) }));
    }
    output::print(&format!("Copied {} to {}\n", words(size), path.display()))
}

/// Looks for damage; states that differ from the log are made anew.
pub(super) fn check(context: &Context) -> Result<Exit, Failure> {
    let (decks, _) = load::known(context).into_decks();
    let model = Model::default();
    let opened = store::look(context, &decks, &model)?;
    let is_mended = opened.is_recorded();
    let mut progress = opened.known()?;
    let found = progress.check(&model)?;
    if found.stale > 0 && is_mended {
        progress.rebuild(&model)?;
    }
    let exit = if found.wrong.is_empty() { Exit::Done } else { Exit::Failed };
    if context.options.json {
        let rebuilt = if is_mended { found.stale } else { 0 };
        let value = json!({ "rows": counts(found.size), "wrong": found.wrong, "states_rebuilt": rebuilt });
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
        let mended = if is_mended { "were made anew" } else { "are made anew where the file can be written" };
        text.say(
            Role::Plain,
            format!("  {} differed from the log and {mended}", count(found.stale, "state")),
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
        (None, None) => {
            return Err(no_backup(context, None)?);
        }
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
    let Some(Salvage { contents, forgotten, names, lost, lost_more }) = found.salvage else {
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
    new.forget_rows(&forgotten, model)?;
    new.adopt(&names, model)?;
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
        let value = json!({ "rows": counts(size), "lost": rows_lost, "lost_more": more, "set_aside": aside });
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
pub(super) fn counts(size: Added) -> serde_json::Value {
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
            kept.push(day);
            kept.sort_unstable_by(|one, other| other.cmp(one));
            let dropped: BTreeSet<i32> = dropped(&copies(kept.iter().copied()), Day::from_number(day))
                .iter()
                .map(|(day, _)| day.number())
                .collect();
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
    fn days_of_a_clock_that_was_wrong_do_not_drive_out_those_of_one_that_is_right() {
        let ahead = 24_000..24_008;
        let days = kept((19_990..20_000).chain(ahead).chain(20_000..20_020));
        assert_eq!(days[..7], [24_007, 24_006, 24_005, 24_004, 24_003, 24_002, 24_001]);
        assert_eq!(days[8..15], [20_019, 20_018, 20_017, 20_016, 20_015, 20_014, 20_013]);
        // The battery of the clock is empty: it begins in 1970.
        let days = kept((20_000..20_010).chain(0..10));
        assert_eq!(days[..7], [20_009, 20_008, 20_007, 20_006, 20_005, 20_004, 20_003]);
    }

    #[test]
    fn who_studies_seldom_keeps_the_last_copies_all_the_same() {
        assert_eq!(kept([1, 100, 200, 300]), [300, 200, 100, 1]);
    }
}
