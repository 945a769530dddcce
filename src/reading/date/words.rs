//! Which words of a written date say something, and which only stand beside it?

use crate::text::distance;

/// The months' names, full and short, in English and in Russian (with its cases).
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "январь", "января", "январе", "янв"],
    &["february", "feb", "февраль", "февраля", "феврале", "фев", "февр"],
    &["march", "mar", "март", "марта", "марте", "мар"],
    &["april", "apr", "апрель", "апреля", "апреле", "апр"],
    &["may", "май", "мая", "мае"],
    &["june", "jun", "июнь", "июня", "июне", "июн"],
    &["july", "jul", "июль", "июля", "июле", "июл"],
    &["august", "aug", "август", "августа", "августе", "авг"],
    &["september", "sep", "sept", "сентябрь", "сентября", "сентябре", "сен", "сент"],
    &["october", "oct", "октябрь", "октября", "октябре", "окт"],
    &["november", "nov", "ноябрь", "ноября", "ноябре", "ноя", "нояб"],
    &["december", "dec", "декабрь", "декабря", "декабре", "дек"],
];

/// Words that change nothing: what stands around a date, and the days of the week.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "in", "on", "the", "of", "it", "was", "until", "till", "since", "from", "year", "day", "month",
    "by", "about", "around", "circa", "ca", "approximately", "roughly", "again", "already",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "в", "во", "г", "год", "года", "году", "гг",
    "понедельник", "вторник", "среда", "среду", "четверг", "пятница", "пятницу",
    "суббота", "субботу", "воскресенье", "пн", "вт", "ср", "чт", "пт", "сб", "вс",
];

/// What is written behind an ordinal number.
const ORDINAL_ENDINGS: &[&str] = &["st", "nd", "rd", "th", "го", "ого", "е", "ое"];

/// Eras written with dots or in several words, and how they are written in one.
const ERAS_SPELT_OUT: &[(&str, &str)] = &[
    ("b.c.e", "bce"),
    ("b.c", "bc"),
    ("a.d", "ad"),
    ("c.e", "ce"),
    ("до нашей эры", "bc"),
    ("до н. э", "bc"),
    ("до н.э", "bc"),
    ("нашей эры", "ad"),
    ("н. э", "ad"),
    ("н.э", "ad"),
];

/// The era of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Era {
    /// Before Christ.
    Before,
    /// Anno Domini.
    Since,
}

/// Returns the month that a word in lower case names, 1–12.
pub(super) fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

/// Letters that may be off in a short and in a long name of a month, and from how many letters on it
/// is long.
const SLIPS: (usize, usize, usize) = (1, 2, 8);

/// Returns the month that a word in lower case means but for a slip, with its name: one whose whole
/// name is nearer to the word than anything else that names a month.
pub(super) fn misspelt_month(word: &str) -> Option<(i8, &'static str)> {
    let whole_names = || {
        MONTHS.iter().zip(1..).flat_map(|(names, month)| names.iter().take(1).map(move |name| (month, *name)))
    };
    let off = |name: &str| distance(word, name);
    let (month, name) = whole_names().min_by_key(|(_, name)| off(name))?;
    let (short, long, length) = SLIPS;
    let budget = if name.chars().count() < length { short } else { long };
    let begins = |text: &str| text.chars().take(2).collect::<Vec<_>>();
    let (mut meant, typed) = (begins(name), begins(word));
    let begins_alike = meant.first() == typed.first() || {
        meant.reverse();
        meant == typed
    };
    let is_nearest = MONTHS.iter().zip(1..).all(|(names, other): (_, i8)| {
        other == month || names.iter().all(|other_name| off(other_name) > off(name))
    });
    (off(name) <= budget && begins_alike && is_nearest).then_some((month, name))
}

/// Returns the month that Roman figures name: the V of 15.V.1992.
pub(super) fn roman_month(word: &str) -> Option<i8> {
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let at = ROMAN.iter().position(|figures| *figures == word)?;
    i8::try_from(at + 1).ok()
}

/// Returns the era that a word in lower case names.
pub(super) fn era(word: &str) -> Option<Era> {
    match word {
        "bc" | "bce" => Some(Era::Before),
        "ad" | "ce" => Some(Era::Since),
        _ => None,
    }
}

/// Returns whether a word in lower case changes nothing.
pub(super) fn stands_beside(word: &str) -> bool {
    BESIDE.contains(&word)
}

/// Returns whether a word in lower case makes the number before it an ordinal.
pub(super) fn is_ordinal_ending(word: &str) -> bool {
    ORDINAL_ENDINGS.contains(&word)
}

/// Ordinal numbers in words, from the first to the thirty-first, those that contain others first.
#[rustfmt::skip]
const ORDINALS: &[(&str, &str)] = &[
    ("twenty-first", "21st"), ("twenty-second", "22nd"), ("twenty-third", "23rd"), ("twenty-fourth", "24th"),
    ("twenty-fifth", "25th"), ("twenty-sixth", "26th"), ("twenty-seventh", "27th"), ("twenty-eighth", "28th"),
    ("twenty-ninth", "29th"), ("thirty-first", "31st"), ("twentieth", "20th"), ("thirtieth", "30th"),
    ("thirteenth", "13th"), ("fourteenth", "14th"), ("fifteenth", "15th"), ("sixteenth", "16th"),
    ("seventeenth", "17th"), ("eighteenth", "18th"), ("nineteenth", "19th"), ("eleventh", "11th"),
    ("twelfth", "12th"), ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th"),
    ("sixth", "6th"), ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"), ("tenth", "10th"),
];

/// Returns a folded text with every era in one word, ordinal numbers in figures, and noughts for the
/// letter o among figures.
pub(super) fn in_short(text: &str) -> String {
    let mut short = with_noughts(&with_short_eras(text));
    for (words, figures) in ORDINALS {
        if short.contains(words) {
            short = short.replace(words, figures);
        }
    }
    short
}

/// Returns a text in which an o next to a figure is a nought, as in 2oo6.
fn with_noughts(text: &str) -> String {
    let mut noughts = String::with_capacity(text.len());
    for c in text.chars() {
        let follows_figure = noughts.ends_with(|before: char| before.is_ascii_digit());
        noughts.push(if c == 'o' && follows_figure { '0' } else { c });
    }
    noughts
}

/// Returns a folded text with every era in one word.
fn with_short_eras(text: &str) -> String {
    let mut short = text.to_owned();
    for (long, word) in ERAS_SPELT_OUT {
        if short.contains(long) {
            short = short.replace(long, word);
        }
    }
    short
}
