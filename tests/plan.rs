//! `csto-quiz plan` and studying by it, through the binary.

#![expect(clippy::disallowed_methods, reason = "a test forgets the exam")]

mod support;

use std::collections::HashMap;

use csto_quiz::deck::id::FaceId;
use csto_quiz::progress::Progress;
use csto_quiz::review::MachineId;
use csto_quiz::schedule::memory::Model;
use csto_quiz::schedule::spread;
use csto_quiz::schedule::units::DesiredRetention;
use csto_quiz::schedule::{LONGEST_INTERVAL, state::Studied};
use csto_quiz::time::Days;
use serde_json::Value;
use support::Home;

/// Days of study before the exam.
const DAYS: u32 = 21;

/// A small deck, so that a plan takes no time.
const CAPITALS: &str = "[deck]
format = 1
id = \"capitals\"
title = \"Capitals\"

[[card]]
id = \"kyrgyzstan\"
topic = \"Asia\"
question = \"What is the capital of Kyrgyzstan?\"
answer = \"Bishkek\"

[[card]]
id = \"latvia\"
topic = \"Europe\"
question = \"What is the capital of Latvia?\"
answer = \"Riga\"
";

fn home_with_capitals() -> Home {
    let home = Home::new();
    home.write("data/decks/capitals.toml", CAPITALS);
    home
}

/// A day of March 2026 at nine in the morning.
fn morning(day: u32) -> String {
    format!("2026-03-{day:02}T09:00:00+01:00")
}

/// What a candidate types in a session: nonsense as the answer, and mostly passing grades.
fn lines(day: u32, cards: u32) -> String {
    (0..cards)
        .map(|card| format!("nonsense\n{}\n", [3, 3, 2, 3, 1, 4, 3][(card + day) as usize % 7]))
        .collect()
}

#[test]
fn without_an_exam_the_plan_says_how_to_set_one() {
    insta::assert_snapshot!(Home::new().out(&["plan"]), @"
    No exam is set.
    Set its day, and every session asks what helps most for it:
      csto-quiz plan set 2026-12-15 --minutes 12 --target 85
    ");
}

#[test]
fn a_plan_is_set_shown_and_cleared() {
    let home = home_with_capitals();
    let set = home.out(&["plan", "set", "2026-03-06", "capitals", "--minutes", "5,sun=0", "--target", "80"]);
    insta::assert_snapshot!(set, @"
    4 days to the exam in capitals (6 Mar 2026).   Predicted score 94%   (goal 80%)
      4.3 min a day keeps you on track.    Today: 0 of 5 min done
      Of ten exams, nine would give 67% to 100%
      If you stop now 0%
      New cards left 2: 2 a day until 2 Mar 2026
      The prediction rests on what other learners are like.
      Minutes a day and the score to expect:
          0 min    0%
        2.1 min   94%  ████████████████████████████
        4.3 min   94%  ████████████████████████████
        6.4 min   94%  ████████████████████████████
        8.6 min   94%  ████████████████████████████
       12.9 min   94%  ████████████████████████████
      Expected: 79% 2 Mar  ▇███  94% 5 Mar
    Today's cards:   csto-quiz study
    ");
    insta::assert_snapshot!(home.out(&["plan", "clear"]), @"The plan is cleared: cards fall due by desired retention.");
    assert_eq!(home.run(&["plan", "clear"]).code, Some(1));
    assert!(home.out(&["plan"]).starts_with("No exam is set."));
}

#[track_caller]
fn refused(home: &Home, words: &[&str], error: &str) {
    let ran = home.run(words);
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), error), "{ran:?}");
}

#[test]
fn what_makes_no_plan_is_refused_with_what_to_do() {
    let home = home_with_capitals();
    refused(
        &home,
        &["plan", "set", "2026-03-02"],
        "error: the exam on 2 Mar 2026 is not ahead\nhint: give a day after today, such as 2026-12-15\n",
    );
    refused(
        &home,
        &["plan", "set", "2046-03-02"],
        "error: the exam on 2 Mar 2046 is more than 1000 days ahead\n\
         hint: set it when it is nearer; until then `csto-quiz study` needs no plan\n",
    );
    refused(
        &home,
        &["plan", "set", "2026-03-09", "--minutes", "a lot"],
        "error: --minutes a lot: `a lot` is neither minutes nor a day with minutes\n\
         hint: write 12, or by weekday 12,sat=30,sun=0\n",
    );
    refused(
        &home,
        &["plan", "set", "2026-03-09", "capitols"],
        "error: there is no deck `capitols`\n\
         hint: did you mean `capitals`? `csto-quiz deck list` lists the decks\n",
    );
    refused(
        &home,
        &["plan", "result", "101"],
        "error: `101` is no percentage\nhint: give the score in percent, 0 to 100\n",
    );
    assert!(home.run(&["plan", "set", "soon"]).err.contains("is not a day like 2026-11-23"));
    assert!(!home.data().join("plans.json").exists());
}

#[test]
fn a_file_of_exams_that_cannot_be_read_is_never_overwritten() {
    let home = home_with_capitals();
    home.write("data/plans.json", "{\"schema\": 99, \"exams\": []}");
    let ran = home.run(&["plan", "set", "2026-03-09", "capitals"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(1),
            "error: the exams in `~/data/plans.json` cannot be used: \
             it has the form 99, and this csto-quiz knows forms up to 1\n\
             hint: use the newer csto-quiz that wrote it\n"
        )
    );
}

#[test]
fn who_only_consults_a_plan_that_cannot_be_read_goes_on_without_one() {
    const MEND: &str = "the exams in `~/data/plans.json` cannot be used: it is not in the form of a list of \
        exams: expected value at line 1 column 1\n\
        hint: mend the file, or move it away and set the exam again with `csto-quiz plan set`; csto-quiz \
        leaves it as it is\n";
    let home = home_with_capitals();
    let path = home.write("data/plans.json", "garbage");
    let warning = format!("warning: there is no plan now: {MEND}");
    for words in [&["study", "--plain", "capitals"][..], &[]] {
        let ran = home.run_with(words, "bishkek\n\nriga\n\n");
        assert_eq!((ran.code, &ran.err), (Some(0), &warning), "{words:?}");
        assert_eq!(home.run(&[words, &["--quiet"]].concat()).err, "", "{words:?}");
    }
    let error = format!("error: {MEND}");
    for words in [&["plan"][..], &["plan", "clear"], &["plan", "set", "2026-03-09", "capitals"]] {
        let ran = home.run(words);
        assert_eq!((ran.code, &ran.err), (Some(1), &error), "{words:?}");
    }
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), "garbage");
    std::fs::remove_file(&path).expect("the file");
    std::fs::create_dir(&path).expect("a folder");
    let ran = home.run(&["study", "--plain", "capitals"]);
    let hint = "hint: make the file readable for you, or move it away; csto-quiz leaves it as it is\n";
    assert_eq!(ran.code, Some(0));
    assert_eq!(
        ran.err,
        format!("warning: there is no plan now: `~/data/plans.json` is not a regular file\n{hint}")
    );
}

#[test]
fn a_session_by_the_plan_ends_with_the_exam_and_says_when_there_is_enough() {
    let home = home_with_capitals();
    home.out(&["plan", "set", "2026-03-04", "capitals", "--minutes", "5"]);
    let session = home.run_with(&["study", "--plain", "capitals"], "bishkek\n\nriga\n\n");
    assert_eq!((session.code, session.err.as_str()), (Some(0), ""));
    assert!(
        session.out.contains("Enough for today: nothing more would help for the exam now."),
        "{session:?}"
    );
    assert!(session.out.contains("Exam in capitals in 2 days: about "), "{session:?}");
    let again = home.out(&["study", "capitals"]);
    assert!(again.starts_with("Enough for today"), "{again}");
    assert!(home.out(&[]).contains("Exam in capitals in 2 days (4 Mar 2026), predicted "));
}

#[test]
fn a_result_is_kept_beside_what_was_predicted() {
    let mut home = home_with_capitals();
    home.out(&["plan", "set", "2026-03-04", "capitals", "--minutes", "5"]);
    home.out(&["plan", "result", "50"]);
    assert!(home.out(&["plan"]).contains(" in your last mock exam."));
    home.at(&morning(5));
    let over = home.out(&["plan"]);
    assert!(over.starts_with("The exam in capitals was yesterday.\n  Predicted "), "{over}");
    assert!(home.out(&["plan", "result", "90"]).starts_with("Kept: 90%. Predicted were "));
    assert!(home.out(&["plan"]).contains("scored 90%"));
    let json = home.json(&["plan", "--json"]);
    assert_eq!(json["exam"], Value::Null);
    assert_eq!(json["over"][0]["measured"].as_array().map(Vec::len), Some(2));
}

#[test]
fn two_exams_stand_side_by_side_and_the_nearest_comes_first() {
    let home = home_with_capitals();
    home.out(&["plan", "set", "2026-03-20", "csto", "--minutes", "10", "--quiet"]);
    home.out(&["plan", "set", "2026-03-06", "capitals", "--minutes", "5", "--quiet"]);
    let json = home.json(&["plan", "--json"]);
    assert_eq!(json["exam"]["date"], "2026-03-06");
    assert_eq!(json["cards"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["exams"][0]["exam"]["date"], "2026-03-20");
    // Setting the same exam again moves it.
    home.out(&["plan", "set", "2026-03-09", "capitals", "--minutes", "5"]);
    let json = home.json(&["plan", "--json"]);
    assert_eq!(json["exam"]["date"], "2026-03-09");
    assert_eq!(json["exams"].as_array().map(Vec::len), Some(1));
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn a_candidate_can_be_followed_to_the_exam_and_back_to_desired_retention() {
    let mut home = Home::new();
    home.at(&morning(2));
    home.out(&["plan", "set", "2026-03-23", "csto", "--minutes", "12", "--target", "60", "--quiet"]);
    let mut predicted = Vec::new();
    for day in 0..DAYS {
        home.at(&morning(2 + day));
        if day % 7 == 0 || day == DAYS - 1 {
            let plan = home.json(&["plan", "--json"]);
            assert_eq!(plan["exam"]["days_left"], DAYS - day);
            let at = |field: &str| number(&plan["predicted"][field]);
            assert!(at("low") <= at("percent") && at("percent") <= at("high"), "{}", plan["predicted"]);
            assert!(at("if_stop_now") <= at("percent") + 1.0, "{}", plan["predicted"]);
            predicted.push((at("if_stop_now"), at("high") - at("low")));
            states_are_those_of_progress(&home, &plan);
        }
        let ran = home.run_with(&["study", "--plain", "--quiet", "csto"], &lines(day, 50));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "day {day}: {}", ran.out);
    }
    let (first, last) = (predicted[0], predicted[predicted.len() - 1]);
    assert!(last.0 > first.0 + 20.0, "studying raises what is kept: {predicted:?}");
    assert!(last.1 < first.1, "and what is known narrows the interval: {predicted:?}");
    due_days_are_those_of_desired_retention(&mut home);
}

/// What `plan --json` says of the cards is what is stored.
fn states_are_those_of_progress(home: &Home, plan: &Value) {
    let stored = states(home);
    let cards = plan["cards"].as_array().expect("cards");
    let studied: Vec<&Value> = cards.iter().filter(|card| card["state"] == "studied").collect();
    assert_eq!(studied.len(), stored.len());
    assert_eq!(plan["new_left"], cards.len() - studied.len());
    for card in studied {
        let face: FaceId = card["card"].as_str().expect("a name").parse().expect("a face");
        let state = stored[&face];
        assert_eq!(card["due"], state.due_day().iso());
        assert!((number(&card["stability"]) - state.memory.stability.days()).abs() < 1e-9);
        assert!((0.0..=1.0).contains(&number(&card["recall_at_exam"])));
    }
}

fn states(home: &Home) -> HashMap<FaceId, Studied> {
    let progress = Progress::open(&home.progress_file(), MachineId::new(0)).expect("progress");
    progress.states().expect("states")
}

/// After the exam every card is due when desired retention says so, as if there had been none.
fn due_days_are_those_of_desired_retention(home: &mut Home) {
    home.at(&morning(24));
    assert_eq!(home.json(&["plan", "--json"])["exam"], Value::Null);
    let (model, stored) = (Model::default(), states(home));
    assert!(stored.len() > 100, "{} cards were studied", stored.len());
    for (face, state) in stored.iter().filter(|(_, state)| state.interval() > Days(0)) {
        let interval = model.interval(state.memory, DesiredRetention::default());
        let (shortest, longest) = spread::range(interval, LONGEST_INTERVAL);
        let due = state.interval();
        // A better grade never falls due before a worse one, which can push a day behind the range.
        assert!(shortest <= due && due <= Days(longest.0 + 3), "{face}: {due:?} for {interval:?}");
    }
    let due = stored.values().filter(|state| state.due_day() <= "2026-03-24".parse().expect("a day")).count();
    assert_eq!(home.json(&["stats", "--json"])["due"]["now"], due);
    let with_the_plan = home.run(&["study", "--plain", "--limit", "3"]);
    std::fs::remove_file(home.data().join("plans.json")).expect("the exam is forgotten");
    assert_eq!(home.run(&["study", "--plain", "--limit", "3"]), with_the_plan);
}

#[test]
fn an_exam_whose_deck_is_gone_keeps_nobody_from_studying_another() {
    let home = home_with_capitals();
    home.out(&["plan", "set", "2026-03-30", "capitals"]);
    std::fs::remove_file(home.path().join("data/decks/capitals.toml")).expect("the deck");
    let ran = home.run_with(&["study", "--plain", "--limit", "1"], "x\n\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let warning = "warning: an exam is left out of today's plan: there is no deck `capitals`\n";
    assert!(ran.err.starts_with(warning), "{}", ran.err);
    assert!(ran.out.contains("Stopped after 1 card"), "{}", ran.out);
    assert_eq!(home.run_with(&["study", "--plain", "--limit", "1", "--quiet"], "x\n\n").err, "");
}
