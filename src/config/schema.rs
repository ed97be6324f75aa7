//! The JSON Schema (2020-12) of a config file, made from the same keys that the reader checks against.

use super::keys::{self, Key, Takes};
use super::tables::WEIGHTS;
use serde_json::{Map, Value, json};

/// What the schema must know of what stands above the config.
pub struct Parts<'a> {
    /// The names of the presets.
    pub presets: &'a [&'a str],
    /// The names of rules and groups, and `all`.
    pub names: Vec<&'a str>,
    /// The rules, in the order of every listing.
    pub rules: Vec<RulePart<'a>>,
    /// The schema of a `[[facts]]` table without its `files`, and the definitions that it refers to as `#/$defs/...`.
    pub facts: (Value, Map<String, Value>),
}

/// A rule that a config may set.
pub struct RulePart<'a> {
    /// `group/slug`.
    pub name: &'a str,
    /// What it says of a campaign.
    pub summary: &'a str,
    /// Its options with what they stand at and, where the page says so, what they mean.
    pub options: Vec<(&'a str, &'a toml::Value, Option<&'a str>)>,
}

/// The schema.
pub fn schema(parts: &Parts<'_>) -> Value {
    let mut definitions = parts.facts.1.clone();
    definitions.insert("rules".to_owned(), rules(parts));
    definitions.insert("names".to_owned(), list(&json!({ "enum": parts.names })));
    definitions.insert("facts".to_owned(), facts(parts));
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!("outreach-lint.toml: what outreach-lint judges, and how"));
    if let Value::Object(root) = table(keys::CONFIG, &[], "A config file.", parts) {
        schema.extend(root);
    }
    definitions.sort_keys();
    schema.insert("$defs".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

fn table(keys: &[Key], required: &[&str], what: &str, parts: &Parts<'_>) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), described(key, parts))).collect();
    let mut table = json!({ "description": what, "type": "object", "additionalProperties": false });
    if let Value::Object(table) = &mut table {
        table.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            table.insert("required".to_owned(), json!(required));
        }
    }
    table
}

fn described(key: &Key, parts: &Parts<'_>) -> Value {
    let mut schema = takes(&key.takes, parts);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(key.doc));
    }
    schema
}

fn takes(takes: &Takes, parts: &Parts<'_>) -> Value {
    match takes {
        Takes::Text => json!({ "type": "string", "pattern": r"\S" }),
        Takes::Texts => list(&json!({ "type": "string" })),
        Takes::Names => json!({ "$ref": "#/$defs/names" }),
        Takes::Preset => json!({ "enum": parts.presets }),
        Takes::Word(words) => json!({ "enum": words }),
        Takes::Regions => list(&json!({ "type": "string", "pattern": r"^\s*[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?\s*$" })),
        Takes::Date => json!({ "type": "string", "format": "date" }),
        Takes::Rules => json!({ "$ref": "#/$defs/rules" }),
        Takes::Facts => list(&json!({ "$ref": "#/$defs/facts" })),
        Takes::Tables(keys, required) => list(&table(keys, required, "What is meant, and for which files.", parts)),
    }
}

/// One of these, or a list of them.
fn list(items: &Value) -> Value {
    json!({ "anyOf": [{ "type": "array", "items": items }, items] })
}

fn rules(parts: &Parts<'_>) -> Value {
    let each = parts.rules.iter().map(|rule| (rule.name.to_owned(), one_rule(rule)));
    json!({ "type": "object", "additionalProperties": false, "properties": each.collect::<Map<_, _>>() })
}

fn one_rule(rule: &RulePart<'_>) -> Value {
    let severity = json!({ "description": "The weight of the rule, or off.", "enum": WEIGHTS });
    let mut properties = Map::from_iter([("severity".to_owned(), severity)]);
    for (name, standard, doc) in &rule.options {
        let what = doc.map_or_else(|| format!("An option of {}.", rule.name), |doc| format!("{}.", capital(doc)));
        let mut option = kind(standard);
        if let Value::Object(option) = &mut option {
            option.insert("description".to_owned(), json!(what));
            if !standard.is_array() {
                option.insert("default".to_owned(), json!(standard));
            }
        }
        properties.insert((*name).to_owned(), option);
        if name.ends_with("phrases") {
            let more = json!({ "description": format!("Phrases to add to `{name}`."), "type": "array", "items": { "type": "string" } });
            properties.insert(format!("extend_{name}"), more);
        }
    }
    let description = format!("{}.", capital(rule.summary));
    json!({ "description": description, "type": "object", "additionalProperties": false, "properties": properties })
}

fn kind(standard: &toml::Value) -> Value {
    match standard {
        toml::Value::String(_) | toml::Value::Datetime(_) => json!({ "type": "string" }),
        toml::Value::Integer(_) => json!({ "type": "integer" }),
        toml::Value::Float(_) => json!({ "type": "number" }),
        toml::Value::Boolean(_) => json!({ "type": "boolean" }),
        toml::Value::Array(_) => json!({ "type": "array" }),
        toml::Value::Table(_) => json!({ "type": "object" }),
    }
}

fn facts(parts: &Parts<'_>) -> Value {
    let mut facts = parts.facts.0.clone();
    let files = described(&keys::FILES, parts);
    if let Some(Value::Object(properties)) = facts.get_mut("properties") {
        properties.insert(keys::FILES.name.to_owned(), files);
    }
    if let Value::Object(facts) = &mut facts {
        facts.insert("required".to_owned(), json!([keys::FILES.name]));
    }
    facts
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
