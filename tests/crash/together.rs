//! Sessions and exams that run at once lose nothing, and do not ask twice what they can know of.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::kill::{Chance, sized};
use crate::support::Home;
use crate::{DECK, asked, many_words};

/// Answers of each session in the long form, and in the short.
const ANSWERS: (usize, usize) = (500, 40);
/// Questions of the exam.
const QUESTIONS: usize = 20;

/// A row of the log, in the order in which rows were written.
struct Written {
    session: usize,
    face: String,
    grade: String,
}

/// Two sessions, and what each types.
struct Sessions {
    typed: [Vec<String>; 2],
}

impl Sessions {
    fn new(answers: usize) -> Self {
        let mut chance = Chance::of("together", answers);
        Self { typed: [(); 2].map(|()| (0..answers).map(|_| chance.word()).collect()) }
    }

    /// Answers through a pipe, each answer with another grade than is proposed; returns how many had
    /// their feedback shown.
    fn run(&self, home: &Home, session: usize) -> usize {
        let lines: String = self.typed[session].iter().map(|typed| format!("{typed}\n3\n")).collect();
        let seed = session.to_string();
        let words = ["study", "--plain", "--new", "5000", "--seed", &seed, DECK];
        let ran = home.run_with(&words, &format!("{lines}:q\n"));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        ran.out.lines().filter(|line| line.starts_with("Grade: ")).count()
    }

    /// Every answer is there twice: with the proposed grade, which was taken back, and with the one chosen.
    #[track_caller]
    fn are_in(&self, lines: &[serde_json::Value]) {
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for line in lines {
            let (all, counted) = counts.entry(line["typed"].as_str().expect("an answer")).or_default();
            *all += 1;
            *counted += usize::from(line["revoked"].is_null());
        }
        for typed in self.typed.iter().flatten() {
            assert_eq!(counts.get(typed.as_str()), Some(&(2, 1)), "{typed}");
        }
    }

    /// Returns the rows that were written, first to last.
    fn written(&self, home: &Home) -> Vec<Written> {
        let file = Connection::open(home.progress_file()).expect("a file");
        let mut rows =
            file.prepare("SELECT typed, face, grade FROM review ORDER BY number").expect("a table");
        let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<(String, String, String)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        };
        let rows = rows.query_map([], row).expect("rows").map(|row| row.expect("a row"));
        let of = |typed: &String| self.typed.iter().position(|own| own.contains(typed));
        rows.map(|(typed, face, grade)| Written {
            session: of(&typed).expect("an answer of a session"),
            face,
            grade,
        })
        .collect()
    }
}

/// Counts the cards that were asked in both sessions; none of them was known to be answered in one, and
/// not due again, before the other had it on its screen.
#[track_caller]
fn asked_in_both(written: &[Written]) -> usize {
    let mut both = 0;
    let mut settled: [BTreeMap<&str, usize>; 2] = Default::default();
    let mut last = [None; 2];
    let mut on_screen: [Option<&str>; 2] = [None; 2];
    for (number, row) in written.iter().enumerate() {
        let (own, other) = (row.session, 1 - row.session);
        if on_screen[own] != Some(&row.face) {
            // What was written before this session's last row could be known when it drew the card.
            let drawn: Option<usize> = last[own];
            if let Some(before) = settled[other].get(row.face.as_str()) {
                both += 1;
                assert!(drawn.is_none_or(|drawn| *before > drawn), "{} was known to be answered", row.face);
            }
            on_screen[own] = Some(&row.face);
        }
        if row.grade == "good" {
            settled[own].insert(&row.face, number);
            on_screen[own] = None;
        }
        last[own] = Some(number);
    }
    both
}

/// Two sessions; the long form, 500 answers each, is part of the one of [`crate::kill`].
#[test]
fn two_sessions_at_once_lose_no_answer() {
    let answers = sized(ANSWERS.0, ANSWERS.1);
    let home = Home::new();
    many_words(&home, answers * 2 + 10);
    let sessions = Sessions::new(answers);
    let shown: usize = std::thread::scope(|scope| {
        let running = [0, 1].map(|session| {
            let (home, sessions) = (&home, &sessions);
            scope.spawn(move || sessions.run(home, session))
        });
        running.map(|session| session.join().expect("a session")).iter().sum()
    });
    let kept = asked(&home);
    assert_eq!((shown, kept.lines.len()), (answers * 2, answers * 4));
    sessions.are_in(&kept.lines);
    let both = asked_in_both(&sessions.written(&home));
    #[expect(clippy::print_stdout, reason = "the counts are what the long run is for")]
    {
        println!(
            "two sessions at once: {shown} answers in the log; {both} cards were on both screens at once"
        );
    }
}

#[test]
fn two_sessions_and_an_exam_at_once_lose_no_answer() {
    let answers = sized(ANSWERS.0 / 5, ANSWERS.1 / 4);
    let home = Home::new();
    many_words(&home, answers * 2 + QUESTIONS);
    let sessions = Sessions::new(answers);
    let mut chance = Chance::of("exam at once", 0);
    let typed: Vec<String> = (0..QUESTIONS).map(|_| chance.word()).collect();
    let lines: String = typed.iter().map(|typed| format!("{typed}\n")).chain(["\n".to_owned()]).collect();
    let shown: usize = std::thread::scope(|scope| {
        let running = [0, 1].map(|session| {
            let (home, sessions) = (&home, &sessions);
            scope.spawn(move || sessions.run(home, session))
        });
        let questions = QUESTIONS.to_string();
        let exam = home.run_with(&["exam", "--plain", "--questions", &questions, DECK], &lines);
        assert_eq!((exam.code, exam.err.as_str()), (Some(0), ""), "{exam:?}");
        running.map(|session| session.join().expect("a session")).iter().sum()
    });
    let kept = asked(&home);
    assert_eq!((shown, kept.lines.len()), (answers * 2, answers * 4 + QUESTIONS));
    sessions.are_in(&kept.lines);
    for typed in &typed {
        assert_eq!(kept.lines.iter().filter(|line| line["typed"] == **typed).count(), 1, "{typed}");
    }
}
