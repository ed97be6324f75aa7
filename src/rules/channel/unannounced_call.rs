//! The phone rings, and nobody said that it would.

use super::announced::{Announcements, Warning, rings};
use crate::rules::{Context, Findings, Rule, pressure, words};
use crate::timeline::Count;

pub(super) const RULE: Rule =
    Rule::campaign("channel/unannounced-call", include_str!("../../../rules/channel/unannounced-call.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let calls = cx.campaign.touches().filter(|(_, _, touch)| rings(touch.channel.value)).map(|(index, _, _)| index);
    let left = pressure::left_by_calls(cx);
    let calls: Vec<usize> = calls.filter(|call| comes_by_itself(cx, *call) && !left.contains(call)).collect();
    if calls.is_empty() || !pressure::may_press(cx, found) {
        return;
    }
    let announcements = Announcements::of(cx);
    let mut sudden = Vec::new();
    for call in calls {
        match announcements.warning(cx, call) {
            Warning::Given => {}
            Warning::Missing => sudden.push(call),
            Warning::Unknown => found.lacks("step.body"),
        }
    }
    let [first, rest @ ..] = sudden.as_slice() else { return };
    let message = match sudden.len() {
        1 => "the phone rings, and nobody asked for a call or was told of it".to_owned(),
        n => format!("the phone rings {} without anybody having asked for it or been told", words::times(n)),
    };
    let mut finding = cx
        .finding(cx.touch_place(*first), "a call out of the blue", message)
        .step(cx.step_id(*first))
        .help("write first that you will call, when and why, and how to say no; or let people book the call")
        .witness(pressure::proof(cx, 0, &[*first]));
    for call in rest.iter().take(6) {
        finding = finding.label(cx.touch_place(*call), "and again");
    }
    found.push(finding);
}

/// Whether a call comes to people who said nothing. What comes on the way of those who answered, complained or bought is
/// for them, and they may have asked for it.
fn comes_by_itself(cx: &Context<'_>, call: usize) -> bool {
    pressure::SILENCE.into_iter().filter_map(|who| cx.timeline.track(who)).any(|track| {
        track.touch_count == Count::Unbounded
            || track.first.binary_search(&call).is_ok()
            || track.gaps.iter().any(|gap| gap.to == call)
    })
}
