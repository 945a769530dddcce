//! Does a typed date say what a card expects?

use crate::answer::text::Context;
use crate::answer::verdict::{Class, DatePart, Remark, Slip, Verdict};
use crate::deck::kind::DateAnswer;
use crate::reading::date::{CalendarDate, DateOrder, Forgiven, Manner, Precision, forgiving, without_year};
use crate::text::fold;

/// Returns the verdict on a typed date: right when a reading of it agrees as exactly as is asked,
/// partial when it agrees and says less.
pub(super) fn check(expected: &DateAnswer, typed: &str, context: &Context<'_>) -> Verdict {
    let examiner = context.examiner;
    let asked = Some(expected.expected.precision());
    let manner = Manner { order: examiner.date_order(), years: examiner.years(), asked };
    let mut read = forgiving(typed, manner);
    if read.dates.is_empty() {
        read = forgiving(&without_vague_words(typed), manner);
    }
    let Forgiven { dates: found, slip } = read;
    let slips: Vec<Slip> =
        slip.into_iter().map(|(typed, month)| Slip { typed, meant: capital(month) }).collect();
    let mut verdict = match best(expected, &found) {
        Some((date, wanted)) if date.precision() >= wanted => {
            let mut verdict = Verdict::slipped(slips);
            if found.iter().any(|other| !accepts(expected, *other)) {
                verdict.remarks.extend(two_readings(typed, manner));
            }
            return Verdict { reading: reading_of(typed, &[date]), ..verdict };
        }
        Some((date, wanted)) => incomplete(date, wanted),
        None if found.is_empty() && agrees_but_for_the_year(expected, typed) => {
            let remarks = vec![Remark::DateLacks(vec![DatePart::Year])];
            Verdict {
                remarks,
                missing: vec![DatePart::Year.as_str().to_owned()],
                ..Verdict::of(Class::Partial, 0.5)
            }
        }
        None => Verdict {
            rival: examiner.holder_of_date(&found, context.card),
            remarks: wrong_parts(expected.expected, &found, typed),
            ..Verdict::wrong()
        },
    };
    verdict.reading = reading_of(typed, &found);
    verdict
}

/// Words that say in which part of a month or a year something was.
const VAGUE: &[&str] = &[
    "early",
    "late",
    "mid",
    "end",
    "beginning",
    "start",
    "middle",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
];

/// Returns a date without the words that only say in which part of a month or a year it was.
fn without_vague_words(typed: &str) -> String {
    let words = typed.split([' ', '-']).filter(|word| !VAGUE.contains(&fold(word).as_str()));
    words.collect::<Vec<_>>().join(" ")
}

/// Returns whether month and day are right and only the year is not given.
fn agrees_but_for_the_year(expected: &DateAnswer, typed: &str) -> bool {
    let Some((month, day)) = without_year(typed) else { return false };
    let wanted = expected.expected;
    wanted.month() == Some(month) && (day.is_none() || wanted.day() == day)
}

fn capital(month: &str) -> String {
    let mut letters = month.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Returns whether a date says what is expected, as exactly as is asked.
pub(super) fn accepts(expected: &DateAnswer, date: CalendarDate) -> bool {
    all(expected).any(|wanted| date.cut_to(wanted.precision()) == wanted)
}

fn all(expected: &DateAnswer) -> impl Iterator<Item = CalendarDate> + '_ {
    std::iter::once(expected.expected).chain(expected.accepted.iter().copied())
}

/// Returns how a date of figures reads in both orders, where no order is known.
fn two_readings(typed: &str, manner: Manner) -> Option<Remark> {
    let read = |order| match forgiving(typed, Manner { order: Some(order), ..manner }).dates.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let (day_first, month_first) = (read(DateOrder::DayFirst)?, read(DateOrder::MonthFirst)?);
    let differ = manner.order.is_none() && day_first != month_first;
    differ.then_some(Remark::TwoReadings { day_first, month_first })
}

/// Returns the reading that agrees with an expected date, and how exactly that one is asked;
/// one that is exact enough before one that is not.
fn best(expected: &DateAnswer, found: &[CalendarDate]) -> Option<(CalendarDate, Precision)> {
    let agreeing = || {
        found
            .iter()
            .flat_map(|date| all(expected).map(move |wanted| (*date, wanted)))
            .filter(|(date, wanted)| date.cut_to(wanted.precision()) == wanted.cut_to(date.precision()))
    };
    agreeing()
        .find(|(date, wanted)| date.precision() >= wanted.precision())
        .or_else(|| agreeing().next())
        .map(|(date, wanted)| (date, wanted.precision()))
}

fn incomplete(date: CalendarDate, wanted: Precision) -> Verdict {
    let (given, missing): (f64, &[DatePart]) = match (date.precision(), wanted) {
        (Precision::Year, Precision::Day) => (1.0 / 3.0, &[DatePart::Month, DatePart::Day]),
        (Precision::Year, _) => (1.0 / 2.0, &[DatePart::Month]),
        _ => (2.0 / 3.0, &[DatePart::Day]),
    };
    let remarks = vec![Remark::DateLacks(missing.to_vec())];
    let missing = missing.iter().map(|part| part.as_str().to_owned()).collect();
    Verdict { missing, remarks, ..Verdict::of(Class::Partial, given) }
}

/// Returns which parts of the only reading differ from what is expected.
fn wrong_parts(expected: CalendarDate, found: &[CalendarDate], typed: &str) -> Vec<Remark> {
    let date = match found {
        [only] => *only,
        [] if fold(typed).split([' ', '/']).any(|word| word == "or") => return vec![Remark::Alternatives],
        [] if without_year(typed).is_none()
            && without_vague_words(typed).chars().any(|c| c.is_ascii_digit()) =>
        {
            return vec![Remark::NoDate];
        }
        [] if without_year(typed).is_some() => return parts_without_year(expected, typed),
        [] => return vec![Remark::NotADate],
        _ => return Vec::new(),
    };
    let differs =
        |part: DatePart, a: Option<i8>, b: Option<i8>| (a.is_some() && b.is_some() && a != b).then_some(part);
    let parts = [
        differs(DatePart::Day, expected.day(), date.day()),
        differs(DatePart::Month, expected.month(), date.month()),
        (expected.year() != date.year()).then_some(DatePart::Year),
    ];
    vec![Remark::DateParts(parts.into_iter().flatten().collect())]
}

/// Returns which parts of a date without its year are wrong.
fn parts_without_year(expected: CalendarDate, typed: &str) -> Vec<Remark> {
    let Some((month, day)) = without_year(typed) else { return Vec::new() };
    let day = day.filter(|day| expected.day().is_some_and(|wanted| wanted != *day)).map(|_| DatePart::Day);
    let month = (expected.month().is_some_and(|wanted| wanted != month)).then_some(DatePart::Month);
    vec![Remark::DateParts([day, month].into_iter().flatten().collect())]
}

/// Returns how the date was read, when that is not what was typed.
fn reading_of(typed: &str, found: &[CalendarDate]) -> Option<String> {
    let shown = found.iter().map(|date| date.long()).collect::<Vec<_>>().join(" or ");
    (!shown.is_empty() && fold(&shown) != fold(typed)).then_some(shown)
}
