//! What does a card of a certain kind expect?
//!
//! The door to the readers of the ten kinds, with those of `card`, `choice` and `true-false`.

use std::collections::HashSet;

use toml::de::DeValue;

use super::card::{Ask, value_of, values};
use super::table::{Fields, Text};
use super::words::{alternatives, quoted};
use super::{amounts, cloze, feedback, lists};
use crate::deck::kind::{Asked, Case, ChoiceAnswer, Kind, KindName, Reverse, TextAnswer, Wrong};
use crate::deck::names::has_words;
use crate::deck::rules::{
    ALIAS_IN_QUESTION, LISTED_TWICE, NO_REVERSE_QUESTION, NO_WRONG_ANSWER, OUT_OF_RANGE, RIGHT_AND_WRONG,
    UNKNOWN_GROUP, UNKNOWN_KEY, WRONG_ACCEPTED,
};
use crate::text::{fold, nearest};

/// Reads the keys of a kind; nothing when they do not make an answer.
pub(super) fn read(kind: KindName, fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    match kind {
        KindName::Card => text(fields, ask),
        KindName::Cloze => cloze::read(fields, ask),
        KindName::Choice => choice(fields, ask),
        KindName::TrueFalse => truth(fields),
        KindName::Date => amounts::date(fields, ask),
        KindName::Number => amounts::number(fields, ask),
        KindName::Set => lists::set(fields, ask),
        KindName::Order => lists::order(fields, ask),
        KindName::Match => lists::matching(fields),
        KindName::Reasons => lists::reasons(fields, ask),
    }
}

fn text(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let answer = fields.required_text("answer");
    let accept = fields.one_or_more("accept");
    for text in accept.iter().filter(|text| has_words(&ask.folded, &fold(&text.value))) {
        let headline = format!("the accepted answer {} stands in the question", quoted(&text.value));
        let found = ALIAS_IN_QUESTION.found(text.span, headline, "not accepted");
        fields.found.push(found.help("take it away, or word the question differently"));
    }
    let accept = values(accept);
    let asked = if fields.flag("typed") == Some(false) { Asked::Thought } else { Asked::Typed };
    let case = if fields.flag("case-sensitive") == Some(true) { Case::Sensitive } else { Case::Folded };
    let reverse = reverse(fields, ask);
    let expected = ask.common.names.expected(&answer?.value, &accept, &ask.folded);
    Some(Kind::Text(TextAnswer { expected, asked, case, reverse }))
}

fn reverse(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Reverse> {
    let by_flag = fields.flag("both-ways") == Some(true);
    let by_face = fields.names("also", "reverse");
    let question = value_of(fields.text("reverse-question"));
    if question.is_none() && !fields.is_meant("reverse-question") && (by_flag || by_face) {
        let key = if by_flag { "both-ways" } else { "also" };
        let span = fields.key_span(key).unwrap_or(fields.heading);
        let headline = "asked both ways, and there is no backward question";
        let found = NO_REVERSE_QUESTION.found(span, headline, "asked forward only");
        fields.found.push(
            found.help("write `reverse-question = \"…\"`: the question to which this question is the answer"),
        );
    }
    let question = question.filter(|_| by_flag || by_face)?;
    let expected = ask.common.names.expected(&ask.question.value, &[], &fold(&question));
    Some(Reverse { question, expected })
}

fn truth(fields: &mut Fields<'_>) -> Option<Kind> {
    fields.required("answer")?;
    fields.flag("answer").map(Kind::TrueFalse)
}

fn choice(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let several = matches!(fields.value("answer").map(toml::Spanned::get_ref), Some(DeValue::Array(_)));
    let right = if several {
        fields.required_texts("answer")
    } else {
        fields.required_text("answer").map(|text| vec![text])
    };
    let accept = values(fields.one_or_more("accept"));
    let wrong = wrong(fields, ask);
    let shuffle = fields.flag("shuffle").unwrap_or(true);
    let show = fields.count("show");
    let right = right?;
    listed_twice(fields, &right);
    if let Some(show) = show.as_ref().filter(|show| show.value <= right.len()) {
        let headline = format!("only {} choices shown, and {} are right", show.value, right.len());
        let found = OUT_OF_RANGE.found(show.span, headline, "nothing wrong would be shown");
        fields.found.push(found.help(format!("write `show = {}` or more", right.len() + 1)));
    }
    let wrong = match wrong? {
        Options::Listed(wrong) => {
            compare(fields, &right, &wrong, (&accept, ask));
            Wrong::Listed(values(wrong))
        }
        Options::Group(group) => {
            has_wrong_name(fields, &right, &group, ask);
            Wrong::Group(group.value)
        }
        Options::Automatic => Wrong::Automatic,
    };
    let show = show.map(|show| show.value);
    Some(Kind::Choice(ChoiceAnswer { right: values(right), several, wrong, show, shuffle }))
}

/// Reads the wrong options of a card that is asked by multiple choice as well.
pub(super) fn wrong_besides(fields: &mut Fields<'_>, kind: Option<&Kind>, ask: &Ask<'_>) -> Wrong {
    if fields.value("wrong").is_none() {
        return Wrong::Automatic;
    }
    match (wrong(fields, ask), kind) {
        (Some(Options::Listed(wrong)), Some(kind)) => {
            listed_twice(fields, &wrong);
            for option in wrong.iter().filter(|option| feedback::is_accepted(kind, &option.value, ask)) {
                wrong_accepted(fields, option);
            }
            Wrong::Listed(values(wrong))
        }
        (Some(Options::Group(group)), Some(kind)) => {
            let right: Vec<Text> =
                kind.answers().into_iter().map(|value| Text { value, span: group.span }).collect();
            has_wrong_name(fields, &right, &group, ask);
            Wrong::Group(group.value)
        }
        (Some(Options::Listed(_) | Options::Group(_) | Options::Automatic) | None, _) => Wrong::Automatic,
    }
}

/// Reports `wrong` where no choice is made of it.
pub(super) fn wrong_without_choice(fields: &mut Fields<'_>) {
    let Some(span) = fields.key_span("wrong") else { return };
    let headline = format!("`wrong` is of no use to a `{}` that is only typed", fields.title);
    let found = UNKNOWN_KEY.found(span, headline, "never shown");
    fields.found.push(found.help("write `also = [\"choice\"]` under it, or take it away"));
}

/// The wrong choices with their places.
enum Options {
    Listed(Vec<Text>),
    Group(Text),
    Automatic,
}

fn wrong(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Options> {
    let value = fields.required("wrong")?;
    if let DeValue::Array(list) = value.get_ref() {
        if list.is_empty() {
            let found = NO_WRONG_ANSWER.found(
                super::table::span_of(value),
                "a choice with nothing wrong to choose",
                "nothing in here",
            );
            fields
                .found
                .push(found.help("write `wrong = [\"one\", \"two\"]`, the name of a group, or \"auto\""));
        }
        return fields.texts("wrong").map(Options::Listed);
    }
    let text = fields.text("wrong")?;
    if text.value == "auto" {
        return Some(Options::Automatic);
    }
    let names = &ask.common.names;
    if names.group(&text.value).is_none() {
        if ask.common.names_complete {
            let headline = format!("there is no group of names {}", quoted(&text.value));
            let found = UNKNOWN_GROUP.found(text.span, headline, "not under `[names]`");
            fields.found.push(match nearest(&text.value, names.group_names()) {
                Some(near) => found.help(format!("did you mean `{near}`?")),
                None if names.group_names().next().is_none() => {
                    found.help("write wrong choices as a list: `wrong = [\"one\", \"two\"]`")
                }
                None => found.help(format!(
                    "write one of the groups, {}, or a list: `wrong = [\"one\", \"two\"]`",
                    alternatives(names.group_names())
                )),
            });
        }
        return None;
    }
    Some(Options::Group(text))
}

/// Reports texts that stand twice in a list.
pub(super) fn listed_twice(fields: &mut Fields<'_>, texts: &[Text]) {
    super::twice(fields, texts, &LISTED_TWICE, "again here");
}

fn compare(fields: &mut Fields<'_>, right: &[Text], wrong: &[Text], known: (&[String], &Ask<'_>)) {
    let (accept, ask) = known;
    listed_twice(fields, wrong);
    let names = &ask.common.names;
    let spellings: HashSet<String> = right
        .iter()
        .flat_map(|right| names.spellings(&right.value))
        .chain(accept.iter().map(String::as_str))
        .map(fold)
        .collect();
    for option in wrong {
        let key = fold(&option.value);
        if let Some(same) = right.iter().find(|right| fold(&right.value) == key) {
            let headline = format!("{} is both right and wrong", quoted(&option.value));
            let found =
                RIGHT_AND_WRONG.found(option.span, headline, "wrong here").beside(same.span, "right here");
            fields.found.push(found.help("take it out of one of the two"));
        } else if spellings.contains(&key) {
            wrong_accepted(fields, option);
        }
    }
}

fn wrong_accepted(fields: &mut Fields<'_>, option: &Text) {
    let headline = format!("the wrong choice {} would be accepted as right", quoted(&option.value));
    let found = WRONG_ACCEPTED.found(option.span, headline, "another spelling of a right answer");
    fields.found.push(found.help("choose another wrong answer, or take it out of `accept` and `[names]`"));
}

fn has_wrong_name(fields: &mut Fields<'_>, right: &[Text], group: &Text, ask: &Ask<'_>) {
    let right: HashSet<String> = right.iter().map(|right| fold(&right.value)).collect();
    let mut names = ask.common.names.group(&group.value).into_iter().flatten();
    if ask.common.names_complete && names.all(|name| name.spellings().any(|text| right.contains(&fold(text))))
    {
        let headline = format!("the group {} has no wrong answer for this question", quoted(&group.value));
        let found = NO_WRONG_ANSWER.found(group.span, headline, "every name of it is right");
        fields.found.push(found.help("add other names to the group, or list wrong choices"));
    }
}
