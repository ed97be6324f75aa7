//! What still follows after the event of those who act.
//!
//! Owns how far an event reaches, and what a walk can still meet after it. Up to the event the person is quiet; the
//! event comes right after a touch, and from there on the walk is a new one in the graph as it is with the event: it
//! passes no step twice, but a step that the person saw before the event can come again, and does reach them.

use std::sync::Arc;

use super::graph::{ALL_CHANNELS, Graph, NEVER, NONE, View, bit};
use super::plan::Plan;
use super::share::Shared;
use super::{After, Recipient, Visit, after};
use crate::model::{Campaign, Channel, Event, OptOutMethod, Scope};

/// What anybody may do or not do.
const READS: &[Event] = &[Event::Open, Event::Click];

/// How far the events of those who act reach, in this campaign.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    /// The events that end it, in the order of [`Recipient::ALL`].
    stops: Vec<Event>,
    scope: Scope,
    /// The channels that an opt-out on each channel silences, as bits.
    opt_outs: Vec<(Channel, u16)>,
}

/// What an event does to the rest of the walk.
#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    /// There is none.
    End,
    /// It goes on, with the ways of `view`. The channel of the event falls silent where `own_channel` says so, and
    /// where `opt_out` says so whatever the campaign's ways out say.
    GoesOn { view: View, own_channel: bool, opt_out: bool },
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
        let channels = if campaign.opt_out.is_empty() { &[] } else { Channel::ALL };
        Self { stops, scope, opt_outs: channels.iter().filter_map(silenced).collect() }
    }

    fn meaning(&self, event: Event, view: View) -> Meaning {
        let stops = self.stops.contains(&event);
        if stops && self.scope == Scope::AllChannels {
            return Meaning::End;
        }
        let opt_out = event == Event::OptOut && !self.opt_outs.is_empty();
        Meaning::GoesOn { view, own_channel: stops, opt_out }
    }

    fn silenced(&self, channel: Channel) -> u16 {
        self.opt_outs.iter().find(|(known, _)| *known == channel).map_or(0, |(_, channels)| *channels)
    }
}

/// What follows for those who act.
#[derive(Clone, Debug)]
pub(super) struct Acts {
    /// Those for whom the event means the same share a list.
    lists: Vec<Vec<After>>,
    /// The list of each recipient who acts.
    which: Vec<(Recipient, usize)>,
}

impl Acts {
    /// What follows for each of those who act. `silent` is the plan of who never reacts, which serves for them too
    /// where no branch asks for what they do.
    pub(super) fn of(silent: &Arc<Plan>, ends: &Ends) -> Self {
        let graph = &silent.graph;
        let events = events(graph, View::new(graph, &[], READS));
        let mut plans = Plans { silent, events: &events, made: Vec::new() };
        let mut acts = Self { lists: Vec::new(), which: Vec::new() };
        let mut meanings = Vec::new();
        for (recipient, event) in Recipient::ALL.iter().filter_map(|recipient| Some((*recipient, recipient.event()?))) {
            let meaning = ends.meaning(event, View::new(graph, &[event], READS));
            let known = meanings.iter().position(|known| *known == meaning);
            acts.which.push((recipient, known.unwrap_or(meanings.len())));
            if known.is_none() {
                meanings.push(meaning);
                acts.lists.push(plans.follow(ends, meaning));
            }
        }
        acts
    }

    /// What follows the event of `recipient`; empty for those who do not act.
    pub(super) fn after(&self, recipient: Recipient) -> &[After] {
        let which = self.which.iter().find(|(known, _)| *known == recipient);
        which.and_then(|(_, list)| self.lists.get(*list)).map_or(&[], Vec::as_slice)
    }
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

/// The plans of those who act, made when they are first asked for.
struct Plans<'a> {
    silent: &'a Arc<Plan>,
    events: &'a [(Visit, Channel)],
    made: Vec<(Arc<Plan>, Shared)>,
}

impl Plans<'_> {
    fn follow(&mut self, ends: &Ends, meaning: Meaning) -> Vec<After> {
        let events = self.events;
        let follows = |&(visit, channel): &(Visit, Channel)| match meaning {
            Meaning::End => after::nothing(visit, channel),
            Meaning::GoesOn { view, own_channel, opt_out } => {
                let own = if own_channel { bit(channel) } else { 0 };
                let silenced = if opt_out { ends.silenced(channel) } else { 0 };
                let (plan, shared) = self.plan(view.muted(own | silenced));
                after::rest(plan, shared, visit, channel)
            }
        };
        events.iter().map(follows).collect()
    }

    fn plan(&mut self, view: View) -> &(Arc<Plan>, Shared) {
        let known = self.made.iter().position(|(plan, _)| plan.view == view);
        let index = known.unwrap_or_else(|| {
            let plan = if self.silent.view == view {
                Arc::clone(self.silent)
            } else {
                let starts: Vec<u32> = self.events.iter().map(|(visit, _)| visit.step as u32).collect();
                Arc::new(Plan::of(&self.silent.graph, view, &starts))
            };
            let shared = Shared::of(&plan, self.events.iter().map(|(visit, _)| *visit));
            self.made.push((plan, shared));
            self.made.len() - 1
        });
        &self.made[index]
    }
}
