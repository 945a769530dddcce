//! Nothing is ever lost: copies, a damaged file, what other machines have answered.

#![expect(clippy::disallowed_methods, reason = "tests damage the files that the program reads")]

mod support;

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use support::Home;

/// Answers so many cards at a moment.
fn study(home: &mut Home, now: &str, cards: usize) {
    home.at(now);
    let limit = cards.to_string();
    let ran = home.run_with(&["study", "--plain", "--limit", &limit], &"x\n\n".repeat(cards));
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

fn ids(home: &Home) -> BTreeSet<String> {
    home.export().iter().map(|line| line["id"].to_string()).collect()
}

fn backups(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.data().join("backups")).expect("the folder of backups");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn a_copy_is_made_every_day_before_the_first_answer_and_old_ones_go() {
    let mut home = Home::new();
    for day in 1..=30 {
        study(&mut home, &format!("2026-06-{day:02}T09:00:00+02:00"), 1);
    }
    let names = backups(&home);
    let newest: Vec<String> = (24..=30).map(|day| format!("2026-06-{day:02}.db")).collect();
    assert_eq!(names[names.len() - 7..], newest[..], "{names:?}");
    assert!((10..=11).contains(&names.len()), "{names:?}");
}

#[test]
fn a_damaged_file_is_set_aside_and_all_that_can_be_read_comes_back() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 30);
    study(&mut home, "2026-06-02T09:00:00+02:00", 30);
    let before = ids(&home);
    // The copy of 2 June has what was answered on 1 June; the rest is only in the file itself.
    let path = home.progress_file();
    let mut bytes = std::fs::read(&path).expect("the file");
    let damage = bytes.len() / 2 / 4096 * 4096;
    bytes[damage..damage + 4096].fill(0);
    std::fs::write(&path, &bytes).expect("the file");

    let check = home.run(&["progress", "check"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    let tried = home.run(&["progress", "restore", "--dry-run"]);
    assert!(tried.out.contains("Nothing was changed."), "{tried:?}");
    assert_eq!(std::fs::read(&path).expect("the file"), bytes);
    let restored = home.run(&["progress", "restore", "--yes"]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert!(restored.out.contains("The damaged"), "{restored:?}");
    let aside = home.data().join("progress-damaged-2026-06-02T090000.db");
    assert_eq!(std::fs::read(aside).expect("the damaged file"), bytes);

    let after = ids(&home);
    assert!(after.is_subset(&before), "nothing is made up");
    let missing = before.difference(&after).count();
    let said = restored
        .out
        .split("; ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .map_or(0, |number| number.parse::<usize>().unwrap_or(0));
    assert!(missing <= said, "{missing} are missing and it said: {}", restored.out);
    assert!(after.len() >= 30, "the backup had the first day");
    let check = home.run(&["progress", "check"]);
    assert!(check.out.contains("No damage was found"), "{check:?}");
    study(&mut home, "2026-06-03T09:00:00+02:00", 5);
}

#[test]
fn every_progress_command_that_is_asked_for_json_prints_one_object_of_schema_1() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 2);
    home.write("reviews.jsonl", &home.out(&["progress", "export"]));
    let object = |home: &Home, words: &str, keys: &[&str]| {
        let words: Vec<&str> = words.split(' ').collect();
        let said = home.json(&[&["--json", "progress"], words.as_slice()].concat());
        let found: Vec<&str> = said.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!((found, &said["schema"]), (keys.to_vec(), &1.into()), "{words:?}");
        said
    };
    object(&home, "path", &["path", "schema"]);
    let backup = object(&home, "backup", &["path", "rows", "schema"]);
    object(&home, "check", &["rows", "schema", "states_rebuilt", "wrong"]);
    object(&home, "import reviews.jsonl", &["dry_run", "files", "schema"]);
    object(&home, "merge --dry-run reviews.jsonl", &["dry_run", "files", "schema"]);
    object(&home, "folder", &["folder", "given", "schema", "segments", "taken"]);
    object(
        &home,
        "forget --typed --dry-run",
        &["copies", "removed", "rows", "schema", "typed", "unreachable", "unreadable"],
    );
    let keys = ["backup", "damaged", "dry_run", "restored", "schema"];
    let tried = object(&home, "restore --dry-run", &keys);
    assert_eq!((&tried["backup"]["path"], &tried["backup"]["rows"]), (&backup["path"], &backup["rows"]));
    assert_eq!((&tried["restored"], &tried["damaged"]), (&false.into(), &serde_json::Value::Null));
    object(&home, "restore", &["lost", "lost_more", "restored", "rows", "schema", "set_aside"]);
    let keys = ["answers", "schema", "taken_back"];
    let undone = object(&home, "undo --count 9", &keys);
    assert_eq!((&undone["taken_back"], undone["answers"].as_array().map(Vec::len)), (&true.into(), Some(2)));
    assert_eq!(object(&home, "undo", &keys)["taken_back"], false);
    std::fs::write(home.progress_file(), vec![7; 9000]).expect("the file");
    let tried = object(&home, "restore --dry-run", &["backup", "damaged", "dry_run", "restored", "schema"]);
    assert_eq!((&tried["damaged"]["lost_more"], &tried["dry_run"]), (&true.into(), &true.into()));
}

#[test]
fn a_file_that_is_no_database_any_more_comes_back_from_the_backup() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 8);
    let before = ids(&home);
    home.out(&["progress", "backup"]);
    std::fs::write(home.progress_file(), vec![7; 9000]).expect("the file");
    let refused = home.run(&["study", "--plain"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("csto-quiz progress restore"), "{refused:?}");
    let restored = home.run(&["progress", "restore", "--yes"]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert_eq!(ids(&home), before);
}

#[test]
fn a_restore_that_was_broken_off_is_brought_to_its_end_with_everything_it_had() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 8);
    let (data, whole) = (home.data(), ids(&home));
    // All that a restore had brought together is in the finished file; the damaged one has lost its journal.
    home.out(&["progress", "backup", "data/.progress.db.part"]);
    for broken in ["damaged", "emptier", "missing"] {
        let finished = std::fs::read(data.join(".progress.db.part")).expect("a file");
        match broken {
            "damaged" => std::fs::write(home.progress_file(), vec![7; 9000]).expect("a file"),
            "emptier" => {
                let other = Home::new();
                other.out(&["progress", "export"]);
                std::fs::copy(other.progress_file(), home.progress_file()).expect("a file");
            }
            _ => std::fs::remove_file(home.progress_file()).expect("a file"),
        }
        let refused = home.run(&["study", "--plain"]);
        assert_eq!(
            (refused.code, refused.err.as_str()),
            (
                Some(1),
                "error: a restore of the progress file `~/data/progress.db` was broken off\n\
                 hint: `csto-quiz progress restore` brings it to its end\n"
            ),
            "{broken}"
        );
        let restored = home.run(&["progress", "restore", "--yes"]);
        assert_eq!(restored.code, Some(0), "{broken}: {restored:?}");
        assert_eq!(ids(&home), whole, "{broken}");
        std::fs::write(data.join(".progress.db.part"), finished).expect("a file");
    }
}

#[test]
fn two_machines_are_united_by_file_or_by_export_and_a_second_time_changes_nothing() {
    let (mut laptop, mut desktop) = (Home::new(), Home::new());
    study(&mut laptop, "2026-06-01T09:00:00+02:00", 5);
    study(&mut desktop, "2026-06-01T10:00:00+02:00", 4);
    laptop.at("2026-06-01T11:00:00+02:00");
    laptop.out(&["progress", "undo", "--yes"]);
    let file = laptop.progress_file();
    let file = file.to_str().expect("UTF-8");
    let tried = desktop.out(&["progress", "merge", "--dry-run", file]);
    assert!(tried.contains("would add 5 reviews, 1 undo"), "{tried}");
    assert_eq!(ids(&desktop).len(), 4);
    let merged = desktop.json(&["progress", "merge", "--json", file]);
    assert_eq!(merged["files"][0]["added"]["reviews"], 5);
    assert_eq!(ids(&desktop).len(), 9);
    assert_eq!(desktop.export().iter().filter(|line| !line["revoked"].is_null()).count(), 1);
    let again = desktop.out(&["progress", "merge", file]);
    assert!(again.contains("added nothing"), "{again}");

    let export = desktop.write("desktop.jsonl", &desktop.out(&["progress", "export"]));
    let imported = laptop.out(&["progress", "import", export.to_str().expect("UTF-8")]);
    assert!(imported.contains("added 4 reviews"), "{imported}");
    assert_eq!(ids(&laptop), ids(&desktop));
    let piped = laptop.run_with(&["progress", "import", "-"], &desktop.out(&["progress", "export"]));
    assert!(piped.out.contains("added nothing"), "{piped:?}");
    let checked = laptop.json(&["progress", "check", "--json"]);
    assert_eq!((&checked["rows"]["reviews"], &checked["states_rebuilt"]), (&9.into(), &0.into()));
}

#[test]
fn a_wrong_line_is_named_and_nothing_of_the_file_is_added() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 2);
    let other = Home::new();
    let export = home.out(&["progress", "export"]);
    let broken = export.replacen("\"mode\":\"study\"", "\"mode\":\"play\\u001b[2J\"", 2);
    let broken =
        format!("{}\n{}", export.lines().next().expect("a line"), broken.lines().nth(1).expect("a line"));
    let path = other.write("broken.jsonl", &broken);
    let refused = other.run(&["progress", "import", path.to_str().expect("UTF-8")]);
    assert_eq!(refused.code, Some(1));
    let place = "error: ~/broken.jsonl:2:1: `mode` is `play";
    assert!(refused.err.starts_with(place) && !refused.err.contains('\u{1b}'), "{refused:?}");
    assert!(other.export().is_empty());
}

#[test]
fn a_contradiction_names_the_file_that_was_to_be_added() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 1);
    let line = home.out(&["progress", "export"]);
    let changed = line.replace("\"hints\":0", "\"hints\":3");
    assert_ne!(changed, line);
    let id = ids(&home).first().expect("a review").trim_matches('"').to_owned();
    let other = Home::new();
    for (home, text) in [(&home, changed.clone()), (&other, line + &changed)] {
        home.write("odd.jsonl", &text);
        let before = home.export();
        for command in ["import", "merge"] {
            let ran = home.run(&["progress", command, "odd.jsonl"]);
            let error = format!(
                "error: `odd.jsonl` has something under the name `{id}` that contradicts itself or your progress; \
                 nothing was added\n\
                 hint: one of the two was changed since it was written: take a file as csto-quiz wrote it, or \
                 leave this one out\n"
            );
            assert_eq!((ran.code, ran.err), (Some(1), error), "{command}");
        }
        assert_eq!(home.export(), before);
    }
}

#[test]
fn a_file_that_has_become_empty_comes_back_from_the_backup() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 4);
    home.out(&["progress", "backup"]);
    let before = ids(&home);
    std::fs::write(home.progress_file(), "").expect("the file");
    let refused = home.run(&["study", "--plain"]);
    assert!(refused.code == Some(1) && refused.err.contains("csto-quiz progress restore"), "{refused:?}");
    let restored = home.run(&["progress", "restore", "--yes"]);
    assert_eq!((restored.code, restored.err.as_str()), (Some(0), ""), "{restored:?}");
    assert_eq!(ids(&home), before);
}

/// Studies, and returns a home in which the session was cut off: its answers are in the journal alone.
fn cut_off(home: &mut Home, now: &str, cards: usize) -> Home {
    home.out(&["stats"]);
    // Who is last takes the journal in.
    let other = rusqlite::Connection::open(home.progress_file()).expect("the file");
    other.query_row("SELECT count(*) FROM review", [], |_| Ok(())).expect("a look");
    study(home, now, cards);
    home.copied()
}

const ONLY_A_JOURNAL: &str = "error: the progress file `~/data/progress.db` is missing or empty, and a journal has what was written \
     to it last\nhint: put the file back in its place; if it is lost, `csto-quiz progress restore` sets the \
     journal aside and brings back the newest backup\n";

#[test]
fn a_journal_without_its_file_is_not_taken_in_by_another_and_both_together_lose_nothing() {
    for has_backup in [false, true] {
        let mut home = Home::new();
        study(&mut home, "2026-06-01T09:00:00+02:00", 9);
        if has_backup {
            home.out(&["progress", "backup"]);
        }
        let backed_up = ids(&home);
        let home = cut_off(&mut home, "2026-06-01T10:00:00+02:00", 3);
        if !has_backup {
            std::fs::remove_dir_all(home.data().join("backups")).expect("the folder of backups");
        }
        let (path, away) = (home.progress_file(), home.path().join("away.db"));
        let journal = std::fs::read(home.data().join("progress.db-wal")).expect("a journal");
        std::fs::rename(&path, &away).expect("the file");
        for words in [&["study", "--plain"][..], &["stats"], &["progress", "check"]] {
            let refused = home.run(words);
            assert_eq!((refused.code, refused.err.as_str()), (Some(1), ONLY_A_JOURNAL), "{words:?}");
        }
        let restored = home.out(&["progress", "restore", "--yes"]);
        assert!(restored.contains("the journal was set aside beside"), "{restored}");
        let aside = home.data().join("progress-damaged-2026-06-01T100000.db");
        assert_eq!(std::fs::read(aside.with_extension("db-wal")).expect("the journal"), journal);
        assert_eq!(ids(&home), if has_backup { backed_up.clone() } else { BTreeSet::new() });
        let check = home.out(&["progress", "check"]);
        assert!(check.contains("No damage was found"), "{check}");
        // As the message says.
        std::fs::rename(&away, &aside).expect("the file");
        home.out(&["progress", "merge", aside.to_str().expect("UTF-8")]);
        assert_eq!(ids(&home).len(), backed_up.len() + 3);
    }
}

#[test]
fn an_empty_file_beside_a_journal_is_no_new_one_and_is_set_aside_with_it() {
    let mut home = Home::new();
    let home = cut_off(&mut home, "2026-06-01T10:00:00+02:00", 3);
    let (path, wal) = (home.progress_file(), home.data().join("progress.db-wal"));
    let (whole, journal) = (std::fs::read(&path).expect("a file"), std::fs::read(&wal).expect("a journal"));
    assert!(!home.data().join("backups").exists());
    std::fs::write(&path, "").expect("the file");
    let refused = home.run(&["study", "--plain"]);
    assert_eq!((refused.code, refused.err.as_str()), (Some(1), ONLY_A_JOURNAL));
    let tried = home.out(&["progress", "restore", "--dry-run"]);
    assert!(tried.contains("what only its journal has cannot be read without it"), "{tried}");
    assert_eq!(std::fs::read(&wal).expect("the journal"), journal);
    let restored = home.json(&["progress", "restore", "--yes", "--json"]);
    assert_eq!((&restored["rows"]["reviews"], &restored["lost_more"]), (&0.into(), &true.into()));
    let aside = home.data().join("progress-damaged-2026-06-01T100000.db");
    assert_eq!(std::fs::read(aside.with_extension("db-wal")).expect("the journal"), journal);
    std::fs::write(&aside, whole).expect("the file");
    home.out(&["progress", "merge", aside.to_str().expect("UTF-8")]);
    assert_eq!(ids(&home).len(), 3);
}

#[test]
fn a_change_that_was_cut_off_is_taken_back_before_anything_is_restored() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 4);
    home.out(&["progress", "backup"]);
    let (before, path) = (ids(&home), home.progress_file());
    let journal = home.data().join("progress.db-journal");
    let database = rusqlite::Connection::open(&path).expect("a database");
    database.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).expect("a journal");
    // More than the cache holds, so that the change stands in the file before it is whole.
    let many = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 2000) SELECT x, zeroblob(999) FROM n";
    let change = format!("PRAGMA cache_size = 1; BEGIN; CREATE TABLE junk AS {many};");
    database.execute_batch(&change).expect("a change");
    let cut_off = [&path, &journal].map(|path| std::fs::read(path).expect("a file"));
    drop(database);
    for (path, bytes) in [&path, &journal].into_iter().zip(&cut_off) {
        std::fs::write(path, bytes).expect("a file");
    }
    let restored = home.out(&["progress", "restore", "--yes"]);
    assert!(restored.ends_with("Brought back: nothing.\n"), "{restored}");
    assert_eq!(ids(&home), before);
}

#[test]
fn a_damaged_header_costs_nothing_of_what_was_answered_since_the_backup() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 10);
    home.out(&["progress", "backup"]);
    study(&mut home, "2026-06-01T10:00:00+02:00", 3);
    let (before, path) = (ids(&home), home.progress_file());
    let mut bytes = std::fs::read(&path).expect("the file");
    bytes[..100].fill(0);
    std::fs::write(&path, &bytes).expect("the file");
    let restored = home.json(&["progress", "restore", "--yes", "--json"]);
    assert_eq!((&restored["lost"], &restored["lost_more"]), (&0.into(), &false.into()));
    assert_eq!(ids(&home), before);
    let aside = home.data().join("progress-damaged-2026-06-01T100000.db");
    assert_eq!(std::fs::read(aside).expect("the damaged file"), bytes);
}

#[test]
fn where_the_progress_file_is_gone_and_copies_are_there_a_fresh_start_says_so_once() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 4);
    home.out(&["progress", "backup"]);
    let before = ids(&home);
    let warning = "warning: everything begins anew: there is no progress file in `~/data`, but 1 copy is in \
                   `~/data/backups`\n\
                   hint: `csto-quiz progress restore` brings the newest back; what is answered meanwhile is kept\n";
    for (words, said) in [
        (&["stats"][..], warning),
        (&["progress", "check"], warning),
        (&["progress", "undo", "--yes"], warning),
        (&["stats", "--quiet"], ""),
    ] {
        std::fs::remove_file(home.progress_file()).expect("the file");
        let ran = home.run(words);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), said), "{words:?}");
        home.out(words);
    }
    study(&mut home, "2026-06-01T10:00:00+02:00", 2);
    let meanwhile = ids(&home);
    home.out(&["progress", "restore", "--yes"]);
    assert_eq!(ids(&home), before.union(&meanwhile).cloned().collect());
    std::fs::remove_dir_all(home.data().join("backups")).expect("the folder of backups");
    home.out(&["progress", "backup"]);
    std::fs::remove_file(home.progress_file()).expect("the file");
    // A restore knows of the copies.
    home.out(&["progress", "restore", "--yes"]);
    assert_eq!(ids(&home), before.union(&meanwhile).cloned().collect());
}

#[test]
fn where_all_backups_are_damaged_that_is_said_and_what_can_be_read_of_them_is_in_reach() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 4);
    let before = ids(&home);
    for name in ["data/backups/a.db", "data/backups/b.db"] {
        home.out(&["progress", "backup", name]);
        let mut bytes = std::fs::read(home.path().join(name)).expect("the copy");
        bytes[..100].fill(0);
        std::fs::write(home.path().join(name), bytes).expect("the copy");
    }
    let hint = "\nhint: nothing was changed; copy a backup as `progress.db` into a folder of its own: \
                `csto-quiz --data-dir FOLDER progress restore` makes a sound file there of what can be read, and \
                `csto-quiz progress merge` or `restore` with its name takes that in\n";
    let refused = home.run(&["progress", "restore", "--yes"]);
    let none = "none of the 2 backups in `~/data/backups` is whole";
    assert_eq!((refused.code, refused.err), (Some(1), format!("error: {none}{hint}")));
    std::fs::write(home.progress_file(), vec![7; 9000]).expect("the file");
    let refused = home.run(&["progress", "restore", "--yes"]);
    let nothing = "error: nothing can be read of `~/data/progress.db`, and";
    assert_eq!((refused.code, refused.err), (Some(1), format!("{nothing} {none}{hint}")));
    std::fs::remove_file(home.data().join("backups/b.db")).expect("the copy");
    let refused = home.run(&["progress", "restore", "--yes"]);
    let one = "the one backup in `~/data/backups` is damaged";
    assert_eq!((refused.code, refused.err), (Some(1), format!("{nothing} {one}{hint}")));
    // As the hint says.
    std::fs::create_dir(home.path().join("own")).expect("a folder");
    std::fs::copy(home.data().join("backups/a.db"), home.path().join("own/progress.db")).expect("a copy");
    home.out(&["--data-dir", "own", "progress", "restore", "--yes"]);
    home.out(&["progress", "restore", "own/progress.db", "--yes"]);
    assert_eq!(ids(&home), before);
}

#[test]
fn a_file_that_cannot_be_restored_from_is_named_as_that() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 4);
    home.out(&["progress", "backup", "rows.db"]);
    let mut bytes = std::fs::read(home.path().join("rows.db")).expect("the copy");
    let half = bytes.len() / 4096 / 2 * 4096;
    bytes[4096..half].fill(0);
    std::fs::write(home.path().join("rows.db"), bytes).expect("the copy");
    home.write("text.db", &"no database at all ".repeat(100));
    let before = ids(&home);
    for (file, why) in [
        ("missing.db", "there is no such file"),
        ("rows.db", "it is damaged"),
        ("text.db", "it is no progress file"),
        ("data", "it is no file"),
    ] {
        let refused = home.run(&["progress", "restore", file, "--yes"]);
        let error = format!(
            "error: nothing can be restored from `{file}`: {why}\n\
             hint: nothing was changed; name another file, or none: `csto-quiz progress restore` takes the \
             newest backup\n"
        );
        assert_eq!((refused.code, refused.err), (Some(1), error));
    }
    assert_eq!(ids(&home), before);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_before_it_is_opened() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 4);
    home.out(&["progress", "backup"]);
    let (before, path) = (ids(&home), home.progress_file());
    std::fs::remove_file(&path).expect("the file");
    let make_pipe = |path: &std::path::Path| {
        let made = std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo");
        assert!(made.success());
    };
    for is_folder in [false, true] {
        if is_folder {
            std::fs::create_dir(&path).expect("a folder");
        } else {
            make_pipe(&path);
        }
        for words in [
            &["stats"][..],
            &["study"],
            &["progress", "restore", "--dry-run"],
            &["progress", "restore", "--yes"],
        ] {
            let refused = home.run(words);
            let error = "error: `~/data/progress.db` is no file\n\
                         hint: move it away; then `csto-quiz progress restore` brings back the newest backup\n";
            assert_eq!((refused.code, refused.err.as_str()), (Some(1), error), "{words:?}");
        }
        std::fs::rename(&path, home.path().join(if is_folder { "folder" } else { "pipe" })).expect("it");
    }
    // As the hint says; a pipe among the backups is passed over.
    make_pipe(&home.data().join("backups/z.db"));
    let refused = home.run(&["progress", "restore", "pipe", "--yes"]);
    assert!(
        refused.err.starts_with("error: nothing can be restored from `pipe`: it is no file\n"),
        "{refused:?}"
    );
    home.out(&["progress", "restore", "--yes"]);
    assert_eq!(ids(&home), before);
}

/// A way to damage a file: what is done, where (in thousandths of it) and with what.
#[derive(Clone, Debug)]
enum Damage {
    Flip(Vec<(u16, u8)>),
    Zero(u16, u8),
    Cut(u16),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        prop::collection::vec((0u16..1000, 1u8..), 1..40).prop_map(Damage::Flip),
        (0u16..1000, 1u8..4).prop_map(|(at, pages)| Damage::Zero(at, pages)),
        (0u16..1000).prop_map(Damage::Cut),
    ]
}

fn damaged(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    let place = |at: u16| bytes.len() * usize::from(at) / 1000;
    match damage {
        Damage::Flip(flips) => {
            let flips: Vec<(usize, u8)> = flips.iter().map(|(at, bits)| (place(*at), *bits)).collect();
            for (at, bits) in flips {
                bytes[at] ^= bits;
            }
        }
        Damage::Zero(at, pages) => {
            let from = place(*at) / 4096 * 4096;
            let to = bytes.len().min(from + usize::from(*pages) * 4096);
            bytes[from..to].fill(0);
        }
        Damage::Cut(at) => {
            let length = place(*at);
            bytes.truncate(length);
        }
    }
    bytes
}

/// Databases that are damaged; the full form is `CSTO_QUIZ_DAMAGED=500 cargo test --test backup`.
#[test]
fn whatever_is_damaged_nothing_panics_and_no_loss_is_silent() {
    let cases = std::env::var("CSTO_QUIZ_DAMAGED").map_or(12, |number| number.parse().expect("a number"));
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 20);
    study(&mut home, "2026-06-02T09:00:00+02:00", 20);
    let (before, path) = (ids(&home), home.progress_file());
    let sound = std::fs::read(&path).expect("the file");
    let counted = RefCell::new([0; 3]);
    let result = TestRunner::new_with_rng(
        ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    )
    .run(&damage(), |damage| {
        std::fs::write(&path, damaged(sound.clone(), &damage)).expect("the file");
        let looked = home.run(&["stats"]);
        prop_assert!(matches!(looked.code, Some(0 | 1)), "{looked:?}");
        let restored = home.run(&["progress", "restore", "--yes", "--json"]);
        if restored.err.contains("has version") {
            // A flipped version cannot be told from that of a newer csto-quiz: said, nothing changed.
            prop_assert_eq!(restored.code, Some(1), "{:?}", restored);
            return Ok(());
        }
        prop_assert_eq!(restored.code, Some(0), "{:?}", restored);
        let said: serde_json::Value = serde_json::from_str(&restored.out).expect("JSON");
        let after = ids(&home);
        let missing = before.difference(&after).count();
        let altered = after.difference(&before).count();
        let lost = usize::try_from(said["lost"].as_u64().expect("a number")).expect("a small number");
        let more = said["lost_more"] == true;
        prop_assert!(more || missing <= lost + altered, "{missing} missing, {altered} altered: {said}");
        let check = home.run(&["progress", "check"]);
        prop_assert_eq!(check.code, Some(0), "{:?}", check);
        if let Some(aside) = said["set_aside"].as_str() {
            let name = aside.rsplit('/').next().expect("a name");
            std::fs::remove_file(home.data().join(name)).expect("the damaged file");
        }
        counted.borrow_mut()[if said["set_aside"].is_null() { 0 } else { 1 + usize::from(missing > 0) }] += 1;
        Ok(())
    });
    let [sound, whole, part] = counted.into_inner();
    #[expect(clippy::print_stdout, reason = "the counts are what the long run is for")]
    {
        println!("not harmed {sound}, brought back whole {whole}, in part {part}");
    }
    result.expect("no panic and no silent loss");
}

#[test]
fn a_backup_never_writes_over_anything() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 2);
    let path = home.write("kept.db", "mine");
    let refused = home.run(&["progress", "backup", "kept.db"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert_eq!(std::fs::read(path).expect("the file"), b"mine");
    let copied = home.out(&["progress", "backup", "copy.db"]);
    assert_eq!(copied, "Copied 2 reviews to copy.db\n");
    // No name was chosen, so that a free one is taken in the same second.
    for end in ["", "-2", "-3"] {
        let copied = home.out(&["progress", "backup"]);
        assert_eq!(copied, format!("Copied 2 reviews to ~/data/backups/2026-06-01T090000{end}.db\n"));
    }
}

#[test]
fn what_cannot_be_imported_is_said_with_one_place_and_what_can_be_done() {
    let mut home = Home::new();
    study(&mut home, "2026-06-01T09:00:00+02:00", 1);
    let line = home.out(&["progress", "export"]);
    home.out(&["progress", "backup", "x.db"]);
    let other = Home::new();
    std::fs::copy(home.path().join("x.db"), other.path().join("x.db")).expect("a copy");
    other.write("garbage.jsonl", &format!("{line}garbage\n"));
    for (file, error) in [
        (
            "x.db",
            "error: `x.db` is a progress file, not an export\n\
             hint: `csto-quiz progress merge x.db` adds it\n",
        ),
        (
            "garbage.jsonl",
            "error: garbage.jsonl:2:1: not a line of the log: expected value\n\
             hint: `csto-quiz progress export` writes such files; nothing was added\n",
        ),
    ] {
        let ran = other.run(&["progress", "import", file]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), error));
    }
    other.write("marked.jsonl", &format!("\u{feff}{line}"));
    assert_eq!(other.out(&["progress", "import", "marked.jsonl"]), "marked.jsonl: added 1 review\n");
}
