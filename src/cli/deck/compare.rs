//! `csto-quiz deck diff`: what a new version of a deck does to learners' progress.

use crate::cli::args;
use crate::cli::context::{self, Context};
use crate::cli::deck::mend::replace;
use crate::cli::error::{Exit, Failure};
use crate::cli::load::{self, LoadedDeck};
use crate::cli::{output, shared};
use crate::deck::Deck;
use crate::deck::compare::{Comparison, compare, with_was};
use crate::deck::id::{CardId, FaceId};
use crate::deck::parse::parse_with_texts;
use crate::progress::Progress;
use crate::review::{Review, ReviewId, Revocation, RevocationReason};
use crate::schedule::memory::Model;
use crate::source::Source;
use crate::terminal::menu;
use crate::view;
use crate::view::comparison::Orphan;
use crate::view::summary::count;

/// Compares two versions; hands progress on, or takes answers back, where that is asked for.
///
/// # Errors
/// When a version cannot be read, a card is not there, or something cannot be written.
pub(crate) fn run(context: &Context, wishes: &args::Diff) -> Result<Exit, Failure> {
    let (old, new) = (version(&wishes.old)?, version(&wishes.new)?);
    let (Some(old_deck), Some(new_deck)) = (&old.deck, &new.deck) else { return Ok(Exit::DeckErrors) };
    let found = compare(old_deck, new_deck);
    for pair in &wishes.relink {
        relink(&new, (old_deck, new_deck), (&found, pair))?;
    }
    if !wishes.relink.is_empty() {
        output::print(&format!("Wrote `was` for {}.\n", count(wishes.relink.len(), "card")))?;
        return Ok(Exit::Done);
    }
    let mut progress = open(context)?;
    if !wishes.drop.is_empty() {
        return drop_answers(context, progress.as_mut(), (old_deck, &found), wishes);
    }
    let orphans = match &progress {
        Some(progress) => orphans(progress, &found)?,
        None => Vec::new(),
    };
    if context.options.json {
        output::json(view::comparison::json(&found, &orphans))?;
    } else {
        output::show(context, &view::comparison::text(&found, &orphans))?;
    }
    Ok(Exit::Done)
}

/// Reads one version, which must be one deck that can be used.
fn version(path: &str) -> Result<LoadedDeck, Failure> {
    let mut loaded = load::paths(&[path.to_owned()]);
    if let Some(error) = loaded.unreadable.pop() {
        return Err(error.into());
    }
    let hint = "`csto-quiz deck check` shows what is wrong";
    match (loaded.decks.pop(), loaded.decks.is_empty()) {
        (Some(deck), true) if deck.deck.is_some() => Ok(deck),
        (Some(_), false) => {
            let message = format!("`{path}` holds several decks");
            Err(Failure::new(Exit::Usage, message, "name one deck: a file, or a folder with `deck.toml`"))
        }
        _ => Err(Failure::new(
            Exit::DeckErrors,
            format!("there is no deck that can be read in `{path}`"),
            hint,
        )),
    }
}

/// Opens progress when there is some; nothing is made for a look.
fn open(context: &Context) -> Result<Option<Progress>, Failure> {
    let path = context.places.progress_file();
    if !path.exists() {
        return Ok(None);
    }
    match Progress::open(&path, context::new_machine()) {
        Err(error) if error.is_unwritable() => Ok(Some(Progress::copy_of(&path)?)),
        opened => {
            let mut progress = opened?;
            shared::keep_in_step(context, &mut progress, &Model::default())?;
            Ok(Some(progress))
        }
    }
}

fn orphans(progress: &Progress, found: &Comparison) -> Result<Vec<Orphan>, Failure> {
    let mut orphans = Vec::new();
    for (face, question) in &found.faces {
        let reviews = counted(progress, face)?.len();
        if reviews > 0 {
            orphans.push(Orphan { face: face.clone(), question: question.clone(), reviews });
        }
    }
    Ok(orphans)
}

/// Returns the reviews of a face that count.
fn counted(progress: &Progress, face: &FaceId) -> Result<Vec<Review>, Failure> {
    let lines = progress.reviews_of(face)?;
    Ok(lines.into_iter().filter(|line| line.revoked.is_none()).map(|line| line.review).collect())
}

fn removed<'c>(found: &'c Comparison, deck: &Deck, name: &str) -> Result<&'c CardId, Failure> {
    let is = |id: &&CardId| id.as_str() == name || id.name() == name;
    found.removed.iter().map(|(id, _)| id).find(is).ok_or_else(|| {
        let message = format!("`{name}` is no card that the new version of `{}` lacks", deck.id);
        Failure::new(Exit::Usage, message, "`csto-quiz deck diff OLD NEW` lists those that were removed")
    })
}

/// Writes `was` at a card of the new version, in one line.
fn relink(
    new: &LoadedDeck,
    (old_deck, new_deck): (&Deck, &Deck),
    (found, pair): (&Comparison, &str),
) -> Result<(), Failure> {
    let hint = "write it like `--relink old-id=new-id`";
    let Some((from, to)) = pair.split_once('=') else {
        return Err(Failure::new(
            Exit::Usage,
            format!("`{pair}` does not say which card gets the progress"),
            hint,
        ));
    };
    let old = removed(found, old_deck, from.trim())?;
    let is = |card: &&crate::deck::card::Card| card.id.as_str() == to.trim() || card.id.name() == to.trim();
    let Some(card) = new_deck.cards.iter().find(is) else {
        let message = format!("the new version has no card `{}`", to.trim());
        return Err(Failure::new(Exit::Usage, message, "`csto-quiz deck show` lists the cards of a deck"));
    };
    let was = if old.deck() == card.id.deck() { old.name() } else { old.as_str() };
    // Written since this run began, by another `--relink`, the file is read anew.
    let fresh = version(&new.name())?;
    let span = fresh
        .deck
        .as_ref()
        .and_then(|deck| deck.cards.iter().find(|other| other.id == card.id))
        .map(|card| card.span);
    let text =
        fresh.sources.get(card.file).zip(span).and_then(|(source, span)| with_was(source.text(), span, was));
    let Some(text) = text.filter(|text| has_was(&fresh, (card.file, text), (&card.id, old))) else {
        let message = format!("`was` cannot be written at `{}`", card.id.name());
        let hint = format!("write `was = [\"{was}\"]` below its id yourself");
        return Err(Failure::new(Exit::Failed, message, hint));
    };
    replace(&fresh, (card.file, &text))
}

/// Returns whether the card is read with its old id from the new text.
fn has_was(deck: &LoadedDeck, (file, text): (usize, &str), (card, was): (&CardId, &CardId)) -> bool {
    let input = deck.input();
    let mut own = input.own.to_vec();
    let Some(source) = own.get_mut(file) else { return false };
    *source = Source::new(source.path(), text);
    let parsed = parse_with_texts(&own, input.shared, input.texts);
    let cards = parsed.deck.as_ref().map_or(&[][..], |deck| deck.cards.as_slice());
    cards.iter().any(|found| found.id == *card && found.was.contains(was))
}

/// Takes back every answer to cards that the new version lacks.
fn drop_answers(
    context: &Context,
    progress: Option<&mut Progress>,
    (old_deck, found): (&Deck, &Comparison),
    wishes: &args::Diff,
) -> Result<Exit, Failure> {
    let mut reviews: Vec<Review> = Vec::new();
    let Some(progress) = progress else {
        output::print("There is no progress.\n")?;
        return Ok(Exit::Done);
    };
    for name in &wishes.drop {
        let card = removed(found, old_deck, name)?;
        for (face, _) in found.faces.iter().filter(|(face, _)| face.card == *card) {
            reviews.extend(counted(progress, face)?);
        }
    }
    let answers = count(reviews.len(), "answer");
    let question = format!("Take {answers} back?");
    if !wishes.yes && context::can_ask() && !menu::confirm(&question, context.signs())? {
        output::print("Nothing was changed.\n")?;
        return Ok(Exit::Done);
    }
    let model = Model::default();
    for review in &reviews {
        let now = context.now();
        let id = ReviewId::new(now.moment.at, now.chance);
        let reason = RevocationReason::Undo;
        let revocation = Revocation { id, machine: progress.machine(), at: now.moment.at, reason };
        let _ = progress.revoke(review.id, revocation, &model)?;
    }
    output::print(&format!("Taken back: {answers}.\n"))?;
    Ok(Exit::Done)
}
