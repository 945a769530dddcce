//! Is the cell of a row one that csto-quiz writes?
//!
//! A file may have been damaged or edited, so everything is checked. `progress::rows` calls it.

use std::fmt;
use std::str::FromStr;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::answer::verdict::Class;
use crate::decision::Ruling;
use crate::review::Judged;
use crate::schedule::memory::Memory;
use crate::schedule::state::Due;
use crate::schedule::units::{Difficulty, Stability};
use crate::time::{Day, FURTHEST_OFFSET, Moment, Timestamp};

/// How much of a text that should not be there is shown, in characters.
const SHOWN: usize = 40;

/// A row that no csto-quiz writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The table.
    pub table: &'static str,
    /// The first column of the row, its name.
    pub row: String,
    /// The column.
    pub column: &'static str,
    /// What stands there.
    pub found: String,
}

/// The cells of a row, read one after the other.
pub(super) struct Cells<'a> {
    row: &'a Row<'a>,
    table: &'static str,
    columns: &'static [&'static str],
    first: usize,
    next: usize,
}

impl<'a> Cells<'a> {
    pub(super) fn new(
        row: &'a Row<'a>,
        table: &'static str,
        columns: &'static [&'static str],
        first: usize,
    ) -> Self {
        Self { row, table, columns, first, next: 0 }
    }

    /// Returns the next cell; one that is missing reads as NULL.
    fn cell(&mut self) -> ValueRef<'a> {
        let cell = self.row.get_ref(self.first + self.next).unwrap_or(ValueRef::Null);
        self.next += 1;
        cell
    }

    /// Returns that the cell read last is none that csto-quiz writes.
    pub(super) fn bad(&self) -> BadRow {
        let shown = |at: usize| shown(self.row.get_ref(self.first + at).unwrap_or(ValueRef::Null));
        let last = self.next.saturating_sub(1);
        let column = self.columns.get(last).copied().unwrap_or_default();
        BadRow { table: self.table, row: shown(0), column, found: shown(last) }
    }

    pub(super) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, BadRow>,
    ) -> Result<Option<T>, BadRow> {
        if self.cell() == ValueRef::Null {
            return Ok(None);
        }
        self.next -= 1;
        read(self).map(Some)
    }

    pub(super) fn integer<T: TryFrom<i64>>(&mut self) -> Result<T, BadRow> {
        match self.cell() {
            ValueRef::Integer(value) => T::try_from(value).map_err(|_| self.bad()),
            _ => Err(self.bad()),
        }
    }

    pub(super) fn real(&mut self) -> Result<f64, BadRow> {
        match self.cell() {
            ValueRef::Real(value) if value.is_finite() => Ok(value),
            _ => Err(self.bad()),
        }
    }

    pub(super) fn flag(&mut self) -> Result<bool, BadRow> {
        match self.cell() {
            ValueRef::Integer(0) => Ok(false),
            ValueRef::Integer(1) => Ok(true),
            _ => Err(self.bad()),
        }
    }

    pub(super) fn text(&mut self) -> Result<&'a str, BadRow> {
        match self.cell() {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).map_err(|_| self.bad()),
            _ => Err(self.bad()),
        }
    }

    pub(super) fn parsed<T: FromStr>(&mut self) -> Result<T, BadRow> {
        self.text()?.parse().map_err(|_| self.bad())
    }

    pub(super) fn word<T: Copy>(&mut self, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, BadRow> {
        let text = self.text()?;
        all.iter().copied().find(|word| as_str(*word) == text).ok_or_else(|| self.bad())
    }

    pub(super) fn day(&mut self) -> Result<Day, BadRow> {
        let number = self.integer()?;
        let day = Day::from_number(number);
        if day.number() == number { Ok(day) } else { Err(self.bad()) }
    }

    pub(super) fn instant(&mut self) -> Result<Timestamp, BadRow> {
        let millis = self.integer()?;
        let at = Timestamp::from_millis(millis);
        if at.millis() == millis { Ok(at) } else { Err(self.bad()) }
    }

    pub(super) fn moment(&mut self) -> Result<Moment, BadRow> {
        let at = self.instant()?;
        let offset: i16 = self.integer()?;
        if (-FURTHEST_OFFSET..=FURTHEST_OFFSET).contains(&offset) {
            Ok(Moment { at, offset })
        } else {
            Err(self.bad())
        }
    }

    pub(super) fn fingerprint(&mut self) -> Result<u64, BadRow> {
        self.integer().map(i64::cast_unsigned)
    }

    pub(super) fn judged(&mut self) -> Result<Option<Judged>, BadRow> {
        let class = self.optional(|cells| cells.word(&Class::ALL, Class::as_str))?;
        let score = self.optional(Self::real)?;
        match (class, score) {
            (None, None) => Ok(None),
            (Some(class), Some(score)) if (0.0..=1.0).contains(&score) => Ok(Some(Judged { class, score })),
            (None | Some(_), _) => Err(self.bad()),
        }
    }

    pub(super) fn memory(&mut self) -> Result<Memory, BadRow> {
        let days = self.real()?;
        let stability = Stability::new(days);
        if stability.days().to_bits() != days.to_bits() {
            return Err(self.bad());
        }
        let value = self.real()?;
        let difficulty = Difficulty::new(value);
        if difficulty.value().to_bits() != value.to_bits() {
            return Err(self.bad());
        }
        Ok(Memory { stability, difficulty })
    }

    pub(super) fn ruling(&mut self) -> Result<Ruling, BadRow> {
        let word = self.word(&Ruling::WORDS, |word| word)?;
        let text = self.optional(Self::text)?.map(str::to_owned);
        let until = self.optional(Self::day)?;
        match (word, text, until) {
            ("accept", Some(text), None) => Ok(Ruling::Accept(text)),
            ("refuse", Some(text), None) => Ok(Ruling::Refuse(text)),
            ("suspend", None, None) => Ok(Ruling::Suspend),
            ("resume", None, None) => Ok(Ruling::Resume),
            ("bury", None, Some(until)) => Ok(Ruling::Bury(until)),
            _ => Err(self.bad()),
        }
    }

    pub(super) fn due(&mut self) -> Result<Due, BadRow> {
        let day = self.optional(Self::day)?;
        let repeat_at = self.optional(Self::instant)?;
        match (day, repeat_at) {
            (Some(day), None) => Ok(Due::On(day)),
            (None, Some(at)) => Ok(Due::Repeat(at)),
            (Some(_), Some(_)) | (None, None) => Err(self.bad()),
        }
    }
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "nothing".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).chars().take(SHOWN).collect(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, row, column, found } = self;
        write!(f, "`{}` in column `{column}` of row `{row}` of table `{table}`", found.escape_debug())
    }
}
