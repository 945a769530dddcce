//! Which exams are studied for, and what is prepared for them today?
//!
//! One door to `plans.json`; `plan` and `study` use it.

use std::collections::HashSet;

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{complain, load, store};
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::exchange::plans::{self, PlansError};
use crate::files;
use crate::plan::exam::Exam;
use crate::preparation::Preparation;
use crate::progress::Progress;
use crate::time::Day;

/// Reads the exams, the nearest first; where that cannot be, says so and goes on without any.
pub(crate) fn consult(context: &Context) -> Vec<Exam> {
    read(context).unwrap_or_else(|failure| {
        if !context.options.quiet {
            complain(&failure.warning("there is no plan now"));
        }
        Vec::new()
    })
}

/// Reads the exams, the nearest first.
///
/// # Errors
/// When the file cannot be read or understood; the hint says what then becomes of it.
pub(crate) fn read(context: &Context) -> Result<Vec<Exam>, Failure> {
    let path = context.places.plans_file();
    let text = match files::read_text(&path) {
        Ok(text) => text,
        Err(error) if error.is_missing() => return Ok(Vec::new()),
        Err(error) => {
            let hint = "make the file readable for you, or move it away; csto-quiz leaves it as it is";
            return Err(Failure::from(error).with_hint(hint));
        }
    };
    let mut exams = plans::parse(&text).map_err(|error| {
        let hint = match error {
            PlansError::Newer(_) => "use the newer csto-quiz that wrote it",
            PlansError::Form(_) | PlansError::Value(_) => {
                "mend the file, or move it away and set the exam again with `csto-quiz plan set`; csto-quiz \
                 leaves it as it is"
            }
        };
        let message = format!("the exams in `{}` cannot be used: {error}", path.display());
        Failure::new(Exit::Failed, message, hint)
    })?;
    exams.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.decks.cmp(&b.decks)));
    Ok(exams)
}

/// Writes the exams.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn write(context: &Context, exams: &[Exam]) -> Result<(), Failure> {
    if let Some(failure) = context.homeless() {
        return Err(failure);
    }
    let text = plans::write(exams)
        .map_err(|error| Failure::new(Exit::Failed, format!("{error}"), "set the exam again"))?;
    let path = context.places.plans_file();
    if let Some(folder) = path.parent() {
        files::create_private_dir(folder)?;
    }
    files::write_privately(&path, text.as_bytes())?;
    Ok(())
}

/// Writes exams in place of those with the same day and decks, where those are still there: another
/// session may have cleared them. What they have more can be found again, so that a failure is a warning.
pub(crate) fn keep_up(context: &Context, exams: &[Exam]) {
    if let (Err(failure), false) = (update(context, exams), context.options.quiet) {
        complain(&failure.warning("what was found out for the plan is not kept"));
    }
}

fn update(context: &Context, newer: &[Exam]) -> Result<(), Failure> {
    let mut exams = read(context)?;
    for exam in newer {
        let same = exams.iter_mut().find(|other| other.date == exam.date && other.decks == exam.decks);
        if let Some(place) = same {
            place.clone_from(exam);
        }
    }
    write(context, &exams)
}

/// What becomes of an exam whose deck is not known any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// It is an error.
    Fails,
    /// The exam is left out, which is told.
    IsLeftOut,
}

/// Prepares for the exams that are ahead, the nearest first; each card counts for one of them.
///
/// # Errors
/// When the log cannot be read, or a deck of an exam is not known any more and that is an error.
pub(crate) fn prepare(
    context: &Context,
    exams: &[Exam],
    progress: &Progress,
    unknown: Unknown,
) -> Result<Vec<Preparation>, Failure> {
    let today: Day = context.today();
    let mut taken: HashSet<FaceId> = HashSet::new();
    let mut prepared = Vec::new();
    let ahead: Vec<&Exam> = exams.iter().filter(|exam| exam.is_ahead(today)).collect();
    if ahead.is_empty() {
        return Ok(prepared);
    }
    let reviews = store::reviews(progress)?;
    for exam in ahead {
        let (decks, _): (Decks, _) = match load::named(context, &exam.decks) {
            Ok(loaded) => loaded.into_decks(),
            Err(failure) if unknown == Unknown::Fails => return Err(failure),
            Err(failure) => {
                if !context.options.quiet {
                    complain(&failure.warning("an exam is left out of today's plan"));
                }
                continue;
            }
        };
        let preparation = Preparation::new(exam, &decks, &reviews, (&taken, today));
        taken.extend(preparation.faces().iter().cloned());
        prepared.push(preparation);
    }
    Ok(prepared)
}
