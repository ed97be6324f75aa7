//! The way out.

mod missing_opt_out;
mod narrow_opt_out;
mod no_choice;
mod no_one_click;
mod opt_out_friction;
mod overridden_opt_out;
mod parting_survey;
mod slow_opt_out;
mod sms_without_stop;
mod ways;

pub(super) use ways::shows_way_out;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    missing_opt_out::RULE,
    opt_out_friction::RULE,
    slow_opt_out::RULE,
    no_one_click::RULE,
    narrow_opt_out::RULE,
    sms_without_stop::RULE,
    parting_survey::RULE,
    no_choice::RULE,
    overridden_opt_out::RULE,
];
