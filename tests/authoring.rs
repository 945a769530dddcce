//! The authoring guide says what the program does: its tables are the program's own, its decks
//! check clean, its commands run.

#![expect(clippy::disallowed_methods, reason = "the guide is written anew when that is asked for")]

mod support;

use csto_quiz::view::manual;
use support::Home;

const GUIDE: &str = include_str!("../docs/authoring.md");
/// Set to anything, the test writes the made parts into the guide instead of comparing them.
const WRITE: &str = "CSTO_QUIZ_WRITE_GUIDE";

/// Returns the guide with its made parts as they are to be.
fn as_it_should_be() -> String {
    let mut guide = GUIDE.to_owned();
    for (name, made) in [("keys", manual::keys()), ("rules", manual::rules())] {
        let (before, rest) = guide.split_once(&format!("<!-- {name}:")).expect("where the part begins");
        let (mark, _) = rest.split_once('\n').expect("a line");
        let (_, behind) = rest.split_once(&format!("<!-- end of {name} -->")).expect("where the part ends");
        guide =
            format!("{before}<!-- {name}:{mark}\n\n{}\n\n<!-- end of {name} -->{behind}", made.trim_end());
    }
    guide
}

fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    GUIDE.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn keys_and_rules_stand_in_the_guide_in_the_programs_own_words() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/authoring.md");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(path, as_it_should_be()).expect("the guide");
    }
    let now = std::fs::read_to_string(path).expect("the guide");
    assert!(now == as_it_should_be(), "run `{WRITE}=1 cargo test --test authoring`, and read what changed");
}

#[test]
fn the_deck_of_the_guide_has_all_ten_kinds_and_checks_clean() {
    let home = Home::new();
    let deck = blocks("toml").into_iter().find(|block| block.starts_with("[deck]")).expect("a deck");
    home.write("rivers.toml", deck);
    let check = home.run(&["deck", "check", "--strict", "rivers.toml"]);
    assert_eq!((check.code, check.out.as_str()), (Some(0), "1 file, 10 cards: 0 errors, 0 warnings\n"));
    let shown = home.json(&["deck", "show", "rivers.toml", "--json"]);
    let mut kinds: Vec<&str> =
        shown["cards"].as_array().expect("cards").iter().filter_map(|card| card["kind"].as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 10);
}

#[test]
fn every_command_of_the_guide_runs() {
    let home = Home::new();
    for line in blocks("sh").iter().flat_map(|block| block.lines()) {
        let words: Vec<String> = words(line).into_iter().skip(1).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let ran = home.run(&words);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{line}: {ran:?}");
    }
}

/// Splits a line as a shell does, as far as the guide needs it.
fn words(line: &str) -> Vec<String> {
    line.split('"')
        .enumerate()
        .flat_map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
            _ => vec![piece.to_owned()],
        })
        .collect()
}

#[test]
fn every_rule_that_is_found_is_in_the_guide() {
    for rule in csto_quiz::deck::rules::all() {
        assert!(GUIDE.contains(&format!("#### `{}`\n", rule.name)), "{}", rule.name);
    }
}
