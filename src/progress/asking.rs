//! What do the log and the states say?
//!
//! The questions of [`Progress`], each answered from one moment; `cli` asks them.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, params};

use crate::decision::Decision;
use crate::deck::id::FaceId;
use crate::exam::sitting::Sitting;
use crate::progress::error::{Fault, ProgressError};
use crate::progress::{Done, Progress, cache, decisions, exams, log};
use crate::review::{LogLine, Review, ReviewId};
use crate::schedule::state::Studied;
use crate::time::Day;

impl Progress {
    /// Returns the earlier names that are known, with the names now.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn adopted(&self) -> Result<HashMap<FaceId, FaceId>, ProgressError> {
        self.read(cache::names)
    }

    /// Returns the states of all studied faces, by their names now.
    ///
    /// # Errors
    /// [`ProgressError::Row`] or `Damaged` where the file cannot be understood, `Busy` or `Sql`
    /// where it cannot be read.
    pub fn states(&self) -> Result<HashMap<FaceId, Studied>, ProgressError> {
        self.read(cache::states)
    }

    /// Returns the studied faces of cards that had no id when they were studied, and have got none
    /// that is known since.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn temporary(&self) -> Result<Vec<FaceId>, ProgressError> {
        self.read(cache::temporary)
    }

    /// Returns the state of a face, by any of its names; nothing for a new one.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn state(&self, face: &FaceId) -> Result<Option<Studied>, ProgressError> {
        self.read(|connection| cache::state(connection, &log::name_now(connection, face)?))
    }

    /// Returns everything that was decided about cards, under the names they had then.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn decisions(&self) -> Result<Vec<Decision>, ProgressError> {
        self.read(decisions::all)
    }

    /// Returns all exams that were sat, or begun, earliest first.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn exams(&self) -> Result<Vec<Sitting>, ProgressError> {
        self.read(exams::all)
    }

    /// Returns the times to the first key, in milliseconds, of the newest right answers, newest first.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn first_keys(&self, count: usize) -> Result<Vec<(FaceId, u32)>, ProgressError> {
        let condition = "WHERE r.first_key_ms IS NOT NULL AND r.verdict = 'correct' AND v.id IS NULL \
                         ORDER BY r.at DESC, r.id DESC LIMIT ?1";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let lines = self.read(|connection| log::lines(connection, condition, [count]))?;
        let first_key = |line: LogLine| Some((line.review.face, line.review.first_key_ms?));
        Ok(lines.into_iter().filter_map(first_key).collect())
    }

    /// Returns the study days on which something was answered that counts, earliest first.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn days(&self) -> Result<Vec<Day>, ProgressError> {
        self.read(log::days)
    }

    /// Returns the last unrevoked reviews of this machine as they were written down, the last one first;
    /// one that came back with a copy was written down when it came.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn last_reviews(&self, count: usize) -> Result<Vec<Review>, ProgressError> {
        // Not by their instants: the clock may have been set back since.
        let condition = "WHERE r.machine = ?1 AND v.id IS NULL ORDER BY r.number DESC LIMIT ?2";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let parameters = params![self.machine.to_string(), count];
        let lines = self.read(|connection| log::lines(connection, condition, parameters))?;
        Ok(lines.into_iter().map(|line| line.review).collect())
    }

    /// Returns the whole log by instant and name; [`Progress::for_each_line`] needs less memory.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn log(&self) -> Result<Vec<LogLine>, ProgressError> {
        self.read(|connection| log::lines(connection, log::IN_ORDER, []))
    }

    /// Hands over the log line by line, by instant and name, until told to stop.
    ///
    /// # Errors
    /// As [`Progress::states`]; the lines before were handed over.
    pub fn for_each_line(&self, each: impl FnMut(LogLine) -> ControlFlow<()>) -> Result<(), ProgressError> {
        self.read(|connection| log::each_line(connection, log::IN_ORDER, [], each))
    }

    /// Returns the lines of a face under all its names, by instant and name.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn reviews_of(&self, face: &FaceId) -> Result<Vec<LogLine>, ProgressError> {
        self.read(|connection| {
            let now = log::name_now(connection, face)?;
            log::lines(connection, log::OF_FACE, [now.to_string()])
        })
    }

    /// Returns the lines of a study day and of those after it, by instant and name.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn reviews_since(&self, day: Day) -> Result<Vec<LogLine>, ProgressError> {
        let condition = format!("WHERE r.day >= ?1 {}", log::IN_ORDER);
        self.read(|connection| log::lines(connection, &condition, [day.number()]))
    }

    /// Returns what was done on a study day, by instant: a row for each review that counts.
    ///
    /// # Errors
    /// As [`Progress::states`].
    pub fn done_on(&self, day: Day) -> Result<Vec<Done>, ProgressError> {
        let condition = format!("WHERE r.day = ?1 AND v.id IS NULL {}", log::IN_ORDER);
        self.read(|connection| {
            let mut done = Vec::new();
            for LogLine { review, .. } in log::lines(connection, &condition, [day.number()])? {
                if review.mode.moves_schedule() {
                    let face = log::name_now(connection, &review.face)?;
                    let is_first = first_of(connection, &face)? == Some(review.id);
                    done.push(Done { face, is_first, answer_ms: review.answer_ms });
                }
            }
            Ok(done)
        })
    }
}

/// Returns the first review of a face that moved its schedule.
fn first_of(connection: &Connection, now: &FaceId) -> Result<Option<ReviewId>, Fault> {
    let mut first = None;
    log::each_line(connection, log::OF_FACE_UNREVOKED, [now.to_string()], |line| {
        if line.review.mode.moves_schedule() {
            first = Some(line.review.id);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    Ok(first)
}
