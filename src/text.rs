//! What does a text look like to a reader and to a comparison?
//!
//! Cleaning, folding, distance, display width and wrapping. Everything that shows a deck's words
//! or compares what was typed calls this module.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a tab takes when shown.
const TAB_COLUMNS: usize = 4;

/// Returns the text without anything that could steer a terminal.
///
/// Control characters (C0, C1, DEL) and the marks that reverse the reading direction are removed,
/// a tab becomes blanks; line feeds stay.
///
/// # Examples
/// ```
/// assert_eq!(csto_quiz::text::sanitise("a\u{1b}[31mb"), "a[31mb");
/// ```
pub fn sanitise(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\n' || !is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => clean.push_str(&" ".repeat(TAB_COLUMNS)),
            '\n' => clean.push('\n'),
            c if is_unsafe(c) => {}
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns JSON in which every character that could steer a terminal is escaped; it means the same.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    // JSON itself escapes the others inside texts and has none outside but line feeds.
    let is_raw = |c: char| u32::from(c) >= 0x7f && is_unsafe(c);
    if !json.contains(is_raw) {
        return Cow::Borrowed(json);
    }
    let escaped = |c: char| if is_raw(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    Cow::Owned(json.chars().map(escaped).collect())
}

/// Returns the key under which two texts count as the same: composed, in lower case, blanks
/// single, quotes and dashes plain, invisible characters gone, no punctuation at the ends.
///
/// # Examples
/// ```
/// assert_eq!(csto_quiz::text::fold("  The “CSTO”. "), "the \"csto");
/// ```
pub fn fold(text: &str) -> String {
    let mut key = fold_keeping_case(text);
    if key.is_ascii() {
        key.make_ascii_lowercase();
        return key;
    }
    key.to_lowercase().nfc().collect()
}

/// Does what [`fold`] does, except for the case of letters.
pub fn fold_keeping_case(text: &str) -> String {
    // Composing is most of the work, and there is nothing to compose in ASCII.
    let plain: String = if text.is_ascii() {
        text.chars().filter_map(plain_char).collect()
    } else {
        text.nfc().filter_map(plain_char).collect()
    };
    let mut words = plain.split_whitespace();
    let mut key = String::with_capacity(plain.len());
    if let Some(first) = words.next() {
        key.push_str(first);
    }
    for word in words {
        key.push(' ');
        key.push_str(word);
    }
    let trimmed = key.trim_matches(is_edge_punctuation);
    if trimmed.is_empty() { key } else { trimmed.to_owned() }
}

fn is_edge_punctuation(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'') || c.is_whitespace()
}

fn plain_char(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}' => None,
        '“' | '”' | '„' | '«' | '»' | '″' => Some('"'),
        '‘' | '’' | '‚' | 'ʼ' | '′' | '`' => Some('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => Some('-'),
        // Full-width forms of ASCII, as an East Asian keyboard types them.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Returns a word in Latin letters without marks: `Günther` is `Gunther`, `Бишкек` is `Bishkek`.
///
/// Only Latin and Cyrillic letters and Roman figures change, for a Greek `μ` or a Chinese character says something
/// else than the Latin letters nearest to it.
///
/// # Examples
/// ```
/// assert_eq!(csto_quiz::text::latin("Łódź"), "Lodz");
/// assert_eq!(csto_quiz::text::latin("Бишкек"), "Bishkek");
/// assert_eq!(csto_quiz::text::latin("μg"), "μg");
/// ```
pub fn latin(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            '\u{c0}'..='\u{24f}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{2160}'..='\u{217f}'
            | '\u{400}'..='\u{52f}' => {
                plain.push_str(any_ascii::any_ascii_char(c));
            }
            c => plain.push(c),
        }
    }
    plain
}

/// Returns the text in ASCII, for a terminal that shows nothing else.
///
/// # Examples
/// ```
/// assert_eq!(csto_quiz::text::ascii("[…] Бишкек, 北京"), "[...] Bishkek, BeiJing");
/// ```
pub fn ascii(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { any_ascii::any_ascii(text) }
}

/// Returns the text with every letter and its accent as one character, where there is one (NFC).
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Returns whether a letter is Cyrillic.
pub fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Returns a name fit for an id: the words of the text in ASCII lower case, joined with `-`, at
/// most `longest` characters; empty when the text has no ASCII letter or digit.
pub fn slug(text: &str, longest: usize) -> String {
    let mut slug = String::new();
    for c in text.nfd().filter(char::is_ascii) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= longest {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Returns how many letters must be changed, added, dropped or swapped with their neighbour to
/// turn one text into the other (optimal string alignment).
pub fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// Returns the candidate nearest to a misspelt word, when it is near enough to be meant: at most
/// a third of its letters off.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(off, candidate)| *off * 3 <= candidate.chars().count().max(word.chars().count()))
        .min_by_key(|(off, _)| *off)
        .map(|(_, candidate)| candidate)
}

/// Returns the columns that a text without line feeds takes in a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the text broken into lines of at most `columns` columns, at blanks where it can be,
/// inside a word only where the word alone is wider. Line feeds of the text stay line ends.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    text.split('\n').flat_map(|line| wrap_line(line, columns)).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    if width(line) <= columns {
        return vec![line.trim_end().to_owned()];
    }
    let joined = joined_blanks(line);
    let mut lines = Vec::new();
    let mut current = String::new();
    for (at, word) in line.split_word_bound_indices() {
        if width(&current) + width(word) <= columns {
            current.push_str(word);
            continue;
        }
        let is_blank = word.trim().is_empty();
        if is_blank && joined.binary_search(&at).is_err() {
            lines.push(std::mem::take(&mut current));
            continue;
        }
        // What stands before the last blank ends this line; the rest goes on with the word.
        let start = at - current.len();
        let ends = current.rmatch_indices(' ').map(|(blank, _)| (blank, blank + 1));
        let fits = |end: usize| width(&current[end..]) + width(word) <= columns;
        let kept = ends
            .filter(|(blank, _)| joined.binary_search(&(start + blank)).is_err())
            .map(|(_, end)| end)
            .next();
        let kept = kept.filter(|end| fits(*end));
        let break_at = match kept {
            Some(end) => end,
            None if is_blank => current.len(),
            None => current.rfind(' ').map_or(0, |blank| blank + 1),
        };
        let mut rest = current.split_off(break_at);
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        if !(is_blank && rest.is_empty()) {
            rest.push_str(word);
        }
        current = push_pieces(&mut lines, &rest, columns);
    }
    lines.push(current);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Returns the places of the single blanks at which a line is not broken.
fn joined_blanks(line: &str) -> Vec<usize> {
    let mut joined = Vec::new();
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return joined;
    }
    let mut words = line.split(' ');
    let (mut before, mut end) = match words.next() {
        Some(first) => (first, first.len()),
        None => return joined,
    };
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let is_last = words.peek().is_none_or(|next| next.is_empty());
        if !before.is_empty() && !word.is_empty() && is_joined(before, word, is_last) {
            joined.push(end);
        }
        (before, end) = (word, end + 1 + word.len());
    }
    joined
}

/// Returns whether two words stay in one line: a number and what follows it, or what stands before it
/// where nothing does. `is_last` says that nothing follows the second.
///
/// # Examples
/// ```
/// use csto_quiz::text::is_joined;
/// assert!(is_joined("3", "of", false) && is_joined("May", "1992.", false));
/// assert!(!is_joined("of", "40", false) && !is_joined("1992.", "It", false));
/// ```
pub fn is_joined(before: &str, word: &str, is_last: bool) -> bool {
    let is_number =
        |word: &str| word.trim_start_matches(['(', '-', '+', '~']).starts_with(|c: char| c.is_ascii_digit());
    let is_end = |word: &str| word.ends_with([',', '.', ';', ':', ')', '?', '!']);
    let follows = is_number(before) && !is_end(before);
    let precedes = is_number(word) && (is_last || is_end(word)) && !is_end(before);
    follows || precedes
}

/// Pushes full lines of a word that is too wide, and returns what is left of it.
fn push_pieces(lines: &mut Vec<String>, word: &str, columns: usize) -> String {
    let mut current = String::new();
    for piece in word.graphemes(true) {
        if width(&current) + width(piece) > columns && !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        current.push_str(piece);
    }
    current
}

/// Returns the text cut to at most `columns` columns, with `…` in place of what was cut off.
pub fn clip(text: &str, columns: usize) -> Cow<'_, str> {
    clip_with(text, columns, "…")
}

/// Does what [`clip`] does with another sign, of letters of one column.
pub fn clip_with<'a>(text: &'a str, columns: usize, sign: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut clipped = String::new();
    let mut left = columns;
    for piece in text.graphemes(true) {
        if width(piece) + width(sign) > left {
            break;
        }
        left -= width(piece);
        clipped.push_str(piece);
    }
    clipped.extend(sign.chars().take(left));
    Cow::Owned(clipped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_forgives_case_blanks_quotes_and_ends() {
        assert_eq!(fold(" Collective\u{a0} SECURITY  Treaty. "), "collective security treaty");
        assert_eq!(fold("‘Channel’"), "channel");
        assert_eq!(fold("２００２"), "2002");
        assert_eq!(fold("Ka\u{301}nt"), fold("K\u{e1}nt"));
        assert_eq!(fold("?"), "?");
    }

    #[test]
    fn slugs_are_ascii_words() {
        assert_eq!(slug("When was the CSTO founded?", 60), "when-was-the-csto-founded");
        assert_eq!(slug("Günther's  visit", 60), "gunthers-visit");
        assert_eq!(slug("北京", 60), "");
        assert_eq!(slug("one two", 4), "one");
    }

    #[test]
    fn wrapping_keeps_wide_letters_inside_the_columns() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("北京大学", 5), ["北京", "大学"]);
        assert_eq!(wrap("a\n\nb", 8), ["a", "", "b"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn a_number_stays_with_its_word() {
        assert_eq!(wrap("It has 3 members", 9), ["It has", "3 members"]);
        assert_eq!(wrap("(such as 1c 2a)", 12), ["(such as", "1c 2a)"]);
        assert_eq!(wrap("signed in May 1992.", 14), ["signed in", "May 1992."]);
        assert_eq!(wrap("on 15 May 1992 it", 12), ["on 15 May", "1992 it"]);
        // Where all of it is too long for a line, it is broken as other words are.
        assert_eq!(wrap("1 2 3 4 5 6", 5), ["1 2 3", "4 5 6"]);
        assert_eq!(wrap("10000 cards", 7), ["10000", "cards"]);
    }

    #[test]
    fn a_misspelt_word_finds_its_neighbour_only_when_near() {
        assert_eq!(nearest("anwser", ["question", "answer"]), Some("answer"));
        assert_eq!(nearest("zzz", ["question", "answer"]), None);
    }

    #[test]
    fn json_keeps_its_meaning_without_raw_control_characters() {
        let json = "{\"a\": \"\u{9b}2J\u{202e}x\"}";
        assert_eq!(escape_json(json), "{\"a\": \"\\u009b2J\\u202ex\"}");
        assert_eq!(escape_json("{\"a\": \"ж\"}"), "{\"a\": \"ж\"}");
    }

    proptest! {
        #[test]
        fn sanitised_text_has_no_control_character(text in any::<String>()) {
            let clean = sanitise(&text);
            prop_assert!(clean.chars().all(|c| c == '\n' || !c.is_control()));
        }

        #[test]
        fn wrapped_lines_fit_and_lose_no_letter(text in any::<String>(), columns in 2usize..40) {
            let lines = wrap(&text, columns);
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            for line in &lines {
                prop_assert!(width(line) <= columns || line.graphemes(true).count() == 1);
            }
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn clipped_text_fits(text in "\\PC*", columns in 0usize..20) {
            prop_assert!(width(&clip(&text, columns)) <= columns);
        }
    }
}
