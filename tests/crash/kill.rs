//! How is a command killed at a moment that chance draws, and what had it shown by then?

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use csto_quiz::seed::Seed;

use crate::support::Home;

/// No command is done in less.
const SHORTEST: Duration = Duration::from_millis(5);
/// The signal that cannot be caught.
const SIGKILL: i32 = 9;
/// How many kills there are of a session in the short form, and of each other command.
const SHORT: (usize, usize) = (25, 4);
/// The other commands are killed so many times less often.
const SELDOM: usize = 5;
/// In this time much is decided: the file is opened or made, the copy of the day is written.
const BEGINNING: Duration = Duration::from_millis(50);

/// Returns how often a session is killed, and how often each other command.
#[expect(clippy::disallowed_methods, reason = "the long form is asked for by the environment")]
pub(crate) fn kills() -> (usize, usize) {
    match std::env::var("CSTO_QUIZ_KILLS") {
        Ok(number) => {
            let number: usize = number.parse().expect("a number");
            (number, number.div_ceil(SELDOM))
        }
        Err(_) => SHORT,
    }
}

/// Returns whether this is the long form, which looks at everything through the commands.
pub(crate) fn is_long() -> bool {
    kills() != SHORT
}

/// Returns a size by the form: a large one takes long enough to be hit in the middle.
pub(crate) fn sized(long: usize, short: usize) -> usize {
    if is_long() { long } else { short }
}

/// Chance, from a seed that is told when something fails.
#[derive(Debug)]
pub(crate) struct Chance {
    seed: Seed,
    drawn: u64,
}

impl Chance {
    pub(crate) fn of(name: &str, case: usize) -> Self {
        Self { seed: Seed(case as u64).of(name), drawn: 0 }
    }

    pub(crate) fn below(&mut self, below: usize) -> usize {
        self.drawn += 1;
        self.seed.nth(self.drawn).below(below)
    }

    /// Returns a word that nothing else is like.
    pub(crate) fn word(&mut self) -> String {
        (0..14).map(|_| char::from(b"abcdefghijklmnopqrstuvwxyz"[self.below(26)])).collect()
    }

    fn time(&mut self, longest: Duration) -> Duration {
        let micros = usize::try_from(longest.as_micros()).expect("a short time");
        Duration::from_micros(self.below(micros.max(1)) as u64)
    }
}

/// How long a command runs, as far as is known by now.
#[derive(Debug)]
pub(crate) struct Length(Duration);

/// A command that was killed, or had ended when it was to be.
#[derive(Debug)]
pub(crate) struct Killed {
    /// What it had written to standard output.
    pub(crate) shown: String,
    /// Whether it still ran when it was killed.
    pub(crate) was_alive: bool,
    /// When it was to be killed, from its start.
    pub(crate) after: Duration,
}

impl Length {
    /// Runs a command to its end.
    #[track_caller]
    pub(crate) fn of(home: &Home, words: &[&str], input: &str) -> Self {
        let begun = now();
        let ran = home.run_with(words, input);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{words:?}: {ran:?}");
        Self(begun.elapsed())
    }

    /// Draws a moment of a whole run; three of ten are in its beginning.
    pub(crate) fn moment(&self, chance: &mut Chance) -> Duration {
        if chance.below(10) < 3 { chance.time(BEGINNING.min(self.0)) } else { chance.time(self.0) }
    }

    /// Draws a moment of a whole run; half of them are in its last third, where it writes.
    pub(crate) fn late_moment(&self, chance: &mut Chance) -> Duration {
        let third = self.0 / 3;
        if chance.below(2) == 0 { third * 2 + chance.time(third) } else { self.moment(chance) }
    }

    /// Learns how long a run was: the machine may be busier now, or less.
    pub(crate) fn learn(&mut self, killed: &Killed) {
        if !killed.was_alive {
            self.0 = killed.after.max(SHORTEST);
        } else if killed.after * 10 > self.0 * 9 {
            self.0 = self.0 * 11 / 10;
        }
    }
}

/// Starts a command, gives it its input as fast as it takes it, and kills it without warning.
#[track_caller]
pub(crate) fn killed(home: &Home, words: &[&str], input: &str, after: Duration) -> Killed {
    let mut child = home.start(words);
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = child.stdout.take().expect("a pipe");
    let text = input.to_owned();
    let writer = std::thread::spawn(move || {
        // Who is killed does not read everything.
        let _ = stdin.write_all(text.as_bytes());
    });
    let reader = std::thread::spawn(move || {
        let mut shown = Vec::new();
        stdout.read_to_end(&mut shown).expect("a pipe");
        String::from_utf8(shown).expect("UTF-8")
    });
    std::thread::sleep(after);
    child.kill().expect("a process");
    let output = child.wait_with_output().expect("an end");
    writer.join().expect("the writer");
    let was_alive = output.status.signal() == Some(SIGKILL);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(was_alive || output.status.code() == Some(0), "{words:?} ended by itself: {said}");
    assert_eq!(said, "", "{words:?}");
    Killed { shown: reader.join().expect("the reader"), was_alive, after }
}

/// In which part of its work a command was killed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Phase {
    /// Before the first answer, or before anything was written.
    Before,
    /// Between the first answer and the last, or while it wrote.
    Between,
    /// After the last answer, or when all was written.
    After,
    /// It had ended.
    Ended,
}

/// How often a command was killed in which phase.
#[derive(Debug, Default)]
pub(crate) struct Tally([usize; 4]);

impl Tally {
    pub(crate) fn count(&mut self, phase: Phase) {
        self.0[phase as usize] += 1;
    }

    /// Says the counts, and that in the long form most were alive.
    #[track_caller]
    pub(crate) fn told(&self, what: &str) {
        let [before, between, after, ended] = self.0;
        let all: usize = self.0.iter().sum();
        #[expect(clippy::print_stdout, reason = "the counts are what the long run is for")]
        {
            println!(
                "{what}: {all} times; killed before the first {before}, between {between}, after {after}; \
                 had ended {ended}"
            );
        }
        assert!(!is_long() || (all - ended) * 3 >= all * 2, "too many had ended");
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a command runs is measured to draw a moment of it")]
fn now() -> Instant {
    Instant::now()
}
