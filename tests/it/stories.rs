//! The five stories: what each must raise, and what none of them may.
//!
//! They lie beside the project, not in it; where they are missing the test says so and holds nothing.

use crate::support::{command, finish};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(serde::Deserialize)]
struct Expected {
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
    #[serde(default)]
    clean: bool,
}

#[test]
fn each_story_raises_what_it_must_and_nothing_that_it_must_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/stories");
    let Ok(text) = std::fs::read_to_string(folder.join("expected.toml")) else {
        println!("the stories are not here; nothing is held");
        return;
    };
    let expected: BTreeMap<String, Expected> = toml::from_str(&text).expect("expected.toml says what is expected");
    let mut wrong = Vec::new();
    for (file, expected) in &expected {
        let ran = finish(command(&folder).args(["check", file, "--no-config", "--format", "json"]));
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect(&ran.err);
        let found = report["findings"].as_array().expect("a list");
        let raised: BTreeSet<&str> = found.iter().filter_map(|finding| finding["rule"].as_str()).collect();
        let missing = expected.must.iter().filter(|rule| !raised.contains(rule.as_str()));
        wrong.extend(missing.map(|rule| format!("{file}: {rule} is missing")));
        let extra = expected.must_not.iter().filter(|rule| raised.contains(rule.as_str()));
        wrong.extend(extra.map(|rule| format!("{file}: {rule} is raised")));
        if expected.clean {
            wrong.extend(raised.iter().map(|rule| format!("{file}: is not clean: {rule}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
