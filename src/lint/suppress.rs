//! Findings that somebody allowed: in a comment beside them, or in the config.
//!
//! Owns what a suppression reaches and what is wrong with one. It must not hide what it cannot name.

mod comment;

use crate::finding::{Finding, Severity};
use crate::rules::{self, Settings};
use crate::source::{FileId, Language, Place, SourceFile, Sources, Span};
use crate::syntax::{Document, Node};
use jiff::civil::Date;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

/// An `[[allow]]` of the config, as far as it concerns a file.
#[derive(Debug)]
pub struct Allow {
    /// Where it stands in the config.
    pub place: Place,
    /// Rules, groups or `all`.
    pub rules: Vec<String>,
    /// A structure path whose findings it hides, as `steps/3`; none hides those of the whole file.
    pub path: Option<String>,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// Whether one that hides nothing is worth a word.
    pub watch: Watch,
}

/// Whether a suppression that hides nothing is worth a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// It is.
    Said,
    /// It came with a config that another extends, or the run did not look at every file that it may be for.
    Silent,
}

/// One suppression of one file, and whether it hid anything.
#[derive(Debug)]
pub struct Suppression {
    place: Place,
    rules: Vec<String>,
    reach: Reach,
    state: State,
    watch: Watch,
    /// The weight of a word on it; none where the rule that says it does not run.
    weight: Option<Severity>,
}

#[derive(Debug, PartialEq)]
enum Reach {
    /// Findings of the file that begin on one of these lines, from 1.
    Lines(u32, u32),
    /// Findings whose structure path begins with these parts.
    Path(Vec<String>),
    /// None: it is for no file of the run.
    Nowhere,
}

#[derive(Debug, PartialEq)]
enum State {
    Unused,
    Used,
    Expired(Date),
}

/// The suppressions in a file's comments, and what is wrong with how they are written.
pub(super) fn read(
    file: FileId,
    source: &SourceFile,
    document: &Document<'_>,
    settings: &Settings,
) -> (Vec<Suppression>, Vec<Finding>) {
    let (mut suppressions, mut findings) = (Vec::new(), Vec::new());
    if source.language == Language::Text {
        return (suppressions, findings);
    }
    let texts = OnceCell::new();
    let texts = || {
        texts.get_or_init(|| {
            let mut texts = Vec::new();
            long_texts(source, &document.root, &mut texts);
            // A table may be written in several places.
            texts.sort_unstable();
            texts
        })
    };
    let mut comments = document.comments.iter().peekable();
    while let Some(comment) = comments.next() {
        let place = Place::new(file, comment.span);
        let Some(written) = comment::read(comment.text) else { continue };
        findings.extend(comment::faults(&written, place));
        // Without a reason it does not count: where the rule that says so is not asked for, it would hide in silence.
        if written.rules.is_empty() || written.reason.is_none() {
            continue;
        }
        let line = source.position(comment.span.start).line;
        // Comments may stand in a pile: the first line below the pile is the one that is meant.
        let mut below = source.position(comment.span.end).line + 1;
        let mut rest = comments.clone();
        while let Some(next) =
            rest.next_if(|next| source.position(next.span.start).line == below && alone(source, next.span))
        {
            below = source.position(next.span.end).line + 1;
        }
        let last = if alone(source, comment.span) { below } else { line };
        let (first, last) = with_texts(texts(), line, last);
        let rules: Vec<String> = written.rules.iter().map(|(name, _)| (*name).to_owned()).collect();
        suppressions.push(Suppression::new(
            place,
            rules,
            Reach::Lines(first, last),
            written.until,
            Watch::Said,
            settings,
        ));
    }
    (suppressions, findings)
}

/// Whether one of a file's suppressions hides a finding of `file`; it then counts as used.
pub(super) fn hides(suppressions: &mut [Suppression], finding: &Finding, file: FileId, sources: &Sources) -> bool {
    if suppressions.is_empty() {
        return false;
    }
    // A finding in a copy beside the file counts as lying where the file speaks of it.
    let place = finding.labels.iter().map(|label| label.place).find(|place| place.file == file);
    // Looked up once: a file may hold as many comments as findings.
    let line = place.zip(sources.get(file)).map(|(place, source)| source.position(place.span.start).line);
    let mut hidden = false;
    for suppression in suppressions {
        let meant = suppression.reaches(finding, line) && suppression.names(&finding.rule);
        if meant && !matches!(suppression.state, State::Expired(_)) {
            suppression.state = State::Used;
            hidden = true;
        }
    }
    hidden
}

/// What is wrong with the suppressions of all files: they hide nothing, or are past their day.
pub(super) fn faults<'a>(suppressions: impl Iterator<Item = &'a Suppression> + Clone) -> Vec<Finding> {
    // One `[[allow]]` concerns many files and is still one entry.
    let used: HashSet<Place> =
        suppressions.clone().filter(|one| one.state == State::Used).map(|one| one.place).collect();
    let mut found: Vec<Finding> =
        suppressions.filter(|suppression| !used.contains(&suppression.place)).filter_map(Suppression::fault).collect();
    found.sort_by_key(Finding::place);
    found.dedup();
    found
}

const UNUSED: &str = "structure/unused-suppression";

impl Suppression {
    /// The suppression that an `[[allow]]` is for a file with these settings.
    pub(super) fn from_config(allow: &Arc<Allow>, settings: &Settings) -> Self {
        let path = allow.path.as_deref().unwrap_or("");
        let parts = path.split(['/', '.', '[', ']']).filter(|part| !part.is_empty() && *part != "$");
        let reach = Reach::Path(parts.map(str::to_owned).collect());
        Self::new(allow.place, allow.rules.clone(), reach, allow.until, allow.watch, settings)
    }

    /// The suppression that an `[[allow]]` is whose globs hold none of the files of the run.
    pub(super) fn of_no_file(allow: &Allow, settings: &Settings) -> Self {
        Self::new(allow.place, allow.rules.clone(), Reach::Nowhere, allow.until, allow.watch, settings)
    }

    fn new(
        place: Place,
        rules: Vec<String>,
        reach: Reach,
        until: Option<Date>,
        watch: Watch,
        settings: &Settings,
    ) -> Self {
        let state = until.filter(|until| *until < settings.today).map_or(State::Unused, State::Expired);
        let mut suppression = Self { place, rules, reach, state, watch, weight: None };
        // One for rules that did not run cannot have hidden anything, and is no fault for that.
        if settings.rules.iter().any(|enabled| suppression.names(enabled.rule.name)) {
            suppression.weight = settings.enabled(UNUSED).map(|enabled| enabled.severity);
        }
        suppression
    }

    /// Whether it stands in `file` itself, not in the config.
    pub(super) fn stands_in(&self, file: FileId) -> bool {
        self.place.file == file
    }

    fn names(&self, rule: &str) -> bool {
        self.rules.iter().any(|name| {
            name == "all" || name == rule || rule.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Whether the finding, which begins on `line`, lies where this one reaches.
    fn reaches(&self, finding: &Finding, line: Option<u32>) -> bool {
        match &self.reach {
            Reach::Lines(first, last) => line.is_some_and(|line| (*first..=*last).contains(&line)),
            Reach::Path(parts) => {
                let mut path = finding.path.split('.');
                let same = |part: &str, at: &str| part == at || part.strip_suffix('s') == Some(at);
                parts.iter().all(|part| path.next().is_some_and(|at| same(part, at)))
            }
            Reach::Nowhere => false,
        }
    }

    fn fault(&self) -> Option<Finding> {
        let names = self.rules.join(", ");
        let (label, message, help) = match &self.state {
            State::Used => return None,
            State::Unused if self.watch == Watch::Silent => return None,
            State::Unused => (
                "hides nothing",
                format!("nothing is found here that allowing {names} could hide"),
                "take it out, so that the next finding here is seen",
            ),
            State::Expired(until) if *until == Date::MIN => (
                "without a day that can be read",
                format!("what allows {names} has no day that can be read, and hides nothing"),
                "write the last day as until=2027-03-01",
            ),
            State::Expired(until) => (
                "past its day",
                format!("what allowed {names} ended on {until} and hides nothing any more"),
                "mend what it hid, or decide anew and set a later day",
            ),
        };
        let weight = self.weight?;
        let mut finding = Finding::new(UNUSED, self.place, label, message).help(help).severity(weight);
        finding.value = names;
        finding.note = rules::page(UNUSED).map(|page| page.meta.source.clone());
        Some(finding)
    }
}

/// Lines that a comment reaches, and those of the texts that begin or end there: no comment can stand in a text.
/// `texts` are in order.
fn with_texts(texts: &[(u32, u32)], first: u32, last: u32) -> (u32, u32) {
    let at = texts.partition_point(|(_, end)| *end < first);
    let met = texts.get(at..).unwrap_or_default().iter().take_while(|(start, _)| *start <= last);
    met.fold((first, last), |(first, last), (start, end)| (first.min(*start), last.max(*end)))
}

/// The first and the last line of each text that has several, from 1.
fn long_texts(source: &SourceFile, node: &Node<'_>, found: &mut Vec<(u32, u32)>) {
    if node.as_str().is_some() {
        let lines = [node.span.start, node.span.end].map(|offset| source.position(offset).line);
        found.extend((lines[0] < lines[1]).then_some((lines[0], lines[1])));
    }
    node.items().iter().for_each(|item| long_texts(source, item, found));
    node.entries().iter().for_each(|entry| long_texts(source, &entry.value, found));
}

/// Whether nothing but the comment stands on its line.
fn alone(source: &SourceFile, span: Span) -> bool {
    let line = source.position(span.start).line;
    let start = source.line_span(line).map_or(0, |line| line.start as usize);
    let before = source.text.get(start..span.start as usize).unwrap_or("");
    before.trim_start_matches('\u{feff}').trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suppression(reach: Reach, rules: &[&str]) -> Suppression {
        Suppression {
            place: Place::default(),
            rules: rules.iter().map(|name| (*name).to_owned()).collect(),
            reach,
            state: State::Unused,
            watch: Watch::Said,
            weight: Some(Severity::Warning),
        }
    }

    fn finding(rule: &'static str, path: &str) -> Finding {
        let mut finding = Finding::new(rule, Place::default(), "", "");
        path.clone_into(&mut finding.path);
        finding
    }

    #[test]
    fn a_path_reaches_what_lies_below_it() {
        let path = |text: &str| Reach::Path(text.split('.').map(str::to_owned).collect());
        let reaches = |reach: Reach, at: &str| suppression(reach, &["all"]).reaches(&finding("a/b", at), None);
        assert!(reaches(path("step.3"), "step.3.body"));
        assert!(reaches(path("steps.3"), "step.3"));
        assert!(!reaches(path("step.3"), "step.30.body"));
        assert!(!reaches(path("step.3"), "step"));
        assert!(reaches(Reach::Path(Vec::new()), "stop.on"));
    }

    #[test]
    fn a_comment_reaches_the_texts_that_it_touches() {
        let texts = [(2, 4), (6, 9), (9, 12), (20, 30)];
        assert_eq!(with_texts(&texts, 1, 1), (1, 1));
        assert_eq!(with_texts(&texts, 1, 2), (1, 4), "above the first line");
        assert_eq!(with_texts(&texts, 4, 4), (2, 4), "behind the last line");
        assert_eq!(with_texts(&texts, 9, 9), (6, 12), "between two");
        assert_eq!(with_texts(&texts, 31, 32), (31, 32));
    }

    #[test]
    fn a_group_names_its_rules_and_no_other() {
        let one = suppression(Reach::Lines(1, 1), &["stop", "copy/shouting"]);
        assert!(one.names("stop/ignores-reply"));
        assert!(one.names("copy/shouting"));
        assert!(!one.names("stopping/x"));
        assert!(!one.names("copy/fake-thread"));
    }
}
