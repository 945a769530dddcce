//! How is a written date taken apart?
//!
//! A text becomes numbers and months, with everything that stands beside them dropped; their
//! pattern gives the readings, and the calendar decides which of them are dates.

use crate::reading::date::words::{
    Era, era, in_short, is_ordinal_ending, misspelt_month, month, roman_month, stands_beside,
};
use crate::reading::date::{CalendarDate, DateOrder, Forgiven, Manner, Precision};
use crate::text::fold;

/// The year from which two digits are counted: 30 is 1930 and 29 is 2029.
const CENTURY_STARTS: i16 = 1930;
/// The latest year that is read.
const LAST_YEAR: u32 = 9999;
/// The longest run of digits that can be part of a date: 20120628.
const MOST_DIGITS: usize = 8;
/// A number above this is no day.
const MOST_DAYS: u32 = 31;

/// The first and the last year that is likely.
type Years = Option<(i16, i16)>;

/// A part of a date.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// Figures.
    Number(Figures),
    /// A month by its name.
    Month(i8),
}

/// A number of a date, with what its writing says about it.
#[derive(Clone, Copy, Debug)]
struct Figures {
    value: u32,
    digits: usize,
    ordinal: bool,
    era: Option<Era>,
}

/// What was read of a text, and how strictly it is read.
#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    /// Whether dots stand between the figures, as where the day is written first.
    dotted: bool,
    forgives: bool,
    slip: Option<(String, &'static str)>,
}

/// Returns every date that a text can mean.
pub(super) fn readings(text: &str, order: Option<DateOrder>) -> Vec<CalendarDate> {
    let mut reader = Reader::default();
    let manner = Manner { order, ..Manner::default() };
    reader.read(&in_short(&fold(text))).map(|()| reader.dates(manner)).unwrap_or_default()
}

/// Returns every date that a text can mean, with a slip in the name of a month.
pub(super) fn forgiving(text: &str, manner: Manner) -> Forgiven {
    let mut reader = Reader { forgives: true, ..Reader::default() };
    match reader.read(&in_short(&fold(text))) {
        Some(()) => Forgiven { dates: reader.dates(manner), slip: reader.slip },
        None => Forgiven::default(),
    }
}

/// Returns the month, and the day if there is one, that a text gives without a year.
pub(super) fn without_year(text: &str) -> Option<(i8, Option<i8>)> {
    let mut reader = Reader::default();
    reader.read(&in_short(&fold(text)))?;
    match reader.parts.as_slice() {
        [Part::Month(month)] => Some((*month, None)),
        [Part::Month(month), Part::Number(day)] | [Part::Number(day), Part::Month(month)] => {
            let day = i8::try_from(day.value).ok().filter(|_| day.digits <= 2)?;
            Some((*month, Some(day)))
        }
        _ => None,
    }
}

/// Returns the dates of a pattern, each once.
fn dates(parts: &[Part], manner: Manner) -> Vec<CalendarDate> {
    let mut found = by_pattern(parts, manner);
    let mut at = 0;
    while at < found.len() {
        let (earlier, rest) = found.split_at(at);
        if rest.first().is_some_and(|date| earlier.contains(date)) {
            found.remove(at);
        } else {
            at += 1;
        }
    }
    found
}

impl Reader {
    /// Returns the dates that what was read can mean.
    fn dates(&self, manner: Manner) -> Vec<CalendarDate> {
        // Nobody writes 10.5.2012 with the month first.
        let order = if self.dotted { Some(DateOrder::DayFirst) } else { manner.order };
        dates(&self.parts, Manner { order, ..manner })
    }

    /// Takes the numbers and months of a folded text; nothing when it says anything else.
    fn read(&mut self, text: &str) -> Option<()> {
        let mut found_era = None;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() {
                let (digits, after) = split_run(rest, |c| c.is_ascii_digit());
                self.parts.push(Part::Number(figures(digits)?));
                rest = after;
            } else if first.is_alphabetic() {
                let (word, after) = split_run(rest, char::is_alphabetic);
                if let Some(named) = era(word) {
                    if found_era.replace(named).is_some() {
                        return None;
                    }
                } else {
                    self.take_word(word)?;
                }
                rest = after;
            } else {
                self.dotted |=
                    first == '.' && matches!(self.parts.as_slice(), [Part::Number(_), Part::Number(_)]);
                let can_stand_between =
                    matches!(first, ' ' | ',' | '.' | '\'') || "/-".contains(first) && !self.parts.is_empty();
                rest = rest.get(first.len_utf8()..).filter(|_| can_stand_between)?;
            }
        }
        for part in &mut self.parts {
            if let Part::Number(figures) = part {
                figures.era = found_era;
            }
        }
        Some(())
    }

    fn take_word(&mut self, word: &str) -> Option<()> {
        if let Some(Part::Number(figures)) = self.parts.last_mut().filter(|_| is_ordinal_ending(word)) {
            figures.ordinal = true;
        } else if let Some(month) =
            month(word).or_else(|| roman_month(word).filter(|_| self.parts.len() == 1))
        {
            self.parts.push(Part::Month(month));
        } else if !stands_beside(word) {
            let (month, name) = misspelt_month(word).filter(|_| self.forgives && self.slip.is_none())?;
            self.slip = Some((word.to_owned(), name));
            self.parts.push(Part::Month(month));
        }
        Some(())
    }
}

fn split_run(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    text.split_at(end)
}

fn figures(digits: &str) -> Option<Figures> {
    (digits.len() <= MOST_DIGITS).then_some(())?;
    let value = digits.parse().ok()?;
    Some(Figures { value, digits: digits.len(), ordinal: false, era: None })
}

fn by_pattern(parts: &[Part], manner: Manner) -> Vec<CalendarDate> {
    use Part::{Month, Number};
    let years = manner.years;
    match *parts {
        [Number(only)] if only.digits == MOST_DIGITS => compact(only, years),
        [Number(year)] => bare_years(year, years).into_iter().filter_map(CalendarDate::year_only).collect(),
        [Month(month), Number(year)] | [Number(year), Month(month)] => {
            let is_no_day = year.value > MOST_DAYS || manner.asked == Some(Precision::Month);
            let likely = year.digits > 2 || year.era.is_some() || is_no_day;
            year_of(year, years)
                .filter(|_| likely)
                .and_then(|year| CalendarDate::month_only(year, month))
                .into_iter()
                .collect()
        }
        [Number(a), Number(b)] => two_numbers(a, b, manner).into_iter().collect(),
        [Number(a), Month(month), Number(b)] if starts_with_year(a) => day_of(a, Some(month), b, years),
        [Number(day), Month(month), Number(year)] | [Month(month), Number(day), Number(year)] => {
            day_of(year, Some(month), day, years)
        }
        [Number(year), Number(day), Month(month)] if starts_with_year(year) => {
            day_of(year, Some(month), day, years)
        }
        [Number(a), Number(b), Number(c)] => three_numbers([a, b, c], manner),
        _ => Vec::new(),
    }
}

/// Reads 20120628.
fn compact(figures: Figures, years: Years) -> Vec<CalendarDate> {
    let part = |value: u32| Figures { value, digits: 2, ordinal: false, era: None };
    let year = Figures { value: figures.value / 10_000, digits: 4, ..figures };
    let month = i8::try_from(figures.value / 100 % 100).ok();
    day_of(year, month, part(figures.value % 100), years)
}

/// Returns whether a date that begins with this number begins with its year.
fn starts_with_year(figures: Figures) -> bool {
    figures.digits > 2 || figures.value > MOST_DAYS
}

fn two_numbers(a: Figures, b: Figures, manner: Manner) -> Option<CalendarDate> {
    let (year, month) = match (a.digits, b.digits) {
        (4, 1 | 2) => (a, b),
        (1 | 2, 4) => (b, a),
        (1 | 2, 2) if manner.asked == Some(Precision::Month) => (b, a),
        _ => return None,
    };
    CalendarDate::month_only(year_of(year, manner.years)?, month_of(month)?)
}

fn three_numbers([a, b, c]: [Figures; 3], manner: Manner) -> Vec<CalendarDate> {
    let years = manner.years;
    if starts_with_year(a) {
        return day_of(a, month_of(b), c, years);
    }
    if c.digits != 2 && c.digits != 4 {
        return Vec::new();
    }
    let mut day_first = day_of(c, month_of(b), a, years);
    let mut month_first = day_of(c, month_of(a), b, years);
    match manner.order {
        Some(DateOrder::DayFirst) if !day_first.is_empty() => day_first,
        Some(DateOrder::MonthFirst) if !month_first.is_empty() => month_first,
        _ => {
            day_first.append(&mut month_first);
            day_first
        }
    }
}

fn day_of(year: Figures, month: Option<i8>, day: Figures, years: Years) -> Vec<CalendarDate> {
    let date = || {
        let day = (day.digits <= 2).then(|| i8::try_from(day.value).ok())?;
        CalendarDate::full(year_of(year, years)?, month?, day?)
    };
    date().into_iter().collect()
}

fn month_of(figures: Figures) -> Option<i8> {
    (figures.digits <= 2 && !figures.ordinal).then(|| i8::try_from(figures.value).ok())?
}

/// Returns the year beside a month: two digits are a year of [`CENTURY_STARTS`] and later.
fn year_of(figures: Figures, years: Years) -> Option<i16> {
    if figures.ordinal || figures.value == 0 && figures.digits > 2 || figures.value > LAST_YEAR {
        return None;
    }
    let value = i16::try_from(figures.value).ok()?;
    match (figures.era, figures.digits) {
        (Some(Era::Before), _) => Some(1 - value).filter(|_| value > 0),
        (Some(Era::Since), _) => Some(value).filter(|_| value > 0),
        (None, 1) => None,
        (None, 2) => Some(in_century(value, years)),
        (None, _) => Some(value),
    }
}

/// Returns the years that figures alone can mean: 79 is 1979 and AD 79.
fn bare_years(figures: Figures, years: Years) -> Vec<i16> {
    let mut found = Vec::from_iter(year_of(figures, years));
    let literal = i16::try_from(figures.value).ok();
    let may_be_literal = figures.era.is_none() && figures.digits <= 2 && !figures.ordinal;
    found.extend(literal.filter(|year| may_be_literal && *year > 0));
    found
}

/// Returns the year that two digits stand for: of [`CENTURY_STARTS`] and later, unless the likely
/// years have another one and no other.
fn in_century(two_digits: i16, years: Years) -> i16 {
    let year = CENTURY_STARTS / 100 * 100 + two_digits;
    let usual = if year < CENTURY_STARTS { year + 100 } else { year };
    let Some((first, last)) = years.filter(|(first, last)| !(*first..=*last).contains(&usual)) else {
        return usual;
    };
    let mut likely = (first..=last).filter(|year| year.rem_euclid(100) == two_digits);
    match (likely.next(), likely.next()) {
        (Some(only), None) => only,
        _ => usual,
    }
}
