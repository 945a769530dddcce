//! How does a mock exam go?
//!
//! [`paper`] draws the questions, [`sitting`] takes the answers until the time is up or the paper is
//! handed in, [`score`] marks it, [`recording`] makes reviews of it. The command `exam` drives it; nothing here knows clock, disk or
//! terminal.

pub mod paper;
pub mod recording;
pub mod score;
pub mod sitting;

pub use crate::review::ReviewId as ExamId;
