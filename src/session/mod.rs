//! What happens next in a study session?
//!
//! A [`Session`] is a state machine without clock, disk or terminal: [`Session::screen`] says what
//! to show, [`Session::step`] takes what the learner did and says what must be written down before
//! the next screen is shown. An answer is written down before its feedback is shown, so that what
//! the learner has seen is never lost; another grade replaces it.

mod aside;
mod closing;
mod judging;
pub mod screen;
mod showing;
pub mod step;
pub mod summary;

use std::collections::HashMap;
use std::rc::Rc;

use crate::answer;
use crate::answer::examiner::Examiner;
use crate::answer::prompt::{Answer, Prompt};
use crate::answer::verdict::Verdict;
use crate::decision::Ruling;
use crate::deck::Deck;
use crate::deck::card::Card;
use crate::deck::decks::Decks;
use crate::deck::id::{CardId, FaceId};
use crate::queue::{Planned, Queue};
use crate::review::{Review, ReviewId};
use crate::schedule::Choices;
use crate::schedule::grade::Grade;
use crate::schedule::memory::Model;
use crate::schedule::state::Studied;
use crate::session::screen::{Input, Notice, Options, Tried};
use crate::session::step::{Effect, Ending, Now, Settings, Timing};
use crate::session::summary::{Answered, Summary};
use crate::time::{Day, Days, Moment, Timestamp};

/// A sitting of study.
#[derive(Debug)]
pub struct Session<'a> {
    decks: Rc<Decks>,
    model: &'a Model,
    settings: Settings,
    states: HashMap<FaceId, Studied>,
    load: HashMap<Day, usize>,
    queue: Queue,
    examiners: HashMap<String, Examiner>,
    begun: Moment,
    stage: Stage,
    /// What is to be said on the next screen, once.
    notice: Option<Notice>,
    done: Vec<Done>,
    skipped: Vec<FaceId>,
    /// Minutes of the limit that were left when the card was drawn; nothing without a limit.
    minutes_left: Option<u64>,
    last_id: Option<ReviewId>,
}

/// Where the session stands.
#[derive(Debug)]
enum Stage {
    Asking(Asking),
    /// A date has two readings, and the learner has not said yet which figure stands first.
    Reading {
        asking: Asking,
        typed: String,
        timing: Timing,
        readings: [String; 2],
    },
    Ticking {
        asking: Asking,
        typed: String,
        timing: Timing,
    },
    Revealed {
        asking: Asking,
        timing: Timing,
        options: Options,
    },
    Graded(Box<Graded>),
    Ended(Ending),
}

/// A card that is being asked.
#[derive(Clone, Debug)]
struct Asking {
    planned: Planned,
    prompt: Prompt,
    hints: usize,
    /// A first answer that was true and incomplete; it is asked once more.
    tried: Option<FirstTry>,
}

/// A first answer, with how long it took.
#[derive(Clone, Debug)]
struct FirstTry {
    tried: Tried,
    timing: Timing,
}

/// An answer that is written down and may still get another grade.
#[derive(Clone, Debug)]
struct Graded {
    asking: Asking,
    review: Review,
    /// What was answered, in the learner's words; by its options or items where letters stood for them.
    answered: Option<String>,
    verdict: Verdict,
    choices: Choices,
    before: Option<Studied>,
    /// What counts as right from now on, on the learner's word.
    accepted: Option<String>,
}

/// Something that was done in this session and can be taken back.
#[derive(Clone, Debug)]
struct Done {
    planned: Planned,
    what: Past,
}

/// What was done about a card.
#[derive(Clone, Debug)]
enum Past {
    /// It was answered.
    Answered { review: ReviewId, answered: Box<Answered>, accepted: Option<String> },
    /// It was buried or suspended.
    PutAside,
}

impl<'a> Session<'a> {
    /// Begins a session on a queue; `states` is what progress knows of all faces.
    pub fn new(
        (decks, model): (Rc<Decks>, &'a Model),
        settings: Settings,
        states: HashMap<FaceId, Studied>,
        (queue, now): (Queue, Moment),
    ) -> Self {
        let mut load = HashMap::new();
        for studied in states.values() {
            *load.entry(studied.due_day()).or_insert(0) += 1;
        }
        let last_id = settings.standing.last();
        let mut session = Self {
            decks,
            model,
            settings,
            states,
            load,
            queue,
            examiners: HashMap::new(),
            begun: now,
            stage: Stage::Ended(Ending::Done),
            notice: None,
            minutes_left: None,
            done: Vec::new(),
            skipped: Vec::new(),
            last_id,
        };
        session.ask_next(now);
        session
    }

    /// Takes what the learner did and returns what must be written down, in this order; afterwards
    /// [`Session::learned`] says what came of it.
    ///
    /// What makes no sense at this stage changes nothing.
    pub fn step(&mut self, input: Input, timing: Timing, now: Now) -> Vec<Effect> {
        self.notice = None;
        let stage = std::mem::replace(&mut self.stage, Stage::Ended(Ending::Done));
        match (stage, input) {
            (Stage::Ended(ending), _) => self.keep(Stage::Ended(ending)),
            (stage, Input::Leave(leave)) => self.left(stage, leave, now),
            (Stage::Graded(graded), input) => self.at_feedback(*graded, &input, now),
            (Stage::Reading { asking, .. }, Input::Undo) => self.keep(Stage::Asking(asking)),
            (
                Stage::Asking(asking) | Stage::Ticking { asking, .. } | Stage::Revealed { asking, .. },
                Input::Undo,
            ) => self.undone_at_prompt(asking, now),
            (
                Stage::Asking(asking)
                | Stage::Reading { asking, .. }
                | Stage::Ticking { asking, .. }
                | Stage::Revealed { asking, .. },
                Input::Bury,
            ) => self.put_aside(asking.planned, Ruling::Bury(self.tomorrow(now.moment)), now),
            (
                Stage::Asking(asking)
                | Stage::Reading { asking, .. }
                | Stage::Ticking { asking, .. }
                | Stage::Revealed { asking, .. },
                Input::Suspend,
            ) => self.put_aside(asking.planned, Ruling::Suspend, now),
            (Stage::Asking(asking), Input::Hint) => {
                let hints = (asking.hints + 1).min(asking.prompt.hints.len());
                self.keep(Stage::Asking(Asking { hints, ..asking }))
            }
            (Stage::Asking(asking), Input::Skip) => self.skip(asking, now.moment),
            (Stage::Asking(asking), Input::Reveal) => self.revealed(asking, timing, now.moment),
            (Stage::Asking(asking), Input::Answer(answer)) => self.answered(asking, answer, timing, now),
            (Stage::Reading { asking, typed, timing, .. }, Input::DateOrder(order)) => {
                self.ordered(order);
                let effects = self.judged(asking, (Answer::Typed(typed), None), timing, now);
                [vec![Effect::Remember(order)], effects].concat()
            }
            (Stage::Ticking { asking, typed, timing }, Input::Answer(answer)) => {
                self.judged(asking, (answer, Some(typed)), timing, now)
            }
            (Stage::Revealed { asking, timing, .. }, Input::Accept) => {
                self.graded_alone(asking, Grade::Good, timing, now)
            }
            (Stage::Revealed { asking, timing, .. }, Input::Grade(grade)) => {
                self.graded_alone(asking, grade, timing, now)
            }
            (stage, _) => self.keep(stage),
        }
    }

    /// Takes what progress made of an effect: the state of a face now, or that it has none.
    pub fn learned(&mut self, face: &FaceId, state: Option<Studied>) {
        let before = match state {
            Some(state) => self.states.insert(face.clone(), state),
            None => self.states.remove(face),
        };
        if let Some(before) = before {
            let count = self.load.entry(before.due_day()).or_insert(0);
            *count = count.saturating_sub(1);
        }
        if let Some(state) = state {
            *self.load.entry(state.due_day()).or_insert(0) += 1;
        }
    }

    /// Takes the states that another session has changed: a card answered there is not asked here
    /// again today, and one whose answer was taken back there is as it was before.
    pub fn refresh(&mut self, states: HashMap<FaceId, Studied>, now: Moment) {
        let today = now.day(self.settings.rollover);
        let answered: Vec<FaceId> = states
            .iter()
            .filter(|(face, state)| {
                // A grade that is chosen later than its answer was given leaves the instant as it was.
                let is_news = |known: &Studied| known.last_at <= state.last_at && known != *state;
                !state.is_due(today) && self.states.get(*face).is_none_or(is_news)
            })
            .map(|(face, _)| face.clone())
            .collect();
        let taken_back: Vec<FaceId> =
            self.states.keys().filter(|face| !states.contains_key(*face)).cloned().collect();
        for face in &taken_back {
            self.learned(face, None);
            self.queue.make_new(face);
        }
        for (face, state) in states {
            self.learned(&face, Some(state));
        }
        for face in &answered {
            self.queue.remove(face);
        }
        if let Stage::Asking(asking) = &self.stage
            && asking.hints == 0
            && asking.tried.is_none()
            && answered.contains(&asking.planned.face)
        {
            self.ask_next(now);
        }
    }

    /// Takes decks that were read anew, with the names that faces had before; what was asked is asked
    /// again in its new words, and what is gone is not asked.
    pub fn reload(&mut self, decks: Rc<Decks>, renames: &HashMap<FaceId, FaceId>, now: Moment) {
        self.decks = decks;
        self.examiners.clear();
        self.queue.rename(renames);
        let stage = std::mem::replace(&mut self.stage, Stage::Ended(Ending::Done));
        match stage {
            Stage::Asking(asking)
            | Stage::Reading { asking, .. }
            | Stage::Ticking { asking, .. }
            | Stage::Revealed { asking, .. } => {
                let (hints, tried) = (asking.hints, asking.tried);
                let Planned { face, origin } = asking.planned;
                let face = renames.get(&face).cloned().unwrap_or(face);
                match self.asking(Planned { face, origin }) {
                    Some(asking) => {
                        let hints = hints.min(asking.prompt.hints.len());
                        self.stage = Stage::Asking(Asking { hints, tried, ..asking });
                    }
                    None => self.ask_next(now),
                }
            }
            Stage::Graded(_) | Stage::Ended(_) => self.stage = stage,
        }
    }

    /// Has something said on the next screen, once.
    pub fn say(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    /// Returns the card that is being asked, with its deck; nothing when the session has ended.
    pub fn card_at_hand(&self) -> Option<(&Deck, &Card)> {
        self.face_at_hand().and_then(|face| self.card(face))
    }

    fn face_at_hand(&self) -> Option<&FaceId> {
        match &self.stage {
            Stage::Ended(_) => None,
            Stage::Asking(asking)
            | Stage::Reading { asking, .. }
            | Stage::Ticking { asking, .. }
            | Stage::Revealed { asking, .. } => Some(&asking.planned.face),
            Stage::Graded(graded) => Some(&graded.asking.planned.face),
        }
    }

    /// Returns how it ended; nothing while it goes on.
    pub fn ending(&self) -> Option<Ending> {
        match self.stage {
            Stage::Ended(ending) => Some(ending),
            Stage::Asking(_)
            | Stage::Reading { .. }
            | Stage::Ticking { .. }
            | Stage::Revealed { .. }
            | Stage::Graded(_) => None,
        }
    }

    /// Returns the closing lines of the session in numbers.
    pub fn summary(&self, now: Moment) -> Summary {
        let tomorrow = self.tomorrow(now);
        let known = self.states.iter().filter(|(face, _)| self.card(face).is_some());
        let asked = known.filter(|(face, _)| !self.settings.standing.is_held(&face.card, tomorrow));
        let due_tomorrow = asked.filter(|(_, state)| state.due_day() <= tomorrow).count();
        let answered: Vec<&Answered> = self.answers().map(|(_, answered)| answered).collect();
        let recorded = self.settings.recorded;
        Summary { recorded, ..Summary::new(&answered, &self.states, (tomorrow, due_tomorrow)) }
    }

    /// Returns what was answered in this session, first to last.
    fn answers(&self) -> impl Iterator<Item = (&Planned, &Answered)> {
        self.done.iter().filter_map(|done| match &done.what {
            Past::Answered { answered, .. } => Some((&done.planned, &**answered)),
            Past::PutAside => None,
        })
    }

    /// Returns to a stage; for the steps that write nothing down.
    fn keep(&mut self, stage: Stage) -> Vec<Effect> {
        self.stage = stage;
        Vec::new()
    }

    fn card(&self, face: &FaceId) -> Option<(&Deck, &Card)> {
        self.decks.card(&face.card)
    }

    fn question_of(&self, card: &CardId) -> String {
        self.decks.card(card).map_or_else(|| card.to_string(), |(_, card)| card.question.clone())
    }

    fn tomorrow(&self, now: Moment) -> Day {
        now.day(self.settings.rollover).plus(Days(1))
    }

    /// Returns the name of the next row of the log.
    fn next_id(&mut self, at: Timestamp, chance: u128) -> ReviewId {
        let id = ReviewId::after(self.last_id, at, chance);
        self.last_id = Some(id);
        id
    }

    fn ask_next(&mut self, now: Moment) {
        let seconds = now.at.since(self.begun.at) / 1000;
        if self.settings.seconds.is_some_and(|limit| seconds >= limit) {
            self.stage = Stage::Ended(Ending::TimeUp);
            return;
        }
        self.minutes_left = self.settings.seconds.map(|limit| (limit - seconds).div_ceil(60));
        while let Some(planned) = self.queue.take() {
            if let Some(asking) = self.asking(planned) {
                self.stage = Stage::Asking(asking);
                return;
            }
        }
        self.stage = Stage::Ended(Ending::Done);
    }

    /// Makes the prompt of a card; nothing when no deck has it.
    fn asking(&self, planned: Planned) -> Option<Asking> {
        let (deck, card) = self.card(&planned.face)?;
        let reviews = self.states.get(&planned.face).map_or(0, |studied| studied.reviews);
        let seed = self.settings.seed.of(&planned.face.to_string()).nth(u64::from(reviews));
        let prompt = answer::prompt::prompt(card, planned.face.face, deck, seed);
        Some(Asking { planned, prompt, hints: 0, tried: None })
    }
}
