//! In which world does the program run?
//!
//! The only reader of clock, environment and entropy. Commands get a [`Context`] and ask it.
#![expect(clippy::disallowed_methods, reason = "this is where clock and environment are read")]

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use rand::TryRng;
use rand::rngs::SysRng;

use crate::cli::args::{Everywhere, When};
use crate::cli::error::{Exit, Failure};
use crate::config::Config;
use crate::files;
use crate::files::places::{self, Places};
use crate::review::MachineId;
use crate::seed::Seed;
use crate::session::step::Now;
use crate::time::{Day, Moment, Timestamp};
use crate::view::text::Signs;

/// The editor of somebody who has set none: every Unix has it.
const EDITOR: &str = "vi";

/// The world in which a command runs.
#[derive(Debug)]
pub(crate) struct Context {
    /// The folders of data and configuration.
    pub(crate) places: Places,
    /// What the learner has set.
    pub(crate) config: Config,
    /// Why the settings could not be read; they are the defaults then.
    pub(crate) config_failure: Option<Failure>,
    /// The options that hold for every command.
    pub(crate) options: Everywhere,
    /// The command by which the learner edits texts.
    pub(crate) editor: String,
    fixed_now: Option<Moment>,
    seed: Option<Seed>,
    plain: bool,
    no_color: bool,
    term: Option<String>,
    unicode: bool,
    /// The shared folders with which trouble was told: a command looks there twice.
    folders_told: RefCell<HashSet<PathBuf>>,
}

impl Context {
    /// Reads environment and configuration.
    ///
    /// # Errors
    /// When a variable cannot be read.
    pub(crate) fn new(options: Everywhere) -> Result<Self, Failure> {
        let data = options.data_dir.clone().or_else(|| path_of("CSTO_QUIZ_DATA_DIR"));
        let places = places::places(data, path_of("CSTO_QUIZ_CONFIG_DIR"));
        let (config, config_failure) = match config(&places) {
            Ok(config) => (config, None),
            Err(failure) => (Config::default(), Some(failure)),
        };
        let text_of = |name| std::env::var(name).ok().filter(|text| !text.is_empty());
        Ok(Self {
            places,
            config,
            config_failure,
            options,
            editor: ["VISUAL", "EDITOR"].into_iter().find_map(text_of).unwrap_or_else(|| EDITOR.to_owned()),
            fixed_now: parsed("CSTO_QUIZ_NOW", "a moment like 2026-11-23T09:00:00+01:00")?,
            seed: parsed("CSTO_QUIZ_SEED", "a whole number, 0 or more")?.map(Seed),
            plain: text_of("CSTO_QUIZ_PLAIN").is_some(),
            no_color: text_of("NO_COLOR").is_some(),
            term: text_of("TERM"),
            unicode: is_unicode([text_of("LC_ALL"), text_of("LC_CTYPE"), text_of("LANG")]),
            folders_told: RefCell::default(),
        })
    }

    /// Returns whether trouble with a shared folder is to be told, which it is once.
    pub(crate) fn tells_of_folder(&self, folder: &Path) -> bool {
        !self.options.quiet && self.folders_told.borrow_mut().insert(folder.to_owned())
    }

    /// Returns why there is no place for progress, where there is none.
    pub(crate) fn homeless(&self) -> Option<Failure> {
        places::is_nowhere(&self.places.data).then(|| {
            let hint = "set CSTO_QUIZ_DATA_DIR to a folder you can write to";
            Failure::new(Exit::Failed, "no home folder is known, so there is no place for progress", hint)
        })
    }

    /// Returns the time: the clock's, or the moment at which `CSTO_QUIZ_NOW` lets it stand.
    pub(crate) fn moment(&self) -> Moment {
        self.fixed_now.unwrap_or_else(|| {
            let now = jiff::ZonedDateTime::now();
            let offset = i16::try_from(now.offset().seconds() / 60).unwrap_or_default();
            Moment { at: Timestamp::from_millis(now.timestamp().as_millisecond()), offset }
        })
    }

    /// Returns the moment as a part of a file's name.
    pub(crate) fn stamp(&self) -> String {
        self.moment().rfc3339().chars().take(19).filter(|sign| *sign != ':').collect()
    }

    /// Returns the study day.
    pub(crate) fn today(&self) -> Day {
        self.moment().day(self.config.rollover)
    }

    /// Returns the time with chance for a name.
    pub(crate) fn now(&self) -> Now {
        Now { moment: self.moment(), chance: u128::from(chance()) << 64 | u128::from(chance()) }
    }

    /// Returns the seed of this run: what was asked for, else chance.
    pub(crate) fn seed(&self, asked: Option<u64>) -> Seed {
        asked.map(Seed).or(self.seed).unwrap_or_else(|| Seed(chance()))
    }

    /// Returns whether screens can be drawn: on a terminal that can, unless plain lines are wanted.
    pub(crate) fn draws(&self) -> bool {
        let wanted = !self.options.plain && !self.plain && !self.options.json;
        let dumb = self.term.as_deref().is_none_or(|term| term == "dumb");
        wanted && !dumb && std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
    }

    /// Returns whether standard output gets colours.
    pub(crate) fn colors(&self) -> bool {
        match self.options.color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                !self.no_color && self.term.as_deref() != Some("dumb") && std::io::stdout().is_terminal()
            }
        }
    }

    /// Returns which signs the terminal can show.
    pub(crate) fn signs(&self) -> Signs {
        if self.unicode { Signs::Unicode } else { Signs::Ascii }
    }
}

/// Reads what the learner has set.
///
/// # Errors
/// When the file cannot be read or something in it cannot be used.
pub(crate) fn config(places: &Places) -> Result<Config, Failure> {
    let path = places.config_file();
    match files::read_source(&path, &path.display().to_string()) {
        Ok(source) => Ok(Config::parse(&source)?),
        Err(error) if error.is_missing() => Ok(Config::default()),
        Err(error) => Err(error.into()),
    }
}

/// Returns a name for a machine that has none yet.
pub(crate) fn new_machine() -> MachineId {
    MachineId::new(chance())
}

/// Returns whether answers come from a person and not from a script.
pub(crate) fn hears_a_person() -> bool {
    std::io::stdin().is_terminal()
}

/// Returns whether a person sits before standard input and error, who can be asked.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn path_of(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Reads a variable; an empty one counts as not set.
fn parsed<T: FromStr>(name: &str, wanted: &str) -> Result<Option<T>, Failure> {
    let Some(text) = std::env::var_os(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    let text = text.to_string_lossy();
    text.parse().map(Some).map_err(|_| {
        let message = format!("the environment variable {name} is `{text}`");
        Failure::new(Exit::Usage, message, format!("set it to {wanted}, or unset it"))
    })
}

/// Whether the first of these locale variables that is set names UTF-8; none set counts as UTF-8,
/// which is what terminals speak today.
fn is_unicode(variables: [Option<String>; 3]) -> bool {
    variables.into_iter().flatten().next().is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Sixty-four bits of the system's entropy; of the clock where it has none.
fn chance() -> u64 {
    SysRng.try_next_u64().unwrap_or_else(|_| {
        let now = jiff::Timestamp::now();
        now.as_nanosecond().to_le_bytes().iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    })
}
