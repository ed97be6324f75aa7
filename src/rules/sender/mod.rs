//! Who speaks, and whether one can answer.

mod agent_rotation;
mod domains;
mod faceless_sender;
mod handover;
mod missing_postal_address;
mod no_reply_sender;
mod no_way_back;
mod selling_name;
mod sender_mismatch;

pub(super) use domains::is_free_mail;

use super::{Context, Rule};
use crate::model::{Channel, Sender};

pub(super) const RULES: &[Rule] = &[
    agent_rotation::RULE,
    no_reply_sender::RULE,
    faceless_sender::RULE,
    missing_postal_address::RULE,
    sender_mismatch::RULE,
    selling_name::RULE,
    no_way_back::RULE,
];

/// The senders who speak on a channel for which `shown` says yes: on another nobody sees their name or their address.
/// Where the file does not tell who speaks, or has no touch yet, all of them.
fn seen_on<'a>(cx: &Context<'a>, shown: fn(Channel) -> bool) -> impl Iterator<Item = &'a Sender> {
    let campaign = cx.campaign;
    let known = campaign.touches().next().is_some() && campaign.touches().all(|(_, _, t)| t.sender.get().is_some());
    campaign.senders.iter().enumerate().filter_map(move |(index, sender)| {
        let speaks = || campaign.touches().any(|(_, _, t)| t.sender.get() == Some(index) && shown(t.channel.value));
        let silent = known && !campaign.touches().any(|(_, _, t)| t.sender.get() == Some(index));
        (!known || silent || speaks()).then_some(sender)
    })
}

/// Whether a message on the channel shows the sender's name and address.
fn is_mail(channel: Channel) -> bool {
    channel == Channel::Email
}

/// Whether the sender's name is seen or said on the channel.
fn shows_name(channel: Channel) -> bool {
    !matches!(channel, Channel::Sms | Channel::Push | Channel::InApp)
}
