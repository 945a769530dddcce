//! What the learner has seen graded is never lost, however the program ends.

mod support;

use std::io::{BufRead, BufReader, Write};
use std::process::ChildStdout;

use support::Home;

/// Answers the first cards of a session and kills it, without warning, right after the feedback of
/// the last; returns the prompts' answers as they were typed.
fn killed_after(home: &Home, answers: usize) -> Vec<String> {
    let deck = many_dates(home, 30);
    let mut child = home.start(&["study", "--plain", "--new", "30", &deck]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut typed = Vec::new();
    for answer in 0..answers {
        let text = format!("{}", 1900 + answer);
        if answer > 0 {
            writeln!(stdin).expect("a session that listens");
        }
        writeln!(stdin, "{text}").expect("a session that listens");
        wait_for(&mut stdout, "Grade: ");
        typed.push(text);
    }
    child.kill().expect("a running session");
    child.wait().expect("an end");
    typed
}

/// Reads lines until one begins with the words.
fn wait_for(stdout: &mut BufReader<ChildStdout>, words: &str) {
    let mut line = String::new();
    while !line.starts_with(words) {
        line.clear();
        assert!(stdout.read_line(&mut line).expect("a line") > 0, "the session ended before `{words}`");
    }
}

/// Writes a deck of years, 1950 and on.
fn many_dates(home: &Home, count: usize) -> String {
    let card = |number: usize| {
        let (question, year) = (format!("When was event number {number}?"), 1950 + number);
        format!("\n[[date]]\nid = \"c{number}\"\nquestion = \"{question}\"\nanswer = \"{year}\"\n")
    };
    let head = "[deck]\nformat = 1\nid = \"years\"\ntitle = \"Years\"\n".to_owned();
    let text: String = std::iter::once(head).chain((0..count).map(card)).collect();
    home.write("years.toml", &text).display().to_string()
}

fn typed_in(home: &Home) -> Vec<String> {
    home.export().iter().map(|line| line["typed"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn an_answer_whose_feedback_was_shown_survives_being_killed() {
    for answers in [1, 2, 3, 5, 8] {
        let home = Home::new();
        let typed = killed_after(&home, answers);
        assert_eq!(typed_in(&home), typed);
        let info = home.run(&["stats", "--json"]);
        assert_eq!(info.code, Some(0), "{info:?}");
    }
}

#[test]
fn two_sessions_at_once_lose_no_answer() {
    let home = Home::new();
    let deck = many_dates(&home, 120);
    let lines: String = (0..60).map(|_| "1900\n3\n").collect();
    let shown: usize = std::thread::scope(|scope| {
        let sessions = ["1", "2"].map(|seed| {
            let (home, deck, lines) = (&home, &deck, &lines);
            scope.spawn(move || {
                let ran = home.run_with(&["study", "--plain", "--new", "40", "--seed", seed, deck], lines);
                assert_eq!(ran.code, Some(0), "{ran:?}");
                ran.out.matches("Grade: ").count()
            })
        });
        sessions.map(|session| session.join().expect("a session")).iter().sum()
    });
    let log = home.export();
    // Each answer is one review with the proposed grade, Again, and one with the grade chosen, Good.
    assert!(shown >= 40, "{shown} answers");
    assert_eq!(log.len(), shown * 2);
    assert_eq!(log.iter().filter(|line| line["revoked"].is_null()).count(), shown);
}

#[test]
fn an_end_of_input_in_the_middle_of_a_line_still_counts_the_line() {
    let home = Home::new();
    let deck = many_dates(&home, 3);
    let ran = home.run_with(&["study", "--plain", &deck], "1950");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(typed_in(&home), ["1950"]);
}
