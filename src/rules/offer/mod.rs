//! What is offered, and who gains.

mod deferred_benefit;
mod endless_urgency;
mod expired_offer;
mod no_recipient_value;
mod paid_forward;
mod referral_only_offer;
mod trap_trial;

use super::{Context, Rule};
use crate::model::{Benefits, Offer, OfferRequirement, Touch};

pub(super) const RULES: &[Rule] = &[
    referral_only_offer::RULE,
    no_recipient_value::RULE,
    deferred_benefit::RULE,
    expired_offer::RULE,
    endless_urgency::RULE,
    paid_forward::RULE,
    trap_trial::RULE,
];

/// The touches that offer something.
fn offers<'a>(cx: &Context<'a>) -> impl Iterator<Item = (usize, &'a Touch, &'a Offer)> + use<'a> {
    cx.campaign.touches().filter_map(|(index, _, touch)| Some((index, touch, touch.offer.as_ref()?)))
}

/// Whether an offer pays nothing to who reads it unless they bring somebody.
fn is_referral_only(offer: &Offer) -> bool {
    offer.benefits.is(|who| matches!(who, Benefits::Friend | Benefits::Sender))
        || asks(offer, OfferRequirement::BringAFriend)
}

/// Whether an offer asks for this first.
fn asks(offer: &Offer, what: OfferRequirement) -> bool {
    offer.requires.is(|list| list.iter().any(|item| item.value == what))
}
