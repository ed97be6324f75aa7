//! The campaign's graph, boiled down to what a walk needs, and the ways that are open to a recipient.
//!
//! Owns which way leads where and how long it takes. It must not know what a walk is worth.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::{Action, Branch, Campaign, Channel, Event, Flow, Guard, Target};

/// No step, no position: the end of a walk.
pub(super) const NONE: u32 = u32::MAX;

/// No such time.
pub(super) const NEVER: u64 = u64::MAX;

/// The steps with the ways between them.
#[derive(Debug)]
pub(super) struct Graph {
    /// The first step, or [`NONE`].
    pub(super) entry: u32,
    /// Every step, at the index that it has in the campaign.
    pub(super) nodes: Vec<Node>,
    /// Whether any step is a task.
    pub(super) has_tasks: bool,
    edges: Vec<Edge>,
    /// The conditions that occur, as bits of [`View::open`].
    asked: u32,
}

/// A step.
#[derive(Debug)]
pub(super) struct Node {
    /// The least wait before it.
    pub(super) wait_s: u64,
    /// What it does.
    pub(super) kind: Kind,
    first: u32,
    end: u32,
}

/// What a step does, as far as a walk can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It reaches the person.
    Touch(Channel),
    /// Work for a person.
    Task,
    /// Neither.
    Nothing,
}

/// A way out of a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The step it leads to, or [`NONE`].
    pub(super) to: u32,
    /// How long the step before holds the walk, without the wait before the next.
    pub(super) leave_s: u64,
    /// The bit of [`View::open`] that opens it.
    when: u8,
}

const ALWAYS: u8 = 0;
const YES: u8 = 1;
const NO: u8 = 16;

/// The ways that a recipient can take, and the channels that are silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct View {
    open: u32,
    mute: u16,
}

/// Every channel, as bits of a view's mute ones.
pub(super) const ALL_CHANNELS: u16 = u16::MAX;

/// The bit of a channel.
pub(super) const fn bit(channel: Channel) -> u16 {
    1 << channel as u16
}

impl View {
    /// The ways of a person of whom `yes` holds for sure and `maybe` may hold at any branch; no other event does.
    pub(super) fn new(graph: &Graph, yes: &[Event], maybe: &[Event]) -> Self {
        let mut open = 1 << ALWAYS;
        for event in Event::ALL {
            if yes.contains(event) || maybe.contains(event) {
                open |= 1 << (YES + *event as u8);
            }
            if !yes.contains(event) {
                open |= 1 << (NO + *event as u8);
            }
        }
        Self { open: open & graph.asked, mute: 0 }
    }

    /// The same ways, with no touch on the channels whose bits are set.
    pub(super) fn muted(self, mute: u16) -> Self {
        Self { mute, ..self }
    }
}

impl Graph {
    /// The graph of `campaign`. A target that is not there is the end.
    pub(super) fn of(campaign: &Campaign) -> Self {
        let count = campaign.steps.len();
        let to = |target: Target| match target {
            Target::Step(step) if step < count => step as u32,
            _ => NONE,
        };
        let mut graph = Self {
            entry: to(campaign.entry),
            nodes: Vec::with_capacity(count),
            has_tasks: false,
            edges: Vec::with_capacity(count + 8),
            asked: 1 << ALWAYS,
        };
        for step in &campaign.steps {
            let kind = match &step.action {
                Action::Touch(touch) => Kind::Touch(touch.channel.value),
                Action::Task(_) => Kind::Task,
                Action::Nothing => Kind::Nothing,
            };
            graph.has_tasks |= kind == Kind::Task;
            let first = graph.edges.len() as u32;
            match &step.flow {
                Flow::Next(target) => graph.edges.push(Edge { to: to(*target), leave_s: 0, when: ALWAYS }),
                Flow::Branch(branch) => graph.fork(branch, to(branch.yes), to(branch.no)),
                Flow::Split(targets) => {
                    graph.edges.extend(targets.iter().map(|t| Edge { to: to(*t), leave_s: 0, when: ALWAYS }));
                }
            }
            let wait_s = step.wait.value().map_or(0, |wait| wait.min_s);
            graph.nodes.push(Node { wait_s, kind, first, end: graph.edges.len() as u32 });
        }
        graph
    }

    fn fork(&mut self, branch: &Branch, yes: u32, no: u32) {
        let (leave_s, when_yes, when_no) = match branch.on.value {
            Guard::Event(event) => (branch.within_s, YES + event as u8, NO + event as u8),
            Guard::Attribute(_) => (0, ALWAYS, ALWAYS),
        };
        self.asked |= 1 << when_yes | 1 << when_no;
        self.edges.push(Edge { to: yes, leave_s: 0, when: when_yes });
        self.edges.push(Edge { to: no, leave_s, when: when_no });
    }

    /// The node of a step.
    pub(super) fn node(&self, step: u32) -> &Node {
        &self.nodes[step as usize]
    }

    /// Every way out of `step` that is open, in the order in which they are written.
    pub(super) fn ways(&self, view: View, step: u32) -> impl Iterator<Item = Edge> + '_ {
        let node = self.node(step);
        let edges = &self.edges[node.first as usize..node.end as usize];
        edges.iter().copied().filter(move |edge| view.open >> edge.when & 1 == 1)
    }

    /// How many ways out of `step` there are, open or not.
    pub(super) fn degree(&self, step: u32) -> u32 {
        let node = self.node(step);
        node.end - node.first
    }

    /// The way out of `step` with this number, where it is open.
    pub(super) fn way(&self, view: View, step: u32, number: u32) -> Option<Edge> {
        let edge = self.edges[(self.node(step).first + number) as usize];
        (view.open >> edge.when & 1 == 1).then_some(edge)
    }

    /// The channel by which `step` reaches the person, where it does.
    pub(super) fn channel(&self, view: View, step: u32) -> Option<Channel> {
        match self.node(step).kind {
            Kind::Touch(channel) if view.mute & bit(channel) == 0 => Some(channel),
            _ => None,
        }
    }

    /// How long it takes at least to go from `step` straight to `to`.
    pub(super) fn hop(&self, view: View, step: u32, to: u32) -> Option<u64> {
        let waits = self.ways(view, step).filter(|edge| edge.to == to).map(|edge| edge.leave_s);
        waits.min().map(|leave_s| later(leave_s, self.node(to).wait_s))
    }

    /// The least time of every step for one who stands in `from` at `at_s`; [`NEVER`] where no way leads.
    pub(super) fn earliest(&self, view: View, from: u32, at_s: u64) -> Vec<u64> {
        let mut times = vec![NEVER; self.nodes.len()];
        times[from as usize] = at_s;
        // A lone candidate needs no heap; in a row of steps there never is another.
        let mut lone = Some((at_s, from));
        let mut heap = BinaryHeap::new();
        while let Some((at_s, step)) = lone.take().or_else(|| heap.pop().map(|Reverse(candidate)| candidate)) {
            if at_s > times[step as usize] {
                continue;
            }
            for edge in self.ways(view, step).filter(|edge| edge.to != NONE) {
                let then_s = later(at_s, later(edge.leave_s, self.node(edge.to).wait_s));
                if then_s >= times[edge.to as usize] {
                    continue;
                }
                times[edge.to as usize] = then_s;
                if heap.is_empty() && lone.is_none() {
                    lone = Some((then_s, edge.to));
                } else {
                    heap.extend(lone.take().map(Reverse));
                    heap.push(Reverse((then_s, edge.to)));
                }
            }
        }
        times
    }

    /// Every step that a walk from one of `from` can reach, these first, nearest first, first-written way first.
    pub(super) fn nearest(&self, view: View, from: &[u32]) -> Vec<u32> {
        let mut seen = vec![false; self.nodes.len()];
        let mut order = Vec::new();
        for &step in from {
            if !std::mem::replace(&mut seen[step as usize], true) {
                order.push(step);
            }
        }
        let mut next = 0;
        while let Some(&step) = order.get(next) {
            next += 1;
            for edge in self.ways(view, step) {
                if edge.to != NONE && !std::mem::replace(&mut seen[edge.to as usize], true) {
                    order.push(edge.to);
                }
            }
        }
        order
    }
}

/// A time `by_s` after `at_s`, short of [`NEVER`].
pub(super) fn later(at_s: u64, by_s: u64) -> u64 {
    at_s.saturating_add(by_s).min(NEVER - 1)
}
