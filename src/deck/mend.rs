//! How would a deck's files read without the mistakes of which the remedy is certain?
//!
//! `deck check --fix` and `deck ids` call it and write what it returns. It changes nothing but the
//! places themselves, so comments, blanks and the order of everything stay as they are.

use crate::deck::diagnostic::{Diagnostic, Edit, Severity};
use crate::deck::parse::{Parsed, parse_with_texts};
use crate::source::Source;

/// How often the mended files are read again for what shows only then.
const MOST_ROUNDS: usize = 5;

/// The files of a deck, as the reader takes them.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The deck's own.
    pub own: &'a [Source],
    /// Those that it uses.
    pub shared: &'a [Source],
    /// The texts of its sources.
    pub texts: &'a [Source],
}

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every remedy that is certain.
    Certain,
    /// Ids for the cards that have none or another card's, and numbers for gaps.
    Ids,
}

/// What the files would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Mended {
    /// The new text of each file that changes, with its number.
    pub files: Vec<(usize, String)>,
    /// How many places change.
    pub places: usize,
}

/// Returns the deck's own files as they would be without mistakes of which the remedy is certain.
///
/// A file is left alone when its deck would have more errors, or fewer cards, than before.
pub fn mend(files: Files<'_>, wanted: Wanted) -> Mended {
    let mut own: Vec<Source> = files.own.to_vec();
    let mut before = parse_with_texts(&own, files.shared, files.texts);
    let mut places = 0;
    for _ in 0..MOST_ROUNDS {
        let edits = edits(&before, wanted, own.len());
        if edits.iter().all(Vec::is_empty) {
            break;
        }
        let changed: Vec<Source> =
            own.iter().zip(&edits).map(|(source, edits)| edited_source(source, edits)).collect();
        let after = parse_with_texts(&changed, files.shared, files.texts);
        if is_worse(&before, &after) {
            break;
        }
        places += edits.iter().map(Vec::len).sum::<usize>();
        own = changed;
        before = after;
    }
    let changed = own.iter().zip(files.own).enumerate().filter(|(_, (new, old))| new.text() != old.text());
    Mended { files: changed.map(|(file, (new, _))| (file, new.text().to_owned())).collect(), places }
}

/// Returns the text with the changes made; what would touch an earlier change is left out.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in apart(edits) {
        new.push_str(text.get(at..edit.span.start).unwrap_or_default());
        new.push_str(&edit.text);
        at = edit.span.end;
    }
    new.push_str(text.get(at..).unwrap_or_default());
    new
}

fn apart(edits: &[Edit]) -> Vec<&Edit> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut end = 0;
    sorted.retain(|edit| {
        let is_free = edit.span.start >= end;
        if is_free {
            end = edit.span.end;
        }
        is_free
    });
    sorted
}

fn edited_source(source: &Source, edits: &[Edit]) -> Source {
    if edits.is_empty() { source.clone() } else { Source::new(source.path(), edited(source.text(), edits)) }
}

fn edits(parsed: &Parsed, wanted: Wanted, files: usize) -> Vec<Vec<Edit>> {
    let mut by_file = vec![Vec::new(); files];
    let mut add = |file: usize, edit: &Edit| {
        if let Some(edits) = by_file.get_mut(file) {
            edits.push(edit.clone());
        }
    };
    match wanted {
        Wanted::Ids => parsed.ids.iter().for_each(|(file, edit)| add(*file, edit)),
        Wanted::Certain => {
            for found in &parsed.diagnostics {
                for edit in found.fix.iter().filter(|fix| fix.is_certain).flat_map(|fix| &fix.edits) {
                    add(found.file, edit);
                }
            }
        }
    }
    by_file
}

fn is_worse(before: &Parsed, after: &Parsed) -> bool {
    let errors = |parsed: &Parsed| {
        let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
        parsed.diagnostics.iter().filter(is_error).count()
    };
    let cards = |parsed: &Parsed| parsed.deck.as_ref().map_or(0, |deck| deck.cards.len());
    // A card that could not be read before may have mistakes of its own.
    cards(after) < cards(before) || (errors(after) > errors(before) && cards(after) == cards(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use proptest::prelude::*;

    fn mended(text: &str, wanted: Wanted) -> String {
        let own = [Source::new("d.toml", text)];
        let files = Files { own: &own, shared: &[], texts: &[] };
        mend(files, wanted).files.pop().map_or_else(|| text.to_owned(), |(_, text)| text)
    }

    const HEAD: &str = "[deck]\nid = 'd'\ntitle = 'D'\n\n";

    #[test]
    fn ids_are_written_below_their_headings_and_nothing_else_changes() {
        let text = format!(
            "{HEAD}[[card]]  # first\r\nquestion   = \"Where was the treaty signed?\"\r\nanswer = \"Tashkent\"\r\n\n\
             # last\n[[cloze]]\nquestion = \"In {{Kant}} is a {{3: base}} of {{Russia}}.\"\n"
        );
        let new = mended(&text, Wanted::Ids);
        let expected = text
            .replace("# first\r\n", "# first\r\nid = \"where-was-the-treaty-signed\"\r\n")
            .replace("[[cloze]]\n", "[[cloze]]\nid = \"in-kant-is-a-base-of-russia\"\n")
            .replace("{Kant}", "{4: Kant}")
            .replace("{Russia}", "{5: Russia}");
        assert_eq!(new, expected);
        assert_eq!(mended(&new, Wanted::Ids), new);
    }

    #[test]
    fn of_two_cards_with_one_id_the_later_gets_a_new_one() {
        let card =
            |question: &str| format!("[[card]]\nid = \"a\"\nquestion = \"{question}\"\nanswer = \"x\"\n");
        let text = format!("{HEAD}{}{}", card("What is one?"), card("What is two?"));
        let expected = format!(
            "{HEAD}{}{}",
            card("What is one?"),
            card("What is two?").replace("\"a\"", "\"what-is-two\"")
        );
        assert_eq!(mended(&text, Wanted::Ids), expected);
    }

    #[test]
    fn what_is_certain_is_mended_and_what_is_not_is_left() {
        let text = format!(
            "{HEAD}[card] \nid = \"a\"\nquestion = “Where?”\nanswer = \"Libe\u{301}\u{200b}ration\"\n\
             [[true-false]]\nid = \"b\"\nquestion = \"It is so.\"\nanswer = True\nwhy = \"x\"\n"
        );
        let expected = format!(
            "{HEAD}[[card]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"Lib\u{e9}ration\"\n\
             [[true-false]]\nid = \"b\"\nquestion = \"It is so.\"\nanswer = true\nwhy = \"x\"\n"
        );
        assert_eq!(mended(&text, Wanted::Certain), expected);
    }

    proptest! {
        #[test]
        fn edits_that_do_not_touch_are_all_made(pieces in prop::collection::vec("[a-zа-я]{1,5}", 1..8)) {
            let text = pieces.concat();
            let mut at = 0;
            let mut edits = Vec::new();
            for piece in &pieces {
                edits.push(Edit { span: Span::new(at, at + piece.len()), text: piece.to_uppercase() });
                at += piece.len();
            }
            prop_assert_eq!(edited(&text, &edits), text.to_uppercase());
        }
    }
}
