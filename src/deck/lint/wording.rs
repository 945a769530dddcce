//! Is a question short and fair, and can its answer be typed?

use super::Written;
use crate::deck::card::Card;
use crate::deck::diagnostic::Diagnostic;
use crate::deck::kind::{Asked, ClozePart, Expected, Kind, KindName, TextAnswer, Wrong};
use crate::deck::names::has_words;
use crate::deck::rules::{
    BARE_CLOZE, GAP_ELSEWHERE, LONG_ANSWER, LONG_QUESTION, NEGATIVE_QUESTION, QUESTION_GIVES_ANSWER,
};
use crate::reading::date::Precision;
use crate::source::Span;
use crate::text::{fold, fold_keeping_case, sanitise};

/// The longest answer that is typed gladly, in characters: a line of a terminal.
const LONGEST_TYPED: usize = 60;
/// The longest question that is read gladly, in characters: four lines of a terminal.
const LONGEST_QUESTION: usize = 320;
/// A cloze needs so many words outside its gaps.
const FEWEST_WORDS: usize = 3;
/// So many members, or gaps, are looked for in a question.
const MOST_LOOKED_FOR: usize = 100;
/// Words that turn a question around, as they are missed when written small.
const NEGATIVE: [&str; 8] = ["not", "except", "never", "isn't", "wasn't", "aren't", "didn't", "doesn't"];

/// Adds to a card what is wrong with its wording.
pub(super) fn check(written: &mut Written) {
    let Some(card) = &written.card else { return };
    let mut found = Vec::new();
    found.extend(gives_answer(written, card));
    found.extend(long_question(written, card));
    found.extend(negative(written, card));
    found.extend(long_answers(written, card));
    if let Kind::Cloze(parts) = &card.kind {
        found.extend(cloze(written, parts));
    }
    for finding in found {
        written.report(finding);
    }
}

fn gives_answer(written: &Written, card: &Card) -> Option<Diagnostic> {
    let stands = |text: &str| {
        let key = fold(text);
        key.chars().count() > 1 && has_words(&written.folded, &key)
    };
    let given = match &card.kind {
        Kind::Text(text) => stands(&text.expected.text) && !offers_alternatives(&written.folded),
        Kind::Choice(choice) => {
            let offered = match &choice.wrong {
                Wrong::Listed(wrong) => wrong.iter().take(MOST_LOOKED_FOR).any(|wrong| stands(wrong)),
                Wrong::Group(_) | Wrong::Automatic => false,
            };
            !offered && choice.right.iter().take(MOST_LOOKED_FOR).any(|right| stands(right))
        }
        Kind::Set(set) => set.members.iter().take(MOST_LOOKED_FOR).any(|member| stands(&member.text)),
        Kind::Date(date) => match date.expected.precision() {
            Precision::Year => stands(&date.expected.year().to_string()),
            Precision::Month | Precision::Day => stands(&date.expected.long()),
        },
        Kind::Number(number) => {
            number.value.abs() > 99.0 && stands(&crate::reading::number::shown(number.value))
        }
        Kind::Cloze(_) | Kind::TrueFalse(_) | Kind::Order(_) | Kind::Match(_) | Kind::Reasons(_) => false,
    };
    given.then(|| {
        let found = QUESTION_GIVES_ANSWER.found(
            written.span("question"),
            "the answer stands in the question",
            "it can be read here",
        );
        found.help("word the question so that the answer must be known")
    })
}

/// Returns whether a question names what can be answered: "Moscow or Minsk?", "yes or no".
fn offers_alternatives(question: &str) -> bool {
    has_words(question, "or")
}

fn long_question(written: &Written, card: &Card) -> Option<Diagnostic> {
    let length = card.question.chars().count();
    (length > LONGEST_QUESTION).then(|| {
        let headline = format!("a question of {length} characters");
        let found = LONG_QUESTION.found(written.span("question"), headline, "hard to take in");
        found.help("ask one fact; what teaches goes under `explanation`")
    })
}

fn negative(written: &Written, card: &Card) -> Option<Diagnostic> {
    if !matches!(written.kind, KindName::Choice | KindName::TrueFalse) {
        return None;
    }
    let question = fold_keeping_case(&card.question);
    let word = NEGATIVE.into_iter().find(|word| has_words(&question, word))?;
    let headline = format!("a `{word}` that is easily missed");
    let found = NEGATIVE_QUESTION.found(written.span("question"), headline, "asks for the opposite");
    Some(found.help(format!("ask for what is so, or write the word in capitals: `{}`", word.to_uppercase())))
}

fn long_answers(written: &Written, card: &Card) -> Vec<Diagnostic> {
    let long = |expected: &Expected, span: Span| {
        let length = expected.text.chars().count();
        let shortest = expected.all().map(|text| text.chars().count()).min().unwrap_or_default();
        (shortest > LONGEST_TYPED).then(|| {
            let headline = format!("an answer of {length} characters has to be typed");
            let found = LONG_ANSWER.found(span, headline, "too long");
            found.help("ask for the fact in it, accept a short form, or write `typed = false`")
        })
    };
    match &card.kind {
        Kind::Text(TextAnswer { asked: Asked::Typed, expected, .. }) => {
            long(expected, written.span("answer")).into_iter().collect()
        }
        Kind::Set(set) => set
            .members
            .iter()
            .enumerate()
            .filter_map(|(at, member)| long(member, written.item("answer", at)))
            .collect(),
        Kind::Cloze(parts) => parts
            .iter()
            .filter_map(ClozePart::hidden)
            .filter_map(|gap| long(gap, written.span("question")))
            .map(|found| found.help("hide fewer words, or accept a short form: `{long form|short}`"))
            .collect(),
        _ => Vec::new(),
    }
}

fn cloze(written: &Written, parts: &[ClozePart]) -> Vec<Diagnostic> {
    let span = written.span("question");
    let shown: String = parts
        .iter()
        .map(|part| match part {
            ClozePart::Shown(text) => text.as_str(),
            ClozePart::Gap { .. } => " … ",
        })
        .collect();
    let mut found = Vec::new();
    let words = shown.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    if words < FEWEST_WORDS {
        let bare = BARE_CLOZE.found(span, "hardly anything stands outside the gaps", "too little to go by");
        found.push(bare.help("write a whole sentence around the gap, or ask with `[[card]]`"));
    }
    let folded = fold(&shown);
    let elsewhere = parts.iter().filter_map(ClozePart::hidden).take(MOST_LOOKED_FOR).find(|gap| {
        let key = fold(&gap.text);
        key.chars().count() > 1 && has_words(&folded, &key)
    });
    if let Some(gap) = elsewhere {
        let headline = format!("the hidden words `{}` stand elsewhere in the cloze", sanitise(&gap.text));
        let seen = GAP_ELSEWHERE.found(span, headline, "to be read here");
        found.push(seen.help("hide them there as well, with the same number: `{1: words}`"));
    }
    found
}
