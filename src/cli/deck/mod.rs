//! `csto-quiz deck`: decks listed, shown and searched; one file for each of the other commands.

mod check;
mod compare;
mod mend;
pub(crate) mod preview;
mod write;

use serde_json::{Value, json};

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::load::{self, LoadedDeck};
use crate::cli::{complain, output, trial};
use crate::deck::Deck;
use crate::deck::card::Card;
use crate::text::{fold, width};
use crate::view;
use crate::view::summary::count;
use crate::view::text::{Line, Role, Text};

/// Lists, shows, writes, checks or compares decks.
///
/// # Errors
/// When a deck is not known, or nothing can be read of it, or it cannot be written.
pub(crate) fn run(context: &Context, command: args::Deck) -> Result<Exit, Failure> {
    match command {
        args::Deck::List => list(context),
        args::Deck::Show { deck } => show(context, &deck),
        args::Deck::Search { text, decks } => search(context, &text, &decks),
        args::Deck::New(wishes) => write::new(context, &wishes),
        args::Deck::Add(wishes) => write::add(context, &wishes),
        args::Deck::Preview(wishes) => preview::run(context, &wishes),
        args::Deck::Try { deck, card, typed } => trial::run(context, (&deck, &card), typed.as_deref()),
        args::Deck::Check(wishes) => check::run(context, &wishes),
        args::Deck::Ids { paths, dry_run } => mend::ids(context, &paths, dry_run),
        args::Deck::Diff(wishes) => compare::run(context, &wishes),
        args::Deck::Schema => {
            output::print_bytes(format!("{:#}\n", view::schema::schema()).as_bytes()).map(|()| Exit::Done)
        }
    }
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let loaded = load::known(context);
    for line in loaded.warnings() {
        complain(&format!("{line}\n"));
    }
    let found = loaded.decks.iter().filter_map(|loaded| Some((loaded, loaded.deck.as_ref()?)));
    if context.options.json {
        let decks: Vec<Value> = found
            .map(|(loaded, deck)| {
                let (cards, errors) = (deck.cards.len(), loaded.errors());
                let path = loaded.path.as_ref().map(|path| path.display().to_string());
                json!({ "id": deck.id.as_str(), "title": deck.title, "cards": cards, "errors": errors, "path": path })
            })
            .collect();
        output::json(json!({ "decks": decks }))?;
        return Ok(Exit::Done);
    }
    let found: Vec<(&LoadedDeck, &Deck)> = found.collect();
    let widest =
        |of: fn(&Deck) -> &str| found.iter().map(|(_, deck)| width(of(deck))).max().unwrap_or_default();
    let (ids, titles) = (widest(|deck| deck.id.as_str()), widest(|deck| &deck.title));
    let padded =
        |text: &str, columns: usize| text.to_owned() + &" ".repeat(columns.saturating_sub(width(text)));
    let mut text = Text::default();
    for (loaded, deck) in found {
        let place =
            loaded.path.as_ref().map_or_else(|| "built in".to_owned(), |path| path.display().to_string());
        let line = Line::new(Role::Key, padded(deck.id.as_str(), ids))
            .and(
                Role::Plain,
                format!("   {}   {}", padded(&deck.title, titles), count(deck.cards.len(), "card")),
            )
            .and(Role::Dim, format!("   {place}"));
        text.push(line);
    }
    output::show(context, &text)?;
    Ok(Exit::Done)
}

fn show(context: &Context, name: &str) -> Result<Exit, Failure> {
    let (decks, _) = load::named(context, &[name.to_owned()])?.into_decks();
    let mut shown = false;
    for deck in decks.iter() {
        shown = true;
        if context.options.json {
            output::json(view::card::deck_json(deck))?;
        } else {
            output::show(context, &view::card::deck(deck))?;
        }
    }
    if shown {
        return Ok(Exit::Done);
    }
    let name = load::quoted(name);
    let hint = format!("`csto-quiz deck check {name}` shows what is wrong");
    Err(Failure::new(Exit::DeckErrors, "there is no deck that can be shown", hint))
}

/// Finds cards by words of their id, question, answer or explanation.
fn search(context: &Context, text: &str, names: &[String]) -> Result<Exit, Failure> {
    let loaded = load::named(context, names)?;
    let wanted = fold(text);
    let found: Vec<(&LoadedDeck, &Card)> = loaded
        .decks
        .iter()
        .flat_map(|loaded| {
            loaded.deck.iter().flat_map(move |deck| deck.cards.iter().map(move |card| (loaded, card)))
        })
        .filter(|(_, card)| view::card::has_text(card, &wanted))
        .collect();
    if context.options.json {
        let cards: Vec<Value> = found
            .iter()
            .map(|(loaded, card)| {
                let (path, line) = place(loaded, card);
                json!({ "id": card.id.as_str(), "question": card.question, "path": path, "line": line })
            })
            .collect();
        output::json(json!({ "cards": cards }))?;
        return Ok(Exit::Done);
    }
    let mut lines = Text::default();
    for (loaded, card) in &found {
        let (path, line) = place(loaded, card);
        lines.push(Line::new(Role::Key, card.id.as_str()).and(Role::Dim, format!("   {path}:{line}")));
        lines.wrapped(Role::Plain, &card.question, 80, 2);
    }
    if found.is_empty() {
        lines.say(Role::Plain, "No card has these words.");
    }
    output::show(context, &lines)?;
    Ok(Exit::Done)
}

/// Returns the file in which a card stands, and its line.
fn place(loaded: &LoadedDeck, card: &Card) -> (String, usize) {
    match loaded.sources.get(card.file) {
        Some(source) => (source.path().to_owned(), source.place(card.span.start).line),
        None => (loaded.name(), 1),
    }
}
