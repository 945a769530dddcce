//! What is wanted of today's queue, by the settings, the command line and what was done already?

use std::collections::HashSet;

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::store;
use crate::deck::id::FaceId;
use crate::progress::Progress;
use crate::queue::Request;
use crate::time::Days;

/// Returns the request for the queue of a session that begins now. The limits of a day hold for
/// all its sessions; what the command line says goes before them.
///
/// # Errors
/// When progress cannot be read.
pub(crate) fn request(
    context: &Context,
    progress: &Progress,
    wishes: &args::Study,
) -> Result<Request, Failure> {
    let today = context.today();
    let done = progress.done_on(today)?;
    let new: HashSet<&FaceId> = done.iter().filter(|done| done.is_first).map(|done| &done.face).collect();
    let all: HashSet<&FaceId> = done.iter().map(|done| &done.face).collect();
    let config = &context.config;
    Ok(Request {
        today,
        ahead: Days(wishes.ahead),
        cram: wishes.cram,
        new: wishes.new.unwrap_or(config.new_per_day.saturating_sub(new.len())),
        reviews: config.reviews_per_day.saturating_sub(all.len() - new.len()),
        topics: wishes.topic.clone(),
        standing: store::standing(progress)?,
        seed: context.seed(wishes.seed),
    })
}
