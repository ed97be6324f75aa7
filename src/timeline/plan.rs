//! A recipient's graph without its cycles: what can be counted along every walk at once.
//!
//! Owns the order in which steps follow each other, what has no end, and the best way on from each step. A cycle with
//! a touch on it has no figures: whatever reaches one is endless. A knot without touches is replaced by the ways
//! through it, since a walk enters and leaves it once; what is left has no cycle, and each figure takes one pass.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::graph::{Graph, NONE, View, later};
use super::knot::Knot;
use super::{Visit, cycle};

/// The most (step at which a walk can come into a knot, way out of a step of it) pairs that are looked at one by one.
/// In a larger knot all walks are led by one of its steps, which keeps what can be reached and gives each time as one
/// of the quick ways through, not the quickest and the slowest.
const MOST_PAIRS: usize = 1 << 18;

/// The steps that can be reached, each after those that follow it, and the ways between them.
#[derive(Debug)]
pub(super) struct Plan {
    /// What it was made of.
    pub(super) graph: Arc<Graph>,
    /// For whom.
    pub(super) view: View,
    /// The step at each position. Ways lead to lower positions.
    pub(super) order: Vec<u32>,
    /// The best way on from each position, where every touch weighs the same.
    pub(super) best: Vec<Best>,
    positions: Vec<u32>,
    rows: Vec<Row>,
    ways: Vec<Way>,
    cycles: Vec<Arc<[usize]>>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    first: u32,
    end: u32,
    /// The lowest position of its knot, or its own.
    knot: u32,
    /// Which of the cycles it reaches, the shortest; [`NONE`] where the walks end.
    cycle: u32,
    /// A touch.
    touch: bool,
    /// A walk can end right after it.
    ends: bool,
}

/// A way to a lower position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// The position.
    pub(super) to: u32,
    /// The least time, the wait before the next step included.
    pub(super) min_s: u64,
    /// The greatest.
    pub(super) max_s: u64,
}

/// The best of what can follow a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    /// What the touches weigh together.
    pub(super) weight: u64,
    /// The time up to the last of them.
    pub(super) span_s: u64,
    /// The position of the first of them, or [`NONE`].
    pub(super) next: u32,
    /// The time up to the first of them.
    pub(super) gap_s: u64,
}

impl Plan {
    /// The plan of those who start at one of `starts`.
    pub(super) fn of(graph: &Arc<Graph>, view: View, starts: &[u32]) -> Self {
        let mut plan = Self {
            graph: Arc::clone(graph),
            view,
            order: Vec::with_capacity(graph.nodes.len()),
            best: Vec::new(),
            positions: vec![NONE; graph.nodes.len()],
            rows: Vec::with_capacity(graph.nodes.len()),
            ways: Vec::with_capacity(graph.nodes.len()),
            cycles: Vec::new(),
        };
        plan.sort(starts);
        plan.connect(starts);
        plan.best = plan.weigh(|_| 1);
        plan
    }

    /// The position of a step, where it can be reached.
    pub(super) fn position(&self, step: u32) -> Option<u32> {
        self.positions.get(step as usize).copied().filter(|position| *position != NONE)
    }

    /// The step at a position.
    pub(super) fn step(&self, position: u32) -> usize {
        self.order[position as usize] as usize
    }

    /// The ways on from a position; none where touches follow without end.
    pub(super) fn ways(&self, position: u32) -> &[Way] {
        let row = self.rows[position as usize];
        &self.ways[row.first as usize..row.end as usize]
    }

    /// Whether the step at a position reaches the person.
    pub(super) fn touches(&self, position: u32) -> bool {
        self.rows[position as usize].touch
    }

    /// Whether a walk can end right after a position.
    pub(super) fn ends(&self, position: u32) -> bool {
        self.rows[position as usize].ends
    }

    /// The lowest position of the knot of a position; its own where it is in none.
    pub(super) fn knot(&self, position: u32) -> u32 {
        self.rows[position as usize].knot
    }

    /// The shortest cycle with a touch on it that can be reached from a position.
    pub(super) fn cycle(&self, position: u32) -> Option<&Arc<[usize]>> {
        self.cycles.get(self.rows[position as usize].cycle as usize)
    }

    /// The best way on from every position: the heaviest, the earliest to end among such, the first-written then.
    pub(super) fn weigh(&self, weight: impl Fn(usize) -> u64) -> Vec<Best> {
        let mut best: Vec<Best> = Vec::with_capacity(self.rows.len());
        for position in 0..self.rows.len() as u32 {
            let mut found = Best { weight: 0, span_s: 0, next: NONE, gap_s: 0 };
            let mut settled = self.ends(position);
            for way in self.ways(position) {
                let then = best[way.to as usize];
                let here = if self.touches(way.to) {
                    Best {
                        weight: then.weight + weight(self.step(way.to)),
                        span_s: later(way.min_s, then.span_s),
                        next: way.to,
                        gap_s: way.min_s,
                    }
                } else if then.next == NONE {
                    then
                } else {
                    Best { span_s: later(way.min_s, then.span_s), gap_s: later(way.min_s, then.gap_s), ..then }
                };
                // Touches that weigh nothing only make a walk longer, even those that come at once.
                let end = |best: &Best| (Reverse(best.weight), best.next != NONE, best.span_s);
                if !settled || end(&here) < end(&found) {
                    found = here;
                    settled = true;
                }
            }
            best.push(found);
        }
        best
    }

    /// Adds to `visits` the touches that follow a position at `at_s` on the best way of `best`.
    pub(super) fn follow(&self, best: &[Best], position: u32, at_s: u64, visits: &mut Vec<Visit>) {
        let mut then = best[position as usize];
        let mut at_s = at_s;
        while then.next != NONE {
            at_s = later(at_s, then.gap_s);
            visits.push(Visit { step: self.step(then.next), at_s });
            then = best[then.next as usize];
        }
    }

    /// Gives every step that can be reached its position, knot by knot, by Tarjan's algorithm.
    fn sort(&mut self, starts: &[u32]) {
        let graph = Arc::clone(&self.graph);
        let mut low = vec![0; graph.nodes.len()];
        let mut stack = Vec::with_capacity(graph.nodes.len());
        // A step, the number of its next way, and its own number.
        let mut frames: Vec<(u32, u32, u32)> = Vec::with_capacity(graph.nodes.len());
        let mut count = 0;
        for &start in starts {
            if low[start as usize] != 0 {
                continue;
            }
            let mut entering = Some(start);
            loop {
                if let Some(step) = entering.take() {
                    count += 1;
                    low[step as usize] = count;
                    stack.push(step);
                    frames.push((step, 0, count));
                }
                let Some((step, next, number)) = frames.last_mut() else { break };
                if *next < graph.degree(*step) {
                    let edge = graph.way(self.view, *step, *next);
                    *next += 1;
                    if let Some(to) = edge.map(|edge| edge.to).filter(|to| *to != NONE) {
                        if low[to as usize] == 0 {
                            entering = Some(to);
                        } else if self.positions[to as usize] == NONE {
                            low[*step as usize] = low[*step as usize].min(low[to as usize]);
                        }
                    }
                    continue;
                }
                let (step, number) = (*step, *number);
                frames.pop();
                if low[step as usize] == number {
                    self.emit(&mut stack, step);
                } else if let Some((before, ..)) = frames.last() {
                    low[*before as usize] = low[*before as usize].min(low[step as usize]);
                }
            }
        }
    }

    fn emit(&mut self, stack: &mut Vec<u32>, last: u32) {
        let knot = self.order.len() as u32;
        while let Some(step) = stack.pop() {
            self.positions[step as usize] = self.order.len() as u32;
            self.order.push(step);
            let touch = self.graph.channel(self.view, step).is_some();
            self.rows.push(Row { first: 0, end: 0, knot, cycle: NONE, touch, ends: false });
            if step == last {
                break;
            }
        }
    }

    fn connect(&mut self, starts: &[u32]) {
        let mut entries = Vec::new();
        let mut cycles = None;
        let mut seen = Vec::new();
        let mut first = 0;
        while let Some(row) = self.rows.get(first) {
            let knot = row.knot;
            let count = self.rows[first..].iter().take_while(|row| row.knot == knot).count();
            let members = first..first + count;
            first += count;
            if count == 1 && !self.loops(knot) {
                self.connect_step(knot, &mut seen);
                continue;
            }
            let mut cycle = self.cycle_beyond(members.clone());
            if self.rows[members.clone()].iter().any(|row| row.touch) {
                let search = cycles.get_or_insert_with(|| cycle::Search::new(self, starts));
                let own = search.shortest(self, &self.order[members.clone()]);
                cycle = self.shorter(own, cycle);
            }
            if cycle == NONE {
                if entries.is_empty() {
                    entries = self.entries(starts);
                }
                self.connect_knot(members, &entries, &mut seen);
            } else {
                self.rows[members].iter_mut().for_each(|row| row.cycle = cycle);
            }
        }
    }

    fn loops(&self, position: u32) -> bool {
        let step = self.order[position as usize];
        self.graph.ways(self.view, step).any(|edge| edge.to == step)
    }

    /// The shortest cycle that ways out of `members` reach.
    fn cycle_beyond(&self, members: Range<usize>) -> u32 {
        let length = |cycle: &u32| self.cycles.get(*cycle as usize).map_or(usize::MAX, |cycle| cycle.len());
        let steps = self.order[members].iter();
        let beyond = steps.flat_map(|step| self.graph.ways(self.view, *step)).filter_map(|edge| {
            let position = self.position(edge.to)?;
            Some(self.rows[position as usize].cycle)
        });
        beyond.min_by_key(length).unwrap_or(NONE)
    }

    /// Keeps `own` where it is no longer than the one that stands at `other`.
    fn shorter(&mut self, own: Vec<usize>, other: u32) -> u32 {
        if self.cycles.get(other as usize).is_some_and(|cycle| cycle.len() < own.len()) {
            return other;
        }
        self.cycles.push(own.into());
        self.cycles.len() as u32 - 1
    }

    fn connect_step(&mut self, position: u32, seen: &mut Vec<u32>) {
        let graph = Arc::clone(&self.graph);
        let step = self.order[position as usize];
        let cycle = self.cycle_beyond(position as usize..position as usize + 1);
        let first = self.ways.len();
        let mut ends = true;
        if cycle == NONE {
            ends = graph.degree(step) == 0;
            for edge in graph.ways(self.view, step) {
                match self.position(edge.to) {
                    Some(to) => {
                        let by_s = later(edge.leave_s, graph.node(edge.to).wait_s);
                        self.add(first, Way { to, min_s: by_s, max_s: by_s }, seen);
                    }
                    None => ends = true,
                }
            }
        }
        let row = &mut self.rows[position as usize];
        *row = Row { first: first as u32, end: self.ways.len() as u32, cycle, ends, ..*row };
    }

    /// Adds a way to those from `first` on, or widens the one that leads there already.
    fn add(&mut self, first: usize, way: Way, seen: &mut Vec<u32>) {
        if self.ways.len() == first + 1 {
            if seen.is_empty() {
                seen.resize(self.rows.len(), 0);
            }
            seen[self.ways[first].to as usize] = first as u32;
        }
        if self.ways.len() > first {
            let known = seen[way.to as usize] as usize;
            if let Some(same) = self.ways.get_mut(known).filter(|same| known >= first && same.to == way.to) {
                same.min_s = same.min_s.min(way.min_s);
                same.max_s = same.max_s.max(way.max_s);
                return;
            }
            seen[way.to as usize] = self.ways.len() as u32;
        }
        self.ways.push(way);
    }

    /// Whether a walk can come from elsewhere to each position.
    fn entries(&self, starts: &[u32]) -> Vec<bool> {
        let mut entries = vec![false; self.rows.len()];
        starts.iter().filter_map(|start| self.position(*start)).for_each(|start| entries[start as usize] = true);
        for (row, &step) in self.rows.iter().zip(&self.order) {
            for to in self.graph.ways(self.view, step).filter_map(|edge| self.position(edge.to)) {
                entries[to as usize] |= self.knot(to) != row.knot;
            }
        }
        entries
    }

    /// Leads from each step of a knot at which a walk can come in straight to where it can get out.
    fn connect_knot(&mut self, members: Range<usize>, entries: &[bool], seen: &mut Vec<u32>) {
        let graph = Arc::clone(&self.graph);
        let steps = self.order[members.clone()].to_vec();
        let place =
            |step| Some(self.position(step)? as usize).filter(|p| members.contains(p)).map(|p| p - members.start);
        let knot = Knot::of(&graph, self.view, &steps, place);
        let entering = entries[members.clone()].iter().filter(|entry| **entry).count();
        let degree: usize = steps.iter().map(|step| graph.degree(*step) as usize).sum();
        let to_hub = (entering * degree > MOST_PAIRS).then(|| knot.least_to(0));
        for position in members.clone() {
            let first = self.ways.len();
            let place = position - members.start;
            match (&to_hub, place, entries[position]) {
                (Some(_), 0, _) => self.leave_knot(&members, knot.least(0).into_iter().map(|at_s| (at_s, at_s)), seen),
                (None, _, true) => self.leave_knot(&members, knot.times(place).into_iter(), seen),
                (Some(times), _, true) => {
                    let way = Way { to: members.start as u32, min_s: times[place], max_s: times[place] };
                    self.add(first, way, seen);
                }
                (_, _, false) => {}
            }
            let row = &mut self.rows[position];
            *row = Row { first: first as u32, end: self.ways.len() as u32, ends: true, ..*row };
        }
    }

    /// Adds the ways out of a knot for one who has come to each of its steps after these times.
    fn leave_knot(&mut self, members: &Range<usize>, times: impl Iterator<Item = (u64, u64)>, seen: &mut Vec<u32>) {
        let graph = Arc::clone(&self.graph);
        let first = self.ways.len();
        for (position, (min_s, max_s)) in members.clone().zip(times) {
            for edge in graph.ways(self.view, self.order[position]) {
                let Some(to) = self.position(edge.to).filter(|to| !members.contains(&(*to as usize))) else {
                    continue;
                };
                let by_s = later(edge.leave_s, graph.node(edge.to).wait_s);
                self.add(first, Way { to, min_s: later(min_s, by_s), max_s: later(max_s, by_s) }, seen);
            }
        }
    }
}
