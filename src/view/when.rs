//! When is a card asked again, in words?
//!
//! Every view that names an interval calls this module.

use crate::time::Days;

/// Returns when a card is asked again, in words; nothing for a grade that moves no schedule.
pub fn when(days: Option<Days>) -> String {
    let Some(days) = days else { return "the schedule stays as it is".to_owned() };
    match days.0 {
        0 => "comes back today".to_owned(),
        1 => "next tomorrow".to_owned(),
        days if days < 60 => format!("next in {days} days"),
        days if days < 730 => format!("next in {} months", (f64::from(days) / 30.44).round()),
        days => format!("next in {} years", (f64::from(days) / 365.25).round()),
    }
}
