//! Which policy gets the best score on the day of the exam, and is the predicted score right?
//!
//! Simulated learners study toward an exam with equal minutes a day under several policies; the
//! policies "prices" and "posterior" are the program's own plan, and their answers pass through its
//! own replay. Seeds are fixed.
//!
//! ```text
//! cargo bench --bench exam_simulation -- table --learners 48          the table of policies
//! cargo bench --bench exam_simulation -- calibration --learners 48    predicted and scored
//! cargo bench --bench exam_simulation -- calibration --law act-r      the same for another law
//! cargo bench --bench exam_simulation -- days --row 2                 skipped days, longer days
//! ```
//!
//! `--row N` takes one row of the table, counted from 0; `--seed N` draws other chances.
#![expect(clippy::print_stdout, reason = "the table is what this is for")]

mod actr;
mod options;
mod policy;
mod report;
mod study;
mod truth;

use std::process::ExitCode;

use options::{Mode, Options};

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(wrong) => {
            println!("{wrong}");
            return ExitCode::from(2);
        }
    };
    for row in options.rows() {
        match options.mode {
            Mode::Table => report::table(&options, row),
            Mode::Calibration => report::calibration(&options, row),
            Mode::Days => report::days(&options, row),
        }
    }
    ExitCode::SUCCESS
}
