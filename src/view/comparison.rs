//! How is it told what a new version of a deck does to progress?

use serde_json::{Value, json};

use crate::deck::compare::Comparison;
use crate::deck::id::{CardId, FaceId};
use crate::view::summary::count;
use crate::view::text::{Line, Role, Text};

/// Progress whose card, or way of asking, is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// What was studied.
    pub face: FaceId,
    /// The last question that it had.
    pub question: String,
    /// How many reviews of it count.
    pub reviews: usize,
}

/// Returns what changed and what becomes of progress, for people.
pub fn text(found: &Comparison, orphans: &[Orphan]) -> Text {
    let mut text = Text::default();
    let names = |ids: &[CardId]| ids.iter().map(|id| id.name().to_owned()).collect::<Vec<_>>();
    group(&mut text, "added", "new to everybody", &names(&found.added));
    let removed: Vec<String> =
        found.removed.iter().map(|(id, question)| format!("{}   {question}", id.name())).collect();
    group(&mut text, "removed", "not asked any more; progress is kept", &removed);
    let renamed: Vec<String> =
        found.renamed.iter().map(|(old, new)| format!("{} -> {}", old.name(), new.name())).collect();
    group(&mut text, "renamed", "progress follows", &renamed);
    let about = "the answer is another one: due at once, progress is kept";
    group(&mut text, "corrected", about, &names(&found.corrected));
    group(&mut text, "reworded", "progress is kept", &names(&found.reworded));
    if *found == Comparison::default() {
        text.say(Role::Plain, "Nothing that concerns progress has changed.");
    }
    if !orphans.is_empty() {
        text.gap();
        text.say(Role::Title, "Progress here that no card of the new version has:");
        for orphan in orphans {
            let reviews = count(orphan.reviews, "answer");
            text.push(
                Line::new(Role::Key, format!("  {}", orphan.face)).and(Role::Plain, format!("   {reviews}")),
            );
            text.wrapped(Role::Dim, &orphan.question, 80, 4);
        }
        text.say(
            Role::Plain,
            "  `--relink OLD=NEW` hands it to another card, `--drop OLD` takes the answers back.",
        );
    }
    text
}

fn group(text: &mut Text, title: &str, about: &str, members: &[String]) {
    if members.is_empty() {
        return;
    }
    let heading = format!("{} {title}", count(members.len(), "card"));
    text.push(Line::new(Role::Title, heading).and(Role::Dim, format!("   {about}")));
    for member in members {
        text.wrapped(Role::Plain, member, 80, 2);
    }
}

/// Returns the same for scripts.
pub fn json(found: &Comparison, orphans: &[Orphan]) -> Value {
    let names = |ids: &[CardId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let removed: Vec<Value> = found
        .removed
        .iter()
        .map(|(id, question)| json!({ "card": id.to_string(), "question": question }))
        .collect();
    let renamed: Vec<Value> = found
        .renamed
        .iter()
        .map(|(old, new)| json!({ "from": old.to_string(), "to": new.to_string() }))
        .collect();
    let orphans: Vec<Value> = orphans
        .iter()
        .map(|one| json!({ "card": one.face.to_string(), "question": one.question, "reviews": one.reviews }))
        .collect();
    json!({
        "added": names(&found.added), "removed": removed, "renamed": renamed,
        "corrected": names(&found.corrected), "reworded": names(&found.reworded), "orphans": orphans,
    })
}
