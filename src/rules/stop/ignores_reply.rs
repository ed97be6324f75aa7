//! A touch still follows an answer.

use super::follows::{Answer, Question, finding, help, how_often, worst};
use crate::model::Event;
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::{After, Recipient};

pub(super) const RULE: Rule =
    Rule::campaign("stop/ignores-reply", include_str!("../../../rules/stop/ignores-reply.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let counts = |_: &After, step: usize| !is_owed(cx, step);
    let question =
        Question { event: Event::Reply, recipient: Recipient::Replies, answer: Answer::OwnWay, counts: &counts };
    let Some(follows) = worst(cx, found, &question) else { return };
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let message = format!(
        "a person who answers {} still hears from you {}",
        follows.after.channel.with_article(),
        how_often(&follows)
    );
    found.push(finding(cx, &follows, Event::Reply, message).help(help(
        cx,
        Event::Reply,
        "let an answer end it on every channel, and a person write back",
        "",
    )));
}

/// Whether the person is owed the touch whatever they answered: a receipt, a course that they asked for, the end of
/// what they complained of.
fn is_owed(cx: &Context<'_>, step: usize) -> bool {
    pressure::is_owed_whole(cx.campaign) || !pressure::presses(cx.campaign, step)
}
