//! Facts that the config states of campaigns whose format cannot: `[[facts]]`.
//!
//! Owns how they are read, in the keys of the native format, and how they fill in what a campaign lacks. A fact of the
//! file itself always wins. It must not know which files they are for; the config does.

use super::native::{self, Stated};
use crate::finding::Finding;
use crate::model::{Action, ByChannel, Campaign, Channel, Fact, OptOut, Sender};
use crate::source::FileId;
use crate::syntax::Node;

/// What one `[[facts]]` states.
#[derive(Clone, Debug)]
pub struct Facts {
    stated: Stated,
}

/// Reads the facts of one `[[facts]]` table in a TOML file, and what is wrong with them. Keys in `skip` are left to
/// the caller.
pub fn read(file: FileId, node: &Node<'_>, skip: &[&str]) -> (Facts, Vec<Finding>) {
    let (stated, findings) = native::read_facts(file, node, skip);
    (Facts { stated }, findings)
}

/// Fills in every fact that the campaign does not state itself.
///
/// What is stated of the one `sender` holds for every sender of the campaign; where it has none, they become its
/// sender, and every touch that names nobody is theirs. `senders.NAME` holds for the sender of that name or address.
pub fn apply(facts: &Facts, campaign: &mut Campaign) {
    let Stated { frame, sender, senders } = &facts.stated;
    fill(&mut campaign.purpose, &frame.purpose);
    fill(&mut campaign.region, &frame.region);
    fill(&mut campaign.bulk, &frame.bulk);
    fill(&mut campaign.status, &frame.status);
    fill(&mut campaign.audience.source, &frame.audience.source);
    fill(&mut campaign.audience.consent_age, &frame.audience.consent_age);
    fill(&mut campaign.audience.kind, &frame.audience.kind);
    fill(&mut campaign.audience.collected, &frame.audience.collected);
    fill(&mut campaign.audience.segments, &frame.audience.segments);
    fill(&mut campaign.audience.excludes, &frame.audience.excludes);
    campaign.audience.place = campaign.audience.place.or(frame.audience.place);
    add_missing(&mut campaign.audience.consent, &frame.audience.consent);
    for (event, fact) in &frame.stop.on {
        match campaign.stop.on.iter_mut().find(|(known, _)| known == event) {
            Some((_, known)) => fill(known, fact),
            None => campaign.stop.on.push((*event, fact.clone())),
        }
    }
    fill(&mut campaign.stop.scope, &frame.stop.scope);
    fill_ways_out(&mut campaign.opt_out, &frame.opt_out);
    fill(&mut campaign.schedule.timezone, &frame.schedule.timezone);
    fill(&mut campaign.schedule.window, &frame.schedule.window);
    fill(&mut campaign.schedule.holidays, &frame.schedule.holidays);
    campaign.schedule.place = campaign.schedule.place.or(frame.schedule.place);
    fill(&mut campaign.limits.per_day, &frame.limits.per_day);
    fill(&mut campaign.limits.per_week, &frame.limits.per_week);
    fill(&mut campaign.limits.reenroll_after, &frame.limits.reenroll_after);
    for named in senders {
        let is_named = |sender: &&mut Sender| {
            let is = |text: &String| text.eq_ignore_ascii_case(&named.key);
            is(&sender.key) || sender.name.is(is) || sender.email.is(is)
        };
        campaign.senders.iter_mut().filter(is_named).for_each(|sender| fill_sender(sender, named));
    }
    if let Some(sender) = sender {
        add_sender(campaign, sender);
    }
}

fn fill<T: Clone>(fact: &mut Fact<T>, stated: &Fact<T>) {
    if !matches!(fact, Fact::Stated(_)) && matches!(stated, Fact::Stated(_)) {
        fact.clone_from(stated);
    }
}

fn add_missing<T: Clone>(known: &mut ByChannel<T>, stated: &[(Channel, T)]) {
    for (channel, value) in stated {
        if known.iter().all(|(other, _)| other != channel) {
            known.push((*channel, value.clone()));
        }
    }
}

fn fill_ways_out(ways: &mut ByChannel<OptOut>, stated: &[(Channel, OptOut)]) {
    for (channel, from) in stated {
        let Some((_, way)) = ways.iter_mut().find(|(other, _)| other == channel) else { continue };
        fill(&mut way.method, &from.method);
        fill(&mut way.keywords, &from.keywords);
        fill(&mut way.requires, &from.requires);
        fill(&mut way.honored_within, &from.honored_within);
        fill(&mut way.valid_for, &from.valid_for);
        fill(&mut way.covers, &from.covers);
    }
    add_missing(ways, stated);
}

fn add_sender(campaign: &mut Campaign, stated: &Sender) {
    if !campaign.senders.is_empty() {
        campaign.senders.iter_mut().for_each(|sender| fill_sender(sender, stated));
        return;
    }
    campaign.senders.push(stated.clone());
    campaign.sender_known = Fact::stated((), stated.place);
    for step in &mut campaign.steps {
        if let Action::Touch(touch) = &mut step.action {
            fill(&mut touch.sender, &Fact::stated(0, stated.place));
        }
    }
}

fn fill_sender(sender: &mut Sender, stated: &Sender) {
    fill(&mut sender.name, &stated.name);
    fill(&mut sender.email, &stated.email);
    fill(&mut sender.reply_to, &stated.reply_to);
    fill(&mut sender.phone, &stated.phone);
    fill(&mut sender.organization, &stated.organization);
    fill(&mut sender.postal_address, &stated.postal_address);
    fill(&mut sender.dkim_domain, &stated.dkim_domain);
    fill(&mut sender.assignment, &stated.assignment);
}
