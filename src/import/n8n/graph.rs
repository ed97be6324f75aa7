//! The nodes of a workflow, how they are connected, and what starts it.

use crate::import::read;
use crate::model::time::{DAY, HOUR, MINUTE};
use crate::syntax::Node;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// A workflow as a graph. Nodes are numbered in the order of the file.
pub(super) struct Graph<'a, 't> {
    pub(super) nodes: Vec<&'a Node<'t>>,
    kinds: Vec<String>,
    by_name: HashMap<&'a str, usize>,
    outs: Vec<Vec<Vec<usize>>>,
    ins: Vec<Vec<usize>>,
    stripped: bool,
}

/// What starts a workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The clock, or somebody who presses a button.
    Clock,
    /// A message of the person, in a conversation.
    Chat,
    /// An email of somebody.
    Mail,
    /// Anything else that happens.
    Event,
}

/// Where a workflow begins.
pub(super) struct Starts {
    /// The nodes that start it, with what they wait for.
    pub(super) of: Vec<(usize, Start)>,
    /// For each node the least seconds since a message that came in; none where none leads to it.
    since_message: Vec<Option<(u64, Start)>>,
    /// The nodes that something else than a message leads to.
    otherwise: HashSet<usize>,
}

impl Starts {
    /// What kind of message the node answers, if it runs right after one and after nothing else.
    pub(super) fn answers(&self, index: usize) -> Option<Start> {
        let (seconds, start) = self.since_message.get(index).copied().flatten()?;
        (seconds < HOUR && !self.otherwise.contains(&index)).then_some(start)
    }
}

impl<'a, 't> Graph<'a, 't> {
    /// Reads the nodes and connections.
    pub(super) fn of(workflow: &'a Node<'t>) -> Self {
        let nodes: Vec<&'a Node<'t>> = workflow.get("nodes").map_or(&[][..], Node::items).iter().collect();
        let kinds: Vec<String> = nodes.iter().map(|node| kind(node)).collect();
        let mut by_name = HashMap::new();
        for (index, node) in nodes.iter().enumerate() {
            if let Some(name) = node.get("name").and_then(Node::as_str) {
                by_name.entry(name).or_insert(index);
            }
        }
        let mut outs: Vec<Vec<Vec<usize>>> = vec![Vec::new(); nodes.len()];
        let mut ins: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        for entry in workflow.get("connections").map_or(&[][..], Node::entries) {
            let Some(from) = by_name.get(entry.key.as_ref()).copied() else { continue };
            let outputs = entry.value.get("main").map_or(&[][..], Node::items);
            let lists: Vec<Vec<usize>> = outputs
                .iter()
                .map(|output| {
                    let to = output.items().iter().filter_map(|link| by_name.get(link.get("node")?.as_str()?).copied());
                    to.collect()
                })
                .collect();
            for to in lists.iter().flatten() {
                if let Some(list) = ins.get_mut(*to) {
                    list.push(from);
                }
            }
            if let Some(slot) = outs.get_mut(from) {
                *slot = lists;
            }
        }
        let mut graph = Self { nodes, kinds, by_name, outs, ins, stripped: false };
        graph.stripped = graph.was_stripped();
        graph
    }

    /// The kind of a node, folded: `gmail`, `splitinbatches`.
    pub(super) fn kind(&self, index: usize) -> &str {
        self.kinds.get(index).map_or("", String::as_str)
    }

    /// The node of that name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    pub(super) fn name(&self, index: usize) -> &'a str {
        self.nodes.get(index).and_then(|node| node.get("name")).and_then(Node::as_str).unwrap_or_default()
    }

    pub(super) fn parameters(&self, index: usize) -> Option<&'a Node<'t>> {
        self.nodes.get(index).and_then(|node| node.get("parameters"))
    }

    pub(super) fn outs(&self, index: usize) -> &[Vec<usize>] {
        self.outs.get(index).map_or(&[][..], Vec::as_slice)
    }

    pub(super) fn out(&self, index: usize, output: usize) -> Vec<usize> {
        self.outs(index).get(output).cloned().unwrap_or_default()
    }

    pub(super) fn all_outs(&self, index: usize) -> Vec<usize> {
        match self.outs(index) {
            [first, .., _] if self.fails_on(index) => first.clone(),
            outs => outs.concat(),
        }
    }

    /// Whether the last output of a node is the way of those for whom it failed.
    pub(super) fn fails_on(&self, index: usize) -> bool {
        self.nodes.get(index).is_some_and(|node| read::word(node, "onError") == "continueerroroutput")
    }

    /// What a loop does with each item, and what with all of them.
    pub(super) fn loop_outs(&self, index: usize) -> (Vec<usize>, Vec<usize>) {
        let third = self.nodes.get(index).and_then(|node| node.get("typeVersion")).and_then(Node::as_f64);
        let (first, second) = (self.out(index, 0), self.out(index, 1));
        if third.is_some_and(|version| version >= 3.0) { (second, first) } else { (first, second) }
    }

    /// The nodes that lead to one.
    pub(super) fn ins(&self, index: usize) -> &[usize] {
        self.ins.get(index).map_or(&[][..], Vec::as_slice)
    }

    pub(super) fn is_disabled(&self, index: usize) -> bool {
        self.nodes.get(index).is_some_and(|node| read::flag(node, "disabled") == Some(true))
    }

    /// Whether a node holds everything up until somebody has approved or filled in something.
    pub(super) fn waits_for_an_answer(&self, index: usize) -> bool {
        self.parameters(index).is_some_and(|parameters| read::word(parameters, "operation") == "sendandwait")
    }

    /// Whether whoever published the workflow took all settings out of it, so that what is missing proves nothing.
    pub(super) fn is_stripped(&self) -> bool {
        self.stripped
    }

    fn was_stripped(&self) -> bool {
        const NEEDY: &[&str] = &[
            "gmail",
            "emailsend",
            "twilio",
            "whatsapp",
            "code",
            "function",
            "httprequest",
            "if",
            "switch",
            "set",
            "googlesheets",
            "notion",
            "airtable",
            "openai",
            "filter",
            "chainllm",
            "slack",
            "telegram",
            "microsoftoutlook",
            "splitout",
        ];
        let needy: Vec<usize> = (0..self.nodes.len()).filter(|index| NEEDY.contains(&self.kind(*index))).collect();
        let bare = |index: &&usize| self.parameters(**index).is_none_or(|parameters| parameters.entries().is_empty());
        !needy.is_empty() && needy.iter().filter(bare).count() * 10 >= needy.len() * 8
    }

    /// What starts the workflow, and what leads from there. Where it `is_answered`, a webhook takes what people write.
    pub(super) fn starts(&self, is_answered: bool) -> Starts {
        let all = |on: bool| {
            let is = |index: &usize| start(self.kind(*index)).is_some() && (!on || !self.is_disabled(*index));
            (0..self.nodes.len()).filter(is).collect::<Vec<usize>>()
        };
        let mut found = all(true);
        if found.is_empty() {
            found = all(false);
        }
        let mut of: Vec<(usize, Start)> =
            found.into_iter().filter_map(|index| Some((index, start(self.kind(index))?))).collect();
        for (index, start) in &mut of {
            if is_answered && self.kind(*index) == "webhook" {
                *start = Start::Chat;
            }
        }
        if of.is_empty() && !self.kinds.iter().any(|kind| kind == "errortrigger") {
            // A piece of a workflow begins where nothing leads to.
            let is_first = |index: &usize| self.ins(*index).is_empty() && self.kind(*index) != "stickynote";
            of = (0..self.nodes.len()).filter(is_first).map(|index| (index, Start::Event)).collect();
        }
        let messages = of.iter().filter(|(_, start)| matches!(start, Start::Chat | Start::Mail));
        let messages: Vec<(usize, Start)> = messages.copied().collect();
        let since_message = self.since(&messages);
        let others: Vec<(usize, Start)> =
            of.iter().filter(|(_, start)| !matches!(start, Start::Chat | Start::Mail)).copied().collect();
        let otherwise = self.since(&others).iter().enumerate().filter(|(_, at)| at.is_some()).map(|(i, _)| i).collect();
        Starts { of, since_message, otherwise }
    }

    /// Whether a node that `is` can be reached from one.
    pub(super) fn leads_to(&self, from: usize, is: impl Fn(usize) -> bool) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![from];
        while let Some(index) = open.pop() {
            if seen.insert(index) {
                if is(index) {
                    return true;
                }
                open.extend(self.outs(index).iter().flatten());
            }
        }
        false
    }

    /// The least seconds of waiting from any of the starts to each node.
    fn since(&self, starts: &[(usize, Start)]) -> Vec<Option<(u64, Start)>> {
        let mut since = vec![None; self.nodes.len()];
        let mut queue: BinaryHeap<_> =
            starts.iter().enumerate().map(|(which, (index, _))| Reverse((0_u64, *index, which))).collect();
        while let Some(Reverse((seconds, index, which))) = queue.pop() {
            let Some((_, start)) = starts.get(which) else { continue };
            match since.get_mut(index) {
                Some(slot @ None) => *slot = Some((seconds, *start)),
                _ => continue,
            }
            let later = seconds.saturating_add(self.about(index));
            for next in self.outs(index).iter().flatten() {
                queue.push(Reverse((later, *next, which)));
            }
        }
        since
    }

    /// About how long a node waits, as far as that is written down.
    fn about(&self, index: usize) -> u64 {
        let (Some(node), Some(parameters)) = (self.nodes.get(index), self.parameters(index)) else { return 0 };
        if self.kind(index) != "wait" || self.is_disabled(index) {
            return 0;
        }
        let early = node.get("typeVersion").and_then(Node::as_f64).is_none_or(|version| version < 1.1);
        let amount = parameters.get("amount").and_then(Node::as_f64).unwrap_or(1.0);
        let unit = match read::word(parameters, "unit").as_str() {
            "days" => DAY,
            "hours" => HOUR,
            "minutes" => MINUTE,
            "" if early => HOUR,
            _ => 1,
        };
        (amount.max(0.0) * unit as f64) as u64
    }
}

/// The last part of a node's type, folded.
fn kind(node: &Node<'_>) -> String {
    let name = node.get("type").and_then(Node::as_str).unwrap_or_default();
    read::folded(name.rsplit('.').next().unwrap_or_default())
}

/// What a trigger waits for; none of what is no trigger, or runs after errors alone.
fn start(kind: &str) -> Option<Start> {
    const CHATS: &[&str] = &[
        "whatsapptrigger",
        "twiliotrigger",
        "telegramtrigger",
        "chattrigger",
        "manualchattrigger",
        "slacktrigger",
        "discordtrigger",
        "facebooktrigger",
        "linetrigger",
        "intercomtrigger",
        "lemlisttrigger",
        "emeliatrigger",
        "waapitrigger",
        "mattermosttrigger",
        "microsoftteamstrigger",
        "mcptrigger",
    ];
    const MAILS: &[&str] = &[
        "gmailtrigger",
        "emailreadimap",
        "microsoftoutlooktrigger",
        "emailtrigger",
        "helpscouttrigger",
        "zendesktrigger",
    ];
    const CLOCKS: &[&str] = &["scheduletrigger", "cron", "interval", "manualtrigger", "start"];
    match kind {
        "errortrigger" => None,
        _ if CHATS.contains(&kind) => Some(Start::Chat),
        _ if MAILS.contains(&kind) => Some(Start::Mail),
        _ if CLOCKS.contains(&kind) => Some(Start::Clock),
        "webhook" => Some(Start::Event),
        _ => kind.ends_with("trigger").then_some(Start::Event),
    }
}
