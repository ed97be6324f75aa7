//! `[rules."group/slug"]`: weight and options of rules.

use super::read::Reader;
use super::{RuleLayer, Weight};
use crate::finding::Severity;
use crate::syntax::{Entry, Kind, Node};
use std::collections::BTreeMap;

/// The words for weights.
pub(super) const WEIGHTS: &[&str] = &["error", "warning", "info", "off"];

pub(super) fn rules<F>(reader: &mut Reader<'_, F>, table: &Node<'_>) -> BTreeMap<String, RuleLayer> {
    let mut rules = BTreeMap::new();
    if !table.is_table() {
        reader.wrong_kind(table, "a table", "write [rules.\"stop/ignores-reply\"] and below it severity = \"warning\"");
    }
    for entry in table.entries() {
        let Some(options) = (reader.catalogue.options)(&entry.key) else {
            not_a_rule(reader, entry);
            continue;
        };
        if !entry.value.is_table() {
            let help = format!("write [rules.\"{}\"] and below it severity = \"warning\"", entry.key);
            reader.wrong_kind(&entry.value, "a table", &help);
            continue;
        }
        rules.insert(entry.key.to_string(), rule(reader, &entry.key, &entry.value, &options));
    }
    rules
}

fn rule<F>(reader: &mut Reader<'_, F>, name: &str, table: &Node<'_>, options: &toml::Table) -> RuleLayer {
    let mut layer = RuleLayer::default();
    for entry in table.entries() {
        if entry.key == "severity" {
            layer.weight = reader.word(&entry.value, WEIGHTS).map(|word| weight(&word));
            continue;
        }
        let option = entry.key.strip_prefix("extend_").filter(|list| list.ends_with("phrases")).unwrap_or(&entry.key);
        let Some(standard) = options.get(option) else {
            let known: Vec<&str> = std::iter::once("severity").chain(options.keys().map(String::as_str)).collect();
            reader.unknown_key(entry, &known, &format!("the rule `{name}`"));
            continue;
        };
        let Some(value) = value(reader.text, &entry.value) else {
            reader.wrong_kind(&entry.value, kind(standard), &example(&entry.key, standard));
            continue;
        };
        if !fits(&value, standard) {
            reader.wrong_kind(&entry.value, kind(standard), &example(&entry.key, standard));
            continue;
        }
        let one = toml::Table::from_iter([(entry.key.to_string(), value)]);
        match (reader.catalogue.check_option)(name, &one) {
            None => layer.options.extend(one),
            Some(why) => {
                let message = format!("`{}` cannot be this: {}", entry.key, plain(&why));
                reader.invalid(entry.value.span, "cannot be this", &message, &example(&entry.key, standard));
            }
        }
    }
    layer
}

fn not_a_rule<F>(reader: &mut Reader<'_, F>, entry: &Entry<'_>) {
    let (message, help) = (reader.catalogue.check_name)(&entry.key).unwrap_or_else(|| {
        let message = format!("`{}` is a group of rules, not a rule", entry.key);
        (message, format!("name a rule, as [rules.\"{}/...\"], or leave the group out with ignore", entry.key))
    });
    // `[rules.cadence.too-many-follow-ups]` is what one writes who forgets the quotes.
    let unquoted = entry.value.entries().iter().find_map(|inner| {
        let name = format!("{}/{}", entry.key, inner.key);
        (reader.catalogue.options)(&name).map(|_| format!("write the name in quotes: [rules.\"{name}\"]"))
    });
    reader.invalid(entry.key_span, "no rule", &message, &unquoted.unwrap_or(help));
}

fn weight(word: &str) -> Weight {
    match word {
        "error" => Weight::On(Severity::Error),
        "warning" => Weight::On(Severity::Warning),
        "info" => Weight::On(Severity::Info),
        _ => Weight::Off,
    }
}

/// The value as the options of rules read it; none where it cannot stand on the right of a `=`.
fn value(text: &str, node: &Node<'_>) -> Option<toml::Value> {
    if matches!(node.kind, Kind::Error) {
        return None;
    }
    let written = text.get(node.span.range())?;
    let mut table: toml::Table = toml::from_str(&format!("value = {written}")).ok()?;
    table.remove("value")
}

/// What a person calls values of this kind.
fn kind(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "text",
        toml::Value::Integer(_) => "a whole number",
        toml::Value::Float(_) => "a number with a point",
        toml::Value::Boolean(_) => "true or false",
        toml::Value::Datetime(_) => "a date",
        toml::Value::Array(_) => "a list",
        toml::Value::Table(_) => "a table",
    }
}

/// How the option is written, with the value that it stands at.
fn example(key: &str, standard: &toml::Value) -> String {
    match standard {
        toml::Value::Array(items) => {
            let first = items.first().map_or_else(String::new, written);
            format!("write a list, as {key} = [{first}]")
        }
        value => format!("write it as {key} = {}", written(value)),
    }
}

/// A value as TOML; texts and numbers are written as in JSON.
fn written(value: &toml::Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Whether `value` may stand where `standard` does.
fn fits(value: &toml::Value, standard: &toml::Value) -> bool {
    value.same_type(standard) || value.is_integer() && standard.is_float()
}

/// The first line of an error, without the final stop and without the names that a program has for numbers.
fn plain(why: &str) -> &str {
    let why = why.lines().next().unwrap_or(why).trim_end_matches('.');
    match why.strip_prefix("invalid value: integer `") {
        Some(number) if number.starts_with('-') => "a number from 0 on is needed",
        Some(_) => "the number is too large",
        None => why,
    }
}
