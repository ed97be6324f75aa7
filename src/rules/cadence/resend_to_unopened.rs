//! Who did not open an email gets the same one again.

use crate::copy::similar::Runs;
use crate::model::{Channel, Event, Guard, Target};
use crate::rules::{Context, Findings, Part, Rule, pressure};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/resend-to-unopened", include_str!("../../../rules/cadence/resend-to-unopened.md"), check);

/// Texts that have less in common are two texts.
const ALIKE: f64 = 0.8;

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let mut leads: Option<Vec<Vec<usize>>> = None;
    for (index, step) in cx.campaign.steps.iter().enumerate() {
        let Some(branch) = step.branch().filter(|branch| branch.on.value == Guard::Event(Event::Open)) else {
            continue;
        };
        let leads = leads.get_or_insert_with(|| pressure::leads(cx.campaign));
        let before = emails(cx, leads.get(index).into_iter().flatten().copied(), |step| {
            leads.get(step).cloned().unwrap_or_default()
        });
        let after = emails(cx, onward(branch.no), |step| {
            cx.step(step).map(crate::model::Step::targets).unwrap_or_default().into_iter().filter_map(onward).collect()
        });
        for again in after {
            let same = before.iter().map(|first| (*first, is_same(cx, *first, again)));
            let (mut first, mut told) = (None, true);
            for (step, same) in same {
                told &= same.is_some();
                first = first.or((same == Some(true)).then_some(step));
            }
            let Some(first) = first else {
                if !told {
                    found.lacks("step.subject");
                }
                continue;
            };
            found.push(
                cx.finding(
                    cx.touch_place(again),
                    "the same email again",
                    "a person who did not open your email gets it once more",
                )
                .step(cx.step_id(again))
                .label(branch.on.place, "for those who did not open")
                .label(cx.touch_place(first), "sent here first")
                .help("leave it out; who is interested opens the first, and many read without being counted"),
            );
        }
    }
}

fn onward(target: Target) -> Option<usize> {
    match target {
        Target::Step(index) => Some(index),
        Target::End => None,
    }
}

/// The first emails that are met from `start` on, with nothing but waits and branches before them.
fn emails(
    cx: &Context<'_>,
    start: impl IntoIterator<Item = usize>,
    next: impl Fn(usize) -> Vec<usize>,
) -> BTreeSet<usize> {
    let mut open: Vec<usize> = start.into_iter().collect();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut found = BTreeSet::new();
    while let Some(index) = open.pop() {
        if !seen.insert(index) {
            continue;
        }
        match cx.touch(index) {
            Some(touch) if touch.channel.value == Channel::Email && pressure::presses(cx.campaign, index) => {
                found.insert(index);
            }
            Some(_) => {}
            None => open.extend(next(index)),
        }
    }
    found
}

/// Whether two emails say the same, by their bodies, or by their subjects where a file has no bodies; none where it has
/// neither.
fn is_same(cx: &Context<'_>, one: usize, other: usize) -> Option<bool> {
    if one == other {
        return Some(true);
    }
    let texts = |step: usize, part: Part| -> Vec<&str> {
        let wordings = cx.copies.of_step(step).iter().filter(|wording| wording.part == part);
        wordings.map(|wording| wording.text.value.as_str()).collect()
    };
    let (first, again) = (texts(one, Part::Body), texts(other, Part::Body));
    if !first.is_empty() && !again.is_empty() {
        let alike = |a: &&str| again.iter().any(|b| Runs::of(a).likeness(&Runs::of(b)) >= ALIKE);
        return Some(first.iter().any(alike));
    }
    let (first, again) = (texts(one, Part::Subject), texts(other, Part::Subject));
    if first.is_empty() || again.is_empty() {
        return None;
    }
    let folded = |text: &&str| text.trim().to_lowercase();
    Some(first.iter().any(|a| again.iter().any(|b| folded(a) == folded(b))))
}
