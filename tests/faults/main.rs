//! Disks fail: at every call by which a command writes, one after the other, a call fails in each of
//! several ways. Every time it ends with a message and nothing that was answered is lost.
//!
//! A few cases of each command are tried; all of them with
//! `CSTO_QUIZ_FAULTS=all cargo test --test faults -- --nocapture`.
#![cfg(target_os = "linux")]

mod commands;
mod sessions;
mod shim;
#[path = "../support/mod.rs"]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::ChildStdout;
use std::sync::LazyLock;

use csto_quiz::exchange::plans;
use csto_quiz::progress::Progress;
use csto_quiz::review::{LogLine, MachineId};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::Model;
use support::Home;

/// The day on which something fails.
const TODAY: &str = "2026-06-05T09:00:00+02:00";
/// What is asked in these tests.
const TOWNS: [&str; 20] = [
    "Astana", "Bishkek", "Dushanbe", "Yerevan", "Minsk", "Moscow", "Tashkent", "Baku", "Kyiv", "Riga",
    "Vilnius", "Tallinn", "Ankara", "Tirana", "Lisbon", "Madrid", "Warsaw", "Prague", "Vienna", "Berne",
];

/// Makes a home as [`studied`] in which a session was killed, so that its last answer stands in the
/// write-ahead log.
fn killed() -> Home {
    let home = studied();
    let mut child = home.start(&["study", "--plain", "--new", "20", "--limit", "2", "towns.toml"]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    writeln!(stdin, "before the end").expect("a session that listens");
    assert!(screen(&mut stdout) && screen(&mut stdout), "a card and its feedback");
    child.kill().expect("a running session");
    child.wait().expect("an end");
    home
}

/// Reads until a screen is shown whole; returns false at the end.
fn screen(stdout: &mut BufReader<ChildStdout>) -> bool {
    let mut line = String::new();
    while stdout.read_line(&mut line).expect("a line") > 0 {
        if is_screen(&line) {
            return true;
        }
        line.clear();
    }
    false
}

/// Whether a line is one that every screen has once.
fn is_screen(line: &str) -> bool {
    line.starts_with("Card ") || line.starts_with("Grade: ")
}

/// Returns a deck that asks for the first of the towns.
fn deck(id: &str, towns: usize) -> String {
    let card = |(number, town): (usize, &&str)| {
        format!(
            "\n[[card]]\nid = \"c{number}\"\nquestion = \"Which is town {number}?\"\nanswer = \"{town}\"\n"
        )
    };
    let head = format!("[deck]\nformat = 1\nid = \"{id}\"\ntitle = \"Towns\"\n");
    std::iter::once(head).chain(TOWNS.iter().take(towns).enumerate().map(card)).collect()
}

/// Makes a home with a deck, in which nothing was done yet.
fn fresh() -> Home {
    let mut home = Home::new();
    home.write("towns.toml", &deck("towns", TOWNS.len()));
    home.write("config/config.toml", "# mine\nnew_per_day = 9\n");
    home.at(TODAY);
    home
}

/// Makes a home in which a deck was studied and an exam in a small one is planned for.
fn planned() -> Home {
    let home = studied();
    home.write("data/decks/few.toml", &deck("few", 3));
    home.out(&["plan", "set", "2026-06-12", "few"]);
    home
}

/// Returns the days of the exams that are planned for.
fn planned_days(home: &Home) -> Vec<String> {
    #[expect(clippy::disallowed_methods, reason = "the plans are read as the program reads them")]
    let text = std::fs::read_to_string(home.data().join("plans.json")).expect("the plans");
    plans::parse(&text).expect("plans").iter().map(|exam| exam.date.iso()).collect()
}

/// Makes a home in which a deck was studied on several days.
fn studied() -> Home {
    static HOME: LazyLock<Home> = LazyLock::new(study_some_days);
    HOME.copied()
}

fn study_some_days() -> Home {
    let mut home = fresh();
    for day in 1..4 {
        home.at(&format!("2026-06-{day:02}T09:00:00+02:00"));
        let lines: String = (0..4).map(|answer| format!("old {day} {answer}\n\n")).collect();
        let words = ["study", "--plain", "--new", "4", "--limit", "4", "towns.toml"];
        let ran = home.run_with(&words, &lines);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    }
    home.at(TODAY);
    home
}

/// Returns what the log says, sorted and without names that differ from run to run; nothing where there
/// is no file yet.
fn rows(home: &Home) -> Vec<String> {
    let path = home.progress_file();
    if !path.exists() {
        return Vec::new();
    }
    let progress = Progress::open(&path, MachineId::new(1)).expect("progress");
    let row = |line: LogLine| {
        let LogLine { review, revoked } = line;
        let (mode, grades) = (review.mode.as_str(), [review.proposed, review.grade].map(Grade::as_str));
        let verdict = review.verdict.map(|judged| judged.class.as_str());
        let revoked = revoked.map(|revocation| revocation.reason.as_str());
        format!("{} {} {mode} {:?} {verdict:?} {grades:?} {revoked:?}", review.day, review.face, review.typed)
    };
    let mut rows: Vec<String> = progress.log().expect("a log").into_iter().map(row).collect();
    rows.sort();
    rows
}

/// Asserts that the progress file is whole, that its states are what its log gives (as `progress check`
/// finds), and that it can be studied with.
fn assert_sound(home: &Home) {
    let path = home.progress_file();
    let before = rows(home).len();
    let has_file = path.exists();
    if has_file {
        let progress = Progress::open(&path, MachineId::new(1)).expect("progress");
        let checked = progress.check(&Model::default()).expect("progress that can be read");
        assert_eq!((checked.wrong.as_slice(), checked.stale), (&[][..], 0));
    }
    let words = ["study", "--plain", "--new", "20", "--limit", "1", "towns.toml"];
    let ran = home.run_with(&words, "another answer\n\n");
    // Where no file could be made yet, the fresh start is told again.
    let said = if has_file { ran.err.clone() } else { ran.err.replacen(shim::FRESH_START, "", 1) };
    assert_eq!((ran.code, said.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(rows(home).len(), before + 1, "a new session is recorded");
}

/// Asserts that a copy of progress is whole, and returns how many reviews it has.
fn reviews_in(path: &Path) -> usize {
    let copy = Progress::copy_of(path).unwrap_or_else(|error| panic!("a whole copy: {error}"));
    let checked = copy.check(&Model::default()).expect("a copy that can be read");
    assert_eq!((checked.wrong.as_slice(), checked.stale), (&[][..], 0), "{}", path.display());
    checked.size.reviews
}

/// Returns the files below a home, without those that `SQLite` keeps beside the progress file.
fn files(home: &Home) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![home.path().to_owned()];
    while let Some(folder) = folders.pop() {
        #[expect(clippy::disallowed_methods, reason = "what is left over is looked for")]
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(home.path()).expect("below home").display().to_string();
                let is_beside = ["-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(end));
                files.extend((!is_beside).then_some(name));
            }
        }
    }
    files.sort();
    files
}

/// Asserts that a command left nothing behind but whole files of the names that it may make.
fn assert_no_leftover(before: &[String], home: &Home, made: &[&str]) {
    let left: Vec<String> = files(home)
        .into_iter()
        .filter(|file| !before.contains(file) && !made.contains(&file.as_str()))
        .collect();
    assert!(left.is_empty(), "left over: {left:?}");
}
