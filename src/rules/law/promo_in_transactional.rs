//! A message that is called transactional sells.

use crate::model::{Channel, Intent, OfferKind, Purpose, Touch};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("law/promo-in-transactional", include_str!("../../../rules/law/promo-in-transactional.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let called = cx.campaign.purpose.located().filter(|purpose| purpose.value == Purpose::Transactional);
    let mut sold: Vec<(usize, Place, Place)> = Vec::new();
    for (step, _, touch) in cx.campaign.touches() {
        let own = touch.transactional.located().filter(|transactional| transactional.value).map(|t| t.place);
        let Some(called) = own.or(called.map(|purpose| purpose.place)) else { continue };
        if touch.channel.value == Channel::Email
            && let Some(place) = pitch(cx, step, touch)
        {
            sold.push((step, place, called));
        }
    }
    let [(step, place, called), rest @ ..] = sold.as_slice() else { return };
    let mut finding = cx
        .finding(*place, "this sells", "a person opens a receipt and reads an advertisement")
        .step(cx.step_id(*step))
        .label(*called, "called transactional")
        .help("leave the offer out, or send it as marketing, with its way out and address");
    for (_, place, _) in rest {
        finding = finding.label(*place, "this sells too");
    }
    found.push(finding);
}

/// What sells in a touch.
fn pitch(cx: &Context<'_>, step: usize, touch: &Touch) -> Option<Place> {
    if touch.intent.is(|intent| *intent == Intent::Offer) {
        return touch.intent.place();
    }
    if let Some(offer) = &touch.offer
        && offer.kind.is(|kind| matches!(kind, OfferKind::Discount | OfferKind::Upgrade | OfferKind::Referral))
    {
        return offer.kind.place();
    }
    // One subject that sells is enough: it is what 16 CFR 316.3 asks of it first.
    cx.copies.of_step(step).iter().find_map(|wording| {
        let hit = cx.hits(wording, "selling_phrases").next()?;
        (wording.part == crate::rules::Part::Subject).then(|| cx.copies.place(wording, hit.range.clone()))
    })
}
