//! Who said yes to what.

mod admits_never_subscribed;
mod borrowed_consent;
mod bought_audience;
mod least;
mod stale_consent;
mod unconsented_call;
mod unconsented_email;
mod unconsented_sms;

pub(super) use least::general_floor;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    unconsented_sms::RULE,
    unconsented_call::RULE,
    unconsented_email::RULE,
    borrowed_consent::RULE,
    stale_consent::RULE,
    bought_audience::RULE,
    admits_never_subscribed::RULE,
];
