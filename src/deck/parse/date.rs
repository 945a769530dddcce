//! Which date did an author write?
//!
//! Strict: `14 May 2002`, `May 14, 2002`, `May 2002`, `2002`, `2002-05-14`, `2002-05`, `44 BC` and
//! `05/06/2002` where the order is known. The readers of date cards and of labels call it.

use crate::deck::DateOrder;
use crate::reading::date::CalendarDate;

/// The months as authors write them; three letters are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadDate {
    /// It is something else.
    NoDate,
    /// It has the form of a date, and the calendar does not have it.
    Impossible,
    /// Day and month can be read in both orders.
    Ambiguous {
        /// Read as in London.
        day_first: CalendarDate,
        /// Read as in New York.
        month_first: CalendarDate,
    },
}

/// Reads a date.
pub(super) fn read(text: &str, order: Option<DateOrder>) -> Result<CalendarDate, BadDate> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> = lower.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let before_christ = matches!(words.last(), Some(&("bc" | "bce")));
    if matches!(words.last(), Some(&("bc" | "bce" | "ad" | "ce"))) {
        words.pop();
    }
    let year = |word: &str| year_of(word, before_christ);
    match words.as_slice() {
        [one] => match year(one) {
            Some(year) => CalendarDate::year_only(year).ok_or(BadDate::Impossible),
            None if before_christ => Err(BadDate::NoDate),
            None => in_figures(one, order),
        },
        [month, last] => match (month_of(month), year(last)) {
            (Some(month), Some(year)) => CalendarDate::month_only(year, month).ok_or(BadDate::Impossible),
            _ => Err(BadDate::NoDate),
        },
        [first, second, last] => {
            let named = match (month_of(first), month_of(second)) {
                (Some(month), None) => day_of(second).map(|day| (month, day)),
                (None, Some(month)) => day_of(first).map(|day| (month, day)),
                (Some(_), Some(_)) | (None, None) => None,
            };
            match (named, year(last)) {
                (Some((month, day)), Some(year)) => {
                    CalendarDate::full(year, month, day).ok_or(BadDate::Impossible)
                }
                _ => Err(BadDate::NoDate),
            }
        }
        _ => Err(BadDate::NoDate),
    }
}

/// Reads `2002-05-14`, `2002-05` and `14/05/2002`.
fn in_figures(text: &str, order: Option<DateOrder>) -> Result<CalendarDate, BadDate> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(BadDate::NoDate);
    }
    match parts.as_slice() {
        [year, month] if year.len() == 4 && month.len() <= 2 => {
            let (Some(year), Ok(month)) = (year_of(year, false), month.parse()) else {
                return Err(BadDate::NoDate);
            };
            CalendarDate::month_only(year, month).ok_or(BadDate::Impossible)
        }
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            full(year, month, day).ok_or(BadDate::Impossible)
        }
        [first, second, year] if year.len() == 4 && first.len() <= 2 && second.len() <= 2 => {
            match (full(year, second, first), full(year, first, second), order) {
                (Some(date), _, Some(DateOrder::DayFirst)) | (_, Some(date), Some(DateOrder::MonthFirst)) => {
                    Ok(date)
                }
                (Some(day_first), Some(month_first), None) if day_first != month_first => {
                    Err(BadDate::Ambiguous { day_first, month_first })
                }
                (Some(date), _, None) | (_, Some(date), None) => Ok(date),
                _ => Err(BadDate::Impossible),
            }
        }
        _ => Err(BadDate::NoDate),
    }
}

fn full(year: &str, month: &str, day: &str) -> Option<CalendarDate> {
    CalendarDate::full(year_of(year, false)?, month.parse().ok()?, day.parse().ok()?)
}

/// Reads one to four figures; year 1 BC is 0.
fn year_of(word: &str, before_christ: bool) -> Option<i16> {
    if word.is_empty() || word.len() > 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year: i16 = word.parse().ok().filter(|&year| year > 0)?;
    Some(if before_christ { 1 - year } else { year })
}

fn month_of(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let is_short = matches!(word.len(), 3 | 4);
    let at = MONTHS.iter().position(|month| word == *month || (is_short && month.starts_with(word)))?;
    i8::try_from(at + 1).ok()
}

fn day_of(word: &str) -> Option<i8> {
    let figures = word.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '.');
    let suffix = word.get(figures.len()..).unwrap_or_default();
    let is_day = figures.len() <= 2 && matches!(suffix, "" | "." | "st" | "nd" | "rd" | "th");
    is_day.then(|| figures.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Result<&str, BadDate>) {
        assert_eq!(read(text, None).map(|date| date.to_string()), expected.map(str::to_owned), "{text}");
    }

    #[test]
    fn the_forms_that_authors_write_are_read() {
        case("14 May 2002", Ok("14 May 2002"));
        case("May 14, 2002", Ok("14 May 2002"));
        case("14th May 2002", Ok("14 May 2002"));
        case("1 Sept. 2002", Ok("1 Sep 2002"));
        case("September 2002", Ok("Sep 2002"));
        case("2002", Ok("2002"));
        case("988", Ok("988"));
        case("2002-05-14", Ok("14 May 2002"));
        case("2002-05", Ok("May 2002"));
        case("44 BC", Ok("44 BC"));
        case("15 March 44 BC", Ok("15 Mar 44 BC"));
        case("79 AD", Ok("79 AD"));
        case("14/05/2002", Ok("14 May 2002"));
        case("05/05/2002", Ok("5 May 2002"));
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in
            ["", "mid-May 2002", "14 May", "May", "about 2002", "20022", "1-2", "2002-05-14T10:00", "ma 2002"]
        {
            case(text, Err(BadDate::NoDate));
        }
        for text in ["30 February 2002", "31/04/2002", "2002-13", "13/13/2002", "0 May 2002"] {
            case(text, Err(BadDate::Impossible));
        }
    }

    #[test]
    fn figures_are_read_in_the_order_of_the_deck_only() {
        let london = CalendarDate::full(2012, 7, 6).unwrap();
        let new_york = CalendarDate::full(2012, 6, 7).unwrap();
        let text = "06/07/2012";
        assert_eq!(read(text, Some(DateOrder::DayFirst)), Ok(london));
        assert_eq!(read(text, Some(DateOrder::MonthFirst)), Ok(new_york));
        let ambiguous = BadDate::Ambiguous { day_first: london, month_first: new_york };
        assert_eq!(read(text, None), Err(ambiguous));
        assert_eq!(read("14/05/2002", Some(DateOrder::MonthFirst)), Err(BadDate::Impossible));
    }
}
