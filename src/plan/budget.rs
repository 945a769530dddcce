//! How many seconds does each day until the exam have?
//!
//! Days are counted by how many are left: 1 is the eve of the exam. `task` makes the budget of a plan.

use crate::plan::values::Detail;

/// The seconds that can be spent, by days left from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// Seconds by days left; those of today are the first that count.
    pub seconds: Vec<f64>,
    /// Which days are alike: by days left, 0 for the usual ones, then 1, 2, … for others, whose
    /// price differs from the curve by a factor of their own.
    pub kinds: Vec<usize>,
}

impl Budget {
    /// Makes a budget of seconds by days left, days with equal seconds alike.
    pub fn new(seconds: Vec<f64>) -> Self {
        let mut amounts: Vec<(f64, usize)> = Vec::new();
        for amount in seconds.iter().skip(1).filter(|amount| **amount > 0.0) {
            match amounts.iter_mut().find(|(other, _)| (other - amount).abs() < 1.0) {
                Some((_, count)) => *count += 1,
                None => amounts.push((*amount, 1)),
            }
        }
        amounts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.total_cmp(&b.0)));
        let kind = |amount: &f64| {
            amounts.iter().position(|(other, _)| (other - amount).abs() < 1.0).unwrap_or_default()
        };
        let kinds = seconds.iter().map(kind).collect();
        Self { seconds, kinds }
    }

    /// Returns the same days with so many times the seconds.
    pub(super) fn scaled(&self, times: f64) -> Self {
        let seconds = self.seconds.iter().map(|seconds| seconds * times).collect();
        Self { seconds, kinds: self.kinds.clone() }
    }

    /// Returns the budget with far days put together: beyond some days left, 2, 4, 8 … days become
    /// one that has their seconds; today stays by itself.
    pub(super) fn thinned(&self, detail: Detail) -> Self {
        let (mut beyond, mut together) = match detail {
            Detail::Fine => (125, 4),
            Detail::Coarse => (30, 2),
        };
        let mut thin = self.clone();
        let today = self.seconds.len() - 1;
        for left in beyond + 1..today {
            if left > 2 * beyond {
                (beyond, together) = (2 * beyond, 2 * together);
            }
            let keeper = left.next_multiple_of(together).min(today - 1);
            if keeper != left {
                thin.seconds[keeper] += thin.seconds[left];
                thin.seconds[left] = 0.0;
            }
            thin.kinds[keeper] = 0;
        }
        thin
    }

    /// Returns which days left have seconds.
    pub fn open(&self) -> Vec<bool> {
        self.seconds.iter().map(|seconds| *seconds > 0.0).collect()
    }
}
