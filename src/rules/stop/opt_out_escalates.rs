//! After an opt-out on a quiet channel a louder one still comes.

use super::follows::{Answer, Question, finding, help, worst};
use crate::model::{Event, Purpose};
use crate::rules::{Context, Findings, Rule, words};
use crate::timeline::{After, Recipient};

pub(super) const RULE: Rule =
    Rule::campaign("stop/opt-out-escalates", include_str!("../../../rules/stop/opt-out-escalates.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let owed = cx.campaign.purpose.is(|purpose| *purpose == Purpose::Transactional);
    let counts = |after: &After, step: usize| {
        !owed
            && !cx.is_invited(step)
            && cx.touch(step).is_some_and(|touch| {
                touch.channel.value.loudness() > after.channel.loudness() && !touch.transactional.is(|yes| *yes)
            })
    };
    let question =
        Question { event: Event::OptOut, recipient: Recipient::OptsOut, answer: Answer::OneFarewell, counts: &counts };
    let Some(follows) = worst(cx, found, &question) else { return };
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let from = follows.after.channel;
    let Some(louder) = follows.touches.first().and_then(|visit| cx.touch(visit.step)) else { return };
    let message =
        format!("a person who opts out {} gets {} instead", words::by(from), louder.channel.value.with_article());
    let mut finding = finding(cx, &follows, Event::OptOut, message).help(help(
        cx,
        Event::OptOut,
        "let an opt-out on one channel end every channel",
        "",
    ));
    if let Some(covers) = cx.campaign.opt_out(from).and_then(|way| way.covers.located()) {
        finding = finding.label(covers.place, "covers this channel alone");
    }
    found.push(finding);
}
