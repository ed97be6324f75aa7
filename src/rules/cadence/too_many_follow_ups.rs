//! A silent recipient gets more follow-ups than the options allow.

use crate::model::{Benefits, Intent, Purpose, time};
use crate::rules::{Context, Findings, Rule, Seconds};
use crate::timeline::{Recipient, Visit};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/too-many-follow-ups", include_str!("../../../rules/cadence/too-many-follow-ups.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: usize,
    check_in_after: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !found.knows(&cx.campaign.purpose, "campaign.purpose")
        || cx.campaign.purpose.is(|purpose| matches!(purpose, Purpose::Transactional | Purpose::Requested))
    {
        return;
    }
    let options: &Options = cx.options();
    // Weighed so that of two walks with as many touches the one without a check-in is the worse.
    let weight = |step: usize| if cx.is_invited(step) { 0 } else { 2 - u32::from(is_valuable_check_in(cx, step)) };
    let walks = [Recipient::Silent, Recipient::Reader].map(|who| cx.timeline.heaviest(who, &weight));
    let Some((walk, follow_ups)) =
        walks.iter().map(|walk| (walk, follow_ups(cx, walk, options))).max_by_key(|(_, list)| list.len())
    else {
        return;
    };
    let (Some(first), Some(over), Some(last)) = (walk.first(), follow_ups.get(options.max), walk.last()) else {
        return;
    };
    let message = format!(
        "a person who never answers hears from you {} times in {}",
        walk.len(),
        time::spoken(last.at_s - first.at_s)
    );
    let place = cx.touch_place(over.step);
    let mut finding = cx
        .finding(
            place,
            format!("follow-up {}, after {} days of silence", options.max + 1, over.at_s / time::DAY),
            message,
        )
        .step(cx.step_id(over.step))
        .help(match options.max {
            0 => "write once; who is interested answers".to_owned(),
            1 => "keep one follow-up, or turn the last one into a check-in after two weeks that gives something"
                .to_owned(),
            n => format!("keep {n} follow-ups at most"),
        })
        .witness(cx.witness(walk));
    for (number, visit) in follow_ups.iter().enumerate().skip(options.max + 1) {
        finding = finding.label(cx.touch_place(visit.step), format!("follow-up {}", number + 1));
    }
    found.push(finding);
}

/// The touches of a walk that nobody asked for, less the first and one check-in that gives something.
fn follow_ups(cx: &Context<'_>, walk: &[Visit], options: &Options) -> Vec<Visit> {
    let mut spared = false;
    let mut list = Vec::new();
    for pair in walk.windows(2) {
        let [before, visit] = pair else { continue };
        let late = visit.at_s - before.at_s >= options.check_in_after.0;
        if !spared && late && is_valuable_check_in(cx, visit.step) {
            spared = true;
        } else if !cx.is_invited(visit.step) {
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
