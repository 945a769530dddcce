//! What if the world changes in the middle of a session?

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use rustix::process::{Pid, Signal, kill_process};

use super::support::{Home, Ran};
use super::{deck, ended};

/// A session that is spoken with line by line.
struct Spoken {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Spoken {
    fn new(home: &Home, words: &[&str]) -> Self {
        let mut child = home.start(words);
        let stdin = child.stdin.take().expect("a pipe");
        let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, stdin, stdout }
    }

    /// Says a line, and waits for one that begins with these words.
    fn say(&mut self, line: &str, words: &str) {
        writeln!(self.stdin, "{line}").expect("a session that listens");
        self.wait_for(words);
    }

    fn wait_for(&mut self, words: &str) {
        let mut line = String::new();
        while !line.starts_with(words) {
            line.clear();
            assert!(self.stdout.read_line(&mut line).expect("a line") > 0, "it ended before `{words}`");
        }
    }

    fn signal(&self, signal: Signal) {
        let process = Pid::from_child(&self.child);
        kill_process(process, signal).expect("a running session");
    }

    /// Says more lines, and waits for the end.
    fn end(mut self, home: &Home, lines: &str) -> Ran {
        // A session that has ended listens no more.
        let _ = self.stdin.write_all(lines.as_bytes());
        drop(self.stdin);
        let (mut out, mut err) = (String::new(), String::new());
        self.stdout.read_to_string(&mut out).expect("UTF-8");
        self.child.stderr.take().expect("a pipe").read_to_string(&mut err).expect("UTF-8");
        let code = self.child.wait().expect("an end").code();
        let short = |text: String| text.replace(&home.path().display().to_string(), "~");
        Ran { out: short(out), err: short(err), code }
    }
}

fn typed(home: &Home) -> Vec<String> {
    home.export().iter().map(|line| line["typed"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn a_folder_that_vanishes_is_written_anew_with_everything() {
    let home = Home::new();
    let deck = deck(&home, 4);
    let mut session = Spoken::new(&home, &["study", "--plain", &deck]);
    session.say("one", "Grade: ");
    fs::remove_dir_all(home.data()).expect("the folder");
    let ran = session.end(&home, "\ntwo\n\nthree\n");
    ended(
        &ran,
        1,
        "error: the progress file `~/data/progress.db` was moved, deleted or replaced meanwhile\n\
         hint: everything that was in it and everything answered was written there anew; study again",
    );
    assert!(!ran.out.contains("is saved"), "{ran:?}");
    let log = typed(&home);
    assert!(log.starts_with(&["one".to_owned()]) && log.len() <= 2, "{log:?}");
    assert!(home.out(&["progress", "check"]).contains("No damage was found"));
}

#[test]
fn a_file_that_is_deleted_or_replaced_leaves_everything_beside_it() {
    for replaced in [false, true] {
        let home = Home::new();
        let deck = deck(&home, 4);
        home.out(&["stats"]);
        let empty = fs::read(home.progress_file()).expect("a progress file");
        let mut session = Spoken::new(&home, &["study", "--plain", &deck]);
        session.say("one", "Grade: ");
        fs::rename(home.progress_file(), home.path().join("moved.db")).expect("the file");
        if replaced {
            fs::write(home.path().join("other.db"), &empty).expect("a file");
            fs::rename(home.path().join("other.db"), home.progress_file()).expect("the file");
        }
        let ran = session.end(&home, "\ntwo\n\n");
        let rescued = "~/data/progress-rescued-2026-03-02T090000.db";
        ended(
            &ran,
            1,
            &format!(
                "error: the progress file `~/data/progress.db` was moved, deleted or replaced meanwhile\n\
                 hint: everything that was in it and everything answered is in `{rescued}`: \
                 `csto-quiz progress merge {rescued}` takes it in"
            ),
        );
        // The journal of a file that is gone was set aside; that of one that was replaced stays.
        for journal in ["progress.db-wal", "progress.db-shm"].into_iter().filter(|_| replaced) {
            let _ = fs::remove_file(home.data().join(journal));
        }
        let rescued = rescued.replace('~', &home.path().display().to_string());
        home.out(&["progress", "merge", &rescued]);
        assert_eq!(typed(&home)[0], "one");
    }
}

#[test]
fn a_file_that_is_overwritten_where_it_stands_is_noticed_and_its_journal_is_kept() {
    let home = Home::new();
    let deck = deck(&home, 4);
    home.out(&["stats"]);
    let mut session = Spoken::new(&home, &["study", "--plain", &deck]);
    session.say("one", "Grade: ");
    fs::write(home.progress_file(), "something else").expect("the file");
    let ran = session.end(&home, "\ntwo\n\n");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("was moved, deleted or replaced meanwhile"), "{ran:?}");
    assert!(!ran.out.contains("is saved"), "{ran:?}");
    let journal = fs::metadata(home.data().join("progress.db-wal")).expect("the journal");
    assert!(journal.len() > 0);
}

#[test]
fn a_path_in_a_command_to_be_typed_stands_in_quotes() {
    let home = Home::new();
    let deck = deck(&home, 2);
    let mut session = Spoken::new(&home, &["--data-dir", "my data", "study", "--plain", &deck]);
    session.say("one", "Grade: ");
    fs::remove_file(home.path().join("my data/progress.db")).expect("the file");
    let ran = session.end(&home, "\n");
    let hint = "`csto-quiz progress merge 'my data/progress-rescued-2026-03-02T090000.db'` takes it in\n";
    assert!(ran.err.ends_with(hint), "{ran:?}");
    let made = home.out(&["deck", "new", "it's mine.toml"]);
    assert!(made.ends_with("  csto-quiz study 'it'\\''s mine.toml'\n"), "{made}");
}

#[test]
fn a_folder_that_vanishes_in_an_exam_is_written_anew_too() {
    let home = Home::new();
    let deck = deck(&home, 4);
    let mut session = Spoken::new(&home, &["exam", "--plain", &deck]);
    session.say("T", "Question 2 of 4.");
    fs::remove_dir_all(home.data()).expect("the folder");
    let ran = session.end(&home, "T\n");
    assert!(ran.code == Some(1) && ran.err.contains("was written there anew"), "{ran:?}");
    let gone_on = home.run_with(&["exam", "--plain", &deck], ":h\n");
    assert!(gone_on.out.contains("Exam   2 of 4"), "{gone_on:?}");
}

#[test]
fn a_deck_that_is_deleted_or_broken_meanwhile_is_asked_as_it_was() {
    for broken in [false, true] {
        let home = Home::new();
        let deck = deck(&home, 3);
        let mut session = Spoken::new(&home, &["study", "--plain", &deck]);
        session.say("T", "Grade: ");
        if broken {
            fs::write(&deck, "[deck").expect("the deck");
        } else {
            fs::remove_file(&deck).expect("the deck");
        }
        let ran = session.end(&home, "\nT\n\nT\n\n");
        ended(&ran, 0, "");
        assert!(ran.out.contains("Session done: 3 cards"), "{ran:?}");
        assert_eq!(typed(&home), ["T", "T", "T"]);
        let next = home.run(&["study", "--plain", &deck]);
        let said = if broken {
            "warning: 1 error in ~/d.toml: `csto-quiz deck check"
        } else {
            "error: cannot read `~/d.toml`"
        };
        assert!(next.err.starts_with(said) && matches!(next.code, Some(1 | 3)), "{next:?}");
    }
}

#[test]
fn a_signal_in_the_middle_ends_a_session_through_pipes_with_everything_saved() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 143), (Signal::INT, 130)] {
        let home = Home::new();
        let deck = deck(&home, 3);
        let mut session = Spoken::new(&home, &["study", "--plain", &deck]);
        session.say("one", "Grade: ");
        session.signal(signal);
        session.wait_for("Stopped after 1 card in 0 s; everything answered is saved");
        ended(&session.end(&home, ""), code, "");
        assert_eq!(typed(&home), ["one"]);
        let mut exam = Spoken::new(&home, &["exam", "--plain", &deck]);
        exam.say("one", "Question 2 of 3.");
        exam.signal(signal);
        exam.wait_for("Exam left: 1 of 3 answered, everything is saved");
        ended(&exam.end(&home, ""), code, "");
    }
}

#[test]
fn a_reader_that_goes_away_ends_a_session_with_everything_saved() {
    let home = Home::new();
    let deck = deck(&home, 3);
    let mut session = Spoken::new(&home, &["study", "--plain", &deck]);
    session.say("one", "Grade: ");
    drop(session.stdout);
    let _ = session.stdin.write_all(b"\ntwo\n\nthree\n");
    let code = session.child.wait().expect("an end").code();
    assert_eq!(code, Some(0));
    let log = typed(&home);
    assert!(log[0] == "one" && log.len() <= 2, "{log:?}");
    // Output that is closed from the start is nobody's either.
    let closed = std::process::Command::new("sh")
        .args(["-c", "exec \"$0\" \"$@\" >&-", env!("CARGO_BIN_EXE_csto-quiz"), "stats"])
        .env("CSTO_QUIZ_DATA_DIR", home.data())
        .output()
        .expect("a shell");
    assert!(matches!(closed.status.code(), Some(0 | 1)), "{closed:?}");
}

#[test]
fn a_copy_that_cannot_be_made_is_said_and_studying_goes_on() {
    let mut home = Home::new();
    let deck = deck(&home, 3);
    let first = home.run_with(&["study", "--plain", "--limit", "1", &deck], "one\n\n");
    assert_eq!(first.code, Some(0), "{first:?}");
    fs::write(home.data().join("backups"), "a file").expect("a file");
    home.at("2026-03-03T09:00:00+01:00");
    let ran = home.run_with(&["study", "--plain", "--limit", "1", &deck], "two\n\n");
    let lines: Vec<&str> = ran.err.lines().collect();
    let said = "warning: there is no backup of today: cannot create the progress file `~/data/backups/";
    assert!(ran.code == Some(0) && lines[0].starts_with(said), "{ran:?}");
    assert!(lines.len() <= 3 && lines[lines.len() - 1].starts_with("hint: "), "{ran:?}");
    assert_eq!(typed(&home), ["one", "two"]);
}

#[test]
fn a_locked_file_is_waited_for_and_then_said() {
    let home = Home::new();
    let deck = deck(&home, 3);
    home.out(&["stats"]);
    let holder = rusqlite::Connection::open(home.progress_file()).expect("the file");
    holder.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let started: Vec<Child> = [&["study", "--plain", &deck][..], &["progress", "undo", "--yes"]]
        .iter()
        .map(|words| home.start(words))
        .collect();
    // Who only looks does not wait.
    home.out(&["stats"]);
    home.out(&["progress", "check"]);
    for child in started {
        let ran = home.end_of(child, "T\n");
        if ran.out == "There is no answer to take back.\n" {
            continue;
        }
        ended(
            &ran,
            1,
            "error: cannot write to the progress file `~/data/progress.db`: another program is using it\n  \
             caused by: database is locked\nhint: end the other csto-quiz that is writing to it, then try again",
        );
    }
    drop(holder);
    let ran = home.run_with(&["study", "--plain", "--limit", "1", &deck], "T\n\n");
    assert_eq!((ran.code, typed(&home)), (Some(0), vec!["T".to_owned()]));
}

#[test]
fn who_wants_no_new_cards_is_not_told_of_a_limit() {
    let home = Home::new();
    let deck = deck(&home, 2);
    let nothing = "Nothing to study now.\n";
    let said = home.out(&["study", "--plain", &deck, "--new", "0"]);
    assert!(said.starts_with(nothing) && !said.contains("limit"), "{said}");
    home.out(&["config", "new_per_day", "0"]);
    let said = home.out(&["study", "--plain", &deck]);
    assert!(said.contains("2 new cards wait: today's limit of new cards is reached"), "{said}");
}
