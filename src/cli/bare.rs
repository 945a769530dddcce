//! `csto-quiz` alone: what is due now, and what to type next.

use std::collections::BTreeSet;

use crate::cli::args;
use crate::cli::context::{self, Context};
use crate::cli::deck::preview;
use crate::cli::error::{Exit, Failure};
use crate::cli::request::request;
use crate::cli::{complain, load, output, plan, plans, shared, store, study};
use crate::deck::Deck;
use crate::deck::decks::Decks;
use crate::queue;
use crate::reading::date::{CalendarDate, readings};
use crate::report::NEW_CARD_MS;
use crate::schedule::memory::Model;
use crate::terminal::menu::Chosen;
use crate::terminal::{menu, rich};
use crate::view;
use crate::view::summary::{count, minutes};
use crate::view::text::{Line, Role, Text};

/// What somebody new can do.
const CHOICES: [&str; 4] =
    ["Start the first session", "I have an exam: plan for its date", "Look through the deck", "Quit"];
/// Rows that a menu needs besides its items.
const MENU_ROWS: usize = 3;

/// Says what is due, per deck.
///
/// # Errors
/// When progress cannot be read.
pub(crate) fn run(context: &Context) -> Result<Exit, Failure> {
    let loaded = load::known(context);
    let warnings = loaded.warnings();
    let (decks, doubles) = loaded.into_decks();
    let model = Model::default();
    let progress = store::look(context, &decks, &model)?.into_progress();
    let states = store::states(context, &progress)?;
    let request = request(context, &progress, &args::Study::default())?;
    let queue = queue::build(&decks, &states, &request);
    if states.is_empty() && context.draws() && context::can_ask() {
        drop(progress);
        return first_run(context, &decks, queue.len());
    }
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
    for exam in plans::consult(context).iter().filter(|exam| exam.is_ahead(context.today())) {
        text.push(view::plan::countdown(exam, context.today()));
    }
    for line in warnings.iter().chain(&doubles) {
        text.push(Line::new(Role::Nearly, line));
    }
    output::show(context, &text)?;
    Ok(Exit::Done)
}

/// Welcomes somebody who has answered nothing yet, and does what is chosen.
fn first_run(context: &Context, decks: &Decks, cards: usize) -> Result<Exit, Failure> {
    let mut text = Text::default();
    text.say(Role::Title, "csto-quiz: flashcards and exam practice");
    text.gap();
    for deck in decks.iter() {
        let topics: BTreeSet<&str> = deck.cards.iter().filter_map(|card| card.topic.as_deref()).collect();
        let (size, topics) = (count(deck.cards.len(), "card"), count(topics.len(), "topic"));
        text.say(Role::Plain, format!("  Deck: {}   {size} in {topics}", deck.title));
    }
    let millis = NEW_CARD_MS.saturating_mul(u64::try_from(cards).unwrap_or(u64::MAX));
    text.say(
        Role::Plain,
        format!("  A first session has {} and takes about {}.", count(cards, "new card"), minutes(millis)),
    );
    let folder = context.places.progress_file().parent().map(|folder| folder.display().to_string());
    text.say(
        Role::Plain,
        format!("  Progress is kept in {}; nothing leaves this computer.", folder.unwrap_or_default()),
    );
    text.gap();
    output::show(context, &text)?;
    match menu::choose("What would you like to do?", &CHOICES, context.signs())? {
        Chosen::This(0) => shared::handing_over(context, || study::run(context, &args::Study::default())),
        Chosen::This(1) => plan_for_exam(context),
        Chosen::This(2) => look_through(context, decks),
        Chosen::This(_) => Ok(Exit::Done),
        Chosen::Left(leave) => Ok(leave.into()),
    }
}

/// Asks for the day of an exam until one can be read, and plans for it.
fn plan_for_exam(context: &Context) -> Result<Exit, Failure> {
    output::print("The day, such as 15 Dec 2026; nothing for never mind.\n")?;
    loop {
        let typed = match menu::ask("On which day is it?", context.signs())? {
            Chosen::This(typed) => typed,
            Chosen::Left(leave) => return Ok(leave.into()),
        };
        let date = match readings(&typed, context.config.date_order.known()).as_slice() {
            [date] => iso(*date).and_then(|date| date.parse().ok()),
            _ => None,
        };
        let Some(date) = date else {
            complain("That is no day that can be read in one way: write it as 2026-12-15.\n");
            continue;
        };
        if let Err(failure) = plan::check_date(context, date) {
            complain(&format!("{failure}\n"));
            continue;
        }
        let wishes = args::PlanSet { date, decks: Vec::new(), minutes: None, target: None, questions: None };
        return plan::run(context, Some(&args::Plan::Set(wishes)));
    }
}

/// Returns a date to the day as ISO writes it.
fn iso(date: CalendarDate) -> Option<String> {
    Some(format!("{:04}-{:02}-{:02}", date.year(), date.month()?, date.day()?))
}

/// Lets a topic be chosen and shows its cards as they will be asked.
fn look_through(context: &Context, decks: &Decks) -> Result<Exit, Failure> {
    let Some(deck) = decks.iter().next() else { return Ok(Exit::Done) };
    let topics: BTreeSet<&str> = deck.cards.iter().filter_map(|card| card.topic.as_deref()).collect();
    let topics: Vec<&str> = topics.into_iter().filter(|topic| topic.is_ascii()).collect();
    // A menu longer than the terminal cannot be shown.
    let topic = if topics.is_empty() || topics.len() + MENU_ROWS > rich::size().rows {
        Vec::new()
    } else {
        let chosen = match menu::choose("Which topic? Nothing is recorded.", &topics, context.signs())? {
            Chosen::This(chosen) => chosen,
            Chosen::Left(leave) => return Ok(leave.into()),
        };
        topics.get(chosen).map(|topic| (*topic).to_owned()).into_iter().collect()
    };
    let wishes = args::Preview { deck: deck.id.to_string(), topic, card: Vec::new(), limit: None };
    preview::run(context, &wishes)
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
