//! Every rule finds its mistake in its smallest bad deck, and nothing else there; beginners'
//! mistakes in TOML itself are one finding each, at the place where their author must act.
#![expect(clippy::disallowed_methods, reason = "the bad decks are read from their folder")]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use csto_quiz::deck::diagnostic::Diagnostic;
use csto_quiz::deck::parse::parse;
use csto_quiz::deck::rules;
use csto_quiz::source::Source;
use csto_quiz::view::diagnostic::short;
use support::Home;

/// Where the bad decks are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bad_decks");

/// The deck with many mistakes, which belongs to no rule.
const MANY: &str = "ten";

fn source(name: &str) -> Source {
    let path = format!("{name}.toml");
    let bytes = std::fs::read(format!("{FOLDER}/{path}"));
    Source::of_bytes(&path, bytes.unwrap_or_else(|error| panic!("tests/bad_decks/{path}: {error}")))
}

fn findings(source: &Source) -> Vec<Diagnostic> {
    parse(std::slice::from_ref(source), &[]).diagnostics
}

/// Returns the decks of a folder below that of the bad decks, by name.
fn decks_in(folder: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(Path::new(FOLDER).join(folder)).expect("the folder");
    let files = files.map(|file| file.expect("a file").path());
    let mut decks: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    decks.sort();
    decks
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|name| name.to_str()).expect("a name")
}

/// Checks a deck in a home of its own and holds all that is printed against what was read and
/// found good.
fn shown(home: &Home, path: &Path, snapshots: &str) -> Vec<String> {
    let name = format!("{}.toml", stem(path));
    std::fs::copy(path, home.path().join(&name)).expect("a copy");
    let ran = home.run(&["deck", "check", &name]);
    assert_eq!(ran.err, "", "{name}");
    insta::with_settings!({ snapshot_path => snapshots, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(stem(path), ran.out);
    });
    let found = home.run(&["deck", "check", "--format", "short", &name]).out;
    std::fs::remove_file(home.path().join(&name)).expect("removed");
    found.lines().map(str::to_owned).collect()
}

#[test]
fn every_rule_finds_its_mistake_alone_and_says_it_in_these_words() {
    let home = Home::new();
    std::fs::copy(format!("{FOLDER}/article.txt"), home.path().join("article.txt")).expect("a copy");
    for rule in rules::all() {
        let path = Path::new(FOLDER).join(format!("{}.toml", rule.name));
        let found = shown(&home, &path, "bad_decks/shown");
        assert_eq!(found.len(), 1, "{}: {found:?}", rule.name);
        assert!(found[0].contains(&format!("[{}]", rule.name)), "{found:?}");
    }
}

#[test]
fn every_bad_deck_belongs_to_a_rule() {
    for path in decks_in("") {
        let name = stem(&path);
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

/// Words of the parser's that no author should have to know.
const INTERNALS: [&str; 12] = [
    "toml parse",
    "expected",
    "invalid",
    "token",
    "unclosed",
    "unexpected",
    "newline",
    "bare key",
    "basic string",
    "literal string",
    "scalar",
    "duplicate key",
];

#[test]
fn a_beginners_mistake_is_one_finding_where_its_author_must_act_and_in_these_words() {
    let home = Home::new();
    let mut kinds = BTreeSet::new();
    for path in decks_in("toml") {
        let text = String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
        let line =
            1 + text.lines().position(|line| line.contains("<- here")).unwrap_or_else(|| marked(&path));
        let found = shown(&home, &path, "bad_decks/toml/shown");
        assert_eq!(found.len(), 1, "{}: {found:#?}", path.display());
        let place = format!("{}.toml:{line}:", stem(&path));
        assert!(found[0].starts_with(&place), "{place} {found:?}");
        let headline = found[0].split_once("] ").map_or("", |(_, headline)| headline).to_lowercase();
        assert!(!INTERNALS.iter().any(|word| headline.contains(word)), "{headline}");
        kinds.insert(headline);
    }
    assert!(decks_in("toml").len() >= 25, "only {} mistakes", decks_in("toml").len());
    assert!(kinds.len() >= 20, "{kinds:#?}");
}

/// Where a remark would be part of the mistake, the line stands in the file's name: `x-at-7.toml`.
fn marked(path: &Path) -> usize {
    let line = stem(path).rsplit_once("-at-").and_then(|(_, line)| line.parse::<usize>().ok());
    line.unwrap_or_else(|| panic!("{} does not say where its mistake is", path.display())) - 1
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
