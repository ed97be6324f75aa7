//! A touch still follows an opt-out on the channel that it came by.

use super::follows::{Answer, Question, finding, help, how_often, worst};
use crate::model::{Channel, Event, Purpose};
use crate::rules::{Context, Findings, Rule, words};
use crate::timeline::{After, Recipient};

pub(super) const RULE: Rule =
    Rule::campaign("stop/ignores-opt-out", include_str!("../../../rules/stop/ignores-opt-out.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let owed = cx.campaign.purpose.is(|purpose| *purpose == Purpose::Transactional);
    let counts = |after: &After, step: usize| {
        !owed
            && cx.touch(step).is_some_and(|touch| {
                is_same_line(touch.channel.value, after.channel) && !touch.transactional.is(|yes| *yes)
            })
    };
    let question =
        Question { event: Event::OptOut, recipient: Recipient::OptsOut, answer: Answer::OneFarewell, counts: &counts };
    let Some(follows) = worst(cx, found, &question) else { return };
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let message = format!(
        "a person who opts out {} still hears from you there {}",
        words::by(follows.after.channel),
        how_often(&follows)
    );
    found.push(finding(cx, &follows, Event::OptOut, message).help(help(
        cx,
        Event::OptOut,
        "let an opt-out end all that comes by its channel",
        ", or give the channel an `[opt_out]` table",
    )));
}

/// Whether two channels are one for the person who opts out: a voicemail is a call.
fn is_same_line(one: Channel, other: Channel) -> bool {
    one == other || one.kin() == Some(other) || other.kin() == Some(one)
}
