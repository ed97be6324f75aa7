//! Take the hint: what has to end a campaign and does not.

mod follows;
mod ignores_bounce;
mod ignores_cancel;
mod ignores_complaint;
mod ignores_conversion;
mod ignores_decline;
mod ignores_opt_out;
mod ignores_reply;
mod opt_out_escalates;
mod unwatched_reply;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    ignores_reply::RULE,
    ignores_decline::RULE,
    ignores_opt_out::RULE,
    opt_out_escalates::RULE,
    ignores_conversion::RULE,
    ignores_cancel::RULE,
    ignores_complaint::RULE,
    ignores_bounce::RULE,
    unwatched_reply::RULE,
];
