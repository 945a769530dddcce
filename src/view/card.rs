//! How are a card and what is remembered of it put into words, and into JSON?

use serde_json::{Value, json};

use crate::answer::prompt::Prompt;
use crate::deck::Deck;
use crate::deck::card::Card;
use crate::deck::id::{CardId, FaceId};
use crate::deck::kind::{ChoiceAnswer, ClozePart, Expected, Kind, Wrong};
use crate::exchange;
use crate::review::LogLine;
use crate::schedule::memory::Model;
use crate::schedule::state::{Due, Maturity, Studied};
use crate::text::fold;
use crate::time::Day;
use crate::view::session::ask_lines;
use crate::view::text::{Line, Role, Text};

/// How many of the last reviews are shown to people.
const SHOWN_REVIEWS: usize = 10;

/// What is known of one face.
#[derive(Clone, Debug)]
pub struct FaceReport {
    /// Which.
    pub face: FaceId,
    /// What is known of it; nothing when it is new.
    pub state: Option<Studied>,
    /// Every review of it.
    pub reviews: Vec<LogLine>,
    /// The study day.
    pub today: Day,
}

/// Adds a card's question and answer.
pub fn title(text: &mut Text, card: &Card) {
    text.push(Line::new(Role::Title, &card.question));
    for answer in card.kind.answers() {
        text.push(Line::new(Role::Correct, format!("  {answer}")));
    }
}

/// Adds the name of a card that no deck has which is known.
pub fn unknown(text: &mut Text, card: &CardId) {
    text.push(Line::new(Role::Title, card.as_str()).and(Role::Dim, "   its deck is not known here"));
}

/// Adds that a card is suspended, or buried until a day.
pub fn held(text: &mut Text, suspended: bool, buried: Option<Day>) {
    if suspended {
        text.say(Role::Nearly, "  suspended: not asked until it is resumed");
    } else if let Some(until) = buried {
        text.say(Role::Nearly, format!("  buried: not asked before {until}"));
    }
}

/// Returns what is known of a face, for people.
pub fn face(report: &FaceReport, model: &Model) -> Text {
    let mut text = Text::default();
    text.push(Line::new(Role::Key, report.face.to_string()));
    let Some(state) = &report.state else {
        text.say(Role::Plain, "  new: never graded");
        return text;
    };
    let recall = model.retrievability(state.memory, state.elapsed(report.today));
    let due = match state.due {
        Due::On(day) => day.to_string(),
        Due::Repeat(_) => "today, once more".to_owned(),
    };
    let (stability, difficulty) = (state.memory.stability.days(), state.memory.difficulty.value());
    let line = format!("  {}   due {due}   recall now {recall}", maturity(state));
    text.say(Role::Plain, line);
    let lapses = crate::view::summary::count(usize::try_from(state.lapses).unwrap_or(usize::MAX), "lapse");
    let line = format!("  stability {stability:.1} days   difficulty {difficulty:.1} of 10   {lapses}");
    text.say(Role::Plain, line);
    let first = report.reviews.len().saturating_sub(SHOWN_REVIEWS);
    for line in report.reviews.iter().skip(first) {
        let review = &line.review;
        let verdict = review.verdict.map_or("graded alone", |judged| judged.class.as_str());
        let typed = review.typed.as_deref().map(|typed| format!("   {typed}")).unwrap_or_default();
        let undone = if line.revoked.is_some() { "   (taken back)" } else { "" };
        let said = format!("  {}   {verdict}, {}{typed}{undone}", review.day, review.grade.as_str());
        text.push(Line::new(Role::Dim, said));
    }
    text
}

fn maturity(state: &Studied) -> &'static str {
    match state.maturity() {
        Maturity::Young => "young",
        Maturity::Mature => "mature",
    }
}

/// Returns what is known of a face, for scripts.
pub fn json(report: &FaceReport, model: &Model) -> Value {
    let state = report.state.as_ref();
    let reviews: Vec<Value> = report
        .reviews
        .iter()
        .filter_map(|line| serde_json::from_str(&exchange::log::to_json(line)).ok())
        .collect();
    let recall =
        |state: &Studied| model.retrievability(state.memory, state.elapsed(report.today)).probability();
    json!({
        "card": report.face.to_string(),
        "state": state.map_or("new", maturity),
        "stability": state.map(|state| state.memory.stability.days()),
        "difficulty": state.map(|state| state.memory.difficulty.value()),
        "retrievability": state.map(recall),
        "due": state.map(|state| state.due_day().iso()),
        "repeat": state.map(|state| matches!(state.due, Due::Repeat(_))),
        "interval": state.map(|state| state.interval().0),
        "lapses": state.map_or(0, |state| state.lapses),
        "reviews": reviews,
    })
}

/// Returns a deck's cards as a reader sees them.
pub fn deck(deck: &Deck) -> Text {
    let mut text = Text::default();
    text.push(Line::new(Role::Title, &deck.title));
    if let Some(description) = &deck.description {
        text.wrapped(Role::Plain, description, 80, 2);
    }
    for card in &deck.cards {
        text.gap();
        let kind = card.kind.name().as_str();
        let topic = card.topic.as_deref().map(|topic| format!(", {topic}")).unwrap_or_default();
        text.push(Line::new(Role::Key, card.id.as_str()).and(Role::Dim, format!("   {kind}{topic}")));
        text.wrapped(Role::Plain, &card.question, 80, 2);
        for answer in card.kind.answers() {
            text.wrapped(Role::Correct, &answer, 80, 4);
        }
        if let Some(explanation) = &card.explanation {
            text.wrapped(Role::Dim, explanation, 80, 2);
        }
    }
    text
}

/// Returns what a learner sees who is asked.
pub fn asked(prompt: &Prompt) -> Text {
    let mut text = Text::default();
    text.wrapped(Role::Title, &prompt.question, 80, 2);
    text.append(ask_lines(&prompt.ask, 80));
    text
}

/// Returns whether the folded words stand in a card's id, question, answers or explanation.
pub fn has_text(card: &Card, folded: &str) -> bool {
    let has = |text: &str| fold(text).contains(folded);
    has(card.id.as_str())
        || has(&card.question)
        || accepted(&card.kind).iter().any(|answer| has(answer))
        || card.explanation.as_deref().is_some_and(has)
}

/// Returns a deck for scripts.
pub fn deck_json(deck: &Deck) -> Value {
    let sources: Vec<Value> = deck
        .sources
        .iter()
        .map(|source| json!({ "id": source.id, "cite": source.cite, "url": source.url, "sections": source.sections }))
        .collect();
    let about = json!({
        "id": deck.id.as_str(), "title": deck.title, "language": deck.language,
        "licence": deck.licence, "sources": sources,
    });
    let cards: Vec<Value> = deck.cards.iter().map(|card| card_json(deck, card)).collect();
    json!({ "deck": about, "cards": cards })
}

fn card_json(deck: &Deck, card: &Card) -> Value {
    let feedback: Vec<Value> =
        card.feedback.iter().map(|line| json!({ "answer": line.answer, "note": line.note })).collect();
    let source: Vec<String> = card.sources.iter().map(|citation| deck.citation_in_words(citation)).collect();
    let choices = match &card.kind {
        Kind::Choice(choice) => options(choice),
        _ => Vec::new(),
    };
    let items = match &card.kind {
        Kind::Set(_) | Kind::Order(_) | Kind::Match(_) | Kind::Reasons(_) => card.kind.answers(),
        _ => Vec::new(),
    };
    json!({
        "id": card.id.as_str(),
        "kind": card.kind.name().as_str(),
        "topic": card.topic,
        "tags": card.tags,
        "difficulty": card.difficulty.map(crate::deck::card::Level::as_str),
        "question": card.question,
        "answers": accepted(&card.kind),
        "items": items,
        "choices": choices,
        "hint": card.hints,
        "explanation": card.explanation,
        "feedback": feedback,
        "source": source,
        "fact": card.fact,
        "faces": card.face_ids().map(|face| face.to_string()).collect::<Vec<_>>(),
    })
}

fn options(choice: &ChoiceAnswer) -> Vec<String> {
    let wrong = match &choice.wrong {
        Wrong::Listed(wrong) => wrong.as_slice(),
        Wrong::Group(_) | Wrong::Automatic => &[],
    };
    choice.right.iter().chain(wrong).cloned().collect()
}

/// Every text that is accepted; for a cloze those of its gaps.
fn accepted(kind: &Kind) -> Vec<String> {
    let all = |expected: &Expected| expected.all().map(str::to_owned).collect::<Vec<_>>();
    match kind {
        Kind::Text(text) => all(&text.expected),
        Kind::Cloze(parts) => parts.iter().filter_map(ClozePart::hidden).flat_map(all).collect(),
        Kind::Date(date) => std::iter::once(date.expected)
            .chain(date.accepted.iter().copied())
            .map(|date| date.to_string())
            .collect(),
        Kind::Number(number) => {
            let others = number.accepted.iter().map(|value| crate::reading::number::shown(*value));
            std::iter::once(number.shown()).chain(others).collect()
        }
        Kind::Set(set) => set.members.iter().flat_map(all).collect(),
        Kind::Order(items) => items.iter().flat_map(|item| all(&item.expected)).collect(),
        Kind::Choice(_) | Kind::TrueFalse(_) | Kind::Match(_) | Kind::Reasons(_) => kind.answers(),
    }
}
