//! How does a row of the log look as a line that machines hand to each other?
//!
//! A review stands there as `exchange::log` writes it; revocations, decisions and exams have lines of
//! their own, told apart by `what`. So every export can be read as a segment. What is read is a
//! stranger's, and every field of it is checked.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::decision::{Decision, Ruling};
use crate::deck::card::MOST_MARKS;
use crate::deck::id::{CardId, FaceId};
use crate::exam::paper::Paper;
use crate::exam::sitting::{Event, Mark, Setup, What};
use crate::exchange::fields::{
    HEX_16, LogError, SCHEMA, bits, day, exact, moment, review_id, shown, typed, utc, utc_text, word, wrong,
};
use crate::exchange::log;
use crate::review::{LogLine, ReviewId, Revocation, RevocationReason};
use crate::seed::{Seed, fingerprint_of_bytes};

/// The word of a line that revokes a review.
const REVOCATION: &str = "revocation";
/// The word of a line with a decision about a card.
const DECISION: &str = "decision";
/// The word of a line with an exam.
const EXAM: &str = "exam";
/// What is looked for where the name of a card belongs.
const CARD: &str = "the name of a card like `deck/card`";
/// What is looked for where a count belongs.
const COUNT: &str = "a whole number, 0 or more";
/// What is looked for where a percentage belongs.
const PERCENT: &str = "a number 0–100";

/// A row of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A review, and what revoked it where that is known.
    Review(LogLine),
    /// What revokes the review of a name.
    Revocation(ReviewId, Revocation),
    /// What was decided about a card.
    Decision(Decision),
    /// An exam, with what has happened in it so far.
    Exam(Setup, Vec<Event>),
}

/// How far a segment was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes, up to the end of a line.
    pub bytes: u64,
    /// A fingerprint of what stands right before, by which a file that was exchanged is told.
    pub mark: u64,
}

impl Position {
    /// Returns the beginning of every segment.
    pub fn start() -> Self {
        Self { bytes: 0, mark: fingerprint_of_bytes(&[]) }
    }
}

/// What kind of line it is; a review where nothing is said.
#[derive(Deserialize)]
struct Kind {
    what: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct RevocationLine {
    schema: Value,
    what: String,
    review: Value,
    id: Value,
    machine: Value,
    at: Value,
    reason: Value,
}

#[derive(Serialize, Deserialize)]
struct DecisionLine {
    schema: Value,
    what: String,
    id: Value,
    machine: Value,
    at: Value,
    card: Value,
    ruling: Value,
    text: Value,
    until: Value,
}

#[derive(Serialize, Deserialize)]
struct ExamLine {
    schema: Value,
    what: String,
    id: Value,
    machine: Value,
    at: Value,
    title: Value,
    questions: Vec<Value>,
    seed: Value,
    minutes: Value,
    pass: Value,
    strict: Value,
    recorded: Value,
    predicted: Value,
    events: Vec<EventLine>,
}

/// An event of an exam; which of the last three it has depends on what happened.
#[derive(Serialize, Deserialize)]
struct EventLine {
    at: Value,
    what: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    question: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    typed: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    ms: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    marks: Value,
}

/// Writes a row as one line of JSON, without the end of the line.
///
/// # Panics
/// Never: texts and numbers under text keys are always JSON.
pub fn to_line(row: &Row) -> String {
    match row {
        Row::Review(line) => log::to_json(line),
        Row::Revocation(review, revocation) => written(&revocation_line(*review, revocation)),
        Row::Decision(decision) => written(&decision_line(decision)),
        Row::Exam(setup, events) => written(&exam_line(setup, events)),
    }
}

fn written(line: &impl Serialize) -> String {
    serde_json::to_string(line).expect("texts and numbers under text keys are always JSON")
}

fn revocation_line(review: ReviewId, revocation: &Revocation) -> RevocationLine {
    RevocationLine {
        schema: SCHEMA.into(),
        what: REVOCATION.to_owned(),
        review: review.to_string().into(),
        id: revocation.id.to_string().into(),
        machine: revocation.machine.to_string().into(),
        at: utc_text(revocation.at).into(),
        reason: revocation.reason.as_str().into(),
    }
}

fn decision_line(decision: &Decision) -> DecisionLine {
    let (text, until) = match &decision.ruling {
        Ruling::Accept(text) | Ruling::Refuse(text) => (Some(text.clone()), None),
        Ruling::Bury(until) => (None, Some(until.iso())),
        Ruling::Suspend | Ruling::Resume => (None, None),
    };
    DecisionLine {
        schema: SCHEMA.into(),
        what: DECISION.to_owned(),
        id: decision.id.to_string().into(),
        machine: decision.machine.to_string().into(),
        at: utc_text(decision.at).into(),
        card: decision.card.as_str().into(),
        ruling: decision.ruling.as_str().into(),
        text: text.into(),
        until: until.into(),
    }
}

fn exam_line(setup: &Setup, events: &[Event]) -> ExamLine {
    ExamLine {
        schema: SCHEMA.into(),
        what: EXAM.to_owned(),
        id: setup.id.to_string().into(),
        machine: setup.machine.to_string().into(),
        at: setup.begun.rfc3339().into(),
        title: setup.title.clone().into(),
        questions: setup.paper.questions.iter().map(|face| face.to_string().into()).collect(),
        seed: format!("{:016x}", setup.paper.seed.0).into(),
        minutes: setup.minutes.into(),
        pass: setup.pass.into(),
        strict: setup.strict.into(),
        recorded: setup.recorded.into(),
        predicted: setup.predicted.into(),
        events: events.iter().map(event_line).collect(),
    }
}

fn event_line(event: &Event) -> EventLine {
    let (mut question, mut typed, mut ms, mut marks) = (Value::Null, Value::Null, Value::Null, Value::Null);
    let what = match &event.what {
        What::Answered { question: asked, typed: text, ms: time } => {
            (question, typed, ms) = ((*asked).into(), text.clone().into(), (*time).into());
            "answered"
        }
        What::Marked { question: asked, marked } => {
            question = (*asked).into();
            if *marked { "marked" } else { "unmarked" }
        }
        What::HandedIn(got) => {
            marks = got.iter().map(|mark| json!([mark.got, mark.out_of])).collect();
            "handed-in"
        }
        What::Challenged { question: asked } => {
            question = (*asked).into();
            "challenged"
        }
    };
    EventLine { at: utc_text(event.at).into(), what: what.into(), question, typed, ms, marks }
}

/// Reads a row from a line; fields that are unknown are passed over.
///
/// # Errors
/// [`LogError::Form`] where it is no object or lacks a field, [`LogError::Schema`] where it is of
/// another version, [`LogError::Field`] where a value is not one that [`to_line`] writes.
pub fn from_line(text: &str) -> Result<Row, LogError> {
    let Kind { what } = serde_json::from_str(text).map_err(|cause| LogError::Form { cause })?;
    match what.as_deref() {
        None => log::from_json(text).map(Row::Review),
        Some(REVOCATION) => revocation(read(text)?),
        Some(DECISION) => decision(read(text)?),
        Some(EXAM) => exam(read(text)?),
        Some(other) => Err(wrong("what", other, &format!("one of: {REVOCATION}, {DECISION}, {EXAM}"))),
    }
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, LogError> {
    serde_json::from_str(text).map_err(|cause| LogError::Form { cause })
}

fn known_schema(schema: &Value) -> Result<(), LogError> {
    if *schema == SCHEMA { Ok(()) } else { Err(LogError::Schema { found: shown(schema) }) }
}

fn revocation(line: RevocationLine) -> Result<Row, LogError> {
    known_schema(&line.schema)?;
    let revocation = Revocation {
        id: review_id("id", line.id)?,
        machine: exact("machine", line.machine, HEX_16)?,
        at: utc("at", line.at)?,
        reason: word(&RevocationReason::ALL, RevocationReason::as_str, "reason", line.reason)?,
    };
    Ok(Row::Revocation(review_id("review", line.review)?, revocation))
}

fn decision(line: DecisionLine) -> Result<Row, LogError> {
    known_schema(&line.schema)?;
    let ruling = word(&Ruling::WORDS, |word| word, "ruling", line.ruling)?;
    let text: Option<String> = typed("text", line.text, "a text or null")?;
    let until = if line.until.is_null() { None } else { Some(day("until", line.until)?) };
    let ruling = match (ruling, text, until) {
        ("accept", Some(text), None) => Ruling::Accept(text),
        ("refuse", Some(text), None) => Ruling::Refuse(text),
        ("suspend", None, None) => Ruling::Suspend,
        ("resume", None, None) => Ruling::Resume,
        ("bury", None, Some(until)) => Ruling::Bury(until),
        (ruling, _, _) => return Err(wrong("ruling", ruling, "one that fits `text` and `until`")),
    };
    Ok(Row::Decision(Decision {
        id: review_id("id", line.id)?,
        machine: exact("machine", line.machine, HEX_16)?,
        at: utc("at", line.at)?,
        card: exact::<CardId>("card", line.card, CARD)?,
        ruling,
    }))
}

fn exam(line: ExamLine) -> Result<Row, LogError> {
    known_schema(&line.schema)?;
    let questions = line.questions.into_iter().map(|face| exact::<FaceId>("questions", face, CARD));
    let predicted = percent("predicted", &line.predicted)?;
    let setup = Setup {
        id: review_id("id", line.id)?,
        machine: exact("machine", line.machine, HEX_16)?,
        begun: moment("at", line.at)?,
        paper: Paper {
            questions: questions.collect::<Result<_, _>>()?,
            seed: Seed(bits("seed", line.seed)?),
        },
        minutes: typed("minutes", line.minutes, "a number of minutes or null")?,
        pass: if line.pass.is_null() { None } else { Some(percent("pass", &line.pass)?) },
        strict: typed("strict", line.strict, "true or false")?,
        recorded: typed("recorded", line.recorded, "true or false")?,
        predicted,
        title: typed("title", line.title, "a text")?,
    };
    let events = line.events.into_iter().map(event).collect::<Result<_, _>>()?;
    Ok(Row::Exam(setup, events))
}

fn event(line: EventLine) -> Result<Event, LogError> {
    const WORDS: [&str; 5] = ["answered", "marked", "unmarked", "handed-in", "challenged"];
    let what = word(&WORDS, |word| word, "events.what", line.what)?;
    let question = |value| typed::<u32>("events.question", value, COUNT).map(|question| question as usize);
    let what = match what {
        "answered" => What::Answered {
            question: question(line.question)?,
            typed: typed("events.typed", line.typed, "a text")?,
            ms: typed("events.ms", line.ms, "a number of milliseconds")?,
        },
        "handed-in" => What::HandedIn(marks(line.marks)?),
        "challenged" => What::Challenged { question: question(line.question)? },
        what => What::Marked { question: question(line.question)?, marked: what == "marked" },
    };
    Ok(Event { at: utc("events.at", line.at)?, what })
}

fn marks(value: Value) -> Result<Vec<Mark>, LogError> {
    const WANTED: &str = "pairs of marks, each got and out of";
    let found = shown(&value);
    let pairs: Vec<(f64, f64)> = typed("events.marks", value, WANTED)?;
    let mark = |(got, out_of): (f64, f64)| {
        let is_one = out_of > 0.0 && out_of <= MOST_MARKS && (0.0..=out_of).contains(&got);
        is_one.then_some(Mark { got, out_of })
    };
    pairs.into_iter().map(mark).collect::<Option<_>>().ok_or_else(|| wrong("events.marks", &found, WANTED))
}

fn percent(field: &'static str, value: &Value) -> Result<f64, LogError> {
    let percent = value.as_f64().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or_else(|| wrong(field, &shown(value), PERCENT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::MachineId;
    use crate::time::{Day, Moment, Timestamp};
    use proptest::prelude::*;

    fn any_row() -> impl Strategy<Value = Row> {
        let whole = (any::<u128>(), any::<u64>(), any::<i64>(), -1440i16..=1440);
        (whole, any::<String>(), any::<bool>(), any_events(), any_ruling(), 0usize..3).prop_map(
            |((chance, number, at, offset), text, flag, events, ruling, which)| {
                let (at, machine) = (Timestamp::from_millis(at), MachineId::new(number));
                let id = ReviewId::new(at, chance);
                match which {
                    0 => Row::Revocation(
                        ReviewId::new(at, chance / 2),
                        Revocation { id, machine, at, reason: RevocationReason::ALL[(number % 3) as usize] },
                    ),
                    1 => Row::Decision(Decision {
                        id,
                        machine,
                        at,
                        card: "d/c".parse().expect("a card"),
                        ruling,
                    }),
                    _ => Row::Exam(
                        Setup {
                            id,
                            machine,
                            begun: Moment { at, offset },
                            paper: Paper {
                                questions: vec!["d/c#reverse".parse().expect("a face")],
                                seed: Seed(number),
                            },
                            minutes: flag.then_some(30),
                            pass: flag.then_some(60.5),
                            strict: flag,
                            recorded: !flag,
                            predicted: 100.0 / 3.0,
                            title: text,
                        },
                        events,
                    ),
                }
            },
        )
    }

    fn any_events() -> impl Strategy<Value = Vec<Event>> {
        let event = (any::<i64>(), any::<String>(), any::<u32>(), 0.0..=2.0f64, 0u8..5);
        prop::collection::vec(event, 0..6).prop_map(|events| {
            let event = |(at, typed, ms, got, which): (i64, String, u32, f64, u8)| {
                let question = ms as usize;
                let what = match which {
                    0 => What::Answered { question, typed, ms },
                    1 => What::HandedIn(vec![Mark { got, out_of: 2.0 }]),
                    2 => What::Challenged { question },
                    marked => What::Marked { question, marked: marked == 3 },
                };
                Event { at: Timestamp::from_millis(at), what }
            };
            events.into_iter().map(event).collect()
        })
    }

    fn any_ruling() -> impl Strategy<Value = Ruling> {
        prop_oneof![
            any::<String>().prop_map(Ruling::Accept),
            any::<String>().prop_map(Ruling::Refuse),
            Just(Ruling::Suspend),
            Just(Ruling::Resume),
            any::<i32>().prop_map(|day| Ruling::Bury(Day::from_number(day))),
        ]
    }

    proptest! {
        #[test]
        fn any_row_survives_writing(row in any_row()) {
            let text = to_line(&row);
            prop_assert!(!text.contains('\n'));
            prop_assert_eq!(from_line(&text).map_err(|error| error.to_string()), Ok(row));
        }

        #[test]
        fn what_is_read_of_a_damaged_line_is_written_the_same(
            row in any_row(), at in 0usize..900, odd in any::<char>(),
        ) {
            let mut damaged: Vec<char> = to_line(&row).chars().collect();
            let place = at % damaged.len();
            damaged[place] = odd;
            if let Ok(row) = from_line(&damaged.into_iter().collect::<String>()) {
                prop_assert_eq!(from_line(&to_line(&row)).map_err(|error| error.to_string()), Ok(row));
            }
        }
    }

    #[track_caller]
    fn refused(text: &str, message: &str) {
        assert_eq!(from_line(text).expect_err("a wrong line").to_string(), message);
    }

    #[test]
    fn what_is_wrong_is_named() {
        refused(r#"{"what":"song"}"#, "`what` is `song`, not one of: revocation, decision, exam");
        refused(
            r#"{"what":"revocation","schema":1}"#,
            "not a line of the log: missing field `review` at line 1 column 32",
        );
        let decision = concat!(
            r#"{"schema":1,"what":"decision","id":"01a0ca40a40000000000000000000009","#,
            r#""machine":"0000000000000007","at":"2026-11-23T23:30:00.000Z","card":"d/c","#,
            r#""ruling":"bury","text":null,"until":null}"#,
        );
        refused(decision, "`ruling` is `bury`, not one that fits `text` and `until`");
        let later = decision.replace(r#""schema":1"#, r#""schema":2"#);
        refused(&later, "`schema` is `2`, and this csto-quiz reads 1");
    }
}
