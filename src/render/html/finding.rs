//! One finding on the page: what, where, why, what instead.

use super::super::View;
use super::super::picture::spelt;
use super::super::text::printable;
use crate::finding::{Finding, Label};
use crate::model::time;
use crate::rules;
use crate::source::Span;
use maud::{Markup, html};

/// Characters of a line that are shown before and behind what is marked.
const AROUND: usize = 60;

/// How many touches of a walk are named.
const MOST: usize = 12;

/// How many further places are named.
const PLACES: usize = 6;

pub(super) fn item(view: &View<'_>, finding: &Finding) -> Markup {
    let severity = finding.severity.as_str();
    html! {
        li.finding.(severity) data-severity=(severity) {
            h3 { span.badge.(severity) { (severity) } span.message { (printable(&finding.message)) } }
            @if let Some(first) = finding.labels.first() { (excerpt(view, first)) }
            @if finding.labels.len() > 1 {
                p.say {
                    @for (number, label) in finding.labels.iter().skip(1).take(PLACES).enumerate() {
                        @if number > 0 { "; " }
                        (place(view, label))
                        @if !label.message.is_empty() { " " (printable(&label.message)) }
                    }
                    @if finding.labels.len() > PLACES + 1 { "; and more" }
                }
            }
            (witness(finding))
            @if let Some(help) = &finding.help { p { b { "Instead: " } (prose(help)) } }
            p.say { a href={ "#" (finding.rule) } { (finding.rule) } @if let Some(note) = own_note(finding) { ": " (prose(note)) } }
        }
    }
}

/// The source, where it is not the one that stands with the rule below.
fn own_note(finding: &Finding) -> Option<&str> {
    let note = finding.note.as_deref()?;
    rules::page(&finding.rule).is_none_or(|page| page.meta.source != note).then_some(note)
}

/// A rule that was found: why it matters, where it comes from, where its page is.
pub(super) fn rule(name: &str) -> Markup {
    html! {
        dt id=(name) { a href=(rules::url(name)) { (name) } }
        dd {
            @if let Some(why) = why(name) { (prose(&why)) " " }
            @if let Some(page) = rules::page(name) { span.say { "Source: " (prose(&page.meta.source)) "." } }
        }
    }
}

/// The first paragraph of the rule's reasons.
fn why(rule: &str) -> Option<String> {
    let section = rules::page(rule)?.section("Why")?;
    let paragraph = section.split("\n\n").next()?;
    Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
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

fn witness(finding: &Finding) -> Markup {
    html! {
        @if !finding.witness.is_empty() {
            p.say {
                "The walk: "
                @for (number, touch) in finding.witness.iter().take(MOST).enumerate() {
                    @if number > 0 { ", " }
                    (time::short(touch.at_s)) " " (spelt(touch.channel))
                    @if let Some(sender) = &touch.sender { " from " (printable(sender)) }
                }
                @if finding.witness.len() > MOST { " ..." }
            }
        }
    }
}

fn place(view: &View<'_>, label: &Label) -> Markup {
    let line = view.sources.get(label.place.file).map_or(0, |file| file.position(label.place.span.start).line);
    html! { "line " (line) ":" }
}

/// The line of a label with its words marked.
fn excerpt(view: &View<'_>, label: &Label) -> Markup {
    let Some(file) = view.sources.get(label.place.file) else { return html! {} };
    let at = file.position(label.place.span.start);
    let [before, marked, behind] = around(&file.text, label.place.span);
    html! {
        p.path { (printable(&file.path)) ":" (at.line) @if !label.message.is_empty() { ", " (printable(&label.message)) } }
        pre { (printable(before.trim_start())) mark { (printable(marked)) } (printable(behind)) }
    }
}

/// What stands before, in and behind a span on its first line, cut to a width that can be read.
fn around(text: &str, span: Span) -> [&str; 3] {
    let len = text.len();
    let (start, end) = ((span.start as usize).min(len), (span.end as usize).min(len));
    let (Some(head), Some(rest)) = (text.get(..start), text.get(start..)) else { return [""; 3] };
    let before = head.rsplit('\n').next().unwrap_or("").trim_start_matches('\u{feff}');
    let cut = before.char_indices().rev().nth(AROUND).map_or(0, |(index, _)| index);
    let line = rest.split('\n').next().unwrap_or("").trim_end_matches('\r');
    let length = line.len().min(end.saturating_sub(start));
    let length = (0..=length).rev().find(|index| line.is_char_boundary(*index)).unwrap_or(0);
    let (marked, behind) = line.split_at(length);
    [before.get(cut..).unwrap_or(""), clipped(marked, 3 * AROUND), clipped(behind, AROUND)]
}

fn clipped(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).and_then(|(index, _)| text.get(..index)).unwrap_or(text)
}
