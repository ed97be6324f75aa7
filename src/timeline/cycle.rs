//! Cycles with a touch on them.
//!
//! Owns which cycle is shown of those that can be gone round: the shortest, named from where a walk meets it.

use std::collections::VecDeque;

use super::graph::NONE;
use super::plan::Plan;

/// How many ways the search for the shortest cycle of a plan looks at. Beyond it the shortest found so far is shown.
const TRIES: usize = 4_000_000;

/// A search among the cycles of one plan.
pub(super) struct Search {
    /// When a walk can first meet each step.
    ranks: Vec<u32>,
    /// By which step the search came, and for which touch.
    came: Vec<(u32, u32)>,
    left: usize,
}

impl Search {
    /// A search in `plan`, whose walks begin at `starts`.
    pub(super) fn new(plan: &Plan, starts: &[u32]) -> Self {
        let count = plan.graph.nodes.len();
        let mut ranks = vec![NONE; count];
        for (rank, step) in plan.graph.nearest(plan.view, starts).into_iter().enumerate() {
            ranks[step as usize] = rank as u32;
        }
        Self { ranks, came: vec![(NONE, NONE); count], left: TRIES }
    }

    /// The shortest cycle with a touch on it among the steps of a knot that has one.
    pub(super) fn shortest(&mut self, plan: &Plan, members: &[u32]) -> Vec<usize> {
        let rank = |step: &u32| self.ranks[*step as usize];
        let mut touches: Vec<u32> =
            members.iter().copied().filter(|step| plan.graph.channel(plan.view, *step).is_some()).collect();
        touches.sort_unstable_by_key(rank);
        let mut shortest: Vec<u32> = Vec::new();
        for touch in touches {
            if let Some(cycle) = self.round(plan, touch, shortest.len()) {
                shortest = cycle;
            }
            if shortest.len() == 1 || self.left == 0 {
                break;
            }
        }
        let first = (0..shortest.len()).min_by_key(|index| self.ranks[shortest[*index] as usize]).unwrap_or(0);
        shortest.rotate_left(first);
        shortest.into_iter().map(|step| step as usize).collect()
    }

    /// The shortest cycle from `touch` round to it, if it has fewer steps than `limit` (0: none was found yet).
    fn round(&mut self, plan: &Plan, touch: u32, limit: usize) -> Option<Vec<u32>> {
        let knot = |step| plan.position(step).map(|position| plan.knot(position));
        let home = knot(touch);
        let mut queue = VecDeque::from([(touch, 1)]);
        while let Some((step, length)) = queue.pop_front() {
            if limit != 0 && (length >= limit || self.left == 0) {
                return None;
            }
            for edge in plan.graph.ways(plan.view, step) {
                self.left = self.left.saturating_sub(1);
                if edge.to == touch {
                    return Some(self.back(touch, step, length));
                }
                if knot(edge.to) == home && self.came[edge.to as usize].1 != touch {
                    self.came[edge.to as usize] = (step, touch);
                    queue.push_back((edge.to, length + 1));
                }
            }
        }
        None
    }

    fn back(&self, touch: u32, last: u32, length: usize) -> Vec<u32> {
        let mut cycle = Vec::with_capacity(length);
        let mut step = last;
        while step != touch {
            cycle.push(step);
            step = self.came[step as usize].0;
        }
        cycle.push(touch);
        cycle.reverse();
        cycle
    }
}
