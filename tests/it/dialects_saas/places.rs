//! Findings point into an export at the value that a person would change.

use super::{Files, fixture};
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, SourceFile, Sources};

/// Fixture, rule, and the text at its first label.
const PLACES: &[(&str, &str, &str)] = &[
    ("apollo/flat.json", "cadence/gap-too-short", "12"),
    ("hubspot/sequence.json", "stop/ignores-reply", "\"NONE\""),
    ("hubspot/sequence.json", "cadence/gap-too-short", "86400000"),
    ("hubspot/workflow.json", "cadence/resend-to-unopened", "\"6\""),
    ("instantly/campaign.json", "stop/ignores-reply", "false"),
    ("instantly/list.json", "opt-out/missing-opt-out", "false"),
    ("klaviyo/winback.json", "consent/admits-never-subscribed", "\"any\""),
    ("klaviyo/winback.json", "cadence/too-many-follow-ups", "\"a6\""),
    ("lemlist/bundle.json", "stop/ignores-reply", "\"continue\""),
    ("outreach/included.json", "opt-out/overridden-opt-out", "true"),
    ("outreach/included.json", "cadence/gap-too-short", "7200"),
    ("reply/sequence.json", "stop/ignores-reply", "\"CONTINUE_SENDING\""),
    ("salesloft/export.json", "stop/ignores-reply", "false"),
    ("smartlead/bundle.json", "stop/unwatched-reply", "\"DONT_TRACK_REPLY_TO_AN_EMAIL\""),
];

#[test]
fn findings_point_at_the_value_to_change() {
    for (name, rule, value) in PLACES {
        let sources = Sources::default();
        let file = sources.add(SourceFile::from_text(*name, fixture(name), Language::Json));
        let beside = Files(Vec::new());
        let run = Run { sources: &sources, beside: &beside, from: None };
        let today = "2026-11-22".parse().expect("a date");
        let settings = Settings::new(Preset::Courteous, today, &|other| other.name == *rule, &|_| Wish::default());
        let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
        let source = sources.get(file).expect("it has findings");
        let found: Vec<_> = report.findings.iter().map(|finding| source.slice(finding.place().span)).collect();
        assert!(found.contains(value), "{name} {rule}: {found:?}");
    }
}
