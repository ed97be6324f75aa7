//! Many touches, and not one that a person writes or makes.

use crate::model::{Channel, Voice};
use crate::rules::{Context, Findings, Rule, pressure};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/over-automated", include_str!("../../../rules/cadence/over-automated.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    touches: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    let counts = |step: usize| u32::from(pressure::presses(cx.campaign, step));
    let walks = pressure::SILENCE.map(|who| cx.timeline.heaviest(who, &counts));
    let Some(walk) =
        walks.iter().rev().max_by_key(|walk| walk.len()).filter(|walk| walk.len() >= options.touches.max(1))
    else {
        return;
    };
    if !pressure::may_press(cx, found) || cx.campaign.steps.iter().any(|step| step.task().is_some()) {
        return;
    }
    let mut is_told = true;
    for (_, _, touch) in cx.campaign.touches() {
        if touch.manual.is(|manual| *manual) || is_spoken(touch.channel.value, touch.voice.get()) {
            return;
        }
        is_told &= !touch.manual.is_unknown();
    }
    if !is_told {
        found.lacks("step.manual");
        return;
    }
    let mut finding = cx
        .finding(
            cx.campaign.name.place,
            "no step is a person's own",
            format!("a person gets {} messages, and nobody has written one of them to them", walk.len()),
        )
        .help(cx.advice(
            "let a person write at least one, and say so with `manual = true`; the first is the best place",
            "let a person write at least one, as a task of your tool; the first is the best place",
        ))
        .witness(cx.witness(walk));
    if let Some(first) = walk.first() {
        finding = finding.label(cx.touch_place(first.step), "the first of them");
    }
    found.push(finding);
}

/// Whether somebody speaks: a call that no machine makes.
fn is_spoken(channel: Channel, voice: Option<Voice>) -> bool {
    matches!(channel, Channel::Call | Channel::Voicemail) && voice.is_none_or(|voice| voice == Voice::Live)
}
