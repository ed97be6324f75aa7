//! One sequence on many channels.

use crate::model::Channel;
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::Visit;
use serde::Deserialize;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("channel/channel-hopping", include_str!("../../../rules/channel/channel-hopping.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    let used: BTreeSet<Channel> = cx.campaign.touches().map(|(_, _, touch)| as_met(touch.channel.value)).collect();
    if used.len() <= options.max {
        return;
    }
    // The walk with the most touches, and the ones that lean towards one of the channels: a shorter one may hold more.
    let lean = |towards: Option<Channel>| {
        let weight = move |step: usize| {
            let leans = cx.touch(step).is_some_and(|touch| Some(as_met(touch.channel.value)) == towards);
            u32::from(pressure::presses(cx.campaign, step)) * if leans { LEAN } else { 1 }
        };
        pressure::SILENCE.map(|who| cx.timeline.heaviest(who, &weight))
    };
    let walks: Vec<Vec<Visit>> = std::iter::once(None).chain(used.into_iter().map(Some)).flat_map(lean).collect();
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
        let channel = as_met(touch.channel.value);
        if firsts.iter().all(|(_, known)| *known != channel) {
            firsts.push((visit.step, channel));
        }
    }
    firsts
}

/// The channel as a person meets it.
fn as_met(channel: Channel) -> Channel {
    if channel == Channel::Voicemail { Channel::Call } else { channel }
}

/// How many other touches one on the wanted channel outweighs.
const LEAN: u32 = 1000;
