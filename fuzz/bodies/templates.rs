//! Which database, or which line of an export, does an input stand for?
//!
//! A whole one, or small changes of a sound one: a fuzzer that has to make up a database never gets
//! beyond its first page.

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use csto_quiz::deck::decks::Decks;
use csto_quiz::deck::parse::parse;
use csto_quiz::source::Source;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// A sound progress file of every version, in pages of 512 bytes.
pub const TEMPLATES: [&[u8]; 5] = [
    include_bytes!("../templates/version-1.db"),
    include_bytes!("../templates/version-2.db"),
    include_bytes!("../templates/version-3.db"),
    include_bytes!("../templates/version-4.db"),
    include_bytes!("../templates/version-5.db"),
];
/// The deck of every kind of card, which the templates are about.
pub static DECKS: LazyLock<Decks> = LazyLock::new(|| {
    let deck = parse(&[Source::new("kinds.toml", include_str!("../kinds.toml"))], &[]).deck;
    Decks::new(deck).0
});
/// Sound lines of an export.
const LINES: &str = include_str!("../templates/log.jsonl");
/// How a line begins that changes fields of a template's.
const FIELDS: &str = "#";

/// The first byte of an input that changes bytes of a template; its number follows.
pub const BYTES: u8 = b'@';
/// The first byte of an input that changes cells of a template; its number follows.
pub const CELLS: u8 = b'#';
/// A change of bytes: place, of two bytes, what to do, value.
const BYTES_OF_CHANGE: usize = 4;
/// A change of a cell begins with: table, row, column, sort of value, length of value.
const HEAD_OF_CELL: usize = 5;
/// So many cells are changed.
const MOST_CELLS: usize = 16;
/// The tables, by the order of the seeds.
const TABLES: [&str; 9] =
    ["review", "revocation", "decision", "exam", "exam_event", "name", "state", "covered", "machine"];

/// Writes the database that an input stands for.
///
/// # Errors
/// When the disk is full.
pub fn write(path: &Path, data: &[u8]) -> std::io::Result<()> {
    match data {
        [BYTES, template, changes @ ..] => std::fs::write(path, with_bytes(template_of(*template), changes)),
        [CELLS, template, changes @ ..] => {
            std::fs::write(path, template_of(*template))?;
            // What SQLite itself refuses cannot stand in a file that it wrote.
            let _ = change_cells(path, changes);
            Ok(())
        }
        _ => std::fs::write(path, data),
    }
}

/// Returns the line of an export that a line of an input stands for: itself, or, where it reads
/// `#3<tab>day="2026-02-30"<tab>revoked.at=1`, the third line of a template with fields changed.
pub fn line(input: &str) -> Cow<'_, str> {
    let Some(changes) = input.strip_prefix(FIELDS) else { return Cow::Borrowed(input) };
    let mut changes = changes.split('\t');
    let number: usize = changes.next().and_then(|number| number.parse().ok()).unwrap_or_default();
    let count = LINES.lines().count().max(1);
    let template = LINES.lines().nth(number % count).unwrap_or_default();
    let mut line: serde_json::Value = serde_json::from_str(template).expect("a template");
    for change in changes {
        let Some((field, value)) = change.split_once('=') else { continue };
        let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        let pointer = format!("/{}", field.replace('.', "/"));
        if let Some(found) = line.pointer_mut(&pointer) {
            *found = value;
        }
    }
    Cow::Owned(line.to_string())
}

fn template_of(number: u8) -> &'static [u8] {
    TEMPLATES[usize::from(number) % TEMPLATES.len()]
}

fn with_bytes(template: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut file = template.to_vec();
    for change in changes.chunks_exact(BYTES_OF_CHANGE) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % file.len().max(1);
        let (what, value) = (change[2] >> 6, change[3]);
        let run = (usize::from(change[2] & 0x3f) + 1) * 16;
        match (what, file.get_mut(at)) {
            (0, Some(byte)) => *byte = value,
            (1, Some(byte)) => *byte ^= value,
            (2, Some(_)) => {
                let end = (at + run).min(file.len());
                file[at..end].fill(value);
            }
            (_, _) => file.truncate(at),
        }
    }
    file
}

/// Puts values of any kind into cells, whatever the checks of the tables say.
fn change_cells(path: &Path, mut changes: &[u8]) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON; BEGIN",
    )?;
    for _ in 0..MOST_CELLS {
        let Some((head, rest)) = changes.split_at_checked(HEAD_OF_CELL) else { break };
        let (bytes, rest) = rest.split_at(usize::from(head[4]).min(rest.len()));
        changes = rest;
        let _ = change_cell(&connection, head, value_of(head[3], bytes));
    }
    connection.execute_batch("COMMIT")
}

fn change_cell(connection: &Connection, head: &[u8], value: Value) -> rusqlite::Result<()> {
    let table = TABLES[usize::from(head[0]) % TABLES.len()];
    let mut statement = connection.prepare_cached(&format!("SELECT * FROM {table}"))?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        rows.push((0..names.len()).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>()?);
    }
    let count = rows.len().max(1);
    let Some(mut row) = rows.into_iter().nth(usize::from(head[1]) % count) else { return Ok(()) };
    let column = usize::from(head[2]) % row.len().max(1);
    row[column] = value;
    let marks = vec!["?"; names.len()].join(", ");
    // Rows that are replaced are deleted without their triggers, so that even the log can be changed.
    let insert = format!("INSERT OR REPLACE INTO {table} ({}) VALUES ({marks})", names.join(", "));
    connection.prepare_cached(&insert)?.execute(params_from_iter(row))?;
    Ok(())
}

fn value_of(sort: u8, bytes: &[u8]) -> Value {
    let mut eight = [0; 8];
    let length = bytes.len().min(8);
    eight[..length].copy_from_slice(&bytes[..length]);
    match sort % 6 {
        0 => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        1 => Value::Integer(i64::from_le_bytes(eight)),
        2 => Value::Real(f64::from_le_bytes(eight)),
        3 => Value::Null,
        4 => Value::Blob(bytes.to_vec()),
        _ => Value::Integer(i64::from(eight[0].cast_signed())),
    }
}
