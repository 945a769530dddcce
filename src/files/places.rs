//! Where is what belongs to the learner?
//!
//! `cli` asks, with what environment and command line say.

use std::path::{Path, PathBuf};

use crate::files::PROGRAM;

/// The folder of whoever has no home: nothing is there, and nothing can be made there.
const NOWHERE: &str = "/dev/null/csto-quiz";

/// Where the program keeps what is the learner's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Progress and the learner's decks.
    pub data: PathBuf,
    /// The configuration.
    pub config: PathBuf,
}

impl Places {
    /// Returns the file of the learner's progress.
    pub fn progress_file(&self) -> PathBuf {
        self.data.join("progress.db")
    }

    /// Returns the folder of copies of the progress file.
    pub fn backups_folder(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// Returns the file of the exams that are studied for.
    pub fn plans_file(&self) -> PathBuf {
        self.data.join("plans.json")
    }

    /// Returns the folder of the learner's own decks.
    pub fn decks_folder(&self) -> PathBuf {
        self.data.join("decks")
    }

    /// Returns the file of the learner's settings.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }
}

/// Returns where the program keeps what is the learner's: the folders that are given, else those of
/// the system; without a home, a place where nothing is and nothing can be made, see [`is_nowhere`].
pub fn places(data: Option<PathBuf>, config: Option<PathBuf>) -> Places {
    places_among(data, config, || directories::ProjectDirs::from("", "", PROGRAM))
}

fn places_among(
    data: Option<PathBuf>,
    config: Option<PathBuf>,
    own: impl Fn() -> Option<directories::ProjectDirs>,
) -> Places {
    let of_system = |folder: fn(&directories::ProjectDirs) -> &Path| {
        own().map_or_else(|| PathBuf::from(NOWHERE), |own| folder(&own).to_owned())
    };
    Places {
        data: data.unwrap_or_else(|| of_system(directories::ProjectDirs::data_dir)),
        config: config.unwrap_or_else(|| of_system(directories::ProjectDirs::config_dir)),
    }
}

/// Returns whether a folder is the one of whoever has no home.
pub fn is_nowhere(folder: &Path) -> bool {
    folder == Path::new(NOWHERE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{create_private_dir, read_text};

    #[test]
    fn places_that_are_given_are_taken() {
        let (data, config) = (PathBuf::from("/d"), PathBuf::from("/c"));
        let places = places(Some(data.clone()), Some(config.clone()));
        assert_eq!(places, Places { data, config });
    }

    #[test]
    fn without_a_home_there_is_nowhere_to_write() {
        let places = places_among(None, Some(PathBuf::from("/c")), || None);
        assert!(is_nowhere(&places.data) && !is_nowhere(&places.config));
        assert!(create_private_dir(&places.data).is_err());
        assert!(read_text(&places.plans_file()).unwrap_err().is_missing());
    }
}
