//! Who writes back, complains or cancels waits too long for a word.

use crate::model::{AudienceSource, Event, Fact, Flow, Guard, Target, time};
use crate::rules::{Context, Findings, Rule, Seconds, paths, pressure};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

pub(super) const RULE: Rule =
    Rule::campaign("cadence/slow-answer", include_str!("../../../rules/cadence/slow-answer.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    let mut told = BTreeSet::new();
    let who = match cx.campaign.audience.source.get() {
        Some(AudienceSource::Complaint) => Some("complains"),
        Some(AudienceSource::Cancellation) => Some("cancels"),
        _ => None,
    };
    if let Some(who) = who.filter(|_| !paths::is_win_back(cx)) {
        answers(cx, found, options, (cx.campaign.entry, who), &mut told);
    }
    for step in &cx.campaign.steps {
        let Some(branch) = step.branch() else { continue };
        let who = match branch.on.value {
            Guard::Event(Event::Reply) => "answers",
            Guard::Event(Event::Complaint) => "complains",
            Guard::Event(Event::Cancel) => "cancels",
            _ => continue,
        };
        let Guard::Event(event) = branch.on.value else { continue };
        // What ends the campaign is answered outside of it.
        if !cx.campaign.stop.on(event).is(|on| *on) {
            answers(cx, found, options, (branch.yes, who), &mut told);
        }
    }
}

/// Reports the first answers on the ways from `start` that come too late.
fn answers(
    cx: &Context<'_>,
    found: &mut Findings,
    options: &Options,
    (start, who): (Target, &str),
    told: &mut BTreeSet<usize>,
) {
    for (index, (after_s, hidden)) in first_answers(cx, start) {
        if hidden {
            found.lacks("step.wait");
            continue;
        }
        if after_s <= options.max.0 || !told.insert(index) {
            continue;
        }
        let Some(step) = cx.step(index) else { continue };
        let deadline = step.task().and_then(|task| task.within.located()).filter(|within| within.value > options.max.0);
        let place = deadline.map_or_else(|| pressure::wait_place(cx, index), |within| within.place);
        found.push(
            cx.finding(
                place,
                format!("{} without a word", time::spoken(after_s)),
                format!("a person who {who} waits {} for the first word from you", time::spoken(after_s)),
            )
            .step(step.id.value.clone())
            .help(format!("answer within {}, if only to say when more will come", time::spoken(options.max.0))),
        );
    }
}

/// The first touch or task on each way from `start`, with the least seconds until it is done, and whether a wait that
/// the file does not show lies before it.
fn first_answers(cx: &Context<'_>, start: Target) -> BTreeMap<usize, (u64, bool)> {
    let mut first = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut open = BinaryHeap::from([Reverse((0_u64, false, start_index(start)))]);
    while let Some(Reverse((at_s, hidden, index))) = open.pop() {
        let Some(step) = index.and_then(|index| cx.step(index)) else { continue };
        let Some(index) = index.filter(|index| seen.insert(*index)) else { continue };
        let at_s = at_s.saturating_add(step.wait.value().map_or(0, |wait| wait.min_s));
        let hidden = hidden || matches!(step.wait, Fact::Unknown);
        if let Some(task) = step.task() {
            first.insert(index, (at_s.saturating_add(task.within.get().unwrap_or(0)), hidden));
            continue;
        }
        if step.touch().is_some() {
            first.insert(index, (at_s, hidden));
            continue;
        }
        match &step.flow {
            Flow::Branch(branch) => {
                open.push(Reverse((at_s, hidden, start_index(branch.yes))));
                open.push(Reverse((at_s.saturating_add(branch.within_s), hidden, start_index(branch.no))));
            }
            _ => open.extend(step.targets().into_iter().map(|target| Reverse((at_s, hidden, start_index(target))))),
        }
    }
    first
}

fn start_index(target: Target) -> Option<usize> {
    match target {
        Target::Step(index) => Some(index),
        Target::End => None,
    }
}
