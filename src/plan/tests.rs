//! Laws of the plan, and cases that can be solved by hand.

use proptest::prelude::*;

use crate::plan::Plan;
use crate::plan::budget::Budget;
use crate::plan::law::{Law, Parameters};
use crate::plan::learner::{Answer, Learner};
use crate::plan::library;
use crate::plan::order::Offer;
use crate::plan::outlook::{Basis, Outlook, Track};
use crate::plan::prediction::{Paper, Prediction};
use crate::plan::task::Task;
use crate::plan::values::Detail;
use crate::schedule::grade::Grade;
use crate::time::{Day, Days};

const TODAY: i32 = 20_000;

/// A learner who has answered these: a card, days before today, a grade.
fn learner(cards: usize, answers: &[(usize, u32, usize)]) -> Learner {
    let mut learner = Learner::new(library::candidates(), cards);
    let mut answers: Vec<(usize, u32, usize)> = answers.to_vec();
    answers.sort_by_key(|(_, ago, _)| std::cmp::Reverse(*ago));
    for (card, ago, grade) in answers {
        let day = Day::from_number(TODAY - i32::try_from(ago).unwrap());
        learner.observe(&Answer { card, day, grade: Grade::ALL[grade], seconds: 12.0 });
    }
    learner
}

fn task<'a>(learner: &'a Learner, marks: &'a [f64], days: usize, seconds: f64) -> Task<'a> {
    let budget = Budget::new(vec![seconds; days + 1]);
    Task { learner, marks, today: Day::from_number(TODAY), budget }
}

fn any_answers() -> impl Strategy<Value = Vec<(usize, u32, usize)>> {
    prop::collection::vec((0usize..30, 0u32..40, 0usize..4), 0..60)
}

#[test]
fn on_the_eve_new_cards_are_worth_what_is_remembered_of_them_tomorrow() {
    let (cards, seconds) = (100, 1_200.0);
    let (learner, marks) = (learner(cards, &[]), vec![1.0; cards]);
    let law = Law::new(Parameters::DEFAULT);
    let problem = task(&learner, &marks, 1, seconds).problem(&law, |_| None);
    let (curve, _) = problem.solve(None, 60);
    let recall: f64 = learner
        .habits()
        .first_sessions()
        .map(|(share, grades)| {
            let trace = grades.iter().fold(None, |trace, grade| Some(law.after(trace, 0, *grade)));
            share * law.recall(trace.expect("an answer"), 1.0)
        })
        .sum();
    // As many cards as there is time for, each worth its recall.
    let exact = seconds / learner.habits().seconds().first * recall;
    let bound = problem.bound(&curve);
    assert!((bound / exact - 1.0).abs() < 0.01, "{bound} instead of {exact}");
}

#[test]
fn with_time_for_everything_a_second_is_worth_nothing() {
    let (learner, marks) = (learner(5, &[]), vec![1.0; 5]);
    let plan = Plan::new(&task(&learner, &marks, 4, 36_000.0), None);
    let prices = plan.curve().prices(&task(&learner, &marks, 4, 36_000.0).budget);
    assert!(prices.iter().all(|price| *price < 1e-4), "{prices:?}");
}

#[test]
fn cards_with_more_marks_come_first() {
    let learner = learner(6, &[]);
    let marks = [1.0, 1.0, 5.0, 1.0, 5.0, 1.0];
    let plan = Plan::new(&task(&learner, &marks, 3, 90.0), None);
    let first: Vec<usize> = plan.order().take(2).map(|offer| offer.card).collect();
    assert_eq!(first, [2, 4]);
}

#[test]
fn a_closed_day_gets_no_time() {
    let (learner, marks) = (learner(40, &[]), vec![1.0; 40]);
    let mut seconds = vec![300.0; 8];
    seconds[3] = 0.0;
    let task = Task { budget: Budget::new(seconds), ..task(&learner, &marks, 7, 300.0) };
    let problem = task.problem(&Law::new(Parameters::DEFAULT), |_| None);
    let (curve, _) = problem.solve(None, 24);
    let spent = problem.evaluate(&curve.prices(&task.budget), 1e-3).seconds;
    assert!(spent[3].abs() < 1e-9 && spent[4] > 100.0, "{spent:?}");
}

#[test]
fn far_days_are_put_together_without_losing_time() {
    for (days, detail) in
        [(40, Detail::Coarse), (300, Detail::Coarse), (300, Detail::Fine), (1_000, Detail::Fine)]
    {
        let seconds: Vec<f64> = (0..=days).map(|left| f64::from(u8::from(left % 7 != 0)) * 300.0).collect();
        let (whole, thin) = (Budget::new(seconds.clone()), Budget::new(seconds).thinned(detail));
        let sum = |budget: &Budget| budget.seconds.iter().skip(1).sum::<f64>();
        assert!((sum(&whole) - sum(&thin)).abs() < 1e-6);
        assert_eq!(
            (whole.seconds.last(), whole.seconds.get(..30)),
            (thin.seconds.last(), thin.seconds.get(..30))
        );
        let open = thin.open().iter().filter(|open| **open).count();
        assert!(open <= 220, "{open} of {days} days");
    }
}

#[test]
fn a_candidate_who_foretells_better_weighs_more() {
    let forgetful: Vec<(usize, u32, usize)> = (0..20).flat_map(|card| [(card, 9, 2), (card, 8, 0)]).collect();
    let recall = |answers: &[(usize, u32, usize)]| {
        let law = learner(20, answers).mean_law();
        law.recall(law.first(Grade::Good), 5.0)
    };
    assert!(recall(&forgetful) < recall(&[]) - 0.1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_derivative_of_the_dual_is_time_left_over(
        answers in any_answers(), days in 1usize..20, ln_price in -8.0f64..-3.0,
    ) {
        let (learner, marks) = (learner(30, &answers), vec![1.0; 30]);
        let problem = task(&learner, &marks, days, 200.0).problem(&learner.mean_law(), |card| {
            learner.trace(card, &learner.mean_law())
        });
        let mut prices = vec![ln_price.exp(); days + 1];
        let at = problem.evaluate(&prices, 2e-3);
        let left = days.div_ceil(2);
        let step = 1e-7;
        let mut value_at = |change: f64| {
            prices[left] += change;
            problem.evaluate(&prices, 2e-3).value
        };
        let slope = (value_at(step) - value_at(-2.0 * step)) / (2.0 * step);
        prop_assert!((slope - (200.0 - at.seconds[left])).abs() < 0.5, "{slope} and {}", at.seconds[left]);
    }

    #[test]
    fn no_policy_is_better_than_the_bound(answers in any_answers(), days in 1usize..15, seconds in 60.0f64..900.0) {
        let (learner, marks) = (learner(30, &answers), vec![1.0; 30]);
        let law = learner.mean_law();
        let problem = task(&learner, &marks, days, seconds).problem(&law, |card| learner.trace(card, &law));
        let (curve, value) = problem.solve(None, 24);
        let bound = problem.bound(&curve);
        prop_assert!(bound <= value + 1e-9, "softness only adds");
        prop_assert!(problem.kept() <= bound + 1e-9, "studying nothing is a policy");
        // So is the flow of the plan's own choices, paid for at the prices where it takes more time.
        let prices = curve.prices(&task(&learner, &marks, days, seconds).budget);
        let flow = problem.evaluate(&prices, 2e-4);
        let reached = problem.kept() + flow.gains.iter().sum::<f64>();
        let overdrawn: f64 = (1..=days).map(|left| prices[left] * (flow.seconds[left] - seconds)).sum();
        prop_assert!(reached - overdrawn <= bound + 0.02 * 30.0, "{reached} {overdrawn} {bound}");
    }

    #[test]
    fn prices_are_positive_and_more_time_never_lowers_the_bound(
        answers in any_answers(), days in 1usize..15, seconds in 60.0f64..600.0,
    ) {
        let (learner, marks) = (learner(30, &answers), vec![1.0; 30]);
        let law = learner.mean_law();
        let solved = |seconds: f64| {
            let task = task(&learner, &marks, days, seconds);
            let problem = task.problem(&law, |card| learner.trace(card, &law));
            let (curve, _) = problem.solve(None, 40);
            (curve.prices(&task.budget), problem.bound(&curve))
        };
        let ((prices, less), (_, more)) = (solved(seconds), solved(2.0 * seconds));
        prop_assert!(prices[1..].iter().all(|price| *price > 0.0 && *price <= 0.3));
        prop_assert!(more >= less - 0.01 * 30.0, "{less} {more}");
    }

    #[test]
    fn the_order_is_always_the_same_and_falls(answers in any_answers(), days in 1usize..30) {
        let (learner, marks) = (learner(30, &answers), vec![1.0; 30]);
        let task = task(&learner, &marks, days, 300.0);
        let order = || Plan::new(&task, None).order().collect::<Vec<Offer>>();
        let offers = order();
        prop_assert_eq!(&offers, &order());
        prop_assert!(offers.windows(2).all(|two| two[0].gain >= two[1].gain));
        let mut seen = std::collections::HashSet::new();
        for offer in &offers {
            prop_assert!(offer.gain > 0.0 && offer.seconds > 0.0 && seen.insert(offer.card));
            prop_assert!(learner.last_day(offer.card).is_none_or(|day| day < task.today));
        }
    }

    #[test]
    fn more_minutes_never_lower_the_score_that_is_shown(answers in any_answers(), days in 1usize..6) {
        let (learner, marks) = (learner(30, &answers), vec![1.0; 30]);
        let task = task(&learner, &marks, days, 300.0);
        let plan = Plan::new(&task, None);
        let paper = Paper { questions: 20, guessing: 0.1 };
        let basis = Basis { task: &task, plan: &plan, paper, minutes: 5.0, target: Some(0.6) };
        let outlook = Outlook::new(basis);
        prop_assert!(outlook.by_minutes.windows(2).all(|two| two[0].1 <= two[1].1 + 1e-9), "{outlook:?}");
        prop_assert!(outlook.ahead.windows(2).all(|two| two[0].score <= two[1].score + 0.02), "{outlook:?}");
        prop_assert!(outlook.ahead.iter().all(|ahead| (0.0..=1.0).contains(&ahead.score) && ahead.new >= 0.0));
        prop_assert_eq!(outlook.ahead.len(), days);
        let (_, track) = outlook.target.expect("a target");
        prop_assert_eq!(track == Track::OnTrack, outlook.prediction.chance_of(0.6) > 0.8);
    }

    #[test]
    fn a_prediction_lies_in_its_interval_and_its_chance_falls(answers in any_answers(), days in 1usize..8) {
        let (learner, marks) = (learner(30, &answers), vec![1.0; 30]);
        let task = task(&learner, &marks, days, 300.0);
        let plan = Plan::new(&task, None);
        let paper = Paper { questions: 20, guessing: 0.0 };
        let foretold = Prediction::new(&task, plan.curve(), paper);
        prop_assert!(0.0 <= foretold.low && foretold.low <= foretold.score);
        prop_assert!(foretold.score <= foretold.high && foretold.high <= 1.0);
        prop_assert!(foretold.kept <= foretold.score + 0.02);
        let chances: Vec<f64> = (0..=10).map(|tenth| foretold.chance_of(f64::from(tenth) / 10.0)).collect();
        prop_assert!(chances.windows(2).all(|two| two[0] >= two[1]));
        let guessing = Prediction::new(&task, plan.curve(), Paper { guessing: 0.25, ..paper });
        prop_assert!((guessing.score - (0.25 + 0.75 * foretold.score)).abs() < 1e-9);
    }
}

#[test]
fn an_answer_of_a_day_set_back_counts_as_the_same_day() {
    let mut learner = learner(1, &[(0, 0, 2)]);
    let before = Day::from_number(TODAY - 5);
    learner.observe(&Answer { card: 0, day: before, grade: Grade::Good, seconds: 5.0 });
    learner.observe(&Answer { card: 7, day: before, grade: Grade::Good, seconds: 5.0 });
    assert_eq!((learner.reviews(), learner.last_day(1)), (0, None));
    assert!(learner.last_day(0).is_some_and(|day| day <= before.plus(Days(5))));
}
