//! Answers as people type them, against cards made by hand: the prompt, the verdict, the laws.

mod cards;
mod labelled;
mod laws;
mod prompts;
mod verdicts;
