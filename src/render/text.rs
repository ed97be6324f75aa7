//! What the formats for people share: safe text, wrapping, the closing line.

use super::{Closing, View};
use crate::finding::{Finding, NotJudged, Severity};
use crate::lint::Report;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `text` with every character that could steer a terminal or hide written out: control characters, the marks that
/// turn the direction of writing, and characters of no width.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_printable(&mut safe, c);
    }
    Cow::Owned(safe)
}

/// Adds one character as [`printable`] would write it.
pub(super) fn push_printable(text: &mut String, c: char) {
    if is_hidden(c) {
        let _ = write!(text, "\\u{{{:x}}}", c as u32);
    } else {
        text.push(c);
    }
}

/// Whether a character steers a terminal or cannot be seen.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Where the first character stands that [`is_hidden`].
pub(super) fn first_hidden(text: &str) -> Option<usize> {
    let plain = text.bytes().take_while(|byte| matches!(byte, b' '..=b'~')).count();
    text.get(plain..)?.find(is_hidden).map(|at| plain + at)
}

/// `text`, printable, cut to `width` columns.
pub(super) fn fit(text: &str, width: usize) -> String {
    let text = printable(text);
    if text.width() <= width {
        return text.into_owned();
    }
    let mut room = width.saturating_sub(3);
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            let needs = c.width().unwrap_or(0);
            let fits = needs <= room;
            room = room.saturating_sub(needs);
            fits
        })
        .collect();
    cut.push_str("...");
    cut
}

/// `text` in lines of at most `width` columns, `first` before the first line and `rest` before the others. A word
/// longer than a line stands alone on its own.
pub fn wrap(text: &str, width: usize, first: &str, rest: &str) -> String {
    let mut out = first.to_owned();
    let mut column = first.width();
    let mut empty = true;
    for word in text.split_whitespace() {
        let needs = word.width();
        if !empty && column + 1 + needs > width {
            out.push('\n');
            out.push_str(rest);
            column = rest.width();
            empty = true;
        }
        if !empty {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += needs;
        empty = false;
    }
    out
}

/// Rows of cells in columns, each as wide as its widest cell.
pub(super) fn columns<const N: usize>(titles: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = titles.map(UnicodeWidthStr::width);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::from("   ");
        for (cell, width) in cells.zip(widths) {
            line.push(' ');
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 1));
        }
        format!("{}\n", line.trim_end())
    };
    let mut out = line(&mut titles.iter().copied());
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}

/// One line per rule with how often it was found, the most frequent first.
pub(super) fn statistics(findings: &[Finding]) -> String {
    let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry((&finding.rule, finding.severity)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|((rule, severity), count)| (std::cmp::Reverse(*count), *rule, *severity));
    rows.iter().fold(String::new(), |mut out, ((rule, severity), count)| {
        let _ = writeln!(out, "{count:>6}  {:<7}  {rule}", severity.as_str());
        out
    })
}

/// Facts of which a finding tells already what their lack kept from being judged: by the campaign's file and name.
pub(super) type Told<'a> = HashMap<(String, &'a str), &'static str>;

/// The closing line, with what was not judged. What is `told` is not said again in short.
pub(super) fn closing(view: &View<'_>, told: &Told<'_>) -> String {
    if view.closing == Closing::None {
        return String::new();
    }
    let mut out = String::new();
    let report = view.report;
    if view.closing == Closing::Whole {
        for item in &report.not_judged {
            let _ = writeln!(
                out,
                "not judged: {}, \"{}\": {} (not known: {})",
                printable(&item.file),
                printable(&item.campaign),
                item.rule,
                item.missing.join(", ")
            );
        }
    }
    if view.closing == Closing::Whole {
        for (file, why) in &report.skipped {
            let _ = writeln!(out, "skipped: {}: {}", printable(file), printable(why));
        }
    } else {
        not_judged(view, told, &mut out);
    }
    out.push_str(&wrap(&line(view), view.look.width, "", "  "));
    out.push('\n');
    out
}

/// What could not be judged for want of one fact.
#[derive(Default)]
pub(super) struct Missing<'a> {
    /// The rules that lacked it.
    pub(super) rules: BTreeSet<&'a str>,
    /// The campaigns, by file and name.
    pub(super) campaigns: BTreeSet<(&'a str, &'a str)>,
}

/// What was not judged, by the missing fact.
pub(super) fn missing(report: &Report) -> BTreeMap<String, Missing<'_>> {
    by_fact(report.not_judged.iter())
}

fn by_fact<'a>(items: impl Iterator<Item = &'a NotJudged>) -> BTreeMap<String, Missing<'a>> {
    let mut by_fact: BTreeMap<String, Missing<'_>> = BTreeMap::new();
    for item in items {
        let missing = by_fact.entry(item.missing.join(", ")).or_default();
        missing.rules.insert(&item.rule);
        missing.campaigns.insert((&item.file, &item.campaign));
    }
    by_fact
}

/// What was not judged, a line per missing fact.
fn not_judged(view: &View<'_>, told: &Told<'_>, out: &mut String) {
    let is_told = |item: &&NotJudged| {
        told.get(&(item.file.clone(), item.campaign.as_str())).is_some_and(|fact| item.missing == [*fact])
    };
    for (fact, missing) in by_fact(view.report.not_judged.iter().filter(|item| !is_told(item))) {
        let campaigns = plural(missing.campaigns.len(), "campaign");
        let rules: Vec<_> = missing.rules.into_iter().collect();
        let text = format!("not judged in {campaigns}, for want of {fact}: {}", rules.join(", "));
        let _ = writeln!(out, "{}", wrap(&text, view.look.width, "", "  "));
    }
}

fn line(view: &View<'_>) -> String {
    let report = view.report;
    let limit = report.limit.as_deref().map_or_else(String::new, |limit| format!("{}: ", printable(limit)));
    let mut line = format!("{limit}{}, ", plural(report.files, "file"));
    if report.campaigns == 0 {
        line.push_str("no campaign found");
    } else {
        line.push_str(&plural(report.campaigns, "campaign"));
    }
    let mut partly: Vec<_> = report.not_judged.iter().map(|item| (&item.file, &item.campaign)).collect();
    partly.dedup();
    if !partly.is_empty() {
        let _ = write!(line, " ({} not judged whole)", partly.len());
    }
    line.push_str(": ");
    let counts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")]
        .into_iter()
        .filter_map(|(severity, name)| match view.count(severity) {
            0 => None,
            n if severity == Severity::Info => Some(format!("{n} {name}")),
            n => Some(plural(n, name)),
        })
        .collect();
    if counts.is_empty() {
        line.push_str("no findings");
    } else {
        line.push_str(&counts.join(", "));
        line.push_str(", none fixable");
    }
    let hidden = report.findings.len() - view.shown.len();
    if hidden > 0 {
        let _ = write!(line, "; {hidden} not shown");
    }
    if report.suppressed > 0 {
        let _ = write!(line, "; {} allowed", report.suppressed);
    }
    if let Some(baseline) = report.baseline {
        let _ = write!(line, "; {} in the baseline", baseline.hidden);
        if baseline.stale > 0 {
            let entries = if baseline.stale == 1 { "entry" } else { "entries" };
            let _ = write!(line, ", which has {} stale {entries} (outreach-lint baseline --prune)", baseline.stale);
        }
    }
    if !report.skipped.is_empty() {
        let how = if view.closing == Closing::Short { " (--verbose says why)" } else { "" };
        let _ = write!(line, "; {} skipped{how}", report.skipped.len());
    }
    line
}

/// "1 file", "2 files".
pub(super) fn plural(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_stays_raw() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c\u{200b}d\u{9b}e"), "a\\u{1b}[31mb\\u{202e}c\\u{200b}d\\u{9b}e");
        assert_eq!(printable("Zoë ☕"), "Zoë ☕");
    }

    #[test]
    fn lines_keep_their_width() {
        let text = wrap("one two three four five", 12, "= ", "  ");
        assert_eq!(text, "= one two\n  three four\n  five");
        assert_eq!(fit("abcdefghij", 8), "abcde...");
        assert_eq!(fit("日本語日本語", 8), "日本...");
    }
}
