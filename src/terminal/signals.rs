//! Was the program told to end?
//!
//! Signals only set a flag here; the terminals look at it at every tick, so that an answer is never
//! cut in two. The study command makes a [`Stop`] and gives it to its terminal.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Once};

use signal_hook::SigId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag::{register_conditional_default, register_usize};
use signal_hook::low_level::unregister;

use crate::session::screen::Leave;

/// Nothing has arrived.
const NONE: usize = 0;
/// Ctrl-C has, where the terminal is not in raw mode.
const INTERRUPTED: usize = 1;
/// A signal to end has, or the terminal has gone.
const TERMINATED: usize = 2;

/// Whether a session listens for signals: they no longer end the program by themselves then.
static LISTENING: AtomicBool = AtomicBool::new(false);
/// Whether SIGINT ends the program, once a menu has been open.
static ENDS: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

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
        LISTENING.store(true, Ordering::SeqCst);
        ENDS.store(false, Ordering::SeqCst);
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

/// While it is held, Ctrl-C does not end the program, so that a menu gives the terminal back first; it
/// does again afterwards, unless a session listens for it.
#[derive(Debug)]
pub(super) struct Paused(SigId);

impl Paused {
    /// Keeps Ctrl-C from ending the program.
    ///
    /// # Errors
    /// When the system refuses a handler.
    pub(super) fn hold() -> io::Result<Self> {
        ENDS.store(false, Ordering::SeqCst);
        register_usize(SIGINT, Arc::default(), INTERRUPTED).map(Self)
    }
}

impl Drop for Paused {
    fn drop(&mut self) {
        static ONCE: Once = Once::new();
        // Without any handler of ours the system's own would not come back.
        ONCE.call_once(|| {
            let _ = register_conditional_default(SIGINT, Arc::clone(&ENDS));
        });
        ENDS.store(!LISTENING.load(Ordering::SeqCst), Ordering::SeqCst);
        unregister(self.0);
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
