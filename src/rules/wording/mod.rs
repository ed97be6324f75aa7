//! What the words of a message do to the one who reads them.

mod broken_merge_tag;
mod defensive_wording;
mod empty_subject;
mod fake_thread;
mod fallback;
mod false_urgency;
mod generic_greeting;
mod guilt_trip;
mod just_in_case;
mod link_shortener;
mod long_subject;
mod merge_tag_without_fallback;
mod missing_body;
mod name_not_speakable;
mod naming;
mod plain_http_link;
mod repeated_copy;
mod said;
mod sender_centric;
mod shouting;
mod sms_surprise_unicode;
mod sms_unbranded;
mod unfilled_placeholder;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    just_in_case::RULE,
    generic_greeting::RULE,
    merge_tag_without_fallback::RULE,
    broken_merge_tag::RULE,
    unfilled_placeholder::RULE,
    sender_centric::RULE,
    guilt_trip::RULE,
    fake_thread::RULE,
    false_urgency::RULE,
    shouting::RULE,
    repeated_copy::RULE,
    defensive_wording::RULE,
    name_not_speakable::RULE,
    long_subject::RULE,
    empty_subject::RULE,
    missing_body::RULE,
    sms_unbranded::RULE,
    sms_surprise_unicode::RULE,
    plain_http_link::RULE,
    link_shortener::RULE,
];
