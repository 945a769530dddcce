//! `csto-quiz study`: a session from its queue to its summary.

use crate::cli::args;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::request::request;
use crate::cli::{complain, load, output, planned, store};
use crate::progress::Progress;
use crate::queue;
use crate::review::Mode;
use crate::schedule::memory::Model;
use crate::session::Session;
use crate::session::screen::Leave;
use crate::session::step::{Effect, Ending, Settings, Timing};
use crate::terminal::plain::Plain;
use crate::terminal::rich::{Rich, Style};
use crate::terminal::signals::Stop;
use crate::terminal::{Reply, Terminal, TerminalError};
use crate::view;

/// Studies.
///
/// # Errors
/// When no deck can be used, progress cannot be opened or written, or the terminal fails.
pub(crate) fn run(context: &Context, wishes: &args::Study) -> Result<Exit, Failure> {
    let loaded = load::named(context, &wishes.decks)?;
    let broken = loaded.has_errors();
    let mut warnings = loaded.warnings();
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
    let model = Model::default();
    let mut progress = store::open(context, &decks, &model)?;
    let states = progress.states()?;
    let request = request(context, &progress, wishes)?;
    let mut planned = planned::today(context, (&decks, &states), &progress, (wishes, &request))?;
    let mut queue = match &mut planned {
        Some(planned) => std::mem::take(&mut planned.queue),
        None => queue::build(&decks, &states, &request),
    };
    if let Some(limit) = wishes.limit {
        queue.truncate(limit);
    }
    if let (true, Some(planned)) = (queue.is_empty(), &mut planned) {
        planned.note_enough(context)?;
        output::show(context, &view::plan::enough())?;
        return Ok(Exit::Done);
    }
    if queue.is_empty() {
        let known = states.iter().filter(|(face, _)| decks.card(&face.card).is_some());
        let text = view::summary::nothing_due(known.map(|(_, state)| state), context.today());
        output::show(context, &text)?;
        return Ok(Exit::Done);
    }
    let mut settings = settings(context, wishes, &progress);
    settings.seconds = settings.seconds.or_else(|| planned.as_ref().and_then(|planned| planned.seconds));
    let mut session = Session::new((&decks, &model), settings, states, (queue, context.moment()));
    let stop = Stop::install().map_err(|source| TerminalError { operation: "listen for signals", source })?;
    let mut terminal = terminal(context, stop)?;
    let ended = converse(context, &mut session, terminal.as_mut(), (&mut progress, &model));
    let summary = view::summary::summary(&session.summary(context.moment()), session.ending());
    terminal.say(&summary)?;
    ended?;
    if let Some(planned) = planned {
        terminal.say(&planned.closing(context, session.ending(), wishes.limit.is_some())?)?;
    }
    Ok(exit_of(session.ending()))
}

/// Lets terminal and session speak until the session has ended. What must be written down is on
/// disk before the next screen is shown.
fn converse(
    context: &Context,
    session: &mut Session<'_>,
    terminal: &mut dyn Terminal,
    (progress, model): (&mut Progress, &Model),
) -> Result<(), Failure> {
    let clock = || context.moment().at;
    while let Some(screen) = session.screen() {
        let shown = clock();
        let Reply { input, first_key } = terminal.ask(&screen, &clock)?;
        let timing = Timing {
            first_key_ms: first_key.map(|key| millis(key.since(shown))),
            answer_ms: millis(clock().since(shown)),
        };
        if let Some(effect) = session.step(input, timing, context.now()) {
            write_down(session, effect, (progress, model))?;
        }
        if progress.changed_elsewhere()? {
            session.refresh(progress.states()?, context.moment());
        }
    }
    Ok(())
}

fn write_down(
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
    };
    session.learned(&face, state);
    Ok(())
}

fn millis(millis: u64) -> u32 {
    u32::try_from(millis).unwrap_or(u32::MAX)
}

fn settings(context: &Context, wishes: &args::Study, progress: &Progress) -> Settings {
    let config = &context.config;
    Settings {
        machine: progress.machine(),
        mode: if wishes.cram { Mode::Cram } else { Mode::Study },
        rollover: config.rollover,
        policy: config.policy,
        deck_policies: config.deck_policies().collect(),
        keep_typed: config.keep_typed,
        date_order: config.date_order,
        seed: context.seed(wishes.seed),
        seconds: wishes.minutes.map(|minutes| minutes.saturating_mul(60)),
    }
}

fn terminal(context: &Context, stop: Stop) -> Result<Box<dyn Terminal>, TerminalError> {
    if context.draws() && Rich::fits() {
        let style = Style { color: context.colors(), signs: context.signs() };
        return Ok(Box::new(Rich::open(stop, style)?));
    }
    Ok(Box::new(Plain::new(std::io::stdin(), std::io::stdout(), stop)))
}

fn exit_of(ending: Option<Ending>) -> Exit {
    match ending {
        Some(Ending::Left(Leave::Interrupted)) => Exit::Interrupted,
        Some(Ending::Left(Leave::Terminated)) => Exit::Terminated,
        Some(Ending::Done | Ending::TimeUp | Ending::Left(Leave::Quit | Leave::EndOfInput)) | None => {
            Exit::Done
        }
    }
}
