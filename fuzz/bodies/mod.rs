//! What must hold, whatever a stranger's file or a learner's line holds?
//!
//! One body for each target: the targets in `fuzz_targets` call them with what the fuzzer makes up,
//! `tests/fuzzing.rs` with the committed corpus and some changes of it. A body panics where something
//! does not hold; only public items of the library are used.

#![allow(unreachable_pub, reason = "the targets are crates of their own")]
#![allow(clippy::disallowed_methods, reason = "databases are read from files")]
#![allow(dead_code, reason = "the suite needs less than what makes the seeds")]

mod answer;
mod clean;
mod database;
mod deck;
mod log;
pub mod templates;

pub use answer::answer;
pub use database::database;
pub use deck::deck;
pub use log::log;
