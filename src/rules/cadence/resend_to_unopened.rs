//! Who did not open an email gets the same one again.

use crate::copy::similar::Runs;
use crate::model::{Channel, Event, Guard, Target};
use crate::rules::{Context, Findings, Part, Rule, pressure};
use std::collections::{BTreeSet, VecDeque};

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
        let before = upstream(cx, leads, index);
        let after = downstream(cx, branch.no);
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

/// How many emails before a branch are looked at, the nearest first, and how many steps around it. Campaigns that people
/// write have fewer.
const MAX_BEFORE: usize = 32;
const MAX_STEPS: usize = 256;

/// The emails that a walk may have met before it comes to a step.
fn upstream(cx: &Context<'_>, leads: &[Vec<usize>], index: usize) -> BTreeSet<usize> {
    let mut open = VecDeque::from([index]);
    let mut seen = BTreeSet::from([index]);
    let mut found = BTreeSet::new();
    while let Some(index) = open.pop_front() {
        if found.len() >= MAX_BEFORE || seen.len() >= MAX_STEPS {
            break;
        }
        for before in leads.get(index).into_iter().flatten().copied() {
            if seen.insert(before) {
                found.extend(Some(before).filter(|step| is_email(cx, *step)));
                open.push_back(before);
            }
        }
    }
    found
}

/// The first emails behind a branch, with nothing but waits and branches before them.
fn downstream(cx: &Context<'_>, start: Target) -> BTreeSet<usize> {
    let mut open = vec![start];
    let mut seen = BTreeSet::new();
    let mut found = BTreeSet::new();
    while let Some(target) = open.pop() {
        let Target::Step(index) = target else { continue };
        let Some(step) = cx.step(index).filter(|_| seen.len() < MAX_STEPS && seen.insert(index)) else { continue };
        if is_email(cx, index) {
            found.insert(index);
        } else if step.touch().is_none() {
            open.extend(step.targets());
        }
    }
    found
}

fn is_email(cx: &Context<'_>, index: usize) -> bool {
    cx.touch(index).is_some_and(|touch| touch.channel.value == Channel::Email) && pressure::presses(cx.campaign, index)
}

/// Whether two emails say the same: by the templates that hold their text, by their bodies, or by their subjects where a
/// file has no bodies; none where it has none of these.
fn is_same(cx: &Context<'_>, one: usize, other: usize) -> Option<bool> {
    if one == other {
        return Some(true);
    }
    let texts = |step: usize, part: Part| -> Vec<&str> {
        let wordings = cx.copies.of_step(step).iter().filter(|wording| wording.part == part);
        wordings.map(|wording| wording.text.value.as_str()).collect()
    };
    let templates = |step: usize| -> BTreeSet<&str> {
        let variants = cx.touch(step).map_or(&[][..], |touch| &touch.variants);
        variants.iter().filter_map(|copy| Some(copy.template.as_ref()?.value.as_str())).collect()
    };
    let (first, again) = (templates(one), templates(other));
    if !first.is_empty() && !again.is_empty() {
        return Some(!first.is_disjoint(&again));
    }
    let (first, again) = (texts(one, Part::Body), texts(other, Part::Body));
    if !first.is_empty() && !again.is_empty() {
        let alike = |a: &&str| again.iter().any(|b| Runs::of(a).is_like(&Runs::of(b), ALIKE));
        return Some(first.iter().any(alike));
    }
    let (first, again) = (texts(one, Part::Subject), texts(other, Part::Subject));
    if first.is_empty() || again.is_empty() {
        return None;
    }
    let folded = |text: &&str| text.trim().to_lowercase();
    Some(first.iter().any(|a| again.iter().any(|b| folded(a) == folded(b))))
}
