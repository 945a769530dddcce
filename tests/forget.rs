//! What the learner wants forgotten is gone: from progress, its copies and the shared folder, and no
//! other log brings it back.

#![expect(clippy::disallowed_methods, reason = "tests look into the files that the program writes")]

mod support;

use std::fs;

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
