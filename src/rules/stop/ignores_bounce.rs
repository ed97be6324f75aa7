//! A message that bounced is followed by another to the same address.

use crate::model::{Channel, Event, Fact, Guard, Target};
use crate::rules::{Context, Findings, Rule, pressure};
use crate::source::Place;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("stop/ignores-bounce", include_str!("../../../rules/stop/ignores-bounce.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mut leads: Option<Vec<Vec<usize>>> = None;
    for (index, step) in cx.campaign.steps.iter().enumerate() {
        let Some(branch) = step.branch() else { continue };
        if branch.on.value != Guard::Event(Event::Bounce) {
            continue;
        }
        let leads = leads.get_or_insert_with(|| pressure::leads(cx.campaign));
        let Some(channel) = bounced(cx, leads, index) else { continue };
        let Some(again) = next_touch_on(cx, branch.yes, channel) else { continue };
        let message = format!("an address that bounced gets {} again", channel.with_article());
        found.push(
            cx.finding(branch.on.place, "what bounced leads on", message)
                .step(cx.step_id(index))
                .label(cx.touch_place(again), "the same address again")
                .help("end it on a bounce, or ask for a new address on another channel"),
        );
    }
    if let Some(place) = switched_off(cx) {
        found.push(
            cx.finding(place, "a bounce ends nothing", "an address that bounced gets every further message as well")
                .help("end the campaign for an address that bounces; each further bounce costs you deliverability"),
        );
    }
}

/// The channel of the touches that lead to a branch on a bounce, where it is one and the same.
fn bounced(cx: &Context<'_>, leads: &[Vec<usize>], branch: usize) -> Option<Channel> {
    let mut channels = BTreeSet::new();
    let mut seen = BTreeSet::from([branch]);
    let mut open = vec![branch];
    while let Some(index) = open.pop() {
        if let Some(touch) = cx.touch(index) {
            channels.insert(touch.channel.value);
        } else {
            open.extend(leads.get(index).into_iter().flatten().copied().filter(|before| seen.insert(*before)));
        }
    }
    let mut channels = channels.into_iter();
    let only = channels.next();
    only.filter(|_| channels.next().is_none())
}

/// The first touch of a way, where it goes out on `channel` and nothing but waits and branches lies before it.
fn next_touch_on(cx: &Context<'_>, start: Target, channel: Channel) -> Option<usize> {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(target) = open.pop() {
        let Target::Step(index) = target else { continue };
        let step = cx.step(index)?;
        if step.task().is_some() || !seen.insert(index) {
            continue;
        }
        match step.touch() {
            Some(touch) if touch.channel.value == channel => return Some(index),
            Some(_) => {}
            None => open.extend(step.targets()),
        }
    }
    None
}

/// Where a switch of its own says that a bounce does not end the campaign. A list of events that lacks the word says
/// nothing: most platforms stop at a bounce by themselves.
fn switched_off(cx: &Context<'_>) -> Option<Place> {
    let Fact::Stated(off) = cx.campaign.stop.on(Event::Bounce) else { return None };
    let shared = cx.campaign.stop.on.iter().any(|(event, fact)| {
        *event != Event::Bounce
            && fact.place().is_some_and(|p| p.file == off.place.file && off.place.span.holds(p.span))
    });
    let emails = cx.campaign.touches().filter(|(_, _, touch)| touch.channel.value == Channel::Email).count();
    (!off.value && !shared && emails > 1).then_some(off.place)
}
