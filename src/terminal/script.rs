//! What does a session do with a learner whose answers are known beforehand?
//!
//! Tests drive sessions through a [`Script`] and look at what it was shown.

use std::collections::VecDeque;
use std::fmt;

use crate::session::screen::{Input, Leave, Screen};
use crate::terminal::desk::{Move, Moved};
use crate::terminal::{Reply, Sight, Terminal, TerminalError};
use crate::time::Timestamp;
use crate::view::text::Text;

/// A terminal that answers by itself and remembers what it was shown.
///
/// # Examples
/// ```
/// use csto_quiz::session::screen::Input;
/// use csto_quiz::terminal::script::Script;
///
/// let script = Script::of([Input::Reveal, Input::Accept]);
/// assert!(script.shown.is_empty());
/// ```
pub struct Script<'a> {
    /// Every screen shown, in order.
    pub shown: Vec<Screen>,
    /// Everything said, in order.
    pub said: Vec<Text>,
    /// What is done in an exam, a question each.
    pub moves: VecDeque<Moved>,
    learner: Box<dyn FnMut(&Screen) -> Input + 'a>,
}

impl<'a> Script<'a> {
    /// Makes a learner who does this, one thing a screen, and then leaves as if the input ended.
    pub fn of(inputs: impl IntoIterator<Item = Input, IntoIter: 'a>) -> Self {
        let mut inputs = inputs.into_iter();
        Self::by(move |_| inputs.next().unwrap_or(Input::Leave(Leave::EndOfInput)))
    }

    /// Makes a learner who looks at the screen.
    pub fn by(learner: impl FnMut(&Screen) -> Input + 'a) -> Self {
        let (shown, said, moves) = (Vec::new(), Vec::new(), VecDeque::new());
        Self { shown, said, moves, learner: Box::new(learner) }
    }
}

impl fmt::Debug for Script<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("shown", &self.shown).field("said", &self.said).finish_non_exhaustive()
    }
}

impl Terminal for Script<'_> {
    fn ask(&mut self, screen: &Screen, clock: &dyn Fn() -> Timestamp) -> Result<Reply, TerminalError> {
        self.shown.push(screen.clone());
        Ok(Reply { input: (self.learner)(screen), first_key: Some(clock()) })
    }

    fn sit(&mut self, _: &Sight<'_>, _: &dyn Fn() -> Timestamp) -> Result<Moved, TerminalError> {
        let leave = Moved { typed: String::new(), to: Move::Leave(Leave::EndOfInput) };
        Ok(self.moves.pop_front().unwrap_or(leave))
    }

    fn release(&mut self) {}

    fn say(&mut self, text: &Text) -> Result<(), TerminalError> {
        self.said.push(text.clone());
        Ok(())
    }
}
