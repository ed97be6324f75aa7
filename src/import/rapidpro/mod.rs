//! RapidPro and TextIt: an export of campaigns with the flows and triggers that belong to them.
//!
//! An event of a campaign is due so long before or after a date of the contact, whatever came before it. It sends a
//! message, or starts a flow whose messages count as far as a person comes in it.

mod flows;

use super::{Dialect, Imported, Input, read};
use crate::model::time::{Clock, DAY, HOUR, MINUTE, WEEK};
use crate::model::{Action, Campaign, Channel, Copy, Fact, OptOutMethod, Step, Touch, Wait};
use crate::source::{FileId, Located, Place};
use crate::syntax::{Kind, Node};
use read::{Guarded, Item, Out};

pub(super) const DIALECT: Dialect = Dialect {
    name: "rapidpro",
    page: include_str!("../../../docs/dialects/rapidpro.md"),
    recognises: |root| read::any(root, is_export),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    for node in read::all(&input.document.root, is_export) {
        imported.dialect = Some(DIALECT.name);
        let flows = flows::Flows::of(node);
        for at in node.get("campaigns").map_or(&[][..], Node::items) {
            let campaign = campaign(input, node, at, &flows);
            // Events may only put people into groups.
            imported.campaigns.extend(Some(campaign).filter(|campaign| campaign.touches().next().is_some()));
        }
    }
    imported
}

fn is_export(node: &Node<'_>) -> bool {
    let is_list = |key: &str| matches!(node.get(key).map(|node| &node.kind), Some(Kind::Array(_)));
    let versioned = node.get("version").is_some_and(|version| version.as_f64().is_some());
    let is_campaign = |campaign: &Node<'_>| {
        campaign.get("events").is_some() && (campaign.get("group").is_some() || campaign.get("uuid").is_some())
    };
    let is_flow = |flow: &Node<'_>| {
        flow.get("nodes").is_some() || flow.get("action_sets").is_some() || flow.get("definition").is_some()
    };
    let first = |key: &str| node.get(key).and_then(|list| list.items().first());
    let has_flows = is_list("flows") && first("flows").is_none_or(is_flow);
    let has_campaigns = is_list("campaigns") && first("campaigns").is_none_or(is_campaign);
    let is_whole = has_flows && has_campaigns && versioned && (is_list("triggers") || node.get("site").is_some());
    // What breaks off before its end is known by what stands in it.
    let by_campaigns = has_flows && has_campaigns && first("campaigns").is_some_and(|one| one.get("group").is_some());
    let by_flows = has_flows && first("flows").is_some() && versioned && node.get("site").is_some();
    is_whole || by_campaigns || by_flows
}

/// An event, by the date that it counts from and the seconds from there (before it: less than none).
struct Due<'a, 't> {
    node: &'a Node<'t>,
    anchor: String,
    offset_s: Option<i64>,
}

fn campaign(input: &Input<'_>, export: &Node<'_>, node: &Node<'_>, flows: &flows::Flows<'_, '_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "name"), (node, "uuid")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    if let Some(group) = node.get("group").and_then(|group| read::text(file, group, "name")) {
        let place = group.place;
        campaign.audience.segments = Fact::stated(vec![group], place);
    }
    let channel = if flows.chats { Channel::Whatsapp } else { Channel::Sms };
    let mut dues: Vec<Due<'_, '_>> = node.get("events").map_or(&[][..], Node::items).iter().map(due).collect();
    dues.sort_by_key(|due| (due.offset_s.is_none(), due.offset_s));
    let mut anchors: Vec<String> = Vec::new();
    for due in &dues {
        if !anchors.contains(&due.anchor) {
            anchors.push(due.anchor.clone());
        }
    }
    let mut items: Vec<Item> = Vec::new();
    let mut entries = Vec::new();
    for (number, anchor) in anchors.iter().enumerate() {
        let of_one: Vec<_> = dues.iter().filter(|due| due.anchor == *anchor).collect();
        let first = of_one.iter().find_map(|due| due.offset_s).unwrap_or(0);
        // How long before its date a person enters, and how dates relate to each other, no export says.
        let known = number == 0 && first >= 0;
        let mut starts = Vec::new();
        for due in of_one {
            let wait = match due.offset_s {
                Some(offset) => {
                    let seconds = if known { offset } else { offset - first };
                    let place = due.node.get("offset").map_or(read::place(file, due.node), |at| read::place(file, at));
                    Fact::stated(Wait::exactly(u64::try_from(seconds).unwrap_or(0)), place)
                }
                None => Fact::Unknown,
            };
            starts.push(event(file, due.node, wait, channel, flows, &mut items));
        }
        if known {
            entries.extend(starts);
        } else {
            items.push(Item::unseen(Fact::Unknown, Out::All(starts)));
            entries.push(items.len() - 1);
        }
    }
    read::lay_out(&mut campaign, items, &entries, Guarded::AtOnce);
    answers(file, &dues, &mut campaign);
    hours(file, &dues, &mut campaign);
    ways_out(file, export, channel, &mut campaign);
    campaign
}

fn due<'a, 't>(node: &'a Node<'t>) -> Due<'a, 't> {
    let anchor = node.get("relative_to");
    let anchor =
        anchor.and_then(|at| read::id(at, "key").or_else(|| at.as_str().map(str::to_owned))).unwrap_or_default();
    let unit = match node.get("unit").and_then(Node::as_str).map(str::trim) {
        Some("M" | "m") => Some(MINUTE),
        Some("H" | "h") => Some(HOUR),
        Some("D" | "d") => Some(DAY),
        Some("W" | "w") => Some(WEEK),
        _ => None,
    };
    let longest = i64::try_from(crate::model::time::LONGEST).unwrap_or(i64::MAX);
    let offset = node.get("offset").and_then(Node::as_i64).zip(unit);
    let offset_s = offset
        .map(|(offset, unit)| offset.saturating_mul(i64::try_from(unit).unwrap_or(i64::MAX)).clamp(-longest, longest));
    Due { node, anchor, offset_s }
}

/// An event as items; gives the first.
fn event(
    file: FileId,
    node: &Node<'_>,
    wait: Fact<Wait>,
    channel: Channel,
    flows: &flows::Flows<'_, '_>,
    items: &mut Vec<Item>,
) -> usize {
    let at = clock(file, node);
    let starts_flow = match read::word(node, "event_type").as_str() {
        "f" | "flow" => true,
        "m" | "message" => false,
        _ => node.get("message").is_none_or(|message| message.is_null() || message.as_str() == Some("")),
    };
    let first = items.len();
    if starts_flow {
        items.push(Item::unseen(wait, Out::All(Vec::new())));
        let named = node.get("flow").and_then(|flow| read::id(flow, "uuid").or_else(|| read::id(flow, "id")));
        let entry = named.and_then(|uuid| flows.lay(file, &uuid, channel, items));
        if let (Some(entry), Some(item)) = (entry, items.get_mut(first)) {
            item.out = Out::All(vec![entry]);
        }
        if let (Fact::Stated(at), Some(step)) = (&at, items.get_mut(first + 1).and_then(|item| item.step.as_mut()))
            && step.touch().is_some()
        {
            step.at = Fact::Stated(at.clone());
        }
        return first;
    }
    let mut step = read::step(read::step_id(file, node, "uuid", first), read::place(file, node));
    step.wait = wait;
    step.at = at;
    step.action = Action::Touch(Box::new(message(file, node, channel)));
    items.push(Item::of(step, Out::All(Vec::new())));
    first
}

fn message(file: FileId, node: &Node<'_>, channel: Channel) -> Touch {
    let place = read::place(file, node);
    let mut touch = read::touch(channel, read::place(file, node.get("event_type").unwrap_or(node)));
    touch.manual = Fact::stated(false, place);
    let Some(message) = node.get("message") else { return touch };
    let copy = |text: &Node<'_>| {
        let words = text.as_str().filter(|words| !words.trim().is_empty())?;
        let at = read::place(file, text);
        Some(Copy { place: at, body: Fact::stated(words.to_owned(), at), ..Copy::default() })
    };
    let base = node.get("base_language").and_then(Node::as_str).unwrap_or_default();
    let mut texts: Vec<_> = message.entries().iter().collect();
    texts.sort_by_key(|entry| entry.key != base);
    let copies: Vec<_> = copy(message).into_iter().chain(texts.iter().filter_map(|entry| copy(&entry.value))).collect();
    if !copies.is_empty() {
        touch.variants = copies;
    }
    touch
}

/// The hour of the day, which counts with days and weeks alone.
fn clock(file: FileId, node: &Node<'_>) -> Fact<Clock> {
    let Some((at, hour)) = hour(node) else { return Fact::Unknown };
    Fact::stated(Clock(hour * 60), read::place(file, at))
}

fn hour<'a, 't>(node: &'a Node<'t>) -> Option<(&'a Node<'t>, u16)> {
    let at = node.get("delivery_hour")?;
    let by_day =
        node.get("unit").and_then(Node::as_str).is_some_and(|unit| matches!(unit.trim(), "D" | "d" | "W" | "w"));
    let hour = u16::try_from(at.as_i64()?).ok().filter(|hour| *hour < 24)?;
    by_day.then_some((at, hour))
}

/// Where every event counts from the last word of the person, a reply puts off whatever was to come.
fn answers(file: FileId, dues: &[Due<'_, '_>], campaign: &mut Campaign) {
    let is_reply = |due: &Due<'_, '_>| {
        let key = read::folded(&due.anchor);
        matches!(
            key.as_str(),
            "lastseenon" | "lastinteraction" | "lastseen" | "lastreply" | "lastresponse" | "lastmessage"
        )
    };
    if let Some(at) = dues.first().and_then(|due| due.node.get("relative_to")).filter(|_| dues.iter().all(is_reply)) {
        read::stop_on_reply(campaign, &Fact::stated(true, read::place(file, at)));
    }
}

/// Where an event goes out at its exact time, that may be at night.
fn hours(file: FileId, dues: &[Due<'_, '_>], campaign: &mut Campaign) {
    if let Some(due) = dues.iter().find(|due| hour(due.node).is_none()) {
        let at = due.node.get("delivery_hour").unwrap_or(due.node);
        campaign.schedule.window = Fact::Absent(read::place(file, at));
    }
}

/// Words that people send to get no more messages, folded.
const STOPS: &[&str] = &[
    "stop",
    "stopall",
    "stopp",
    "unsubscribe",
    "quit",
    "cancel",
    "end",
    "revoke",
    "optout",
    "remove",
    "leave",
    "baja",
    "alto",
    "parar",
    "cancelar",
    "sair",
    "arret",
    "arrêt",
    "acha",
    "sitisha",
    "توقف",
];

/// The words that triggers of the export understand.
fn ways_out(file: FileId, export: &Node<'_>, channel: Channel, campaign: &mut Campaign) {
    let triggers = export.get("triggers").map_or(&[][..], Node::items).iter();
    let by_word = triggers.filter(|trigger| read::word(trigger, "trigger_type") == "k");
    let words = by_word.flat_map(|trigger| {
        let list = trigger.get("keywords").map_or(&[][..], Node::items).iter();
        let one = trigger.get("keyword").filter(|_| trigger.get("keywords").is_none_or(|list| list.items().is_empty()));
        list.chain(one)
    });
    let stops = words.filter_map(|at| {
        let word = at.as_str().filter(|word| STOPS.contains(&read::folded(word).as_str()))?;
        Some(Located::new(word.to_owned(), read::place(file, at)))
    });
    let stops: Vec<Located<String>> = stops.collect();
    let Some(place) = stops.first().map(|word| word.place) else { return };
    let mut way = read::way_out(Fact::stated(OptOutMethod::Keyword, place), place);
    way.keywords = Fact::stated(stops, place);
    campaign.opt_out.push((channel, way));
}

/// A step of a flow: its id, where it has one, else that of the place where it stands.
fn step(file: FileId, node: &Node<'_>, id: Option<String>, number: usize) -> Step {
    let place: Place = read::place(file, node);
    let at = node.get("uuid").map_or(place, |at| read::place(file, at));
    read::step(Located::new(id.unwrap_or_else(|| format!("step-{}", number + 1)), at), place)
}
