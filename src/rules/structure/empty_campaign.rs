//! A campaign that reaches nobody.

use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("structure/empty-campaign", include_str!("../../../rules/structure/empty-campaign.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    // A tool's workflow may be there to keep records or to tell the team, and reach nobody on purpose.
    let works = !cx.campaign.is_native() && !cx.campaign.steps.is_empty();
    // What is wrong with a step is said already, and it may well have a channel.
    if works || cx.campaign.steps_known.is_unknown() || cx.campaign.touches().next().is_some() {
        return;
    }
    let help = if cx.campaign.is_native() {
        "write its first `[[step]]` with a `channel`, or take the file out"
    } else {
        "give it a first message, or take the file out"
    };
    found.push(
        cx.finding(cx.campaign.name.place, "no step of it has a channel", "nobody ever hears from this campaign")
            .help(help),
    );
}
