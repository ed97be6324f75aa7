//! Text < email < call: how much a message intrudes, and what it can carry.

mod announced;
mod answer_needed_by_text;
mod call_for_a_trifle;
mod channel_escalation;
mod channel_hopping;
mod no_other_channel;
mod too_detailed_for_channel;
mod unannounced_call;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    channel_escalation::RULE,
    unannounced_call::RULE,
    too_detailed_for_channel::RULE,
    answer_needed_by_text::RULE,
    call_for_a_trifle::RULE,
    no_other_channel::RULE,
    channel_hopping::RULE,
];
