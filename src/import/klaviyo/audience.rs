//! Whom a flow reaches: its trigger, its consent conditions, and how soon a person may enter again.

use super::channel_of;
use crate::import::read;
use crate::model::{Campaign, Channel, Consent, Fact, Target, Touch};
use crate::source::{FileId, Located};
use crate::syntax::Node;
use std::collections::HashSet;

/// Fills in what the trigger, the flow's own filter and its re-entry say.
pub(super) fn audience(file: FileId, definition: &Node<'_>, campaign: &mut Campaign) {
    let trigger = definition.get("triggers").and_then(|node| node.items().first());
    if let Some(trigger) = trigger.filter(|node| matches!(read::word(node, "type").as_str(), "list" | "segment")) {
        campaign.audience.place = Some(read::place(file, trigger));
        if let Some(id) = read::text(file, trigger, "id") {
            let place = id.place;
            campaign.audience.segments = Fact::stated(vec![id], place);
        }
    }
    if let Some(filter) = definition.get("profile_filter") {
        for (channel, at) in consents(filter, "subscribed") {
            campaign.audience.consent.push((channel, Located::new(Consent::Express, read::place(file, at))));
        }
    }
    if let Some(criteria) = definition.get("reentry_criteria").filter(|node| node.is_table()) {
        let place = read::place(file, criteria);
        let duration = criteria.get("duration");
        let number = duration.and_then(Node::as_i64);
        campaign.limits.reenroll_after = match (read::unit(&read::word(criteria, "unit")), duration) {
            (Some(unit), Some(at)) if number > Some(0) => {
                read::seconds(at, unit).map_or(Fact::Unknown, |seconds| Fact::stated(seconds, place))
            }
            // "alltime" with 1 is never again. Zero lets a person in at every new trigger, which no silent person pulls.
            (None, _) if read::word(criteria, "unit") == "alltime" && number != Some(0) => Fact::Absent(place),
            _ => Fact::Unknown,
        };
    }
}

/// Conditions that let in people who never agreed to marketing, before a message on that channel.
pub(super) fn admits(
    file: FileId,
    definition: &Node<'_>,
    campaign: &mut Campaign,
    targets: impl Fn(&Node<'_>, &str) -> Target,
) {
    let mut ways = vec![(definition.get("profile_filter"), campaign.entry)];
    for action in definition.get("actions").map_or(&[][..], Node::items) {
        if let Some(links) = action.get("links") {
            ways.push((action.at("data.profile_filter"), targets(links, "next_if_true")));
        }
        for branch in action.at("data.branches").map_or(&[][..], Node::items) {
            ways.push((branch.get("branch_filter"), targets(branch.get("links").unwrap_or(branch), "next")));
        }
    }
    for channel in [Channel::Email, Channel::Sms, Channel::Push] {
        let writes = |touch: &Touch| touch.channel.value == channel && !touch.transactional.is(|on| *on);
        let mut reached = HashSet::new();
        let found = ways.iter().find_map(|(filter, target)| {
            let mut let_in = ["any", "never_subscribed"].into_iter().flat_map(|word| match filter {
                Some(filter) => consents(filter, word),
                None => Vec::new(),
            });
            let (_, at) = let_in.find(|(other, _)| *other == channel)?;
            // Where another condition has led before, nothing was found.
            let new = read::reach(campaign, *target, &mut reached);
            new.into_iter().filter_map(|index| campaign.steps.get(index)?.touch()).any(writes).then_some(at)
        });
        if let Some(at) = found {
            campaign.audience.admits_never_subscribed.push((channel, read::place(file, at)));
        }
    }
}

/// The conditions of a filter that let in those who may get marketing on a channel, with this `subscription`. A group
/// holds when one of its conditions does, so that only a condition alone in its group says something.
fn consents<'a, 't>(filter: &'a Node<'t>, subscription: &str) -> Vec<(Channel, &'a Node<'t>)> {
    let groups = filter.get("condition_groups").map_or(&[][..], Node::items);
    let alone = groups.iter().filter_map(|group| match group.get("conditions").map(Node::items) {
        Some([condition]) => Some(condition),
        _ => None,
    });
    alone
        .filter_map(|condition| {
            let consent = condition.get("consent")?;
            let channel = channel_of(&read::word(consent, "channel"))?;
            let at = consent.at("consent_status.subscription")?;
            let said = read::folded(at.as_str()?) == read::folded(subscription);
            (read::flag(consent, "can_receive_marketing") == Some(true) && said).then_some((channel, at))
        })
        .collect()
}
