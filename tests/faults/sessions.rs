//! A session of study and an exam, with a call failing.

use std::io::{BufReader, Write};

use crate::shim::{Act, each_fault};
use crate::support::{Home, Ran};
use crate::{
    assert_no_leftover, assert_sound, files, fresh, is_screen, killed, planned, planned_days, reviews_in,
    rows, screen, studied,
};

/// A session of everything that is written down: right, wrong, counted as right all the same, graded
/// otherwise, taken back, suspended.
const LINES: [&str; 21] = [
    "Astana",
    "",
    "first wrong",
    "",
    "second wrong",
    "a",
    "",
    "third wrong",
    "4",
    ":x",
    "fourth wrong",
    ":u",
    "fifth wrong",
    "",
    ":u",
    "sixth wrong",
    ":x",
    "Riga",
    "2",
    "last wrong",
    ":q",
];
const STUDY: [&str; 7] = ["study", "--plain", "--new", "20", "--seed", "7", "towns.toml"];

/// Returns what the log says before the first line is typed and when the screen after each is shown.
fn logs(home: &Home) -> Vec<Vec<String>> {
    let home = home.copied();
    let mut child = home.start(&STUDY);
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut logs = Vec::new();
    for line in LINES {
        assert!(screen(&mut stdout), "a screen before `{line}`");
        logs.push(rows(&home));
        writeln!(stdin, "{line}").expect("a session that listens");
    }
    assert!(!screen(&mut stdout), "the end");
    child.wait().expect("an end");
    logs.push(rows(&home));
    logs
}

/// Asserts that the log has what was shown as done, what was being done then or not, and nothing else.
fn assert_shown_is_kept(logs: &[Vec<String>], home: &Home, ran: &Ran) {
    let (kept, shown) = (rows(home), ran.out.lines().filter(|line| is_screen(line)).count());
    if ran.err.contains("nothing is recorded") {
        assert_eq!(kept, logs[0]);
    } else if ran.code == Some(0) {
        assert_eq!((shown, &kept), (LINES.len(), logs.last().expect("an end")));
    } else {
        assert!(!ran.out.contains("saved") && !ran.out.contains("Session done"), "{}", ran.out);
        let (sure, perhaps) = (&logs[shown.saturating_sub(1)], &logs[shown]);
        assert!(kept == *sure || kept == *perhaps, "{kept:#?}\nafter {shown} screens it is to be\n{sure:#?}");
    }
}

fn assert_session_survives(name: &'static str, home: &Home, few: usize) {
    let (logs, before) = (logs(home), files(home));
    let input: String = LINES.iter().map(|line| format!("{line}\n")).collect();
    let copy = "data/backups/2026-06-05.db";
    let act = Act { name, words: &STUDY, input: &input, home, few };
    each_fault(&act, |home, ran| {
        assert_no_leftover(&before, home, &[copy, "data/progress.db"]);
        let copy = home.path().join(copy);
        if copy.exists() {
            assert!(reviews_in(&copy) > 0);
        }
        assert_shown_is_kept(&logs, home, ran);
        assert_sound(home);
    });
}

#[test]
fn a_session_ends_with_a_message_and_the_log_has_what_was_shown() {
    let home = killed();
    std::fs::metadata(home.data().join("progress.db-wal")).expect("a write-ahead log");
    #[expect(clippy::disallowed_methods, reason = "the copy of today is to be made")]
    std::fs::remove_file(home.data().join("backups/2026-06-05.db")).expect("a copy of today");
    assert_session_survives("session", &home, 6);
}

#[test]
fn a_first_session_ends_with_a_message_and_the_next_one_can_begin() {
    assert_session_survives("first session", &fresh(), 3);
}

#[test]
fn a_first_session_beside_old_copies_ends_with_a_message_and_the_next_one_can_begin() {
    let home = studied();
    #[expect(clippy::disallowed_methods, reason = "progress is lost")]
    std::fs::remove_file(home.progress_file()).expect("a progress file");
    assert_session_survives("session without its file", &home, 1);
}

#[test]
fn an_exam_keeps_what_was_answered_and_its_reviews_are_there_together() {
    let home = planned();
    let typed = ["alpha", "beta", "gamma"];
    let input: String = typed.iter().map(|line| format!("{line}\n")).collect::<String>() + "\n";
    let words = ["exam", "--plain", "--seed", "3", "few"];
    let act = Act { name: "exam", words: &words, input: &input, home: &home, few: 2 };
    let (log, before) = (rows(&home), files(&home));
    each_fault(&act, |home, ran| {
        assert_no_leftover(&before, home, &["data/backups/2026-06-05.db"]);
        let kept = rows(home);
        assert!(log.iter().all(|row| kept.contains(row)));
        assert!([0, typed.len()].contains(&(kept.len() - log.len())), "all reviews or none");
        let is_handed_in = kept.len() > log.len();
        assert!(ran.code == Some(1) || is_handed_in || ran.err.contains("nothing is recorded"));
        assert_eq!(ran.out.contains("Question 1: "), ran.code == Some(0), "a result only of what is kept");
        // An exam that was left goes on, and a script that has no more to say hands it in.
        let exam = if is_handed_in {
            home.json(&["exam", "--list", "--json"])["exams"][0].clone()
        } else {
            serde_json::from_str(&home.run(&["exam", "--json", "few"]).out).expect("an exam")
        };
        let given: Vec<&str> = exam["questions"]
            .as_array()
            .expect("questions")
            .iter()
            .map(|question| question["typed"].as_str().expect("a text"))
            .collect();
        let shown =
            ran.out.lines().filter(|line| line.starts_with("Question ") && line.contains(" of ")).count();
        for (place, given) in given.iter().enumerate() {
            let expected = typed.get(place).copied().unwrap_or_default();
            let is_sure = place + 1 < shown && ran.err.is_empty();
            assert!(*given == expected || (given.is_empty() && !is_sure), "{given} for {expected}");
        }
        assert_eq!(planned_days(home), ["2026-06-12"]);
        assert_sound(home);
    });
}
