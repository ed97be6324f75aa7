//! The flows that events start: what they send, where they wait for an answer, and where they lead.
//!
//! What a person gets after an answer of theirs belongs to a conversation: they asked for it.

use super::step;
use crate::import::read::{self, Item, Out};
use crate::model::{Action, Branch, Channel, Copy, Event, Fact, Guard, Target, Touch, Voice};
use crate::source::{FileId, Located, Place};
use crate::syntax::Node;
use std::collections::{HashMap, HashSet};

/// How many steps the flows of one event may become.
const MAX_ITEMS: usize = 8_000;

/// How many steps the flows of all events of a campaign may become.
const MAX_ALL: usize = 40_000;

/// The flows of an export.
pub(super) struct Flows<'a, 't> {
    nodes: Vec<&'a Node<'t>>,
    by_id: HashMap<String, usize>,
    /// Whether they send what no text message carries: pictures, templates, buttons.
    pub(super) chats: bool,
}

/// A way on from a node: to a node of the same flow.
type Ways<'a> = Vec<Option<&'a str>>;

/// How a node of a flow goes on.
enum Exit<'a, 't> {
    /// One of these, by what is known of the person.
    On(Ways<'a>),
    /// It waits for an answer, and takes one of the first; after so many seconds without one, the other.
    Waits { at: &'a Node<'t>, answered: Ways<'a>, silent: Option<(u64, Option<&'a str>)> },
}

/// What a node of a flow does.
enum Act<'a, 't> {
    Sends(&'a Node<'t>, &'a Node<'t>),
    Says(&'a Node<'t>, &'a Node<'t>),
    Enters { flow: String, returns: bool },
}

impl<'a, 't> Flows<'a, 't> {
    /// Those of an export.
    pub(super) fn of(export: &'a Node<'t>) -> Self {
        let mut nodes = Vec::new();
        let mut by_id = HashMap::new();
        for flow in export.get("flows").map_or(&[][..], Node::items) {
            let body = flow.get("definition").filter(|body| body.is_table()).unwrap_or(flow);
            for of in [Some(flow), flow.get("metadata"), body.get("metadata")].into_iter().flatten() {
                for key in ["uuid", "id"] {
                    if let Some(id) = read::id(of, key) {
                        by_id.entry(id).or_insert(nodes.len());
                    }
                }
            }
            nodes.push(body);
        }
        let rich = |action: &Node<'_>| {
            let has = |key: &str| action.get(key).is_some_and(|list| !list.items().is_empty());
            has("attachments") || has("quick_replies") || action.get("templating").is_some_and(Node::is_table)
        };
        let list = nodes.iter().flat_map(|flow| flow.get("nodes").map_or(&[][..], Node::items));
        let chats = list.flat_map(|node| node.get("actions").map_or(&[][..], Node::items)).any(rich);
        Self { nodes, by_id, chats }
    }

    /// Lays out a flow and those that it enters as items; gives the first.
    pub(super) fn lay(&self, file: FileId, id: &str, channel: Channel, items: &mut Vec<Item>) -> Option<usize> {
        let first = *self.by_id.get(id)?;
        if items.len() > MAX_ALL {
            return None;
        }
        let from = items.len();
        let mut laying =
            Laying { file, channel, items, entries: HashMap::new(), returns: HashMap::new(), open: vec![first] };
        let mut links = Vec::new();
        let mut known = HashSet::from([first]);
        let mut next = 0;
        while let Some(flow) = laying.open.get(next).copied() {
            next += 1;
            if laying.items.len() - from > MAX_ITEMS {
                break;
            }
            let Some(body) = self.nodes.get(flow) else { continue };
            for enters in laying.flow(flow, body, &mut links) {
                let Some(sub) = self.by_id.get(&enters.flow).copied() else { continue };
                if let (Some(back), true) = (enters.back, sub != flow) {
                    laying.returns.entry(sub).or_insert(back);
                }
                if known.insert(sub) {
                    laying.open.push(sub);
                }
            }
        }
        laying.link(self, links);
        let entry = laying.entries.get(&first).copied()?;
        invite(laying.items, entry, from);
        Some(entry)
    }
}

/// A flow that is entered: from which item, and which item follows when it is done.
struct Enters {
    flow: String,
    back: Option<usize>,
}

/// What is still to be connected.
enum Link<'a> {
    /// An item enters a flow, or goes on behind it where there is no such flow.
    Enter { item: usize, flow: String },
    /// An item leads to one of these nodes of its flow.
    On { item: usize, flow: usize, ways: Ways<'a> },
    /// An item leads, after silence, to this node.
    Silent { item: usize, flow: usize, way: Option<&'a str> },
}

struct Laying<'i> {
    file: FileId,
    channel: Channel,
    items: &'i mut Vec<Item>,
    /// The first item of each flow.
    entries: HashMap<usize, usize>,
    /// The item that follows a flow that was entered, at its first call.
    returns: HashMap<usize, usize>,
    /// The flows that are entered, in the order in which they are met.
    open: Vec<usize>,
}

impl Laying<'_> {
    /// The items of one flow, not connected yet; gives the flows that it enters.
    fn flow<'a>(
        &mut self,
        flow: usize,
        body: &'a Node<'_>,
        links: &mut Vec<(Option<(usize, &'a str)>, Link<'a>)>,
    ) -> Vec<Enters> {
        let mut entered = Vec::new();
        let entry_id = body.get("entry").and_then(Node::as_str);
        for (id, node, acts, exit) in nodes_of(body) {
            let start = self.items.len();
            if entry_id.is_none_or(|entry| Some(entry) == id) {
                self.entries.entry(flow).or_insert(start);
            }
            for act in acts {
                let behind = self.items.len() + 1;
                match act {
                    Act::Sends(action, text) => self.send(body, action, text, self.channel),
                    Act::Says(action, text) => self.send(body, action, text, Channel::Call),
                    Act::Enters { flow: to, returns } => {
                        links.push((None, Link::Enter { item: behind - 1, flow: to.clone() }));
                        self.items.push(Item::unseen(Fact::Absent(Place::default()), Out::All(vec![behind])));
                        entered.push(Enters { flow: to, back: returns.then_some(behind) });
                    }
                }
            }
            let item = self.items.len();
            let mark = id.map(|id| (start, id));
            match exit {
                Exit::On(ways) => {
                    self.items.push(self.fork(node, item));
                    links.push((mark, Link::On { item, flow, ways }));
                }
                Exit::Waits { at, answered, silent } => {
                    let place = read::place(self.file, at);
                    let (within_s, way) = silent.unwrap_or((0, None));
                    let on = Located::new(Guard::Event(Event::Reply), place);
                    let branch = Branch { place, on, within_s, yes: Target::End, no: Target::End };
                    let asks = step(self.file, node, read::id(node, "uuid"), item);
                    self.items.push(Item::of(asks, Out::Either(branch, vec![item + 1], Vec::new())));
                    self.items.push(self.fork(node, item + 1));
                    links.push((mark, Link::On { item: item + 1, flow, ways: answered }));
                    if silent.is_some() {
                        links.push((None, Link::Silent { item, flow, way }));
                    }
                }
            }
        }
        entered
    }

    /// An item that may lead to one of several; its ways are filled in later.
    fn fork(&self, node: &Node<'_>, number: usize) -> Item {
        let id = read::id(node, "uuid").map(|id| format!("{id}-exit"));
        Item::of(step(self.file, node, id, number), Out::All(Vec::new()))
    }

    fn send(&mut self, body: &Node<'_>, action: &Node<'_>, text: &Node<'_>, channel: Channel) {
        let place = read::place(self.file, action);
        let mut touch: Touch = read::touch(channel, read::place(self.file, action.get("type").unwrap_or(action)));
        touch.manual = Fact::stated(false, place);
        if channel == Channel::Call {
            touch.voice = Fact::stated(Voice::Prerecorded, place);
        }
        let words = text.as_str().filter(|words| !words.trim().is_empty());
        let at = read::place(self.file, text);
        let words = words.map_or(Fact::Unknown, |words| Fact::stated(words.to_owned(), at));
        touch.variants = vec![Copy { place, body: words, ..Copy::default() }];
        let mut sends = step(self.file, action, read::id(action, "uuid"), self.items.len());
        sends.label = read::text(self.file, body, "name");
        sends.action = Action::Touch(Box::new(touch));
        let behind = self.items.len() + 1;
        self.items.push(Item::of(sends, Out::All(vec![behind])));
    }

    fn link(&mut self, flows: &Flows<'_, '_>, links: Vec<(Option<(usize, &str)>, Link<'_>)>) {
        let mut starts: HashMap<(usize, String), usize> = HashMap::new();
        for (mark, link) in &links {
            if let (Some((start, id)), Link::On { flow, .. }) = (mark, link) {
                starts.entry((*flow, (*id).to_owned())).or_insert(*start);
            }
        }
        let to = |returns: &HashMap<usize, usize>, flow: usize, way: Option<&str>| match way {
            Some(id) => starts.get(&(flow, id.to_owned())).copied(),
            None => returns.get(&flow).copied(),
        };
        for (_, link) in links {
            match link {
                Link::Enter { item, flow } => {
                    let entry = flows.by_id.get(&flow).and_then(|flow| self.entries.get(flow)).copied();
                    if let (Some(entry), Some(item)) = (entry, self.items.get_mut(item)) {
                        item.out = Out::All(vec![entry]);
                    }
                }
                Link::On { item, flow, ways } => {
                    let mut targets: Vec<Option<usize>> =
                        ways.into_iter().map(|way| to(&self.returns, flow, way)).collect();
                    let mut seen = HashSet::new();
                    targets.retain(|target| seen.insert(*target));
                    let Some(item) = self.items.get_mut(item) else { continue };
                    if let [] | [_] = targets.as_slice() {
                        *item = Item::unseen(
                            Fact::Absent(Place::default()),
                            Out::All(targets.into_iter().flatten().collect()),
                        );
                    } else {
                        item.out = Out::Any(targets.into_iter().map(|target| target.into_iter().collect()).collect());
                    }
                }
                Link::Silent { item, flow, way } => {
                    let target = to(&self.returns, flow, way);
                    if let (Some(target), Some(Out::Either(_, _, no))) =
                        (target, self.items.get_mut(item).map(|item| &mut item.out))
                    {
                        no.push(target);
                    }
                }
            }
        }
    }
}

/// What only follows an answer is asked for.
fn invite(items: &mut [Item], entry: usize, from: usize) {
    let mut silent = HashSet::new();
    let mut open = vec![entry];
    let mut place = None;
    while let Some(index) = open.pop() {
        let Some(item) = items.get(index).filter(|_| silent.insert(index)) else { continue };
        match &item.out {
            Out::All(list) => open.extend(list),
            Out::Any(lists) => open.extend(lists.iter().flatten()),
            Out::Either(branch, _, no) => {
                place = place.or(Some(branch.place));
                open.extend(no);
            }
            Out::Back(_) => {}
        }
    }
    let Some(place) = place else { return };
    for (index, item) in items.iter_mut().enumerate().skip(from) {
        if let Some(Action::Touch(touch)) = item.step.as_mut().map(|step| &mut step.action)
            && !silent.contains(&index)
        {
            touch.invited = Fact::stated(true, place);
        }
    }
}

/// The nodes of a flow: the first is where it begins, unless the flow names another.
fn nodes_of<'a, 't>(body: &'a Node<'t>) -> Vec<(Option<&'a str>, &'a Node<'t>, Vec<Act<'a, 't>>, Exit<'a, 't>)> {
    let list = |key: &str| body.get(key).map_or(&[][..], Node::items).iter();
    let id = |node: &'a Node<'t>| node.get("uuid").and_then(Node::as_str);
    let now = list("nodes").map(|node| (id(node), node, acts(node), exit(node)));
    let old = list("action_sets").map(|node| {
        let on = node.get("destination").and_then(Node::as_str);
        (id(node), node, acts(node), Exit::On(vec![on]))
    });
    let rules = list("rule_sets").map(|node| (id(node), node, Vec::new(), rules(node)));
    now.chain(old).chain(rules).collect()
}

fn acts<'a, 't>(node: &'a Node<'t>) -> Vec<Act<'a, 't>> {
    let actions = node.get("actions").map_or(&[][..], Node::items).iter();
    let act = |action: &'a Node<'t>| match read::word(action, "type").as_str() {
        "sendmsg" => Some(Act::Sends(action, action.get("text")?)),
        "saymsg" => Some(Act::Says(action, action.get("text")?)),
        "reply" => {
            let message = action.get("msg")?;
            Some(Act::Sends(action, message.entries().first().map_or(message, |entry| &entry.value)))
        }
        "enterflow" | "flow" => {
            let flow = action.get("flow")?;
            let flow = read::id(flow, "uuid").or_else(|| read::id(flow, "id"))?;
            Some(Act::Enters { flow, returns: read::flag(action, "terminal") != Some(true) })
        }
        _ => None,
    };
    actions.filter_map(act).collect()
}

fn exit<'a, 't>(node: &'a Node<'t>) -> Exit<'a, 't> {
    let exits = node.get("exits").map_or(&[][..], Node::items);
    let destination = |exit: &'a Node<'t>| exit.get("destination_uuid").and_then(Node::as_str);
    let Some(router) = node.get("router") else { return Exit::On(exits.iter().take(1).map(destination).collect()) };
    let Some(wait) = router.get("wait").filter(|wait| wait.is_table()) else {
        return Exit::On(exits.iter().map(destination).collect());
    };
    let timeout = wait.get("timeout").filter(|timeout| timeout.is_table());
    let silent = timeout.and_then(|timeout| {
        let seconds = timeout.get("seconds").and_then(|at| read::seconds(at, 1))?;
        let category = read::id(timeout, "category_uuid")?;
        let mut categories = router.get("categories").map_or(&[][..], Node::items).iter();
        let exit_id = categories
            .find(|one| read::id(one, "uuid").as_ref() == Some(&category))
            .and_then(|one| read::id(one, "exit_uuid"))?;
        Some((seconds, exit_id))
    });
    let is_silent =
        |exit: &&'a Node<'t>| silent.as_ref().is_some_and(|(_, id)| read::id(exit, "uuid").as_ref() == Some(id));
    let answered = exits.iter().filter(|exit| !is_silent(exit)).map(destination).collect();
    let way = exits.iter().find(is_silent).and_then(destination);
    Exit::Waits { at: wait, answered, silent: silent.as_ref().map(|(seconds, _)| (*seconds, way)) }
}

/// The rules of flows as they were written before version 13.
fn rules<'a, 't>(node: &'a Node<'t>) -> Exit<'a, 't> {
    let rules = node.get("rules").map_or(&[][..], Node::items);
    let destination = |rule: &'a Node<'t>| rule.get("destination").and_then(Node::as_str);
    let minutes = |rule: &'a Node<'t>| {
        let test = rule.get("test").filter(|test| read::word(test, "type") == "timeout")?;
        test.get("minutes").and_then(|at| read::seconds(at, 60))
    };
    if !read::word(node, "ruleset_type").starts_with("wait") {
        return Exit::On(rules.iter().map(destination).collect());
    }
    let silent = rules.iter().find_map(|rule| Some((minutes(rule)?, destination(rule))));
    let answered = rules.iter().filter(|rule| minutes(rule).is_none()).map(destination).collect();
    Exit::Waits { at: node.get("ruleset_type").unwrap_or(node), answered, silent }
}
