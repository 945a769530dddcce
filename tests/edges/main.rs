//! What happens at the edges of the world: nowhere to write, no home, a clock that is wrong?
//!
//! Each case gives one clear message and loses nothing; where studying can go on, it does.

#![expect(clippy::disallowed_methods, reason = "tests make and harm the files that the program reads")]

mod clock;
mod places;
mod session;
#[path = "../support/mod.rs"]
mod support;

use support::{Home, Ran};

/// Answers so many cards at a moment, the first time it is asked wrong.
fn study(home: &mut Home, now: &str, cards: usize) {
    home.at(now);
    let limit = cards.to_string();
    let ran = home.run_with(&["study", "--plain", "--limit", &limit], &"x\n\n".repeat(cards));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
}

/// Writes a deck of so many cards whose answer is `T`, and returns its path.
fn deck(home: &Home, cards: usize) -> String {
    let card =
        |number| format!("\n[[card]]\nid = \"c{number}\"\nquestion = \"Number {number}?\"\nanswer = \"T\"\n");
    let head = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n".to_owned();
    let text: String = std::iter::once(head).chain((1..=cards).map(card)).collect();
    home.write("d.toml", &text).display().to_string()
}

/// Asserts that a command said this on standard error, and how it ended.
#[track_caller]
fn ended(ran: &Ran, code: i32, err: &str) {
    assert_eq!((ran.code, ran.err.trim_end()), (Some(code), err.trim_end()), "{ran:?}");
}
