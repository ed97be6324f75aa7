//! Findings that somebody allowed: in a comment beside them, or in the config.

use crate::finding::Finding;
use crate::rules::Settings;
use crate::source::{FileId, Language, Place, SourceFile, Sources, Span};
use crate::syntax::Document;
use jiff::civil::Date;
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
    /// It came with a config that another extends: one that hides nothing is then no finding.
    pub inherited: bool,
}

/// One suppression and whether it hid anything.
#[derive(Debug)]
pub struct Suppression {
    place: Place,
    file: FileId,
    rules: Vec<String>,
    reach: Reach,
    state: State,
    allow: Option<Arc<Allow>>,
}

#[derive(Debug, PartialEq)]
enum Reach {
    /// Findings whose first label begins on one of these lines, from 1.
    Lines(u32, u32),
    /// Findings whose structure path begins with these parts.
    Path(Vec<String>),
}

#[derive(Debug, PartialEq)]
enum State {
    Unused,
    Used,
    Expired(Date),
}

const MARK: &str = "outreach-lint:";

/// The suppressions in a file's comments.
pub(super) fn read(file: FileId, source: &SourceFile, document: &Document<'_>, today: Date) -> Vec<Suppression> {
    if document.comments.is_empty() || source.language == Language::Text {
        return Vec::new();
    }
    let mut comments = document.comments.iter().peekable();
    let mut found = Vec::new();
    while let Some(comment) = comments.next() {
        let Some((rules, until)) = parse(comment.text) else { continue };
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
        found.push(Suppression {
            place: Place::new(file, comment.span),
            file,
            rules,
            reach: Reach::Lines(line, last),
            state: until.filter(|until| *until < today).map_or(State::Unused, State::Expired),
            allow: None,
        });
    }
    found
}

impl Suppression {
    /// The suppression that an `[[allow]]` is for `file`.
    pub(super) fn from_config(allow: &Arc<Allow>, file: FileId, today: Date) -> Self {
        let path = allow.path.as_deref().unwrap_or("");
        let parts = path.split(['/', '.', '[', ']']).filter(|part| !part.is_empty() && *part != "$");
        Self {
            place: allow.place,
            file,
            rules: allow.rules.clone(),
            reach: Reach::Path(parts.map(str::to_owned).collect()),
            state: allow.until.filter(|until| *until < today).map_or(State::Unused, State::Expired),
            allow: Some(Arc::clone(allow)),
        }
    }

    fn names(&self, rule: &str) -> bool {
        self.rules.iter().any(|name| {
            name == "all" || name == rule || rule.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    fn reaches(&self, finding: &Finding, sources: &Sources) -> bool {
        match &self.reach {
            Reach::Lines(first, last) => sources.get(self.file).is_some_and(|source| {
                let line = source.position(finding.place().span.start).line;
                (*first..=*last).contains(&line)
            }),
            Reach::Path(parts) => {
                let mut path = finding.path.split('.');
                parts.iter().all(|part| path.next() == Some(part.as_str()))
            }
        }
    }
}

/// Whether one of the suppressions hides the finding; it then counts as used.
pub(super) fn hides(suppressions: &mut [Suppression], finding: &Finding, sources: &Sources) -> bool {
    let mut hidden = false;
    for suppression in suppressions {
        if finding.place().file == suppression.file
            && suppression.names(&finding.rule)
            && suppression.reaches(finding, sources)
        {
            if matches!(suppression.state, State::Expired(_)) {
                continue;
            }
            suppression.state = State::Used;
            hidden = true;
        }
    }
    hidden
}

/// What is wrong with the suppressions themselves: they hide nothing, or are past their day.
pub(super) fn faults(suppressions: &[Suppression], settings: &Settings) -> Vec<Finding> {
    let Some(enabled) = settings.enabled(UNUSED) else { return Vec::new() };
    let mut found = Vec::new();
    for suppression in suppressions {
        let (label, message, help) = match &suppression.state {
            State::Used => continue,
            State::Unused if !may_hide(suppression, suppressions, settings) => continue,
            State::Unused => (
                "nothing here is hidden by this",
                format!("nothing is found that \"allow({})\" could hide", suppression.rules.join(", ")),
                "take it out, so that the next finding here is seen",
            ),
            State::Expired(until) => (
                "past its day",
                format!("\"allow({})\" ended on {until} and hides nothing any more", suppression.rules.join(", ")),
                "mend what it hid, or decide anew and set a later `until`",
            ),
        };
        let mut finding = Finding::new(UNUSED, suppression.place, label, message).help(help);
        finding.severity = enabled.severity;
        finding.note = Some(enabled.page.meta.source.clone());
        found.push(finding);
    }
    // One `[[allow]]` concerns many files and is still one entry.
    found.sort_by_key(Finding::place);
    found.dedup();
    found
}

const UNUSED: &str = "structure/unused-suppression";

/// Whether an unused suppression is worth a word: one of its rules ran, and its entry hid nothing in any other file.
fn may_hide(suppression: &Suppression, all: &[Suppression], settings: &Settings) -> bool {
    let ran = settings.rules.iter().any(|enabled| suppression.names(enabled.rule.name));
    let inherited = suppression.allow.as_ref().is_some_and(|allow| allow.inherited);
    let elsewhere = suppression.allow.is_some()
        && all.iter().any(|other| other.place == suppression.place && other.state == State::Used);
    ran && !inherited && !elsewhere
}

/// Whether nothing but the comment stands on its line.
fn alone(source: &SourceFile, span: Span) -> bool {
    let before = source.text.get(..span.start as usize).unwrap_or("");
    before.rsplit('\n').next().is_some_and(|line| line.trim_matches('\u{feff}').trim().is_empty())
}

/// The rules and the last day of `outreach-lint: allow(rule, ...) reason="..." until=2027-03-01`.
fn parse(comment: &str) -> Option<(Vec<String>, Option<Date>)> {
    let (_, rest) = comment.split_once(MARK)?;
    let (names, rest) = rest.trim_start().strip_prefix("allow(")?.split_once(')')?;
    let rules = names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let until = rest.split_once("until=").map(|(_, day)| {
        let day = day.trim_start_matches('"');
        let end = day.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(day.len());
        // A day that cannot be read counts as long past: a slip must not hide a finding for ever.
        day.get(..end).and_then(|day| day.parse().ok()).unwrap_or(Date::MIN)
    });
    Some((rules, until))
}
