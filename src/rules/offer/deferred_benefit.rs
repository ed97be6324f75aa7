//! A benefit that has to be earned, or waited for.

use super::{is_referral_only, offers};
use crate::model::{Benefits, Offer, OfferKind, OfferRequirement, time};
use crate::rules::{Context, Findings, Rule, Seconds};
use crate::source::Place;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("offer/deferred-benefit", include_str!("../../../rules/offer/deferred-benefit.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    wait: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    for (index, _, offer) in offers(cx) {
        let pays = offer.benefits.is(|who| matches!(who, Benefits::Recipient | Benefits::Both));
        if !pays || is_referral_only(offer) {
            continue;
        }
        if let Some((place, label, message)) = work(offer).or_else(|| late(offer, options.wait.0)) {
            found.push(cx.finding(place, label, message).step(cx.step_id(index)).help(cx.advice(
                "give it at once and without a task: `requires = []`, `delivered = \"now\"`",
                "give it at once and without a task",
            )));
        }
    }
}

/// What the offer asks first, where that is work. A trial needs an account and an upgrade a purchase: that is none.
fn work(offer: &Offer) -> Option<(Place, String, String)> {
    let asked = offer.requires.value()?.iter().find_map(|item| {
        let what = match item.value {
            OfferRequirement::CallBack => "to call back",
            OfferRequirement::Review => "to write a review",
            OfferRequirement::Account if !offer.kind.is(|kind| *kind == OfferKind::Trial) => "to make an account",
            _ => return None,
        };
        Some((item.place, what))
    });
    let (place, what) = asked?;
    Some((place, "the price of the present".to_owned(), format!("a person has {what} before they get what you offer")))
}

fn late(offer: &Offer, most: u64) -> Option<(Place, String, String)> {
    let delivered = offer.delivered_s.located().filter(|delivered| delivered.value > most)?;
    let wait = time::spoken(delivered.value);
    Some((delivered.place, format!("{wait} later"), format!("a person waits {wait} for what you offer")))
}
