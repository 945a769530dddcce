//! Was the program told to end?
//!
//! Signals only set a flag here; the terminals look at it at every tick, so that an answer is never
//! cut in two. The study command makes a [`Stop`] and gives it to its terminal.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag::register_usize;

use crate::session::screen::Leave;

/// Nothing has arrived.
const NONE: usize = 0;
/// Ctrl-C has, where the terminal is not in raw mode.
const INTERRUPTED: usize = 1;
/// A signal to end has, or the terminal has gone.
const TERMINATED: usize = 2;

/// A flag that signals set; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    arrived: Arc<AtomicUsize>,
}

impl Stop {
    /// Makes a flag that SIGINT, SIGTERM and SIGHUP set, instead of ending the program.
    ///
    /// # Errors
    /// When the system refuses a handler.
    pub fn install() -> io::Result<Self> {
        let stop = Self::none();
        for (signal, value) in [(SIGINT, INTERRUPTED), (SIGTERM, TERMINATED), (SIGHUP, TERMINATED)] {
            register_usize(signal, Arc::clone(&stop.arrived), value)?;
        }
        Ok(stop)
    }

    /// Makes a flag that nothing sets.
    pub fn none() -> Self {
        Self::default()
    }

    /// Returns how to leave, once a signal has arrived; the latest counts.
    pub fn leave(&self) -> Option<Leave> {
        match self.arrived.load(Ordering::SeqCst) {
            NONE => None,
            INTERRUPTED => Some(Leave::Interrupted),
            _ => Some(Leave::Terminated),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_seen_by_every_clone() {
        let stop = Stop::none();
        let clone = stop.clone();
        assert_eq!(clone.leave(), None);
        stop.arrived.store(INTERRUPTED, Ordering::SeqCst);
        assert_eq!(clone.leave(), Some(Leave::Interrupted));
        stop.arrived.store(TERMINATED, Ordering::SeqCst);
        assert_eq!(clone.leave(), Some(Leave::Terminated));
    }
}
