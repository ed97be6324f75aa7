//! Commercial email that does not say where its sender is.

use crate::copy::message::ContactKind;
use crate::model::{Channel, Fact};
use crate::rules::regions::{Regions, Source, is_commercial, note, solicitations};
use crate::rules::{Context, Findings, Rule};
use serde::Deserialize;

pub(super) const RULE: Rule = Rule::campaign(
    "sender/missing-postal-address",
    include_str!("../../../rules/sender/missing-postal-address.md"),
    check,
)
.with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    without_region: bool,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mails = solicitations(cx, |channel| channel == Channel::Email);
    if mails.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let laws: Vec<&Source> = match Regions::stated(cx) {
        Some(regions) => {
            let held = regions.holding(cx, found, |law| &law.postal_address, Channel::Email);
            if held.is_empty() {
                return;
            }
            held.iter().map(|held| &held.duty.source).collect()
        }
        None if options.without_region && !cx.campaign.region.is_unknown() => Vec::new(),
        None if mails.iter().all(|step| shows_one(cx, *step)) => return,
        None => return found.lacks("campaign.region"),
    };
    let lacking: Vec<usize> = mails.into_iter().filter(|step| lacks_one(cx, found, *step)).collect();
    let [first, rest @ ..] = lacking.as_slice() else { return };
    let sender = cx.touch(*first).and_then(|touch| cx.campaign.sender_of(touch));
    let place = sender.map_or_else(|| cx.touch_place(*first), |sender| sender.place);
    let mut finding = cx
        .finding(place, "no postal address", "a person who gets your mail cannot see where you are")
        .step(cx.step_id(*first))
        .help(cx.advice(
            "write the address under each mail, and here: postal_address = \"street, town\"",
            "write the address under each mail; where your tool adds it, state it: \
             `sender.postal_address = \"street, town\"` under `[[facts]]`",
        ));
    if place != cx.touch_place(*first) {
        finding = finding.label(cx.touch_place(*first), "nor in this mail");
    }
    for step in rest {
        finding = finding.label(cx.touch_place(*step), "nor in this mail");
    }
    if !laws.is_empty() {
        finding = finding.note(note(laws));
    }
    found.push(finding);
}

/// Whether the sender has an address, or the copy of every variant shows one.
fn shows_one(cx: &Context<'_>, step: usize) -> bool {
    let Some(touch) = cx.touch(step) else { return false };
    if (0..touch.variants.len()).all(|variant| copy_shows_one(cx, step, variant)) {
        return true;
    }
    if let Some(sender) = cx.campaign.sender_of(touch) {
        return sender.postal_address.value().is_some();
    }
    // Whoever of them writes.
    let senders = &cx.campaign.senders;
    !senders.is_empty() && senders.iter().all(|sender| sender.postal_address.value().is_some())
}

fn copy_shows_one(cx: &Context<'_>, step: usize, variant: usize) -> bool {
    cx.copies.body(step, variant).is_some_and(|body| body.message().offers(ContactKind::Postal))
}

/// Whether neither the sender has an address nor the copy of every variant shows one.
fn lacks_one(cx: &Context<'_>, found: &mut Findings, step: usize) -> bool {
    let Some(touch) = cx.touch(step) else { return false };
    if shows_one(cx, step) {
        return false;
    }
    match cx.campaign.sender_of(touch) {
        Some(sender) if sender.postal_address.is_unknown() => {
            found.lacks("sender.postal_address");
            return false;
        }
        None if cx.campaign.sender_known.is_unknown() || touch.sender.is_unknown() => {
            found.lacks("sender.postal_address");
            return false;
        }
        _ => {}
    }
    for (variant, copy) in touch.variants.iter().enumerate() {
        match &copy.body {
            Fact::Unknown => found.lacks("step.body"),
            Fact::Stated(_) if copy_shows_one(cx, step, variant) => {}
            _ => return true,
        }
    }
    false
}
