//! `json`, the whole report as one object, and `jsonl`, each finding on a line.

use super::{Format, View, text};
use crate::finding::{Finding, Severity};
use crate::lint::fingerprint;
use crate::model::time;
use crate::rules;
use crate::source::{Place, Position};
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "json", for_people: false, write };
pub(super) const LINES: Format = Format { name: "jsonl", for_people: false, write: write_lines };

#[derive(Serialize)]
struct WholeReport<'a> {
    version: u32,
    findings: Vec<FindingReport<'a>>,
    not_judged: Vec<NotJudgedReport<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct FindingReport<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    url: String,
    file: String,
    campaign: Option<&'a str>,
    path: &'a str,
    step: Option<&'a str>,
    span: SpanReport,
    labels: Vec<LabelReport<'a>>,
    witness: Vec<TouchReport<'a>>,
    fix: Option<FixReport>,
    fingerprint: String,
}

#[derive(Serialize)]
struct SpanReport {
    start: PositionReport,
    end: PositionReport,
}

#[derive(Serialize)]
struct PositionReport {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct LabelReport<'a> {
    file: String,
    span: SpanReport,
    message: &'a str,
}

#[derive(Serialize)]
struct TouchReport<'a> {
    at: String,
    step: &'a str,
    channel: &'a str,
    sender: Option<&'a str>,
}

/// No finding brings a fix yet; the key is there.
#[derive(Serialize)]
enum FixReport {}

#[derive(Serialize)]
struct NotJudgedReport<'a> {
    file: &'a str,
    campaign: &'a str,
    rule: &'a str,
    missing: &'a [String],
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    campaigns: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    skipped: Vec<Skipped<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline>,
}

#[derive(Serialize)]
struct Baseline {
    hidden: usize,
    stale: usize,
}

#[derive(Serialize)]
struct Skipped<'a> {
    file: &'a str,
    why: &'a str,
}

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = view.report;
    let whole = WholeReport {
        version: 1,
        findings: view.shown.iter().map(|finding| finding_report(view, finding)).collect(),
        not_judged: report
            .not_judged
            .iter()
            .map(|item| NotJudgedReport {
                file: &item.file,
                campaign: &item.campaign,
                rule: &item.rule,
                missing: &item.missing,
            })
            .collect(),
        summary: Summary {
            files: report.files,
            campaigns: report.campaigns,
            errors: view.count(Severity::Error),
            warnings: view.count(Severity::Warning),
            infos: view.count(Severity::Info),
            skipped: report.skipped.iter().map(|(file, why)| Skipped { file, why }).collect(),
            baseline: report.baseline.map(|it| Baseline { hidden: it.hidden, stale: it.stale }),
        },
    };
    put(&whole, out)
}

fn write_lines(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    view.shown.iter().try_for_each(|finding| put_with(CompactFormatter, &finding_report(view, finding), out))
}

fn finding_report<'a>(view: &View<'_>, finding: &'a Finding) -> FindingReport<'a> {
    let place = finding.place();
    let file = view.path(place).into_owned();
    FindingReport {
        rule: &finding.rule,
        severity: finding.severity.as_str(),
        message: &finding.message,
        help: finding.help.as_deref(),
        url: rules::url(&finding.rule),
        campaign: finding.campaign.as_deref(),
        path: &finding.path,
        step: finding.step.as_deref(),
        span: span_report(view, place),
        labels: finding
            .labels
            .iter()
            .map(|label| LabelReport {
                file: view.path(label.place).into_owned(),
                span: span_report(view, label.place),
                message: &label.message,
            })
            .collect(),
        witness: finding
            .witness
            .iter()
            .map(|touch| TouchReport {
                at: time::short(touch.at_s),
                step: &touch.step,
                channel: touch.channel,
                sender: touch.sender.as_deref(),
            })
            .collect(),
        fix: None,
        fingerprint: fingerprint(finding, &file),
        file,
    }
}

fn span_report(view: &View<'_>, place: Place) -> SpanReport {
    let at = |offset| {
        let nowhere = Position { line: 1, column: 1, offset };
        let at = view.sources.get(place.file).map_or(nowhere, |source| source.position(offset));
        PositionReport { line: at.line, column: at.column, offset: at.offset }
    };
    SpanReport { start: at(place.span.start), end: at(place.span.end) }
}

/// Writes `value` as JSON for people and programs, with nothing in it that could steer a terminal.
pub fn put(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    put_with(PrettyFormatter::new(), value, out)
}

/// A text of JSON with what could steer a terminal written out, as `\u` escapes.
pub fn quiet(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !text::is_hidden(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = std::fmt::Write::write_fmt(&mut out, format_args!("\\u{unit:04x}"));
        }
    }
    out
}

fn put_with(formatter: impl Formatter, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Visible(formatter));
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Writes out what could steer a terminal that shows the report, as `\u` escapes.
struct Visible<F>(F);

impl<F: Formatter> Formatter for Visible<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = text::first_hidden(rest) {
            let (plain, hidden) = rest.split_at(at);
            out.write_all(plain.as_bytes())?;
            let mut chars = hidden.chars();
            if let Some(c) = chars.next() {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
            rest = chars.as_str();
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(out, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}
