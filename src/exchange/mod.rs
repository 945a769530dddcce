//! How are reviews written for other programs, and read from them?
//!
//! Values and texts only; whoever calls reads and writes the files.

pub mod log;
