//! csto-quiz: quiz and flashcards for the terminal, with spaced repetition.
//!
//! The flow goes one way. `files` reads a deck's sources; [`deck`] parses them into cards and
//! everything that is wrong with them. `progress` keeps the log of answers; [`review`] replays it
//! into what is known of each card. [`queue`] takes what is due and new, [`session`] asks it, one
//! screen at a time; [`view`] puts a screen into words, `terminal` shows it and brings the answer
//! back, [`answer`] judges it, [`schedule`] says when the card is asked again, and the review is on
//! disk before the next screen. With an exam ahead, [`preparation`] brings its cards and the log to
//! [`plan`], which says what helps most for it now; [`exam`] draws mock papers and marks them.
//! [`report`] counts what the log says. `cli` ties it together.
//!
//! A module uses only modules of lower floors (`tests/floors.rs`); clock, disk, terminal,
//! environment and chance are touched in `files`, `progress`, `terminal` and `cli` only.

pub mod answer;
pub mod builtin;
pub mod cli;
pub mod config;
pub mod decision;
pub mod deck;
pub mod exam;
pub mod exchange;
pub mod files;
pub mod pace;
pub mod plan;
pub mod preparation;
pub mod progress;
pub mod queue;
pub mod reading;
pub mod report;
pub mod review;
pub mod schedule;
pub mod seed;
pub mod session;
pub mod source;
pub mod terminal;
pub mod text;
pub mod time;
pub mod view;
