//! Files that nobody wrote in good faith, or that an editor is in the middle of.

use super::broken::with;
use super::{json, read, toml};
use crate::source::Language;
use proptest::prelude::{Just, prop_oneof};
use proptest::test_runner::{Config, TestRunner};

#[test]
fn labels_stay_small() {
    let read = json(
        "{\"campaign\": {\"name\": {\"a\": 1},\n \"region\": [[\n1], {\"b\": 2}]},\n \"sender\": [\n 1],\n \"step\": {\"id\":\n 5}}",
    );
    let labels: Vec<String> = read.imported.findings.iter().map(|f| read.text(f.place())).collect();
    assert_eq!(labels, ["{", "[", "{", "[", "{", "5"]);
}

#[test]
fn a_file_that_begins_with_a_wide_character_is_pointed_at_whole() {
    for text in ["\u{202e}", "é = 1\nstep = []", "\u{feff}é = 1", "日"] {
        let read = toml(text);
        for place in read.imported.campaigns.iter().map(|campaign| campaign.head) {
            assert!(text.get(place.span.range()).is_some(), "{place:?} of {text:?}");
        }
    }
}

#[test]
fn hostile_files_end() {
    let keys: Vec<String> = (0..5_000).map(|n| format!("k{n} = 1")).collect();
    let read = toml(&format!("[campaign]\n{}", keys.join("\n")));
    assert_eq!(read.imported.findings.len(), 1_000);
    assert!(read.imported.findings[999].note.as_deref().unwrap().contains("there may be more"));
    let long = "x".repeat(100_000);
    let read = toml(&with(&format!("purpose = \"{long}\"\n{long} = 1"), &format!("next = \"\\u202e{long}`\\n\"")));
    for finding in &read.imported.findings {
        assert!(finding.message.chars().count() < 100, "{}", finding.message);
        assert!(!finding.message.contains(['\u{202e}', '\n']), "{}", finding.message);
    }
    assert_eq!(read.imported.findings.len(), 3);
    let steps = "[[step]]\nchannel = \"email\"\nsender = \"a\"\nnext = \"gone\"\n".repeat(20_000);
    assert_eq!(toml(&format!("[campaign]\nname = \"n\"\n{steps}")).imported.campaigns[0].steps.len(), 20_000);
}

/// Pieces that change what a file means, to be put in anywhere.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    ":",
    "\n",
    "\n[[step]]\n",
    "\n[",
    "null",
    "5",
    "-1",
    "true",
    "\"end\"",
    "[]",
    "{}",
    "é",
    "\u{202e}",
    "\u{feff}",
    "\\u0000",
    "2d..1d",
    "end",
    "campaigns = [5]\n",
    "\"campaigns\": [{}],",
    "#",
    "//",
];

#[test]
fn no_edit_of_a_file_is_too_much() {
    const TOML: &str = include_str!("../../../../fixtures/broken/format.toml");
    const JSON: &str = include_str!("../../../../fixtures/campaigns/pottery.json");
    let edits = proptest::collection::vec(
        (0.0..1.0, prop_oneof![Just(0_usize), 0..40_usize], proptest::sample::select(PIECES)),
        1..5,
    );
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let held = runner.run(&edits, |edits| {
        for (text, language) in [(TOML, Language::Toml), (JSON, Language::Json)] {
            let mut text = text.to_owned();
            for (at, cut, piece) in &edits {
                let mut start = (at * text.len() as f64) as usize;
                while !text.is_char_boundary(start) {
                    start -= 1;
                }
                let mut end = (start + cut).min(text.len());
                while !text.is_char_boundary(end) {
                    end += 1;
                }
                text.replace_range(start..end, piece);
            }
            let read = read(&text, language);
            for label in read.imported.findings.iter().flat_map(|finding| &finding.labels) {
                assert!(text.get(label.place.span.range()).is_some(), "{:?} in {text}", label.place);
            }
            for campaign in &read.imported.campaigns {
                let targets = campaign.steps.iter().flat_map(crate::model::Step::targets);
                for target in targets {
                    assert!(!matches!(target, crate::model::Target::Step(index) if index >= campaign.steps.len()));
                }
                for (_, _, touch) in campaign.touches() {
                    assert!(!touch.variants.is_empty());
                    assert!(touch.sender.get().is_none_or(|sender| sender < campaign.senders.len()));
                }
            }
        }
        Ok(())
    });
    assert_eq!(held, Ok(()));
}
