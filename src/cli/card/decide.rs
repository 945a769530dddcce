//! `csto-quiz card suspend|resume|bury|forget|accepted`: what the learner decides about cards.

use serde_json::json;

use crate::cli::card::meant;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::{load, output, store};
use crate::decision::{Decision, Ruling, Standing};
use crate::deck::decks::Decks;
use crate::deck::id::CardId;
use crate::progress::Progress;
use crate::review::{ReviewId, Revocation, RevocationReason};
use crate::schedule::memory::Model;
use crate::terminal::menu;
use crate::time::Day;
use crate::view::summary::count;
use crate::view::text::{Line, Role, Text};

/// What commands about cards work on.
struct Desk {
    decks: Decks,
    progress: Progress,
    model: Model,
}

impl Desk {
    fn new(context: &Context) -> Result<Self, Failure> {
        let (decks, _) = load::known(context).into_decks();
        let model = Model::default();
        let progress = store::open(context, &decks, &model)?;
        Ok(Self { decks, progress, model })
    }

    /// Opens progress only to look at it.
    fn to_look(context: &Context) -> Result<Self, Failure> {
        let (decks, _) = load::known(context).into_decks();
        let model = Model::default();
        let progress = store::look(context, &decks, &model)?.into_progress();
        Ok(Self { decks, progress, model })
    }

    fn decide(&mut self, context: &Context, card: CardId, ruling: Ruling) -> Result<(), Failure> {
        let now = context.now();
        let last = store::standing(&self.progress)?.last();
        let id = ReviewId::after(last, now.moment.at, now.chance);
        let machine = self.progress.machine();
        let decision = Decision { id, machine, at: now.moment.at, card, ruling };
        Ok(self.progress.decide(&decision)?)
    }
}

/// Decides the same about several cards; all of them must be known before anything is written.
pub(super) fn rule(context: &Context, names: &[String], ruling: &Ruling) -> Result<(), Failure> {
    let mut desk = Desk::new(context)?;
    let mut cards = Vec::new();
    for name in names {
        cards.push(meant(&desk.decks, &desk.progress, name)?.id);
    }
    for card in &cards {
        desk.decide(context, card.clone(), ruling.clone())?;
    }
    let cards = count(cards.len(), "card");
    output::print(&match ruling {
        Ruling::Suspend => format!("Suspended: {cards}, not asked until resumed.\n"),
        Ruling::Bury(_) => format!("Buried: {cards}, not asked before tomorrow.\n"),
        Ruling::Resume => format!("Resumed: {cards}, asked again when due.\n"),
        Ruling::Accept(_) | Ruling::Refuse(_) => String::new(),
    })
}

/// Lists the cards that are suspended or buried.
pub(super) fn aside(context: &Context) -> Result<(), Failure> {
    let desk = Desk::to_look(context)?;
    let (standing, today) = (store::standing(&desk.progress)?, context.today());
    let mut unknown = standing.held(today);
    let known: Vec<_> = desk.decks.cards().filter(|(_, card)| unknown.remove(&card.id)).collect();
    let known = known.into_iter().map(|(_, card)| (&card.id, card.question.as_str()));
    let mut text = Text::default();
    let mut objects = Vec::new();
    for (card, question) in known.chain(unknown.into_iter().map(|card| (card, "its deck is not known here")))
    {
        let suspended = standing.is_suspended(card);
        let until = standing.buried_until(card).filter(|_| !suspended);
        let how = until.map_or_else(|| "suspended".to_owned(), |until| format!("buried until {until}"));
        text.push(Line::new(Role::Key, card.as_str()).and(Role::Plain, format!("   {how}   {question}")));
        objects.push(json!({
            "card": card.as_str(), "suspended": suspended, "buried_until": until.map(Day::iso),
        }));
    }
    if context.options.json {
        return output::json(json!({ "aside": objects }));
    }
    if objects.is_empty() {
        text.say(Role::Plain, "No card is suspended or buried.");
    }
    output::show(context, &text)
}

/// Makes cards, or single faces of them, new again.
pub(super) fn forget(context: &Context, names: &[String], yes: bool) -> Result<(), Failure> {
    let mut desk = Desk::new(context)?;
    let mut revocations = Vec::new();
    let mut faces = Vec::new();
    for name in names {
        faces.extend(meant(&desk.decks, &desk.progress, name)?.faces);
    }
    for face in &faces {
        for line in desk.progress.reviews_of(face)?.iter().filter(|line| line.revoked.is_none()) {
            let now = context.now();
            let id = ReviewId::new(now.moment.at, now.chance);
            let (machine, reason) = (desk.progress.machine(), RevocationReason::Forget);
            revocations.push((line.review.id, Revocation { id, machine, at: now.moment.at, reason }));
        }
    }
    let answers = count(revocations.len(), "answer");
    if revocations.is_empty() {
        return output::print("Nothing was answered there yet: nothing to forget.\n");
    }
    let question = format!("Let {answers} count no more, so that the card is new again?");
    if !yes && context::can_ask() && !menu::confirm(&question, context.signs())? {
        return output::print("Nothing was changed.\n");
    }
    desk.progress.revoke_all(&revocations, &[], &desk.model)?;
    output::print(&format!("Forgotten: {answers}; they stay in the log and count no more.\n"))
}

/// Lists the texts that count as right on the learner's word.
pub(super) fn accepted(context: &Context, name: Option<&str>) -> Result<(), Failure> {
    let desk = Desk::to_look(context)?;
    let wanted = name.map(|name| meant(&desk.decks, &desk.progress, name)).transpose()?.map(|meant| meant.id);
    let standing = store::standing(&desk.progress)?;
    let found: Vec<(&CardId, &str)> = standing
        .accepted()
        .filter(|(card, _)| wanted.as_ref().is_none_or(|wanted| wanted == *card))
        .collect();
    if context.options.json {
        let objects: Vec<_> =
            found.iter().map(|(card, text)| json!({ "card": card.as_str(), "text": text })).collect();
        return output::json(json!({ "accepted": objects }));
    }
    let mut text = Text::default();
    for (card, accepted) in &found {
        text.push(Line::new(Role::Plain, card.as_str()).and(Role::Correct, format!("   {accepted}")));
    }
    if found.is_empty() {
        text.say(Role::Plain, "No answer counts on your word alone.");
    }
    output::show(context, &text)
}

/// Lets a text count no more.
pub(super) fn remove(context: &Context, name: &str, text: &str) -> Result<(), Failure> {
    let mut desk = Desk::new(context)?;
    let card = meant(&desk.decks, &desk.progress, name)?.id;
    let standing: Standing = store::standing(&desk.progress)?;
    if !standing.accepted().any(|(known, accepted)| *known == card && accepted == text) {
        let hint = format!("`csto-quiz card accepted {}` lists those that do", card.name());
        let message = format!("`{text}` does not count for this card on your word");
        return Err(Failure::new(Exit::Usage, message, hint));
    }
    desk.decide(context, card, Ruling::Refuse(text.to_owned()))?;
    output::print(&format!("Removed: `{text}` counts no more.\n"))
}
