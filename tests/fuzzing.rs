//! What was ever found by fuzzing, and what is near it, harms nothing any more.
//!
//! The short form of `fuzz/run`: the same bodies on the committed corpus, and on some changes of it.

#![expect(clippy::disallowed_methods, reason = "the corpus is read from its folder")]

#[path = "../fuzz/bodies/mod.rs"]
mod bodies;

use std::panic::catch_unwind;
use std::path::Path;

use csto_quiz::seed::Seed;

/// How many files a corpus has at least; an empty one would find nothing.
const FEWEST: usize = 20;
/// The longest changed input, in bytes; longer ones take their time in a debug build.
const LONGEST: usize = 6000;

/// Returns the inputs of a corpus with their names, sorted.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = std::fs::read_dir(&folder).expect("a corpus");
    let mut paths: Vec<_> = files.map(|file| file.expect("an input").path()).collect();
    paths.sort();
    let input = |path: std::path::PathBuf| {
        let bytes = std::fs::read(&path).expect("an input");
        (path.display().to_string(), bytes)
    };
    paths.into_iter().map(input).collect()
}

/// Returns an input with a few changes: bytes set or turned, pieces left out, doubled, or taken from
/// another input.
fn changed(input: &[u8], other: &[u8], seed: Seed) -> Vec<u8> {
    let mut changed = input.to_vec();
    for change in 0..=seed.nth(0).below(4) {
        let seed = seed.nth(change as u64 + 1);
        let at = seed.nth(1).below(changed.len() + 1);
        let end = (at + seed.nth(2).below(32)).min(changed.len());
        let byte = u8::try_from(seed.nth(3).below(256)).unwrap_or_default();
        match (seed.nth(4).below(6), changed.get_mut(at)) {
            (0, Some(found)) => *found = byte,
            (1, Some(found)) => *found ^= 1 << (byte % 8),
            (2, _) => drop(changed.drain(at..end)),
            (3, _) => changed.insert(at, byte),
            (4, _) => {
                let piece = changed[at..end].to_vec();
                changed.splice(end..end, piece);
            }
            _ => {
                let from = seed.nth(5).below(other.len() + 1);
                let to = (from + seed.nth(6).below(64)).min(other.len());
                changed.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
    changed
}

/// Asserts that a body holds for every input of its corpus, and for so many changes.
fn holds(target: &str, body: fn(&[u8]), changes: u64) {
    let inputs = corpus(target);
    assert!(inputs.len() >= FEWEST, "fuzz/corpus/{target} has {} files", inputs.len());
    for (name, input) in &inputs {
        assert!(catch_unwind(|| body(input)).is_ok(), "{name}");
    }
    let short: Vec<_> = inputs.iter().filter(|(_, input)| input.len() <= LONGEST).collect();
    for number in 0..changes {
        let seed = Seed(11).of(target).nth(number);
        let (name, input) = short[seed.nth(1).below(short.len())];
        let (other_name, other) = short[seed.nth(2).below(short.len())];
        let input = changed(input, other, seed.nth(3));
        let held = catch_unwind(|| body(&input)).is_ok();
        assert!(held, "change {number} of {name} with {other_name}: {input:?}");
    }
}

#[test]
fn no_deck_harms_the_reader() {
    holds("deck", bodies::deck, 300);
}

#[test]
fn no_answer_harms_the_examiner() {
    holds("answer", bodies::answer, 1000);
}

#[test]
fn no_export_harms_the_log() {
    holds("log", bodies::log, 150);
}

#[test]
fn no_database_harms_progress() {
    holds("database", bodies::database, 60);
}
