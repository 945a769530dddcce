//! What does a plan ask in a session, and what is said of the exam at its end?

use std::collections::{HashMap, HashSet};
use std::thread::JoinHandle;

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::plans::{self, Unknown};
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::plan::Plan;
use crate::plan::exam::Exam;
use crate::plan::outlook::Outlook;
use crate::preparation::{self, Preparation};
use crate::progress::Progress;
use crate::queue::{self, Queue, Request};
use crate::schedule::state::Studied;
use crate::session::screen::Leave;
use crate::session::step::Ending;
use crate::time::{Day, Days};
use crate::view;
use crate::view::text::Text;

/// Seconds of a day's time below which the day counts as done: whoever studies on has no limit.
const DONE_BELOW: f64 = 30.0;
/// The share of the day's time that the queue is made for: who is quicker than expected has more.
const RESERVE: f64 = 1.25;
/// Half of what a card takes that is remembered, in seconds: with less time no card is begun.
const HALF_A_CARD: f64 = 6.0;

/// A session by the plan.
#[derive(Debug)]
pub(crate) struct PlannedSession {
    /// What is asked, in order.
    pub(crate) queue: Queue,
    /// After how many seconds no further card is begun; nothing for no limit.
    pub(crate) seconds: Option<u64>,
    /// Whether what is known of the exams is kept.
    recorded: bool,
    /// Whether it has everything that is worth asking today.
    is_whole: bool,
    exams: Vec<Exam>,
    /// The nearest exam looks ahead while the learner answers; not where nobody wants to hear of it.
    outlook: Option<JoinHandle<Outlook>>,
}

/// Returns what the plans for the exams ahead ask of these decks today; nothing without any, and
/// where something else than the plan is asked for.
///
/// # Errors
/// When the exams or the log cannot be read.
pub(crate) fn today(
    context: &Context,
    (decks, states): (&Decks, &HashMap<FaceId, Studied>),
    (progress, recorded): (&Progress, bool),
    (wishes, request): (&args::Study, &Request),
) -> Result<Option<PlannedSession>, Failure> {
    if request.cram || request.ahead.0 > 0 {
        return Ok(None);
    }
    let prepared = plans::prepare(context, &plans::consult(context), progress, Unknown::IsLeftOut)?;
    let planned: Vec<(Preparation, Plan)> = prepared
        .into_iter()
        .filter(|preparation| preparation.faces().iter().any(|face| decks.has_face(face)))
        .filter_map(|preparation| preparation.plan().map(|plan| (preparation, plan)))
        .collect();
    if planned.is_empty() {
        return Ok(None);
    }
    let exams: Vec<Exam> = planned
        .iter()
        .map(|(preparation, plan)| Exam { curve: Some(plan.curve().clone()), ..preparation.exam().clone() })
        .collect();
    if recorded {
        plans::keep_up(context, &exams);
    }
    let request = Request { new: wishes.new.unwrap_or(usize::MAX), ..request.clone() };
    let Chosen { queue, seconds, is_whole } =
        queue_of(&planned, (decks, states), &request, &request_of_others(context, &request));
    let Some((preparation, plan)) = planned.into_iter().next() else { return Ok(None) };
    let is_told = !context.options.quiet;
    let outlook = is_told.then(|| std::thread::spawn(move || preparation.outlook(&plan)));
    Ok(Some(PlannedSession { queue, seconds, recorded, is_whole, exams, outlook }))
}

/// Cards of no exam keep the limit of new cards a day.
fn request_of_others(context: &Context, request: &Request) -> Request {
    Request { new: request.new.min(context.config.new_per_day), ..request.clone() }
}

/// What is asked in a session.
struct Chosen {
    queue: Queue,
    seconds: Option<u64>,
    is_whole: bool,
}

/// Puts the cards of the exams into their orders, each as far as its time goes, then what is due of
/// other decks.
fn queue_of(
    planned: &[(Preparation, Plan)],
    (decks, states): (&Decks, &HashMap<FaceId, Studied>),
    request: &Request,
    of_others: &Request,
) -> Chosen {
    let of_exams: HashSet<&FaceId> =
        planned.iter().flat_map(|(preparation, _)| preparation.faces()).collect();
    let others = queue::build(decks, states, of_others);
    let others: Vec<FaceId> =
        others.iter().map(|planned| planned.face.clone()).filter(|face| !of_exams.contains(face)).collect();
    let left: f64 = planned.iter().map(|(preparation, _)| preparation.left_today()).sum();
    // With cards of other decks behind it, the plan's time is kept by what is asked, not by the clock.
    let reserve = if others.is_empty() { RESERVE } else { 1.0 };
    let (mut asked, mut is_whole, mut kin) = (Vec::new(), true, HashSet::new());
    for (preparation, plan) in planned {
        let mut order = preparation.order(plan);
        // What will not be asked takes no time.
        order.retain(|(face, _)| {
            decks.card(&face.card).is_some_and(|(_, card)| {
                queue::is_wanted(card, &request.topics) && kin.insert(queue::kin_of(card))
            })
        });
        let fits = match preparation.left_today() {
            left if left < DONE_BELOW => order.len(),
            left => preparation::fitting(&order, left * reserve),
        };
        is_whole = is_whole && fits == order.len();
        asked.extend(order.into_iter().take(fits).map(|(face, _)| face));
    }
    let by_clock = others.is_empty() && left >= DONE_BELOW;
    let queue = preparation::arranged(decks, states, request, asked.into_iter().chain(others));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a day, ≥ 0")]
    let seconds = (left - HALF_A_CARD).max(0.0) as u64;
    Chosen { queue, seconds: by_clock.then_some(seconds), is_whole }
}

impl PlannedSession {
    /// Returns the days to the nearest exam.
    pub(crate) fn days_left(&self, today: Day) -> Option<Days> {
        self.exams.iter().map(|exam| exam.date.since(today)).min()
    }

    /// Notes that nothing more is worth doing today.
    pub(crate) fn note_enough(&mut self, context: &Context) {
        for exam in &mut self.exams {
            exam.note_enough(context.today());
        }
        self.keep_up(context);
    }

    /// Returns what is said of the exam at the end of a session; `is_cut` when only some cards were
    /// wanted.
    pub(crate) fn closing(mut self, context: &Context, ending: Option<Ending>, is_cut: bool) -> Text {
        let mut text = Text::default();
        if ending == Some(Ending::Done) && self.is_whole && !is_cut && self.recorded {
            self.note_enough(context);
            text.append(view::plan::enough());
        }
        let Some(outlook) = self.outlook.take() else { return text };
        // Who interrupts does not wait.
        let is_hurried = matches!(ending, Some(Ending::Left(Leave::Interrupted | Leave::Terminated)));
        if is_hurried && !outlook.is_finished() {
            return text;
        }
        if let (Ok(outlook), Some(exam)) = (outlook.join(), self.exams.first_mut()) {
            exam.predicted = Some(100.0 * outlook.prediction.score);
            text.push(view::plan::closing(exam, &outlook));
            self.keep_up(context);
        }
        text
    }

    fn keep_up(&self, context: &Context) {
        if self.recorded {
            plans::keep_up(context, &self.exams);
        }
    }
}
