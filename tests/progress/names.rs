//! Renamed faces keep their history, and states that do not cover the log are rebuilt.

use super::*;

#[test]
fn a_renamed_face_keeps_its_history() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let reviews =
        [("d/a", 1), ("d/b", 2), ("e/c", 3)].map(|(name, at)| review(name, 20_000 + at, 1, Grade::Good));
    let mut progress = opened(&folder);
    progress.record(&reviews[0], &model).unwrap();
    progress.adopt(&renames(&[("d/a", "d/b")]), &model).unwrap();
    let state = progress.record(&reviews[1], &model).unwrap();
    assert_eq!(state, replay(&model, &reviews[..2]));
    progress.adopt(&renames(&[("d/b", "e/c")]), &model).unwrap();
    assert_eq!(progress.state(&face("e/c")).unwrap(), state);
    // A process that has read no deck knows the names too.
    let mut other = opened(&folder);
    let state = other.record(&reviews[2], &model).unwrap();
    assert_eq!(state, replay(&model, &reviews));
    assert_eq!(other.states().unwrap(), HashMap::from([(face("e/c"), state.unwrap())]));
    for name in ["d/a", "d/b", "e/c"] {
        assert_eq!(progress.state(&face(name)).unwrap(), state);
        assert_eq!(progress.reviews_of(&face(name)).unwrap().len(), 3);
    }
    assert_eq!(progress.adopted().unwrap(), renames(&[("d/a", "e/c"), ("d/b", "e/c")]));
}

#[test]
fn a_face_can_be_renamed_back_and_an_old_name_given_away() {
    let (mut progress, model) = (in_memory(), Model::default());
    progress.record(&review("d/a", 20_000, 1, Grade::Good), &model).unwrap();
    let state = progress.state(&face("d/a")).unwrap().unwrap();
    progress.adopt(&renames(&[("d/a", "d/b")]), &model).unwrap();
    assert_eq!(progress.states().unwrap(), HashMap::from([(face("d/b"), state)]));
    progress.adopt(&renames(&[("d/b", "d/a")]), &model).unwrap();
    assert_eq!(progress.states().unwrap(), HashMap::from([(face("d/a"), state)]));
    progress.adopt(&renames(&[("d/b", "d/b")]), &model).unwrap();
    let other = progress.record(&review("d/b", 20_000, 2, Grade::Again), &model).unwrap().unwrap();
    assert_eq!(progress.states().unwrap(), HashMap::from([(face("d/a"), state), (face("d/b"), other)]));
}

#[test]
fn states_made_by_other_rules_are_rebuilt() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let mut progress = opened(&folder);
    progress.record(&review("d/a", 20_000, 1, Grade::Good), &model).unwrap();
    let states = progress.states().unwrap();
    raw(&folder).execute_batch("UPDATE state SET lapses = 99; UPDATE covered SET rules = 0;").unwrap();
    assert_ne!(progress.states().unwrap(), states);
    progress.adopt(&HashMap::new(), &model).unwrap();
    assert_eq!(progress.states().unwrap(), states);
}

#[test]
fn reviews_that_came_past_the_states_are_counted_in() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let mut progress = opened(&folder);
    progress.record(&review("d/a", 20_000, 1, Grade::Good), &model).unwrap();
    let insert = "INSERT INTO review SELECT NULL, replace(id, '1', '2'), machine, 'd/b', day, at, utc_offset, \
                  mode, verdict, score, typed, proposed, grade, hints, first_key_ms, answer_ms, due, \
                  fingerprint, model, parameters FROM review";
    raw(&folder).execute(insert, []).unwrap();
    progress.record(&review("d/c", 20_000, 3, Grade::Good), &model).unwrap();
    assert_eq!(progress.states().unwrap().len(), 2);
    progress.adopt(&HashMap::new(), &model).unwrap();
    assert_eq!(progress.states().unwrap(), replayed(&progress));
    assert_eq!(progress.states().unwrap().len(), 3);
}
