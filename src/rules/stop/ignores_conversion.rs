//! The pitch goes on after the person bought or booked.

use super::follows::{Answer, Question, finding, help, how_often, worst};
use crate::model::{Event, Intent, Purpose};
use crate::rules::{Context, Findings, Rule};
use crate::timeline::{After, Recipient};

pub(super) const RULE: Rule =
    Rule::campaign("stop/ignores-conversion", include_str!("../../../rules/stop/ignores-conversion.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let counts = |_: &After, step: usize| is_pitch(cx, step);
    let question =
        Question { event: Event::Convert, recipient: Recipient::Converts, answer: Answer::Any, counts: &counts };
    let Some(follows) = worst(cx, found, &question) else { return };
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let message = format!("a person who has bought or booked still gets the pitch {}", how_often(&follows));
    found.push(finding(cx, &follows, Event::Convert, message).help(help(
        cx,
        Event::Convert,
        "end the pitch with the purchase",
        ", or branch on it to a thank-you",
    )));
}

fn is_pitch(cx: &Context<'_>, step: usize) -> bool {
    let Some(touch) = cx.touch(step) else { return false };
    let commercial =
        cx.campaign.purpose.is_unknown() || cx.campaign.purpose.is(|purpose: &Purpose| purpose.is_commercial());
    let kind = touch.intent.get().is_none_or(|intent| {
        matches!(intent, Intent::Offer | Intent::FollowUp | Intent::Reminder | Intent::Announcement)
    });
    commercial && kind && !cx.is_invited(step) && !touch.transactional.is(|yes| *yes)
}
