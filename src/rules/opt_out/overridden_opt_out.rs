//! A switch sends to people who opted out.

use crate::model::{Channel, Event};
use crate::rules::regions::is_commercial;
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/overridden-opt-out", include_str!("../../../rules/opt-out/overridden-opt-out.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let Some((_, switch)) = cx.campaign.stop.blind.iter().find(|(event, _)| *event == Event::OptOut) else { return };
    let advertises = |channel: Channel| matches!(channel, Channel::Email | Channel::Sms | Channel::Whatsapp);
    let Some((index, ..)) = cx.campaign.touches().find(|(_, _, touch)| advertises(touch.channel.value)) else { return };
    if !is_commercial(cx, found) {
        return;
    }
    found.push(
        cx.finding(
            *switch,
            "opt-outs are not looked at",
            "a person who opted out of your messages gets them all the same",
        )
        .step(cx.step_id(index))
        .label(cx.touch_place(index), "goes to them too")
        .help("switch it off: it is made for receipts and notices, not for what sells"),
    );
}
