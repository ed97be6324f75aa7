//! The widgets of a flow as steps.

use super::ways;
use crate::import::read;
use crate::model::{
    Action, Branch, Campaign, Channel, Copy, Event, Fact, Flow, Guard, Sender, Step, Target, Task, Touch, Voice,
};
use crate::source::{FileId, Located};
use crate::syntax::Node;

/// How long a message waits for its reply where the widget does not say, in seconds.
const TIMEOUT_S: u64 = 3600;

/// A widget as a step, with its ways out, the failures left aside.
pub(super) fn step(
    file: FileId,
    index: usize,
    state: &Node<'_>,
    states: &[Node<'_>],
    ids: &read::Ids,
    campaign: &mut Campaign,
) -> Step {
    let head = read::place(file, state);
    let mut step = read::step(read::step_id(file, state, "name", index), head);
    let kind = read::word(state, "type");
    let properties = state.get("properties").unwrap_or(state);
    let to = |event: &str| next(state, event).map_or(Target::End, |transition| ids.target(transition, "next"));
    step.flow = match kind.as_str() {
        "sendandwaitforreply" => {
            let timeout = properties.get("timeout").and_then(|at| read::seconds(at, 1)).unwrap_or(TIMEOUT_S);
            let at = properties.get("timeout").map_or(head, |at| read::place(file, at));
            Flow::Branch(Branch {
                place: head,
                on: Located::new(Guard::Event(Event::Reply), at),
                within_s: timeout,
                yes: to("incomingmessage"),
                no: to("timeout"),
            })
        }
        "splitbasedon" => split(file, state, ids),
        _ => ways(onward(state, ids)),
    };
    step.action = match kind.as_str() {
        "sendmessage" | "sendandwaitforreply" => Action::Touch(Box::new(message(file, state, properties, campaign))),
        "makeoutgoingcall" | "makeoutgoingcallv2" | "makeoutgoingcallv1" => {
            Action::Touch(Box::new(call(file, state, states, ids, campaign)))
        }
        "sendtoflex" | "enqueuecall" => {
            let place = read::place(file, state.get("type").unwrap_or(state));
            let what = Located::new("a person takes over".to_owned(), place);
            Action::Task(Task { what, within: Fact::Unknown })
        }
        _ => Action::Nothing,
    };
    step
}

fn transitions<'a, 't>(state: &'a Node<'t>) -> &'a [Node<'t>] {
    state.get("transitions").map_or(&[][..], Node::items)
}

fn next<'a, 't>(state: &'a Node<'t>, event: &str) -> Option<&'a Node<'t>> {
    transitions(state).iter().find(|transition| read::word(transition, "event") == event)
}

fn is_failure(transition: &Node<'_>) -> bool {
    matches!(read::word(transition, "event").as_str(), "failed" | "fail" | "failure" | "deliveryfailure" | "error")
}

/// Where a widget leads if nothing fails.
fn onward(state: &Node<'_>, ids: &read::Ids) -> Vec<Target> {
    let well = transitions(state).iter().filter(|transition| !is_failure(transition));
    let is_trigger = read::word(state, "type") == "trigger";
    // What nobody may pull at a trigger leads nowhere; elsewhere a way without a next step is an end.
    well.map(|transition| ids.target(transition, "next"))
        .filter(|target| !is_trigger || *target != Target::End)
        .collect()
}

fn split(file: FileId, state: &Node<'_>, ids: &read::Ids) -> Flow {
    let (others, matches): (Vec<_>, Vec<_>) =
        transitions(state).iter().partition(|transition| read::word(transition, "event") == "nomatch");
    let other = others.first().map_or(Target::End, |transition| ids.target(transition, "next"));
    let [one] = matches.as_slice() else {
        return ways(matches.iter().map(|one| ids.target(one, "next")).chain([other]).collect());
    };
    let condition = one.get("conditions").and_then(|list| list.items().first());
    let asked = condition.and_then(|condition| condition.get("friendly_name").or_else(|| condition.get("value")));
    let place = read::place(file, asked.unwrap_or(one));
    let what = asked.and_then(Node::as_str).unwrap_or("a condition").to_owned();
    Flow::Branch(Branch {
        place: read::place(file, state),
        on: Located::new(Guard::Attribute(what), place),
        within_s: 0,
        yes: ids.target(one, "next"),
        no: other,
    })
}

fn message(file: FileId, state: &Node<'_>, properties: &Node<'_>, campaign: &mut Campaign) -> Touch {
    let place = read::place(file, state.get("type").unwrap_or(state));
    let is_whatsapp = ["from", "to", "channel"].into_iter().any(|key| {
        properties.get(key).and_then(Node::as_str).is_some_and(|text| text.trim_start().starts_with("whatsapp:"))
    });
    let mut touch = read::touch(if is_whatsapp { Channel::Whatsapp } else { Channel::Sms }, place);
    touch.manual = Fact::stated(false, place);
    touch.sender = from(file, properties, campaign);
    let home = read::place(file, properties);
    let body = if properties.get("content_sid").or_else(|| properties.get("content_template_sid")).is_some() {
        read::text(file, properties, "body").map_or(Fact::Unknown, Fact::Stated)
    } else {
        read::text_fact(file, properties, "body", home)
    };
    touch.variants = vec![Copy { place: home, body, ..Copy::default() }];
    touch
}

/// A call that the flow makes. Where it speaks as soon as somebody answers, a machine speaks.
fn call(file: FileId, state: &Node<'_>, states: &[Node<'_>], ids: &read::Ids, campaign: &mut Campaign) -> Touch {
    let place = read::place(file, state.get("type").unwrap_or(state));
    let mut touch = read::touch(Channel::Call, place);
    let properties = state.get("properties").unwrap_or(state);
    touch.manual = Fact::stated(false, place);
    touch.sender = from(file, properties, campaign);
    let answered = next(state, "answered").map_or(Target::End, |transition| ids.target(transition, "next"));
    let speaks = match answered {
        Target::Step(index) => states.get(index),
        Target::End => None,
    };
    if let Some(speaks) =
        speaks.filter(|one| matches!(read::word(one, "type").as_str(), "sayplay" | "gatherinputoncall"))
    {
        let at = speaks.get("type").unwrap_or(speaks);
        touch.voice = Fact::stated(Voice::Prerecorded, read::place(file, at));
        let script = speaks.get("properties").and_then(|properties| read::text(file, properties, "say"));
        if let (Some(script), Some(copy)) = (script, touch.variants.first_mut()) {
            copy.body = Fact::Stated(script);
        }
    }
    touch
}

fn from(file: FileId, properties: &Node<'_>, campaign: &mut Campaign) -> Fact<usize> {
    let Some(phone) = read::text(file, properties, "from") else { return Fact::Unknown };
    let place = phone.place;
    let phone = phone.map(|text| text.trim().trim_start_matches("whatsapp:").to_owned());
    let phone = read::literal(Fact::Stated(phone));
    if phone.is_unknown() {
        return Fact::Unknown;
    }
    read::sender(campaign, Sender { place, phone, ..Sender::default() })
}

/// Where a failure leads on, it gets a way of its own: of a message, the one of those whom it cannot reach.
pub(super) fn part_failures(file: FileId, states: &[Node<'_>], ids: &read::Ids, campaign: &mut Campaign) {
    for (index, state) in states.iter().enumerate() {
        let fail = transitions(state).iter().find(|one| is_failure(one) && ids.target(one, "next") != Target::End);
        let Some(fail) = fail else { continue };
        let yes = ids.target(fail, "next");
        let place = read::place(file, fail.get("event").unwrap_or(fail));
        let Some(step) = campaign.steps.get(index) else { continue };
        let guard = match step.touch() {
            Some(touch) if touch.channel.value != Channel::Call => Guard::Event(Event::Bounce),
            _ => Guard::Attribute("it fails".to_owned()),
        };
        let (head, id, flow) = (step.head, step.id.value.clone(), step.flow.clone());
        let no = if let Flow::Next(target) = flow {
            target
        } else {
            let mut rest = read::step(Located::new(format!("{id}-delivered"), place), place);
            rest.flow = flow;
            campaign.steps.push(rest);
            Target::Step(campaign.steps.len() - 1)
        };
        if let Some(step) = campaign.steps.get_mut(index) {
            step.flow = Flow::Branch(Branch { place: head, on: Located::new(guard, place), within_s: 0, yes, no });
        }
    }
}
