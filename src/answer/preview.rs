//! How does what is being typed read?
//!
//! The terminal that draws says so below the line, which settles most disputes before an answer is
//! graded.

use crate::answer::prompt::Ask;
use crate::reading::date::{Manner, forgiving};
use crate::reading::number;
use crate::text::fold;

/// Returns how a date or a number reads that is typed so far; nothing for other prompts, for what
/// reads in no way, and for what is typed as it reads.
pub fn reads_as(ask: &Ask, typed: &str) -> Option<String> {
    let reading = match ask {
        Ask::Date(precision) => {
            let dates = forgiving(typed, Manner { asked: Some(*precision), ..Manner::default() }).dates;
            dates.iter().map(|date| date.long()).collect::<Vec<_>>().join(" or ")
        }
        Ask::Number { .. } => {
            let quantity = number::readings(typed).into_iter().next()?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::date::Precision;

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
