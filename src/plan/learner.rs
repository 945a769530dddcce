//! Who is the learner, by the answers given so far?
//!
//! A [`Learner`] takes one answer after the other, keeps what every candidate of the library would
//! remember of every card, and weighs the candidates by how well they foretold the answers
//! (Bayes: the logarithm of R or of 1 − R is added for each answer that is not of the same day).

use crate::plan::habits::{Encountered, Habits, LONGEST_ANSWER};
use crate::plan::law::{COUNT, Law, Parameters, Trace};
use crate::plan::library::Candidate;
use crate::schedule::grade::Grade;
use crate::time::Day;

/// The parameters of which the mean is taken of the logarithms: first stabilities and decay.
const LOGARITHMIC: [usize; 5] = [0, 1, 2, 3, 20];

/// Answers of which a prediction takes about so many at their full weight; set by the simulation, as
/// the misfit of `prediction`.
const TRUSTED_REVIEWS: f64 = 100.0;

/// One graded answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The card, by its place among the cards of the plan.
    pub card: usize,
    /// The study day.
    pub day: Day,
    /// How it was graded.
    pub grade: Grade,
    /// How long it took, in seconds ≥ 0.
    pub seconds: f64,
}

/// What is known of a learner.
#[derive(Clone, Debug)]
pub struct Learner {
    candidates: Vec<Candidate>,
    /// The logarithm of each candidate's weight, prior included; the largest is 0.
    ln_weights: Vec<f64>,
    cards: Vec<Option<Known>>,
    habits: Habits,
    /// Cards whose day is not over.
    unfinished: Vec<usize>,
    reviews: usize,
}

/// What is known of a card that has been answered.
#[derive(Clone, Debug)]
struct Known {
    answers: Vec<(Day, Grade)>,
    /// What each candidate remembers of it.
    traces: Vec<Trace>,
    today: Encounter,
}

/// The answers of a card on its last day.
#[derive(Clone, Copy, Debug)]
struct Encounter {
    kind: Encountered,
    seconds: f64,
}

impl Learner {
    /// Begins with nothing known about so many cards.
    pub fn new(candidates: Vec<Candidate>, cards: usize) -> Self {
        let ln_weights = candidates.iter().map(|candidate| candidate.prior.ln()).collect();
        Self {
            candidates,
            ln_weights,
            cards: vec![None; cards],
            habits: Habits::default(),
            unfinished: Vec::new(),
            reviews: 0,
        }
    }

    /// Takes one more answer, in the order in which they were given; one to a card beyond the
    /// number of cards is left out.
    pub fn observe(&mut self, answer: &Answer) {
        if answer.card >= self.cards.len() {
            return;
        }
        self.close_days_before(answer.day);
        let seconds = answer.seconds.clamp(0.0, LONGEST_ANSWER);
        match self.cards[answer.card].take() {
            None => {
                let traces = self.candidates.iter().map(|one| one.law.first(answer.grade)).collect();
                let today = Encounter { kind: Encountered::First, seconds };
                self.unfinished.push(answer.card);
                let answers = vec![(answer.day, answer.grade)];
                self.cards[answer.card] = Some(Known { answers, traces, today });
            }
            Some(mut known) => {
                let elapsed = known.last_day().map_or(0, |day| answer.day.since(day).0);
                if elapsed == 0 {
                    known.today.seconds += seconds;
                    for (trace, one) in known.traces.iter_mut().zip(&self.candidates) {
                        *trace = one.law.repeated(*trace, answer.grade);
                    }
                } else {
                    self.weigh(&mut known, elapsed, answer.grade);
                    let kind = if answer.grade == Grade::Again {
                        Encountered::Failure
                    } else {
                        Encountered::Success
                    };
                    known.today = Encounter { kind, seconds };
                    self.unfinished.push(answer.card);
                    self.habits.observe_success(answer.grade);
                }
                known.answers.push((answer.day, answer.grade));
                self.cards[answer.card] = Some(known);
            }
        }
    }

    /// Compares what each candidate foretold with what happened.
    fn weigh(&mut self, known: &mut Known, elapsed: u32, grade: Grade) {
        self.reviews += 1;
        for ((trace, one), weight) in known.traces.iter_mut().zip(&self.candidates).zip(&mut self.ln_weights)
        {
            let encounter = one.law.meet(*trace, f64::from(elapsed));
            let share = if grade == Grade::Again { 1.0 - encounter.recall } else { encounter.recall };
            *weight += share.max(1e-6).ln();
            *trace = one.law.graded(&encounter, grade);
        }
        let most = self.ln_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.ln_weights.iter_mut().for_each(|weight| *weight -= most);
    }

    /// Learns from the days that are over how long cards take and how first sessions go.
    fn close_days_before(&mut self, today: Day) {
        let over = |card: &usize| {
            self.cards[*card].as_ref().and_then(Known::last_day).is_some_and(|day| day < today)
        };
        let (done, left): (Vec<usize>, Vec<usize>) =
            std::mem::take(&mut self.unfinished).into_iter().partition(over);
        self.unfinished = left;
        for known in done.iter().filter_map(|card| self.cards[*card].as_ref()) {
            self.habits.observe_seconds(known.today.kind, known.today.seconds);
            if known.today.kind == Encountered::First {
                let grades: Vec<Grade> = known.answers.iter().map(|(_, grade)| *grade).collect();
                self.habits.observe_first_session(&grades);
            }
        }
    }

    /// Returns how many cards there are.
    pub fn card_count(&self) -> usize {
        self.cards.len()
    }

    /// Returns how many answers the candidates were weighed by: those not of the same day.
    pub fn reviews(&self) -> usize {
        self.reviews
    }

    /// Returns the learner's habits, by the days that are over.
    pub fn habits(&self) -> &Habits {
        &self.habits
    }

    /// Takes habits for the learner's that were measured elsewhere.
    pub fn assume_habits(&mut self, habits: Habits) {
        self.habits = habits;
    }

    /// Returns the candidates.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Returns the probabilities of the candidates; their sum is 1.
    pub fn weights(&self) -> Vec<f64> {
        let weights: Vec<f64> = self.ln_weights.iter().map(|weight| weight.exp()).collect();
        let total: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / total).collect()
    }

    /// Returns the probabilities of the candidates as a prediction takes them: since nobody is just
    /// like one of the library, answers beyond the first hundred count less and less.
    pub fn cautious_weights(&self) -> Vec<f64> {
        let trust = TRUSTED_REVIEWS / (TRUSTED_REVIEWS + self.reviews as f64);
        let weight = |(ln_weight, one): (&f64, &Candidate)| {
            let prior = one.prior.ln();
            (prior + trust * (ln_weight - prior)).exp()
        };
        let weights: Vec<f64> = self.ln_weights.iter().zip(&self.candidates).map(weight).collect();
        let total: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / total).collect()
    }

    /// Returns the law to plan with: the mean of the candidates' parameters by their weights; of
    /// the logarithms for first stabilities and decay.
    pub fn mean_law(&self) -> Law {
        let mut mean = [0.0; COUNT];
        for (weight, one) in self.weights().iter().zip(&self.candidates) {
            for (at, value) in one.law.parameters().values().iter().enumerate() {
                mean[at] += weight * if LOGARITHMIC.contains(&at) { value.ln() } else { *value };
            }
        }
        for at in LOGARITHMIC {
            mean[at] = mean[at].exp();
        }
        Law::new(Parameters::new(mean))
    }

    /// Returns when a card was last answered; nothing for a new one.
    pub fn last_day(&self, card: usize) -> Option<Day> {
        self.cards.get(card)?.as_ref()?.last_day()
    }

    /// Returns what a learner with some law remembers of a card right after its last answer;
    /// nothing for a new one.
    pub fn trace(&self, card: usize, law: &Law) -> Option<Trace> {
        let known = self.cards.get(card)?.as_ref()?;
        let mut last = None;
        known.answers.iter().fold(None, |trace, (day, grade)| {
            let elapsed = last.replace(*day).map_or(0, |last| day.since(last).0);
            Some(law.after(trace, elapsed, *grade))
        })
    }

    /// Returns what a candidate, by its place, remembers of a card; nothing for a new one.
    pub fn trace_of(&self, card: usize, candidate: usize) -> Option<Trace> {
        self.cards.get(card)?.as_ref()?.traces.get(candidate).copied()
    }
}

impl Known {
    fn last_day(&self) -> Option<Day> {
        self.answers.last().map(|(day, _)| *day)
    }
}
