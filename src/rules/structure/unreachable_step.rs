//! Steps that no walk ever comes to.

use crate::model::Target;
use crate::rules::{Context, Findings, Rule, pressure};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("structure/unreachable-step", include_str!("../../../rules/structure/unreachable-step.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let campaign = cx.campaign;
    let onward = |index: usize| campaign.steps.get(index).map(crate::model::Step::targets).unwrap_or_default();
    let mut reached = BTreeSet::new();
    let mut open = vec![campaign.entry];
    while let Some(target) = open.pop() {
        if let Target::Step(index) = target
            && index < campaign.steps.len()
            && reached.insert(index)
        {
            open.extend(onward(index));
        }
    }
    if reached.len() == campaign.steps.len() {
        return;
    }
    let leads = pressure::leads(campaign);
    for index in 0..campaign.steps.len() {
        if reached.contains(&index) {
            continue;
        }
        // Steps that hang together are lost for one reason.
        let mut island = BTreeSet::new();
        let mut near = vec![index];
        while let Some(index) = near.pop() {
            if reached.insert(index) && island.insert(index) {
                near.extend(onward(index).into_iter().filter_map(|target| match target {
                    Target::Step(to) if to < campaign.steps.len() => Some(to),
                    _ => None,
                }));
                near.extend(leads.get(index).into_iter().flatten());
            }
        }
        report(cx, found, &island);
    }
}

fn report(cx: &Context<'_>, found: &mut Findings, island: &BTreeSet<usize>) {
    let mut steps = island.iter().copied();
    let Some(first) = steps.next() else { return };
    let place = |index: usize| cx.step(index).map_or(cx.campaign.head, |step| step.id.place);
    let message = match island.len() {
        1 => "nobody ever comes to this step".to_owned(),
        n => format!("nobody ever comes to these {n} steps"),
    };
    let mut finding = cx.finding(place(first), "nothing leads here", message).step(cx.step_id(first)).help(cx.advice(
        "let a step above lead here with `next`, `then` or `else`, or take it out",
        "let a step before it lead here, or take it out",
    ));
    for step in steps.take(6) {
        finding = finding.label(place(step), "nor here");
    }
    found.push(finding);
}
