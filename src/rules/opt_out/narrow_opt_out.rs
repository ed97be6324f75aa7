//! Leaving one channel leaves the others open.

use crate::model::{Channel, Event, Scope};
use crate::rules::words::list;
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/narrow-opt-out", include_str!("../../../rules/opt-out/narrow-opt-out.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    // Where an opt-out ends the campaign on all channels, its table says only what of other campaigns.
    let ends = cx.campaign.stop.on(Event::OptOut).is(|ends| *ends)
        && !cx.campaign.stop.scope.is(|scope| *scope == Scope::SameChannel);
    if ends {
        return;
    }
    let narrow: Vec<_> = cx
        .campaign
        .opt_out
        .iter()
        .filter(|(channel, opt_out)| {
            used(cx, *channel)
                && (opt_out.covers.is(|covers| *covers == Scope::SameChannel)
                    && cx.campaign.touches().any(|(_, _, touch)| is_other(touch.channel.value, *channel)))
        })
        .filter_map(|(channel, opt_out)| Some((*channel, opt_out.covers.place()?)))
        .collect();
    let Some((channel, place)) = narrow.first().copied() else { return };
    let mut others: Vec<Channel> = Vec::new();
    for (_, _, touch) in cx.campaign.touches() {
        if is_other(touch.channel.value, channel) && !others.contains(&touch.channel.value) {
            others.push(touch.channel.value);
        }
    }
    let kinds: Vec<&str> = others.iter().map(|other| other.plural()).collect();
    let message = format!("a person who wants no more {} still gets {}", channel.plural(), list(&kinds));
    let mut finding =
        cx.finding(place, format!("ends {} alone", channel.plural()), message).help(cx.advice(
            "let one \"no\" count everywhere: covers = \"all-channels\"",
            "let one \"no\" count on every channel",
        ));
    for (channel, place) in narrow.iter().skip(1) {
        finding = finding.label(*place, format!("ends {} alone", channel.plural()));
    }
    for (index, _, touch) in cx.campaign.touches() {
        if is_other(touch.channel.value, channel) {
            finding = finding.label(cx.touch_place(index), "still goes out");
        }
    }
    found.push(finding);
}

/// Whether the campaign writes on `channel`, or on one that has no way out but this.
fn used(cx: &Context<'_>, channel: Channel) -> bool {
    cx.campaign.uses(channel) || Channel::ALL.iter().any(|c| c.kin() == Some(channel) && cx.campaign.uses(*c))
}

/// Whether a touch on `touch` is beyond an opt-out from `left`.
fn is_other(touch: Channel, left: Channel) -> bool {
    touch != left && touch.kin() != Some(left) && touch != Channel::InApp
}
