//! `csto-quiz deck`: decks listed, shown and checked; `trial` has how a card grades.

use serde_json::{Value, json};

use crate::cli::args::{self, Format};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::load::{self, Loaded, LoadedDeck};
use crate::cli::{complain, output, trial};
use crate::deck::diagnostic::Severity;
use crate::deck::rules;
use crate::view;
use crate::view::diagnostic;
use crate::view::summary::count;
use crate::view::text::{Line, Role, Text};

/// Lists, shows or checks decks.
///
/// # Errors
/// When a deck is not known, or nothing can be read of it.
pub(crate) fn run(context: &Context, command: args::Deck) -> Result<Exit, Failure> {
    match command {
        args::Deck::List => list(context),
        args::Deck::Show { deck } => show(context, &deck),
        args::Deck::Try { deck, card, typed } => trial::run(context, (&deck, &card), typed.as_deref()),
        args::Deck::Check { explain: Some(rule), .. } => explain(&rule),
        args::Deck::Check { paths, strict, format, explain: None } => {
            let format = if context.options.json { Format::Json } else { format };
            check(context, &paths, strict, format)
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
    let mut text = Text::default();
    for (loaded, deck) in found {
        let place =
            loaded.path.as_ref().map_or_else(|| "built in".to_owned(), |path| path.display().to_string());
        let line = Line::new(Role::Key, deck.id.as_str())
            .and(Role::Plain, format!("   {}   {}", deck.title, count(deck.cards.len(), "card")))
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
    let hint = format!("`csto-quiz deck check {name}` shows what is wrong");
    Err(Failure::new(Exit::DeckErrors, "there is no deck that can be shown", hint))
}

fn explain(name: &str) -> Result<Exit, Failure> {
    let Some(rule) = rules::find(name) else {
        let meant = crate::text::nearest(name, rules::all().map(|rule| rule.name));
        let hint = meant.map_or_else(
            || "a finding names its rule in brackets".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        return Err(Failure::new(Exit::Usage, format!("there is no rule `{name}`"), hint));
    };
    output::print(&diagnostic::explain(rule))?;
    Ok(Exit::Done)
}

fn check(context: &Context, paths: &[String], strict: bool, format: Format) -> Result<Exit, Failure> {
    let loaded = if paths.is_empty() { load::known(context) } else { load::paths(paths) };
    for error in &loaded.unreadable {
        complain(&format!("error: {error}\n"));
    }
    let totals = Totals::of(&loaded);
    match format {
        Format::Full => print_findings(&loaded, |deck| {
            diagnostic::render(&deck.diagnostics, &deck.sources, context.colors())
        })?,
        Format::Short => print_findings(&loaded, |deck| each(deck, diagnostic::short))?,
        Format::Github => print_findings(&loaded, |deck| each(deck, diagnostic::github))?,
        Format::Json => output::json(totals.json(&loaded))?,
    }
    if format == Format::Full && !context.options.quiet {
        output::print(&totals.words())?;
    }
    let failed = totals.errors > 0 || (strict && totals.warnings > 0);
    Ok(if failed { Exit::DeckErrors } else { Exit::Done })
}

fn print_findings(loaded: &Loaded, words: impl Fn(&LoadedDeck) -> String) -> Result<(), Failure> {
    output::print(&loaded.decks.iter().map(words).collect::<String>())
}

fn each(
    deck: &LoadedDeck,
    words: impl Fn(&crate::deck::diagnostic::Diagnostic, &[crate::source::Source]) -> String,
) -> String {
    deck.diagnostics.iter().map(|diagnostic| words(diagnostic, &deck.sources) + "\n").collect()
}

/// What was checked, and how it came out.
struct Totals {
    files: usize,
    cards: usize,
    errors: usize,
    warnings: usize,
}

impl Totals {
    fn of(loaded: &Loaded) -> Self {
        let found = |severity| {
            let all = loaded.decks.iter().flat_map(|deck| &deck.diagnostics);
            all.filter(|diagnostic| diagnostic.severity == severity).count()
        };
        Self {
            files: loaded.decks.iter().map(|deck| deck.sources.len()).sum::<usize>()
                + loaded.unreadable.len(),
            cards: loaded
                .decks
                .iter()
                .filter_map(|deck| deck.deck.as_ref())
                .map(|deck| deck.cards.len())
                .sum(),
            errors: found(Severity::Error) + loaded.unreadable.len(),
            warnings: found(Severity::Warning),
        }
    }

    fn words(&self) -> String {
        let (files, cards) = (count(self.files, "file"), count(self.cards, "card"));
        let (errors, warnings) = (count(self.errors, "error"), count(self.warnings, "warning"));
        format!("{files}, {cards}: {errors}, {warnings}\n")
    }

    fn json(&self, loaded: &Loaded) -> Value {
        let diagnostics: Vec<Value> = loaded
            .decks
            .iter()
            .flat_map(|deck| deck.diagnostics.iter().map(|found| diagnostic::json(found, &deck.sources)))
            .collect();
        json!({
            "files": self.files, "cards": self.cards, "errors": self.errors, "warnings": self.warnings,
            "diagnostics": diagnostics,
        })
    }
}
