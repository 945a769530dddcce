//! Does a typed name mean the person that a card expects?
//!
//! The surname must be there; given names may be missing or initials, but must not contradict; titles
//! and offices do not count. A given name alone says too little, and so does a surname that two bear.

use crate::answer::near::{slip_in_name, sounds_like};
use crate::answer::spelling::{Spelt, Word};
use crate::answer::text::Context;
use crate::answer::verdict::{Class, Remark, Slip, Verdict};

/// The share of the answer that a name is which leaves open who is meant.
const AMBIGUOUS: f64 = 0.5;
/// Initials typed as one word, `JFK`, are at most so many.
const MOST_INITIALS: usize = 3;

/// What is put before a name and is no part of it.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "doctor", "sir", "dame", "lord", "lady", "president",
    "premier", "prime", "minister", "chancellor", "secretary", "general", "gen", "colonel", "captain", "admiral", "marshal",
    "field", "senator", "governor", "ambassador", "king", "queen", "emperor", "empress", "tsar", "czar", "tsarina",
    "prince", "princess", "duke", "count", "baron", "pope", "saint", "st", "father", "reverend", "rev", "comrade",
    "pres", "sec", "pm", "min", "fm", "commander", "cmdr", "capt", "lieutenant", "lt", "major", "madame", "mme", "monsieur", "herr", "frau",
    "foreign", "defence", "defense", "vice", "deputy", "former", "ex", "chief", "of", "state", "staff",
];
/// Small words that belong to the surname behind them and may be left out.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "da", "di", "del", "della", "du", "la", "le", "el", "al", "bin", "ibn",
    "ter", "zu", "y",
];
/// What may stand behind a surname.
const SUFFIXES: &[&str] = &["jr", "sr", "junior", "senior", "phd", "md", "esq"];

/// A name taken apart.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Given names and initials, in order.
    given: Vec<Word>,
    /// The surname, or the only name, without particles.
    pub(super) surname: Word,
    /// The number of a ruler: the II of Elizabeth II.
    number: Option<u64>,
    /// Whether it was written in Cyrillic letters.
    is_cyrillic: bool,
}

impl Person {
    /// Takes a name apart; nothing where there is none.
    pub(super) fn new(name: &str) -> Option<Self> {
        Self::without(name, &[])
    }

    /// Takes a name apart, without words that the question has said in small letters, such as offices.
    fn without(name: &str, said: &[Word]) -> Option<Self> {
        // `J.K.` is two initials.
        let spaced = name.replace('.', ". ");
        let in_order = match spaced.split_once(',') {
            Some((last, first)) if !is_suffix(first) => format!("{first} {last}"),
            _ => spaced,
        };
        let spelt = Spelt::whole(&in_order);
        let is_said = |word: &Word| word.text == "the" || said.iter().any(|said| said.text == word.text);
        let is_name = |word: &&Word| {
            let text = word.text.as_str();
            !TITLES.contains(&text) && !PARTICLES.contains(&text) && !SUFFIXES.contains(&text)
        };
        let named = behind_office(&spelt.words);
        let mut words: Vec<Word> = named.iter().filter(is_name).cloned().collect();
        if words.len() > 1 && words.iter().any(|word| !is_said(word)) {
            words.retain(|word| !is_said(word));
        }
        if words.is_empty() {
            words.clone_from(&spelt.words);
        }
        let is_number = |word: &Word| {
            word.value.is_some() && word.text.len() > 1 || matches!(word.text.as_str(), "i" | "v" | "x")
        };
        let number = words.pop_if(|last| is_number(last)).and_then(|word| word.value);
        let surname = words.pop()?;
        Some(Self { given: words, surname, number, is_cyrillic: spelt.is_cyrillic })
    }
}

/// Returns what stands behind an office that stands before a name: the Makarov of `Russian general
/// Makarov`; whose office it is says nothing about who is meant.
fn behind_office(words: &[Word]) -> &[Word] {
    let last = words.iter().rposition(is_title).filter(|at| at + 1 < words.len());
    last.and_then(|at| words.get(at + 1..)).unwrap_or(words)
}

fn is_title(word: &Word) -> bool {
    TITLES.contains(&word.text.as_str())
}

fn is_suffix(text: &str) -> bool {
    Spelt::new(text).words.iter().all(|word| SUFFIXES.contains(&word.text.as_str()))
}

/// How a typed name stands to a person.
enum Fit {
    /// It means the person; with these slips.
    Meant(Vec<Slip>),
    /// It means everybody with this surname.
    SurnameAlone(Vec<Slip>),
    /// It is a given name of the person.
    GivenAlone,
    /// Somebody else.
    Other,
}

/// Returns the verdict on a typed name; `own` are the keys of the person.
pub(super) fn check<'a>(
    names: impl Iterator<Item = &'a str>,
    typed: &str,
    context: &Context<'_>,
    own: &[String],
) -> Verdict {
    // An office stands in small letters, an organisation in capitals; a name in neither.
    let is_no_name = |word: &&str| {
        word.starts_with(char::is_lowercase) || word.chars().filter(|c| c.is_uppercase()).count() > 1
    };
    let said: Vec<&str> = context.question.split_whitespace().filter(is_no_name).collect();
    let said = Spelt::new(&said.join(" ")).words;
    let Some(given) = Person::without(typed, &said) else { return Verdict::wrong() };
    // `President of Uzbekistan` beside a name is an office and has no surname.
    let is_office = |name: &str| Spelt::new(name).words.iter().any(is_title);
    let names = names.enumerate().filter(|(at, name)| *at == 0 || !is_office(name));
    let persons: Vec<Person> = names.filter_map(|(_, name)| Person::new(name)).collect();
    let mut best = Verdict::wrong();
    for person in &persons {
        let verdict = match fit(person, &given) {
            Fit::Meant(slips) => slipped(slips, person, &given, context),
            Fit::SurnameAlone(slips) => {
                let is_listed = person.given.is_empty() && person.number.is_none();
                if !is_listed && context.examiner.is_shared_surname(&person.surname.canonical, own) {
                    unclear(Remark::SharedSurname)
                } else {
                    slipped(slips, person, &given, context)
                }
            }
            Fit::GivenAlone => unclear(Remark::GivenName),
            Fit::Other => continue,
        };
        if verdict.class < best.class {
            best = verdict;
        }
    }
    best
}

/// Returns the verdict on a name with slips, which must not be as near to another surname.
fn slipped(slips: Vec<Slip>, person: &Person, given: &Person, context: &Context<'_>) -> Verdict {
    let off = slips.len().max(usize::from(!slips.is_empty()));
    let is_unclear = !slips.is_empty()
        && context.examiner.is_as_near_to_another_surname(
            &given.surname.text,
            &person.surname.canonical,
            off,
        );
    if is_unclear { Verdict::wrong() } else { Verdict::slipped(slips) }
}

fn unclear(remark: Remark) -> Verdict {
    Verdict { remarks: vec![remark], ..Verdict::of(Class::Partial, AMBIGUOUS) }
}

fn fit(person: &Person, typed: &Person) -> Fit {
    let mut slips = Vec::new();
    let same_word = |expected: &Word, given: &Word, slips: &mut Vec<Slip>| {
        (typed.is_cyrillic && !person.is_cyrillic && sounds_like(expected, given))
            || same_word(expected, given, slips)
    };
    if !same_word(&person.surname, &typed.surname, &mut slips) {
        let is_given = |word: &Word| word.text.len() > 1 && word.is_same(&typed.surname);
        let is_alone = typed.given.is_empty() && typed.number.is_none();
        return if is_alone && person.given.iter().any(is_given) { Fit::GivenAlone } else { Fit::Other };
    }
    match (person.number, typed.number) {
        (Some(expected), Some(given)) if expected != given => return Fit::Other,
        (None, Some(_)) => return Fit::Other,
        // The name of a ruler without the number leaves open which one.
        (Some(_), None) if person.given.is_empty() => return Fit::GivenAlone,
        _ => {}
    }
    if typed.given.is_empty() {
        return Fit::SurnameAlone(slips);
    }
    let mut left = person.given.iter();
    for (at, given) in initials_apart(&typed.given, person.given.len()).iter().enumerate() {
        // A second given name contradicts nothing where the deck knows only the first.
        if at > 0 && person.given.len() == 1 {
            break;
        }
        let fits = |expected: &Word| is_initial(given, expected) || is_initial(expected, given);
        if !left.any(|expected| fits(expected) || same_word(expected, given, &mut slips)) {
            return Fit::Other;
        }
    }
    Fit::Meant(slips)
}

/// Returns the given names, with `JF` as `J` and `F`.
fn initials_apart(given: &[Word], expected: usize) -> Vec<Word> {
    if let [only] = given
        && only.text.len() > 1
        && only.text.len() <= MOST_INITIALS.min(expected)
    {
        let letter = |c: char| Word { text: c.to_string(), canonical: c.to_string(), value: None };
        return only.text.chars().map(letter).collect();
    }
    given.to_vec()
}

fn is_initial(short: &Word, long: &Word) -> bool {
    short.text.chars().count() == 1 && long.text.starts_with(short.text.as_str())
}

/// Returns whether a word is the expected one, with at most one slip.
fn same_word(expected: &Word, typed: &Word, slips: &mut Vec<Slip>) -> bool {
    if expected.is_same(typed) {
        return true;
    }
    let is_slip = slip_in_name(expected, typed).is_some();
    if is_slip {
        slips.push(Slip { typed: typed.text.clone(), meant: expected.text.clone() });
    }
    is_slip
}
