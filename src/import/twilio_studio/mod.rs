//! Twilio Studio: the definition of a flow, a graph of widgets.
//!
//! There is no widget that waits; a message may wait for its reply, in seconds, written as text.

mod widgets;

use super::{Dialect, Imported, Input, read};
use crate::model::{Campaign, Fact, Flow, Target};
use crate::syntax::Node;
use std::collections::HashSet;

pub(super) const DIALECT: Dialect = Dialect {
    name: "twilio-studio",
    page: include_str!("../../../docs/dialects/twilio-studio.md"),
    recognises: |root| read::any(root, |node| definition(node).is_some()),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let nodes = read::all(&input.document.root, |node| definition(node).is_some());
    let campaigns: Vec<_> = nodes.into_iter().filter_map(|node| Some(flow(input, node, definition(node)?))).collect();
    Imported { dialect: (!campaigns.is_empty()).then_some(DIALECT.name), campaigns, ..Imported::default() }
}

/// Other state machines have states too: some of these have to be widgets.
fn definition<'a, 't>(node: &'a Node<'t>) -> Option<&'a Node<'t>> {
    [Some(node), node.get("definition")].into_iter().flatten().find(|node| {
        let is_widget = |state: &Node<'_>| {
            state.get("transitions").is_some()
                && (WIDGETS.contains(&read::word(state, "type").as_str())
                    || read::word(state, "type").contains("outgoingcall"))
        };
        let states = node.get("states").map_or(&[][..], Node::items);
        node.get("initial_state").is_some_and(|state| state.as_str().is_some()) && states.iter().take(64).any(is_widget)
    })
}

/// The kinds of widget, folded, that other state machines do not have.
const WIDGETS: &[&str] = &[
    "trigger",
    "sendmessage",
    "sendandwaitforreply",
    "splitbasedon",
    "setvariables",
    "runfunction",
    "makehttprequest",
    "runsubflow",
    "sayplay",
    "gatherinputoncall",
    "sendtoflex",
    "enqueuecall",
    "connectcallto",
    "recordvoicemail",
];

fn flow(input: &Input<'_>, node: &Node<'_>, definition: &Node<'_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "friendly_name"), (definition, "description"), (node, "sid")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    let states = definition.get("states").map_or(&[][..], Node::items);
    let ids = read::Ids::new((0..).zip(states).filter_map(|(index, state)| Some((read::id(state, "name")?, index))));
    for (index, state) in states.iter().enumerate() {
        let step = widgets::step(file, index, state, states, &ids, &mut campaign);
        campaign.steps.push(step);
    }
    widgets::part_failures(file, states, &ids, &mut campaign);
    campaign.entry = ids.target(definition, "initial_state");
    invite(file, states, &ids, &mut campaign);
    campaign
}

/// A message is asked for where a person has to write or call first before it can come.
fn invite(file: crate::source::FileId, states: &[Node<'_>], ids: &read::Ids, campaign: &mut Campaign) {
    let triggers = states.iter().filter(|state| read::word(state, "type") == "trigger");
    let (mut theirs, mut ours, mut place) = (HashSet::new(), HashSet::new(), None);
    for transition in triggers.flat_map(|state| state.get("transitions").map_or(&[][..], Node::items)) {
        let target = ids.target(transition, "next");
        match read::word(transition, "event").as_str() {
            "incomingmessage" | "incomingcall" | "incomingconversationmessage" => {
                if target != Target::End {
                    place = place.or_else(|| Some(read::place(file, transition.get("event").unwrap_or(transition))));
                }
                read::reach(campaign, target, &mut theirs);
            }
            _ => {
                read::reach(campaign, target, &mut ours);
            }
        }
    }
    let Some(place) = place else { return };
    for (index, step) in campaign.steps.iter_mut().enumerate() {
        if let crate::model::Action::Touch(touch) = &mut step.action
            && theirs.contains(&index)
            && !ours.contains(&index)
        {
            touch.invited = Fact::stated(true, place);
        }
    }
}

/// One way, or several of which nothing is known.
fn ways(mut targets: Vec<Target>) -> Flow {
    let mut seen = Vec::new();
    targets.retain(|target| {
        let new = !seen.contains(target);
        seen.push(*target);
        new
    });
    match targets.as_slice() {
        [] => Flow::Next(Target::End),
        [one] => Flow::Next(*one),
        _ => Flow::Split(targets),
    }
}
