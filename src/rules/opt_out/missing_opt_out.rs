//! A commercial touch with no way out.

use super::ways::shown;
use crate::model::{Channel, Copy, OptOutMethod};
use crate::rules::regions::{is_commercial, solicitations};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/missing-opt-out", include_str!("../../../rules/opt-out/missing-opt-out.md"), check);

/// Channels on which a way out has to be offered; on the others the person or the program has one.
const OFFERED: &[Channel] = &[Channel::Email, Channel::Sms, Channel::Whatsapp];

fn check(cx: &Context<'_>, found: &mut Findings) {
    let denied = |channel| denial(cx, channel).is_some();
    let steps = solicitations(cx, |channel| OFFERED.contains(&channel) || denied(channel));
    if steps.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let lacking: Vec<usize> = steps.into_iter().filter(|step| lacks_one(cx, found, *step)).collect();
    let [first, ..] = lacking.as_slice() else { return };
    let mut channels: Vec<Channel> = Vec::new();
    for channel in lacking.iter().filter_map(|step| Some(cx.touch(*step)?.channel.value)) {
        if !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    let kinds: Vec<&str> = channels.iter().map(|channel| channel.plural()).collect();
    let message = format!("a person who wants no more {} finds no way out", kinds.join(" or "));
    let mut places: Vec<(Place, &str)> =
        channels.iter().filter_map(|c| Some((denial(cx, *c)?, "there is none"))).collect();
    places.extend(switched_off(cx).map(|off| (off, "there is none")));
    places.extend(lacking.iter().map(|step| (cx.touch_place(*step), "no way out")));
    let Some(((place, label), rest)) = places.split_first() else { return };
    let mut finding = cx
        .finding(*place, *label, message)
        .step(cx.step_id(*first))
        .help(help(cx, channels.first().copied().unwrap_or(Channel::Email)));
    for (place, label) in rest {
        finding = finding.label(*place, *label);
    }
    found.push(finding);
}

fn help(cx: &Context<'_>, channel: Channel) -> String {
    let method = if channel == Channel::Email { "link" } else { "keyword" };
    cx.advice(
        &format!("say in each message how to get out, and write it down: [opt_out.{channel}] with a method"),
        &format!(
            "say in each message how to get out; where your tool adds it, state it: \
             `opt_out.{channel}.method = \"{method}\"` under `[[facts]]`"
        ),
    )
}

/// Where the file says that there is no way out of `channel`.
fn denial(cx: &Context<'_>, channel: Channel) -> Option<Place> {
    let method = cx.campaign.opt_out(channel)?.method.located()?;
    (method.value == OptOutMethod::None).then_some(method.place)
}

/// Whether the touch has no way out, neither stated nor in any of its variants' copy.
fn lacks_one(cx: &Context<'_>, found: &mut Findings, step: usize) -> bool {
    let Some(touch) = cx.touch(step) else { return false };
    let channel = touch.channel.value;
    let denied = denial(cx, channel).is_some();
    if !denied && cx.campaign.opt_out(channel).is_some() {
        return false;
    }
    let unshown: Vec<&Copy> = (0..)
        .zip(&touch.variants)
        .filter(|(variant, copy)| !copy.adds.way_out.is(|adds| *adds) && !copy.body.is(|_| shown(cx, (step, *variant))))
        .map(|(_, copy)| copy)
        .collect();
    if unshown.is_empty() {
        return false;
    }
    if cx.campaign.opt_out_others.is_unknown() && !denied {
        found.lacks(&format!("opt_out.{channel}.method"));
        return false;
    }
    if unshown.iter().any(|copy| copy.body.is_unknown()) {
        found.lacks("step.body");
    }
    unshown.iter().any(|copy| !copy.body.is_unknown())
}

/// Where a platform's own way out is switched off, as far as the file says so apart from its beginning.
fn switched_off(cx: &Context<'_>) -> Option<Place> {
    let off = cx.campaign.opt_out_others.place()?;
    (cx.campaign.opt_out.is_empty() && off != cx.campaign.head && cx.campaign.opt_out_others.is_absent()).then_some(off)
}
