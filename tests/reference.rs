//! The scheduler agrees with an independent implementation of FSRS-6.

use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::{Memory, Model};
use csto_quiz::schedule::units::DesiredRetention;
use csto_quiz::time::Days;

/// The histories; the file says what its columns are and where they are from.
const HISTORIES: &str = include_str!("reference/fsrs6-histories.txt");
/// The relative difference that is allowed: the file has six digits, the crate computes in f32.
const TOLERANCE: f64 = 1e-4;

/// Says whether two numbers agree within [`TOLERANCE`], relative to the expected one.
fn agree(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= TOLERANCE * expected.abs()
}

/// Studies one history and returns what disagrees, a line each.
fn disagreements(model: &Model, history: &str) -> Vec<String> {
    let mut memory: Option<Memory> = None;
    let mut wrong = Vec::new();
    for line in history.lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| columns[at].parse::<f64>().expect("a number");
        let elapsed = Days(columns[1].parse().expect("days"));
        let mut check = |what: &str, found: f64, expected: f64, agrees: bool| {
            if !agrees {
                wrong.push(format!("{line}: {what} is {found}, expected {expected}"));
            }
        };
        if let Some(before) = memory {
            let recall = model.retrievability(before, elapsed).probability();
            check("retrievability", recall, number(7), agree(recall, number(7)));
        }
        let grade = columns[0].parse().ok().and_then(Grade::from_number).expect("a grade");
        let after = model.after(memory, elapsed, grade);
        let (stability, difficulty) = (after.stability.days(), after.difficulty.value());
        check("stability", stability, number(2), agree(stability, number(2)));
        check("difficulty", difficulty, number(3), agree(difficulty, number(3)));
        for (retention, column) in [(0.80, 4), (0.90, 5), (0.95, 6)] {
            let desired = DesiredRetention::new(retention).expect("in range");
            let interval = f64::from(model.interval(after, desired).0);
            check("interval", interval, number(column), (interval - number(column)).abs() < 0.5);
        }
        memory = Some(after);
    }
    wrong
}

#[test]
fn two_hundred_histories_agree_with_an_independent_implementation() {
    let model = Model::default();
    let histories: Vec<&str> = HISTORIES.split("\n\n").filter(|history| !history.starts_with('#')).collect();
    assert_eq!(histories.len(), 200);
    let wrong: Vec<String> =
        histories.iter().flat_map(|history| disagreements(&model, history.trim_end())).collect();
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
}
