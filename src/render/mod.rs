//! Findings to text, one file per format.
//!
//! Owns how a report looks. It must not decide what is in it: `cli` filters, `lint` orders. To add a format: its file
//! here, and its line in [`FORMATS`].

mod concise;
mod excerpt;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod page;
mod picture;
mod sarif;
mod text;

pub use html::svg;
pub use json::{put as json, quiet};
pub use page::{Metadata, list, page, table};
pub use picture::picture;
pub(crate) use sarif::encoded;
pub use text::{printable, wrap};

use crate::finding::{Finding, Severity};
use crate::lint::{Portrait, Report, fingerprint};
use crate::source::{Place, Sources};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

/// A format of the report.
#[derive(Debug)]
pub struct Format {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// Whether it is read by people, so that the closing line belongs to it.
    pub for_people: bool,
    /// Writes the report.
    pub write: fn(&View<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every format, in the order of every listing.
pub const FORMATS: &[&Format] = &[
    &human::FORMAT,
    &concise::FORMAT,
    &json::FORMAT,
    &json::LINES,
    &sarif::FORMAT,
    &github::FORMAT,
    &gitlab::FORMAT,
    &junit::FORMAT,
    &markdown::FORMAT,
    &html::FORMAT,
];

/// The format of a run that asks for none.
pub fn default_format() -> &'static Format {
    &human::FORMAT
}

/// Whether a format shows the lanes of campaigns, so that a run has to keep them.
pub fn draws(format: &Format) -> bool {
    format.name == html::FORMAT.name
}

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name).copied()
}

/// A report and how it is to look.
pub struct View<'a> {
    /// What the run gave.
    pub report: &'a Report,
    /// The findings that are shown, in the report's order.
    pub shown: Vec<&'a Finding>,
    /// The texts.
    pub sources: &'a Sources,
    /// What the output can do.
    pub look: Look,
    /// The lanes of every campaign, for the formats that draw them.
    pub portraits: &'a [Portrait],
    /// How many words the closing line takes.
    pub closing: Closing,
}

/// What the output can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether it knows colours.
    pub ink: Ink,
    /// Whether it knows more than ASCII.
    pub lines: Lines,
}

/// Whether an output knows colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text alone.
    Plain,
    /// Colours.
    Coloured,
    /// Colours, and words that link to a page.
    Linked,
}

/// What frames are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// `+`, `-` and `|`.
    Ascii,
    /// Box-drawing characters.
    Unicode,
}

/// How much is said behind the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Nothing.
    None,
    /// The closing line, and what was not judged in short.
    Short,
    /// The same, and each campaign and rule that was not judged.
    Whole,
}

/// The report as the command line prints it behind the findings, for people: how often each rule was found.
pub fn statistics(view: &View<'_>) -> String {
    text::statistics(&view.report.findings)
}

/// The closing line with what was not judged, as `view.closing` asks; empty for [`Closing::None`].
pub fn closing(view: &View<'_>) -> String {
    text::closing(view, &text::Told::new())
}

impl View<'_> {
    /// The path of a file as outputs show it; empty for a file that was never added.
    fn path(&self, place: Place) -> Cow<'static, str> {
        self.sources.get(place.file).map_or(Cow::Borrowed(""), |source| Cow::Owned(source.path.clone()))
    }

    /// The fingerprint of each finding that is shown, and the how manieth of that fingerprint it is, from 1.
    fn fingerprints(&self) -> Vec<(String, usize)> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let print = |finding: &&Finding| fingerprint(finding, &self.path(finding.place()));
        let counted = self.shown.iter().map(print).map(|print| {
            let count = seen.entry(print.clone()).and_modify(|count| *count += 1).or_insert(1);
            (print, *count)
        });
        counted.collect()
    }

    /// How many findings have this weight, shown or not.
    fn count(&self, severity: Severity) -> usize {
        self.report.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
