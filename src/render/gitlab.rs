//! `gitlab`: a code quality report, which GitLab shows on merge requests.

use super::{Format, View};
use crate::finding::{Finding, Severity};
use serde::Serialize;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "gitlab", for_people: false, write };

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let issues = view.shown.iter().zip(view.fingerprints());
    let issues: Vec<Issue<'_>> = issues.map(|(finding, print)| issue(view, finding, print)).collect();
    super::json(&issues, out)
}

fn issue<'a>(view: &View<'_>, finding: &'a Finding, (print, count): (String, usize)) -> Issue<'a> {
    let place = finding.place();
    let lines = view.sources.get(place.file).map_or(Lines { begin: 1, end: 1 }, |source| {
        let (begin, end) = (source.position(place.span.start).line, source.position(place.span.end).line);
        Lines { begin, end: end.max(begin) }
    });
    Issue {
        description: finding
            .help
            .as_ref()
            .map_or_else(|| finding.message.clone(), |help| format!("{} (help: {help})", finding.message)),
        check_name: &finding.rule,
        // GitLab drops all but one of those that share a fingerprint.
        fingerprint: if count == 1 { print } else { format!("{print}-{count}") },
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "info",
        },
        location: Location { path: view.path(place).trim_start_matches("./").to_owned(), lines },
    }
}
