//! A condition lets in people who never agreed to marketing.

use crate::model::Consent;
use crate::rules::regions::is_commercial;
use crate::rules::{Context, Findings, Rule, words};

pub(super) const RULE: Rule = Rule::campaign(
    "consent/admits-never-subscribed",
    include_str!("../../../rules/consent/admits-never-subscribed.md"),
    check,
);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (channel, condition) in &cx.campaign.audience.admits_never_subscribed {
        if !is_commercial(cx, found) {
            return;
        }
        // Who knows that everybody on the list agreed may say so.
        if cx.campaign.consent(*channel).is(|consent| *consent >= Consent::SoftOptIn) {
            continue;
        }
        let message = format!("a person who never agreed to marketing gets it {}", words::by(*channel));
        found.push(
            cx.finding(*condition, "also lets in who never subscribed", message)
                .help("ask for people who are subscribed, or ask the others for their consent first"),
        );
    }
}
