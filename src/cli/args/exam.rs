//! What can be written behind `csto-quiz exam`?

use clap::Args;

use crate::cli::args::whole;

/// What stands below the help.
pub(super) const EXAMPLES: &str = "Examples:
  csto-quiz exam --questions 40 --minutes 60 --pass 70
  csto-quiz exam csto --topic dates
  csto-quiz exam --list";

/// Which exam to sit.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Exam {
    /// Decks: ids, files or folders; every deck that is known without one
    pub(crate) decks: Vec<String>,
    /// How many questions; 40 without it, or as many as there are
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    pub(crate) questions: Option<usize>,
    /// Take the paper away after so many minutes
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub(crate) minutes: Option<u32>,
    /// Only cards of this topic; may be given several times
    #[arg(long, value_name = "T")]
    pub(crate) topic: Vec<String>,
    /// Say whether so many percent were reached; exit with 4 if not
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) pass: Option<f64>,
    /// Draw the paper from this number
    #[arg(long, value_name = "N", value_parser = whole::<u64>)]
    pub(crate) seed: Option<u64>,
    /// Let slips of spelling cost the mark
    #[arg(long)]
    pub(crate) strict: bool,
    /// Let the answers not count for the schedule
    #[arg(long)]
    pub(crate) no_record: bool,
    /// What to do with exams of before.
    #[command(flatten)]
    pub(crate) before: Before,
}

/// What to do with exams that were sat or left.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Before {
    /// List the exams that were sat
    #[arg(long, conflicts_with = "show")]
    pub(crate) list: bool,
    /// Show an exam of the list again
    #[arg(long, value_name = "N", conflicts_with = "hand_in", value_parser = whole::<usize>)]
    pub(crate) show: Option<usize>,
    /// Hand in the exam that was left, as it is
    #[arg(long, conflicts_with = "list")]
    pub(crate) hand_in: bool,
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').parse::<f64>().ok();
    number
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| "a number from 0 to 100".to_owned())
}
