//! Mautic: the export of a campaign, or a campaign as its API gives it.
//!
//! Events are a tree: each names its parent and whether it stands on the yes or the no side. All children of an event run
//! beside each other, each with its own time since the parent. Nothing of a campaign as a whole ends it.

mod events;

use super::{Dialect, Imported, Input, read};
use crate::model::{Campaign, Fact, Purpose, Status};
use crate::source::FileId;
use crate::syntax::{Kind, Node};

pub(super) const DIALECT: Dialect = Dialect {
    name: "mautic",
    page: include_str!("../../../docs/dialects/mautic.md"),
    recognises: |root| {
        read::any(root, |node| is_export(node) || is_answer(node) || !by_id(node).is_empty() || is_row(node))
    },
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let root = &input.document.root;
    let mut imported = Imported::default();
    let found = read::all(root, |node| is_export(node) || is_answer(node) || !by_id(node).is_empty() || is_row(node));
    for node in found {
        imported.dialect = Some(DIALECT.name);
        if is_row(node) {
            let why = "these are rows of Mautic's database; export the campaign instead (Mautic 7, Campaigns, Export)";
            if imported.unread.is_empty() {
                imported.unread.push(why.to_owned());
            }
        } else if is_export(node) {
            for campaign in node.get("campaign").map_or(&[][..], Node::items) {
                let id = read::id(campaign, "id");
                let own = |event: &&Node<'_>| {
                    id.is_none() || events::text(event, "campaign_id").is_none_or(|of| Some(of) == id)
                };
                let list: Vec<_> = node.get("campaign_event").map_or(&[][..], Node::items).iter().filter(own).collect();
                let read = self::campaign(input, campaign, &list, node);
                imported.unread.extend(marketing_messages(&read, &list));
                imported.campaigns.extend(Some(read).filter(|campaign| campaign.touches().next().is_some()));
            }
        } else {
            let answers = if is_answer(node) { vec![node] } else { by_id(node) };
            for answer in answers {
                let list = entries(answer.get("events"));
                let read = self::campaign(input, answer, &list, answer);
                imported.unread.extend(marketing_messages(&read, &list));
                imported.campaigns.extend(Some(read).filter(|campaign| campaign.touches().next().is_some()));
            }
        }
    }
    imported
}

/// The export: one table with a list for each kind of thing.
fn is_export(node: &Node<'_>) -> bool {
    let is_list = |key: &str| matches!(node.get(key).map(|node| &node.kind), Some(Kind::Array(_)));
    is_list("campaign") && is_list("campaign_event")
}

/// A campaign of the API: its events are a table by id, or a list.
fn is_answer(node: &Node<'_>) -> bool {
    let events = entries(node.get("events"));
    let is_event = |event: &&Node<'_>| event.get("eventType").is_some() && event.get("triggerMode").is_some();
    events.first().is_some_and(is_event)
}

/// The campaigns of a list of the API, which is a table by id.
fn by_id<'a, 't>(node: &'a Node<'t>) -> Vec<&'a Node<'t>> {
    let Some(table) = node.get("campaigns").filter(|table| table.is_table()) else { return Vec::new() };
    let list: Vec<_> = table.entries().iter().map(|entry| &entry.value).collect();
    if list.iter().take(4).any(|node| is_answer(node)) { list } else { Vec::new() }
}

/// A row of the table of events.
fn is_row(node: &Node<'_>) -> bool {
    ["campaign_id", "event_type", "trigger_interval_unit"].iter().all(|key| node.get(key).is_some())
}

/// The values of a list, or of a table whatever its keys.
fn entries<'a, 't>(node: Option<&'a Node<'t>>) -> Vec<&'a Node<'t>> {
    let Some(node) = node else { return Vec::new() };
    node.items().iter().chain(node.entries().iter().map(|entry| &entry.value)).collect()
}

fn campaign(input: &Input<'_>, node: &Node<'_>, list: &[&Node<'_>], around: &Node<'_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "name"), (node, "id")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    campaign.status = status(file, node);
    segments(file, node, around, &mut campaign);
    events::lay(file, list, around, &mut campaign);
    let flags = campaign.touches().filter_map(|(_, _, touch)| touch.transactional.located());
    if let Some(flag) = flags.filter(|flag| !flag.value).min_by_key(|flag| flag.place) {
        campaign.purpose = Fact::stated(Purpose::Marketing, flag.place);
    }
    campaign
}

/// Messages that go out by the channel that a contact prefers: which, and what they say, no export holds.
fn marketing_messages(campaign: &Campaign, list: &[&Node<'_>]) -> Option<String> {
    let count = list.iter().filter(|event| read::word(event, "type") == "messagesend").count();
    let name = &campaign.name.value;
    match count {
        0 => None,
        1 => Some(format!("a marketing message of \"{name}\" does not name its channel, and is left out")),
        _ => Some(format!("{count} marketing messages of \"{name}\" do not name their channel, and are left out")),
    }
}

fn status(file: FileId, node: &Node<'_>) -> Fact<Status> {
    let Some((at, key)) = ["is_published", "isPublished"].iter().find_map(|key| Some((node.get(key)?, *key))) else {
        return Fact::Unknown;
    };
    match read::flag(node, key) {
        Some(true) => Fact::stated(Status::Active, read::place(file, at)),
        Some(false) => Fact::stated(Status::Draft, read::place(file, at)),
        None => Fact::Unknown,
    }
}

/// The segments whose contacts the campaign takes in.
fn segments(file: FileId, node: &Node<'_>, around: &Node<'_>, campaign: &mut Campaign) {
    let lists = entries(around.get("lists"));
    let own = read::id(node, "id");
    let links = entries(around.get("dependencies"));
    let links: Vec<_> = links.iter().flat_map(|links| entries(links.get("lists"))).collect();
    let is_linked = |list: &&&Node<'_>| {
        let id = read::id(list, "id");
        links.is_empty()
            || links
                .iter()
                .any(|link| read::id(link, "lists") == id && (own.is_none() || read::id(link, "campaign") == own))
    };
    let names = lists.iter().filter(is_linked).filter_map(|list| read::text(file, list, "name"));
    let names: Vec<_> = names.collect();
    if let Some(first) = names.first() {
        let place = first.place;
        campaign.audience.segments = Fact::stated(names, place);
    }
}
