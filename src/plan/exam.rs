//! Toward which exam does the learner study, and with how much time?
//!
//! `csto-quiz plan set` makes an [`Exam`]; it is kept in the data directory (`exchange::plans`).

use std::fmt;

use crate::plan::prices::Curve;
use crate::time::{Day, Days};

/// Minutes a day unless the learner sets them.
pub const USUAL_MINUTES: u16 = 15;
/// The most minutes of a day: all of them.
pub const MOST_MINUTES: u16 = 24 * 60;
/// The furthest exam that can be planned for.
pub const FURTHEST: Days = Days(1_000);
/// Days on which there was enough that are remembered.
const ENOUGH_KEPT: usize = 30;

/// Days of the week, Monday first, as they are typed.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Minutes of study for each day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week([u16; 7]);

/// An exam that is studied for.
#[derive(Clone, Debug, PartialEq)]
pub struct Exam {
    /// The day of the exam; the day before is the last on which the plan counts.
    pub date: Day,
    /// Decks by their ids or paths; every deck that is known when empty.
    pub decks: Vec<String>,
    /// How much time there is.
    pub week: Week,
    /// The score that is wanted, in percent, 1–100.
    pub target: Option<u8>,
    /// How many questions the paper has, if that is known.
    pub questions: Option<u32>,
    /// The day on which the plan was made.
    pub since: Day,
    /// The prices of the last plan, where the next one starts.
    pub curve: Option<Curve>,
    /// Days on which nothing more was worth doing, in order.
    pub enough: Vec<Day>,
    /// The score that was last predicted, in percent.
    pub predicted: Option<f64>,
    /// What mock exams, and at last the exam, said of the predictions, in order.
    pub measured: Vec<Measured>,
}

impl Exam {
    /// Returns the exam as it was set, without anything that was learned from answers.
    #[must_use]
    pub fn as_set(self) -> Self {
        Self { curve: None, enough: Vec::new(), predicted: None, measured: Vec::new(), ..self }
    }
}

/// A score with what had been predicted for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// When.
    pub day: Day,
    /// What was predicted, in percent; nothing where no prediction had been made.
    pub predicted: Option<f64>,
    /// What was scored, in percent.
    pub scored: f64,
}

/// Why a text does not say how many minutes a day there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadWeek {
    /// A part is neither minutes nor a day with minutes.
    Part(String),
    /// There would be no time at all.
    NoTime,
}

impl Week {
    /// Makes a week of minutes a day, Monday first; more than a day has is cut.
    pub fn new(minutes: [u16; 7]) -> Self {
        Self(minutes.map(|minutes| minutes.min(MOST_MINUTES)))
    }

    /// Reads `12`, `mon=20,sun=0` or `12,sun=0`; days that are not named have the number alone, or
    /// else [`USUAL_MINUTES`].
    ///
    /// # Errors
    /// The part that cannot be read, or that there would be no time at all.
    pub fn parse(text: &str) -> Result<Self, BadWeek> {
        let mut usual = USUAL_MINUTES;
        let mut named: [Option<u16>; 7] = [None; 7];
        for part in text.split(',').map(str::trim) {
            let bad = || BadWeek::Part(part.to_owned());
            let minutes = |text: &str| {
                text.trim().parse().ok().filter(|minutes| *minutes <= MOST_MINUTES).ok_or_else(bad)
            };
            match part.split_once('=') {
                None => usual = minutes(part)?,
                Some((name, text)) => {
                    let name = name.trim().to_lowercase();
                    let at = WEEKDAYS.iter().position(|day| *day == name).ok_or_else(bad)?;
                    named[at] = Some(minutes(text)?);
                }
            }
        }
        let week = named.map(|minutes| minutes.unwrap_or(usual));
        if week.iter().all(|minutes| *minutes == 0) { Err(BadWeek::NoTime) } else { Ok(Self(week)) }
    }

    /// Returns the minutes, Monday first.
    pub fn minutes(self) -> [u16; 7] {
        self.0
    }

    /// Returns the seconds of a day.
    pub fn seconds_on(self, day: Day) -> f64 {
        // 1970-01-01 was a Thursday.
        let weekday = usize::try_from((day.number() + 3).rem_euclid(7)).unwrap_or_default();
        f64::from(self.0[weekday]) * 60.0
    }

    /// Returns the mean minutes of a day.
    pub fn mean_minutes(self) -> f64 {
        self.0.iter().map(|minutes| f64::from(*minutes)).sum::<f64>() / 7.0
    }
}

impl Exam {
    /// Makes an exam for which nothing has been done.
    pub fn new(date: Day, decks: Vec<String>, week: Week, since: Day) -> Self {
        Self {
            date,
            decks,
            week,
            target: None,
            questions: None,
            since,
            curve: None,
            enough: Vec::new(),
            predicted: None,
            measured: Vec::new(),
        }
    }

    /// Returns the days left, today included; 0 on the day of the exam and later.
    pub fn days_left(&self, today: Day) -> Days {
        self.date.since(today)
    }

    /// Returns whether it is still ahead.
    pub fn is_ahead(&self, today: Day) -> bool {
        self.date > today
    }

    /// Notes that nothing more was worth doing on a day.
    pub fn note_enough(&mut self, day: Day) {
        if self.enough.last() != Some(&day) {
            self.enough.push(day);
        }
        let extra = self.enough.len().saturating_sub(ENOUGH_KEPT);
        self.enough.drain(..extra);
    }
}

impl Default for Week {
    fn default() -> Self {
        Self([USUAL_MINUTES; 7])
    }
}

impl fmt::Display for Week {
    /// Writes it as it is read: `12`, or `12,sun=0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |minutes: u16| self.0.iter().filter(|other| **other == minutes).count();
        let usual = self.0.into_iter().max_by_key(|minutes| count(*minutes)).unwrap_or_default();
        write!(f, "{usual}")?;
        let others = self.0.iter().zip(WEEKDAYS).filter(|(minutes, _)| **minutes != usual);
        others.into_iter().try_for_each(|(minutes, day)| write!(f, ",{day}={minutes}"))
    }
}

impl fmt::Display for BadWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(part) => write!(f, "`{part}` is neither minutes nor a day with minutes"),
            Self::NoTime => write!(f, "there would be no time at all"),
        }
    }
}

impl std::error::Error for BadWeek {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, minutes: [u16; 7], written: &str) {
        let week = Week::parse(text).expect("a week");
        assert_eq!((week.minutes(), week.to_string().as_str()), (minutes, written));
        assert_eq!(Week::parse(written), Ok(week));
    }

    #[test]
    fn minutes_are_read_for_all_days_or_for_some() {
        case("12", [12; 7], "12");
        case("mon=20,sun=0", [20, 15, 15, 15, 15, 15, 0], "15,mon=20,sun=0");
        case("30, Sat = 0, sun=0", [30, 30, 30, 30, 30, 0, 0], "30,sat=0,sun=0");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let refused = |text: &str| Week::parse(text).unwrap_err().to_string();
        assert_eq!(refused("much"), "`much` is neither minutes nor a day with minutes");
        assert_eq!(refused("10,payday=5"), "`payday=5` is neither minutes nor a day with minutes");
        assert_eq!(refused("1441"), "`1441` is neither minutes nor a day with minutes");
        assert_eq!(refused("0"), "there would be no time at all");
    }

    #[test]
    fn seconds_are_those_of_the_weekday() {
        let week = Week::parse("10,mon=20,sun=0").expect("a week");
        let monday: Day = "2026-11-23".parse().expect("a day");
        let seconds: Vec<f64> = (0..7).map(|days| week.seconds_on(monday.plus(Days(days)))).collect();
        assert_eq!(seconds, [1200.0, 600.0, 600.0, 600.0, 600.0, 600.0, 0.0]);
        assert!((week.mean_minutes() - 10.0).abs() < 1e-9);
    }
}
