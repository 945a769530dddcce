//! Which state has each face, as the file remembers it?
//!
//! States are what `review::replay` makes of the log; here they are stored, brought up to date and
//! rebuilt. `progress` calls it, inside its transactions.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, params};

use crate::deck::id::FaceId;
use crate::progress::error::Fault;
use crate::progress::{log, rows};
use crate::review::{Review, replay};
use crate::schedule::memory::{MODEL_NAME, Model};
use crate::schedule::state::Studied;

/// The version of the rules by which `review::replay` makes states; to be raised with every change
/// of what it returns, so that files written by the old rules are rebuilt.
const RULES: u32 = 2;

/// Returns all states.
pub(super) fn states(connection: &Connection) -> Result<HashMap<FaceId, Studied>, Fault> {
    let columns = rows::STATE.join(", ");
    let mut statement = connection.prepare_cached(&format!("SELECT {columns} FROM state"))?;
    let mut found = statement.query([])?;
    let mut states = HashMap::new();
    while let Some(row) = found.next()? {
        let (face, state) = rows::state(row)?;
        states.insert(face, state);
    }
    Ok(states)
}

/// Returns the studied faces of cards that had no id when they were studied.
pub(super) fn temporary(connection: &Connection) -> Result<Vec<FaceId>, Fault> {
    let columns = rows::STATE.join(", ");
    let mut statement =
        connection.prepare_cached(&format!("SELECT {columns} FROM state WHERE face LIKE '%/~%'"))?;
    let mut found = statement.query([])?;
    let mut faces = Vec::new();
    while let Some(row) = found.next()? {
        faces.push(rows::state(row)?.0);
    }
    Ok(faces)
}

/// Returns the state of a face, by its name now.
pub(super) fn state(connection: &Connection, now: &FaceId) -> Result<Option<Studied>, Fault> {
    let columns = rows::STATE.join(", ");
    let mut statement = connection.prepare_cached(&format!("SELECT {columns} FROM state WHERE face = ?1"))?;
    let found = statement.query_row([now.to_string()], |row| Ok(rows::state(row))).optional()?;
    Ok(found.transpose()?.map(|(_, state)| state))
}

/// Replays the reviews of a face, by its name now, and stores and returns its state.
pub(super) fn rebuild_face(
    connection: &Connection,
    now: &FaceId,
    model: &Model,
) -> Result<Option<Studied>, Fault> {
    let lines = log::lines(connection, log::OF_FACE_UNREVOKED, [now.to_string()])?;
    let state = replay(model, lines.iter().map(|line| &line.review));
    match &state {
        Some(state) => store(connection, now, state)?,
        None => forget(connection, now)?,
    }
    Ok(state)
}

/// Replays the whole log, stores all states and returns how many there are.
pub(super) fn rebuild(connection: &Connection, model: &Model) -> Result<usize, Fault> {
    connection.execute("DELETE FROM state", [])?;
    let names = names(connection)?;
    let renamed: HashSet<&FaceId> = names.iter().flat_map(|(was, now)| [was, now]).collect();
    let mut rebuilt = 0;
    let mut group: Vec<Review> = Vec::new();
    let mut fault = None;
    log::each_line(connection, "WHERE v.id IS NULL ORDER BY r.face", [], |line| {
        let ended = group.first().is_some_and(|first| first.face != line.review.face);
        if ended && let Err(stop) = store_group(connection, &mut group, model).map(|stored| rebuilt += stored)
        {
            fault = Some(stop);
            return ControlFlow::Break(());
        }
        if !renamed.contains(&line.review.face) {
            group.push(line.review);
        }
        ControlFlow::Continue(())
    })?;
    if let Some(fault) = fault {
        return Err(fault);
    }
    rebuilt += store_group(connection, &mut group, model)?;
    for now in names.values().collect::<HashSet<_>>() {
        rebuilt += usize::from(rebuild_face(connection, now, model)?.is_some());
    }
    mark_fresh(connection)?;
    Ok(rebuilt)
}

/// Replays and stores the reviews of one face, and empties the group; returns how many states
/// were stored.
fn store_group(connection: &Connection, group: &mut Vec<Review>, model: &Model) -> Result<usize, Fault> {
    let Some(face) = group.first().map(|review| review.face.clone()) else { return Ok(0) };
    let state = replay(model, &*group);
    group.clear();
    let Some(state) = state else { return Ok(0) };
    store(connection, &face, &state)?;
    Ok(1)
}

fn store(connection: &Connection, now: &FaceId, state: &Studied) -> Result<(), Fault> {
    static INSERT: LazyLock<String> = LazyLock::new(|| {
        let (names, marks) = (rows::STATE.join(", "), log::marks(rows::STATE.len()));
        format!("INSERT OR REPLACE INTO state ({names}) VALUES ({marks})")
    });
    rows::insert_state(&mut *connection.prepare_cached(&INSERT)?, now, state)?;
    Ok(())
}

fn forget(connection: &Connection, name: &FaceId) -> Result<(), Fault> {
    connection.prepare_cached("DELETE FROM state WHERE face = ?1")?.execute([name.to_string()])?;
    Ok(())
}

/// Returns the earlier names of faces with their names now.
pub(super) fn names(connection: &Connection) -> Result<HashMap<FaceId, FaceId>, Fault> {
    let mut statement = connection.prepare_cached("SELECT was, face FROM name")?;
    let mut found = statement.query([])?;
    let mut names = HashMap::new();
    while let Some(row) = found.next()? {
        let (was, now) = rows::name(row)?;
        names.insert(was, now);
    }
    Ok(names)
}

/// Returns the names that hold when further renames are added to the ones that are known. What is
/// a name now is no earlier name of something else.
pub(super) fn with_renames(
    known: &HashMap<FaceId, FaceId>,
    renames: &HashMap<FaceId, FaceId>,
) -> HashMap<FaceId, FaceId> {
    let current: HashSet<&FaceId> = renames.values().collect();
    let mut names: HashMap<FaceId, FaceId> =
        known.iter().chain(renames).map(|(was, now)| (was.clone(), now.clone())).collect();
    names.retain(|was, _| !current.contains(was));
    let later = names.clone();
    for now in names.values_mut() {
        // What is known leads to a present name at once; only a new rename can lengthen the way.
        if let Some(further) = later.get(now) {
            *now = further.clone();
        }
    }
    names.retain(|was, now| was != now);
    names
}

/// Replaces the names, and rebuilds the states of the faces that are named otherwise than before.
pub(super) fn rename(
    connection: &Connection,
    names_now: &HashMap<FaceId, FaceId>,
    model: &Model,
) -> Result<(), Fault> {
    let before = names(connection)?;
    let mut touched: BTreeSet<&FaceId> = BTreeSet::new();
    for was in before.keys().chain(names_now.keys()) {
        let (then, now) = (before.get(was), names_now.get(was));
        if then != now {
            touched.extend([Some(was), then, now].into_iter().flatten());
        }
    }
    connection.execute("DELETE FROM name", [])?;
    let mut insert = connection.prepare_cached("INSERT INTO name (was, face) VALUES (?1, ?2)")?;
    for (was, now) in names_now {
        insert.execute([was.to_string(), now.to_string()])?;
    }
    for face in touched {
        if names_now.contains_key(face) {
            forget(connection, face)?;
        } else {
            rebuild_face(connection, face, model)?;
        }
    }
    Ok(())
}

/// Returns whether the states cover the whole log and were made by this program's model and rules.
pub(super) fn is_fresh(connection: &Connection) -> Result<bool, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM covered WHERE model = ?1 AND rules = ?2 \
         AND reviews = (SELECT coalesce(max(number), 0) FROM review) \
         AND revocations = (SELECT coalesce(max(number), 0) FROM revocation)",
    )?;
    Ok(statement.exists(params![MODEL_NAME, RULES])?)
}

/// Notes that the states cover the whole log.
pub(super) fn mark_fresh(connection: &Connection) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(
        "INSERT OR REPLACE INTO covered (one, reviews, revocations, model, rules) \
         SELECT 1, (SELECT coalesce(max(number), 0) FROM review), \
         (SELECT coalesce(max(number), 0) FROM revocation), ?1, ?2",
    )?;
    statement.execute(params![MODEL_NAME, RULES])?;
    Ok(())
}
