//! What is recorded, regraded and taken back stands in the log, and what was done is counted.

use std::ops::ControlFlow;

use csto_quiz::progress::Done;

use super::*;

#[test]
fn a_review_is_read_as_it_was_written() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let plain = Review {
        verdict: None,
        typed: None,
        first_key_ms: None,
        mode: Mode::Cram,
        ..review("d/b#2", 20_001, 2, Grade::Again)
    };
    let judged = review("d/a", 20_000, 1, Grade::Easy);
    let state = opened(&folder).record(&judged, &model).unwrap();
    assert_eq!(state, replay(&model, [&judged]));
    assert_eq!(opened(&folder).record(&plain, &model).unwrap(), None);
    let again = opened(&folder);
    let lines = [&judged, &plain].map(|review| LogLine { review: review.clone(), revoked: None });
    assert_eq!(again.log().unwrap(), lines);
    assert_eq!(again.reviews_of(&face("d/b#2")).unwrap(), lines[1..]);
    assert_eq!(again.reviews_since(Day::from_number(20_001)).unwrap(), lines[1..]);
    assert_eq!(again.state(&face("d/a")).unwrap(), state);
    assert_eq!(again.states().unwrap(), HashMap::from([(face("d/a"), state.unwrap())]));
}

#[test]
fn a_review_that_is_there_is_not_added_again_and_not_altered() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let mut progress = opened(&folder);
    let first = review("d/a", 20_000, 1, Grade::Good);
    let state = progress.record(&first, &model).unwrap();
    assert_eq!(progress.record(&first, &model).unwrap(), state);
    let other = Review { grade: Grade::Easy, ..first.clone() };
    let error = progress.record(&other, &model).unwrap_err();
    let expected =
        format!("the progress file `HOME/data/progress.db` has something else under the name `{}`", first.id);
    assert_eq!(message(&folder, &error), expected);
    assert_eq!(progress.log().unwrap(), [LogLine { review: first, revoked: None }]);
}

#[test]
fn a_regraded_answer_counts_once() {
    let (mut progress, model) = (in_memory(), Model::default());
    let first = review("d/a", 20_000, 1, Grade::Again);
    let second = review("d/a", 20_000, 2, Grade::Good);
    progress.record(&first, &model).unwrap();
    let revoked = revocation(3, RevocationReason::Regrade);
    let state = progress.regrade(revoked, first.id, &second, &model).unwrap();
    assert_eq!(state, replay(&model, [&second]));
    let lines = [
        LogLine { review: first, revoked: Some(revoked) },
        LogLine { review: second.clone(), revoked: None },
    ];
    assert_eq!(progress.log().unwrap(), lines);
    assert_eq!(progress.last_reviews(9).unwrap(), [second]);
}

#[test]
fn a_review_is_taken_back_once() {
    let (mut progress, model) = (in_memory(), Model::default());
    let first = review("d/a", 20_000, 1, Grade::Good);
    let undo = |number| revocation(number, RevocationReason::Undo);
    let missing = progress.revoke(first.id, undo(1), &model).unwrap_err();
    assert_eq!(missing.to_string(), format!("the progress file `:memory:` has no review `{}`", first.id));
    progress.record(&first, &model).unwrap();
    let back = progress.revoke(first.id, undo(1), &model).unwrap();
    assert_eq!((&back.review, back.state), (&first, None));
    assert_eq!(progress.revoke(first.id, undo(1), &model).unwrap(), back);
    let twice = progress.revoke(first.id, undo(2), &model).unwrap_err();
    assert_eq!(
        twice.to_string(),
        format!("the review `{}` in `:memory:` has been taken back before", first.id)
    );
    let second = review("d/a", 20_000, 2, Grade::Good);
    let regraded = progress.regrade(undo(3), first.id, &second, &model).unwrap_err();
    assert_eq!(regraded.to_string(), twice.to_string());
    assert_eq!(progress.log().unwrap().len(), 1);
    progress.record(&second, &model).unwrap();
    let taken = progress.revoke(second.id, undo(1), &model).unwrap_err();
    let id = undo(1).id;
    assert_eq!(
        taken.to_string(),
        format!("the progress file `:memory:` has something else under the name `{id}`")
    );
}

#[test]
fn the_last_reviews_are_this_machines_newest() {
    let (mut progress, model) = (in_memory(), Model::default());
    let mine: Vec<Review> = (0..4).map(|number| review("d/a", 20_000, number, Grade::Good)).collect();
    for review in &mine {
        progress.record(review, &model).unwrap();
    }
    let other = Review { machine: MachineId::new(8), ..review("d/b", 20_001, 9, Grade::Good) };
    progress.record(&other, &model).unwrap();
    let undo = revocation(1, RevocationReason::Undo);
    assert_eq!(progress.revoke(mine[3].id, undo, &model).unwrap().review, mine[3]);
    assert_eq!(progress.last_reviews(2).unwrap(), [mine[2].clone(), mine[1].clone()]);
}

#[test]
fn the_last_reviews_are_the_last_written_also_where_the_clock_was_set_back() {
    let (mut progress, model) = (in_memory(), Model::default());
    let written =
        [(20_400, 1), (20_360, 2), (20_360, 3)].map(|(day, number)| review("d/a", day, number, Grade::Good));
    for review in &written {
        progress.record(review, &model).unwrap();
    }
    let [ahead, middle, last] = written;
    assert_eq!(progress.last_reviews(9).unwrap(), [last, middle, ahead]);
}

#[test]
fn what_was_done_on_a_day_knows_what_was_new() {
    let (mut progress, model) = (in_memory(), Model::default());
    let crammed = Review { mode: Mode::Cram, ..review("d/a", 20_000, 1, Grade::Good) };
    let undone = review("d/b", 20_000, 2, Grade::Good);
    let exam = Review { mode: Mode::Exam, ..review("d/b", 20_001, 3, Grade::Good) };
    let renamed = review("d/was", 20_000, 4, Grade::Good);
    let reviews = [
        crammed,
        undone.clone(),
        exam,
        renamed,
        review("d/now", 20_001, 5, Grade::Good),
        review("d/a", 20_001, 6, Grade::Again),
        review("d/a", 20_001, 7, Grade::Good),
    ];
    for review in &reviews {
        progress.record(review, &model).unwrap();
    }
    let _ = progress.revoke(undone.id, revocation(8, RevocationReason::Undo), &model).unwrap();
    progress.adopt(&renames(&[("d/was", "d/now")]), &model).unwrap();
    let done = |name, is_first, answer_ms| Done { face: face(name), is_first, answer_ms };
    let first_day = progress.done_on(Day::from_number(20_000)).unwrap();
    assert_eq!(first_day, [done("d/now", true, 1004)]);
    let second_day = progress.done_on(Day::from_number(20_001)).unwrap();
    let expected = [
        done("d/b", true, 1003),
        done("d/now", false, 1005),
        done("d/a", true, 1006),
        done("d/a", false, 1007),
    ];
    assert_eq!(second_day, expected);
}

#[test]
fn the_log_is_handed_over_until_told_to_stop() {
    let (mut progress, model) = (in_memory(), Model::default());
    for number in [3, 1, 2] {
        progress.record(&review("d/a", 20_000, number, Grade::Good), &model).unwrap();
    }
    let mut seen = Vec::new();
    progress
        .for_each_line(|line| {
            seen.push(line.review.answer_ms);
            if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(seen, [1001, 1002]);
}
