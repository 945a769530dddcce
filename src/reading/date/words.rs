//! Which words of a written date say something, and which only stand beside it?

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
    "in", "on", "the", "of", "it", "was", "year", "day", "month",
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

/// Returns a folded text with every era in one word.
pub(super) fn with_short_eras(text: &str) -> String {
    let mut short = text.to_owned();
    for (long, word) in ERAS_SPELT_OUT {
        if short.contains(long) {
            short = short.replace(long, word);
        }
    }
    short
}
