//! `junit`: JUnit XML, which most pipelines show as tests: a suite per file, a case per finding.
//!
//! Errors and warnings are failures, advice is a case that passes and speaks, what was not judged is a case that was
//! skipped, what could not be read is an error.

use super::{Format, View, printable};
use crate::finding::{Finding, NotJudged, Severity};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "junit", for_people: false, write };

/// What is said of a file.
#[derive(Default)]
struct Suite<'a> {
    findings: Vec<&'a Finding>,
    not_judged: Vec<&'a NotJudged>,
    problems: Vec<&'a str>,
}

impl Suite<'_> {
    fn cases(&self) -> usize {
        self.findings.len() + self.not_judged.len() + self.problems.len()
    }

    fn failures(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity > Severity::Info).count()
    }
}

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<Cow<'_, str>, Suite<'_>> = BTreeMap::new();
    for finding in &view.shown {
        suites.entry(view.path(finding.place())).or_default().findings.push(finding);
    }
    for item in &view.report.not_judged {
        suites.entry(Cow::Borrowed(&item.file)).or_default().not_judged.push(item);
    }
    for (file, why) in &view.report.problems {
        suites.entry(Cow::Borrowed(file)).or_default().problems.push(why);
    }
    let errors = view.report.problems.len();
    let (cases, failures) = suites.values().fold((0, 0), |(c, f), suite| (c + suite.cases(), f + suite.failures()));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"outreach-lint\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\">",
        cases.max(1)
    )?;
    if cases == 0 {
        // A report without a case counts as a broken one.
        writeln!(out, "  <testsuite name=\"outreach-lint\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">")?;
        writeln!(out, "    <testcase name=\"no findings\" classname=\"outreach-lint\"/>\n  </testsuite>")?;
    }
    for (file, suite) in &suites {
        write_suite(view, file, suite, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn write_suite(view: &View<'_>, file: &str, suite: &Suite<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (cases, failures, skipped) = (suite.cases(), suite.failures(), suite.not_judged.len());
    let errors = suite.problems.len();
    writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">",
        escaped(file)
    )?;
    for finding in &suite.findings {
        let at = view.sources.get(finding.place().file).map(|source| source.position(finding.place().span.start));
        let (line, column) = at.map_or((1, 1), |at| (at.line, at.column));
        // Pipelines compare cases by their names: a line would make an old finding a new one.
        let place = if finding.path.is_empty() { String::new() } else { format!(" at {}", finding.path) };
        writeln!(
            out,
            "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{line}\">",
            escaped(&format!("{}{place}", finding.rule)),
            escaped(finding.campaign.as_deref().unwrap_or(file)),
            escaped(file)
        )?;
        let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {}", escaped(help)));
        let text = format!("{}:{line}:{column}: {}{help}", escaped(file), escaped(&finding.message));
        if finding.severity > Severity::Info {
            let (kind, message) = (finding.severity.as_str(), escaped(&finding.message));
            writeln!(out, "      <failure type=\"{kind}\" message=\"{message}\">{text}</failure>")?;
        } else {
            writeln!(out, "      <system-out>{text}</system-out>")?;
        }
        writeln!(out, "    </testcase>")?;
    }
    for item in &suite.not_judged {
        let (name, campaign) = (escaped(&item.rule), escaped(&item.campaign));
        let why = escaped(&format!("not judged, for want of {}", item.missing.join(", ")));
        writeln!(out, "    <testcase name=\"{name}\" classname=\"{campaign}\" file=\"{}\">", escaped(file))?;
        writeln!(out, "      <skipped message=\"{why}\"/>\n    </testcase>")?;
    }
    for why in &suite.problems {
        let (file, why) = (escaped(file), escaped(why));
        writeln!(out, "    <testcase name=\"could not be read\" classname=\"{file}\" file=\"{file}\">")?;
        writeln!(out, "      <error message=\"{why}\"/>\n    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// Text for an attribute or between tags, without what XML cannot hold.
fn escaped(text: &str) -> String {
    let text = printable(text);
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_element() {
        assert_eq!(escaped("a<b>&\"'\u{1}]]>\u{ffff}"), "a&lt;b&gt;&amp;&quot;&apos;\\u{1}]]&gt;\u{fffd}");
    }
}
