//! A text that does not say who writes.

use crate::model::{Channel, Copy, Fact};
use crate::rules::{Context, Findings, Part, Rule, pressure};
use crate::source::Place;

use super::naming::names_the_firm;
use super::said::may_press;

pub(super) const RULE: Rule =
    Rule::campaign("copy/sms-unbranded", include_str!("../../../rules/copy/sms-unbranded.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !may_press(cx.campaign) {
        return;
    }
    let mut nameless: Vec<(usize, Place)> = Vec::new();
    for wording in cx.copies.all() {
        let Some(touch) = cx.touch(wording.step) else { continue };
        let is_text = wording.part == Part::Body && touch.channel.value == Channel::Sms;
        if !is_text || !pressure::presses(cx.campaign, wording.step) || names_the_firm(cx, wording, touch) {
            continue;
        }
        match touch.variants.get(wording.variant).map(|copy: &Copy| &copy.adds.name) {
            Some(Fact::Stated(adds)) if adds.value => {}
            Some(Fact::Unknown) if !cx.campaign.is_native() => found.lacks("step.body"),
            _ => nameless.push((wording.step, wording.text.place)),
        }
    }
    if nameless.is_empty() || !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    nameless.dedup_by_key(|(step, _)| *step);
    for (step, place) in nameless {
        found.push(
            cx.finding(
                place,
                "no name of yours in it",
                "a person gets a text from a number and does not learn whose it is",
            )
            .step(cx.step_id(step))
            .help("begin with your name, as people know you: \"Hot Yoga: ...\""),
        );
    }
}
