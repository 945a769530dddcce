//! Which date or number does a card expect?

use toml::de::DeValue;

use super::card::{Ask, values};
use super::date::{self, BadDate};
use super::table::{Fields, Text, Value, span_of};
use super::words::quoted;
use crate::deck::DateOrder;
use crate::deck::diagnostic::Diagnostic;
use crate::deck::kind::{DateAnswer, Kind, NumberAnswer, Unit};
use crate::deck::names::has_words;
use crate::deck::rules::{
    AMBIGUOUS_DATE, DATE_PRECISION, IMPOSSIBLE_DATE, MISSING_KEY, NEGATIVE_TOLERANCE, OUTSIDE_BETWEEN,
    ROUGHLY_WITHOUT_TOLERANCE, TWO_RANGES, UNREADABLE_DATE, WIDE_TOLERANCE,
};
use crate::reading::date::{CalendarDate, Precision};
use crate::source::{Placed, Span};

/// How exactly a date can be asked.
const PRECISIONS: &[(&str, Precision)] =
    &[("year", Precision::Year), ("month", Precision::Month), ("day", Precision::Day)];

/// Words of a question that ask for about the number.
const ROUGHLY: &[&str] = &["roughly", "approximately", "about how many", "about how much", "around how many"];

/// Reads a `[[date]]`.
pub(super) fn date(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let order = ask.common.order;
    let value = fields.required("answer");
    let answer = value.and_then(|value| date_of(fields, "answer", value, order));
    let precision = fields.word("precision", PRECISIONS);
    let accepted = each(fields, "accept", |fields, value| date_of(fields, "accept", value, order));
    let expected = answer?;
    if let Some(wanted) = precision.filter(|wanted| *wanted > expected.precision()) {
        let span = fields.value("precision").map_or(fields.heading, span_of);
        let headline = format!(
            "`precision` asks for {}, and the date has {}",
            wanted.parts(),
            expected.precision().parts()
        );
        let mut found = DATE_PRECISION.found(span, headline, "finer than the date");
        if let Some(value) = value {
            found = found.beside(span_of(value), "the date");
        }
        fields
            .found
            .push(found.help("write the date as exactly as it is to be known, or take `precision` away"));
    }
    let expected = precision.map_or(expected, |precision| expected.cut_to(precision));
    Some(Kind::Date(DateAnswer { expected, accepted }))
}

/// Reads the list of a key, or its one value, with a reader for one.
fn each<T>(
    fields: &mut Fields<'_>,
    key: &str,
    mut read: impl FnMut(&mut Fields<'_>, &Value<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(value) = fields.value(key) else { return Vec::new() };
    match value.get_ref() {
        DeValue::Array(list) => list.iter().filter_map(|one| read(fields, one)).collect(),
        _ => read(fields, value).into_iter().collect(),
    }
}

fn date_of(
    fields: &mut Fields<'_>,
    key: &str,
    value: &Value<'_>,
    order: Option<DateOrder>,
) -> Option<CalendarDate> {
    let span = span_of(value);
    let (written, read) = match value.get_ref() {
        DeValue::Datetime(stamp) => (stamp.to_string(), toml_date(stamp)),
        DeValue::Integer(year) => (year.as_str().to_owned(), date::read(year.as_str(), order)),
        _ => {
            let Text { value, .. } = fields.text_of(key, value)?;
            let read = date::read(&value, order);
            (value, read)
        }
    };
    match read {
        Ok(date) => Some(date),
        Err(bad) => {
            fields.found.push(bad_date(&written, bad, span));
            None
        }
    }
}

fn toml_date(stamp: &toml::value::Datetime) -> Result<CalendarDate, BadDate> {
    let (Some(date), None) = (stamp.date, stamp.time) else { return Err(BadDate::NoDate) };
    let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(BadDate::Impossible) };
    CalendarDate::full(year, month, day).ok_or(BadDate::Impossible)
}

/// Reports a text that is no date.
pub(super) fn bad_date(written: &str, bad: BadDate, span: Span) -> Diagnostic {
    let written = quoted(written);
    match bad {
        BadDate::NoDate => UNREADABLE_DATE
            .found(span, format!("{written} cannot be read as a date"), "not a date")
            .help("write it like `14 May 2002`, `May 2002`, `2002` or `2002-05-14`"),
        BadDate::Impossible => IMPOSSIBLE_DATE
            .found(span, format!("{written} is not in the calendar"), "there is no such date")
            .help("look the date up again"),
        BadDate::Ambiguous { day_first, month_first } => AMBIGUOUS_DATE
            .found(
                span,
                format!("{written} can be read in two ways"),
                format!("{day_first} or {month_first}?"),
            )
            .help(format!("write `{day_first}` or `{month_first}`; or set `date-order` under `[deck]`")),
    }
}

/// Reads a `[[number]]`.
pub(super) fn number(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let value = fields.required("answer");
    let answer = value.and_then(|value| fields.number_of("answer", value));
    let tolerance = tolerance(fields);
    let between = between(fields);
    let accepted = each(fields, "accept", |fields, value| fields.number_of("accept", value));
    let unit = unit(fields);
    if let (Some(_), Some(between)) = (&tolerance, &between) {
        let headline = "both `tolerance` and `between` say which numbers are right";
        let other = fields.key_span("tolerance").unwrap_or(fields.heading);
        let found = TWO_RANGES.found(between.span, headline, "one range").beside(other, "the other");
        fields.found.push(found.help("take one of them away"));
    }
    let answer = answer?;
    let (low, high) = range(fields, &answer, tolerance.as_ref(), between.as_ref());
    let is_exact = fields.value("tolerance").is_none() && fields.value("between").is_none();
    if let Some(word) = ROUGHLY.iter().find(|word| is_exact && has_words(&ask.folded, word)) {
        let headline = format!("the question says {}, and only the exact number is right", quoted(word));
        let found = ROUGHLY_WITHOUT_TOLERANCE.found(answer.span, headline, "exactly this");
        fields.found.push(found.help("write how far off an answer may be, such as `tolerance = \"10%\"`"));
    }
    let accepted = accepted.into_iter().map(|number| number.value).collect();
    Some(Kind::Number(NumberAnswer { value: answer.value, low, high, accepted, unit }))
}

/// How far off an answer may be.
enum Tolerance {
    By(f64),
    Share(f64),
}

fn tolerance(fields: &mut Fields<'_>) -> Option<Placed<Tolerance>> {
    let value = fields.value("tolerance")?;
    let span = span_of(value);
    let tolerance = match value.get_ref() {
        DeValue::String(text) if text.contains('%') => {
            let share = text.trim().strip_suffix('%').and_then(|figures| figures.trim().parse::<f64>().ok());
            match share.filter(|share| share.is_finite()) {
                Some(share) => Tolerance::Share(share / 100.0),
                None => return fields.wrong_type("tolerance", value, "a number or a share"),
            }
        }
        _ => Tolerance::By(fields.number_of("tolerance", value)?.value),
    };
    let (Tolerance::By(size) | Tolerance::Share(size)) = &tolerance;
    if *size < 0.0 {
        let found = NEGATIVE_TOLERANCE.found(span, "a tolerance below 0", "below 0");
        fields.found.push(found.help("write it without the minus; it counts in both directions"));
        return None;
    }
    Some(Placed { value: tolerance, span })
}

fn between(fields: &mut Fields<'_>) -> Option<Placed<(f64, f64)>> {
    let value = fields.value("between")?;
    let DeValue::Array(list) = value.get_ref() else {
        return fields.wrong_type("between", value, "two numbers");
    };
    let mut ends = list.iter();
    let (Some(low), Some(high), None) = (ends.next(), ends.next(), ends.next()) else {
        return fields.wrong_type("between", value, "two numbers");
    };
    let low = fields.number_of("between", low)?;
    let high = fields.number_of("between", high)?;
    Some(Placed { value: (low.value, high.value), span: span_of(value) })
}

fn range(
    fields: &mut Fields<'_>,
    answer: &Placed<f64>,
    tolerance: Option<&Placed<Tolerance>>,
    between: Option<&Placed<(f64, f64)>>,
) -> (f64, f64) {
    if let Some(Placed { value: (low, high), span }) = between {
        if !(*low..=*high).contains(&answer.value) {
            let found =
                OUTSIDE_BETWEEN.found(answer.span, "the answer lies outside `between`", "not between them");
            fields.found.push(
                found
                    .beside(*span, "smallest and largest")
                    .help("write `between = [smallest, largest]` around the answer"),
            );
        }
        return (*low, *high);
    }
    let Some(tolerance) = tolerance else { return (answer.value, answer.value) };
    let size = match tolerance.value {
        Tolerance::By(size) => size,
        Tolerance::Share(share) => share * answer.value.abs(),
    };
    if size >= answer.value.abs() && answer.value != 0.0 {
        let headline = "the tolerance is as large as the number";
        let found = WIDE_TOLERANCE.found(tolerance.span, headline, "even 0 would be right");
        fields.found.push(found.beside(answer.span, "the number").help("write a smaller one"));
    }
    (answer.value - size, answer.value + size)
}

fn unit(fields: &mut Fields<'_>) -> Option<Unit> {
    let required = fields.flag("unit-required").unwrap_or(false);
    let spellings = values(fields.one_or_more("unit"));
    if spellings.is_empty() {
        if required && fields.value("unit").is_none() && !fields.is_meant("unit") {
            let span = fields.key_span("unit-required").unwrap_or(fields.heading);
            let found = MISSING_KEY.found(span, "a unit is required, and there is none", "which unit?");
            fields.found.push(found.help("write `unit = \"soldiers\"`"));
        }
        return None;
    }
    Some(Unit { spellings, required })
}
