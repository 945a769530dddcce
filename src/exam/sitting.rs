//! Where does a learner stand in an exam?
//!
//! A [`Sitting`] is what the [`Event`]s so far make of a paper; each event is on disk before the next
//! screen, so that a sitting that was broken off goes on where it was, the clock having run.

use crate::exam::ExamId;
use crate::exam::paper::Paper;
use crate::review::MachineId;
use crate::time::{Moment, Timestamp};

/// Milliseconds of a minute.
const MINUTE_MS: i64 = 60_000;

/// What was settled before an exam began.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The name of the exam.
    pub id: ExamId,
    /// Who wrote it.
    pub machine: MachineId,
    /// When it began.
    pub begun: Moment,
    /// The questions.
    pub paper: Paper,
    /// How long it may take, in minutes; nothing for no limit.
    pub minutes: Option<u32>,
    /// From which percentage on it is passed, 0–100; nothing where none is set.
    pub pass: Option<f64>,
    /// Whether slips cost the mark.
    pub strict: bool,
    /// Whether its answers count as reviews.
    pub recorded: bool,
    /// The score that the schedule expected of these questions before, in percent.
    pub predicted: f64,
    /// What it was about, for the list of exams.
    pub title: String,
}

/// Something that happened in an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What a question got when the paper was handed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// What it got, 0 to `out_of`.
    pub got: f64,
    /// What it was worth, above 0.
    pub out_of: f64,
}

/// What can happen in an exam.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A question was left with this as its answer so far.
    Answered {
        /// Which question, from 0.
        question: usize,
        /// What was typed; empty for nothing.
        typed: String,
        /// How long it stood on the screen this time, in milliseconds.
        ms: u32,
    },
    /// A question was marked to be looked at later, or its mark taken away.
    Marked {
        /// Which question, from 0.
        question: usize,
        /// Whether it is marked now.
        marked: bool,
    },
    /// The paper was handed in, or taken away when the time was up; with what each question got.
    HandedIn(Vec<Mark>),
    /// The learner says that the answer to this question was right.
    Challenged {
        /// Which question, from 0.
        question: usize,
    },
}

/// What tells an event from others, and orders those of one instant whoever wrote them first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventKey {
    at: Timestamp,
    kind: u8,
    question: usize,
    typed: String,
    number: u32,
    marks: Vec<(u64, u64)>,
}

impl Event {
    /// Returns what tells it from others.
    pub fn key(&self) -> EventKey {
        let key = |kind, question| EventKey {
            at: self.at,
            kind,
            question,
            typed: String::new(),
            number: 0,
            marks: Vec::new(),
        };
        match &self.what {
            What::Answered { question, typed, ms } => {
                EventKey { typed: typed.clone(), number: *ms, ..key(0, *question) }
            }
            What::Marked { question, marked } => EventKey { number: u32::from(*marked), ..key(1, *question) },
            What::HandedIn(marks) => {
                let marks = marks.iter().map(|mark| (mark.got.to_bits(), mark.out_of.to_bits()));
                EventKey { marks: marks.collect(), ..key(2, 0) }
            }
            What::Challenged { question } => key(3, *question),
        }
    }
}

/// What is known of a question so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// What was typed.
    pub typed: String,
    /// Whether it was on the screen.
    pub seen: bool,
    /// Whether it is to be looked at later.
    pub marked: bool,
    /// Whether the learner says that it was right after all.
    pub challenged: bool,
    /// How long it was on the screen, in milliseconds.
    pub ms: u32,
    /// When it was left last.
    pub left_at: Option<Timestamp>,
}

/// Where a learner stands in an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    /// What was settled before.
    pub setup: Setup,
    /// What is known of each question.
    pub given: Vec<Given>,
    /// Which question is on the screen, from 0.
    pub at: usize,
    /// When it was handed in, with what each question got then.
    pub handed_in: Option<(Timestamp, Vec<Mark>)>,
    /// When something last happened.
    last: Timestamp,
}

impl Sitting {
    /// Begins a sitting, or takes one up again where its events left it: those of several machines by
    /// their instants, in whatever order they came together.
    pub fn new(setup: Setup, events: impl IntoIterator<Item = Event>) -> Self {
        let given = vec![Given::default(); setup.paper.questions.len()];
        let last = setup.begun.at;
        let mut sitting = Self { setup, given, at: 0, handed_in: None, last };
        let mut events: Vec<Event> = events.into_iter().collect();
        events.sort_by_cached_key(Event::key);
        for event in events {
            sitting.take(&event);
        }
        sitting
    }

    /// Returns the instant under which something that happens now is written down: after all before, so
    /// that a clock that stands or is set back does not reorder it.
    pub fn instant(&self, now: Timestamp) -> Timestamp {
        now.max(self.last.later(1))
    }

    /// Takes an event.
    pub fn take(&mut self, event: &Event) {
        self.last = self.last.max(event.at);
        match &event.what {
            What::Answered { question, typed, ms } => {
                if let Some(given) = self.given.get_mut(*question) {
                    given.typed.clone_from(typed);
                    given.seen = true;
                    given.ms = given.ms.saturating_add(*ms);
                    given.left_at = Some(event.at);
                    self.at = *question;
                }
            }
            What::Marked { question, marked } => {
                if let Some(given) = self.given.get_mut(*question) {
                    given.marked = *marked;
                }
            }
            What::HandedIn(marks) if self.handed_in.is_none() => {
                self.handed_in = Some((event.at, marks.clone()));
            }
            What::HandedIn(_) => {}
            What::Challenged { question } => {
                if let Some(given) = self.given.get_mut(*question) {
                    given.challenged = true;
                }
            }
        }
    }

    /// Returns how many questions have an answer.
    pub fn answered(&self) -> usize {
        self.given.iter().filter(|given| !given.typed.trim().is_empty()).count()
    }

    /// Returns how many questions are marked.
    pub fn marked(&self) -> usize {
        self.given.iter().filter(|given| given.marked).count()
    }

    /// Returns when the time is up.
    pub fn deadline(&self) -> Option<Timestamp> {
        let minutes = i64::from(self.setup.minutes?);
        Some(self.setup.begun.at.later(minutes.saturating_mul(MINUTE_MS)))
    }

    /// Returns whether the time is up.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.deadline().is_some_and(|deadline| now >= deadline)
    }

    /// Returns how long it took, in milliseconds: to the end of the time at most.
    pub fn took_ms(&self) -> u64 {
        let end = self.handed_in.as_ref().map_or(self.setup.begun.at, |(at, _)| *at);
        let end = self.deadline().map_or(end, |deadline| deadline.min(end));
        end.since(self.setup.begun.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    fn setup(minutes: Option<u32>) -> Setup {
        let at = Timestamp::from_millis(1_000_000);
        let questions = ["d/a", "d/b"].map(|face| face.parse().expect("a face")).to_vec();
        Setup {
            id: ExamId::new(at, 1),
            machine: MachineId::new(1),
            begun: Moment { at, offset: 0 },
            paper: Paper { questions, seed: Seed(1) },
            minutes,
            pass: None,
            strict: false,
            recorded: true,
            predicted: 50.0,
            title: "D".to_owned(),
        }
    }

    fn event(at: i64, what: What) -> Event {
        Event { at: Timestamp::from_millis(1_000_000 + at), what }
    }

    fn answered(at: i64, question: usize, typed: &str) -> Event {
        event(at, What::Answered { question, typed: typed.to_owned(), ms: 500 })
    }

    #[test]
    fn a_sitting_goes_on_where_its_events_left_it() {
        let events = [
            answered(1, 0, "x"),
            answered(2, 1, ""),
            event(3, What::Marked { question: 1, marked: true }),
            answered(4, 0, "y"),
            answered(5, 7, "nowhere"),
        ];
        let sitting = Sitting::new(setup(None), events);
        assert_eq!((sitting.at, sitting.answered(), sitting.marked()), (0, 1, 1));
        assert_eq!((sitting.given[0].typed.as_str(), sitting.given[0].ms), ("y", 1000));
        assert!(sitting.given[1].seen && sitting.handed_in.is_none());
    }

    #[test]
    fn events_of_two_machines_make_one_sitting_in_whatever_order_they_come() {
        let marks = |got| What::HandedIn(vec![Mark { got, out_of: 1.0 }; 2]);
        let events = [
            answered(1, 0, "x"),
            answered(1, 0, "y"),
            answered(2, 1, "z"),
            event(2, What::Marked { question: 1, marked: true }),
            event(2, What::Marked { question: 1, marked: false }),
            event(9, marks(0.0)),
            event(9, marks(1.0)),
        ];
        let sitting = Sitting::new(setup(None), events.clone());
        for first in 0..events.len() {
            let turned = events[first..].iter().chain(&events[..first]).cloned();
            assert_eq!(Sitting::new(setup(None), turned.clone()), sitting);
            assert_eq!(Sitting::new(setup(None), turned.rev()), sitting);
        }
    }

    #[test]
    fn what_happens_is_written_down_in_order_also_when_the_clock_is_set_back() {
        let sitting = Sitting::new(setup(None), [answered(60_000, 0, "x")]);
        let instant = |now| sitting.instant(Timestamp::from_millis(now)).millis();
        assert_eq!([instant(5), instant(1_060_000), instant(1_060_007)], [1_060_001, 1_060_001, 1_060_007]);
        let begun = Sitting::new(setup(None), []);
        assert_eq!(begun.instant(Timestamp::from_millis(1_000_000)).millis(), 1_000_001);
    }

    #[test]
    fn the_clock_runs_also_while_nobody_sits_there() {
        let sitting = Sitting::new(setup(Some(2)), [answered(60_000, 0, "x")]);
        assert!(!sitting.is_over(Timestamp::from_millis(1_119_999)));
        assert!(sitting.is_over(Timestamp::from_millis(1_120_000)));
        let late = Sitting::new(setup(Some(2)), [event(9_000_000, What::HandedIn(Vec::new()))]);
        assert_eq!(late.took_ms(), 120_000);
        assert_eq!(Sitting::new(setup(None), [event(9_000, What::HandedIn(Vec::new()))]).took_ms(), 9_000);
    }
}
