//! Who speaks, and whether one can answer.

mod agent_rotation;
mod domains;
mod faceless_sender;
mod missing_postal_address;
mod no_reply_sender;
mod no_way_back;
mod selling_name;
mod sender_mismatch;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    agent_rotation::RULE,
    no_reply_sender::RULE,
    faceless_sender::RULE,
    missing_postal_address::RULE,
    sender_mismatch::RULE,
    selling_name::RULE,
    no_way_back::RULE,
];
