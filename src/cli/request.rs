//! What is wanted of today's queue, by the settings, the command line and what was done already?

use std::collections::{BTreeSet, HashSet};

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::store;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::progress::Progress;
use crate::queue::Request;
use crate::text::{fold, nearest};
use crate::time::Days;

/// Refuses topics that no card has.
///
/// # Errors
/// When a topic is not known; the hint names those that are.
pub(crate) fn check_topics(decks: &Decks, topics: &[String]) -> Result<(), Failure> {
    let known: BTreeSet<&str> = decks.cards().filter_map(|(_, card)| card.topic.as_deref()).collect();
    let is_known = |topic: &String| known.iter().any(|known| fold(known) == fold(topic));
    let Some(unknown) = topics.iter().find(|topic| !is_known(topic)) else { return Ok(()) };
    let names: Vec<&str> = known.into_iter().collect();
    let hint = match nearest(unknown, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`? The topics are: {}", names.join(", ")),
        None => format!("the topics are: {}", names.join(", ")),
    };
    Err(Failure::new(Exit::Usage, format!("no card has the topic `{unknown}`"), hint))
}

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
