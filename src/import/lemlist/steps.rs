//! The steps of all sequences of a campaign, as one graph.

use super::{At, DIALECT, settings};
use crate::import::{Input, read};
use crate::model::time::DAY;
use crate::model::{Action, Branch, Campaign, Channel, Copy, Event, Fact, Flow, Guard, Purpose, Step, Target, Task};
use crate::source::{FileId, Located};
use crate::syntax::{Entry, Node};
use std::collections::HashMap;

/// Reads the campaign of a table of sequences.
pub(super) fn read(
    input: &Input<'_>,
    (file, sequences): At<'_, '_>,
    of: Option<At<'_, '_>>,
    schedules: &[At<'_, '_>],
    switches: Option<At<'_, '_>>,
) -> Campaign {
    let home = of.filter(|(other, _)| *other == file).map_or(sequences, |(_, node)| node);
    let name = match of {
        Some((other, node)) => read::text(other, node, "name").unwrap_or_else(|| read::name(input, &[])),
        None => read::name(input, &[(sequences, "name")]),
    };
    let mut campaign = read::campaign(DIALECT.name, input.file, read::place(file, home), name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    let from = of.map_or(Fact::Unknown, |of| settings::campaign(of, &mut campaign));
    if let Some(switches) = switches.filter(|(_, node)| of.is_none_or(|(_, of)| !std::ptr::eq(of, *node))) {
        settings::settings(switches, &mut campaign);
    }
    let named: Vec<_> = of.and_then(|(_, node)| node.get("scheduleIds")).map_or(&[][..], Node::items).iter().collect();
    let is_named = |(_, node): &&At<'_, '_>| {
        let id = read::id(node, "_id");
        named.iter().any(|name| name.as_str() == id.as_deref()) || named.is_empty() && schedules.len() == 1
    };
    settings::schedules(&schedules.iter().filter(is_named).copied().collect::<Vec<_>>(), &mut campaign);

    let lists: Vec<_> = sequences.entries().iter().filter(|entry| entry.key.starts_with("seq_")).collect();
    let mut starts = HashMap::new();
    let mut ways = Vec::new();
    for entry in &lists {
        let steps = sorted(&entry.value);
        let first = campaign.steps.len();
        starts.insert(entry.key.to_string(), if steps.is_empty() { Target::End } else { Target::Step(first) });
        for (index, node) in steps.iter().enumerate() {
            let mut step = step(file, campaign.steps.len(), node);
            if let Action::Touch(touch) = &mut step.action
                && touch.channel.value == Channel::Email
            {
                touch.sender.clone_from(&from);
            }
            let next = if index + 1 < steps.len() { Target::Step(campaign.steps.len() + 1) } else { Target::End };
            step.flow = Flow::Next(next);
            if read::word(node, "type") == "conditional" {
                ways.push((campaign.steps.len(), *node));
            }
            campaign.steps.push(step);
        }
    }
    threads(&lists, &mut campaign);
    for (index, node) in ways {
        fork(file, node, index, &starts, &mut campaign);
    }
    let root = of.and_then(|(_, node)| read::id(node, "sequenceId")).filter(|id| starts.contains_key(id));
    let is_root = |node: &Node<'_>| node.get("parentId").is_none_or(Node::is_null);
    let root = root.or_else(|| lists.iter().find(|entry| is_root(&entry.value)).map(|entry| entry.key.to_string()));
    campaign.entry = root.and_then(|root| starts.get(&root).copied()).unwrap_or(Target::End);
    campaign
}

/// An email without a subject goes out in the thread of those before it. The first of all has none before.
fn threads(lists: &[&Entry<'_>], campaign: &mut Campaign) {
    let is_email = |node: &&&Node<'_>| read::word(node, "type") == "email";
    let nodes: Vec<_> = lists.iter().flat_map(|entry| sorted(&entry.value)).collect();
    let first = nodes.iter().filter(is_email).filter_map(|node| node.get("index").and_then(Node::as_i64)).min();
    for (step, node) in campaign.steps.iter_mut().zip(&nodes) {
        let Action::Touch(touch) = &mut step.action else { continue };
        if touch.channel.value == Channel::Email {
            let opens = node.get("index").and_then(Node::as_i64) == first;
            touch.thread = read::same_thread(touch, usize::from(!opens), step.head);
        }
    }
}

fn sorted<'a, 't>(sequence: &'a Node<'t>) -> Vec<&'a Node<'t>> {
    let mut steps: Vec<_> = sequence.get("steps").map_or(&[][..], Node::items).iter().collect();
    steps.sort_by_key(|step| step.get("index").and_then(Node::as_i64).unwrap_or(i64::MAX));
    steps
}

fn step(file: FileId, index: usize, node: &Node<'_>) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "_id", index), head);
    step.label = read::text(file, node, "title").or_else(|| read::text(file, node, "name"));
    if let Some(at) = node.get("delay") {
        step.wait = read::seconds(at, DAY).map_or(Fact::Unknown, |seconds| read::wait(file, at, seconds));
    }
    let place = read::place(file, node.get("type").unwrap_or(node));
    let (channel, by_hand) = match read::word(node, "type").as_str() {
        "email" => (Channel::Email, false),
        "phone" | "aircall" | "call" => (Channel::Call, true),
        "linkedininvite" | "linkedinsend" | "linkedinvoicenote" | "linkedininmail" => (Channel::Linkedin, false),
        "whatsappmessage" => (Channel::Whatsapp, false),
        "sms" => (Channel::Sms, false),
        "manual" => {
            let what = step.label.clone().or_else(|| read::text(file, node, "message"));
            let what = what.unwrap_or_else(|| Located::new("a task".to_owned(), place));
            step.action = Action::Task(Task { what, within: Fact::Unknown });
            return step;
        }
        _ => return step,
    };
    let mut touch = read::touch(channel, place);
    touch.manual = Fact::stated(by_hand, place);
    let body = match read::text(file, node, "message") {
        Some(text) => Fact::Stated(text),
        None if matches!(channel, Channel::Call | Channel::Linkedin) => Fact::Unknown,
        None => Fact::Absent(node.get("message").map_or(head, |at| read::place(file, at))),
    };
    let subject = if channel == Channel::Email && (node.get("subject").is_some() || node.get("message").is_some()) {
        read::text_fact(file, node, "subject", head)
    } else {
        Fact::Unknown
    };
    touch.variants = vec![Copy { place: head, subject, body, ..Copy::default() }];
    step.action = Action::Touch(Box::new(touch));
    step
}

/// A conditional step: one way where the condition comes true within its days, the other where it does not.
fn fork(file: FileId, node: &Node<'_>, index: usize, starts: &HashMap<String, Target>, campaign: &mut Campaign) {
    let conditions = node.get("conditions").map_or(&[][..], Node::items);
    let way = |condition: &Node<'_>| {
        read::id(condition, "sequenceId").and_then(|id| starts.get(&id).copied()).unwrap_or(Target::End)
    };
    let is_other = |condition: &&Node<'_>| {
        read::flag(condition, "fallback") == Some(true) || condition.get("key").is_none_or(Node::is_null)
    };
    let no = conditions.iter().find(is_other).map_or(Target::End, way);
    let asked: Vec<_> = conditions.iter().filter(|condition| !is_other(condition)).collect();
    let Some(head) = campaign.steps.get(index).map(|step| step.head) else { return };
    let flow = match asked.as_slice() {
        [] => Flow::Next(no),
        [one] => {
            let key = one.get("key").and_then(Node::as_str).unwrap_or_default();
            let at = one.get("key").map_or(head, |at| read::place(file, at));
            let within = one.get("delay").and_then(|at| Some((read::seconds(at, DAY)?, read::place(file, at))));
            let within_s = within.map_or(0, |(seconds, _)| seconds);
            let event = event(key);
            // What is no event of ours leaves both ways at once, so that the days of the other way get a step.
            let id = campaign.steps.get(index).map_or_else(String::new, |step| step.id.value.clone());
            let no = match (event, within) {
                (None, Some((seconds, place))) => read::later(campaign, &id, place, seconds, no),
                _ => no,
            };
            let guard = event.map_or_else(|| Guard::Attribute(key.to_owned()), Guard::Event);
            Flow::Branch(Branch { place: head, on: Located::new(guard, at), within_s, yes: way(one), no })
        }
        several => Flow::Split(several.iter().map(|one| way(one)).chain([no]).collect()),
    };
    if let Some(step) = campaign.steps.get_mut(index) {
        step.flow = flow;
    }
}

fn event(key: &str) -> Option<Event> {
    let key = read::folded(key);
    let has = |part: &str| key.contains(part);
    match () {
        () if has("unopened") || key.contains("not") => None,
        () if has("repl") => Some(Event::Reply),
        () if has("unsubscri") => Some(Event::OptOut),
        () if has("bounce") => Some(Event::Bounce),
        () if has("click") => Some(Event::Click),
        () if has("open") => Some(Event::Open),
        () if has("meetingbooked") => Some(Event::Convert),
        () => None,
    }
}
