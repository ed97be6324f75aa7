//! A sender who never speaks.

use crate::model::{Assignment, Fact};
use crate::rules::{Context, Findings, Rule};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("structure/unused-sender", include_str!("../../../rules/structure/unused-sender.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let campaign = cx.campaign;
    let shared = campaign.senders.iter().any(|sender| {
        sender.assignment.is(|how| matches!(how, Assignment::Sticky | Assignment::RoundRobin))
            || sender.assignment.is_unknown()
    });
    // Senders who share the work need not be named by a step.
    if campaign.senders.len() < 2 || shared || campaign.touches().next().is_none() {
        return;
    }
    let mut speaks = BTreeSet::new();
    for (_, _, touch) in campaign.touches() {
        match &touch.sender {
            Fact::Stated(sender) => speaks.insert(sender.value),
            Fact::Absent(_) => continue,
            Fact::Unknown => return,
        };
    }
    for (index, sender) in campaign.senders.iter().enumerate() {
        if !speaks.contains(&index) {
            found.push(
                cx.finding(sender.place, "no step names them", "a sender is set up, and nobody ever hears from them")
                    .help(cx.advice(
                        "name them in a step with `sender`, or take them out",
                        "let one of the messages come from them, or take them out",
                    )),
            );
        }
    }
}
