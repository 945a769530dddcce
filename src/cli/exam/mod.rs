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
use crate::terminal::menu::Chosen;
use crate::terminal::{Sight, Terminal, menu};
use crate::text::fold;
use crate::view::exam as view;
use crate::view::text::{Role, Text};

/// Questions of an exam, unless it is said how many.
const QUESTIONS: usize = 40;

/// What can be done about an exam that was left; the first can be taken back.
const OFFERS: [&str; 3] = ["Go on with it", "Hand it in and begin another", "Leave it for later"];

/// What an exam works on.
struct Room<'a> {
    context: &'a Context,
    /// The decks that are named and those that are known without.
    decks: Decks,
    /// The ids of those that a paper is drawn from.
    drawn_from: Vec<String>,
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
    let mut room = room(context, wishes)?;
    if wishes.before.list {
        return room.list();
    }
    if let Some(number) = wishes.before.show {
        return room.show(number);
    }
    let mut sitting = match room.open_sitting()? {
        Some(mut open) if wishes.before.hand_in => {
            room.hand_in_now(&mut open)?;
            return room.result(&mut open).map(|(exit, _)| exit);
        }
        None if wishes.before.hand_in => return Err(nothing_to_hand_in()),
        Some(mut open) => match room.offer(&open)? {
            Chosen::Left(leave) => return Ok(leave.into()),
            Chosen::This(Offer::GoOn) => {
                if !context.options.json {
                    output::print("The exam that was left goes on.\n")?;
                }
                open
            }
            Chosen::This(Offer::HandIn) => {
                room.hand_in_now(&mut open)?;
                let (exit, leave) = room.result(&mut open)?;
                if leave.is_some() {
                    return Ok(exit);
                }
                room.states = store::states(context, &room.progress)?;
                room.begin(wishes)?
            }
        },
        None => room.begin(wishes)?,
    };
    let mut terminal = crate::cli::study::open_terminal(context)?;
    let leave = room.sit(&mut sitting, terminal.as_mut())?;
    // What is said now belongs on the normal screen.
    terminal.release();
    match leave {
        Some(leave) => room.left(&sitting, leave, &wishes.decks),
        None => room.result(&mut sitting).map(|(exit, _)| exit),
    }
}

/// Reads decks and progress.
fn room<'a>(context: &'a Context, wishes: &args::Exam) -> Result<Room<'a>, Failure> {
    let loaded = load::named(context, &wishes.decks).map_err(|failure| meant_an_option(failure, wishes))?;
    let warnings = loaded.warnings();
    let (named, doubles) = loaded.into_decks();
    if !context.options.quiet {
        for line in warnings.iter().chain(&doubles) {
            complain(&format!("{line}\n"));
        }
    }
    let drawn_from = named.iter().map(|deck| deck.id.to_string()).collect();
    // An exam of before may ask other decks than those that are named now.
    let decks = if wishes.decks.is_empty() { named } else { load::with_known(context, named) };
    let model = Model::default();
    let to_look = wishes.before.list || wishes.before.show.is_some();
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
    Ok(Room { context, decks, drawn_from, progress, recorded, model, states })
}

/// What can be done about an exam that was left.
enum Offer {
    GoOn,
    HandIn,
}

impl Room<'_> {
    fn known(&self) -> Known<'_> {
        Known { decks: &self.decks, states: &self.states, model: &self.model }
    }

    fn begin(&mut self, wishes: &args::Exam) -> Result<Sitting, Failure> {
        let named = self.decks.only(&self.drawn_from);
        check_topics(&named, &wishes.topic)?;
        let topics = wishes.topic.iter().map(|topic| fold(topic)).collect();
        let questions = Some(wishes.questions.unwrap_or(QUESTIONS));
        let mut wish = Wish { questions, topics, seed: self.context.seed(wishes.seed) };
        let drawn = match Paper::draw(&named, &wish) {
            // Fewer than usual are no mistake where nobody asked for more.
            Err(Refusal::TooFew { .. }) if wishes.questions.is_none() => {
                wish.questions = None;
                Paper::draw(&named, &wish)
            }
            drawn => drawn,
        };
        let paper = drawn.map_err(|refusal| refused(&refusal))?;
        let now = self.context.now();
        let titles: Vec<&str> = named.iter().map(|deck| deck.title.as_str()).collect();
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

    /// Returns what is to be done with an exam that was left; a script goes on with it.
    fn offer(&self, open: &Sitting) -> Result<Chosen<Offer>, Failure> {
        let missing = self.missing(open);
        if !missing.is_empty() {
            return Err(not_known(&missing));
        }
        let asks = hears_a_person() && context::can_ask() && !self.context.options.json;
        let now = self.context.moment().at;
        if open.is_over(now) || !asks {
            return Ok(Chosen::This(Offer::GoOn));
        }
        let mut text = Text::default();
        text.say(Role::Title, view::left_open(open, now));
        output::show(self.context, &text)?;
        Ok(match menu::choose("What now?", &OFFERS, self.context.signs())? {
            Chosen::This(0) => Chosen::This(Offer::GoOn),
            Chosen::This(1) => Chosen::This(Offer::HandIn),
            Chosen::This(_) => Chosen::Left(Leave::Quit),
            Chosen::Left(leave) => Chosen::Left(leave),
        })
    }

    /// Returns the decks of a paper that are not known now.
    fn missing(&self, sitting: &Sitting) -> BTreeSet<String> {
        let decks = sitting.setup.paper.questions.iter().map(|face| face.card.deck());
        decks.filter(|deck| self.decks.deck(deck).is_none()).map(str::to_owned).collect()
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
        let event = Event { at: sitting.instant(self.context.moment().at), what };
        self.progress.in_exam(sitting.setup.id, &event, &[], &self.model)?;
        store::stay(self.context, &self.progress)?;
        sitting.take(&event);
        Ok(())
    }

    /// Hands the paper in: its marks and the reviews that follow are on disk together.
    fn hand_in_now(&mut self, sitting: &mut Sitting) -> Result<(), Failure> {
        // A session may have gone on meanwhile.
        self.states = store::states(self.context, &self.progress)?;
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
        let event = Event { at: sitting.instant(now.moment.at), what: What::HandedIn(score.marks()) };
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

    fn left(&self, sitting: &Sitting, leave: Leave, decks: &[String]) -> Result<Exit, Failure> {
        let mut text = Text::default();
        let now = self.context.moment().at;
        let clock = match sitting.deadline() {
            Some(deadline) => format!(", and the clock runs: {} left", view::clock(deadline.since(now))),
            None => String::new(),
        };
        let (answered, all) = (sitting.answered(), sitting.given.len());
        if self.recorded {
            text.say(Role::Title, format!("Exam left: {answered} of {all} answered, everything is saved"));
            text.say(Role::Plain, format!("csto-quiz exam{} goes on with it{clock}.", load::words(decks)));
        } else {
            text.say(Role::Title, format!("Exam left: {answered} of {all} answered; nothing was recorded"));
        }
        output::show(self.context, &text)?;
        Ok(leave.into())
    }
}

/// What is said where a deck of an exam that was left is not known: its questions would all count as
/// wrong.
fn not_known(missing: &BTreeSet<String>) -> Failure {
    let names: Vec<String> = missing.iter().map(|deck| format!("`{deck}`")).collect();
    let decks = if missing.len() == 1 { "a deck that is" } else { "decks that are" };
    let message = format!("the exam that was left asks {decks} not known here: {}", names.join(", "));
    let hint = "name its file or folder to go on: `csto-quiz exam FILE`; `csto-quiz exam --hand-in` hands it in \
                without those questions";
    Failure::new(Exit::Usage, message, hint)
}

fn nothing_to_hand_in() -> Failure {
    let hint = "`csto-quiz exam` begins one; `csto-quiz exam --list` lists those that were sat";
    Failure::new(Exit::Usage, "no exam was left that could be handed in", hint)
}

/// Adds a hint where an option was written as if it were a deck.
fn meant_an_option(failure: Failure, wishes: &args::Exam) -> Failure {
    let meant = ["list", "show", "hand-in"]
        .into_iter()
        .find(|word| wishes.decks.first().is_some_and(|name| name == word));
    match meant {
        Some(word) => failure.with_hint(format!("did you mean `csto-quiz exam --{word}`?")),
        None => failure,
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
