//! Which dates and numbers does a written text mean? Tables of what people type.

use csto_quiz::reading::date::{CalendarDate, DateOrder, readings as dates};
use csto_quiz::reading::number::readings as numbers;
use proptest::prelude::*;

/// Checks that a text means exactly these dates, given in their short form, with no order set.
#[track_caller]
fn date(text: &str, expected: &[&str]) {
    let shown: Vec<String> = dates(text, None).into_iter().map(|date| date.to_string()).collect();
    assert_eq!(shown, expected, "{text:?}");
}

#[track_caller]
fn ordered(text: &str, order: DateOrder, expected: &[&str]) {
    let shown: Vec<String> = dates(text, Some(order)).into_iter().map(|date| date.to_string()).collect();
    assert_eq!(shown, expected, "{text:?}");
}

/// Checks that a text means exactly these numbers, each with what stands behind it.
#[track_caller]
fn number(text: &str, expected: &[(f64, &str)]) {
    let found = numbers(text);
    let found: Vec<(f64, &str)> = found.iter().map(|it| (it.value, it.rest.as_str())).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn days_are_read_in_figures() {
    date("1992-05-15", &["15 May 1992"]);
    date("1992-5-15", &["15 May 1992"]);
    date("1992/05/15", &["15 May 1992"]);
    date("1992.05.15", &["15 May 1992"]);
    date("15.05.1992", &["15 May 1992"]);
    date("15.5.1992", &["15 May 1992"]);
    date("15/5/1992", &["15 May 1992"]);
    date("5/15/1992", &["15 May 1992"]);
    date("05-15-1992", &["15 May 1992"]);
    date("15 05 1992", &["15 May 1992"]);
    date("15/05/92", &["15 May 1992"]);
    date("92-05-15", &["15 May 1992"]);
    date("19920515", &["15 May 1992"]);
    date("20120628", &["28 Jun 2012"]);
    date("２０１２-06-28", &["28 Jun 2012"]);
    date("2012–06–28", &["28 Jun 2012"]);
    date("06/07/2012", &["6 Jul 2012", "7 Jun 2012"]);
    date("7/7/2012", &["7 Jul 2012"]);
    date("29.02.2012", &["29 Feb 2012"]);
    date("28.06.2012 г.", &["28 Jun 2012"]);
    date("Thursday, 28.06.2012", &["28 Jun 2012"]);
    ordered("06/07/2012", DateOrder::DayFirst, &["6 Jul 2012"]);
    ordered("06/07/2012", DateOrder::MonthFirst, &["7 Jun 2012"]);
    ordered("5/15/1992", DateOrder::DayFirst, &["15 May 1992"]);
    ordered("15/5/1992", DateOrder::MonthFirst, &["15 May 1992"]);
    ordered("2012-06-07", DateOrder::DayFirst, &["7 Jun 2012"]);
}

#[test]
fn days_are_read_with_the_name_of_the_month() {
    date("15 May 1992", &["15 May 1992"]);
    date("15 MAY 1992", &["15 May 1992"]);
    date("  15   may 1992. ", &["15 May 1992"]);
    date("15th May 1992", &["15 May 1992"]);
    date("15th of May, 1992", &["15 May 1992"]);
    date("the 15th of May 1992", &["15 May 1992"]);
    date("on the 1st of May 1992", &["1 May 1992"]);
    date("2nd Feb. 2007", &["2 Feb 2007"]);
    date("3rd of Sept. 1993", &["3 Sep 1993"]);
    date("May 15, 1992", &["15 May 1992"]);
    date("May 15 1992", &["15 May 1992"]);
    date("May 15th, 1992", &["15 May 1992"]);
    date("June 28th, 2012", &["28 Jun 2012"]);
    date("June 28th 2012", &["28 Jun 2012"]);
    date("Jun. 28, 2012", &["28 Jun 2012"]);
    date("28-Jun-2012", &["28 Jun 2012"]);
    date("28jun2012", &["28 Jun 2012"]);
    date("15-May-92", &["15 May 1992"]);
    date("15 May '92", &["15 May 1992"]);
    date("15 May 29", &["15 May 2029"]);
    date("15 May 30", &["15 May 1930"]);
    date("2012 June 28", &["28 Jun 2012"]);
    date("2012, 28 June", &["28 Jun 2012"]);
    date("Thursday, June 28, 2012", &["28 Jun 2012"]);
    date("Thu 28 Jun 2012", &["28 Jun 2012"]);
    date("It was on 28 June 2012!", &["28 Jun 2012"]);
    date("28 June in the year 2012", &["28 Jun 2012"]);
    date("15 мая 1992", &["15 May 1992"]);
    date("15 мая 1992 года", &["15 May 1992"]);
    date("15-го мая 1992 г.", &["15 May 1992"]);
    date("28 ИЮНЯ 2012", &["28 Jun 2012"]);
    date("2 фев. 2007", &["2 Feb 2007"]);
    date("в четверг, 28 июня 2012 года", &["28 Jun 2012"]);
}

#[test]
fn months_and_years_are_read() {
    date("May 2002", &["May 2002"]);
    date("may, 2002", &["May 2002"]);
    date("in May 2002", &["May 2002"]);
    date("in May of 2002", &["May 2002"]);
    date("Sept. 2002", &["Sep 2002"]);
    date("2002 May", &["May 2002"]);
    date("2002-05", &["May 2002"]);
    date("05/2002", &["May 2002"]);
    date("5.2002", &["May 2002"]);
    date("May 92", &["May 1992"]);
    date("в мае 2002 года", &["May 2002"]);
    date("май 2002", &["May 2002"]);
    date("2002", &["2002"]);
    date("2002.", &["2002"]);
    date("in 2002", &["2002"]);
    date("the year 2002", &["2002"]);
    date("2002 год", &["2002"]);
    date("в 2002 г.", &["2002"]);
    date("92", &["1992", "92 AD"]);
    date("'92", &["1992", "92 AD"]);
    date("476", &["476"]);
}

#[test]
fn eras_are_read() {
    date("44 BC", &["44 BC"]);
    date("44 b.c.", &["44 BC"]);
    date("44 BCE", &["44 BC"]);
    date("44 B.C.E.", &["44 BC"]);
    date("15 March 44 BC", &["15 Mar 44 BC"]);
    date("March 44 BC", &["Mar 44 BC"]);
    date("44 г. до н. э.", &["44 BC"]);
    date("79 AD", &["79 AD"]);
    date("A.D. 79", &["79 AD"]);
    date("AD 79", &["79 AD"]);
    date("24 August 79 AD", &["24 Aug 79 AD"]);
    date("79 н. э.", &["79 AD"]);
    date("1066 CE", &["1066"]);
}

#[test]
fn what_is_no_date_has_no_reading() {
    for text in [
        "",
        "?",
        "May",
        "15 May",
        "May 15",
        "30 February 2012",
        "29 February 2011",
        "31.04.1992",
        "1992-13-01",
        "1992-00-10",
        "20121328",
        "0 BC",
        "0000",
        "12002",
        "123456789012345678901234567890",
        "1992 or 1999",
        "1992/1999",
        "1992, 1999",
        "1992-1999",
        "not 1992",
        "before 1992",
        "after May 1992",
        "early 1992",
        "1990s",
        "14 or 15 May 1992",
        "14/15 May 1992",
        "15 May or June 1992",
        "15 Mai 1992",
        "15 Juny 1992",
        "15 Jn 1992",
        "5th century",
        "1992th",
        "15:05:1992",
        "15 May 1992 AD BC",
        "44 AD BC",
        "-44",
        "(1992)",
        "1992 members",
        "next year",
        "١٩٩٢",
    ] {
        date(text, &[]);
    }
}

#[test]
fn a_month_is_not_taken_for_its_neighbour() {
    date("28 Jan 2012", &["28 Jan 2012"]);
    date("28 Jul 2012", &["28 Jul 2012"]);
    date("28 Mar 2012", &["28 Mar 2012"]);
    date("28 июля 2012", &["28 Jul 2012"]);
    date("28 июня 2012", &["28 Jun 2012"]);
    date("28 марта 2012", &["28 Mar 2012"]);
}

#[test]
fn numbers_are_read_in_figures() {
    number("4200", &[(4200.0, "")]);
    number("4,200", &[(4200.0, ""), (4.2, "")]);
    number("4.200", &[(4.2, ""), (4200.0, "")]);
    number("4 200", &[(4200.0, "")]);
    number("4\u{a0}200", &[(4200.0, "")]);
    number("4\u{202f}200", &[(4200.0, "")]);
    number("4'200", &[(4200.0, "")]);
    number("4’200", &[(4200.0, "")]);
    number("1,234,567", &[(1_234_567.0, "")]);
    number("1.234.567", &[(1_234_567.0, "")]);
    number("1 234 567", &[(1_234_567.0, "")]);
    number("10,00,000", &[(1_000_000.0, "")]);
    number("4,200.50", &[(4200.5, "")]);
    number("4.200,50", &[(4200.5, "")]);
    number("4 200,5", &[(4200.5, "")]);
    number("0.5", &[(0.5, "")]);
    number(".5", &[(0.5, "")]);
    number("about .5", &[(0.5, "")]);
    number("0,5", &[(0.5, "")]);
    number("0.250", &[(0.25, "")]);
    number("-5", &[(-5.0, "")]);
    number("−5", &[(-5.0, "")]);
    number("minus 5", &[(-5.0, "")]);
    number("+5", &[(5.0, "")]);
    number("1e6", &[(1e6, "")]);
    number("1.5e-3", &[(0.0015, "")]);
    number("007", &[(7.0, "")]);
    number("4200.", &[(4200.0, "")]);
    number("１９", &[(19.0, "")]);
}

#[test]
fn numbers_are_read_with_scales_and_hedges() {
    number("19k", &[(19_000.0, ""), (19.0, "k")]);
    number("19 thousand", &[(19_000.0, "")]);
    number("19 thousand soldiers", &[(19_000.0, "soldiers")]);
    number("1.5 million", &[(1_500_000.0, "")]);
    number("1,5 million", &[(1_500_000.0, "")]);
    number("5m", &[(5e6, ""), (5.0, "m")]);
    number("2 hundred thousand", &[(200_000.0, "")]);
    number("3 bn", &[(3e9, "")]);
    number("4 тыс. человек", &[(4000.0, "человек")]);
    number("about 4200", &[(4200.0, "")]);
    number("roughly 4,200.0", &[(4200.0, "")]);
    number("over 4200", &[(4200.0, "")]);
    number("~4200", &[(4200.0, "")]);
    number("≈ 4200", &[(4200.0, "")]);
    number("ca. 4200", &[(4200.0, "")]);
    number("just over 4200", &[(4200.0, "")]);
    number("12%", &[(12.0, "%"), (0.12, "")]);
    number("12 %", &[(12.0, "%"), (0.12, "")]);
    number("12 percent", &[(12.0, "percent"), (0.12, "")]);
    number("5/6", &[(5.0 / 6.0, "")]);
    number("1 1/2", &[(1.5, "")]);
    number("⅛", &[(0.125, "")]);
    number("1½ thousand", &[(1500.0, "")]);
    number("two thirds", &[(2.0 / 3.0, "")]);
    number("a millionth", &[(1e-6, "")]);
    number("3 × 10^8 m/s", &[(3e8, "m/s")]);
    number("10⁻⁶", &[(1e-6, "")]);
    number("twice", &[(2.0, "")]);
    number("$5 million", &[(5e6, "$")]);
    number("5 km", &[(5.0, "km")]);
    number("5km", &[(5.0, "km")]);
    number("5 km2", &[(5.0, "km2")]);
    number("4200-strong", &[(4200.0, "strong")]);
}

#[test]
fn numbers_are_read_in_words() {
    number("six", &[(6.0, "")]);
    number("Six members", &[(6.0, "members")]);
    number("zero", &[(0.0, "")]);
    number("nineteen", &[(19.0, "")]);
    number("forty-two", &[(42.0, "")]);
    number("forty two", &[(42.0, "")]);
    number("a hundred", &[(100.0, "")]);
    number("one hundred and five", &[(105.0, "")]);
    number("fifteen hundred", &[(1500.0, "")]);
    number("nineteen thousand", &[(19_000.0, "")]);
    number("four thousand two hundred", &[(4200.0, "")]);
    number("four thousand, two hundred", &[(4200.0, "")]);
    number("two million three hundred thousand and five", &[(2_300_005.0, "")]);
    number("a million", &[(1e6, "")]);
    number("a dozen", &[(12.0, "")]);
    number("about two dozen", &[(24.0, "")]);
    number("minus five", &[(-5.0, "")]);
}

#[test]
fn what_is_no_single_number_has_no_reading() {
    for text in [
        "",
        "?",
        "many",
        "a",
        "and",
        "hundred",
        "5 or 6",
        "5-6",
        "4,200 of 5,000",
        "4200 5",
        "1992 200",
        "42,00,0",
        "4,20,0",
        "1,2,3",
        "4.2.1",
        "five or six",
        "five six",
        "twenty twelve",
        "not 5",
        "less than 5",
        "between 5 and 6",
        "1e999",
        "5:30",
        "two thousand three million",
        "e6",
        "--5",
        "km 5",
        "٤٢",
    ] {
        number(text, &[]);
    }
}

fn day() -> impl Strategy<Value = CalendarDate> {
    (1i16..=9999, 1i8..=12, 1i8..=31).prop_filter_map("the calendar has no such day", |(year, month, day)| {
        CalendarDate::full(year, month, day)
    })
}

proptest! {
    #[test]
    fn any_text_is_read_as_dates_without_panic(text in any::<String>()) {
        let found = dates(&text, None);
        prop_assert!(found.len() <= 2);
    }

    #[test]
    fn text_made_of_the_parts_of_dates_never_panics(
        parts in prop::collection::vec("[0-9]{1,5}|may|jun|th|bc|[ ./,'-]|мая|the|н. э.", 0..9)
    ) {
        let found = dates(&parts.concat(), None);
        prop_assert!(found.len() <= 2);
    }

    #[test]
    fn a_date_is_read_as_it_is_shown(date in day(), bc in any::<bool>()) {
        let year = if bc { 1 - date.year() } else { date.year() };
        let Some(date) = CalendarDate::full(year, date.month().unwrap(), date.day().unwrap()) else { return Ok(()) };
        prop_assert_eq!(dates(&date.to_string(), None), vec![date]);
        prop_assert_eq!(dates(&date.long(), None), vec![date]);
    }
}
