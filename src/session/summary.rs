//! What came of a session?
//!
//! Numbers and names for its closing lines, from what was answered in it.

use std::collections::HashMap;

use crate::answer::verdict::Class;
use crate::deck::id::FaceId;
use crate::schedule::grade::Grade;
use crate::schedule::state::Studied;
use crate::time::Day;

/// One answer of a session, with its final grade.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// What was asked.
    pub face: FaceId,
    /// The question.
    pub question: String,
    /// What the program thought of it.
    pub class: Class,
    /// The grade that counted.
    pub grade: Grade,
    /// Whether it was not a repeat.
    pub first_time: bool,
    /// The question of the other card whose answer was given.
    pub rival: Option<String>,
    /// From the prompt to the answer, in milliseconds.
    pub answer_ms: u32,
}

/// The closing lines of a session, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many different cards were answered.
    pub cards: usize,
    /// How long their prompts stood, in milliseconds.
    pub answer_ms: u64,
    /// Answered right, without a slip, the first time they were asked.
    pub right: usize,
    /// Answered with a slip the first time.
    pub slips: usize,
    /// Answered in part the first time, and forgotten in part.
    pub partly: usize,
    /// Forgotten, or wrong, the first time.
    pub wrong: usize,
    /// Questions of the cards forgotten today that come back tomorrow or today.
    pub again: Vec<String>,
    /// Questions that were mixed up, with how often.
    pub mixed_up: Vec<(String, String, usize)>,
    /// Cards forgotten today that were forgotten so often that another way to learn them would be better.
    pub leeches: Vec<Leech>,
    /// How many cards are due tomorrow.
    pub due_tomorrow: usize,
    /// Whether what was answered is kept.
    pub recorded: bool,
}

/// A card that is forgotten again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leech {
    /// What is scheduled.
    pub face: FaceId,
    /// Its question.
    pub question: String,
    /// How often it was forgotten.
    pub lapses: u32,
}

impl Summary {
    /// Counts what was answered; `states` are the states now.
    pub fn new(
        answered: &[&Answered],
        states: &HashMap<FaceId, Studied>,
        (tomorrow, due_tomorrow): (Day, usize),
    ) -> Self {
        let mut summary = Self { due_tomorrow, ..Self::default() };
        let mut seen: Vec<&FaceId> = Vec::new();
        for answer in answered {
            summary.answer_ms += u64::from(answer.answer_ms);
            if !seen.contains(&&answer.face) {
                seen.push(&answer.face);
                summary.count_first(answer);
            }
            if let Some(rival) = &answer.rival {
                summary.count_mixed_up(&answer.question, rival);
            }
            let state = states.get(&answer.face);
            if let Some(state) = state.filter(|state| answer.grade == Grade::Again && state.is_leech())
                && summary.leeches.iter().all(|leech| leech.face != answer.face)
            {
                let (face, question) = (answer.face.clone(), answer.question.clone());
                summary.leeches.push(Leech { face, question, lapses: state.lapses });
            }
            let comes_back = state.is_some_and(|state| state.due_day() <= tomorrow);
            if answer.grade == Grade::Again && comes_back && !summary.again.contains(&answer.question) {
                summary.again.push(answer.question.clone());
            }
        }
        summary.cards = seen.len();
        summary
    }

    fn count_first(&mut self, answer: &Answered) {
        match (answer.grade, answer.class) {
            (Grade::Again, Class::Partial) => self.partly += 1,
            (Grade::Again, _) => self.wrong += 1,
            (_, Class::Typo) => self.slips += 1,
            _ => self.right += 1,
        }
    }

    fn count_mixed_up(&mut self, question: &str, rival: &str) {
        let pair = |(a, b, _): &&mut (String, String, usize)| {
            (a == question && b == rival) || (a == rival && b == question)
        };
        match self.mixed_up.iter_mut().find(pair) {
            Some((_, _, times)) => *times += 1,
            None => self.mixed_up.push((question.to_owned(), rival.to_owned(), 1)),
        }
    }
}
