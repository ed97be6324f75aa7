//! What law asks, by region, from `rules/regions.toml`.

mod call_cap;
mod consent_floor;
mod consent_window;
mod first_message_duties;
mod machine_voice;
mod opt_out_lifetime;
mod promo_in_transactional;
mod quiet_hours;
mod referral_inducement;
mod region_missing;
mod revocation_words;
mod sender_timezone;
mod subject_label;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    quiet_hours::RULE,
    sender_timezone::RULE,
    call_cap::RULE,
    consent_floor::RULE,
    consent_window::RULE,
    first_message_duties::RULE,
    subject_label::RULE,
    promo_in_transactional::RULE,
    referral_inducement::RULE,
    revocation_words::RULE,
    opt_out_lifetime::RULE,
    machine_voice::RULE,
    region_missing::RULE,
];
