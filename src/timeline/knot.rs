//! Ways through a knot: steps among which a walk can come back to where it was.
//!
//! Owns the least and the greatest time between two steps of a knot. Least times are exact. The greatest time of a way
//! that passes no step twice is a hard question in general (NP-hard): it is exact in knots of up to [`EXACT`] steps,
//! and in larger ones where [`TRIES`] steps of search see every way; beyond that it is the longest way found, which is
//! one that a walk can really take.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::{Graph, NEVER, View, later};

/// The most steps of a knot for which greatest times are exact whatever its ways.
pub(super) const EXACT: usize = 12;

/// The steps of search in a larger knot, per step at which a walk can come in.
const TRIES: u32 = 20_000;

/// The ways inside one knot.
pub(super) struct Knot {
    /// Per step of the knot: the steps after it, with the time to get there.
    ways: Vec<Vec<(usize, u64)>>,
}

impl Knot {
    /// The knot of `members`; `index` gives a step's place among them, if it is one.
    pub(super) fn of(graph: &Graph, view: View, members: &[u32], index: impl Fn(u32) -> Option<usize>) -> Self {
        let after = |&step: &u32| {
            let ways = graph.ways(view, step).filter_map(|edge| {
                let to = index(edge.to)?;
                Some((to, later(edge.leave_s, graph.node(edge.to).wait_s)))
            });
            ways.collect()
        };
        Self { ways: members.iter().map(after).collect() }
    }

    /// The least and the greatest time from `from` to each step of the knot, passing none twice.
    pub(super) fn times(&self, from: usize) -> Vec<(u64, u64)> {
        let least = self.least(from);
        let greatest = if self.ways.len() <= EXACT { self.greatest(from) } else { self.longest_found(from) };
        least.into_iter().zip(greatest).map(|(least, greatest)| (least, greatest.max(least))).collect()
    }

    /// The least time from each step of the knot to `to`.
    pub(super) fn least_to(&self, to: usize) -> Vec<u64> {
        let mut back = Self { ways: vec![Vec::new(); self.ways.len()] };
        for (from, ways) in self.ways.iter().enumerate() {
            for (to, by_s) in ways {
                back.ways[*to].push((from, *by_s));
            }
        }
        back.least(to)
    }

    /// The least time from `from` to each step of the knot.
    pub(super) fn least(&self, from: usize) -> Vec<u64> {
        let mut times = vec![NEVER; self.ways.len()];
        times[from] = 0;
        let mut heap = BinaryHeap::from([Reverse((0, from))]);
        while let Some(Reverse((at_s, step))) = heap.pop() {
            if at_s > times[step] {
                continue;
            }
            for &(to, by_s) in &self.ways[step] {
                let then_s = later(at_s, by_s);
                if then_s < times[to] {
                    times[to] = then_s;
                    heap.push(Reverse((then_s, to)));
                }
            }
        }
        times
    }

    /// By every set of steps passed (bits of the index), the greatest time at each step that can be the last of them.
    fn greatest(&self, from: usize) -> Vec<u64> {
        let count = self.ways.len();
        let mut by_set = vec![None; count << count];
        by_set[(1 << from) * count + from] = Some(0);
        let mut greatest = vec![0; count];
        for set in 0..1_usize << count {
            for (step, longest) in greatest.iter_mut().enumerate() {
                let Some(at_s) = by_set[set * count + step] else { continue };
                *longest = at_s.max(*longest);
                for &(to, by_s) in &self.ways[step] {
                    if set >> to & 1 == 0 {
                        let then = &mut by_set[(set | 1 << to) * count + to];
                        *then = (*then).max(Some(later(at_s, by_s)));
                    }
                }
            }
        }
        greatest
    }

    fn longest_found(&self, from: usize) -> Vec<u64> {
        let mut greatest = vec![0; self.ways.len()];
        let mut passed = vec![false; self.ways.len()];
        passed[from] = true;
        let mut path = vec![(from, 0, 0_u64)];
        for _ in 0..TRIES {
            let Some((step, next, at_s)) = path.last_mut() else { break };
            let Some(&(to, by_s)) = self.ways[*step].get(*next) else {
                passed[*step] = false;
                path.pop();
                continue;
            };
            *next += 1;
            if !std::mem::replace(&mut passed[to], true) {
                let then_s = later(*at_s, by_s);
                greatest[to] = then_s.max(greatest[to]);
                path.push((to, 0, then_s));
            }
        }
        greatest
    }
}
