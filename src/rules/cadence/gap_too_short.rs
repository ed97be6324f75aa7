//! Two touches come too close upon each other.

use crate::model::{Channel, time};
use crate::rules::{Context, Findings, Rule, Seconds, pressure};
use crate::timeline::{Gap, Recipient};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/gap-too-short", include_str!("../../../rules/cadence/gap-too-short.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    min: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::is_touch(cx.campaign, step));
    let mut gaps = pressure::gaps(cx);
    // A tool for chats sends one message in several bubbles.
    let is_one = |gap: &Gap| {
        let channels = [gap.from, gap.to].map(|step| cx.touch(step).map(|touch| touch.channel.value));
        gap.gap_s == 0
            && !cx.campaign.is_native()
            && channels[0] == channels[1]
            && matches!(channels[0], Some(Channel::Sms | Channel::Whatsapp))
    };
    let left = pressure::left_by_calls(cx);
    gaps.retain(|(gap, _)| {
        if is_one(gap) || left.contains(&gap.to) {
            return false;
        }
        gap.gap_s < options.min.0 && [gap.from, gap.to].iter().all(|step| pressure::presses(cx.campaign, *step))
    });
    // One wait is one cause, whatever the number of touches before it.
    gaps.sort_by_key(|(gap, who)| (gap.to, gap.gap_s, gap.from, *who));
    gaps.dedup_by_key(|(gap, _)| gap.to);
    for (nth, (gap, who)) in gaps.into_iter().enumerate() {
        if hidden.get(gap.to).is_some_and(|hidden| *hidden) {
            found.lacks("step.wait");
            continue;
        }
        let (Some(before), Some(touch)) = (cx.touch(gap.from), cx.touch(gap.to)) else { continue };
        // What only a reader gets may be what their click asked for; a format that cannot say so proves nothing.
        if who == Recipient::Reader && touch.invited.is_unknown() {
            found.lacks("step.invited");
            continue;
        }
        let message = match gap.gap_s {
            0 => format!("{} at once", follows(before.channel.value, touch.channel.value)),
            s => format!("{} only {} later", follows(before.channel.value, touch.channel.value), time::spoken(s)),
        };
        found.push(
            cx.finding(
                pressure::wait_place(cx, gap.to),
                if gap.gap_s == 0 {
                    "no time to breathe".to_owned()
                } else {
                    format!("{} later", time::spoken(gap.gap_s))
                },
                message,
            )
            .step(cx.step_id(gap.to))
            .label(cx.touch_place(gap.from), "the touch before it")
            .help(format!("leave {} or more between messages that nobody asked for", time::spoken(options.min.0)))
            .witness(pressure::proof(cx, nth, &[gap.from, gap.to])),
        );
    }
}

fn follows(before: Channel, after: Channel) -> String {
    if before == after {
        format!("a person gets {} and another", before.with_article())
    } else {
        format!("a person gets {} and {}", before.with_article(), after.with_article())
    }
}
