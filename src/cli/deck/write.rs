//! `csto-quiz deck new` and `deck add`: decks and cards written for their author.

use std::path::{Path, PathBuf};

use crate::answer::prompt::prompt;
use crate::cli::args;
use crate::cli::context::{self, Context};
use crate::cli::deck::mend::replace;
use crate::cli::error::{Exit, Failure};
use crate::cli::load::{self, LoadedDeck};
use crate::cli::{ask, complain, complain_as_it_is, output};
use crate::deck::Deck;
use crate::deck::compose::{self, Draft, SCHEMA_FILE};
use crate::deck::diagnostic::{Diagnostic, Edit, Severity};
use crate::deck::id::check_id;
use crate::deck::kind::KindName;
use crate::deck::mend::edited;
use crate::deck::parse::{Parsed, parse_with_texts};
use crate::files;
use crate::source::Source;
use crate::terminal::{menu, rich};
use crate::text::slug;
use crate::view;
use crate::view::diagnostic;
use crate::view::text::{Role, Text};

/// The longest id that is made of a file's name, in characters.
const LONGEST_ID: usize = 40;

/// Writes a small deck and the schema for editors.
///
/// # Errors
/// When the file is there already, its id cannot be one, or it cannot be written.
pub(crate) fn new(context: &Context, wishes: &args::New) -> Result<Exit, Failure> {
    let asks = wishes.file.is_none();
    let path = match &wishes.file {
        Some(path) => path.clone(),
        None => PathBuf::from(ask::line("File", Some("my-deck.toml"))?),
    };
    if path.extension().is_none_or(|ending| ending != "toml") {
        let message = format!("`{}` cannot be a deck", path.display());
        return Err(Failure::new(Exit::Usage, message, "the name of a deck's file ends in `.toml`"));
    }
    if path.exists() {
        let message = format!("`{}` is there already, and nothing was written", path.display());
        return Err(Failure::new(
            Exit::Usage,
            message,
            "choose another name; `csto-quiz deck add` adds cards",
        ));
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = match &wishes.title {
        Some(title) => title.clone(),
        None if asks || context::can_ask() => ask::line("Title", Some(&titled(&stem)))?,
        None => titled(&stem),
    };
    let id = match &wishes.id {
        Some(id) => id.clone(),
        None => {
            Some(slug(&stem, LONGEST_ID)).filter(|id| !id.is_empty()).unwrap_or_else(|| "my-deck".to_owned())
        }
    };
    if let Err(error) = check_id(&id) {
        let hint = "an id is a short word of ASCII letters, digits and `-`";
        return Err(Failure::new(Exit::Usage, format!("`{id}` cannot be an id: {error}"), hint));
    }
    files::write_atomically(&path, compose::deck(&id, &title, wishes.language.as_deref()).as_bytes())?;
    let schema = path.with_file_name(SCHEMA_FILE);
    if !schema.exists() {
        files::write_atomically(&schema, format!("{:#}\n", view::schema::schema()).as_bytes())?;
    }
    if !context.options.quiet {
        output::print(&next_steps(&path.display().to_string()))?;
    }
    Ok(Exit::Done)
}

fn next_steps(path: &str) -> String {
    let quoted = load::quoted(path);
    format!(
        "Wrote {path} with three cards, and {SCHEMA_FILE}, which lets editors complete and check it.\n\
         Next:\n  \
         csto-quiz deck add {quoted}\n  \
         csto-quiz deck check {quoted}\n  \
         csto-quiz deck preview {quoted}\n  \
         csto-quiz study {quoted}\n"
    )
}

/// Returns a title made of a file's name.
fn titled(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "My deck".to_owned(),
    }
}

/// A deck, and which of its files gets the card.
struct Target {
    deck: LoadedDeck,
    file: usize,
}

/// Adds a card to a deck's file, after showing how it will be asked.
///
/// # Errors
/// When there is no such deck, the card has errors, or the file cannot be written.
pub(crate) fn add(context: &Context, wishes: &args::Add) -> Result<Exit, Failure> {
    let target = target(&wishes.file)?;
    let asks = wishes.kind.is_none() || wishes.question.is_none();
    let kind = match wishes.kind {
        Some(kind) => kind,
        None => asked_kind()?,
    };
    let draft = draft(kind, wishes, asks)?;
    let card = compose::card(kind, &draft).map_err(|message| {
        Failure::new(Exit::Usage, message, "nothing was written; try again with another answer")
    })?;
    let Some(source) = target.deck.sources.get(target.file) else { return Ok(Exit::Failed) };
    let text = with_card(&target, source.text(), &card);
    let parsed = parsed_with(&target, &text);
    let sources = sources_with(&target, &text);
    let begin = end_of(source.text());
    let is_own = |found: &&Diagnostic| found.file == target.file && found.span.start >= begin;
    let found: Vec<Diagnostic> = parsed.diagnostics.iter().filter(is_own).cloned().collect();
    complain_as_it_is(&diagnostic::render(&found, &sources, (false, rich::error_columns())));
    if found.iter().any(|found| found.severity == Severity::Error) {
        let hint = "nothing was written; try again with another answer";
        return Err(Failure::new(Exit::DeckErrors, "the card has errors", hint));
    }
    show(context, (&parsed, target.file), text.get(begin..).unwrap_or_default())?;
    if wishes.dry_run {
        return Ok(Exit::Done);
    }
    if asks && context::can_ask() && !menu::confirm("Add this card?", context.signs())? {
        output::print("Nothing was written.\n")?;
        return Ok(Exit::Done);
    }
    replace(&target.deck, (target.file, &text))?;
    if !context.options.quiet {
        output::print(&format!("Added to {}.\n", wishes.file.display()))?;
    }
    Ok(Exit::Done)
}

/// Finds the deck of a file: of a folder with `deck.toml`, every file belongs to one deck.
fn target(path: &Path) -> Result<Target, Failure> {
    let whole = path.with_file_name("deck.toml");
    let folder = whole.exists().then(|| path.parent().map(Path::to_owned)).flatten();
    let root = folder.filter(|_| path.exists()).unwrap_or_else(|| path.to_owned());
    let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
    let mut loaded = load::paths(&[root.display().to_string()]);
    if let Some(error) = loaded.unreadable.pop() {
        return Err(error.into());
    }
    let name = path.file_name();
    let is_deck = |deck: &LoadedDeck| deck.files.iter().any(|file| file.file_name() == name);
    let deck = loaded.decks.into_iter().find(is_deck);
    let file = deck.as_ref().and_then(|deck| deck.files.iter().position(|file| file.file_name() == name));
    if let Some((deck, file)) = deck.zip(file) {
        return Ok(Target { deck, file });
    }
    let message = format!("`{}` is no deck to add a card to", path.display());
    Err(Failure::new(Exit::Usage, message, "name a deck's file; `csto-quiz deck new` begins one"))
}

fn asked_kind() -> Result<KindName, Failure> {
    let names = KindName::ALL.map(KindName::as_str);
    loop {
        let answer = ask::line(&format!("Kind ({})", names.join(", ")), Some("card"))?;
        let wanted = answer.to_lowercase().replace([' ', '_'], "-");
        if let Some(kind) = KindName::ALL.into_iter().find(|kind| kind.as_str() == wanted) {
            return Ok(kind);
        }
        let meant = crate::text::nearest(&wanted, names);
        complain(&meant.map_or_else(
            || "There is no such kind.\n".to_owned(),
            |meant| format!("There is no such kind; did you mean {meant}?\n"),
        ));
    }
}

/// Takes what the command line says, and asks for the rest.
fn draft(kind: KindName, wishes: &args::Add, asks: bool) -> Result<Draft, Failure> {
    let question = match &wishes.question {
        Some(question) => question.clone(),
        None if kind == KindName::Cloze => ask::line("Text, with what is hidden in {braces}", None)?,
        None if kind == KindName::TrueFalse => ask::line("Statement", None)?,
        None => ask::line("Question", None)?,
    };
    let answer = if wishes.answer.is_empty() { asked_answer(kind)? } else { wishes.answer.clone() };
    let wrong = match kind {
        KindName::Choice if wishes.wrong.is_empty() => ask::lines("Wrong choices")?,
        _ => wishes.wrong.clone(),
    };
    let unit = match kind {
        KindName::Number if asks && wishes.unit.is_none() => ask::perhaps("Unit")?,
        _ => wishes.unit.clone(),
    };
    let explanation = match &wishes.explanation {
        None if asks => ask::perhaps("Explanation, shown after the answer")?,
        explanation => explanation.clone(),
    };
    Ok(Draft { id: wishes.id.clone(), question, answer, wrong, unit, explanation })
}

fn asked_answer(kind: KindName) -> Result<Vec<String>, Failure> {
    let one = |answer: String| vec![answer];
    match kind {
        KindName::Cloze => Ok(Vec::new()),
        KindName::Card | KindName::Choice => ask::line("Answer", None).map(one),
        KindName::TrueFalse => ask::line("True or false", None).map(one),
        KindName::Date => ask::line("Date, as exactly as it must be known (14 May 2002)", None).map(one),
        KindName::Number => ask::line("Number", None).map(one),
        KindName::Set => ask::lines("Members"),
        KindName::Order => ask::lines("Items, first to last (item -> label)"),
        KindName::Match => ask::lines("Pairs (left -> right)"),
        KindName::Reasons => ask::lines("Points (point -> key, words)"),
    }
}

/// Returns where in a text a new card begins.
fn end_of(text: &str) -> usize {
    text.trim_end().len()
}

/// Returns a file's text with a card behind it, with the id and gap numbers that it lacks.
fn with_card(target: &Target, text: &str, card: &str) -> String {
    let line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let begin = end_of(text);
    let added = format!("{}\n{card}", text.get(..begin).unwrap_or_default())
        .replace("\r\n", "\n")
        .replace('\n', line);
    let begin = added.len() - card.replace('\n', line).len();
    let ids: Vec<Edit> = parsed_with(target, &added)
        .ids
        .into_iter()
        .filter(|(file, edit)| *file == target.file && edit.span.start >= begin)
        .map(|(_, edit)| edit)
        .collect();
    edited(&added, &ids)
}

fn sources_with(target: &Target, text: &str) -> Vec<Source> {
    let mut sources = target.deck.sources.clone();
    if let Some(source) = sources.get_mut(target.file) {
        *source = Source::new(source.path(), text);
    }
    sources
}

fn parsed_with(target: &Target, text: &str) -> Parsed {
    let sources = sources_with(target, text);
    let (own, shared) = sources.split_at(target.deck.files.len().min(sources.len()));
    parse_with_texts(own, shared, &target.deck.texts)
}

/// Shows the card as it is written, and as it is asked.
fn show(context: &Context, (parsed, file): (&Parsed, usize), written: &str) -> Result<(), Failure> {
    let mut text = Text::default();
    for line in written.trim().lines() {
        text.say(Role::Dim, line);
    }
    let last = |deck: &'_ Deck| {
        let own = deck.cards.iter().enumerate().filter(|(_, card)| card.file == file);
        own.max_by_key(|(_, card)| card.span).map(|(at, _)| at)
    };
    let deck = parsed.deck.as_ref();
    if let Some((deck, card)) = deck.and_then(|deck| Some((deck, deck.cards.get(last(deck)?)?))) {
        text.gap();
        text.say(Role::Plain, "It will be asked like this:");
        for face in card.faces() {
            text.gap();
            text.append(view::card::asked(&prompt(card, face, deck, context.seed(None))));
        }
    }
    output::show(context, &text)?;
    output::print("\n")
}
