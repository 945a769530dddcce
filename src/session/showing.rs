//! What does the session show at each of its stages?

use crate::answer;
use crate::answer::verdict::{Class, Verdict};
use crate::deck::card::Card;
use crate::deck::id::{Face, FaceId};
use crate::queue::Origin;
use crate::review::Mode;
use crate::schedule::Choices;
use crate::schedule::grade::Grade;
use crate::session::closing::can_insist;
use crate::session::screen::{Details, Header, Kept, Options, Rival, Screen, View};
use crate::session::{Asking, Graded, Session, Stage};
use crate::text::fold;
use crate::time::Day;

impl Session<'_> {
    /// Returns what to show now; nothing when the session has ended.
    pub fn screen(&self) -> Option<Screen> {
        let (asking, stage) = match &self.stage {
            Stage::Ended(_) => return None,
            Stage::Asking(asking) => (asking, ask_view(asking)),
            Stage::Reading { asking, typed, readings, .. } => {
                (asking, View::Which { typed: typed.clone(), readings: readings.clone() })
            }
            Stage::Ticking { asking, typed, .. } => (asking, self.tick_view(asking, typed)),
            Stage::Revealed { asking, options, .. } => (asking, self.reveal_view(asking, *options)),
            Stage::Graded(graded) => (&graded.asking, self.feedback_view(graded)),
        };
        let (header, prompt) = (self.header(asking), asking.prompt.clone());
        Some(Screen { header, prompt, notice: self.notice.clone(), stage })
    }

    fn header(&self, asking: &Asking) -> Header {
        let deck = self.card(&asking.planned.face).map(|(deck, _)| deck.title.clone()).unwrap_or_default();
        let at_feedback = matches!(self.stage, Stage::Graded(_));
        let mut left = self.queue.counts();
        match asking.planned.origin {
            Origin::New => left.new += 1,
            Origin::Due | Origin::Corrected => left.due += 1,
            Origin::Repeat => left.again += 1,
        }
        let position = self.answers().count() + 1;
        let origin = asking.planned.origin;
        let can_undo = at_feedback || !self.done.is_empty();
        let can_edit = self.settings.editable.contains(asking.planned.face.card.deck());
        let total = position + self.queue.len();
        let kept = match (self.settings.recorded, self.settings.mode.moves_schedule()) {
            (false, _) => Kept::Nothing,
            (true, true) => Kept::Schedule,
            (true, false) => Kept::Log,
        };
        let exam_in = self.settings.exam_in;
        let minutes_left = self.minutes_left;
        Header { deck, position, total, left, origin, exam_in, minutes_left, kept, can_undo, can_edit }
    }

    fn tick_view(&self, asking: &Asking, typed: &str) -> View {
        let (points, found) = self.card(&asking.planned.face).map_or_else(Default::default, |(_, card)| {
            (card.kind.answers(), answer::points_had(card, typed))
        });
        View::Tick { typed: typed.to_owned(), points, found }
    }

    fn reveal_view(&self, asking: &Asking, options: Options) -> View {
        View::Reveal { details: self.details(&asking.planned.face, None, None), options }
    }

    fn feedback_view(&self, graded: &Graded) -> View {
        let face = &graded.asking.planned.face;
        View::Feedback {
            details: self.details(face, graded.answered.as_deref(), Some(&graded.verdict)),
            answered: as_read(graded),
            verdict: graded.verdict.clone(),
            options: options(graded.review.grade, &graded.choices, (graded.review.day, graded.review.mode)),
            can_insist: can_insist(graded),
        }
    }

    fn details(&self, face: &FaceId, typed: Option<&str>, verdict: Option<&Verdict>) -> Details {
        let Some((deck, card)) = self.card(face) else { return Details::default() };
        let note = typed.and_then(|typed| note(card, typed, verdict)).map(str::to_owned);
        // What the author says to a mistake is better than where else it would be right.
        let rival = verdict.and_then(|verdict| verdict.rival.as_ref()).filter(|_| note.is_none());
        let rival = rival.and_then(|rival| match face.face {
            _ if *rival != face.card => Some(Rival::Other(self.question_of(rival))),
            Face::Gap(_) => Some(Rival::Own),
            Face::Whole | Face::Choice | Face::Reverse | Face::TrueFalse => None,
        });
        Details {
            expected: answer::shown(card, face.face),
            note,
            rival,
            explanation: card.explanation.clone(),
            sources: card.sources.iter().map(|citation| deck.citation_in_words(citation)).collect(),
        }
    }
}

/// Returns what the author says to an answer, or to something false that is a part of it.
fn note<'c>(card: &'c Card, typed: &str, verdict: Option<&Verdict>) -> Option<&'c str> {
    let extra = verdict.into_iter().flat_map(|verdict| &verdict.extra);
    answer::note(card, typed).or_else(|| extra.into_iter().find_map(|extra| answer::note(card, extra)))
}

fn ask_view(asking: &Asking) -> View {
    let hints = asking.prompt.hints.iter().take(asking.hints).cloned().collect();
    View::Ask { hints, tried: asking.tried.as_ref().map(|first| first.tried.clone()) }
}

/// Returns what was answered, with how it was read where that is not plain and was not right.
fn as_read(graded: &Graded) -> Option<String> {
    let answered = graded.answered.as_ref()?;
    let was_right = graded.verdict.class == Class::Correct;
    match &graded.verdict.reading {
        Some(reading) if !was_right && fold(reading) != fold(answered) => {
            Some(format!("{answered} (read as {reading})"))
        }
        Some(_) | None => Some(answered.clone()),
    }
}

/// Returns what each grade leads to, counted from a day.
pub(super) fn options(proposed: Grade, choices: &Choices, (today, mode): (Day, Mode)) -> Options {
    let days = |grade| choices.of(grade).due.since(today);
    let moves_schedule = mode.moves_schedule();
    Options {
        proposed,
        moves_schedule,
        hard: days(Grade::Hard),
        good: days(Grade::Good),
        easy: days(Grade::Easy),
    }
}
