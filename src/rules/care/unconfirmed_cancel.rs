//! A cancellation or refund with no confirmation.

use super::known_bodies;
use crate::model::{AudienceSource, Event, Intent, Step, Target};
use crate::rules::{Context, Findings, Rule, paths};

pub(super) const RULE: Rule =
    Rule::campaign("care/unconfirmed-cancel", include_str!("../../../rules/care/unconfirmed-cancel.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let starts = paths::starts(cx, Event::Cancel, AudienceSource::Cancellation);
    if starts.is_empty() {
        return;
    }
    let by_hand = |index: usize| {
        let task = cx.step(index).and_then(Step::task);
        task.is_some_and(|task| cx.phrase_in(&task.what.value, "task_phrases").is_some())
    };
    let told = |index| cx.touch(index).is_some() && confirms(cx, index) || by_hand(index);
    let confirmed = paths::leading_to(cx, told, |_, _| true);
    for start in starts {
        if matches!(start, Target::Step(index) if confirmed.contains(&index))
            || start == cx.campaign.entry && paths::is_win_back(cx)
        {
            continue;
        }
        let (place, step) = match start {
            Target::Step(index) => (cx.touch_place(index), cx.step_id(index)),
            Target::End => (cx.campaign.head, ""),
        };
        let mut finding = cx
            .finding(place, "what a person gets who cancels", "a person who cancels is never told that it is done")
            .help(cx.advice(
                "send a touch with `intent = \"confirmation\"` at once: what ends, when, and what is paid back",
                "send a confirmation at once: what ends, when, and what is paid back",
            ));
        if !step.is_empty() {
            finding = finding.step(step);
        }
        found.push(finding);
    }
}

/// Whether a touch says that it is done, or may: its copy is not known.
fn confirms(cx: &Context<'_>, index: usize) -> bool {
    let intent = cx.touch(index).and_then(|touch| touch.intent.get());
    match intent {
        Some(Intent::Confirmation | Intent::Acknowledgement | Intent::Resolution) => true,
        Some(Intent::Survey | Intent::Offer) => cx.says(index, "phrases"),
        _ => known_bodies(cx, index).is_none_or(|bodies| {
            cx.says(index, "phrases") || !bodies.into_iter().any(|wording| cx.may_be_english(wording))
        }),
    }
}
