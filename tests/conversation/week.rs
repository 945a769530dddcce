//! A week of study in which everything is done that a session knows.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use csto_quiz::answer::prompt::{Answer, Ask};
use csto_quiz::decision::Ruling;
use csto_quiz::reading::date::DateOrder;
use csto_quiz::review::{Mode, RevocationReason};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::session::Session;
use csto_quiz::session::screen::{Input, Leave, View};
use csto_quiz::session::step::Ending;

use crate::study::{Study, Wishes, decks, wishes};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
const DECK: &str = r#"
[deck]
format = 1
id = "d"
title = "All kinds"
[[card]]
id = "card"
question = "What is the capital of Latvia?"
answer = "Riga"
hint = "It begins with an R."
[[card]]
id = "thought"
question = "What is a treaty?"
answer = "An agreement between states."
typed = false
[[cloze]]
id = "cloze"
question = "Bishkek is the capital of {1: Kyrgyzstan}."
[[choice]]
id = "choice"
question = "Where was the German base?"
answer = "Termez"
wrong = ["Kant", "Manas"]
[[true-false]]
id = "truth"
question = "The treaty had six first members."
answer = true
[[date]]
id = "date"
question = "When was it signed?"
answer = "6 July 2012"
[[number]]
id = "number"
question = "How many were there?"
answer = 19000
[[set]]
id = "set"
question = "Name the three."
answer = ["Estonia", "Latvia", "Lithuania"]
[[order]]
id = "order"
question = "Put in order:"
answer = ["one", "two", "three"]
[[match]]
id = "match"
question = "Who is where?"
answer = ["Germany -> Termez", "Russia -> Kant", "France -> Dushanbe"]
[[reasons]]
id = "reasons"
question = "Why did it rain?"
answer = ["Clouds -> clouds", "Cold -> cold"]
"#;

/// Does what is right about the screen that is shown.
fn right(screen_of: &Session<'_>) -> Input {
    let screen = screen_of.screen().expect("a screen");
    match &screen.stage {
        View::Which { .. } => Input::DateOrder(DateOrder::DayFirst),
        View::Tick { .. } => Input::Answer(Answer::Ticked(vec![0, 1])),
        View::Reveal { .. } | View::Feedback { .. } => Input::Accept,
        View::Ask { .. } => match (screen.prompt.face.card.name(), &screen.prompt.ask) {
            ("card", _) => typed("riga"),
            ("cloze", _) => typed("Kyrgyzstan"),
            ("choice", _) => typed("Termez"),
            ("truth", _) => typed("t"),
            ("date", _) => typed("6.7.2012"),
            ("number", _) => typed("19,000"),
            ("set", _) => typed("Estonia, Latvia, Lithuania"),
            ("order", _) => typed("one, two, three"),
            ("match", Ask::Match { right, .. }) => {
                let letter = |wanted: &str| {
                    let at = right.iter().position(|side| side == wanted).expect("a side");
                    char::from(b"abc"[at])
                };
                typed(&format!("1{} 2{} 3{}", letter("Termez"), letter("Kant"), letter("Dushanbe")))
            }
            ("reasons", _) => typed("clouds"),
            _ => Input::Reveal,
        },
    }
}

fn typed(text: &str) -> Input {
    Input::Answer(Answer::Typed(text.to_owned()))
}

fn finish(study: &mut Study, session: &mut Session<'_>) {
    for _ in 0..100 {
        if session.ending().is_some() {
            return;
        }
        let input = right(session);
        study.step(session, input);
    }
    panic!("the session does not end: {:?}", session.screen());
}

/// Skips until a card is asked.
fn until(study: &mut Study, session: &mut Session<'_>, card: &str) {
    for _ in 0..40 {
        if session.screen().expect("a screen").prompt.face.card.name() == card {
            return;
        }
        study.step(session, Input::Skip);
    }
    panic!("{card} is not asked");
}

fn monday(study: &mut Study) {
    // Monday: new cards, a hint, a skip, a wrong answer regraded, undone, and the session left.
    let mut session = study.session(Wishes { ask_date_order: true, ..wishes() });
    until(study, &mut session, "card");
    study.step(&mut session, Input::Hint);
    study.step(&mut session, typed("Rigga"));
    study.step(&mut session, Input::Grade(Grade::Easy));
    study.step(&mut session, Input::Undo);
    study.step(&mut session, typed("Vilnius"));
    study.step(&mut session, Input::Insist);
    study.step(&mut session, Input::Undo);
    study.step(&mut session, typed("Riga"));
    study.step(&mut session, Input::Accept);
    until(study, &mut session, "date");
    study.step(&mut session, typed("6/7/2012"));
    assert!(matches!(session.screen().expect("a question").stage, View::Which { .. }));
    study.step(&mut session, Input::DateOrder(DateOrder::DayFirst));
    study.step(&mut session, Input::Leave(Leave::Interrupted));
    assert_eq!(session.ending(), Some(Ending::Left(Leave::Interrupted)));
    assert_eq!(study.remembered, [DateOrder::DayFirst]);

    // Later that day it goes on with the rest.
    let mut session = study.session(wishes());
    finish(study, &mut session);
    assert_eq!(session.ending(), Some(Ending::Done));
    let asked: BTreeSet<String> = study.log().iter().map(|line| line.review.face.to_string()).collect();
    assert_eq!(asked.len(), 11, "{asked:?}");
}

fn wednesday(study: &mut Study) {
    // Wednesday: a card is buried, taken back, and buried after all; one is suspended at its feedback,
    // another forgotten and repeated; the deck is edited.
    study.wait(2 * DAY);
    let mut session = study.session(wishes());
    until(study, &mut session, "order");
    study.step(&mut session, Input::Bury);
    study.step(&mut session, Input::Undo);
    assert_eq!(session.screen().expect("the card").prompt.face.to_string(), "d/order");
    study.step(&mut session, Input::Bury);
    until(study, &mut session, "set");
    study.step(&mut session, typed("Estonia"));
    study.step(&mut session, Input::Suspend);
    until(study, &mut session, "number");
    study.step(&mut session, typed("about twelve"));
    study.step(&mut session, Input::Accept);
    let edited = DECK.replace("How many were there?", "How many soldiers were there?");
    let edited = Rc::new(decks(&[&edited]));
    session.reload(edited, &HashMap::new(), study.moment());
    finish(study, &mut session);
}

fn the_rest(study: &mut Study) {
    // Thursday: cramming touches nothing.
    study.wait(DAY);
    let before = study.progress.states().expect("states");
    let mut session = study.session(Wishes { mode: Mode::Cram, ..wishes() });
    finish(study, &mut session);
    assert_eq!(study.progress.states().expect("states"), before);

    // Friday, the minutes are over at once; Saturday is free.
    study.wait(DAY);
    let mut session = study.session(Wishes { seconds: Some(1), ..wishes() });
    while session.ending().is_none() {
        let input = right(&session);
        study.step(&mut session, input);
    }
    study.wait(2 * DAY);
    let mut session = study.session(wishes());
    finish(study, &mut session);
}

#[test]
fn a_week_of_everything_leaves_a_log_that_replays_to_the_states() {
    let mut study = Study::new(DECK);
    monday(&mut study);
    wednesday(&mut study);
    the_rest(&mut study);

    study.assert_states_are_the_replayed_log();
    let log = study.log();
    let reasons: BTreeSet<&str> = log.iter().filter_map(|line| Some(line.revoked?.reason.as_str())).collect();
    assert_eq!(
        reasons,
        BTreeSet::from([RevocationReason::Undo.as_str(), RevocationReason::Regrade.as_str()])
    );
    let rulings: BTreeSet<&str> = study
        .progress
        .decisions()
        .expect("decisions")
        .iter()
        .map(|decision| decision.ruling.as_str())
        .collect::<Vec<_>>()
        .into_iter()
        .filter(|word| Ruling::WORDS.contains(word))
        .collect();
    assert_eq!(rulings, BTreeSet::from(["accept", "bury", "refuse", "resume", "suspend"]));
    assert!(study.standing().is_suspended(&"d/set".parse().expect("an id")));
}
