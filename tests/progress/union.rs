//! Logs of several machines unite in any order, any number of times, with the same result.

use super::*;
use csto_quiz::exam::sitting::{Event, Mark, Sitting, What};
use csto_quiz::progress::union::Contents;
use csto_quiz::review::replay;
use proptest::prelude::*;

/// What three machines may have written; the same number is the same row everywhere.
fn logs() -> impl Strategy<Value = Vec<Contents>> {
    let numbers = || proptest::collection::btree_set(0u16..40, 0..20);
    let happened = || proptest::collection::vec(proptest::option::of(sometimes()), 2);
    proptest::collection::vec((numbers(), numbers(), numbers(), happened()), 3).prop_map(|logs| {
        logs.into_iter()
            .map(|(reviews, revoked, decided, happened)| Contents {
                reviews: reviews.into_iter().map(numbered).collect(),
                revocations: revoked
                    .into_iter()
                    .map(|number| (numbered(number).id, revocation(100 + number, RevocationReason::Undo)))
                    .collect(),
                decisions: decided
                    .into_iter()
                    .map(|number| decision(number, "d/a", Ruling::Bury(Day::from_number(number.into()))))
                    .collect(),
                exams: (1..)
                    .zip(happened)
                    .filter_map(|(number, events)| Some(exam(number, events?)))
                    .collect(),
            })
            .collect()
    })
}

/// How often each of twelve things happened in an exam, as one machine knows it.
fn sometimes() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0usize..3, 12)
}

/// An exam of a number with what happened in it; three things fall on each millisecond.
fn exam(number: u16, times: Vec<usize>) -> (Setup, Vec<Event>) {
    let setup = setup(number, "Mock");
    let event = |number: usize| Event {
        at: setup.begun.at.later(i64::try_from(number / 3).expect("a small number")),
        what: match number % 6 {
            0 | 1 => What::Answered { question: 0, typed: number.to_string(), ms: 5 },
            2 => What::Marked { question: 0, marked: number % 4 == 2 },
            3 | 4 => What::HandedIn(vec![Mark { got: [0.0, 1.0][number % 2], out_of: 1.0 }]),
            _ => What::Challenged { question: 0 },
        },
    };
    let events = times.into_iter().enumerate().flat_map(|(number, times)| vec![event(number); times]);
    let events = events.collect();
    (setup, events)
}

/// The review of a number: of one of three faces, on one of some days.
fn numbered(number: u16) -> Review {
    let face = ["d/a", "d/b", "d/c"][usize::from(number % 3)];
    let grade = Grade::ALL[usize::from(number % 4)];
    review(face, 20_000 + i32::from(number / 4), number, grade)
}

/// Everything that can be asked of a log, in an order of its own.
fn whole(progress: &Progress) -> (Vec<LogLine>, Vec<String>, Vec<String>, Vec<Sitting>) {
    let contents = progress.contents().expect("contents");
    let mut revocations: Vec<String> = contents.revocations.iter().map(|row| format!("{row:?}")).collect();
    let mut decisions: Vec<String> = contents.decisions.iter().map(|row| format!("{row:?}")).collect();
    revocations.sort();
    decisions.sort();
    (progress.log().expect("the log"), revocations, decisions, progress.exams().expect("the exams"))
}

fn united(logs: &[&Contents]) -> Progress {
    let mut progress = in_memory();
    for log in logs {
        let _ = progress.unite(log, &Model::default()).expect("a union");
    }
    progress
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_and_repetition_do_not_matter_and_nothing_is_lost(logs in logs()) {
        let [a, b, c] = &logs[..] else { unreachable!("three logs") };
        let one = united(&[a, b, c]);
        for other in [united(&[c, a, b]), united(&[b, b, c, a, c]), {
            // Associative: what was united elsewhere comes as one log.
            let elsewhere = united(&[b, c]).contents().expect("contents");
            united(&[a, &elsewhere])
        }] {
            prop_assert_eq!(whole(&one), whole(&other));
            prop_assert_eq!(one.states().expect("states"), other.states().expect("states"));
        }
        let log = one.log().expect("the log");
        for review in logs.iter().flat_map(|log| &log.reviews) {
            prop_assert!(log.iter().any(|line| line.review == *review));
        }
        // An undo travels, also before the review that it takes back.
        for (id, _) in logs.iter().flat_map(|log| &log.revocations) {
            for line in log.iter().filter(|line| line.review.id == *id) {
                prop_assert!(line.revoked.is_some());
            }
        }
        let expected = replay(
            &Model::default(),
            log.iter().filter(|line| line.revoked.is_none() && line.review.face == face("d/a")).map(|line| &line.review),
        );
        prop_assert_eq!(one.state(&face("d/a")).expect("a state"), expected);
    }
}

#[test]
fn two_machines_that_answered_one_card_on_one_day_both_count() {
    let theirs = Review { machine: MachineId::new(9), ..review("d/a", 20_000, 2, Grade::Hard) };
    let mut progress = in_memory();
    progress.record(&review("d/a", 20_000, 1, Grade::Good), &Model::default()).expect("a record");
    let log = Contents { reviews: vec![theirs], ..Contents::default() };
    assert_eq!(progress.unite(&log, &Model::default()).expect("a union").reviews, 1);
    assert_eq!(progress.state(&face("d/a")).expect("a state").expect("studied").reviews, 2);
}

#[test]
fn something_else_under_a_known_name_is_refused_and_nothing_is_written() {
    let mut progress = in_memory();
    let known = review("d/a", 20_000, 1, Grade::Good);
    progress.record(&known, &Model::default()).expect("a record");
    let other = Review { grade: Grade::Again, ..known.clone() };
    let log = Contents { reviews: vec![review("d/b", 20_000, 2, Grade::Good), other], ..Contents::default() };
    let error = progress.unite(&log, &Model::default()).expect_err("a contradiction");
    assert!(matches!(error, ProgressError::Conflict { .. }), "{error}");
    assert_eq!(progress.log().expect("the log").len(), 1);
}

#[test]
fn whether_what_was_typed_is_kept_may_differ_and_what_it_was_may_not() {
    let typed = |typed: Option<&str>| {
        let known = review("d/a", 20_000, 1, Grade::Good);
        let reviews = vec![Review { typed: typed.map(str::to_owned), ..known }];
        Contents { reviews, ..Contents::default() }
    };
    for (first, second) in [(Some("Osh"), None), (None, Some("Osh"))] {
        let mut progress = united(&[&typed(first)]);
        let added = progress.unite(&typed(second), &Model::default()).expect("a union");
        assert_eq!((added.reviews, progress.contents().expect("contents")), (0, typed(first)));
    }
    let error = united(&[&typed(Some("Osh"))]).unite(&typed(Some("forged")), &Model::default());
    assert!(matches!(error, Err(ProgressError::Conflict { .. })), "{error:?}");
}

#[test]
fn an_exam_in_many_rows_is_one_exam() {
    let rows: Vec<(Setup, Vec<Event>)> =
        (0..12).map(|number| exam(1, (0..12).map(|event| usize::from(event == number)).collect())).collect();
    let log = Contents { exams: rows, ..Contents::default() };
    let mut progress = in_memory();
    assert_eq!(progress.unite(&log, &Model::default()).expect("a union").exams, 1);
    let whole = Contents { exams: vec![exam(1, vec![1; 12])], ..Contents::default() };
    assert_eq!(progress.unite(&whole, &Model::default()).expect("a union").exams, 0);
    assert_eq!(progress.contents().expect("contents"), whole);
}

#[test]
fn a_copy_has_everything_and_a_strangers_tables_are_refused() {
    let folder = TempDir::new().expect("a folder");
    let mut progress = opened(&folder);
    progress.record(&review("d/a", 20_000, 1, Grade::Good), &Model::default()).expect("a record");
    let copy = folder.path().join("copies/one.db");
    progress.copy_to(&copy).expect("a copy");
    let read = Progress::copy_of(&copy).expect("the copy");
    assert_eq!(read.contents().expect("contents"), progress.contents().expect("contents"));
    assert_eq!(
        (read.machine(), read.states().expect("states")),
        (machine(), progress.states().expect("states"))
    );
    let stranger = Connection::open(&copy).expect("the copy");
    stranger
        .execute_batch("ALTER TABLE decision RENAME TO old; CREATE VIEW decision AS SELECT * FROM old;")
        .expect("SQL");
    drop(stranger);
    assert!(matches!(Progress::copy_of(&copy), Err(ProgressError::Foreign { .. })));
}
