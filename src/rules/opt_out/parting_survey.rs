//! A survey as the only farewell.

use crate::model::{AudienceSource, Intent};
use crate::rules::{Context, Findings, Rule};
use crate::timeline::Recipient;

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/parting-survey", include_str!("../../../rules/opt-out/parting-survey.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if cx.campaign.audience.source.is(|source| *source == AudienceSource::Cancellation) {
        let touches: Vec<usize> = cx.campaign.touches().map(|(index, _, _)| index).collect();
        report(cx, found, "cancels", &touches, None);
        return;
    }
    for (who, does) in [(Recipient::Cancels, "cancels"), (Recipient::OptsOut, "wants no more messages")] {
        for after in cx.timeline.after(who) {
            if report(cx, found, does, &after.can_follow, Some(after.event_after.step)) {
                return;
            }
        }
    }
}

/// Reports `touches` where they are all that a person gets and all are surveys.
fn report(cx: &Context<'_>, found: &mut Findings, does: &str, touches: &[usize], after: Option<usize>) -> bool {
    let [first, rest @ ..] = touches else { return false };
    if !touches.iter().all(|step| is_survey(cx, *step)) {
        return false;
    }
    let place = cx.step(*first).and_then(|step| step.touch()?.intent.place()).unwrap_or_else(|| cx.touch_place(*first));
    let message = format!("a person who {does} gets a list of questions, and nothing else");
    let mut finding = cx
        .finding(place, "only a survey", message)
        .step(cx.step_id(*first))
        .help("confirm first what was asked for, in a message of its own; ask one question later, if at all");
    for step in rest {
        finding = finding.label(cx.touch_place(*step), "a survey too");
    }
    if let Some(after) = after {
        finding = finding.label(cx.touch_place(after), format!("the person {does} after this"));
    }
    found.push(finding);
    true
}

fn is_survey(cx: &Context<'_>, step: usize) -> bool {
    cx.touch(step).is_some_and(|touch| touch.intent.is(|intent| *intent == Intent::Survey))
}
