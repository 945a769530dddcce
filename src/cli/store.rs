//! How does a command open the learner's progress?
//!
//! One door: the file, the names that cards had before, and the states.

use std::collections::HashMap;

use crate::cli::context::{self, Context};
use crate::cli::error::Failure;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::progress::Progress;
use crate::review::Review;
use crate::schedule::memory::Model;

/// Opens progress, making it when there is none, with the names that the decks know.
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
    Ok(progress)
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
