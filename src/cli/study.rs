//! `csto-quiz study`: a session from its queue to its summary.

use std::collections::{HashMap, HashSet};
use std::io::IsTerminal;
use std::rc::Rc;

use crate::cli::args;
use crate::cli::context::{Context, hears_a_person};
use crate::cli::edit::{Files, edit};
use crate::cli::error::{Exit, Failure};
use crate::cli::progress::copies;
use crate::cli::request::{check_topics, request};
use crate::cli::{complain, config, load, output, planned, store};
use crate::config::FigureOrder;
use crate::decision::Standing;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::progress::Progress;
use crate::queue;
use crate::report::Habits;
use crate::review::Mode;
use crate::schedule::memory::Model;
use crate::schedule::state::Studied;
use crate::session::Session;
use crate::session::screen::{Input, Leave};
use crate::session::step::{Effect, Ending, Settings, Timing};
use crate::terminal::plain::Plain;
use crate::terminal::rich::{self, Rich, Style};
use crate::terminal::signals::Stop;
use crate::terminal::{Reply, Terminal, TerminalError};
use crate::view;
use crate::view::summary::More;

/// Studies.
///
/// # Errors
/// When no deck can be used, progress cannot be opened or written, or the terminal fails.
pub(crate) fn run(context: &Context, wishes: &args::Study) -> Result<Exit, Failure> {
    let (decks, mut files) = decks(context, wishes)?;
    let (decks, model) = (Rc::new(decks), Model::default());
    let opened = store::open_or_practise(context, &decks, &model)?;
    let recorded = opened.is_recorded();
    let mut progress = opened.progress;
    if recorded {
        copies::daily(context, &progress);
    }
    let states = store::states(context, &progress)?;
    let request = request(context, &progress, wishes)?;
    let mut planned = planned::today(context, (&decks, &states), (&progress, recorded), (wishes, &request))?;
    let mut queue = match &mut planned {
        Some(planned) => std::mem::take(&mut planned.queue),
        None => queue::build(&decks, &states, &request),
    };
    if let Some(limit) = wishes.limit {
        queue.truncate(limit);
    }
    if let (true, Some(planned)) = (queue.is_empty(), &mut planned) {
        planned.note_enough(context);
        output::show(context, &view::plan::enough())?;
        return Ok(Exit::Done);
    }
    if queue.is_empty() {
        return nothing_due(context, wishes, (&decks, &states), request.new == 0 && wishes.new.is_none());
    }
    let mut settings = settings((context, wishes), &progress, (&decks, request.standing), &files)?;
    if !recorded {
        // What is not kept moves no schedule, and settles nothing for other sessions.
        (settings.recorded, settings.mode, settings.ask_date_order) = (false, Mode::Cram, false);
    }
    settings.seconds = settings.seconds.or_else(|| planned.as_ref().and_then(|planned| planned.seconds));
    settings.exam_in = planned.as_ref().and_then(|planned| planned.days_left(context.today()));
    let mut session = Session::new((decks, &model), settings, states, (queue, context.moment()));
    let mut terminal = open_terminal(context)?;
    // On an error there is no summary: it would count an answer that could not be written down.
    converse((context, wishes), &mut session, terminal.as_mut(), (&mut progress, &model), &mut files)?;
    let habits = habits(context, &progress)?;
    let summary = session.summary(context.moment());
    if context.options.json {
        output::json(view::summary::json(&summary, habits))?;
    } else {
        terminal.say(&view::summary::summary(&summary, habits, session.ending()))?;
    }
    if let Some(planned) = planned {
        terminal.say(&planned.closing(context, session.ending(), wishes.limit.is_some()))?;
    }
    Ok(exit_of(session.ending()))
}

/// Reads the decks that are wanted, and says what is wrong with them.
fn decks(context: &Context, wishes: &args::Study) -> Result<(Decks, Files), Failure> {
    let loaded = load::named(context, &wishes.decks)?;
    let broken = loaded.has_errors();
    let (files, mut warnings) = (loaded.files(), loaded.warnings());
    let (decks, doubles) = loaded.into_decks();
    warnings.extend(doubles);
    if !context.options.quiet {
        for line in &warnings {
            complain(&format!("{line}\n"));
        }
    }
    if decks.card_count() == 0 {
        let exit = if broken { Exit::DeckErrors } else { Exit::Failed };
        return Err(Failure::new(
            exit,
            "there is no card to study",
            "`csto-quiz deck check` shows what is wrong",
        ));
    }
    check_topics(&decks, &wishes.topic)?;
    Ok((decks, files))
}

/// Says that nothing is to be asked now, and what waits.
fn nothing_due(
    context: &Context,
    wishes: &args::Study,
    (decks, states): (&Decks, &HashMap<FaceId, Studied>),
    limit_reached: bool,
) -> Result<Exit, Failure> {
    let known = states.iter().filter(|(face, _)| decks.card(&face.card).is_some());
    let faces = decks.cards().flat_map(|(_, card)| card.face_ids());
    let more = More {
        new: faces.filter(|face| !states.contains_key(face)).count(),
        limit_reached,
        words: std::iter::once("study").chain(wishes.decks.iter().map(String::as_str)).collect(),
    };
    let text = view::summary::nothing_due(known.map(|(_, state)| state), context.today(), &more);
    output::show(context, &text)?;
    Ok(Exit::Done)
}

/// Lets terminal and session speak until the session has ended. What must be written down is on
/// disk before the next screen is shown.
pub(crate) fn converse(
    (context, wishes): (&Context, &args::Study),
    session: &mut Session<'_>,
    terminal: &mut dyn Terminal,
    (progress, model): (&mut Progress, &Model),
    files: &mut Files,
) -> Result<(), Failure> {
    let clock = || context.moment().at;
    while let Some(screen) = session.screen() {
        let shown = clock();
        let Reply { input, first_key } = terminal.ask(&screen, &clock)?;
        let timing = Timing {
            first_key_ms: first_key.map(|key| millis(key.since(shown))),
            answer_ms: millis(clock().since(shown)),
        };
        if input == Input::Edit {
            edit((context, wishes), session, terminal, (progress, model), files)?;
            continue;
        }
        let effects = session.step(input, timing, context.now());
        for effect in effects {
            write_down(context, session, effect, (progress, model))?;
        }
        store::stay(context, progress)?;
        if progress.changed_elsewhere()? {
            session.refresh(store::states(context, progress)?, context.moment());
        }
    }
    Ok(())
}

fn write_down(
    context: &Context,
    session: &mut Session<'_>,
    effect: Effect,
    (progress, model): (&mut Progress, &Model),
) -> Result<(), Failure> {
    let (face, state) = match effect {
        Effect::Record(review) => (review.face.clone(), progress.record(&review, model)?),
        Effect::Regrade { of, revocation, review } => {
            (review.face.clone(), progress.regrade(revocation, of, &review, model)?)
        }
        Effect::Revoke { review, revocation, face } => {
            (face, progress.revoke(review, revocation, model)?.state)
        }
        Effect::Decide(decision) => return Ok(progress.decide(&decision)?),
        Effect::Remember(order) => {
            return config::change(context, "date_order", FigureOrder::Known(order).as_str());
        }
    };
    session.learned(&face, state);
    Ok(())
}

fn millis(millis: u64) -> u32 {
    u32::try_from(millis).unwrap_or(u32::MAX)
}

/// Returns what a session needs to know of the learner's wishes.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn settings(
    (context, wishes): (&Context, &args::Study),
    progress: &Progress,
    (decks, standing): (&Decks, Standing),
    files: &Files,
) -> Result<Settings, Failure> {
    let config = &context.config;
    Ok(Settings {
        machine: progress.machine(),
        mode: if wishes.cram { Mode::Cram } else { Mode::Study },
        recorded: true,
        rollover: config.rollover,
        policy: config.policy,
        deck_policies: config.deck_policies().collect(),
        keep_typed: config.keep_typed,
        date_order: config.date_order.known(),
        // A script that answers line by line would not expect the question.
        ask_date_order: config.date_order == FigureOrder::Asked && hears_a_person(),
        standing,
        pace: store::pace(progress, decks)?,
        editable: if hears_a_person() { files.keys().cloned().collect() } else { HashSet::new() },
        exam_in: None,
        seed: context.seed(wishes.seed),
        seconds: wishes.minutes.map(|minutes| minutes.saturating_mul(60)),
    })
}

/// Returns what the closing lines say about days and minutes.
fn habits(context: &Context, progress: &Progress) -> Result<Habits, Failure> {
    let today = context.today();
    let times: Vec<u32> = progress.done_on(today)?.iter().map(|done| done.answer_ms).collect();
    Ok(Habits::new(&progress.days()?, &times, today))
}

/// Opens the terminal that fits: drawn where it can be, else in lines.
///
/// # Errors
/// When signals cannot be listened for, or the terminal cannot be changed.
pub(crate) fn open_terminal(context: &Context) -> Result<Box<dyn Terminal>, TerminalError> {
    let stop = Stop::install().map_err(|source| TerminalError { operation: "listen for signals", source })?;
    terminal(context, stop)
}

fn terminal(context: &Context, stop: Stop) -> Result<Box<dyn Terminal>, TerminalError> {
    if context.draws() && Rich::fits() {
        let style = Style { color: context.colors(), signs: context.signs() };
        return Ok(Box::new(Rich::open(stop, style)?));
    }
    // Standard output belongs to the object that is printed at the end.
    if context.options.json {
        return Ok(Box::new(Plain::new(std::io::stdin(), std::io::stderr(), stop)));
    }
    let plain = Plain::new(std::io::stdin(), std::io::stdout(), stop);
    Ok(Box::new(if std::io::stdout().is_terminal() {
        plain.on_screen(rich::size().columns, context.signs())
    } else {
        plain
    }))
}

pub(crate) fn exit_of(ending: Option<Ending>) -> Exit {
    match ending {
        Some(Ending::Left(Leave::Interrupted)) => Exit::Interrupted,
        Some(Ending::Left(Leave::Terminated)) => Exit::Terminated,
        Some(Ending::Done | Ending::TimeUp | Ending::Left(Leave::Quit | Leave::EndOfInput)) | None => {
            Exit::Done
        }
    }
}
