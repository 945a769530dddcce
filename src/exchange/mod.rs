//! How are reviews and exams written down as text, and read again?
//!
//! Values and texts only; whoever calls reads and writes the files.

pub mod fields;
pub mod log;
pub mod plans;
pub mod segment;
