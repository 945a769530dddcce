//! `csto-quiz exam`: a mock exam from its paper to its result.

mod after;

use std::collections::{BTreeSet, HashMap};

use crate::answer::prompt::Prompt;
use crate::cli::args;
use crate::cli::context::{self, Context, hears_a_person};
use crate::cli::error::{Exit, Failure};
use crate::cli::progress::copies;
use crate::cli::request::check_topics;
use crate::cli::{complain, load, output, plan, store};
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::exam::ExamId;
use crate::exam::paper::{Paper, Refusal, Wish};
use crate::exam::recording::{Known, predicted, reviews};
use crate::exam::score::{Manner, Score};
use crate::exam::sitting::{Event, Setup, Sitting, What};
use crate::progress::Progress;
use crate::schedule::Policy;
use crate::schedule::memory::Model;
use crate::schedule::state::Studied;
use crate::session::screen::Leave;
use crate::terminal::desk::{Move, Moved};
use crate::terminal::{Sight, Terminal, menu};
use crate::text::fold;
use crate::view::exam as view;
use crate::view::text::{Role, Text};

/// Questions of an exam, unless it is said how many.
const QUESTIONS: usize = 40;

/// What an exam works on.
struct Room<'a> {
    context: &'a Context,
    decks: Decks,
    progress: Progress,
    /// Whether what is answered is kept.
    recorded: bool,
    model: Model,
    states: HashMap<FaceId, Studied>,
}

/// Sits an exam, or shows those that were sat.
///
/// # Errors
/// When a deck is not known, the paper cannot be drawn as wished, progress cannot be read or written,
/// or the terminal fails.
pub(crate) fn run(context: &Context, wishes: &args::Exam) -> Result<Exit, Failure> {
    let loaded = load::named(context, &wishes.decks)?;
    let warnings = loaded.warnings();
    let (decks, doubles) = loaded.into_decks();
    if !context.options.quiet {
        for line in warnings.iter().chain(&doubles) {
            complain(&format!("{line}\n"));
        }
    }
    let model = Model::default();
    let to_look = wishes.list || wishes.show.is_some();
    let opened = if to_look {
        store::look(context, &decks, &model)?
    } else {
        store::open_or_practise(context, &decks, &model)?
    };
    let recorded = opened.is_recorded();
    let progress = if to_look { opened.into_progress() } else { opened.progress };
    if recorded {
        copies::daily(context, &progress);
    }
    let states = store::states(context, &progress)?;
    let mut room = Room { context, decks, progress, recorded, model, states };
    if wishes.list {
        return room.list();
    }
    if let Some(number) = wishes.show {
        return room.show(number);
    }
    let (mut sitting, is_new) = match room.open_sitting()? {
        Some(open) if room.goes_on(&open)? => (open, false),
        Some(open) => {
            room.hand_in(open)?;
            (room.begin(wishes)?, true)
        }
        None => (room.begin(wishes)?, true),
    };
    if !is_new && !context.options.json {
        output::print("The exam that was left goes on.\n")?;
    }
    let mut terminal = crate::cli::study::open_terminal(context)?;
    let leave = room.sit(&mut sitting, terminal.as_mut())?;
    // What is said now belongs on the normal screen.
    terminal.release();
    if let Some(leave) = leave {
        return room.left(&sitting, leave);
    }
    room.result(&mut sitting)
}

impl Room<'_> {
    fn known(&self) -> Known<'_> {
        Known { decks: &self.decks, states: &self.states, model: &self.model }
    }

    fn begin(&mut self, wishes: &args::Exam) -> Result<Sitting, Failure> {
        check_topics(&self.decks, &wishes.topic)?;
        let topics = wishes.topic.iter().map(|topic| fold(topic)).collect();
        let questions = Some(wishes.questions.unwrap_or(QUESTIONS));
        let mut wish = Wish { questions, topics, seed: self.context.seed(wishes.seed) };
        let drawn = match Paper::draw(&self.decks, &wish) {
            // Fewer than usual are no mistake where nobody asked for more.
            Err(Refusal::TooFew { .. }) if wishes.questions.is_none() => {
                wish.questions = None;
                Paper::draw(&self.decks, &wish)
            }
            drawn => drawn,
        };
        let paper = drawn.map_err(|refusal| refused(&refusal))?;
        let now = self.context.now();
        let titles: Vec<&str> = self.decks.iter().map(|deck| deck.title.as_str()).collect();
        let setup = Setup {
            id: ExamId::new(now.moment.at, now.chance),
            machine: self.progress.machine(),
            begun: now.moment,
            predicted: predicted(&paper, self.known(), self.context.today()),
            paper,
            minutes: wishes.minutes,
            pass: wishes.pass,
            strict: wishes.strict,
            recorded: !wishes.no_record,
            title: titles.join(", "),
        };
        self.progress.begin_exam(&setup)?;
        Ok(Sitting::new(setup, []))
    }

    /// Returns the exam of this machine that was left before it was handed in.
    fn open_sitting(&self) -> Result<Option<Sitting>, Failure> {
        let own = self.progress.machine();
        let open = |sitting: &Sitting| sitting.handed_in.is_none() && sitting.setup.machine == own;
        Ok(self.progress.exams()?.into_iter().rev().find(open))
    }

    /// Returns whether an exam that was left goes on; a script goes on with it.
    fn goes_on(&self, open: &Sitting) -> Result<bool, Failure> {
        if open.is_over(self.context.moment().at) || !hears_a_person() || !context::can_ask() {
            return Ok(true);
        }
        let (answered, all) = (open.answered(), open.given.len());
        let now = self.context.moment().at;
        let left = open.deadline().map(|end| format!(", {} left", view::clock(end.since(now))));
        let question = format!(
            "Go on with the exam that was left ({answered} of {all} answered{})? Otherwise it is handed in",
            left.unwrap_or_default()
        );
        Ok(menu::confirm(&question)?)
    }

    /// Lets terminal and sitting speak until the paper is handed in; returns how it was left before.
    fn sit(&mut self, sitting: &mut Sitting, terminal: &mut dyn Terminal) -> Result<Option<Leave>, Failure> {
        let paper = sitting.setup.paper.clone();
        let prompts: Vec<Option<Prompt>> =
            paper.questions.iter().map(|face| paper.prompt(&self.decks, face)).collect();
        let context = self.context;
        let clock = move || context.moment().at;
        let mut at_the_end = false;
        while sitting.handed_in.is_none() {
            let shown = clock();
            let sight = Sight { sitting, prompts: &prompts, at_the_end };
            let Moved { typed, to } = terminal.sit(&sight, &clock)?;
            let ms = u32::try_from(clock().since(shown)).unwrap_or(u32::MAX);
            let question = sitting.at;
            self.note(sitting, What::Answered { question, typed, ms })?;
            at_the_end = false;
            match to {
                Move::Next if question + 1 == sitting.given.len() => at_the_end = true,
                Move::Next => sitting.at += 1,
                Move::Back => sitting.at = question.saturating_sub(1),
                Move::Go(place) => sitting.at = place,
                Move::Mark => {
                    let marked = !sitting.given.get(question).is_some_and(|given| given.marked);
                    self.note(sitting, What::Marked { question, marked })?;
                }
                Move::HandIn | Move::TimeUp => self.hand_in_now(sitting)?,
                // A script that prints JSON has said all that it has to say.
                Move::Leave(Leave::EndOfInput) if self.context.options.json => self.hand_in_now(sitting)?,
                Move::Leave(leave) => return Ok(Some(leave)),
            }
        }
        Ok(None)
    }

    fn note(&mut self, sitting: &mut Sitting, what: What) -> Result<(), Failure> {
        let event = Event { at: self.context.moment().at, what };
        self.progress.in_exam(sitting.setup.id, &event, &[], &self.model)?;
        store::stay(self.context, &self.progress)?;
        sitting.take(&event);
        Ok(())
    }

    fn hand_in(&mut self, mut sitting: Sitting) -> Result<(), Failure> {
        self.hand_in_now(&mut sitting)?;
        self.states = store::states(self.context, &self.progress)?;
        Ok(())
    }

    /// Hands the paper in: its marks and the reviews that follow are on disk together.
    fn hand_in_now(&mut self, sitting: &mut Sitting) -> Result<(), Failure> {
        // A session may have gone on meanwhile.
        self.states = self.progress.states()?;
        let score = self.score(sitting)?;
        let now = self.context.now();
        let reviews = if sitting.setup.recorded {
            let policies: HashMap<String, Policy> = self.context.config.deck_policies().collect();
            let manner = (&policies, self.context.config.policy, self.context.config.rollover);
            reviews(sitting, &score, self.known(), manner, now.chance)
        } else {
            Vec::new()
        };
        let kept = self.context.config.keep_typed;
        let reviews: Vec<_> = reviews
            .into_iter()
            .map(|review| crate::review::Review { typed: review.typed.filter(|_| kept), ..review })
            .collect();
        let event = Event { at: now.moment.at, what: What::HandedIn(score.marks()) };
        self.progress.in_exam(sitting.setup.id, &event, &reviews, &self.model)?;
        store::stay(self.context, &self.progress)?;
        sitting.take(&event);
        if !self.recorded {
            return Ok(());
        }
        let questions = &sitting.setup.paper.questions;
        let decks: BTreeSet<&str> = questions.iter().map(|face| face.card.deck()).collect();
        // The exam is handed in, whatever becomes of what the plan learns from it.
        let noted = plan::take_mock(self.context, &decks, (sitting.setup.predicted, score.percent()));
        if let Err(failure) = noted {
            complain(&failure.warning("the plan does not know of this exam"));
        }
        Ok(())
    }

    fn score(&self, sitting: &Sitting) -> Result<Score, Failure> {
        let standing = store::standing(&self.progress)?;
        let manner = Manner { date_order: self.context.config.date_order.known(), standing: &standing };
        Ok(Score::of(sitting, &self.decks, manner))
    }

    fn left(&self, sitting: &Sitting, leave: Leave) -> Result<Exit, Failure> {
        let mut text = Text::default();
        let now = self.context.moment().at;
        let clock = match sitting.deadline() {
            Some(deadline) => format!(", and the clock runs: {} left", view::clock(deadline.since(now))),
            None => String::new(),
        };
        let (answered, all) = (sitting.answered(), sitting.given.len());
        if self.recorded {
            text.say(Role::Title, format!("Exam left: {answered} of {all} answered, everything is saved"));
            text.say(Role::Plain, format!("csto-quiz exam goes on with it{clock}."));
        } else {
            text.say(Role::Title, format!("Exam left: {answered} of {all} answered; nothing was recorded"));
        }
        output::show(self.context, &text)?;
        Ok(match leave {
            Leave::Interrupted => Exit::Interrupted,
            Leave::Terminated => Exit::Terminated,
            Leave::Quit | Leave::EndOfInput => Exit::Done,
        })
    }
}

fn refused(refusal: &Refusal) -> Failure {
    let hint = match refusal {
        Refusal::NoCards => "choose other topics: `csto-quiz deck show DECK` names them".to_owned(),
        Refusal::NoQuestions => "ask for at least one: `--questions 20`".to_owned(),
        Refusal::TooFew { there, .. } => {
            format!("ask for at most that many with `--questions {there}`, or choose more decks or topics")
        }
    };
    Failure::new(Exit::Usage, refusal.to_string(), hint)
}
