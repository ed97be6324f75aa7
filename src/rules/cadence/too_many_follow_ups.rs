//! A silent recipient gets more follow-ups than the options allow.

use crate::model::{Benefits, Intent, time};
use crate::rules::{Context, Findings, Rule, Seconds, pressure, words};
use crate::timeline::Visit;
use serde::Deserialize;
use std::fmt::Write as _;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/too-many-follow-ups", include_str!("../../../rules/cadence/too-many-follow-ups.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: usize,
    check_in_after: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    // Weighed so that of two walks with as many touches the one without a check-in is the worse.
    let weight =
        |step: usize| u32::from(pressure::presses(cx.campaign, step)) * (2 - u32::from(is_valuable_check_in(cx, step)));
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::is_touch(cx.campaign, step));
    let hides = |step: usize| hidden.get(step).is_some_and(|hidden| *hidden);
    let walks = pressure::SILENCE.map(|who| cx.timeline.heaviest(who, &weight));
    let Some((walk, follow_ups)) =
        walks.iter().map(|walk| (walk, follow_ups(cx, walk, options, &hides))).rev().max_by_key(|(_, list)| list.len())
    else {
        return;
    };
    let (Some(first), Some(over), Some(last)) = (walk.first(), follow_ups.get(options.max), walk.last()) else {
        return;
    };
    let mut message = format!("a person who never answers hears from you {}", words::times(walk.len()));
    let mut label = format!("follow-up {}", options.max + 1);
    if last.at_s > first.at_s && !walk.iter().skip(1).any(|visit| hides(visit.step)) {
        let _ = write!(message, " in {}", time::spoken(last.at_s - first.at_s));
        let _ = write!(label, ", after {} of silence", time::spoken(over.at_s - first.at_s));
    }
    let mut finding = cx
        .finding(cx.touch_place(over.step), label, message)
        .step(cx.step_id(over.step))
        .help(match options.max {
            0 => "write once; who is interested answers".to_owned(),
            1 => "keep one follow-up, or turn the last one into a check-in after two weeks that gives something"
                .to_owned(),
            n => format!("keep {n} follow-ups at most"),
        })
        .witness(cx.witness(walk));
    for (number, visit) in follow_ups.iter().enumerate().skip(options.max + 1).take(6) {
        finding = finding.label(cx.touch_place(visit.step), format!("follow-up {}", number + 1));
    }
    found.push(finding);
}

/// The touches of a walk that press, less the first and one check-in that gives something.
fn follow_ups(cx: &Context<'_>, walk: &[Visit], options: &Options, hides: &dyn Fn(usize) -> bool) -> Vec<Visit> {
    let mut spared = false;
    let mut list = Vec::new();
    for pair in walk.windows(2) {
        let [before, visit] = pair else { continue };
        // A wait that the file does not show may be as long as a check-in needs.
        let late = visit.at_s - before.at_s >= options.check_in_after.0 || hides(visit.step);
        if !spared && late && is_valuable_check_in(cx, visit.step) {
            spared = true;
        } else if pressure::presses(cx.campaign, visit.step) {
            list.push(*visit);
        }
    }
    list
}

fn is_valuable_check_in(cx: &Context<'_>, step: usize) -> bool {
    cx.touch(step).is_some_and(|touch| {
        touch.intent.is(|intent| *intent == Intent::CheckIn)
            && touch
                .offer
                .as_ref()
                .is_some_and(|offer| offer.benefits.is(|who| matches!(who, Benefits::Recipient | Benefits::Both)))
    })
}
