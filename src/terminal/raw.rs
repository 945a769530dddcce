//! In which state is the terminal?
//!
//! [`Raw`] holds it in raw mode on the alternate screen and gives it back as it was: when dropped,
//! and when the program panics. `rich` holds it for a whole session, so that keys typed ahead are
//! never echoed.

use std::io;
use std::panic;
use std::sync::{Mutex, Once, PoisonError};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{
    InputModes, OptionalActions, OutputModes, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

/// Alternate screen, bracketed paste.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[2J\x1b[H";
/// Ends a half-drawn frame; colours off, lines wrap, cursor shown, paste and screen as before.
const LEAVE: &str = "\x1b[?2026l\x1b[0m\x1b[?7h\x1b[?25h\x1b[?2004l\x1b[?1049l";

/// How the terminal was before it was held.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
/// The panic hook is put in once.
static HOOK: Once = Once::new();

/// The terminal, held in raw mode.
#[derive(Debug)]
pub(super) struct Raw(());

impl Raw {
    /// Takes the terminal into raw mode and onto the alternate screen.
    ///
    /// # Errors
    /// When standard input or output is no terminal.
    pub(super) fn hold() -> io::Result<Self> {
        HOOK.call_once(|| {
            let old = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                give_back();
                old(panic);
            }));
        });
        let before = tcgetattr(stdin())?;
        let mut raw = before.clone();
        raw.make_raw();
        // A message that somebody else prints still begins at the left.
        raw.output_modes.insert(OutputModes::OPOST | OutputModes::ONLCR);
        raw.input_modes.remove(InputModes::IXON);
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(before);
        let held = Self(());
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        write(ENTER)?;
        Ok(held)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        give_back();
    }
}

/// Puts the terminal back as it was; once, however often it is called.
fn give_back() {
    let Ok(mut before) = BEFORE.try_lock() else { return };
    if let Some(before) = before.take() {
        // A terminal that has gone has nothing to be put back. Keys that nobody has read are
        // dropped: they were meant for the session and not for the shell.
        let _ = write(LEAVE);
        let _ = tcsetattr(stdin(), OptionalActions::Flush, &before);
    }
}

/// Writes to standard output whatever interrupts.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(text: &str) -> io::Result<()> {
    let mut left = text.as_bytes();
    while !left.is_empty() {
        match rustix::io::write(stdout(), left) {
            Ok(count) => left = left.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(&stdout(), PollFlags::OUT)], None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
