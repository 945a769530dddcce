//! How does a command open the learner's progress?
//!
//! One door: the file, the names that cards had before, and the states.

use std::collections::HashMap;

use crate::cli::context::{self, Context};
use crate::cli::error::Failure;
use crate::cli::shared;
use crate::decision::Standing;
use crate::deck::decks::Decks;
use crate::deck::id::{CardId, FaceId};
use crate::pace::Pace;
use crate::progress::Progress;
use crate::review::Review;
use crate::schedule::memory::Model;

/// From so many of the newest answers the learner's pace is taken.
const PACE_ANSWERS: usize = 500;

/// Opens progress, making it when there is none, with the names that the decks know and with what
/// other machines have answered.
///
/// # Errors
/// When the file cannot be opened, made or brought up to date.
pub(crate) fn open(context: &Context, decks: &Decks, model: &Model) -> Result<Progress, Failure> {
    let mut progress = Progress::open(&context.places.progress_file(), context::new_machine())?;
    let mut names = decks.renames();
    // An old name that a card bears again stands for itself.
    for old in progress.adopted()?.into_keys().filter(|old| decks.has_face(old)) {
        names.insert(old.clone(), old);
    }
    names.extend(decks.named_since(&progress.temporary()?));
    progress.adopt(&names, model)?;
    shared::keep_in_step(context, &mut progress, model)?;
    Ok(progress)
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
