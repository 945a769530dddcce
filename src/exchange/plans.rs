//! How are exams kept in a file?
//!
//! `plans.json` in the data directory: one object with a list of exams. A file that a newer program
//! wrote, or that is damaged, is an error and never overwritten silently.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::plan::exam::{Exam, Measured, Week};
use crate::plan::prices::Curve;
use crate::time::Day;

/// The version of the form.
const SCHEMA: u32 = 1;

/// Why a text is no list of exams.
#[derive(Debug)]
pub enum PlansError {
    /// It is not JSON of this form.
    Form(serde_json::Error),
    /// A newer program wrote it.
    Newer(u32),
    /// A day or a number in it cannot be.
    Value(String),
}

#[derive(Serialize, Deserialize)]
struct File {
    schema: u32,
    exams: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    date: String,
    decks: Vec<String>,
    minutes: [u16; 7],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    questions: Option<u32>,
    since: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prices: Option<Prices>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    enough: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    predicted: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    measured: Vec<Measure>,
}

#[derive(Serialize, Deserialize)]
struct Prices {
    knots: Vec<f64>,
    kinds: Vec<f64>,
}

#[derive(Serialize, Deserialize)]
struct Measure {
    day: String,
    predicted: Option<f64>,
    scored: f64,
}

/// Returns the exams of a file's text; none for an empty text.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Exam>, PlansError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let file: File = serde_json::from_str(text).map_err(PlansError::Form)?;
    if file.schema > SCHEMA {
        return Err(PlansError::Newer(file.schema));
    }
    file.exams.into_iter().map(exam).collect()
}

/// Returns the text of the file.
///
/// # Errors
/// None in practice: the values are numbers and texts.
pub fn write(exams: &[Exam]) -> Result<String, PlansError> {
    let file = File { schema: SCHEMA, exams: exams.iter().map(row).collect() };
    serde_json::to_string_pretty(&file).map(|text| text + "\n").map_err(PlansError::Form)
}

fn exam(row: Row) -> Result<Exam, PlansError> {
    let day = |text: &String| text.parse::<Day>().map_err(|error| PlansError::Value(error.to_string()));
    let percent = |value: f64| {
        let is_percent = (0.0..=100.0).contains(&value);
        is_percent.then_some(value).ok_or_else(|| PlansError::Value(format!("`{value}` is no percentage")))
    };
    let measured = row.measured.iter().map(|measure| {
        let predicted = measure.predicted.map(percent).transpose()?;
        Ok(Measured { day: day(&measure.day)?, predicted, scored: percent(measure.scored)? })
    });
    Ok(Exam {
        date: day(&row.date)?,
        since: day(&row.since)?,
        week: Week::new(row.minutes),
        target: row.target.map(|target| target.clamp(1, 100)),
        questions: row.questions.filter(|questions| *questions > 0),
        curve: row.prices.map(|prices| Curve::of_numbers(prices.knots, prices.kinds)),
        enough: row.enough.iter().map(day).collect::<Result<_, _>>()?,
        predicted: row.predicted.map(percent).transpose()?,
        measured: measured.collect::<Result<_, _>>()?,
        decks: row.decks,
    })
}

fn row(exam: &Exam) -> Row {
    let prices = exam.curve.as_ref().map(|curve| {
        let (knots, kinds) = curve.numbers();
        Prices { knots: knots.to_vec(), kinds: kinds.to_vec() }
    });
    let measure = |measured: &Measured| Measure {
        day: measured.day.iso(),
        predicted: measured.predicted,
        scored: measured.scored,
    };
    Row {
        date: exam.date.iso(),
        decks: exam.decks.clone(),
        minutes: exam.week.minutes(),
        target: exam.target,
        questions: exam.questions,
        since: exam.since.iso(),
        prices,
        enough: exam.enough.iter().map(|day| day.iso()).collect(),
        predicted: exam.predicted,
        measured: exam.measured.iter().map(measure).collect(),
    }
}

impl fmt::Display for PlansError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(error) => write!(f, "it is not in the form of a list of exams: {error}"),
            Self::Newer(schema) => {
                write!(f, "it has the form {schema}, and this csto-quiz knows forms up to {SCHEMA}")
            }
            Self::Value(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for PlansError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exams_are_read_as_they_were_written() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let mut exam =
            Exam::new(day("2026-12-15"), vec!["csto".to_owned()], Week::default(), day("2026-11-23"));
        let plain = exam.clone();
        exam.target = Some(85);
        exam.questions = Some(40);
        exam.curve = Some(Curve::of_numbers(vec![-5.25, -4.0], vec![0.5]));
        exam.note_enough(day("2026-11-25"));
        exam.predicted = Some(71.5);
        exam.measured.push(Measured { day: day("2026-11-30"), predicted: None, scored: 60.0 });
        let exams = vec![exam, plain];
        assert_eq!(parse(&write(&exams).expect("a text")).expect("exams"), exams);
        assert_eq!(parse(" \n").expect("no exams"), []);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let refused = |text: &str| parse(text).unwrap_err().to_string();
        assert_eq!(
            refused("{\"schema\": 2, \"exams\": []}"),
            "it has the form 2, and this csto-quiz knows forms up to 1"
        );
        let exam = |date: &str| {
            format!(
                "{{\"schema\":1,\"exams\":[{{\"date\":\"{date}\",\"decks\":[],\"minutes\":[1,1,1,1,1,1,1],\"since\":\"2026-01-01\"}}]}}"
            )
        };
        assert_eq!(refused(&exam("soon")), "`soon` is not a day like 2026-11-23");
        assert!(parse(&exam("2026-02-01")).is_ok());
        assert!(refused("[]").starts_with("it is not in the form of a list of exams"));
    }
}
