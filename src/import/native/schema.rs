//! The JSON Schema (2020-12) of a campaign file, made from the same tables that the reader checks against.
//!
//! An editor that knows it says what `check` would say of keys and values; what needs more than one place of a file
//! (targets, senders, ids that stand twice) it cannot say.

use super::keys::{self, GUARDS, Key, Kind, Table};
use crate::model::time::{DURATION_PATTERN, WINDOW_PATTERN};
use serde_json::{Map, Value, json};

/// The schema of a campaign file, in TOML or JSON.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    let root = table(&keys::ROOT, &mut definitions);
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!("An outreach campaign, as outreach-lint reads it"));
    if let Value::Object(root) = root {
        schema.extend(root);
    }
    schema.insert("anyOf".to_owned(), json!([{ "required": ["campaign"] }, { "required": ["campaigns"] }]));
    definitions.sort_keys();
    schema.insert("$defs".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

/// The schema of a `[[facts]]` table, for the config's own schema, and the definitions that it refers to as
/// `#/$defs/...`.
pub fn facts_schema() -> (Value, Map<String, Value>) {
    let mut definitions = Map::new();
    (table(&keys::FACTS, &mut definitions), definitions)
}

fn table(table: &Table, definitions: &mut Map<String, Value>) -> Value {
    let properties: Map<String, Value> =
        table.keys.iter().map(|key| (key.name.to_owned(), described(key, definitions))).collect();
    let required: Vec<&str> = table.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut object = Map::new();
    object.insert("description".to_owned(), json!(sentence(table.what)));
    object.insert("type".to_owned(), json!("object"));
    object.insert("additionalProperties".to_owned(), json!(false));
    object.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    let exclusive: Vec<Value> = EXCLUSIVE
        .iter()
        .filter(|pair| pair.iter().all(|name| table.keys.iter().any(|key| key.name == *name)))
        .map(|pair| json!({ "required": pair }))
        .collect();
    if !exclusive.is_empty() {
        object.insert("not".to_owned(), json!({ "anyOf": exclusive }));
    }
    Value::Object(object)
}

/// Keys that one table cannot have both.
const EXCLUSIVE: [[&str; 2]; 4] =
    [["body", "body_file"], ["channel", "branch"], ["channel", "task"], ["branch", "task"]];

fn described(key: &Key, definitions: &mut Map<String, Value>) -> Value {
    let mut schema = kind(&key.kind, definitions);
    if let Value::Object(object) = &mut schema {
        object.insert("description".to_owned(), json!(sentence(key.doc)));
        if let Ok(example) = serde_json::from_str::<Value>(key.example) {
            object.insert("examples".to_owned(), json!([example]));
        }
    }
    schema
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}

fn kind(kind: &Kind, definitions: &mut Map<String, Value>) -> Value {
    match kind {
        Kind::Text | Kind::Path | Kind::Target | Kind::Zone => filled_text(),
        Kind::Copy => json!({ "type": "string" }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Count(least) => json!({ "type": "integer", "minimum": least, "maximum": u32::MAX }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => list(&json!({ "enum": words })),
        Kind::Texts => list(&filled_text()),
        Kind::Duration => json!({ "type": "string", "pattern": DURATION_PATTERN }),
        Kind::Wait => json!({ "type": "string", "pattern": wait_pattern() }),
        Kind::Delivery => json!({ "anyOf": [{ "const": "now" }, { "type": "string", "pattern": DURATION_PATTERN }] }),
        Kind::Clock => json!({ "type": "string", "pattern": r"^\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?\s*$" }),
        Kind::Windows => {
            json!({ "type": "array", "minItems": 1, "items": { "type": "string", "pattern": WINDOW_PATTERN } })
        }
        Kind::Regions => {
            let region = json!({ "type": "string", "pattern": r"^\s*[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?\s*$" });
            json!({ "anyOf": [region, list(&region)] })
        }
        Kind::Guard => {
            json!({ "anyOf": [{ "enum": GUARDS }, { "type": "string", "pattern": r"^attribute:\s*\S" }] })
        }
        Kind::Table(table) => reference(table, definitions),
        Kind::Tables(table) => list(&reference(table, definitions)),
        Kind::Named(table) => json!({ "type": "object", "additionalProperties": reference(table, definitions) }),
    }
}

fn filled_text() -> Value {
    json!({ "type": "string", "pattern": r"\S" })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn wait_pattern() -> String {
    let time = DURATION_PATTERN.trim_start_matches('^').trim_end_matches('$');
    format!(r"^{time}(\.\.{time})?$")
}

fn reference(of: &'static Table, definitions: &mut Map<String, Value>) -> Value {
    if !definitions.contains_key(of.name) {
        definitions.insert(of.name.to_owned(), Value::Null);
        let definition = table(of, definitions);
        definitions.insert(of.name.to_owned(), definition);
    }
    json!({ "$ref": format!("#/$defs/{}", of.name) })
}
