//! `csto-quiz progress undo`: the last answers are taken back, with what was decided about them.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::answer::verdict::Class;
use crate::cli::context::{self, Context};
use crate::cli::error::Failure;
use crate::cli::{load, output, store};
use crate::decision::{Decision, Ruling, Standing};
use crate::deck::id::CardId;
use crate::progress::Progress;
use crate::review::{Mode, Review, ReviewId, Revocation, RevocationReason};
use crate::schedule::memory::Model;
use crate::terminal::menu;
use crate::view::summary::count;
use crate::view::text::{Line, Role, Text, one_line};

/// Takes the last answers of this machine back.
///
/// # Errors
/// When progress cannot be read or written.
pub(super) fn run(context: &Context, at_most: usize, yes: bool) -> Result<(), Failure> {
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
        return said(context, &reviews, None);
    }
    let revoked = |review: &Review| {
        let now = context.now();
        let id = ReviewId::new(now.moment.at, now.chance);
        let reason = RevocationReason::Undo;
        (review.id, Revocation { id, machine: progress.machine(), at: now.moment.at, reason })
    };
    let revocations: Vec<(ReviewId, Revocation)> = reviews.iter().map(revoked).collect();
    let refusals = refusals(context, &progress, &reviews)?;
    progress.revoke_all(&revocations, &refusals, &model)?;
    said(context, &reviews, Some(&refusals))
}

/// Returns that those texts count no more which the learner called right when giving these answers.
fn refusals(context: &Context, progress: &Progress, reviews: &[Review]) -> Result<Vec<Decision>, Failure> {
    let decisions = progress.decisions()?;
    let standing = Standing::of(decisions.clone(), CardId::clone);
    let mut refusals: BTreeMap<(CardId, String), Decision> = BTreeMap::new();
    for decision in decisions.into_iter().filter(|decision| decision.machine == progress.machine()) {
        let Ruling::Accept(text) = &decision.ruling else { continue };
        let stands = standing.accepted().any(|(card, accepted)| *card == decision.card && accepted == text);
        if stands && reviews.iter().any(|review| came_with(&decision, text, review)) {
            let now = context.now();
            // Of two decisions the later counts, also where the clock was set back in between.
            let at = now.moment.at.max(decision.at.later(1));
            let (id, ruling) = (ReviewId::new(at, now.chance), Ruling::Refuse(text.clone()));
            let key = (decision.card.clone(), text.clone());
            let before = refusals.get(&key).map_or(at, |before| before.at.max(at));
            refusals.insert(key, Decision { id, at: before, ruling, ..decision });
        }
    }
    Ok(refusals.into_values().collect())
}

/// Returns whether a text was accepted as this answer, which was not right without that; where what was
/// typed is not kept, what was accepted since tells, for the last answers are taken back first.
fn came_with(accepted: &Decision, text: &str, review: &Review) -> bool {
    let was_right = review.verdict.is_none_or(|judged| matches!(judged.class, Class::Correct | Class::Typo));
    let typed_it = review.typed.as_ref().map_or(accepted.at >= review.moment.at, |typed| typed == text);
    review.mode != Mode::Exam && review.face.card == accepted.card && !was_right && typed_it
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

/// Says what was taken back, and which texts count no more with it; nothing for what is as it was.
fn said(context: &Context, reviews: &[Review], refusals: Option<&[Decision]>) -> Result<(), Failure> {
    if context.options.json {
        let answers: Vec<_> = reviews.iter().map(json_of).collect();
        return output::json(json!({ "taken_back": refusals.is_some(), "answers": answers }));
    }
    let Some(refusals) = refusals else {
        return if reviews.is_empty() { Ok(()) } else { output::print("Nothing was changed.\n") };
    };
    let taken = count(reviews.len(), "answer");
    let mut words = format!("Taken back: {taken}; the cards are as they were before.\n");
    for Decision { card, ruling, .. } in refusals {
        if let Ruling::Refuse(text) = ruling {
            let _ = writeln!(words, "`{}` no longer counts for {card} on your word.", one_line(text));
        }
    }
    output::print(&words)
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
