//! The figures of the silent recipient and the reader.
//!
//! Owns what is the worst over all walks of a plan. Every figure is one pass over the ways, and pairs of touches that
//! follow each other one look ahead from each touch.

use std::collections::BinaryHeap;

use super::graph::{NEVER, NONE, later};
use super::plan::{Best, Plan};
use super::window;
use super::{Count, Gap, Track, Visit};

/// The most pairs of touches that a track lists (up to one touch more). Only campaigns of thousands of steps that can
/// all be skipped have more; the figures count every pair all the same.
const MOST_GAPS: usize = 1 << 20;

/// The most ways that the search for them looks at.
const MOST_LOOKS: usize = 1 << 25;

/// The track of who walks `plan` from its entry.
pub(super) fn of(plan: &Plan) -> Track {
    let Some(entry) = plan.position(plan.graph.entry) else {
        return empty(Count::Bounded(0));
    };
    if let Some(cycle) = plan.cycle(entry) {
        return Track { cycle: cycle.to_vec(), ..empty(Count::Unbounded) };
    }
    let touches = whole_walk(plan, &plan.best);
    let reached = reach(plan, entry);
    let full = window::fullest(plan, entry);
    let gaps = gaps(plan, &reached);
    let last = last(plan, &reached);
    Track {
        touch_count: Count::Bounded(touches.len() as u32),
        min_gap_s: reached.min_gap_s,
        max_in_24h: Some(full.day),
        max_in_7d: Some(full.week),
        max_in_30d: Some(full.month),
        last_at_s: reached.last_at_s,
        touches,
        cycle: Vec::new(),
        gaps,
        last,
        first: reached.first,
    }
}

/// The touches of the walk that is best by `best`, from the entry on. Empty where there is no end.
pub(super) fn whole_walk(plan: &Plan, best: &[Best]) -> Vec<Visit> {
    let Some(entry) = plan.position(plan.graph.entry).filter(|entry| plan.cycle(*entry).is_none()) else {
        return Vec::new();
    };
    let at_s = plan.graph.node(plan.graph.entry).wait_s;
    let mut visits = Vec::with_capacity(plan.best[entry as usize].weight as usize + 1);
    if plan.touches(entry) {
        visits.push(Visit { step: plan.step(entry), at_s });
    }
    plan.follow(best, entry, at_s, &mut visits);
    visits
}

/// The touches up to that of `step` on the walk that comes to it last. Empty where none does or there is no end.
pub(super) fn latest(plan: &Plan, step: u32) -> Vec<Visit> {
    let Some(goal) = plan.position(step).filter(|goal| plan.touches(*goal)) else {
        return Vec::new();
    };
    let came = come_last(plan);
    let mut visits = Vec::new();
    let mut position = goal;
    while let Some((at_s, before)) = came.get(position as usize).copied().flatten() {
        if plan.touches(position) {
            visits.push(Visit { step: plan.step(position), at_s });
        }
        position = before;
    }
    visits.reverse();
    visits
}

/// Every touch, at its latest on any walk, sorted by step. Empty where there is no end.
pub(super) fn latest_of_each(plan: &Plan) -> Vec<Visit> {
    let came = come_last(plan).into_iter().zip(0..);
    let touches =
        came.filter_map(|(came, position)| came.filter(|_| plan.touches(position)).map(|came| (came, position)));
    let mut visits: Vec<Visit> =
        touches.map(|((at_s, _), position)| Visit { step: plan.step(position), at_s }).collect();
    visits.sort_unstable();
    visits
}

/// Per position, the latest time at which a walk comes there, and from where.
fn come_last(plan: &Plan) -> Vec<Option<(u64, u32)>> {
    let mut came = vec![None; plan.order.len()];
    let Some(entry) = plan.position(plan.graph.entry).filter(|entry| plan.cycle(*entry).is_none()) else {
        return came;
    };
    came[entry as usize] = Some((plan.graph.node(plan.graph.entry).wait_s, NONE));
    for position in (0..=entry).rev() {
        let Some((at_s, _)) = came[position as usize] else { continue };
        for way in plan.ways(position) {
            let then_s = later(at_s, way.max_s);
            let there = &mut came[way.to as usize];
            if there.is_none_or(|(known_s, _)| then_s > known_s) {
                *there = Some((then_s, position));
            }
        }
    }
    came
}

fn empty(touch_count: Count) -> Track {
    let none = (touch_count == Count::Bounded(0)).then_some(0);
    Track {
        touch_count,
        min_gap_s: None,
        max_in_24h: none,
        max_in_7d: none,
        max_in_30d: none,
        last_at_s: None,
        touches: Vec::new(),
        cycle: Vec::new(),
        gaps: Vec::new(),
        last: Vec::new(),
        first: Vec::new(),
    }
}

/// What one pass from the entry tells.
struct Reached {
    /// The touches that can be reached, nearest to the end first.
    touches: Vec<u32>,
    first: Vec<usize>,
    min_gap_s: Option<u64>,
    last_at_s: Option<u64>,
}

/// What is known of a position once every walk to it is.
#[derive(Clone, Copy)]
struct Arrival {
    latest_s: u64,
    /// The least time since a touch; [`NEVER`] where none came before.
    since_s: u64,
    reached: bool,
    /// Some walk comes here before any touch.
    fresh: bool,
}

fn reach(plan: &Plan, entry: u32) -> Reached {
    let touches = Vec::with_capacity(plan.order.len());
    let mut found = Reached { touches, first: Vec::new(), min_gap_s: None, last_at_s: None };
    let nowhere = Arrival { latest_s: 0, since_s: NEVER, reached: false, fresh: false };
    let mut arrivals = vec![nowhere; plan.order.len()];
    let latest_s = plan.graph.node(plan.graph.entry).wait_s;
    arrivals[entry as usize] = Arrival { latest_s, since_s: NEVER, reached: true, fresh: true };
    for position in (0..=entry).rev() {
        let mut here = arrivals[position as usize];
        if !here.reached {
            continue;
        }
        if plan.touches(position) {
            found.touches.push(position);
            found.last_at_s = found.last_at_s.max(Some(here.latest_s));
            if here.fresh {
                found.first.push(plan.step(position));
            }
            if here.since_s != NEVER {
                found.min_gap_s = Some(found.min_gap_s.unwrap_or(NEVER).min(here.since_s));
            }
            here = Arrival { since_s: 0, fresh: false, ..here };
        }
        for way in plan.ways(position) {
            let then = &mut arrivals[way.to as usize];
            then.reached = true;
            then.fresh |= here.fresh;
            then.latest_s = then.latest_s.max(later(here.latest_s, way.max_s));
            if here.since_s != NEVER {
                then.since_s = then.since_s.min(later(here.since_s, way.min_s));
            }
        }
    }
    found.first.sort_unstable();
    found
}

fn gaps(plan: &Plan, reached: &Reached) -> Vec<Gap> {
    let mut found = Vec::with_capacity(reached.touches.len());
    let mut times = vec![NEVER; plan.order.len()];
    let mut heap = BinaryHeap::new();
    let mut looks = 0;
    for &touch in &reached.touches {
        if found.len() >= MOST_GAPS || looks >= MOST_LOOKS {
            break;
        }
        let from = plan.step(touch);
        let mut here = Some((touch, 0));
        while let Some((position, at_s)) = here.take() {
            // In a row of steps the next one is the only one; the heap is for what comes apart.
            looks += plan.ways(position).len();
            for way in plan.ways(position) {
                let time = &mut times[way.to as usize];
                if *time == NEVER {
                    heap.push(way.to);
                }
                *time = (*time).min(later(at_s, way.min_s));
            }
            while let Some(next) = heap.pop() {
                let gap_s = std::mem::replace(&mut times[next as usize], NEVER);
                if plan.touches(next) {
                    found.push(Gap { from, to: plan.step(next), gap_s });
                } else {
                    here = Some((next, gap_s));
                    break;
                }
            }
        }
    }
    found.sort_unstable();
    found
}

fn last(plan: &Plan, reached: &Reached) -> Vec<usize> {
    let mut silent = Vec::with_capacity(plan.order.len());
    for position in 0..plan.order.len() as u32 {
        let on = |to: u32| !plan.touches(to) && silent[to as usize];
        silent.push(plan.ends(position) || plan.ways(position).iter().any(|way| on(way.to)));
    }
    let touches = reached.touches.iter().filter(|touch| silent[**touch as usize]);
    let mut last: Vec<usize> = touches.map(|touch| plan.step(*touch)).collect();
    last.sort_unstable();
    last
}
