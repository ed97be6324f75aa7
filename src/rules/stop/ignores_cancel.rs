//! Touches go on after a cancellation.

use super::follows::{Answer, Question, finding, help, how_often, worst};
use crate::model::{AudienceSource, Event, Guard, Intent, OfferKind, Purpose};
use crate::rules::{Context, Findings, Rule};
use crate::timeline::{After, Recipient};

pub(super) const RULE: Rule =
    Rule::campaign("stop/ignores-cancel", include_str!("../../../rules/stop/ignores-cancel.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let counts = |_: &After, step: usize| !is_owed(cx, step);
    let question =
        Question { event: Event::Cancel, recipient: Recipient::Cancels, answer: Answer::OwnWay, counts: &counts };
    let Some(follows) = worst(cx, found, &question) else { return };
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") || !can_be_cancelled(cx, found) {
        return;
    }
    let message = format!("a person who cancels still hears from you {}", how_often(&follows));
    found.push(finding(cx, &follows, Event::Cancel, message).help(help(
        cx,
        Event::Cancel,
        "confirm the cancellation, say good-bye, and ask for nothing",
        ", or branch on it",
    )));
}

/// Whether the people have something that they could cancel.
fn can_be_cancelled(cx: &Context<'_>, found: &mut Findings) -> bool {
    let campaign = cx.campaign;
    let branches = campaign.steps.iter().filter_map(|step| step.branch());
    let asked = branches.into_iter().any(|branch| branch.on.value == Guard::Event(Event::Cancel));
    let offered = campaign.touches().filter_map(|(_, _, touch)| touch.offer.as_ref());
    let trial = offered.into_iter().any(|offer| offer.kind.is(|kind| *kind == OfferKind::Trial));
    asked
        || trial
        || found.knows(&campaign.audience.source, "audience.source")
            && campaign.audience.source.is(|source| matches!(source, AudienceSource::Purchase | AudienceSource::Trial))
}

/// Whether a touch belongs to a cancellation, or goes out whatever became of the contract.
fn is_owed(cx: &Context<'_>, step: usize) -> bool {
    cx.campaign.purpose.is(|purpose| *purpose == Purpose::Transactional)
        || cx.is_invited(step)
        || cx.touch(step).is_some_and(|touch| {
            touch.transactional.is(|yes| *yes)
                || touch
                    .intent
                    .is(|intent| matches!(intent, Intent::Confirmation | Intent::Acknowledgement | Intent::Resolution))
        })
}
