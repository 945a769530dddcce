//! A mock exam through the binary: its paper, its marks, what it leaves behind.

mod support;

use serde_json::{Value, json};
use support::Home;

const DECK: &str = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"Mixed\"\n\n[defaults]\ntopic = \"towns\"\n\n\
    [[card]]\nid = \"kz\"\nquestion = \"What is the capital of Kazakhstan?\"\nanswer = \"Astana\"\nexplanation = \"E\"\n\n\
    [[set]]\nid = \"baltic\"\nquestion = \"Name the three Baltic states.\"\nanswer = [\"Estonia\", \"Latvia\", \"Lithuania\"]\n\
    topic = \"states\"\nmarks = 3\n\n\
    [[card]]\nid = \"kg\"\nquestion = \"What is the capital of Kyrgyzstan?\"\nanswer = \"Bishkek\"\n";

fn home() -> Home {
    let home = Home::new();
    home.write("data/decks/d.toml", DECK);
    home
}

/// Answers the questions of a paper as wished, whatever their order, and returns what was printed.
fn sat(home: &Home, more: &[&str], answers: &[(&str, &str)]) -> support::Ran {
    // The same seed gives the same paper, so that a first run shows the order.
    let paper = home
        .run_with(&[&["exam", "d", "--seed", "7", "--json", "--data-dir", "elsewhere"], more].concat(), "");
    let asked: Value = serde_json::from_str(&paper.out).expect("JSON");
    let lines: String = asked["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|question| {
            let card = question["card"].as_str().expect("a card");
            let answer =
                answers.iter().find(|(name, _)| card.ends_with(name)).map_or("", |(_, answer)| answer);
            format!("{answer}\n")
        })
        .collect();
    home.run_with(&[&["exam", "d", "--seed", "7", "--json"], more].concat(), &lines)
}

fn copy_deck(home: &Home) {
    home.write("elsewhere/decks/d.toml", DECK);
}

#[test]
fn a_script_gets_the_result_as_json_and_the_exit_code_follows_the_pass_mark() {
    let home = home();
    copy_deck(&home);
    let answers = [("kz", "Astana"), ("baltic", "Latvia, Estonia, Moldova"), ("kg", "Bishkeek")];
    let ran = sat(&home, &["--pass", "60"], &answers);
    let result: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&result["score"], &result["out_of"]), (&json!(3.5), &json!(5.0)));
    assert_eq!(
        (&result["percent"], &result["passed"], &result["predicted"]),
        (&json!(70.0), &json!(true), &json!(0.0))
    );
    let topics = json!([
        { "topic": "states", "score": 1.5, "out_of": 3.0 }, { "topic": "towns", "score": 2.0, "out_of": 2.0 }
    ]);
    assert_eq!((&result["topics"], &result["schema"]), (&topics, &json!(1)));
    let verdicts: std::collections::BTreeMap<&str, &str> = result["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|question| {
            (question["card"].as_str().expect("a card"), question["verdict"].as_str().expect("a word"))
        })
        .collect();
    assert_eq!(verdicts, [("d/baltic", "partial"), ("d/kg", "typo"), ("d/kz", "correct")].into());
    // The questions are asked on standard error, so that the object stands alone.
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.starts_with("Question 1 of 3."), "{}", ran.err);

    let failed = sat(&home, &["--pass", "71"], &answers);
    assert_eq!(failed.code, Some(4));
    let strict = sat(&home, &["--strict"], &answers);
    let result: Value = serde_json::from_str(&strict.out).expect("JSON");
    assert_eq!((&result["score"], &result["passed"]), (&json!(2.5), &Value::Null));
}

#[test]
fn the_same_seed_gives_the_same_paper_also_in_another_data_directory() {
    let home = Home::new();
    let paper = |data: &str| -> Vec<String> {
        let words =
            ["exam", "csto", "--questions", "30", "--seed", "7", "--json", "--plain", "--data-dir", data];
        let result: Value = serde_json::from_str(&home.run(&words).out).expect("JSON");
        let questions = result["questions"].as_array().expect("questions");
        questions.iter().map(|question| question["card"].to_string()).collect()
    };
    let first = paper("one");
    assert_eq!(first.len(), 30);
    assert_eq!(first, paper("one"));
    assert_eq!(first, paper("two"));
}

#[test]
fn an_exam_is_retrieval_and_what_was_wrong_is_due_again() {
    let mut home = home();
    copy_deck(&home);
    sat(&home, &[], &[("kz", "Astana"), ("kg", "Tashkent"), ("baltic", "Estonia, Latvia, Lithuania")]);
    let log = home.export();
    assert_eq!(log.len(), 3);
    assert!(log.iter().all(|line| line["mode"] == "exam"));
    let wrong = home.json(&["card", "info", "d/kg", "--json"]);
    assert_eq!((&wrong["due"], wrong["reviews"].as_array().map(Vec::len)), (&json!("2026-03-02"), Some(1)));
    home.at("2026-03-03T09:00:00+01:00");
    let asked = home.run_with(&["study", "d", "--plain", "--new", "0"], "");
    assert!(asked.out.contains("capital of Kyrgyzstan"), "{}", asked.out);
    let right = home.json(&["card", "info", "d/kz", "--json"]);
    assert!(right["due"].as_str().expect("a day") > "2026-03-03");
}

#[test]
fn an_exam_is_handed_in_whole_also_when_one_of_its_cards_was_answered_later_than_now() {
    for (card, answer) in [("kz", "Astana"), ("kg", "Bishkek"), ("baltic", "Estonia, Latvia, Lithuania")] {
        let mut home = home();
        home.at("2026-03-02T10:00:00+01:00");
        // The cards before it in the deck are skipped.
        let skipped = ["kz", "baltic", "kg"].iter().position(|name| *name == card).expect("a card");
        home.run_with(&["study", "d", "--plain"], &format!("{}{answer}\n", ":s\n".repeat(skipped)));
        assert_eq!(home.export()[0]["card"], format!("d/{card}"));
        home.at("2026-03-02T09:00:00+01:00");
        let sat = home.run_with(&["exam", "d", "--json"], "a\nb\nc\n");
        assert_eq!(sat.code, Some(0), "{card}: {sat:?}");
        assert_eq!(home.export().iter().filter(|line| line["mode"] == "exam").count(), 3, "{card}");
    }
}

#[test]
fn without_recording_only_the_exam_itself_is_kept() {
    let home = home();
    copy_deck(&home);
    let ran = sat(&home, &["--no-record"], &[("kz", "Astana")]);
    assert_eq!(ran.code, Some(0));
    assert_eq!(home.out(&["progress", "export"]), "");
    let exams = home.json(&["exam", "--list", "--json"]);
    assert_eq!(exams["exams"].as_array().map(Vec::len), Some(1));
}

#[test]
fn in_lines_one_goes_back_marks_lists_and_hands_in() {
    let home = Home::new();
    home.write("d.toml", DECK);
    let input = "first\n:m\n:b\nAstana, Latvia\n:l\n:g 3\n:g 9\nthird\n:g 2\n:l\n\n\n\n";
    let ran = home.run_with(&["exam", "d.toml", "--plain", "--minutes", "60"], input);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("Question 1 of 3, 60:00 left."), "{}", ran.out);
    assert!(ran.out.contains("Answered before: first"), "{}", ran.out);
    assert!(ran.out.contains("   2   marked"), "{}", ran.out);
    assert!(ran.out.contains(":g 7 go to question 7"), "{}", ran.out);
    assert!(ran.out.contains("Hand in? 1 question without an answer."), "{}", ran.out);
    assert!(ran.out.contains("Exam   "), "{}", ran.out);
    assert!(ran.out.contains("Question 2: 0 of "), "{}", ran.out);
}

#[test]
fn an_exam_that_was_left_goes_on_and_the_clock_has_run() {
    let mut home = home();
    let ran = home.run_with(&["exam", "d", "--plain", "--minutes", "30"], "Astana\n");
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("Exam left: 1 of 3 answered, everything is saved"), "{}", ran.out);
    assert!(
        ran.out.contains("csto-quiz exam goes on with it, and the clock runs: 30:00 left."),
        "{}",
        ran.out
    );
    home.at("2026-03-02T09:20:00+01:00");
    let ran = home.run_with(&["exam", "d", "--plain"], "\n");
    assert!(ran.out.starts_with("The exam that was left goes on.\n"), "{}", ran.out);
    assert!(ran.out.contains(", 10:00 left."), "{}", ran.out);
    home.at("2026-03-02T09:31:00+01:00");
    let ran = home.run_with(&["exam", "d", "--plain"], "late\n");
    assert!(ran.out.contains("30 min 0 s of 30 min"), "{}", ran.out);
    let exams = home.out(&["exam", "--list"]);
    assert!(exams.starts_with("  1  2 Mar 2026  Mixed  "), "{exams}");
    assert!(home.out(&["exam", "--show", "1"]).starts_with("Exam   "));
    assert_eq!(home.run(&["exam", "--show", "2"]).code, Some(2));
}

#[test]
fn a_paper_that_cannot_be_drawn_says_why_and_what_would_do() {
    let home = home();
    let ran = home.run(&["exam", "d", "--questions", "4"]);
    assert_eq!(
        ran.err,
        "error: 4 questions are wished, and there are only 3 that differ\n\
         hint: ask for at most that many with `--questions 3`, or choose more decks or topics\n"
    );
    assert_eq!(ran.code, Some(2));
    let ran = home.run(&["exam", "d", "--topic", "rivers"]);
    assert_eq!(ran.err, "error: no card has the topic `rivers`\nhint: the topics are: states, towns\n");
}

#[test]
fn the_plan_learns_what_a_mock_exam_gave() {
    let home = home();
    copy_deck(&home);
    home.out(&["plan", "set", "2026-03-20", "--minutes", "10"]);
    sat(&home, &[], &[("kz", "Astana"), ("kg", "Bishkek"), ("baltic", "Estonia, Latvia, Lithuania")]);
    let plan = home.out(&["plan"]);
    assert!(plan.contains("100 points too low in your last mock exam"), "{plan}");
}

#[test]
fn the_prediction_is_kept_beside_the_score() {
    let mut home = home();
    copy_deck(&home);
    home.run_with(&["study", "d", "--plain"], "Astana\n\nEstonia, Latvia, Lithuania\n\nBishkek\n\n");
    home.at("2026-03-04T09:00:00+01:00");
    let ran = sat(&home, &[], &[("kz", "Astana"), ("kg", "x"), ("baltic", "Estonia, Latvia, Lithuania")]);
    let result: Value = serde_json::from_str(&ran.out).expect("JSON");
    let predicted = result["predicted"].as_f64().expect("a number");
    assert!((70.0..100.0).contains(&predicted), "{predicted}");
    assert_eq!(result["percent"], 80.0);
    let list = home.out(&["exam", "--list"]);
    assert!(list.contains(&format!("4 of 5  80%  predicted {predicted:.0}%")), "{list}");
}

#[test]
fn an_exam_on_a_file_is_never_marked_without_the_file() {
    let home = Home::new();
    home.write("d.toml", DECK);
    let ran = home.run_with(&["exam", "d.toml", "--plain"], "Astana\n");
    assert!(ran.out.ends_with("\ncsto-quiz exam d.toml goes on with it.\n"), "{}", ran.out);
    let refused = home.run_with(&["exam", "--plain"], "x\n");
    assert_eq!(
        refused.err,
        "error: the exam that was left asks a deck that is not known here: `d`\n\
         hint: name its file or folder to go on: `csto-quiz exam FILE`; `csto-quiz exam --hand-in` hands it in \
         without those questions\n"
    );
    assert_eq!((refused.out.as_str(), refused.code), ("", Some(2)));
    // It goes on also beside other decks, and where it was.
    let ran = home.run_with(&["exam", "csto", "d.toml", "--plain"], "");
    assert!(ran.out.starts_with("The exam that was left goes on.\nQuestion 2 of 3.\n"), "{}", ran.out);
    assert!(ran.out.contains("Exam left: 1 of 3 answered"), "{}", ran.out);
    let ran = home.run(&["exam", "--hand-in", "--plain"]);
    assert!(ran.out.contains("  No deck that is known here has 3 questions of it.\n"), "{}", ran.out);
    assert_eq!(
        home.run(&["exam", "--hand-in"]).err,
        "error: no exam was left that could be handed in\n\
         hint: `csto-quiz exam` begins one; `csto-quiz exam --list` lists those that were sat\n"
    );
}

#[test]
fn marks_stay_when_the_deck_is_not_known_later() {
    let home = Home::new();
    home.write("d.toml", DECK);
    let answers = "Astana\nAstana\nAstana\n\n";
    let sat = home.run_with(&["exam", "d.toml", "--plain"], answers);
    assert!(sat.out.contains("Exam   1 of 5   20%"), "{}", sat.out);
    let shown = home.out(&["exam", "--show", "1"]);
    assert!(shown.starts_with("Exam   1 of 5   20%"), "{shown}");
    assert!(shown.contains("  deck not known here   ██░░░░░░░░  1 / 5\n"), "{shown}");
    assert!(
        shown.contains("  No deck that is known here has the card `d/baltic`.\n  you answered  Astana\n"),
        "{shown}"
    );
    let shown = home.out(&["exam", "d.toml", "--show", "1"]);
    assert!(shown.contains("Name the three Baltic states."), "{shown}");
}

#[test]
fn the_answers_of_an_exam_are_told_when_it_is_handed_in() {
    let home = home();
    home.run_with(&["exam", "d", "--plain"], "Astana\n");
    assert_eq!(
        home.run(&["exam", "--show", "1"]).err,
        "error: exam 1 is not handed in yet\n\
         hint: `csto-quiz exam` goes on with it; `csto-quiz exam --hand-in` hands it in as it is\n"
    );
    let list = home.json(&["exam", "--list", "--json"]);
    let exam = &list["exams"][0];
    assert_eq!(
        (&exam["handed_in"], &exam["score"], &exam["topics"]),
        (&json!(false), &json!(null), &json!(null))
    );
    assert!(
        exam["questions"].as_array().expect("questions").iter().all(|question| question["verdict"].is_null())
    );
    let ran = home.run(&["exam", "--hand-in"]);
    assert!(ran.out.contains("is the capital of"), "{}", ran.out);
    assert!(home.out(&["exam", "--show", "1"]).starts_with("Exam   "));
}

#[test]
fn a_word_that_is_an_option_gets_its_dashes() {
    let home = Home::new();
    assert_eq!(
        home.run(&["exam", "list"]).err,
        "error: there is no deck `list`\nhint: did you mean `csto-quiz exam --list`?\n"
    );
}
