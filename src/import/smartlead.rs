//! Smartlead: a campaign and its sequences, from one file or from two that lie together.
//!
//! The sequences are a list of emails, each with the days before it. The campaign holds what ends it and when it sends.

use super::{Dialect, Imported, Input, read};
use crate::model::time::{Clock, DAY, Days, Window, parse_clock};
use crate::model::{Action, Campaign, Channel, Copy, Event, Fact, OptOutMethod, Purpose, Sender, Status, Step, Zone};
use crate::source::{FileId, Located, Place};
use crate::syntax::{self, Node};
use std::collections::{HashMap, HashSet};

pub(super) const DIALECT: Dialect = Dialect {
    name: "smartlead",
    page: include_str!("../../docs/dialects/smartlead.md"),
    recognises: |root| read::any(root, |node| is_list(node) || is_settings(node)),
    import,
};

/// The settings of a campaign, and the file that they stand in.
type Settings<'a, 't> = (FileId, &'a Node<'t>);

fn import(input: &Input<'_>) -> Imported {
    let root = &input.document.root;
    let mut imported = Imported::default();
    let settings: Vec<_> = read::all(root, is_settings).into_iter().map(|node| (input.file, node)).collect();
    let lists = read::all(root, is_list);
    if settings.is_empty() && lists.is_empty() {
        return imported;
    }
    imported.dialect = Some(DIALECT.name);
    let files = read::beside(input, |text| BELONGS.iter().any(|key| text.contains(key)));
    let documents: Vec<_> = files.iter().map(|(file, source)| (*file, syntax::parse(*file, source))).collect();
    let beside: Vec<_> = documents
        .iter()
        .flat_map(|(file, document)| read::all(&document.root, is_settings).into_iter().map(|node| (*file, node)))
        .collect();
    let by_id: HashMap<_, _> = beside
        .iter()
        .chain(&settings)
        .filter_map(|(file, node)| Some((read::id(node, "id")?, (*file, *node))))
        .collect();
    let groups: Vec<_> = lists.iter().flat_map(|list| groups(list)).collect();
    let mut used = HashSet::new();
    for group in &groups {
        let around = settings.partition_point(|(_, node)| node.extent.start <= group.at.span.start).checked_sub(1);
        let around = around.and_then(|at| settings.get(at)).filter(|(_, node)| node.extent.holds(group.at.span));
        let only = settings.first().filter(|_| settings.len() == 1 && groups.len() == 1);
        let named = group.id.as_ref().and_then(|id| by_id.get(id));
        let found = around.or(named).or(only).copied();
        used.extend(found.map(|(_, node)| node.span));
        imported.campaigns.push(campaign(input, group, found));
    }
    let elsewhere = documents.iter().flat_map(|(_, document)| read::all(&document.root, is_list));
    let elsewhere: HashSet<_> = elsewhere.flat_map(self::groups).filter_map(|group| group.id).collect();
    for (_, node) in settings.iter().filter(|(_, node)| !used.contains(&node.span)) {
        if !read::id(node, "id").is_some_and(|id| elsewhere.contains(&id)) {
            let name = read::name(input, &[(node, "name"), (node, "id")]).value;
            imported.unread.push(format!("the campaign \"{name}\" comes without its sequences; save them beside it"));
        }
    }
    imported
}

/// What the text of a file has that belongs to this one.
const BELONGS: &[&str] = &["\"stop_lead_settings\"", "\"scheduler_cron_value\"", "\"seq_number\""];

fn is_settings(node: &Node<'_>) -> bool {
    let has = |key: &str| node.get(key).is_some();
    has("stop_lead_settings") || has("scheduler_cron_value") || has("track_settings") && has("max_leads_per_day")
}

/// A list whose items are steps of a sequence.
fn is_list(node: &Node<'_>) -> bool {
    node.items().first().is_some_and(|item| {
        let has = |key: &str| item.get(key).is_some();
        has("seq_number")
            && (has("seq_delay_details") || has("email_body") || has("sequence_variants") || has("seq_variants"))
    })
}

/// The steps of one campaign; a list may hold those of several.
struct Group<'a, 't> {
    id: Option<String>,
    at: &'a Node<'t>,
    items: Vec<&'a Node<'t>>,
}

fn groups<'a, 't>(list: &'a Node<'t>) -> Vec<Group<'a, 't>> {
    let mut groups: Vec<Group<'a, 't>> = Vec::new();
    let mut known = HashMap::new();
    for item in list.items() {
        let id = read::id(item, "email_campaign_id").or_else(|| read::id(item, "campaign_id"));
        let index = *known.entry(id.clone()).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.items.push(item),
            None => groups.push(Group { id, at: item, items: vec![item] }),
        }
    }
    for group in &mut groups {
        group.items.sort_by_key(|item| item.get("seq_number").and_then(Node::as_i64).unwrap_or(i64::MAX));
    }
    groups
}

fn campaign(input: &Input<'_>, group: &Group<'_, '_>, settings: Option<Settings<'_, '_>>) -> Campaign {
    let own = settings.filter(|(file, _)| *file == input.file);
    let head = read::place(input.file, own.map_or(group.at, |(_, node)| node));
    let name = match settings {
        Some((file, node)) => read::text(file, node, "name").unwrap_or_else(|| read::name(input, &[(node, "id")])),
        None => read::name(input, &[(group.at, "campaign_name"), (group.at, "email_campaign_id")]),
    };
    let mut campaign = read::campaign(DIALECT.name, input.file, head, name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    let mut from = Fact::Unknown;
    if let Some((file, node)) = settings {
        set(file, node, &mut campaign);
    }
    if let Some(list) = input.document.root.get("email_accounts") {
        from = mailboxes(input.file, list, &mut campaign);
    }
    for (index, item) in group.items.iter().enumerate() {
        campaign.steps.push(email(input.file, index, item, &from));
    }
    read::chain(&mut campaign);
    campaign
}

fn set(file: FileId, node: &Node<'_>, campaign: &mut Campaign) {
    campaign.status = match (node.get("status"), read::word(node, "status").as_str()) {
        (Some(at), "drafted" | "draft") => Fact::stated(Status::Draft, read::place(file, at)),
        (Some(at), "active" | "start" | "started") => Fact::stated(Status::Active, read::place(file, at)),
        (Some(at), "paused" | "stopped" | "completed") => Fact::stated(Status::Paused, read::place(file, at)),
        (Some(at), "archived") => Fact::stated(Status::Archived, read::place(file, at)),
        _ => Fact::Unknown,
    };
    if let Some(at) = node.get("stop_lead_settings").filter(|at| at.is_table()) {
        read::stop_on_reply(campaign, &read::flag_fact(file, at, "stop_on_reply"));
    } else if let Some(at) = node.get("stop_lead_settings") {
        let place = read::place(file, at);
        match read::word(node, "stop_lead_settings").as_str() {
            "replytoanemail" | "reply" | "replied" => read::stop_on_reply(campaign, &Fact::stated(true, place)),
            "never" => read::stop_on_reply(campaign, &Fact::stated(false, place)),
            // Whether a reply ends it then as well, the tool does not say.
            "clickonalink" | "clickedlink" => campaign.stop.on.push((Event::Click, Fact::stated(true, place))),
            "openanemail" | "openedemail" => campaign.stop.on.push((Event::Open, Fact::stated(true, place))),
            _ => {}
        }
    }
    if let Some(at) = node.get("track_settings")
        && let Some(place) = untracked(file, at)
    {
        campaign.stop.blind.push((Event::Reply, place));
    }
    ways_out(file, node, campaign);
    for key in ["scheduler_cron_value", "schedule"] {
        if let Some(at) = node.get(key).filter(|at| !at.is_null()) {
            let place = read::place(file, at);
            campaign.schedule.place = Some(place);
            read::inside(at, |table| schedule(table, place, campaign));
        }
    }
}

/// Where the tracking of replies is switched off: in a list, in one word, or in a list within a string.
fn untracked(file: FileId, node: &Node<'_>) -> Option<Place> {
    let off = |word: &Node<'_>| word.as_str().map(read::folded).is_some_and(|word| word == "donttrackreplytoanemail");
    if let Some(at) = node.get("track_reply").filter(|at| at.as_bool() == Some(false)) {
        return Some(read::place(file, at));
    }
    if let Some(item) = node.items().iter().find(|item| off(item)) {
        return Some(read::place(file, item));
    }
    read::inside(node, |list| off(list) || list.items().iter().any(off)).then(|| read::place(file, node))
}

fn ways_out(file: FileId, node: &Node<'_>, campaign: &mut Campaign) {
    let ways = [("unsubscribe_text", OptOutMethod::Link), ("add_unsubscribe_tag", OptOutMethod::OneClick)];
    for (key, method) in ways {
        let Some(at) = node.get(key) else { continue };
        let place = read::place(file, at);
        let there = match at.as_str() {
            Some(text) if key == "unsubscribe_text" => !text.trim().is_empty(),
            _ => read::flag(node, key) == Some(true),
        };
        if there && campaign.opt_out.is_empty() {
            campaign.opt_out.push((Channel::Email, read::way_out(Fact::stated(method, place), place)));
        } else if campaign.opt_out_others.is_unknown() {
            campaign.opt_out_others = Fact::Absent(place);
        }
    }
}

fn schedule(table: &Node<'_>, place: Place, campaign: &mut Campaign) {
    let first = |keys: &[&str]| keys.iter().find_map(|key| table.get(key));
    let zone = first(&["tz", "timezone"]).and_then(Node::as_str).map(str::trim);
    if let Some(name) = zone.filter(|name| read::is_zone(name)) {
        campaign.schedule.timezone = Fact::stated(Zone::Fixed(name.to_owned()), place);
    }
    let clock = |keys: &[&str]| -> Option<Clock> { first(keys)?.as_str().and_then(parse_clock) };
    let days = first(&["days", "days_of_the_week"]).map_or(&[][..], Node::items);
    // 0 is Sunday.
    let bit = |day: &Node<'_>| day.as_i64().filter(|day| (0..=7).contains(day)).map(|day| 1_u8 << ((day + 6) % 7));
    let days = days.iter().filter_map(bit).fold(0, |bits, bit| bits | bit);
    if let (Some(from), Some(to), true) =
        (clock(&["startHour", "start_hour"]), clock(&["endHour", "end_hour"]), days != 0)
    {
        let window = Window { days: Days(days), from, to };
        campaign.schedule.window = Fact::stated(vec![Located::new(window, place)], place);
    }
}

/// One mailbox, or several that share the work.
fn mailboxes(file: FileId, list: &Node<'_>, campaign: &mut Campaign) -> Fact<usize> {
    let place = read::place(file, list);
    let list = list.get("data").unwrap_or(list);
    match list.items() {
        [] => Fact::Unknown,
        [one] => {
            let place = read::place(file, one);
            let text = |key: &str| read::text(file, one, key).map_or(Fact::Unknown, Fact::Stated);
            let sender = Sender { place, name: text("from_name"), email: text("from_email"), ..Sender::default() };
            read::sender(campaign, sender)
        }
        several => read::shared_sender(campaign, format!("{} mailboxes", several.len()), place),
    }
}

fn email(file: FileId, index: usize, node: &Node<'_>, from: &Fact<usize>) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "id", index), head);
    step.wait = Fact::Unknown;
    for key in ["delayInDays", "delay_in_days"] {
        let details = node.get("seq_delay_details").unwrap_or(node);
        if let Some(at) = details.get(key)
            && let Some(seconds) = read::seconds(at, DAY)
        {
            step.wait = read::wait(file, at, seconds);
        }
    }
    if index == 0 && step.wait.is_unknown() {
        step.wait = Fact::Absent(head);
    }
    let at = read::place(file, node.get("seq_number").unwrap_or(node));
    let mut touch = read::touch(Channel::Email, at);
    touch.sender.clone_from(from);
    touch.manual = Fact::stated(false, at);
    let variants = ["sequence_variants", "seq_variants", "variants"].into_iter().filter_map(|key| node.get(key));
    let variants = variants.flat_map(Node::items).filter(|variant| read::flag(variant, "is_deleted") != Some(true));
    touch.variants = variants.map(|variant| copy(file, variant)).collect();
    if touch.variants.is_empty() {
        touch.variants.push(copy(file, node));
    }
    touch.thread = read::same_thread(&touch, index, head);
    step.action = Action::Touch(Box::new(touch));
    step
}

fn copy(file: FileId, node: &Node<'_>) -> Copy {
    let place = read::place(file, node);
    let weight = node.get("variant_distribution_percentage").and_then(|at| {
        let weight = at.as_f64().filter(|weight| (0.0..=100.0).contains(weight))?;
        Some(Fact::stated(weight.round() as u32, read::place(file, at)))
    });
    Copy {
        place,
        subject: read::text_fact(file, node, "subject", place),
        body: read::text_fact(file, node, "email_body", place),
        weight: weight.unwrap_or_default(),
        ..Copy::default()
    }
}
