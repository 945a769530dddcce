//! Does a typed text say what a card expects?
//!
//! In other writing, with words of the question around it, or with a slip that leaves no doubt; never
//! when it is, or is as near to, another answer of the deck.

use crate::answer::examiner::Examiner;
use crate::answer::near::{Closeness, closeness};
use crate::answer::person;
use crate::answer::spelling::{Spelt, Word, spellings};
use crate::answer::verdict::{Class, Remark, Verdict};
use crate::deck::id::CardId;
use crate::deck::kind::{Case, Expected, Naming};
use crate::text::fold;

/// What stands before an answer and says nothing, longest first.
const LEAD_INS: &[&[&str]] = &[
    &["the", "answer", "is"],
    &["i", "think", "it", "was"],
    &["i", "think", "it", "is"],
    &["it", "was", "called"],
    &["it", "is", "called"],
    &["i", "think"],
    &["answer", "is"],
    &["it", "was"],
    &["it", "is"],
    &["its"],
    &["that", "was"],
    &["that", "is"],
    &["this", "is"],
    &["they", "were"],
    &["they", "are"],
    &["he", "was"],
    &["she", "was"],
    &["probably"],
    &["perhaps"],
    &["maybe"],
    &["republic", "of"],
    &["kingdom", "of"],
    &["city", "of"],
    &["because", "of"],
    &["because"],
    &["due", "to"],
];
/// Words that may lead in, unless the expected answer has one there, too.
const PREPOSITIONS: &[&str] = &["in", "on", "at", "by", "of", "to", "from", "for", "with", "into"];
/// Words that say nothing between the words of a question.
const FILLERS: &[&str] = &[
    "a", "an", "the", "is", "was", "are", "were", "it", "its", "of", "in", "on", "at", "to", "by", "that",
    "this", "and", "ad", "ce", "called", "named", "there", "be", "been", "has", "have", "had", "does", "did",
];
/// Words that turn an answer around or leave it open.
const TURNING: &[&str] = &[
    "or", "not", "no", "never", "neither", "nor", "except", "without", "but", "versus", "vs", "isnt", "wasnt",
];
/// The share of words from which an answer is a part of the expected one rather than another.
const PART_OF_WORDS: f64 = 0.5;
/// In longer answers, in words, the answer is not looked for among words of the question: every piece of
/// them would be, and their number grows by the square.
const MOST_WORDS_AROUND: usize = 100;

/// A text of more words than this is more than an answer with words of the question around it.
const MOST_WORDS: usize = 60;
/// An answer stands there in so many words more than it has: `k a n t`.
const MOST_APART: usize = 10;

/// Where a text is typed.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The question.
    pub(super) question: &'a str,
    /// The deck's other answers.
    pub(super) examiner: &'a Examiner,
    /// The card that is asked.
    pub(super) card: &'a CardId,
}

/// What is expected, ready to be compared with several texts.
pub(super) struct Thing<'a> {
    pub(super) expected: &'a Expected,
    spellings: Vec<Spelt>,
    pub(super) keys: Vec<String>,
}

/// What came of comparing a text with what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// It is the expected thing; by so many letters off.
    Is(Closeness),
    /// It is exactly another thing that the deck names.
    Other(Option<CardId>),
    /// It is nothing known, or as near to another thing.
    No,
}

impl<'a> Thing<'a> {
    /// Takes an expected text apart.
    pub(super) fn new(expected: &'a Expected) -> Self {
        let spellings: Vec<Spelt> = expected.all().flat_map(spellings).collect();
        let keys = spellings.iter().map(|spelt| spelt.key.clone()).collect();
        Self { expected, spellings, keys }
    }

    /// Compares a text, slips forgiven where nothing else is as near.
    pub(super) fn compare(&self, given: &Spelt, context: &Context<'_>) -> Match {
        if self.keys.contains(&given.key) {
            return Match::Is(Closeness::SAME);
        }
        if let Some(other) = context.examiner.other(given, &self.keys) {
            return Match::Other(other.card);
        }
        let near = self.spellings.iter().filter_map(|spelt| closeness(spelt, given));
        match near.min_by_key(|near| near.distance) {
            Some(near) if !context.examiner.is_as_near_to_another(given, &self.keys, near.distance) => {
                Match::Is(near)
            }
            _ => Match::No,
        }
    }

    /// Returns the verdict on a whole answer.
    pub(super) fn verdict(&self, typed: &str, context: &Context<'_>) -> Verdict {
        let given = Spelt::new(typed);
        if given.words.is_empty() {
            // An answer may be a sign alone.
            let is_it = |text: &str| !typed.trim().is_empty() && fold(text) == fold(typed);
            return if self.expected.all().any(is_it) { Verdict::correct() } else { Verdict::wrong() };
        }
        let person = || person::check(self.expected.all(), typed, context, &self.keys);
        let is_one = !given.words.iter().any(|word| word.text == "and") && turning(&given).is_none();
        let is_person = self.expected.naming == Naming::Person && is_one && !self.keys.contains(&given.key);
        let person = is_person.then(person);
        if let Some(found) =
            person.as_ref().filter(|found| matches!(found.class, Class::Correct | Class::Typo))
        {
            return found.clone();
        }
        match self.compare(&given, context) {
            Match::Is(near) => return Verdict::slipped(near.slips),
            Match::Other(rival) => return Verdict { rival, ..Verdict::wrong() },
            Match::No => {}
        }
        if let Some(turning) = turning(&given) {
            return Verdict::wrong_because(turning);
        }
        if let Some(person) = person {
            return person;
        }
        self.among_other_words(&given, context).unwrap_or_else(|| self.part(&given))
    }

    /// Looks for the answer behind a lead-in, among words of the question, or without those of its own
    /// words that the question has said.
    fn among_other_words(&self, given: &Spelt, context: &Context<'_>) -> Option<Verdict> {
        let question = Spelt::new(context.question);
        let core = self.without_lead_in(&given.words);
        if core.len() < given.words.len() {
            match self.compare(&Spelt::of(core.to_vec()), context) {
                Match::Is(near) => return Some(Verdict::slipped(near.slips)),
                Match::Other(rival) => return Some(Verdict { rival, ..Verdict::wrong() }),
                Match::No => {}
            }
        }
        // A question that offers two answers has both among its words.
        if question.words.iter().any(|word| TURNING.contains(&word.text.as_str())) {
            return None;
        }
        let said = |word: &Word| {
            FILLERS.contains(&word.text.as_str()) || question.words.iter().any(|said| said.is_same(word))
        };
        self.inside(core, &said, context).or_else(|| self.shortened(core, &said))
    }

    fn without_lead_in<'w>(&self, words: &'w [Word]) -> &'w [Word] {
        let mut rest = words;
        let begins = |words: &[Word], lead: &[&str]| {
            words.len() > lead.len() && lead.iter().zip(words).all(|(lead, word)| *lead == word.text)
        };
        while let Some(lead) = LEAD_INS.iter().find(|lead| begins(rest, lead)) {
            rest = rest.get(lead.len()..).unwrap_or_default();
        }
        let is_preposition =
            |word: Option<&Word>| word.is_some_and(|word| PREPOSITIONS.contains(&word.text.as_str()));
        let expects_one = self.spellings.iter().any(|spelt| is_preposition(spelt.words.first()));
        if rest.len() > 1 && !expects_one && is_preposition(rest.first()) {
            rest = rest.get(1..).unwrap_or_default();
        }
        if rest.len() > 1 && rest.first().is_some_and(|word| matches!(word.text.as_str(), "a" | "an")) {
            rest = rest.get(1..).unwrap_or_default();
        }
        rest
    }

    /// Finds the answer with nothing but words of the question around it.
    fn inside(&self, words: &[Word], said: &dyn Fn(&Word) -> bool, context: &Context<'_>) -> Option<Verdict> {
        if words.len() > MOST_WORDS_AROUND {
            return None;
        }
        let mut best: Option<Closeness> = None;
        if words.len() > MOST_WORDS {
            return None;
        }
        let is_said: Vec<bool> = words.iter().map(said).collect();
        let longest = self.spellings.iter().map(|spelt| spelt.words.len()).max().unwrap_or(0) + MOST_APART;
        for length in (1..words.len()).rev().filter(|length| *length <= longest) {
            for (at, window) in words.windows(length).enumerate() {
                let behind = at + length;
                if !is_said.iter().take(at).chain(is_said.iter().skip(behind)).all(|is_said| *is_said) {
                    continue;
                }
                let around = || words.iter().take(at).chain(words.iter().skip(behind));
                // What is said besides must not be another answer itself.
                let tells = |word: &&Word| !FILLERS.contains(&word.text.as_str());
                let rest = Spelt::of(around().filter(tells).cloned().collect());
                let core = Spelt::of(window.to_vec());
                if context.examiner.other(&rest, &self.keys).is_some() {
                    continue;
                }
                if let Match::Is(near) = self.compare(&core, context)
                    && best.as_ref().is_none_or(|best| near.distance < best.distance)
                {
                    best = Some(near);
                }
            }
        }
        best.map(|near| Verdict::slipped(near.slips))
    }

    /// Accepts an answer that leaves out only what the question has said: `Osh` for `Osh Province`.
    fn shortened(&self, words: &[Word], said: &dyn Fn(&Word) -> bool) -> Option<Verdict> {
        let tells = words.iter().any(|word| !said(word));
        let is_short_for = |spelt: &Spelt| {
            missing(&spelt.words, words).is_some_and(|missing| missing.iter().all(|word| said(word)))
        };
        (tells && self.spellings.iter().any(is_short_for)).then(Verdict::correct)
    }

    /// Returns the verdict on what is neither the answer nor another one: perhaps a part of it.
    fn part(&self, given: &Spelt) -> Verdict {
        let core = self.without_lead_in(&given.words);
        let mut best = Verdict::wrong();
        for spelt in &self.spellings {
            let Some(missing) = missing(&spelt.words, core) else { continue };
            let telling =
                |words: &[&Word]| words.iter().filter(|word| !FILLERS.contains(&word.text.as_str())).count();
            let (all, left) = (telling(&spelt.words.iter().collect::<Vec<_>>()), telling(&missing));
            let share = (all - left) as f64 / all.max(1) as f64;
            if left > 0 && share >= PART_OF_WORDS && share > best.score {
                let missing = missing.iter().map(|word| word.text.clone()).collect();
                best = Verdict {
                    missing,
                    remarks: vec![Remark::Incomplete],
                    ..Verdict::of(Class::Partial, share)
                };
            }
        }
        best
    }
}

/// Returns the words of an answer that are left out, when the rest stands there in order.
fn missing<'w>(all: &'w [Word], given: &[Word]) -> Option<Vec<&'w Word>> {
    let mut left = given.iter().peekable();
    let mut missing = Vec::new();
    for word in all {
        match left.peek() {
            Some(next) if next.is_same(word) => {
                left.next();
            }
            _ => missing.push(word),
        }
    }
    (left.peek().is_none() && !given.is_empty()).then_some(missing)
}

/// Returns whether a word may lead in an answer.
pub(super) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word.to_lowercase().as_str())
}

/// Returns what turns a text around, or leaves it open which of two is meant.
fn turning(given: &Spelt) -> Option<Remark> {
    let has = |wanted: &[&str]| given.words.iter().any(|word| wanted.contains(&word.text.as_str()));
    if has(&["or", "versus", "vs"]) {
        Some(Remark::Alternatives)
    } else if has(TURNING) {
        Some(Remark::Denied)
    } else {
        None
    }
}

/// Returns the verdict on a typed text.
pub(super) fn check(expected: &Expected, case: Case, typed: &str, context: &Context<'_>) -> Verdict {
    match case {
        Case::Folded => Thing::new(expected).verdict(typed, context),
        Case::Sensitive => sensitive(expected, typed),
    }
}

/// Compares a text in which every sign counts, such as a formula.
fn sensitive(expected: &Expected, typed: &str) -> Verdict {
    let given = to_the_letter(typed);
    let is_it = |text: &str| {
        let wanted = to_the_letter(text);
        // `SO4^2-` is often typed without the sign that sets the rest high.
        wanted == given || (wanted.contains(char::is_alphabetic) && wanted.replace('^', "") == given)
    };
    if !given.is_empty() && expected.all().any(is_it) { Verdict::correct() } else { Verdict::wrong() }
}

/// Returns a text with its case and its signs, without blanks, in plain figures: `SO₄²⁻` is `SO4^2-`.
fn to_the_letter(text: &str) -> String {
    let plain = crate::text::fold_keeping_case(text);
    let words = plain
        .split_whitespace()
        .skip_while(|word| matches!(*word, "it" | "is" | "was" | "the" | "The" | "It" | "it's" | "It's"));
    let mut exact = String::new();
    let mut is_high = false;
    for c in words.flat_map(str::chars) {
        let high =
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻".chars().position(|sign| sign == c).and_then(|at| "0123456789+-".chars().nth(at));
        if high.is_some() && !is_high {
            exact.push('^');
        }
        is_high = high.is_some();
        match c {
            '₀'..='₉' => exact.extend(char::from_digit(u32::from(c) - u32::from('₀'), 10)),
            c => exact.push(high.unwrap_or(c)),
        }
    }
    exact
}
