//! A walk through given steps.
//!
//! Owns the search for it. From each of the steps to the next it takes the way with the fewest touches between, the
//! quickest among such, so that two touches that can follow each other do. That is exact where none of the steps lies
//! on a cycle. Where one does, whether a walk that passes no step twice exists is a hard question (NP-hard), and the
//! search looks at [`TRIES`] ways before it gives up.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use super::Visit;
use super::graph::{NONE, later};
use super::plan::Plan;

const TRIES: usize = 100_000;

/// The touches up to the last of `steps` on a walk that passes them all in this order.
pub(super) fn walk(plan: &Plan, steps: &[usize]) -> Option<Vec<Visit>> {
    let Some((first, rest)) = steps.split_first() else {
        return Some(Vec::new());
    };
    let number = |step: &usize| u32::try_from(*step).ok().filter(|step| plan.position(*step).is_some());
    let mut goals = vec![number(first)?];
    for step in rest {
        goals.push(number(step)?);
    }
    let mut path = vec![plan.graph.entry];
    for &goal in &goals {
        let from = path.pop()?;
        path.extend(segment(plan, from, goal)?);
    }
    // A step that stands in the list twice on end gives no way of its own.
    if goals.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    let mut seen = HashSet::with_capacity(path.len());
    if !path.iter().all(|step| seen.insert(*step)) {
        path = simple(plan, &goals)?;
    }
    Some(visits(plan, &path))
}

/// The steps from `from` to `to`, both included.
fn segment(plan: &Plan, from: u32, to: u32) -> Option<Vec<u32>> {
    let knot = |step: u32| plan.position(step).map(|position| plan.knot(position));
    let target = knot(to)?;
    let mut best: HashMap<u32, ((u32, u64), u32)> = HashMap::from([(from, ((0, 0), NONE))]);
    let mut heap = BinaryHeap::from([Reverse(((0, 0), from))]);
    while let Some(Reverse((cost, step))) = heap.pop() {
        if step == to {
            break;
        }
        if best.get(&step).is_some_and(|(known, _)| *known < cost) {
            continue;
        }
        for edge in plan.graph.ways(plan.view, step) {
            // Ways lead to lower positions: nothing below the goal comes back to it.
            if knot(edge.to).is_none_or(|knot| knot < target) {
                continue;
            }
            let touch = u32::from(plan.graph.channel(plan.view, edge.to).is_some());
            let then = (cost.0 + touch, later(cost.1, later(edge.leave_s, plan.graph.node(edge.to).wait_s)));
            if best.get(&edge.to).is_none_or(|(known, _)| then < *known) {
                best.insert(edge.to, (then, step));
                heap.push(Reverse((then, edge.to)));
            }
        }
    }
    let mut path = vec![to];
    let mut step = to;
    while step != from {
        step = best.get(&step)?.1;
        path.push(step);
    }
    path.reverse();
    Some(path)
}

/// A path from the entry through `goals` that passes no step twice, tried way by way.
fn simple(plan: &Plan, goals: &[u32]) -> Option<Vec<u32>> {
    let mut passed = vec![false; plan.graph.nodes.len()];
    let entry = plan.graph.entry;
    passed[entry as usize] = true;
    let mut frames = vec![(entry, 0, usize::from(goals.first() == Some(&entry)))];
    for _ in 0..TRIES {
        let (step, next, met) = frames.last_mut()?;
        if *met == goals.len() {
            return Some(frames.into_iter().map(|(step, ..)| step).collect());
        }
        if *next == plan.graph.degree(*step) {
            passed[*step as usize] = false;
            frames.pop();
            continue;
        }
        let edge = plan.graph.way(plan.view, *step, *next);
        *next += 1;
        let Some(to) = edge.map(|edge| edge.to).filter(|to| *to != NONE && !passed[*to as usize]) else { continue };
        let met = *met + usize::from(goals.get(*met) == Some(&to));
        passed[to as usize] = true;
        frames.push((to, 0, met));
    }
    None
}

fn visits(plan: &Plan, path: &[u32]) -> Vec<Visit> {
    let mut at_s = plan.graph.node(plan.graph.entry).wait_s;
    let mut before = None;
    let mut visits = Vec::new();
    for &step in path {
        if let Some(before) = before {
            at_s = later(at_s, plan.graph.hop(plan.view, before, step).unwrap_or(0));
        }
        if plan.graph.channel(plan.view, step).is_some() {
            visits.push(Visit { step: step as usize, at_s });
        }
        before = Some(step);
    }
    visits
}
