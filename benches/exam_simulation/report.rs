//! What do the simulations say, in a table?

use csto_quiz::plan::budget::Budget;
use csto_quiz::plan::habits::{Encountered, Habits};
use csto_quiz::plan::law::Law;
use csto_quiz::plan::learner::Learner;
use csto_quiz::plan::library;
use csto_quiz::plan::task::Task;
use csto_quiz::schedule::grade::Grade;
use csto_quiz::seed::Seed;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::options::{Options, Row};
use crate::policy::{Policy, day};
use crate::study::{Belief, Days, Outcome, QUESTIONS, for_each, mean, study};
use crate::truth;

/// Evaluations for the bound, enough for its least value.
const BOUND_EVALUATIONS: usize = 80;
/// Exams that are drawn for each learner.
const EXAMS: u64 = 20;
/// Draws by which the habits of the simulated learners are known to the bound.
const DRAWS: u32 = 100_000;

/// Prints a row: every policy at equal minutes.
pub(crate) fn table(options: &Options, row: Row) {
    println!("{} cards x {} days x {} min, {} learners", row.cards, row.days, row.minutes, options.learners);
    let run = |policy: &Policy, belief: Belief| {
        let outcomes = for_each(options.learners, |at| {
            let Outcome { score, used, .. } = study(options, row, at, (policy, belief, Days::Declared));
            (score, used)
        });
        let (scores, used): (Vec<f64>, Vec<f64>) = outcomes.into_iter().unzip();
        (mean(&scores), mean(&used))
    };
    let best = |policies: Vec<Policy>, belief: Belief| {
        let scored = policies.into_iter().map(|policy| (run(&policy, belief).0, policy));
        scored.max_by(|(a, _), (b, _)| a.total_cmp(b)).unwrap_or((0.0, Policy::Greedy))
    };
    let beliefs: &[Belief] =
        if options.known { &[Belief::Truth, Belief::Average] } else { &[Belief::Average] };
    for belief in beliefs {
        let (constant, retention) = best(constants(), *belief);
        let (first, variant) = best(new_first(row), *belief);
        println!("  believing {belief:?}");
        println!("    FSRS at 0.90                 {:6.2}", run(&Policy::Constant(0.9), *belief).0);
        println!("    best constant retention      {constant:6.2}   {retention:?}");
        println!("    best with new cards first    {first:6.2}   {variant:?}");
        println!("    greedy gain per second       {:6.2}", run(&Policy::Greedy, *belief).0);
        println!("    prices                       {:6.2}", run(&Policy::Prices, *belief).0);
    }
    let (posterior, used) = run(&Policy::Posterior { foretells: false }, Belief::Average);
    println!("    prices with the posterior    {posterior:6.2}   time used {used:.3}");
    let habits = true_habits();
    println!("    bound                        {:6.2}", bound(options, row, &habits, 1.0));
    println!("    bound in the time used       {:6.2}", bound(options, row, &habits, used));
}

fn constants() -> Vec<Policy> {
    (0..10).map(|step| Policy::Constant(0.5 + 0.05 * f64::from(step))).collect()
}

fn new_first(row: Row) -> Vec<Policy> {
    let days = row.days as usize;
    let caps = [usize::MAX, (5 * row.cards).div_ceil(4 * days), (2 * row.cards).div_ceil(days)];
    let mut policies = Vec::new();
    for retention in [0.6, 0.7, 0.8, 0.9] {
        for window in [0, 3, 7] {
            policies.extend(caps.map(|cap| Policy::NewFirst { retention, cap, window }));
        }
    }
    policies
}

/// Returns the mean of what no policy can exceed in expectation, knowing the learner, in percent.
fn bound(options: &Options, row: Row, habits: &Habits, used: f64) -> f64 {
    let bounds = for_each(options.learners, |at| {
        let mut learner = Learner::new(Vec::new(), row.cards);
        learner.assume_habits(habits.clone());
        let budget = Budget::new(vec![row.minutes * 60.0 * used; row.days as usize + 1]);
        let marks = vec![1.0; row.cards];
        let task = Task { learner: &learner, marks: &marks, today: day(0), budget };
        let problem = task.problem(&Law::new(library::learners()[at]), |_| None);
        let (curve, _) = problem.solve(None, BOUND_EVALUATIONS);
        100.0 * problem.bound(&curve) / problem.marks()
    });
    mean(&bounds)
}

fn true_habits() -> Habits {
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    let mut habits = Habits::default();
    let sum = |answers: &[(Grade, f64)]| answers.iter().map(|(_, seconds)| seconds).sum::<f64>();
    for _ in 0..DRAWS {
        let first = truth::first_session(&mut chance);
        habits.observe_seconds(Encountered::First, sum(&first));
        habits.observe_first_session(&first.iter().map(|(grade, _)| *grade).collect::<Vec<_>>());
        let success = truth::review(true, &mut chance);
        habits.observe_seconds(Encountered::Success, sum(&success));
        habits.observe_success(success[0].0);
        habits.observe_seconds(Encountered::Failure, sum(&truth::review(false, &mut chance)));
    }
    habits
}

/// Prints how often the interval held the score, for two papers at three moments.
pub(crate) fn calibration(options: &Options, row: Row) {
    let policy = Policy::Posterior { foretells: true };
    let outcomes =
        for_each(options.learners, |at| study(options, row, at, (&policy, Belief::Average, Days::Declared)));
    let score = mean(&outcomes.iter().map(|outcome| outcome.score).collect::<Vec<_>>());
    println!(
        "{:?}: {} cards x {} days x {} min, {} learners: score {score:.1}",
        options.law, row.cards, row.days, row.minutes, options.learners
    );
    for (moment, name) in ["first day", "half way", "eve"].into_iter().enumerate() {
        for (paper, questions) in [QUESTIONS, row.cards].into_iter().enumerate() {
            let (mut inside, mut below, mut width, mut off) = (0.0, 0.0, 0.0, 0.0);
            for (at, outcome) in outcomes.iter().enumerate() {
                let foretold = outcome.foretold[moment][paper];
                off += foretold.point - outcome.score;
                width += foretold.high - foretold.low;
                for exam in 0..EXAMS {
                    let seed = Seed(options.seed).nth(at as u64).nth(1000 + exam);
                    let score = 100.0 * outcome.head.exam(row.days, questions, seed);
                    inside += f64::from(foretold.low <= score && score <= foretold.high);
                    below += f64::from(score < foretold.low);
                }
            }
            let (learners, exams) = (outcomes.len() as f64, outcomes.len() as f64 * EXAMS as f64);
            println!(
                "  {name:<10} {questions:>5} questions: inside {:3.0}%, below {:3.0}%, width {:5.1}, point minus score {:+5.1}",
                100.0 * inside / exams,
                100.0 * below / exams,
                width / learners,
                off / learners,
            );
        }
    }
}

/// Prints what skipped days and longer days do.
pub(crate) fn days(options: &Options, row: Row) {
    let run = |row: Row, days: Days| {
        let policy = Policy::Posterior { foretells: false };
        let scores =
            for_each(options.learners, |at| study(options, row, at, (&policy, Belief::Average, days)).score);
        mean(&scores)
    };
    println!("{} cards x {} days x {} min, {} learners", row.cards, row.days, row.minutes, options.learners);
    println!("    as declared                  {:6.2}", run(row, Days::Declared));
    println!("    two days of seven skipped    {:6.2}", run(row, Days::Skipped));
    let fewer = Row { minutes: row.minutes * 5.0 / 7.0, ..row };
    println!("    as many minutes, declared    {:6.2}", run(fewer, Days::Declared));
    println!("    twice as long as declared    {:6.2}", run(row, Days::Twice));
}
