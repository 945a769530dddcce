//! What does a simulated learner answer, and how long does it take?
//!
//! Recall follows FSRS-6 with a learner's own parameters, or another law; seconds and grades follow
//! the defaults of the simulator of fsrs-rs 6.6.2 (`src/simulation.rs`).

use csto_quiz::plan::law::{Law, Trace};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::seed::Seed;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

const FIRST: [f64; 4] = [0.24, 0.094, 0.495, 0.171];
const SUCCESS: [f64; 3] = [0.224, 0.631, 0.145];
const LEARNING: [[f64; 4]; 3] =
    [[0.3686, 0.0628, 0.5108, 0.0577], [0.0442, 0.4553, 0.4457, 0.0549], [0.0519, 0.047, 0.8462, 0.055]];
const RELEARNING: [[f64; 4]; 3] =
    [[0.2157, 0.0643, 0.6595, 0.0604], [0.05, 0.4638, 0.4475, 0.0387], [0.1057, 0.1434, 0.7266, 0.0244]];
/// Seconds of an answer by its grade: learning, relearning, review.
const SECONDS: [[f64; 4]; 3] =
    [[19.58, 18.79, 13.78, 10.71], [19.38, 17.59, 12.38, 8.94], [16.44, 15.25, 12.32, 8.03]];
const MOST_REPEATS: usize = 5;

/// Seconds in a day.
const DAY: f64 = 86_400.0;

/// How a simulated learner forgets.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    /// FSRS-6.
    Fsrs(Law),
    /// The declarative memory of ACT-R with the spacing effect of Pavlik and Anderson (Cognitive
    /// Science 29, 2005), a trace for each day on which a card is met, whatever is answered: a decay
    /// intercept, decay scale, noise, threshold, and the share of a second that counts.
    ActR([f64; 5]),
    /// A half-life in days that every success multiplies, however long it was waited for, and every
    /// failure divides (no spacing effect).
    HalfLife { first: f64, growth: f64 },
}

/// What is left of a card in a simulated head.
#[derive(Clone, Debug)]
pub(crate) enum State {
    Fsrs(Trace),
    /// The days of the encounters, with the decays of their traces.
    ActR(Vec<(f64, f64)>),
    HalfLife(f64),
}

/// A simulated head.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) truth: Truth,
    cards: Vec<Option<(State, u32, u64)>>,
    seed: Seed,
}

impl Truth {
    fn first(&self, day: u32, grades: &[Grade]) -> State {
        match self {
            Self::Fsrs(law) => State::Fsrs(after(law, law.first(grades[0]), &grades[1..])),
            Self::ActR([decay, ..]) => State::ActR(vec![(f64::from(day), *decay)]),
            Self::HalfLife { first, growth } => {
                let bonus = match grades[0] {
                    Grade::Again => 0.3,
                    Grade::Hard => 0.7,
                    Grade::Good => 1.0,
                    Grade::Easy => 2.0,
                };
                State::HalfLife(first * bonus * growth.max(1.0))
            }
        }
    }

    fn recall(&self, state: &State, last: u32, day: u32) -> f64 {
        let days = f64::from(day - last);
        match (self, state) {
            (Self::Fsrs(law), State::Fsrs(trace)) => law.recall(*trace, days),
            (Self::ActR(learner), State::ActR(times)) => {
                let [_, _, noise, threshold, _] = learner;
                1.0 / (1.0 + ((threshold - activation(learner, times, day)) / noise).exp())
            }
            (_, State::HalfLife(half_life)) => 0.5_f64.powf(days / half_life),
            _ => 0.0,
        }
    }

    fn reviewed(&self, state: State, days: (u32, u32), grades: &[Grade]) -> State {
        match (self, state) {
            (Self::Fsrs(law), State::Fsrs(trace)) => {
                let met = law.graded(&law.meet(trace, f64::from(days.1 - days.0)), grades[0]);
                State::Fsrs(after(law, met, &grades[1..]))
            }
            (Self::ActR(learner), State::ActR(mut times)) => {
                let [decay, scale, ..] = learner;
                let decay = decay + scale * activation(learner, &times, days.1).exp();
                times.push((f64::from(days.1), decay));
                State::ActR(times)
            }
            (Self::HalfLife { first, growth }, State::HalfLife(half_life)) => {
                let next = match grades[0] {
                    Grade::Again => (half_life / growth.powi(2)).max(first * 0.3),
                    Grade::Hard => half_life * growth.sqrt(),
                    Grade::Good => half_life * growth,
                    Grade::Easy => half_life * growth.powf(1.5),
                };
                State::HalfLife(next)
            }
            (_, state) => state,
        }
    }
}

fn after(law: &Law, trace: Trace, grades: &[Grade]) -> Trace {
    grades.iter().fold(trace, |trace, grade| law.repeated(trace, *grade))
}

/// m = ln Σ (seconds since the encounter · h)^(−decay).
fn activation([.., share]: &[f64; 5], times: &[(f64, f64)], day: u32) -> f64 {
    let trace = |(at, decay): &(f64, f64)| ((f64::from(day) - at) * DAY * share).max(1.0).powf(-decay);
    times.iter().map(trace).sum::<f64>().ln()
}

impl Head {
    pub(crate) fn new(truth: Truth, cards: usize, seed: Seed) -> Self {
        Self { truth, cards: vec![None; cards], seed }
    }

    /// Asks a card on a day and returns the grades and seconds of its answers.
    ///
    /// Chance belongs to the card and how often it was met, so that policies meet alike heads.
    pub(crate) fn ask(&mut self, card: usize, day: u32) -> Vec<(Grade, f64)> {
        let met = self.cards[card].as_ref().map_or(0, |(_, _, met)| *met);
        let seed = self.seed.nth(card as u64).nth(met);
        let mut chance = ChaCha8Rng::seed_from_u64(seed.0);
        let (answers, state) = match self.cards[card].take() {
            None => {
                let answers = first_session(&mut chance);
                let grades: Vec<Grade> = answers.iter().map(|(grade, _)| *grade).collect();
                let state = self.truth.first(day, &grades);
                (answers, state)
            }
            Some((state, last, _)) => {
                let recall = self.truth.recall(&state, last, day);
                let answers = review(chance.random::<f64>() < recall, &mut chance);
                let grades: Vec<Grade> = answers.iter().map(|(grade, _)| *grade).collect();
                (answers, self.truth.reviewed(state, (last, day), &grades))
            }
        };
        self.cards[card] = Some((state, day, met + 1));
        answers
    }

    /// Returns the recall of each card on a day; 0 of those never met.
    pub(crate) fn recalls(&self, day: u32) -> Vec<f64> {
        let recall = |card: &Option<(State, u32, u64)>| {
            card.as_ref().map_or(0.0, |(state, last, _)| self.truth.recall(state, *last, day))
        };
        self.cards.iter().map(recall).collect()
    }

    /// Returns the score of one exam of so many of the cards.
    pub(crate) fn exam(&self, day: u32, questions: usize, seed: Seed) -> f64 {
        let mut recalls = self.recalls(day);
        seed.shuffle(&mut recalls);
        let mut chance = ChaCha8Rng::seed_from_u64(seed.nth(1).0);
        let asked = &recalls[..questions.min(recalls.len())];
        let right = asked.iter().filter(|recall| chance.random::<f64>() < **recall).count();
        right as f64 / asked.len() as f64
    }
}

fn draw<const N: usize>(shares: &[f64; N], chance: &mut ChaCha8Rng) -> usize {
    let mut at = chance.random::<f64>() * shares.iter().sum::<f64>();
    for (place, share) in shares.iter().enumerate() {
        at -= share;
        if at < 0.0 {
            return place;
        }
    }
    N - 1
}

pub(crate) fn first_session(chance: &mut ChaCha8Rng) -> Vec<(Grade, f64)> {
    let first = draw(&FIRST, chance);
    let answers = vec![(Grade::ALL[first], SECONDS[0][first])];
    let needed = [2, 2, 1, 0][first];
    repeats(answers, (&LEARNING, &SECONDS[0]), needed, chance)
}

pub(crate) fn review(remembered: bool, chance: &mut ChaCha8Rng) -> Vec<(Grade, f64)> {
    if remembered {
        let grade = 1 + draw(&SUCCESS, chance);
        return vec![(Grade::ALL[grade], SECONDS[2][grade])];
    }
    repeats(vec![(Grade::Again, SECONDS[2][0])], (&RELEARNING, &SECONDS[1]), 1, chance)
}

fn repeats(
    mut answers: Vec<(Grade, f64)>,
    (rows, seconds): (&[[f64; 4]; 3], &[f64; 4]),
    needed: usize,
    chance: &mut ChaCha8Rng,
) -> Vec<(Grade, f64)> {
    let mut passed = 0;
    for _ in 0..MOST_REPEATS {
        let last = answers.last().map_or(0, |(grade, _)| usize::from(grade.number()) - 1);
        if passed >= needed || last == 3 {
            break;
        }
        let next = draw(&rows[last], chance);
        answers.push((Grade::ALL[next], seconds[next]));
        match next {
            0 => passed = 0,
            1 => {}
            _ => passed += 1,
        }
    }
    answers
}
