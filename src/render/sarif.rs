//! `sarif`: SARIF 2.1.0, for code scanning and for editors.
//!
//! Columns count Unicode characters, URIs are relative to the root of the sources, and the fingerprint of a result
//! outlives moved lines.

use super::{Format, View};
use crate::finding::{Finding, Label, Severity};
use crate::model::time;
use crate::rules::{self, Page, blocks};
use crate::source::Place;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "sarif", for_people: false, write };

const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    column_kind: &'static str,
    results: Vec<ResultReport>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<RuleReport>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleReport {
    id: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: Tags,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Tags {
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Base {
    description: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultReport {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    properties: Properties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    place: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

#[derive(Serialize)]
struct Properties {
    #[serde(skip_serializing_if = "Option::is_none")]
    campaign: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// What the recipient gets, in order: "3d call notes".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    witness: Vec<String>,
}

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<&str> =
        view.shown.iter().map(|finding| &*finding.rule).collect::<BTreeSet<_>>().into_iter().collect();
    let index = |finding: &Finding| names.binary_search(&&*finding.rule).unwrap_or(0);
    let results =
        view.shown.iter().zip(view.fingerprints()).map(|(finding, print)| result(view, finding, index(finding), print));
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: names.iter().map(|name| rule(name)).collect(),
    };
    let root = "where the run started; the root of the repository in a pipeline";
    let run = Run {
        tool: Tool { driver },
        invocations: [Invocation {
            execution_successful: !view.report.is_incomplete,
            tool_execution_notifications: notifications(view),
        }],
        original_uri_base_ids: BTreeMap::from([(ROOT, Base { description: text(root) })]),
        column_kind: "unicodeCodePoints",
        results: results.collect(),
    };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    super::json(&log, out)
}

fn rule(name: &str) -> RuleReport {
    let page = rules::page(name);
    let summary = page.map_or_else(|| name.to_owned(), |page| page.meta.summary.clone());
    let why = page.and_then(|page| page.section("Why")).map_or_else(|| summary.clone(), str::to_owned);
    let group = name.split_once('/').map_or(name, |(group, _)| group);
    RuleReport {
        id: name.to_owned(),
        short_description: text(&summary),
        // Code scanning cuts it short; the whole is in the help.
        full_description: text(why.split("\n\n").next().unwrap_or(&why)),
        help: Help { text: why, markdown: page.map_or_else(|| summary.clone(), prose) },
        help_uri: rules::url(name),
        default_configuration: Configuration {
            level: level(page.map_or(Severity::Warning, |page| page.meta.severity)),
        },
        properties: Tags { tags: vec![group.to_owned()] },
    }
}

/// The page without its title and its metadata.
fn prose(page: &Page) -> String {
    let meta = blocks(page.text).into_iter().find(|block| block.words.iter().any(|word| word == "rule"));
    let behind = meta.map_or(1, |block| block.line + block.text.lines().count());
    page.text.lines().skip(behind).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn result(view: &View<'_>, finding: &Finding, rule_index: usize, (print, count): (String, usize)) -> ResultReport {
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message = format!("{message}\nhelp: {help}");
    }
    let first = finding.labels.first();
    let mut cause = location(view, finding.place(), first.map_or("", |label| label.message.as_str()));
    if !finding.path.is_empty() {
        cause.logical_locations = vec![Logical { fully_qualified_name: finding.path.clone() }];
    }
    let related =
        |(index, label): (usize, &Label)| Location { id: Some(index), ..location(view, label.place, &label.message) };
    ResultReport {
        rule_id: finding.rule.to_string(),
        rule_index,
        level: level(finding.severity),
        message: text(&message),
        locations: [cause],
        related_locations: finding.labels.iter().enumerate().skip(1).map(related).collect(),
        // The name is the one that code scanning looks for; its own is a hash of the line and its place in the file.
        partial_fingerprints: BTreeMap::from([("primaryLocationLineHash", format!("{print}:{count}"))]),
        properties: Properties {
            campaign: finding.campaign.clone(),
            step: finding.step.clone(),
            source: finding.note.clone(),
            witness: finding
                .witness
                .iter()
                .map(|touch| format!("{} {} {}", time::short(touch.at_s), touch.channel, touch.step))
                .collect(),
        },
    }
}

fn location(view: &View<'_>, place: Place, message: &str) -> Location {
    let region = view.sources.get(place.file).map(|source| {
        let (start, end) = (source.position(place.span.start), source.position(place.span.end));
        Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line.max(start.line),
            end_column: if end.line > start.line { end.column } else { end.column.max(start.column) },
        }
    });
    Location {
        id: None,
        place: Physical { artifact_location: artifact(&view.path(place)), region },
        logical_locations: Vec::new(),
        message: (!message.is_empty()).then(|| text(message)),
    }
}

/// What could not be judged, and what was not looked at.
fn notifications(view: &View<'_>) -> Vec<Notification> {
    let whole_file = |file: &str| Location {
        id: None,
        place: Physical { artifact_location: artifact(file), region: None },
        logical_locations: Vec::new(),
        message: None,
    };
    let mut rules: BTreeMap<(&str, &str, &[String]), Vec<&str>> = BTreeMap::new();
    for item in &view.report.not_judged {
        rules.entry((&item.file, &item.campaign, &item.missing)).or_default().push(&item.rule);
    }
    let not_judged = rules.into_iter().map(|((file, campaign, missing), rules)| Notification {
        level: "note",
        message: text(&format!(
            "not judged in \"{campaign}\", for want of {}: {}",
            missing.join(", "),
            rules.join(", ")
        )),
        locations: vec![whole_file(file)],
    });
    let level = |skipped| if view.report.problems.contains(skipped) { "error" } else { "warning" };
    let skipped = view.report.skipped.iter().map(|skipped @ (file, why)| Notification {
        level: level(skipped),
        message: text(&format!("skipped: {why}")),
        locations: vec![whole_file(file)],
    });
    not_judged.chain(skipped).collect()
}

fn text(text: &str) -> Text {
    Text { text: text.to_owned() }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn artifact(path: &str) -> Artifact {
    if path.starts_with('/') {
        return Artifact { uri: format!("file://{}", encoded(path)), uri_base_id: None };
    }
    Artifact { uri: encoded(path), uri_base_id: Some(ROOT) }
}

/// A path as a URI writes it.
pub(crate) fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            use std::fmt::Write;
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(encoded("campaigns/año 1 #2%.toml"), "campaigns/a%C3%B1o%201%20%232%25.toml");
        assert_eq!(encoded("<stdin>"), "%3Cstdin%3E");
        assert_eq!(encoded("c:x"), "c%3Ax", "else it would be a scheme");
        assert_eq!(artifact("/tmp/a.toml").uri, "file:///tmp/a.toml");
    }

    #[test]
    fn the_help_of_a_rule_is_its_page_without_the_metadata() {
        let (_, page) = rules::pages().first().expect("there is a rule");
        let help = prose(page);
        assert!(help.contains("## Why"), "{help}");
        assert!(!help.contains("summary =") && !help.starts_with("# "), "{help}");
    }
}
