//! How does a line of the log look as JSON?
//!
//! One object on one line, the same keys in the same order, `"schema": 1`. `progress export` writes
//! it; what is read is a stranger's, and every field of it is checked.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::answer::verdict::Class;
use crate::deck::id::FaceId;
use crate::exchange::fields::{
    HEX_16, LogError, SCHEMA, bits, day, exact, moment, review_id, shown, typed, utc, utc_text, word, wrong,
};
use crate::review::{Judged, LogLine, Mode, Review, Revocation, RevocationReason, Scheduler};
use crate::schedule::grade::Grade;

/// A line, with values still to be checked.
#[derive(Serialize, Deserialize)]
struct Line<T> {
    schema: T,
    id: T,
    machine: T,
    card: T,
    day: T,
    at: T,
    mode: T,
    verdict: T,
    score: T,
    typed: T,
    proposed: T,
    grade: T,
    hints: T,
    first_key_ms: T,
    answer_ms: T,
    due: T,
    fingerprint: T,
    model: T,
    parameters: T,
    revoked: Option<Revoked<T>>,
}

/// A revocation, with values still to be checked.
#[derive(Serialize, Deserialize)]
struct Revoked<T> {
    id: T,
    machine: T,
    at: T,
    reason: T,
}

/// Writes a line of the log as one line of JSON, without the end of the line.
///
/// # Panics
/// Never: texts and numbers under text keys are always JSON.
pub fn to_json(line: &LogLine) -> String {
    let LogLine { review, revoked } = line;
    let line = Line {
        schema: Value::from(SCHEMA),
        id: review.id.to_string().into(),
        machine: review.machine.to_string().into(),
        card: review.face.to_string().into(),
        day: review.day.iso().into(),
        at: review.moment.rfc3339().into(),
        mode: review.mode.as_str().into(),
        verdict: review.verdict.map(|judged| judged.class.as_str()).into(),
        score: review.verdict.map(|judged| judged.score).into(),
        typed: review.typed.clone().into(),
        proposed: review.proposed.as_str().into(),
        grade: review.grade.as_str().into(),
        hints: review.hints.into(),
        first_key_ms: review.first_key_ms.into(),
        answer_ms: review.answer_ms.into(),
        due: review.due.iso().into(),
        fingerprint: format!("{:016x}", review.fingerprint).into(),
        model: review.scheduler.model.clone().into(),
        parameters: review.scheduler.parameters.into(),
        revoked: revoked.as_ref().map(revoked_value),
    };
    serde_json::to_string(&line).expect("texts and numbers under text keys are always JSON")
}

fn revoked_value(revocation: &Revocation) -> Revoked<Value> {
    Revoked {
        id: revocation.id.to_string().into(),
        machine: revocation.machine.to_string().into(),
        at: utc_text(revocation.at).into(),
        reason: revocation.reason.as_str().into(),
    }
}

/// Reads a line of the log from JSON; fields that are unknown are passed over.
///
/// # Errors
/// [`LogError::Form`] where it is no object or lacks a field, [`LogError::Schema`] where it is of
/// another version, [`LogError::Field`] where a value is not one that [`to_json`] writes.
pub fn from_json(text: &str) -> Result<LogLine, LogError> {
    let line: Line<Value> = serde_json::from_str(text).map_err(|cause| LogError::Form { cause })?;
    if line.schema != SCHEMA {
        return Err(LogError::Schema { found: shown(&line.schema) });
    }
    let scheduler = Scheduler {
        model: typed("model", line.model, "a text")?,
        parameters: typed("parameters", line.parameters, "a whole number")?,
    };
    let review = Review {
        id: review_id("id", line.id)?,
        machine: exact("machine", line.machine, HEX_16)?,
        face: exact::<FaceId>("card", line.card, "the name of a card like `deck/card`")?,
        day: day("day", line.day)?,
        moment: moment("at", line.at)?,
        mode: word(&Mode::ALL, Mode::as_str, "mode", line.mode)?,
        verdict: judged(line.verdict, line.score)?,
        typed: typed("typed", line.typed, "a text or null")?,
        proposed: grade("proposed", line.proposed)?,
        grade: grade("grade", line.grade)?,
        hints: typed("hints", line.hints, "a whole number 0–255")?,
        first_key_ms: typed("first_key_ms", line.first_key_ms, "a number of milliseconds or null")?,
        answer_ms: typed("answer_ms", line.answer_ms, "a number of milliseconds")?,
        due: day("due", line.due)?,
        fingerprint: bits("fingerprint", line.fingerprint)?,
        scheduler,
    };
    Ok(LogLine { review, revoked: line.revoked.map(revocation).transpose()? })
}

fn revocation(value: Revoked<Value>) -> Result<Revocation, LogError> {
    Ok(Revocation {
        id: review_id("revoked.id", value.id)?,
        machine: exact("revoked.machine", value.machine, HEX_16)?,
        at: utc("revoked.at", value.at)?,
        reason: word(&RevocationReason::ALL, RevocationReason::as_str, "revoked.reason", value.reason)?,
    })
}

fn grade(field: &'static str, value: Value) -> Result<Grade, LogError> {
    word(&Grade::ALL, Grade::as_str, field, value)
}

fn judged(verdict: Value, score: Value) -> Result<Option<Judged>, LogError> {
    const WANTED: &str = "a number 0–1, or null where there is no verdict";
    let found = shown(&score);
    let class = match verdict {
        Value::Null => None,
        word_of => Some(word(&Class::ALL, Class::as_str, "verdict", word_of)?),
    };
    match (class, typed::<Option<f64>>("score", score, WANTED)?) {
        (None, None) => Ok(None),
        (Some(class), Some(score)) if (0.0..=1.0).contains(&score) => Ok(Some(Judged { class, score })),
        (None | Some(_), _) => Err(wrong("score", &found, WANTED)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{MachineId, ReviewId};
    use crate::time::{Day, Moment, Timestamp};
    use proptest::prelude::*;

    const WRITTEN: &str = concat!(
        r#"{"schema":1,"id":"01a0ca40a40000000000000000000009","machine":"0000000000000007","#,
        r#""card":"csto/founded#2","day":"2026-11-23","at":"2026-11-24T00:30:00.000+01:00","#,
        r#""mode":"study","verdict":"partial","score":0.5,"typed":"15 May","#,
        r#""proposed":"again","grade":"hard","hints":1,"first_key_ms":null,"answer_ms":2500,"#,
        r#""due":"2026-11-25","fingerprint":"00000000000000ff","model":"fsrs-6","parameters":0,"#,
        r#""revoked":{"id":"01a0ca40a40000000000000000000009","machine":"0000000000000007","#,
        r#""at":"2026-11-23T23:30:00.000Z","reason":"undo"}}"#,
    );

    fn line() -> LogLine {
        from_json(WRITTEN).expect("a line")
    }

    #[test]
    fn a_line_is_written_in_a_fixed_order() {
        assert_eq!(to_json(&line()), WRITTEN);
        assert_eq!(line().review.moment.offset, 60);
    }

    #[test]
    fn what_was_never_judged_nor_revoked_is_null() {
        let line = line();
        let review = Review { verdict: None, typed: None, ..line.review };
        let line = LogLine { review, revoked: None };
        let text = to_json(&line);
        assert!(text.contains(r#""verdict":null,"score":null,"typed":null"#), "{text}");
        assert!(text.ends_with(r#""revoked":null}"#), "{text}");
        assert_eq!(from_json(&text).unwrap(), line);
    }

    #[track_caller]
    fn case(field: &str, value: &str, message: &str) {
        let start = WRITTEN.find(&format!("\"{field}\":")).expect("the field") + field.len() + 3;
        let end = start + WRITTEN[start..].find([',', '}']).expect("the end of the value");
        let text = format!("{}{value}{}", &WRITTEN[..start], &WRITTEN[end..]);
        assert_eq!(from_json(&text).unwrap_err().to_string(), message);
    }

    #[test]
    fn every_wrong_field_is_named() {
        case("schema", "2", "`schema` is `2`, and this csto-quiz reads 1");
        case("id", "7", "`id` is `7`, not 32 hexadecimal digits");
        case("id", r#""+1""#, "`id` is `+1`, not 32 hexadecimal digits");
        case("machine", r#""7""#, "`machine` is `7`, not 16 hexadecimal digits");
        case("card", r#""../x""#, "`card` is `../x`, not the name of a card like `deck/card`");
        case("card", r#""a/b#02""#, "`card` is `a/b#02`, not the name of a card like `deck/card`");
        case("day", r#""2026-02-30""#, "`day` is `2026-02-30`, not a day like 2026-11-23");
        case("at", "null", "`at` is `null`, not a moment like 2026-11-23T09:00:00.000+01:00");
        case(
            "at",
            r#""2026-11-23T09:00:00.000+25:00""#,
            "`at` is `2026-11-23T09:00:00.000+25:00`, not a moment like 2026-11-23T09:00:00.000+01:00",
        );
        case("mode", r#""play""#, "`mode` is `play`, not one of: study, exam, cram");
        case("verdict", r#""right""#, "`verdict` is `right`, not one of: correct, typo, partial, wrong");
        case("verdict", "null", "`score` is `0.5`, not a number 0–1, or null where there is no verdict");
        case("score", "1.5", "`score` is `1.5`, not a number 0–1, or null where there is no verdict");
        case("score", "null", "`score` is `null`, not a number 0–1, or null where there is no verdict");
        case("typed", "[[1]]", "`typed` is `a list`, not a text or null");
        case("proposed", r#""\u001b""#, "`proposed` is `\\u{1b}`, not one of: again, hard, good, easy");
        case("grade", "3", "`grade` is `3`, not a word");
        case("hints", "256", "`hints` is `256`, not a whole number 0–255");
        case("first_key_ms", "-1", "`first_key_ms` is `-1`, not a number of milliseconds or null");
        case("answer_ms", "1.5", "`answer_ms` is `1.5`, not a number of milliseconds");
        case("due", r#""soon""#, "`due` is `soon`, not a day like 2026-11-23");
        case("fingerprint", r#""FF""#, "`fingerprint` is `FF`, not 16 hexadecimal digits");
        case("model", "6", "`model` is `6`, not a text");
        case("parameters", r#""0""#, "`parameters` is `0`, not a whole number");
        case("reason", r#""mood""#, "`revoked.reason` is `mood`, not one of: undo, regrade, forget");
    }

    #[track_caller]
    fn no_line(text: &str, message: &str) {
        assert_eq!(from_json(text).unwrap_err().to_string(), message);
    }

    #[test]
    fn what_lacks_a_field_or_has_it_twice_is_no_line() {
        no_line("", "not a line of the log: EOF while parsing a value at line 1 column 0");
        no_line(r#"{"schema":1}"#, "not a line of the log: missing field `id` at line 1 column 12");
        no_line(
            r#"{"schema":1,"schema":1}"#,
            "not a line of the log: duplicate field `schema` at line 1 column 20",
        );
    }

    fn any_line() -> impl Strategy<Value = LogLine> {
        let names = (any::<u128>(), any::<u64>(), any::<u64>(), prop::option::of(0usize..2));
        let times = (any::<i32>(), any::<i64>(), -1440i16..=1440, any::<i32>());
        let words = (0usize..3, prop::option::of((0usize..4, 0.0f64..=1.0)), 0usize..4, 0usize..4);
        let rest = (
            prop::option::of(any::<String>()),
            any::<u8>(),
            prop::option::of(any::<u32>()),
            (any::<u32>(), any::<u32>(), any::<String>()),
        );
        (names, times, words, rest).prop_map(|(names, times, words, rest)| {
            let at = Timestamp::from_millis(times.1);
            let id = ReviewId::new(at, names.0);
            let machine = MachineId::new(names.1);
            let review = Review {
                id,
                machine,
                face: "d/c.1-x_#reverse".parse().expect("a face"),
                day: Day::from_number(times.0),
                moment: Moment { at, offset: times.2 },
                mode: Mode::ALL[words.0],
                verdict: words.1.map(|(class, score)| Judged { class: Class::ALL[class], score }),
                typed: rest.0,
                proposed: Grade::ALL[words.2],
                grade: Grade::ALL[words.3],
                hints: rest.1,
                first_key_ms: rest.2,
                answer_ms: rest.3.0,
                due: Day::from_number(times.3),
                fingerprint: names.2,
                scheduler: Scheduler { model: rest.3.2, parameters: rest.3.1 },
            };
            let reason = names.3.map(|reason| RevocationReason::ALL[reason]);
            LogLine { review, revoked: reason.map(|reason| Revocation { id, machine, at, reason }) }
        })
    }

    proptest! {
        #[test]
        fn any_line_survives_writing(line in any_line()) {
            let text = to_json(&line);
            prop_assert!(!text.contains('\n'));
            prop_assert_eq!(from_json(&text).map_err(|error| error.to_string()), Ok(line));
        }

        #[test]
        fn no_text_is_too_odd_to_be_refused(text in any::<String>(), at in 0usize..600, odd in any::<char>()) {
            prop_assert!(from_json(&text).is_err());
            let mut damaged: Vec<char> = WRITTEN.chars().collect();
            if let Some(place) = damaged.get_mut(at) {
                *place = odd;
            }
            let damaged: String = damaged.into_iter().collect();
            if let Ok(line) = from_json(&damaged) {
                prop_assert_eq!(from_json(&to_json(&line)).map_err(|error| error.to_string()), Ok(line));
            }
        }
    }
}
