//! How is a new deck written, and a new card?
//!
//! `deck new` and `deck add` call it. What it returns is TOML as an author would write it.

use toml_edit::Value;

use crate::deck::kind::KindName;

/// Lists longer than this stand one member a line, in characters.
const LONGEST_LINE: usize = 80;

/// The file that `deck new` writes beside the deck for editors.
pub const SCHEMA_FILE: &str = "csto-quiz.schema.json";

/// What a new card says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its id, when the author gives one.
    pub id: Option<String>,
    /// The question.
    pub question: String,
    /// The answer, or the members of a list.
    pub answer: Vec<String>,
    /// The wrong choices.
    pub wrong: Vec<String>,
    /// The unit of a number.
    pub unit: Option<String>,
    /// What teaches.
    pub explanation: Option<String>,
}

/// Returns a deck with a few cards to begin with.
pub fn deck(id: &str, title: &str, language: Option<&str>) -> String {
    let (id, title) = (text(id), text(title));
    let language = language.map(|code| format!("language = {}\n", text(code))).unwrap_or_default();
    format!(
        "#:schema ./{SCHEMA_FILE}\n\
         # Behind a # you can write what you like.\n\
         \n\
         [deck]\n\
         format = 1\n\
         id = {id}  # never change it: learners' progress hangs on it\n\
         title = {title}\n\
         {language}\n\
         # Three cards to begin with: put your own in their place, and add more with\n\
         # `csto-quiz deck add`. A heading in double brackets begins each card.\n\
         \n\
         [[card]]\n\
         id = \"nearest-planet\"\n\
         question = \"Which planet is nearest to the Sun?\"\n\
         answer = \"Mercury\"\n\
         explanation = \"It goes around the Sun in 88 days.\"\n\
         \n\
         [[date]]\n\
         id = \"first-moon-landing\"\n\
         question = \"When did people first land on the Moon?\"\n\
         answer = \"20 July 1969\"  # \"July 1969\" or \"1969\" would ask for less\n\
         explanation = \"Apollo 11 brought Armstrong and Aldrin there.\"\n\
         \n\
         [[set]]\n\
         id = \"ice-giants\"\n\
         question = \"Which two planets are called ice giants?\"\n\
         answer = [\"Uranus\", \"Neptune\"]\n\
         explanation = \"Under their clouds are water, ammonia and methane.\"\n"
    )
}

/// Returns a card as it stands in a deck, with a blank line above it.
///
/// # Errors
/// Says what is wrong with an answer that cannot be written as this kind takes it.
pub fn card(kind: KindName, draft: &Draft) -> Result<String, String> {
    let mut lines = vec![String::new(), format!("[[{}]]", kind.as_str())];
    let mut line = |key: &str, value: String| lines.push(format!("{key} = {value}"));
    if let Some(id) = &draft.id {
        line("id", text(id));
    }
    line("question", text(&draft.question));
    if let Some(answer) = answer(kind, &draft.answer)? {
        line("answer", answer);
    }
    if !draft.wrong.is_empty() && kind == KindName::Choice {
        line("wrong", list(&draft.wrong));
    }
    if let Some(unit) = draft.unit.as_deref().filter(|_| kind == KindName::Number) {
        line("unit", text(unit));
    }
    if let Some(explanation) = &draft.explanation {
        line("explanation", text(explanation));
    }
    Ok(lines.join("\n") + "\n")
}

fn answer(kind: KindName, answer: &[String]) -> Result<Option<String>, String> {
    let one = || answer.first().map_or("", String::as_str).trim();
    Ok(Some(match kind {
        KindName::Cloze => return Ok(None),
        KindName::Card | KindName::Date => text(one()),
        KindName::Choice if answer.len() == 1 => text(one()),
        KindName::Choice | KindName::Set | KindName::Order | KindName::Match | KindName::Reasons => {
            list(answer)
        }
        KindName::TrueFalse => match one().to_lowercase().as_str() {
            "true" | "t" | "yes" | "y" => "true".to_owned(),
            "false" | "f" | "no" | "n" => "false".to_owned(),
            other => return Err(format!("`{}` is neither true nor false", crate::text::sanitise(other))),
        },
        KindName::Number => number(one()).ok_or_else(|| {
            format!("`{}` is no number; the unit is asked by itself", crate::text::sanitise(one()))
        })?,
    }))
}

/// Returns a number as TOML writes it; commas and blanks part thousands.
fn number(written: &str) -> Option<String> {
    let plain: String = written.chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '\'' | '\u{a0}')).collect();
    let is_number = plain.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit())
        && plain.ends_with(|c: char| c.is_ascii_digit())
        && plain.parse::<f64>().is_ok_and(f64::is_finite);
    let sign = if plain.starts_with('-') { "-" } else { "" };
    let digits = plain.trim_start_matches(['-', '+']).trim_start_matches('0');
    let digits = if digits.is_empty() || digits.starts_with(['.', 'e']) {
        format!("0{digits}")
    } else {
        digits.to_owned()
    };
    is_number.then(|| format!("{sign}{digits}"))
}

fn text(text: &str) -> String {
    Value::from(text.trim()).to_string()
}

fn list(members: &[String]) -> String {
    let members: Vec<String> = members.iter().map(|member| text(member)).collect();
    let line = format!("[{}]", members.join(", "));
    if line.chars().count() <= LONGEST_LINE {
        return line;
    }
    let lines: String = members.iter().map(|member| format!("    {member},\n")).collect();
    format!("[\n{lines}]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse::parse;
    use crate::source::Source;
    use proptest::prelude::*;

    #[test]
    fn a_new_deck_checks_clean() {
        let source = Source::new("d.toml", deck("rivers", "Rivers of \"Asia\"", Some("en")));
        let parsed = parse(&[source], &[]);
        assert_eq!(parsed.diagnostics, []);
        let deck = parsed.deck.expect("a deck");
        assert_eq!((deck.title.as_str(), deck.cards.len()), ("Rivers of \"Asia\"", 3));
    }

    #[test]
    fn numbers_are_written_as_toml_reads_them() {
        let cases = [
            ("19,000", Some("19000")),
            ("007", Some("7")),
            ("0.5", Some("0.5")),
            ("-3", Some("-3")),
            ("0", Some("0")),
        ];
        for (written, plain) in cases {
            assert_eq!(number(written).as_deref(), plain, "{written}");
        }
        for written in ["", "many", "3 men", "inf", "5.", "1e999"] {
            assert_eq!(number(written), None, "{written}");
        }
    }

    fn draft(question: &str, answer: &[String]) -> Draft {
        Draft { question: question.to_owned(), answer: answer.to_vec(), ..Draft::default() }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(question in "\\PC*[a-z]\\PC*", answer in prop::collection::vec("\\PC*[a-z]\\PC*", 1..5)) {
            let head = "[deck]\nid = 'd'\ntitle = 'D'\n";
            let text = format!("{head}{}", card(KindName::Set, &draft(&question, &answer)).expect("a card"));
            let table: toml::Table = text.parse().expect("TOML");
            let set = &table["set"][0];
            prop_assert_eq!(set["question"].as_str(), Some(question.trim()));
            let members: Vec<&str> = set["answer"].as_array().expect("a list").iter().filter_map(|one| one.as_str()).collect();
            prop_assert_eq!(members, answer.iter().map(|one| one.trim()).collect::<Vec<_>>());
        }
    }
}
