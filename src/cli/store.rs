//! How does a command open the learner's progress?
//!
//! One door: the file, the names that cards had before, and the states. What only looks, and study,
//! goes on where nothing can be written: with what can be read, in memory.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::cli::complain;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::{load, shared};
use crate::decision::Standing;
use crate::deck::decks::Decks;
use crate::deck::id::{CardId, FaceId};
use crate::files::copies;
use crate::pace::Pace;
use crate::progress::error::ProgressError;
use crate::progress::{Progress, SET_ASIDE};
use crate::review::Review;
use crate::schedule::memory::Model;
use crate::schedule::state::{Studied, believe_clock};

/// How the name of a file begins that has what was saved of a progress file that vanished.
pub(crate) const RESCUED: &str = "progress-rescued-";
/// How the name of a copy ends.
pub(crate) const COPY: &str = "db";
/// From so many of the newest answers the learner's pace is taken.
const PACE_ANSWERS: usize = 500;

/// Progress, as far as it could be opened.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The file; a copy of it in memory where it cannot be written to.
    pub(crate) progress: Progress,
    /// Why nothing is recorded; nothing where everything is.
    pub(crate) unrecorded: Option<Unrecorded>,
}

/// Why nothing is recorded.
#[derive(Debug)]
pub(crate) struct Unrecorded {
    failure: Failure,
    /// Whether what was answered before is known all the same.
    is_read: bool,
}

impl Opened {
    /// Returns whether what is written down is kept.
    pub(crate) fn is_recorded(&self) -> bool {
        self.unrecorded.is_none()
    }

    /// Returns the progress, if what was answered before is known.
    ///
    /// # Errors
    /// Why it is not.
    pub(crate) fn known(self) -> Result<Progress, Failure> {
        match self.unrecorded {
            Some(Unrecorded { failure, is_read: false }) => Err(failure),
            Some(Unrecorded { is_read: true, .. }) | None => Ok(self.progress),
        }
    }

    /// Returns the progress; that what was answered before is not known, is said.
    pub(crate) fn into_progress(self) -> Progress {
        if let Some(Unrecorded { failure, is_read: false }) = &self.unrecorded {
            complain(&failure.warning("what was answered before is not known"));
        }
        self.progress
    }
}

/// Opens progress, making it when there is none, with the names that the decks know and with what
/// other machines have answered.
///
/// # Errors
/// When the file cannot be opened, made or brought up to date.
pub(crate) fn open(context: &Context, decks: &Decks, model: &Model) -> Result<Progress, Failure> {
    let missed = missed(context);
    let progress = open_restored(context, decks, model)?;
    say_missed(context, missed);
    Ok(progress)
}

/// Does the same for a restore, which knows of the copies.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_restored(context: &Context, decks: &Decks, model: &Model) -> Result<Progress, Failure> {
    if let Some(failure) = context.homeless() {
        return Err(failure);
    }
    let progress = Progress::open(&context.places.progress_file(), context::new_machine())?;
    let mut progress = named(progress, decks, model)?;
    shared::keep_in_step(context, &mut progress, model)?;
    Ok(progress)
}

/// Returns the copies in the folder of backups, by name.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn backups(context: &Context) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = copies::files_in(&context.places.backups_folder())?;
    paths.retain(|path| path.extension().is_some_and(|end| end == COPY));
    Ok(paths)
}

/// Returns what is to be said where a new progress file is made although there are copies of one.
fn missed(context: &Context) -> Option<Failure> {
    if context.places.progress_file().exists() {
        return None;
    }
    let copies = backups(context).ok().filter(|copies| !copies.is_empty())?.len();
    let (is, folder) = (if copies == 1 { "copy is" } else { "copies are" }, context.places.backups_folder());
    let message = format!(
        "there is no progress file in `{}`, but {copies} {is} in `{}`",
        context.places.data.display(),
        folder.display()
    );
    let hint = "`csto-quiz progress restore` brings the newest back; what is answered meanwhile is kept";
    Some(Failure::new(Exit::Failed, message, hint))
}

fn say_missed(context: &Context, missed: Option<Failure>) {
    if let (Some(failure), false) = (missed, context.options.quiet) {
        complain(&failure.warning("everything begins anew"));
    }
}

/// Opens progress to look at it: where it cannot be written to, what can be read of it.
///
/// # Errors
/// When the file is not as it should be, or another program holds it.
pub(crate) fn look(context: &Context, decks: &Decks, model: &Model) -> Result<Opened, Failure> {
    open_or_copy(context, decks, (model, false))
}

/// Opens progress to study: where it cannot be written to, that is said, and answers go into memory.
///
/// # Errors
/// When the file is not as it should be, or another program holds it.
pub(crate) fn open_or_practise(context: &Context, decks: &Decks, model: &Model) -> Result<Opened, Failure> {
    let opened = open_or_copy(context, decks, (model, true))?;
    if let Some(Unrecorded { failure, is_read }) = &opened.unrecorded {
        complain(&failure.warning(if *is_read {
            "this is practice only, nothing is recorded"
        } else {
            "this is practice only, nothing is recorded, and what was answered before is not known"
        }));
    }
    Ok(opened)
}

/// Opens progress, or a copy in memory; `tried` when it must be known that answers can be written.
fn open_or_copy(context: &Context, decks: &Decks, (model, tried): (&Model, bool)) -> Result<Opened, Failure> {
    if let Some(failure) = context.homeless() {
        let progress = Progress::open_in_memory(context::new_machine())?;
        return Ok(Opened { progress, unrecorded: Some(Unrecorded { failure, is_read: false }) });
    }
    let (path, missed) = (context.places.progress_file(), missed(context));
    let opened = Progress::open(&path, context::new_machine()).and_then(|progress| {
        let mut progress = named(progress, decks, model)?;
        if tried {
            progress.try_writing()?;
        }
        Ok(progress)
    });
    let error = match opened {
        Ok(mut progress) => {
            say_missed(context, missed);
            shared::keep_in_step(context, &mut progress, model)?;
            return Ok(Opened { progress, unrecorded: None });
        }
        Err(error) if error.is_unwritable() => error,
        Err(error) => return Err(error.into()),
    };
    let (progress, is_read) = match Progress::copy_of(&path) {
        Ok(copy) => (copy, true),
        Err(unread) if unread.is_out_of_reach() => (Progress::open_in_memory(context::new_machine())?, false),
        Err(unread) => return Err(unread.into()),
    };
    let unrecorded = Some(Unrecorded { failure: error.into(), is_read });
    Ok(Opened { progress: named(progress, decks, model)?, unrecorded })
}

/// Takes over the names that the decks know.
fn named(mut progress: Progress, decks: &Decks, model: &Model) -> Result<Progress, ProgressError> {
    let mut names = decks.renames();
    // An old name that a card bears again stands for itself.
    for old in progress.adopted()?.into_keys().filter(|old| decks.has_face(old)) {
        names.insert(old.clone(), old);
    }
    names.extend(decks.named_since(&progress.temporary()?));
    progress.adopt(&names, model)?;
    Ok(progress)
}

/// Sees to it that what was written is found again: where the file was moved, deleted or replaced
/// meanwhile, everything is written anew beside where it was.
///
/// # Errors
/// When that is so; the message says where everything is now.
pub(crate) fn stay(context: &Context, progress: &Progress) -> Result<(), Failure> {
    if !progress.has_left_its_place() {
        return Ok(());
    }
    let path = progress.path();
    let message = format!("the progress file `{}` was moved, deleted or replaced meanwhile", path.display());
    let is_gone = !path.parent().is_some_and(Path::exists);
    // Without its folder nothing of it is left there; otherwise a journal of it may be.
    let anew = if is_gone {
        path.to_owned()
    } else {
        path.with_file_name(format!("{RESCUED}{}.db", context.stamp()))
    };
    let copied = progress.copy_to(&anew);
    // Without its file it is of no use, and in the way of a new one; all that it has is in the copy. Where
    // it stays, the next start says so.
    if copied.is_ok() && Progress::is_only_journal(path) {
        let aside = copies::free_name(path, &format!("{SET_ASIDE}{}", context.stamp()));
        let _ = copies::set_aside(path, &aside);
    }
    match copied {
        Ok(()) if is_gone => {
            let hint =
                "everything that was in it and everything answered was written there anew; study again";
            Err(Failure::new(Exit::Failed, message, hint))
        }
        Ok(()) => {
            let anew = anew.display().to_string();
            let hint = format!(
                "everything that was in it and everything answered is in `{anew}`: \
                 `csto-quiz progress merge {}` takes it in",
                load::quoted(&anew)
            );
            Err(Failure::new(Exit::Failed, message, hint))
        }
        Err(error) => {
            progress.keep_journal();
            let message = format!("{message}, and what was answered last may be lost: {error}");
            Err(Failure::new(Exit::Failed, message, "put file, folder or disk back, then study again"))
        }
    }
}

/// Returns the states of all studied faces as they are to be taken today, also where the clock was
/// ahead once.
///
/// # Errors
/// When progress cannot be read.
pub(crate) fn states(context: &Context, progress: &Progress) -> Result<HashMap<FaceId, Studied>, Failure> {
    let (mut states, today) = (progress.states()?, context.today());
    if states.values().any(|state| state.is_ahead(today)) {
        believe_clock(&mut states, &progress.days()?, today);
    }
    Ok(states)
}

/// Returns what the learner decided about cards, by the names they have now.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn standing(progress: &Progress) -> Result<Standing, Failure> {
    let decisions = progress.decisions()?;
    if decisions.is_empty() {
        return Ok(Standing::default());
    }
    let renames: HashMap<CardId, CardId> =
        progress.adopted()?.into_iter().map(|(was, now)| (was.card, now.card)).collect();
    Ok(Standing::of(decisions, |card| renames.get(card).unwrap_or(card).clone()))
}

/// Returns how long the learner usually thinks before the first key.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn pace(progress: &Progress, decks: &Decks) -> Result<Pace, Failure> {
    let kind = |face: &FaceId| decks.card(&face.card).map(|(_, card)| card.asked_as(face.face));
    let times = progress.first_keys(PACE_ANSWERS)?;
    Ok(Pace::of(times.into_iter().filter_map(|(face, time)| Some((kind(&face)?, time)))))
}

/// Returns the reviews that count, under the names that their cards have now.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn reviews(progress: &Progress) -> Result<Vec<Review>, Failure> {
    let renames: HashMap<FaceId, FaceId> = progress.adopted()?;
    let lines = progress.log()?;
    let counted = lines.into_iter().filter(|line| line.revoked.is_none()).map(|line| {
        let face = renames.get(&line.review.face).cloned().unwrap_or_else(|| line.review.face.clone());
        Review { face, ..line.review }
    });
    Ok(counted.collect())
}
