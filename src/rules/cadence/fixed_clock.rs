//! Touch after touch at one time of the day, evenly spaced: an autoresponder that shows.

use crate::model::{Clock, time};
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::Gap;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule =
    Rule::campaign("cadence/fixed-clock", include_str!("../../../rules/cadence/fixed-clock.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    in_a_row: usize,
}

/// A row that ends with a touch: how many there are, the touch before it, the gap.
#[derive(Clone, Copy)]
struct Row {
    touches: usize,
    before: usize,
    gap_s: u64,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if cx.campaign.steps.iter().filter(|step| step.at.value().is_some()).count() < 2 || !pressure::may_press(cx, found)
    {
        return;
    }
    let options: &Options = cx.options();
    let Some((row, clock)) = longest(cx) else { return };
    let [first, rest @ ..] = row.as_slice() else { return };
    if row.len() < options.in_a_row.max(2) {
        return;
    }
    let place = |step: usize| cx.step(step).and_then(|s| s.at.place()).unwrap_or_else(|| cx.touch_place(step));
    let spacing = cx.timeline.silent.gaps.iter().find(|gap| rest.first() == Some(&gap.to) && gap.from == *first);
    let apart = spacing.map_or(String::new(), |gap| format!(", {} apart", time::spoken(gap.gap_s)));
    let mut finding = cx
        .finding(
            place(*first),
            "the row begins here",
            format!("{} messages in a row come at {clock} sharp{apart}: a machine that shows", row.len()),
        )
        .step(cx.step_id(*first))
        .help(cx.advice(
            "let the time of the day vary, leave `at` out, or write one of them yourself",
            "let the time of the day vary, or write one of them yourself",
        ));
    for step in rest.iter().take(6) {
        finding = finding.label(place(*step), format!("{clock} again"));
    }
    found.push(finding);
}

/// The longest row of touches at one time of the day, each as long after the one before it.
fn longest(cx: &Context<'_>) -> Option<(Vec<usize>, Clock)> {
    let track = &cx.timeline.silent;
    // In the order of the walk: the gaps that lead to a touch are seen before those that leave it.
    let mut order: Vec<&Gap> = track.gaps.iter().filter(|gap| clock(cx, gap.to).is_some()).collect();
    let rank: BTreeMap<usize, usize> = ranks(&track.gaps);
    order.sort_by_key(|gap| (rank.get(&gap.from).copied(), gap.from, gap.to));
    let leads = pressure::leads(cx.campaign);
    let mut rows: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    let mut best: Option<(usize, Row)> = None;
    for gap in order {
        let at = clock(cx, gap.to);
        if at != clock(cx, gap.from) || gap.gap_s == 0 || !is_fixed(cx, &leads, gap.to) {
            continue;
        }
        let before = rows.get(&gap.from).and_then(|rows| rows.iter().find(|row| row.gap_s == gap.gap_s));
        let row = Row { touches: before.map_or(2, |row| row.touches + 1), before: gap.from, gap_s: gap.gap_s };
        let list = rows.entry(gap.to).or_default();
        match list.iter_mut().find(|other| other.gap_s == row.gap_s) {
            Some(other) if other.touches >= row.touches => continue,
            Some(other) => *other = row,
            None => list.push(row),
        }
        if best.is_none_or(|(_, best)| row.touches > best.touches) {
            best = Some((gap.to, row));
        }
    }
    let (mut step, row) = best?;
    let mut steps = vec![step];
    let mut at = Some(row);
    while let Some(row) = at {
        step = row.before;
        steps.push(step);
        at = rows.get(&step).and_then(|rows| rows.iter().find(|r| r.gap_s == row.gap_s)).copied();
    }
    steps.reverse();
    Some((steps.clone(), clock(cx, *steps.first()?)?))
}

/// How many touches lie before each at most; gaps never form a cycle.
fn ranks(gaps: &[Gap]) -> BTreeMap<usize, usize> {
    let mut onward: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut waiting: BTreeMap<usize, usize> = BTreeMap::new();
    for gap in gaps {
        onward.entry(gap.from).or_default().push(gap.to);
        waiting.entry(gap.from).or_default();
        *waiting.entry(gap.to).or_default() += 1;
    }
    let mut ready: Vec<usize> = waiting.iter().filter(|(_, n)| **n == 0).map(|(step, _)| *step).collect();
    let mut rank: BTreeMap<usize, usize> = ready.iter().map(|step| (*step, 0)).collect();
    while let Some(step) = ready.pop() {
        let below = rank.get(&step).copied().unwrap_or_default() + 1;
        for next in onward.remove(&step).unwrap_or_default() {
            let depth = rank.entry(next).or_default();
            *depth = below.max(*depth);
            if let Some(left) = waiting.get_mut(&next) {
                *left -= 1;
                if *left == 0 {
                    ready.push(next);
                }
            }
        }
    }
    rank
}

/// When a touch goes out, unless a person makes it or it was asked for.
fn clock(cx: &Context<'_>, step: usize) -> Option<Clock> {
    let by_hand = cx.touch(step).is_none_or(|touch| touch.manual.is(|manual| *manual));
    if by_hand || !pressure::presses(cx.campaign, step) {
        return None;
    }
    cx.step(step)?.at.get()
}

/// Whether the time before a touch is always the same: no wait since the touch before it is a range or hidden.
fn is_fixed(cx: &Context<'_>, leads: &[Vec<usize>], touch: usize) -> bool {
    let mut seen = BTreeSet::from([touch]);
    let mut open = vec![touch];
    while let Some(index) = open.pop() {
        let Some(step) = cx.step(index) else { continue };
        if step.wait.is_unknown() || step.wait.is(|wait| wait.min_s != wait.max_s) {
            return false;
        }
        let before = leads.get(index).into_iter().flatten().filter(|before| cx.touch(**before).is_none());
        open.extend(before.filter(|before| seen.insert(**before)));
    }
    true
}
