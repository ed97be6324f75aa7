//! A step's name says one wait, and the wait is another.

use super::name_span::{self, Names, Span};
use crate::model::{Action, Fact, Flow, Step, time};
use crate::rules::{Context, Findings, Rule, pressure};
use crate::source::Located;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule::campaign(
    "cadence/wait-contradicts-name",
    include_str!("../../../rules/cadence/wait-contradicts-name.md"),
    check,
)
.with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    tolerance: f64,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    let mut known: Option<Known> = None;
    for (index, step) in cx.campaign.steps.iter().enumerate() {
        let Some((name, span)) = speaks(step) else { continue };
        let known =
            known.get_or_insert_with(|| Known { times: times_of_touches(cx), leads: pressure::leads(cx.campaign) });
        let Some(waits) = waits(cx, index, step, known) else {
            found.lacks("step.wait");
            continue;
        };
        let fits = |wait: &u64| {
            let wait = *wait as f64;
            wait >= span.min_s * (1.0 - options.tolerance) && wait <= span.max_s * (1.0 + options.tolerance)
        };
        let Some(own) = waits.first() else { continue };
        // A range holds every time between its two.
        let holds = step.wait.is(|wait| wait.min_s as f64 <= span.max_s && wait.max_s as f64 >= span.min_s);
        if holds || waits.iter().any(fits) {
            continue;
        }
        let (said, real) = (time::spoken(span.min_s as u64), time::spoken(*own));
        let place = step.wait.located().map_or(name.place, |wait| wait.place);
        let mut finding = cx
            .finding(
                place,
                format!("{real} in fact"),
                format!("a step named for {said} waits {real}: the message comes at another time than you meant"),
            )
            .step(step.id.value.clone())
            .help(cx.advice(
                &format!("set the wait to {}, or give the step another name", time::short(span.min_s as u64)),
                &format!("set the wait to {said}, its unit as well, or give the step another name"),
            ));
        if place != name.place {
            finding = finding.label(name.place, format!("the name says {said}"));
        }
        found.push(finding);
    }
}

/// What is read of a campaign once, where any name speaks of a wait.
struct Known {
    times: BTreeMap<usize, Vec<u64>>,
    leads: Vec<Vec<usize>>,
}

/// The name or id of a step that speaks of a wait, with it.
fn speaks(step: &Step) -> Option<(&Located<String>, Span)> {
    let waits_only = matches!(step.action, Action::Nothing) && matches!(step.flow, Flow::Next(_));
    let names = if waits_only && step.wait.is(|wait| wait.max_s > 0) { Names::AWait } else { Names::AStep };
    step.label.iter().chain([&step.id]).find_map(|name| Some((name, name_span::read(&name.value, names)?)))
}

/// Every span that the name may mean: the wait itself first, then the time since the touch before and since enrolment.
/// None where the file does not show the wait.
fn waits(cx: &Context<'_>, index: usize, step: &Step, known: &Known) -> Option<Vec<u64>> {
    let own = match &step.wait {
        Fact::Stated(wait) => vec![wait.value.min_s, wait.value.max_s],
        Fact::Absent(_) => vec![0],
        Fact::Unknown => return None,
    };
    let mut waits = own;
    waits.extend(step.branch().map(|branch| branch.within_s));
    waits.extend(known.times.get(&index).into_iter().flatten());
    // A wait that stands in a step of its own before this one.
    for other in known.leads.get(index).into_iter().flatten().filter_map(|before| cx.step(*before)) {
        if other.touch().is_some() {
            continue;
        }
        if other.wait.is_unknown() {
            return None;
        }
        waits.extend(other.wait.value().map(|wait| wait.min_s));
        waits.extend(other.branch().map(|branch| branch.within_s));
    }
    Some(waits)
}

/// For each touch, the gaps before it and the earliest time since enrolment.
fn times_of_touches(cx: &Context<'_>) -> BTreeMap<usize, Vec<u64>> {
    let mut times: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for (gap, _) in pressure::gaps(cx) {
        times.entry(gap.to).or_default().push(gap.gap_s);
    }
    for who in pressure::SILENCE {
        for visit in cx.timeline.track(who).into_iter().flat_map(|track| &track.touches) {
            times.entry(visit.step).or_default().push(visit.at_s);
        }
    }
    times
}
