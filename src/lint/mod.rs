//! The pipeline: sources and settings in, findings out.
//!
//! Owns the order of the stages, suppression, and the one fixed order of a report. Pure: it reads no file, no clock
//! and no environment.

pub mod baseline;
#[cfg(test)]
mod helps;
mod portrait;
mod selection;
mod settle;
mod suppress;

use crate::finding::{Finding, NotJudged};
use crate::import::{self, Imported, Input};
use crate::model::{Campaign, Status};
use crate::rules::{self, Check, Context, Copies, Findings, Settings, Summary, summary};
use crate::source::{Beside, FileId, SourceFile, Sources};
use crate::syntax::{self, Document};
use crate::timeline::{self, Recipient, Timelines};
pub use portrait::{End, Lane, Portrait, portrait};
pub use selection::{Selection, check_name, suggestion};
pub use settle::{Standing, Wishes, allowed, allows, catalogue, config_schema, settings, standing};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
pub use suppress::{Allow, Suppression, Watch};

/// The most places, and the most touches of a walk, that one finding shows.
pub const MAX_PLACES: usize = 1_000;

/// What every file of a run shares.
pub struct Run<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The files beside them.
    pub beside: &'a dyn Beside,
    /// Read every file as this dialect, without guessing.
    pub from: Option<&'a str>,
}

/// What one file gave.
#[derive(Debug)]
pub struct FileReport {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: String,
    /// What it was read as; none where it is no campaign.
    pub dialect: Option<&'static str>,
    /// Its campaigns, as far as other campaigns need to know of them.
    pub campaigns: Vec<Summary>,
    /// Names of archived campaigns, which nobody receives.
    pub archived: Vec<String>,
    /// What the file names and does not hold whole, with the reason.
    pub unread: Vec<String>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What could not be judged.
    pub not_judged: Vec<NotJudged>,
    /// Whether the text could not be read as what it claims to be.
    pub broken: bool,
    /// Whether the report is to speak of it; else it is there for the rules that see all campaigns alone.
    pub asked: bool,
    suppressions: Vec<Suppression>,
    /// The rules for all campaigns of a run that do not run on this file.
    without: Vec<&'static str>,
}

/// What a run gave, in its fixed order.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, sorted by file, offset, rule.
    pub findings: Vec<Finding>,
    /// What could not be judged, sorted.
    pub not_judged: Vec<NotJudged>,
    /// How many files were looked at.
    pub files: usize,
    /// How many campaigns they held.
    pub campaigns: usize,
    /// How many findings were suppressed.
    pub suppressed: usize,
    /// Files and campaigns that were not judged, with the reason.
    pub skipped: Vec<(String, String)>,
    /// Those of them that were asked for and could not be had, with the reason.
    pub problems: Vec<(String, String)>,
    /// Whether something of what was asked for could not be done.
    pub is_incomplete: bool,
    /// What the run was limited to ("changed since main"), if to anything.
    pub limit: Option<String>,
    /// What a baseline took out of it.
    pub baseline: Option<Baselined>,
}

/// What a baseline did to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baselined {
    /// How many findings it hid.
    pub hidden: usize,
    /// How many of its findings are not found any more.
    pub stale: usize,
}

/// A campaign with its walks, for the commands that show them.
#[derive(Debug)]
pub struct Walked {
    /// The campaign.
    pub campaign: Campaign,
    /// Its walks.
    pub timelines: Timelines,
}

/// Reads the campaigns of one file, with the facts of the config filled in.
pub fn campaigns(run: &Run<'_>, file: FileId, settings: &Settings) -> (Imported, Vec<Walked>) {
    let Some(source) = run.sources.get(file) else { return (Imported::default(), Vec::new()) };
    let document = syntax::parse(file, &source);
    let mut imported = read(run, file, &source, &document, settings);
    let walked = std::mem::take(&mut imported.campaigns)
        .into_iter()
        .map(|campaign| Walked { timelines: timeline::of(&campaign), campaign })
        .collect();
    (imported, walked)
}

/// The portraits of one file's campaigns, for the recipients `kinds`.
pub fn portraits(run: &Run<'_>, file: FileId, settings: &Settings, kinds: &[Recipient]) -> Vec<Portrait> {
    let Some(source) = run.sources.get(file) else { return Vec::new() };
    let (_, walked) = campaigns(run, file, settings);
    walked.iter().map(|walked| portrait(&source.path, walked, kinds)).collect()
}

/// Lints one file.
pub fn file(run: &Run<'_>, file: FileId, settings: &Settings, allows: &[Arc<Allow>]) -> FileReport {
    let mut report = FileReport {
        file,
        path: String::new(),
        dialect: None,
        campaigns: Vec::new(),
        archived: Vec::new(),
        unread: Vec::new(),
        findings: Vec::new(),
        not_judged: Vec::new(),
        broken: false,
        asked: true,
        suppressions: Vec::new(),
        without: Vec::new(),
    };
    let Some(source) = run.sources.get(file) else { return report };
    report.path.clone_from(&source.path);
    let document = syntax::parse(file, &source);
    report.broken = !document.findings.is_empty();
    let imported = read(run, file, &source, &document, settings);
    report.dialect = imported.dialect;
    report.unread = imported.unread;
    if report.dialect.is_none() && !report.broken {
        return report;
    }
    let stages = document.findings.iter().cloned().chain(imported.findings);
    report.findings.extend(stages.filter_map(|finding| weighed(finding, settings)));
    for campaign in &imported.campaigns {
        if campaign.status.is(|status| *status == Status::Archived) {
            report.archived.push(campaign.name.value.clone());
            continue;
        }
        let before = report.findings.len();
        judge(campaign, run.sources, settings, &mut report);
        if report.broken && !campaign.is_native() {
            keep_what_is_said(campaign, before, &mut report);
        }
    }
    let (suppressions, faults) = suppress::read(file, &source, &document, settings);
    report.suppressions = suppressions;
    report.findings.extend(faults.into_iter().filter_map(|finding| weighed(finding, settings)));
    for finding in &mut report.findings {
        locate(finding, file, &source, &document, run.sources);
    }
    let across = rules::all().filter(|rule| matches!(rule.check, Check::Run(_)));
    report.without = across.filter(|rule| settings.enabled(rule.name).is_none()).map(|rule| rule.name).collect();
    report.suppressions.extend(allows.iter().map(|allow| Suppression::from_config(allow, settings)));
    report
}

impl FileReport {
    /// Adds what the config allows in no file of the run, so that a word is said of it.
    pub fn watch(&mut self, idle: &[Arc<Allow>], settings: &Settings) {
        self.suppressions.extend(idle.iter().map(|allow| Suppression::of_no_file(allow, settings)));
    }

    /// Whether the file, whose text this is, holds a campaign, or is broken and was meant to.
    pub fn is_campaign(&self, text: &str) -> bool {
        self.dialect.is_some() || self.broken && import::looks_like_campaign(text)
    }

    /// Whether nothing will point into the file any more, so that its text may be forgotten.
    pub fn is_settled(&self) -> bool {
        // A comment that hides nothing is found at the end of the run, and shown where it stands.
        let silent = !self.suppressions.iter().any(|suppression| suppression.stands_in(self.file));
        silent && self.findings.is_empty() && self.campaigns.iter().all(|campaign| campaign.segments.is_empty())
    }
}

/// Brings the files of a run together: the rules that see all campaigns, suppressions, order.
pub fn finish(run: &Run<'_>, files: Vec<FileReport>, settings: &Settings) -> Report {
    let asked: HashSet<FileId> = files.iter().filter(|file| file.asked).map(|file| file.file).collect();
    let everything = asked.len() == files.len();
    let mut report = Report { files: asked.len(), ..Report::default() };
    let mut summaries = Vec::new();
    let mut suppressions: HashMap<FileId, Vec<Suppression>> = HashMap::new();
    let mut without = Without::new();
    let paths: HashMap<FileId, String> = files.iter().map(|file| (file.file, file.path.clone())).collect();
    for mut file in files {
        let before = file.findings.len();
        file.findings.retain(|finding| !suppress::hides(&mut file.suppressions, finding, file.file, run.sources));
        if file.asked {
            report.campaigns += file.campaigns.len() + file.archived.len();
            report.suppressed += before - file.findings.len();
            report.findings.append(&mut file.findings);
            report.not_judged.append(&mut file.not_judged);
            report.skipped.extend(
                file.archived.iter().map(|name| (file.path.clone(), format!("the campaign \"{name}\" is archived"))),
            );
            report.skipped.extend(file.unread.iter().map(|why| (file.path.clone(), why.clone())));
        }
        summaries.append(&mut file.campaigns);
        suppressions.insert(file.file, file.suppressions);
        without.insert(file.file, file.without);
    }
    let path_of = |file: FileId| paths.get(&file).cloned().or_else(|| run.sources.get(file).map(|s| s.path.clone()));
    summaries.sort_by_cached_key(|s| (path_of(s.file), s.name.place.span, s.name.value.clone()));
    let mut across = across(&summaries, settings, &without);
    across.retain(|finding| finding.labels.iter().any(|label| asked.contains(&label.place.file)));
    for finding in &mut across {
        if let Some(source) = run.sources.get(finding.place().file) {
            let document = syntax::parse(finding.place().file, &source);
            locate(finding, finding.place().file, &source, &document, run.sources);
        }
    }
    let before = across.len();
    across.retain(|finding| {
        let file = finding.place().file;
        !suppressions.get_mut(&file).is_some_and(|known| suppress::hides(known, finding, file, run.sources))
    });
    report.suppressed += before - across.len();
    report.findings.append(&mut across);
    let faults = suppress::faults(suppressions.values().flatten()).into_iter();
    report.findings.extend(faults.filter(|fault| everything || asked.contains(&fault.place().file)));
    report.findings.sort_by_cached_key(|finding| {
        let place = finding.place();
        (path_of(place.file), place.span.start, finding.rule.clone(), place.span.end, finding.message.clone())
    });
    report.findings.dedup();
    report.not_judged.sort();
    report.skipped.sort();
    report
}

/// What identifies a finding whatever line it stands on: a hash of rule, file, structure path and offending value.
/// 32 hexadecimal digits.
pub fn fingerprint(finding: &Finding, file: &str) -> String {
    let mut hash = Sha256::new();
    for part in [&*finding.rule, file, &finding.path, &finding.value] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).fold(String::with_capacity(32), |mut hex, byte| {
        use std::fmt::Write;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn read(run: &Run<'_>, file: FileId, source: &SourceFile, document: &Document<'_>, settings: &Settings) -> Imported {
    let input = Input { file, source, document, sources: run.sources, beside: run.beside };
    let mut imported = import::import(&input, run.from);
    for campaign in &mut imported.campaigns {
        for facts in &settings.facts {
            import::facts::apply(facts, campaign);
        }
    }
    imported
}

fn judge(campaign: &Campaign, sources: &Sources, settings: &Settings, report: &mut FileReport) {
    let timelines = timeline::of(campaign);
    let copies = Copies::of(campaign, sources);
    for enabled in &settings.rules {
        let Check::Campaign(check) = enabled.rule.check else { continue };
        let mut findings = Findings::new(enabled, settings.preset);
        check(&Context::new(campaign, &timelines, &copies, settings, enabled), &mut findings);
        findings.found.iter_mut().for_each(shorten);
        report.findings.append(&mut findings.found);
        if !findings.missing.is_empty() {
            findings.missing.sort();
            report.not_judged.push(NotJudged {
                file: report.path.clone(),
                campaign: campaign.name.value.clone(),
                rule: enabled.rule.name.into(),
                missing: findings.missing,
            });
        }
    }
    report.campaigns.push(summary(campaign, &timelines));
}

/// Cuts off what nobody reads to its end, and what would grow a report with the square of a campaign.
fn shorten(finding: &mut Finding) {
    finding.labels.truncate(MAX_PLACES);
    finding.labels.shrink_to_fit();
    finding.witness.truncate(MAX_PLACES);
    finding.witness.shrink_to_fit();
}

/// Of an export that breaks off, what stands in it is judged, and nothing that may stand in the rest: neither what is
/// missing nor what follows.
fn keep_what_is_said(campaign: &Campaign, before: usize, report: &mut FileReport) {
    let said = |rule: &str| rule.starts_with("copy/") && !matches!(rule, "copy/missing-body" | "copy/empty-subject");
    let mut index = 0;
    report.findings.retain(|finding| {
        index += 1;
        index <= before || said(&finding.rule)
    });
    report
        .unread
        .push(format!("the campaign \"{}\" is judged by its words alone: the file breaks off", campaign.name.value));
}

/// Per file, the rules for all campaigns of a run that its settings leave out.
type Without = HashMap<FileId, Vec<&'static str>>;

fn across(summaries: &[Summary], settings: &Settings, without: &Without) -> Vec<Finding> {
    let mut found = Vec::new();
    for enabled in &settings.rules {
        let Check::Run(check) = enabled.rule.check else { continue };
        let runs = |file: FileId| without.get(&file).is_none_or(|names| !names.contains(&enabled.rule.name));
        let judged: Vec<Summary> = summaries.iter().filter(|summary| runs(summary.file)).cloned().collect();
        let mut findings = Findings::new(enabled, settings.preset);
        check(enabled, &judged, &mut findings);
        found.append(&mut findings.found);
    }
    found
}

/// The finding of a stage at the weight that the settings give its rule; none where the rule does not run.
fn weighed(mut finding: Finding, settings: &Settings) -> Option<Finding> {
    let Some(enabled) = settings.enabled(&finding.rule) else {
        return rules::page(&finding.rule).is_none().then_some(finding);
    };
    finding.severity = enabled.severity;
    if finding.note.is_none() {
        finding.note = Some(enabled.page.meta.source.clone());
    }
    Some(finding)
}

/// Fills in structure path and offending value.
fn locate(finding: &mut Finding, file: FileId, source: &SourceFile, document: &Document<'_>, sources: &Sources) {
    let place = finding.place();
    if place.file == file && finding.path.is_empty() {
        finding.path = document.path_at(place.span);
    }
    if finding.value.is_empty() {
        let copy = if place.file == file { None } else { sources.get(place.file) };
        let text = copy.as_deref().unwrap_or(source).slice(place.span);
        finding.value = text.chars().take(200).collect();
    }
}
