//! The published schemas say what the program says.

use crate::support::Project;
use serde_json::Value;
use std::fs;

fn schema(of: &str) -> Value {
    let run = Project::new().run(&["schema", of]);
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).expect("JSON")
}

fn valid(schema: &Value, value: &Value) -> bool {
    jsonschema::validator_for(schema).expect("a schema").is_valid(value)
}

/// TOML as a schema sees it: dates are texts.
fn toml(text: &str) -> Value {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => Value::String(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(json).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
            value => serde_json::to_value(value).expect("JSON"),
        }
    }
    json(toml::Value::Table(text.parse().expect(text)))
}

/// Where a schema describes a key without a word on what it means.
fn undescribed(schema: &Value, at: &str, found: &mut Vec<String>) {
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        if value["description"].as_str().is_none_or(|text| text.len() < 8) {
            found.push(format!("{at}.{key}"));
        }
    }
    match schema {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| undescribed(value, &format!("{at}.{key}"), found));
        }
        Value::Array(items) => items.iter().for_each(|value| undescribed(value, at, found)),
        _ => {}
    }
}

#[test]
fn both_schemas_are_schemas_and_describe_every_key() {
    assert_eq!(Project::new().run(&["schema"]).out, Project::new().run(&["schema", "campaign"]).out);
    for of in ["campaign", "config"] {
        let schema = schema(of);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::meta::is_valid(&schema), "{of}");
        let mut found = Vec::new();
        undescribed(&schema, of, &mut found);
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn campaigns_are_valid_and_broken_ones_are_not() {
    let schema = schema("campaign");
    let fixture =
        |name: &str| toml(&fs::read_to_string(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).expect(name));
    assert!(valid(&schema, &fixture("campaigns/minimal.toml")));
    let mut pages = 0;
    for (_, page) in outreach_lint::rules::pages() {
        let is_good = |block: &outreach_lint::rules::Block| {
            let is_config = |word: &String| word.starts_with("file=");
            block.language == "toml"
                && block.words.iter().any(|word| word == "good")
                && !block.words.iter().any(is_config)
        };
        for block in outreach_lint::rules::blocks(page.text).iter().filter(|block| is_good(block)) {
            assert!(valid(&schema, &toml(&block.text)), "{}:{}", page.name, block.line);
            pages += 1;
        }
    }
    assert!(pages > 20, "only {pages} blocks seen");
    // One of everything; its fault is a step that it names and does not have, which takes more than a schema.
    assert!(valid(&schema, &fixture("broken/format.toml")));
    assert!(!valid(&schema, &fixture("broken/misspelt.toml")));
    let text = "[campaign]\nname = \"x\"\npurpose = \"marketing\"\nbulk = true\n[limits]\nper_week = 2\n[[step]]\nwait = \"1d\"\nchannel = \"email\"\n";
    assert!(valid(&schema, &toml(text)));
    for (right, wrong) in [
        ("purpose = \"marketing\"", "purpose = \"fun\""),
        ("wait = \"1d\"", "wait = \"tomorrow\""),
        ("wait = \"1d\"", "wait = 1"),
        ("channel = \"email\"", "channel = \"fax\""),
        ("bulk = true", "bulk = \"yes\""),
        ("per_week = 2", "per_week = 0"),
        ("per_week = 2", "per_wek = 2"),
    ] {
        assert!(text.contains(right), "{right}");
        assert!(!valid(&schema, &toml(&text.replacen(right, wrong, 1))), "{wrong}");
    }
    let project = Project::new();
    project.run(&["init"]);
    assert!(valid(&schema, &toml(&project.read("campaigns/first.toml"))));
}

#[test]
fn the_schema_and_the_program_agree_on_configs() {
    let schema = schema("config");
    let project = Project::new();
    let right = [
        "",
        "preset = \"lenient\"\nselect = \"all\"\nignore = [\"cadence\", \"stop/ignores-reply\"]\nregion = [\"US-CA\", \"CA\"]",
        "fail_on = \"never\"\ninclude = [\"a/**\"]\nexclude = \"b\"\n",
        "[rules.\"cadence/too-many-follow-ups\"]\nseverity = \"off\"\nmax = 2\n",
        "[[allow]]\nfiles = [\"x\"]\nrules = [\"stop\"]\nreason = \"because\"\nuntil = 2999-01-01\npath = \"steps/3\"",
        "[[facts]]\nfiles = [\"x\"]\naudience.consent = { email = \"express\" }\nsender.name = \"Ines\"",
        "[[overrides]]\nfiles = [\"x\"]\npreset = \"strict\"\nrules.\"stop/ignores-reply\".severity = \"info\"",
    ];
    let wrong = [
        "selct = [\"all\"]",
        "preset = \"kind\"",
        "fail_on = 3",
        "ignore = [\"no-such-rule\"]",
        "region = [\"California\"]",
        "[rules.\"cadence/too-many-folow-ups\"]\nmax = 2",
        "[rules.\"cadence/too-many-follow-ups\"]\nmx = 2",
        "[rules.\"cadence/too-many-follow-ups\"]\nmax = \"two\"",
        "[rules.\"cadence/too-many-follow-ups\"]\nseverity = \"bad\"",
        "[[allow]]\nfiles = [\"x\"]\nrules = [\"stop\"]",
        "[[allow]]\nfiles = [\"x\"]\nrules = [\"stop\"]\nreason = \" \"",
        "[[facts]]\nfiles = [\"x\"]\naudience.consnt = { email = \"express\" }",
        "[[facts]]\naudience.consent = { email = \"express\" }",
        "[[overrides]]\nfiles = [\"x\"]\nextends = [\"y\"]",
        "[[overrides]]\npreset = \"strict\"",
    ];
    for (texts, expected) in [(&right[..], true), (&wrong[..], false)] {
        for text in texts {
            project.write("outreach-lint.toml", text);
            assert_eq!(project.run(&[]).code, if expected { 0 } else { 2 }, "the program: {text}");
            assert_eq!(valid(&schema, &toml(text)), expected, "the schema: {text}");
        }
    }
    let other = Project::new();
    other.run(&["init"]);
    assert!(valid(&schema, &toml(&other.read("outreach-lint.toml"))));
}
