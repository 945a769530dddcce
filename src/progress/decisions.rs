//! What did the learner decide about cards, as the file keeps it?
//!
//! A part of the log: rows are only ever added. `progress` calls it, inside its transactions.

use rusqlite::{Connection, params};

use crate::decision::{Decision, Ruling};
use crate::progress::error::Fault;
use crate::progress::rows;

/// Returns all decisions, in the order in which they were written here.
pub(super) fn all(connection: &Connection) -> Result<Vec<Decision>, Fault> {
    let columns = rows::DECISION.join(", ");
    let mut statement =
        connection.prepare_cached(&format!("SELECT {columns} FROM decision ORDER BY number"))?;
    let mut found = statement.query([])?;
    let mut decisions = Vec::new();
    while let Some(row) = found.next()? {
        decisions.push(rows::decision(row)?);
    }
    Ok(decisions)
}

/// Appends a decision and returns true; one that is there already is left alone.
///
/// # Errors
/// [`Fault::Conflict`] when another decision has its name.
pub(super) fn append(connection: &Connection, decision: &Decision) -> Result<bool, Fault> {
    let Decision { id, machine, at, card, ruling } = decision;
    let (text, until) = match ruling {
        Ruling::Accept(text) | Ruling::Refuse(text) => (Some(text), None),
        Ruling::Bury(until) => (None, Some(until.number())),
        Ruling::Suspend | Ruling::Resume => (None, None),
    };
    let mut statement = connection.prepare_cached(
        "INSERT INTO decision (id, machine, at, card, ruling, text, until) VALUES (?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO NOTHING",
    )?;
    let (name, machine) = (id.to_string(), machine.to_string());
    let added = statement.execute(params![
        name,
        machine,
        at.millis(),
        card.as_str(),
        ruling.as_str(),
        text,
        until
    ])?;
    if added == 0 {
        let columns = rows::DECISION.join(", ");
        let mut same = connection.prepare_cached(&format!("SELECT {columns} FROM decision WHERE id = ?1"))?;
        if same.query_row([id.to_string()], |row| Ok(rows::decision(row)))?? != *decision {
            return Err(Fault::Conflict(*id));
        }
    }
    Ok(added > 0)
}
