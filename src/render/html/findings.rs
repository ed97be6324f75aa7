//! Findings on the page: where, what, what instead.
//!
//! Those on the same words stand together under the line they are about, which is shown once; what is the same for all
//! findings of a rule stands once at the end of the page. So a page of many campaigns stays small, and nothing is left
//! out for it.

use super::super::View;
use super::super::picture::{does, spelt};
use super::super::text::{plural, printable};
use super::lanes::MOST as DRAWN;
use crate::finding::{Finding, Label, Severity, WitnessTouch};
use crate::lint::Lane;
use crate::model::time;
use crate::rules;
use crate::source::{FileId, Place};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Characters of a line that are shown before and behind what is marked.
const AROUND: usize = 36;
/// Characters of what is marked that are shown.
const MARKED: usize = 180;
/// How many touches of a walk are named.
const MOST: usize = 12;
/// How far back a place is looked for that a finding could join; they come in the order of their places.
const NEAR: usize = 8;
/// How many further places are named.
const PLACES: usize = 8;

/// The number of each rule that the page speaks of, which its explanation is found by.
pub(super) type Numbers<'a> = BTreeMap<&'a str, usize>;

/// What every list of the page shares.
pub(super) struct Page<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) numbers: Numbers<'a>,
}

/// Findings that say the same of several places, as one.
struct Item<'a> {
    first: &'a Finding,
    again: Vec<&'a Label>,
}

/// Findings on the same words of one line.
struct Group<'a> {
    file: FileId,
    /// The part of the text that is shown.
    window: (usize, usize),
    /// What is marked in it, disjoint.
    marks: Vec<(usize, usize)>,
    /// By what else belongs to them.
    items: Vec<(String, Vec<Item<'a>>)>,
}

/// Findings of one campaign (with the lane that was drawn for it) or of one file, the gravest first.
pub(super) fn lists(page: &Page<'_>, findings: &[&Finding], lane: Option<&Lane>) -> Markup {
    html! {
        @for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            @let of: Vec<&Finding> = findings.iter().copied().filter(|finding| finding.severity == severity).collect();
            @if !of.is_empty() {
                h3 { (counted(of.len(), severity)) }
                dl.(class(severity)) { @for group in groups(page.view, &of, lane) { (drawn(page, &group)) } }
            }
        }
    }
}

/// The class of a severity.
pub(super) fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "e",
        Severity::Warning => "w",
        Severity::Info => "i",
    }
}

/// A rule that was found: why it matters, where it comes from, where its page is.
pub(super) fn rule(page: &Page<'_>, name: &str) -> Markup {
    html! {
        dt id=(page.numbers.get(name).copied().unwrap_or_default()) { a id=(name) href=(rules::url(name)) { (name) } }
        dd {
            @if let Some(why) = why(name) { (prose(&why)) " " }
            @if let Some(page) = rules::page(name) { span.soft { "Source: " (prose(&page.meta.source)) "." } }
        }
    }
}

/// A text in which backticks mark what is typed.
pub(super) fn prose(text: &str) -> Markup {
    let text = printable(text);
    html! {
        @for (index, part) in text.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn counted(count: usize, severity: Severity) -> String {
    match severity {
        Severity::Info => format!("{} of advice", plural(count, "piece")),
        _ => plural(count, severity.as_str()),
    }
}

/// The first paragraph of the rule's reasons.
fn why(rule: &str) -> Option<String> {
    let section = rules::page(rule)?.section("Why")?;
    let paragraph = section.split("\n\n").next()?;
    Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn drawn(page: &Page<'_>, group: &Group<'_>) -> Markup {
    html! {
        (excerpt(page.view, group))
        @for (more, items) in &group.items {
            @if items.len() > 1 && !more.is_empty() { dt { (more) } }
            @for item in items { (said(page, item.first, if items.len() > 1 { "" } else { more })) }
        }
    }
}

/// What is said of a place; `more` is what belongs to this finding alone.
fn said(page: &Page<'_>, finding: &Finding, more: &str) -> Markup {
    let label = finding.labels.first().map(|label| label.message.as_str());
    let label = label.filter(|label| !finding.message.contains(label)).map(printable);
    let about: Vec<&str> = label.as_deref().into_iter().chain(Some(more).filter(|more| !more.is_empty())).collect();
    html! {
        dd {
            (printable(&finding.message))
            @if !about.is_empty() { " " i { (about.join("; ")) } }
            " "
            @match page.numbers.get(&*finding.rule) {
                Some(number) => a href={ "#" (number) } { (finding.rule) },
                None => (finding.rule),
            }
            @if let Some(note) = own_note(finding) { " " i { (prose(note)) } }
            @if let Some(help) = &finding.help { p { (prose(help)) } }
        }
    }
}

/// The source, where it is not the one that stands with the rule below.
fn own_note(finding: &Finding) -> Option<&str> {
    let note = finding.note.as_deref()?;
    rules::page(&finding.rule).is_none_or(|page| page.meta.source != note).then_some(note)
}

fn groups<'a>(view: &View<'_>, findings: &[&'a Finding], lane: Option<&Lane>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for item in alike(findings) {
        let place = item.first.place();
        let file = view.sources.get(place.file);
        let span = (place.span.start as usize, place.span.end as usize);
        let (window, mark) = window(file.as_ref().map_or("", |file| &file.text), span);
        let more = more(view, &item, lane);
        let near = groups.iter_mut().rev().take(NEAR).find(|group| group.file == place.file && group.takes(mark));
        let group = if let Some(group) = near {
            group
        } else {
            groups.push(Group { file: place.file, window, marks: Vec::new(), items: Vec::new() });
            let Some(group) = groups.last_mut() else { continue };
            group
        };
        let beside = item.first.labels.iter().skip(1).take(PLACES).filter(|label| label.place.file == place.file);
        let beside = beside.map(|label| (label.place.span.start as usize, label.place.span.end as usize));
        let marks: Vec<_> = std::iter::once(mark).chain(beside.filter(|mark| mark.0 < mark.1)).collect();
        for mark in marks {
            if group.takes(mark) && !group.marks.contains(&mark) {
                group.marks.push(mark);
                group.marks.sort_unstable();
            }
        }
        match group.items.iter_mut().rev().take(NEAR).find(|(other, _)| *other == more) {
            Some((_, items)) => items.push(item),
            None => group.items.push((more, vec![item])),
        }
    }
    for group in &mut groups {
        // What several share stands right under the line.
        group.items.sort_by_key(|(_, items)| items.len() < 2);
    }
    groups
}

impl Group<'_> {
    /// Whether a mark can stand in this group's excerpt: within it, and on other words than its marks or the very same.
    fn takes(&self, mark: (usize, usize)) -> bool {
        mark.0 >= self.window.0
            && mark.1 <= self.window.1
            && self.marks.iter().all(|other| *other == mark || mark.0 >= other.1 || mark.1 <= other.0)
    }
}

/// Findings that say and advise the same stand as one with several places.
fn alike<'a>(findings: &[&'a Finding]) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::new();
    let mut seen: BTreeMap<(&str, &str, Option<&str>), usize> = BTreeMap::new();
    for finding in findings {
        let key = (&*finding.rule, finding.message.as_str(), finding.help.as_deref());
        let is_short = finding.labels.len() == 1 && finding.witness.is_empty();
        let same = seen.get(&key).copied().filter(|_| is_short).and_then(|index| items.get_mut(index));
        if let (Some(item), Some(label)) = (same, finding.labels.first()) {
            item.again.push(label);
        } else {
            seen.insert(key, items.len());
            items.push(Item { first: finding, again: Vec::new() });
        }
    }
    items
}

/// What belongs to a finding beside its first place: further places, and the walk that proves it.
fn more(view: &View<'_>, item: &Item<'_>, lane: Option<&Lane>) -> String {
    let mut places: Vec<(&str, Vec<String>)> = Vec::new();
    let own = item.first.place();
    let number_of = |place: Place| view.sources.get(place.file).map(|file| file.position(place.span.start).line);
    let labels: Vec<&Label> = item.first.labels.iter().skip(1).chain(item.again.iter().copied()).collect();
    for label in labels.iter().take(PLACES) {
        let Some(file) = view.sources.get(label.place.file) else { continue };
        let number = file.position(label.place.span.start).line;
        let at = match (label.place.file == own.file, Some(number) == number_of(own)) {
            // It stands in the line that is shown.
            (true, true) => String::new(),
            (true, false) => number.to_string(),
            (false, _) => format!("{}:{number}", printable(&file.path)),
        };
        match places.iter_mut().find(|(message, _)| *message == label.message) {
            Some((_, lines)) if !lines.contains(&at) => lines.push(at),
            Some(_) => {}
            None => places.push((&label.message, vec![at])),
        }
    }
    let mut parts: Vec<String> = Vec::new();
    let said = item.first.labels.first().map_or("", |label| label.message.as_str());
    for (message, lines) in &places {
        let mut lines: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        let head = match (parts.is_empty(), lines.len()) {
            (true, 1) => "line ",
            (true, 2..) => "lines ",
            _ => "",
        };
        lines.sort_unstable_by_key(|line| (line.len(), *line));
        let at = lines.join(", ");
        match (*message, at.as_str()) {
            ("", "") => {}
            (message, "") if message == said => {}
            ("", _) => parts.push(format!("{head}{at}")),
            (message, "") => parts.push(printable(message).into_owned()),
            (message, _) if message == said => parts.push(format!("{head}{at} too")),
            (message, _) => parts.push(format!("{head}{at}: {}", printable(message))),
        }
    }
    if labels.len() > PLACES {
        parts.push(format!("and {} more", labels.len() - PLACES));
    }
    parts.extend(walk(&item.first.witness, lane));
    parts.join("; ")
}

/// The walk that proves a finding: a stretch of the drawn lane where it is one, else touch by touch.
fn walk(witness: &[WitnessTouch], lane: Option<&Lane>) -> Option<String> {
    let first = witness.first()?;
    let drawn = lane.filter(|lane| does(lane.recipient).is_none()).map_or(&[][..], |lane| &lane.touches);
    let from = drawn.iter().take(DRAWN).position(|touch| touch == first);
    if let Some(from) = from.filter(|from| drawn.get(*from..from + witness.len()) == Some(witness)) {
        return Some(match (from + 1, from + witness.len()) {
            (1, to) if to == drawn.len() => "as drawn".to_owned(),
            (a, b) if a == b => format!("as drawn, touch {a}"),
            (a, b) if a + 1 == b => format!("as drawn, touches {a} and {b}"),
            (a, b) => format!("as drawn, touches {a} to {b}"),
        });
    }
    let mut touches: Vec<String> = witness.iter().take(MOST).map(told).collect();
    if witness.len() > MOST {
        touches.push("...".to_owned());
    }
    Some(format!("the walk: {}", touches.join(", ")))
}

fn told(touch: &WitnessTouch) -> String {
    let from = touch.sender.as_deref().map_or(String::new(), |sender| format!(" from {}", printable(sender)));
    format!("{} {}{from}", time::short(touch.at_s), spelt(touch.channel))
}

/// The line with what is marked in it.
fn excerpt(view: &View<'_>, group: &Group<'_>) -> Markup {
    let Some(file) = view.sources.get(group.file) else { return html! {} };
    let (start, end) = group.window;
    let part = |from: usize, to: usize| printable(file.text.get(from..to).unwrap_or(""));
    let ends = group.marks.iter().map(|mark| mark.0).skip(1).chain([end]);
    let first = group.marks.first().map_or(end, |mark| mark.0);
    let is_cut = |rest: &str| !rest.trim_matches([' ', '\t', '\u{feff}']).is_empty();
    let before = file.text.get(..start).and_then(|text| text.rsplit('\n').next()).is_some_and(is_cut);
    let behind = file.text.get(end..).and_then(|text| text.lines().next()).is_some_and(is_cut);
    html! {
        dt {
            (file.position(start as u32).line) ": "
            @if before { "…" }
            (part(start, first))
            @for ((from, to), next) in group.marks.iter().zip(ends) {
                u { (part(*from, *to)) }
                (part(*to, next))
            }
            @if behind { "…" }
        }
    }
}

/// What of a text is shown for a span, and what of it is marked: its first line, cut to a width that can be read.
fn window(text: &str, span: (usize, usize)) -> ((usize, usize), (usize, usize)) {
    let (start, end) = (span.0.min(text.len()), span.1.min(text.len()));
    let (Some(head), Some(rest)) = (text.get(..start), text.get(start..)) else { return ((0, 0), (0, 0)) };
    let line = rest.split('\n').next().unwrap_or("").trim_end_matches('\r');
    let length = line.len().min(end.saturating_sub(start));
    let length = (0..=length).rev().find(|index| line.is_char_boundary(*index)).unwrap_or(0);
    let (marked, behind) = line.split_at(length);
    let marked = clipped(marked, MARKED);
    // Where the mark itself is cut, what stands behind it is far away.
    let behind = if marked.len() == length { clipped(behind, AROUND) } else { "" };
    let before = head.rsplit('\n').next().unwrap_or("");
    let cut = before.char_indices().rev().nth(AROUND).map_or(0, |(index, _)| index);
    let before = before.get(cut..).unwrap_or("").trim_start_matches('\u{feff}').trim_start();
    let mark = (start, start + marked.len());
    ((start - before.len(), mark.1 + behind.len()), mark)
}

fn clipped(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).and_then(|(index, _)| text.get(..index)).unwrap_or(text)
}
