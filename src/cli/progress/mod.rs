//! `csto-quiz progress`: the log of answers, shown or corrected.

pub(crate) mod copies;
mod folder;
mod forget;
mod joining;

use serde_json::{Value, json};

use crate::answer::verdict::Class;
use crate::cli::args;
use crate::cli::context::{self, Context};
use crate::cli::error::{Exit, Failure};
use crate::cli::{load, output, store};
use crate::exchange;
use crate::review::{Review, ReviewId, Revocation, RevocationReason};
use crate::schedule::memory::Model;
use crate::terminal::menu;
use crate::view::summary::count;
use crate::view::text::{Line, Role, Text};

/// Shows or corrects progress.
///
/// # Errors
/// When progress cannot be read or written.
pub(crate) fn run(context: &Context, command: &args::Progress) -> Result<Exit, Failure> {
    match command {
        args::Progress::Path => path(context)?,
        args::Progress::Export => export(context)?,
        args::Progress::Undo { count, yes } => undo(context, *count, *yes)?,
        args::Progress::Backup { file } => copies::back_up(context, file.as_deref())?,
        args::Progress::Restore { file, dry_run, yes } => {
            copies::restore(context, file.as_deref(), *dry_run, *yes)?;
        }
        args::Progress::Check => return copies::check(context),
        args::Progress::Merge { files, dry_run } => joining::merge(context, files, *dry_run)?,
        args::Progress::Import { file, dry_run } => joining::import(context, file, *dry_run)?,
        args::Progress::Folder { dir, none } => folder::run(context, dir.as_deref(), *none)?,
        args::Progress::Forget(wishes) => forget::run(context, wishes)?,
    }
    Ok(Exit::Done)
}

fn path(context: &Context) -> Result<(), Failure> {
    if let Some(failure) = context.homeless() {
        return Err(failure);
    }
    let path = context.places.progress_file();
    if context.options.json {
        return output::json(json!({ "path": path.display().to_string() }));
    }
    output::path(&path)
}

fn export(context: &Context) -> Result<(), Failure> {
    let (decks, _) = load::known(context).into_decks();
    let progress = store::look(context, &decks, &Model::default())?.known()?;
    let mut lines = String::new();
    for line in progress.log()? {
        lines.push_str(&exchange::log::to_json(&line));
        lines.push('\n');
    }
    output::print_bytes(crate::text::escape_json(&lines).as_bytes())
}

fn undo(context: &Context, at_most: usize, yes: bool) -> Result<(), Failure> {
    let (decks, _) = load::known(context).into_decks();
    let model = Model::default();
    let mut progress = store::open(context, &decks, &model)?;
    let reviews = progress.last_reviews(at_most)?;
    if !context.options.json {
        output::show(context, &described(&reviews))?;
    }
    let asked = !reviews.is_empty() && !yes && context::can_ask();
    let refused = asked && !menu::confirm("Take these answers back?", context.signs())?;
    if reviews.is_empty() || refused {
        return said(context, &reviews, false);
    }
    let revoked = |review: &Review| {
        let now = context.now();
        let id = ReviewId::new(now.moment.at, now.chance);
        let reason = RevocationReason::Undo;
        (review.id, Revocation { id, machine: progress.machine(), at: now.moment.at, reason })
    };
    let revocations: Vec<(ReviewId, Revocation)> = reviews.iter().map(revoked).collect();
    progress.revoke_all(&revocations, &model)?;
    said(context, &reviews, true)
}

fn described(reviews: &[Review]) -> Text {
    let mut text = Text::default();
    for review in reviews {
        text.push(line(review));
    }
    if reviews.is_empty() {
        text.say(Role::Plain, "There is no answer to take back.");
    }
    text
}

fn said(context: &Context, reviews: &[Review], taken_back: bool) -> Result<(), Failure> {
    if context.options.json {
        let answers: Vec<_> = reviews.iter().map(json_of).collect();
        return output::json(json!({ "taken_back": taken_back, "answers": answers }));
    }
    match (taken_back, reviews.len()) {
        (false, 0) => Ok(()),
        (false, _) => output::print("Nothing was changed.\n"),
        (true, number) => {
            let taken = count(number, "answer");
            output::print(&format!("Taken back: {taken}; the cards are as they were before.\n"))
        }
    }
}

/// Returns an answer under the keys that an export has for it.
fn json_of(review: &Review) -> Value {
    json!({
        "id": review.id.to_string(),
        "card": review.face.to_string(),
        "day": review.day.iso(),
        "verdict": review.verdict.map(|judged| judged.class.as_str()),
        "grade": review.grade.as_str(),
        "typed": review.typed,
    })
}

fn line(review: &Review) -> Line {
    let (grade, verdict) =
        (review.grade.as_str(), review.verdict.map(|judged| judged.class).map(Class::as_str));
    let typed = review.typed.as_deref().map(|typed| format!("   {typed}")).unwrap_or_default();
    let verdict = verdict.unwrap_or("graded alone");
    Line::new(Role::Plain, format!("{}   {}   {verdict}, {grade}{typed}", review.day, review.face))
}
