//! What copies, unites and settles, with a call failing: all of it is done or nothing.

#![expect(clippy::disallowed_methods, reason = "tests make and read the files that the program writes")]

use std::fs;

use rusqlite::Connection;

use crate::shim::{Act, each_fault};
use crate::support::Home;
use crate::{
    assert_no_leftover, assert_sound, files, fresh, killed, planned, planned_days, reviews_in, rows, studied,
};

/// Makes a home in which other answers were given than in [`studied`].
fn elsewhere() -> Home {
    let mut home = fresh();
    home.at("2026-06-04T09:00:00+02:00");
    let lines: String = (0..15).map(|answer| format!("elsewhere {answer}\n\n")).collect();
    let words = ["study", "--plain", "--new", "20", "--limit", "15", "--seed", "9", "towns.toml"];
    let ran = home.run_with(&words, &lines);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    home
}

/// Asserts that a restoration that went through or, where it failed, its repetition brought the log back.
fn assert_restored(home: &Home, act: &Act<'_>, code: Option<i32>, log: &[String]) {
    if code == Some(1) {
        let again = home.run(act.words);
        assert_eq!((again.code, again.err.as_str()), (Some(0), ""), "{again:?}");
    }
    assert_eq!(rows(home), log);
    assert_sound(home);
}

/// Asserts that the log is as before or has everything that was to be added.
fn assert_all_or_nothing(act: &Act<'_>, made: &[&str]) {
    let (log, before) = (rows(act.home), files(act.home));
    let after = {
        let home = act.home.copied();
        assert_eq!(home.run_with(act.words, act.input).code, Some(0));
        rows(&home)
    };
    assert!(after.len() > log.len());
    each_fault(act, |home, ran| {
        assert_no_leftover(&before, home, made);
        let kept = rows(home);
        assert!(kept == after || (kept == log && ran.code == Some(1)), "{kept:#?}");
        assert_eq!(ran.out.contains("added"), ran.code == Some(0), "only what is done is said");
        assert_sound(home);
    });
}

#[test]
fn a_merge_adds_everything_or_nothing() {
    let home = studied();
    fs::copy(elsewhere().progress_file(), home.path().join("other.db")).expect("a copy");
    let act =
        Act { name: "merge", words: &["progress", "merge", "other.db"], input: "", home: &home, few: 1 };
    assert_all_or_nothing(&act, &["data/backups/2026-06-05.db"]);
}

#[test]
fn an_import_adds_everything_or_nothing() {
    let home = studied();
    let export = elsewhere().out(&["progress", "export"]);
    let act =
        Act { name: "import", words: &["progress", "import", "-"], input: &export, home: &home, few: 1 };
    assert_all_or_nothing(&act, &["data/backups/2026-06-05.db"]);
}

#[test]
fn a_backup_is_whole_or_not_there() {
    let home = studied();
    let (log, before) = (rows(&home), files(&home));
    let act =
        Act { name: "backup", words: &["progress", "backup", "copy.db"], input: "", home: &home, few: 2 };
    each_fault(&act, |home, ran| {
        let path = home.path().join("copy.db");
        assert_no_leftover(&before, home, &["copy.db"]);
        assert!(ran.code == Some(1) || path.exists());
        if path.exists() {
            assert_eq!(reviews_in(&path), log.len());
        }
        assert_eq!(rows(home), log);
        assert_sound(home);
    });
}

#[test]
fn a_damaged_file_is_restored_or_left_and_what_it_had_is_never_gone() {
    // Its last answer stands only beside it, in the write-ahead log.
    let home = killed();
    let (log, path) = (rows(&home.copied()), home.progress_file());
    let sound = fs::read(&path).expect("the progress file");
    // Of a page that also stands in the write-ahead log the damage is not seen.
    let is_seen = |page: &usize| {
        let mut damaged = sound.clone();
        damaged[page * 4096..(page + 1) * 4096].fill(0);
        fs::write(&path, &damaged).expect("the progress file");
        home.copied().run(&["progress", "check", "--json"]).code == Some(1)
    };
    let pages = sound.len() / 4096;
    assert!((pages / 2..pages).find(is_seen).is_some(), "damage");
    let damaged = fs::read(&path).expect("the damaged file");
    let before = files(&home);
    let act =
        Act { name: "restore", words: &["progress", "restore", "--yes"], input: "", home: &home, few: 2 };
    let aside = "data/progress-damaged-2026-06-05T090000.db";
    each_fault(&act, |home, ran| {
        // The finished file waits for its place, and the next restoration brings it there.
        assert_no_leftover(&before, home, &[aside, "data/.progress.db.part", "data/.progress.db.new"]);
        let is = |path| fs::read(home.path().join(path)).is_ok_and(|bytes| bytes == damaged);
        assert!(is("data/progress.db") || is(aside), "the damaged file is kept");
        assert_restored(home, &act, ran.code, &log);
    });
}

#[test]
fn a_file_that_is_gone_is_restored_or_can_be_restored_again() {
    let home = studied();
    home.out(&["progress", "backup"]);
    let log = rows(&home);
    fs::remove_file(home.progress_file()).expect("the progress file");
    let before = files(&home);
    let name = "restore of nothing";
    let act = Act { name, words: &["progress", "restore", "--yes"], input: "", home: &home, few: 2 };
    each_fault(&act, |home, ran| {
        assert_no_leftover(&before, home, &["data/progress.db"]);
        assert_restored(home, &act, ran.code, &log);
    });
}

#[test]
fn an_undo_takes_all_the_answers_back_or_none() {
    let home = studied();
    let (log, before) = (rows(&home), files(&home));
    let act = Act {
        name: "undo",
        words: &["progress", "undo", "--count", "3", "--yes"],
        input: "",
        home: &home,
        few: 1,
    };
    each_fault(&act, |home, ran| {
        assert_no_leftover(&before, home, &[]);
        let revoked = rows(home).iter().filter(|row| row.ends_with("Some(\"undo\")")).count();
        assert!(revoked == 3 || (revoked == 0 && ran.code == Some(1)), "{revoked} of 3 answers");
        assert_eq!(rows(home).len(), log.len());
        assert_sound(home);
    });
}

#[test]
fn a_file_of_an_earlier_version_is_copied_whole_before_it_is_brought_up_to_date() {
    let home = studied();
    let log = rows(&home);
    // What later migrations added is taken away again.
    let database = Connection::open(home.progress_file()).expect("a database");
    let newer = ["decision", "exam_event", "exam", "forgotten", "shared", "segment_read", "segment_written"];
    let tables = newer.map(|table| format!("DROP TABLE {table};")).concat();
    let index = "DROP INDEX revocation_review; CREATE INDEX revocation_review ON revocation (review);";
    database
        .execute_batch(&format!("{tables} {index} PRAGMA user_version = 1;"))
        .expect("a file of version 1");
    drop(database);
    let before = files(&home);
    let act = Act { name: "migration", words: &["stats"], input: "", home: &home, few: 2 };
    each_fault(&act, |home, _| {
        let copies = ["data/backups/version-1.db", "data/backups/version-2.db"];
        assert_no_leftover(&before, home, &copies);
        assert_eq!(rows(home), log);
        let copy = home.path().join(copies[0]);
        assert_eq!(reviews_in(&copy), log.len());
        let version = Connection::open(copy).expect("a copy");
        let version = version.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
        assert_eq!(version, Ok(1));
        assert_sound(home);
    });
}

#[test]
fn a_setting_is_changed_or_as_it_was() {
    let home = fresh();
    let before = files(&home);
    let act = Act { name: "config", words: &["config", "new_per_day", "5"], input: "", home: &home, few: 1 };
    each_fault(&act, |home, ran| {
        assert_no_leftover(&before, home, &[]);
        let text = fs::read_to_string(home.path().join("config/config.toml")).expect("the settings");
        let is_changed = text == "# mine\nnew_per_day = 5\n";
        assert!(is_changed || (ran.code == Some(1) && text == "# mine\nnew_per_day = 9\n"), "{text}");
    });
}

#[test]
fn an_exam_that_is_planned_for_is_set_or_as_it_was() {
    let home = planned();
    let before = files(&home);
    let words = ["plan", "set", "2026-06-11", "few"];
    let act = Act { name: "plan", words: &words, input: "", home: &home, few: 1 };
    each_fault(&act, |home, ran| {
        assert_no_leftover(&before, home, &[]);
        let days = planned_days(home);
        assert!(days == ["2026-06-11"] || (days == ["2026-06-12"] && ran.code == Some(1)), "{days:?}");
        assert_sound(home);
    });
}
