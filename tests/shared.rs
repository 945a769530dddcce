//! Machines that share a folder end with the same progress, whatever the order and the program that
//! keeps the folder in step.

#![expect(clippy::disallowed_methods, reason = "tests play the program that synchronises folders")]
#![expect(clippy::print_stderr, reason = "the full form says what it found")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use csto_quiz::progress::Progress;
use csto_quiz::progress::union::Contents;
use csto_quiz::review::{MachineId, Mode, Review, ReviewId, Revocation, RevocationReason, Scheduler};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::{MODEL_NAME, Model};
use csto_quiz::seed::Seed;
use csto_quiz::time::{Day, Moment, Timestamp};
use support::Home;

/// Reviews of each machine in the short form; `CSTO_QUIZ_SHARED` sets another number.
const REVIEWS: u32 = 300;
/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// A machine with its own copy of the shared folder.
struct Machine {
    home: Home,
    folder: PathBuf,
}

impl Machine {
    /// Makes a machine that has answered so much before it shares anything.
    fn new(number: u32, reviews: u32) -> Self {
        let home = Home::new();
        let folder = home.path().join("sync");
        let mut progress =
            Progress::open(&home.progress_file(), MachineId::new(number.into())).expect("a progress file");
        let _ = progress.unite(&answered(number, reviews), &Model::default()).expect("a union");
        Self { home, folder }
    }

    fn share(&self) -> String {
        self.home.out(&["progress", "folder", self.folder.to_str().expect("UTF-8")])
    }

    /// Any command that opens progress.
    fn look(&self) {
        self.home.out(&["stats", "--json"]);
    }

    fn log(&self) -> Vec<String> {
        self.home.out(&["progress", "export"]).lines().map(str::to_owned).collect()
    }

    #[track_caller]
    fn is_sound(&self) {
        let check = self.home.json(&["progress", "check", "--json"]);
        assert_eq!(check["wrong"], serde_json::json!([]), "{check}");
        assert_eq!(check["states_rebuilt"], 0, "{check}");
    }
}

/// What a machine has answered: 40 cards that all machines have, on 200 days, one answer in ten taken
/// back.
fn answered(machine: u32, count: u32) -> Contents {
    let mut contents = Contents::default();
    for number in 0..count {
        let chance = Seed(machine.into()).nth(number.into());
        let (day, card) = (20_000 + number * 200 / count, chance.below(40));
        let millis = i64::from(day) * DAY + 3_600_000 * i64::from(machine) + i64::from(number);
        let at = Timestamp::from_millis(millis);
        let machine = MachineId::new(machine.into());
        let id = ReviewId::new(at, u128::from(chance.nth(1).0));
        let day = Day::from_number(day.cast_signed());
        let grade = Grade::ALL[chance.nth(2).below(4)];
        contents.reviews.push(Review {
            id,
            machine,
            face: format!("d/c{card}").parse().expect("a face"),
            day,
            moment: Moment { at, offset: 60 },
            mode: Mode::Study,
            verdict: None,
            typed: Some(format!("answer {number}")),
            proposed: grade,
            grade,
            hints: 0,
            first_key_ms: None,
            answer_ms: 2_000,
            due: day,
            fingerprint: 7,
            scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
        });
        if chance.nth(3).below(10) == 0 {
            let undo = ReviewId::new(at, u128::from(chance.nth(4).0));
            let reason = RevocationReason::Undo;
            contents.revocations.push((id, Revocation { id: undo, machine, at, reason }));
        }
    }
    contents
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "jsonl"));
    paths.sort();
    paths
}

/// Carries the segments of one folder to another, as programs do that keep folders in step: a file of
/// the same name is written over when the one that comes is longer. `part` breaks the transfer off.
fn carry(from: &Path, to: &Path, part: Option<Seed>) {
    for path in segments(from) {
        let target = to.join(path.file_name().expect("a name"));
        let bytes = fs::read(&path).expect("a segment");
        let known = fs::read(&target).unwrap_or_default();
        if bytes.len() > known.len() {
            let end = part.map_or(bytes.len(), |part| known.len() + part.below(bytes.len() - known.len()));
            fs::write(&target, &bytes[..end]).expect("a segment");
        }
    }
}

#[test]
fn three_machines_agree_in_the_end_whatever_the_order() {
    let count = std::env::var("CSTO_QUIZ_SHARED").ok().and_then(|n| n.parse().ok()).unwrap_or(REVIEWS);
    let machines: Vec<Machine> = (1..=3).map(|number| Machine::new(number, count)).collect();
    let mut chance = Seed(5);
    let mut next = |below: usize| {
        chance = chance.nth(1);
        chance.below(below)
    };
    for machine in &machines {
        machine.share();
    }
    // Commands and transfers in any order, some transfers broken off in the middle of a line.
    for step in 0..30 {
        let (one, other) = (next(3), next(3));
        if next(3) == 0 {
            machines[one].look();
        } else if one != other {
            let part = (next(2) == 0).then_some(Seed(step));
            carry(&machines[one].folder, &machines[other].folder, part);
        }
    }
    for _ in 0..2 {
        for (one, other) in [(0, 1), (1, 2), (2, 0), (0, 2), (2, 1), (1, 0)] {
            carry(&machines[one].folder, &machines[other].folder, None);
        }
        machines.iter().for_each(Machine::look);
    }
    let logs: Vec<Vec<String>> = machines.iter().map(Machine::log).collect();
    let all = 3 * count as usize;
    assert_eq!(logs[0].len(), all);
    assert!(logs[0] == logs[1] && logs[1] == logs[2], "the logs differ");
    machines.iter().for_each(Machine::is_sound);
    let states: Vec<_> = machines.iter().map(|machine| states(&machine.home)).collect();
    assert!(states[0] == states[1] && states[1] == states[2], "the states differ");
    // Every machine has written its own segment, and only once what it has.
    let lines: usize = segments(&machines[0].folder)
        .iter()
        .map(|path| fs::read_to_string(path).expect("a segment").lines().count())
        .sum();
    let revoked = logs[0].iter().filter(|line| !line.contains("\"revoked\":null")).count();
    assert_eq!(lines, all + revoked);
    if count > REVIEWS {
        eprintln!("3 machines, {} reviews, {revoked} taken back: all agree", logs[0].len());
    }
}

fn states(home: &Home) -> std::collections::BTreeMap<String, String> {
    let progress = Progress::open(&home.progress_file(), MachineId::new(9)).expect("progress");
    let states = progress.states().expect("states");
    states.into_iter().map(|(face, state)| (face.to_string(), format!("{state:?}"))).collect()
}

/// Two machines that look into the very same folder.
fn pair() -> (Home, Home, PathBuf) {
    let (laptop, desktop) = (Home::new(), Home::new());
    let folder = laptop.path().join("sync");
    for home in [&laptop, &desktop] {
        home.out(&["progress", "folder", folder.to_str().expect("UTF-8")]);
    }
    (laptop, desktop, folder)
}

fn study(home: &Home, answer: &str, cards: usize) {
    let limit = cards.to_string();
    let input = format!("{answer}\n\n").repeat(cards);
    let ran = home.run_with(&["study", "--plain", "--limit", &limit], &input);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
}

fn typed(home: &Home) -> Vec<String> {
    home.export().iter().map(|line| line["typed"].to_string()).collect()
}

#[test]
fn answers_decisions_exams_and_an_undo_travel_through_the_folder() {
    let (mut laptop, mut desktop, _) = pair();
    study(&laptop, "on the laptop", 3);
    assert_eq!(typed(&desktop).len(), 3, "read at the start of any command");
    desktop.at("2026-03-02T10:00:00+01:00");
    study(&desktop, "on the desktop", 2);
    assert_eq!(typed(&laptop).len(), 5);
    laptop.at("2026-03-02T11:00:00+01:00");
    laptop.out(&["progress", "undo", "--yes"]);
    laptop.out(&["card", "suspend", "csto-founded"]);
    let sat = laptop.run_with(&["exam", "--plain", "--questions", "2", "csto"], "x\ny\n\n\n");
    assert_eq!(sat.code, Some(0), "{sat:?}");
    assert_eq!(desktop.export().iter().filter(|line| !line["revoked"].is_null()).count(), 1);
    assert!(desktop.out(&["card", "suspend"]).contains("csto/csto-founded"));
    let exams = |home: &Home| home.out(&["exam", "--list"]);
    assert_eq!(exams(&desktop), exams(&laptop));
    assert!(!exams(&desktop).is_empty());
}

#[test]
fn a_data_directory_that_was_copied_to_another_machine_loses_nothing() {
    let (laptop, _, folder) = pair();
    study(&laptop, "before", 2);
    let twin = Home::new();
    fs::create_dir_all(twin.data()).expect("a folder");
    fs::copy(laptop.progress_file(), twin.progress_file()).expect("a copy");
    twin.out(&["config", "progress_folder", folder.to_str().expect("UTF-8")]);
    study(&laptop, "on the laptop", 2);
    study(&twin, "on the twin", 3);
    study(&laptop, "on the laptop again", 1);
    twin.out(&["stats", "--json"]);
    let (mut one, mut other) = (typed(&laptop), typed(&twin));
    one.sort();
    other.sort();
    assert_eq!(one, other);
    assert_eq!(one.len(), 8);
}

#[test]
fn a_segment_that_was_removed_is_written_anew() {
    let (laptop, desktop, folder) = pair();
    study(&laptop, "x", 4);
    desktop.out(&["stats", "--json"]);
    for path in segments(&folder) {
        fs::remove_file(path).expect("a segment");
    }
    laptop.out(&["stats", "--json"]);
    let third = Home::new();
    third.out(&["progress", "folder", folder.to_str().expect("UTF-8")]);
    assert_eq!(typed(&third).len(), 4);
}

#[test]
fn a_folder_that_is_gone_is_a_warning_and_what_was_answered_is_handed_over_later() {
    let (laptop, desktop, folder) = pair();
    let away = laptop.path().join("away");
    fs::rename(&folder, &away).expect("moved");
    let ran = laptop.run_with(&["study", "--plain", "--limit", "2"], "x\n\ny\n\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err.starts_with("warning: the shared folder `~/sync` is not in step; all goes on"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out.matches("Grade: ").count(), 2);
    // The command looked there twice.
    assert_eq!(ran.err.matches("warning: ").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("`csto-quiz progress folder --none`"), "{}", ran.err);
    assert!(!folder.exists(), "a folder that is not mounted is not made");
    fs::rename(&away, &folder).expect("moved back");
    laptop.out(&["stats", "--json"]);
    assert_eq!(typed(&desktop).len(), 2);
}

#[test]
fn progress_that_is_damaged_is_said_once_and_what_only_looks_hands_nothing_over() {
    let (laptop, ..) = pair();
    fs::write(laptop.progress_file(), vec![7; 9000]).expect("the file");
    for words in [&["study", "--plain"][..], &["--quiet", "progress", "undo"], &["card", "suspend", "x"]] {
        let ran = laptop.run(words);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let said = "error: cannot open the progress file `~/data/progress.db`: it is not a database\n";
        assert!(ran.err.starts_with(said) && !ran.err.contains("warning"), "{ran:?}");
        assert_eq!(ran.err.matches("cannot open").count(), 1, "{ran:?}");
    }
    assert_eq!(laptop.out(&["progress", "path"]), "~/data/progress.db\n");
}

#[test]
fn answers_that_a_new_version_of_a_deck_drops_are_taken_back_everywhere() {
    let (laptop, desktop, _) = pair();
    let card = |id: &str| format!("\n[[card]]\nid = \"{id}\"\nquestion = \"{id}?\"\nanswer = \"T\"\n");
    let head = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n";
    laptop.write("old.toml", &[head, &card("one"), &card("two")].concat());
    laptop.write("new.toml", &[head, &card("one")].concat());
    let ran = laptop.run_with(&["study", "--plain", "./old.toml"], "x\n\nx\n\n");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    laptop.out(&["deck", "diff", "old.toml", "new.toml", "--drop", "two", "--yes"]);
    let revoked = desktop.export().iter().filter(|line| !line["revoked"].is_null()).count();
    assert!(revoked > 0 && revoked < desktop.export().len());
}

#[cfg(unix)]
#[test]
fn a_folder_whose_name_cannot_be_kept_is_refused_before_anything_is_changed() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let name = std::ffi::OsStr::from_bytes(b"s\xff");
    let child = home.command(&["progress", "folder"]).arg(name).spawn().expect("the binary");
    let ran = home.end_of(child, "");
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(2),
            "error: the name of the folder `~/s\u{fffd}` is not UTF-8\n\
             hint: settings are text: choose a folder with another name\n"
        )
    );
    assert!(fs::read_dir(home.path()).expect("home").next().is_none(), "nothing was made");
}

#[test]
fn lines_that_cannot_be_read_are_counted_and_keep_nothing_else_back() {
    let (laptop, desktop, folder) = pair();
    study(&laptop, "x", 3);
    let path = segments(&folder).pop().expect("a segment");
    let text = fs::read_to_string(&path).expect("a segment");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1] = "{\"schema\":1,\"id\":\"\u{1b}[31m\"}";
    fs::write(&path, lines.join("\n") + "\n").expect("a segment");
    let ran = desktop.run(&["stats", "--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("1 line of `") && ran.err.contains("was passed over"), "{}", ran.err);
    assert!(desktop.run(&["--quiet", "progress", "export"]).out.lines().count() == 2);
    // The machine that wrote it sees that it is not what it wrote, and writes another.
    laptop.run(&["stats", "--json"]);
    assert!(desktop.run(&["--quiet", "progress", "export"]).out.lines().count() == 3);
}
