//! What is an exam worth?
//!
//! [`Score::of`] marks a sitting: whole marks for right answers, a share for lists, orders, matches
//! and reasons that are partly right, nothing for the rest.

use std::collections::{BTreeMap, HashMap};

use crate::answer::examiner::Examiner;
use crate::answer::prompt::{Answer, Ask, Prompt};
use crate::answer::verdict::{Class, Verdict};
use crate::decision::Standing;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::exam::sitting::{Mark, Sitting};
use crate::reading::date::DateOrder;
use crate::schedule::grade::Grade;

/// A question with its mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// What was asked.
    pub face: FaceId,
    /// How it was asked; nothing when no deck has it any more.
    pub prompt: Option<Prompt>,
    /// What was typed.
    pub typed: String,
    /// The program's view.
    pub verdict: Verdict,
    /// What it was worth.
    pub out_of: f64,
    /// What it got, 0 to `out_of`.
    pub mark: f64,
    /// Whether the learner's word made it right.
    pub challenged: bool,
    /// What the card is about.
    pub topic: Option<String>,
}

/// The result of an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The questions, in order.
    pub questions: Vec<Marked>,
    /// The marks got.
    pub score: f64,
    /// The marks there were.
    pub out_of: f64,
    /// From which percentage on it is passed.
    pub pass: Option<f64>,
}

/// The marks of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicScore {
    /// Its name; nothing for cards without one.
    pub topic: Option<String>,
    /// Whether a deck has these cards; of the others the topic is not known.
    pub known: bool,
    /// The marks got.
    pub score: f64,
    /// The marks there were.
    pub out_of: f64,
}

/// What an answer is compared with, besides the decks.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    /// How 06/07/2012 is read where a deck does not say.
    pub date_order: Option<DateOrder>,
    /// What the learner has had accepted.
    pub standing: &'a Standing,
}

impl Score {
    /// Marks a sitting.
    pub fn of(sitting: &Sitting, decks: &Decks, manner: Manner<'_>) -> Self {
        let mut examiners: HashMap<&str, Examiner> = HashMap::new();
        let setup = &sitting.setup;
        let mut questions = Vec::with_capacity(sitting.given.len());
        let marks = sitting.handed_in.as_ref().map_or(&[][..], |(_, marks)| marks.as_slice());
        for (at, (face, given)) in setup.paper.questions.iter().zip(&sitting.given).enumerate() {
            let (prompt, found) = (setup.paper.prompt(decks, face), decks.card(&face.card));
            let verdict = match (&prompt, found) {
                (Some(prompt), Some((deck, card))) if !given.typed.trim().is_empty() => {
                    let new = || {
                        Examiner::new(deck)
                            .with_date_order(manner.date_order)
                            .with_accepted(manner.standing.accepted())
                    };
                    let examiner = examiners.entry(deck.id.as_str()).or_insert_with(new);
                    let answer = Answer::Typed(given.typed.clone());
                    examiner.check(card, prompt, &answer).unwrap_or_else(Verdict::wrong)
                }
                _ => Verdict::wrong(),
            };
            // What was marked once stays so, whatever becomes of the deck.
            let settled = marks.get(at).copied().unwrap_or_else(|| {
                let out_of = found.map_or(1.0, |(_, card)| card.marks);
                Mark { got: share(&verdict, prompt.as_ref(), setup.strict) * out_of, out_of }
            });
            let Mark { got, out_of } = settled;
            questions.push(Marked {
                face: face.clone(),
                prompt,
                typed: given.typed.clone(),
                verdict,
                out_of,
                mark: if given.challenged { out_of } else { got },
                challenged: given.challenged,
                topic: found.and_then(|(_, card)| card.topic.clone()),
            });
        }
        let sum = |of: &dyn Fn(&Marked) -> f64| questions.iter().map(of).sum();
        let (score, out_of) = (sum(&|marked| marked.mark), sum(&|marked| marked.out_of));
        Self { questions, score, out_of, pass: setup.pass }
    }

    /// Returns what each question got, to be kept with the paper.
    pub fn marks(&self) -> Vec<Mark> {
        self.questions.iter().map(|marked| Mark { got: marked.mark, out_of: marked.out_of }).collect()
    }

    /// Returns the score in percent, 0–100.
    pub fn percent(&self) -> f64 {
        if self.out_of > 0.0 { self.score / self.out_of * 100.0 } else { 0.0 }
    }

    /// Returns whether it was passed; nothing where no pass mark is set.
    pub fn passed(&self) -> Option<bool> {
        // What is shown as the pass mark is passed, whatever the last digit of the sum.
        self.pass.map(|pass| self.percent() + 1e-9 >= pass)
    }

    /// Returns the marks by topic, by name.
    pub fn topics(&self) -> Vec<TopicScore> {
        let mut topics: BTreeMap<(bool, Option<&str>), (f64, f64)> = BTreeMap::new();
        for marked in &self.questions {
            let key = (marked.prompt.is_none(), marked.topic.as_deref());
            let (score, out_of) = topics.entry(key).or_default();
            *score += marked.mark;
            *out_of += marked.out_of;
        }
        let topic = |((is_unknown, topic), (score, out_of)): ((bool, Option<&str>), (f64, f64))| TopicScore {
            topic: topic.map(str::to_owned),
            known: !is_unknown,
            score,
            out_of,
        };
        topics.into_iter().map(topic).collect()
    }
}

impl Marked {
    /// Returns how the answer moves the schedule: as it would in a session without a second try.
    pub fn grade(&self) -> Grade {
        if self.challenged { Grade::Good } else { self.verdict.proposed(false) }
    }

    /// Returns whether it got everything.
    pub fn is_full(&self) -> bool {
        self.mark >= self.out_of
    }
}

/// Returns which share of its marks an answer gets, 0–1.
fn share(verdict: &Verdict, prompt: Option<&Prompt>, strict: bool) -> f64 {
    match verdict.class {
        Class::Typo if strict => 0.0,
        Class::Correct | Class::Typo => 1.0,
        Class::Partial => match prompt.map(|prompt| &prompt.ask) {
            Some(
                Ask::Set { .. }
                | Ask::Order(_)
                | Ask::Match { .. }
                | Ask::Reasons { .. }
                | Ask::Choice { several: true, .. },
            ) => verdict.score,
            Some(
                Ask::Text
                | Ask::Date(_)
                | Ask::Number { .. }
                | Ask::Choice { several: false, .. }
                | Ask::TrueFalse
                | Ask::Thought,
            )
            | None => 0.0,
        },
        Class::Wrong => 0.0,
    }
}
