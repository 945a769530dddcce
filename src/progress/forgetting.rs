//! How does a row leave the log for good, when the learner wants it?
//!
//! The log is otherwise only added to. What is kept is written anew, numbered from 1 as if nothing
//! else had been; the names of what is gone stay, so that another log does not bring it back.
//! `progress` calls it, inside its transactions.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use crate::deck::id::{CardId, DeckId, FaceId};
use crate::progress::error::Fault;
use crate::progress::union::{self, Added, Contents};
use crate::progress::{cache, sharing};
use crate::review::ReviewId;
use crate::schedule::memory::Model;

/// What is to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    Everything,
    /// All that belongs to these cards, by the names they have or had, and every exam that asked one
    /// of them.
    Cards(Vec<CardId>),
    /// All that belongs to cards of these decks, and every exam that asked one of them.
    Decks(Vec<DeckId>),
    /// What was typed: reviews stay without it, exams go, for they are made of it.
    Typed,
}

/// How much was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Forgotten {
    /// Rows that are gone.
    pub rows: Added,
    /// Reviews that stay without what was typed.
    pub typed: usize,
}

impl Forgotten {
    /// Returns whether there was nothing to forget.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What is kept, what goes, and how much that is.
pub(super) struct Split {
    kept: Contents,
    gone: Contents,
    pub(super) forgotten: Forgotten,
}

/// Tells apart what is kept and what goes.
pub(super) fn split(connection: &Connection, scope: &Scope) -> Result<Split, Fault> {
    let contents = union::contents(connection)?;
    let names = cache::names(connection)?;
    let in_scope = |face: &FaceId| {
        covers(scope, &face.card) || names.get(face).is_some_and(|now| covers(scope, &now.card))
    };
    // A decision is about a card, under the name that it had then.
    let later: HashMap<&CardId, &CardId> = names.iter().map(|(was, now)| (&was.card, &now.card)).collect();
    let card_in_scope =
        |card: &CardId| covers(scope, card) || later.get(card).is_some_and(|now| covers(scope, now));
    let (mut kept, mut gone) = (Contents::default(), Contents::default());
    (gone.reviews, kept.reviews) = contents.reviews.into_iter().partition(|review| in_scope(&review.face));
    let without: HashSet<ReviewId> = gone.reviews.iter().map(|review| review.id).collect();
    (gone.revocations, kept.revocations) = contents
        .revocations
        .into_iter()
        .partition(|(review, _)| *scope == Scope::Everything || without.contains(review));
    (gone.decisions, kept.decisions) =
        contents.decisions.into_iter().partition(|decision| card_in_scope(&decision.card));
    (gone.exams, kept.exams) = contents.exams.into_iter().partition(|(setup, _)| {
        matches!(scope, Scope::Everything | Scope::Typed) || setup.paper.questions.iter().any(in_scope)
    });
    let mut typed = 0;
    if *scope == Scope::Typed {
        for review in &mut kept.reviews {
            typed += usize::from(review.typed.take().is_some());
        }
    }
    let forgotten = Forgotten { rows: gone.size(), typed };
    Ok(Split { kept, gone, forgotten })
}

fn covers(scope: &Scope, card: &CardId) -> bool {
    match scope {
        Scope::Everything => true,
        Scope::Cards(cards) => cards.contains(card),
        Scope::Decks(decks) => decks.iter().any(|deck| card.deck() == deck.as_str()),
        Scope::Typed => false,
    }
}

/// Forgets what a scope covers.
pub(super) fn forget(connection: &Connection, scope: &Scope, model: &Model) -> Result<Forgotten, Fault> {
    let Split { kept, gone, forgotten } = split(connection, scope)?;
    rewrite(connection, &kept, &gone)?;
    if *scope == Scope::Everything {
        connection.execute("DELETE FROM name", [])?;
    }
    cache::rebuild(connection, model)?;
    Ok(forgotten)
}

/// Forgets rows by their names, and takes none of them again; of the reviews in `untyped` it forgets what
/// was typed.
pub(super) fn forget_rows(
    connection: &Connection,
    (names, untyped): (&HashSet<ReviewId>, &HashSet<ReviewId>),
    model: &Model,
) -> Result<(), Fault> {
    let mut contents = union::contents(connection)?;
    let mut has_any = contents.ids().any(|id| names.contains(&id));
    for review in contents.reviews.iter_mut().filter(|review| untyped.contains(&review.id)) {
        has_any |= review.typed.take().is_some();
    }
    if has_any {
        let (kept, gone) = contents.parted(names);
        rewrite(connection, &kept, &gone)?;
        cache::rebuild(connection, model)?;
    }
    note_gone(connection, names.iter().copied())
}

/// Writes the log anew with what is kept, and notes the names of what goes.
fn rewrite(connection: &Connection, kept: &Contents, gone: &Contents) -> Result<(), Fault> {
    let triggers = triggers(connection)?;
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    for table in ["review", "revocation", "decision", "exam", "exam_event"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    sharing::forget(connection)?;
    let _ = union::add(connection, kept)?;
    note_gone(connection, gone.ids())?;
    for (_, sql) in &triggers {
        connection.execute_batch(sql)?;
    }
    Ok(())
}

fn note_gone(connection: &Connection, names: impl Iterator<Item = ReviewId>) -> Result<(), Fault> {
    let mut insert = connection.prepare("INSERT OR IGNORE INTO forgotten (id) VALUES (?1)")?;
    for id in names {
        insert.execute([id.to_string()])?;
    }
    Ok(())
}

fn triggers(connection: &Connection) -> Result<Vec<(String, String)>, Fault> {
    let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns the names of all rows that were forgotten.
pub(super) fn gone(connection: &Connection) -> Result<HashSet<ReviewId>, Fault> {
    let mut statement = connection.prepare_cached("SELECT id FROM forgotten")?;
    let mut found = statement.query([])?;
    let mut gone = HashSet::new();
    while let Some(row) = found.next()? {
        gone.insert(super::rows::forgotten(row)?);
    }
    Ok(gone)
}
