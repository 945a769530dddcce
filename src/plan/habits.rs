//! How long do a learner's answers take, and which grades do they get?
//!
//! Start values come from the defaults of the simulator of fsrs-rs 6.6.2 (`src/simulation.rs`,
//! `SimulatorConfig::default`), means over many learners; the learner's own answers move them.

use std::collections::BTreeMap;

use crate::schedule::grade::Grade;

/// Seconds beyond which an answer says nothing about how long answers take: the learner was away.
pub const LONGEST_ANSWER: f64 = 60.0;
/// How many events of the learner's own a start value of seconds weighs.
const SECONDS_WEIGH: f64 = 50.0;
/// How many events of the learner's own a start value of grades weighs.
const GRADES_WEIGH: f64 = 100.0;
/// Shares of again, hard, good and easy among first answers.
const FIRST_GRADES: [f64; 4] = [0.24, 0.094, 0.495, 0.171];
/// Shares of hard, good and easy among successes.
const SUCCESS_GRADES: [f64; 3] = [0.224, 0.631, 0.145];
/// Shares of the grades of the next answer of a first session, by the grade before it.
const NEXT_GRADES: [[f64; 4]; 3] =
    [[0.3686, 0.0628, 0.5108, 0.0577], [0.0442, 0.4553, 0.4457, 0.0549], [0.0519, 0.047, 0.8462, 0.055]];
/// Answers to a new card in its first session after the first one, at most.
const MOST_REPEATS: usize = 5;
/// First sessions that are less likely are left out.
const LEAST_LIKELY: f64 = 0.002;
/// The most answers by which first sessions are told apart.
const LONGEST_SESSION: usize = 8;

/// The grades after a failure until the card is passed, with their probabilities.
pub const LAPSES: [(f64, &[Grade]); 3] =
    [(0.72, &[Grade::Good]), (0.215, &[Grade::Again, Grade::Good]), (0.065, &[Grade::Hard, Grade::Good])];

/// Standard deviations of the seconds of a new card, a success and a failure, as shares of their
/// means: of 100,000 encounters drawn with the simulator's defaults.
pub(super) const SPREADS: [f64; 3] = [0.645, 0.173, 0.422];

/// How long a card takes on one day, its repeats included, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seconds {
    /// A new card.
    pub first: f64,
    /// A card that is remembered.
    pub success: f64,
    /// A card that is forgotten, with its repeats.
    pub failure: f64,
}

/// What a card was on a day: new, remembered or forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encountered {
    /// It was new.
    First,
    /// It was remembered.
    Success,
    /// It was forgotten.
    Failure,
}

/// The habits of a learner.
#[derive(Clone, Debug, PartialEq)]
pub struct Habits {
    /// Sum and count of the seconds of each kind of encounter, the start value included.
    seconds: [(f64, f64); 3],
    /// How often a success was hard, good and easy, the start value included.
    successes: [f64; 3],
    /// How often first sessions went so, the start value included.
    first_sessions: BTreeMap<Vec<Grade>, f64>,
}

impl Seconds {
    /// The start values: means of 100,000 encounters drawn with the simulator's defaults.
    pub const START: Self = Self { first: 37.7, success: 13.0, failure: 38.5 };

    /// Returns the seconds to expect of a card that is remembered with this probability.
    pub fn expected(self, recall: f64) -> f64 {
        recall * self.success + (1.0 - recall) * self.failure
    }
}

impl Default for Habits {
    fn default() -> Self {
        let start = Seconds::START;
        Self {
            seconds: [start.first, start.success, start.failure]
                .map(|seconds| (seconds * SECONDS_WEIGH, SECONDS_WEIGH)),
            successes: SUCCESS_GRADES.map(|share| share * GRADES_WEIGH),
            first_sessions: usual_first_sessions(),
        }
    }
}

impl Habits {
    /// Takes what a card took on one day: the seconds of all its answers together.
    pub fn observe_seconds(&mut self, encountered: Encountered, seconds: f64) {
        let (sum, count) = match encountered {
            Encountered::First => &mut self.seconds[0],
            Encountered::Success => &mut self.seconds[1],
            Encountered::Failure => &mut self.seconds[2],
        };
        *sum += seconds;
        *count += 1.0;
    }

    /// Takes the grade of a success on a day after the last one; others are no successes.
    pub fn observe_success(&mut self, grade: Grade) {
        match grade {
            Grade::Again => {}
            Grade::Hard => self.successes[0] += 1.0,
            Grade::Good => self.successes[1] += 1.0,
            Grade::Easy => self.successes[2] += 1.0,
        }
    }

    /// Takes the grades that a new card got on its first day.
    pub fn observe_first_session(&mut self, grades: &[Grade]) {
        let grades = &grades[..grades.len().min(LONGEST_SESSION)];
        *self.first_sessions.entry(grades.to_vec()).or_insert(0.0) += 1.0;
    }

    /// Returns how long a card takes.
    pub fn seconds(&self) -> Seconds {
        let mean = |(sum, count): (f64, f64)| sum / count;
        let [first, success, failure] = self.seconds;
        Seconds { first: mean(first), success: mean(success), failure: mean(failure) }
    }

    /// Returns the shares of hard, good and easy among successes; their sum is 1.
    pub fn successes(&self) -> [(f64, Grade); 3] {
        let total: f64 = self.successes.iter().sum();
        let [hard, good, easy] = self.successes.map(|count| count / total);
        [(hard, Grade::Hard), (good, Grade::Good), (easy, Grade::Easy)]
    }

    /// Returns the ways in which a first session goes, with their probabilities; their sum is 1.
    pub fn first_sessions(&self) -> impl Iterator<Item = (f64, &[Grade])> {
        let total: f64 = self.first_sessions.values().sum();
        self.first_sessions.iter().map(move |(grades, count)| (count / total, grades.as_slice()))
    }
}

/// Two good answers end a first session, one after a first answer that was good, none after easy.
fn usual_first_sessions() -> BTreeMap<Vec<Grade>, f64> {
    let mut sessions = BTreeMap::new();
    for (share, grade) in FIRST_GRADES.into_iter().zip(Grade::ALL) {
        let needed = match grade {
            Grade::Again | Grade::Hard => 2,
            Grade::Good => 1,
            Grade::Easy => 0,
        };
        go_on(&mut sessions, (vec![grade], share), (needed, needed));
    }
    let total: f64 = sessions.values().sum();
    for share in sessions.values_mut() {
        *share *= GRADES_WEIGH / total;
    }
    sessions
}

fn go_on(
    sessions: &mut BTreeMap<Vec<Grade>, f64>,
    (grades, share): (Vec<Grade>, f64),
    (needed, missing): (usize, usize),
) {
    let last = grades.last().copied().unwrap_or(Grade::Again);
    let is_over = missing == 0 || last == Grade::Easy || grades.len() > MOST_REPEATS;
    if is_over || share < LEAST_LIKELY {
        *sessions.entry(grades).or_insert(0.0) += share;
        return;
    }
    let row = match last {
        Grade::Again => NEXT_GRADES[0],
        Grade::Hard => NEXT_GRADES[1],
        Grade::Good | Grade::Easy => NEXT_GRADES[2],
    };
    for (next, grade) in row.into_iter().zip(Grade::ALL) {
        let missing = match grade {
            Grade::Again => needed,
            Grade::Hard => missing,
            Grade::Good | Grade::Easy => missing - 1,
        };
        let grades = grades.iter().copied().chain([grade]).collect();
        go_on(sessions, (grades, share * next), (needed, missing));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one_before_and_after_observations() {
        let mut habits = Habits::default();
        for _ in 0..3 {
            let sessions: f64 = habits.first_sessions().map(|(share, _)| share).sum();
            let successes: f64 = habits.successes().iter().map(|(share, _)| share).sum();
            assert!((sessions - 1.0).abs() < 1e-12 && (successes - 1.0).abs() < 1e-12);
            habits.observe_first_session(&[Grade::Hard; 20]);
            habits.observe_success(Grade::Easy);
        }
        let lapses: f64 = LAPSES.iter().map(|(share, _)| share).sum();
        assert!((lapses - 1.0).abs() < 1e-12);
    }

    #[test]
    fn fifty_events_move_the_seconds_half_way() {
        let mut habits = Habits::default();
        (0..50).for_each(|_| habits.observe_seconds(Encountered::Success, 7.0));
        assert!((habits.seconds().success - 10.0).abs() < 1e-9);
        assert!((habits.seconds().first - Seconds::START.first).abs() < 1e-9);
    }
}
