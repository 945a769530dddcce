//! Which version has a progress file, and how does it become the newest?
//!
//! Migrations are only ever added: version n of a file is what the first n of them make.
//! `progress::open` calls it.

use rusqlite::{Connection, TransactionBehavior};

use crate::progress::cache;
use crate::progress::error::Fault;

/// What leads from each version to the next, oldest first.
const MIGRATIONS: [&str; 5] = [
    include_str!("migrations/001.sql"),
    include_str!("migrations/002.sql"),
    include_str!("migrations/003.sql"),
    include_str!("migrations/004.sql"),
    include_str!("migrations/005.sql"),
];
/// The newest version.
#[expect(clippy::cast_possible_truncation, reason = "there are a handful of migrations")]
pub(super) const NEWEST: u32 = MIGRATIONS.len() as u32;
/// What marks a database as a progress file: `csqz` in ASCII.
const APPLICATION_ID: i32 = 0x6373_717a;

/// What a database file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A progress file of a version; 0 is an empty file.
    Version(u32),
    /// The database of another program.
    Foreign,
}

/// Returns what a database is. A version beyond [`NEWEST`] is reported whoever wrote it.
pub(super) fn found(connection: &Connection) -> rusqlite::Result<Found> {
    // In one transaction, for another process may be making the file.
    let connection = connection.unchecked_transaction()?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let objects: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let empty = version == 0 && application == 0 && objects == 0;
    let ours = version > 0 && application == APPLICATION_ID;
    Ok(if empty || ours || version > NEWEST { Found::Version(version) } else { Found::Foreign })
}

/// Brings a progress file to a version, in one transaction, so that a file is never left at one between;
/// what another process has done in the meantime is not done again.
pub(super) fn migrate(connection: &mut Connection, to: u32) -> Result<(), Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (from, sql) in (0..to).zip(MIGRATIONS).filter(|(from, _)| *from >= version) {
        transaction.execute_batch(sql)?;
        if from == 0 {
            cache::mark_fresh(&transaction)?;
        }
    }
    if version < to {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", to)?;
    }
    transaction.commit()?;
    Ok(())
}
