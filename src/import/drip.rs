//! Drip: the details of a workflow, a tree of paths. An Email Series is recognised, but its emails are not in the file.
//!
//! A delay is a step of its own. Paths of a decision come together again at the step behind it.

use super::{Dialect, Imported, Input, read};
use crate::model::time::{Clock, DAY};
use crate::model::{Action, Branch, Campaign, Channel, Event, Fact, Flow, Guard, Status, Step, Target, Wait};
use crate::source::{FileId, Located};
use crate::syntax::Node;

pub(super) const DIALECT: Dialect = Dialect {
    name: "drip",
    page: include_str!("../../docs/dialects/drip.md"),
    recognises: |root| read::any(root, is_ours),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    for node in read::all(&input.document.root, is_ours) {
        imported.dialect = Some(DIALECT.name);
        if let Some(details) = details(node) {
            imported.campaigns.push(workflow(input, node, details));
        } else {
            let name = read::name(input, &[(node, "name"), (node, "id")]).value;
            imported.unread.push(format!("the email series \"{name}\" comes without its emails"));
        }
    }
    imported
}

fn is_ours(node: &Node<'_>) -> bool {
    details(node).is_some() || is_series(node)
}

/// The tree of a workflow.
fn details<'a, 't>(node: &'a Node<'t>) -> Option<&'a Node<'t>> {
    let is_step = |step: &Node<'_>| {
        ["action", "delay", "decision", "fork", "interrupt", "split_test", "exit"]
            .contains(&step.get("type").and_then(Node::as_str).unwrap_or_default())
    };
    node.get("details").filter(|details| {
        let steps = details.get("steps");
        read::word(details, "type") == "path"
            && steps.is_some_and(|steps| {
                // Where a file breaks off the last step is not whole.
                let whole = steps.items().len().saturating_sub(1).clamp(1, 4);
                read::is_list(steps) && steps.items().iter().take(whole).all(is_step)
            })
    })
}

fn is_series(node: &Node<'_>) -> bool {
    ["days_of_the_week_mask", "double_optin", "from_email"].iter().all(|key| node.get(key).is_some())
}

fn workflow(input: &Input<'_>, node: &Node<'_>, details: &Node<'_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "name"), (node, "id")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    campaign.status = match (node.get("status"), read::word(node, "status").as_str()) {
        (Some(at), "active") => Fact::stated(Status::Active, read::place(file, at)),
        (Some(at), "draft") => Fact::stated(Status::Draft, read::place(file, at)),
        (Some(at), "paused" | "inactive") => Fact::stated(Status::Paused, read::place(file, at)),
        _ => Fact::Unknown,
    };
    let mut tree = Tree { file, steps: Vec::new() };
    campaign.entry = tree.path(details, Target::End);
    // The tree is read from its end, where each way leads is known; people read from the start.
    campaign.steps = tree.steps;
    in_order(&mut campaign);
    read::hand_on_clocks(&mut campaign);
    campaign
}

/// Steps as they are read.
struct Tree {
    file: FileId,
    steps: Vec<Step>,
}

impl Tree {
    /// Reads a path whose last step leads to `then`; gives where it starts.
    fn path(&mut self, path: &Node<'_>, then: Target) -> Target {
        let steps = path.get("steps").map_or(&[][..], Node::items);
        steps.iter().rev().fold(then, |then, node| self.step(node, then))
    }

    fn step(&mut self, node: &Node<'_>, then: Target) -> Target {
        let file = self.file;
        let head = read::place(file, node);
        let ways = node.get("paths").map_or(&[][..], Node::items);
        let flow = match read::word(node, "type").as_str() {
            "decision" => {
                let mut way = |key: &str| node.get(key).map_or(then, |path| self.path(path, then));
                let (no, yes) = (way("false_path"), way("true_path"));
                let summary = node.at("derived.summary").and_then(Node::as_str).unwrap_or("a condition");
                let on = Located::new(Guard::Attribute(summary.to_owned()), head);
                Flow::Branch(Branch { place: head, on, within_s: 0, yes, no })
            }
            "fork" | "splittest" if !ways.is_empty() => {
                Flow::Split(ways.iter().map(|path| self.path(path, then)).collect())
            }
            // Who has not reached the goal waits for it.
            "interrupt" => {
                let on = Located::new(Guard::Event(Event::Convert), head);
                Flow::Branch(Branch { place: head, on, within_s: 0, yes: then, no: Target::End })
            }
            "exit" => Flow::Next(Target::End),
            _ => Flow::Next(then),
        };
        let index = self.steps.len();
        let mut step = read::step(read::step_id(file, node, "id", index), head);
        step.flow = flow;
        let derived = node.get("derived").unwrap_or(node);
        step.label = read::text(file, derived, "email_title").or_else(|| read::text(file, derived, "summary"));
        match read::word(node, "type").as_str() {
            "delay" => {
                step.wait = wait(file, node);
                step.at = clock(file, node);
            }
            "action" => step.action = action(file, node),
            _ => {}
        }
        self.steps.push(step);
        Target::Step(index)
    }
}

fn wait(file: FileId, node: &Node<'_>) -> Fact<Wait> {
    let properties = node.get("properties").unwrap_or(node);
    let unit = match properties.get("units") {
        Some(_) => read::unit(&read::word(properties, "units")),
        None => Some(DAY),
    };
    let relative = matches!(read::word(node, "delay_type").as_str(), "waitforrelativedate" | "");
    match (properties.get("duration").filter(|_| relative), unit) {
        (Some(at), Some(unit)) => read::seconds(at, unit).map_or(Fact::Unknown, |s| read::wait(file, at, s)),
        _ => Fact::Unknown,
    }
}

fn clock(file: FileId, node: &Node<'_>) -> Fact<Clock> {
    let Some(at) = node.at("properties.minutes_from_midnight") else { return Fact::Unknown };
    let minutes = at.as_i64().filter(|minutes| (0..24 * 60).contains(minutes));
    let clock = minutes.and_then(|minutes| u16::try_from(minutes).ok()).map(Clock);
    clock.map_or(Fact::Unknown, |clock| Fact::stated(clock, read::place(file, at)))
}

fn action(file: FileId, node: &Node<'_>) -> Action {
    let channel = match read::word(node, "action_type").as_str() {
        "sendemail" => Channel::Email,
        "sendsms" | "sendtextmessage" => Channel::Sms,
        _ => return Action::Nothing,
    };
    if read::word(node, "status") == "draft" {
        return Action::Nothing;
    }
    let place = read::place(file, node.get("action_type").unwrap_or(node));
    let mut touch = read::touch(channel, place);
    touch.manual = Fact::stated(false, place);
    if let (Some(copy), Some(properties)) = (touch.variants.first_mut(), node.get("properties")) {
        copy.template = read::template(file, properties, "automation_email_id");
    }
    Action::Touch(Box::new(touch))
}

/// Turns the steps round, so that they stand as the file has them.
fn in_order(campaign: &mut Campaign) {
    let last = campaign.steps.len().saturating_sub(1);
    let turned = |target: &mut Target| {
        if let Target::Step(index) = target {
            *index = last - *index;
        }
    };
    campaign.steps.reverse();
    turned(&mut campaign.entry);
    for step in &mut campaign.steps {
        match &mut step.flow {
            Flow::Next(target) => turned(target),
            Flow::Branch(branch) => [&mut branch.yes, &mut branch.no].into_iter().for_each(turned),
            Flow::Split(targets) => targets.iter_mut().for_each(turned),
        }
    }
}
