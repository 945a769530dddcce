//! How long does the learner usually think before the first key?
//!
//! The session asks it, so that an answer that came only after long thinking is proposed as Hard.

use std::collections::BTreeMap;

use crate::deck::kind::KindName;

/// With fewer answers of a kind than this, nothing is said about it.
const FEWEST_ANSWERS: usize = 20;
/// So many times the median is slow.
const SLOW: u32 = 3;

/// The learner's median time to the first key, by kind, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    medians: BTreeMap<KindName, u32>,
}

impl Pace {
    /// Takes the median of each kind of which there are at least 20 right answers; times in
    /// milliseconds from the prompt to the first key.
    ///
    /// # Examples
    /// ```
    /// use csto_quiz::deck::kind::KindName;
    /// use csto_quiz::pace::Pace;
    ///
    /// let pace = Pace::of((0..20).map(|_| (KindName::Date, 2_000)));
    /// assert!(pace.is_slow(KindName::Date, 6_001));
    /// assert!(!pace.is_slow(KindName::Date, 6_000));
    /// assert!(!pace.is_slow(KindName::Set, 60_000));
    /// ```
    pub fn of(answers: impl IntoIterator<Item = (KindName, u32)>) -> Self {
        let mut by_kind: BTreeMap<KindName, Vec<u32>> = BTreeMap::new();
        for (kind, first_key_ms) in answers {
            by_kind.entry(kind).or_default().push(first_key_ms);
        }
        let medians = by_kind.into_iter().filter(|(_, times)| times.len() >= FEWEST_ANSWERS);
        Self { medians: medians.filter_map(|(kind, times)| Some((kind, median(times)?))).collect() }
    }

    /// Returns whether the first key, in milliseconds from the prompt, came later than three times
    /// the median of the kind.
    pub fn is_slow(&self, kind: KindName, first_key_ms: u32) -> bool {
        self.medians.get(&kind).is_some_and(|median| first_key_ms > median.saturating_mul(SLOW))
    }
}

/// Returns the lower median.
fn median(mut times: Vec<u32>) -> Option<u32> {
    times.sort_unstable();
    times.get(times.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(count: u32) -> impl Iterator<Item = (KindName, u32)> {
        (1..=count).map(|time| (KindName::Card, time * 100))
    }

    #[test]
    fn nineteen_answers_say_nothing() {
        assert_eq!(Pace::of(times(19)), Pace::default());
    }

    #[test]
    fn the_median_is_not_moved_by_one_long_pause() {
        let pace = Pace::of(times(20).chain([(KindName::Card, 3_600_000)]));
        assert!(pace.is_slow(KindName::Card, 3_301) && !pace.is_slow(KindName::Card, 3_300));
    }
}
