//! How are reviews and exams written down as text, and read again?
//!
//! Values and texts only; whoever calls reads and writes the files.

pub mod log;
pub mod plans;
