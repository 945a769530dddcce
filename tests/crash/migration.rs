//! A file is made, or brought from an earlier version to the newest, whole, whenever that was broken off.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::files::{history, home_with, write_history};
use crate::kill::{Chance, Length, Phase, Tally, is_long, killed, kills, sized};
use crate::support::Home;
use crate::{DECK, Kept, asked, looked, many_words};

/// What made the first versions.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../src/progress/migrations/001.sql"),
    include_str!("../../src/progress/migrations/002.sql"),
];
/// Reviews of the history, in the long form and in the short.
const REVIEWS: (usize, usize) = (3000, 300);

/// Writes a file of an earlier version with what another one has.
fn write_version(version: usize, newest: &Path) -> PathBuf {
    let path = newest.with_file_name(format!("of-version-{version}.db"));
    let old = Connection::open(&path).expect("a new file");
    for migration in &MIGRATIONS[..version] {
        old.execute_batch(migration).expect("an earlier migration");
    }
    let newest = newest.to_str().expect("UTF-8");
    old.execute("ATTACH ?1 AS newest", [newest]).expect("a file");
    for table in ["machine", "review", "revocation"] {
        old.execute(&format!("INSERT INTO main.{table} SELECT * FROM newest.{table}"), []).expect("rows");
    }
    old.execute_batch(&format!(
        "PRAGMA main.application_id = 0x6373717a; PRAGMA main.user_version = {version};"
    ))
    .expect("a version");
    path
}

/// Returns the version of a file and how many reviews it has; `SQLite` must find nothing wrong.
#[track_caller]
fn version(path: &Path) -> (i64, i64) {
    let file = Connection::open(path).expect("a file");
    let wrong: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a database");
    assert_eq!(wrong, "ok", "{}", path.display());
    let ask = |question| file.query_row(question, [], |row| row.get(0)).expect("a number");
    (ask("PRAGMA user_version"), ask("SELECT count(*) FROM review"))
}

fn reviews() -> i64 {
    i64::try_from(sized(REVIEWS.0, REVIEWS.1)).expect("a small number")
}

/// The copy of the file as it was is whole, or is not there and the file is still as it was.
#[track_caller]
fn the_old_file_is_kept(home: &Home, old: usize, place: &str) -> Phase {
    let (old, all) = (i64::try_from(old).expect("a small number"), reviews());
    let copy = home.data().join(format!("backups/version-{old}.db"));
    let (now, rows) = version(&home.progress_file());
    assert_eq!(rows, all, "{place}");
    assert!(now == old || copy.exists(), "{place}: migrated without a copy");
    if copy.exists() {
        assert_eq!(version(&copy), (old, all), "{place}");
    }
    match (copy.exists(), now == old) {
        (false, _) => Phase::Before,
        (true, true) => Phase::Between,
        (true, false) => Phase::After,
    }
}

#[track_caller]
fn migration_of(old: usize, file: &Path, after: &Kept) {
    let words = ["study", "--plain", "--new", "0", "--limit", "1", DECK];
    let home = || {
        let home = home_with(file);
        many_words(&home, 1);
        home
    };
    let mut tally = Tally::default();
    let mut length = Length::of(&home(), &words, "");
    for case in 0..kills().1.div_ceil(2) {
        let (home, mut chance) = (home(), Chance::of("migration", case * 10 + old));
        let killed = killed(&home, &words, "", length.moment(&mut chance));
        length.learn(&killed);
        let place = format!("version {old}, case {case}, killed after {:?}", killed.after);
        let phase = the_old_file_is_kept(&home, old, &place);
        tally.count(if killed.was_alive { phase } else { Phase::Ended });
        let ran = home.run(&words);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{place}: {ran:?}");
        let now = if is_long() { asked(&home) } else { looked(&home.progress_file()) };
        assert_eq!(now, *after, "{place}");
        assert!(matches!(the_old_file_is_kept(&home, old, &place), Phase::After), "{place}");
    }
    tally.told(&format!("migration from version {old}"));
}

#[test]
fn a_migration_that_is_killed_is_done_by_the_next_start_and_the_old_file_is_kept() {
    let place = tempfile::tempdir().expect("a folder");
    let newest = place.path().join("newest.db");
    let after = write_history(&newest, &history(1, sized(REVIEWS.0, REVIEWS.1)));
    for old in [1, 2] {
        let file = write_version(old, &newest);
        assert_eq!(version(&file), (i64::try_from(old).expect("a small number"), reviews()));
        migration_of(old, &file, &after);
    }
}

/// How far the making of a file came.
fn made(path: &Path) -> Phase {
    if !path.exists() {
        return Phase::Before;
    }
    let file = Connection::open(path).expect("a file");
    let version: i64 = file.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a database");
    if version == 0 { Phase::Between } else { Phase::After }
}

#[test]
fn a_file_whose_making_is_killed_is_made_by_the_next_start() {
    let words = ["study", "--plain", "--new", "1", DECK];
    let home = || {
        let home = Home::new();
        many_words(&home, 1);
        home
    };
    let mut tally = Tally::default();
    let mut length = Length::of(&home(), &words, ":q\n");
    for case in 0..kills().1 {
        let home = home();
        let killed = killed(&home, &words, ":q\n", length.moment(&mut Chance::of("making", case)));
        length.learn(&killed);
        tally.count(if killed.was_alive { made(&home.progress_file()) } else { Phase::Ended });
        let ran = home.run_with(&words, "thing 0\n\n");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "case {case}: {ran:?}");
        assert_eq!(looked(&home.progress_file()).lines.len(), 1, "case {case}");
    }
    tally.told("making of the file");
}
