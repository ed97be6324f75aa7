//! FluentCRM: the export of an automation funnel.
//!
//! A funnel is a list of blocks; the children of a conditional block name it as their parent. A wait is a block of its
//! own, its amount often text, its unit days unless it says minutes or hours.

use super::{Dialect, Imported, Input, read};
use crate::model::time::{Clock, DAY, HOUR, MINUTE};
use crate::model::{
    Action, Branch, Campaign, Channel, Consent, Copy, Event, Fact, Flow, Guard, Sender, Status, Step, Target, Touch,
    Wait,
};
use crate::source::{FileId, Located, Place};
use crate::syntax::{Kind, Node};
use std::collections::HashMap;

pub(super) const DIALECT: Dialect = Dialect {
    name: "fluentcrm",
    page: include_str!("../../docs/dialects/fluentcrm.md"),
    recognises: |root| read::any(root, is_funnel),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    for node in read::all(&input.document.root, is_funnel) {
        imported.dialect = Some(DIALECT.name);
        let mut blocks = Blocks::default();
        blocks.collect(node.get("sequences").map_or(&[][..], Node::items));
        let campaign = funnel(input, node, &blocks);
        if blocks.nodes.iter().any(|block| word(block) == "addtoemailsequence") {
            imported.unread.push(format!(
                "the funnel \"{}\" starts an email series, and the export does not hold its emails",
                campaign.name.value
            ));
        }
        // A funnel that sets tags and writes to nobody is none.
        if campaign.touches().next().is_some() {
            imported.campaigns.push(campaign);
        }
    }
    imported
}

/// A funnel with its blocks, or the two side by side as the import takes them.
fn is_funnel(node: &Node<'_>) -> bool {
    let has_trigger = |node: &Node<'_>| node.get("trigger_name").is_some_and(|name| name.as_str().is_some());
    let Some(Kind::Array(blocks)) = node.get("sequences").map(|node| &node.kind) else { return false };
    let are_blocks = blocks.iter().take(4).all(|block| block.get("action_name").is_some());
    are_blocks && (has_trigger(node) || node.get("funnel").is_some_and(has_trigger))
}

fn word(block: &Node<'_>) -> String {
    read::word(block, "action_name")
}

/// The blocks of a funnel in the order of the file, and how they hang together.
#[derive(Default)]
struct Blocks<'a, 't> {
    nodes: Vec<&'a Node<'t>>,
    /// The blocks of the trunk.
    trunk: Vec<usize>,
    /// The blocks of both sides of a conditional one.
    sides: HashMap<usize, [Vec<usize>; 2]>,
}

impl<'a, 't> Blocks<'a, 't> {
    fn collect(&mut self, top: &'a [Node<'t>]) {
        let mut open: Vec<(&'a Node<'t>, Option<(usize, usize)>)> = top.iter().rev().map(|node| (node, None)).collect();
        let mut nested: Vec<Option<(usize, usize)>> = Vec::new();
        while let Some((node, parent)) = open.pop() {
            let index = self.nodes.len();
            self.nodes.push(node);
            nested.push(parent);
            for (side, key) in ["yes", "no"].into_iter().enumerate() {
                let children = node.get("children").and_then(|children| children.get(key)).map_or(&[][..], Node::items);
                open.extend(children.iter().rev().map(|child| (child, Some((index, side)))));
            }
        }
        let ids =
            read::Ids::new(self.nodes.iter().enumerate().filter_map(|(i, node)| Some((read::id(node, "id")?, i))));
        for (index, (node, parent)) in self.nodes.iter().zip(nested).enumerate() {
            let named = || match ids.target(node, "parent_id") {
                Target::Step(parent) if parent != index => {
                    Some((parent, usize::from(read::word(node, "condition_type") != "yes")))
                }
                _ => None,
            };
            match parent.or_else(named) {
                Some((parent, side)) => {
                    let sides = self.sides.entry(parent).or_default();
                    if let Some(list) = sides.get_mut(side) {
                        list.push(index);
                    }
                }
                None => self.trunk.push(index),
            }
        }
        let nodes = &self.nodes;
        let order = |index: &usize| {
            let node = nodes.get(*index);
            node.and_then(|node| node.get("sequence")).and_then(Node::as_i64).unwrap_or(i64::MAX)
        };
        self.trunk.sort_by_key(order);
        self.sides.values_mut().flatten().for_each(|list| list.sort_by_key(order));
    }
}

fn funnel(input: &Input<'_>, node: &Node<'_>, blocks: &Blocks<'_, '_>) -> Campaign {
    let file = input.file;
    let about = node.get("funnel").filter(|node| node.is_table()).unwrap_or(node);
    let name = read::name(input, &[(about, "title"), (about, "name"), (about, "id")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    campaign.status = status(file, about);
    audience(file, about, &mut campaign);
    for (index, block) in blocks.nodes.iter().enumerate() {
        let step = step(file, index, block, &mut campaign);
        campaign.steps.push(step);
    }
    link(blocks, &mut campaign);
    ways_out(file, blocks, &mut campaign);
    read::hand_on_clocks(&mut campaign);
    campaign
}

fn status(file: FileId, node: &Node<'_>) -> Fact<Status> {
    let Some(at) = node.get("status") else { return Fact::Unknown };
    let status = match read::word(node, "status").as_str() {
        "published" | "active" => Status::Active,
        "draft" => Status::Draft,
        "archived" => Status::Archived,
        _ => return Fact::Unknown,
    };
    Fact::stated(status, read::place(file, at))
}

fn audience(file: FileId, node: &Node<'_>, campaign: &mut Campaign) {
    let settings = node.get("settings").unwrap_or(node);
    if let Some(at) = settings.get("subscription_status") {
        // Who is pending gets a mail that asks for a yes, and the funnel goes on after it.
        if read::word(settings, "subscription_status") == "pending" {
            let consent = Located::new(Consent::Express, read::place(file, at));
            campaign.audience.consent.push((Channel::Email, consent));
        }
    }
    let conditions = node.get("conditions").unwrap_or(node);
    for table in [conditions, settings] {
        if let Some(at) =
            table.get("require_subscribed").filter(|_| read::flag(table, "require_subscribed") == Some(false))
        {
            campaign.audience.admits_never_subscribed = vec![(Channel::Email, read::place(file, at))];
        }
        if let Some(at) = table.get("run_multiple").filter(|_| read::flag(table, "run_multiple") == Some(false)) {
            campaign.limits.reenroll_after = Fact::Absent(read::place(file, at));
        }
    }
}

fn step(file: FileId, index: usize, block: &Node<'_>, campaign: &mut Campaign) -> Step {
    let head = read::place(file, block);
    let mut step = read::step(read::step_id(file, block, "id", index), head);
    step.label = read::text(file, block, "title");
    let settings = block.get("settings").unwrap_or(block);
    match word(block).as_str() {
        "fluentcrmwaittimes" => (step.wait, step.at) = wait(file, block, settings),
        "sendcustomemail" | "sendcampaignemail" | "sendemail" if !is_for_the_team(settings) => {
            step.action = Action::Touch(Box::new(email(file, block, settings, campaign)));
            if read::flag(settings, "is_scheduled") == Some(true) {
                step.wait = Fact::Unknown;
            }
        }
        kind if kind.contains("sms") && kind.contains("send") && !is_for_the_team(settings) => {
            step.action = Action::Touch(Box::new(sms(file, block, settings)));
        }
        _ => {}
    }
    step
}

/// Whether a message goes to addresses of its own instead of the contact.
fn is_for_the_team(settings: &Node<'_>) -> bool {
    ["send_email_to_type", "send_to_type", "send_sms_to_type"].iter().any(|key| read::word(settings, key) == "custom")
}

fn sms(file: FileId, block: &Node<'_>, settings: &Node<'_>) -> Touch {
    let head = read::place(file, block);
    let mut touch = read::touch(Channel::Sms, read::place(file, block.get("action_name").unwrap_or(block)));
    touch.manual = Fact::stated(false, head);
    let body = ["message", "sms_body", "body", "text"].into_iter().find_map(|key| read::text(file, settings, key));
    let body = body.map_or(Fact::Unknown, Fact::Stated);
    touch.variants = vec![Copy { place: head, body, ..Copy::default() }];
    touch
}

fn wait(file: FileId, block: &Node<'_>, settings: &Node<'_>) -> (Fact<Wait>, Fact<Clock>) {
    let dated = read::flag(settings, "is_timestamp_wait") == Some(true);
    match read::word(settings, "wait_type").as_str() {
        "today" => (Fact::Unknown, read::clock(file, settings, "to_day_time")),
        "unitwait" | "" if !dated => {
            let unit = match read::word(settings, "wait_time_unit").as_str() {
                "minutes" => MINUTE,
                "hours" => HOUR,
                _ => DAY,
            };
            let amount = settings.get("wait_time_amount").map(|at| (at, unit));
            let stored = block.get("delay").filter(|at| at.as_i64().is_some_and(|delay| delay > 0)).map(|at| (at, 1));
            let Some((at, unit)) = amount.or(stored) else { return (Fact::Unknown, Fact::Unknown) };
            let wait = read::seconds(at, unit).map_or(Fact::Unknown, |seconds| read::wait(file, at, seconds));
            (wait, Fact::Unknown)
        }
        _ => (Fact::Unknown, Fact::Unknown),
    }
}

fn email(file: FileId, block: &Node<'_>, settings: &Node<'_>, campaign: &mut Campaign) -> Touch {
    let at = read::place(file, block.get("action_name").unwrap_or(block));
    let mut touch = read::touch(Channel::Email, at);
    touch.manual = Fact::stated(false, at);
    touch.thread = Fact::stated(false, at);
    let mail =
        settings.get("campaign").filter(|mail| mail.get("email_subject").is_some() || mail.get("email_body").is_some());
    touch.sender = from(file, settings, mail, campaign);
    touch.variants = match mail {
        Some(mail) => {
            let place = read::place(file, mail);
            let subject = read::text_fact(file, mail, "email_subject", place);
            vec![Copy { place, subject, body: read::text_fact(file, mail, "email_body", place), ..Copy::default() }]
        }
        None => vec![Copy { place: at, ..Copy::default() }],
    };
    touch
}

/// The sender of a block that has one of its own; otherwise the site's, which no export names.
fn from(file: FileId, settings: &Node<'_>, mail: Option<&Node<'_>>, campaign: &mut Campaign) -> Fact<usize> {
    let own = [settings.get("mailer_settings"), mail.and_then(|mail| mail.at("settings.mailer_settings"))];
    let Some(own) = own.into_iter().flatten().find(|own| read::flag(own, "is_custom") == Some(true)) else {
        return Fact::Unknown;
    };
    let text = |key: &str| read::literal(read::text(file, own, key).map_or(Fact::Unknown, Fact::Stated));
    let (name, email, reply_to) = (text("from_name"), text("from_email"), text("reply_to_email"));
    let Some(place) = email.place().or(name.place()) else { return Fact::Unknown };
    read::sender(campaign, Sender { place, name, email, reply_to, ..Sender::default() })
}

/// Leads each block to the one behind it, from the trunk into the sides.
fn link(blocks: &Blocks<'_, '_>, campaign: &mut Campaign) {
    let first = |list: &[usize], after: Target| list.first().map_or(after, |index| Target::Step(*index));
    campaign.entry = first(&blocks.trunk, Target::End);
    let mut open = vec![(blocks.trunk.as_slice(), Target::End)];
    while let Some((list, after)) = open.pop() {
        for (position, index) in list.iter().enumerate() {
            let next = first(list.get(position + 1..).unwrap_or_default(), after);
            let Some((block, step)) = blocks.nodes.get(*index).zip(campaign.steps.get_mut(*index)) else { continue };
            let sides = blocks.sides.get(index);
            let [yes, no] = sides.map_or([&[][..], &[][..]], |[yes, no]| [yes.as_slice(), no.as_slice()]);
            open.extend([(yes, next), (no, next)].into_iter().filter(|(side, _)| !side.is_empty()));
            step.flow = flow(block, step, first(yes, next), first(no, next), next);
        }
    }
}

fn flow(block: &Node<'_>, step: &Step, yes: Target, no: Target, next: Target) -> Flow {
    let kind = word(block);
    let branch = |guard, yes, no| {
        let on = Located::new(guard, step.label.as_ref().map_or(step.head, |label| label.place));
        Flow::Branch(Branch { place: step.head, on, within_s: 0, yes, no })
    };
    let title = || step.label.as_ref().map_or_else(|| "a condition".to_owned(), |label| label.value.clone());
    if kind == "endthisfunnel" {
        Flow::Next(Target::End)
    } else if kind == "funnelabtesting" && yes != no {
        Flow::Split(vec![yes, no])
    } else if yes != no {
        branch(Guard::Attribute(title()), yes, no)
    } else if is_gate(block) && next != Target::End {
        let guard = if kind.contains("click") {
            Guard::Event(Event::Click)
        } else if kind.contains("open") {
            Guard::Event(Event::Open)
        } else if ["order", "purchase", "payment", "checkout"].iter().any(|word| kind.contains(word)) {
            Guard::Event(Event::Convert)
        } else {
            Guard::Attribute(title())
        };
        branch(guard, next, Target::End)
    } else {
        Flow::Next(yes)
    }
}

/// A goal that people have to reach before the funnel goes on.
fn is_gate(block: &Node<'_>) -> bool {
    let settings = block.get("settings").unwrap_or(block);
    read::word(block, "type") == "benchmark" && read::word(settings, "type") == "required"
}

/// Where no mail has the site's footer, only what the copy says leads out.
fn ways_out(file: FileId, blocks: &Blocks<'_, '_>, campaign: &mut Campaign) {
    let mut has_footer = false;
    let mut bare = None;
    for (block, step) in blocks.nodes.iter().zip(&campaign.steps) {
        if step.touch().is_none_or(|touch| touch.channel.value != Channel::Email) {
            continue;
        }
        let mail = block.at("settings.campaign");
        match mail.and_then(|mail| without_footer(file, mail)) {
            Some(place) => bare = bare.or(Some(place)),
            None => has_footer = true,
        }
    }
    // What the footer holds, the site decides; a mail without it leads out by its own words alone.
    if let Some(place) = bare.filter(|_| !has_footer) {
        campaign.opt_out_others = Fact::Absent(place);
    }
}

/// Where a mail says that it comes without the site's footer.
fn without_footer(file: FileId, mail: &Node<'_>) -> Option<Place> {
    let raw = mail.get("design_template").filter(|_| read::word(mail, "design_template") == "rawhtml");
    let settings = mail.at("settings.footer_settings");
    let off = settings.and_then(|settings| {
        settings.get("disable_footer").filter(|_| read::flag(settings, "disable_footer") == Some(true))
    });
    let own = settings.and_then(|settings| {
        settings.get("custom_footer").filter(|_| read::flag(settings, "custom_footer") == Some(true))
    });
    raw.or(off).or(own).map(|at| read::place(file, at))
}
