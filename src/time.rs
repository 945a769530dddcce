//! Which study day is it?
//!
//! [`Timestamp`] is an instant, [`Moment`] an instant with the local offset, [`Day`] a study day:
//! the local date, which changes at the [`Rollover`] hour. Nothing here reads a clock.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;
/// Milliseconds of a minute.
const MINUTE_MS: i64 = 60_000;
/// The furthest that local time can be from UTC, in minutes: a day.
pub const FURTHEST_OFFSET: i16 = 24 * 60;
/// The earliest and the latest day that can be written: years -9999 to 9999.
const DAY_RANGE: std::ops::RangeInclusive<i32> = -4_371_587..=2_932_896;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// An instant with the offset of local time from UTC, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// Local time minus UTC in minutes, −1440 to 1440.
    pub offset: i16,
}

/// A study day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A count of days, ≥ 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Days(pub u32);

/// The hour of local time at which a study day ends, 0–23; 4 unless the learner sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rollover(u8);

/// A text that names no moment or day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotATime {
    /// What was found.
    pub found: String,
    /// What was looked for, in words.
    pub wanted: &'static str,
}

impl Timestamp {
    /// Makes an instant of milliseconds since the epoch; what no calendar can write is clamped.
    pub fn from_millis(millis: i64) -> Self {
        let (first, last) = (i64::from(*DAY_RANGE.start()), i64::from(*DAY_RANGE.end()));
        Self(millis.clamp((first + 2) * DAY_MS, (last - 2) * DAY_MS))
    }

    /// Returns milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Returns the milliseconds from an earlier instant to this one, 0 when it is not earlier.
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0 - earlier.0).unwrap_or_default()
    }

    /// Returns the instant some milliseconds later.
    pub fn later(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }
}

impl Moment {
    /// Returns the study day of this moment.
    pub fn day(self, rollover: Rollover) -> Day {
        let local = self.at.0 + i64::from(self.offset) * MINUTE_MS - i64::from(rollover.0) * HOUR_MS;
        Day::from_number(i32::try_from(local.div_euclid(DAY_MS)).unwrap_or_default())
    }

    /// Returns the moment as RFC 3339 with milliseconds and offset.
    pub fn rfc3339(self) -> String {
        let local = self.at.0 + i64::from(self.offset) * MINUTE_MS;
        let day = Day::from_number(i32::try_from(local.div_euclid(DAY_MS)).unwrap_or_default());
        let of_day = local.rem_euclid(DAY_MS);
        let (hours, minutes) = (of_day / HOUR_MS, of_day / MINUTE_MS % 60);
        let (seconds, millis) = (of_day / 1000 % 60, of_day % 1000);
        let sign = if self.offset < 0 { '-' } else { '+' };
        let (off_hours, off_minutes) = (self.offset.abs() / 60, self.offset.abs() % 60);
        let date = day.iso();
        format!(
            "{date}T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}{sign}{off_hours:02}:{off_minutes:02}"
        )
    }
}

impl FromStr for Moment {
    type Err = NotATime;

    /// Reads RFC 3339 with an offset, such as `2026-11-23T09:00:00+01:00`.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let fail = || NotATime { found: text.to_owned(), wanted: "a moment like 2026-11-23T09:00:00+01:00" };
        let at: jiff::Timestamp = text.parse().map_err(|_| fail())?;
        let (_, of_day) = text.split_once(['T', 't', ' ']).ok_or_else(fail)?;
        let minutes = match of_day.rfind(['+', '-']) {
            None => 0,
            Some(sign) => offset_minutes(&of_day[sign..]).ok_or_else(fail)?,
        };
        Ok(Self { at: Timestamp::from_millis(at.as_millisecond()), offset: minutes })
    }
}

fn offset_minutes(text: &str) -> Option<i16> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let total = hours.parse::<i16>().ok()?.checked_mul(60)? + minutes.get(..2)?.parse::<i16>().ok()?;
    let total = if text.starts_with('-') { -total } else { total };
    (total.abs() <= FURTHEST_OFFSET).then_some(total)
}

impl Day {
    /// Makes a day of its number since 1970-01-01; what no calendar can write is clamped.
    pub fn from_number(number: i32) -> Self {
        Self(number.clamp(*DAY_RANGE.start(), *DAY_RANGE.end()))
    }

    /// Returns the number of days since 1970-01-01.
    pub fn number(self) -> i32 {
        self.0
    }

    /// Returns the day some days later.
    pub fn plus(self, days: Days) -> Self {
        Self::from_number(self.0.saturating_add_unsigned(days.0))
    }

    /// Returns the days from an earlier day to this one, 0 when it is not earlier.
    pub fn since(self, earlier: Self) -> Days {
        Days(u32::try_from(self.0 - earlier.0).unwrap_or_default())
    }

    /// Returns the day as `2012-06-28`.
    pub fn iso(self) -> String {
        self.date().to_string()
    }

    /// Returns the day of the week, Monday first.
    pub fn weekday(self) -> &'static str {
        const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        // 1970-01-01 was a Thursday.
        NAMES[usize::try_from((self.0 + 3).rem_euclid(7)).unwrap_or_default()]
    }

    fn date(self) -> Date {
        Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(self.0))
    }
}

impl FromStr for Day {
    type Err = NotATime;

    /// Reads `2012-06-28`.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let fail = || NotATime { found: text.to_owned(), wanted: "a day like 2026-11-23" };
        let date: Date = text.parse().map_err(|_| fail())?;
        let days = date.duration_since(Date::constant(1970, 1, 1)).as_secs() * 1000 / DAY_MS;
        Ok(Self::from_number(i32::try_from(days).map_err(|_| fail())?))
    }
}

impl Rollover {
    /// Makes a rollover hour, if it is 0–23.
    pub fn new(hour: u8) -> Option<Self> {
        (hour < 24).then_some(Self(hour))
    }

    /// Returns the hour, 0–23.
    pub fn hour(self) -> u8 {
        self.0
    }
}

impl Default for Rollover {
    /// 4 o'clock: late enough for night owls, as Anki has it.
    fn default() -> Self {
        Self(4)
    }
}

impl fmt::Display for Day {
    /// Writes `28 Jun 2012`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().strftime("%-d %b %Y"))
    }
}

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.found, self.wanted)
    }
}

impl std::error::Error for NotATime {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(text: &str) -> Moment {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_day_rolls_over_at_four_in_the_morning() {
        let day = |text| moment(text).day(Rollover::default()).to_string();
        assert_eq!(day("2026-11-23T03:59:59+01:00"), "22 Nov 2026");
        assert_eq!(day("2026-11-23T04:00:00+01:00"), "23 Nov 2026");
        assert_eq!(day("2026-11-23T04:00:00-08:00"), "23 Nov 2026");
        assert_eq!(day("2026-11-23T03:00:00Z"), "22 Nov 2026");
    }

    #[test]
    fn moments_are_written_as_they_are_read() {
        for text in [
            "2026-11-23T09:00:00.000+01:00",
            "1969-12-31T23:59:59.999-03:30",
            "2000-02-29T00:00:00.000+00:00",
        ] {
            assert_eq!(moment(text).rfc3339(), text);
        }
        assert_eq!(moment("2026-11-23T05:00+05:00").rfc3339(), "2026-11-23T05:00:00.000+05:00");
        assert!("2026-11-23T05:00:00+25:59".parse::<Moment>().is_err());
        let wrong = "yesterday".parse::<Moment>().unwrap_err();
        assert_eq!(wrong.to_string(), "`yesterday` is not a moment like 2026-11-23T09:00:00+01:00");
    }

    #[test]
    fn days_have_names_and_numbers() {
        let day: Day = "2026-11-23".parse().unwrap();
        assert_eq!((day.to_string().as_str(), day.weekday(), day.number()), ("23 Nov 2026", "Mo", 20_780));
        assert_eq!(day.plus(Days(9)).iso(), "2026-12-02");
        assert_eq!(day.plus(Days(9)).since(day), Days(9));
        assert_eq!(day.since(day.plus(Days(9))), Days(0));
    }

    proptest! {
        #[test]
        fn any_day_survives_writing(number in -700_000..2_900_000) {
            let day = Day::from_number(number);
            prop_assert_eq!(day.iso().parse::<Day>(), Ok(day));
        }

        #[test]
        fn any_moment_survives_writing(millis in -30_000_000_000_000i64..200_000_000_000_000, offset in -720i16..=840) {
            let moment = Moment { at: Timestamp::from_millis(millis), offset };
            prop_assert_eq!(moment.rfc3339().parse::<Moment>(), Ok(moment));
        }
    }
}
