//! People who never asked for anything, and never answered, are written to again.

use crate::model::{AudienceSource, Consent};
use crate::rules::{Context, Findings, Rule, pressure, words};
use crate::source::Place;
use crate::timeline::Visit;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/cold-follow-up", include_str!("../../../rules/cadence/cold-follow-up.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let weight = |step: usize| u32::from(pressure::presses(cx.campaign, step));
    let walks = pressure::SILENCE.map(|who| cx.timeline.heaviest(who, &weight));
    let Some((walk, follow_ups)) =
        walks.iter().map(|walk| (walk, follow_ups(cx, walk))).rev().max_by_key(|(_, list)| list.len())
    else {
        return;
    };
    let Some(over) = follow_ups.get(options.max) else { return };
    let Some((place, why)) = cold(cx, found) else { return };
    let message = format!(
        "a person who never asked to hear from you, and never answers, is written to {} more",
        words::times(follow_ups.len())
    );
    let mut finding = cx
        .finding(cx.touch_place(over.step), format!("follow-up {} to a stranger", options.max + 1), message)
        .step(cx.step_id(over.step))
        .label(place, why)
        .help(if options.max == 0 {
            "write to strangers once, and leave it to them to answer".to_owned()
        } else {
            format!("write to strangers {} at most, and leave it to them to answer", words::times(options.max + 1))
        })
        .witness(cx.witness(walk));
    for (number, visit) in follow_ups.iter().enumerate().skip(options.max + 1).take(5) {
        finding = finding.label(cx.touch_place(visit.step), format!("follow-up {}", number + 1));
    }
    found.push(finding);
}

/// The touches of a walk that press, less the first.
fn follow_ups(cx: &Context<'_>, walk: &[Visit]) -> Vec<Visit> {
    walk.iter().copied().skip(1).filter(|visit| pressure::presses(cx.campaign, visit.step)).collect()
}

/// Why the people are strangers, and where it says so.
fn cold(cx: &Context<'_>, found: &mut Findings) -> Option<(Place, &'static str)> {
    let audience = &cx.campaign.audience;
    if let Some(source) = audience.source.located()
        && source.value.is_cold()
    {
        return Some((source.place, "they never asked for anything"));
    }
    let asked = audience.source.is(|source| {
        matches!(
            source,
            AudienceSource::Inquiry
                | AudienceSource::Subscription
                | AudienceSource::Trial
                | AudienceSource::Complaint
                | AudienceSource::Cancellation
        )
    });
    let mut refused = None;
    for (_, _, touch) in cx.campaign.touches() {
        let consent = cx.campaign.consent(touch.channel.value);
        if consent.is_unknown() && audience.source.is_unknown() {
            found.lacks("audience.source");
        }
        let none = consent.located().filter(|consent| consent.value == Consent::None)?;
        refused = Some((none.place, "they never agreed to it"));
    }
    refused.filter(|_| !asked)
}
