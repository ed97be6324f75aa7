//! Reply.io: sequences of API v3, and campaigns of v2.
//!
//! Steps wait minutes before they go out. They are a list, or a tree where a condition parts the ways.

use super::{Dialect, Imported, Input, read};
use crate::model::time::MINUTE;
use crate::model::{
    Action, Branch, Campaign, Channel, Copy, Event, Fact, Flow, Guard, OptOutMethod, Purpose, Sender, Status, Step,
    Target, Task,
};
use crate::source::{FileId, Located};
use crate::syntax::Node;

pub(super) const DIALECT: Dialect = Dialect {
    name: "reply",
    page: include_str!("../../docs/dialects/reply.md"),
    recognises: |root| read::any(root, is_sequence),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let campaigns: Vec<_> =
        read::all(&input.document.root, is_sequence).into_iter().map(|node| sequence(input, node)).collect();
    Imported { dialect: (!campaigns.is_empty()).then_some(DIALECT.name), campaigns, ..Imported::default() }
}

/// The keys of a step's wait: v3, then v2.
const DELAYS: &[&str] = &["delayInMinutes", "inMinutesCount", "InMinutesCount"];

/// Other tools count minutes too: a step or its sequence has to have a key of this one.
fn is_sequence(node: &Node<'_>) -> bool {
    let is_step = |step: &Node<'_>| DELAYS.iter().any(|key| step.get(key).is_some());
    let ours = ["executionMode", "variants", "templates", "template", "ifConditionPositive"];
    let is_ours = |step: &Node<'_>| is_step(step) && ours.iter().any(|key| step.get(key).is_some());
    let has_hint = node.at("settings.repliesHandlingType").is_some()
        || ["scheduleId", "emailAccounts", "linkedInAccounts"].iter().any(|key| node.get(key).is_some());
    let steps = node.get("steps").map_or(&[][..], Node::items);
    steps.iter().take(8).any(|step| is_ours(step) || has_hint && is_step(step))
        || node.items().first().is_some_and(is_ours)
}

fn sequence(input: &Input<'_>, node: &Node<'_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "name"), (node, "id")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    campaign.status = status(file, node);
    set(file, node.get("settings").unwrap_or(node), &mut campaign);
    let from = sender(file, node, &mut campaign);
    let list = node.get("steps").map_or(node.items(), Node::items);
    let mut steps: Vec<_> = list.iter().collect();
    steps.sort_by_key(|step| step.get("number").and_then(Node::as_i64).unwrap_or(i64::MAX));
    for (index, item) in steps.iter().enumerate() {
        campaign.steps.push(step(file, index, item, &from));
    }
    read::chain(&mut campaign);
    if steps.iter().any(|step| read::id(step, "parentId").is_some()) {
        grow(file, &steps, &mut campaign);
    }
    campaign
}

fn status(file: FileId, node: &Node<'_>) -> Fact<Status> {
    if let Some(at) = node.get("isArchived").filter(|at| at.as_bool() == Some(true)) {
        return Fact::stated(Status::Archived, read::place(file, at));
    }
    let Some(at) = node.get("status") else { return Fact::Unknown };
    let status = match (read::word(node, "status").as_str(), at.as_i64()) {
        ("active", _) | (_, Some(2)) => Status::Active,
        ("paused" | "finished", _) | (_, Some(4)) => Status::Paused,
        ("new", _) | (_, Some(0)) => Status::Draft,
        _ => return Fact::Unknown,
    };
    Fact::stated(status, read::place(file, at))
}

fn set(file: FileId, settings: &Node<'_>, campaign: &mut Campaign) {
    if let Some(at) = settings.get("repliesHandlingType") {
        let stops = match read::word(settings, "repliesHandlingType").as_str() {
            "markasfinished" | "markpersonasfinished" => Some(true),
            "continuesending" | "continuesendingemails" => Some(false),
            _ => None,
        };
        let fact = stops.map_or(Fact::Unknown, |stops| Fact::stated(stops, read::place(file, at)));
        read::stop_on_reply(campaign, &fact);
    }
    if let Some(at) = settings.get("isListUnsubscribeHeaderEnabled")
        && at.as_bool() == Some(true)
    {
        let place = read::place(file, at);
        let method = Fact::stated(OptOutMethod::OneClick, place);
        campaign.opt_out.push((Channel::Email, read::way_out(method, place)));
    }
}

/// One mailbox, or several that share the work. They are objects, or addresses.
fn sender(file: FileId, node: &Node<'_>, campaign: &mut Campaign) -> Fact<usize> {
    let list = node.get("emailAccounts").or_else(|| node.get("emailAccount"));
    let Some(list) = list.filter(|list| !list.is_null()) else { return Fact::Unknown };
    let several = list.items().len();
    if several > 1 {
        return read::shared_sender(campaign, format!("{several} mailboxes"), read::place(file, list));
    }
    let one = list.items().first().unwrap_or(list);
    let at = one.get("email").or_else(|| one.get("emailAddress")).unwrap_or(one);
    let Some(email) = at.as_str().filter(|email| email.contains('@')) else { return Fact::Unknown };
    let place = read::place(file, at);
    let name = read::text(file, one, "senderName").map_or(Fact::Unknown, Fact::Stated);
    let sender = Sender { place, name, email: Fact::stated(email.to_owned(), place), ..Sender::default() };
    read::sender(campaign, sender)
}

fn step(file: FileId, index: usize, node: &Node<'_>, from: &Fact<usize>) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "id", index), head);
    step.wait = Fact::Unknown;
    if let Some(at) = DELAYS.iter().find_map(|key| node.get(key))
        && let Some(seconds) = read::seconds(at, MINUTE)
    {
        step.wait = read::wait(file, at, seconds);
    }
    let place = read::place(file, node.get("type").unwrap_or(node));
    let by_hand = read::word(node, "executionMode") == "manual";
    let action = read::word(node, "actionType");
    let (channel, by_hand) = match read::word(node, "type").as_str() {
        "email" | "" => (Channel::Email, by_hand),
        "linkedin" if matches!(action.as_str(), "message" | "connect" | "inmail" | "voice" | "voicemessage") => {
            (Channel::Linkedin, by_hand)
        }
        "call" => (Channel::Call, true),
        "sms" => (Channel::Sms, by_hand),
        "whatsapp" => (Channel::Whatsapp, by_hand),
        "task" => {
            let what = read::text(file, node, "description");
            let what = what.unwrap_or_else(|| Located::new("a task".to_owned(), place));
            step.action = Action::Task(Task { what, within: Fact::Unknown });
            return step;
        }
        _ => return step,
    };
    let mut touch = read::touch(channel, place);
    touch.manual = Fact::stated(by_hand, place);
    let texts = texts(node);
    let on: Vec<_> = texts.iter().filter(|text| read::flag(text, "isEnabled") != Some(false)).collect();
    if !texts.is_empty() && on.is_empty() {
        return step;
    }
    touch.variants = if on.is_empty() {
        vec![copy(file, channel, node)]
    } else {
        on.iter().map(|text| copy(file, channel, text)).collect()
    };
    if channel == Channel::Email {
        touch.sender.clone_from(from);
        touch.thread = read::same_thread(&touch, index, head);
    }
    step.action = Action::Touch(Box::new(touch));
    step
}

/// The texts of a step: the variants of v3, the templates of v2, in either of their places.
fn texts<'a, 't>(node: &'a Node<'t>) -> Vec<&'a Node<'t>> {
    let places = ["variants", "templates", "template.emailTemplate.templates", "emailTemplate.templates"];
    places.into_iter().filter_map(|path| node.at(path)).flat_map(Node::items).collect()
}

fn copy(file: FileId, channel: Channel, node: &Node<'_>) -> Copy {
    let place = read::place(file, node);
    let text = read::text(file, node, "message").or_else(|| read::text(file, node, "body"));
    let at = ["message", "body"].into_iter().find_map(|key| node.get(key));
    let subject = match channel {
        Channel::Email if at.is_some() || node.get("subject").is_some() => {
            read::text_fact(file, node, "subject", place)
        }
        _ => Fact::Unknown,
    };
    let body = match (text, at) {
        (Some(text), _) => Fact::Stated(text),
        (None, Some(at)) if channel != Channel::Call => Fact::Absent(read::place(file, at)),
        _ => Fact::Unknown,
    };
    Copy { place, subject, body, ..Copy::default() }
}

/// Lets each step lead to those that name it as their parent.
fn grow(file: FileId, steps: &[&Node<'_>], campaign: &mut Campaign) {
    let ids = read::Ids::new((0..).zip(steps).filter_map(|(index, step)| Some((read::id(step, "id")?, index))));
    let mut children = vec![Vec::new(); steps.len()];
    let mut roots = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        match read::id(step, "parentId").map(|id| ids.step(&id)) {
            Some(Target::Step(parent)) => {
                if let Some(list) = children.get_mut(parent) {
                    list.push((index, read::flag(step, "ifConditionPositive")));
                }
            }
            _ => roots.push(index),
        }
    }
    campaign.entry = roots.first().map_or(Target::End, |root| Target::Step(*root));
    for (index, node) in steps.iter().enumerate() {
        let Some(list) = children.get(index) else { continue };
        let child = |way: Option<bool>| list.iter().find(|(_, of)| *of == way).map(|(child, _)| Target::Step(*child));
        let Some(step) = campaign.steps.get(index) else { continue };
        let (head, id) = (step.head, step.id.value.clone());
        let flow = if read::word(node, "type") == "condition" {
            let (what, event) = asked(node);
            let within = node.get("waitInMinutes").and_then(|at| read::seconds(at, MINUTE)).unwrap_or(0);
            let at = node.get("conditions").map_or(head, |at| read::place(file, at));
            let (yes, no) = (child(Some(true)), child(Some(false)).or(child(None)));
            let (yes, no) = (yes.unwrap_or(Target::End), no.unwrap_or(Target::End));
            // What is no event of ours leaves both ways at once, so that the wait of the other way gets a step.
            let (guard, no) = match event {
                Some(event) => (Guard::Event(event), no),
                None => (Guard::Attribute(what), read::later(campaign, &id, at, within, no)),
            };
            Flow::Branch(Branch { place: head, on: Located::new(guard, at), within_s: within, yes, no })
        } else {
            match list.as_slice() {
                [] => Flow::Next(Target::End),
                [(one, _)] => Flow::Next(Target::Step(*one)),
                several => Flow::Split(several.iter().map(|(child, _)| Target::Step(*child)).collect()),
            }
        };
        if let Some(step) = campaign.steps.get_mut(index) {
            step.flow = flow;
        }
    }
}

/// What a condition asks, where it asks one thing, and the event that it is.
fn asked(node: &Node<'_>) -> (String, Option<Event>) {
    let conditions = node.get("conditions").map_or(&[][..], Node::items);
    let properties: Vec<_> = conditions.iter().filter_map(|one| one.get("property")?.as_str()).collect();
    let event = match properties.as_slice() {
        [one] => match read::folded(one).as_str() {
            "emailopened" | "emailopens" | "opened" | "opens" => Some(Event::Open),
            "linkclicked" | "emaillinkclicked" | "emailclicked" | "clicked" | "clicks" => Some(Event::Click),
            "emailreplied" | "replied" => Some(Event::Reply),
            _ => None,
        },
        _ => None,
    };
    let what = if properties.is_empty() { "a condition".to_owned() } else { properties.join(", ") };
    (what, event)
}
