//! In which units is memory measured?
//!
//! Every quantity of the scheduler has its own type; the constructor checks or clamps, the rest
//! trusts.

use std::fmt;

/// The stability of a memory: days until retrievability falls to 0.90; > 0.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Stability(f64);

/// The difficulty of a card, 1 (easy) – 10 (hard).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Difficulty(f64);

/// The probability of recall now, 0–1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Retrievability(f64);

/// The retrievability at which a card falls due, 0.70–0.97.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct DesiredRetention(f64);

impl Stability {
    /// The shortest that FSRS-6 knows, in days.
    pub const SHORTEST: f64 = 0.001;
    /// The longest that FSRS-6 knows, in days: a hundred years.
    pub const LONGEST: f64 = 36_500.0;

    /// Makes a stability, clamped to what FSRS-6 knows; what is not a number becomes the shortest.
    pub fn new(days: f64) -> Self {
        if days.is_nan() { Self(Self::SHORTEST) } else { Self(days.clamp(Self::SHORTEST, Self::LONGEST)) }
    }

    /// Returns it in days.
    pub fn days(self) -> f64 {
        self.0
    }
}

impl Difficulty {
    /// Makes a difficulty, clamped to 1–10; what is not a number becomes 10.
    pub fn new(value: f64) -> Self {
        if value.is_nan() { Self(10.0) } else { Self(value.clamp(1.0, 10.0)) }
    }

    /// Returns it as a number, 1–10.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl Retrievability {
    /// Makes a probability, clamped to 0–1; what is not a number becomes 0.
    pub fn new(probability: f64) -> Self {
        if probability.is_nan() { Self(0.0) } else { Self(probability.clamp(0.0, 1.0)) }
    }

    /// Returns it as a probability, 0–1.
    pub fn probability(self) -> f64 {
        self.0
    }
}

impl DesiredRetention {
    /// The lowest that is allowed; below it FSRS was never fitted.
    pub const LOWEST: f64 = 0.70;
    /// The highest that is allowed; above it the reviews of a day grow without bound.
    pub const HIGHEST: f64 = 0.97;

    /// Makes a desired retention, if it is 0.70–0.97.
    pub fn new(probability: f64) -> Option<Self> {
        (Self::LOWEST..=Self::HIGHEST).contains(&probability).then_some(Self(probability))
    }

    /// Returns it as a probability.
    pub fn probability(self) -> f64 {
        self.0
    }
}

impl Default for DesiredRetention {
    /// 0.90, as every FSRS program has it.
    fn default() -> Self {
        Self(0.90)
    }
}

impl fmt::Display for Retrievability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}%", self.0 * 100.0)
    }
}

impl fmt::Display for DesiredRetention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}%", self.0 * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desired_retention_out_of_range_is_refused() {
        for odd in [0.0, 0.69, 0.98, 1.5, f64::NAN, f64::INFINITY] {
            assert_eq!(DesiredRetention::new(odd), None, "{odd}");
        }
        assert_eq!(DesiredRetention::new(0.97).map(|r| r.to_string()), Some("97%".to_owned()));
    }

    #[test]
    fn what_is_no_number_is_clamped() {
        assert!(Stability::new(f64::NAN).days() > 0.0);
        assert!((Difficulty::new(f64::INFINITY).value() - 10.0).abs() < f64::EPSILON);
        assert!(Retrievability::new(f64::NAN).probability().abs() < f64::EPSILON);
    }
}
