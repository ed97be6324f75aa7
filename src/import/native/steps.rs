//! The steps: what each does, and where a walk goes on.

use super::copies::Copies;
use super::graph::Graph;
use super::keys;
use super::reader::{Field, Gap, Reader, is_inline, small};
use super::senders::Senders;
use super::values::{self, Fault};
use crate::finding::Finding;
use crate::model::{
    Action, Adds, Benefits, Channel, Copy, Fact, Flow, Intent, Offer, OfferKind, OfferRequirement, Step, Task, Touch,
    Voice,
};
use crate::source::{Located, Span};
use crate::syntax::{Kind as Value, Node};

/// More variants of one message than this are no test.
const MAX_VARIANTS: usize = 100;

/// The keys of a step.
#[derive(Clone, Copy, Default)]
struct Keys<'t, 'a> {
    channel: Option<Field<'t, 'a>>,
    wait: Option<Field<'t, 'a>>,
    at: Option<Field<'t, 'a>>,
    intent: Option<Field<'t, 'a>>,
    sender: Option<Field<'t, 'a>>,
    subject: Option<Field<'t, 'a>>,
    body: Option<Field<'t, 'a>>,
    body_file: Option<Field<'t, 'a>>,
    offer: Option<Field<'t, 'a>>,
    voice: Option<Field<'t, 'a>>,
    thread: Option<Field<'t, 'a>>,
    manual: Option<Field<'t, 'a>>,
    invited: Option<Field<'t, 'a>>,
    variants: Option<Field<'t, 'a>>,
    next: Option<Field<'t, 'a>>,
    branch: Option<Field<'t, 'a>>,
    task: Option<Field<'t, 'a>>,
    within: Option<Field<'t, 'a>>,
}

/// Reads the steps of a campaign.
pub(crate) fn read(
    reader: &mut Reader,
    field: Option<Field<'_, '_>>,
    senders: &mut Senders,
    copies: &mut Copies<'_>,
) -> Vec<Step> {
    let Some(field) = field else { return Vec::new() };
    let nodes = match &field.value.kind {
        Value::Array(items) => items.as_slice(),
        Value::Error => &[],
        kind => {
            let fault = Fault::kind(field.key, field.value);
            reader.invalid(field.key, small(field.value), fault);
            // A `[step]` with one pair of brackets is a step, and its own faults are worth showing.
            if matches!(kind, Value::Table(_)) { std::slice::from_ref(field.value) } else { &[] }
        }
    };
    let graph = Graph::new(reader, nodes);
    let mut steps = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let before = reader.faults();
        let step = step(reader, &graph, index, node, senders, copies);
        for finding in reader.since(before) {
            finding.step = Some(step.id.value.clone());
        }
        steps.push(step);
    }
    steps
}

/// A small place for a step or a variant: its header in TOML; in braces the value of `key`, else the brace.
pub(super) fn head_of(node: &Node<'_>, key: &str) -> Span {
    if !node.is_table() || !is_inline(node) {
        return node.span;
    }
    let brace = Span::new(node.span.start as usize, node.span.start as usize + 1);
    node.get(key).filter(|value| value.as_str().is_some()).map_or(brace, |value| value.span)
}

fn step(
    reader: &mut Reader,
    graph: &Graph<'_>,
    index: usize,
    node: &Node<'_>,
    senders: &mut Senders,
    copies: &mut Copies<'_>,
) -> Step {
    let head = head_of(node, "id");
    let gap = if node.is_table() { reader.gap(head) } else { Gap::Unknown };
    let id = graph.id(reader, index);
    let keys = read_keys(reader, node);
    let action = action(reader, &keys, head, gap, senders, copies);
    let flow = match keys.branch {
        Some(branch) => graph.branch(reader, index, branch, keys.next),
        None => Flow::Next(graph.next(reader, index, keys.next)),
    };
    Step {
        id,
        label: None,
        head: reader.place(head),
        wait: keys.wait.map_or_else(|| gap.fact(), |field| reader.fact(field, values::wait)),
        at: keys.at.map_or_else(|| gap.fact(), |field| reader.fact(field, values::clock)),
        action,
        flow,
    }
}

fn read_keys<'t, 'a>(reader: &mut Reader, node: &'t Node<'a>) -> Keys<'t, 'a> {
    let mut keys = Keys::default();
    if !node.is_table() {
        if !matches!(node.kind, Value::Error) {
            reader.report(|reader| {
                let message = format!("a step takes fields of its own, not {}", node.kind_name());
                let place = reader.place(small(node));
                Finding::new("structure/invalid-value", place, "not a step", message)
                    .help("give it a channel, a branch or a task")
            });
        }
        return keys;
    }
    reader.each(Some(node), &keys::STEP, |reader, field| match field.key.name {
        "id" if field.value.as_str().is_none_or(|id| id.trim().is_empty()) => {
            reader.fact(field, values::text);
        }
        "channel" => keys.channel = Some(field),
        "wait" => keys.wait = Some(field),
        "at" => keys.at = Some(field),
        "intent" => keys.intent = Some(field),
        "sender" => keys.sender = Some(field),
        "subject" => keys.subject = Some(field),
        "body" => keys.body = Some(field),
        "body_file" => keys.body_file = Some(field),
        "offer" => keys.offer = Some(field),
        "voice" => keys.voice = Some(field),
        "thread" => keys.thread = Some(field),
        "manual" => keys.manual = Some(field),
        "invited" => keys.invited = Some(field),
        "variants" => keys.variants = Some(field),
        "next" => keys.next = Some(field),
        "branch" => keys.branch = Some(field),
        "task" => keys.task = Some(field),
        "within" => keys.within = Some(field),
        _ => {}
    });
    keys
}

fn action(
    reader: &mut Reader,
    keys: &Keys<'_, '_>,
    head: Span,
    gap: Gap,
    senders: &mut Senders,
    copies: &mut Copies<'_>,
) -> Action {
    one_thing(reader, keys);
    deadline_has_a_task(reader, keys);
    let within = keys.within.map_or_else(|| gap.fact(), |field| reader.fact(field, values::duration));
    let channel = keys.channel.and_then(|field| channel(reader, field));
    if let Some(channel) = channel {
        return Action::Touch(Box::new(touch(reader, keys, head, gap, channel, senders, copies)));
    }
    check_touch(reader, keys, head, gap, senders, copies);
    if let Some(task) = keys.task {
        return match reader.fact(task, values::text) {
            Fact::Stated(what) => Action::Task(Task { what, within }),
            _ => Action::Nothing,
        };
    }
    if keys.channel.is_none() && keys.branch.is_none() {
        reaches_somebody(reader, keys, head);
    }
    Action::Nothing
}

/// Reports what only a touch has, in a step that says nothing of what it is.
fn reaches_somebody(reader: &mut Reader, keys: &Keys<'_, '_>, head: Span) {
    let any = |fields: &[Option<Field<'_, '_>>]| fields.iter().any(Option::is_some);
    let has_words = any(&[keys.subject, keys.body, keys.body_file, keys.variants, keys.offer, keys.voice, keys.thread]);
    let message = if has_words {
        "a step has words and no channel to send them by"
    } else if any(&[keys.intent, keys.sender, keys.manual, keys.invited]) {
        "a step says what it is for or who speaks, and has no channel to reach anybody by"
    } else {
        return;
    };
    if reader.is_whole() {
        reader.report(|reader| {
            Finding::new("structure/missing-field", reader.place(head), "`channel` belongs here", message)
                .help(format!("write {}", reader.assign_to("channel", "\"email\"")))
        });
    }
}

/// Reads what only a touch has, in a step that is none, for the sake of its faults. Nobody speaks there.
fn check_touch(
    reader: &mut Reader,
    keys: &Keys<'_, '_>,
    head: Span,
    gap: Gap,
    senders: &mut Senders,
    copies: &mut Copies<'_>,
) {
    let keys = Keys { sender: None, ..*keys };
    let channel = Located::new(Channel::Email, reader.place(head));
    touch(reader, &keys, head, gap, channel, senders, copies);
}

/// The channel; of a misspelt one that which it is nearest to, for a step without a channel would be another campaign.
fn channel(reader: &mut Reader, field: Field<'_, '_>) -> Option<Located<Channel>> {
    if let Fact::Stated(channel) = reader.fact(field, values::word(Channel::parse)) {
        return Some(channel);
    }
    let near = values::nearest_word(field.value.as_str()?, Channel::WORDS)?;
    Some(Located::new(Channel::parse(near)?, reader.place(field.value.span)))
}

fn one_thing(reader: &mut Reader, keys: &Keys<'_, '_>) {
    let mut things = [keys.channel, keys.branch, keys.task].into_iter().flatten().collect::<Vec<_>>();
    things.sort_by_key(|field| field.at);
    let [first, second, ..] = things.as_slice() else { return };
    reader.report(|reader| {
        let message = format!("a step has both `{}` and `{}`", first.key.name, second.key.name);
        let label = |field: &Field<'_, '_>| format!("a step with a `{}`", field.key.name);
        Finding::new("structure/invalid-value", reader.place(second.at), label(second), message)
            .label(reader.place(first.at), label(first))
            .help("make two steps of it: each has a `channel`, a `branch` or a `task`")
    });
}

fn deadline_has_a_task(reader: &mut Reader, keys: &Keys<'_, '_>) {
    let (Some(within), None) = (keys.within, keys.task) else { return };
    if keys.channel.is_none() && keys.branch.is_none() {
        return;
    }
    reader.report(|reader| {
        let help = if keys.branch.is_some() {
            "move it into `branch`, where it says how long to wait for the event"
        } else {
            "take it out, or use `wait` for the time before the step"
        };
        let message = "`within` is the deadline of a task, and this step has none";
        Finding::new("structure/invalid-value", reader.place(within.at), "not read here", message).help(help)
    });
}

fn touch(
    reader: &mut Reader,
    keys: &Keys<'_, '_>,
    head: Span,
    gap: Gap,
    channel: Located<Channel>,
    senders: &mut Senders,
    copies: &mut Copies<'_>,
) -> Touch {
    let flag = |reader: &mut Reader, field: Option<Field<'_, '_>>| {
        field.map_or_else(|| gap.fact(), |field| reader.fact(field, values::boolean))
    };
    Touch {
        channel,
        intent: keys.intent.map_or_else(|| gap.fact(), |field| reader.fact(field, values::word(Intent::parse))),
        sender: match keys.sender {
            Some(field) => senders.named(reader, field),
            None => senders.default(gap),
        },
        variants: variants(reader, keys, head, gap, copies),
        offer: keys.offer.and_then(|field| offer(reader, field)),
        voice: keys.voice.map_or_else(|| gap.fact(), |field| reader.fact(field, values::word(Voice::parse))),
        thread: flag(reader, keys.thread),
        manual: flag(reader, keys.manual),
        invited: flag(reader, keys.invited),
        transactional: gap.fact(),
    }
}

fn variants(reader: &mut Reader, keys: &Keys<'_, '_>, head: Span, gap: Gap, copies: &mut Copies<'_>) -> Vec<Copy> {
    let own = Copy {
        place: reader.place(head),
        subject: keys.subject.map_or_else(|| gap.fact(), |field| reader.fact(field, values::copy)),
        body: copies.body(reader, keys.body, keys.body_file, gap),
        weight: gap.fact(),
        filled: Vec::new(),
        raw: Vec::new(),
        adds: Adds { way_out: gap.fact(), name: gap.fact() },
        template: None,
    };
    let Some(field) = keys.variants else { return vec![own] };
    let nodes = match &field.value.kind {
        Value::Array(items) => items.as_slice(),
        Value::Error => &[],
        _ => {
            reader.invalid(field.key, small(field.value), Fault::kind(field.key, field.value));
            &[]
        }
    };
    if nodes.len() > MAX_VARIANTS {
        let fault = Fault::new(format!("a step takes {MAX_VARIANTS} variants at most"), "too many variants");
        reader.invalid(field.key, field.at, fault.help("test fewer versions at a time"));
    }
    let variants: Vec<Copy> =
        nodes.iter().take(MAX_VARIANTS).map(|node| variant(reader, node, &own, gap, copies)).collect();
    if variants.is_empty() { vec![own] } else { variants }
}

fn variant(reader: &mut Reader, node: &Node<'_>, own: &Copy, gap: Gap, copies: &mut Copies<'_>) -> Copy {
    if !node.is_table() {
        if !matches!(node.kind, Value::Error) {
            reader.report(|reader| {
                let message = format!("a variant takes fields of its own, not {}", node.kind_name());
                Finding::new("structure/invalid-value", reader.place(small(node)), "not a variant", message)
                    .help("give it a `subject` or a `body`")
            });
        }
        return Copy { place: own.place, ..Copy::default() };
    }
    let (mut subject, mut body, mut body_file, mut weight) = (None, None, None, gap.fact());
    reader.each(Some(node), &keys::VARIANT, |reader, field| match field.key.name {
        "subject" => subject = Some(field),
        "body" => body = Some(field),
        "body_file" => body_file = Some(field),
        "weight" => weight = reader.fact(field, values::count),
        _ => {}
    });
    Copy {
        place: reader.place(head_of(node, "subject")),
        filled: Vec::new(),
        raw: Vec::new(),
        subject: subject.map_or_else(|| own.subject.clone(), |field| reader.fact(field, values::copy)),
        body: match (body, body_file) {
            (None, None) => own.body.clone(),
            (body, body_file) => copies.body(reader, body, body_file, gap),
        },
        weight,
        adds: own.adds.clone(),
        template: None,
    }
}

fn offer(reader: &mut Reader, field: Field<'_, '_>) -> Option<Offer> {
    let section = reader.section(Some(field), field.at);
    let gap = section.gap;
    let mut offer = Offer {
        place: section.place?,
        kind: gap.fact(),
        benefits: gap.fact(),
        requires: gap.fact(),
        delivered_s: gap.fact(),
        expires: gap.fact(),
    };
    reader.each(section.node, &keys::OFFER, |reader, field| match field.key.name {
        "kind" => offer.kind = reader.fact(field, values::word(OfferKind::parse)),
        "benefits" => offer.benefits = reader.fact(field, values::word(Benefits::parse)),
        "requires" => offer.requires = reader.list(field, values::word(OfferRequirement::parse)),
        "delivered" => offer.delivered_s = reader.fact(field, values::delivery),
        "expires" => offer.expires = reader.fact(field, values::date),
        _ => {}
    });
    Some(offer)
}
