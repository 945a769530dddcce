//! `csto-quiz` alone: what is due now, and what to type next.

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::request::request;
use crate::cli::{load, output, plans, store};
use crate::deck::Deck;
use crate::queue;
use crate::schedule::memory::Model;
use crate::view;
use crate::view::summary::count;
use crate::view::text::{Line, Role, Text};

/// Says what is due, per deck.
///
/// # Errors
/// When progress cannot be read.
pub(crate) fn run(context: &Context) -> Result<Exit, Failure> {
    let loaded = load::known(context);
    let warnings = loaded.warnings();
    let (decks, doubles) = loaded.into_decks();
    let model = Model::default();
    let progress = store::open(context, &decks, &model)?;
    let states = progress.states()?;
    let request = request(context, &progress, &args::Study::default())?;
    let queue = queue::build(&decks, &states, &request);
    let mut text = Text::default();
    for deck in decks.iter() {
        let of_deck = queue.iter().filter(|planned| planned.face.card.deck() == deck.id.as_str());
        text.push(deck_line(deck, of_deck));
    }
    let next = if queue.is_empty() {
        "Nothing is due today.   csto-quiz stats shows what is coming".to_owned()
    } else {
        format!("{} to study now:   csto-quiz study", count(queue.len(), "card"))
    };
    text.push(Line::new(Role::Title, next));
    for exam in plans::read(context)?.iter().filter(|exam| exam.is_ahead(context.today())) {
        text.push(view::plan::countdown(exam, context.today()));
    }
    for line in warnings.iter().chain(&doubles) {
        text.push(Line::new(Role::Nearly, line));
    }
    output::show(context, &text)?;
    Ok(Exit::Done)
}

fn deck_line<'a>(deck: &Deck, planned: impl Iterator<Item = &'a queue::Planned>) -> Line {
    let (mut new, mut due) = (0, 0);
    for card in planned {
        match card.origin {
            queue::Origin::New => new += 1,
            queue::Origin::Due | queue::Origin::Corrected | queue::Origin::Repeat => due += 1,
        }
    }
    let cards = count(deck.cards.len(), "card");
    Line::new(Role::Plain, &deck.title)
        .and(Role::Dim, format!(" ({cards})"))
        .and(Role::Plain, format!("   due {due}   new {new}"))
}
