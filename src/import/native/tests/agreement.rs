//! The reader and the schema read the same tables.

use super::{json, toml, twin};
use crate::import::native::keys::{self, Key, Kind, Table};
use crate::import::native::{facts_schema, schema};
use serde_json::{Value, json};

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// Puts a file around the value of a table.
type Around = fn(Value) -> Value;

/// Every table of the format with a file around a value of it.
fn tables() -> Vec<(&'static Table, Around)> {
    vec![
        (&keys::CAMPAIGN, |mut table| {
            if table.get("name").is_none() {
                table["name"] = json!("n");
            }
            json!({ "campaign": table })
        }),
        (&keys::AUDIENCE, |table| json!({ "campaign": { "name": "n" }, "audience": table })),
        (&keys::CONSENT, |table| json!({ "campaign": { "name": "n" }, "audience": { "consent": table } })),
        (&keys::SENDER, |table| json!({ "campaign": { "name": "n" }, "senders": { "a": table } })),
        (&keys::SENDER, |table| json!({ "campaign": { "name": "n" }, "sender": table })),
        (&keys::STOP, |table| json!({ "campaign": { "name": "n" }, "stop": table })),
        (&keys::OPT_OUT_BY_CHANNEL, |table| json!({ "campaign": { "name": "n" }, "opt_out": table })),
        (&keys::OPT_OUT, |table| json!({ "campaign": { "name": "n" }, "opt_out": { "sms": table } })),
        (&keys::SCHEDULE, |table| json!({ "campaign": { "name": "n" }, "schedule": table })),
        (&keys::LIMITS, |table| json!({ "campaign": { "name": "n" }, "limits": table })),
        (&keys::STEP, |mut table| {
            let other = ["channel", "branch", "task", "within"].iter().any(|key| table.get(key).is_some());
            if !other {
                table["channel"] = json!("email");
            }
            json!({ "campaign": { "name": "n" }, "step": [table] })
        }),
        (&keys::OFFER, |table| json!({ "campaign": { "name": "n" }, "step": [{ "channel": "sms", "offer": table }] })),
        (
            &keys::VARIANT,
            |table| json!({ "campaign": { "name": "n" }, "step": [{ "channel": "sms", "variants": [table] }] }),
        ),
        (&keys::BRANCH, |mut table| {
            if table.get("on").is_none() {
                table["on"] = json!("reply");
            }
            json!({ "campaign": { "name": "n" }, "step": [{ "branch": table }] })
        }),
        (&keys::ELEMENT, |mut table| {
            if table.get("campaign").is_none() {
                table["campaign"] = json!({ "name": "n" });
            }
            json!({ "campaigns": [table] })
        }),
    ]
}

fn example(key: &Key) -> Value {
    let value = serde_json::from_str(key.example).unwrap_or_else(|_| {
        let table: Value = serde_json::from_str(&twin(&format!("x = {}", key.example))).unwrap();
        table["x"].clone()
    });
    if matches!(key.kind, Kind::Tables(_)) { json!([value]) } else { value }
}

/// Findings on keys and values; targets and files that are not there are no matter of the schema.
fn faults(value: &Value) -> Vec<String> {
    let lines = json(&serde_json::to_string(value).unwrap()).lines();
    lines.into_iter().filter(|line| !line.contains("dangling-next") && !line.contains("unreadable-copy")).collect()
}

#[test]
fn every_example_is_read_and_fits_the_schema() {
    let schema = validator();
    for (table, file) in tables() {
        for key in table.keys {
            let value = file(json!({ key.name: example(key) }));
            assert_eq!(faults(&value), [""; 0], "{} {}", table.name, key.name);
            assert!(schema.is_valid(&value), "{} {}: {value}", table.name, key.name);
        }
    }
}

#[test]
fn values_of_the_wrong_kind_are_refused_by_both() {
    let schema = validator();
    for (table, file) in tables() {
        for key in table.keys {
            let wrong = match key.kind {
                Kind::Table(_) | Kind::Named(_) | Kind::Tables(_) => json!("x"),
                Kind::Bool => json!("true"),
                Kind::Count(_) => json!(-1),
                Kind::Word(_) | Kind::Guard => json!("no such word"),
                Kind::Words(_) => json!(["no such word"]),
                Kind::Duration | Kind::Wait | Kind::Delivery => json!("2"),
                Kind::Clock => json!("10am"),
                Kind::Windows => json!(["mon-fri"]),
                Kind::Regions => json!(["everywhere"]),
                Kind::Texts => json!([1]),
                _ => json!(1),
            };
            let value = file(json!({ key.name: wrong }));
            let faults = faults(&value);
            assert!(
                faults.iter().any(|line| line.contains("invalid-value")),
                "{} {}: {faults:?}",
                table.name,
                key.name
            );
            assert!(!schema.is_valid(&value), "{} {}: {value}", table.name, key.name);
        }
        let value = file(json!({ "no_such_field": 1 }));
        assert!(faults(&value).iter().any(|line| line.contains("unknown-field")), "{}", table.name);
        assert!(!schema.is_valid(&value), "{}", table.name);
    }
}

#[test]
fn every_word_is_read() {
    for (table, file) in tables() {
        for key in table.keys {
            let values: Vec<Value> = match key.kind {
                Kind::Word(words) => words.iter().map(|word| json!(word)).collect(),
                Kind::Words(words) => vec![json!(words)],
                Kind::Guard => keys::GUARDS.iter().map(|word| json!(word)).collect(),
                _ => continue,
            };
            for word in values {
                assert_eq!(faults(&file(json!({ key.name: word }))), [""; 0], "{} {}", table.name, key.name);
            }
        }
    }
}

#[test]
fn the_schema_takes_the_fixtures_and_refuses_the_broken_one() {
    let schema = validator();
    let minimal = include_str!("../../../../fixtures/campaigns/minimal.toml");
    let example = include_str!("../../../../fixtures/broken/format.toml");
    let broken = include_str!("../../../../fixtures/broken/misspelt.toml");
    for (text, fits) in [(minimal, true), (example, true), (broken, false)] {
        assert_eq!(toml(text).imported.dialect, Some("native"));
        let value: Value = serde_json::from_str(&twin(text)).unwrap();
        assert_eq!(schema.is_valid(&value), fits, "{text}");
    }
    for (value, fits) in [
        (json!({}), false),
        (json!({ "campaign": {} }), false),
        (json!({ "campaigns": [{ "step": [] }] }), false),
        (json!({ "campaigns": [{ "campaign": { "name": "n" } }] }), true),
        (json!({ "campaign": { "name": "n" }, "step": [{ "channel": "sms", "task": "t" }] }), false),
        (json!({ "campaign": { "name": "n" }, "step": [{ "channel": "sms", "body": "b", "body_file": "f" }] }), false),
        (json!({ "campaign": { "name": "n" }, "step": [{ "channel": "sms", "wait": "2d..3d" }] }), true),
        (json!({ "$schema": "x.json", "campaign": { "name": "n" } }), true),
    ] {
        assert_eq!(schema.is_valid(&value), fits, "{value}");
    }
}

#[test]
fn facts_have_a_schema_too() {
    let (mut facts, definitions) = facts_schema();
    facts["$defs"] = Value::Object(definitions);
    let schema = jsonschema::draft202012::new(&facts).unwrap();
    let stated = json!({ "audience": { "consent": { "sms": "none" } }, "campaign": { "purpose": "sales" } });
    assert!(schema.is_valid(&stated));
    assert!(!schema.is_valid(&json!({ "campaign": { "name": "n" } })));
    assert!(!schema.is_valid(&json!({ "step": [] })));
}

#[test]
fn every_key_is_described() {
    fn look(value: &Value, described: &mut usize) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                let text = property["description"].as_str().unwrap_or("");
                assert!(text.len() > 10 && !text.ends_with('.'), "{name}: {text:?}");
                *described += 1;
            }
            assert_eq!(value["additionalProperties"], json!(false));
        }
        match value {
            Value::Object(object) => object.values().for_each(|value| look(value, described)),
            Value::Array(items) => items.iter().for_each(|value| look(value, described)),
            _ => {}
        }
    }
    let mut described = 0;
    look(&schema(), &mut described);
    assert!(described > 80, "{described}");
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}
