//! What becomes of an answer?
//!
//! From what was typed to a grade that is proposed and written down: a second try after a true and
//! incomplete answer, the question which figure of a date stands first, the ticks of points.

use std::rc::Rc;

use crate::answer;
use crate::answer::examiner::Examiner;
use crate::answer::prompt::{Answer, Ask};
use crate::answer::verdict::{Class, Remark, Verdict};
use crate::deck::id::FaceId;
use crate::reading::date::DateOrder;
use crate::review::{Judged, Mode, Review, Scheduler, stamped};
use crate::schedule::grade::Grade;
use crate::schedule::memory::MODEL_NAME;
use crate::schedule::{self, Choices, Occasion};
use crate::seed::Seed;
use crate::session::screen::{Leave, Notice, Tried};
use crate::session::step::{Effect, Ending, Now, Timing};
use crate::session::{Asking, FirstTry, Graded, Session, Stage, showing};
use crate::time::{Day, Moment};

/// The seed under which intervals are spread: fixed, so that two machines spread alike.
const SPREAD_SEED: Seed = Seed(0);

impl Session<'_> {
    /// Takes an answer to what is asked.
    pub(super) fn answered(
        &mut self,
        asking: Asking,
        answer: Answer,
        timing: Timing,
        now: Now,
    ) -> Vec<Effect> {
        match (&asking.prompt.ask, answer) {
            (Ask::Thought, _) => self.revealed(asking, timing, now.moment),
            (Ask::Reasons { count, .. }, Answer::Typed(typed)) => {
                let found = self.card(&asking.planned.face).map(|(_, card)| answer::points_had(card, &typed));
                match found {
                    // There is nothing left to tick.
                    Some(found) if found.len() == *count => {
                        self.judged(asking, (Answer::Ticked(found), Some(typed)), timing, now)
                    }
                    _ => self.keep(Stage::Ticking { asking, typed, timing }),
                }
            }
            (_, answer) => self.judged(asking, (answer, None), timing, now),
        }
    }

    /// Judges an answer and has it written down with the proposed grade.
    pub(super) fn judged(
        &mut self,
        asking: Asking,
        (answer, typed): (Answer, Option<String>),
        timing: Timing,
        now: Now,
    ) -> Vec<Effect> {
        let decks = Rc::clone(&self.decks);
        let Some((_, card)) = decks.card(&asking.planned.face.card) else {
            self.ask_next(now.moment);
            return Vec::new();
        };
        // Who knows no more than at the first try is graded by what was known then.
        if let (Answer::DontKnow, Some(first)) = (&answer, &asking.tried) {
            let first = (Some(first.tried.typed.clone()), first.tried.verdict.clone());
            return self.graded(asking, first, timing, now);
        }
        let verdict =
            self.examiner(&asking).and_then(|examiner| examiner.check(card, &asking.prompt, &answer));
        let Some(verdict) = verdict else {
            return self.revealed(asking, timing, now.moment);
        };
        if let (Some(readings), Answer::Typed(typed)) = (two_readings(&verdict), &answer)
            && self.settings.ask_date_order
        {
            return self.keep(Stage::Reading { asking, typed: typed.clone(), timing, readings });
        }
        let answered = typed.or_else(|| in_lasting_words(&asking.prompt.ask, &answer, &verdict));
        let may_retry = self.settings.mode == Mode::Study && asking.tried.is_none();
        if let (true, Some(typed)) =
            (may_retry && is_asked_once_more(&asking.prompt.ask, &verdict), &answered)
        {
            let tried = Tried { typed: typed.clone(), verdict, hints: asking.hints };
            return self.keep(Stage::Asking(Asking { tried: Some(FirstTry { tried, timing }), ..asking }));
        }
        self.graded(asking, (answered, verdict), timing, now)
    }

    /// Returns the examiner of the deck of what is asked.
    pub(super) fn examiner(&mut self, asking: &Asking) -> Option<&mut Examiner> {
        let decks = Rc::clone(&self.decks);
        let (deck, _) = decks.card(&asking.planned.face.card)?;
        let (order, standing) = (self.settings.date_order, &self.settings.standing);
        let new = || Examiner::new(deck).with_date_order(order).with_accepted(standing.accepted());
        Some(self.examiners.entry(deck.id.to_string()).or_insert_with(new))
    }

    /// Takes the learner's word on which figure of a date stands first.
    pub(super) fn ordered(&mut self, order: DateOrder) {
        self.settings.date_order = Some(order);
        self.settings.ask_date_order = false;
        self.examiners.clear();
    }

    /// Has a judged answer written down with the proposed grade.
    fn graded(
        &mut self,
        asking: Asking,
        (answered, verdict): (Option<String>, Verdict),
        timing: Timing,
        now: Now,
    ) -> Vec<Effect> {
        let timing = asking.tried.as_ref().map_or(timing, |first| first.timing.with(timing));
        let was_slow = verdict.class == Class::Correct && self.was_slow(&asking, timing);
        let with_effort = asking.hints > 0 || asking.tried.is_some() || was_slow;
        let grade = verdict.proposed(with_effort);
        if was_slow {
            self.notice = Some(Notice::Slow);
        }
        let judged = Some(Judged { class: verdict.class, score: verdict.score });
        let (review, choices) = self.review(&asking, (grade, judged), (answered.clone(), timing), now);
        let before = self.states.get(&asking.planned.face).copied();
        let effect = Effect::Record(Box::new(review.clone()));
        let graded = Graded { asking, review, answered, verdict, choices, before, accepted: None };
        self.stage = Stage::Graded(Box::new(graded));
        vec![effect]
    }

    /// Returns whether the first key came much later than this learner's usually does.
    fn was_slow(&self, asking: &Asking, timing: Timing) -> bool {
        let Some((_, card)) = self.card(&asking.planned.face) else { return false };
        let kind = card.asked_as(asking.planned.face.face);
        timing.first_key_ms.is_some_and(|time| self.settings.pace.is_slow(kind, time))
    }

    /// Leaves the session; what was answered already is kept.
    pub(super) fn left(&mut self, stage: Stage, leave: Leave, now: Now) -> Vec<Effect> {
        let ended = Stage::Ended(Ending::Left(leave));
        let effects = match stage {
            Stage::Graded(graded) => {
                self.close(&graded, graded.review.grade);
                Vec::new()
            }
            // Those points count that the program found.
            Stage::Ticking { asking, typed, timing } if !typed.trim().is_empty() => {
                let found = self.card(&asking.planned.face).map(|(_, card)| answer::points_had(card, &typed));
                let ticked = Answer::Ticked(found.unwrap_or_default());
                self.judged(asking, (ticked, Some(typed)), timing, now)
            }
            Stage::Asking(Asking { tried: Some(FirstTry { tried, timing }), planned, prompt, hints }) => {
                let asking = Asking { tried: None, planned, prompt, hints };
                self.graded(asking, (Some(tried.typed), tried.verdict), timing, now)
            }
            Stage::Asking(_)
            | Stage::Reading { .. }
            | Stage::Ticking { .. }
            | Stage::Revealed { .. }
            | Stage::Ended(_) => return self.keep(ended),
        };
        if let Stage::Graded(graded) = std::mem::replace(&mut self.stage, ended) {
            self.close(&graded, graded.review.grade);
        }
        self.stage = Stage::Ended(Ending::Left(leave));
        effects
    }

    /// Shows the answer of a card that the learner grades alone.
    pub(super) fn revealed(&mut self, asking: Asking, timing: Timing, now: Moment) -> Vec<Effect> {
        let today = now.day(self.settings.rollover);
        let choices = self.choices(&asking.planned.face, today);
        let options = showing::options(Grade::Good, &choices, (today, self.settings.mode));
        self.keep(Stage::Revealed { asking, timing, options })
    }

    /// Writes down what the learner graded alone and goes on: the answer was seen already.
    pub(super) fn graded_alone(
        &mut self,
        asking: Asking,
        grade: Grade,
        timing: Timing,
        now: Now,
    ) -> Vec<Effect> {
        let (review, choices) = self.review(&asking, (grade, None), (None, timing), now);
        let verdict = if grade == Grade::Again { Verdict::wrong() } else { Verdict::correct() };
        let before = self.states.get(&asking.planned.face).copied();
        let effect = Effect::Record(Box::new(review.clone()));
        let graded = Graded { asking, review, answered: None, verdict, choices, before, accepted: None };
        self.close(&graded, grade);
        self.ask_next(now.moment);
        vec![effect]
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
}

/// Returns whether a true and incomplete answer is asked once more: a text, a date or a number; what a
/// list lacks is shown at once.
fn is_asked_once_more(ask: &Ask, verdict: &Verdict) -> bool {
    verdict.class == Class::Partial && matches!(ask, Ask::Text | Ask::Date(_) | Ask::Number { .. })
}

/// Returns how a date reads with the day first and with the month first, where that decides.
fn two_readings(verdict: &Verdict) -> Option<[String; 2]> {
    verdict.remarks.iter().find_map(|remark| match remark {
        Remark::TwoReadings { day_first, month_first } => Some([day_first.long(), month_first.long()]),
        _ => None,
    })
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
