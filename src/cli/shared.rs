//! What have the other machines of a shared folder answered, and what do they not know yet?
//!
//! The folder has a segment for each machine, written by it alone; some program keeps the folder in
//! step with those of the others. Every command that opens progress reads what is new there and adds
//! what the folder does not have, and one that may write adds it again in the end; trouble with the
//! folder is a warning and never keeps from studying.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::cli::complain;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::exchange::segment::{Position, from_line, to_line};
use crate::files::copies;
use crate::files::error::FileError;
use crate::files::segments::{self, Tail};
use crate::progress::Progress;
use crate::progress::error::ProgressError;
use crate::progress::sharing::{Shared, Written};
use crate::progress::union::{Added, Contents};
use crate::schedule::memory::Model;
use crate::view::summary::count;

/// What to do where the folder is not there.
const OUT_OF_REACH: &str = "hint: bring its disk or its program back, or share none any more: \
                            `csto-quiz progress folder --none`";

/// What came of a look into the folder.
#[derive(Debug, Default)]
pub(crate) struct Synced {
    /// What other machines had answered.
    pub(crate) taken: Added,
    /// What they did not know.
    pub(crate) given: Added,
    /// How many segments there are.
    pub(crate) segments: usize,
    /// What is wrong with single segments.
    problems: Vec<String>,
}

/// What was read of the folder.
#[derive(Default)]
struct Reading {
    just_read: Contents,
    taken: Added,
    segments: usize,
    problems: Vec<String>,
    /// Whether what this machine wrote there before is not, or not only, there any more.
    is_anew: bool,
}

/// Brings progress and the folder that is set in step; says what is wrong with the folder.
///
/// # Errors
/// When progress cannot be read or written.
pub(crate) fn keep_in_step(context: &Context, progress: &mut Progress, model: &Model) -> Result<(), Failure> {
    // What cannot be removed now was said when it was forgotten.
    let _ = remove_unwanted(progress, model)?;
    let Some(folder) = &context.config.progress_folder else { return Ok(()) };
    let synced = match sync(folder, progress, model)? {
        Ok(synced) => synced,
        Err(error) => {
            let problem = format!("{}\n{OUT_OF_REACH}", Failure::from(error));
            Synced { problems: vec![problem], ..Synced::default() }
        }
    };
    synced.complain(context, folder);
    Ok(())
}

/// Runs what may write to progress, and brings progress and the folder that is set in step after it.
///
/// # Errors
/// Those of what is run; trouble with handing over is a warning.
pub(crate) fn handing_over(
    context: &Context,
    run: impl FnOnce() -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let done = run();
    let handed_over = hand_over(context);
    // What has failed says itself what is wrong with progress.
    if let (Err(failure), Ok(_), false) = (handed_over, &done, context.options.quiet) {
        complain(&failure.warning("what was answered now is not in the shared folder yet"));
    }
    done
}

fn hand_over(context: &Context) -> Result<(), Failure> {
    let path = context.places.progress_file();
    if context.config.progress_folder.is_none() || !path.exists() {
        return Ok(());
    }
    match Progress::open(&path, context::new_machine()) {
        // Nothing was recorded then, and that was said.
        Err(error) if error.is_unwritable() => Ok(()),
        Err(error) => Err(error.into()),
        Ok(mut progress) => keep_in_step(context, &mut progress, &Model::default()),
    }
}

impl Synced {
    /// Says what is wrong, once for a command.
    pub(crate) fn complain(&self, context: &Context, folder: &Path) {
        if self.problems.is_empty() || !context.tells_of_folder(folder) {
            return;
        }
        let folder = folder.display();
        complain(&format!(
            "warning: the shared folder `{folder}` is not in step; all goes on, and what is missing is \
             exchanged later\n"
        ));
        for problem in &self.problems {
            complain(&format!("  {}\n", problem.replace('\n', "\n  ")));
        }
    }
}

/// Removes the segments that have what was forgotten, also from folders that are shared no more; returns
/// those that cannot be reached.
///
/// # Errors
/// When progress cannot be read or written.
pub(crate) fn remove_unwanted(progress: &mut Progress, model: &Model) -> Result<Vec<PathBuf>, Failure> {
    let mut left = Vec::new();
    for segment in progress.written_segments()?.into_iter().filter(|segment| segment.is_unwanted) {
        let folder = Path::new(&segment.folder);
        let path = segments::path_of(folder, &segment.segment);
        if is_removed(folder, &path, (progress, model))? {
            progress.note_removed(&segment)?;
        } else {
            left.push(path);
        }
    }
    Ok(left)
}

/// Removes a segment, if it is there; returns whether it is gone.
fn is_removed(
    folder: &Path,
    path: &Path,
    (progress, model): (&mut Progress, &Model),
) -> Result<bool, Failure> {
    let Ok(tail) = segments::read_after(path, None) else {
        // An empty folder may be the place of a disk that is away.
        return Ok(!path.exists() && copies::files_in(folder).is_ok_and(|files| !files.is_empty()));
    };
    // Rows that a damaged file has lost may be there alone; what was typed stays forgotten.
    let mut contents = Lines::of(&tail).contents;
    contents.reviews.iter_mut().for_each(|review| review.typed = None);
    let _ = take(progress, &contents, (path, &mut Vec::new()), model)?;
    Ok(copies::remove(path).is_ok())
}

/// Takes what the other machines have answered and hands over what they do not know.
///
/// # Errors
/// The outer one when progress cannot be read or written, the inner one when the folder cannot.
pub(crate) fn sync(
    folder: &Path,
    progress: &mut Progress,
    model: &Model,
) -> Result<Result<Synced, FileError>, Failure> {
    let key = folder.display().to_string();
    let new = |segment: String| Shared { segment, read: HashMap::new() };
    let written = progress.written_segments()?;
    let is_unwanted = |name: &str| {
        written.iter().any(|known| known.is_unwanted && known.folder == key && known.segment == name)
    };
    let mut shared = progress.shared(&key)?.unwrap_or_else(|| new(progress.machine().to_string()));
    if is_unwanted(&shared.segment) {
        // Nothing is added to what is to be removed and cannot be now.
        shared = new(context::new_machine().to_string());
    }
    let mut reading = match read(folder, &mut shared, (progress, model))? {
        Ok(reading) => reading,
        Err(error) => return Ok(Err(error)),
    };
    if reading.is_anew {
        // Somebody else writes that segment, or took it away: a new one gets all that is nowhere else.
        shared = new(context::new_machine().to_string());
        let first = reading;
        reading = match read(folder, &mut shared, (progress, model))? {
            Ok(reading) => Reading { taken: first.taken, ..reading },
            Err(error) => return Ok(Err(error)),
        };
    }
    let Reading { just_read, taken, segments, problems, .. } = reading;
    // Before it is there: whatever happens, this machine knows its segments.
    let own = Written { folder: key.clone(), segment: shared.segment.clone(), is_unwanted: false };
    progress.remember_segments(&[own])?;
    let given = progress.hand_over(&key, &shared, &just_read, |contents| {
        let mut shared = shared.clone();
        append(folder, &mut shared, contents).map(|()| shared)
    })?;
    Ok(given.map(|given| Synced { taken, given, segments, problems }))
}

/// Reads what is new in the segments and takes it.
fn read(
    folder: &Path,
    shared: &mut Shared,
    (progress, model): (&mut Progress, &Model),
) -> Result<Result<Reading, FileError>, Failure> {
    let mut reading = Reading::default();
    let own = segments::path_of(folder, &shared.segment);
    let paths = match segments::in_folder(folder) {
        Ok(paths) => paths,
        Err(error) => return Ok(Err(error)),
    };
    reading.is_anew = shared.read.contains_key(&name_of(&own)) && !paths.contains(&own);
    for path in paths {
        let name = name_of(&path);
        reading.segments += 1;
        let tail = match segments::read_after(&path, shared.read.get(&name).copied()) {
            Ok(tail) => tail,
            Err(error) => {
                reading.problems.push(Failure::from(error).to_string());
                continue;
            }
        };
        let Lines { contents, position, unreadable } = Lines::of(&tail);
        if unreadable > 0 {
            reading.problems.push(format!(
                "{} of `{}` cannot be read and {} passed over\nhint: if that stays so, remove the file; \
                 its machine writes another one",
                count(unreadable, "line"),
                path.display(),
                if unreadable == 1 { "was" } else { "were" },
            ));
        }
        let added = take(progress, &contents, (&path, &mut reading.problems), model)?;
        reading.taken = reading.taken.plus(added);
        reading.is_anew |= path == own && (tail.is_exchanged || added.rows() > 0 || unreadable > 0);
        reading.just_read.append(contents);
        shared.read.insert(name, position);
    }
    Ok(Ok(reading))
}

/// What the lines of a segment say.
struct Lines {
    contents: Contents,
    /// Where the lines end that can be read, so that the others are looked at again.
    position: Position,
    unreadable: usize,
}

impl Lines {
    fn of(tail: &Tail) -> Self {
        let (mut rows, mut unreadable) = (Vec::new(), 0);
        for line in tail.text.lines().filter(|line| !line.trim().is_empty()) {
            match from_line(line) {
                Ok(row) => rows.push(row),
                Err(_) => unreadable += 1,
            }
        }
        let position = if unreadable == 0 { tail.position } else { tail.start };
        Self { contents: Contents::of_rows(rows), position, unreadable }
    }
}

/// Takes rows; such as contradict the log are left out and counted.
fn take(
    progress: &mut Progress,
    contents: &Contents,
    (path, problems): (&Path, &mut Vec<String>),
    model: &Model,
) -> Result<Added, Failure> {
    if contents.is_empty() {
        return Ok(Added::default());
    }
    match progress.unite(contents, model) {
        Err(ProgressError::Conflict { .. }) => {
            let (agreeing, dropped) = contents.clone().agreeing_with(&progress.contents()?);
            problems.push(format!(
                "{} of `{}` contradicting what is known here {} left out",
                count(dropped, "row"),
                path.display(),
                if dropped == 1 { "was" } else { "were" },
            ));
            Ok(progress.unite(&agreeing, model)?)
        }
        added => Ok(added?),
    }
}

/// Writes rows to this machine's segment.
fn append(folder: &Path, shared: &mut Shared, contents: Contents) -> Result<(), FileError> {
    if contents.is_empty() {
        return Ok(());
    }
    let path = segments::path_of(folder, &shared.segment);
    let lines: String = contents.into_rows().flat_map(|row| [to_line(&row), "\n".to_owned()]).collect();
    let position = segments::append(&path, shared.read.get(&name_of(&path)).copied(), &lines)?;
    shared.read.insert(name_of(&path), position);
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
