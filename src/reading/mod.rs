//! Which dates, numbers and units can a written text mean?
//!
//! The deck reader calls it for what the author wrote, the examiner for what the learner typed.

pub mod date;
pub mod number;
pub mod unit;
