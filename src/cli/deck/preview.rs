//! `csto-quiz deck preview`: the cards as a learner will see them, nothing recorded.

use std::collections::HashMap;
use std::rc::Rc;

use crate::cli::args;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::study;
use crate::cli::{card, complain, load, output};
use crate::decision::Standing;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::progress::Progress;
use crate::queue::{Origin, Planned, Queue};
use crate::schedule::memory::Model;
use crate::session::Session;
use crate::text::fold;

/// Goes through a deck's cards in the order of its files.
///
/// # Errors
/// When deck or card are not known, or the terminal fails.
pub(crate) fn run(context: &Context, wishes: &args::Preview) -> Result<Exit, Failure> {
    let loaded = load::named(context, std::slice::from_ref(&wishes.deck))?;
    for line in loaded.warnings() {
        complain(&format!("{line}\n"));
    }
    let mut files = loaded.files();
    let decks = Rc::new(loaded.into_decks().0);
    let mut faces = faces(&decks, wishes)?;
    faces.truncate(wishes.limit.unwrap_or(usize::MAX));
    if faces.is_empty() {
        let hint = "`csto-quiz deck check` shows what is wrong, `deck show` which topics there are";
        return Err(Failure::new(Exit::DeckErrors, "there is no card to show", hint));
    }
    // On the normal screen it would stand beside what is said at the end.
    if !context.draws() {
        output::print("Preview: nothing is recorded.\n")?;
    }
    // What a session writes down goes into memory, and is gone with it.
    let model = Model::default();
    let mut progress = Progress::open_in_memory(context::new_machine())?;
    let study = args::Study { decks: vec![wishes.deck.clone()], ..args::Study::default() };
    let mut settings = study::settings((context, &study), &progress, (&decks, Standing::default()), &files)?;
    (settings.ask_date_order, settings.recorded) = (false, false);
    let mut queue = Queue::default();
    for face in faces {
        queue.put_last(Planned { face, origin: Origin::New });
    }
    let mut session = Session::new((decks, &model), settings, HashMap::new(), (queue, context.moment()));
    let mut terminal = study::open_terminal(context)?;
    let work = (&mut progress, &model);
    study::converse((context, &study), &mut session, terminal.as_mut(), work, &mut files)?;
    drop(terminal);
    output::print("Nothing was recorded.\n")?;
    Ok(study::exit_of(session.ending()))
}

/// Returns the faces that are wanted, in the order of the deck.
fn faces(decks: &Decks, wishes: &args::Preview) -> Result<Vec<FaceId>, Failure> {
    if !wishes.card.is_empty() {
        let mut faces = Vec::new();
        for name in &wishes.card {
            faces.extend(card::find(decks, name)?.1);
        }
        return Ok(faces);
    }
    let topics: Vec<String> = wishes.topic.iter().map(|topic| fold(topic)).collect();
    let is_wanted =
        |topic: Option<&str>| topics.is_empty() || topic.is_some_and(|topic| topics.contains(&fold(topic)));
    let cards = decks.cards().map(|(_, card)| card).filter(|card| is_wanted(card.topic.as_deref()));
    Ok(cards.flat_map(|card| card.face_ids().collect::<Vec<_>>()).collect())
}
