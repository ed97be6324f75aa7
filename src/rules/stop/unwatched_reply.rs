//! Replies are not looked for, so that none can end the campaign.

use crate::model::{Event, Fact};
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::Count;

pub(super) const RULE: Rule =
    Rule::campaign("stop/unwatched-reply", include_str!("../../../rules/stop/unwatched-reply.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let Some((_, switch)) = cx.campaign.stop.blind.iter().find(|(event, _)| *event == Event::Reply) else { return };
    let stop = cx.campaign.stop.on(Event::Reply);
    // Where a reply is said to end nothing, `stop/ignores-reply` speaks.
    if matches!(&stop, Fact::Stated(on) if !on.value) || stop.is_absent() || !goes_on(cx) {
        return;
    }
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") || pressure::is_owed_whole(cx.campaign) {
        return;
    }
    let mut finding = cx
        .finding(*switch, "replies are not looked for", "a person who answers hears from you as if they had not")
        .help("let the tool watch for replies; it cannot stop at one that it does not see");
    if let Some(on) = stop.located() {
        finding = finding.label(on.place, "meant to end on a reply");
    }
    found.push(finding);
}

/// Whether anything follows a first touch.
fn goes_on(cx: &Context<'_>) -> bool {
    pressure::SILENCE.into_iter().filter_map(|who| cx.timeline.track(who)).any(|track| match track.touch_count {
        Count::Bounded(count) => count > 1,
        Count::Unbounded => true,
    })
}
