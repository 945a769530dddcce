//! Which screens are the tests of the terminals about?

use crate::answer::prompt::{Ask, Prompt};
use crate::answer::verdict::Verdict;
use crate::queue::{Counts, Origin};
use crate::schedule::grade::Grade;
use crate::session::screen::{Details, Header, Kept, Options, Screen, View};
use crate::time::Days;

/// A question that has two hints, of which none is shown yet.
pub(super) fn asked(question: &str, ask: Ask) -> Screen {
    Screen {
        header: Header {
            deck: "CSTO".to_owned(),
            position: 5,
            total: 12,
            left: Counts { due: 7, new: 3, again: 1 },
            origin: Origin::Due,
            exam_in: None,
            minutes_left: None,
            kept: Kept::Schedule,
            can_undo: true,
            can_edit: true,
        },
        prompt: Prompt {
            face: "csto/one".parse().unwrap(),
            question: question.to_owned(),
            ask,
            topic: Some("Treaties".to_owned()),
            hints: vec!["It was a May.".to_owned(), "It was 1992.".to_owned()],
        },
        notice: None,
        stage: View::Ask { hints: Vec::new(), tried: None },
    }
}

/// The same question with some of its hints shown.
pub(super) fn hinted(screen: &Screen, count: usize) -> Screen {
    let hints = screen.prompt.hints.iter().take(count).cloned().collect();
    Screen { stage: View::Ask { hints, tried: None }, ..screen.clone() }
}

pub(super) fn options() -> Options {
    Options { proposed: Grade::Good, moves_schedule: true, hard: Days(2), good: Days(6), easy: Days(15) }
}

fn details() -> Details {
    Details {
        expected: vec!["15 May 1992".to_owned()],
        note: None,
        rival: None,
        explanation: Some("It was signed in Tashkent.".to_owned()),
        sources: vec!["section I, paragraph 1".to_owned()],
    }
}

pub(super) fn feedback() -> Screen {
    let stage = View::Feedback {
        answered: Some("15 may 1992".to_owned()),
        verdict: Verdict::correct(),
        details: details(),
        options: options(),
        can_insist: false,
    };
    Screen { stage, ..asked("When was the Collective Security Treaty signed?", Ask::Text) }
}

pub(super) fn revealed() -> Screen {
    let stage = View::Reveal { details: details(), options: options() };
    Screen { stage, ..asked("What is the treaty?", Ask::Thought) }
}

/// A screen to tick so many points on, of which the first is found.
pub(super) fn ticking(count: usize) -> Screen {
    let points = (1..=count).map(|number| format!("point {number}")).collect();
    let stage = View::Tick { typed: "point 1".to_owned(), points, found: vec![0] };
    Screen { stage, ..asked("Why?", Ask::Reasons { count, need: count }) }
}

pub(super) fn choice(count: usize, several: bool) -> Screen {
    let options = (1..=count).map(|number| format!("option {number}")).collect();
    asked("Which?", Ask::Choice { options, several })
}
