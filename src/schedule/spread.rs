//! On which day near its interval does a card fall due?
//!
//! Intervals are spread a little, so that cards learned together do not come back together, and
//! within that range the least loaded day is taken. The memory is never altered.

use crate::seed::Seed;
use crate::time::{Day, Days};

/// Intervals below this many days are not spread.
const SPREAD_FROM: f64 = 2.5;
/// Shares of the interval by which it may move, each with the days between which it counts
/// (Anki, `rslib/src/scheduler/states/fuzz.rs`).
const SHARES: [(f64, f64, f64); 3] = [(2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f64::INFINITY, 0.05)];

/// Returns the shortest and the longest interval that may stand for this one, both at least 1 day
/// and at most `maximum`.
pub fn range(interval: Days, maximum: Days) -> (Days, Days) {
    let days = f64::from(interval.0);
    if days < SPREAD_FROM {
        let interval = Days(interval.0.clamp(1, maximum.0.max(1)));
        return (interval, interval);
    }
    let delta =
        SHARES.iter().fold(1.0, |sum, (from, to, share)| sum + share * (days.min(*to) - from).max(0.0));
    let bound = |days: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a u32")]
        let days = days.round().max(1.0) as u32;
        Days(days.min(maximum.0.max(1)))
    };
    (bound(days - delta), bound(days + delta))
}

/// Returns the day on which a card with this interval falls due: among the days of its range the
/// one with the smallest `load`, among equals the one that the seed prefers.
pub fn due_day(today: Day, interval: Days, maximum: Days, seed: Seed, load: &dyn Fn(Day) -> usize) -> Day {
    let (shortest, longest) = range(interval, maximum);
    let mut days: Vec<Day> = (shortest.0..=longest.0).map(|days| today.plus(Days(days))).collect();
    seed.shuffle(&mut days);
    days.into_iter().min_by_key(|day| load(*day)).unwrap_or(today.plus(shortest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(interval: u32, shortest: u32, longest: u32) {
        assert_eq!(range(Days(interval), Days(36_500)), (Days(shortest), Days(longest)));
    }

    #[test]
    fn the_range_grows_with_the_interval() {
        case(1, 1, 1);
        case(2, 2, 2);
        case(3, 2, 4);
        case(7, 5, 9);
        case(20, 17, 23);
        case(100, 93, 107);
    }

    #[test]
    fn the_least_loaded_day_is_taken() {
        let today = Day::from_number(20_000);
        let free = today.plus(Days(21));
        let load = |day: Day| usize::from(day != free);
        assert_eq!(due_day(today, Days(20), Days(36_500), Seed(1), &load), free);
    }

    proptest! {
        #[test]
        fn a_due_day_is_after_today_and_inside_the_range(interval in 1u32..40_000, maximum in 1u32..36_500, seed in any::<u64>()) {
            let today = Day::from_number(20_000);
            let day = due_day(today, Days(interval), Days(maximum), Seed(seed), &|_| 0);
            let (shortest, longest) = range(Days(interval), Days(maximum));
            let days = day.since(today);
            prop_assert!(days >= shortest && days <= longest && days.0 >= 1 && days.0 <= maximum);
        }
    }
}
