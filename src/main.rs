//! The csto-quiz command: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(csto_quiz::cli::run(std::env::args_os()))
}
