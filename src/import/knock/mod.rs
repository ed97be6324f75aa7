//! Knock: a workflow as its CLI keeps it in a repository, its copy in files beside it.
//!
//! Steps are a list, with lists inside of branches. A step with conditions is skipped where they do not hold.

mod copies;
mod steps;

use super::{Dialect, Imported, Input, read};
use crate::model::time::{Days, Window, parse_clock};
use crate::model::{Action, Campaign, Fact, Purpose, Status, Target, Zone};
use crate::source::{FileId, Located};
use crate::syntax::{Kind, Node};

pub(super) const DIALECT: Dialect = Dialect {
    name: "knock",
    page: include_str!("../../../docs/dialects/knock.md"),
    recognises: |root| read::any(root, is_workflow),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let nodes = read::all(&input.document.root, is_workflow);
    let dialect = (!nodes.is_empty()).then_some(DIALECT.name);
    let campaigns = nodes.into_iter().map(|node| workflow(input, node));
    // A workflow that only calls other programs writes to nobody.
    let campaigns = campaigns.filter(|campaign| campaign.touches().next().is_some()).collect();
    Imported { dialect, campaigns, ..Imported::default() }
}

/// The kinds of step, folded.
const KINDS: &[&str] = &[
    "channel",
    "delay",
    "batch",
    "throttle",
    "branch",
    "fetch",
    "httpfetch",
    "triggerworkflow",
    "updateuser",
    "updateobject",
    "updatetenant",
    "updatedata",
    "randomcohort",
    "aiagent",
];

fn is_workflow(node: &Node<'_>) -> bool {
    let Some(Kind::Array(steps)) = node.get("steps").map(|steps| &steps.kind) else { return false };
    let schema = node.get("$schema").and_then(Node::as_str).unwrap_or_default();
    if schema.contains("schemas.knock.app") {
        return true;
    }
    let is_step = |step: &Node<'_>| step.get("ref").is_some() && KINDS.contains(&read::word(step, "type").as_str());
    let sends = |step: &Node<'_>| read::word(step, "type") == "channel" && step.get("channel_key").is_some();
    let is_ours = node.at("__readonly.key").is_some() || node.get("trigger_frequency").is_some();
    steps.first().is_some_and(is_step) && (is_ours || steps.iter().take(8).any(sends))
}

fn workflow(input: &Input<'_>, node: &Node<'_>) -> Campaign {
    let file = input.file;
    let readonly = node.get("__readonly").unwrap_or(node);
    let name = read::name(input, &[(node, "name"), (readonly, "key"), (node, "key")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    campaign.status = status(file, readonly);
    let settings = node.get("settings").unwrap_or(node);
    if let Some(at) = settings.get("is_commercial").filter(|at| at.as_bool() == Some(true)) {
        campaign.purpose = Fact::stated(Purpose::Marketing, read::place(file, at));
    }
    if let Some(at) =
        node.get("trigger_frequency").filter(|_| read::word(node, "trigger_frequency") == "onceperrecipient")
    {
        campaign.limits.reenroll_after = Fact::Absent(read::place(file, at));
    }
    let list = node.get("steps").map_or(&[][..], Node::items);
    let mut copies = copies::Copies::new(input);
    campaign.entry = if list.is_empty() { Target::End } else { Target::Step(0) };
    steps::lay(&mut copies, list, Target::End, &mut campaign);
    if let Some(at) = settings.get("override_preferences").filter(|at| at.as_bool() == Some(true)) {
        let forced = Fact::stated(true, read::place(file, at));
        for step in &mut campaign.steps {
            if let Action::Touch(touch) = &mut step.action {
                touch.transactional = forced.clone();
            }
        }
    }
    windows(file, list, &mut campaign);
    campaign
}

fn status(file: FileId, node: &Node<'_>) -> Fact<Status> {
    if let Some(at) = node.get("archived_at").filter(|at| at.as_str().is_some()) {
        return Fact::stated(Status::Archived, read::place(file, at));
    }
    let Some(at) = node.get("active") else { return Fact::Unknown };
    match at.as_bool() {
        Some(true) => Fact::stated(Status::Active, read::place(file, at)),
        Some(false) => Fact::stated(Status::Paused, read::place(file, at)),
        None => Fact::Unknown,
    }
}

/// The send windows, where every message has the same; they count on the recipient's clock.
fn windows(file: FileId, list: &[Node<'_>], campaign: &mut Campaign) {
    let mut open: Vec<&Node<'_>> = list.iter().collect();
    let mut all = Vec::new();
    while let Some(step) = open.pop() {
        if read::word(step, "type") == "channel" {
            all.push(step.get("send_windows").and_then(|at| Some((at, window(file, at)?))));
        }
        let branches = step.get("branches").map_or(&[][..], Node::items);
        open.extend(branches.iter().flat_map(|branch| branch.get("steps").map_or(&[][..], Node::items)));
    }
    let Some(Some((at, first))) = all.first() else { return };
    let plain = |windows: &[Located<Window>]| windows.iter().map(|window| window.value).collect::<Vec<_>>();
    if all.iter().all(|other| other.as_ref().is_some_and(|(_, windows)| plain(windows) == plain(first))) {
        let place = read::place(file, at);
        campaign.schedule.place = Some(place);
        campaign.schedule.window = Fact::stated(first.clone(), place);
        campaign.schedule.timezone = Fact::stated(Zone::Recipient, place);
    }
}

fn window(file: FileId, list: &Node<'_>) -> Option<Vec<Located<Window>>> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mut windows: Vec<Located<Window>> = Vec::new();
    for item in list.items() {
        if matches!(read::word(item, "type").as_str(), "donotsend" | "never") {
            continue;
        }
        let clock = |key: &str| item.get(key).and_then(Node::as_str).and_then(parse_clock);
        let (from, to) = (clock("from")?, clock("until")?);
        let day = read::word(item, "day");
        let day = NAMES.iter().position(|name| day.starts_with(name))?;
        let bit = Days(1 << day);
        match windows.iter_mut().find(|window| window.value.from == from && window.value.to == to) {
            Some(window) => window.value.days.0 |= bit.0,
            None => windows.push(Located::new(Window { days: bit, from, to }, read::place(file, item))),
        }
    }
    (!windows.is_empty()).then_some(windows)
}
