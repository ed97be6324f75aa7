//! Where a campaign leads after something happened: the ways that begin at a branch, or at enrolment.

use super::Context;
use super::pressure::{SILENCE, leads};
use crate::model::{AudienceSource, Event, Guard, Step, Target, time};
use std::collections::BTreeSet;

/// Where a campaign takes up people who did `event`: at enrolment where `source` is how they got here, and at the
/// yes-way of every branch on the event.
pub(super) fn starts(cx: &Context<'_>, event: Event, source: AudienceSource) -> Vec<Target> {
    let enrolled = cx.campaign.audience.source.is(|known| *known == source).then_some(cx.campaign.entry);
    let branches = cx.campaign.steps.iter().filter_map(|step| step.branch());
    enrolled
        .into_iter()
        .chain(branches.filter(|branch| branch.on.value == Guard::Event(event)).map(|branch| branch.yes))
        .collect()
}

/// The first touch on each way from `start`, in the order of the file.
pub(super) fn first_touches(cx: &Context<'_>, start: Target) -> BTreeSet<usize> {
    let mut first = BTreeSet::new();
    walk(cx, start, |index, step| {
        if step.touch().is_none() {
            return step.targets();
        }
        first.insert(index);
        Vec::new()
    });
    first
}

/// Every step that can be reached by leaving the step at `index`.
pub(super) fn after(cx: &Context<'_>, index: usize) -> BTreeSet<usize> {
    after_any(cx, [index])
}

/// Every step that can be reached by leaving any of `steps`.
pub(super) fn after_any(cx: &Context<'_>, steps: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    let targets = steps.into_iter().filter_map(|index| cx.step(index)).flat_map(Step::targets);
    for target in targets {
        walk(cx, target, |index, step| if all.insert(index) { step.targets() } else { Vec::new() });
    }
    all
}

/// Every step from which one that is `wanted` can be reached, those included. A way from one step to the next counts where
/// `goes` says so.
pub(super) fn leading_to(
    cx: &Context<'_>,
    wanted: impl Fn(usize) -> bool,
    goes: impl Fn(usize, usize) -> bool,
) -> BTreeSet<usize> {
    let leads = leads(cx.campaign);
    let mut open: Vec<usize> = (0..leads.len()).filter(|index| wanted(*index)).collect();
    let mut all = BTreeSet::new();
    while let Some(index) = open.pop() {
        if all.insert(index) {
            let before = leads.get(index).into_iter().flatten();
            open.extend(before.filter(|before| goes(**before, index)));
        }
    }
    all
}

/// Whether the campaign advertises to people who cancelled two weeks ago or longer: it wants them back, and somebody else
/// has answered them.
pub(super) fn is_win_back(cx: &Context<'_>) -> bool {
    let touches = SILENCE.into_iter().filter_map(|who| cx.timeline.track(who)).flat_map(|track| &track.touches);
    cx.campaign.audience.source.is(|source| *source == AudienceSource::Cancellation)
        && cx.campaign.purpose.is(|purpose| purpose.is_commercial())
        && touches.map(|visit| visit.at_s).min().is_some_and(|first| first >= 2 * time::WEEK)
}

/// Visits every step once, from `start`; goes on to where `visit` says.
pub(super) fn walk(cx: &Context<'_>, start: Target, mut visit: impl FnMut(usize, &Step) -> Vec<Target>) {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(target) = open.pop() {
        let Target::Step(index) = target else { continue };
        if let Some(step) = cx.step(index).filter(|_| seen.insert(index)) {
            open.extend(visit(index, step));
        }
    }
}
