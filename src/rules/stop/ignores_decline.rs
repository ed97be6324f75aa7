//! A touch still follows "no, thank you".

use super::follows::{Answer, Question, finding, help, how_often, reply_ends_all, worst};
use crate::finding::Severity;
use crate::model::Event;
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::{After, Recipient};

pub(super) const RULE: Rule =
    Rule::campaign("stop/ignores-decline", include_str!("../../../rules/stop/ignores-decline.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    // What a person asked for, or a transaction needs, was never offered and cannot be declined; it can be opted out of.
    let counts = |_: &After, step: usize| !pressure::is_owed_whole(cx.campaign) && pressure::presses(cx.campaign, step);
    let question = Question {
        event: Event::Decline,
        recipient: Recipient::Declines,
        answer: Answer::OneFarewell,
        counts: &counts,
    };
    let Some(follows) = worst(cx, found, &question) else { return };
    // In a tool one switch stands for every answer; `stop/ignores-reply` has spoken of it.
    let switch = |event: Event| cx.campaign.stop.on(event).place();
    if !cx.campaign.is_native() && switch(Event::Decline) == switch(Event::Reply) {
        return;
    }
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let milder = reply_ends_all(cx);
    let how = if milder { "other than in an answer " } else { "" };
    let message = format!("a person who says \"no, thank you\" {how}still hears from you {}", how_often(&follows));
    let finding = finding(cx, &follows, Event::Decline, message).help(help(
        cx,
        Event::Decline,
        "take no for an answer",
        ", or branch on it to one short thank-you",
    ));
    if milder { found.push_milder(finding, Severity::Warning) } else { found.push(finding) }
}
