//! What stands under a heading, and which of it cannot be used?
//!
//! [`Fields`] hands out the values of a table by key, checked for their type, and remembers every
//! mistake: a missing key, a wrong type, a key that nobody asked for. All readers of this folder
//! work on it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::words::{self, quoted};
use crate::deck::diagnostic::{Diagnostic, Severity};
use crate::deck::lint;
use crate::deck::rules::{
    EMPTY_TEXT, MISSING_KEY, NUMBER_AS_TEXT, OUT_OF_RANGE, SYNTAX, UNKNOWN_KEY, UNKNOWN_VALUE, WRONG_TYPE,
};
use crate::source::{Placed, Span};
use crate::text::nearest;

/// A value of the file with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// The longest text of a card, in bytes: some ten pages. Answers are compared letter by letter, so that a
/// stranger's deck of texts without end would never have done.
const LONGEST_TEXT: usize = 32 * 1024;
/// The most texts of a list, for the same reason.
const MOST_TEXTS: usize = 1000;

/// What to do about an empty text or list.
const EMPTY_HELP: &str = "write something in it, or take it away";

/// A text with its place.
pub(super) type Text = Placed<String>;

/// The values under one heading.
pub(super) struct Fields<'t> {
    /// The heading as it is written, such as `[[date]]`.
    pub(super) title: String,
    /// Where the heading stands.
    pub(super) heading: Span,
    /// What is wrong, in the first file.
    pub(super) found: Vec<Diagnostic>,
    entries: Vec<Entry<'t>>,
}

struct Entry<'t> {
    key: String,
    span: Span,
    value: &'t Value<'t>,
    /// The known key that was meant by one that is not known.
    meant: Option<&'static str>,
    known: bool,
}

/// Makes our span of the parser's.
pub(super) fn span_of<T>(spanned: &Spanned<T>) -> Span {
    spanned.span().into()
}

impl<'t> Fields<'t> {
    /// Takes the table under a heading, in which these keys are known.
    pub(super) fn new(title: &str, heading: Span, table: &'t DeTable<'t>, known: &[&[&'static str]]) -> Self {
        let known: Vec<&'static str> = known.concat();
        let mut entries: Vec<Entry<'t>> = table
            .iter()
            .map(|(name, value)| {
                let key = name.get_ref().replace('_', "-");
                let is_known = known.contains(&key.as_str());
                let meant = if is_known { None } else { words::meant_key(&key, &known) };
                Entry { span: span_of(name), value, meant, known: is_known, key }
            })
            .collect();
        entries.sort_by_key(|entry| entry.span);
        let mut fields = Self { title: title.to_owned(), heading, found: Vec::new(), entries: Vec::new() };
        for entry in entries {
            fields.push(entry);
        }
        fields
    }

    fn push(&mut self, entry: Entry<'t>) {
        match self.entries.iter().find(|earlier| earlier.key == entry.key) {
            Some(earlier) => {
                let headline = format!("the key {} stands twice", quoted(&entry.key));
                self.found.push(
                    SYNTAX.found(entry.span, headline, "again here").beside(earlier.span, "first here"),
                );
            }
            None => self.entries.push(entry),
        }
    }

    /// Returns whether nothing found so far forbids to use what was read.
    pub(super) fn is_good(&self) -> bool {
        self.found.iter().all(|found| found.severity != Severity::Error)
    }

    /// Returns the place from the heading to the last value.
    pub(super) fn whole_span(&self) -> Span {
        let end = self.entries.iter().map(|entry| span_of(entry.value).end).max().unwrap_or_default();
        Span::new(self.heading.start, end.max(self.heading.end))
    }

    /// Returns where everything known stands.
    pub(super) fn places(&self, known: &[&[&'static str]]) -> Vec<lint::Value> {
        let place = |entry: &Entry<'t>| {
            let key = known.iter().flat_map(|keys| keys.iter()).find(|key| **key == entry.key)?;
            let items = match entry.value.get_ref() {
                DeValue::Array(list) => list.iter().map(span_of).collect(),
                _ => Vec::new(),
            };
            Some(lint::Value { key, span: span_of(entry.value), items })
        };
        self.entries.iter().filter_map(place).collect()
    }

    /// Returns the place of a key.
    pub(super) fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.span)
    }

    /// Returns the value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&'t Value<'t>> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value)
    }

    /// Returns whether an unknown key was written for this one.
    pub(super) fn is_meant(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.meant == Some(key))
    }

    /// Returns whether a text is the value of a key or stands in its list; reports nothing.
    pub(super) fn names(&self, key: &str, wanted: &str) -> bool {
        let is = |value: &DeValue<'_>| matches!(value, DeValue::String(text) if text.trim() == wanted);
        self.value(key).is_some_and(|value| match value.get_ref() {
            DeValue::Array(list) => list.iter().any(|one| is(one.get_ref())),
            one => is(one),
        })
    }

    /// Returns the value of a key that must be there.
    pub(super) fn required(&mut self, key: &str) -> Option<&'t Value<'t>> {
        let value = self.value(key);
        if value.is_none() && !self.is_meant(key) {
            let headline = format!("`{}` has no {}", self.title, quoted(key));
            let help = words::missing_help(key, &self.title);
            self.found
                .push(MISSING_KEY.found(self.heading, headline, "it belongs under this heading").help(help));
        }
        value
    }

    /// Reads a text, trimmed.
    pub(super) fn text(&mut self, key: &str) -> Option<Text> {
        self.value(key).and_then(|value| self.text_of(key, value))
    }

    /// Reads a text that must be there.
    pub(super) fn required_text(&mut self, key: &str) -> Option<Text> {
        self.required(key).and_then(|value| self.text_of(key, value))
    }

    /// Reads a list of texts, where one text alone stands for a list of one.
    pub(super) fn one_or_more(&mut self, key: &str) -> Vec<Text> {
        match self.value(key).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((value, DeValue::String(_))) => self.text_of(key, value).into_iter().collect(),
            Some((value, _)) => self.texts_of(key, value).unwrap_or_default(),
        }
    }

    /// Reads a list of texts, which may be empty.
    pub(super) fn texts(&mut self, key: &str) -> Option<Vec<Text>> {
        self.value(key).and_then(|value| self.texts_of(key, value))
    }

    /// Reads a list of texts that must be there with at least one of them.
    pub(super) fn required_texts(&mut self, key: &str) -> Option<Vec<Text>> {
        let value = self.required(key)?;
        let texts = self.texts_of(key, value)?;
        if matches!(value.get_ref(), DeValue::Array(list) if list.is_empty()) {
            let headline = format!("the list {} is empty", quoted(key));
            self.found.push(EMPTY_TEXT.found(span_of(value), headline, "nothing in here").help(EMPTY_HELP));
        }
        if texts.is_empty() { None } else { Some(texts) }
    }

    /// Reads `true` or `false`.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type(key, value, "true or false"),
        }
    }

    /// Reads a number.
    pub(super) fn number(&mut self, key: &str) -> Option<Placed<f64>> {
        self.value(key).and_then(|value| self.number_of(key, value))
    }

    /// Reads a number of things, 0 or more.
    pub(super) fn count(&mut self, key: &str) -> Option<Placed<usize>> {
        let value = self.value(key)?;
        let count = match value.get_ref() {
            DeValue::Integer(integer) => usize::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        match count {
            Some(count) => Some(Placed { value: count, span: span_of(value) }),
            None => self.wrong_type(key, value, "a whole number"),
        }
    }

    /// Reads one of a few words; returns its place in the list.
    pub(super) fn word<T: Copy>(&mut self, key: &str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
        self.word_of(key, &text, words)
    }

    /// Finds a text among a few words.
    pub(super) fn word_of<T: Copy>(
        &mut self,
        key: &str,
        text: &Text,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let wanted = text.value.to_lowercase().replace('_', "-");
        if let Some((_, found)) = words.iter().find(|(word, _)| *word == wanted) {
            return Some(*found);
        }
        let headline = format!("{} is no value of {}", quoted(&text.value), quoted(key));
        let names = || words.iter().map(|(word, _)| *word);
        let found = UNKNOWN_VALUE.found(text.span, headline, "not known here");
        self.found.push(match nearest(&wanted, names()) {
            Some(near) => found.help(format!("did you mean `{near}`?")).fix(text.span, format!("\"{near}\"")),
            None => found.help(format!("it takes {}", words::alternatives(names()))),
        });
        None
    }

    /// Reads a number of a value.
    pub(super) fn number_of(&mut self, key: &str, value: &Value<'_>) -> Option<Placed<f64>> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => whole(integer.as_str(), integer.radix()),
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::String(text) => {
                if let Some(plain) = words::number_in_text(text) {
                    let headline = format!("{} is a number and stands in quotes", quoted(key));
                    let found = NUMBER_AS_TEXT.found(span_of(value), headline, "this is a text");
                    let help = format!("write `{key} = {plain}`, without quotes and commas");
                    self.found.push(found.help(help).fix(span_of(value), plain));
                    return None;
                }
                None
            }
            _ => None,
        };
        match number.filter(|number: &f64| number.is_finite()) {
            Some(number) => Some(Placed { value: number, span: span_of(value) }),
            None => self.wrong_type(key, value, "a number"),
        }
    }

    /// Reads a text of a value.
    pub(super) fn text_of(&mut self, key: &str, value: &Value<'_>) -> Option<Text> {
        let DeValue::String(text) = value.get_ref() else { return self.wrong_type(key, value, "a text") };
        let text = text.trim();
        if text.is_empty() {
            let headline = format!("a text of {} is empty", quoted(key));
            self.found.push(EMPTY_TEXT.found(span_of(value), headline, "nothing in here").help(EMPTY_HELP));
            return None;
        }
        if text.len() > LONGEST_TEXT {
            let headline = format!("a text of {} has more than {LONGEST_TEXT} bytes", quoted(key));
            let found = OUT_OF_RANGE.found(span_of(value), headline, "too long");
            self.found.push(found.help("divide it among several cards"));
            return None;
        }
        Some(Placed { value: text.to_owned(), span: span_of(value) })
    }

    /// Reads a list of texts of a value, nothing when one of them is bad.
    pub(super) fn texts_of(&mut self, key: &str, value: &Value<'_>) -> Option<Vec<Text>> {
        let DeValue::Array(list) = value.get_ref() else {
            return self.wrong_type(key, value, "a list of texts");
        };
        if list.len() > MOST_TEXTS {
            let headline =
                format!("the list {} has {} texts, more than {MOST_TEXTS}", quoted(key), list.len());
            let found = OUT_OF_RANGE.found(span_of(value), headline, "too many");
            self.found.push(found.help("divide it among several cards"));
            return None;
        }
        let texts: Vec<Text> = list.iter().filter_map(|one| self.text_of(key, one)).collect();
        (texts.len() == list.len()).then_some(texts)
    }

    /// Reports a value of another type than the key takes.
    pub(super) fn wrong_type<T>(&mut self, key: &str, value: &Value<'_>, wanted: &str) -> Option<T> {
        let headline = format!("{} takes {wanted}, not {}", quoted(key), words::type_name(value.get_ref()));
        let found = WRONG_TYPE.found(
            span_of(value),
            headline,
            format!("this is {}", words::type_name(value.get_ref())),
        );
        self.found.push(found.help(words::type_help(key, wanted)));
        None
    }

    /// Reports every key that is not known, and returns all findings.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.report_unknown_keys();
        self.found
    }

    /// Reports every key that is not known.
    pub(super) fn report_unknown_keys(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| !entry.known) {
            entry.known = true;
            let headline = format!("`{}` has no key {}", self.title, quoted(&entry.key));
            let label = if entry.meant.is_some() { "not the word for it" } else { "not known here" };
            let found = UNKNOWN_KEY.found(entry.span, headline, label);
            let found = found.help(words::unknown_key_help(&entry.key, entry.meant, &self.title));
            self.found.push(match entry.meant {
                Some(meant) => found.fix(entry.span, meant),
                None => found,
            });
        }
    }
}

/// Reads the figures of a whole number, rounding beyond 2^53.
fn whole(figures: &str, radix: u32) -> Option<f64> {
    match i64::from_str_radix(figures, radix) {
        Ok(number) => Some(number as f64),
        Err(_) => figures.parse().ok(),
    }
}

/// Reports letters that are not what they look like, in every text of a table.
pub(super) fn letters(table: &DeTable<'_>, text: &str, found: &mut Vec<Diagnostic>) {
    for (name, value) in table {
        letters_of(span_of(name), text, found);
        letters_in(value, text, found);
    }
}

/// Does what [`letters`] does, for one value.
pub(super) fn letters_in(value: &Value<'_>, text: &str, found: &mut Vec<Diagnostic>) {
    match value.get_ref() {
        DeValue::String(_) => letters_of(span_of(value), text, found),
        DeValue::Array(list) => list.iter().for_each(|one| letters_in(one, text, found)),
        DeValue::Table(inner) => letters(inner, text, found),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

fn letters_of(span: Span, text: &str, found: &mut Vec<Diagnostic>) {
    let raw = text.get(span.start..span.end).unwrap_or_default();
    found.extend(lint::letters(raw, span.start));
}
