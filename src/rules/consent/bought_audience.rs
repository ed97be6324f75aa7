//! A bought list.

use crate::model::AudienceSource;
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("consent/bought-audience", include_str!("../../../rules/consent/bought-audience.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !found.knows(&cx.campaign.audience.source, "audience.source") {
        return;
    }
    let Some(source) = cx.campaign.audience.source.located() else { return };
    if source.value != AudienceSource::PurchasedList {
        return;
    }
    found.push(
        cx.finding(
            source.place,
            "a bought list",
            "these people never gave you their address, and hear from a stranger who paid for it",
        )
        .help("write to people who came to you, and delete the bought list"),
    );
}
