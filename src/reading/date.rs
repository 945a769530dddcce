//! Which calendar dates can a written text mean?
//!
//! The deck reader calls [`readings`] for an author's date, the examiner for a learner's.

mod words;
mod written;

use std::fmt;

use jiff::civil::Date;

/// English names of the months, as they are shown; cut to [`SHORT_MONTH`] letters in the short form.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Letters of a month's name in the short form of a date.
const SHORT_MONTH: usize = 3;
/// The first year that is read again without its era when it is written with its plain digits.
const FIRST_PLAIN_YEAR: i16 = 100;

/// The order in which day and month are written in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 06/07/2012 is 6 July.
    DayFirst,
    /// 06/07/2012 is June 7.
    MonthFirst,
}

/// A date as exactly as it is known; made only of dates that the calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// How exactly a date is known, coarse to fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The year alone.
    Year,
    /// Month and year.
    Month,
    /// Day, month and year.
    Day,
}

impl CalendarDate {
    /// Makes a date known to the year, −9999 to 9999; year 0 is 1 BC.
    pub fn year_only(year: i16) -> Option<Self> {
        (-9999..=9999).contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// Makes a date known to the month, if there is such a month.
    pub fn month_only(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(|_| Self { year, month: Some(month), day: None })
    }

    /// Makes a date known to the day, if the calendar has it.
    pub fn full(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(|_| Self { year, month: Some(month), day: Some(day) })
    }

    /// Returns the year; 0 is 1 BC.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns the month, 1–12, when it is known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// Returns the day of the month, 1–31, when it is known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// Returns how exactly the date is known.
    pub fn precision(self) -> Precision {
        match (self.month, self.day) {
            (Some(_), Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, _) => Precision::Year,
        }
    }

    /// Returns the date cut to a precision; a date known less exactly stays as it is.
    pub fn cut_to(self, precision: Precision) -> Self {
        match precision {
            Precision::Day => self,
            Precision::Month => Self { day: None, ..self },
            Precision::Year => Self { month: None, day: None, ..self },
        }
    }
}

impl CalendarDate {
    /// Returns the date with the whole name of its month: `28 June 2012`.
    pub fn long(self) -> String {
        self.with_month_of(usize::MAX)
    }

    fn with_month_of(self, letters: usize) -> String {
        let mut text = String::new();
        if let Some(day) = self.day {
            text.push_str(&day.to_string());
            text.push(' ');
        }
        if let Some(name) = self.month.and_then(|month| MONTHS.get(usize::try_from(month - 1).ok()?)) {
            text.extend(name.chars().take(letters));
            text.push(' ');
        }
        text.push_str(&shown_year(self.year));
        text
    }
}

impl fmt::Display for CalendarDate {
    /// Writes `28 Jun 2012`, `May 2002`, `2002`, `24 Aug 79 AD` or `44 BC`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_month_of(SHORT_MONTH))
    }
}

impl Precision {
    /// Returns what must be given, in words: "day, month and year".
    pub fn parts(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month and year",
            Self::Day => "day, month and year",
        }
    }
}

/// What a learner's date is read by, besides what is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Decides between 6 July and June 7 for 06/07/2012; both are read without it.
    pub order: Option<DateOrder>,
    /// The first and the last year that is likely: two digits stand for a year between them.
    pub years: Option<(i16, i16)>,
    /// How exactly the date is asked: `Feb 09` is a month and a year where no day is.
    pub asked: Option<Precision>,
}

/// The dates that a text can mean when a slip in the name of a month is forgiven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgiven {
    /// The dates, the likeliest first.
    pub dates: Vec<CalendarDate>,
    /// The name of the month as it was typed, and the one that was meant, where they differ.
    pub slip: Option<(String, &'static str)>,
}

/// Returns every date that a learner's text can mean, a slip in the name of a month forgiven where it
/// can be only that month: `Febuary`, but not `Juny`.
pub fn forgiving(text: &str, manner: Manner) -> Forgiven {
    written::forgiving(text, manner)
}

/// Returns the month and the day that a text gives without a year: `July 5`, `5 July`, `July`.
pub fn without_year(text: &str) -> Option<(i8, Option<i8>)> {
    written::without_year(text)
}

/// Returns every date that a text can mean, each once, the likeliest first; none for a date that
/// the calendar does not have, and none for a text that says more than a date ("before 1992").
///
/// `order` decides between 6 July and June 7 for 06/07/2012; without it both are returned.
///
/// # Examples
/// ```
/// use csto_quiz::reading::date::{CalendarDate, readings};
/// assert_eq!(readings("15th of May, 1992", None), Vec::from_iter(CalendarDate::full(1992, 5, 15)));
/// ```
pub fn readings(text: &str, order: Option<DateOrder>) -> Vec<CalendarDate> {
    written::readings(text, order)
}

fn shown_year(year: i16) -> String {
    if year >= FIRST_PLAIN_YEAR {
        year.to_string()
    } else if year > 0 {
        format!("{year} AD")
    } else {
        format!("{} BC", 1 - i32::from(year))
    }
}
