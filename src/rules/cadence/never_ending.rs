//! Somebody who never answers is never let go.

use crate::model::{AudienceSource, Target};
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::Count;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/never-ending", include_str!("../../../rules/cadence/never-ending.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let cycle = pressure::SILENCE
        .into_iter()
        .filter_map(|who| cx.timeline.track(who))
        .find(|track| track.touch_count == Count::Unbounded)
        .map(|track| &track.cycle);
    if let Some(cycle) = cycle {
        if pressure::may_press(cx, found) {
            goes_round(cx, found, cycle);
        }
    } else {
        starts_anew(cx, found);
    }
}

fn goes_round(cx: &Context<'_>, found: &mut Findings, cycle: &[usize]) {
    let touches: Vec<usize> = cycle.iter().copied().filter(|step| pressure::presses(cx.campaign, *step)).collect();
    let Some(first) = touches.first() else { return };
    let back = cycle.iter().copied().find(|step| {
        cx.step(*step).is_some_and(|s| {
            s.targets().iter().any(|target| matches!(target, Target::Step(to) if to <= step && cycle.contains(to)))
        })
    });
    let back = back.unwrap_or(*first);
    let place = cx.step(back).map_or(cx.campaign.head, |step| {
        step.branch()
            .map_or_else(|| if step.touch().is_some() { cx.touch_place(back) } else { step.id.place }, |b| b.place)
    });
    let mut finding = cx
        .finding(place, "leads back to what came before", "a person who never answers goes round here without end")
        .step(cx.step_id(back))
        .help(cx.advice(
            "let it lead to an end: `next = \"end\"` once the last message is out",
            "let it lead to an end once the last message is out",
        ));
    for step in touches.iter().filter(|step| **step != back).take(6) {
        finding = finding.label(cx.touch_place(*step), "comes again at every round");
    }
    found.push(finding);
}

/// Who enters again at once, without doing anything for it, is never let go either.
fn starts_anew(cx: &Context<'_>, found: &mut Findings) {
    let Some(again) = cx.campaign.limits.reenroll_after.located().filter(|after| after.value == 0) else { return };
    if !pressure::may_press(cx, found)
        || !cx.campaign.purpose.is(|purpose| purpose.is_commercial())
        || !found.knows(&cx.campaign.audience.source, "audience.source")
        || cx.campaign.audience.source.is(|source| is_an_act(*source))
    {
        return;
    }
    let pressing: Vec<usize> = cx
        .timeline
        .silent
        .touches
        .iter()
        .map(|visit| visit.step)
        .filter(|step| pressure::presses(cx.campaign, *step))
        .collect();
    let Some(first) = pressing.first() else { return };
    found.push(
        cx.finding(
            again.place,
            "they enter again at once",
            "a person who never answers goes through all of it again and again",
        )
        .label(cx.touch_place(*first), "where it starts anew")
        .help(cx.advice(
            "leave `reenroll_after` out, so that a person enters once, or set some months",
            "let a person enter once, or again after some months",
        )),
    );
}

/// Whether people enter by something that they do anew each time.
fn is_an_act(source: AudienceSource) -> bool {
    matches!(
        source,
        AudienceSource::Inquiry
            | AudienceSource::Purchase
            | AudienceSource::Event
            | AudienceSource::Complaint
            | AudienceSource::Cancellation
    )
}
