//! Was the answer right?
//!
//! [`prompt::prompt`] says what a face asks without giving the answer away, [`check`] compares what
//! was answered with what is expected, [`shown`] is the expected answer for the feedback. Session and
//! exam call them. Each kind of answer has its own file, which the examiner of that kind fills.

mod choice;
mod date;
mod list;
mod matching;
mod note;
mod number;
mod order;
mod phrase;
mod plausible;
pub mod prompt;
mod reasons;
pub mod rivals;
mod set;
mod target;
mod text;
mod truth;
pub mod verdict;

pub use note::note;
pub use reasons::points_had;
pub use target::shown;

use crate::answer::prompt::{Answer, Ask, Prompt};
use crate::answer::rivals::Rivals;
use crate::answer::target::Target;
use crate::answer::verdict::{Class, Verdict};
use crate::deck::card::{Card, Case};
use crate::text::fold;

/// What is typed by somebody who does not know, folded.
const GIVEN_UP: &[&str] = &[
    "",
    "?",
    "-",
    "idk",
    "i don't know",
    "i dont know",
    "don't know",
    "dont know",
    "do not know",
    "i do not know",
    "dunno",
    "no idea",
    "не знаю",
];

/// Returns the program's view of an answer to a prompt of this card; nothing for a card that the
/// learner grades alone, unless the learner says "I don't know".
///
/// The same arguments give the same verdict, whatever the order of the deck's cards. A prompt of
/// another card is answered wrongly.
pub fn check(card: &Card, prompt: &Prompt, answer: &Answer, rivals: &Rivals) -> Option<Verdict> {
    match answer {
        Answer::DontKnow => Some(Verdict::wrong()),
        Answer::Typed(_) if prompt.ask == Ask::Thought => None,
        Answer::Typed(typed) => Some(check_typed(card, prompt, typed, rivals)),
        Answer::Ticked(points) => match Target::of(card, prompt.face.face) {
            Target::Reasons(expected) => Some(reasons::check_ticked(expected, points)),
            _ => Some(Verdict::wrong()),
        },
    }
}

fn check_typed(card: &Card, prompt: &Prompt, typed: &str, rivals: &Rivals) -> Verdict {
    let target = Target::of(card, prompt.face.face);
    let mut verdict = compare(card, prompt, typed, rivals);
    if verdict.class != Class::Wrong {
        return verdict;
    }
    if GIVEN_UP.contains(&fold(typed).as_str()) {
        return Verdict::wrong();
    }
    let given = match (&prompt.ask, &verdict.reading) {
        (Ask::Choice { .. }, Some(option)) => option,
        _ => typed,
    };
    verdict.rival = rivals.holder(&target, given, &card.id);
    verdict
}

fn compare(card: &Card, prompt: &Prompt, typed: &str, rivals: &Rivals) -> Verdict {
    let target = Target::of(card, prompt.face.face);
    match (&prompt.ask, &target) {
        (Ask::Choice { options, several }, _) => {
            choice::check(&target.right_texts(), options, *several, typed)
        }
        (Ask::TrueFalse, Target::Truth(expected)) => truth::check(*expected, typed),
        (Ask::TrueFalse, _) => truth::check(truth::is_right(prompt, &card.question, &target), typed),
        (Ask::Order(items), Target::Order(expected)) => order::check(expected, items, typed),
        (Ask::Match { left, right }, Target::Match(expected)) => {
            matching::check(expected, (left, right), typed)
        }
        (_, Target::Text { expected, case }) => text::check(expected, *case, typed),
        (_, Target::Members { members, need }) => set::check(members, *need, typed),
        (_, Target::Date(expected)) => date::check(expected, typed, rivals.date_order()),
        (_, Target::Number(expected)) => number::check(expected, typed, &card.question),
        (_, Target::Choice(expected)) => {
            let members: Vec<_> = expected.right.iter().map(|right| target::spelt_only(right)).collect();
            match members.as_slice() {
                [only] => text::check(only, Case::Folded, typed),
                _ => set::check(&members.iter().collect::<Vec<_>>(), members.len(), typed),
            }
        }
        (_, Target::Reasons(expected)) => reasons::check_typed(expected, typed),
        (_, Target::Truth(_) | Target::Order(_) | Target::Match(_)) => Verdict::wrong(),
    }
}
