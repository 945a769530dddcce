//! `csto-quiz progress backup|check`, and the copy that is made every day.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::store::COPY as END;
use crate::cli::{complain, load, output, store};
use crate::files::copies;
use crate::progress::union::Added;
use crate::progress::{Progress, SET_ASIDE};
use crate::schedule::memory::Model;
use crate::time::{Day, Days};
use crate::view::summary::count;
use crate::view::text::{Role, Text};

/// Copies of so many days are kept.
const DAILY: usize = 7;
/// Of the days before those, one copy of so many weeks is kept.
const WEEKLY: usize = 4;
/// How the names of files begin that the program has put beside the progress file: damaged ones, and what
/// was saved of one that vanished.
const PUT_BESIDE: [&str; 2] = [SET_ASIDE, store::RESCUED];
/// How the names of copies begin and end that are being written, or were and are not in their place yet.
const UNFINISHED: [(&str, &str); 5] = [
    (".csto-quiz-", ".part"),
    (".csto-quiz-", ".part-wal"),
    (".csto-quiz-", ".part-shm"),
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
    let is_ours = |path: &PathBuf| PUT_BESIDE.iter().any(|begin| name_of(path).starts_with(begin));
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
