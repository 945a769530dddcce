//! What is known of a card that has been studied?
//!
//! A new card has no state at all. States are a cache of the log: `review::replay` makes them.

use std::collections::HashMap;

use crate::schedule::memory::Memory;
use crate::time::{Day, Days, Timestamp};

/// Lapses at which a card is a leech.
pub const LEECH_LAPSES: u32 = 8;
/// The interval from which a card is mature, in days.
pub const MATURE_INTERVAL: Days = Days(21);

/// So far two clocks that are both right can differ in the day: by time zones, which are 26 hours apart,
/// and by the hour at which a day ends.
pub const ZONE_DAYS: Days = Days(2);
/// A pause of more days, which ends ahead of the clock, was none: the clock was ahead.
const LONGEST_PAUSE: Days = Days(60);

/// What is known of a studied face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Studied {
    /// Stability and difficulty after the last review.
    pub memory: Memory,
    /// When it is asked again.
    pub due: Due,
    /// The study day of the last review.
    pub last_day: Day,
    /// The instant of the last review.
    pub last_at: Timestamp,
    /// How often it was graded.
    pub reviews: u32,
    /// How often it was forgotten after it had been known.
    pub lapses: u32,
    /// The fingerprint of the answer that was expected at the last review.
    pub fingerprint: u64,
}

/// When a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// On a day.
    On(Day),
    /// Once more today: it was graded Again at this instant and not passed since.
    Repeat(Timestamp),
}

/// How far a studied card has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maturity {
    /// Its interval is under 21 days.
    Young,
    /// Its interval is 21 days or more.
    Mature,
}

impl Studied {
    /// Returns the day on which it falls due; a card to be repeated is due on its last day.
    pub fn due_day(&self) -> Day {
        match self.due {
            Due::On(day) => day,
            Due::Repeat(_) => self.last_day,
        }
    }

    /// Returns whether it is due on a day.
    pub fn is_due(&self, today: Day) -> bool {
        self.due_day() <= today
    }

    /// Returns the days planned between the last review and the next; 0 for one to be repeated.
    pub fn interval(&self) -> Days {
        self.due_day().since(self.last_day)
    }

    /// Returns the days from the last review to a day, 0 when the clock was set back.
    pub fn elapsed(&self, today: Day) -> Days {
        today.since(self.last_day)
    }

    /// Returns whether it was answered on a day that is still to come.
    pub fn is_ahead(&self, today: Day) -> bool {
        self.last_day.since(today) > ZONE_DAYS
    }

    /// Returns how far it has come.
    pub fn maturity(&self) -> Maturity {
        if self.interval() >= MATURE_INTERVAL { Maturity::Mature } else { Maturity::Young }
    }

    /// Returns whether it is forgotten so often that another way to learn it would be better.
    pub fn is_leech(&self) -> bool {
        self.lapses >= LEECH_LAPSES
    }
}

/// Takes back what a clock that was once ahead has put off: what was answered then counts as answered
/// yesterday, and is due today. `days` are the days on which something was answered.
///
/// A clock that is behind now looks the same from a card: it has been answered in the future. But then
/// the days go on without a pause from before its today to after it, or all of them are ahead.
pub fn believe_clock<K>(states: &mut HashMap<K, Studied>, days: &[Day], today: Day) {
    let ahead = |day: &&Day| day.since(today) > ZONE_DAYS;
    let (last, next) = (days.iter().filter(|day| !ahead(day)).max(), days.iter().filter(ahead).min());
    let (Some(last), Some(next)) = (last, next) else { return };
    if next.since(*last) <= LONGEST_PAUSE {
        return;
    }
    for state in states.values_mut().filter(|state| state.is_ahead(today)) {
        state.last_day = Day::from_number(today.number() - 1);
        if let Due::On(day) = &mut state.due {
            *day = today;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::memory::Model;

    /// Returns on which day each card is due that was answered last on one of these days.
    fn due(last_days: &[i32], today: i32) -> Vec<i32> {
        let memory = Model::default().next(None, Days(0)).good;
        let state = |day: i32| Studied {
            memory,
            due: Due::On(Day::from_number(day + 5)),
            last_day: Day::from_number(day),
            last_at: Timestamp::from_millis(0),
            reviews: 1,
            lapses: 0,
            fingerprint: 0,
        };
        let mut states = last_days.iter().map(|day| (*day, state(*day))).collect();
        let days: Vec<Day> = last_days.iter().map(|day| Day::from_number(*day)).collect();
        believe_clock(&mut states, &days, Day::from_number(today));
        last_days.iter().map(|day| states[day].due_day().number()).collect()
    }

    #[test]
    fn a_card_answered_under_a_clock_that_was_ahead_is_due_when_the_clock_is_right() {
        assert_eq!(due(&[20_000, 20_001, 47_000], 20_002), [20_005, 20_006, 20_002]);
        assert_eq!(due(&[20_000, 20_100], 20_001), [20_005, 20_001]);
    }

    #[test]
    fn a_clock_that_is_behind_makes_nothing_due() {
        // By years, by some days within what was studied, and by a time zone.
        assert_eq!(due(&[20_000, 20_001], 0), [20_005, 20_006]);
        assert_eq!(due(&[20_000, 20_010, 20_030], 20_005), [20_005, 20_015, 20_035]);
        assert_eq!(due(&[20_000, 20_100], 20_098), [20_005, 20_105]);
    }
}
