//! What can be written behind `csto-quiz plan`?

use clap::{Args, Subcommand};

use crate::time::Day;

/// What stands below the help.
pub(super) const EXAMPLES: &str = "Examples:
  csto-quiz plan set 2026-12-15 --minutes 12 --target 85
  csto-quiz plan set 2026-12-15 csto --minutes 20,sun=0 --questions 40
  csto-quiz plan                     the score to expect, and what it needs";
/// What the numbers of a plan mean, for the long help.
pub(super) const NUMBERS: &str = "\
With a plan, `csto-quiz study` asks each day what helps most for the day of the exam, in the minutes of \
that day; after the exam, cards fall due by desired retention again. What the numbers mean:

  Predicted score: what to expect at the exam if you go on studying the minutes you set. While few \
answers are known it is that of many learners. A card never asked counts 0; where there are options, \
guessing counts.
  Nine of ten: where nine of ten exams would fall. It holds what is not known of your memory, and the \
chance of the questions (--questions) and days.
  If you stop now: the score if you study nothing any more.
  Minutes a day: the same prediction for other minutes.
  N% needs M min: the minutes with which the score to expect is N%.
  On track: the target (--target) is reached with a chance above 80%. Tight: with a chance of 40 to 80%. \
Behind: below 40%.
  New cards left: how many were never asked; how many a day to begin, until when.
  Weakest: topics by what would be left at the exam if you stopped now, of the cards that were asked \
before.
  Expected: the score if you stopped after that day.
  Rests on: answers to cards asked on an earlier day; they show how you forget.

What you really study counts, not what you set: as much of your minutes is expected as in the last ten \
days. A card of several exams counts for the nearest.

Examples:
  csto-quiz plan set 2026-12-15 --minutes 12 --target 85
  csto-quiz plan result 78           what a mock exam gave, or the exam itself
  csto-quiz plan clear               study by desired retention again";

/// What to do with the plan.
#[derive(Debug, Subcommand)]
pub(crate) enum Plan {
    /// Set the day of an exam
    Set(PlanSet),
    /// Say what a mock exam gave, or the exam itself
    Result {
        /// The score in percent
        percent: f64,
        /// Decks of the exam, as they were set; the nearest exam without one
        decks: Vec<String>,
    },
    /// Forget an exam and study by desired retention again
    Clear {
        /// Decks of the exam, as they were set; every exam without one
        decks: Vec<String>,
    },
}

/// The exam to plan for.
#[derive(Args, Clone, Debug)]
pub(crate) struct PlanSet {
    /// The day of the exam, such as 2026-12-15
    pub(crate) date: Day,
    /// What it asks: deck ids, files or folders; every deck that is known without one
    pub(crate) decks: Vec<String>,
    /// Minutes a day: 12, or by weekday 12,sat=30,sun=0; 15 unless said
    #[arg(long, value_name = "M")]
    pub(crate) minutes: Option<String>,
    /// The score you want, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(crate) target: Option<u8>,
    /// How many questions the paper has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) questions: Option<u32>,
}
