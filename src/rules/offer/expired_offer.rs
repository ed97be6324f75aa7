//! An offer that ends before the touch goes out.

use super::offers;
use crate::model::time;
use crate::rules::{Context, Findings, Rule};
use crate::timeline::Recipient;
use jiff::ToSpan;

pub(super) const RULE: Rule =
    Rule::campaign("offer/expired-offer", include_str!("../../../rules/offer/expired-offer.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let today = cx.settings.today;
    for (index, _, offer) in offers(cx) {
        let Some(expires) = offer.expires.located() else { continue };
        let Some(days) = earliest_day(cx, index) else { continue };
        let Ok(first) = today.checked_add(days.days()) else { continue };
        if first <= expires.value {
            continue;
        }
        let message = if expires.value < today {
            format!("a person is offered what ended on {}", expires.value)
        } else {
            format!("who enters today is offered on {first} what ends on {}", expires.value)
        };
        found.push(cx.finding(expires.place, "over before it arrives", message).step(cx.step_id(index)).help(
            cx.advice(
                "set an `expires` that leaves people time, or take the offer out",
                "let it end on a day that leaves people time, or take the offer out",
            ),
        ));
    }
}

/// Whole days from enrolment to the earliest time at which a silent person or a reader gets the touch.
fn earliest_day(cx: &Context<'_>, index: usize) -> Option<i64> {
    let only = |step: usize| u32::from(step == index);
    [Recipient::Silent, Recipient::Reader]
        .iter()
        .filter_map(|who| {
            let walks = [cx.timeline.heaviest(*who, &only), cx.timeline.walk_via(*who, &[index]).unwrap_or_default()];
            walks.iter().flatten().filter(|visit| visit.step == index).map(|visit| visit.at_s).min()
        })
        .min()
        .and_then(|seconds| i64::try_from(seconds / time::DAY).ok())
}
