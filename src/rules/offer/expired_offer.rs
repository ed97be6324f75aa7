//! An offer that ends before the touch goes out.

use super::offers;
use crate::model::time;
use crate::rules::{Context, Findings, Rule};
use crate::timeline::{Recipient, Visit};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule::campaign("offer/expired-offer", include_str!("../../../rules/offer/expired-offer.md"), check);

/// Of so many offers of a campaign, in the order of the file, it is told how they arrive: each takes walks of its own.
const MOST: usize = 1_000;

fn check(cx: &Context<'_>, found: &mut Findings) {
    let today = cx.settings.today;
    let arrives = |visit: &Visit| today.checked_add(i64::try_from(visit.at_s / time::DAY).ok()?.days()).ok();
    let latest = latest(cx);
    let is_in_time = |index: &usize, expires: Date| {
        let is_before = |visit: &Visit| arrives(visit).is_none_or(|day| day <= expires);
        latest.as_ref().is_some_and(|latest| latest.get(index).is_none_or(is_before))
    };
    let ends = offers(cx).filter_map(|(index, _, offer)| Some((index, offer.expires.located()?)));
    let late = ends.filter(|(index, expires)| !is_in_time(index, expires.value));
    for (looked, (index, expires)) in late.enumerate() {
        if looked == MOST {
            found.lacks("how the offers behind the first 1,000 arrive");
            break;
        }
        let day = |walk: &[Visit]| walk.last().and_then(arrives);
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

/// When each touch comes at its latest, to a silent person or a reader. None where there is no end.
fn latest(cx: &Context<'_>) -> Option<BTreeMap<usize, Visit>> {
    let mut all: BTreeMap<usize, Visit> = BTreeMap::new();
    for who in [Recipient::Silent, Recipient::Reader] {
        let each = cx.timeline.latest_of_each(who);
        if each.is_empty() {
            return None;
        }
        for visit in each {
            all.entry(visit.step).and_modify(|kept| kept.at_s = kept.at_s.max(visit.at_s)).or_insert(visit);
        }
    }
    Some(all)
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
