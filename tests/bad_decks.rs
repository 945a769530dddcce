//! Every rule finds its mistake in its smallest bad deck, and nothing else there.
#![expect(clippy::disallowed_methods, reason = "the bad decks are read from their folder")]

use csto_quiz::deck::diagnostic::Diagnostic;
use csto_quiz::deck::parse::parse;
use csto_quiz::deck::rules;
use csto_quiz::source::Source;
use csto_quiz::view::diagnostic::short;

/// Where the bad decks are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bad_decks");

/// The deck with many mistakes, which belongs to no rule.
const MANY: &str = "ten";

fn source(name: &str) -> Source {
    let path = format!("{name}.toml");
    let text = std::fs::read_to_string(format!("{FOLDER}/{path}"));
    Source::new(&path, text.unwrap_or_else(|error| panic!("tests/bad_decks/{path}: {error}")))
}

fn findings(source: &Source) -> Vec<Diagnostic> {
    parse(std::slice::from_ref(source), &[]).diagnostics
}

#[test]
fn every_rule_finds_its_mistake_and_no_other_does() {
    for rule in rules::all() {
        let found: Vec<_> = findings(&source(rule.name)).iter().map(|found| found.rule).collect();
        assert_eq!(found, [rule.name]);
    }
}

#[test]
fn every_bad_deck_belongs_to_a_rule() {
    for file in std::fs::read_dir(FOLDER).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(name == MANY || rules::find(name).is_some(), "{name}");
    }
}

#[test]
fn every_finding_says_what_to_do() {
    for rule in rules::all() {
        for found in findings(&source(rule.name)) {
            assert!(found.help.is_some(), "{}", rule.name);
            assert!(!found.headline.ends_with('.'), "{}", found.headline);
        }
    }
}

#[test]
fn ten_mistakes_give_ten_findings_at_their_places_and_the_good_card_remains() {
    let source = source(MANY);
    let parsed = parse(std::slice::from_ref(&source), &[]);
    let sources = [source];
    let lines: Vec<String> = parsed.diagnostics.iter().map(|found| short(found, &sources)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    ten.toml:7:12: error[syntax] curly quotes around a text
    ten.toml:13:1: error[unknown-key] `[[card]]` has no key `anwser`
    ten.toml:16:6: error[duplicate-id] two cards have the id `capital-2`
    ten.toml:20:1: error[single-brackets] `[date]` in single brackets
    ten.toml:28:10: error[impossible-date] `30 February 2012` is not in the calendar
    ten.toml:33:10: error[syntax] the number `19,000` has separators
    ten.toml:39:19: error[right-and-wrong] `Kant` is both right and wrong
    ten.toml:43:30: error[cloze-braces] `{` without `}`: the braces of the cloze do not match
    ten.toml:49:8: error[need-too-large] 3 are needed, and there are 2
    ten.toml:54:33: error[no-arrow] the pair `Gyumri: Armenia` has no arrow
    ");
    let cards: Vec<_> = parsed.deck.unwrap().cards.iter().map(|card| card.id.to_string()).collect();
    assert_eq!(cards, ["ten/good"]);
}
