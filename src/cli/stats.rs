//! `csto-quiz stats`: numbers from the log.

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{load, output, store};
use crate::report::{Basis, Report};
use crate::schedule::memory::Model;
use crate::view;

/// Shows what is known and what is coming.
///
/// # Errors
/// When a deck is not known or progress cannot be read.
pub(crate) fn run(context: &Context, names: &[String]) -> Result<Exit, Failure> {
    let (decks, _) = load::named(context, names)?.into_decks();
    let model = Model::default();
    let progress = store::look(context, &decks, &model)?.into_progress();
    let (states, reviews) = (store::states(context, &progress)?, store::reviews(&progress)?);
    let standing = store::standing(&progress)?;
    let basis =
        Basis { decks: &decks, states: &states, reviews: &reviews, model: &model, standing: &standing };
    let report = Report::new(basis, context.today(), context.config.policy.desired);
    if context.options.json {
        output::json(view::report::json(&report, context.moment()))?;
    } else {
        let titles: Vec<&str> = decks.iter().map(|deck| deck.title.as_str()).collect();
        let title = if titles.len() > 2 { format!("{} decks", titles.len()) } else { titles.join(" and ") };
        output::show(context, &view::report::report(&report, &title, context.signs()))?;
    }
    Ok(Exit::Done)
}
