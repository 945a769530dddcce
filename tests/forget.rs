//! What the learner wants forgotten is gone: from progress, its copies and the shared folder, and no
//! other log brings it back.

#![expect(clippy::disallowed_methods, reason = "tests look into the files that the program writes")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use support::Home;

const DECK: &str = r#"
[deck]
format = 1
id = "secret"
title = "Secret"

[[card]]
id = "one"
question = "What is the word?"
answer = "xylophone"

[[card]]
id = "two"
question = "What is the other word?"
answer = "zeppelin"
"#;

/// Somebody who has answered both cards of a deck and two of the built-in one, sat an exam, suspended a
/// card, and has copies of two days.
fn learner() -> Home {
    let mut home = Home::new();
    home.write("data/decks/secret.toml", DECK);
    answer(&home, &["study", "--plain", "secret"], "quagmire", 2);
    home.at("2026-03-03T09:00:00+01:00");
    answer(&home, &["study", "--plain", "--limit", "2", "csto"], "fjord", 2);
    let sat = home.run_with(&["exam", "--plain", "--questions", "2", "secret"], "quagmire\nfjord\n\n\n");
    assert_eq!(sat.code, Some(0), "{sat:?}");
    home.out(&["card", "suspend", "secret/two"]);
    home.at("2026-03-04T09:00:00+01:00");
    answer(&home, &["study", "--plain", "--limit", "1", "csto"], "fjord", 1);
    home
}

fn answer(home: &Home, words: &[&str], text: &str, cards: usize) {
    let ran = home.run_with(words, &format!("{text}\n\n").repeat(cards));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
}

/// Every file below the data directory, as bytes.
fn bytes(home: &Home) -> Vec<(String, Vec<u8>)> {
    let mut folders = vec![home.data()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.display().to_string(), fs::read(&path).expect("a file")));
            }
        }
    }
    files
}

/// The files that have a text in them.
fn having(home: &Home, text: &str) -> Vec<String> {
    let has = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let mut names: Vec<String> =
        bytes(home).into_iter().filter(|(_, bytes)| has(bytes)).map(|(name, _)| name).collect();
    names.retain(|name| !name.ends_with("secret.toml"));
    names
}

#[track_caller]
fn is_sound(home: &Home) {
    let check = home.json(&["progress", "check", "--json"]);
    assert_eq!((&check["wrong"], &check["states_rebuilt"]), (&serde_json::json!([]), &serde_json::json!(0)));
}

#[test]
fn a_deck_is_gone_from_progress_and_from_every_copy() {
    let home = learner();
    assert!(having(&home, "secret/").len() >= 3, "the file, its journal or its copies have it");
    let cards = home.export().len();
    let tried = home.out(&["progress", "forget", "--deck", "secret", "--dry-run"]);
    assert!(tried.contains("Nothing was changed."), "{tried}");
    assert_eq!(home.export().len(), cards);
    let said = home.out(&["progress", "forget", "--deck", "secret", "--yes"]);
    assert!(said.contains("To remove for good: 4 reviews, 1 decision, 1 exam."), "{said}");
    assert!(said.ends_with("It is gone.\n"), "{said}");
    assert_eq!(having(&home, "secret/"), Vec::<String>::new());
    assert_eq!(having(&home, "quagmire"), Vec::<String>::new());
    assert_eq!(home.export().len(), cards - 4);
    is_sound(&home);
    // What is kept goes on as before, and the deck is new.
    answer(&home, &["study", "--plain", "secret"], "xylophone", 2);
    is_sound(&home);
    let restored = home.out(&["progress", "restore", "--yes"]);
    assert!(restored.contains("Brought back: nothing."), "{restored}");
}

#[test]
fn what_was_typed_is_gone_and_the_reviews_stay() {
    let home = learner();
    let before = home.export();
    home.out(&["progress", "forget", "--typed", "--yes"]);
    let after = home.export();
    assert_eq!(after.len(), before.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(
            (&before["id"], &before["grade"], &before["due"]),
            (&after["id"], &after["grade"], &after["due"])
        );
        assert!(after["typed"].is_null());
    }
    for text in ["quagmire", "fjord"] {
        assert_eq!(having(&home, text), Vec::<String>::new());
    }
    is_sound(&home);
}

#[test]
fn everything_is_gone_and_nothing_brings_it_back() {
    let (home, other) = (learner(), Home::new());
    let kept = home.path().join("kept.db");
    home.out(&["progress", "backup", kept.to_str().expect("UTF-8")]);
    let folder = home.path().join("sync");
    let folder_name = folder.to_str().expect("UTF-8");
    home.out(&["progress", "folder", folder_name]);
    other.out(&["progress", "folder", folder_name]);
    let known = other.export().len();
    home.out(&["progress", "forget", "--all", "--yes"]);
    assert_eq!(home.export().len(), 0);
    let merged = home.out(&["progress", "merge", kept.to_str().expect("UTF-8")]);
    assert!(merged.contains("added nothing"), "{merged}");
    // The other machine keeps its own, and hands it to nobody who wanted it forgotten.
    answer(&other, &["study", "--plain", "--limit", "1"], "heron", 1);
    assert_eq!(other.export().len(), known + 1);
    assert_eq!(home.export().len(), 1);
    is_sound(&home);
}

#[test]
fn a_card_that_no_deck_has_any_more_can_be_forgotten_and_nobody_is_asked_twice() {
    let home = learner();
    fs::remove_file(home.data().join("decks/secret.toml")).expect("the deck");
    let refused = home.run(&["progress", "forget", "secret/one"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains("say `--yes`"), "{refused:?}");
    let said = home.out(&["progress", "forget", "secret/one", "--yes"]);
    assert!(said.contains("2 reviews, 1 exam"), "{said}");
    assert_eq!(home.run(&["progress", "forget"]).code, Some(2));
    assert_eq!(home.run(&["progress", "forget", "--all", "--typed"]).code, Some(2));
    let again = home.out(&["progress", "forget", "secret/one", "--yes"]);
    assert!(again.contains("Nothing was changed."), "{again}");
}

/// Zeroes the first page of an index, which leaves every row readable and no row writable.
fn damage(path: &Path, index: &str) {
    let database = Connection::open(path).expect("a database");
    let ask = |question: &str| {
        let number = database.query_row(question, [], |row| row.get::<_, u32>(0)).expect("a number");
        usize::try_from(number).expect("a small number")
    };
    let size = ask("PRAGMA page_size");
    let root = ask(&format!("SELECT rootpage FROM sqlite_schema WHERE name = '{index}'"));
    database.execute_batch("PRAGMA journal_mode = DELETE").expect("one file");
    drop(database);
    let mut bytes = fs::read(path).expect("the file");
    bytes[(root - 1) * size..root * size].fill(0);
    fs::write(path, bytes).expect("damage");
}

/// Copies a progress file beside it with a journal that waits to be taken in.
fn with_journal(home: &Home, name: &str) {
    let beside = home.data().join("writing.db");
    fs::copy(home.progress_file(), &beside).expect("a copy");
    let writer = Connection::open(&beside).expect("the copy");
    writer
        .execute_batch(
            "PRAGMA journal_mode = WAL; INSERT INTO name VALUES ('secret/quagmire', 'secret/one');",
        )
        .expect("a write");
    for end in ["", "-wal"] {
        let from = home.data().join(format!("writing.db{end}"));
        fs::copy(from, home.data().join(format!("{name}{end}"))).expect("a copy");
    }
    drop(writer);
    fs::remove_file(&beside).expect("the copy");
}

#[test]
fn files_that_were_set_aside_or_rescued_forget_with_their_journals_and_others_stay() {
    let home = learner();
    with_journal(&home, "progress-damaged-1.db");
    fs::copy(home.progress_file(), home.data().join("progress-damaged-2.db")).expect("a copy");
    damage(&home.data().join("progress-damaged-2.db"), "review_day");
    fs::copy(home.progress_file(), home.data().join("progress-rescued-3.db")).expect("a copy");
    for name in ["data/thesis.new", "data/film.part", "data/backups/song.new"] {
        home.write(name, "mine");
    }
    let said = home.out(&["progress", "forget", "--all", "--yes"]);
    assert!(said.contains("5 copies have something of it") && said.ends_with("It is gone.\n"), "{said}");
    for text in ["quagmire", "fjord", "secret/one"] {
        assert_eq!(having(&home, text), Vec::<String>::new());
    }
    for name in ["data/thesis.new", "data/film.part", "data/backups/song.new", "data/progress-rescued-3.db"] {
        assert!(home.path().join(name).exists(), "{name}");
    }
    let renamed = Connection::open(home.data().join("progress-damaged-1-2.db")).expect("the copy");
    let check: String = renamed.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    assert_eq!(check, "ok");
    is_sound(&home);
}

#[test]
fn a_copy_that_cannot_be_read_is_named_and_the_log_forgets_all_the_same() {
    let home = learner();
    let aside = home.data().join("progress-damaged-1.db");
    fs::copy(home.progress_file(), &aside).expect("a copy");
    damage(&aside, "review");
    let said = home.out(&["progress", "forget", "--all", "--yes"]);
    assert!(said.contains("progress-damaged-1.db cannot be read: remove it yourself."), "{said}");
    assert_eq!(home.export().len(), 0);
}

#[test]
fn what_was_forgotten_is_not_brought_back_over_a_damaged_file() {
    let home = learner();
    let before = home.path().join("before.jsonl");
    fs::write(&before, home.out(&["progress", "export"])).expect("a file");
    let kept = home.path().join("kept.db");
    home.out(&["progress", "backup", kept.to_str().expect("UTF-8")]);
    home.out(&["progress", "forget", "--all", "--yes"]);
    answer(&home, &["study", "--plain", "--limit", "1"], "heron", 1);
    damage(&home.progress_file(), "review_day");
    let said = home.out(&["progress", "restore", kept.to_str().expect("UTF-8"), "--yes"]);
    assert!(said.contains("has 1 review again"), "{said}");
    let added = home.out(&["progress", "import", before.to_str().expect("UTF-8")]);
    assert!(added.contains("added nothing"), "{added}");
    is_sound(&home);
}

#[test]
fn what_was_typed_is_not_brought_back_by_an_earlier_copy() {
    let home = learner();
    let kept = home.path().join("kept.db");
    home.out(&["progress", "backup", kept.to_str().expect("UTF-8")]);
    home.out(&["progress", "forget", "--typed", "--yes"]);
    let restore = || home.out(&["progress", "restore", kept.to_str().expect("UTF-8"), "--yes"]);
    let said = restore();
    assert!(said.contains("Brought back: nothing."), "{said}");
    damage(&home.progress_file(), "review_day");
    let said = restore();
    assert!(said.contains("has 7 reviews, 1 decision again"), "{said}");
    assert_eq!(having(&home, "fjord"), Vec::<String>::new());
}

#[test]
fn every_segment_that_was_ever_written_goes_also_when_its_folder_comes_back() {
    let home = learner();
    let folders = ["left", "away", "set"].map(|name| home.path().join(name));
    for folder in &folders {
        home.out(&["progress", "folder", folder.to_str().expect("UTF-8")]);
    }
    let written = |folder: &Path| {
        let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        files.map(|path| fs::read_to_string(path).expect("a segment")).collect::<String>()
    };
    assert!(folders.iter().all(|folder| written(folder).contains("quagmire")));
    let hidden = home.path().join("unplugged");
    fs::rename(&folders[1], &hidden).expect("a folder that vanishes");
    let said = home.out(&["progress", "forget", "--all", "--yes"]);
    assert!(said.contains("it goes as soon as its folder can be reached."), "{said}");
    assert_eq!((written(&folders[0]).as_str(), written(&folders[2]).contains("quagmire")), ("", false));
    assert!(written(&hidden).contains("quagmire"));
    fs::rename(&hidden, &folders[1]).expect("a folder that comes back");
    home.out(&["progress", "folder", "--none"]);
    home.out(&["progress", "check"]);
    assert_eq!(written(&folders[1]), "");
    is_sound(&home);
}

#[test]
fn a_plan_forgets_what_it_has_learned() {
    let home = learner();
    home.out(&["plan", "set", "2026-05-01", "secret"]);
    let sat = home.run_with(&["exam", "--plain", "--questions", "2", "secret"], "quagmire\nfjord\n\n\n");
    assert_eq!(sat.code, Some(0), "{sat:?}");
    let plans = || fs::read_to_string(home.data().join("plans.json")).expect("the plans");
    assert!(plans().contains("scored"), "{}", plans());
    home.out(&["progress", "forget", "--all", "--yes"]);
    assert!(plans().contains("2026-05-01") && !plans().contains("scored"), "{}", plans());
}

#[test]
fn what_is_to_be_removed_is_said_without_what_is_not() {
    let home = Home::new();
    home.write("data/decks/secret.toml", DECK);
    answer(&home, &["study", "--plain", "secret"], "quagmire", 2);
    for (what, said) in [
        ("--typed", "To remove for good: what was typed in 2 reviews."),
        ("--all", "To remove for good: 2 reviews."),
        ("secret/two", "To remove for good: 1 review."),
    ] {
        let told = home.out(&["progress", "forget", what, "--dry-run"]);
        assert!(told.starts_with(&format!("{said}\n")), "{told}");
    }
}

/// A learner who shares a folder, with the segment there.
fn sharing() -> (Home, PathBuf) {
    let home = learner();
    let folder = home.path().join("sync");
    home.out(&["progress", "folder", folder.to_str().expect("UTF-8")]);
    let mut files = fs::read_dir(&folder).expect("a folder");
    let segment = files.next().expect("a segment").expect("an entry").path();
    (home, segment)
}

#[test]
fn a_segment_that_cannot_be_removed_is_remembered_and_nothing_is_added_to_it() {
    let (home, segment) = sharing();
    let text = fs::read_to_string(&segment).expect("the segment");
    fs::remove_file(&segment).expect("the segment");
    fs::create_dir(&segment).expect("what cannot be removed");
    let said = home.out(&["progress", "forget", "--all", "--yes"]);
    assert!(
        said.contains("cannot be removed now") && said.ends_with("but for what is named here.\n"),
        "{said}"
    );
    answer(&home, &["study", "--plain", "--limit", "1"], "heron", 1);
    fs::remove_dir(&segment).expect("the folder");
    fs::write(&segment, text).expect("the segment");
    home.out(&["progress", "check"]);
    assert!(!segment.exists());
    assert_eq!(home.export().len(), 1);
    is_sound(&home);
}

#[test]
fn what_only_the_segment_has_is_taken_before_it_is_removed() {
    let (home, segment) = sharing();
    let older = fs::read(home.progress_file()).expect("the file");
    answer(&home, &["study", "--plain", "--limit", "2", "csto"], "heron", 2);
    let known = home.export().len();
    fs::write(home.progress_file(), older).expect("an older file");
    let folder = segment.parent().expect("a folder");
    let away = home.path().join("away");
    fs::rename(folder, &away).expect("a folder that vanishes");
    home.run(&["progress", "forget", "secret/one", "--yes"]);
    fs::rename(&away, folder).expect("a folder that comes back");
    home.out(&["progress", "check"]);
    // Two answers were about the card.
    assert_eq!(home.export().len(), known - 2);
    is_sound(&home);
}
