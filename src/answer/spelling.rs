//! What does a text boil down to, however it is written?
//!
//! A [`Spelt`] text is its words in Latin letters, without case, marks and punctuation, with their
//! number where they say one. Two writings with the same key say the same; what differs by a slip
//! is found by `near`. Texts, names, sets, orders and the index of rivals are compared so.

use crate::answer::numeral::{together, value_of};
use crate::answer::variant::{in_one_spelling, singular};
use crate::text::{fold, is_cyrillic, latin};

/// What is put before a number in a key, so that it is no word.
const NUMBER_SIGN: char = '#';
/// Cyrillic letters that look like Latin ones, as a keyboard left in the other layout gives them.
const LOOKALIKES: [(char, char); 15] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('х', 'x'),
    ('у', 'y'),
    ('к', 'k'),
    ('м', 'm'),
    ('т', 't'),
    ('в', 'b'),
    ('н', 'h'),
    ('і', 'i'),
    ('ѕ', 's'),
    ('ј', 'j'),
];

/// A text as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelt {
    /// Its words, without articles.
    pub(super) words: Vec<Word>,
    /// The words in one, equal for two texts that say the same: `peace-keeping` is `peacekeeping`.
    pub(super) key: String,
    /// Whether it was written in Cyrillic letters.
    pub(super) is_cyrillic: bool,
}

/// A word as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case, in Latin letters, without marks.
    pub(super) text: String,
    /// The same in one spelling of British and American, in the singular.
    pub(super) canonical: String,
    /// The number that it says: `2`, `two`, `second`, `II`.
    pub(super) value: Option<u64>,
}

impl Spelt {
    /// Takes a text apart.
    pub(super) fn new(text: &str) -> Self {
        let whole = Self::whole(text);
        let words = without_articles(whole.words);
        Self { key: key_of(&words), words, ..whole }
    }

    /// Takes a text apart and keeps its articles: the `A.` of a name is none.
    pub(super) fn whole(text: &str) -> Self {
        let folded = fold(text);
        let mut is_foreign = false;
        let mut words: Vec<Word> = Vec::new();
        for token in tokens(&folded) {
            is_foreign |=
                token.chars().all(|c| is_cyrillic(c) || !c.is_alphabetic()) && token.contains(is_cyrillic);
            push(&mut words, Word::new(&in_latin(&token)));
        }
        Self { key: key_of(&words), words, is_cyrillic: is_foreign }
    }

    /// Makes a text of words that were taken apart.
    pub(super) fn of(words: Vec<Word>) -> Self {
        Self { key: key_of(&words), words, is_cyrillic: false }
    }

    /// Returns the letters and digits of all words, for measuring.
    pub(super) fn letters(&self) -> usize {
        self.words.iter().map(|word| word.text.chars().count()).sum()
    }
}

impl Word {
    fn new(text: &str) -> Self {
        let value = value_of(text);
        Self { canonical: singular(&in_one_spelling(text)), text: text.to_owned(), value }
    }

    /// Returns whether two words say the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.text == other.text
            || self.canonical == other.canonical
            || (self.value.is_some() && self.value == other.value)
    }

    /// Returns whether the word must be right to the letter: it says a number or holds a digit or sign.
    pub(super) fn is_hard(&self) -> bool {
        self.value.is_some() || !self.text.chars().all(char::is_alphabetic)
    }
}

/// Returns the spellings of an expected text: itself, and with `ae` for `ä` where it has such letters.
pub(super) fn spellings(text: &str) -> Vec<Spelt> {
    let mut spellings = vec![Spelt::new(text)];
    let pairs = [
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ø", "oe"),
        ("å", "aa"),
        ("Ä", "Ae"),
        ("Ö", "Oe"),
        ("Ü", "Ue"),
        ("Ø", "Oe"),
        ("Å", "Aa"),
    ];
    if !text.is_ascii() && pairs.iter().any(|(letter, _)| text.contains(letter)) {
        let spelt = pairs.iter().fold(text.to_owned(), |text, (letter, pair)| text.replace(letter, pair));
        spellings.push(Spelt::new(&spelt));
    }
    spellings
}

/// Returns the key of a text; two texts that say the same have the same one.
pub(super) fn key(text: &str) -> String {
    Spelt::new(text).key
}

fn key_of(words: &[Word]) -> String {
    let mut key = String::new();
    for word in words {
        if let Some(value) = word.value {
            key.push(NUMBER_SIGN);
            key.push_str(&value.to_string());
            // A number ends where the next word begins.
            key.push(' ');
        } else {
            key.push_str(&word.canonical);
        }
    }
    key
}

/// Splits a folded text into words and signs; the dots of `U.S.A.` and the comma of `1,500` go.
fn tokens(folded: &str) -> Vec<String> {
    let chars: Vec<char> = folded.chars().collect();
    let at = |index: usize| chars.get(index).copied();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
    let mut tokens = Vec::new();
    let mut token = String::new();
    let mut is_dotted = false;
    for (index, c) in chars.iter().copied().enumerate() {
        let before = index.checked_sub(1).and_then(at);
        let next = at(index + 1);
        let between_digits =
            before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
        if is_part(c) {
            token.push(without_position(c));
        } else if c == '\'' || (c == ',' && between_digits) {
            // `Hooke's` is `Hookes`, `1,500` is `1500`.
        } else if c == '.' && between_digits {
            token.push(c);
        } else if c == '.' && (is_dotted || token.chars().count() == 1) && ends_letter(next, at(index + 2)) {
            is_dotted = true;
        } else {
            is_dotted = false;
            flush(&mut tokens, &mut token);
            match c {
                '&' => tokens.push("and".to_owned()),
                '%' => tokens.push("percent".to_owned()),
                c if is_sign(c) => tokens.push(c.to_string()),
                _ => {}
            }
        }
    }
    flush(&mut tokens, &mut token);
    tokens
}

fn flush(tokens: &mut Vec<String>, token: &mut String) {
    if !token.is_empty() {
        tokens.push(std::mem::take(token));
    }
}

/// Returns whether a single letter follows, as in the middle of `U.S.A.`.
fn ends_letter(next: Option<char>, after: Option<char>) -> bool {
    next.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphanumeric)
}

/// Turns a digit that is set low, as in H₂O, into a plain one; one that is set high says another thing.
fn without_position(c: char) -> char {
    match c {
        '₀'..='₉' => char::from_digit(u32::from(c) - u32::from('₀'), 10).unwrap_or(c),
        c => c,
    }
}

/// Returns whether a character says something by itself, unlike punctuation.
fn is_sign(c: char) -> bool {
    let is_punctuation = c.is_ascii_punctuation()
        && !matches!(c, '+' | '#' | '=' | '<' | '>' | '*' | '^' | '$')
        || matches!(c, '…' | '·' | '•' | '¿' | '¡' | '‹' | '›' | '¦' | '§' | '¶' | '†' | '‡' | '、' | '。');
    !c.is_whitespace() && !c.is_control() && !is_punctuation
}

/// Returns a word in Latin letters; one that mixes scripts is Latin with letters of another keyboard.
fn in_latin(token: &str) -> String {
    if token.is_ascii() {
        return token.to_owned();
    }
    let is_mixed = token.contains(is_cyrillic) && token.chars().any(|c| c.is_alphabetic() && !is_cyrillic(c));
    if is_mixed {
        let looks = |c: char| LOOKALIKES.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to);
        return latin(&token.chars().map(looks).collect::<String>());
    }
    // Soft and hard signs become apostrophes, which are no letters.
    latin(token).to_lowercase().replace(['\'', '"', '`'], "")
}

/// Adds a word; `twenty` `one` is one number.
fn push(words: &mut Vec<Word>, word: Word) {
    if word.text.is_empty() {
        return;
    }
    if let Some(last) = words.last_mut()
        && let Some(value) =
            last.value.zip(word.value).and_then(|values| together(values, &last.text, &word.text))
    {
        last.value = Some(value);
        last.text.push_str(&word.text);
        last.canonical.push_str(&word.canonical);
        return;
    }
    words.push(word);
}

/// Drops every `the`, and an `a` or `an` at the beginning, unless nothing else is left.
fn without_articles(words: Vec<Word>) -> Vec<Word> {
    let is_article =
        |at: usize, word: &Word| word.text == "the" || (at == 0 && matches!(word.text.as_str(), "a" | "an"));
    let says_more = words.iter().enumerate().any(|(at, word)| !is_article(at, word));
    if !says_more {
        return words;
    }
    words.into_iter().enumerate().filter(|(at, word)| !is_article(*at, word)).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(a: &str, b: &str) {
        assert_eq!(key(a), key(b), "{a:?} and {b:?}");
    }

    #[track_caller]
    fn differ(a: &str, b: &str) {
        assert_ne!(key(a), key(b), "{a:?} and {b:?}");
    }

    #[test]
    fn case_blanks_marks_and_punctuation_do_not_count() {
        same("Collective Security Treaty", "  the COLLECTIVE  security-treaty. ");
        same("peace-keeping", "peacekeeping");
        same("Hooke's law", "Hooke’s Law");
        same("U.S.A.", "usa");
        same("Günther", "Gunther");
        same("Smith & Sons", "Smith and Sons");
        same("２００２", "2002");
        same("H₂O", "h2o");
    }

    #[test]
    fn signs_and_high_figures_count() {
        differ("C++", "C");
        differ("C#", "C");
        differ("10⁶", "106");
        differ("Na+", "Na");
        differ("3.14", "314");
    }

    #[test]
    fn numbers_count_by_their_value() {
        same("World War II", "World War 2");
        same("World War II", "World War Two");
        same("Elizabeth II", "Elizabeth the Second");
        same("twenty-first century", "21st century");
        same("1,500 men", "1500 men");
        differ("World War II", "World War I");
        differ("Henry VIII", "Henry VII");
        assert_eq!(value_of("civil"), None);
        assert_eq!(value_of("xiiii"), None);
        assert_eq!(value_of("mcmxcii"), Some(1992));
    }

    #[test]
    fn both_spellings_of_english_are_one() {
        same("defence organisation", "defense organization");
        same("theatre colour", "theater color");
        same("sulphate", "sulfate");
        same("states", "state");
        differ("four", "for");
        differ("Austria", "Australia");
    }

    #[test]
    fn letters_of_another_keyboard_are_known() {
        same("СSTO", "CSTO");
        same("Бишкек", "Bishkek");
        assert!(Spelt::new("Бишкек").is_cyrillic);
        assert!(!Spelt::new("СSTO").is_cyrillic);
    }

    #[test]
    fn a_letter_with_two_dots_is_also_spelt_with_an_e() {
        let keys: Vec<String> = spellings("Günther").into_iter().map(|spelt| spelt.key).collect();
        assert_eq!(keys, [key("Gunther"), key("Guenther")]);
    }
}
