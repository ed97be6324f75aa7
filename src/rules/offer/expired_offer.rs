//! An offer that ends before the touch goes out.

use super::offers;
use crate::model::time;
use crate::rules::{Context, Findings, Rule};
use crate::timeline::{Recipient, Visit};
use jiff::ToSpan;

pub(super) const RULE: Rule =
    Rule::campaign("offer/expired-offer", include_str!("../../../rules/offer/expired-offer.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let today = cx.settings.today;
    for (index, _, offer) in offers(cx) {
        let Some(expires) = offer.expires.located() else { continue };
        let day = |walk: &[Visit]| {
            let days = i64::try_from(walk.last()?.at_s / time::DAY).ok()?;
            today.checked_add(days.days()).ok()
        };
        let walks = walks(cx, index);
        let Some((walk, last)) = walks.iter().filter_map(|walk| Some((walk, day(walk)?))).max_by_key(|(_, day)| *day)
        else {
            continue;
        };
        if last <= expires.value {
            continue;
        }
        let message = if expires.value < today {
            format!("a person is offered what ended on {}", expires.value)
        } else if walks.iter().filter_map(|walk| day(walk)).any(|day| day <= expires.value) {
            format!("who enters today may be offered on {last} what ends on {}", expires.value)
        } else {
            format!("who enters today is offered on {last} what ends on {}", expires.value)
        };
        let finding = cx.finding(expires.place, "over before it arrives", message).step(cx.step_id(index));
        found.push(finding.witness(cx.witness(walk)).help(cx.advice(
            "set an `expires` that leaves people time, or take the offer out",
            "let it end on a day that leaves people time, or take the offer out",
        )));
    }
}

/// The walks on which a silent person and a reader get the touch first and last. Where there is no end, the quickest.
fn walks(cx: &Context<'_>, index: usize) -> Vec<Vec<Visit>> {
    let only = |step: usize| u32::from(step == index);
    let mut walks = Vec::new();
    for who in [Recipient::Silent, Recipient::Reader] {
        let mut first = cx.timeline.heaviest(who, &only);
        first.truncate(first.iter().position(|visit| visit.step == index).map_or(0, |place| place + 1));
        let quickest = cx.timeline.walk_via(who, &[index]).unwrap_or_default();
        walks.extend([first, quickest, cx.timeline.latest(who, index)]);
    }
    walks.retain(|walk| !walk.is_empty());
    walks
}
