//! Is the value of a field one that csto-quiz writes?
//!
//! The readers of lines call it: one value has one text, and everything else is refused with the
//! field's name.

use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::review::ReviewId;
use crate::time::{Day, FURTHEST_OFFSET, Moment, Timestamp};

/// The version of the form.
pub(super) const SCHEMA: u32 = 1;
/// How much of a wrong value is shown, in characters.
const SHOWN: usize = 60;
/// What is looked for where a moment belongs.
const MOMENT: &str = "a moment like 2026-11-23T09:00:00.000+01:00";
/// What is looked for where a day belongs.
const DAY: &str = "a day like 2026-11-23";
/// What is looked for where the name of a review belongs.
const REVIEW_ID: &str = "32 hexadecimal digits";
/// What is looked for where a machine or a fingerprint belongs.
pub(super) const HEX_16: &str = "16 hexadecimal digits";

/// Why a text is no line of the log.
#[derive(Debug)]
pub enum LogError {
    /// It is no JSON object with the fields of a line.
    Form {
        /// What the reader of JSON said; it names a field that is missing or given twice.
        cause: serde_json::Error,
    },
    /// It is of another version.
    Schema {
        /// The version that was found.
        found: String,
    },
    /// A field holds something else than it should.
    Field {
        /// The field, such as `day` or `revoked.at`.
        field: &'static str,
        /// What was found, shortened.
        found: String,
        /// What was looked for, in words.
        wanted: String,
    },
}

pub(super) fn typed<T: DeserializeOwned>(
    field: &'static str,
    value: Value,
    wanted: &'static str,
) -> Result<T, LogError> {
    let found = shown(&value);
    serde_json::from_value(value).map_err(|_| wrong(field, &found, wanted))
}

/// Reads a text that is written exactly as its value would be, so that one value has one text.
pub(super) fn exact<T: FromStr + fmt::Display>(
    field: &'static str,
    value: Value,
    wanted: &'static str,
) -> Result<T, LogError> {
    let text: String = typed(field, value, wanted)?;
    let parsed = text.parse().ok().filter(|parsed: &T| parsed.to_string() == text);
    parsed.ok_or_else(|| wrong(field, &text, wanted))
}

pub(super) fn review_id(field: &'static str, value: Value) -> Result<ReviewId, LogError> {
    exact(field, value, REVIEW_ID)
}

pub(super) fn day(field: &'static str, value: Value) -> Result<Day, LogError> {
    let text: String = typed(field, value, DAY)?;
    let day = text.parse().ok().filter(|day: &Day| day.iso() == text);
    day.ok_or_else(|| wrong(field, &text, DAY))
}

pub(super) fn moment(field: &'static str, value: Value) -> Result<Moment, LogError> {
    let text: String = typed(field, value, MOMENT)?;
    let offsets = -FURTHEST_OFFSET..=FURTHEST_OFFSET;
    let moment = text.parse().ok().filter(|moment: &Moment| offsets.contains(&moment.offset));
    moment.filter(|moment| moment.rfc3339() == text).ok_or_else(|| wrong(field, &text, MOMENT))
}

pub(super) fn utc(field: &'static str, value: Value) -> Result<Timestamp, LogError> {
    const WANTED: &str = "a moment like 2026-11-23T08:00:00.000Z";
    let text: String = typed(field, value, WANTED)?;
    let moment = text.strip_suffix('Z').and_then(|local| {
        let with_offset = format!("{local}+00:00");
        with_offset.parse().ok().filter(|moment: &Moment| moment.rfc3339() == with_offset)
    });
    moment.map(|moment| moment.at).ok_or_else(|| wrong(field, &text, WANTED))
}

pub(super) fn word<T: Copy>(
    all: &[T],
    as_str: fn(T) -> &'static str,
    field: &'static str,
    value: Value,
) -> Result<T, LogError> {
    let text: String = typed(field, value, "a word")?;
    let found = all.iter().copied().find(|word| as_str(*word) == text);
    found.ok_or_else(|| {
        let words: Vec<&str> = all.iter().copied().map(as_str).collect();
        wrong(field, &text, &format!("one of: {}", words.join(", ")))
    })
}

pub(super) fn wrong(field: &'static str, found: &str, wanted: &str) -> LogError {
    LogError::Field { field, found: found.chars().take(SHOWN).collect(), wanted: wanted.to_owned() }
}

pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) => text.chars().take(SHOWN).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

pub(super) fn bits(field: &'static str, value: Value) -> Result<u64, LogError> {
    let text: String = typed(field, value, HEX_16)?;
    let bits = u64::from_str_radix(&text, 16).ok().filter(|bits| format!("{bits:016x}") == text);
    bits.ok_or_else(|| wrong(field, &text, HEX_16))
}

/// Writes an instant as [`utc`] reads it.
pub(super) fn utc_text(at: Timestamp) -> String {
    Moment { at, offset: 0 }.rfc3339().replace("+00:00", "Z")
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form { cause } => write!(f, "not a line of the log: {cause}"),
            Self::Schema { found } => {
                write!(f, "`schema` is `{}`, and this csto-quiz reads {SCHEMA}", found.escape_debug())
            }
            Self::Field { field, found, wanted } => {
                write!(f, "`{field}` is `{}`, not {wanted}", found.escape_debug())
            }
        }
    }
}

impl std::error::Error for LogError {}
