//! Apollo: sequences (`emailer_campaign`) with their steps, flat or nested, and the steps file of its command line.
//!
//! Each step has its wait before it, in a unit of its own.

use super::{Dialect, Imported, Input, read};
use crate::model::{Action, Campaign, Channel, Copy, Event, Fact, Purpose, Status, Step, Task, Touch, Wait};
use crate::source::{FileId, Located};
use crate::syntax::Node;
use std::collections::HashMap;

pub(super) const DIALECT: Dialect = Dialect {
    name: "apollo",
    page: include_str!("../../docs/dialects/apollo.md"),
    recognises: |root| read::any(root, |node| has_steps(node) || is_listed(node)),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    for node in read::all(&input.document.root, |node| has_steps(node) || is_listed(node)) {
        imported.dialect = Some(DIALECT.name);
        if has_steps(node) {
            imported.campaigns.push(campaign(input, node));
            continue;
        }
        let list = node.get("emailer_campaigns").map_or(&[][..], Node::items);
        for one in list.iter().chain(node.get("emailer_campaign")) {
            if has_steps(one) {
                imported.campaigns.push(campaign(input, one));
            } else {
                let name = read::name(input, &[(one, "name"), (one, "id")]).value;
                imported.unread.push(format!("the sequence \"{name}\" comes without its steps; ask for it by its id"));
            }
        }
    }
    imported
}

/// A sequence with its steps, or the steps alone.
fn has_steps(node: &Node<'_>) -> bool {
    node.get("emailer_steps").is_some_and(read::is_list)
        || node.at("emailer_campaign.emailer_steps").is_some()
        || node.items().first().is_some_and(|item| item.get("wait_mode").is_some() && item.get("type").is_some())
}

/// A sequence, or a list of them, whose steps stand elsewhere.
fn is_listed(node: &Node<'_>) -> bool {
    node.get("emailer_campaign").is_some_and(Node::is_table) || node.get("emailer_campaigns").is_some()
}

fn campaign(input: &Input<'_>, node: &Node<'_>) -> Campaign {
    let file = input.file;
    let own = node.get("emailer_campaign").filter(|own| own.is_table()).unwrap_or(node);
    let name = read::name(input, &[(own, "name"), (own, "id")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    set(file, own, &mut campaign);
    let list = |key: &str| node.get(key).or_else(|| own.get(key)).map_or(&[][..], Node::items);
    let mut steps: Vec<_> = if node.items().is_empty() { list("emailer_steps") } else { node.items() }.iter().collect();
    steps.sort_by_key(|step| step.get("position").and_then(Node::as_i64).unwrap_or(i64::MAX));
    let parts = Parts::new(list("emailer_touches"), list("emailer_templates"));
    let mut before = None;
    for (index, item) in steps.into_iter().enumerate() {
        let mut step = step(file, index, item, &parts);
        let at =
            item.get("exact_datetime").and_then(Node::as_str).and_then(|text| text.parse::<jiff::Timestamp>().ok());
        if let (Fact::Unknown, Some(before), Some(at), Some(node)) =
            (&step.wait, before, at, item.get("exact_datetime"))
        {
            let seconds = u64::try_from(at.as_second().saturating_sub(before)).unwrap_or(0);
            step.wait = read::wait(file, node, seconds.min(crate::model::time::LONGEST));
        }
        if index == 0 && step.wait.is_unknown() {
            step.wait = Fact::Absent(step.head);
        }
        before = at.map(jiff::Timestamp::as_second);
        campaign.steps.push(step);
    }
    read::chain(&mut campaign);
    campaign
}

fn set(file: FileId, node: &Node<'_>, campaign: &mut Campaign) {
    let flag = |key: &str| Some((read::flag(node, key)?, read::place(file, node.get(key)?)));
    campaign.status = match (flag("archived"), flag("active")) {
        (Some((true, place)), _) => Fact::stated(Status::Archived, place),
        (_, Some((true, place))) => Fact::stated(Status::Active, place),
        (_, Some((false, place))) => Fact::stated(Status::Paused, place),
        _ => Fact::Unknown,
    };
    read::stop_on_reply(campaign, &read::flag_fact(file, node, "mark_finished_if_reply"));
    let click = read::flag_fact(file, node, "mark_finished_if_click");
    if !click.is_unknown() {
        campaign.stop.on.push((Event::Click, click));
    }
}

/// What a flat answer keeps beside the steps.
struct Parts<'a, 't> {
    touches: HashMap<String, Vec<&'a Node<'t>>>,
    templates: HashMap<String, &'a Node<'t>>,
}

impl<'a, 't> Parts<'a, 't> {
    fn new(touches: &'a [Node<'t>], templates: &'a [Node<'t>]) -> Self {
        let mut by_step: HashMap<_, Vec<_>> = HashMap::new();
        for touch in touches {
            if let Some(step) = read::id(touch, "emailer_step_id") {
                by_step.entry(step).or_default().push(touch);
            }
        }
        let by_id = templates.iter().filter_map(|template| Some((read::id(template, "id")?, template)));
        Self { touches: by_step, templates: by_id.collect() }
    }

    /// The touches of a step: its own, or those that name it.
    fn touches_of(&self, step: &'a Node<'t>) -> Vec<&'a Node<'t>> {
        let own = step.get("emailer_touches").map_or(&[][..], Node::items);
        if !own.is_empty() {
            return own.iter().collect();
        }
        read::id(step, "id").and_then(|id| self.touches.get(&id)).cloned().unwrap_or_default()
    }

    fn template_of(&self, touch: &'a Node<'t>) -> Option<&'a Node<'t>> {
        let own = touch.get("emailer_template").filter(|own| own.is_table());
        own.or_else(|| self.templates.get(&read::id(touch, "emailer_template_id")?).copied())
    }
}

fn step<'a, 't>(file: FileId, index: usize, node: &'a Node<'t>, parts: &Parts<'a, 't>) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "id", index), head);
    step.wait = wait(file, node);
    let remark = read::text(file, node, "note");
    let kind = node.get("type").unwrap_or(node);
    let place = read::place(file, kind);
    let (channel, by_hand) = match read::word(node, "type").as_str() {
        "autoemail" | "email" => (Channel::Email, false),
        "manualemail" => (Channel::Email, true),
        "call" | "phonecall" => (Channel::Call, true),
        "sms" | "text" => (Channel::Sms, true),
        "linkedinstepmessage" | "linkedinstepconnect" => (Channel::Linkedin, true),
        word => {
            let what = remark.unwrap_or_else(|| {
                Located::new(
                    if word.is_empty() { "a task" } else { kind.as_str().unwrap_or("a task") }.to_owned(),
                    place,
                )
            });
            step.action = Action::Task(Task { what, within: Fact::Unknown });
            return step;
        }
    };
    let mut touch = read::touch(channel, place);
    touch.manual = Fact::stated(by_hand, place);
    let touches = parts.touches_of(node);
    let on: Vec<_> = touches.iter().filter(|touch| is_on(touch)).copied().collect();
    if !touches.is_empty() && on.is_empty() {
        return step;
    }
    if channel == Channel::Call {
        if let (Some(remark), Some(copy)) = (remark, touch.variants.first_mut()) {
            copy.body = Fact::Stated(remark);
        }
    } else if !on.is_empty() {
        touch.variants = on.iter().map(|one| copy(file, channel, one, parts.template_of(one))).collect();
        thread(file, &on, &mut touch);
    }
    step.action = Action::Touch(Box::new(touch));
    step
}

fn is_on(touch: &Node<'_>) -> bool {
    !matches!(read::word(touch, "status").as_str(), "inactive" | "disabled" | "paused" | "archived" | "deleted")
        && read::flag(touch, "active") != Some(false)
}

fn wait(file: FileId, node: &Node<'_>) -> Fact<Wait> {
    let unit = read::unit(&read::word(node, "wait_mode"));
    match (node.get("wait_time"), unit) {
        (Some(at), Some(unit)) => read::seconds(at, unit).map_or(Fact::Unknown, |s| read::wait(file, at, s)),
        _ => Fact::Unknown,
    }
}

fn thread(file: FileId, touches: &[&Node<'_>], touch: &mut Touch) {
    let replies: Vec<_> = touches.iter().map(|touch| read::word(touch, "type")).collect();
    let Some(at) = touches.first().and_then(|touch| touch.get("type")) else { return };
    let all = |word: &str| replies.iter().all(|reply| reply == word);
    if all("replytothread") {
        touch.thread = Fact::stated(true, read::place(file, at));
    } else if all("newthread") {
        touch.thread = Fact::stated(false, read::place(file, at));
    }
}

fn copy(file: FileId, channel: Channel, touch: &Node<'_>, template: Option<&Node<'_>>) -> Copy {
    let place = read::place(file, touch);
    let Some(template) = template else { return Copy { place, ..Copy::default() } };
    let html = read::text(file, template, "body_html").or_else(|| read::text(file, template, "body_text"));
    let body = html.map_or(Fact::Absent(place), Fact::Stated);
    let subject = match channel {
        Channel::Email => read::text_fact(file, template, "subject", place),
        _ => Fact::Unknown,
    };
    Copy { place, subject, body, ..Copy::default() }
}
