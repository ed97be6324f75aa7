//! `github`: workflow commands, which GitHub shows beside the lines of a change.
//!
//! GitHub shows ten annotations of each level per step: those that say most come first, the others go to the log.

use super::{Format, View, closing, printable};
use crate::finding::{Finding, Severity};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "github", for_people: true, write };

/// How many annotations of a level GitHub shows.
const SHOWN: usize = 10;

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = Vec::new();
    let of = |severity| telling_first(view, severity);
    let (errors, warnings, infos) = (of(Severity::Error), of(Severity::Warning), of(Severity::Info));
    let fits = [&errors, &warnings, &infos].iter().all(|level| level.len() <= SHOWN);
    // The line that says how many are left out is a notice too.
    let notices = if fits { SHOWN } else { SHOWN - 1 };
    for (findings, room) in [(errors, SHOWN), (warnings, SHOWN), (infos, notices)] {
        let (shown, left) = findings.split_at_checked(room).unwrap_or((&findings, &[]));
        for finding in shown {
            writeln!(out, "{}", annotation(view, finding))?;
        }
        rest.extend_from_slice(left);
    }
    if !rest.is_empty() {
        writeln!(out, "::notice title=outreach-lint::{} more in the log", rest.len())?;
    }
    for finding in rest {
        let (line, column) = position(view, finding);
        let (rule, message) = (&finding.rule, &finding.message);
        let text =
            format!("{}[{rule}] {}:{line}:{column}: {message}", finding.severity.as_str(), view.path(finding.place()));
        writeln!(out, "{}", log_line(&text))?;
    }
    for line in closing(view).lines() {
        writeln!(out, "{}", log_line(line))?;
    }
    Ok(())
}

/// The findings of a weight: the first of each rule in each file, then the others.
fn telling_first<'a>(view: &View<'a>, severity: Severity) -> Vec<&'a Finding> {
    let mut seen = BTreeSet::new();
    let of_weight = view.shown.iter().copied().filter(|finding| finding.severity == severity);
    let (mut first, others): (Vec<_>, Vec<_>) =
        of_weight.partition(|finding| seen.insert((finding.place().file, &finding.rule)));
    first.extend(others);
    first
}

fn annotation(view: &View<'_>, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = finding.place();
    let (line, column) = position(view, finding);
    let mut text = format!("::{level} file={},line={line}", property(&view.path(place)));
    if let Some(source) = view.sources.get(place.file) {
        let end = source.position(place.span.end);
        // Columns count only where the place lies on one line.
        if end.line > line {
            let _ = write!(text, ",endLine={}", end.line);
        } else {
            let _ = write!(text, ",endLine={line},col={column},endColumn={}", end.column.max(column));
        }
    }
    let _ = write!(text, ",title={}::{}", property(&format!("outreach-lint {}", finding.rule)), data(&finding.message));
    if let Some(help) = &finding.help {
        let _ = write!(text, "%0Ahelp: {}", data(help));
    }
    text
}

fn position(view: &View<'_>, finding: &Finding) -> (u32, u32) {
    let place = finding.place();
    let at = view.sources.get(place.file).map(|source| source.position(place.span.start));
    at.map_or((1, 1), |at| (at.line, at.column))
}

/// Text behind the `::` of a command.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line of the log that is no command, whatever is in it.
fn log_line(line: &str) -> String {
    let line = printable(line).replace("##[", "## [");
    if line.trim_start().starts_with("::") { format!("> {line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_a_command_or_begins_one() {
        assert_eq!(property("a,b:c%d\ne"), "a%2Cb%3Ac%25d\\u{a}e");
        assert_eq!(data("100% a\r\n::error::b"), "100%25 a\\u{d}\\u{a}::error::b");
        assert_eq!(log_line("  ::error::x"), ">   ::error::x");
        assert_eq!(log_line("a ##[group]b"), "a ## [group]b");
    }
}
