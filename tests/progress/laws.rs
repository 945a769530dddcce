//! Whatever is done, states are what replaying the log gives, and nothing is lost.

use proptest::prelude::*;

use super::*;

/// What a learner, or another process, may do.
#[derive(Clone, Debug)]
enum Act {
    Record { face: usize, day: i32, grade: usize, mode: usize },
    Regrade { which: prop::sample::Index, grade: usize },
    Revoke { which: prop::sample::Index },
    Rename { was: usize, now: usize },
}

const NAMES: [&str; 5] = ["d/a", "d/b", "d/b#1", "e/a#choice", "e/c"];

fn any_act() -> impl Strategy<Value = Act> {
    let record = (0..NAMES.len(), 20_000i32..20_100, 0usize..4, 0usize..3);
    prop_oneof![
        6 => record.prop_map(|(face, day, grade, mode)| Act::Record { face, day, grade, mode }),
        2 => (any::<prop::sample::Index>(), 0usize..4).prop_map(|(which, grade)| Act::Regrade { which, grade }),
        2 => any::<prop::sample::Index>().prop_map(|which| Act::Revoke { which }),
        1 => (0..NAMES.len(), 0..NAMES.len()).prop_map(|(was, now)| Act::Rename { was, now }),
    ]
}

/// Does something; what cannot be done because it was done before is passed over.
fn act(progress: &mut Progress, recorded: &mut Vec<Review>, number: u16, act: &Act) {
    let model = Model::default();
    let done = match act {
        Act::Record { face, day, grade, mode } => {
            let mode = Mode::ALL[*mode];
            let review = Review { mode, ..review(NAMES[*face], *day, number, Grade::ALL[*grade]) };
            recorded.push(review.clone());
            progress.record(&review, &model).map(|_| ())
        }
        Act::Regrade { .. } | Act::Revoke { .. } if recorded.is_empty() => Ok(()),
        Act::Regrade { which, grade } => {
            let old = which.get(recorded).clone();
            let at = old.moment.at.later(1);
            let moment = Moment { at, ..old.moment };
            let id = ReviewId::new(at, u128::from(number));
            let new = Review { id, moment, grade: Grade::ALL[*grade], ..old.clone() };
            let revoked = revocation(number, RevocationReason::Regrade);
            let done = progress.regrade(revoked, old.id, &new, &model).map(|_| ());
            recorded.extend(done.is_ok().then_some(new));
            done
        }
        Act::Revoke { which } => {
            let id = which.get(recorded).id;
            progress.revoke(id, revocation(number, RevocationReason::Undo), &model).map(|_| ())
        }
        Act::Rename { was, now } => progress.adopt(&renames(&[(NAMES[*was], NAMES[*now])]), &model),
    };
    assert!(matches!(done, Ok(()) | Err(ProgressError::AlreadyRevoked { .. })), "{done:?}");
}

proptest! {
    #[test]
    fn states_are_what_replaying_the_log_gives(acts in prop::collection::vec(any_act(), 1..40)) {
        let (mut progress, mut recorded) = (in_memory(), Vec::new());
        for (number, next) in (0u16..).zip(&acts) {
            act(&mut progress, &mut recorded, number, next);
            prop_assert_eq!(progress.states().unwrap(), replayed(&progress));
        }
        let states = progress.states().unwrap();
        prop_assert_eq!(progress.log().unwrap().len(), recorded.len());
        prop_assert_eq!(progress.rebuild(&Model::default()).unwrap(), states.len());
        prop_assert_eq!(progress.states().unwrap(), states);
    }

    #[test]
    fn taking_an_answer_back_leaves_what_was_before(
        acts in prop::collection::vec(any_act(), 0..20), name in 0..NAMES.len(), grade in 0usize..4,
    ) {
        let (mut progress, mut recorded, model) = (in_memory(), Vec::new(), Model::default());
        for (number, next) in (0u16..).zip(&acts) {
            act(&mut progress, &mut recorded, number, next);
        }
        let before = progress.states().unwrap();
        let answer = review(NAMES[name], 20_050, 900, Grade::ALL[grade]);
        progress.record(&answer, &model).unwrap();
        prop_assert_ne!(&progress.states().unwrap(), &before);
        let back = progress.revoke(answer.id, revocation(901, RevocationReason::Undo), &model).unwrap();
        prop_assert_eq!(back.state, progress.state(&answer.face).unwrap());
        prop_assert_eq!(back.review, answer);
        prop_assert_eq!(progress.states().unwrap(), before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn two_that_write_in_turn_lose_nothing(
        acts in prop::collection::vec((any::<bool>(), any_act()), 1..20),
    ) {
        let folder = TempDir::new().unwrap();
        let (mut one, mut two, mut recorded) = (opened(&folder), opened(&folder), Vec::new());
        for (number, (first, next)) in (0u16..).zip(&acts) {
            act(if *first { &mut one } else { &mut two }, &mut recorded, number, next);
        }
        recorded.sort_by_key(|review| (review.moment.at, review.id));
        let logged: Vec<Review> = one.log().unwrap().into_iter().map(|line| line.review).collect();
        prop_assert_eq!(logged, recorded);
        prop_assert_eq!(one.states().unwrap(), replayed(&two));
        prop_assert_eq!(two.states().unwrap(), replayed(&one));
    }
}
