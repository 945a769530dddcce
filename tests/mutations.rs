//! A shipped deck that is damaged at random never stops the reader, and what is said of it is said
//! where the damage is.
//!
//! The suite tries a few hundred damaged decks; `CSTO_QUIZ_MUTANTS=20000 cargo test --release
//! --test mutations -- --nocapture` tries as many as are asked for, and prints the share.
#![expect(clippy::disallowed_methods, reason = "the number of mutants is read from the environment")]

use csto_quiz::builtin;
use csto_quiz::deck::diagnostic::Diagnostic;
use csto_quiz::deck::mend::{Files, Wanted, mend};
use csto_quiz::deck::parse::{Parsed, parse};
use csto_quiz::deck::rules::{SINGLE_BRACKETS, SYNTAX};
use csto_quiz::seed::Seed;
use csto_quiz::source::{Source, Span};
use csto_quiz::view::diagnostic::{render, short};

/// How many mutants the suite tries.
const MUTANTS: u64 = 300;
/// Of so many mutants one is mended as well.
const MENDED_OF: u64 = 5;
/// A finding may be so many lines away from the damage.
const NEAR: usize = 2;
/// Of a hundred mutants with mistakes in TOML, so many must be told at their place.
const ENOUGH_PERCENT: usize = 95;

/// A damaged file, and the first and last line of the damage, from 1.
struct Mutant {
    what: &'static str,
    text: String,
    lines: (usize, usize),
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text[..offset].matches('\n').count()
}

/// Damages a text in one place.
fn mutant(text: &str, seed: Seed) -> Mutant {
    let places: Vec<(usize, char)> = text.char_indices().collect();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = seed.nth(1).below(places.len() - 1);
    let line = seed.nth(2).below(lines.len() - 1);
    let marks: Vec<(usize, char)> = places
        .iter()
        .copied()
        .filter(|(_, c)| matches!(c, '"' | '[' | ']' | '{' | '}' | '=' | ','))
        .collect();
    let mark = marks[seed.nth(3).below(marks.len())];
    let (offset, c) = places[at];
    let cut =
        |offset: usize, c: char, with: &str| [&text[..offset], with, &text[offset + c.len_utf8()..]].concat();
    let in_line = |what, offset, text: String| {
        let line = line_of(&text, offset);
        Mutant { what, text, lines: (line, line) }
    };
    let rejoined = |what, lines: Vec<&str>, first: usize, last: usize| Mutant {
        what,
        text: lines.concat(),
        lines: (first + 1, last + 1),
    };
    match seed.nth(4).below(9) {
        0 => in_line("character deleted", offset, cut(offset, c, "")),
        1 => in_line("character doubled", offset, cut(offset, c, &format!("{c}{c}"))),
        2 => {
            let next = places[at + 1].1;
            let swapped =
                [&text[..offset], &format!("{next}{c}"), &text[offset + c.len_utf8() + next.len_utf8()..]];
            let line = line_of(text, offset);
            Mutant { what: "characters swapped", text: swapped.concat(), lines: (line, line + 1) }
        }
        3 => in_line("mark deleted", mark.0, cut(mark.0, mark.1, "")),
        4 => in_line("mark doubled", mark.0, cut(mark.0, mark.1, &format!("{0}{0}", mark.1))),
        5 => in_line("mark turned", mark.0, cut(mark.0, mark.1, ["“", "'", "(", ";"][seed.nth(5).below(4)])),
        6 => rejoined("line deleted", [&lines[..line], &lines[line + 1..]].concat(), line, line),
        7 => rejoined("line doubled", [&lines[..=line], &lines[line..]].concat(), line, line + 1),
        _ => {
            let mut swapped = lines;
            swapped.swap(line, line + 1);
            rejoined("lines swapped", swapped, line, line + 1)
        }
    }
}

fn is_inside(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}

/// Asserts that everything said is said of a place inside the files.
fn check_places(found: &Diagnostic, sources: &[Source], what: &str) {
    let text = |file: usize| sources.get(file).unwrap_or_else(|| panic!("{what}: no file {file}")).text();
    assert!(is_inside(found.span, text(found.file)), "{what}: {found:?}");
    if let Some((file, related)) = found.second() {
        assert!(is_inside(related.span, text(file)), "{what}: {found:?}");
    }
    for edit in found.fix.iter().flat_map(|fix| &fix.edits) {
        assert!(is_inside(edit.span, text(found.file)), "{what}: {found:?}");
    }
}

/// Asserts that mending makes nothing worse, and that what is mended stays as it is.
fn check_mending(sources: &[Source], before: &Parsed, what: &str) {
    let mended = |own: &[Source]| {
        let mut new = own.to_vec();
        for (file, text) in mend(Files { own, shared: &[], texts: &[] }, Wanted::Certain).files {
            new[file] = Source::new(own[file].path(), text);
        }
        new
    };
    let cards = |parsed: &Parsed| parsed.deck.as_ref().map_or(0, |deck| deck.cards.len());
    let once = mended(sources);
    assert!(cards(&parse(&once, &[])) >= cards(before), "{what}");
    assert_eq!(mended(&once), once, "{what}");
}

#[test]
fn a_damaged_deck_is_read_and_its_damage_told_where_it_is() {
    let whole = builtin::sources();
    let count =
        std::env::var("CSTO_QUIZ_MUTANTS").ok().and_then(|count| count.parse().ok()).unwrap_or(MUTANTS);
    let (mut with_syntax, mut far) = (0, Vec::new());
    for number in 0..count {
        let seed = Seed(7).nth(number);
        // The file of the heading, and one more: the whole deck would say the same and take longer.
        let other = 1 + seed.nth(0).below(whole.len() - 1);
        let mut sources = vec![whole[0].clone(), whole[other].clone()];
        let file = seed.nth(6).below(sources.len());
        let mutant = mutant(sources[file].text(), seed);
        sources[file] = Source::new(sources[file].path(), mutant.text.as_str());
        let parsed = parse(&sources, &[]);
        for found in &parsed.diagnostics {
            check_places(found, &sources, mutant.what);
        }
        assert!(!render(&parsed.diagnostics, &sources, (true, None)).contains("panicked"));
        if number.is_multiple_of(MENDED_OF) {
            check_mending(&sources, &parsed, mutant.what);
        }
        let is_syntax = |found: &&Diagnostic| [SYNTAX.name, SINGLE_BRACKETS.name].contains(&found.rule);
        let syntax: Vec<&Diagnostic> = parsed.diagnostics.iter().filter(is_syntax).collect();
        let is_near = |found: &&Diagnostic| {
            let line = sources[found.file].place(found.span.start).line;
            found.file == file && line + NEAR >= mutant.lines.0 && line <= mutant.lines.1 + NEAR
        };
        with_syntax += usize::from(!syntax.is_empty());
        if !syntax.iter().all(is_near) {
            let told: Vec<String> = syntax.iter().map(|found| short(found, &sources)).collect();
            far.push(format!("{} in line {}:\n  {}", mutant.what, mutant.lines.0, told.join("\n  ")));
        }
    }
    let near = with_syntax - far.len();
    #[expect(clippy::print_stdout, reason = "the share is what the long run is for")]
    {
        println!("{count} mutants, {with_syntax} with mistakes in TOML, {near} told at their place");
    }
    assert!(with_syntax > 0 && near * 100 >= with_syntax * ENOUGH_PERCENT, "{}", far.join("\n"));
}
