//! What still follows after the event of those who act.
//!
//! Owns how far an event reaches, and what a walk can still meet after it. Up to the event the person is quiet; the
//! event comes right after a touch, and from there on the walk is a new one in the graph as it is with the event: it
//! passes no step twice, but a step that the person saw before the event can come again, and does reach them.

use std::collections::VecDeque;
use std::sync::Arc;

use super::graph::{ALL_CHANNELS, Graph, Kind, NEVER, NONE, View, bit, later};
use super::list::{List, Part};
use super::plan::Plan;
use super::{After, Recipient, Visit};
use crate::model::{Campaign, Channel, Event, OptOutMethod, Scope};

/// How far the events of those who act reach, in this campaign.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    /// The events that end it, in the order of [`Recipient::ALL`].
    stops: Vec<Event>,
    scope: Scope,
    /// The channels that an opt-out on each channel silences.
    opt_outs: Vec<(Channel, u16)>,
}

/// What an event does to the rest of the walk.
enum Reach {
    /// There is none.
    Whole,
    /// These channels are silent, as bits.
    Channels(u16),
}

impl Ends {
    /// The ends of `campaign`. What the file does not state ends nothing; a scope that it does not state is every
    /// channel.
    pub(super) fn of(campaign: &Campaign) -> Self {
        let stopping = Recipient::ALL.iter().filter_map(|recipient| recipient.event());
        let stops = stopping.filter(|event| campaign.stop.on(*event).get() == Some(true)).collect();
        let scope = campaign.stop.scope.get().unwrap_or(Scope::AllChannels);
        let silenced = |&channel: &Channel| {
            let opt_out = campaign.opt_out(channel)?;
            // A way out of a kind that the format cannot name is a way out all the same.
            let works = opt_out.method.is_unknown() || opt_out.method.is(|method| *method != OptOutMethod::None);
            let far = opt_out.covers.is(|scope| *scope == Scope::AllChannels);
            works.then_some((channel, if far { ALL_CHANNELS } else { bit(channel) }))
        };
        let opt_outs =
            if campaign.opt_out.is_empty() { Vec::new() } else { Channel::ALL.iter().filter_map(silenced).collect() };
        Self { stops, scope, opt_outs }
    }

    fn reach(&self, event: Event, channel: Channel) -> Reach {
        let mut silent = 0;
        if self.stops.contains(&event) {
            if self.scope == Scope::AllChannels {
                return Reach::Whole;
            }
            silent |= bit(channel);
        }
        if event == Event::OptOut {
            let silenced = self.opt_outs.iter().filter(|(named, _)| *named == channel);
            silent |= silenced.fold(0, |all, (_, channels)| all | channels);
        }
        Reach::Channels(silent)
    }
}

/// What follows for each of those who act. `silent` is the plan of who never reacts, which serves for them too where
/// no branch asks for what they do.
pub(super) fn of(silent: &Arc<Plan>, ends: &Ends) -> Vec<(Recipient, Vec<After>)> {
    let graph = &silent.graph;
    let quiet = View::new(graph, &[], &[Event::Open, Event::Click]);
    let events = events(graph, quiet);
    let starts: Vec<u32> = events.iter().map(|(visit, _)| visit.step as u32).collect();
    let mut plans = vec![Arc::clone(silent)];
    let mut plan_for = |view: View| {
        if let Some(plan) = plans.iter().find(|plan| plan.view == view) {
            return Arc::clone(plan);
        }
        let plan = Arc::new(Plan::of(graph, view, &starts));
        plans.push(Arc::clone(&plan));
        plan
    };
    let acting = Recipient::ALL.iter().filter_map(|recipient| Some((*recipient, recipient.event()?)));
    acting
        .map(|(recipient, event)| {
            let view = View::new(graph, &[event], &[Event::Open, Event::Click]);
            let after = |&(visit, channel): &(Visit, Channel)| match ends.reach(event, channel) {
                Reach::Whole => nothing_after(visit, channel),
                Reach::Channels(silent) => after(&plan_for(view.muted(silent)), visit, channel),
            };
            (recipient, events.iter().map(after).collect())
        })
        .collect()
}

/// Every touch that can be reached by who is quiet, at its earliest, in the order of the steps.
fn events(graph: &Graph, quiet: View) -> Vec<(Visit, Channel)> {
    if graph.entry == NONE {
        return Vec::new();
    }
    let times = graph.earliest(quiet, graph.entry, graph.node(graph.entry).wait_s);
    let reached = times.into_iter().enumerate().filter(|(_, at_s)| *at_s != NEVER);
    reached.filter_map(|(step, at_s)| Some((Visit { step, at_s }, graph.channel(quiet, step as u32)?))).collect()
}

fn nothing_after(event_after: Visit, channel: Channel) -> After {
    After {
        event_after,
        channel,
        touches: List::empty(),
        cycle: List::empty(),
        can_follow: List::empty(),
        tasks: List::empty(),
    }
}

fn after(plan: &Arc<Plan>, event_after: Visit, channel: Channel) -> After {
    let mut after = nothing_after(event_after, channel);
    let Some(position) = plan.position(event_after.step as u32) else {
        return after;
    };
    if plan.graph.has_tasks {
        after.tasks = List::later(plan, event_after, tasks);
    }
    if plan.cycle(position).is_some() {
        after.touches = List::later(plan, event_after, round);
        after.cycle = List::later(plan, event_after, cycle);
        after.can_follow = List::later(plan, event_after, can_follow);
    } else if plan.best[position as usize].next != NONE {
        after.touches = List::later(plan, event_after, touches);
        after.can_follow = List::later(plan, event_after, can_follow);
    }
    after
}

/// The touches on the best way on.
fn touches(plan: &Plan, event: Visit) -> Part<Visit> {
    let Some(position) = plan.position(event.step as u32) else {
        return Vec::new().into();
    };
    plan.follow(&plan.best, position, event.at_s).into()
}

fn cycle(plan: &Plan, event: Visit) -> Part<usize> {
    let cycle = plan.position(event.step as u32).and_then(|position| plan.cycle(position));
    cycle.cloned().unwrap_or_else(|| Vec::new().into())
}

/// The touches on the shortest way to the cycle and once round it, back to where the walk met it. Where the event came
/// on the cycle itself, its touch is the last of them.
fn round(plan: &Plan, event: Visit) -> Part<Visit> {
    let cycle = cycle(plan, event);
    let (graph, view, start) = (&plan.graph, plan.view, event.step as u32);
    let mut on_cycle = vec![false; graph.nodes.len()];
    cycle.all.iter().for_each(|step| on_cycle[*step] = true);
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
    let turn = cycle.all.iter().position(|step| *step == met as usize).unwrap_or(0);
    let round = cycle.all.iter().cycle().skip(turn + 1).take(cycle.all.len().saturating_sub(1));
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
    visits.into()
}

fn can_follow(plan: &Plan, event: Visit) -> Part<usize> {
    let start = event.step as u32;
    let mut next: Vec<u32> = plan.graph.ways(plan.view, start).map(|edge| edge.to).filter(|to| *to != NONE).collect();
    next.sort_unstable();
    let reached = plan.graph.nearest(plan.view, &next);
    let touches = reached.into_iter().filter(|step| plan.graph.channel(plan.view, *step).is_some());
    let mut touches: Vec<usize> = touches.map(|step| step as usize).collect();
    touches.sort_unstable();
    touches.into()
}

fn tasks(plan: &Plan, event: Visit) -> Part<Visit> {
    let times = plan.graph.earliest(plan.view, event.step as u32, 0);
    let reached = times.into_iter().enumerate().filter(|(_, at_s)| *at_s != NEVER);
    let tasks = reached.filter(|(step, _)| plan.graph.node(*step as u32).kind == Kind::Task);
    tasks.map(|(step, at_s)| Visit { step, at_s }).collect::<Vec<_>>().into()
}
