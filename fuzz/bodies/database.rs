//! What holds for every database that is opened, united or salvaged?

use std::path::Path;

use csto_quiz::decision::Standing;
use csto_quiz::exam::score::{Manner, Score};
use csto_quiz::exam::sitting::Sitting;
use csto_quiz::progress::Progress;
use csto_quiz::progress::error::ProgressError;
use csto_quiz::progress::salvage::Salvage;
use csto_quiz::progress::union::{Added, Contents};
use csto_quiz::review::MachineId;
use csto_quiz::schedule::memory::Model;
use csto_quiz::text::escape_json;
use csto_quiz::view::exam as view;
use csto_quiz::view::text::Signs;
use tempfile::TempDir;

use super::clean::{assert_clean, assert_clean_line, assert_message};
use super::templates::{self, DECKS};

/// A folder in memory, where there is one.
const MEMORY: &str = "/dev/shm";

thread_local! {
    /// The folder in which databases are written.
    static FOLDER: TempDir = {
        let named = || tempfile::Builder::new().prefix("csto-quiz-fuzz").to_owned();
        named().tempdir_in(MEMORY).or_else(|_| named().tempdir()).expect("a folder")
    };
}

/// Opens a copy of a database, looks through it, unites and salvages it: the whole file, or changes of
/// a sound one ([`templates`]).
pub fn database(data: &[u8]) {
    FOLDER.with(|folder| {
        let path = folder.path().join("progress.db");
        for entry in std::fs::read_dir(folder.path()).expect("the folder") {
            std::fs::remove_file(entry.expect("a file").path()).expect("removed");
        }
        templates::write(&path, data).expect("a file");
        let before = std::fs::read(&path).expect("the file");
        check(&path, before.len());
        assert!(std::fs::read(&path).expect("the file") == before, "the file is only read");
    });
}

fn check(path: &Path, length: usize) {
    let copied = Progress::copy_of(path);
    let salvaged = Progress::salvage(path);
    let sound = match &copied {
        Ok(copy) => contents_of(copy),
        Err(error) => {
            check_error(error);
            None
        }
    };
    let salvage = match salvaged {
        Ok(salvage) => salvage,
        Err(error) => {
            check_error(&error);
            assert!(sound.is_none(), "sound, and not to be salvaged: {error:?}");
            return;
        }
    };
    assert!(salvage.contents.size().rows() <= length, "more rows than bytes");
    match sound {
        Some(sound) => check_sound(&sound, &salvage),
        None => check_restored(salvage.contents),
    }
}

/// An error is one that the command line has words for, and what is damaged counts as damage.
fn check_error(error: &ProgressError) {
    assert_message(error);
    match error {
        ProgressError::Create { .. }
        | ProgressError::ReadOnly(_)
        | ProgressError::Full(_)
        | ProgressError::Busy(_)
        | ProgressError::NoFile { .. }
        | ProgressError::HalfRestored { .. }
        | ProgressError::OnlyJournal { .. }
        | ProgressError::TooLarge { .. }
        | ProgressError::NoReview { .. }
        | ProgressError::AlreadyRevoked { .. } => panic!("not what is wrong: {error:?}"),
        ProgressError::CannotOpen(_) | ProgressError::Newer { .. } => {}
        ProgressError::Damaged(_)
        | ProgressError::NotADatabase(_)
        | ProgressError::Sql(_)
        | ProgressError::Foreign { .. }
        | ProgressError::Row { .. }
        | ProgressError::Conflict { .. } => assert!(error.is_damage(), "{error:?}"),
    }
}

/// Asks everything that is ever asked of progress; returns what it holds, if it is sound.
fn contents_of(copy: &Progress) -> Option<Contents> {
    let said = |error: ProgressError| check_error(&error);
    let (exams, decisions) = (copy.exams(), copy.decisions());
    let states = copy.states();
    let _ = copy.days().map_err(said);
    let _ = copy.first_keys(100).map_err(said);
    let _ = copy.last_reviews(100).map_err(said);
    let _ = copy.adopted().map_err(said);
    let _ = copy.temporary().map_err(said);
    if let Ok(exams) = &exams {
        check_exams(exams);
    }
    let log = copy.log();
    let checked = copy.check(&Model::default()).map_err(said).ok()?;
    for line in &checked.wrong {
        assert!(!line.trim().is_empty());
    }
    let contents = copy.contents().expect("what was looked through");
    if !checked.wrong.is_empty() {
        return None;
    }
    assert_eq!(log.expect("a sound log").len(), contents.reviews.len());
    assert_eq!(exams.expect("sound exams").len(), contents.exams.len());
    assert_eq!(decisions.expect("sound decisions"), contents.decisions);
    let _ = states.expect("sound states");
    Some(contents)
}

/// Asserts that the exams of a stranger can be scored and shown.
fn check_exams(exams: &[Sitting]) {
    let standing = Standing::default();
    let manner = Manner { date_order: None, standing: &standing };
    let score = |sitting: &Sitting| (sitting.clone(), Score::of(sitting, &DECKS, manner));
    let scored: Vec<(Sitting, Score)> = exams.iter().map(score).collect();
    assert_clean(&view::past(&scored).plain());
    for (sitting, score) in &scored {
        assert!((0.0..=100.0 + 1e-9).contains(&score.percent()), "{score:?}");
        assert_clean(&view::result(sitting, score, (80, Signs::Ascii)).plain());
        assert_clean_line(&escape_json(&view::json(sitting, score).to_string()));
        let _ = (sitting.deadline(), view::confirm(sitting), view::list(sitting, &[], Signs::Ascii));
    }
}

/// Asserts that what is sound is salvaged whole, or said to be lost.
fn check_sound(sound: &Contents, salvage: &Salvage) {
    let (found, whole) = (salvage.contents.size().rows(), sound.size().rows());
    if salvage.lost == 0 && !salvage.lost_more {
        assert!(salvage.contents == *sound, "{found} of {whole}: a silent loss");
    }
    let mut progress = Progress::open_in_memory(MachineId::new(7)).expect("memory");
    let added = progress.unite(sound, &Model::default()).expect("what is sound contradicts nothing");
    assert_eq!(added.rows(), whole);
    assert_eq!(progress.contents().expect("what was added"), *sound);
}

/// Asserts that what was salvaged can be brought back, and is sound then.
fn check_restored(salvaged: Contents) {
    let model = Model::default();
    let mut progress = Progress::open_in_memory(MachineId::new(7)).expect("memory");
    let (contents, _) = salvaged.agreeing_with(&Contents::default());
    let _ = progress.unite(&contents, &model).unwrap_or_else(|error| panic!("not brought back: {error:?}"));
    assert_eq!(progress.unite(&contents, &model).expect("once more"), Added::default());
    let checked = progress.check(&model).expect("a look through");
    assert_eq!((&checked.wrong, checked.stale), (&Vec::new(), 0), "{checked:?}");
}
