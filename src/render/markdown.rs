//! `markdown`: a summary that a marketer can read, for the page of a pipeline's run.

use super::text::{plural, push_printable};
use super::{Format, View};
use crate::finding::{Finding, Severity};
use crate::rules;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "markdown", for_people: false, write };

/// Bytes after which findings are counted and no more listed: GitHub shows no summary over 1 MiB.
const MOST_BYTES: usize = 600 * 1024;

/// Campaigns and files that are named behind what was not judged.
const MOST_NAMED: usize = 20;

/// A campaign, or a file where a finding belongs to none, with its findings; in the order of the report.
struct Section<'a> {
    file: String,
    campaign: Option<&'a str>,
    findings: Vec<&'a Finding>,
}

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let sections = sections(view);
    let mut text = headline(view, &sections);
    let mut left = 0;
    for section in &sections {
        if text.len() > MOST_BYTES {
            left += section.findings.len();
        } else {
            left += push_section(view, section, &mut text);
        }
    }
    if left > 0 {
        let _ = writeln!(text, "\n... and {left} more, too many for this page.");
    }
    push_not_judged(view, &mut text);
    out.write_all(text.as_bytes())
}

fn sections<'a>(view: &View<'a>) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    let mut known: BTreeMap<(String, Option<&'a str>), usize> = BTreeMap::new();
    for finding in &view.shown {
        let key = (view.path(finding.place()).into_owned(), finding.campaign.as_deref());
        let at = *known.entry(key).or_insert_with_key(|(file, campaign)| {
            sections.push(Section { file: file.clone(), campaign: *campaign, findings: Vec::new() });
            sections.len() - 1
        });
        if let Some(section) = sections.get_mut(at) {
            section.findings.push(finding);
        }
    }
    sections
}

/// What matters, in plain words.
fn headline(view: &View<'_>, sections: &[Section<'_>]) -> String {
    let report = view.report;
    let shown = |severity| view.shown.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, infos) = (shown(Severity::Error), shown(Severity::Warning), shown(Severity::Info));
    let title = match (report.campaigns, view.shown.len()) {
        (0, 0) => "No campaign was found".to_owned(),
        (0, _) => "The campaigns could not be judged".to_owned(),
        (_, 0) if report.is_incomplete => "Nothing was found, and not everything could be judged".to_owned(),
        (_, 0) if report.baseline.is_some_and(|baseline| baseline.hidden > 0) => "Nothing new was found".to_owned(),
        (_, 0) if !report.findings.is_empty() => "Nothing of that weight was found".to_owned(),
        (_, 0) => "Nothing was found that would drive a recipient away".to_owned(),
        _ if errors > 0 => "Some of this would drive recipients away".to_owned(),
        _ if warnings > 0 => "Some of this would cost goodwill".to_owned(),
        _ => "Some of this could be kinder".to_owned(),
    };
    let mut text = format!("## {title}\n\n");
    let looked = format!("{} in {} looked at", plural(report.campaigns, "campaign"), plural(report.files, "file"));
    let touched = sections.iter().filter(|section| section.campaign.is_some()).count();
    let mut parts = vec![looked];
    if touched > 0 {
        parts.push(format!("{touched} with something to mend"));
    }
    for (count, what) in [(errors, "error"), (warnings, "warning")] {
        if count > 0 {
            parts.push(plural(count, what));
        }
    }
    if infos > 0 {
        parts.push(format!("{infos} advice"));
    }
    text.push_str(&parts.join(", "));
    text.push_str(".\n");
    if let Some(limit) = &report.limit {
        let _ = writeln!(text, "\nOnly what is {}, and what refers to it, was looked at.", escaped(limit));
    }
    if let Some(baseline) = report.baseline {
        let _ = write!(text, "\nNot shown: {} that the baseline knows.", plural(baseline.hidden, "finding"));
        if baseline.stale > 0 {
            let stale = plural(baseline.stale, "finding");
            let _ = write!(text, " It has {stale} too many; `outreach-lint baseline --prune` takes them out.");
        }
        text.push('\n');
    }
    text
}

/// Adds a table; gives how many findings had no room.
fn push_section(view: &View<'_>, section: &Section<'_>, text: &mut String) -> usize {
    let file = escaped(&section.file);
    let heading = section.campaign.map_or_else(|| file.clone(), |name| format!("{} ({file})", escaped(name)));
    let _ =
        writeln!(text, "\n### {heading}\n\n| what a recipient lives through | how bad | where | what to do instead |");
    text.push_str("| --- | --- | --- | --- |\n");
    for (index, finding) in section.findings.iter().enumerate() {
        if text.len() > MOST_BYTES {
            return section.findings.len() - index;
        }
        let place = finding.place();
        let line = view.sources.get(place.file).map_or(1, |source| source.position(place.span.start).line);
        let step = finding.step.as_ref().map_or_else(String::new, |step| format!(", step {}", escaped(step)));
        let page = rules::page(&finding.rule).map_or_else(
            || escaped(&finding.rule),
            |page| format!("[{}]({})", escaped(&page.name), rules::url(&page.name)),
        );
        let severity = match finding.severity {
            Severity::Error => "**error**",
            Severity::Warning => "warning",
            Severity::Info => "advice",
        };
        let message = escaped(&finding.message);
        let help = escaped(finding.help.as_deref().unwrap_or(""));
        let _ = writeln!(text, "| {message} ({page}) | {severity} | line {line}{step} | {help} |");
    }
    0
}

fn push_not_judged(view: &View<'_>, text: &mut String) {
    let report = view.report;
    if report.not_judged.is_empty() && report.skipped.is_empty() {
        return;
    }
    text.push_str("\n### What was not judged\n\n");
    let mut by_fact: BTreeMap<String, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for item in &report.not_judged {
        let (rules, campaigns) = by_fact.entry(item.missing.join(", ")).or_default();
        rules.insert(&item.rule);
        campaigns.insert(&item.campaign);
    }
    for (fact, (rules, campaigns)) in by_fact {
        let names: Vec<String> = campaigns.iter().take(MOST_NAMED).map(|name| escaped(name)).collect();
        let more = campaigns.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let rules: Vec<&str> = rules.into_iter().collect();
        let _ = writeln!(
            text,
            "- The files do not tell `{}`, so {} could not be judged in {}{more}.",
            fact.replace('`', ""),
            rules.join(", "),
            names.join(", ")
        );
    }
    for (file, why) in report.skipped.iter().take(MOST_NAMED) {
        let _ = writeln!(text, "- {}: {}", escaped(file), escaped(why));
    }
    if report.skipped.len() > MOST_NAMED {
        let _ = writeln!(text, "- ... and {} more that were skipped", report.skipped.len() - MOST_NAMED);
    }
}

/// Text as it stands, whatever Markdown or GitHub would make of it: no markup, no HTML, no link, nobody called.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(code) = code(rest) {
            safe.push_str(code);
            rest = rest.get(code.len()..).unwrap_or("");
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '@' => safe.push_str("@<!-- -->"),
            c => push_printable(&mut safe, c),
        }
    }
    // Else GitHub makes a link of it.
    safe.replace("://", "&#58;//")
}

/// The words in backticks that a text begins with, if nothing in them can mean anything to Markdown.
fn code(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('`')?;
    let end = inner.find('`')?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/ ".contains(c);
    inner.get(..end).filter(|words| !words.is_empty() && words.chars().all(is_plain)).and(text.get(..end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(
            escaped("a|b <img> [x](y) `c @you\n# d"),
            "a\\|b &lt;img&gt; \\[x\\](y) \\`c @<!-- -->you\\u{a}\\# d"
        );
        assert_eq!(escaped("https://x.example"), "https&#58;//x.example");
        assert_eq!(escaped("in `stop.on`, `<b>`"), "in `stop.on`, \\`&lt;b&gt;\\`");
        assert_eq!(escaped("`` a` `"), "\\`` a` \\`");
    }
}
