//! `csto-quiz deck check`: what is wrong in decks, and where.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::args::{self, Format};
use crate::cli::complain;
use crate::cli::context::Context;
use crate::cli::deck::mend;
use crate::cli::error::{Exit, Failure};
use crate::cli::load::{self, Loaded, LoadedDeck};
use crate::cli::output;
use crate::deck::diagnostic::{Diagnostic, Severity};
use crate::deck::mend::Wanted;
use crate::deck::rules;
use crate::files;
use crate::source::Source;
use crate::terminal::rich;
use crate::view::diagnostic;
use crate::view::summary::count;
use crate::view::text::one_line;

/// How often `--watch` looks at the files.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Checks decks once, mends them, or checks them again whenever a file changes.
///
/// # Errors
/// When there is no such rule, or a file cannot be written.
pub(crate) fn run(context: &Context, wishes: &args::Check) -> Result<Exit, Failure> {
    if let Some(rule) = &wishes.explain {
        return explain(rule);
    }
    let format = if context.options.json { Format::Json } else { wishes.format };
    if wishes.fix {
        let done = mend::write(context, &wishes.paths, Wanted::Certain, wishes.dry_run)?;
        if wishes.dry_run {
            return Ok(Exit::Done);
        }
        match format {
            Format::Full if !context.options.quiet => output::print(&done.words)?,
            Format::Full => {}
            // What is printed is read by a program.
            Format::Short | Format::Json | Format::Github => complain(&done.words),
        }
    }
    loop {
        let loaded = read(context, &wishes.paths);
        let exit = check(context, &loaded, wishes.strict, format)?;
        if !wishes.watch {
            return Ok(exit);
        }
        wait_for_change(&loaded, &wishes.paths);
        output::print("\n")?;
    }
}

fn read(context: &Context, paths: &[String]) -> Loaded {
    if paths.is_empty() { load::known(context) } else { load::paths(paths) }
}

/// Waits until a file of the decks, or what the paths name, is another than before.
fn wait_for_change(loaded: &Loaded, paths: &[String]) {
    let named = paths.iter().map(PathBuf::from);
    let used = loaded.decks.iter().flat_map(|deck| &deck.sources).map(|source| source.path().into());
    let watched: BTreeSet<PathBuf> = named.chain(used).collect();
    let stamps = || watched.iter().map(|path| files::stamp(path)).collect::<Vec<_>>();
    let before = stamps();
    complain(&format!("watching {}; Ctrl-C ends\n", count(watched.len(), "file")));
    while stamps() == before {
        std::thread::sleep(LOOK_EVERY);
    }
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

fn check(context: &Context, loaded: &Loaded, strict: bool, format: Format) -> Result<Exit, Failure> {
    for error in &loaded.unreadable {
        complain(&format!("error: {}\n", one_line(&error.to_string())));
    }
    let totals = Totals::of(loaded);
    match format {
        Format::Full => print_findings(loaded, |deck| {
            diagnostic::render(&deck.diagnostics, &deck.sources, (context.colors(), rich::columns()))
        })?,
        Format::Short => print_findings(loaded, |deck| each(deck, diagnostic::short))?,
        Format::Github => print_findings(loaded, |deck| each(deck, diagnostic::github))?,
        Format::Json => output::json(totals.json(loaded))?,
    }
    if format == Format::Full && !context.options.quiet {
        output::print(&totals.words())?;
    }
    let failed = totals.errors > 0 || (strict && totals.warnings > 0);
    Ok(if failed { Exit::DeckErrors } else { Exit::Done })
}

fn print_findings(loaded: &Loaded, words: impl Fn(&LoadedDeck) -> String) -> Result<(), Failure> {
    output::print_bytes(loaded.decks.iter().map(words).collect::<String>().as_bytes())
}

fn each(deck: &LoadedDeck, words: impl Fn(&Diagnostic, &[Source]) -> String) -> String {
    deck.diagnostics.iter().map(|diagnostic| words(diagnostic, &deck.sources) + "\n").collect()
}

/// What was checked, and how it came out.
struct Totals {
    files: usize,
    cards: usize,
    errors: usize,
    warnings: usize,
    /// Findings of which the remedy is certain, in files that can be written.
    certain: usize,
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
            certain: loaded
                .decks
                .iter()
                .flat_map(|deck| deck.diagnostics.iter().filter(|found| found.file < deck.files.len()))
                .filter(|found| found.fix.as_ref().is_some_and(|fix| fix.is_certain))
                .count(),
        }
    }

    fn words(&self) -> String {
        let (files, cards) = (count(self.files, "file"), count(self.cards, "card"));
        let (errors, warnings) = (count(self.errors, "error"), count(self.warnings, "warning"));
        let mended = match self.certain {
            0 => String::new(),
            1 => "`csto-quiz deck check --fix` mends one of them\n".to_owned(),
            certain => format!("`csto-quiz deck check --fix` mends {certain} of them\n"),
        };
        format!("{files}, {cards}: {errors}, {warnings}\n{mended}")
    }

    fn json(&self, loaded: &Loaded) -> Value {
        let found = loaded
            .decks
            .iter()
            .flat_map(|deck| deck.diagnostics.iter().map(|found| diagnostic::json(found, &deck.sources)));
        let unreadable = loaded.unreadable.iter().map(|error| {
            json!({
                "rule": rules::UNREADABLE_FILE.name, "severity": Severity::Error.as_str(),
                "message": error.to_string(), "path": error.path().display().to_string(),
                "line": null, "column": null, "help": null,
            })
        });
        let diagnostics: Vec<Value> = found.chain(unreadable).collect();
        json!({
            "files": self.files, "cards": self.cards, "errors": self.errors, "warnings": self.warnings,
            "diagnostics": diagnostics,
        })
    }
}
