//! What the campaign, its schedules and its settings say.

use super::At;
use crate::import::read;
use crate::model::time::{Days, Window, parse_clock};
use crate::model::{Campaign, Event, Fact, Sender, Status};
use crate::source::{FileId, Located};
use crate::syntax::Node;

/// The settings of a campaign: what happens after a reply.
pub(super) fn is_settings(node: &Node<'_>) -> bool {
    node.at("onReplied.campaignProgress").is_some() || node.get("stopOnEmailReplied").is_some()
}

/// Fills in the campaign's own facts; gives who speaks.
pub(super) fn campaign((file, node): At<'_, '_>, campaign: &mut Campaign) -> Fact<usize> {
    campaign.status = match (node.get("status"), read::word(node, "status").as_str()) {
        (Some(at), "running") => Fact::stated(Status::Active, read::place(file, at)),
        (Some(at), "paused" | "ended" | "errors") => Fact::stated(Status::Paused, read::place(file, at)),
        (Some(at), "draft") => Fact::stated(Status::Draft, read::place(file, at)),
        (Some(at), "archived") => Fact::stated(Status::Archived, read::place(file, at)),
        _ => Fact::Unknown,
    };
    settings((file, node), campaign);
    let Some(list) = node.get("senders") else { return Fact::Unknown };
    match list.items() {
        [] => Fact::Unknown,
        [one] => {
            let Some(email) = read::text(file, one, "email") else { return Fact::Unknown };
            let place = email.place;
            read::sender(campaign, Sender { place, email: Fact::Stated(email), ..Sender::default() })
        }
        several => read::shared_sender(campaign, format!("{} senders", several.len()), read::place(file, list)),
    }
}

/// Fills in what ends it. The answer has one form, the request that changes it another.
pub(super) fn settings((file, node): At<'_, '_>, campaign: &mut Campaign) {
    if let Some(at) = node.at("onReplied.campaignProgress") {
        let place = read::place(file, at);
        match at.as_str().map(read::folded).as_deref() {
            // A paused lead waits for somebody to go on.
            Some("stop" | "pause") => read::stop_on_reply(campaign, &Fact::stated(true, place)),
            Some("continue") => read::stop_on_reply(campaign, &Fact::stated(false, place)),
            _ => {}
        }
    } else if node.get("stopOnEmailReplied").is_some() {
        read::stop_on_reply(campaign, &read::flag_fact(file, node, "stopOnEmailReplied"));
    }
    for (event, key) in [(Event::Convert, "stopOnMeetingBooked"), (Event::Click, "stopOnLinkClicked")] {
        let fact = read::flag_fact(file, node, key);
        if !fact.is_unknown() {
            campaign.stop.on.push((event, fact));
        }
    }
    let blind = node.get("disableTrackReply").or_else(|| node.at("tracking.disableTrackReply"));
    if let Some(at) = blind.filter(|at| at.as_bool() == Some(true)) {
        campaign.stop.blind.push((Event::Reply, read::place(file, at)));
    }
}

/// Fills in when it sends, from the schedules that the campaign names.
pub(super) fn schedules(list: &[At<'_, '_>], campaign: &mut Campaign) {
    let zones: Vec<_> = list.iter().map(|(file, node)| read::zone(*file, node, "timezone")).collect();
    if let Some(first) = zones.first().filter(|first| zones.iter().all(|zone| zone.value() == first.value())) {
        campaign.schedule.timezone = first.clone();
    }
    let windows: Option<Vec<_>> = list.iter().map(|(file, node)| window(*file, node)).collect();
    if let (Some(windows), Some((file, node))) = (windows, list.first()) {
        campaign.schedule.place = Some(read::place(*file, node));
        campaign.schedule.window = Fact::stated(windows, read::place(*file, node));
    }
}

fn window(file: FileId, node: &Node<'_>) -> Option<Located<Window>> {
    let clock = |key: &str| node.get(key)?.as_str().and_then(parse_clock);
    // 1 is Monday.
    let days = node.get("weekdays").map_or(&[][..], Node::items).iter().filter_map(Node::as_i64);
    let days = days.filter(|day| (0..=7).contains(day)).fold(0_u8, |bits, day| bits | 1 << ((day + 6) % 7));
    let window = Window { days: Days(days), from: clock("start")?, to: clock("end")? };
    (days != 0).then(|| Located::new(window, read::place(file, node.get("start").unwrap_or(node))))
}
