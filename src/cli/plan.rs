//! `csto-quiz plan`: the exam that is studied for, and the score to expect.

use std::collections::BTreeSet;

use crate::cli::args::{Plan as Command, PlanSet};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{load, output, plans, store};
use crate::deck::decks::Decks;
use crate::plan::exam::{Exam, FURTHEST, Measured, Week};
use crate::schedule::memory::Model;
use crate::terminal::rich;
use crate::time::Day;
use crate::view;
use crate::view::plan::Shown;

/// Shows, sets or clears the plan.
///
/// # Errors
/// When the command makes no sense, or a file cannot be read or written.
pub(crate) fn run(context: &Context, command: Option<&Command>) -> Result<Exit, Failure> {
    match command {
        None => show(context),
        Some(Command::Set(wanted)) => {
            set(context, wanted)?;
            let exit = show(context)?;
            if !context.options.json && !context.options.quiet {
                output::show(context, &view::plan::next())?;
            }
            Ok(exit)
        }
        Some(Command::Result { percent, decks }) => result(context, *percent, decks),
        Some(Command::Clear { decks }) => clear(context, decks),
    }
}

fn show(context: &Context) -> Result<Exit, Failure> {
    let exams = plans::read(context)?;
    let (decks, _) = load::known(context).into_decks();
    let opened = store::look(context, &decks, &Model::default())?;
    let recorded = opened.is_recorded();
    let progress = opened.into_progress();
    let prepared = plans::prepare(context, &exams, &progress, plans::Unknown::Fails)?;
    let states = store::states(context, &progress)?;
    let mut shown = Vec::new();
    for preparation in &prepared {
        if let Some(plan) = preparation.plan() {
            let outlook = preparation.outlook(&plan);
            let exam = Exam {
                predicted: Some(100.0 * outlook.prediction.score),
                curve: Some(plan.curve().clone()),
                ..preparation.exam().clone()
            };
            let topics = preparation.topics(&plan);
            let cards = preparation.cards(&plan, &states);
            let done_today = preparation.done_today();
            shown.push(Shown { exam, outlook, topics, cards, done_today });
        }
    }
    let found: Vec<Exam> = shown.iter().map(|shown: &Shown| shown.exam.clone()).collect();
    if recorded {
        plans::keep_up(context, &found);
    }
    let over: Vec<&Exam> = exams.iter().filter(|exam| !exam.is_ahead(context.today())).collect();
    if context.options.json {
        output::json(view::plan::json(&shown, &over))?;
    } else {
        output::show(
            context,
            &view::plan::plan(&shown, &over, (context.today(), rich::size().columns, context.signs())),
        )?;
    }
    Ok(Exit::Done)
}

/// Refuses a day for which no exam can be planned.
///
/// # Errors
/// When it is not ahead, or too far.
pub(crate) fn check_date(context: &Context, date: Day) -> Result<(), Failure> {
    let today = context.today();
    let usage = |message: String, hint: &str| Err(Failure::new(Exit::Usage, message, hint));
    if date <= today {
        let message = format!("the exam on {date} is not ahead");
        return usage(message, "give a day after today, such as 2026-12-15");
    }
    if date.since(today) > FURTHEST {
        let message = format!("the exam on {date} is more than {} days ahead", FURTHEST.0);
        return usage(message, "set it when it is nearer; until then `csto-quiz study` needs no plan");
    }
    Ok(())
}

fn set(context: &Context, wanted: &PlanSet) -> Result<(), Failure> {
    let today = context.today();
    check_date(context, wanted.date)?;
    let week = match &wanted.minutes {
        None => Week::default(),
        Some(text) => Week::parse(text).map_err(|error| {
            let hint = "write 12, or by weekday 12,sat=30,sun=0";
            Failure::new(Exit::Usage, format!("--minutes {text}: {error}"), hint)
        })?,
    };
    let (decks, _): (Decks, _) = load::named(context, &wanted.decks)?.into_decks();
    if decks.card_count() == 0 {
        let hint = "`csto-quiz deck check` shows what is wrong";
        return Err(Failure::new(Exit::Failed, "there is no card to plan for", hint));
    }
    let names = wanted.decks.iter().map(|name| load::lasting_name(name)).collect();
    let mut exams = plans::read(context)?;
    let mut exam = Exam::new(wanted.date, names, week, today);
    exam.target = wanted.target;
    exam.questions = wanted.questions;
    if let Some(before) = exams.iter().find(|other| other.decks == exam.decks && other.is_ahead(today)) {
        // The same exam with another day or other minutes: what is known of it stays known.
        exam = Exam {
            since: before.since,
            enough: before.enough.clone(),
            measured: before.measured.clone(),
            ..exam
        };
    }
    exams.retain(|other| other.decks != exam.decks);
    exams.push(exam);
    plans::write(context, &exams)
}

fn result(context: &Context, percent: f64, decks: &[String]) -> Result<Exit, Failure> {
    if !(0.0..=100.0).contains(&percent) {
        let hint = "give the score in percent, 0 to 100";
        return Err(Failure::new(Exit::Usage, format!("`{percent}` is no percentage"), hint));
    }
    let today = context.today();
    let mut exams = plans::read(context)?;
    let names = lasting_names(decks);
    // On the day of an exam and after it the result is that exam's; before it that of a mock exam.
    let of_these = |exam: &Exam| decks.is_empty() || exam.decks == names;
    let over = exams.iter().rposition(|exam| of_these(exam) && !exam.is_ahead(today) && !has_result(exam));
    let Some(place) = over.or_else(|| exams.iter().position(of_these)) else { return Err(no_exam()) };
    let exam = &mut exams[place];
    let measured = Measured { day: today, predicted: exam.predicted, scored: percent };
    exam.measured.push(measured);
    plans::write(context, &exams)?;
    output::show(context, &view::plan::measured(&measured))?;
    Ok(Exit::Done)
}

/// Keeps what a mock exam gave beside what was predicted of it, for the nearest exam ahead that asks all
/// of its decks.
///
/// # Errors
/// When the exams cannot be read or written.
pub(crate) fn take_mock(
    context: &Context,
    decks: &BTreeSet<&str>,
    (predicted, scored): (f64, f64),
) -> Result<(), Failure> {
    let today = context.today();
    let mut exams = plans::read(context)?;
    let asks = |exam: &Exam| {
        exam.is_ahead(today)
            && (exam.decks.is_empty() || decks.iter().all(|deck| exam.decks.iter().any(|name| name == deck)))
    };
    let nearest = exams.iter_mut().filter(|exam| asks(exam)).min_by_key(|exam| exam.date);
    if let Some(exam) = nearest {
        exam.measured.push(Measured { day: today, predicted: Some(predicted), scored });
        plans::write(context, &exams)?;
    }
    Ok(())
}

fn clear(context: &Context, decks: &[String]) -> Result<Exit, Failure> {
    let mut exams = plans::read(context)?;
    let (names, before) = (lasting_names(decks), exams.len());
    exams.retain(|exam| !decks.is_empty() && exam.decks != names);
    if exams.len() == before {
        return Err(no_exam());
    }
    plans::write(context, &exams)?;
    output::print("The plan is cleared: cards fall due by desired retention.\n")?;
    Ok(Exit::Done)
}

fn has_result(exam: &Exam) -> bool {
    exam.measured.iter().any(|measured| measured.day >= exam.date)
}

fn lasting_names(decks: &[String]) -> Vec<String> {
    decks.iter().map(|name| load::lasting_name(name)).collect()
}

fn no_exam() -> Failure {
    Failure::new(Exit::Failed, "there is no such exam", "`csto-quiz plan` shows the exams that are set")
}
