//! What can be written on the command line?
//!
//! The only file that names the crate `clap`. Help texts are the doc comments.

mod deck;
mod exam;
mod plan;

use std::path::PathBuf;
use std::str::FromStr;

pub(crate) use deck::{Add, Check, Deck, Diff, Format, New, Preview};
pub(crate) use exam::Exam;
pub(crate) use plan::{Plan, PlanSet};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::time::Day;

const EXAMPLES: &str = "Examples:
  csto-quiz study                    ask what is due, on every deck that is known
  csto-quiz study csto --topic dates --new 5
  csto-quiz deck check my-deck.toml  say what is wrong in a deck, and where";

/// Where options stand in the help that every command takes: behind its own.
const LAST: usize = 1000;

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
    #[arg(long, global = true, value_name = "DIR", hide_short_help = true, display_order = LAST)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_short_help = true, display_order = LAST)]
    pub(crate) color: When,
    /// Ask and answer in plain lines
    #[arg(long, global = true, hide_short_help = true, display_order = LAST)]
    pub(crate) plain: bool,
    /// Print one JSON object instead of text
    #[arg(long, global = true, hide_short_help = true, display_order = LAST)]
    pub(crate) json: bool,
    /// Print help; `csto-quiz help COMMAND` says more
    #[arg(short, long, global = true, action = clap::ArgAction::HelpShort, display_order = LAST)]
    help: Option<bool>,
    /// Print nothing that was not asked for
    #[arg(long, global = true, hide_short_help = true, display_order = LAST)]
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
    /// Sit a mock exam: no feedback until the end
    #[command(after_help = exam::EXAMPLES)]
    Exam(Exam),
    /// Plan for an exam, and see what score to expect
    #[command(after_help = plan::EXAMPLES, after_long_help = plan::NUMBERS)]
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
    /// Write, check, show and compare decks
    #[command(subcommand, after_help = DECK_EXAMPLES, disable_help_subcommand = true)]
    Deck(Deck),
    /// Look at single cards, put them aside, or forget them
    #[command(subcommand, after_help = CARD_EXAMPLES)]
    Card(Card),
    /// Look at the log of answers, copy, mend or unite it, or take answers back
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
    /// Print a completion script for a shell; `man` prints the manual page
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

const STUDY_EXAMPLES: &str = "Examples:
  csto-quiz study                    what is due, on every deck that is known
  csto-quiz study csto --topic dates
  csto-quiz study --minutes 10 --new 3";
const STATS_EXAMPLES: &str =
    "A face is one way in which a card is asked. New: never answered; young: next asked within three weeks; \
     mature: later. Recall: how many known cards were remembered, and how many would be now. Lapse: a card \
     that was known and forgotten; leech: one that was forgotten many times. Grades: how often you chose \
     another one than was proposed.

Examples:
  csto-quiz stats
  csto-quiz stats csto
  csto-quiz stats --json";
const DECK_EXAMPLES: &str = "Examples:
  csto-quiz deck show csto
  csto-quiz deck new my-deck.toml --title \"My deck\"
  csto-quiz deck check my-deck.toml";
const CARD_EXAMPLES: &str = "Examples:
  csto-quiz card info csto/csto-founded
  csto-quiz card suspend csto-founded article-issue
  csto-quiz card accepted csto-founded --remove \"spring of 2002\"";
const PROGRESS_EXAMPLES: &str = "Examples:
  csto-quiz progress backup
  csto-quiz progress folder ~/Sync/csto-quiz
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
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    pub(crate) new: Option<usize>,
    /// At most so many cards in all
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    pub(crate) limit: Option<usize>,
    /// Begin no further card after so many minutes
    #[arg(long, value_name = "M", value_parser = whole::<u64>)]
    pub(crate) minutes: Option<u64>,
    /// Ask what is due within so many days, too
    #[arg(long, value_name = "DAYS", default_value_t = 0, value_parser = whole::<u32>)]
    pub(crate) ahead: u32,
    /// Ask any cards, due or not, and leave the schedule as it is
    #[arg(long)]
    pub(crate) cram: bool,
    /// Draw the order from this number
    #[arg(long, value_name = "N", value_parser = whole::<u64>)]
    pub(crate) seed: Option<u64>,
}

/// What to do with a card.
#[derive(Debug, Subcommand)]
pub(crate) enum Card {
    /// Show what is remembered of a card and how it was answered
    Info {
        /// The card: `deck/card`, `deck/card#face`, or `card` where only one deck has it
        card: String,
    },
    /// Ask cards no more until they are resumed
    Suspend {
        /// The cards: `deck/card`, or `card` where only one deck has it; without one, all that are put aside
        /// are listed
        cards: Vec<String>,
    },
    /// Ask cards again that were suspended or buried
    Resume {
        /// The cards: `deck/card`, or `card` where only one deck has it
        #[arg(required = true)]
        cards: Vec<String>,
    },
    /// Ask cards not before tomorrow
    Bury {
        /// The cards: `deck/card`, or `card` where only one deck has it
        #[arg(required = true)]
        cards: Vec<String>,
    },
    /// Make cards new again: their answers stay in the log and count no more
    Forget {
        /// The cards: `deck/card`, `deck/card#face`, or `card` where only one deck has it
        #[arg(required = true)]
        cards: Vec<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// List the answers that count as right on your word, or remove one
    Accepted {
        /// The card; every card without one
        card: Option<String>,
        /// Let this answer count no more
        #[arg(long, value_name = "TEXT", requires = "card")]
        remove: Option<String>,
    },
}

/// What to do with progress.
#[derive(Debug, Subcommand)]
pub(crate) enum Progress {
    /// Print where progress is kept
    Path,
    /// Print every review, one JSON object a line
    Export,
    /// Write a copy of everything, beside the daily ones or to a file
    Backup {
        /// The file; without one it goes to `backups` in the data directory
        file: Option<PathBuf>,
    },
    /// Bring back a backup, together with all that the present file has
    Restore {
        /// The backup; the newest good one without it
        file: Option<PathBuf>,
        /// Say what would come back and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Do not ask; without a terminal nothing is asked anyhow
        #[arg(long)]
        yes: bool,
    },
    /// Look for damage, and compare the states with the log
    Check,
    /// Add what other machines have: progress files or exports
    Merge {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Say what would be added and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Add an exported log; `-` reads standard input
    Import {
        /// The file
        file: PathBuf,
        /// Say what would be added and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Keep machines in step through a folder that is synchronised
    Folder {
        /// The folder; without it, what is shared is said
        dir: Option<PathBuf>,
        /// Share no longer
        #[arg(long, conflicts_with = "dir")]
        none: bool,
    },
    /// Remove for good what is asked, from progress and its backups
    Forget(Forget),
    /// Take the last answers of this machine back
    Undo {
        /// How many
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<usize>)]
        count: usize,
        /// Do not ask; without a terminal nothing is asked anyhow
        #[arg(long)]
        yes: bool,
    },
}

/// What to remove for good, and how.
#[derive(Args, Clone, Debug)]
pub(crate) struct Forget {
    /// What.
    #[command(flatten)]
    pub(crate) what: Forgotten,
    /// Say what would be removed and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask; needed without a terminal, where nobody can be asked
    #[arg(long)]
    pub(crate) yes: bool,
}

/// What to remove for good: one of these.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct Forgotten {
    /// All that belongs to these cards: `deck/card`, or `card` where only one deck has it
    pub(crate) cards: Vec<String>,
    /// All that belongs to cards of this deck; may be given several times
    #[arg(long, value_name = "DECK")]
    pub(crate) deck: Vec<String>,
    /// What was typed; reviews stay without it, exams go
    #[arg(long)]
    pub(crate) typed: bool,
    /// Everything
    #[arg(long)]
    pub(crate) all: bool,
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

/// Reads a number for an option.
fn whole<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| "a whole number, 0 or more".to_owned())
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
