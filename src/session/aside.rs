//! Which cards does the learner not want now?
//!
//! Skipped ones come at the end of the session, buried ones tomorrow, suspended ones not until they
//! are resumed.

use crate::decision::Ruling;
use crate::queue::Planned;
use crate::session::screen::Notice;
use crate::session::step::{Effect, Now};
use crate::session::{Asking, Done, Graded, Past, Session};
use crate::time::Moment;

impl Session<'_> {
    /// Puts a card to the end of the session.
    pub(super) fn skip(&mut self, asking: Asking, now: Moment) -> Vec<Effect> {
        // Skipped twice, it waits for another session.
        self.notice = if self.skipped.contains(&asking.planned.face) || self.queue.is_empty() {
            Some(Notice::SkippedAgain)
        } else {
            self.skipped.push(asking.planned.face.clone());
            self.queue.put_last(asking.planned);
            Some(Notice::Skipped)
        };
        self.ask_next(now);
        Vec::new()
    }

    /// Buries or suspends a card, and goes on with another.
    pub(super) fn put_aside(&mut self, planned: Planned, ruling: Ruling, now: Now) -> Vec<Effect> {
        let card = planned.face.card.clone();
        let notice = match ruling {
            Ruling::Suspend => Notice::Suspended(self.question_of(&card)),
            Ruling::Bury(_) | Ruling::Accept(_) | Ruling::Refuse(_) | Ruling::Resume => {
                Notice::Buried(self.question_of(&card))
            }
        };
        let effect = self.decided(card.clone(), ruling, now);
        self.queue.remove_card(&card);
        self.done.push(Done { planned, what: Past::PutAside });
        self.notice = Some(notice);
        self.ask_next(now.moment);
        vec![effect]
    }

    /// Buries or suspends a card whose answer has just been graded; the answer counts.
    pub(super) fn put_aside_answered(&mut self, graded: Graded, ruling: Ruling, now: Now) -> Vec<Effect> {
        self.close(&graded, graded.review.grade);
        self.put_aside(graded.asking.planned, ruling, now)
    }
}
