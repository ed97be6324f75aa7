//! What those who act share after an event.
//!
//! Owns the two lists of a plan of which most others are ends: the walk that starts with the most touches, and every
//! touch in the order of the steps. In a row of steps all that follows any touch is an end of both.

use std::sync::Arc;

use super::Visit;
use super::graph::{NONE, later};
use super::list::List;
use super::plan::Plan;

/// The lists of one plan.
pub(super) struct Shared {
    walk: Arc<[Visit]>,
    /// The place on the walk of each position.
    places: Vec<u32>,
    touches: Arc<[usize]>,
    /// The place in `touches` from which on all can follow, and nothing before, per position.
    tails: Vec<u32>,
}

impl Shared {
    /// The lists of `plan`, for events that come after one of `starts`.
    pub(super) fn of(plan: &Plan, starts: impl Iterator<Item = Visit>) -> Self {
        let positions = starts.filter_map(|visit| Some((plan.position(visit.step as u32)?, visit.at_s)));
        let bounded = positions.filter(|(position, _)| plan.cycle(*position).is_none());
        let longest = bounded.reduce(|longest, other| {
            let weight = |start: (u32, u64)| plan.best[start.0 as usize].weight;
            if weight(other) > weight(longest) { other } else { longest }
        });
        let mut walk = Vec::new();
        if let Some((position, at_s)) = longest {
            walk.reserve_exact(plan.best[position as usize].weight as usize);
            plan.follow(&plan.best, position, at_s, &mut walk);
        }
        let mut places = vec![NONE; plan.order.len()];
        for (place, position) in walk.iter().filter_map(|visit| plan.position(visit.step as u32)).enumerate() {
            places[position as usize] = place as u32;
        }
        let (touches, tails) = tails(plan);
        Self { walk: walk.into(), places, touches, tails }
    }

    /// The touches on the best way on from `position` at `at_s`, where they are the end of the shared walk.
    pub(super) fn touches(&self, plan: &Plan, position: u32, at_s: u64) -> Option<List<Visit>> {
        let best = plan.best[position as usize];
        let place = *self.places.get(best.next as usize)? as usize;
        let visit = self.walk.get(place)?;
        (visit.at_s == later(at_s, best.gap_s)).then(|| List::end(&self.walk, place))
    }

    /// The touches that can follow `position`, where they are all from one step on.
    pub(super) fn can_follow(&self, position: u32) -> Option<List<usize>> {
        let tail = self.tails[position as usize];
        (tail != NONE).then(|| List::end(&self.touches, tail as usize))
    }
}

fn tails(plan: &Plan) -> (Arc<[usize]>, Vec<u32>) {
    let positions = 0..plan.order.len() as u32;
    let mut touches: Vec<usize> =
        positions.filter(|position| plan.touches(*position)).map(|position| plan.step(position)).collect();
    touches.sort_unstable();
    let mut places = vec![NONE; plan.graph.nodes.len()];
    for (place, step) in touches.iter().enumerate() {
        places[*step] = place as u32;
    }
    let mut tails: Vec<u32> = Vec::with_capacity(plan.order.len());
    let mut next = Vec::new();
    for position in 0..plan.order.len() as u32 {
        let ways = plan.ways(position);
        // The touches that come next must stand right before the longest of the tails.
        let mut tail = ways.iter().map(|way| tails[way.to as usize]).min().unwrap_or(touches.len() as u32);
        let known = plan.cycle(position).is_none() && ways.iter().all(|way| tails[way.to as usize] != NONE);
        next.clear();
        next.extend(ways.iter().filter(|way| plan.touches(way.to)).map(|way| places[plan.step(way.to)]));
        next.sort_unstable();
        for place in next.iter().rev() {
            if *place + 1 == tail {
                tail = *place;
            }
        }
        let whole = next.first().is_none_or(|first| *first >= tail);
        tails.push(if known && whole { tail } else { NONE });
    }
    (touches.into(), tails)
}
