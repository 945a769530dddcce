//! How does a simulated learner come through the days until the exam?

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use csto_quiz::plan::law::{Law, Parameters};
use csto_quiz::plan::learner::Learner;
use csto_quiz::plan::library;
use csto_quiz::seed::Seed;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use crate::actr;
use crate::options::{LawName, Options, Row};
use crate::policy::{Policy, Scheduler};
use crate::truth::{Head, Truth};

/// Seconds that must be left for any card to be begun.
const LEAST_LEFT: f64 = 4.0;
/// Questions of the smaller of the two papers that are foretold.
pub(crate) const QUESTIONS: usize = 40;

/// How a learner's days go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Days {
    Declared,
    /// Two of every seven days are skipped.
    Skipped,
    /// Twice as long as declared.
    Twice,
}

/// A prediction in percent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foretold {
    pub(crate) point: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// What came of a simulated course of study.
pub(crate) struct Outcome {
    pub(crate) head: Head,
    /// The mean probability of recall at the exam, in percent.
    pub(crate) score: f64,
    /// The time studied as a share of the time declared.
    pub(crate) used: f64,
    /// On the first day, half way and on the eve: for a paper of [`QUESTIONS`] and for one of all cards.
    pub(crate) foretold: Vec<[Foretold; 2]>,
}

impl Days {
    fn share(self, today: u32) -> f64 {
        match self {
            Self::Skipped if today % 7 == 2 || today % 7 == 5 => 0.0,
            Self::Declared | Self::Skipped => 1.0,
            Self::Twice => 2.0,
        }
    }
}

/// What a policy believes before the first answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Belief {
    /// The learner's own parameters.
    Truth,
    /// The average learner's.
    Average,
}

/// Lets one learner study until the exam.
pub(crate) fn study(
    options: &Options,
    row: Row,
    at: usize,
    (policy, belief, days): (&Policy, Belief, Days),
) -> Outcome {
    let believed = match belief {
        Belief::Truth => library::learners()[at],
        Belief::Average => Parameters::DEFAULT,
    };
    let candidates = match (policy, options.law) {
        (Policy::Posterior { .. }, LawName::Fsrs) => library::candidates_without(at),
        (Policy::Posterior { .. }, _) => library::candidates(),
        _ => Vec::new(),
    };
    let learner = Learner::new(candidates, row.cards);
    let mut scheduler = Scheduler::new(policy.clone(), Law::new(believed), learner);
    let mut head = head(options, at, row.cards);
    let mut foretold = Vec::new();
    for today in 0..row.days {
        let (asked, done) = day(&mut scheduler, &mut head, row, (today, days.share(today)));
        if *policy == (Policy::Posterior { foretells: true })
            && [0, row.days / 2, row.days - 1].contains(&today)
        {
            foretold
                .push([QUESTIONS, row.cards].map(|questions| scheduler.prediction(today, row, questions)));
        }
        for (card, answers) in asked {
            scheduler.observe(card, today, &answers);
        }
        scheduler.close(row.minutes * 60.0, done);
    }
    let score = 100.0 * mean(&head.recalls(row.days));
    Outcome { head, score, used: scheduler.used(), foretold }
}

type Asked = Vec<(usize, Vec<(csto_quiz::schedule::grade::Grade, f64)>)>;

/// Studies a day and returns what was asked, and the seconds that count as done.
fn day(scheduler: &mut Scheduler, head: &mut Head, row: Row, (today, share): (u32, f64)) -> (Asked, f64) {
    let declared = row.minutes * 60.0;
    let available = declared * share;
    let (mut left, mut asked, mut nothing_more) = (available, Vec::new(), true);
    if available <= 0.0 {
        return (asked, 0.0);
    }
    for offer in scheduler.order(today, row) {
        if offer.seconds / 2.0 > left {
            continue;
        }
        let answers = head.ask(offer.card, today);
        left -= answers.iter().map(|(_, seconds)| seconds).sum::<f64>();
        asked.push((offer.card, answers));
        if left < LEAST_LEFT {
            nothing_more = false;
            break;
        }
    }
    let done = available - left;
    (asked, if nothing_more { done.max(declared) } else { done })
}

fn head(options: &Options, at: usize, cards: usize) -> Head {
    let seed = Seed(options.seed).nth(at as u64);
    let mut chance = ChaCha8Rng::seed_from_u64(seed.nth(1).0);
    // Twelve uniform draws make a nearly normal one.
    let mut normal = || (0..12).map(|_| chance.random::<f64>()).sum::<f64>() - 6.0;
    let truth = match options.law {
        LawName::Fsrs => Truth::Fsrs(Law::new(library::learners()[at])),
        LawName::ActR => Truth::ActR(actr::LEARNERS[at]),
        LawName::HalfLife => Truth::HalfLife {
            first: (2.5_f64.ln() + 0.7 * normal()).exp(),
            growth: 1.0 + (0.8_f64.ln() + 0.3 * normal()).exp(),
        },
    };
    Head::new(truth, cards, seed)
}

pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Does something for each learner on two threads and returns what came of it, in order.
pub(crate) fn for_each<T: Send>(count: usize, run: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            let value = run(at);
            if let Ok(mut found) = found.lock() {
                found.push((at, value));
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, value)| value).collect()
}
