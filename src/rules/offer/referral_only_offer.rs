//! An offer that only pays if you bring a friend.

use super::{asks, is_referral_only, offers};
use crate::model::{Benefits, OfferRequirement};
use crate::rules::{Context, Findings, Part, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("offer/referral-only-offer", include_str!("../../../rules/offer/referral-only-offer.md"), check);

const HELP: &str = "give the person something for themselves first; invite them to share it as a second, free choice";

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mut stated = offers(cx).filter(|(_, _, offer)| is_referral_only(offer));
    if let Some((step, _, offer)) = stated.next() {
        let friend = asks(offer, OfferRequirement::BringAFriend);
        let message = if friend {
            "what a person is offered depends on bringing somebody"
        } else if offer.benefits.is(|who| *who == Benefits::Sender) {
            "what a person is offered pays you, not them"
        } else {
            "what a person is offered pays their friend, not them"
        };
        let place = if friend { offer.requires.place() } else { offer.benefits.place() }.unwrap_or(offer.place);
        let mut finding =
            cx.finding(place, "nothing in it for the reader alone", message).step(cx.step_id(step)).help(HELP);
        for (_, _, offer) in stated {
            finding = finding.label(offer.place, "and again");
        }
        found.push(finding);
    }
    for wording in cx.copies.all().iter().filter(|wording| wording.part == Part::Body) {
        let has_own = cx.touch(wording.step).is_some_and(|touch| touch.offer.is_some());
        if let Some(hit) = cx.hits(wording, "phrases").next().filter(|_| !has_own) {
            let place = cx.copies.place(wording, hit.range.clone());
            let message = "what a person is offered depends on bringing somebody";
            found.push(
                cx.finding(place, "only for those who bring a friend", message)
                    .step(cx.step_id(wording.step))
                    .help(HELP),
            );
        }
    }
}
