//! How often and how long.

mod campaign_pressure;
mod check_in_too_soon;
mod cold_follow_up;
mod escalating_frequency;
mod fixed_clock;
mod gap_too_short;
mod name_span;
mod never_ending;
mod no_thank_you;
mod over_automated;
mod redundant_channels;
mod resend_to_unopened;
mod slow_answer;
mod too_many_follow_ups;
mod touch_pressure;
mod wait_contradicts_name;
mod weak_ending;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    too_many_follow_ups::RULE,
    cold_follow_up::RULE,
    escalating_frequency::RULE,
    gap_too_short::RULE,
    check_in_too_soon::RULE,
    redundant_channels::RULE,
    touch_pressure::RULE,
    campaign_pressure::RULE,
    never_ending::RULE,
    fixed_clock::RULE,
    over_automated::RULE,
    weak_ending::RULE,
    slow_answer::RULE,
    wait_contradicts_name::RULE,
    no_thank_you::RULE,
    resend_to_unopened::RULE,
];
