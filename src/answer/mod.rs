//! Was the answer right?
//!
//! [`prompt::prompt`] says what a face asks without giving the answer away,
//! [`Examiner::check`](examiner::Examiner::check) compares what was answered with what is expected,
//! [`shown`] is the expected answer for the feedback. Session and exam call them. Each kind of answer
//! has its own file; texts of all kinds are taken apart in `spelling` and compared in `near`.

mod choice;
mod date;
mod dictionary;
pub mod examiner;
mod list;
mod matching;
mod near;
mod note;
mod number;
mod numeral;
mod order;
mod person;
mod phrase;
mod plausible;
mod preview;
pub mod prompt;
mod reasons;
mod set;
mod spelling;
mod target;
mod text;
mod truth;
mod variant;
pub mod verdict;

pub use note::note;
pub use preview::{is_readable, reads_as};
pub use reasons::points_had;
pub use target::shown;

use crate::answer::examiner::Examiner;
use crate::answer::prompt::{Answer, Ask, Prompt};
use crate::answer::target::Target;
use crate::answer::text::Context;
use crate::answer::verdict::{Class, Verdict};
use crate::deck::card::Card;
use crate::deck::kind::Case;
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

/// An answer is judged by its first characters, so many: what is pasted may be a book, and measuring how
/// near it comes takes time by the square of its length.
const MOST_JUDGED: usize = 4000;

/// Returns the part of an answer that is judged.
fn judged(typed: &str) -> &str {
    typed.char_indices().nth(MOST_JUDGED).map_or(typed, |(end, _)| typed.get(..end).unwrap_or(typed))
}

/// Returns whether somebody says that he does not know.
fn is_given_up(typed: &str) -> bool {
    GIVEN_UP.contains(&fold(typed).as_str())
}

impl Examiner {
    /// Returns the program's view of an answer to a prompt of this card; nothing for a card that the
    /// learner grades alone, unless the learner says "I don't know".
    ///
    /// The same arguments give the same verdict, whatever the order of the deck's cards. A prompt of
    /// another card is answered wrongly.
    pub fn check(&self, card: &Card, prompt: &Prompt, answer: &Answer) -> Option<Verdict> {
        match answer {
            Answer::DontKnow => Some(Verdict::wrong()),
            Answer::Typed(_) if prompt.ask == Ask::Thought => None,
            Answer::Typed(typed) => Some(self.check_typed(card, prompt, judged(typed))),
            Answer::Ticked(points) => match Target::of(card, prompt.face.face) {
                Target::Reasons(expected) => Some(reasons::check_ticked(expected, points)),
                _ => Some(Verdict::wrong()),
            },
        }
    }

    fn check_typed(&self, card: &Card, prompt: &Prompt, typed: &str) -> Verdict {
        if !prompt.ask.has_options() && self.is_accepted(&card.id, typed) {
            return Verdict::correct();
        }
        let target = Target::of(card, prompt.face.face);
        let mut verdict = self.compare(card, prompt, typed);
        for slip in &mut verdict.slips {
            if let Some(written) = target.as_written(&slip.meant) {
                slip.meant = written.to_owned();
            }
        }
        if verdict.class != Class::Wrong {
            return verdict;
        }
        if is_given_up(typed) {
            return Verdict::wrong();
        }
        // A single letter is everybody's slip and nobody's answer.
        if fold(typed).chars().count() == 1 {
            verdict.rival = None;
        }
        if let (Ask::Choice { .. }, Some(option), Target::Text { .. } | Target::Choice(_)) =
            (&prompt.ask, &verdict.reading, &target)
        {
            verdict.rival = self.holder(option, &card.id).cloned();
        }
        verdict
    }

    fn compare(&self, card: &Card, prompt: &Prompt, typed: &str) -> Verdict {
        let target = Target::of(card, prompt.face.face);
        let context = Context { question: &prompt.question, examiner: self, card: &card.id };
        match (&prompt.ask, &target) {
            (Ask::Choice { options, several }, _) => {
                choice::check(&target.right_texts(), options, *several, typed)
            }
            (Ask::TrueFalse, Target::Truth(expected)) => truth::check(*expected, typed),
            (Ask::TrueFalse, _) => truth::check(truth::is_right(prompt, &card.question, &target), typed),
            (Ask::Order(items), Target::Order(expected)) => order::check(expected, items, typed, &context),
            (Ask::Match { left, right }, Target::Match(expected)) => {
                matching::check(expected, (left, right), typed)
            }
            (_, Target::Text { expected, case }) => text::check(expected, *case, typed, &context),
            (_, Target::Members { members, allowed, need }) => {
                set::check((members, allowed), *need, typed, &context)
            }
            (_, Target::Date(expected)) => date::check(expected, typed, &context),
            (_, Target::Number(expected)) => number::check(expected, typed, &context),
            (_, Target::Choice(expected)) => {
                let members: Vec<_> = expected.right.iter().map(|right| target::spelt_only(right)).collect();
                if let [only] = members.as_slice() {
                    text::check(only, Case::Folded, typed, &context)
                } else {
                    let all: Vec<_> = members.iter().collect();
                    set::check((&all, &[]), members.len(), typed, &context)
                }
            }
            (_, Target::Reasons(expected)) => reasons::check_typed(expected, typed, &context),
            (_, Target::Truth(_) | Target::Order(_) | Target::Match(_)) => Verdict::wrong(),
        }
    }
}
