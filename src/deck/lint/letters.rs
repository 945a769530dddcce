//! Which letters and blanks of a deck's texts are not what they look like?

use crate::deck::diagnostic::{Diagnostic, Edit};
use crate::deck::rules::{DECOMPOSED_ACCENT, INVISIBLE_CHARACTER, MIXED_ALPHABETS, TRAILING_BLANKS};
use crate::source::Span;
use crate::text::{composed, sanitise};

/// Cyrillic and Greek letters, each with the Latin one that looks like it.
const LOOK_ALIKES: [(&str, &str); 2] = [
    ("АВЕЅІЈКМНОРСТУХаеорсухіѕјԁԛԝһ", "ABESIJKMHOPCTYXaeopcyxisjdqwh"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
];

/// An alphabet of which a letter can pass for one of another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Cyrillic,
    Greek,
}

/// Reports lines that end in blanks, all of a file in one finding.
pub(in crate::deck) fn blanks(text: &str) -> Option<Diagnostic> {
    let mut edits = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let kept = words.trim_end_matches([' ', '\t']).len();
        // The continued line of a long text is written with a backslash and nothing behind it.
        if kept < words.len() {
            edits.push(Edit { span: Span::new(at + kept, at + words.len()), text: String::new() });
        }
        at += line.len();
    }
    let first = edits.first()?.span;
    let headline = match edits.len() {
        1 => "a line ends in blanks".to_owned(),
        count => format!("{count} lines end in blanks"),
    };
    let found = TRAILING_BLANKS.found(first, headline, "blanks");
    Some(found.help("take them away; `csto-quiz deck check --fix` does").fixes(edits, true))
}

/// Reports letters of one text that are not what they look like; `raw` is the text as it is
/// written, `start` where it begins.
pub(in crate::deck) fn letters(raw: &str, start: usize) -> Vec<Diagnostic> {
    if raw.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(invisible(raw, start));
    found.extend(decomposed(raw, start));
    found.extend(mixed(raw, start));
    found
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn invisible(raw: &str, start: usize) -> Option<Diagnostic> {
    let edits: Vec<Edit> = raw
        .char_indices()
        .filter(|(_, c)| is_invisible(*c))
        .map(|(at, c)| Edit { span: Span::new(start + at, start + at + c.len_utf8()), text: String::new() })
        .collect();
    let first = edits.first()?.span;
    let found = INVISIBLE_CHARACTER.found(first, "a character that cannot be seen", "it stands here");
    Some(found.help("take it away; `csto-quiz deck check --fix` does").fixes(edits, true))
}

fn decomposed(raw: &str, start: usize) -> Option<Diagnostic> {
    let whole = composed(raw);
    if whole == raw {
        return None;
    }
    let same = raw.char_indices().zip(whole.chars()).find(|((_, one), other)| one != other);
    let at = same.map_or(0, |((at, _), _)| at);
    let end = raw.get(at..)?.char_indices().nth(2).map_or(raw.len(), |(next, _)| at + next);
    let span = Span::new(start + at, start + end);
    let found = DECOMPOSED_ACCENT.found(span, "a letter and its accent are two characters", "looks like one");
    let edit = Edit { span: Span::new(start, start + raw.len()), text: whole };
    Some(found.help("write it as one; `csto-quiz deck check --fix` does").fixes(vec![edit], true))
}

fn alphabet(c: char) -> Option<Alphabet> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Some(Alphabet::Latin),
        '\u{370}'..='\u{3ff}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52f}' => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

/// A word that mixes letters which can be taken for one another; `μg` and `β-decay` do not.
fn mixed(raw: &str, start: usize) -> Option<Diagnostic> {
    let mut at = 0;
    for word in raw.split_inclusive(|c: char| !c.is_alphabetic()) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let count = |wanted| letters.chars().filter(|c| alphabet(*c) == Some(wanted)).count();
        let (latin, cyrillic, greek) =
            (count(Alphabet::Latin), count(Alphabet::Cyrillic), count(Alphabet::Greek));
        if latin > 0 && (cyrillic > 0 || greek > 0) && has_look_alike(letters, latin >= cyrillic + greek) {
            let span = Span::new(start + at, start + at + letters.len());
            let headline = format!("the word `{}` has letters of two alphabets", sanitise(letters));
            let (mended, label) = if latin >= cyrillic + greek {
                (swapped(letters, false), "mostly Latin")
            } else {
                (swapped(letters, true), "mostly not Latin")
            };
            let found = MIXED_ALPHABETS.found(span, headline, label);
            return Some(found.help("write it in one alphabet").fix(span, mended));
        }
        at += word.len();
    }
    None
}

fn has_look_alike(word: &str, is_latin: bool) -> bool {
    word.chars().any(|c| swap(c, !is_latin).is_some())
}

fn swapped(word: &str, from_latin: bool) -> String {
    word.chars().map(|c| swap(c, from_latin).unwrap_or(c)).collect()
}

/// Returns the letter that looks like this one in the other alphabet.
fn swap(c: char, from_latin: bool) -> Option<char> {
    LOOK_ALIKES.iter().find_map(|(others, latin)| {
        let (from, to) = if from_latin { (latin, others) } else { (others, latin) };
        from.chars().position(|other| other == c).and_then(|at| to.chars().nth(at))
    })
}
