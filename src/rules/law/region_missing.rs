//! No region is stated, so that nobody can say what law applies.

use crate::rules::regions::{Regions, is_commercial};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("law/region-missing", include_str!("../../../rules/law/region-missing.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    // A format that cannot say it is no fault of the campaign: each rule says by itself what it lacks.
    if Regions::stated(cx).is_some() || cx.campaign.region.is_unknown() || cx.campaign.touches().next().is_none() {
        return;
    }
    if !is_commercial(cx, found) {
        return;
    }
    found.push(
        cx.finding(
            cx.campaign.head,
            "no region",
            "nobody can say what law protects these people: hours, caps, consent and opt-out by region were not looked at",
        )
        .help(cx.advice(
            "say where the recipients live: region = [\"US-CA\", \"CA\"], here or once for all in the config",
            "say where the recipients live, and state it: `campaign.region = [\"US-CA\", \"CA\"]` under `[[facts]]`",
        ))
        .note(format!("not judged: {}; no legal advice", NOT_JUDGED.join(", "))),
    );
}

/// The rules that say nothing without a region.
const NOT_JUDGED: &[&str] = &[
    "law/quiet-hours",
    "law/sender-timezone",
    "law/call-cap",
    "law/consent-floor",
    "law/consent-window",
    "law/first-message-duties",
    "law/subject-label",
    "law/referral-inducement",
    "law/revocation-words",
    "law/opt-out-lifetime",
    "law/machine-voice",
];
