//! What the learner has seen graded is there, whenever the session was killed.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::kill::{Chance, Killed, Length, Phase, Tally, is_long, killed, kills};
use crate::support::Home;
use crate::{DECK, Kept, asked, copied, day, looked, many_words, morning};

/// So many sessions share a data directory.
const SERIES: usize = 40;
/// Rounds of a session; each is an answer and what is done about it.
const ROUNDS: usize = 24;
/// Cards of the deck: more than are suspended in a series.
const CARDS: usize = 300;
/// How a session is started.
const WORDS: [&str; 5] = ["study", "--plain", "--new", "300", DECK];

/// What a line of the input does.
#[derive(Clone, Debug)]
enum Act {
    /// A wrong answer in words that are used once.
    Answer(String),
    Accept,
    Grade(u8),
    Insist,
    Suspend,
    Bury,
    Undo,
    Skip,
    Quit,
}

impl Act {
    fn line(&self) -> String {
        match self {
            Self::Answer(typed) => format!("{typed}\n"),
            Self::Accept => "\n".to_owned(),
            Self::Grade(number) => format!("{number}\n"),
            Self::Insist => "a\n".to_owned(),
            Self::Suspend => ":x\n".to_owned(),
            Self::Bury => ":b\n".to_owned(),
            Self::Undo => ":u\n".to_owned(),
            Self::Skip => ":s\n".to_owned(),
            Self::Quit => ":q\n".to_owned(),
        }
    }
}

fn round(chance: &mut Chance) -> Vec<Act> {
    let number = 2 + u8::try_from(chance.below(3)).expect("a small number");
    let kind = chance.below(12);
    let mut answer = || Act::Answer(chance.word());
    match kind {
        0..4 => vec![answer(), Act::Grade(number)],
        4..6 => vec![answer(), Act::Accept],
        6 => vec![answer(), Act::Insist, Act::Accept],
        7 => vec![answer(), Act::Suspend],
        8 => vec![answer(), Act::Bury],
        9 => vec![answer(), Act::Undo, answer(), Act::Grade(number)],
        10 => vec![answer(), Act::Grade(number), Act::Undo, answer(), Act::Accept],
        _ => vec![Act::Skip, answer(), Act::Grade(number)],
    }
}

fn script(chance: &mut Chance) -> Vec<Act> {
    let mut acts: Vec<Act> = (0..ROUNDS).flat_map(|_| round(chance)).collect();
    acts.push(Act::Quit);
    acts
}

/// What is in the log of the answers of a session, and how much was decided in it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Left {
    /// By what was typed: how many reviews, and the grade of the one that counts.
    answers: BTreeMap<String, (usize, Option<String>)>,
    decisions: usize,
}

/// Returns what these acts leave behind.
fn left_by(acts: &[Act]) -> Left {
    let mut left = Left::default();
    let mut last: Option<String> = None;
    for act in acts {
        let now = last.as_ref().and_then(|typed| left.answers.get_mut(typed));
        match (act, now) {
            (Act::Answer(typed), _) => {
                left.answers.insert(typed.clone(), (1, Some("again".to_owned())));
                last = Some(typed.clone());
            }
            (Act::Grade(number), Some((rows, grade))) => {
                *rows += 1;
                *grade = Some(["again", "hard", "good", "easy"][usize::from(*number) - 1].to_owned());
            }
            (Act::Insist, Some((rows, grade))) => {
                *rows += 1;
                *grade = Some("good".to_owned());
                left.decisions += 1;
            }
            (Act::Undo, Some((_, grade))) => *grade = None,
            (Act::Suspend | Act::Bury, _) => left.decisions += 1,
            (Act::Accept | Act::Skip | Act::Quit | Act::Grade(_) | Act::Insist | Act::Undo, _) => {}
        }
    }
    left
}

/// Returns what the log has beyond what it had before.
#[track_caller]
fn left_in(now: &Kept, before: &Kept) -> Left {
    let known: HashSet<&str> = before.lines.iter().map(name).collect();
    let (old, new): (Vec<&Value>, Vec<&Value>) =
        now.lines.iter().partition(|line| known.contains(name(line)));
    assert!(old.into_iter().eq(&before.lines), "what was there before is not as it was");
    let mut left = Left { answers: BTreeMap::new(), decisions: decisions(now) - decisions(before) };
    for line in new {
        let typed = line["typed"].as_str().expect("an answer").to_owned();
        let (rows, grade) = left.answers.entry(typed).or_default();
        *rows += 1;
        if counts(line) {
            let counted = line["grade"].as_str().expect("a grade").to_owned();
            assert_eq!(grade.replace(counted), None, "it counts twice: {line}");
        }
    }
    left
}

fn name(line: &Value) -> &str {
    line["id"].as_str().expect("a name")
}

fn counts(line: &Value) -> bool {
    line["revoked"].is_null()
}

fn decisions(kept: &Kept) -> usize {
    usize::try_from(kept.rows["decisions"].as_u64().expect("a number")).expect("a small number")
}

/// Counts the screens that were shown: each takes one line.
fn screens(shown: &str) -> usize {
    shown.lines().filter(|line| line.starts_with("Card ") || line.starts_with("Grade: ")).count()
}

/// What was shown is in the log, and of the line behind it all or nothing.
#[track_caller]
fn nothing_is_lost(acts: &[Act], killed: &Killed, (before, now): (&Kept, &Kept), case: usize) {
    let left = left_in(now, before);
    let done = if killed.was_alive { screens(&killed.shown).saturating_sub(1) } else { acts.len() };
    let possible = [left_by(&acts[..done]), left_by(&acts[..acts.len().min(done + 1)])];
    let [shown, next] = &possible;
    // To be right after all is first decided and then graded; neither was shown.
    let decided = Left { decisions: next.decisions, ..shown.clone() };
    let is_decided = matches!(acts.get(done), Some(Act::Insist)) && left == decided;
    assert!(
        possible.contains(&left) || is_decided,
        "case {case}, killed after {:?}, {done} lines shown\nthe log has {left:#?}\nshown was {shown:#?}\n{}",
        killed.after,
        killed.shown
    );
}

fn phase(acts: &[Act], killed: &Killed) -> Phase {
    let shown = screens(&killed.shown);
    if !killed.was_alive {
        Phase::Ended
    } else if shown < 2 {
        Phase::Before
    } else if shown < acts.len() {
        Phase::Between
    } else {
        Phase::After
    }
}

/// The copy of the day was made before the first answer, whole, or not yet.
#[track_caller]
fn the_copy_of_the_day_is_whole(home: &Home, case: usize, before: &Kept) {
    let path = home.data().join(format!("backups/{}.db", day(case).iso()));
    if path.exists() && before.lines.iter().any(counts) {
        assert_eq!(copied(&path).lines, before.lines, "case {case}");
    }
}

/// A further session starts.
#[track_caller]
fn a_session_starts(home: &Home, case: usize) {
    let ran = home.run_with(&["study", "--plain", "--new", "1", DECK], ":q\n");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "case {case}: {ran:?}");
}

/// A session that is killed at any moment; the full form is
/// `CSTO_QUIZ_KILLS=1000 cargo test --release --test crash -- --nocapture`.
#[test]
fn an_answer_whose_feedback_was_shown_survives_being_killed() {
    let (count, _) = kills();
    let mut tally = Tally::default();
    let mut place: Option<(Home, Length)> = None;
    let mut before = Kept { lines: Vec::new(), rows: serde_json::json!({ "decisions": 0 }) };
    for case in 0..count {
        if case % SERIES.min(count.div_ceil(3)) == 0 {
            let (measured, home) = (Home::new(), Home::new());
            let input: String = script(&mut Chance::of("length", case)).iter().map(Act::line).collect();
            many_words(&measured, CARDS);
            many_words(&home, CARDS);
            place = Some((home, Length::of(&measured, &WORDS, &input)));
            before.lines.clear();
            before.rows = serde_json::json!({ "decisions": 0 });
        }
        let (home, length) = place.as_mut().expect("a place");
        home.at(&morning(case));
        let mut chance = Chance::of("session", case);
        let acts = script(&mut chance);
        let input: String = acts.iter().map(Act::line).collect();
        let moment = length.moment(&mut chance);
        let killed = killed(home, &WORDS, &input, moment);
        length.learn(&killed);
        if chance.below(2) == 0 {
            the_copy_of_the_day_is_whole(home, case, &before);
        }
        // Who opens the file next, a command or a session, must not matter.
        let is_thorough = is_long() || case == 3;
        let session_first = chance.below(2) == 0;
        if is_thorough && session_first {
            a_session_starts(home, case);
        }
        let now = if is_thorough { asked(home) } else { looked(&home.progress_file()) };
        nothing_is_lost(&acts, &killed, (&before, &now), case);
        if is_thorough && !session_first {
            a_session_starts(home, case);
        }
        the_copy_of_the_day_is_whole(home, case, &before);
        let copy = home.data().join(format!("backups/{}.db", day(case).iso()));
        assert!(
            !is_thorough || copy.exists() || !now.lines.iter().any(counts),
            "case {case}: no copy was made"
        );
        tally.count(phase(&acts, &killed));
        before = now;
    }
    tally.told("session");
}

#[test]
fn an_end_of_input_in_the_middle_of_a_line_still_counts_the_line() {
    let home = Home::new();
    many_words(&home, 3);
    let ran = home.run_with(&["study", "--plain", DECK], "thing 1");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let typed: Vec<String> =
        home.export().iter().map(|line| line["typed"].as_str().expect("a text").to_owned()).collect();
    assert_eq!(typed, ["thing 1"]);
}
