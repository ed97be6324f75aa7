//! What can follow one event.
//!
//! Owns the lists of an [`After`]: from which list they are taken where several share one, and how they are made where
//! not.

use std::collections::VecDeque;
use std::sync::Arc;

use super::graph::{Kind, NEVER, NONE, later};
use super::list::List;
use super::plan::Plan;
use super::share::Shared;
use super::{After, Visit};
use crate::model::Channel;

/// What follows an event that ends everything.
pub(super) fn nothing(event_after: Visit, channel: Channel) -> After {
    After {
        event_after,
        channel,
        touches: List::empty(),
        cycle: List::empty(),
        can_follow: List::empty(),
        tasks: List::empty(),
    }
}

/// What follows an event in `plan`.
pub(super) fn rest(plan: &Arc<Plan>, shared: &Shared, event_after: Visit, channel: Channel) -> After {
    let nothing = nothing(event_after, channel);
    let Some(position) = plan.position(event_after.step as u32) else {
        return nothing;
    };
    let later = |make| List::later(plan, event_after, make);
    let tasks = if plan.graph.has_tasks { List::later(plan, event_after, tasks) } else { List::empty() };
    if let Some(cycle) = plan.cycle(position) {
        let can_follow = List::later(plan, event_after, can_follow);
        return After { touches: later(round), cycle: List::end(cycle, 0), can_follow, tasks, ..nothing };
    }
    if plan.best[position as usize].next == NONE {
        return After { tasks, ..nothing };
    }
    After {
        touches: shared.touches(plan, position, event_after.at_s).unwrap_or_else(|| later(touches)),
        can_follow: shared.can_follow(position).unwrap_or_else(|| List::later(plan, event_after, can_follow)),
        tasks,
        ..nothing
    }
}

/// The touches on the best way on.
fn touches(plan: &Plan, event: Visit) -> Vec<Visit> {
    let Some(position) = plan.position(event.step as u32) else {
        return Vec::new();
    };
    let mut visits = Vec::with_capacity(plan.best[position as usize].weight as usize);
    plan.follow(&plan.best, position, event.at_s, &mut visits);
    visits
}

/// The touches on the shortest way to the cycle and once round it, back to where the walk met it. Where the event came
/// on the cycle itself, its touch is the last of them.
fn round(plan: &Plan, event: Visit) -> Vec<Visit> {
    let (graph, view, start) = (&plan.graph, plan.view, event.step as u32);
    let Some(cycle) = plan.position(start).and_then(|position| plan.cycle(position)) else {
        return Vec::new();
    };
    let mut on_cycle = vec![false; graph.nodes.len()];
    cycle.iter().for_each(|step| on_cycle[*step] = true);
    let mut came = vec![NONE; graph.nodes.len()];
    let mut queue = VecDeque::from([start]);
    let mut met = start;
    while let Some(step) = queue.pop_front() {
        if on_cycle[step as usize] {
            met = step;
            break;
        }
        for edge in graph.ways(view, step) {
            if edge.to != NONE && edge.to != start && came[edge.to as usize] == NONE {
                came[edge.to as usize] = step;
                queue.push_back(edge.to);
            }
        }
    }
    let mut path = Vec::new();
    let mut step = met;
    while step != start && step != NONE {
        path.push(step);
        step = came[step as usize];
    }
    path.reverse();
    let turn = cycle.iter().position(|step| *step == met as usize).unwrap_or(0);
    let round = cycle.iter().cycle().skip(turn + 1).take(cycle.len().saturating_sub(1));
    path.extend(round.map(|step| *step as u32));
    if met == start {
        path.push(start);
    }
    let mut visits = Vec::new();
    let (mut before, mut at_s) = (start, event.at_s);
    for step in path {
        at_s = later(at_s, graph.hop(view, before, step).unwrap_or(0));
        if graph.channel(view, step).is_some() {
            visits.push(Visit { step: step as usize, at_s });
        }
        before = step;
    }
    visits
}

fn can_follow(plan: &Plan, event: Visit) -> Vec<usize> {
    let start = event.step as u32;
    let mut next: Vec<u32> = plan.graph.ways(plan.view, start).map(|edge| edge.to).filter(|to| *to != NONE).collect();
    next.sort_unstable();
    let reached = plan.graph.nearest(plan.view, &next);
    let touches = reached.into_iter().filter(|step| plan.graph.channel(plan.view, *step).is_some());
    let mut touches: Vec<usize> = touches.map(|step| step as usize).collect();
    touches.sort_unstable();
    touches
}

fn tasks(plan: &Plan, event: Visit) -> Vec<Visit> {
    let times = plan.graph.earliest(plan.view, event.step as u32, 0);
    let reached = times.into_iter().enumerate().filter(|(_, at_s)| *at_s != NEVER);
    let tasks = reached.filter(|(step, _)| plan.graph.node(*step as u32).kind == Kind::Task);
    tasks.map(|(step, at_s)| Visit { step, at_s }).collect()
}
