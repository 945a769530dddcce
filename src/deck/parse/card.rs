//! What does a card say, whatever its kind?
//!
//! Reads the keys that every card has; the kind's own keys are read by [`super::kinds`].

use std::collections::{BTreeSet, HashMap};

use toml::de::DeTable;

use super::header::Defaults;
use super::table::{Fields, Text};
use super::words::quoted;
use super::{feedback, keys, kinds, table};
use crate::deck::DateOrder;
use crate::deck::card::{Also, Card, Citation, Level, MOST_MARKS};
use crate::deck::id::{CardId, DeckId, Face};
use crate::deck::kind::{Kind, KindName};
use crate::deck::lint::Written;
use crate::deck::names::NameIndex;
use crate::deck::rules::{
    BAD_ID, DRAFT, NO_ID, OUT_OF_RANGE, QUOTE_NOT_IN_SOURCE, UNKNOWN_SECTION, UNKNOWN_SOURCE, UNKNOWN_VALUE,
    find,
};
use crate::source::{Placed, Span};
use crate::text::{fold, nearest, slug};

/// How hard a card can be.
pub(super) const LEVELS: &[(&str, Level)] =
    &[("easy", Level::Easy), ("medium", Level::Medium), ("hard", Level::Hard)];

/// The faces that can be asked for.
const FACES: &[(&str, Face)] =
    &[("choice", Face::Choice), ("reverse", Face::Reverse), ("true-false", Face::TrueFalse)];

/// So many pieces of a quote are looked for.
const MOST_PIECES: usize = 50;

/// The longest id that is proposed, in characters.
const PROPOSED_ID: usize = 60;

/// What the cards of a deck share.
pub(super) struct Common {
    /// The deck's id; some other when that is not known.
    pub(super) deck: DeckId,
    /// How dates in figures are read.
    pub(super) order: Option<DateOrder>,
    /// The shared names.
    pub(super) names: NameIndex,
    /// Whether all names could be read.
    pub(super) names_complete: bool,
    /// The sections of each source.
    pub(super) sources: HashMap<String, BTreeSet<String>>,
    /// The folded texts of the sources of which the file could be read.
    pub(super) texts: HashMap<String, String>,
    /// Whether all sources could be read.
    pub(super) sources_complete: bool,
}

/// What a kind's reader knows besides the card's own keys.
pub(super) struct Ask<'a> {
    /// What the cards of the deck share.
    pub(super) common: &'a Common,
    /// The question.
    pub(super) question: Text,
    /// The question, folded.
    pub(super) folded: String,
    /// The question as it stands in the file, quotes and all.
    pub(super) raw: &'a str,
}

/// A heading of a card, with what stands under it.
pub(super) struct Heading<'t> {
    /// The kind.
    pub(super) kind: KindName,
    /// Where it stands.
    pub(super) span: Span,
    /// What stands under it.
    pub(super) table: &'t DeTable<'t>,
    /// The text of its file.
    pub(super) text: &'t str,
    /// Which file, from 0.
    pub(super) file: usize,
}

/// Reads one card.
pub(super) fn read(heading: &Heading<'_>, common: &Common, defaults: &Defaults) -> Written {
    let title = format!("[[{}]]", heading.kind.as_str());
    let known = [keys::CARD, keys::own(heading.kind)];
    let mut fields = Fields::new(&title, heading.span, heading.table, &known);
    let mut written = Written {
        file: heading.file,
        kind: heading.kind,
        heading: heading.span,
        below: below(heading),
        gaps: Vec::new(),
        values: fields.places(&known),
        folded: String::new(),
        allow: allow(&mut fields),
        id: None,
        was: Vec::new(),
        card: None,
        found: Vec::new(),
    };
    written.id = id(&mut fields, &common.deck);
    if fields.flag("draft") == Some(true) {
        let headline = format!("{} is a draft and is not asked", called(&written, &title));
        let span = fields.key_span("draft").unwrap_or(heading.span);
        fields.found =
            vec![DRAFT.found(span, headline, "a draft").help("take this line away when the card is ready")];
    } else {
        written.was = was(&mut fields, &common.deck);
        let card = whole_card(&mut fields, (heading, &mut written), common, defaults);
        table::letters(heading.table, heading.text, &mut fields.found);
        fields.report_unknown_keys();
        written.card = card.filter(|_| fields.is_good());
    }
    written.found = fields.finish().into_iter().map(|found| found.in_file(heading.file)).collect();
    written
}

fn called(written: &Written, title: &str) -> String {
    written.id.as_ref().map_or_else(|| format!("a `{title}`"), |id| format!("`{}`", id.value.name()))
}

fn whole_card(
    fields: &mut Fields<'_>,
    (heading, written): (&Heading<'_>, &mut Written),
    common: &Common,
    defaults: &Defaults,
) -> Option<Card> {
    let question = fields.required_text("question");
    let has_question = question.is_some();
    let question = question.unwrap_or(Placed { value: String::new(), span: heading.span });
    let raw = heading.text.get(question.span.start..question.span.end).unwrap_or_default();
    let ask = Ask { common, folded: fold(&question.value), raw, question };
    let kind = if heading.kind == KindName::Cloze && !has_question {
        None
    } else {
        kinds::read(heading.kind, fields, &ask)
    };
    let also = also(fields, (heading.kind, kind.as_ref()), &ask);
    let feedback = feedback::read(fields, kind.as_ref(), &ask);
    let sources = citations(fields, "source", common);
    let quote = fields.text("quote");
    if let Some(quote) = &quote {
        quoted_from(fields, quote, &sources, common);
    }
    let temporary = |kind: &Kind| {
        CardId::temporary(&common.deck, heading.kind.as_str(), &kind.wording(&ask.question.value))
    };
    let card = kind.map(|kind| Card {
        id: written.id.as_ref().map_or_else(|| temporary(&kind), |id| id.value.clone()),
        was: written.was.iter().map(|was| was.value.clone()).collect(),
        question: shown_question(&kind, &ask),
        fact: value_of(fields.text("fact")),
        topic: value_of(fields.text("topic")).or_else(|| defaults.topic.clone()),
        tags: tags(fields, defaults),
        difficulty: fields.word("difficulty", LEVELS).or(defaults.difficulty),
        marks: marks(fields),
        hints: values(fields.one_or_more("hint")),
        explanation: value_of(fields.text("explanation")),
        feedback,
        sources: if fields.value("source").is_some() { sources } else { defaults.sources.clone() },
        quote: value_of(quote),
        also,
        file: heading.file,
        span: fields.whole_span(),
        kind,
    });
    if let Some(Kind::Cloze(_)) = &card.as_ref().map(|card| &card.kind) {
        written.gaps = super::cloze::without_number(&ask);
    }
    written.folded = ask.folded;
    card.filter(|_| has_question)
}

/// Returns where the line of a heading ends, and how lines end there.
fn below(heading: &Heading<'_>) -> (usize, &'static str) {
    let rest = heading.text.get(heading.span.end..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let end = heading.span.end + line.trim_end_matches('\r').len();
    (end, if line.ends_with('\r') { "\r\n" } else { "\n" })
}

/// Reports a quote that none of the cited sources has of which the text is there.
fn quoted_from(fields: &mut Fields<'_>, quote: &Text, cited: &[Citation], common: &Common) {
    let texts: Vec<&String> =
        cited.iter().filter_map(|citation| common.texts.get(&citation.source)).collect();
    let pieces = || {
        let pieces = quote.value.split(['…', '[', ']']).flat_map(|piece| piece.split("..."));
        pieces.take(MOST_PIECES).map(fold)
    };
    let stands = |text: &&String| pieces().all(|piece| text.contains(&piece));
    if texts.is_empty() || texts.iter().any(stands) {
        return;
    }
    let found =
        QUOTE_NOT_IN_SOURCE.found(quote.span, "the quote does not stand in its source", "not found there");
    fields.found.push(found.help("copy the words from the source; `…` stands for what is left out"));
}

fn shown_question(kind: &Kind, ask: &Ask<'_>) -> String {
    match kind {
        Kind::Cloze(parts) => super::cloze::shown(parts),
        _ => ask.question.value.clone(),
    }
}

/// Takes a text without its place.
pub(super) fn value_of(text: Option<Text>) -> Option<String> {
    text.map(|text| text.value)
}

/// Takes texts without their places.
pub(super) fn values(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// Reads the rules that are not to be reported.
pub(super) fn allow(fields: &mut Fields<'_>) -> Vec<String> {
    let mut allowed = Vec::new();
    for name in fields.one_or_more("allow") {
        if find(&name.value).is_some() {
            allowed.push(name.value);
            continue;
        }
        let headline = format!("there is no rule {}", quoted(&name.value));
        let found = UNKNOWN_VALUE.found(name.span, headline, "not known here");
        fields.found.push(match nearest(&name.value, crate::deck::rules::all().map(|rule| rule.name)) {
            Some(near) => found.help(format!("did you mean `{near}`?")).fix(name.span, format!("\"{near}\"")),
            None => found.help("the name of a rule stands in brackets behind each finding"),
        });
    }
    allowed
}

fn id(fields: &mut Fields<'_>, deck: &DeckId) -> Option<Placed<CardId>> {
    if fields.value("id").is_none() {
        let headline = format!("a `{}` has no id", fields.title);
        let help =
            "write an id below it: without one an edited question begins anew; `csto-quiz deck ids` does it";
        if !fields.is_meant("id") {
            fields.found.push(NO_ID.found(fields.heading, headline, "it has no id").help(help));
        }
        return None;
    }
    let text = fields.text("id")?;
    match crate::deck::id::check_id(&text.value).and_then(|()| CardId::new(deck, &text.value)) {
        Ok(id) => Some(Placed { value: id, span: text.span }),
        Err(error) => {
            bad_id(fields, &text, &error.to_string());
            None
        }
    }
}

/// Reports an id that cannot be, with one that could.
pub(super) fn bad_id(fields: &mut Fields<'_>, text: &Text, why: &str) {
    let headline = format!("{} cannot be an id: {why}", quoted(&text.value));
    let proposed = slug(&text.value, PROPOSED_ID);
    let found = BAD_ID.found(text.span, headline, "not an id");
    fields.found.push(if proposed.is_empty() {
        found.help("write a word of ASCII letters, digits, `-`, `_` and `.`")
    } else {
        found.help(format!("write `{proposed}`")).fix(text.span, format!("\"{proposed}\""))
    });
}

fn was(fields: &mut Fields<'_>, deck: &DeckId) -> Vec<Placed<CardId>> {
    let mut ids = Vec::new();
    for text in fields.one_or_more("was") {
        match CardId::new(deck, &text.value) {
            Ok(id) => ids.push(Placed { value: id, span: text.span }),
            Err(error) => bad_id(fields, &text, &error.to_string()),
        }
    }
    ids
}

fn tags(fields: &mut Fields<'_>, defaults: &Defaults) -> Vec<String> {
    let mut tags = defaults.tags.clone();
    for tag in values(fields.one_or_more("tags")) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn marks(fields: &mut Fields<'_>) -> f64 {
    let Some(marks) = fields.number("marks") else { return 1.0 };
    let found = if marks.value <= 0.0 {
        OUT_OF_RANGE.found(marks.span, "a card cannot be worth nothing", "not above 0")
    } else if marks.value > MOST_MARKS {
        OUT_OF_RANGE.found(marks.span, "a card cannot be worth so much", "a million is the most")
    } else {
        return marks.value;
    };
    fields.found.push(found.help("write how much it is worth, such as `marks = 2`; a usual card is worth 1"));
    marks.value
}

fn also(fields: &mut Fields<'_>, (name, kind): (KindName, Option<&Kind>), ask: &Ask<'_>) -> Vec<Also> {
    let mut faces = Vec::new();
    let has_backward_question = fields.value("reverse-question").is_some();
    for text in fields.one_or_more("also") {
        let Some(face) = fields.word_of("also", &text, FACES) else { continue };
        let also = match (face, name) {
            (Face::Reverse, KindName::Card) => has_backward_question.then_some(Also::Reverse),
            (Face::Choice, KindName::Card | KindName::Date | KindName::Number) => {
                Some(Also::Choice(kinds::wrong_besides(fields, kind, ask)))
            }
            (Face::TrueFalse, KindName::Card | KindName::Choice | KindName::Date | KindName::Number) => {
                Some(Also::TrueFalse)
            }
            _ => {
                let headline =
                    format!("a `{}` cannot be asked as {} as well", fields.title, quoted(&text.value));
                let found = UNKNOWN_VALUE.found(text.span, headline, "not for this kind");
                fields.found.push(found.help("take it away, or write a second card with the same `fact`"));
                None
            }
        };
        faces.extend(also.filter(|also| !faces.contains(also)));
    }
    if name != KindName::Choice && !faces.iter().any(|face| matches!(face, Also::Choice(_))) {
        kinds::wrong_without_choice(fields);
    }
    faces
}

/// Reads citations such as `zeng I.1`.
pub(super) fn citations(fields: &mut Fields<'_>, key: &str, common: &Common) -> Vec<Citation> {
    let mut citations = Vec::new();
    for text in fields.one_or_more(key) {
        let (source, section) = match text.value.split_once(char::is_whitespace) {
            Some((source, section)) => (source, Some(section.trim())),
            None => (text.value.as_str(), None),
        };
        match common.sources.get(source) {
            None if common.sources_complete => fields.found.push(unknown_source(source, &text, common)),
            Some(sections)
                if section.is_some_and(|label| !sections.is_empty() && !sections.contains(label)) =>
            {
                let label = section.unwrap_or_default();
                let headline = format!("the source {} has no section {}", quoted(source), quoted(label));
                let found = UNKNOWN_SECTION.found(text.span, headline, "not under `[source.sections]`");
                fields.found.push(match nearest(label, sections.iter().map(String::as_str)) {
                    Some(near) => found.help(format!("did you mean `{near}`?")),
                    None => found.help("add it under `[source.sections]`, or take that list away"),
                });
            }
            _ => citations.push(Citation { source: source.to_owned(), section: section.map(str::to_owned) }),
        }
    }
    citations
}

fn unknown_source(source: &str, text: &Text, common: &Common) -> crate::deck::diagnostic::Diagnostic {
    let headline = format!("the deck has no source {}", quoted(source));
    let found = UNKNOWN_SOURCE.found(text.span, headline, "not under `[[source]]`");
    match nearest(source, common.sources.keys().map(String::as_str)) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("write `source = \"ID SECTION\"`, with the id of a `[[source]]` of this deck"),
    }
}
