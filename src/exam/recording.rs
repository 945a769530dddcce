//! What does an exam leave behind in what is known of its cards?
//!
//! An exam is retrieval like any other: [`reviews`] makes a line of the log of every question that was
//! seen. [`predicted`] is what the schedule expects of a paper before it is sat.

use std::collections::HashMap;

use crate::answer::prompt::Ask;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::exam::paper::Paper;
use crate::exam::score::Score;
use crate::exam::sitting::Sitting;
use crate::review::{Judged, Mode, Review, ReviewId, Scheduler, replay, stamped};
use crate::schedule::grade::Grade;
use crate::schedule::memory::{MODEL_NAME, Model};
use crate::schedule::state::Studied;
use crate::schedule::{self, Occasion, Policy};
use crate::seed::Seed;
use crate::time::{Day, Moment, Rollover};

/// What is known around an exam.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The decks.
    pub decks: &'a Decks,
    /// What is known of their faces.
    pub states: &'a HashMap<FaceId, Studied>,
    /// The memory model.
    pub model: &'a Model,
}

/// Returns the reviews of the questions that were seen; `chance` names them.
pub fn reviews(
    sitting: &Sitting,
    score: &Score,
    known: Known<'_>,
    (policies, policy, rollover): (&HashMap<String, Policy>, Policy, Rollover),
    chance: u128,
) -> Vec<Review> {
    let mut reviews = Vec::new();
    for (number, (marked, given)) in (0u128..).zip(score.questions.iter().zip(&sitting.given)) {
        let (Some(left_at), Some((_, card))) = (given.left_at, known.decks.card(&marked.face.card)) else {
            continue;
        };
        let moment = Moment { at: left_at, offset: sitting.setup.begun.offset };
        let before = known.states.get(&marked.face);
        let (moment, day) = stamped(moment, moment.day(rollover), before);
        let policy = policies.get(marked.face.card.deck()).copied().unwrap_or(policy);
        let grade = marked.grade();
        let due = due((known.model, policy), &marked.face, before, (day, grade));
        reviews.push(Review {
            // Instants come again: a face that was reviewed later than it was left takes that instant.
            id: ReviewId::new(moment.at, chance.wrapping_add(number)),
            machine: sitting.setup.machine,
            face: marked.face.clone(),
            day,
            moment,
            mode: Mode::Exam,
            verdict: Some(Judged { class: marked.verdict.class, score: marked.verdict.score }),
            typed: (!given.typed.is_empty()).then(|| given.typed.clone()),
            proposed: marked.verdict.proposed(false),
            grade,
            hints: 0,
            first_key_ms: None,
            answer_ms: given.ms,
            due,
            fingerprint: card.fingerprint(marked.face.face),
            scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
        });
    }
    reviews
}

/// Returns the day on which a face is due after a grade, spread as a session spreads it.
fn due(
    (model, policy): (&Model, Policy),
    face: &FaceId,
    before: Option<&Studied>,
    (day, grade): (Day, Grade),
) -> Day {
    let nth = u64::from(before.map_or(0, |studied| studied.reviews));
    let seed = Seed(0).of(&face.to_string()).nth(nth);
    let occasion = Occasion { today: day, seed, load: &|_| 0 };
    schedule::choices(model, policy, before, occasion).of(grade).due
}

/// Returns the review that stands in the place of one whose answer was right on the learner's word;
/// `earlier` are the reviews of its face before it.
pub fn challenged(
    review: &Review,
    earlier: &[Review],
    (model, policy): (&Model, Policy),
    id: ReviewId,
) -> Review {
    let before = replay(model, earlier);
    let due = due((model, policy), &review.face, before.as_ref(), (review.day, Grade::Good));
    Review { id, grade: Grade::Good, due, ..review.clone() }
}

/// Returns the score that is expected of a paper today, in percent, 0–100: the probability of recall
/// of each question, weighted by its marks; unseen cards count nothing, options what guessing gives.
pub fn predicted(paper: &Paper, known: Known<'_>, today: Day) -> f64 {
    let (mut expected, mut out_of) = (0.0, 0.0);
    for face in &paper.questions {
        let Some((_, card)) = known.decks.card(&face.card) else { continue };
        let recall = known.states.get(face).map_or(0.0, |state| {
            known.model.retrievability(state.memory, state.elapsed(today)).probability()
        });
        let guess = match paper.prompt(known.decks, face).map(|prompt| prompt.ask) {
            Some(Ask::Choice { options, several: false }) => 1.0 / options.len().max(1) as f64,
            Some(Ask::TrueFalse) => 0.5,
            _ => 0.0,
        };
        expected += card.marks * (guess + (1.0 - guess) * recall);
        out_of += card.marks;
    }
    if out_of > 0.0 { expected / out_of * 100.0 } else { 0.0 }
}
