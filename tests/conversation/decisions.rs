//! What the learner decides besides answering: "I was right", not today, not at all, and how a date
//! is read.

use std::collections::HashMap;
use std::rc::Rc;

use csto_quiz::answer::verdict::Class;
use csto_quiz::deck::kind::KindName;
use csto_quiz::pace::Pace;
use csto_quiz::queue::Origin;
use csto_quiz::reading::date::DateOrder;
use csto_quiz::schedule::grade::Grade;
use csto_quiz::session::Session;
use csto_quiz::session::screen::{Input, Notice, View};
use csto_quiz::session::step::Ending;

use crate::CAPITALS;
use crate::study::{Study, Wishes, decks, wishes};

const DATE: &str = r#"
[deck]
format = 1
id = "d"
title = "Dates"

[[date]]
id = "one"
question = "When was it signed?"
answer = "6 July 2012"

[[date]]
id = "two"
question = "When was it broken?"
answer = "3 April 2013"
"#;

#[track_caller]
fn feedback(session: &Session<'_>) -> (Class, Grade, bool) {
    match session.screen().expect("feedback").stage {
        View::Feedback { verdict, options, can_insist, .. } => (verdict.class, options.proposed, can_insist),
        other => panic!("{other:?}"),
    }
}

fn asked(session: &Session<'_>) -> Option<String> {
    session.screen().map(|screen| screen.prompt.face.to_string())
}

#[test]
fn what_the_learner_says_was_right_counts_from_then_on() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "Nur-Sultan");
    assert_eq!(feedback(&session), (Class::Wrong, Grade::Again, true));
    study.step(&mut session, Input::Insist);
    assert_eq!(feedback(&session), (Class::Wrong, Grade::Good, false));
    let kept = Notice::Accepted("Nur-Sultan".to_owned());
    assert_eq!(session.screen().expect("feedback").notice, Some(kept));
    study.step(&mut session, Input::Accept);
    assert_eq!(session.screen().expect("the next card").notice, None);
    let log = study.log();
    let counted: Vec<_> = log.iter().filter(|line| line.revoked.is_none()).collect();
    let [line] = counted.as_slice() else { panic!("{counted:?}") };
    assert_eq!((line.review.proposed, line.review.grade), (Grade::Again, Grade::Good));

    study.wait(30 * 86_400_000);
    let mut later = study.session(wishes());
    while asked(&later).as_deref() != Some("d/kz") {
        study.step(&mut later, Input::Skip);
    }
    study.answer(&mut later, "nur-sultan");
    assert_eq!(feedback(&later).0, Class::Correct);
    study.assert_states_are_the_replayed_log();
}

#[test]
fn the_answer_to_another_card_is_never_made_right() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "Bishkek");
    study.step(&mut session, Input::Insist);
    assert_eq!(feedback(&session).1, Grade::Again);
    let refused = Notice::AnotherCards {
        typed: "Bishkek".to_owned(),
        question: "What is the capital of Kyrgyzstan?".to_owned(),
    };
    assert_eq!(session.screen().expect("feedback").notice, Some(refused));
    assert_eq!(study.standing().accepted().count(), 0);
}

#[test]
fn a_right_answer_and_no_answer_cannot_be_insisted_on() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "Astana");
    assert!(!feedback(&session).2);
    study.step(&mut session, Input::Insist);
    study.step(&mut session, Input::Accept);
    study.step(&mut session, Input::Answer(csto_quiz::answer::prompt::Answer::DontKnow));
    assert!(!feedback(&session).2);
    assert_eq!(study.standing().accepted().count(), 0);
}

#[test]
fn taking_the_answer_back_takes_the_learners_word_back() {
    for undo_at_feedback in [true, false] {
        let mut study = Study::new(CAPITALS);
        let mut session = study.session(wishes());
        study.answer(&mut session, "Nur-Sultan");
        study.step(&mut session, Input::Insist);
        if !undo_at_feedback {
            study.step(&mut session, Input::Accept);
        }
        study.step(&mut session, Input::Undo);
        assert_eq!(asked(&session).as_deref(), Some("d/kz"));
        assert_eq!(study.standing().accepted().count(), 0);
        assert_eq!(study.state("d/kz"), None);
        study.answer(&mut session, "Nur-Sultan");
        assert_eq!(feedback(&session).0, Class::Wrong);
    }
}

#[test]
fn a_buried_card_is_asked_tomorrow_and_a_suspended_one_when_it_is_resumed() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.step(&mut session, Input::Bury);
    let buried = Notice::Buried("What is the capital of Kazakhstan?".to_owned());
    assert_eq!(session.screen().expect("the next card").notice, Some(buried));
    assert_eq!(asked(&session).as_deref(), Some("d/kg"));
    assert_eq!(session.screen().expect("the next card").header.position, 1);
    study.step(&mut session, Input::Suspend);
    study.answer(&mut session, "Tashkent");
    study.step(&mut session, Input::Accept);
    assert_eq!(session.ending(), Some(Ending::Done));
    assert_eq!(study.log().len(), 1);
    assert_eq!(asked(&study.session(wishes())), None);
    study.wait(86_400_000);
    assert_eq!(asked(&study.session(wishes())).as_deref(), Some("d/kz"));
    let mut tomorrow = study.session(wishes());
    study.answer(&mut tomorrow, "Astana");
    study.step(&mut tomorrow, Input::Accept);
    assert_ne!(asked(&tomorrow).as_deref(), Some("d/kg"));
}

#[test]
fn a_card_put_aside_comes_back_by_undo() {
    for aside in [Input::Bury, Input::Suspend] {
        let mut study = Study::new(CAPITALS);
        let mut session = study.session(wishes());
        study.step(&mut session, aside);
        study.step(&mut session, Input::Undo);
        assert_eq!(asked(&session).as_deref(), Some("d/kz"));
        assert_eq!(session.screen().expect("a card").header.total, 3);
        assert!(!study.standing().is_held(
            &"d/kz".parse().expect("an id"),
            study.moment().day(csto_quiz::time::Rollover::default())
        ));
    }
}

#[test]
fn an_answer_counts_also_when_its_card_is_suspended_at_the_feedback() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "nonsense");
    study.step(&mut session, Input::Suspend);
    study.answer(&mut session, "Bishkek");
    study.step(&mut session, Input::Accept);
    study.answer(&mut session, "Tashkent");
    study.step(&mut session, Input::Accept);
    // The forgotten card is not asked again.
    assert_eq!(session.ending(), Some(Ending::Done));
    assert_eq!(study.log().len(), 3);
}

#[test]
fn which_figure_of_a_date_stands_first_is_asked_once() {
    let mut study = Study::new(DATE);
    let mut session = study.session(Wishes { ask_date_order: true, ..wishes() });
    study.answer(&mut session, "6/7/2012");
    let View::Which { readings, .. } = session.screen().expect("a question").stage else { panic!() };
    assert_eq!(readings, ["6 July 2012", "7 June 2012"]);
    assert!(study.log().is_empty());
    study.step(&mut session, Input::Undo);
    assert!(matches!(session.screen().expect("the card").stage, View::Ask { .. }));
    study.answer(&mut session, "6/7/2012");
    study.step(&mut session, Input::DateOrder(DateOrder::MonthFirst));
    assert_eq!(feedback(&session).0, Class::Wrong);
    assert_eq!(study.remembered, [DateOrder::MonthFirst]);
    study.step(&mut session, Input::Accept);
    study.answer(&mut session, "3/4/2013");
    assert_eq!(feedback(&session).0, Class::Wrong);
    study.step(&mut session, Input::Accept);
    study.answer(&mut session, "7/6/2012");
    assert_eq!(feedback(&session).0, Class::Correct);
    assert_eq!(study.remembered, [DateOrder::MonthFirst]);
}

#[test]
fn a_date_that_reads_in_one_way_or_right_in_both_is_not_asked_about() {
    let mut study = Study::new(&DATE.replace("6 July 2012", "7 July 2012"));
    let mut session = study.session(Wishes { ask_date_order: true, ..wishes() });
    study.answer(&mut session, "7/7/2012");
    assert_eq!(feedback(&session).0, Class::Correct);
    study.step(&mut session, Input::Accept);
    study.answer(&mut session, "13/4/2013");
    assert_eq!(feedback(&session).0, Class::Wrong);
}

#[test]
fn a_right_answer_after_long_thinking_is_proposed_as_hard() {
    // The learner of these tests presses the first key after 500 ms.
    let pace = |usual| Pace::of((0..20).map(|_| (KindName::Card, usual)));
    for (usual, grade, notice) in [
        (160, Grade::Hard, Some(Notice::Slow)),
        (170, Grade::Good, None),
        (0, Grade::Hard, Some(Notice::Slow)),
    ] {
        let mut study = Study::new(CAPITALS);
        let mut session = study.session(Wishes { pace: pace(usual), ..wishes() });
        study.answer(&mut session, "Astana");
        assert_eq!(feedback(&session), (Class::Correct, grade, false), "{usual}");
        assert_eq!(session.screen().expect("feedback").notice, notice);
    }
}

#[test]
fn a_deck_that_was_edited_is_asked_in_its_new_words() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.step(&mut session, Input::Skip);
    let edited = CAPITALS
        .replace("What is the capital of Kyrgyzstan?", "Which city is the capital of Kyrgyzstan?")
        .replace("id = \"uz\"", "id = \"uzbekistan\"\nwas = [\"uz\"]");
    let decks = Rc::new(decks(&[&edited]));
    session.reload(Rc::clone(&decks), &decks.renames(), study.moment());
    let screen = session.screen().expect("a card");
    assert_eq!(screen.prompt.question, "Which city is the capital of Kyrgyzstan?");
    study.edit(&[&edited]);
    study.answer(&mut session, "Bishkek");
    study.step(&mut session, Input::Accept);
    assert_eq!(asked(&session).as_deref(), Some("d/uzbekistan"));
    // A card that is gone is not asked.
    let gone = CAPITALS.split("[[card]]\nid = \"uz\"").next().expect("a deck");
    session.reload(Rc::new(crate::study::decks(&[gone])), &HashMap::new(), study.moment());
    let screen = session.screen().expect("the skipped card");
    assert_eq!((screen.prompt.face.to_string().as_str(), screen.header.origin), ("d/kz", Origin::New));
}
