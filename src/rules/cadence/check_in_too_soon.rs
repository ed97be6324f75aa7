//! A check-in comes before the person has had time, or long after they have forgotten.

use crate::model::{AudienceSource, Intent, time};
use crate::rules::{Context, Findings, Rule, Seconds, pressure};
use crate::timeline::Gap;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/check-in-too-soon", include_str!("../../../rules/cadence/check-in-too-soon.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    earliest: Seconds,
    latest: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    // Who complained or left is owed a word soon.
    let owed = cx
        .campaign
        .audience
        .source
        .is(|source| matches!(source, AudienceSource::Complaint | AudienceSource::Cancellation));
    if owed || !pressure::may_press(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::is_touch(cx.campaign, step));
    let mut gaps = pressure::gaps(cx);
    gaps.retain(|(gap, _)| {
        cx.touch(gap.to).is_some_and(|touch| touch.intent.is(|intent| *intent == Intent::CheckIn))
            && [gap.from, gap.to].iter().all(|step| pressure::presses(cx.campaign, *step))
    });
    gaps.sort_by_key(|(gap, who)| (gap.to, gap.gap_s, gap.from, *who));
    for (nth, of_one) in gaps.chunk_by(|(a, _), (b, _)| a.to == b.to).enumerate() {
        let (Some((soonest, _)), Some((latest, _))) = (of_one.first(), of_one.last()) else { continue };
        if hidden.get(soonest.to).is_some_and(|hidden| *hidden) {
            found.lacks("step.wait");
        } else if soonest.gap_s < options.earliest.0 {
            report(cx, found, soonest, nth, options);
        } else if latest.gap_s > options.latest.0 {
            report(cx, found, latest, nth, options);
        }
    }
}

fn report(cx: &Context<'_>, found: &mut Findings, gap: &Gap, nth: usize, options: &Options) {
    let after = time::spoken(gap.gap_s);
    let soon = gap.gap_s < options.earliest.0;
    let (label, message) = if soon {
        ("too soon for a check-in", format!("you check in on a person {after} after you last wrote to them"))
    } else {
        ("late for a check-in", format!("you check in on a person {after} later, when they have forgotten you"))
    };
    found.push(
        cx.finding(pressure::wait_place(cx, gap.to), label, message)
            .step(cx.step_id(gap.to))
            .label(cx.touch_place(gap.from), "the touch before it")
            .help(format!(
                "check in {} to {} days after the message before it",
                options.earliest.0 / time::DAY,
                options.latest.0 / time::DAY
            ))
            .witness(pressure::proof(cx, nth, &[gap.from, gap.to])),
    );
}
