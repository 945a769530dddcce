//! What can be written on the command line?
//!
//! The only file that names the crate `clap`. Help texts are the doc comments.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::time::Day;

const EXAMPLES: &str = "Examples:
  csto-quiz study                    ask what is due, on every deck that is known
  csto-quiz study csto --topic dates --new 5
  csto-quiz deck check my-deck.toml  say what is wrong in a deck, and where";

/// Learn with flashcards in the terminal
#[derive(Debug, Parser)]
#[command(name = "csto-quiz", version, after_help = EXAMPLES, max_term_width = 100, disable_help_flag = true)]
pub(crate) struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    /// What to do; without one, what is due is said.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Everywhere {
    /// Keep progress and own decks in this folder
    #[arg(long, global = true, value_name = "DIR", hide_short_help = true)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_short_help = true)]
    pub(crate) color: When,
    /// Ask and answer in plain lines
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) plain: bool,
    /// Print one JSON object instead of text
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) json: bool,
    /// Print help; `csto-quiz help COMMAND` says more
    #[arg(short, long, global = true, action = clap::ArgAction::HelpShort)]
    help: Option<bool>,
    /// Print nothing that was not asked for
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) quiet: bool,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Also in a pipe
    Always,
    /// Not at all
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Study what is due, and new cards
    #[command(after_help = STUDY_EXAMPLES)]
    Study(Study),
    /// Plan for an exam, and see what score to expect
    #[command(after_help = PLAN_EXAMPLES, after_long_help = PLAN_NUMBERS)]
    Plan {
        /// What to do; the plan is shown without it
        #[command(subcommand)]
        plan: Option<Plan>,
    },
    /// Show what is known and what is coming
    #[command(after_help = STATS_EXAMPLES)]
    Stats {
        /// Decks: ids, files or folders
        decks: Vec<String>,
    },
    /// List, show and check decks
    #[command(subcommand, after_help = DECK_EXAMPLES)]
    Deck(Deck),
    /// Look at a single card
    #[command(subcommand, after_help = CARD_EXAMPLES)]
    Card(Card),
    /// Look at the log of answers, or take answers back
    #[command(subcommand, after_help = PROGRESS_EXAMPLES)]
    Progress(Progress),
    /// Show or change a setting
    #[command(after_help = CONFIG_EXAMPLES)]
    Config {
        /// The setting; all are listed without one
        key: Option<String>,
        /// Its new value
        value: Option<String>,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

const STUDY_EXAMPLES: &str = "Examples:
  csto-quiz study                    what is due, on every deck that is known
  csto-quiz study csto --topic dates
  csto-quiz study --minutes 10 --new 3";
const STATS_EXAMPLES: &str = "Examples:
  csto-quiz stats
  csto-quiz stats csto
  csto-quiz stats --json";
const DECK_EXAMPLES: &str = "Examples:
  csto-quiz deck list
  csto-quiz deck show csto
  csto-quiz deck check my-deck.toml";
const TRY_EXAMPLES: &str = "Examples:
  csto-quiz deck try csto csto-founded \"14th of May, 2002\"
  csto-quiz deck try my-deck.toml capital Bishkek --json
  csto-quiz deck try csto csto-founded < answers.txt";
const CARD_EXAMPLES: &str = "Examples:
  csto-quiz card info csto/csto-founded
  csto-quiz card info csto/csto-founded#choice
  csto-quiz card info csto-founded --json";
const PROGRESS_EXAMPLES: &str = "Examples:
  csto-quiz progress path
  csto-quiz progress export > reviews.jsonl
  csto-quiz progress undo --count 2";
const CONFIG_EXAMPLES: &str = "Examples:
  csto-quiz config
  csto-quiz config new_per_day 15
  csto-quiz config decks.csto.desired_retention 0.95";

/// What to study.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Study {
    /// Decks: ids, files or folders; every deck that is known without one
    pub(crate) decks: Vec<String>,
    /// Only cards of this topic; may be given several times
    #[arg(long, value_name = "T")]
    pub(crate) topic: Vec<String>,
    /// At most so many new cards, whatever today's limit
    #[arg(long, value_name = "N")]
    pub(crate) new: Option<usize>,
    /// At most so many cards in all
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Begin no further card after so many minutes
    #[arg(long, value_name = "M")]
    pub(crate) minutes: Option<u64>,
    /// Ask what is due within so many days, too
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) ahead: u32,
    /// Ask any cards, due or not, and leave the schedule as it is
    #[arg(long)]
    pub(crate) cram: bool,
    /// Draw the order from this number
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

const PLAN_EXAMPLES: &str = "Examples:
  csto-quiz plan set 2026-12-15 --minutes 12 --target 85
  csto-quiz plan set 2026-12-15 csto --minutes 20,sun=0 --questions 40
  csto-quiz plan                     the score to expect, and what it needs";
const PLAN_NUMBERS: &str = "\
With a plan, `csto-quiz study` asks each day what helps most for the day of the exam,
in the minutes of that day; after the exam, cards fall due by desired retention again.
What the numbers mean:

  Predicted score   what to expect at the exam if you go on studying the minutes you
                    set. While few answers are known it is that of many learners. A
                    card never asked counts 0; where there are options, guessing counts.
  Nine of ten       where nine of ten exams would fall: it holds what is not known of
                    your memory, and the chance of the questions (--questions) and days
  If you stop now   the score if you study nothing any more
  Minutes a day     the same prediction for other minutes
  N% needs M min    the minutes with which the score to expect is N%
  on track          the target (--target) is reached with a chance above 80%
  tight, behind     with a chance of 40 to 80%; below 40%
  New cards left    how many were never asked; how many a day to begin, until when
  Weakest           topics by what would be left at the exam if you stopped now, of
                    the cards that were asked before
  Expected          the score if you stopped after that day
  Rests on          answers to cards asked on an earlier day: they show how you forget

What you really study counts, not what you set: as much of your minutes is expected as
in the last ten days. A card of several exams counts for the nearest.

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

/// What to do with decks.
#[derive(Debug, Subcommand)]
pub(crate) enum Deck {
    /// List the decks that are known
    List,
    /// Show the cards of a deck with their answers
    Show {
        /// The deck: an id, a file or a folder
        deck: String,
    },
    /// Show how a card grades an answer
    #[command(after_help = TRY_EXAMPLES)]
    Try {
        /// The deck: an id, a file or a folder
        deck: String,
        /// The card: its id, with `#face` for one of several ways in which it is asked
        card: String,
        /// The answer as it would be typed; without one, every line of standard input is an answer
        typed: Option<String>,
    },
    /// Say what is wrong in decks, and where
    Check {
        /// Files or folders; every deck that is known without one
        paths: Vec<String>,
        /// Count warnings as errors
        #[arg(long)]
        strict: bool,
        /// How to print
        #[arg(long, value_name = "FORM", default_value = "full")]
        format: Format,
        /// Explain a rule instead of checking
        #[arg(long, value_name = "RULE", conflicts_with = "paths")]
        explain: Option<String>,
    },
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the lines of the deck
    Full,
    /// One line a finding
    Short,
    /// One JSON object
    Json,
    /// As annotations of a GitHub workflow
    Github,
}

/// What to do with a card.
#[derive(Debug, Subcommand)]
pub(crate) enum Card {
    /// Show what is remembered of a card and how it was answered
    Info {
        /// The card: `deck/card`, `deck/card#face`, or `card` where only one deck has it
        card: String,
    },
}

/// What to do with progress.
#[derive(Debug, Subcommand)]
pub(crate) enum Progress {
    /// Print where progress is kept
    Path,
    /// Print every review, one JSON object a line
    Export,
    /// Take the last answers of this machine back
    Undo {
        /// How many
        #[arg(long, value_name = "N", default_value_t = 1)]
        count: usize,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// A shell that completes commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// Bash
    Bash,
    /// Elvish
    Elvish,
    /// Fish
    Fish,
    /// PowerShell
    Powershell,
    /// Zsh
    Zsh,
}

/// What came of reading a command line.
#[derive(Debug)]
pub(crate) enum Read {
    /// Something is to be done.
    Run(Box<Arguments>),
    /// Help or version was asked for.
    Say(String),
    /// It cannot be understood.
    Refuse(String),
}

/// Reads a command line, the program's name first.
pub(crate) fn read(words: impl IntoIterator<Item = std::ffi::OsString>) -> Read {
    match Arguments::try_parse_from(words) {
        Ok(arguments) => Read::Run(Box::new(arguments)),
        Err(error) if error.use_stderr() => Read::Refuse(error.render().to_string()),
        Err(error) => Read::Say(error.render().to_string()),
    }
}

/// Returns the completion script for a shell.
pub(crate) fn completions(shell: Shell) -> Vec<u8> {
    let generator = match shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Elvish => clap_complete::Shell::Elvish,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::Powershell => clap_complete::Shell::PowerShell,
        Shell::Zsh => clap_complete::Shell::Zsh,
    };
    let mut script = Vec::new();
    clap_complete::generate(generator, &mut Arguments::command(), "csto-quiz", &mut script);
    script
}

/// Returns the manual page (roff), with a section for every command, dated the day given.
///
/// # Errors
/// None in practice: it is written into memory.
pub(crate) fn manual(today: Day) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let command = Arguments::command();
    clap_mangen::Man::new(command.clone()).date(today.iso()).render(&mut page)?;
    for sub in command.get_subcommands() {
        let man = clap_mangen::Man::new(sub.clone().bin_name(format!("csto-quiz {}", sub.get_name())));
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    Ok(page)
}
