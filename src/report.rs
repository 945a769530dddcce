//! What do the log and the states say in numbers?
//!
//! [`Report::new`] counts cards, dues, reviews and recall; the commands `stats` and the bare
//! `csto-quiz` show it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::answer::examiner::Examiner;
use crate::decision::Standing;
use crate::deck::card::Card;
use crate::deck::decks::Decks;
use crate::deck::id::{CardId, FaceId};
use crate::review::Review;
use crate::schedule::grade::Grade;
use crate::schedule::memory::Model;
use crate::schedule::state::{Maturity, Studied};
use crate::schedule::units::{DesiredRetention, Retrievability};
use crate::time::{Day, Days};

/// How many days of the future the forecast has, today included.
pub const FORECAST_DAYS: u32 = 30;
/// Over how many days recall is measured.
const RECALL_DAYS: Days = Days(30);
/// Milliseconds that a new card takes in its first session, repeats included: 37.7 s by the defaults of
/// the simulator of fsrs-rs.
pub const NEW_CARD_MS: u64 = 37_700;
/// Milliseconds that a card takes somebody of whom nothing is known: the answer of a success and the
/// reading of its feedback, 13 s by the defaults of the simulator of fsrs-rs.
const USUAL_CARD_MS: u64 = 13_000;
/// For so many cards counts what is usual.
const USUAL_CARDS: u64 = 10;
/// Days of which one may be a rest without breaking a streak.
const REST_EVERY: u32 = 7;

/// Numbers about decks and their study.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The study day.
    pub today: Day,
    /// How far the faces have come.
    pub cards: CardCounts,
    /// How many are due today and on the days after, today first, [`FORECAST_DAYS`] of them; what
    /// is overdue counts today.
    pub forecast: Vec<(Day, usize)>,
    /// Reviews in all.
    pub reviews: usize,
    /// Reviews of today.
    pub reviews_today: usize,
    /// Seconds of answering today.
    pub seconds_today: u64,
    /// The share of known cards remembered in the last 30 days, 0–1; nothing before the first.
    pub recall: Option<f64>,
    /// The share that the learner wants, 0–1.
    pub desired: DesiredRetention,
    /// The mean probability of recall now over the studied cards; nothing without any.
    pub predicted: Option<Retrievability>,
    /// Topics by name.
    pub topics: Vec<TopicReport>,
    /// Days in a row on which something was studied, a day of rest a week allowed.
    pub streak: usize,
    /// Faces forgotten so often that another way to learn them would be better.
    pub leeches: Vec<Leech>,
    /// How often another grade was chosen.
    pub overrides: Overrides,
}

/// How far the faces have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardCounts {
    /// All.
    pub total: usize,
    /// Never graded.
    pub new: usize,
    /// With an interval under 21 days.
    pub young: usize,
    /// With an interval of 21 days or more.
    pub mature: usize,
    /// Suspended by the learner; they count above as well.
    pub suspended: usize,
}

/// How often the learner chose another grade than the one proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Answers that the program judged.
    pub judged: usize,
    /// Of them, those that got a better grade.
    pub raised: usize,
    /// And those that got a worse one.
    pub lowered: usize,
}

/// A face forgotten so often that another way to learn it would be better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leech {
    /// Which.
    pub face: FaceId,
    /// How often it was forgotten.
    pub lapses: u32,
    /// The cards whose answers were given for it, most often first.
    pub confused: Vec<CardId>,
}

/// Numbers about a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicReport {
    /// Its name; nothing for cards without one.
    pub topic: Option<String>,
    /// How many faces it has.
    pub cards: usize,
    /// The mean probability of recall now over its studied cards; nothing without any.
    pub recall: Option<Retrievability>,
}

/// What the closing lines of a session say about days and minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Days in a row on which something was studied, a day of rest a week allowed.
    pub streak: usize,
    /// Milliseconds of answering today, all sessions together.
    pub today_ms: u64,
    /// Milliseconds that a card usually takes.
    pub card_ms: u64,
}

impl Habits {
    /// Counts days with a review, in any order, and takes the answers of today: milliseconds from the
    /// prompt to the answer.
    pub fn new(days: &[Day], times: &[u32], today: Day) -> Self {
        let total: u64 = times.iter().map(|time| u64::from(*time)).sum();
        let count = u64::try_from(times.len()).unwrap_or(u64::MAX);
        let usual = USUAL_CARD_MS * USUAL_CARDS;
        Self {
            streak: streak(&days.iter().copied().collect(), today),
            today_ms: total,
            card_ms: (usual + total) / (USUAL_CARDS + count),
        }
    }
}

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The decks that it is about.
    pub decks: &'a Decks,
    /// What is known of the faces.
    pub states: &'a HashMap<FaceId, Studied>,
    /// The reviews that count, in any order.
    pub reviews: &'a [Review],
    /// The memory model.
    pub model: &'a Model,
    /// What the learner decided about cards.
    pub standing: &'a Standing,
}

impl Report {
    /// Counts everything on a day.
    pub fn new(basis: Basis<'_>, today: Day, desired: DesiredRetention) -> Self {
        let names: HashSet<FaceId> = basis.decks.cards().flat_map(|(_, card)| card.face_ids()).collect();
        let reviews: Vec<&Review> =
            basis.reviews.iter().filter(|review| names.contains(&review.face)).collect();
        let states: Vec<(&FaceId, &Studied)> =
            names.iter().filter_map(|face| basis.states.get_key_value(face)).collect();
        let of_today: Vec<&&Review> = reviews.iter().filter(|review| review.day == today).collect();
        let asked = states.iter().filter(|(face, _)| !basis.standing.is_suspended(&face.card));
        let cards = CardCounts {
            suspended: names.iter().filter(|face| basis.standing.is_suspended(&face.card)).count(),
            ..card_counts(names.len(), &states)
        };
        Self {
            today,
            cards,
            forecast: forecast(asked.map(|(_, state)| *state), today),
            reviews: reviews.len(),
            reviews_today: of_today.len(),
            seconds_today: of_today.iter().map(|review| u64::from(review.answer_ms)).sum::<u64>() / 1000,
            recall: recall(&reviews, today),
            desired,
            predicted: mean_recall(basis.model, states.iter().map(|(_, state)| *state), today),
            topics: topics(basis, today),
            streak: streak(&reviews.iter().map(|review| review.day).collect(), today),
            leeches: leeches(basis, &states, &reviews),
            overrides: overrides(&reviews),
        }
    }

    /// Returns how many cards are due today.
    pub fn due_now(&self) -> usize {
        self.forecast.first().map_or(0, |(_, count)| *count)
    }
}

/// Returns how many cards are due on each day, when nothing is studied between; what is overdue
/// counts today.
pub fn forecast<'a>(states: impl Iterator<Item = &'a Studied>, today: Day) -> Vec<(Day, usize)> {
    let mut counts: Vec<(Day, usize)> = (0..FORECAST_DAYS).map(|days| (today.plus(Days(days)), 0)).collect();
    for state in states {
        let ahead = state.due_day().since(today).0;
        if let Some((_, count)) = usize::try_from(ahead).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    counts
}

fn card_counts(total: usize, states: &[(&FaceId, &Studied)]) -> CardCounts {
    let mature = states.iter().filter(|(_, state)| state.maturity() == Maturity::Mature).count();
    CardCounts { total, new: total - states.len(), young: states.len() - mature, mature, suspended: 0 }
}

fn overrides(reviews: &[&Review]) -> Overrides {
    let judged = || reviews.iter().filter(|review| review.verdict.is_some());
    Overrides {
        judged: judged().count(),
        raised: judged().filter(|review| review.grade > review.proposed).count(),
        lowered: judged().filter(|review| review.grade < review.proposed).count(),
    }
}

/// Returns the leeches by name, each with the cards whose answers were typed for it.
fn leeches(basis: Basis<'_>, states: &[(&FaceId, &Studied)], reviews: &[&Review]) -> Vec<Leech> {
    let mut examiners: HashMap<&str, Examiner> = HashMap::new();
    let mut leeches = Vec::new();
    for (face, state) in states.iter().filter(|(_, state)| state.is_leech()) {
        let Some((deck, _)) = basis.decks.card(&face.card) else { continue };
        let examiner = examiners.entry(deck.id.as_str()).or_insert_with(|| Examiner::new(deck));
        let mut times: BTreeMap<&CardId, usize> = BTreeMap::new();
        let typed = reviews.iter().filter(|review| review.face == **face && review.grade == Grade::Again);
        for typed in typed.filter_map(|review| review.typed.as_deref()) {
            if let Some(rival) = examiner.holder(typed, &face.card) {
                *times.entry(rival).or_default() += 1;
            }
        }
        let mut confused: Vec<(&CardId, usize)> = times.into_iter().collect();
        confused.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let confused = confused.into_iter().map(|(card, _)| card.clone()).collect();
        leeches.push(Leech { face: (*face).clone(), lapses: state.lapses, confused });
    }
    leeches.sort_by(|a, b| a.face.cmp(&b.face));
    leeches
}

fn mean_recall<'a>(
    model: &Model,
    states: impl Iterator<Item = &'a Studied>,
    today: Day,
) -> Option<Retrievability> {
    let recalls: Vec<f64> =
        states.map(|state| model.retrievability(state.memory, state.elapsed(today)).probability()).collect();
    let mean = recalls.iter().sum::<f64>() / recalls.len() as f64;
    (!recalls.is_empty()).then(|| Retrievability::new(mean))
}

fn topics(basis: Basis<'_>, today: Day) -> Vec<TopicReport> {
    let mut by_topic: BTreeMap<Option<&str>, Vec<&Card>> = BTreeMap::new();
    for (_, card) in basis.decks.cards() {
        by_topic.entry(card.topic.as_deref()).or_default().push(card);
    }
    let report = |(topic, cards): (Option<&str>, Vec<&Card>)| {
        let faces: Vec<FaceId> = cards.iter().flat_map(|card| card.face_ids()).collect();
        let states = faces.iter().filter_map(|face| basis.states.get(face));
        TopicReport {
            topic: topic.map(str::to_owned),
            cards: faces.len(),
            recall: mean_recall(basis.model, states, today),
        }
    };
    by_topic.into_iter().map(report).collect()
}

/// The share remembered among reviews of cards that were known on an earlier day.
fn recall(reviews: &[&Review], today: Day) -> Option<f64> {
    let mut sorted: Vec<&&Review> = reviews.iter().collect();
    sorted.sort_by_key(|review| (review.moment.at, review.id));
    let mut last: HashMap<&FaceId, Day> = HashMap::new();
    let (mut asked, mut remembered) = (0_usize, 0_usize);
    for review in sorted {
        let before = last.insert(&review.face, review.day);
        let is_test = before.is_some_and(|day| day < review.day);
        if is_test && review.mode.moves_schedule() && today.since(review.day) < RECALL_DAYS {
            asked += 1;
            remembered += usize::from(review.grade != Grade::Again);
        }
    }
    (asked > 0).then(|| remembered as f64 / asked as f64)
}

/// Days with a review, counted back from today; a day that is not over is no rest, and one day of
/// rest in [`REST_EVERY`] breaks nothing.
fn streak(studied: &HashSet<Day>, today: Day) -> usize {
    let (mut count, mut since_rest) = (0, REST_EVERY);
    let mut day = if studied.contains(&today) { today } else { before(today) };
    loop {
        if studied.contains(&day) {
            count += 1;
            since_rest = since_rest.saturating_add(1);
        } else if since_rest >= REST_EVERY - 1 {
            since_rest = 0;
        } else {
            return count;
        }
        day = before(day);
    }
}

fn before(day: Day) -> Day {
    Day::from_number(day.number() - 1)
}
