//! Which decks does a command speak of?
//!
//! Built-in decks, those in the data directory, those of the configuration, and those named on the
//! command line, read once and kept with what is wrong in them. A broken deck never blocks the
//! others.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::deck::Deck;
use crate::deck::decks::Decks;
use crate::deck::diagnostic::{Diagnostic, Severity};
use crate::deck::mend::Files;
use crate::deck::parse;
use crate::files as disk;
use crate::files::decks::{self as deck_files, DeckPaths};
use crate::files::error::FileError;
use crate::source::Source;
use crate::view::text::one_line;

/// A deck as it was read.
#[derive(Debug)]
pub(crate) struct LoadedDeck {
    /// Its file or folder; nothing when it is built in.
    pub(crate) path: Option<PathBuf>,
    /// Its own files, where they are; empty when it is built in.
    pub(crate) files: Vec<PathBuf>,
    /// Its files, the ones it uses behind its own.
    pub(crate) sources: Vec<Source>,
    /// The texts of its sources.
    pub(crate) texts: Vec<Source>,
    /// What is wrong in it, by place.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What can be used of it.
    pub(crate) deck: Option<Deck>,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The decks in the order in which they were looked for.
    pub(crate) decks: Vec<LoadedDeck>,
    /// Files that could not be read at all.
    pub(crate) unreadable: Vec<FileError>,
    /// How much was read, in bytes.
    read: u64,
}

impl LoadedDeck {
    /// Returns its files as the reader takes them.
    pub(crate) fn input(&self) -> Files<'_> {
        let (own, shared) = self.sources.split_at(self.files.len().min(self.sources.len()));
        Files { own, shared, texts: &self.texts }
    }

    /// Returns how many errors it has.
    pub(crate) fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }

    /// Returns what it is called for a person: its path, or its title.
    pub(crate) fn name(&self) -> String {
        match (&self.path, &self.deck) {
            (Some(path), _) => path.display().to_string(),
            (None, Some(deck)) => deck.title.clone(),
            (None, None) => "built-in deck".to_owned(),
        }
    }
}

/// Reads the decks that are known without being named: built in, in the data directory, in the
/// folders of the configuration.
pub(crate) fn known(context: &Context) -> Loaded {
    let mut loaded = Loaded::default();
    loaded.decks.push(built_in());
    let own = context.places.decks_folder();
    if own.exists() {
        loaded.add(&own);
    }
    for path in &context.config.deck_paths {
        loaded.add(Path::new(path));
    }
    loaded
}

/// Returns these decks and behind them those that are known without being named.
pub(crate) fn with_known(context: &Context, named: Decks) -> Decks {
    let known = known(context).decks.into_iter().filter_map(|loaded| loaded.deck);
    Decks::new(named.into_iter().chain(known)).0
}

/// Reads the decks that are named, or all that are known when none is.
///
/// # Errors
/// When a name is neither a known deck's id nor a file or folder.
pub(crate) fn named(context: &Context, names: &[String]) -> Result<Loaded, Failure> {
    if names.is_empty() {
        return Ok(known(context));
    }
    let mut loaded = Loaded::default();
    let mut all: Option<Loaded> = None;
    for name in names {
        if looks_like_path(name) {
            loaded.add(Path::new(name));
            continue;
        }
        let all = all.get_or_insert_with(|| known(context));
        let position = all.decks.iter().position(|deck| id_of(deck) == Some(name.as_str()));
        match position {
            Some(position) => loaded.decks.push(all.decks.remove(position)),
            None if loaded.decks.iter().any(|deck| id_of(deck) == Some(name.as_str())) => {}
            // A file or folder without a deck, which says what is wrong with it.
            None if Path::new(name).exists() => loaded.add(Path::new(name)),
            None => return Err(unknown(name, all)),
        }
    }
    match (loaded.decks.is_empty(), loaded.unreadable.pop()) {
        (true, Some(error)) => Err(error.into()),
        (_, error) => {
            loaded.unreadable.extend(error);
            Ok(loaded)
        }
    }
}

/// Returns the name under which a deck can be named again from any folder: an id as it is, a path from
/// the root.
pub(crate) fn lasting_name(name: &str) -> String {
    let path = looks_like_path(name).then(|| std::path::absolute(name).ok()).flatten();
    path.map_or_else(|| name.to_owned(), |path| path.display().to_string())
}

/// Returns the words behind a command that name the same decks again, where they would not be known
/// without: the files and folders among them.
pub(crate) fn words(names: &[String]) -> String {
    names.iter().filter(|name| looks_like_path(name)).map(|name| format!(" {}", quoted(name))).collect()
}

/// Returns a name as it stands in a command that is shown to be typed: in quotes, where a shell would
/// not take it as it is.
pub(crate) fn quoted(name: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-+,:@~".contains(c);
    if name.chars().all(is_plain) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("'{}'", name.replace('\'', "'\\''")))
    }
}

/// Reads files or folders as decks.
pub(crate) fn paths(paths: &[String]) -> Loaded {
    let mut loaded = Loaded::default();
    for path in paths {
        loaded.add(Path::new(path));
    }
    loaded
}

/// Returns whether a name is meant as a path: what only happens to be called like a deck holds none.
fn looks_like_path(name: &str) -> bool {
    let holds_deck = |path| deck_files::deck_files(path).is_ok_and(|found| !found.decks.is_empty());
    name.contains(['/', '\\']) || holds_deck(Path::new(name))
}

fn id_of(loaded: &LoadedDeck) -> Option<&str> {
    loaded.deck.as_ref().map(|deck| deck.id.as_str())
}

fn unknown(name: &str, all: &Loaded) -> Failure {
    let meant = crate::text::nearest(name, all.decks.iter().filter_map(id_of));
    let hint = match meant {
        Some(meant) => format!("did you mean `{meant}`? `csto-quiz deck list` lists the decks"),
        None => "`csto-quiz deck list` lists the decks; a file or folder works too".to_owned(),
    };
    Failure::new(Exit::Usage, format!("there is no deck `{name}`"), hint)
}

fn built_in() -> LoadedDeck {
    let sources = crate::builtin::sources();
    let parse::Parsed { deck, diagnostics, .. } = parse::parse(&sources, &[]);
    LoadedDeck { path: None, files: Vec::new(), sources, texts: Vec::new(), diagnostics, deck }
}

/// Reads a file that a deck names; one that cannot be read says why.
fn beside(read: &mut u64, paths: &DeckPaths, named: &str, shown: impl Fn(&Path) -> String) -> Source {
    let folder = paths.folder();
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let source =
        deck_files::resolve_use(folder, named).and_then(|path| read_more(read, &path, &shown(&path)));
    source.unwrap_or_else(|error| {
        let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        let why = why.split(" (os error").next().unwrap_or_default();
        Source::unread(named, why)
    })
}

/// Reads one more file, unless too much was read before.
fn read_more(read: &mut u64, path: &Path, shown: &str) -> Result<Source, FileError> {
    let too_much = || FileError::TooMuch { path: path.to_owned() };
    if *read > disk::LARGEST_DECKS {
        return Err(too_much());
    }
    let source = disk::read_deck(path, shown)?;
    *read += source.text().len() as u64;
    if *read > disk::LARGEST_DECKS { Err(too_much()) } else { Ok(source) }
}

impl Loaded {
    fn add(&mut self, path: &Path) {
        match deck_files::deck_files(path) {
            Ok(found) => {
                self.unreadable.extend(found.unread);
                for deck in found.decks {
                    self.add_deck(&deck);
                }
            }
            Err(error) => self.unreadable.push(error),
        }
    }

    fn add_deck(&mut self, paths: &DeckPaths) {
        let (mut files, mut sources) = (Vec::new(), Vec::new());
        for path in &paths.files {
            match read_more(&mut self.read, path, &path.display().to_string()) {
                Ok(source) => {
                    files.push(path.clone());
                    sources.push(source);
                }
                Err(error) => self.unreadable.push(error),
            }
        }
        if sources.is_empty() {
            return;
        }
        let named = sources.first().map(parse::uses).unwrap_or_default();
        let read = &mut self.read;
        let shared: Vec<Source> = named
            .iter()
            .map(|path| beside(read, paths, &path.value, |path| path.display().to_string()))
            .collect();
        let texts: Vec<Source> = parse::texts(&sources)
            .iter()
            .map(|path| beside(read, paths, &path.value, |_| path.value.clone()))
            .collect();
        let parsed = parse::parse_with_texts(&sources, &shared, &texts);
        sources.extend(shared);
        let parse::Parsed { deck, diagnostics, .. } = parsed;
        let path = Some(paths.root.clone());
        self.decks.push(LoadedDeck { path, files, sources, texts, diagnostics, deck });
    }

    /// Returns the files of the decks that are not built in, by the decks' ids.
    pub(crate) fn files(&self) -> HashMap<String, Vec<PathBuf>> {
        let files = |loaded: &LoadedDeck| {
            loaded.path.as_ref()?;
            let paths = loaded.sources.iter().map(|source| PathBuf::from(source.path())).collect();
            Some((loaded.deck.as_ref()?.id.to_string(), paths))
        };
        self.decks.iter().filter_map(files).collect()
    }

    /// Returns whether anything in it has an error.
    pub(crate) fn has_errors(&self) -> bool {
        !self.unreadable.is_empty() || self.decks.iter().any(|deck| deck.errors() > 0)
    }

    /// Returns one line for each deck that has errors, each file that cannot be read and each deck
    /// whose id another one has.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.unreadable.iter().map(|error| one_line(&format!("warning: {error}"))).collect();
        for loaded in self.decks.iter().filter(|loaded| loaded.errors() > 0) {
            let (errors, name) = (loaded.errors(), loaded.name());
            let plural = if errors == 1 { "error" } else { "errors" };
            let line = format!(
                "warning: {errors} {plural} in {name}: `csto-quiz deck check {}` shows where",
                quoted(&name)
            );
            lines.push(one_line(&line));
        }
        lines
    }

    /// Takes the decks out, with a line for each id that several have.
    pub(crate) fn into_decks(self) -> (Decks, Vec<String>) {
        let mut bearers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (id, loaded) in self.decks.iter().filter_map(|loaded| Some((id_of(loaded)?, loaded))) {
            bearers.entry(id).or_default().push(loaded.name());
        }
        let lines = bearers.iter().filter(|(_, names)| names.len() > 1).map(|(id, names)| {
            let (number, names) = (names.len(), names.join(", "));
            one_line(&format!(
                "warning: {number} decks have the id `{id}`: the first is used; give the others of {names} \
                 another `id`"
            ))
        });
        let lines = lines.collect();
        (Decks::new(self.decks.into_iter().filter_map(|loaded| loaded.deck)).0, lines)
    }
}
