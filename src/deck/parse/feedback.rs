//! What is to be said to which answer?
//!
//! Reads `"answer -> note"` lines and checks that each can ever be shown.

use super::card::Ask;
use super::table::{Fields, Text};
use super::words::{number_in_text, quoted};
use super::{arrow, date};
use crate::deck::card::FeedbackLine;
use crate::deck::kind::{ChoiceAnswer, Kind, Wrong, gap_numbers};
use crate::deck::names::NameIndex;
use crate::deck::rules::{FEEDBACK_FOR_ACCEPTED, FEEDBACK_NOT_OFFERED, NO_ARROW};
use crate::text::fold;

/// Reads the feedback of a card; without a kind only its form is checked.
pub(super) fn read(fields: &mut Fields<'_>, kind: Option<&Kind>, ask: &Ask<'_>) -> Vec<FeedbackLine> {
    let mut lines = Vec::new();
    for text in fields.one_or_more("feedback") {
        let Some((answer, note)) = arrow(&text.value) else {
            let found = NO_ARROW.found(text.span, "feedback without an arrow", "no ` -> ` in here");
            fields.found.push(found.help("write `\"the wrong answer -> what to say to it\"`"));
            continue;
        };
        match kind.map(|kind| fate(kind, answer, ask)) {
            Some(Fate::Accepted) => {
                let headline = format!("feedback for {}, which is right", quoted(answer));
                let found = FEEDBACK_FOR_ACCEPTED.found(text.span, headline, "never shown");
                fields
                    .found
                    .push(found.help("feedback is for wrong answers; what teaches goes under `explanation`"));
            }
            Some(Fate::NotOffered) => not_offered(fields, &text, answer),
            Some(Fate::Shown) | None => {}
        }
        lines.push(FeedbackLine { answer: answer.to_owned(), note: note.to_owned() });
    }
    lines
}

fn not_offered(fields: &mut Fields<'_>, text: &Text, answer: &str) {
    let headline = format!("feedback for {}, which is not among the choices", quoted(answer));
    let found = FEEDBACK_NOT_OFFERED.found(text.span, headline, "never shown");
    fields.found.push(found.help("write the choice exactly as it stands above"));
}

/// What becomes of a line of feedback.
enum Fate {
    Shown,
    Accepted,
    NotOffered,
}

fn fate(kind: &Kind, answer: &str, ask: &Ask<'_>) -> Fate {
    match kind {
        Kind::Choice(choice) => of_choice(choice, &fold(answer), &ask.common.names),
        Kind::TrueFalse(_) if !matches!(fold(answer).as_str(), "true" | "false") => Fate::NotOffered,
        _ if is_accepted(kind, answer, ask) => Fate::Accepted,
        _ => Fate::Shown,
    }
}

/// Returns whether an answer is right as it stands, spelling apart.
pub(super) fn is_accepted(kind: &Kind, answer: &str, ask: &Ask<'_>) -> bool {
    let key = fold(answer);
    let is = |text: &str| fold(text) == key;
    match kind {
        Kind::Text(text) => text.expected.all().any(is),
        Kind::Cloze(parts) => {
            gap_numbers(parts).len() == 1
                && parts.iter().filter_map(|part| part.hidden()).any(|gap| gap.all().any(is))
        }
        Kind::Choice(choice) => choice.right.iter().any(|right| is(right)),
        Kind::TrueFalse(truth) => key == truth.to_string(),
        Kind::Date(dates) => date::read(answer, ask.common.order).is_ok_and(|date| {
            let cut = date.cut_to(dates.expected.precision());
            cut == dates.expected || dates.accepted.contains(&date)
        }),
        Kind::Number(number) => {
            number_in_text(answer).and_then(|figures| figures.parse::<f64>().ok()).is_some_and(|given| {
                (number.low..=number.high).contains(&given) || number.accepted.contains(&given)
            })
        }
        Kind::Set(set) => set.members.iter().any(|member| member.all().any(is)),
        Kind::Order(_) | Kind::Match(_) | Kind::Reasons(_) => false,
    }
}

fn of_choice(choice: &ChoiceAnswer, key: &str, names: &NameIndex) -> Fate {
    if choice.right.iter().any(|right| fold(right) == key) {
        return Fate::Accepted;
    }
    let is_offered = match &choice.wrong {
        Wrong::Listed(wrong) => wrong.iter().any(|wrong| fold(wrong) == key),
        Wrong::Group(group) => names
            .group(group)
            .into_iter()
            .flatten()
            .any(|name| name.spellings().any(|text| fold(text) == key)),
        Wrong::Automatic => true,
    };
    if is_offered { Fate::Shown } else { Fate::NotOffered }
}
