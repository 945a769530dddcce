//! Which questions are in an exam?
//!
//! [`Paper::draw`] spreads them over topics by what their cards are worth, within a topic over kinds
//! and difficulties, never two of one fact, and avoids a question that gives away another's answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::answer::prompt::{Prompt, prompt};
use crate::deck::card::Card;
use crate::deck::decks::Decks;
use crate::deck::id::{Face, FaceId};
use crate::deck::kind::{Asked, Kind};
use crate::deck::names::has_words;
use crate::seed::Seed;
use crate::text::fold;

/// Shorter answers stand in too many questions by chance to give anything away, in characters.
const SHORTEST_GIVEAWAY: usize = 4;
/// So many other cards of a topic are tried in place of one that gives an answer away.
const MOST_TRIED: usize = 20;

/// What is wanted of a paper.
#[derive(Clone, Debug)]
pub struct Wish {
    /// How many questions; every one there is, without.
    pub questions: Option<usize>,
    /// Only cards of these topics, folded; every topic when empty.
    pub topics: Vec<String>,
    /// What decides which questions are drawn, and in which order.
    pub seed: Seed,
}

/// The questions of an exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What is asked, in order.
    pub questions: Vec<FaceId>,
    /// What decides the order of options.
    pub seed: Seed,
}

/// Why a paper cannot be drawn as it is wished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No card can be asked in an exam.
    NoCards,
    /// There are not so many questions.
    TooFew {
        /// How many were wished.
        wished: usize,
        /// How many there are.
        there: usize,
    },
    /// An exam without a question was wished.
    NoQuestions,
}

impl Paper {
    /// Draws a paper; the same wish and decks give the same paper on every machine.
    ///
    /// # Errors
    /// When there are too few questions, or none.
    pub fn draw(decks: &Decks, wish: &Wish) -> Result<Self, Refusal> {
        let mut topics = one_of_each(decks, wish);
        let there = topics.values().map(Vec::len).sum();
        let wished = wish.questions.unwrap_or(there);
        match (wished, there) {
            (_, 0) => return Err(Refusal::NoCards),
            (0, _) => return Err(Refusal::NoQuestions),
            _ if wished > there => return Err(Refusal::TooFew { wished, there }),
            _ => {}
        }
        let shares = shares(&topics, wished);
        let mut chosen: Vec<&Card> = Vec::with_capacity(wished);
        let mut spare: BTreeMap<&str, Vec<&Card>> = BTreeMap::new();
        for (topic, units) in &mut topics {
            let count = shares.get(topic).copied().unwrap_or_default();
            let (picked, left) = spread(std::mem::take(units), count, wish.seed.of(topic));
            chosen.extend(picked);
            spare.insert(topic, left);
        }
        without_giveaways(&mut chosen, &mut spare);
        wish.seed.nth(2).shuffle(&mut chosen);
        let questions = chosen.iter().map(|card| face_of(card, wish.seed)).collect();
        Ok(Self { questions, seed: wish.seed })
    }

    /// Returns how a question is asked in this paper; nothing when no deck has it any more.
    pub fn prompt(&self, decks: &Decks, face: &FaceId) -> Option<Prompt> {
        let (deck, card) = decks.card(&face.card)?;
        Some(prompt(card, face.face, deck, self.seed.of(&face.to_string())))
    }
}

/// Returns whether a card can be marked: what is only thought cannot.
fn can_be_marked(card: &Card) -> bool {
    !matches!(&card.kind, Kind::Text(text) if text.asked == Asked::Thought)
}

/// Returns one card for each fact, by topic, in the order of the decks.
fn one_of_each<'a>(decks: &'a Decks, wish: &Wish) -> BTreeMap<&'a str, Vec<&'a Card>> {
    let is_wished = |card: &Card| {
        wish.topics.is_empty()
            || card.topic.as_deref().is_some_and(|topic| wish.topics.contains(&fold(topic)))
    };
    let mut cards: Vec<&Card> = Vec::new();
    // Of the cards of a fact one is asked; which, is decided when all of them are known.
    let mut facts: HashMap<(&str, &str), (usize, Vec<&Card>)> = HashMap::new();
    for (_, card) in decks.cards().filter(|(_, card)| can_be_marked(card) && is_wished(card)) {
        let Some(fact) = card.fact.as_deref() else {
            cards.push(card);
            continue;
        };
        let (_, family) = facts.entry((card.id.deck(), fact)).or_insert_with(|| {
            cards.push(card);
            (cards.len() - 1, Vec::new())
        });
        family.push(card);
    }
    for (at, family) in facts.into_values() {
        let Some(first) = cards.get_mut(at) else { continue };
        let drawn = wish.seed.of(first.id.as_str()).below(family.len().max(1));
        *first = family.get(drawn).copied().unwrap_or(first);
    }
    let mut topics: BTreeMap<&str, Vec<&Card>> = BTreeMap::new();
    for card in cards {
        topics.entry(card.topic.as_deref().unwrap_or_default()).or_default().push(card);
    }
    topics
}

/// Returns how many questions each topic gets: its share by marks, rounded so that the sum is as
/// wished, and never more than it has.
fn shares<'a>(topics: &BTreeMap<&'a str, Vec<&'a Card>>, wished: usize) -> BTreeMap<&'a str, usize> {
    let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
    let mut open: BTreeSet<&str> = topics.keys().copied().collect();
    let mut left = wished;
    // A topic that has fewer cards than its share gives all of them, and the others share the rest.
    while left > 0 && !open.is_empty() {
        let worth = |topic: &str| {
            topics.get(topic).map_or(0.0, |units| units.iter().map(|card| card.marks).sum::<f64>())
        };
        let total: f64 = open.iter().map(|topic| worth(topic)).sum();
        let exact = |topic: &str| left as f64 * worth(topic) / total.max(f64::MIN_POSITIVE);
        let size = |topic: &str| topics.get(topic).map_or(0, Vec::len);
        let full: Vec<&str> =
            open.iter().copied().filter(|topic| exact(topic) >= size(topic) as f64).collect();
        if full.is_empty() {
            rounded(&open, &exact, left, &mut shares);
            break;
        }
        for topic in full {
            shares.insert(topic, size(topic));
            left = left.saturating_sub(size(topic));
            open.remove(topic);
        }
    }
    shares
}

/// Rounds shares by the largest remainders.
fn rounded<'a>(
    open: &BTreeSet<&'a str>,
    exact: &dyn Fn(&str) -> f64,
    wished: usize,
    shares: &mut BTreeMap<&'a str, usize>,
) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is between 0 and the number of questions"
    )]
    let whole = |topic: &str| exact(topic).floor() as usize;
    let mut by_rest: Vec<&str> = open.iter().copied().collect();
    by_rest.sort_by(|a, b| exact(b).fract().total_cmp(&exact(a).fract()));
    let given: usize = by_rest.iter().map(|topic| whole(topic)).sum();
    for (at, topic) in by_rest.into_iter().enumerate() {
        shares.insert(topic, whole(topic) + usize::from(at < wished.saturating_sub(given)));
    }
}

/// Picks so many of a topic's cards, evenly over kinds and difficulties; returns them and the rest.
fn spread(mut units: Vec<&Card>, count: usize, seed: Seed) -> (Vec<&Card>, Vec<&Card>) {
    seed.shuffle(&mut units);
    units.sort_by_key(|card| (card.kind.name(), card.difficulty));
    let total = units.len();
    // Every so-and-so-manyth of the sorted row, from a place drawn by chance.
    let start = seed.nth(1).below(total.max(1));
    let places: BTreeSet<usize> = (0..count).map(|at| (start + at * total / count.max(1)) % total).collect();
    let (mut picked, mut left) = (Vec::new(), Vec::new());
    for (at, unit) in units.into_iter().enumerate() {
        if places.contains(&at) { picked.push(unit) } else { left.push(unit) }
    }
    seed.nth(2).shuffle(&mut left);
    (picked, left)
}

/// Returns the way in which a card is asked: each of its faces as likely as the others.
fn face_of(card: &Card, seed: Seed) -> FaceId {
    let faces = card.faces();
    let at = seed.of(card.id.as_str()).nth(1).below(faces.len().max(1));
    card.id.face(faces.get(at).copied().unwrap_or(Face::Whole))
}

/// Exchanges questions that give another's answer away for others of their topic, where there are any.
fn without_giveaways<'a>(chosen: &mut [&'a Card], spare: &mut BTreeMap<&'a str, Vec<&'a Card>>) {
    let mut texts: Vec<Told> = chosen.iter().map(|card| Told::of(card)).collect();
    for at in 0..chosen.len() {
        let clashes = |told: &Told, texts: &[Told]| {
            let others = texts.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|(_, text)| text).any(|text| told.gives_away(text) || text.gives_away(told))
        };
        let (Some(told), Some(card)) = (texts.get(at), chosen.get_mut(at)) else { continue };
        if !clashes(told, &texts) {
            continue;
        }
        let Some(left) = spare.get_mut(card.topic.as_deref().unwrap_or_default()) else { continue };
        let fitting = left.iter().take(MOST_TRIED).position(|other| !clashes(&Told::of(other), &texts));
        if let Some(place) = fitting {
            let other = left.swap_remove(place);
            if let Some(text) = texts.get_mut(at) {
                *text = Told::of(other);
            }
            left.push(std::mem::replace(card, other));
        }
    }
}

/// What a question says, and what its answer is, folded.
struct Told {
    question: String,
    answers: Vec<String>,
}

impl Told {
    fn of(card: &Card) -> Self {
        let answers = match &card.kind {
            Kind::Text(_) | Kind::Cloze(_) | Kind::Choice(_) | Kind::Date(_) => card.kind.answers(),
            Kind::TrueFalse(_)
            | Kind::Number(_)
            | Kind::Set(_)
            | Kind::Order(_)
            | Kind::Match(_)
            | Kind::Reasons(_) => Vec::new(),
        };
        let answers = answers.iter().map(|answer| fold(answer));
        let answers = answers.filter(|answer| answer.chars().count() >= SHORTEST_GIVEAWAY).collect();
        Self { question: fold(&card.question), answers }
    }

    fn gives_away(&self, other: &Self) -> bool {
        other.answers.iter().any(|answer| {
            // What both questions say anyway is given away by neither.
            has_words(&self.question, answer) && !has_words(&other.question, answer)
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCards => write!(f, "there is no card that an exam could ask"),
            Self::NoQuestions => write!(f, "an exam needs at least one question"),
            Self::TooFew { wished, there } => {
                write!(f, "{wished} questions are wished, and there are only {there} that differ")
            }
        }
    }
}

impl std::error::Error for Refusal {}
