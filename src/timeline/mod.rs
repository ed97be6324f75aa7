//! What each kind of recipient lives through: the walks of a campaign's graph.
//!
//! Owns time and reachability. It must not judge: what is too often or too loud is a rule's business. The cost grows
//! with steps and edges, never with the number of walks.
//!
//! Steps and positions are indexed. That holds because [`Graph::of`](graph::Graph::of) alone brings numbers in: it turns a
//! target that is no step of the campaign into the end, and every array has one entry per step or per position of a plan,
//! whose length never changes once it is made.
#![expect(clippy::indexing_slicing, reason = "every index is a step or a position that the graph has counted")]

mod acts;
mod after;
mod cycle;
mod graph;
mod knot;
mod list;
mod plan;
pub mod report;
mod share;
#[cfg(test)]
mod tests;
mod track;
mod via;
mod window;

use std::sync::{Arc, OnceLock};

pub use list::List;

use crate::model::{Campaign, Channel, Event};
use graph::{Graph, View};
use plan::Plan;

/// The kinds of recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// Never reacts.
    Silent,
    /// Opens and clicks everything, never answers.
    Reader,
    /// Answers once.
    Replies,
    /// Says no once.
    Declines,
    /// Wants no more messages on one channel.
    OptsOut,
    /// Complains once.
    Complains,
    /// Cancels once.
    Cancels,
    /// Buys or books once.
    Converts,
}

impl Recipient {
    /// Every kind, in the order of every output.
    pub const ALL: &'static [Self] = &[
        Self::Silent,
        Self::Reader,
        Self::Replies,
        Self::Declines,
        Self::OptsOut,
        Self::Complains,
        Self::Cancels,
        Self::Converts,
    ];

    /// The name that outputs use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Reader => "reader",
            Self::Replies => "replies",
            Self::Declines => "declines",
            Self::OptsOut => "opts-out",
            Self::Complains => "complains",
            Self::Cancels => "cancels",
            Self::Converts => "converts",
        }
    }

    /// What this recipient does; nothing for the silent one and the reader.
    pub const fn event(self) -> Option<Event> {
        match self {
            Self::Silent | Self::Reader => None,
            Self::Replies => Some(Event::Reply),
            Self::Declines => Some(Event::Decline),
            Self::OptsOut => Some(Event::OptOut),
            Self::Complains => Some(Event::Complaint),
            Self::Cancels => Some(Event::Cancel),
            Self::Converts => Some(Event::Convert),
        }
    }
}

/// A touch on a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Visit {
    /// Index into [`Campaign::steps`].
    pub step: usize,
    /// Seconds since enrolment.
    pub at_s: u64,
}

/// Two touches that follow each other on some walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// The earlier touch's step.
    pub from: usize,
    /// The later touch's step.
    pub to: usize,
    /// The least number of seconds between them.
    pub gap_s: u64,
}

/// How many touches a recipient can get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// At most so many.
    Bounded(u32),
    /// Without end.
    Unbounded,
}

/// What a recipient who does nothing that ends a campaign lives through. Each figure is the worst over all walks;
/// where the count is unbounded the others are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// The most touches.
    pub touch_count: Count,
    /// The least seconds between touches that follow each other; none under two touches.
    pub min_gap_s: Option<u64>,
    /// The most touches in any half-open 24 hours.
    pub max_in_24h: Option<u32>,
    /// The most touches in any half-open 7 days.
    pub max_in_7d: Option<u32>,
    /// The most touches in any half-open 30 days.
    pub max_in_30d: Option<u32>,
    /// The latest touch; none without touches.
    pub last_at_s: Option<u64>,
    /// One walk with the most touches, the earliest to end among such.
    pub touches: Vec<Visit>,
    /// The steps of a cycle with a touch on it that can be reached; empty unless unbounded.
    pub cycle: Vec<usize>,
    /// Every pair of touches that follow each other on some walk, sorted; empty where unbounded. At most about a
    /// million: the figures count every pair all the same.
    pub gaps: Vec<Gap>,
    /// The touches that are the last on some walk, sorted.
    pub last: Vec<usize>,
    /// The touches that are the first on some walk, sorted.
    pub first: Vec<usize>,
}

/// What still follows after an event. Its lists are made when they are first read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The touch right after which the event comes, at its earliest.
    pub event_after: Visit,
    /// The channel that it came by.
    pub channel: Channel,
    /// The touches that still follow, on the walk where most do, the earliest to end among such. Where touches follow
    /// without end: those of one walk to the cycle and once round it.
    pub touches: List<Visit>,
    /// The steps of a cycle with a touch on it that can still be reached: touches follow without end.
    pub cycle: List<usize>,
    /// Every touch that can still follow on some walk, sorted by step.
    pub can_follow: List<usize>,
    /// Every task that can still follow on some walk, with the least seconds since the event, sorted by step.
    pub tasks: List<Visit>,
}

/// A campaign's walks.
#[derive(Clone, Debug)]
pub struct Timelines {
    /// Who never reacts.
    pub silent: Track,
    /// Who opens and clicks everything.
    pub reader: Track,
    plans: [Arc<Plan>; 2],
    ends: acts::Ends,
    acts: OnceLock<acts::Acts>,
}

/// Walks a campaign for every kind of recipient. What those who act live through is walked when it is first asked for.
pub fn of(campaign: &Campaign) -> Timelines {
    let graph = Arc::new(Graph::of(campaign));
    let entry = campaign_entry(&graph);
    let plan = |yes: &[Event]| Plan::of(&graph, View::new(&graph, yes, &[]), entry);
    let silent_plan = Arc::new(plan(&[]));
    let silent = track::of(&silent_plan);
    let reads = [Event::Open, Event::Click];
    let (reader_plan, reader) = if View::new(&graph, &reads, &[]) == silent_plan.view {
        (Arc::clone(&silent_plan), silent.clone())
    } else {
        let plan = Arc::new(plan(&reads));
        let track = track::of(&plan);
        (plan, track)
    };
    let ends = acts::Ends::of(campaign);
    Timelines { silent, reader, plans: [silent_plan, reader_plan], ends, acts: OnceLock::new() }
}

fn campaign_entry(graph: &Graph) -> &[u32] {
    if graph.entry == graph::NONE { &[] } else { std::slice::from_ref(&graph.entry) }
}

impl Timelines {
    /// The track of the silent recipient or the reader; none for those who act.
    pub fn track(&self, recipient: Recipient) -> Option<&Track> {
        match recipient {
            Recipient::Silent => Some(&self.silent),
            Recipient::Reader => Some(&self.reader),
            _ => None,
        }
    }

    /// What still follows after the event of a recipient who acts, one entry per touch after which it may come, in the
    /// order of the steps; empty for those who do not act.
    pub fn after(&self, recipient: Recipient) -> &[After] {
        self.acts.get_or_init(|| acts::Acts::of(&self.plans[0], &self.ends)).after(recipient)
    }

    /// The walk of `recipient` (silent or reader) whose touches weigh most together, the earliest to end among such,
    /// with all its touches. Empty where nothing weighs anything or the count is unbounded.
    pub fn heaviest(&self, recipient: Recipient, weight: &dyn Fn(usize) -> u32) -> Vec<Visit> {
        let Some(plan) = self.plan(recipient) else {
            return Vec::new();
        };
        let walk = track::whole_walk(plan, &plan.weigh(|step| u64::from(weight(step))));
        if walk.iter().all(|visit| weight(visit.step) == 0) { Vec::new() } else { walk }
    }

    /// A walk of `recipient` (silent or reader) that passes `steps` in this order, with its touches up to the last of
    /// them; none where there is no such walk. From each of `steps` to the next it has the fewest touches between, and
    /// is the quickest among such.
    pub fn walk_via(&self, recipient: Recipient, steps: &[usize]) -> Option<Vec<Visit>> {
        via::walk(self.plan(recipient)?, steps)
    }

    /// The touches up to that of `step` on the walk of `recipient` (silent or reader) that comes to it last. Empty where
    /// none comes to it, or where the count is unbounded.
    pub fn latest(&self, recipient: Recipient, step: usize) -> Vec<Visit> {
        let (Some(plan), Ok(step)) = (self.plan(recipient), u32::try_from(step)) else {
            return Vec::new();
        };
        track::latest(plan, step)
    }

    /// Every touch that `recipient` (silent or reader) can get, at its latest on any walk, sorted by step. Empty where
    /// the count is unbounded.
    pub fn latest_of_each(&self, recipient: Recipient) -> Vec<Visit> {
        self.plan(recipient).map_or_else(Vec::new, |plan| track::latest_of_each(plan))
    }

    /// The touches of the fullest half-open window of `window_s` seconds on any walk of `recipient` (silent or
    /// reader), counting only steps that `counts`: the shortest such window, at its earliest. Empty where the count is
    /// unbounded.
    pub fn densest(&self, recipient: Recipient, window_s: u64, counts: &dyn Fn(usize) -> bool) -> Vec<Visit> {
        self.plan(recipient).map_or_else(Vec::new, |plan| window::densest(plan, window_s, counts))
    }

    fn plan(&self, recipient: Recipient) -> Option<&Arc<Plan>> {
        let [silent, reader] = &self.plans;
        match recipient {
            Recipient::Silent => Some(silent),
            Recipient::Reader => Some(reader),
            _ => None,
        }
    }
}
