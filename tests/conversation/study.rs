//! A learner at a desk: decks, progress in memory, and a clock that is set by hand.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use csto_quiz::answer::prompt::Answer;
use csto_quiz::decision::Standing;
use csto_quiz::deck::decks::Decks;
use csto_quiz::deck::id::{CardId, FaceId};
use csto_quiz::deck::parse::parse;
use csto_quiz::pace::Pace;
use csto_quiz::progress::Progress;
use csto_quiz::queue::{Request, build};
use csto_quiz::reading::date::DateOrder;
use csto_quiz::review::{LogLine, MachineId, Mode, Review, replay};
use csto_quiz::schedule::Policy;
use csto_quiz::schedule::memory::Model;
use csto_quiz::schedule::state::Studied;
use csto_quiz::seed::Seed;
use csto_quiz::session::Session;
use csto_quiz::session::screen::Input;
use csto_quiz::session::step::{Effect, Now, Settings, Timing};
use csto_quiz::source::Source;
use csto_quiz::time::{Days, Moment, Rollover};

/// Everything a session needs around it.
pub(crate) struct Study {
    pub(crate) decks: Rc<Decks>,
    pub(crate) progress: Progress,
    pub(crate) model: &'static Model,
    /// Which figure of a date stands first, as often as it was said.
    pub(crate) remembered: Vec<DateOrder>,
    now: Moment,
    chance: u128,
}

/// What differs from test to test.
#[derive(Clone)]
pub(crate) struct Wishes {
    pub(crate) ask_date_order: bool,
    pub(crate) pace: Pace,
    pub(crate) mode: Mode,
    pub(crate) seconds: Option<u64>,
    pub(crate) keep_typed: bool,
}

pub(crate) fn wishes() -> Wishes {
    Wishes {
        ask_date_order: false,
        pace: Pace::default(),
        mode: Mode::Study,
        seconds: None,
        keep_typed: true,
    }
}

/// Reads a deck that has no error.
#[track_caller]
pub(crate) fn decks(texts: &[&str]) -> Decks {
    let decks = texts.iter().map(|text| {
        let parsed = parse(&[Source::new("deck.toml", *text)], &[]);
        assert_eq!(
            parsed.diagnostics.iter().filter(|found| found.severity.as_str() == "error").collect::<Vec<_>>(),
            Vec::<&csto_quiz::deck::diagnostic::Diagnostic>::new()
        );
        parsed.deck.expect("a deck")
    });
    Decks::new(decks).0
}

impl Study {
    pub(crate) fn new(deck: &str) -> Self {
        let now = "2026-03-02T09:00:00+01:00".parse().expect("a moment");
        Self {
            decks: Rc::new(decks(&[deck])),
            progress: Progress::open_in_memory(MachineId::new(1)).expect("progress in memory"),
            model: Box::leak(Box::default()),
            remembered: Vec::new(),
            now,
            chance: 1,
        }
    }

    /// Takes other decks, as after an edit by their author.
    pub(crate) fn edit(&mut self, texts: &[&str]) {
        self.decks = Rc::new(decks(texts));
        self.progress.adopt(&self.decks.renames(), self.model).expect("known names");
    }

    pub(crate) fn session(&self, wishes: Wishes) -> Session<'static> {
        let states = self.progress.states().expect("states");
        let request = Request {
            today: self.now.day(Rollover::default()),
            ahead: Days(0),
            cram: wishes.mode == Mode::Cram,
            new: 10,
            reviews: 100,
            topics: Vec::new(),
            standing: self.standing(),
            seed: Seed(7),
        };
        let queue = build(&self.decks, &states, &request);
        let settings = Settings {
            machine: self.progress.machine(),
            mode: wishes.mode,
            recorded: true,
            rollover: Rollover::default(),
            policy: Policy::default(),
            deck_policies: HashMap::new(),
            keep_typed: wishes.keep_typed,
            date_order: None,
            ask_date_order: wishes.ask_date_order,
            standing: self.standing(),
            pace: wishes.pace,
            editable: HashSet::new(),
            exam_in: None,
            seed: Seed(7),
            seconds: wishes.seconds,
        };
        Session::new((Rc::clone(&self.decks), self.model), settings, states, (queue, self.now))
    }

    pub(crate) fn standing(&self) -> Standing {
        Standing::of(self.progress.decisions().expect("decisions"), CardId::clone)
    }

    pub(crate) fn moment(&self) -> Moment {
        self.now
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, millis: i64) {
        self.now.at = self.now.at.later(millis);
    }

    /// Does something and writes down what follows, as the study command does.
    pub(crate) fn step(&mut self, session: &mut Session<'_>, input: Input) {
        self.wait(2_000);
        self.chance += 1;
        let now = Now { moment: self.now, chance: self.chance };
        let timing = Timing { first_key_ms: Some(500), answer_ms: 2_000 };
        for effect in session.step(input, timing, now) {
            self.write_down(session, effect);
        }
    }

    fn write_down(&mut self, session: &mut Session<'_>, effect: Effect) {
        let (face, state) = match effect {
            Effect::Record(review) => {
                (review.face.clone(), self.progress.record(&review, self.model).expect("a record"))
            }
            Effect::Regrade { of, revocation, review } => {
                let state = self.progress.regrade(revocation, of, &review, self.model).expect("a regrade");
                (review.face.clone(), state)
            }
            Effect::Revoke { review, revocation, face } => {
                let taken = self.progress.revoke(review, revocation, self.model).expect("a revocation");
                (face, taken.state)
            }
            Effect::Decide(decision) => return self.progress.decide(&decision).expect("a decision"),
            Effect::Remember(order) => {
                self.remembered.push(order);
                return;
            }
        };
        session.learned(&face, state);
    }

    pub(crate) fn answer(&mut self, session: &mut Session<'_>, typed: &str) {
        self.step(session, Input::Answer(Answer::Typed(typed.to_owned())));
    }

    pub(crate) fn state(&self, face: &str) -> Option<Studied> {
        self.progress.state(&face.parse().expect("a face")).expect("a state")
    }

    pub(crate) fn log(&self) -> Vec<LogLine> {
        self.progress.log().expect("the log")
    }

    #[track_caller]
    pub(crate) fn assert_states_are_the_replayed_log(&self) {
        let mut by_face: HashMap<FaceId, Vec<Review>> = HashMap::new();
        for line in self.log() {
            if line.revoked.is_none() {
                by_face.entry(line.review.face.clone()).or_default().push(line.review);
            }
        }
        let replayed: HashMap<FaceId, Studied> =
            by_face.into_iter().filter_map(|(face, log)| Some((face, replay(self.model, &log)?))).collect();
        assert_eq!(self.progress.states().expect("states"), replayed);
    }
}
