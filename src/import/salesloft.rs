//! Salesloft: the content of a cadence, as it is exported and imported.
//!
//! A group of steps is one touch; its steps are what a person may get of it. Groups stand on absolute days, from 1.

use super::{Dialect, Imported, Input, read};
use crate::model::time::{DAY, MINUTE};
use crate::model::{
    Action, AudienceSource, Campaign, Channel, Copy, Event, Fact, OptOutMethod, Purpose, Step, Task, Touch, Zone,
};
use crate::source::{FileId, Located};
use crate::syntax::{self, Node};
use std::collections::HashMap;

pub(super) const DIALECT: Dialect = Dialect {
    name: "salesloft",
    page: include_str!("../../docs/dialects/salesloft.md"),
    recognises: |root| read::any(root, |node| is_cadence(node) || is_settings(node)),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    let nodes = read::all(&input.document.root, |node| is_cadence(node) || is_settings(node));
    let ways_out = if nodes.is_empty() { HashMap::new() } else { ways_out(input, &nodes) };
    for node in nodes {
        imported.dialect = Some(DIALECT.name);
        if is_cadence(node) {
            imported.campaigns.push(cadence(input, node, &ways_out));
        } else {
            let name = read::name(input, &[(node, "name"), (node, "id")]).value;
            imported.unread.push(format!("the cadence \"{name}\" comes without its steps; export its content"));
        }
    }
    imported
}

fn content<'a, 't>(node: &'a Node<'t>) -> &'a Node<'t> {
    node.get("cadence_content").unwrap_or(node)
}

fn is_cadence(node: &Node<'_>) -> bool {
    let Some(groups) = content(node).get("step_groups") else { return false };
    let is_group = |group: &Node<'_>| {
        group.get("steps").is_some() && ["day", "automated", "reference_id"].iter().any(|key| group.get(key).is_some())
    };
    node.get("cadence_content").is_some() && read::is_list(groups) || groups.items().iter().take(8).any(is_group)
}

/// A cadence of the REST API: its switches and no steps.
fn is_settings(node: &Node<'_>) -> bool {
    let has = |key: &str| node.get(key).is_some();
    has("cadence_framework_id") || has("opt_out_link_included") && has("remove_replies_enabled")
}

fn cadence(input: &Input<'_>, node: &Node<'_>, ways_out: &HashMap<String, Located<bool>>) -> Campaign {
    let file = input.file;
    let content = content(node);
    let settings = [content.get("settings"), node.get("settings")].into_iter().flatten().find(|node| node.is_table());
    let nothing = content;
    let name = read::name(input, &[(settings.unwrap_or(nothing), "name"), (content, "cadence_id")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    if let Some(settings) = settings {
        set(file, settings, &mut campaign);
    }
    match read::id(content, "cadence_id").and_then(|id| ways_out.get(&id)) {
        Some(link) if link.value => {
            let method = Fact::stated(OptOutMethod::Link, link.place);
            campaign.opt_out.push((Channel::Email, read::way_out(method, link.place)));
        }
        Some(off) => campaign.opt_out_others = Fact::Absent(off.place),
        None => {}
    }
    let mut groups: Vec<_> = content.get("step_groups").map_or(&[][..], Node::items).iter().collect();
    groups.sort_by_key(|group| group.get("day").and_then(Node::as_i64).unwrap_or(i64::MAX));
    let mut before = Some(0);
    for (index, group) in groups.iter().enumerate() {
        let mut step = step(file, index, group);
        let due = due(group);
        let place = read::place(file, group.get("day").unwrap_or(group));
        step.wait = match (before, due) {
            (Some(before), Some(due)) => Fact::stated(crate::model::Wait::exactly(due.saturating_sub(before)), place),
            _ => Fact::Unknown,
        };
        before = before.max(due).filter(|_| due.is_some());
        campaign.steps.push(step);
    }
    zone(file, &groups, &mut campaign);
    read::chain(&mut campaign);
    campaign
}

fn set(file: FileId, settings: &Node<'_>, campaign: &mut Campaign) {
    read::stop_on_reply(campaign, &read::flag_fact(file, settings, "remove_replied"));
    let others = [(Event::Bounce, "remove_bounced"), (Event::Convert, "remove_people_when_meeting_booked")];
    for (event, key) in others {
        let fact = read::flag_fact(file, settings, key);
        if !fact.is_unknown() {
            campaign.stop.on.push((event, fact));
        }
    }
    if let Some(at) = settings.get("cadence_function")
        && read::word(settings, "cadence_function") == "inbound"
    {
        campaign.audience.source = Fact::stated(AudienceSource::Inquiry, read::place(file, at));
    }
}

/// Whether emails carry the link that leads out stands in the cadences of the REST API alone: by their ids, from this
/// file and those beside it.
fn ways_out(input: &Input<'_>, own: &[&Node<'_>]) -> HashMap<String, Located<bool>> {
    let link = |file: FileId, node: &Node<'_>| {
        let at = node.get("opt_out_link_included")?;
        Some((read::id(node, "id")?, Located::new(at.as_bool()?, read::place(file, at))))
    };
    let mut found = HashMap::new();
    for (file, source) in read::beside(input, |text| text.contains("\"opt_out_link_included\"")) {
        let document = syntax::parse(file, &source);
        found.extend(read::all(&document.root, is_settings).into_iter().filter_map(|node| link(file, node)));
    }
    found.extend(own.iter().filter_map(|node| link(input.file, node)));
    found
}

/// Seconds from the start of day 1.
fn due(group: &Node<'_>) -> Option<u64> {
    let day = group.get("day")?.as_i64().map(|day| day.max(1).unsigned_abs() - 1)?;
    let settings = group
        .get("automated_settings")
        .filter(|settings| matches!(read::word(settings, "send_type").as_str(), "aftertimedelay" | ""));
    let delay = settings.and_then(|settings| read::seconds(settings.get("delay_time")?, MINUTE)).unwrap_or(0);
    Some(day.min(36_500) * DAY + delay)
}

/// Whose clock an email at a clock time goes by, where all agree.
fn zone(file: FileId, groups: &[&Node<'_>], campaign: &mut Campaign) {
    let modes = groups.iter().filter_map(|group| group.at("automated_settings.timezone_mode"));
    let mut modes = modes.filter(|mode| mode.as_str().is_some()).peekable();
    let Some(first) = modes.peek().map(|mode| read::place(file, mode)) else { return };
    if modes.all(|mode| mode.as_str().is_some_and(|mode| read::folded(mode) == "person")) {
        campaign.schedule.timezone = Fact::stated(Zone::Recipient, first);
    }
}

fn step(file: FileId, index: usize, group: &Node<'_>) -> Step {
    let head = read::place(file, group);
    let mut step = read::step(read::step_id(file, group, "reference_id", index), head);
    if let Some(settings) = group.get("automated_settings")
        && read::word(settings, "send_type") == "attime"
    {
        step.at = read::clock(file, settings, "time_of_day");
    }
    let steps = group.get("steps").map_or(&[][..], Node::items);
    let on: Vec<_> = steps.iter().filter(|step| read::flag(step, "enabled") != Some(false)).collect();
    step.label = on.first().or(steps.first().as_ref()).and_then(|first| read::text(file, first, "name"));
    let Some(first) = on.first() else { return step };
    let kind = first.get("type").unwrap_or(first);
    let place = read::place(file, kind);
    let channel = match read::word(first, "type").as_str() {
        "email" => Channel::Email,
        "phone" | "call" => Channel::Call,
        "sms" | "text" => Channel::Sms,
        "integration" | "linkedin" => Channel::Linkedin,
        _ => {
            let what = first.get("type_settings").and_then(|settings| read::text(file, settings, "instructions"));
            let what = what.or_else(|| step.label.clone());
            let what = what.unwrap_or_else(|| Located::new("a task".to_owned(), place));
            step.action = Action::Task(Task { what, within: Fact::Unknown });
            return step;
        }
    };
    let mut touch = read::touch(channel, place);
    touch.manual = match (channel, group.get("automated"), read::flag(group, "automated")) {
        (Channel::Email, Some(at), Some(automated)) => Fact::stated(!automated, read::place(file, at)),
        (Channel::Email, ..) => Fact::Unknown,
        _ => Fact::stated(true, place),
    };
    let alike = on.iter().filter(|other| read::word(other, "type") == read::word(first, "type"));
    touch.variants = alike.map(|step| copy(file, channel, step)).collect();
    if channel == Channel::Email {
        thread(file, &on, &mut touch);
    }
    step.action = Action::Touch(Box::new(touch));
    step
}

fn thread(file: FileId, steps: &[&Node<'_>], touch: &mut Touch) {
    let settings: Vec<_> = steps.iter().filter_map(|step| step.get("type_settings")).collect();
    let replies =
        |settings: &&Node<'_>| settings.get("previous_email_step_group_reference_id").is_some_and(|at| !at.is_null());
    let Some(first) = settings.first() else { return };
    let at = read::place(file, first.get("previous_email_step_group_reference_id").unwrap_or(first));
    touch.thread = match settings.iter().filter(|one| replies(one)).count() {
        0 => Fact::stated(false, at),
        count if count == settings.len() => Fact::stated(true, at),
        _ => Fact::Unknown,
    };
}

fn copy(file: FileId, channel: Channel, step: &Node<'_>) -> Copy {
    let place = read::place(file, step);
    let settings = step.get("type_settings").unwrap_or(step);
    match (channel, settings.get("email_template").filter(|template| template.is_table())) {
        (Channel::Email, Some(template)) => Copy {
            place,
            subject: read::text_fact(file, template, "subject", place),
            body: read::text_fact(file, template, "body", place),
            ..Copy::default()
        },
        (Channel::Call, _) => {
            let script = read::text(file, settings, "instructions").map_or(Fact::Unknown, Fact::Stated);
            Copy { place, body: script, ..Copy::default() }
        }
        _ => Copy { place, ..Copy::default() },
    }
}
