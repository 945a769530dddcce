//! What happens next in a study session?
//!
//! A [`Session`] is a state machine without clock, disk or terminal: [`Session::screen`] says what
//! to show, [`Session::step`] takes what the learner did and says what must be written down before
//! the next screen is shown. An answer is written down before its feedback is shown, so that what
//! the learner has seen is never lost; another grade replaces it.

pub mod screen;
mod showing;
pub mod step;
pub mod summary;

use std::collections::HashMap;

use crate::answer;
use crate::answer::examiner::Examiner;
use crate::answer::prompt::{Answer, Ask, Prompt};
use crate::answer::verdict::{Class, Verdict};
use crate::deck::Deck;
use crate::deck::card::Card;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::queue::{Origin, Planned, Queue};
use crate::review::{Judged, Mode, Review, ReviewId, Revocation, RevocationReason, Scheduler, stamped};
use crate::schedule::grade::Grade;
use crate::schedule::memory::{MODEL_NAME, Model};
use crate::schedule::state::Studied;
use crate::schedule::{self, Choices, Occasion};
use crate::seed::Seed;
use crate::session::screen::{Input, Leave, Options, Tried};
use crate::session::step::{Effect, Ending, Now, Settings, Timing};
use crate::session::summary::{Answered, Summary};
use crate::time::{Day, Days, Moment, Timestamp};

/// The seed under which intervals are spread: fixed, so that two machines spread alike.
const SPREAD_SEED: Seed = Seed(0);

/// A sitting of study.
#[derive(Debug)]
pub struct Session<'a> {
    decks: &'a Decks,
    model: &'a Model,
    settings: Settings,
    states: HashMap<FaceId, Studied>,
    load: HashMap<Day, usize>,
    queue: Queue,
    examiners: HashMap<String, Examiner>,
    begun: Moment,
    stage: Stage,
    done: Vec<Done>,
    skipped: Vec<FaceId>,
    last_id: Option<ReviewId>,
}

/// Where the session stands.
#[derive(Debug)]
enum Stage {
    Asking(Asking),
    Ticking { asking: Asking, typed: String, timing: Timing },
    Revealed { asking: Asking, timing: Timing, options: Options },
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
}

/// An answer of this session that can be taken back.
#[derive(Clone, Debug)]
struct Done {
    planned: Planned,
    review: ReviewId,
    answered: Answered,
}

impl<'a> Session<'a> {
    /// Begins a session on a queue; `states` is what progress knows of all faces.
    pub fn new(
        (decks, model): (&'a Decks, &'a Model),
        settings: Settings,
        states: HashMap<FaceId, Studied>,
        (queue, now): (Queue, Moment),
    ) -> Self {
        let mut load = HashMap::new();
        for studied in states.values() {
            *load.entry(studied.due_day()).or_insert(0) += 1;
        }
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
            done: Vec::new(),
            skipped: Vec::new(),
            last_id: None,
        };
        session.ask_next(now);
        session
    }

    /// Takes what the learner did and returns what must be written down; afterwards
    /// [`Session::learned`] says what came of it.
    ///
    /// What makes no sense at this stage changes nothing.
    pub fn step(&mut self, input: Input, timing: Timing, now: Now) -> Option<Effect> {
        let stage = std::mem::replace(&mut self.stage, Stage::Ended(Ending::Done));
        match (stage, input) {
            (Stage::Ended(ending), _) => self.keep(Stage::Ended(ending)),
            (Stage::Graded(graded), Input::Leave(leave)) => {
                self.close(&graded, graded.review.grade);
                self.keep(Stage::Ended(Ending::Left(leave)))
            }
            (Stage::Ticking { asking, typed, timing }, Input::Leave(leave)) if !typed.trim().is_empty() => {
                self.left_while_ticking(asking, typed, (timing, now), leave)
            }
            (Stage::Asking(asking), Input::Leave(leave)) if asking.tried.is_some() => {
                self.left_after_first_try(asking, now, leave)
            }
            (_, Input::Leave(leave)) => self.keep(Stage::Ended(Ending::Left(leave))),
            (Stage::Graded(graded), Input::Accept) => {
                self.close(&graded, graded.review.grade);
                self.ask_next(now.moment);
                None
            }
            (Stage::Graded(graded), Input::Grade(grade)) => self.regraded(*graded, grade, now),
            (Stage::Graded(graded), Input::Undo) => Some(self.undone_at_feedback(*graded, now)),
            (
                Stage::Asking(asking) | Stage::Ticking { asking, .. } | Stage::Revealed { asking, .. },
                Input::Undo,
            ) => self.undone_at_prompt(asking, now),
            (Stage::Asking(asking), Input::Hint) => {
                let hints = (asking.hints + 1).min(asking.prompt.hints.len());
                self.keep(Stage::Asking(Asking { hints, ..asking }))
            }
            (Stage::Asking(asking), Input::Skip) => {
                self.skip(asking, now.moment);
                None
            }
            (Stage::Asking(asking), Input::Reveal) => self.revealed(asking, timing, now.moment),
            (Stage::Asking(asking), Input::Answer(answer)) => self.answered(asking, answer, timing, now),
            (Stage::Ticking { asking, typed, timing }, Input::Answer(answer)) => {
                self.judged(asking, (answer, Some(typed)), timing, now)
            }
            (Stage::Revealed { asking, timing, .. }, Input::Accept) => {
                Some(self.graded_alone(asking, Grade::Good, timing, now))
            }
            (Stage::Revealed { asking, timing, .. }, Input::Grade(grade)) => {
                Some(self.graded_alone(asking, grade, timing, now))
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
                !state.is_due(today)
                    && self.states.get(*face).is_none_or(|known| known.last_at < state.last_at)
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

    /// Returns how it ended; nothing while it goes on.
    pub fn ending(&self) -> Option<Ending> {
        match self.stage {
            Stage::Ended(ending) => Some(ending),
            Stage::Asking(_) | Stage::Ticking { .. } | Stage::Revealed { .. } | Stage::Graded(_) => None,
        }
    }

    /// Returns the closing lines of the session in numbers.
    pub fn summary(&self, now: Moment) -> Summary {
        let tomorrow = now.day(self.settings.rollover).plus(Days(1));
        let known = self.states.iter().filter(|(face, _)| self.card(face).is_some());
        let due_tomorrow = known.filter(|(_, state)| state.due_day() <= tomorrow).count();
        let answered: Vec<&Answered> = self.done.iter().map(|done| &done.answered).collect();
        Summary::new(&answered, &self.states, (tomorrow, due_tomorrow))
    }

    /// Returns to a stage; for the steps that write nothing down.
    fn keep(&mut self, stage: Stage) -> Option<Effect> {
        self.stage = stage;
        None
    }

    fn card(&self, face: &FaceId) -> Option<(&'a Deck, &'a Card)> {
        self.decks.card(&face.card)
    }

    fn ask_next(&mut self, now: Moment) {
        let seconds = now.at.since(self.begun.at) / 1000;
        if self.settings.seconds.is_some_and(|limit| seconds >= limit) {
            self.stage = Stage::Ended(Ending::TimeUp);
            return;
        }
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

    fn answered(&mut self, asking: Asking, answer: Answer, timing: Timing, now: Now) -> Option<Effect> {
        match (&asking.prompt.ask, answer) {
            (Ask::Thought, _) => self.revealed(asking, timing, now.moment),
            (Ask::Reasons { .. }, Answer::Typed(typed)) => {
                self.keep(Stage::Ticking { asking, typed, timing })
            }
            (_, answer) => self.judged(asking, (answer, None), timing, now),
        }
    }

    /// Judges an answer and has it written down with the proposed grade.
    fn judged(
        &mut self,
        asking: Asking,
        (answer, typed): (Answer, Option<String>),
        timing: Timing,
        now: Now,
    ) -> Option<Effect> {
        let Some((deck, card)) = self.card(&asking.planned.face) else {
            self.ask_next(now.moment);
            return None;
        };
        let order = self.settings.date_order;
        let new = || Examiner::new(deck).with_date_order(order);
        let examiner = self.examiners.entry(deck.id.to_string()).or_insert_with(new);
        let Some(verdict) = examiner.check(card, &asking.prompt, &answer) else {
            return self.revealed(asking, timing, now.moment);
        };
        let answered = typed.or_else(|| in_lasting_words(&asking.prompt.ask, &answer, &verdict));
        let may_retry = self.settings.mode == Mode::Study && asking.tried.is_none();
        if let (true, Some(typed)) =
            (may_retry && is_asked_once_more(&asking.prompt.ask, &verdict), &answered)
        {
            let tried = Tried { typed: typed.clone(), verdict, hints: asking.hints };
            return self.keep(Stage::Asking(Asking { tried: Some(FirstTry { tried, timing }), ..asking }));
        }
        Some(self.graded(asking, (answered, verdict), timing, now))
    }

    /// Has a judged answer written down with the proposed grade.
    fn graded(
        &mut self,
        asking: Asking,
        (answered, verdict): (Option<String>, Verdict),
        timing: Timing,
        now: Now,
    ) -> Effect {
        let timing = asking.tried.as_ref().map_or(timing, |first| first.timing.with(timing));
        let grade = verdict.proposed(asking.hints > 0 || asking.tried.is_some());
        let judged = Some(Judged { class: verdict.class, score: verdict.score });
        let (review, choices) = self.review(&asking, (grade, judged), (answered.clone(), timing), now);
        let before = self.states.get(&asking.planned.face).copied();
        let effect = Effect::Record(Box::new(review.clone()));
        self.stage = Stage::Graded(Box::new(Graded { asking, review, answered, verdict, choices, before }));
        effect
    }

    /// Keeps a first answer that was true and incomplete when the session is left before the second.
    fn left_after_first_try(&mut self, asking: Asking, now: Now, leave: Leave) -> Option<Effect> {
        let Some(FirstTry { tried, timing }) = asking.tried.clone() else {
            return self.keep(Stage::Ended(Ending::Left(leave)));
        };
        let asking = Asking { tried: None, ..asking };
        let effect = self.graded(asking, (Some(tried.typed), tried.verdict), timing, now);
        if let Stage::Graded(graded) = std::mem::replace(&mut self.stage, Stage::Ended(Ending::Left(leave))) {
            self.close(&graded, graded.review.grade);
        }
        Some(effect)
    }

    /// Keeps what was typed when the session is left before the points are ticked: those count that
    /// the program found.
    fn left_while_ticking(
        &mut self,
        asking: Asking,
        typed: String,
        (timing, now): (Timing, Now),
        leave: Leave,
    ) -> Option<Effect> {
        let found = self.card(&asking.planned.face).map(|(_, card)| answer::points_had(card, &typed));
        let effect =
            self.judged(asking, (Answer::Ticked(found.unwrap_or_default()), Some(typed)), timing, now);
        if let Stage::Graded(graded) = std::mem::replace(&mut self.stage, Stage::Ended(Ending::Left(leave))) {
            self.close(&graded, graded.review.grade);
        }
        effect
    }

    /// Shows the answer of a card that the learner grades alone.
    fn revealed(&mut self, asking: Asking, timing: Timing, now: Moment) -> Option<Effect> {
        let today = now.day(self.settings.rollover);
        let options = showing::options(Grade::Good, &self.choices(&asking.planned.face, today), today);
        self.keep(Stage::Revealed { asking, timing, options })
    }

    /// Writes down what the learner graded alone and goes on: the answer was seen already.
    fn graded_alone(&mut self, asking: Asking, grade: Grade, timing: Timing, now: Now) -> Effect {
        let (review, choices) = self.review(&asking, (grade, None), (None, timing), now);
        let verdict = if grade == Grade::Again { Verdict::wrong() } else { Verdict::correct() };
        let before = self.states.get(&asking.planned.face).copied();
        let graded = Graded { asking, review: review.clone(), answered: None, verdict, choices, before };
        self.close(&graded, grade);
        self.ask_next(now.moment);
        Effect::Record(Box::new(review))
    }

    /// Returns the name of the next row of the log.
    fn next_id(&mut self, at: Timestamp, chance: u128) -> ReviewId {
        let id = ReviewId::after(self.last_id, at, chance);
        self.last_id = Some(id);
        id
    }

    fn review(
        &mut self,
        asking: &Asking,
        (grade, verdict): (Grade, Option<Judged>),
        (typed, timing): (Option<String>, Timing),
        now: Now,
    ) -> (Review, Choices) {
        let face = &asking.planned.face;
        let before = self.states.get(face);
        let (moment, day) = stamped(now.moment, now.moment.day(self.settings.rollover), before);
        let choices = self.choices(face, day);
        let fingerprint = self.card(face).map_or(0, |(_, card)| card.fingerprint(face.face));
        let review = Review {
            id: self.next_id(moment.at, now.chance),
            machine: self.settings.machine,
            face: face.clone(),
            day,
            moment,
            mode: self.settings.mode,
            verdict,
            typed: typed.filter(|_| self.settings.keep_typed),
            proposed: grade,
            grade,
            hints: u8::try_from(asking.hints).unwrap_or(u8::MAX),
            first_key_ms: timing.first_key_ms,
            answer_ms: timing.answer_ms,
            due: choices.of(grade).due,
            fingerprint,
            scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
        };
        (review, choices)
    }

    fn choices(&self, face: &FaceId, today: Day) -> Choices {
        let before = self.states.get(face);
        let policy = self.settings.deck_policies.get(face.card.deck()).copied();
        let seed =
            SPREAD_SEED.of(&face.to_string()).nth(u64::from(before.map_or(0, |studied| studied.reviews)));
        let load = |day: Day| self.load.get(&day).copied().unwrap_or_default();
        let occasion = Occasion { today, seed, load: &load };
        schedule::choices(self.model, policy.unwrap_or(self.settings.policy), before, occasion)
    }

    fn regraded(&mut self, graded: Graded, grade: Grade, now: Now) -> Option<Effect> {
        self.close(&graded, grade);
        if grade == graded.review.grade {
            self.ask_next(now.moment);
            return None;
        }
        let of = graded.review.id;
        let id = self.next_id(graded.review.moment.at, now.chance);
        let revocation = self.revocation(RevocationReason::Regrade, now);
        let review = Review { id, grade, due: graded.choices.of(grade).due, ..graded.review };
        if let Some(done) = self.done.last_mut() {
            done.review = id;
        }
        self.ask_next(now.moment);
        Some(Effect::Regrade { of, revocation, review: Box::new(review) })
    }

    fn undone_at_feedback(&mut self, graded: Graded, now: Now) -> Effect {
        let revocation = self.revocation(RevocationReason::Undo, now);
        let (review, face) = (graded.review.id, graded.asking.planned.face.clone());
        self.stage = Stage::Asking(Asking { hints: 0, tried: None, ..graded.asking });
        Effect::Revoke { review, revocation, face }
    }

    fn undone_at_prompt(&mut self, asking: Asking, now: Now) -> Option<Effect> {
        let Some(done) = self.done.pop() else { return self.keep(Stage::Asking(asking)) };
        let revocation = self.revocation(RevocationReason::Undo, now);
        let face = done.planned.face.clone();
        self.queue.put_first(asking.planned);
        self.queue.remove(&face);
        match self.asking(done.planned) {
            Some(asking) => self.stage = Stage::Asking(asking),
            None => self.ask_next(now.moment),
        }
        Some(Effect::Revoke { review: done.review, revocation, face })
    }

    fn revocation(&mut self, reason: RevocationReason, now: Now) -> Revocation {
        let id = self.next_id(now.moment.at, now.chance);
        Revocation { id, machine: self.settings.machine, at: now.moment.at, reason }
    }

    /// Notes an answer as done with its final grade, and puts a forgotten card back.
    fn close(&mut self, graded: &Graded, grade: Grade) {
        let planned = graded.asking.planned.clone();
        if grade == Grade::Again && self.settings.mode.moves_schedule() {
            self.queue.put_back(Planned { face: planned.face.clone(), origin: Origin::Repeat });
        }
        let answered = Answered {
            face: planned.face.clone(),
            question: graded.asking.prompt.question.clone(),
            class: graded.verdict.class,
            grade,
            first_time: graded.before.is_none() || planned.origin != Origin::Repeat,
            rival: graded.verdict.rival.as_ref().map(|rival| self.question_of(rival)),
            answer_ms: graded.review.answer_ms,
        };
        self.done.push(Done { planned, review: graded.review.id, answered });
    }

    fn question_of(&self, card: &crate::deck::id::CardId) -> String {
        self.decks.card(card).map_or_else(|| card.to_string(), |(_, card)| card.question.clone())
    }

    fn skip(&mut self, asking: Asking, now: Moment) {
        // Skipped twice, it waits for another session.
        if !self.skipped.contains(&asking.planned.face) && !self.queue.is_empty() {
            self.skipped.push(asking.planned.face.clone());
            self.queue.put_last(asking.planned);
        }
        self.ask_next(now);
    }
}

/// Returns whether a true and incomplete answer is asked once more: a text, a date or a number; what a
/// list lacks is shown at once.
fn is_asked_once_more(ask: &Ask, verdict: &Verdict) -> bool {
    verdict.class == Class::Partial && matches!(ask, Ask::Text | Ask::Date(_) | Ask::Number { .. })
}

/// Returns an answer in words that can be understood without the prompt: what was typed, or the
/// options and items for which letters and numbers stood.
fn in_lasting_words(ask: &Ask, answer: &Answer, verdict: &Verdict) -> Option<String> {
    let Answer::Typed(typed) = answer else { return None };
    match ask {
        Ask::Text | Ask::Date(_) | Ask::Number { .. } | Ask::Set { .. } | Ask::Reasons { .. } => {
            Some(typed.clone())
        }
        Ask::Order(_) | Ask::Choice { .. } | Ask::TrueFalse | Ask::Match { .. } | Ask::Thought => {
            Some(verdict.reading.clone().unwrap_or_else(|| typed.clone()))
        }
    }
}
