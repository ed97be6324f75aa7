//! One sequence on many channels.

use crate::model::Channel;
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::Visit;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("channel/channel-hopping", include_str!("../../../rules/channel/channel-hopping.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    let weight = |step: usize| u32::from(pressure::presses(cx.campaign, step));
    let walks = pressure::SILENCE.map(|who| cx.timeline.heaviest(who, &weight));
    let Some((walk, firsts)) = walks.iter().map(|walk| (walk, firsts(cx, walk))).rev().max_by_key(|(_, f)| f.len())
    else {
        return;
    };
    let Some((over, _)) = firsts.get(options.max) else { return };
    if !pressure::may_press(cx, found) {
        return;
    }
    let message = format!("a person who never answers is followed over {} channels", firsts.len());
    let mut finding = cx
        .finding(cx.touch_place(*over), format!("channel {}", options.max + 1), message)
        .step(cx.step_id(*over))
        .help("choose the one channel that they gave you, and at most one beside it")
        .witness(cx.witness(walk));
    for (number, (step, _)) in firsts.iter().enumerate().filter(|(number, _)| *number != options.max).take(6) {
        finding = finding.label(cx.touch_place(*step), format!("channel {}", number + 1));
    }
    found.push(finding);
}

/// The first touch on each channel of a walk; a voicemail is a call.
fn firsts(cx: &Context<'_>, walk: &[Visit]) -> Vec<(usize, Channel)> {
    let mut firsts: Vec<(usize, Channel)> = Vec::new();
    for visit in walk.iter().filter(|visit| pressure::presses(cx.campaign, visit.step)) {
        let Some(touch) = cx.touch(visit.step) else { continue };
        let channel = if touch.channel.value == Channel::Voicemail { Channel::Call } else { touch.channel.value };
        if firsts.iter().all(|(_, known)| *known != channel) {
            firsts.push((visit.step, channel));
        }
    }
    firsts
}
