//! One self-contained page for the browser: what matters most, the lanes of each campaign, its findings.
//!
//! Opens from the disk, asks for nothing over the network, and is read without its script, which only filters. Every
//! text of a campaign goes through the template's escaping.

mod finding;
mod lanes;
mod svg;

pub use svg::svg;

use super::picture::does;
use super::text::{missing, plural, printable};
use super::{Format, View};
use crate::finding::{Finding, Severity};
use crate::lint::{End, Portrait};
use crate::source::FileId;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Write};

/// The page.
pub(super) const FORMAT: Format = Format { name: "html", for_people: false, write };

const STYLE: &str = include_str!("style.css");
const FILTER: &str = include_str!("filter.js");

/// How many findings stand at the top.
const TOP: usize = 5;

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(view).into_string().as_bytes())
}

/// Findings of a campaign, by its file and name.
type ByCampaign<'a> = BTreeMap<(FileId, &'a str), Vec<&'a Finding>>;

fn page(view: &View<'_>) -> Markup {
    let mut by_campaign: ByCampaign<'_> = BTreeMap::new();
    let mut others = Vec::new();
    let drawn: HashSet<(FileId, &str)> =
        view.portraits.iter().map(|portrait| (portrait.file, portrait.name.as_str())).collect();
    let mut gravest = view.shown.clone();
    gravest.sort_by_key(|finding| Reverse(finding.severity));
    for finding in gravest {
        let name = finding.campaign.as_deref();
        let drawn = name.filter(|name| drawn.contains(&(finding.place().file, name)));
        match drawn {
            Some(name) => by_campaign.entry((finding.place().file, name)).or_default().push(finding),
            None => others.push(finding),
        }
    }
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "What your recipients live through" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "What your recipients live through" }
                    (lead(view))
                }
                main {
                    (top(view))
                    (filter(view))
                    @for (number, portrait) in view.portraits.iter().enumerate() {
                        @let findings = by_campaign.get(&(portrait.file, portrait.name.as_str())).map_or(&[][..], Vec::as_slice);
                        (campaign(view, number, portrait, findings))
                    }
                    @if !others.is_empty() {
                        section.campaign aria-labelledby="others" {
                            h2 id="others" { "Findings about whole files" }
                            ul.findings { @for finding in others { (finding::item(view, finding)) } }
                        }
                    }
                    (not_judged(view))
                    (why(view))
                }
                footer.soft { p { "Made by outreach-lint. Findings about the law are no legal advice." } }
                @if !view.shown.is_empty() { script { (PreEscaped(FILTER)) } }
            }
        }
    }
}

/// What was looked at, and what it comes to, in a sentence or two.
fn lead(view: &View<'_>) -> Markup {
    let report = view.report;
    let [errors, warnings, infos] = [Severity::Error, Severity::Warning, Severity::Info].map(|s| view.count(s));
    let partly = report.not_judged.iter().map(|item| (&item.file, &item.campaign)).collect::<BTreeSet<_>>();
    let looked = format!("{} in {}", plural(report.campaigns, "campaign"), plural(report.files, "file"));
    html! {
        p.lead {
            (looked) ": "
            @if errors + warnings + infos == 0 { "nothing was found." }
            @else {
                (plural(errors, "place")) " where a law is broken or a person is trapped, "
                (plural(warnings, "place")) " that cost" @if warnings == 1 { "s" } " goodwill, and "
                (plural(infos, "piece")) " of advice."
            }
        }
        @if !partly.is_empty() {
            p.soft { (plural(partly.len(), "campaign")) " could not be judged whole: " a href="#not-judged" { "what was missing" } "." }
        }
    }
}

/// The gravest findings, one of each rule, those of most campaigns first.
fn top(view: &View<'_>) -> Markup {
    let mut rules: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &view.shown {
        rules.entry(&finding.rule).or_default().push(finding);
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    rules.sort_by_key(|found| (Reverse(found.first().map(|f| f.severity)), Reverse(found.len())));
    // Two of one group at most: what ends a campaign must not hide what opens it.
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    rules.retain(|found| {
        let group = found.first().and_then(|finding| finding.rule.split('/').next()).unwrap_or("");
        let seen = groups.entry(group).or_default();
        *seen += 1;
        *seen <= 2
    });
    html! {
        @if !rules.is_empty() {
            section aria-labelledby="first" {
                h2 id="first" { "What matters most" }
                ul.top {
                    @for found in rules.iter().take(TOP) {
                        @if let Some(first) = found.first() {
                            li {
                                span.badge.(first.severity.as_str()) { (first.severity.as_str()) }
                                (printable(&first.message))
                                @if let Some(name) = &first.campaign { span.soft { " (" (printable(name)) ")" } }
                                @if found.len() > 1 { span.soft { ", and " (plural(found.len() - 1, "more place")) } }
                                @if let Some(help) = &first.help { br; span.say { "Instead: " (finding::prose(help)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn filter(view: &View<'_>) -> Markup {
    html! {
        @if !view.shown.is_empty() {
            form id="filter" hidden {
                fieldset {
                    legend { "Show" }
                    @for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                        label { input type="checkbox" name=(severity.as_str()) checked; " " (severity.as_str()) }
                    }
                    label { "with the words " input type="search" name="words"; }
                    span.soft id="told" role="status" {}
                }
            }
        }
    }
}

fn campaign(view: &View<'_>, number: usize, portrait: &Portrait, findings: &[&Finding]) -> Markup {
    let id = format!("campaign-{number}");
    html! {
        section.campaign aria-labelledby=(id) {
            h2 id=(id) { (printable(&portrait.name)) }
            p.path { (printable(&portrait.path)) }
            (lanes::lanes(portrait))
            @if findings.is_empty() { p.soft { (clean(view, portrait)) } }
            @else { ul.findings { @for finding in findings { (finding::item(view, finding)) } } }
        }
    }
}

/// What is said of a campaign without findings: never that all is well where something was not judged.
fn clean(view: &View<'_>, portrait: &Portrait) -> &'static str {
    let (path, name) = (portrait.path.as_str(), portrait.name.as_str());
    let items = &view.report.not_judged;
    // They are sorted by file and campaign; a look at each would cost the square of a large export.
    let first = items.partition_point(|item| (item.file.as_str(), item.campaign.as_str()) < (path, name));
    let partly = items.get(first).is_some_and(|item| item.file == path && item.campaign == name);
    if partly { "Nothing was found; not everything could be judged." } else { "Nothing was found." }
}

/// Why each rule that was found matters, once.
fn why(view: &View<'_>) -> Markup {
    let rules: BTreeSet<&str> = view.shown.iter().map(|finding| &*finding.rule).collect();
    html! {
        @if !rules.is_empty() {
            section.campaign aria-labelledby="why" {
                h2 id="why" { "Why it matters" }
                dl { @for name in rules { (finding::rule(name)) } }
            }
        }
    }
}

fn not_judged(view: &View<'_>) -> Markup {
    let by_fact = missing(view.report);
    html! {
        @if !by_fact.is_empty() {
            section.campaign aria-labelledby="not-judged" {
                h2 id="not-judged" { "What was not judged" }
                p { "These files do not say what these rules need to know. State it in the config file, under " code { "[[facts]]" } "." }
                ul {
                    @for (fact, missing) in by_fact {
                        li {
                            code { (fact) } " in " (plural(missing.campaigns.len(), "campaign")) ": "
                            (missing.rules.into_iter().collect::<Vec<_>>().join(", "))
                        }
                    }
                }
            }
        }
    }
}

/// Whether a lane tells something that the silent one does not: it always does where a person acts and is not heard.
fn is_worth_a_lane(portrait: &Portrait, index: usize) -> bool {
    let Some(lane) = portrait.lanes.get(index) else { return false };
    match does(lane.recipient) {
        Some(_) => matches!(lane.end, End::GoesOn | End::Endless),
        None => index == 0 || portrait.lanes.first().is_none_or(|first| first.touches != lane.touches),
    }
}
