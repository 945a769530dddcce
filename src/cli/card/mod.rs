//! `csto-quiz card`: what is remembered of a card, and what the learner decides about it.

mod decide;

use serde_json::json;

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{load, output, store};
use crate::decision::Ruling;
use crate::deck::card::Card;
use crate::deck::decks::Decks;
use crate::deck::id::{CardId, FaceId};
use crate::progress::Progress;
use crate::schedule::memory::Model;
use crate::time::{Day, Days};
use crate::view;
use crate::view::card::FaceReport;
use crate::view::text::Text;

/// Does something about cards.
///
/// # Errors
/// When there is no such card, or progress cannot be read or written.
pub(crate) fn run(context: &Context, command: &args::Card) -> Result<Exit, Failure> {
    match command {
        args::Card::Info { card } => return info(context, card),
        args::Card::Suspend { cards } if cards.is_empty() => decide::aside(context)?,
        args::Card::Suspend { cards } => decide::rule(context, cards, &Ruling::Suspend)?,
        args::Card::Resume { cards } => decide::rule(context, cards, &Ruling::Resume)?,
        args::Card::Bury { cards } => {
            decide::rule(context, cards, &Ruling::Bury(context.today().plus(Days(1))))?;
        }
        args::Card::Forget { cards, yes } => decide::forget(context, cards, *yes)?,
        args::Card::Accepted { card: Some(card), remove: Some(text) } => {
            decide::remove(context, card, text)?;
        }
        args::Card::Accepted { card, remove: _ } => decide::accepted(context, card.as_deref())?,
    }
    Ok(Exit::Done)
}

/// Shows what is remembered of a card and how it was answered.
fn info(context: &Context, name: &str) -> Result<Exit, Failure> {
    let (decks, _) = load::known(context).into_decks();
    let model = Model::default();
    let progress = store::look(context, &decks, &model)?.into_progress();
    let Meant { card, id, faces } = meant(&decks, &progress, name)?;
    let standing = store::standing(&progress)?;
    let (suspended, buried) = (standing.is_suspended(&id), standing.buried_until(&id));
    let buried = buried.filter(|until| *until > context.today());
    let mut reports = Vec::new();
    for face in faces {
        let (state, reviews) = (progress.state(&face)?, progress.reviews_of(&face)?);
        reports.push(FaceReport { face, state, reviews, today: context.today() });
    }
    if context.options.json {
        let mut objects: Vec<_> = reports.iter().map(|report| view::card::json(report, &model)).collect();
        let mut object = objects.first().cloned().unwrap_or_default();
        if let Some(fields) = object.as_object_mut() {
            fields.insert("question".to_owned(), json!(card.map(|card| &card.question)));
            fields.insert("suspended".to_owned(), json!(suspended));
            fields.insert("buried_until".to_owned(), json!(buried.map(Day::iso)));
            fields.insert("faces".to_owned(), objects.drain(..).collect());
        }
        output::json(object)?;
    } else {
        let mut text = Text::default();
        match card {
            Some(card) => view::card::title(&mut text, card),
            None => view::card::unknown(&mut text, &id),
        }
        view::card::held(&mut text, suspended, buried);
        for report in &reports {
            text.append(view::card::face(report, &model));
        }
        output::show(context, &text)?;
    }
    Ok(Exit::Done)
}

/// A card that is spoken of.
pub(crate) struct Meant<'a> {
    /// As its deck has it; nothing where only the log knows it.
    card: Option<&'a Card>,
    id: CardId,
    faces: Vec<FaceId>,
}

/// Finds a card as [`find`] does, or by its full name where no deck that is known has it and the log does:
/// a deck may have been studied by its path.
fn meant<'a>(decks: &'a Decks, progress: &Progress, name: &str) -> Result<Meant<'a>, Failure> {
    let failure = match find(decks, name) {
        Ok((card, faces)) => return Ok(Meant { card: Some(card), id: card.id.clone(), faces }),
        Err(failure) => failure,
    };
    let Ok(face) = name.parse::<FaceId>() else { return Err(failure) };
    let is_meant = |known: &FaceId| if name.contains('#') { *known == face } else { known.card == face.card };
    let mut faces: Vec<FaceId> = progress.states()?.into_keys().filter(is_meant).collect();
    faces.sort_unstable();
    if faces.is_empty() && !store::standing(progress)?.speaks_of(&face.card) {
        return Err(failure);
    }
    Ok(Meant { card: None, id: face.card, faces })
}

/// Finds a card by `deck/card`, `deck/card#face` or, where only one deck has it, `card`.
pub(crate) fn find<'a>(decks: &'a Decks, name: &str) -> Result<(&'a Card, Vec<FaceId>), Failure> {
    let (card_name, face_name) = name.split_once('#').map_or((name, None), |(card, face)| (card, Some(face)));
    let found: Vec<&Card> = decks
        .cards()
        .map(|(_, card)| card)
        .filter(|card| card.id.as_str() == card_name || card.id.name() == card_name)
        .collect();
    let card = match found.as_slice() {
        [card] => *card,
        [] => return Err(unknown(decks, name)),
        several => {
            let names: Vec<String> = several.iter().map(|card| format!("`{}`", card.id)).collect();
            let hint = format!("say which: {}", names.join(", "));
            return Err(Failure::new(Exit::Usage, format!("several decks have a card `{card_name}`"), hint));
        }
    };
    let faces: Vec<FaceId> = card
        .face_ids()
        .filter(|id| face_name.is_none_or(|face| id.to_string().ends_with(&format!("#{face}"))))
        .collect();
    if faces.is_empty() { Err(unknown(decks, name)) } else { Ok((card, faces)) }
}

fn unknown(decks: &Decks, name: &str) -> Failure {
    let names = decks.cards().flat_map(|(_, card)| [card.id.as_str(), card.id.name()]);
    let hint = match crate::text::nearest(name, names) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`csto-quiz deck show DECK` lists the cards of a deck".to_owned(),
    };
    Failure::new(Exit::Usage, format!("there is no card `{name}`"), hint)
}
