//! A session and its progress, spoken with directly: no terminal, no clock, no disk.

mod decisions;
mod history;
mod study;
mod week;

use csto_quiz::answer::prompt::{Answer, Ask};
use csto_quiz::answer::verdict::Class;
use csto_quiz::queue::Origin;
use csto_quiz::review::Mode;
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::state::Due;
use csto_quiz::session::screen::{Input, Leave, Notice, Rival, View};
use csto_quiz::session::step::Ending;
use study::{Study, wishes};

const CAPITALS: &str = r#"
[deck]
format = 1
id = "d"
title = "Capitals"

[[card]]
id = "kz"
question = "What is the capital of Kazakhstan?"
answer = "Astana"
hint = "It begins with an A."

[[card]]
id = "kg"
question = "What is the capital of Kyrgyzstan?"
answer = "Bishkek"

[[card]]
id = "uz"
question = "What is the capital of Uzbekistan?"
answer = "Tashkent"
"#;

#[test]
fn a_forgotten_card_comes_back_until_it_is_known() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "nonsense");
    study.step(&mut session, Input::Accept);
    for right in ["Bishkek", "Tashkent"] {
        study.answer(&mut session, right);
        study.step(&mut session, Input::Accept);
    }
    let screen = session.screen().expect("the forgotten card");
    assert_eq!(screen.prompt.face.to_string(), "d/kz");
    assert_eq!(screen.header.origin, Origin::Repeat);
    assert!(matches!(study.state("d/kz").expect("a state").due, Due::Repeat(_)));
    study.answer(&mut session, "astana");
    study.step(&mut session, Input::Accept);
    assert_eq!(session.ending(), Some(Ending::Done));
    assert!(matches!(study.state("d/kz").expect("a state").due, Due::On(_)));
    study.assert_states_are_the_replayed_log();
}

#[test]
fn an_answer_is_written_down_before_its_feedback_is_shown() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "Astana");
    assert!(matches!(session.screen().expect("feedback").stage, View::Feedback { .. }));
    assert_eq!(study.log().len(), 1);
    study.step(&mut session, Input::Leave(Leave::Quit));
    assert_eq!(session.ending(), Some(Ending::Left(Leave::Quit)));
    assert_eq!(study.log().len(), 1);
}

#[test]
fn another_grade_takes_the_place_of_the_proposed_one() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "Astana");
    let View::Feedback { options, .. } = session.screen().expect("feedback").stage else {
        panic!("feedback is shown after an answer");
    };
    study.step(&mut session, Input::Grade(Grade::Easy));
    let log = study.log();
    let grades: Vec<_> = log.iter().map(|line| (line.review.grade, line.revoked.is_some())).collect();
    assert_eq!(grades, [(Grade::Good, true), (Grade::Easy, false)]);
    let state = study.state("d/kz").expect("a state");
    assert_eq!((state.reviews, state.interval()), (1, options.easy));
    study.assert_states_are_the_replayed_log();
}

#[test]
fn undo_takes_everything_back_step_by_step() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    let first = session.screen().expect("a card");
    for answer in ["nonsense", "Bishkek"] {
        study.answer(&mut session, answer);
        study.step(&mut session, Input::Grade(Grade::Again));
    }
    study.answer(&mut session, "Tashkent");
    for _ in 0..3 {
        study.step(&mut session, Input::Undo);
    }
    let screen = session.screen().expect("the first card again");
    assert_eq!((screen.prompt, screen.header.left), (first.prompt, first.header.left));
    assert!(study.log().iter().all(|line| line.revoked.is_some()));
    assert_eq!(study.progress.states().expect("states").len(), 0);
    // There is nothing left to take back.
    study.step(&mut session, Input::Undo);
    assert!(session.screen().is_some());
}

#[test]
fn a_skipped_card_comes_last_and_skipped_twice_waits() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.step(&mut session, Input::Skip);
    let notice = session.screen().expect("the next card").notice;
    assert_eq!(notice, Some(Notice::Skipped));
    for right in ["Bishkek", "Tashkent"] {
        study.answer(&mut session, right);
        study.step(&mut session, Input::Accept);
    }
    assert_eq!(session.screen().expect("the skipped card").prompt.face.to_string(), "d/kz");
    study.step(&mut session, Input::Skip);
    assert_eq!(session.ending(), Some(Ending::Done));
    assert_eq!(study.state("d/kz"), None);
}

#[test]
fn a_right_answer_after_a_hint_is_hard() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.step(&mut session, Input::Hint);
    let View::Ask { hints, .. } = session.screen().expect("the same card").stage else {
        panic!("a hint does not end the question");
    };
    assert_eq!(hints, ["It begins with an A."]);
    study.answer(&mut session, "Astana");
    assert_eq!((study.log()[0].review.grade, study.log()[0].review.hints), (Grade::Hard, 1));
}

#[test]
fn the_answer_to_another_card_is_named() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    study.answer(&mut session, "bishkek");
    let View::Feedback { details, verdict, .. } = session.screen().expect("feedback").stage else {
        panic!("feedback is shown after an answer");
    };
    assert_eq!(verdict.class, Class::Wrong);
    let rival = Rival::Other("What is the capital of Kyrgyzstan?".to_owned());
    assert_eq!(details.rival, Some(rival));
    study.step(&mut session, Input::Accept);
    let mixed_up = session.summary(study.moment()).mixed_up;
    let pair =
        ["What is the capital of Kazakhstan?", "What is the capital of Kyrgyzstan?"].map(str::to_owned);
    assert_eq!(mixed_up, [(pair[0].clone(), pair[1].clone(), 1)]);
}

#[test]
fn a_card_is_not_mixed_up_with_itself() {
    let mut study = Study::new(
        "[deck]\nid = 'd'\ntitle = 'D'\n[[cloze]]\nid = 'a'\nquestion = 'In {1: 2012} it left the {2: CSTO}.'\n",
    );
    let mut session = study.session(wishes());
    study.answer(&mut session, "CSTO");
    let View::Feedback { details, .. } = session.screen().expect("feedback").stage else {
        panic!("feedback is shown after an answer");
    };
    assert_eq!(details.rival, Some(Rival::Own));
    study.step(&mut session, Input::Accept);
    assert_eq!(session.summary(study.moment()).mixed_up, []);
}

#[test]
fn cramming_is_logged_and_leaves_the_schedule_as_it_is() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(study::Wishes { mode: Mode::Cram, ..wishes() });
    study.answer(&mut session, "nonsense");
    study.step(&mut session, Input::Accept);
    assert_eq!(study.log().len(), 1);
    assert_eq!(study.state("d/kz"), None);
}

#[test]
fn no_card_is_begun_when_the_time_is_over() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(study::Wishes { seconds: Some(61), ..wishes() });
    assert_eq!(session.screen().expect("a card").header.minutes_left, Some(2));
    study.answer(&mut session, "Astana");
    study.wait(61_000);
    study.step(&mut session, Input::Accept);
    assert_eq!(session.ending(), Some(Ending::TimeUp));
    assert_eq!(study.log().len(), 1);
}

#[test]
fn a_card_answered_in_another_session_is_not_asked_again() {
    let mut study = Study::new(CAPITALS);
    let mut here = study.session(wishes());
    let mut there = study.session(wishes());
    study.answer(&mut there, "Astana");
    study.step(&mut there, Input::Accept);
    study.answer(&mut there, "Bishkek");
    let states = study.progress.states().expect("states");
    here.refresh(states, study.moment());
    assert_eq!(here.screen().expect("the card that is left").prompt.face.to_string(), "d/uz");
    study.answer(&mut here, "Tashkent");
    study.step(&mut here, Input::Accept);
    assert_eq!(here.ending(), Some(Ending::Done));
    study.assert_states_are_the_replayed_log();
}

#[test]
fn a_card_graded_well_in_another_session_after_its_answer_was_seen_here_is_not_asked_again() {
    let mut study = Study::new(CAPITALS);
    let mut here = study.session(wishes());
    let mut there = study.session(wishes());
    study.answer(&mut there, "nonsense");
    here.refresh(study.progress.states().expect("states"), study.moment());
    assert_eq!(here.screen().expect("a card that is due").prompt.face.to_string(), "d/kz");
    study.step(&mut there, Input::Grade(Grade::Good));
    here.refresh(study.progress.states().expect("states"), study.moment());
    assert_eq!(here.screen().expect("the next card").prompt.face.to_string(), "d/kg");
}

#[test]
fn what_makes_no_sense_at_a_stage_changes_nothing() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(wishes());
    let before = session.screen();
    study.step(&mut session, Input::Accept);
    study.step(&mut session, Input::Grade(Grade::Easy));
    assert_eq!(session.screen(), before);
    study.answer(&mut session, "Astana");
    let feedback = session.screen();
    study.step(&mut session, Input::Skip);
    study.step(&mut session, Input::Answer(Answer::DontKnow));
    assert_eq!(session.screen(), feedback);
    assert_eq!(study.log().len(), 1);
}

#[test]
fn a_card_that_is_thought_is_graded_by_the_learner_alone() {
    let mut study = Study::new(
        "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n\n[[card]]\nid = \"c\"\nquestion = \"Why?\"\n\
         answer = \"Because.\"\ntyped = false\n",
    );
    let mut session = study.session(wishes());
    assert_eq!(session.screen().expect("a card").prompt.ask, Ask::Thought);
    study.step(&mut session, Input::Reveal);
    let View::Reveal { details, .. } = session.screen().expect("the answer").stage else {
        panic!("the answer is shown");
    };
    assert_eq!(details.expected, ["Because."]);
    assert_eq!(study.log().len(), 0);
    study.step(&mut session, Input::Grade(Grade::Hard));
    let log = study.log();
    assert_eq!((log[0].review.verdict, log[0].review.grade), (None, Grade::Hard));
    assert_eq!(session.ending(), Some(Ending::Done));
}

#[test]
fn points_are_found_in_the_answer_and_ticked_by_the_learner() {
    let mut study = Study::new(
        "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n\n[[reasons]]\nid = \"c\"\nquestion = \"Why did it rain?\"\n\
         answer = [\"Clouds came in. -> clouds, cloudy\", \"The air was cold. -> cold\"]\n",
    );
    let mut session = study.session(wishes());
    study.answer(&mut session, "it was cloudy");
    let View::Tick { points, found, .. } = session.screen().expect("the points").stage else {
        panic!("the points are shown");
    };
    assert_eq!((points.len(), found), (2, vec![0]));
    assert_eq!(study.log().len(), 0);
    study.step(&mut session, Input::Answer(Answer::Ticked(vec![0, 1])));
    let log = study.log();
    assert_eq!(log[0].review.verdict.map(|judged| judged.class), Some(Class::Correct));
    assert_eq!(log[0].review.typed.as_deref(), Some("it was cloudy"));
}

#[test]
fn what_was_typed_stays_out_of_the_log_when_the_learner_wants_it() {
    let mut study = Study::new(CAPITALS);
    let mut session = study.session(study::Wishes { keep_typed: false, ..wishes() });
    study.answer(&mut session, "my secret");
    assert_eq!(study.log()[0].review.typed, None);
}

const SIGNED: &str = r#"
[deck]
format = 1
id = "d"
title = "Deck"

[[date]]
id = "signed"
question = "When was it signed?"
answer = "15 May 1992"
"#;

/// Answers the card of [`SIGNED`] twice and returns the log.
fn answered_twice(second: &str) -> Vec<(Grade, Option<Class>, Option<String>)> {
    let mut study = Study::new(SIGNED);
    let mut session = study.session(wishes());
    study.answer(&mut session, "May 1992");
    let View::Ask { tried: Some(tried), .. } = session.screen().expect("the same card").stage else {
        panic!("a true and incomplete answer is asked once more");
    };
    assert_eq!((tried.typed.as_str(), tried.verdict.class), ("May 1992", Class::Partial));
    assert!(study.log().is_empty(), "the answer is not whole yet");
    study.answer(&mut session, second);
    assert!(matches!(session.screen().expect("feedback").stage, View::Feedback { .. }));
    let log = study.log();
    log.into_iter()
        .map(|line| (line.review.grade, line.review.verdict.map(|it| it.class), line.review.typed))
        .collect()
}

#[test]
fn a_true_and_incomplete_answer_is_asked_once_more_and_then_hard_or_again() {
    for (second, grade, class) in [
        ("15 May 1992", Grade::Hard, Class::Correct),
        ("15 Mya 1992", Grade::Hard, Class::Typo),
        ("1992", Grade::Again, Class::Partial),
        ("14 May 1992", Grade::Again, Class::Wrong),
    ] {
        assert_eq!(answered_twice(second), [(grade, Some(class), Some(second.to_owned()))]);
    }
}

#[test]
fn leaving_between_the_two_tries_keeps_the_first() {
    let mut study = Study::new(SIGNED);
    let mut session = study.session(wishes());
    study.answer(&mut session, "May 1992");
    study.step(&mut session, Input::Leave(Leave::Quit));
    assert_eq!(session.ending(), Some(Ending::Left(Leave::Quit)));
    let log = study.log();
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].review.grade, log[0].review.typed.as_deref()), (Grade::Again, Some("May 1992")));
}
