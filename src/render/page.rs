//! A rule's page in the terminal, and its metadata in JSON.

use super::text::wrap;
use super::{Ink, Look};
use crate::rules::{self, Page};
use serde::Serialize;
use std::fmt::Write;

/// What `explain --format json` and `rules --format json` give of a rule.
#[derive(Debug, Serialize)]
pub struct Metadata<'a> {
    name: &'a str,
    group: &'a str,
    summary: &'a str,
    severity: &'a str,
    source: &'a str,
    since: &'a str,
    needs: &'a [String],
    fixable: bool,
    options: &'a toml::Table,
    lenient: &'a toml::Table,
    url: String,
}

impl<'a> Metadata<'a> {
    /// The metadata of a page.
    pub fn new(page: &'a Page) -> Self {
        let meta = &page.meta;
        Self {
            name: &page.name,
            group: page.group(),
            summary: &meta.summary,
            severity: meta.severity.as_str(),
            source: &meta.source,
            since: &meta.since,
            needs: &meta.needs,
            fixable: meta.fixable,
            options: &meta.options,
            lenient: &meta.lenient,
            url: rules::url(&page.name),
        }
    }
}

/// A page in Markdown, lightly laid out: paragraphs wrapped, examples moved in, headings marked. A block of metadata is
/// left out where `meta` says it in words.
pub fn page(text: &str, meta: Option<&Page>, look: Look) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            flush(&mut paragraph, look, &mut out);
            let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            match meta {
                Some(page) if info.split_whitespace().any(|word| word == "rule") => out.push_str(&facts(page, look)),
                _ => block.iter().for_each(|line| {
                    let _ = writeln!(out, "{}", format!("    {line}").trim_end());
                }),
            }
        } else if let Some(title) = line.strip_prefix('#') {
            flush(&mut paragraph, look, &mut out);
            let title = title.trim_start_matches('#').trim();
            let _ = match look.ink {
                Ink::Plain => writeln!(out, "{title}"),
                _ => writeln!(out, "{0}{title}{0:#}", anstyle::Style::new().bold()),
            };
        } else if line.trim().is_empty() {
            flush(&mut paragraph, look, &mut out);
            out.push('\n');
        } else if line.starts_with(['-', '|', '*']) || line.starts_with("  ") {
            flush(&mut paragraph, look, &mut out);
            let inner = line.len() - line.trim_start_matches([' ', '-', '*']).len();
            let _ = writeln!(
                out,
                "{}",
                wrap(
                    line.get(inner..).unwrap_or(line),
                    look.width,
                    line.get(..inner).unwrap_or(""),
                    &" ".repeat(inner)
                )
            );
        } else {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    flush(&mut paragraph, look, &mut out);
    out
}

/// A line per rule.
pub fn list(pages: &[&Page]) -> String {
    let width = pages.iter().map(|page| page.name.len()).max().unwrap_or(0);
    pages.iter().fold(String::new(), |mut out, page| {
        let fixable = if page.meta.fixable { "fixable" } else { "" };
        let severity = page.meta.severity.as_str();
        let _ = writeln!(out, "{:<width$}  {severity:<7}  {fixable:<7}  {}", page.name, page.meta.summary);
        out
    })
}

/// A table in Markdown.
pub fn table(pages: &[&Page]) -> String {
    let mut out = String::from("| rule | severity | fixable | it says |\n| --- | --- | --- | --- |\n");
    for page in pages {
        let fixable = if page.meta.fixable { "yes" } else { "" };
        let summary = page.meta.summary.replace('|', "\\|");
        let url = rules::url(&page.name);
        let _ = writeln!(out, "| [{}]({url}) | {} | {fixable} | {summary} |", page.name, page.meta.severity.as_str());
    }
    out
}

fn flush(paragraph: &mut String, look: Look, out: &mut String) {
    if !paragraph.is_empty() {
        out.push_str(&wrap(paragraph, look.width, "", ""));
        out.push('\n');
        paragraph.clear();
    }
}

fn facts(page: &Page, look: Look) -> String {
    let meta = &page.meta;
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        let first = format!("  {name:<9} ");
        let rest = " ".repeat(first.len());
        let _ = writeln!(out, "{}", wrap(value, look.width, &first, &rest));
    };
    line("says", &meta.summary);
    line("severity", meta.severity.as_str());
    line("source", &meta.source);
    line("since", &meta.since);
    if !meta.needs.is_empty() {
        line("needs", &meta.needs.join(", "));
    }
    line("fixable", if meta.fixable { "yes" } else { "no" });
    for (name, options) in [("options", &meta.options), ("lenient", &meta.lenient)] {
        for (index, (key, value)) in options.iter().enumerate() {
            line(if index == 0 { name } else { "" }, &format!("{key} = {}", written(value)));
        }
    }
    out
}

/// An option's value as TOML; texts, numbers and lists are written as in JSON.
fn written(value: &toml::Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
