//! How does a session speak in lines?
//!
//! For pipes, screen readers and terminals that cannot draw: every screen is said once, one line is
//! the answer.

use std::io::{self, ErrorKind, Write};
use std::os::fd::AsFd;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::isatty;

use crate::deck::id::FaceId;
use crate::session::screen::{Input, Leave, Screen, View};
use crate::terminal::desk::{Move, Moved};
use crate::terminal::lines::{LONGEST_LINE, meant};
use crate::terminal::signals::Stop;
use crate::terminal::{Reply, Sight, Terminal, TerminalError};
use crate::time::Timestamp;
use crate::view::exam;
use crate::view::session::spoken;
use crate::view::text::{Line, Role, Signs, Text};

/// How long input is waited for before signals are looked at again.
const TICK: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };
/// Bytes read at once.
const CHUNK: usize = 16 * 1024;

/// A terminal that speaks in lines.
#[derive(Debug)]
pub struct Plain<I, O> {
    input: I,
    output: O,
    stop: Stop,
    unread: Vec<u8>,
    ended: bool,
    asked: Option<FaceId>,
    /// Where lines are broken, and in which letters; nothing where they are as they are.
    screen: Option<(usize, Signs)>,
}

/// What came from the input.
enum Heard {
    Line(String),
    Left(Leave),
}

impl<I: AsFd, O: Write> Plain<I, O> {
    /// Makes a terminal of a file, pipe or terminal to read and of something to write to. What
    /// others have read ahead of `input` is not seen.
    pub fn new(input: I, output: O, stop: Stop) -> Self {
        Self { input, output, stop, unread: Vec::new(), ended: false, asked: None, screen: None }
    }

    /// Breaks lines at blanks where they are wider than this, for a terminal that would break words, and
    /// says them in the letters that it can show.
    pub fn on_screen(mut self, columns: usize, signs: Signs) -> Self {
        self.screen = Some((columns, signs));
        self
    }

    /// Says a text; returns false when nobody listens any more.
    fn print(&mut self, text: &Text) -> Result<bool, TerminalError> {
        let text = match self.screen {
            Some((columns, signs)) => text.clone().in_letters(signs).fitted(columns).plain(),
            None => text.plain(),
        };
        match self.output.write_all(text.as_bytes()).and_then(|()| self.output.flush()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(source) => Err(TerminalError { operation: "write to standard output", source }),
        }
    }

    /// Returns what is said of a screen: a question that comes back with its hints is said whole.
    fn words(&mut self, screen: &Screen) -> Text {
        let face = Some(screen.prompt.face.clone());
        let again = std::mem::replace(&mut self.asked, face) != self.asked;
        let View::Ask { hints, tried } = &screen.stage else { return spoken(screen) };
        if hints.is_empty() || !again || tried.is_some() {
            return spoken(screen);
        }
        let mut text = Text::default();
        for shown in 0..=hints.len() {
            let stage = View::Ask { hints: hints.iter().take(shown).cloned().collect(), tried: None };
            text.append(spoken(&Screen { stage, ..screen.clone() }));
        }
        text
    }

    fn hear(&mut self) -> Result<Heard, TerminalError> {
        loop {
            if let Some(leave) = self.stop.leave() {
                return Ok(Heard::Left(leave));
            }
            if let Some(line) = self.next_line() {
                return Ok(Heard::Line(line));
            }
            if self.ended {
                return Ok(Heard::Left(Leave::EndOfInput));
            }
            self.read().map_err(|source| TerminalError { operation: "read standard input", source })?;
        }
    }

    /// Takes a line of what was read; at the end of input what is left is one.
    fn next_line(&mut self) -> Option<String> {
        let end = match self.unread.iter().position(|byte| *byte == b'\n') {
            Some(end) => end + 1,
            None if self.ended && !self.unread.is_empty() => self.unread.len(),
            None => {
                self.unread.truncate(LONGEST_LINE);
                return None;
            }
        };
        let mut line: Vec<u8> = self.unread.drain(..end).collect();
        line.truncate(LONGEST_LINE);
        Some(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned())
    }

    fn read(&mut self) -> io::Result<()> {
        let mut waiting = [PollFd::new(&self.input, PollFlags::IN)];
        match poll(&mut waiting, Some(&TICK)) {
            Ok(0) | Err(Errno::INTR | Errno::AGAIN) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let mut chunk = [0; CHUNK];
        match rustix::io::read(&self.input, &mut chunk) {
            // A terminal that was hung up, or that belongs to others now, has no more input.
            Ok(0) | Err(Errno::IO | Errno::BADF) => self.ended = true,
            Ok(count) => self.unread.extend(chunk.iter().take(count)),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

impl<I: AsFd, O: Write> Terminal for Plain<I, O> {
    fn ask(&mut self, screen: &Screen, _: &dyn Fn() -> Timestamp) -> Result<Reply, TerminalError> {
        let mut words = self.words(screen);
        let input = loop {
            if !self.print(&words)? {
                break Input::Leave(Leave::EndOfInput);
            }
            match self.hear()? {
                Heard::Left(leave) => {
                    // A terminal has shown `^C` or half a line.
                    if isatty(&self.input) && leave != Leave::EndOfInput {
                        self.print(&Text { lines: vec![Line::default()] })?;
                    }
                    break Input::Leave(leave);
                }
                Heard::Line(line) => match meant(screen, &line) {
                    Ok(input) => break input,
                    Err(help) => words = help,
                },
            }
        };
        Ok(Reply { input, first_key: None })
    }

    fn sit(&mut self, paper: &Sight<'_>, clock: &dyn Fn() -> Timestamp) -> Result<Moved, TerminalError> {
        let before = || paper.typed().to_owned();
        let mut words =
            if paper.at_the_end { at_the_end(paper) } else { exam::spoken(&paper.question(clock())) };
        loop {
            if !self.print(&words)? {
                return Ok(Moved { typed: before(), to: Move::Leave(Leave::EndOfInput) });
            }
            let heard = self.hear()?;
            if paper.sitting.is_over(clock()) {
                // What was being typed when the time was up counts as well.
                let typed = match heard {
                    Heard::Line(line) if !line.trim().is_empty() && !line.starts_with(':') => line,
                    Heard::Line(_) | Heard::Left(_) => before(),
                };
                return Ok(Moved { typed, to: Move::TimeUp });
            }
            let line = match heard {
                Heard::Left(leave) => return Ok(Moved { typed: before(), to: Move::Leave(leave) }),
                Heard::Line(line) => line,
            };
            match in_exam(paper, line.trim()) {
                Ok(moved) => return Ok(moved),
                Err(help) => words = help,
            }
        }
    }

    fn release(&mut self) {}

    fn say(&mut self, text: &Text) -> Result<(), TerminalError> {
        self.print(text).map(|_| ())
    }
}

/// Returns what is said when the last question was left: an empty line hands in.
fn at_the_end(paper: &Sight<'_>) -> Text {
    let mut text = Text::default();
    text.say(
        Role::Plain,
        format!("{} Enter hands in, :g 7 goes to question 7.", exam::confirm(paper.sitting)),
    );
    text
}

/// Returns what a line does in an exam, or what to say when it does nothing.
fn in_exam(paper: &Sight<'_>, line: &str) -> Result<Moved, Text> {
    let moved = |to| Ok(Moved { typed: paper.typed().to_owned(), to });
    match line.split_once(' ').unwrap_or((line, "")) {
        ("", _) if paper.at_the_end => moved(Move::HandIn),
        ("", _) => moved(Move::Next),
        (":b", "") => moved(Move::Back),
        (":m", "") => moved(Move::Mark),
        (":h", "") => moved(Move::HandIn),
        (":q", "") => moved(Move::Leave(Leave::Quit)),
        (":g", number) => {
            let place = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let place = place.filter(|at| *at < paper.sitting.given.len());
            place.map_or_else(|| Err(exam::spoken_help()), |at| moved(Move::Go(at)))
        }
        (":l", "") => Err(exam::spoken_list(paper.sitting, paper.prompts)),
        (":?", "") => Err(exam::spoken_help()),
        _ if paper.at_the_end => Err(at_the_end(paper)),
        _ => Ok(Moved { typed: line.to_owned(), to: Move::Next }),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{PipeReader, pipe};

    use super::*;
    use crate::answer::prompt::{Answer, Ask};
    use crate::terminal::samples::{asked, feedback, hinted};

    fn clock() -> Timestamp {
        Timestamp::from_millis(0)
    }

    /// Makes an input that holds this and ends.
    fn piped(bytes: &[u8]) -> PipeReader {
        let (reader, mut writer) = pipe().unwrap();
        writer.write_all(bytes).unwrap();
        reader
    }

    /// Asks the screens one after the other and returns what was done and what was said.
    fn conversation(bytes: &[u8], screens: &[Screen]) -> (Vec<Input>, String) {
        let mut said = Vec::new();
        let mut plain = Plain::new(piped(bytes), &mut said, Stop::none());
        let inputs = screens.iter().map(|screen| plain.ask(screen, &clock).unwrap().input).collect();
        (inputs, String::from_utf8(said).unwrap())
    }

    fn typed(text: &str) -> Input {
        Input::Answer(Answer::Typed(text.to_owned()))
    }

    #[test]
    fn every_screen_is_said_once_and_a_line_answers_it() {
        let (inputs, said) = conversation(b"15 May 1992\n\n", &[asked("When?", Ask::Text), feedback()]);
        assert_eq!(inputs, [typed("15 May 1992"), Input::Accept]);
        insta::assert_snapshot!(said, @"
        Card 5 of 12, Treaties.
        When?
        Right.
        You answered: 15 may 1992
        Answer: 15 May 1992
        It was signed in Tashkent.
        Source: section I, paragraph 1
        Grade: 3 Good, next in 6 days. Enter takes Good; 1 Again, 2 Hard, 3 Good, 4 Easy.
        ");
    }

    #[test]
    fn what_is_no_grade_gets_help_and_the_next_line_is_asked_for() {
        let (inputs, said) = conversation(b"Tashkent\n3\n", &[feedback()]);
        assert_eq!(inputs, [Input::Grade(crate::schedule::grade::Grade::Good)]);
        let help = "Enter takes Good; 1 Again, 2 Hard, 3 Good, 4 Easy.\n\
                    :u undo, :e edit card, :b bury until tomorrow, :x suspend, :q save and quit, :? help.\n";
        assert!(said.ends_with(help), "{said}");
        assert_eq!(said.matches("Right.").count(), 1);
    }

    #[test]
    fn the_last_line_needs_no_line_feed_and_then_the_input_has_ended() {
        let screen = asked("When?", Ask::Text);
        let (inputs, _) = conversation(b"one\r\ntwo", &[screen.clone(), screen.clone(), screen]);
        assert_eq!(inputs, [typed("one"), typed("two"), Input::Leave(Leave::EndOfInput)]);
    }

    #[test]
    fn bytes_that_are_no_text_and_lines_without_end_are_taken() {
        let screen = asked("When?", Ask::Text);
        let (inputs, _) = conversation(b"a\xffb\n", std::slice::from_ref(&screen));
        assert_eq!(inputs, [typed("a\u{fffd}b")]);
        let (reader, mut writer) = pipe().unwrap();
        let long = std::thread::spawn(move || {
            let line = [vec![b'x'; 3 * LONGEST_LINE], b"\nnext\n".to_vec()].concat();
            writer.write_all(&line).unwrap();
        });
        let mut plain = Plain::new(reader, io::sink(), Stop::none());
        assert_eq!(plain.ask(&screen, &clock).unwrap().input, typed(&"x".repeat(LONGEST_LINE)));
        assert_eq!(plain.ask(&screen, &clock).unwrap().input, typed("next"));
        long.join().unwrap();
    }

    #[test]
    fn a_hint_is_said_alone_and_a_card_that_comes_back_whole() {
        let screen = asked("When?", Ask::Text);
        let other = {
            let mut other = screen.clone();
            other.prompt.face = "csto/other".parse().unwrap();
            other
        };
        let shown = [screen.clone(), hinted(&screen, 1), other, hinted(&screen, 1)];
        let (inputs, said) = conversation(b":h\n:s\n:s\n\n", &shown);
        assert_eq!(inputs, [Input::Hint, Input::Skip, Input::Skip, Input::Answer(Answer::DontKnow)]);
        let header = "Card 5 of 12, Treaties.\nWhen?\n";
        let hint = "Hint: It was a May.\n";
        assert_eq!(said, [header, hint, header, header, hint].concat());
    }

    #[test]
    fn a_reader_that_went_away_ends_the_session() {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let mut plain = Plain::new(piped(b"x\n"), writer, Stop::none());
        let reply = plain.ask(&asked("When?", Ask::Text), &clock).unwrap();
        assert_eq!(reply, Reply { input: Input::Leave(Leave::EndOfInput), first_key: None });
        assert!(plain.say(&Text::default()).is_ok());
    }
}
