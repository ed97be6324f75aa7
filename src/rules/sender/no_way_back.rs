//! A call that cannot be returned.

use crate::copy::message::ContactKind;
use crate::model::Channel;
use crate::rules::{Context, Findings, Rule};
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule::campaign("sender/no-way-back", include_str!("../../../rules/sender/no-way-back.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mut calls: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (step, _, touch) in cx.campaign.touches() {
        if !matches!(touch.channel.value, Channel::Call | Channel::Voicemail) {
            continue;
        }
        let Some(index) = touch.sender.get() else { continue };
        let Some(sender) = cx.campaign.senders.get(index) else { continue };
        if !found.knows(&sender.phone, "sender.phone") || sender.phone.value().is_some() {
            continue;
        }
        let names_a_number =
            |variant| cx.copies.body(step, variant).is_some_and(|body| body.message().offers(ContactKind::Phone));
        if touch.variants.iter().any(|copy| copy.body.is_unknown()) || (0..touch.variants.len()).any(names_a_number) {
            continue;
        }
        calls.entry(index).or_default().push(step);
    }
    for (index, calls) in calls {
        let (Some(sender), Some((&first, rest))) = (cx.campaign.senders.get(index), calls.split_first()) else {
            continue;
        };
        let what = cx.touch(first).map_or("a call", |touch| touch.channel.value.with_article());
        let mut finding = cx
            .finding(
                sender.place,
                "no number to call back",
                format!("a person who missed {what} finds no number to call back"),
            )
            .step(cx.step_id(first))
            .label(cx.touch_place(first), "cannot be returned")
            .help(cx.advice(
                "give the sender a number that somebody answers (`phone`), and say it in the message",
                "call from a number that somebody answers, and say it in the message; where you do, state it: \
                 `sender.phone` under `[[facts]]`",
            ));
        for step in rest {
            finding = finding.label(cx.touch_place(*step), "nor can this");
        }
        found.push(finding);
    }
}
