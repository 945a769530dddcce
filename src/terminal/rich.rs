//! How does a session draw on a terminal?
//!
//! [`Rich`] holds the terminal for the whole session, waits for keys, shows frames and gives the
//! terminal back. The study command opens it where [`Rich::fits`] says that it can.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::BorrowedFd;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::tcgetwinsize;

use crate::deck::id::FaceId;
use crate::session::screen::{Input, Leave, Screen, View};
use crate::terminal::desk::{Desk, Move, Moved};
use crate::terminal::dialogue::{Act, Dialogue, Draft};
use crate::terminal::draw::frame;
use crate::terminal::keys::{Decoder, Key};
use crate::terminal::paint::{Frame, Size, encoded, painted};
use crate::terminal::raw::{Raw, write};
use crate::terminal::signals::Stop;
use crate::terminal::{Reply, Sight, Terminal, TerminalError};
use crate::time::Timestamp;
use crate::view::text::Signs;
use crate::view::text::Text;

/// How long keys are waited for before signals and size are looked at again.
const TICK: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
/// After so many ticks without a key a word that was being typed has ended.
const REST_TICKS: u32 = 4;
/// How long silence must be to tell the Esc key from the beginning of another.
const SILENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
/// The smallest terminal that is drawn on.
const SMALLEST: Size = Size { columns: 24, rows: 8 };
/// The size of a terminal that does not tell it.
const USUAL: Size = Size { columns: 80, rows: 24 };
/// Bytes read at once.
const CHUNK: usize = 4096;

/// How a terminal looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether it has colours.
    pub color: bool,
    /// Which signs it can show.
    pub signs: Signs,
}

/// A terminal that is drawn on.
#[derive(Debug)]
pub struct Rich {
    stop: Stop,
    style: Style,
    /// Nothing while something is said on the normal screen.
    raw: Option<Raw>,
    decoder: Decoder,
    /// Pressed and not looked at yet.
    keys: VecDeque<Key>,
    /// What was typed about cards that were not answered then.
    drafts: HashMap<FaceId, Draft>,
    /// The size of what is on the screen; nothing when that is not known.
    drawn: Option<Size>,
}

/// What waiting for keys has led to.
enum Waited {
    Went,
    /// The terminal has gone.
    Gone,
}

/// The part of the body that is seen.
struct Scroll {
    /// Its first line; nothing before it was drawn.
    top: Option<usize>,
    room: usize,
}

impl Scroll {
    fn by(&mut self, lines: isize) {
        self.top = self.top.map(|top| top.saturating_add_signed(lines));
    }
}

/// Returns whether a terminal is large enough to be drawn on.
pub fn is_large_enough(size: Size) -> bool {
    size.columns >= SMALLEST.columns && size.rows >= SMALLEST.rows
}

/// Returns the size of the terminal at standard output; 80×24 where it does not tell.
pub fn size() -> Size {
    size_of(stdout()).unwrap_or(USUAL)
}

/// Returns the columns of the terminal at standard output; nothing where there is none.
pub fn columns() -> Option<usize> {
    size_of(stdout()).map(|size| size.columns)
}

/// Returns the columns of the terminal at standard error; nothing where there is none.
pub fn error_columns() -> Option<usize> {
    size_of(stderr()).map(|size| size.columns)
}

fn size_of(terminal: BorrowedFd<'_>) -> Option<Size> {
    let told = tcgetwinsize(terminal).ok().filter(|told| told.ws_col > 0 && told.ws_row > 0)?;
    Some(Size { columns: told.ws_col.into(), rows: told.ws_row.into() })
}

impl Rich {
    /// Returns whether the terminal at standard output is large enough to be drawn on; whether there
    /// is one that can be drawn on, its environment says.
    pub fn fits() -> bool {
        is_large_enough(size())
    }

    /// Takes the terminal at standard input and output for a session. It is given back when this is
    /// dropped, when something is said, and on a panic.
    ///
    /// # Errors
    /// When there is no terminal.
    pub fn open(stop: Stop, style: Style) -> Result<Self, TerminalError> {
        let mut rich = Self {
            stop,
            style,
            raw: None,
            decoder: Decoder::default(),
            keys: VecDeque::new(),
            drafts: HashMap::new(),
            drawn: None,
        };
        rich.hold()?;
        Ok(rich)
    }

    fn hold(&mut self) -> Result<(), TerminalError> {
        if self.raw.is_none() {
            let held = Raw::hold();
            self.raw = Some(held.map_err(|source| TerminalError { operation: "take the terminal", source })?);
            self.drawn = None;
        }
        Ok(())
    }

    /// Stops the program as Ctrl-Z does elsewhere, and takes the terminal again when it goes on.
    fn suspend(&mut self) -> Result<(), TerminalError> {
        self.raw = None;
        let stopped = kill_process(getpid(), Signal::TSTP);
        stopped.map_err(|error| TerminalError { operation: "stop", source: error.into() })?;
        self.hold()
    }

    /// Goes on with a dialogue until something is done.
    fn converse(
        &mut self,
        dialogue: &mut Dialogue,
        mut on_key: impl FnMut(),
    ) -> Result<Input, TerminalError> {
        let mut scroll = Scroll { top: None, room: 0 };
        let mut is_drawn = false;
        let mut quiet = 0;
        loop {
            if let Some(leave) = self.stop.leave() {
                return Ok(Input::Leave(leave));
            }
            let Some(key) = self.keys.pop_front() else {
                let gone = (!is_drawn || self.drawn != Some(size())) && !self.draw(dialogue, &mut scroll)?;
                is_drawn = true;
                match if gone { Waited::Gone } else { self.wait()? } {
                    Waited::Went => {
                        quiet += 1;
                        if quiet > REST_TICKS {
                            dialogue.rest();
                        }
                        continue;
                    }
                    Waited::Gone => return Ok(Input::Leave(self.stop.leave().unwrap_or(Leave::Terminated))),
                }
            };
            on_key();
            quiet = 0;
            is_drawn = false;
            match dialogue.press(&key) {
                Act::Stay => {}
                Act::Redraw => self.drawn = None,
                Act::Lines(lines) => scroll.by(lines),
                Act::Top => scroll.top = Some(0),
                Act::Pages(pages) => {
                    let lines = pages.saturating_mul(isize::try_from(scroll.room).unwrap_or(isize::MAX));
                    scroll.by(lines);
                }
                Act::Suspend => self.suspend()?,
                Act::Done(input) => return Ok(input),
            }
        }
    }

    /// Goes on at a question of an exam until the learner goes elsewhere or the time is up.
    fn at_desk(
        &mut self,
        desk: &mut Desk,
        paper: &Sight<'_>,
        clock: &dyn Fn() -> Timestamp,
    ) -> Result<Move, TerminalError> {
        let (mut shown, mut room) = (None, 1);
        loop {
            if let Some(leave) = self.stop.leave() {
                return Ok(Move::Leave(leave));
            }
            let now = clock();
            if paper.sitting.is_over(now) {
                return Ok(Move::TimeUp);
            }
            if let Some(key) = self.keys.pop_front() {
                shown = None;
                if key == Key::Ctrl('z') {
                    self.suspend()?;
                } else if let Some(to) = desk.press(&key, room, paper.sitting.given.len()) {
                    return Ok(to);
                }
                continue;
            }
            let question = paper.question(now);
            let second = question.left_ms.map(|left| left.div_ceil(1000));
            let size = size();
            if shown != Some(second) || self.drawn != Some(size) {
                let frame = desk.frame(&question, paper.prompts, size, self.style.signs);
                (desk.top, room) = (Some(frame.top), frame.room);
                shown = Some(second);
                if !self.show(&frame, size)? {
                    return Ok(Move::Leave(self.stop.leave().unwrap_or(Leave::Terminated)));
                }
            }
            if let Waited::Gone = self.wait()? {
                return Ok(Move::Leave(self.stop.leave().unwrap_or(Leave::Terminated)));
            }
        }
    }

    /// Shows a dialogue; returns false when the terminal has gone.
    fn draw(&mut self, dialogue: &Dialogue, scroll: &mut Scroll) -> Result<bool, TerminalError> {
        let size = size();
        let frame = frame(dialogue, scroll.top, size, self.style.signs);
        *scroll = Scroll { top: Some(frame.top), room: frame.room };
        self.show(&frame, size)
    }

    /// Writes a frame that was laid out for a size; returns false when the terminal has gone.
    fn show(&mut self, frame: &Frame, size: Size) -> Result<bool, TerminalError> {
        let codes = encoded(frame, size, self.style.color, self.drawn != Some(size));
        self.drawn = Some(size);
        match write(&codes) {
            Ok(()) => Ok(true),
            Err(error) if is_gone(&error) => Ok(false),
            Err(source) => Err(TerminalError { operation: "write to the terminal", source }),
        }
    }

    /// Waits for keys, at most for a tick.
    fn wait(&mut self) -> Result<Waited, TerminalError> {
        let failed =
            |error: Errno| TerminalError { operation: "read from the terminal", source: error.into() };
        let tick = if self.decoder.is_waiting() { SILENCE } else { TICK };
        match poll(&mut [PollFd::new(&stdin(), PollFlags::IN)], Some(&tick)) {
            Ok(0) => {
                self.keys.extend(self.decoder.silence());
                return Ok(Waited::Went);
            }
            Ok(_) => {}
            // A signal is looked at by the caller; it is never an answer.
            Err(Errno::INTR | Errno::AGAIN) => return Ok(Waited::Went),
            Err(error) => return Err(failed(error)),
        }
        let mut chunk = [0; CHUNK];
        match rustix::io::read(stdin(), &mut chunk) {
            Ok(0) | Err(Errno::IO | Errno::BADF | Errno::NXIO) => return Ok(Waited::Gone),
            Ok(count) => self.keys.extend(self.decoder.feed(chunk.get(..count).unwrap_or_default())),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(failed(error)),
        }
        Ok(Waited::Went)
    }
}

impl Terminal for Rich {
    fn ask(&mut self, screen: &Screen, clock: &dyn Fn() -> Timestamp) -> Result<Reply, TerminalError> {
        self.hold()?;
        let face = &screen.prompt.face;
        let is_asked = matches!(screen.stage, View::Ask { .. });
        let draft = self.drafts.get(face).filter(|_| is_asked).cloned().unwrap_or_default();
        let mut dialogue = Dialogue::new(screen, draft);
        let mut first_key = None;
        let input = self.converse(&mut dialogue, || {
            first_key.get_or_insert_with(clock);
        })?;
        if is_asked {
            // What leads back to the same question keeps what was typed.
            if matches!(input, Input::Hint | Input::Edit) {
                self.drafts.insert(face.clone(), dialogue.draft);
            } else {
                self.drafts.remove(face);
            }
        }
        Ok(Reply { input, first_key })
    }

    fn sit(&mut self, paper: &Sight<'_>, clock: &dyn Fn() -> Timestamp) -> Result<Moved, TerminalError> {
        self.hold()?;
        let mut desk = Desk::new(paper.typed(), paper.at_the_end);
        let to = self.at_desk(&mut desk, paper, clock)?;
        Ok(Moved { typed: desk.typed().to_owned(), to })
    }

    fn release(&mut self) {
        self.raw = None;
    }

    fn say(&mut self, text: &Text) -> Result<(), TerminalError> {
        self.raw = None;
        let text = text.clone().in_letters(self.style.signs).fitted(size().columns);
        let lines = text.lines.iter().map(|line| painted(line, self.style.color) + "\n");
        match write(&lines.collect::<String>()) {
            Err(error) if !is_gone(&error) => {
                Err(TerminalError { operation: "write to the terminal", source: error })
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// Whether the terminal is no longer there, so that nobody is left to be told.
fn is_gone(error: &io::Error) -> bool {
    let gone = [Errno::IO, Errno::PIPE, Errno::BADF, Errno::NXIO];
    error.raw_os_error().is_some_and(|code| gone.iter().any(|errno| errno.raw_os_error() == code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tiny_terminal_is_not_drawn_on() {
        let is_fit = |columns, rows| is_large_enough(Size { columns, rows });
        assert!(is_fit(24, 8));
        assert!(!is_fit(23, 8));
        assert!(!is_fit(24, 7));
    }
}
