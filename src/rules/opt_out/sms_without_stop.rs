//! The first marketing text does not say how to stop the next.

use crate::model::{Channel, Fact, Target};
use crate::rules::opt_out::shows_way_out;
use crate::rules::regions::{is_commercial, is_solicitation};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/sms-without-stop", include_str!("../../../rules/opt-out/sms-without-stop.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !cx.campaign.uses(Channel::Sms) || !is_commercial(cx, found) {
        return;
    }
    let mut places: Vec<(usize, Place)> = Vec::new();
    // Where the platform would add the words by itself and does not.
    let mut off: Option<Place> = None;
    for step in first_texts(cx) {
        for (variant, copy) in cx.touch(step).map_or(&[][..], |touch| touch.variants.as_slice()).iter().enumerate() {
            let Fact::Stated(body) = &copy.body else {
                // A text without words is another rule's to speak of.
                if copy.body.is_unknown() {
                    found.lacks("step.body");
                }
                continue;
            };
            if shows_way_out(cx, found, (step, variant), copy) == Some(false) {
                places.push((step, body.place));
                off = off.or(copy.adds.way_out.located().map(|adds| adds.place));
            }
        }
    }
    let [(step, place), rest @ ..] = places.as_slice() else { return };
    let mut finding = cx
        .finding(
            *place,
            "the first text, without a way to stop",
            "the first text that a person gets does not say how to stop the next one",
        )
        .step(cx.step_id(*step))
        .help("end the first text with: Reply STOP to opt out");
    for (_, place) in rest {
        finding = finding.label(*place, "this one too");
    }
    if let Some(off) = off {
        finding = finding.label(off, "switched off");
    }
    found.push(finding);
}

/// The texts that are the first on some walk, in the order of the file. Linear in steps and edges.
fn first_texts(cx: &Context<'_>) -> Vec<usize> {
    let mut seen = vec![false; cx.campaign.steps.len()];
    let mut open = vec![cx.campaign.entry];
    let mut first = Vec::new();
    while let Some(target) = open.pop() {
        let Target::Step(step) = target else { continue };
        match seen.get_mut(step) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        if cx.touch(step).is_some_and(|touch| touch.channel.value == Channel::Sms) && is_solicitation(cx, step) {
            first.push(step);
        } else if let Some(step) = cx.step(step) {
            open.extend(step.targets());
        }
    }
    first.sort_unstable();
    first
}
