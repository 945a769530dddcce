//! What does a screen look like where only ASCII can be shown?
//!
//! The views call it before they lay a screen out, since Latin letters take other columns than those
//! they stand for. What the learner types stays as it is while it is typed.

use crate::answer::prompt::{Ask, Prompt};
use crate::answer::verdict::{Remark, Verdict};
use crate::session::screen::{Details, Header, Notice, Rival, Screen, Tried, View};
use crate::text::ascii;
use crate::view::text::Signs;

/// Returns a text in the letters that the terminal can show.
pub(super) fn text(text: &str, signs: Signs) -> String {
    match signs {
        Signs::Unicode => text.to_owned(),
        Signs::Ascii => ascii(text),
    }
}

/// Returns a screen in the letters that the terminal can show.
pub(super) fn screen(screen: &Screen, signs: Signs) -> Screen {
    if signs == Signs::Unicode {
        return screen.clone();
    }
    Screen {
        header: Header { deck: ascii(&screen.header.deck), ..screen.header.clone() },
        prompt: prompt(&screen.prompt, signs),
        notice: screen.notice.as_ref().map(notice),
        stage: stage(&screen.stage, signs),
    }
}

/// Returns a prompt in the letters that the terminal can show.
pub(super) fn prompt(prompt: &Prompt, signs: Signs) -> Prompt {
    if signs == Signs::Unicode {
        return prompt.clone();
    }
    Prompt {
        face: prompt.face.clone(),
        question: ascii(&prompt.question),
        ask: ask(&prompt.ask),
        topic: prompt.topic.as_deref().map(ascii),
        hints: all(&prompt.hints),
    }
}

/// Returns what belongs to an answer in the letters that the terminal can show.
pub(super) fn details(details: &Details, signs: Signs) -> Details {
    if signs == Signs::Unicode {
        return details.clone();
    }
    Details {
        expected: all(&details.expected),
        note: details.note.as_deref().map(ascii),
        rival: details.rival.as_ref().map(|rival| match rival {
            Rival::Other(question) => Rival::Other(ascii(question)),
            Rival::Own => Rival::Own,
        }),
        explanation: details.explanation.as_deref().map(ascii),
        sources: all(&details.sources),
    }
}

/// Returns a verdict in the letters that the terminal can show.
pub(super) fn verdict(verdict: &Verdict, signs: Signs) -> Verdict {
    if signs == Signs::Unicode {
        return verdict.clone();
    }
    let mut shown = verdict.clone();
    for parts in [&mut shown.matched, &mut shown.missing, &mut shown.extra] {
        *parts = all(parts);
    }
    shown.reading = shown.reading.as_deref().map(ascii);
    shown.slips.iter_mut().for_each(|slip| slip.meant = ascii(&slip.meant));
    for remark in &mut shown.remarks {
        match remark {
            Remark::Move { item, after } => {
                *item = ascii(item);
                *after = after.as_deref().map(ascii);
            }
            Remark::Twice(members) => *members = all(members),
            Remark::DateParts(_)
            | Remark::DateLacks(_)
            | Remark::UnitMissing
            | Remark::NoDate
            | Remark::NotADate
            | Remark::TwoReadings { .. }
            | Remark::NoNumber
            | Remark::PowerOfTen
            | Remark::OtherUnit
            | Remark::Alternatives
            | Remark::Denied
            | Remark::GivenName
            | Remark::SharedSurname
            | Remark::Incomplete => {}
        }
    }
    shown
}

fn ask(ask: &Ask) -> Ask {
    match ask {
        Ask::Number { unit } => Ask::Number { unit: unit.as_deref().map(ascii) },
        Ask::Order(items) => Ask::Order(all(items)),
        Ask::Choice { options, several } => Ask::Choice { options: all(options), several: *several },
        Ask::Match { left, right } => Ask::Match { left: all(left), right: all(right) },
        Ask::Text | Ask::Date(_) | Ask::Set { .. } | Ask::TrueFalse | Ask::Thought | Ask::Reasons { .. } => {
            ask.clone()
        }
    }
}

fn notice(notice: &Notice) -> Notice {
    match notice {
        Notice::Accepted(text) => Notice::Accepted(ascii(text)),
        Notice::AnotherCards { typed, question } => {
            Notice::AnotherCards { typed: ascii(typed), question: ascii(question) }
        }
        Notice::Buried(question) => Notice::Buried(ascii(question)),
        Notice::Suspended(question) => Notice::Suspended(ascii(question)),
        Notice::NotEdited(reasons) => Notice::NotEdited(all(reasons)),
        Notice::Slow | Notice::Skipped | Notice::SkippedAgain | Notice::Edited => notice.clone(),
    }
}

fn stage(stage: &View, signs: Signs) -> View {
    match stage {
        View::Ask { hints, tried } => View::Ask {
            hints: all(hints),
            tried: tried.as_ref().map(|tried| Tried {
                typed: ascii(&tried.typed),
                verdict: verdict(&tried.verdict, signs),
                hints: tried.hints,
            }),
        },
        View::Which { typed, readings } => {
            View::Which { typed: ascii(typed), readings: readings.each_ref().map(|reading| ascii(reading)) }
        }
        View::Tick { typed, points, found } => {
            View::Tick { typed: ascii(typed), points: all(points), found: found.clone() }
        }
        View::Reveal { details: found, options } => {
            View::Reveal { details: details(found, signs), options: *options }
        }
        View::Feedback { answered, verdict: found, details: expected, options, can_insist } => {
            View::Feedback {
                answered: answered.as_deref().map(ascii),
                verdict: verdict(found, signs),
                details: details(expected, signs),
                options: *options,
                can_insist: *can_insist,
            }
        }
    }
}

fn all(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| ascii(text)).collect()
}
