//! How do editors learn the format?
//!
//! As a JSON Schema, made of the one table of keys; `deck schema` prints it, `deck new` writes it
//! beside the deck.

use serde_json::{Map, Value, json};

use crate::deck::format::{self, Key, Takes};
use crate::deck::id::LONGEST_ID;
use crate::deck::kind::KindName;

/// Returns the JSON Schema of a deck file.
pub fn schema() -> Value {
    let mut properties = Map::new();
    properties.insert("deck".to_owned(), table(format::DECK, "the deck as a whole"));
    let source = table(format::SOURCE, "a source that cards cite");
    properties.insert("source".to_owned(), list_of(&source, "the sources that cards cite"));
    properties.insert("names".to_owned(), names());
    properties
        .insert("defaults".to_owned(), table(format::DEFAULTS, "what holds for the cards of this file"));
    for kind in KindName::ALL {
        // A draft may lack what is required here: an editor that says so says what is left to do.
        let keys: Vec<Key> = format::CARD.iter().chain(format::own(kind)).copied().collect();
        let card = table(&keys, format::asks_for(kind));
        properties.insert(kind.as_str().to_owned(), list_of(&card, format::asks_for(kind)));
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "csto-quiz deck",
        "description": "a file of a csto-quiz deck, format 1",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn list_of(items: &Value, about: &str) -> Value {
    json!({ "description": about, "type": "array", "items": items })
}

fn names() -> Value {
    let group = json!({
        "description": "names with their other spellings",
        "type": "object",
        "additionalProperties": { "type": "array", "items": { "type": "string" } },
    });
    json!({
        "description": "names that several cards share, by group",
        "type": "object",
        "additionalProperties": group,
    })
}

fn table(keys: &[Key], about: &str) -> Value {
    let required: Vec<&str> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    json!({
        "description": about,
        "type": "object",
        "additionalProperties": false,
        "properties": properties(keys),
        "required": required,
    })
}

fn properties(keys: &[Key]) -> Map<String, Value> {
    keys.iter().map(|key| (key.name.to_owned(), property(key))).collect()
}

fn property(key: &Key) -> Value {
    let mut value = taken(key.takes);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("description".to_owned(), key.about.into());
    }
    value
}

fn taken(takes: Takes) -> Value {
    let text = || json!({ "type": "string", "minLength": 1 });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let either = |one: Value, other: Value| json!({ "anyOf": [one, other] });
    let number = || json!({ "type": "number" });
    match takes {
        Takes::Text => text(),
        Takes::Texts => json!({ "type": "array", "items": text(), "minItems": 1 }),
        Takes::TextOrTexts => either(text(), list(text())),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Number => number(),
        Takes::NumberOrNumbers => either(number(), list(number())),
        Takes::Count => json!({ "type": "integer", "minimum": 1 }),
        Takes::NumberOrShare => {
            either(json!({ "type": "number", "minimum": 0 }), json!({ "type": "string", "pattern": "%$" }))
        }
        Takes::Range => json!({ "type": "array", "items": number(), "minItems": 2, "maxItems": 2 }),
        Takes::Date => either(text(), json!({ "type": "integer" })),
        Takes::DateOrDates => either(
            either(text(), json!({ "type": "integer" })),
            list(either(text(), json!({ "type": "integer" }))),
        ),
        Takes::Word(words) => json!({ "enum": words }),
        Takes::Words(words) => either(json!({ "enum": words }), list(json!({ "enum": words }))),
        Takes::Version => json!({ "const": 1 }),
        Takes::Id => json!({
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*$",
            "maxLength": LONGEST_ID,
        }),
        Takes::Labels => json!({ "type": "object", "additionalProperties": text() }),
    }
}
