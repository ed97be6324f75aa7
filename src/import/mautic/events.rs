//! The events of a campaign: a tree of actions, decisions and conditions, each with its time since the one above it.

use crate::import::read::{self, Guarded, Item, Out};
use crate::model::time::{Clock, DAY, Days, HOUR, MINUTE, MONTH, Wait, Window, parse_clock};
use crate::model::{Action, Assignment, Branch, Campaign, Channel, Copy, Event, Fact, Guard, Sender, Target, Touch};
use crate::source::{FileId, Located, Place};
use crate::syntax::Node;
use std::collections::HashMap;

/// A key in either spelling: the export's, and the API's.
fn get<'a, 't>(node: &'a Node<'t>, snake: &str) -> Option<&'a Node<'t>> {
    node.get(snake).or_else(|| node.get(&camel(snake)))
}

fn camel(snake: &str) -> String {
    let mut parts = snake.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut name, part| {
        let mut letters = part.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

/// The id at a key in either spelling.
pub(super) fn text(node: &Node<'_>, snake: &str) -> Option<String> {
    read::id(node, snake).or_else(|| read::id(node, &camel(snake)))
}

fn word(node: &Node<'_>, snake: &str) -> String {
    get(node, snake).and_then(Node::as_str).map(read::folded).unwrap_or_default()
}

/// The side of its parent that an event stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Yes,
    No,
    Plain,
}

/// Lays out the events as the campaign's steps.
pub(super) fn lay(file: FileId, list: &[&Node<'_>], around: &Node<'_>, campaign: &mut Campaign) {
    let reader = Reader { file, around };
    let mut order: Vec<usize> = (0..list.len()).collect();
    let rank =
        |index: &usize| list.get(*index).and_then(|node| get(node, "event_order").or(node.get("order"))?.as_i64());
    order.sort_by_key(rank);
    let ids: HashMap<String, usize> =
        list.iter().enumerate().rev().filter_map(|(index, node)| Some((text(node, "id")?, index))).collect();
    let mut children: Vec<Vec<(Side, usize)>> = vec![Vec::new(); list.len()];
    let mut roots = Vec::new();
    for index in order {
        let Some(node) = list.get(index) else { continue };
        match parent(node).and_then(|id| ids.get(&id)).filter(|parent| **parent != index) {
            Some(parent) => {
                if let Some(list) = children.get_mut(*parent) {
                    list.push((side(node), index));
                }
            }
            None => roots.push(index),
        }
    }
    let mut within = vec![0; list.len()];
    let mut items = Vec::new();
    for (index, node) in list.iter().enumerate() {
        let below = children.get(index).map_or(&[][..], Vec::as_slice);
        let no_s = below.iter().filter(|(side, _)| *side == Side::No).filter_map(|(_, child)| list.get(*child));
        // On the no side of a decision the time is how long it waits for the event.
        let patience = if word(node, "event_type") == "decision" {
            no_s.map(|child| reader.wait(child).value().map_or(0, |wait| wait.min_s)).min().unwrap_or(0)
        } else {
            0
        };
        for (side, child) in below {
            if let Some(within) = within.get_mut(*child).filter(|_| *side == Side::No) {
                *within = patience;
            }
        }
        items.push(reader.item(node, patience, below, &ids, campaign));
    }
    for (item, within) in items.iter_mut().zip(within) {
        shorten(item, within);
    }
    windows(file, list, campaign);
    read::lay_out(campaign, items, &roots, Guarded::AtOnce);
}

/// Takes off a wait what its decision has waited already.
fn shorten(item: &mut Item, within: u64) {
    if let Fact::Stated(wait) = &mut item.wait
        && within > 0
    {
        let rest = |seconds: u64| seconds.saturating_sub(within);
        wait.value = Wait { min_s: rest(wait.value.min_s), max_s: rest(wait.value.max_s) };
    }
}

/// The event above one: by its id, or as a table that has it.
fn parent(node: &Node<'_>) -> Option<String> {
    text(node, "parent_id")
        .or_else(|| text(node, "parent"))
        .or_else(|| node.get("parent").and_then(|up| text(up, "id")))
}

fn side(node: &Node<'_>) -> Side {
    let path =
        ["decisionPath", "decision_path"].into_iter().map(|key| read::word(node, key)).find(|word| !word.is_empty());
    match path.unwrap_or_else(|| word(node, "anchor")).as_str() {
        "yes" => Side::Yes,
        "no" => Side::No,
        _ => Side::Plain,
    }
}

struct Reader<'a, 't> {
    file: FileId,
    /// Where the emails and texts stand that events name.
    around: &'a Node<'t>,
}

impl Reader<'_, '_> {
    fn item(
        &self,
        node: &Node<'_>,
        within_s: u64,
        below: &[(Side, usize)],
        ids: &HashMap<String, usize>,
        campaign: &mut Campaign,
    ) -> Item {
        let file = self.file;
        let head = read::place(file, node);
        let wait = self.wait(node);
        let on = |side: Side| below.iter().filter(|(of, _)| *of == side).map(|(_, child)| *child).collect::<Vec<_>>();
        let all = || Out::All(below.iter().map(|(_, child)| *child).collect());
        let is_deleted = node.get("deleted").is_some_and(|at| !at.is_null() && at.as_bool() != Some(false));
        if is_deleted {
            return Item::unseen(wait, all());
        }
        let mut step = read::step(read::step_id(file, node, "id", 0), head);
        step.label = read::text(file, node, "name");
        step.wait = wait.clone();
        step.at = clock(file, node);
        let kind = word(node, "type");
        match word(node, "event_type").as_str() {
            kind_of @ ("decision" | "condition") => {
                let place = get(node, "type").map_or(head, |at| read::place(file, at));
                let name = step.label.as_ref().map_or("a condition", |label| label.value.as_str());
                let guard = guard(&kind).filter(|_| kind_of == "decision");
                let on_what = Located::new(guard.unwrap_or_else(|| Guard::Attribute(name.to_owned())), place);
                let branch = Branch { place: head, on: on_what, within_s, yes: Target::End, no: Target::End };
                let yes = [on(Side::Yes), on(Side::Plain)].concat();
                Item::of(step, Out::Either(branch, yes, on(Side::No)))
            }
            _ if kind == "campaignjumptoevent" => {
                let to = properties(node, "jumpToEvent").and_then(|at| id_of(at)).and_then(|id| ids.get(&id).copied());
                match to {
                    Some(to) => Item::of(step, Out::Back(to)),
                    None => Item::unseen(wait, all()),
                }
            }
            _ => match self.touch(node, &kind, campaign) {
                Some(touch) => {
                    step.action = Action::Touch(Box::new(touch));
                    Item::of(step, all())
                }
                None => Item::unseen(wait, all()),
            },
        }
    }

    /// The time since the event above, which counts in the mode `interval` alone. `m` is a month.
    fn wait(&self, node: &Node<'_>) -> Fact<Wait> {
        let head = read::place(self.file, node);
        match word(node, "trigger_mode").as_str() {
            "interval" => {}
            "date" => return Fact::Unknown,
            _ => return Fact::Absent(head),
        }
        let Some(at) = get(node, "trigger_interval") else { return Fact::Unknown };
        let unit = match get(node, "trigger_interval_unit").and_then(Node::as_str).map(str::trim) {
            Some("s" | "S") => 1,
            Some("i" | "I") => MINUTE,
            Some("h" | "H") => HOUR,
            Some("d" | "D") => DAY,
            Some("w" | "W") => 7 * DAY,
            Some("m" | "M") => MONTH,
            Some("y" | "Y") => 365 * DAY,
            _ => return Fact::Unknown,
        };
        read::seconds(at, unit).map_or(Fact::Unknown, |seconds| read::wait(self.file, at, seconds))
    }

    fn touch(&self, node: &Node<'_>, kind: &str, campaign: &mut Campaign) -> Option<Touch> {
        let file = self.file;
        let channel = match kind {
            "emailsend" => Channel::Email,
            "smssendtextsms" | "smssend" => Channel::Sms,
            "notificationsendnotification" | "notificationsendmobilenotification" => Channel::Push,
            _ if kind.contains("whatsapp") && kind.contains("send") => Channel::Whatsapp,
            _ => return None,
        };
        let at = read::place(file, get(node, "type").unwrap_or(node));
        let mut touch = read::touch(channel, at);
        touch.manual = Fact::stated(false, at);
        if let Some(flag) = properties(node, "email_type").filter(|_| channel == Channel::Email) {
            let place = read::place(file, flag);
            touch.transactional = match flag.as_str().map(read::folded).as_deref() {
                Some("transactional") => Fact::stated(true, place),
                Some("marketing") => Fact::stated(false, place),
                _ => Fact::Unknown,
            };
        }
        // Each kind of message has numbers of its own.
        let list = match channel {
            Channel::Email => "email",
            Channel::Sms => "sms",
            Channel::Push => "notification",
            _ => "whatsapp",
        };
        let named = properties(node, list).and_then(|at| id_of(at));
        let id = named.or_else(|| text(node, "channel_id").filter(|id| id != "0"));
        let all = self.around.get(list).or_else(|| self.around.get(&format!("{list}s")));
        let all: Vec<&Node<'_>> = super::entries(all);
        let found = all.iter().find(|content| id.is_some() && read::id(content, "id") == id);
        let Some(found) = found else { return Some(touch) };
        touch.sender = if channel == Channel::Email { from(file, found, campaign) } else { Fact::Unknown };
        let versions =
            all.iter().filter(|content| channel == Channel::Email && text(content, "variant_parent_id") == id);
        let versions = std::iter::once(found).chain(versions);
        touch.variants = versions.map(|content| copy(file, content, channel)).collect();
        if channel == Channel::Email {
            touch.thread = Fact::stated(false, at);
        }
        Some(touch)
    }
}

fn guard(kind: &str) -> Option<Guard> {
    let event = match kind {
        "emailopen" => Event::Open,
        "emailclick" => Event::Click,
        "emailreply" | "smsreply" => Event::Reply,
        "formsubmit" => Event::Convert,
        "pagepagehit" | "pagedevicehit" | "assetdownload" | "dwcdecision" => Event::Visit,
        _ => return None,
    };
    Some(Guard::Event(event))
}

/// A property of an event, which stands twice in an export: the upper one is the one that counts.
fn properties<'a, 't>(node: &'a Node<'t>, key: &str) -> Option<&'a Node<'t>> {
    let table = node.get("properties")?;
    [table.get(key), table.get("properties").and_then(|inner| inner.get(key))]
        .into_iter()
        .flatten()
        .find(|at| !at.is_null())
}

/// The id that a property names: text, a number, or the first of a list.
fn id_of(node: &Node<'_>) -> Option<String> {
    let one = node.items().first().unwrap_or(node);
    one.as_i64().map(|id| id.to_string()).or_else(|| one.as_str().map(str::to_owned))
}

fn copy(file: FileId, node: &Node<'_>, channel: Channel) -> Copy {
    let place = read::place(file, node);
    let first = |keys: &[&str]| keys.iter().find_map(|key| read::text(file, node, key));
    let body = match channel {
        Channel::Email => first(&["custom_html", "customHtml", "plain_text", "plainText"]),
        _ => first(&["message", "content"]),
    };
    let weight = ["variant_settings", "variantSettings"].into_iter().find_map(|key| node.get(key)?.get("weight"));
    let weight = weight.and_then(|at| {
        let share = at.as_i64().filter(|share| (0..=100).contains(share))?;
        Some(Fact::stated(u32::try_from(share).ok()?, read::place(file, at)))
    });
    Copy {
        place,
        subject: if channel == Channel::Email { read::text_fact(file, node, "subject", place) } else { Fact::Unknown },
        body: body.map_or(Fact::Unknown, Fact::Stated),
        weight: weight.unwrap_or_default(),
        ..Copy::default()
    }
}

/// The contact's owner, or a name of the email's own. An export never holds an address.
fn from(file: FileId, email: &Node<'_>, campaign: &mut Campaign) -> Fact<usize> {
    for key in ["use_owner_as_mailer", "useOwnerAsMailer"] {
        if let Some(at) = email.get(key).filter(|_| read::flag(email, key) == Some(true)) {
            let place = read::place(file, at);
            let assignment = Fact::stated(Assignment::Sticky, place);
            let sender = read::sender(campaign, Sender { place, assignment, ..Sender::default() });
            if let Some(owner) = sender.get().and_then(|index| campaign.senders.get_mut(index)) {
                "the contact's owner".clone_into(&mut owner.key);
            }
            return sender;
        }
    }
    let name = ["from_name", "fromName"].into_iter().find_map(|key| read::text(file, email, key));
    let Some(name) = name.filter(|name| !name.value.contains('{')) else { return Fact::Unknown };
    read::sender(campaign, Sender { place: name.place, name: Fact::Stated(name), ..Sender::default() })
}

fn clock(file: FileId, node: &Node<'_>) -> Fact<Clock> {
    let Some(at) = get(node, "trigger_hour") else { return Fact::Unknown };
    at.as_str().and_then(parse_clock).map_or(Fact::Unknown, |clock| Fact::stated(clock, read::place(file, at)))
}

/// The window, where every message has the same; where one has none, it may go out at any hour.
fn windows(file: FileId, list: &[&Node<'_>], campaign: &mut Campaign) {
    let sends = |node: &&&Node<'_>| matches!(word(node, "type").as_str(), "emailsend" | "smssendtextsms" | "smssend");
    let messages: Vec<_> = list.iter().filter(sends).collect();
    let windows: Vec<_> = messages.iter().map(|node| window(file, node)).collect();
    if let Some((node, _)) = messages.iter().zip(&windows).find(|(_, window)| window.is_none()) {
        campaign.schedule.window = Fact::Absent(read::place(file, node));
        return;
    }
    let Some(Some(first)) = windows.first() else { return };
    if windows.iter().flatten().all(|window| window.value == first.value) {
        campaign.schedule.place = Some(first.place);
        campaign.schedule.window = Fact::stated(vec![first.clone()], first.place);
    }
}

fn window(file: FileId, node: &Node<'_>) -> Option<Located<Window>> {
    let clock = |key: &str| node.get(key).and_then(Node::as_str).and_then(parse_clock);
    let days = node.get("triggerRestrictedDaysOfWeek").map_or(&[][..], Node::items);
    // 0 is Sunday, -1 every day from Monday to Friday.
    let bits = days.iter().filter_map(Node::as_i64).fold(0_u8, |bits, day| match day {
        -1 => bits | 0b1_1111,
        0..=6 => bits | 1 << ((day + 6) % 7),
        _ => bits,
    });
    let times = clock("triggerRestrictedStartHour").zip(clock("triggerRestrictedStopHour"));
    if times.is_none() && bits == 0 {
        return None;
    }
    let (from, to) = times.unwrap_or((Clock(0), Clock(1440)));
    let at: Place = read::place(file, node.get("triggerRestrictedStartHour").unwrap_or(node));
    let days = if bits == 0 { Days::ALL } else { Days(bits) };
    Some(Located::new(Window { days, from, to }, at))
}

#[cfg(test)]
mod tests {
    use super::camel;

    #[test]
    fn keys_have_two_spellings() {
        assert_eq!(camel("trigger_interval_unit"), "triggerIntervalUnit");
        assert_eq!(camel("id"), "id");
    }
}
