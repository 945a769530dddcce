//! What has the learner set?
//!
//! [`Config`] is the content of `config.toml`. [`KEYS`] lists what can be set, with its meaning;
//! [`Config::parse`] reads a file, [`change::set`] changes one line of it and leaves the rest as it is.

pub mod change;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::deck::id::check_id;
use crate::reading::date::DateOrder;
use crate::schedule::units::DesiredRetention;
use crate::schedule::{LONGEST_INTERVAL, Policy};
use crate::source::{Place, Source, Span};
use crate::text::nearest;
use crate::time::{Days, Rollover};

/// New cards a day unless the learner sets it.
const NEW_PER_DAY: usize = 10;
/// Reviews a day unless the learner sets it.
const REVIEWS_PER_DAY: usize = 200;
/// The most that a daily limit can be set to.
const LARGEST_LIMIT: i64 = 100_000;

/// The words for what stands first in a date of figures.
const DATE_ORDERS: [(&str, FigureOrder); 4] = [
    ("day", FigureOrder::Known(DateOrder::DayFirst)),
    ("month", FigureOrder::Known(DateOrder::MonthFirst)),
    ("ask", FigureOrder::Asked),
    ("either", FigureOrder::Either),
];

/// How 06/07/2012 is read where a deck does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureOrder {
    /// In this order.
    Known(DateOrder),
    /// The learner is asked, once.
    Asked,
    /// Either reading counts.
    Either,
}

impl FigureOrder {
    /// Returns the order, where it is known.
    pub fn known(self) -> Option<DateOrder> {
        match self {
            Self::Known(order) => Some(order),
            Self::Asked | Self::Either => None,
        }
    }

    /// Returns the word for it in the file.
    pub fn as_str(self) -> &'static str {
        DATE_ORDERS.iter().find(|(_, order)| *order == self).map_or("", |(word, _)| word)
    }
}

/// What the learner has set, or the defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Files and folders with further decks.
    pub deck_paths: Vec<String>,
    /// New cards a day.
    pub new_per_day: usize,
    /// Reviews a day.
    pub reviews_per_day: usize,
    /// What the learner wants of the scheduler.
    pub policy: Policy,
    /// Desired retention of single decks, by their ids.
    pub deck_retention: BTreeMap<String, DesiredRetention>,
    /// The hour at which a study day ends.
    pub rollover: Rollover,
    /// Whether what is typed is kept in the log.
    pub keep_typed: bool,
    /// How 06/07/2012 is read where a deck does not say.
    pub date_order: FigureOrder,
    /// The folder through which machines share progress, an absolute path; nothing for none.
    pub progress_folder: Option<PathBuf>,
}

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name in the file and on the command line.
    pub name: &'static str,
    /// What it means, with unit and range.
    pub meaning: &'static str,
}

/// Everything that can be set, in the order in which it is listed.
pub const KEYS: [Key; 9] = [
    Key { name: "new_per_day", meaning: "new cards a day, 0 or more" },
    Key { name: "reviews_per_day", meaning: "reviews a day, 0 or more" },
    Key {
        name: "desired_retention",
        meaning: "probability of recall at which a card falls due, 0.70 to 0.97",
    },
    Key {
        name: "maximum_interval",
        meaning: "longest time until a card is asked again, in days, 1 to 36500",
    },
    Key { name: "rollover_hour", meaning: "hour at which a study day ends, 0 to 23" },
    Key {
        name: "keep_typed",
        meaning: "whether typed answers are kept with reviews (exams keep theirs), true or false",
    },
    Key {
        name: "date_order",
        meaning: "what stands first in 06/07/2012: \"day\", \"month\", \"ask\" or \"either\"",
    },
    Key { name: "deck_paths", meaning: "files and folders with further decks, a list of texts" },
    Key {
        name: "progress_folder",
        meaning: "folder through which machines share progress, an absolute path, or \"\" for none",
    },
];

/// What is wrong with a configuration, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Where in the file; nothing where a command line is wrong.
    pub place: Option<(String, Place)>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file is not TOML.
    Syntax(String),
    /// There is no such key.
    UnknownKey {
        /// What was found.
        key: String,
        /// What was perhaps meant.
        nearest: Option<&'static str>,
    },
    /// The value cannot be used.
    BadValue {
        /// The key.
        key: String,
        /// What it means.
        meaning: &'static str,
    },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            deck_paths: Vec::new(),
            new_per_day: NEW_PER_DAY,
            reviews_per_day: REVIEWS_PER_DAY,
            policy: Policy::default(),
            deck_retention: BTreeMap::new(),
            rollover: Rollover::default(),
            keep_typed: true,
            date_order: FigureOrder::Asked,
            progress_folder: None,
        }
    }
}

impl Config {
    /// Reads a configuration file; what it does not set has its default.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse(source: &Source) -> Result<Self, ConfigError> {
        let at = |span: Span, problem| ConfigError {
            place: Some((source.path().to_owned(), source.place(span.start))),
            problem,
        };
        let table = DeTable::parse(source.text()).map_err(|error| {
            let span = error.span().map(Span::from).unwrap_or_default();
            at(span, Problem::Syntax(error.message().to_owned()))
        })?;
        let mut config = Self::default();
        for (name, value) in table.get_ref() {
            let span = Span::from(value.span());
            let key = name.get_ref().replace('-', "_");
            if key == "decks" {
                config.set_decks(value).map_err(|(span, problem)| at(span, problem))?;
                continue;
            }
            config.set(&key, value.get_ref()).map_err(|problem| match problem {
                problem @ Problem::UnknownKey { .. } => at(Span::from(name.span()), problem),
                problem => at(span, problem),
            })?;
        }
        Ok(config)
    }

    /// Returns the value of a key as it is written in the file; nothing when there is no such key.
    pub fn value(&self, key: &str) -> Option<String> {
        let name = match key_path(key) {
            KeyPath::Plain(name) => name,
            KeyPath::DeckRetention(deck) => {
                return Some(
                    self.deck_retention.get(deck).unwrap_or(&self.policy.desired).probability().to_string(),
                );
            }
        };
        let text = match name.as_str() {
            "new_per_day" => self.new_per_day.to_string(),
            "reviews_per_day" => self.reviews_per_day.to_string(),
            "desired_retention" => self.policy.desired.probability().to_string(),
            "maximum_interval" => self.policy.maximum.0.to_string(),
            "rollover_hour" => self.rollover.hour().to_string(),
            "keep_typed" => self.keep_typed.to_string(),
            "date_order" => format!("\"{}\"", self.date_order.as_str()),
            "deck_paths" => {
                let quoted: Vec<String> =
                    self.deck_paths.iter().map(|path| toml::Value::from(path.as_str()).to_string()).collect();
                format!("[{}]", quoted.join(", "))
            }
            "progress_folder" => {
                let path = self.progress_folder.as_ref().map(|path| path.display().to_string());
                toml::Value::from(path.unwrap_or_default()).to_string()
            }
            _ => return None,
        };
        Some(text)
    }

    /// Returns what the learner wants of the scheduler for single decks.
    pub fn deck_policies(&self) -> impl Iterator<Item = (String, Policy)> + '_ {
        self.deck_retention
            .iter()
            .map(|(deck, desired)| (deck.clone(), Policy { desired: *desired, ..self.policy }))
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), Problem> {
        let Some(known) = KEYS.iter().find(|known| known.name == key) else {
            let nearest = nearest(key, KEYS.iter().map(|known| known.name));
            let nearest = KEYS.iter().map(|known| known.name).find(|name| Some(*name) == nearest);
            return Err(Problem::UnknownKey { key: key.to_owned(), nearest });
        };
        let done = match key {
            "new_per_day" => limit(value).map(|limit| self.new_per_day = limit),
            "reviews_per_day" => limit(value).map(|limit| self.reviews_per_day = limit),
            "desired_retention" => retention(value).map(|desired| self.policy.desired = desired),
            "maximum_interval" => integer(value)
                .and_then(|days| u32::try_from(days).ok())
                .filter(|days| (1..=LONGEST_INTERVAL.0).contains(days))
                .map(|days| self.policy.maximum = Days(days)),
            "rollover_hour" => integer(value)
                .and_then(|hour| u8::try_from(hour).ok())
                .and_then(Rollover::new)
                .map(|rollover| self.rollover = rollover),
            "keep_typed" => value.as_bool().map(|keep| self.keep_typed = keep),
            "date_order" => {
                let order = DATE_ORDERS.iter().find(|(word, _)| value.as_str() == Some(word));
                order.map(|(_, order)| self.date_order = *order)
            }
            "progress_folder" => value.as_str().map(PathBuf::from).and_then(|path| {
                let is_none = path.as_os_str().is_empty();
                (is_none || path.is_absolute())
                    .then(|| self.progress_folder = Some(path).filter(|_| !is_none))
            }),
            _ => texts(value).map(|paths| self.deck_paths = paths),
        };
        done.ok_or(Problem::BadValue { key: key.to_owned(), meaning: known.meaning })
    }

    /// Reads `[decks.ID] desired_retention = …`; what is wrong comes with its span.
    fn set_decks(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), (Span, Problem)> {
        let bad = |key: String, value: &Spanned<DeValue<'_>>| {
            let meaning = "a table [decks.ID] with desired_retention";
            (Span::from(value.span()), Problem::BadValue { key, meaning })
        };
        let decks = value.get_ref().as_table().ok_or_else(|| bad("decks".to_owned(), value))?;
        for (id, deck) in decks {
            let path = format!("decks.{}", id.get_ref());
            check_id(id.get_ref()).map_err(|_| bad(path.clone(), deck))?;
            let keys = deck.get_ref().as_table().ok_or_else(|| bad(path.clone(), deck))?;
            for (key, value) in keys {
                let name = format!("{path}.{}", key.get_ref());
                if key.get_ref().replace('-', "_") != "desired_retention" {
                    let problem = Problem::UnknownKey { key: name, nearest: Some("desired_retention") };
                    return Err((Span::from(key.span()), problem));
                }
                let meaning = "a probability from 0.70 to 0.97";
                let problem = (Span::from(value.span()), Problem::BadValue { key: name, meaning });
                let desired = retention(value.get_ref()).ok_or(problem)?;
                self.deck_retention.insert(id.get_ref().to_string(), desired);
            }
        }
        Ok(())
    }
}

/// A setting as the command line names it.
enum KeyPath<'a> {
    /// One of [`KEYS`], with `_` for `-`.
    Plain(String),
    /// `decks.ID.desired_retention`, by its deck's id.
    DeckRetention(&'a str),
}

fn key_path(key: &str) -> KeyPath<'_> {
    let deck = key.strip_prefix("decks.").and_then(|rest| {
        rest.strip_suffix(".desired_retention").or_else(|| rest.strip_suffix(".desired-retention"))
    });
    deck.map_or_else(|| KeyPath::Plain(key.replace('-', "_")), KeyPath::DeckRetention)
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn limit(value: &DeValue<'_>) -> Option<usize> {
    integer(value).filter(|count| *count <= LARGEST_LIMIT).and_then(|count| usize::try_from(count).ok())
}

fn retention(value: &DeValue<'_>) -> Option<DesiredRetention> {
    value.as_float().and_then(|float| float.as_str().parse().ok()).and_then(DesiredRetention::new)
}

fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    let list = value.as_array()?;
    list.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((path, place)) = &self.place {
            write!(f, "{path}:{place}: ")?;
        }
        match &self.problem {
            Problem::Syntax(message) => write!(f, "the configuration is not TOML: {message}"),
            Problem::UnknownKey { key, nearest: Some(nearest) } => {
                write!(f, "there is no setting `{key}`; did you mean `{nearest}`?")
            }
            Problem::UnknownKey { key, nearest: None } => write!(f, "there is no setting `{key}`"),
            Problem::BadValue { key, meaning } => write!(f, "`{key}` is {meaning}"),
        }
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(&Source::new("config.toml", text)).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn refused(text: &str, message: &str) {
        assert_eq!(parse(text), Err(message.to_owned()));
    }

    #[test]
    fn an_empty_file_is_the_defaults() {
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn every_key_is_listed_and_survives_being_written() {
        let text = "new_per_day = 7\nreviews-per-day = 50\ndesired_retention = 0.85\nmaximum_interval = 365\n\
            rollover_hour = 3\nkeep_typed = false\ndeck_paths = [\"a\", 'b\"c']\n\
            progress_folder = \"/home/me/Sync\"\n[decks.csto]\ndesired_retention = 0.95\n";
        let config = parse(text).unwrap();
        assert_eq!((config.new_per_day, config.policy.maximum, config.keep_typed), (7, Days(365), false));
        assert_eq!(config.deck_policies().next().map(|(_, policy)| policy.desired.probability()), Some(0.95));
        let listed: String =
            KEYS.iter().map(|key| format!("{} = {}\n", key.name, config.value(key.name).unwrap())).collect();
        let again = parse(&listed).unwrap();
        assert_eq!(Config { deck_retention: config.deck_retention.clone(), ..again }, config);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        refused("new_per_day = -1", "config.toml:1:15: `new_per_day` is new cards a day, 0 or more");
        refused(
            "\nnew_per_dya = 1",
            "config.toml:2:1: there is no setting `new_per_dya`; did you mean `new_per_day`?",
        );
        refused(
            "desired_retention = 1.5",
            "config.toml:1:21: `desired_retention` is probability of recall at which a card falls due, 0.70 to 0.97",
        );
        refused(
            "progress_folder = \"Sync\"",
            "config.toml:1:19: `progress_folder` is folder through which machines share progress, an absolute path, or \"\" for none",
        );
        refused(
            "[decks.csto]\ndesired_retention = 2.0",
            "config.toml:2:21: `decks.csto.desired_retention` is a probability from 0.70 to 0.97",
        );
    }
}
