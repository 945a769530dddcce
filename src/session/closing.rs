//! What can the learner still do about an answer?
//!
//! Accept its grade, choose another, say "I was right", or take it back: right after it or later.

use crate::answer::prompt::Ask;
use crate::answer::verdict::Class;
use crate::decision::{Decision, Ruling};
use crate::deck::id::CardId;
use crate::queue::{Origin, Planned};
use crate::review::{Review, Revocation, RevocationReason};
use crate::schedule::grade::Grade;
use crate::session::screen::{Input, Notice};
use crate::session::step::{Effect, Now};
use crate::session::summary::Answered;
use crate::session::{Asking, Done, Graded, Past, Session, Stage};

impl Session<'_> {
    /// Takes what is done about an answer that was graded.
    pub(super) fn at_feedback(&mut self, graded: Graded, input: &Input, now: Now) -> Vec<Effect> {
        match input {
            Input::Accept => {
                self.close(&graded, graded.review.grade);
                self.ask_next(now.moment);
                Vec::new()
            }
            Input::Grade(grade) => self.regraded(graded, *grade, now),
            Input::Undo => self.undone_at_feedback(graded, now),
            Input::Insist => self.insisted(graded, now),
            Input::Bury => self.put_aside_answered(graded, Ruling::Bury(self.tomorrow(now.moment)), now),
            Input::Suspend => self.put_aside_answered(graded, Ruling::Suspend, now),
            Input::Answer(_)
            | Input::DateOrder(_)
            | Input::Reveal
            | Input::Skip
            | Input::Hint
            | Input::Edit
            | Input::Leave(_) => self.keep(Stage::Graded(Box::new(graded))),
        }
    }

    fn regraded(&mut self, graded: Graded, grade: Grade, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        let review = if grade == graded.review.grade {
            graded.review.clone()
        } else {
            let (review, effect) = self.with_grade(&graded, grade, now);
            effects.push(effect);
            review
        };
        self.close(&Graded { review, ..graded }, grade);
        self.ask_next(now.moment);
        effects
    }

    /// Returns the review of an answer with another grade, and what has to be written down for it.
    fn with_grade(&mut self, graded: &Graded, grade: Grade, now: Now) -> (Review, Effect) {
        let of = graded.review.id;
        let id = self.next_id(graded.review.moment.at, now.chance);
        let revocation = self.revocation(RevocationReason::Regrade, now);
        let review = Review { id, grade, due: graded.choices.of(grade).due, ..graded.review.clone() };
        (review.clone(), Effect::Regrade { of, revocation, review: Box::new(review) })
    }

    /// Counts an answer as right on the learner's word, now and later, unless it is the answer to
    /// another card.
    fn insisted(&mut self, mut graded: Graded, now: Now) -> Vec<Effect> {
        let Some(text) = can_insist(&graded).then(|| graded.answered.clone()).flatten() else {
            return self.keep(Stage::Graded(Box::new(graded)));
        };
        let card = graded.asking.planned.face.card.clone();
        let holder = |session: &mut Self| session.examiner(&graded.asking)?.holder(&text, &card).cloned();
        if let Some(rival) = graded.verdict.rival.clone().or_else(|| holder(self)) {
            let question = self.question_of(&rival);
            self.notice = Some(Notice::AnotherCards { typed: text, question });
            return self.keep(Stage::Graded(Box::new(graded)));
        }
        if let Some(examiner) = self.examiner(&graded.asking) {
            examiner.accept(&card, &text);
        }
        let mut effects = vec![self.decided(card, Ruling::Accept(text.clone()), now)];
        let with_effort = graded.asking.hints > 0 || graded.asking.tried.is_some();
        let grade = if with_effort { Grade::Hard } else { Grade::Good };
        if grade != graded.review.grade {
            let (review, effect) = self.with_grade(&graded, grade, now);
            effects.push(effect);
            graded.review = review;
        }
        graded.accepted = Some(text.clone());
        self.notice = Some(Notice::Accepted(text));
        self.stage = Stage::Graded(Box::new(graded));
        effects
    }

    /// Takes a decision and returns that it must be written down.
    pub(super) fn decided(&mut self, card: CardId, ruling: Ruling, now: Now) -> Effect {
        self.settings.standing.take(card.clone(), ruling.clone());
        let id = self.next_id(now.moment.at, now.chance);
        let (machine, at) = (self.settings.machine, now.moment.at);
        Effect::Decide(Decision { id, machine, at, card, ruling })
    }

    fn undone_at_feedback(&mut self, graded: Graded, now: Now) -> Vec<Effect> {
        let revocation = self.revocation(RevocationReason::Undo, now);
        let (review, face) = (graded.review.id, graded.asking.planned.face.clone());
        let mut effects = vec![Effect::Revoke { review, revocation, face }];
        effects.extend(self.no_longer_accepted(&graded.asking.planned, graded.accepted, now));
        self.stage = Stage::Asking(Asking { hints: 0, tried: None, ..graded.asking });
        effects
    }

    /// Takes the last thing back that was done before what is asked now.
    pub(super) fn undone_at_prompt(&mut self, asking: Asking, now: Now) -> Vec<Effect> {
        let Some(Done { planned, what }) = self.done.pop() else {
            return self.keep(Stage::Asking(asking));
        };
        let face = planned.face.clone();
        let effects = match what {
            Past::Answered { review, accepted, .. } => {
                let revocation = self.revocation(RevocationReason::Undo, now);
                let revoked = Effect::Revoke { review, revocation, face: face.clone() };
                let refused = self.no_longer_accepted(&planned, accepted, now);
                std::iter::once(revoked).chain(refused).collect()
            }
            Past::PutAside => vec![self.decided(face.card.clone(), Ruling::Resume, now)],
        };
        self.queue.put_first(asking.planned);
        self.queue.remove(&face);
        match self.asking(planned) {
            Some(asking) => self.stage = Stage::Asking(asking),
            None => self.ask_next(now.moment),
        }
        effects
    }

    fn no_longer_accepted(&mut self, planned: &Planned, text: Option<String>, now: Now) -> Option<Effect> {
        let ruling = Ruling::Refuse(text?);
        self.examiners.remove(planned.face.card.deck());
        Some(self.decided(planned.face.card.clone(), ruling, now))
    }

    fn revocation(&mut self, reason: RevocationReason, now: Now) -> Revocation {
        let id = self.next_id(now.moment.at, now.chance);
        Revocation { id, machine: self.settings.machine, at: now.moment.at, reason }
    }

    /// Notes an answer as done with its final grade, and puts a forgotten card back.
    pub(super) fn close(&mut self, graded: &Graded, grade: Grade) {
        let planned = graded.asking.planned.clone();
        if grade == Grade::Again && self.settings.mode.moves_schedule() {
            self.queue.put_back(Planned { face: planned.face.clone(), origin: Origin::Repeat });
        }
        let other = graded.verdict.rival.as_ref().filter(|rival| **rival != planned.face.card);
        let answered = Answered {
            face: planned.face.clone(),
            question: graded.asking.prompt.question.clone(),
            class: graded.verdict.class,
            grade,
            first_time: graded.before.is_none() || planned.origin != Origin::Repeat,
            rival: other.map(|rival| self.question_of(rival)),
            answer_ms: graded.review.answer_ms,
        };
        let (review, accepted) = (graded.review.id, graded.accepted.clone());
        let what = Past::Answered { review, answered: Box::new(answered), accepted };
        self.done.push(Done { planned, what });
    }
}

/// Returns whether the learner may say "I was right": something was typed, is not right, and could be
/// right in these words another time.
pub(super) fn can_insist(graded: &Graded) -> bool {
    let is_typed = matches!(graded.asking.prompt.ask, Ask::Text | Ask::Date(_) | Ask::Number { .. });
    let is_right = matches!(graded.verdict.class, Class::Correct | Class::Typo);
    let answered = graded.answered.as_deref().is_some_and(|answered| !answered.trim().is_empty());
    is_typed && !is_right && answered && graded.accepted.is_none()
}
