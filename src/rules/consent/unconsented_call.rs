//! A call or voicemail that nobody asked for and nothing suggests is welcome.

use super::least::{Least, general_floor, has_dealings, too_little};
use crate::model::{Channel, Consent, Purpose};
use crate::rules::regions::{Regions, solicitations};
use crate::rules::{Context, Findings, Rule};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("consent/unconsented-call", include_str!("../../../rules/consent/unconsented-call.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    least: Least,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |channel| matches!(channel, Channel::Call | Channel::Voicemail));
    if steps.is_empty()
        || !found.knows(&cx.campaign.purpose, "campaign.purpose")
        || cx.campaign.purpose.is(|purpose| matches!(purpose, Purpose::Transactional | Purpose::Requested))
    {
        return;
    }
    let options: &Options = cx.options();
    let regions = Regions::stated(cx);
    let floor = |channel| general_floor(regions.as_ref(), channel, options.least.0).0.min(options.least.0);
    for group in too_little(cx, found, &steps, floor) {
        // From an inquiry or a visit some consent follows, unless the file denies it.
        if group.is_unsaid()
            && options.least.0 <= Consent::Implied
            && cx.campaign.audience.source.is(|source| has_dealings(*source))
        {
            continue;
        }
        let message = "the phone of a person rings who never asked for a call and never said that one is welcome";
        let help = cx.advice(
            "write first, and call those who answer that they would like a call (`invited = true`)",
            "write first, and call those who answer that they would like a call",
        );
        found.push(group.finding(cx, message.to_owned(), None).help(help));
    }
}
