//! What one rule says of a campaign that a test writes by hand, natively or as an export.

use outreach_lint::finding::Finding;
use outreach_lint::import;
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};
use outreach_lint::syntax;
use std::sync::Arc;

/// What a campaign must not be told, lest it prove nothing.
const FORM: [&str; 5] = [
    "structure/syntax",
    "structure/unknown-field",
    "structure/invalid-value",
    "structure/missing-field",
    "structure/dangling-next",
];

/// What a rule said of a file.
pub(crate) struct Judged {
    pub(crate) findings: Vec<Finding>,
    /// The facts that it lacked.
    pub(crate) missing: Vec<String>,
    file: Arc<SourceFile>,
}

impl Judged {
    /// The only finding.
    #[track_caller]
    pub(crate) fn one(&self) -> &Finding {
        let [one] = self.findings.as_slice() else { panic!("{:#?}\n{}", self.findings, self.file.text) };
        one
    }

    pub(crate) fn messages(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| finding.message.as_str()).collect()
    }

    /// What stands at each place of the only finding, the cause first.
    #[track_caller]
    pub(crate) fn labels(&self) -> Vec<&str> {
        self.one().labels.iter().map(|label| label.message.as_str()).collect()
    }

    /// The text that the only finding points at.
    #[track_caller]
    pub(crate) fn pointed(&self) -> &str {
        self.file.slice(self.one().place().span)
    }

    /// The ids of the steps that the findings are about.
    pub(crate) fn steps(&self) -> Vec<&str> {
        self.findings.iter().filter_map(|finding| finding.step.as_deref()).collect()
    }
}

/// What `rule` says of a native campaign.
pub(crate) fn native(rule: &str, text: &str) -> Judged {
    judge(rule, "", text, Language::Toml, "")
}

/// The same with options of a config.
pub(crate) fn native_with(rule: &str, options: &str, text: &str) -> Judged {
    judge(rule, options, text, Language::Toml, "")
}

/// What `rule` says of an export, of which a config states `facts` in the native format's keys.
pub(crate) fn export(rule: &str, facts: &str, json: &serde_json::Value) -> Judged {
    judge(rule, "", &json.to_string(), Language::Json, facts)
}

/// What `rule` says of a sequence of lemlist, which tells neither what it is for nor what people agreed to.
pub(crate) fn lemlist(rule: &str, facts: &str, steps: &[serde_json::Value]) -> Judged {
    let numbered = (1..).zip(steps).map(|(nth, step)| {
        let mut step = step.clone();
        step["_id"] = format!("stp_{nth}").into();
        step["index"] = nth.into();
        step
    });
    let steps: Vec<_> = numbered.collect();
    export(rule, facts, &serde_json::json!({ "seq_One": { "_id": "seq_One", "level": 0, "steps": steps } }))
}

fn judge(rule: &str, options: &str, text: &str, language: Language, facts: &str) -> Judged {
    let today = jiff::civil::date(2026, 11, 22);
    let options: toml::Table = options.parse().expect("options");
    let wish = |other: &outreach_lint::rules::Rule| {
        let own = if other.name == rule { options.clone() } else { toml::Table::new() };
        Wish { options: own, ..Wish::default() }
    };
    let looks = |name: &str| name == rule || FORM.contains(&name);
    let mut settings = Settings::new(Preset::Courteous, today, &|other| looks(other.name), &wish);
    let sources = Sources::default();
    let config = sources.add(SourceFile::from_text("outreach-lint.toml", facts, Language::Toml));
    let stated = sources.get(config).expect("kept");
    let (facts, faults) = import::facts::read(config, &syntax::parse(config, &stated).root, &[]);
    assert_eq!(faults, []);
    settings.facts = vec![Arc::new(facts)];
    let name = if language == Language::Toml { "a.toml" } else { "a.json" };
    let file = sources.add(SourceFile::from_text(name, text, language));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
    assert!(report.campaigns > 0, "no campaign: {text}");
    assert!(report.findings.iter().all(|finding| finding.rule == rule), "{:#?}\n{text}", report.findings);
    let missing = report.not_judged.into_iter().flat_map(|not| not.missing).collect();
    Judged { findings: report.findings, missing, file: sources.get(file).expect("kept") }
}
