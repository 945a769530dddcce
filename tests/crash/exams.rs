//! An exam that was killed goes on with every answer that was taken.

use csto_quiz::exam::sitting::Sitting;
use csto_quiz::progress::Progress;
use csto_quiz::review::MachineId;
use serde_json::Value;

use crate::kill::{Chance, Killed, Length, Phase, Tally, is_long, killed, kills, sized};
use crate::support::Home;
use crate::{DECK, asked, looked, many_words, morning};

/// Questions of the paper, in the long form and in the short.
const QUESTIONS: (usize, usize) = (60, 16);
/// Cards of the deck.
const CARDS: usize = 80;
/// So many exams share a data directory.
const SERIES: usize = 25;

/// An exam that is sat: its answers in the order of the questions.
struct Answers(Vec<String>);

impl Answers {
    fn new(chance: &mut Chance) -> Self {
        Self((0..questions()).map(|_| chance.word()).collect())
    }

    /// The lines from a question on, with the one that hands in.
    fn lines_from(&self, question: usize) -> String {
        let answers = self.0.iter().skip(question).map(|typed| format!("{typed}\n"));
        answers.chain(std::iter::once("\n".to_owned())).collect()
    }

    /// Returns how many of their reviews the log has; each must be there once.
    #[track_caller]
    fn reviews(&self, lines: &[Value]) -> usize {
        let of = |typed: &String| lines.iter().filter(|line| line["typed"] == **typed).count();
        let counts: Vec<usize> = self.0.iter().map(of).collect();
        assert!(counts.iter().all(|count| *count <= 1), "a review is there twice");
        counts.iter().sum()
    }
}

fn questions() -> usize {
    sized(QUESTIONS.0, QUESTIONS.1)
}

fn sittings(home: &Home) -> Vec<Sitting> {
    let progress = Progress::open(&home.progress_file(), MachineId::new(1)).expect("a progress file");
    progress.exams().expect("exams")
}

/// Counts the screens that were shown: each takes one line.
fn screens(shown: &str) -> usize {
    shown.lines().filter(|line| line.starts_with("Question ") && line.contains(" of ")).count()
        + shown.matches("Hand in?").count()
}

/// Every answer is kept behind which a further screen was shown; reviews are there for all or none.
#[track_caller]
fn nothing_is_half(home: &Home, before: usize, answers: &Answers, killed: &Killed, place: &str) -> Phase {
    let shown = screens(&killed.shown);
    let kept = if is_long() { asked(home) } else { looked(&home.progress_file()) };
    let sittings = sittings(home);
    assert!(sittings.len() <= before + 1, "{place}");
    let Some(sitting) = sittings.get(before) else {
        assert_eq!((shown, answers.reviews(&kept.lines)), (0, 0), "{place}");
        return Phase::Before;
    };
    let taken = shown.saturating_sub(1);
    for (question, given) in sitting.given.iter().enumerate() {
        let is_next = question == taken && given.typed.is_empty();
        let expected = if question > taken || is_next { "" } else { &answers.0[question] };
        assert_eq!(given.typed, expected, "{place}, question {question}, {taken} were taken");
    }
    let reviews = answers.reviews(&kept.lines);
    assert_eq!(reviews, if sitting.handed_in.is_some() { answers.0.len() } else { 0 }, "{place}");
    match (killed.was_alive, shown) {
        (false, _) => {
            assert!(sitting.handed_in.is_some(), "{place}");
            Phase::Ended
        }
        (true, 0..2) => Phase::Before,
        (true, _) if shown <= answers.0.len() => Phase::Between,
        (true, _) => Phase::After,
    }
}

/// The exam goes on where it was and is handed in.
#[track_caller]
fn it_goes_on(home: &Home, before: usize, answers: &Answers, place: &str) {
    let Some(sitting) = sittings(home).into_iter().nth(before) else { return };
    if sitting.handed_in.is_none() {
        let at = sitting.given.iter().take_while(|given| given.left_at.is_some()).count();
        // Where the last answer was taken, an empty line leaves it as it is, and the next hands in.
        let lines = if at == answers.0.len() { "\n\n".to_owned() } else { answers.lines_from(sitting.at) };
        let ran = home.run_with(&["exam", "--plain", DECK], &lines);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{place}: {ran:?}");
        assert!(ran.out.starts_with("The exam that was left goes on."), "{place}: {ran:?}");
    }
    let sitting = sittings(home).into_iter().nth(before).expect("the exam");
    assert!(sitting.handed_in.is_some(), "{place}");
    let typed: Vec<&String> = sitting.given.iter().map(|given| &given.typed).collect();
    assert_eq!(typed, answers.0.iter().collect::<Vec<_>>(), "{place}");
    let kept = if is_long() { asked(home) } else { looked(&home.progress_file()) };
    assert_eq!(answers.reviews(&kept.lines), answers.0.len(), "{place}");
}

#[test]
fn an_exam_that_is_killed_keeps_what_was_taken_and_goes_on() {
    let questions = questions().to_string();
    let words = ["exam", "--plain", "--questions", questions.as_str(), DECK];
    let mut tally = Tally::default();
    let mut place: Option<(Home, Length)> = None;
    for case in 0..kills().1 {
        if case % SERIES == 0 {
            let (measured, home) = (Home::new(), Home::new());
            let input = Answers::new(&mut Chance::of("exam length", case)).lines_from(0);
            many_words(&measured, CARDS);
            many_words(&home, CARDS);
            place = Some((home, Length::of(&measured, &words, &input)));
        }
        let (home, length) = place.as_mut().expect("a place");
        home.at(&morning(case));
        let mut chance = Chance::of("exam", case);
        let answers = Answers::new(&mut chance);
        let before = if home.progress_file().exists() { sittings(home).len() } else { 0 };
        let killed = killed(home, &words, &answers.lines_from(0), length.moment(&mut chance));
        length.learn(&killed);
        let place = format!("case {case}, killed after {:?}", killed.after);
        tally.count(nothing_is_half(home, before, &answers, &killed, &place));
        it_goes_on(home, before, &answers, &place);
    }
    tally.told("exam");
}
