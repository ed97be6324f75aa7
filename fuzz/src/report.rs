//! What is true of every import and every report.

use crate::{hold_range, settings};
use outreach_lint::finding::{Finding, Severity};
use outreach_lint::import::{self, Imported, Input};
use outreach_lint::lint::{self, Report, Run};
use outreach_lint::model::{Step, Target};
use outreach_lint::render::{self, Closing, FORMATS, Ink, Lines, Look, View};
use outreach_lint::source::{FileId, NothingBeside, Sources};
use outreach_lint::timeline::{self, Recipient};

/// Reads the file as `from` says and holds that what comes of it points into itself.
pub fn hold_import(sources: &Sources, file: FileId, from: Option<&str>) -> Imported {
    let source = sources.get(file).expect("it was added");
    let document = crate::hold_tree(&source);
    let input = Input { file, source: &source, document: &document, sources, beside: &NothingBeside };
    let imported = import::import(&input, from);
    assert!(imported.dialect.is_some() || imported.campaigns.is_empty());
    imported.findings.iter().for_each(|finding| hold_finding(finding, sources));
    for campaign in &imported.campaigns {
        hold_range(&source.text, campaign.name.place.span.range(), "the name");
        for target in campaign.steps.iter().flat_map(Step::targets) {
            assert!(!matches!(target, Target::Step(index) if index >= campaign.steps.len()), "{target:?}");
        }
        for (_, _, touch) in campaign.touches() {
            assert!(!touch.variants.is_empty());
            assert!(touch.sender.get().is_none_or(|sender| sender < campaign.senders.len()));
        }
        let timelines = timeline::of(campaign);
        for recipient in Recipient::ALL {
            let densest = timelines.densest(*recipient, 86_400, &|_| true);
            assert!(densest.is_sorted_by_key(|visit| visit.at_s), "{densest:?}");
            assert!(timelines.heaviest(*recipient, &|_| 1).iter().all(|visit| visit.step < campaign.steps.len()));
        }
    }
    imported
}

/// Judges the file twice, writes it in every format, and holds what is true of each.
pub fn hold_report(sources: &Sources, file: FileId, from: Option<&str>) {
    let run = Run { sources, beside: &NothingBeside, from };
    let judged = || lint::finish(&run, vec![lint::file(&run, file, settings(), &[])], settings());
    let report = judged();
    for finding in &report.findings {
        hold_finding(finding, sources);
        assert!(!finding.message.is_empty() && !finding.message.ends_with('.'), "{:?}", finding.message);
    }
    let portraits = lint::portraits(&run, file, settings(), Recipient::ALL);
    let texts = written(&report, sources, &portraits);
    let again = judged();
    assert_eq!(report.findings, again.findings, "the same twice");
    assert_eq!(report.not_judged, again.not_judged, "the same twice");
    for (name, text) in &texts {
        hold_format(name, text);
    }
    for portrait in &portraits {
        hold_text("picture", &render::picture(portrait, &[], LOOK));
    }
    hold_format("svg", &render::svg(&portraits));
}

const LOOK: Look = Look { width: 80, ink: Ink::Plain, lines: Lines::Unicode };

fn written(report: &Report, sources: &Sources, portraits: &[lint::Portrait]) -> Vec<(&'static str, String)> {
    let shown = report.findings.iter().filter(|finding| finding.severity >= Severity::Info).collect();
    let view = View { report, shown, sources, look: LOOK, closing: Closing::Whole, portraits };
    FORMATS
        .iter()
        .map(|format| {
            let mut out = Vec::new();
            (format.write)(&view, &mut out).expect("a list of bytes takes everything");
            (format.name, String::from_utf8(out).expect("outputs are UTF-8"))
        })
        .collect()
}

fn hold_format(name: &str, text: &str) {
    hold_text(name, text);
    match name {
        "json" | "sarif" | "gitlab" => {
            serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        }
        "jsonl" => text.lines().for_each(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON");
        }),
        "junit" | "svg" => {
            roxmltree::Document::parse(text).expect("XML");
        }
        _ => {}
    }
}

/// Nothing in it steers a terminal.
fn hold_text(name: &str, text: &str) {
    let steers = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if let Some(found) = text.find(steers) {
        let around: String = text.get(found..).unwrap_or("").chars().take(20).collect();
        panic!("{name}: raw {around:?}");
    }
}

fn hold_finding(finding: &Finding, sources: &Sources) {
    assert!(!finding.labels.is_empty(), "{}: no place", finding.rule);
    for label in &finding.labels {
        let source = sources.get(label.place.file).expect("its file is kept");
        let (start, end) = (label.place.span.start, label.place.span.end);
        assert!(start <= end, "{}: {start} behind {end}", finding.rule);
        hold_range(&source.text, start as usize..end as usize, &finding.rule);
    }
}
