//! How much time will there really be?
//!
//! Declared minutes are not trusted: what was done of what was declared in the last days says how
//! much of the declared time to plan with.

/// Days that are looked back on.
pub const LOOKED_BACK: usize = 10;
/// Declared days that count as done before anything is known.
const TRUSTED_DAYS: f64 = 2.0;
/// The largest ratio of time done to time declared.
const LARGEST_RATIO: f64 = 1.5;
/// The share of the time to expect that is planned with; what is left goes to what helps next most.
pub const CAUTION: f64 = 0.9;

/// A day that is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastDay {
    /// Seconds that were declared.
    pub declared: f64,
    /// Seconds that were studied; all that were declared when nothing more was worth doing.
    pub done: f64,
}

/// Returns the share of the declared time to expect, 0–1.5, after the days of the plan so far, of
/// which the last ten count; `usual` are the seconds declared for a usual day.
///
/// (done in the last 10 days + 2 declared days) / (declared in them + 2 days)
pub fn ratio(past: &[PastDay], usual: f64) -> f64 {
    let recent = &past[past.len().saturating_sub(LOOKED_BACK)..];
    let sum = |of: fn(&PastDay) -> f64| recent.iter().map(of).sum::<f64>() + TRUSTED_DAYS * usual;
    let (done, declared) = (sum(|day| day.done), sum(|day| day.declared));
    if declared > 0.0 { (done / declared).min(LARGEST_RATIO) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(done: &[f64], expected: f64) {
        let past: Vec<PastDay> = done.iter().map(|done| PastDay { declared: 600.0, done: *done }).collect();
        assert!((ratio(&past, 600.0) - expected).abs() < 1e-9, "{done:?}");
    }

    #[test]
    fn the_last_ten_days_say_how_much_of_the_time_to_expect() {
        case(&[], 1.0);
        case(&[600.0, 600.0], 1.0);
        case(&[0.0, 0.0], 0.5);
        case(&[0.0; 10], 1.0 / 6.0);
        case(&[[0.0; 5], [600.0; 5], [600.0; 5]].concat(), 1.0);
        case(&[9_000.0; 10], 1.5);
    }
}
