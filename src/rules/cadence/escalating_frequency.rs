//! The longer a person stays silent, the faster the messages come.

use crate::model::time;
use crate::rules::{Context, Findings, Rule, pressure, words};
use crate::timeline::{Gap, Recipient, Visit};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule::campaign(
    "cadence/escalating-frequency",
    include_str!("../../../rules/cadence/escalating-frequency.md"),
    check,
)
.with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    shrinks_below: f64,
}

/// Messages closer than this are one occasion, whatever came before; other rules speak of them. In seconds.
const ONE_OCCASION: u64 = time::HOUR;

/// How many suspects are put to the timeline for a walk; a shrinking pair that is on none is not reported.
const TRIES: usize = 8;

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::is_touch(cx.campaign, step));
    for who in pressure::SILENCE {
        let Some(track) = cx.timeline.track(who) else { continue };
        let (mut plain, veiled): (Vec<Gap>, Vec<Gap>) = track
            .gaps
            .iter()
            .filter(|gap| [gap.from, gap.to].iter().all(|step| pressure::presses(cx.campaign, *step)))
            .partition(|gap| !hidden.get(gap.to).is_some_and(|hidden| *hidden));
        plain.retain(|gap| gap.gap_s >= ONE_OCCASION);
        if !veiled.is_empty() && track.gaps.len() > 1 {
            found.lacks("step.wait");
        }
        if let Some(walk) = shrinking(cx, who, &plain, options) {
            report(cx, found, &walk, options);
            return;
        }
    }
}

/// A walk on which gaps shrink, up to the gap that shrank most.
fn shrinking(cx: &Context<'_>, who: Recipient, gaps: &[Gap], options: &Options) -> Option<Vec<Visit>> {
    let longest = longest_before(gaps);
    let ratio = |gap: &Gap| Some(gap.gap_s as f64 / longest.get(&gap.from)?.gap_s as f64);
    let mut suspects: Vec<(f64, &Gap)> = gaps
        .iter()
        .filter_map(|gap| Some((ratio(gap)?, gap)))
        .filter(|(ratio, _)| *ratio < options.shrinks_below)
        .collect();
    suspects.sort_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| x.cmp(y)));
    suspects.into_iter().take(TRIES).find_map(|(_, gap)| {
        let long = longest.get(&gap.from)?;
        let mut steps = vec![long.from, long.to, gap.from, gap.to];
        steps.dedup();
        let walk = cx.timeline.walk_via(who, &steps)?;
        // The least gaps of two pairs need not lie on one walk; the walk itself is the proof.
        (!shrunk(&walk, options).is_empty()).then_some(walk)
    })
}

/// For each touch, the longest gap on a way to it. Gaps never form a cycle: where touches do, the timeline has none.
fn longest_before(gaps: &[Gap]) -> BTreeMap<usize, Gap> {
    let mut onward: BTreeMap<usize, Vec<&Gap>> = BTreeMap::new();
    let mut waiting: BTreeMap<usize, usize> = BTreeMap::new();
    for gap in gaps {
        onward.entry(gap.from).or_default().push(gap);
        waiting.entry(gap.from).or_default();
        *waiting.entry(gap.to).or_default() += 1;
    }
    let mut ready: Vec<usize> = waiting.iter().filter(|(_, n)| **n == 0).map(|(step, _)| *step).collect();
    let mut longest: BTreeMap<usize, Gap> = BTreeMap::new();
    while let Some(step) = ready.pop() {
        let before = longest.get(&step).copied();
        for gap in onward.remove(&step).unwrap_or_default() {
            let best = before.filter(|b| b.gap_s > gap.gap_s).unwrap_or(*gap);
            let kept = longest.entry(gap.to).or_insert(best);
            if (best.gap_s, kept.from) > (kept.gap_s, best.from) {
                *kept = best;
            }
            if let Some(left) = waiting.get_mut(&gap.to) {
                *left -= 1;
                if *left == 0 {
                    ready.push(gap.to);
                }
            }
        }
    }
    longest
}

/// The visits of a walk that come after a gap too short for the silence before it, with that gap.
fn shrunk(walk: &[Visit], options: &Options) -> Vec<(Visit, u64)> {
    let mut longest = 0;
    let mut list = Vec::new();
    for pair in walk.windows(2) {
        let [before, visit] = pair else { continue };
        let gap = visit.at_s - before.at_s;
        if gap < ONE_OCCASION {
            continue;
        }
        if (gap as f64) < longest as f64 * options.shrinks_below {
            list.push((*visit, gap));
        }
        longest = longest.max(gap);
    }
    list
}

fn report(cx: &Context<'_>, found: &mut Findings, walk: &[Visit], options: &Options) {
    let shrunk = shrunk(walk, options);
    let [(first, gap), rest @ ..] = shrunk.as_slice() else { return };
    let gaps: Vec<String> = walk
        .windows(2)
        .filter_map(|pair| Some(pair.last()?.at_s - pair.first()?.at_s))
        .filter(|gap| *gap >= ONE_OCCASION)
        .map(time::spoken)
        .collect();
    // The last few tell it; a long walk would not fit a line.
    let told = gaps.get(gaps.len().saturating_sub(4)..).unwrap_or_default();
    let message = format!("the longer a person stays silent, the faster you write: after {}", words::list(told));
    let mut finding = cx
        .finding(pressure::wait_place(cx, first.step), format!("only {} now", time::spoken(*gap)), message)
        .step(cx.step_id(first.step))
        .help("let the time between messages grow while nobody answers, or stop")
        .witness(cx.witness(walk));
    for (visit, gap) in rest.iter().take(5) {
        finding = finding.label(pressure::wait_place(cx, visit.step), format!("only {} now", time::spoken(*gap)));
    }
    found.push(finding);
}
