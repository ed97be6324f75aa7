//! One self-contained page for the browser: what matters most, the lanes of each campaign, its findings.
//!
//! Opens from the disk, asks for nothing over the network, and is read without its script, which only filters. Every
//! text of a campaign goes through the template's escaping. Hundreds of campaigns stay a page that opens at once: what
//! they share stands there once, and nothing is written that says nothing.

mod findings;
mod lanes;
mod svg;
mod tight;

pub use svg::svg;

use super::picture::does;
use super::text::{missing, plural, printable};
use super::{Format, View};
use crate::finding::{Finding, Severity};
use crate::lint::{End, Portrait};
use crate::source::FileId;
use findings::Page;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::{self, Write};
use tight::tight;

/// The page.
pub(super) const FORMAT: Format = Format { name: "html", for_people: false, write };

const STYLE: &str = include_str!("style.css");
const FILTER: &str = include_str!("filter.js");

/// How many findings stand at the top.
const TOP: usize = 5;

/// How many files are named that were not looked at.
const MOST_SKIPPED: usize = 100;

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(view).into_string().as_bytes())
}

/// Findings of a campaign, by its file and name.
type ByCampaign<'a> = HashMap<(FileId, &'a str), Vec<&'a Finding>>;

fn page(view: &View<'_>) -> Markup {
    let drawn: HashSet<(FileId, &str)> = view.portraits.iter().map(|one| (one.file, one.name.as_str())).collect();
    let mut by_campaign: ByCampaign<'_> = HashMap::new();
    // By path: the number of a file is that of its reading.
    let mut by_file: BTreeMap<Cow<'_, str>, Vec<&Finding>> = BTreeMap::new();
    for finding in &view.shown {
        let file = finding.place().file;
        match finding.campaign.as_deref().filter(|name| drawn.contains(&(file, *name))) {
            Some(name) => by_campaign.entry((file, name)).or_default().push(finding),
            None => by_file.entry(view.path(finding.place())).or_default().push(finding),
        }
    }
    let rules: BTreeSet<&str> = view.shown.iter().map(|finding| &*finding.rule).collect();
    let page = Page { view, numbers: rules.into_iter().zip(1..).collect() };
    let body = html! {
        header {
            h1 { "What your recipients live through" }
            (lead(view))
        }
        main {
            (top(&page))
            (filter(view))
            @if !view.portraits.is_empty() { (lanes::marks()) }
            @for (number, portrait) in view.portraits.iter().enumerate() {
                // Campaigns of one name in one file cannot be told apart: the findings of all stand with the first.
                @let findings = by_campaign.get_mut(&(portrait.file, portrait.name.as_str())).map(std::mem::take);
                (campaign(&page, number, portrait, findings.as_deref()))
            }
            @if !by_file.is_empty() {
                section {
                    h2 { "Findings about whole files" }
                    @for (path, findings) in &by_file {
                        p.path { (printable(path)) }
                        (findings::lists(&page, findings, None))
                    }
                }
            }
            (not_judged(view))
            (why(&page))
        }
        footer.soft { p { "Made by outreach-lint. Findings about the law are no legal advice." } }
    };
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
                (PreEscaped(tight(&body.into_string())))
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
            @if errors + warnings + infos == 0 { (nothing(view)) "." }
            @else {
                (plural(errors, "place")) " where a law is broken or a person is trapped, "
                (plural(warnings, "place")) " that cost" @if warnings == 1 { "s" } " goodwill, and "
                (plural(infos, "piece")) " of advice."
            }
        }
        @if report.is_incomplete {
            p { "Not all that was asked for could be judged." }
        }
        @if !partly.is_empty() {
            p.soft { (plural(partly.len(), "campaign")) " could not be judged whole: " a href="#not-judged" { "what was missing" } "." }
        }
    }
}

/// What is said where there is nothing to tell.
fn nothing(view: &View<'_>) -> &'static str {
    let known = view.report.baseline.is_some_and(|baseline| baseline.hidden > 0);
    if known { "nothing was found that the baseline does not know" } else { "nothing was found" }
}

/// The gravest findings, one of each rule, those of most campaigns first.
fn top(page: &Page<'_>) -> Markup {
    let view = page.view;
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
            div {
                h2 { "What matters most" }
                ul.top {
                    @for found in rules.iter().take(TOP) {
                        @if let Some(first) = found.first() {
                            li {
                                span.badge.(findings::class(first.severity)) { (first.severity.as_str()) } " "
                                (printable(&first.message))
                                @if let Some(name) = &first.campaign { span.soft { " (" (printable(name)) ")" } }
                                @if found.len() > 1 { span.soft { ", and " (plural(found.len() - 1, "more place")) } }
                                @if let Some(help) = &first.help { p.instead { (findings::prose(help)) } }
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
                    @for (severity, name) in [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Info, "advice")] {
                        label { input type="checkbox" name=(findings::class(severity)) checked; " " (name) }
                    }
                    label { "with the words " input type="search" name="words"; }
                    span.soft id="told" role="status" {}
                }
            }
        }
    }
}

fn campaign(page: &Page<'_>, number: usize, portrait: &Portrait, findings: Option<&[&Finding]>) -> Markup {
    html! {
        section {
            h2 { (printable(&portrait.name)) }
            p { (printable(&portrait.path)) }
            (lanes::lanes(portrait, number))
            @match findings {
                None => p.soft { (clean(page.view, portrait)) },
                Some([]) => p.soft { "Its findings stand with the first campaign of this name." },
                Some(findings) => (findings::lists(page, findings, portrait.lanes.first())),
            }
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
fn why(page: &Page<'_>) -> Markup {
    html! {
        @if !page.numbers.is_empty() {
            section {
                h2 id="why" { "Why it matters" }
                dl.why { @for name in page.numbers.keys() { (findings::rule(page, name)) } }
            }
        }
    }
}

fn not_judged(view: &View<'_>) -> Markup {
    let by_fact = missing(view.report);
    let skipped = &view.report.skipped;
    html! {
        @if !skipped.is_empty() {
            section {
                h2 id="skipped" { "What was not looked at" }
                ul {
                    @for (file, why) in skipped.iter().take(MOST_SKIPPED) { li { (printable(file)) ": " (printable(why)) } }
                    @if let Some(more @ 1..) = skipped.len().checked_sub(MOST_SKIPPED) { li { "and " (more) " more" } }
                }
            }
        }
        @if !by_fact.is_empty() {
            section {
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
