//! Consent that was given for something else, or to somebody else.

use crate::model::{AudienceSource, Channel, Collected, Consent, Fact, Intent, OfferKind};
use crate::rules::regions::{consent_name, is_solicitation};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("consent/borrowed-consent", include_str!("../../../rules/consent/borrowed-consent.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let commercial = cx.campaign.purpose.get().is_none_or(crate::model::Purpose::is_commercial);
    let steps: Vec<usize> = cx
        .campaign
        .touches()
        .map(|(index, _, _)| index)
        .filter(|index| is_solicitation(cx, *index) && (commercial || sells(cx, *index)))
        .collect();
    if steps.is_empty() {
        return;
    }
    if commercial && from_somebody_else(cx, found, &steps) {
        return;
    }
    for_something_else(cx, found, &steps, commercial);
}

/// A yes that the person gave to a third party.
fn from_somebody_else(cx: &Context<'_>, found: &mut Findings, steps: &[usize]) -> bool {
    let Some(collected) =
        cx.campaign.audience.collected.located().filter(|collected| collected.value == Collected::ThirdParty)
    else {
        return false;
    };
    let Some((consent, place, _)) = consents(cx, found, steps).into_iter().find(|(c, _, _)| *c >= Consent::Express)
    else {
        return false;
    };
    found.push(
        cx.finding(
            place,
            format!("{consent} consent"),
            "the yes that you rely on was given to somebody else, not to you",
        )
        .label(collected.place, "collected by a third party")
        .help("ask these people yourself before you write to them, or say where your own yes comes from"),
    );
    true
}

/// A relationship of another kind, in which nobody said yes to advertising.
fn for_something_else(cx: &Context<'_>, found: &mut Findings, steps: &[usize], commercial: bool) {
    let source = cx
        .campaign
        .audience
        .source
        .located()
        .filter(|source| matches!(source.value, AudienceSource::Complaint | AudienceSource::Cancellation));
    let (cause, given) = match (commercial, source) {
        (true, Some(source)) if source.value == AudienceSource::Complaint => {
            (source.place, "to have a complaint solved")
        }
        (true, Some(source)) => (source.place, "to cancel"),
        (true, None) => return,
        (false, _) => match cx.campaign.purpose.located() {
            Some(purpose) => (purpose.place, "for what they asked of you"),
            None => return,
        },
    };
    let borrowed: Vec<_> = consents(cx, found, steps)
        .into_iter()
        .filter(|(consent, _, _)| (Consent::Implied..Consent::Express).contains(consent))
        .collect();
    let Some((consent, place, _)) = borrowed.first() else { return };
    let mut finding = cx
        .finding(
            cause,
            format!("they are here {given}"),
            format!("people gave you their address {given}, and are sold to"),
        )
        .label(*place, format!("{consent} consent, and for that alone"))
        .help("keep the address for what it was given for, and ask for a yes before you sell");
    for (_, _, step) in &borrowed {
        finding = finding.label(cx.touch_place(*step), "this sells");
    }
    found.push(finding);
}

fn consents(cx: &Context<'_>, found: &mut Findings, steps: &[usize]) -> Vec<(Consent, Place, usize)> {
    let mut list = Vec::new();
    for step in steps {
        let Some(channel) = cx.touch(*step).map(|touch| touch.channel.value) else { continue };
        if matches!(channel, Channel::Postal | Channel::InApp) {
            continue;
        }
        match cx.campaign.consent(channel) {
            Fact::Stated(consent) => list.push((consent.value, consent.place, *step)),
            Fact::Absent(_) => {}
            Fact::Unknown => found.lacks(&consent_name(channel)),
        }
    }
    list
}

fn sells(cx: &Context<'_>, step: usize) -> bool {
    cx.touch(step).is_some_and(|touch| {
        touch.intent.is(|intent| *intent == Intent::Offer)
            || touch.offer.as_ref().is_some_and(|offer| {
                offer.kind.is(|kind| matches!(kind, OfferKind::Discount | OfferKind::Upgrade | OfferKind::Referral))
            })
    })
}
