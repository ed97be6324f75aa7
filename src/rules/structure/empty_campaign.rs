//! A campaign that reaches nobody.

use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("structure/empty-campaign", include_str!("../../../rules/structure/empty-campaign.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if cx.campaign.touches().next().is_none() {
        found.push(
            cx.finding(cx.campaign.name.place, "no step of it has a channel", "nobody ever hears from this campaign")
                .help("write its first `[[step]]` with a `channel`, or take the file out"),
        );
    }
}
