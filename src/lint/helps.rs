//! What findings say to the owner of an export, who cannot write the native format's keys into it.

use super::{FileReport, Run, judge, read};
use crate::rules::{self, Preset, Settings, Wish};
use crate::source::{Language, NothingBeside, SourceFile, Sources};
use crate::syntax;
use std::collections::BTreeSet;

/// The helps of everything that is found in `text`, read as if a tool had written it.
fn helps(text: &str, language: Language, settings: &Settings) -> Vec<(String, String)> {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("export.json", text, language));
    let run = Run { sources: &sources, beside: &NothingBeside, from: Some("native") };
    let source = sources.get(file).expect("just added");
    let document = syntax::parse(file, &source);
    let mut report = FileReport { asked: true, ..super::file(&run, file, settings, &[]) };
    report.findings.clear();
    for mut campaign in read(&run, file, &source, &document, settings).campaigns {
        campaign.dialect = "instantly";
        judge(&campaign, &sources, settings, &mut report);
    }
    let said = report.findings.into_iter();
    said.filter_map(|finding| Some((finding.rule.into_owned(), finding.help?))).collect()
}

#[test]
fn the_owner_of_an_export_is_told_what_an_export_can_do() {
    let today = "2026-11-22".parse().expect("a date");
    let settings = Settings::new(Preset::Strict, today, &|_| true, &|_| Wish::default());
    let (mut seen, mut wrong) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules::all() {
        for block in rules::blocks(rule.page) {
            let language = if block.language.starts_with("json") { Language::Json } else { Language::Toml };
            for (rule, help) in helps(&block.text, language, &settings) {
                // What a tool does may be stated in the config, in the native format's words.
                let beside = match help.split_once("state it: ") {
                    Some((before, fact)) => {
                        assert!(fact.starts_with('`') && fact.ends_with("` under `[[facts]]`"), "{rule}: {help}");
                        before
                    }
                    None => &help,
                };
                if ["`", " = ", "[", "body_file"].iter().any(|native| beside.contains(native)) {
                    wrong.insert(format!("{rule}: {help}"));
                }
                seen.insert(rule);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen.len() > 80, "the examples of the pages are found here as well: {}", seen.len());
}
