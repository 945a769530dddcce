//! What can be written behind `csto-quiz deck`?

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::whole;
use crate::deck::kind::KindName;

const TRY_EXAMPLES: &str = "Examples:
  csto-quiz deck try csto csto-founded \"14th of May, 2002\"
  csto-quiz deck try my-deck.toml capital Bishkek --json
  csto-quiz deck try csto csto-founded < answers.txt";
const NEW_EXAMPLES: &str = "Examples:
  csto-quiz deck new                       asks for everything
  csto-quiz deck new rivers.toml --title \"Rivers of Asia\"
  csto-quiz deck new rivers.toml --id rivers --title \"Rivers of Asia\" --language en";
const ADD_EXAMPLES: &str = "Examples:
  csto-quiz deck add rivers.toml           asks for kind, question and answer
  csto-quiz deck add rivers.toml --kind date --question \"When was the dam built?\" --answer \"May 1967\"
  csto-quiz deck add rivers.toml --kind set --question \"Name two.\" --answer Amur --answer Lena";
const PREVIEW_EXAMPLES: &str = "Examples:
  csto-quiz deck preview rivers.toml       every card, in the order of the file
  csto-quiz deck preview rivers.toml --card longest
  csto-quiz deck preview csto --topic dates --plain";
const CHECK_EXAMPLES: &str = "Examples:
  csto-quiz deck check my-deck.toml
  csto-quiz deck check --fix --dry-run my-deck.toml
  csto-quiz deck check --explain no-id";
const IDS_EXAMPLES: &str = "Examples:
  csto-quiz deck ids my-deck.toml --dry-run
  csto-quiz deck ids my-deck.toml
  csto-quiz deck ids decks/";
const DIFF_EXAMPLES: &str = "Examples:
  csto-quiz deck diff last-year.toml rivers.toml
  csto-quiz deck diff last-year.toml rivers.toml --relink old-id=new-id
  csto-quiz deck diff last-year.toml rivers.toml --drop old-id";

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
    /// Find cards by words of their question, answer or explanation
    Search {
        /// What to look for, in any case
        text: String,
        /// Decks: ids, files or folders; every deck that is known without one
        decks: Vec<String>,
    },
    /// Begin a new deck
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Add a card to a deck
    #[command(after_help = ADD_EXAMPLES)]
    Add(Add),
    /// Go through the cards as a learner will, without recording anything
    #[command(after_help = PREVIEW_EXAMPLES)]
    Preview(Preview),
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
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Write the ids and gap numbers that cards lack
    #[command(after_help = IDS_EXAMPLES)]
    Ids {
        /// Files or folders
        #[arg(required = true)]
        paths: Vec<String>,
        /// Show what would be written, and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Say what a new version of a deck does to learners' progress
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Print the JSON Schema of deck files, for editors
    Schema,
}

/// What is to be checked, and how it is told.
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Check {
    /// Files or folders; every deck that is known without one
    pub(crate) paths: Vec<String>,
    /// Count warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// How to print
    #[arg(long, value_name = "FORM", default_value = "full")]
    pub(crate) format: Format,
    /// Mend what is certain: ids, blanks, quotes, brackets, accents
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix, show what would be written, and write nothing
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// Check again whenever a file changes
    #[arg(long, conflicts_with_all = ["fix", "explain"])]
    pub(crate) watch: bool,
    /// Explain a rule instead of checking
    #[arg(long, value_name = "RULE", conflicts_with = "paths")]
    pub(crate) explain: Option<String>,
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

/// What the new deck is.
#[derive(Args, Clone, Debug)]
pub(crate) struct New {
    /// The file to write, ending in `.toml`
    pub(crate) file: Option<PathBuf>,
    /// The title that learners see
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// The id on which progress hangs; made of the file's name without it
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The language of the questions, such as `en`
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
}

/// What the new card is; what is not said is asked, one line an answer.
#[derive(Args, Clone, Debug)]
pub(crate) struct Add {
    /// The deck's file
    pub(crate) file: PathBuf,
    /// The kind of card
    #[arg(long)]
    pub(crate) kind: Option<KindName>,
    /// The question; of a cloze, the text with its `{gaps}`
    #[arg(long, value_name = "TEXT")]
    pub(crate) question: Option<String>,
    /// The answer; several times for a list
    #[arg(long, value_name = "TEXT")]
    pub(crate) answer: Vec<String>,
    /// A wrong choice; several times for a list
    #[arg(long, value_name = "TEXT")]
    pub(crate) wrong: Vec<String>,
    /// The unit of a number
    #[arg(long, value_name = "TEXT")]
    pub(crate) unit: Option<String>,
    /// What teaches, shown after the answer
    #[arg(long, value_name = "TEXT")]
    pub(crate) explanation: Option<String>,
    /// The id; made of the question without it
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

impl ValueEnum for KindName {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let what = match self {
            Self::Card => "A short text",
            Self::Cloze => "The gaps of a text",
            Self::Choice => "One option, or several",
            Self::TrueFalse => "Whether a statement is true",
            Self::Date => "A date",
            Self::Number => "A number",
            Self::Set => "Members in any order",
            Self::Order => "Items in their order",
            Self::Match => "Pairs",
            Self::Reasons => "Points in one's own words",
        };
        Some(PossibleValue::new(self.as_str()).help(what))
    }
}

/// What is to be gone through.
#[derive(Args, Clone, Debug)]
pub(crate) struct Preview {
    /// The deck: an id, a file or a folder
    pub(crate) deck: String,
    /// Only this card; may be given several times
    #[arg(long, value_name = "ID")]
    pub(crate) card: Vec<String>,
    /// Only cards of this topic; may be given several times
    #[arg(long, value_name = "T")]
    pub(crate) topic: Vec<String>,
    /// At most so many cards
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    pub(crate) limit: Option<usize>,
}

/// Which versions are compared, and what is done about progress.
#[derive(Args, Clone, Debug)]
pub(crate) struct Diff {
    /// The old version: a file or folder
    pub(crate) old: String,
    /// The new version: a file or folder
    pub(crate) new: String,
    /// Hand the progress of an old id on: writes `was` into the new version
    #[arg(long, value_name = "OLD=NEW")]
    pub(crate) relink: Vec<String>,
    /// Take back every answer to a card that is no longer there
    #[arg(long, value_name = "ID")]
    pub(crate) drop: Vec<String>,
    /// Do not ask before answers are taken back
    #[arg(long)]
    pub(crate) yes: bool,
}
