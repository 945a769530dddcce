//! How does what is being typed read?
//!
//! The terminal that draws says so below the line, which settles most disputes before an answer is
//! graded.

use crate::answer::prompt::Ask;
use crate::answer::{choice, is_given_up, judged, matching, order};
use crate::reading::date::{Manner, forgiving, without_year};
use crate::reading::number;
use crate::text::fold;

/// A unit has no more words than this, such as `square kilometres`; what has more is something else.
const LONGEST_UNIT: usize = 3;

/// Returns how a date or a number reads that is typed so far; nothing for other prompts, for what
/// reads in no way, and for what is typed as it reads.
pub fn reads_as(ask: &Ask, typed: &str) -> Option<String> {
    let typed = judged(typed);
    let reading = match ask {
        Ask::Date(precision) => {
            let dates = forgiving(typed, Manner { asked: Some(*precision), ..Manner::default() }).dates;
            dates.iter().map(|date| date.long()).collect::<Vec<_>>().join(" or ")
        }
        Ask::Number { .. } => {
            let quantity = number::readings(typed).into_iter().next()?;
            if quantity.unit.split_whitespace().count() > LONGEST_UNIT {
                return None;
            }
            format!("{} {}", number::shown(quantity.value), quantity.unit).trim_end().to_owned()
        }
        Ask::Text
        | Ask::Set { .. }
        | Ask::Order(_)
        | Ask::Choice { .. }
        | Ask::TrueFalse
        | Ask::Match { .. }
        | Ask::Thought
        | Ask::Reasons { .. } => return None,
    };
    (!reading.is_empty() && fold(&reading) != fold(typed)).then_some(reading)
}

/// Returns whether an answer can be read as what is asked: a date, a number, the signs of items or
/// options. Where it cannot, a person is asked once more before it is graded.
pub fn is_readable(ask: &Ask, typed: &str) -> bool {
    let typed = judged(typed);
    if is_given_up(typed) {
        return true;
    }
    match ask {
        Ask::Date(precision) => {
            let manner = Manner { asked: Some(*precision), ..Manner::default() };
            !forgiving(typed, manner).dates.is_empty() || without_year(typed).is_some()
        }
        Ask::Number { .. } => !number::readings(typed).is_empty(),
        Ask::Order(items) => order::is_readable(items, typed),
        Ask::Match { left, right } => matching::is_readable((left, right), typed),
        Ask::Choice { options, several: true } => choice::is_readable(options, typed),
        Ask::Text
        | Ask::Set { .. }
        | Ask::Choice { several: false, .. }
        | Ask::TrueFalse
        | Ask::Thought
        | Ask::Reasons { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::date::Precision;

    #[test]
    fn what_cannot_be_read_is_noticed() {
        let items = || ["one", "two", "three"].map(str::to_owned).to_vec();
        let choice = Ask::Choice { options: items(), several: true };
        let matching = Ask::Match { left: items(), right: items() };
        let (date, number) = (Ask::Date(Precision::Day), Ask::Number { unit: None });
        for (ask, readable, not) in [
            (date, &["15 May 1992", "july 5", "1992", "?"][..], &["soon", "30 February 2001"][..]),
            (number, &["19k", "twelve", "idk"], &["many", "soldiers"]),
            (Ask::Order(items()), &["abc", "c a b", "three, two, one", "cb"], &["abx", "1 2 3", "aab"]),
            (matching, &["1a 2b 3c", "abc", "1a"], &["1f 2b", "SCO", "4a"]),
            (choice, &["1 3", "13", "one, three"], &["1 4", "yes"]),
            (Ask::Text, &["anything"], &[]),
        ] {
            for typed in readable {
                assert!(is_readable(&ask, typed), "{typed}");
            }
            for typed in not {
                assert!(!is_readable(&ask, typed), "{typed}");
            }
        }
    }

    #[test]
    fn dates_and_numbers_read_as_they_will_be_graded() {
        let (date, number) = (Ask::Date(Precision::Day), Ask::Number { unit: None });
        for (ask, typed, reading) in [
            (&date, "15.5.1992", Some("15 May 1992")),
            (&date, "15 Mya 1992", Some("15 May 1992")),
            (&date, "6/7/2012", Some("6 July 2012 or 7 June 2012")),
            (&date, "15 may 1992", None),
            (&date, "15 m", None),
            (&number, "19 000", Some("19,000")),
            (&number, "1.2 km", None),
            (&number, "twelve", Some("12")),
            (&Ask::Text, "15.5.1992", None),
        ] {
            assert_eq!(reads_as(ask, typed).as_deref(), reading, "{typed}");
        }
    }
}
