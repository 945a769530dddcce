//! What do the cards of a deck share?
//!
//! Reads `[deck]`, `[[source]]`, `[names.GROUP]` and `[defaults]`.

use toml::de::{DeTable, DeValue};

use super::card::{self, Common, LEVELS, bad_id, value_of, values};
use super::keys;
use super::table::{Fields, Text, Value, span_of};
use super::words::quoted;
use crate::deck::card::{Citation, Level};
use crate::deck::diagnostic::Diagnostic;
use crate::deck::id::DeckId;
use crate::deck::lint::Spelling;
use crate::deck::rules::{DUPLICATE_ID, FORMAT_VERSION, WRONG_TYPE};
use crate::deck::{DateOrder, Deck, Name, Names, Reference};
use crate::source::{Placed, Span};

/// The version of the format that is read.
const FORMAT: f64 = 1.0;

const ORDERS: &[(&str, DateOrder)] = &[("day", DateOrder::DayFirst), ("month", DateOrder::MonthFirst)];

/// What the cards of one file need not say themselves.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    pub(super) tags: Vec<String>,
    pub(super) sources: Vec<Citation>,
    pub(super) difficulty: Option<Level>,
    pub(super) topic: Option<String>,
}

/// What `[deck]` says.
#[derive(Default)]
pub(super) struct Head {
    /// The deck, still without sources, names and cards; nothing when it has no usable id.
    pub(super) deck: Option<Deck>,
    /// The rules that are not to be reported.
    pub(super) allow: Vec<String>,
    /// What is wrong, in the first file.
    pub(super) found: Vec<Diagnostic>,
    /// Whether the rest of the deck can be read by the rules of this version.
    pub(super) is_foreign: bool,
}

/// Reads `[deck]`.
pub(super) fn head(table: &DeTable<'_>, heading: Span) -> Head {
    let mut fields = Fields::new("[deck]", heading, table, &[keys::DECK]);
    let format = fields.number("format");
    if let Some(format) = format.filter(|format| format.value.total_cmp(&FORMAT).is_ne()) {
        let headline =
            format!("the deck is written in format {}, and this program reads format 1", format.value);
        let found = FORMAT_VERSION.found(format.span, headline, "another version");
        let found = found.help("get a newer csto-quiz, or write `format = 1`");
        return Head { found: vec![found], is_foreign: true, ..Head::default() };
    }
    let id = fields.required_text("id").and_then(|text| deck_id(&mut fields, &text));
    let was = fields.one_or_more("was");
    let was = was.iter().filter_map(|text| deck_id(&mut fields, text)).collect();
    let title = value_of(fields.required_text("title"));
    let allow = card::allow(&mut fields);
    let texts = |fields: &mut Fields<'_>, key| value_of(fields.text(key));
    let deck = id.map(|id| Deck {
        was,
        title: title.unwrap_or_else(|| id.to_string()),
        description: texts(&mut fields, "description"),
        authors: values(fields.one_or_more("authors")),
        language: texts(&mut fields, "language"),
        licence: texts(&mut fields, "licence"),
        version: texts(&mut fields, "version"),
        tags: values(fields.one_or_more("tags")),
        date_order: fields.word("date-order", ORDERS),
        sources: Vec::new(),
        names: Names::default(),
        cards: Vec::new(),
        id,
    });
    fields.one_or_more("use");
    Head { deck, allow, found: fields.finish(), is_foreign: false }
}

fn deck_id(fields: &mut Fields<'_>, text: &Text) -> Option<DeckId> {
    match DeckId::new(&text.value) {
        Ok(id) => Some(id),
        Err(error) => {
            bad_id(fields, text, &error.to_string());
            None
        }
    }
}

/// A source with its places.
pub(super) struct PlacedSource {
    /// The source, with the place of its id.
    pub(super) reference: Placed<Reference>,
    /// The file in which its text is.
    pub(super) text_file: Option<Text>,
}

/// Reads one `[[source]]`.
pub(super) fn source(
    table: &DeTable<'_>,
    heading: Span,
    earlier: &[(usize, PlacedSource)],
) -> (Option<PlacedSource>, Vec<Diagnostic>) {
    let mut fields = Fields::new("[[source]]", heading, table, &[keys::SOURCE]);
    let id = fields.required_text("id");
    let reference = Reference {
        id: id.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
        cite: value_of(fields.text("cite")),
        url: value_of(fields.text("url")),
        sections: sections(&mut fields),
    };
    let text_file = fields.text("file");
    if let Some(id) = id.as_ref().filter(|id| id.value.contains(char::is_whitespace)) {
        bad_id(&mut fields, id, "it ends at the first blank when it is cited");
    }
    let mut found = Vec::new();
    if let Some((file, first)) = earlier.iter().find(|(_, source)| source.reference.value.id == reference.id)
    {
        let headline = format!("two sources have the id {}", quoted(&reference.id));
        let span = id.as_ref().map_or(heading, |id| id.span);
        let twice = DUPLICATE_ID.found(span, headline, "used again here");
        let twice = twice.as_well_as(*file, first.reference.span, "first used here");
        found.push(twice.help("each source needs its own id, by which cards cite it"));
    }
    let is_good = fields.is_good();
    found.extend(fields.finish());
    let source = id
        .filter(|_| is_good)
        .map(|id| PlacedSource { reference: Placed { value: reference, span: id.span }, text_file });
    (source, found)
}

fn sections(fields: &mut Fields<'_>) -> std::collections::BTreeMap<String, String> {
    let mut sections = std::collections::BTreeMap::new();
    let Some(value) = fields.value("sections") else { return sections };
    let DeValue::Table(table) = value.get_ref() else {
        let headline = "`sections` is a table of labels and titles";
        let found = WRONG_TYPE.found(span_of(value), headline, "this is something else");
        fields
            .found
            .push(found.help(
                "write `[source.sections]` behind the source, then `\"I.1\" = \"Title\"` in each line",
            ));
        return sections;
    };
    for (label, title) in table {
        if let Some(title) = fields.text_of(label.get_ref(), title) {
            sections.insert(label.get_ref().to_string(), title.value);
        }
    }
    sections
}

/// The names of a deck, with the places of their spellings.
#[derive(Default)]
pub(super) struct PlacedNames {
    /// The names.
    pub(super) names: Names,
    /// Their spellings, by file and place.
    pub(super) spellings: Vec<Spelling>,
}

/// Reads `[names.GROUP]` of a file into the names; returns what is wrong.
pub(super) fn names(
    table: &DeTable<'_>,
    (file, heading): (usize, Span),
    names: &mut PlacedNames,
) -> Vec<Diagnostic> {
    let nothing = DeTable::new();
    let mut fields = Fields::new("[names]", heading, &nothing, &[]);
    let mut groups: Vec<(&str, &Value<'_>)> =
        table.iter().map(|(name, value)| (name.get_ref().as_ref(), value)).collect();
    groups.sort_by_key(|(_, value)| value.span().start);
    for (group, value) in groups {
        let DeValue::Table(members) = value.get_ref() else {
            let headline = format!("{} stands in no group of names", quoted(group));
            let found = WRONG_TYPE.found(span_of(value), headline, "a name without a group");
            fields.found.push(found.help("write a heading with a group above it, such as `[names.country]`"));
            continue;
        };
        read_group(&mut fields, members, (file, group), names);
    }
    fields.finish()
}

fn read_group(
    fields: &mut Fields<'_>,
    members: &DeTable<'_>,
    (file, group_name): (usize, &str),
    names: &mut PlacedNames,
) {
    let group = names.names.groups.entry(group_name.to_owned()).or_default();
    let mut entries: Vec<_> = members.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut by_name: std::collections::HashMap<String, usize> =
        group.iter().enumerate().map(|(at, name)| (name.name.clone(), at)).collect();
    for (name, value) in entries {
        let Some(aliases) = fields.texts_of(name.get_ref(), value) else { continue };
        let own = Placed { value: name.get_ref().to_string(), span: span_of(name) };
        names.spellings.extend(std::iter::once(&own).chain(&aliases).map(|spelling| Spelling {
            group: group_name.to_owned(),
            name: own.value.clone(),
            text: spelling.value.clone(),
            file,
            span: spelling.span,
        }));
        let aliases = values(aliases);
        let at = *by_name.entry(name.get_ref().to_string()).or_insert_with(|| {
            group.push(Name { name: name.get_ref().to_string(), aliases: Vec::new() });
            group.len() - 1
        });
        if let Some(known) = group.get_mut(at) {
            for alias in aliases {
                if !known.aliases.contains(&alias) {
                    known.aliases.push(alias);
                }
            }
        }
    }
}

/// Reads `[defaults]`.
pub(super) fn defaults(table: &DeTable<'_>, heading: Span, common: &Common) -> (Defaults, Vec<Diagnostic>) {
    let mut fields = Fields::new("[defaults]", heading, table, &[keys::DEFAULTS]);
    let defaults = Defaults {
        tags: values(fields.one_or_more("tags")),
        sources: card::citations(&mut fields, "source", common),
        difficulty: fields.word("difficulty", LEVELS),
        topic: value_of(fields.text("topic")),
    };
    (defaults, fields.finish())
}
