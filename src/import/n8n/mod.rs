//! n8n: a workflow that writes to people.
//!
//! A workflow may be anything, and most are no campaign. Only nodes that send to somebody other than the owner's own
//! people count, and a workflow that merely answers those who wrote first is none. Several nodes behind one output all
//! run; of several outputs an item takes one. What runs once for each item of a list runs once for each person, so a way
//! back to a loop is no way back for anybody.

mod fields;
mod graph;
mod names;
mod recipient;
mod runs;
mod send;
mod texts;

use super::{Dialect, Imported, Input, read};
use crate::model::time::{Clock, HOUR, MINUTE};
use crate::model::{Action, Branch, Campaign, Channel, Event, Fact, Guard, Status, Target, Touch, Wait};
use crate::source::{FileId, Located};
use crate::syntax::{Kind, Node};
use graph::{Graph, Start, Starts};
use read::{Guarded, Item, Out};
use recipient::Whom;

pub(super) const DIALECT: Dialect = Dialect {
    name: "n8n",
    page: include_str!("../../../docs/dialects/n8n.md"),
    recognises: |root| read::any(root, |node| workflow(node).is_some()),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let nodes = read::all(&input.document.root, |node| workflow(node).is_some());
    let campaigns = nodes.into_iter().filter_map(|node| campaign(input, node, workflow(node)?));
    let campaigns: Vec<_> = campaigns.collect();
    // Of a file that breaks off nobody knows whether it writes to people.
    let known = !campaigns.is_empty() || !input.document.is_whole();
    Imported { dialect: known.then_some(DIALECT.name), campaigns, ..Imported::default() }
}

/// The workflow in a table, or in the wrappers of a template around it.
fn workflow<'a, 't>(node: &'a Node<'t>) -> Option<&'a Node<'t>> {
    let mut node = node;
    for _ in 0..6 {
        if is_workflow(node) {
            return Some(node);
        }
        node = node.get("workflow").filter(|inner| inner.is_table())?;
    }
    None
}

fn is_workflow(node: &Node<'_>) -> bool {
    let Some(Kind::Array(nodes)) = node.get("nodes").map(|nodes| &nodes.kind) else { return false };
    let is_node = |node: &Node<'_>| {
        node.get("name").is_some()
            && node
                .get("type")
                .and_then(Node::as_str)
                .is_some_and(|kind| kind.contains("n8n-nodes") || kind.starts_with("@n8n/"))
    };
    nodes.iter().take(20).any(is_node)
}

fn campaign(input: &Input<'_>, outer: &Node<'_>, inner: &Node<'_>) -> Option<Campaign> {
    let file = input.file;
    let graph = Graph::of(inner);
    let sends: Vec<Option<send::Send<'_, '_>>> = (0..graph.nodes.len()).map(|index| send::of(&graph, index)).collect();
    if sends.iter().all(Option::is_none) {
        return None;
    }
    let wrapper = outer.get("workflow").unwrap_or(outer);
    let name = read::name(input, &[(inner, "name"), (wrapper, "name"), (outer, "name"), (inner, "id")]);
    let mut starts = graph.starts(is_answered(input, inner));
    let whom: Vec<Option<Whom>> = sends
        .iter()
        .enumerate()
        .map(|(index, send)| send.as_ref().map(|send| recipient::whom(&graph, &starts, &name.value, index, send)))
        .collect();
    let writes = |index: usize| matches!(whom.get(index), Some(Some(Whom::Person)));
    // What only answers those who write first is no campaign, whatever else stands beside it.
    starts.of.retain(|(start, _)| graph.leads_to(*start, writes));
    if starts.of.is_empty() {
        return None;
    }
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, inner), name);
    campaign.status = status(file, inner);
    campaign.audience.nameless = !graph.is_stripped() && !names::knows_names(&graph.nodes);
    let mut items: Vec<Item> = Vec::new();
    for (index, (send, whom)) in sends.iter().zip(&whom).enumerate() {
        let item = match (send, whom) {
            (Some(send), Some(Whom::Person | Whom::Asker)) => {
                let mut touch = send.touch(input, &graph, index, &mut campaign);
                if matches!(whom, Some(Whom::Asker)) {
                    touch.invited = Fact::stated(true, touch.channel.place);
                }
                let mut step = step(file, &graph, index);
                step.action = Action::Touch(Box::new(touch));
                Item::of(step, Out::All(graph.all_outs(index)))
            }
            _ => item(file, &graph, index),
        };
        items.push(item);
    }
    part_loops(&graph, &mut items);
    let by_clock = starts.of.iter().any(|(_, start)| *start == Start::Clock);
    runs::part(&graph, &mut items, by_clock);
    let entries = enter(file, &graph, &starts, &mut items);
    let guarded = if by_clock { Guarded::InRunsOfTheirOwn } else { Guarded::AtOnce };
    read::lay_out(&mut campaign, items, &entries, guarded);
    one_kind_of_sender(&mut campaign);
    if by_clock {
        leave_answers(&mut campaign);
    }
    if by_clock {
        campaign.schedule.timezone =
            inner.get("settings").map_or(Fact::Unknown, |settings| read::zone(file, settings, "timezone"));
    }
    read::hand_on_clocks(&mut campaign);
    Some(campaign)
}

/// Whether what comes in by a webhook is what people write in a chat.
fn is_answered(input: &Input<'_>, workflow: &Node<'_>) -> bool {
    const MARKS: &[&str] = &[
        "hub.challenge",
        "hub.verify",
        "entry[0].changes",
        "changes[0].value",
        "messages[0].from",
        "body.From",
        "body.WaId",
        "contacts[0].wa_id",
    ];
    let text = input.source.text.get(workflow.extent.range()).unwrap_or_default();
    MARKS.iter().any(|mark| text.contains(mark))
}

fn status(file: FileId, node: &Node<'_>) -> Fact<Status> {
    if let Some(at) = node.get("isArchived").filter(|at| at.as_bool() == Some(true)) {
        return Fact::stated(Status::Archived, read::place(file, at));
    }
    // A workflow that is off may be a draft or a template: that says nothing.
    match node.get("active").filter(|at| at.as_bool() == Some(true)) {
        Some(at) => Fact::stated(Status::Active, read::place(file, at)),
        None => Fact::Unknown,
    }
}

/// A step named as its node, which is how nodes name each other.
fn step(file: FileId, graph: &Graph<'_, '_>, index: usize) -> crate::model::Step {
    let (head, id) = match graph.nodes.get(index) {
        Some(node) => (read::place(file, node), read::step_id(file, node, "name", index)),
        None => (crate::source::Place::default(), Located::new(String::new(), crate::source::Place::default())),
    };
    read::step(id, head)
}

/// What a node that sends nothing means for somebody on their way.
fn item(file: FileId, graph: &Graph<'_, '_>, index: usize) -> Item {
    let step = step(file, graph, index);
    let head = step.head;
    let outs = graph.outs(index);
    if graph.is_disabled(index) {
        return Item::unseen(Fact::Absent(head), Out::All(graph.out(index, 0)));
    }
    let kind = graph.kind(index);
    if kind == "wait" {
        let mut step = step;
        step.wait = graph.nodes.get(index).map_or(Fact::Unknown, |node| wait(file, node, graph.is_stripped()));
        return Item::of(step, Out::All(graph.all_outs(index)));
    }
    if graph.waits_for_an_answer(index) {
        return Item::unseen(Fact::Unknown, fork(step, outs).1);
    }
    match kind {
        "if" | "filter" => {
            let (guard, holds) = asked(&step.id.value);
            let on = Located::new(guard, step.id.place);
            let branch = Branch { place: head, on, within_s: 0, yes: Target::End, no: Target::End };
            let (first, second) = (graph.out(index, 0), graph.out(index, 1));
            let (yes, no) = if holds { (first, second) } else { (second, first) };
            Item::of(step, Out::Either(branch, yes, no))
        }
        "splitinbatches" => Item::unseen(Fact::Absent(head), Out::All(graph.all_outs(index))),
        _ if graph.fails_on(index) => Item::unseen(Fact::Absent(head), Out::All(graph.all_outs(index))),
        _ => match fork(step, outs) {
            (Some(step), out) => Item::of(step, out),
            (None, out) => Item::unseen(Fact::Absent(head), out),
        },
    }
}

/// What a condition asks, told by its name, and whether it holds for those who did it: "Replied?", "No response?".
fn asked(name: &str) -> (Guard, bool) {
    const NOT: &[&str] =
        &["no", "not", "without", "never", "hasn", "didn", "haven", "unpaid", "unanswered", "isn", "non"];
    let words = texts::words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let denied = has(NOT);
    let event = if has(&["replied", "responded", "answered", "unanswered", "reply"])
        || denied && has(&["response", "answer"])
    {
        Event::Reply
    } else if has(&["booked", "paid", "unpaid", "purchased", "bought", "converted"]) {
        Event::Convert
    } else {
        return (Guard::Attribute(name.to_owned()), true);
    };
    (Guard::Event(event), !denied)
}

/// The outputs of a node: one, of which all run, or several, of which an item takes one.
fn fork(step: crate::model::Step, outs: &[Vec<usize>]) -> (Option<crate::model::Step>, Out) {
    match outs {
        [] => (None, Out::All(Vec::new())),
        [one] => (None, Out::All(one.clone())),
        several => (Some(step), Out::Any(several.to_vec())),
    }
}

/// How long a wait node waits. What a version leaves out on saving is its default.
fn wait(file: FileId, node: &Node<'_>, stripped: bool) -> Fact<Wait> {
    let is_bare = node.get("parameters").is_none_or(|parameters| parameters.entries().is_empty());
    let parameters = node.get("parameters").unwrap_or(node);
    if is_bare && stripped || !matches!(read::word(parameters, "resume").as_str(), "" | "timeinterval") {
        return Fact::Unknown;
    }
    let first = node.get("typeVersion").and_then(Node::as_f64).is_none_or(|version| version < 1.1);
    let (amount, unit) = if first { (1.0, HOUR) } else { (5.0, 1) };
    let unit = match parameters.get("unit") {
        None => unit,
        Some(at) => match at.as_str().map(str::trim) {
            Some("seconds") => 1,
            Some("minutes") => MINUTE,
            Some("hours") => HOUR,
            Some("days") => 24 * HOUR,
            _ => return Fact::Unknown,
        },
    };
    let amount = match parameters.get("amount") {
        None => amount,
        Some(at) => match at.as_f64().or_else(|| texts::number(at.as_str()?)) {
            Some(amount) if amount >= 0.0 => amount,
            _ => return Fact::Unknown,
        },
    };
    let longest = crate::model::time::LONGEST as f64;
    let seconds = (amount * unit as f64).round().min(longest) as u64;
    let at = parameters.get("unit").filter(|_| parameters.get("amount").is_none()).or(parameters.get("amount"));
    let at = at.or_else(|| node.get("name")).unwrap_or(node);
    read::wait(file, at, seconds)
}

/// A loop runs once for each item, and then goes on with all of them: how long the others took, nobody knows.
fn part_loops(graph: &Graph<'_, '_>, items: &mut Vec<Item>) {
    for index in 0..graph.nodes.len() {
        if graph.kind(index) != "splitinbatches" || graph.is_disabled(index) {
            continue;
        }
        let (each, done) = graph.loop_outs(index);
        items.push(Item::unseen(Fact::Unknown, Out::All(done)));
        let behind = items.len() - 1;
        if let Some(item) = items.get_mut(index) {
            item.out = Out::All(each.into_iter().chain([behind]).collect());
        }
    }
}

/// Where people enter: at one trigger, or at one of several.
fn enter(file: FileId, graph: &Graph<'_, '_>, starts: &Starts, items: &mut Vec<Item>) -> Vec<usize> {
    for (index, start) in &starts.of {
        let mut step = step(file, graph, *index);
        if *start == Start::Clock {
            // When a person comes to be on the list that it reads, the workflow does not say.
            step.wait = Fact::Unknown;
            step.at = graph.nodes.get(*index).map_or(Fact::Unknown, |node| hour(file, node));
        }
        if let Some(item) = items.get_mut(*index) {
            // What conditions part stays parted.
            *item = Item::of(step, Out::All(item.next()));
        }
    }
    let mut entries: Vec<usize> = starts.of.iter().map(|(index, _)| *index).collect();
    if let ([first, ..], true) = (entries.as_slice(), entries.len() > 1) {
        let mut any = step(file, graph, *first);
        "any of the triggers".clone_into(&mut any.id.value);
        items.push(Item::of(any, Out::Any(entries.iter().map(|entry| vec![*entry]).collect())));
        entries = vec![items.len() - 1];
    }
    entries
}

/// The hour at which a schedule runs, where it has one.
fn hour(file: FileId, node: &Node<'_>) -> Fact<Clock> {
    let Some(rules) = node.at("parameters.rule.interval").map(Node::items) else { return Fact::Unknown };
    let [rule] = rules else { return Fact::Unknown };
    let Some(at) = rule.get("triggerAtHour") else { return Fact::Unknown };
    let minute = rule.get("triggerAtMinute").and_then(Node::as_i64).unwrap_or(0);
    match (at.as_i64().and_then(|hour| u16::try_from(hour).ok()), u16::try_from(minute)) {
        (Some(hour), Ok(minute)) if hour < 24 && minute < 60 => {
            Fact::stated(Clock(hour * 60 + minute), read::place(file, at))
        }
        _ => Fact::Unknown,
    }
}

/// What answers a mail of another run, or of another workflow, may say so: "Re:" tells nothing of what came before.
fn leave_answers(campaign: &mut Campaign) {
    for step in &mut campaign.steps {
        let Action::Touch(touch) = &mut step.action else { continue };
        for copy in &mut touch.variants {
            if copy
                .subject
                .is(|subject| subject.trim_start().get(..3).is_some_and(|mark| mark.eq_ignore_ascii_case("re:")))
            {
                copy.subject = Fact::Unknown;
            }
        }
    }
}

/// A mailbox and a phone number are no two people: where emails have senders, those of texts are left out.
fn one_kind_of_sender(campaign: &mut Campaign) {
    let has_sender = |touch: &Touch| touch.channel.value == Channel::Email && touch.sender.get().is_some();
    if !campaign.touches().any(|(_, _, touch)| has_sender(touch)) {
        return;
    }
    for step in &mut campaign.steps {
        if let Action::Touch(touch) = &mut step.action
            && touch.channel.value != Channel::Email
        {
            touch.sender = Fact::Unknown;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::asked;
    use crate::model::{Event, Guard};

    #[test]
    fn conditions_that_speak_of_an_answer_ask_for_it() {
        for (name, event, holds) in [
            ("Replied?", Event::Reply, true),
            ("Has the lead responded", Event::Reply, true),
            ("No Response?2", Event::Reply, false),
            ("Hasn't replied yet", Event::Reply, false),
            ("Is it paid", Event::Convert, true),
            ("Not booked", Event::Convert, false),
        ] {
            assert_eq!(asked(name), (Guard::Event(event), holds), "{name}");
        }
        for name in ["If", "Valid response?", "Has email?", "Check status"] {
            assert!(matches!(asked(name), (Guard::Attribute(_), true)), "{name}");
        }
    }
}
