//! Instantly: a campaign or a subsequence of its API v2.
//!
//! Steps are a list of emails. A step's `delay` is the wait behind it, before the next one.

use super::{Dialect, Imported, Input, read};
use crate::model::time::{Clock, DAY, Days, Window, parse_clock};
use crate::model::{Action, Campaign, Channel, Copy, Fact, OptOutMethod, Purpose, Sender, Status, Step, Wait};
use crate::source::{FileId, Located, Place};
use crate::syntax::Node;

pub(super) const DIALECT: Dialect = Dialect {
    name: "instantly",
    page: include_str!("../../docs/dialects/instantly.md"),
    recognises: |root| read::any(root, is_ours),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    for node in read::all(&input.document.root, is_ours) {
        imported.dialect = Some(DIALECT.name);
        if is_campaign(node) {
            imported.campaigns.push(campaign(input, node));
        } else {
            let name = read::name(input, &[(node, "name"), (node, "id")]).value;
            imported.unread.push(format!("the campaign \"{name}\" comes without its sequences; ask for it by its id"));
        }
    }
    imported
}

/// A campaign, or what is shown of one where its steps are left out.
fn is_ours(node: &Node<'_>) -> bool {
    is_campaign(node) || node.at("campaign_schedule.schedules").is_some()
}

fn is_campaign(node: &Node<'_>) -> bool {
    let sequences = node.get("sequences").map_or(&[][..], Node::items);
    let has_steps = sequences.iter().any(|sequence| sequence.get("steps").is_some_and(read::is_list));
    let has_variants = || {
        let steps = sequences.iter().filter_map(|sequence| sequence.get("steps")).flat_map(Node::items);
        steps.take(8).any(|step| step.get("variants").is_some() && step.get("delay").is_some())
    };
    let is_subsequence = node.get("parent_campaign").is_some()
        && (node.get("subsequence_schedule").is_some() || node.get("conditions").is_some());
    let has_schedule = node.get("campaign_schedule").is_some_and(Node::is_table);
    has_schedule && node.get("sequences").is_some() || has_steps && (is_subsequence || has_variants())
}

fn campaign(input: &Input<'_>, node: &Node<'_>) -> Campaign {
    let file = input.file;
    let head = read::place(file, node);
    let name = read::name(input, &[(node, "name"), (node, "id")]);
    let mut campaign = read::campaign(DIALECT.name, file, head, name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    campaign.status = status(file, node);
    read::stop_on_reply(&mut campaign, &read::flag_fact(file, node, "stop_on_reply"));
    let from = sender(file, node, &mut campaign);
    let header = read::flag_fact(file, node, "insert_unsubscribe_header");
    match &header {
        Fact::Stated(on) if on.value => {
            let method = Fact::stated(OptOutMethod::OneClick, on.place);
            campaign.opt_out.push((Channel::Email, read::way_out(method, on.place)));
        }
        Fact::Stated(off) => campaign.opt_out_others = Fact::Absent(off.place),
        _ => {}
    }
    schedule(file, node, &mut campaign);
    // Of several sequences the tool takes the first alone.
    let sequence = node.get("sequences").and_then(|sequences| sequences.items().first());
    let steps = sequence.and_then(|sequence| sequence.get("steps")).map_or(&[][..], Node::items);
    let mut before = None;
    for (index, step) in steps.iter().enumerate() {
        campaign.steps.push(email(file, index, step, before, &from));
        before = Some(step);
    }
    read::chain(&mut campaign);
    campaign
}

fn status(file: FileId, node: &Node<'_>) -> Fact<Status> {
    let Some((at, number)) = node.get("status").and_then(|at| Some((at, at.as_i64()?))) else { return Fact::Unknown };
    let status = match number {
        0 => Status::Draft,
        1 | 4 => Status::Active,
        _ => Status::Paused,
    };
    Fact::stated(status, read::place(file, at))
}

/// One mailbox, or several that share the work; whether a recipient keeps one of them, the file does not say.
fn sender(file: FileId, node: &Node<'_>, campaign: &mut Campaign) -> Fact<usize> {
    let Some(list) = node.get("email_list") else { return Fact::Unknown };
    let place = read::place(file, list);
    match list.items() {
        [] => Fact::Unknown,
        [one] => {
            let Some(email) = one.as_str() else { return Fact::Unknown };
            let place = read::place(file, one);
            let email = Fact::stated(email.to_owned(), place);
            read::sender(campaign, Sender { place, email, ..Sender::default() })
        }
        several => read::shared_sender(campaign, format!("{} mailboxes", several.len()), place),
    }
}

fn schedule(file: FileId, node: &Node<'_>, campaign: &mut Campaign) {
    let Some(table) = node.get("campaign_schedule").or_else(|| node.get("subsequence_schedule")) else { return };
    campaign.schedule.place = Some(read::place(file, table));
    let schedules = table.get("schedules").map_or(&[][..], Node::items);
    let zones: Vec<_> = schedules.iter().map(|schedule| read::zone(file, schedule, "timezone")).collect();
    if let Some(first) = zones.first().filter(|first| zones.iter().all(|zone| zone.value() == first.value())) {
        campaign.schedule.timezone = first.clone();
    }
    let windows: Option<Vec<_>> = schedules.iter().map(|schedule| window(file, schedule)).collect();
    if let Some(windows) = windows.filter(|windows| !windows.is_empty()) {
        campaign.schedule.window = Fact::stated(windows, read::place(file, table));
    }
}

fn window(file: FileId, schedule: &Node<'_>) -> Option<Located<Window>> {
    let clock = |path: &str| -> Option<Clock> { schedule.at(path)?.as_str().and_then(parse_clock) };
    let (from, to) = (clock("timing.from")?, clock("timing.to")?);
    let days = schedule.get("days")?;
    // "0" is Sunday; people who write such files by hand spell the names.
    let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    let bit = |key: &str| {
        let spelt = names.iter().position(|name| *name == read::folded(key));
        let day = key.parse::<usize>().ok().or(spelt).filter(|day| *day < 7)?;
        Some(1_u8 << ((day + 6) % 7))
    };
    let on = days.entries().iter().filter(|entry| read::flag(days, &entry.key) == Some(true));
    let bits = on.filter_map(|entry| bit(&entry.key)).fold(0, |bits, bit| bits | bit);
    let place = read::place(file, schedule.get("timing").unwrap_or(schedule));
    (bits != 0).then(|| Located::new(Window { days: Days(bits), from, to }, place))
}

fn email(file: FileId, index: usize, node: &Node<'_>, before: Option<&Node<'_>>, from: &Fact<usize>) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "id", index), head);
    step.label = read::text(file, node, "name");
    step.wait = wait(file, node, before, head);
    let kind = read::word(node, "type");
    let variants: Vec<_> = node
        .get("variants")
        .map_or(&[][..], Node::items)
        .iter()
        .filter(|variant| read::flag(variant, "v_disabled") != Some(true))
        .collect();
    if !(kind.is_empty() || kind == "email") || variants.is_empty() {
        return step;
    }
    let at = read::place(file, node.get("type").unwrap_or(node));
    let mut touch = read::touch(Channel::Email, at);
    touch.sender.clone_from(from);
    touch.manual = Fact::stated(false, at);
    touch.variants = variants.iter().map(|variant| copy(file, variant)).collect();
    touch.thread = read::same_thread(&touch, index, head);
    step.action = Action::Touch(Box::new(touch));
    step
}

fn wait(file: FileId, node: &Node<'_>, before: Option<&Node<'_>>, head: Place) -> Fact<Wait> {
    let part = |node: &Node<'_>, key: &str, unit: &str| {
        let value = node.get(key)?;
        let unit = read::unit(&read::word(node, unit)).unwrap_or(DAY);
        Some((read::place(file, value), read::seconds(value, unit)?))
    };
    let own = part(node, "pre_delay", "pre_delay_unit");
    let behind = before.map(|before| part(before, "delay", "delay_unit"));
    match (behind, own) {
        (Some(None), _) => Fact::Unknown,
        (Some(Some((place, seconds))), own) => {
            Fact::stated(Wait::exactly(seconds.saturating_add(own.map_or(0, |(_, more)| more))), place)
        }
        (None, Some((place, seconds))) => Fact::stated(Wait::exactly(seconds), place),
        (None, None) => Fact::Absent(head),
    }
}

fn copy(file: FileId, variant: &Node<'_>) -> Copy {
    let place = read::place(file, variant);
    let subject = read::text_fact(file, variant, "subject", place);
    Copy { place, subject, body: read::text_fact(file, variant, "body", place), ..Copy::default() }
}
