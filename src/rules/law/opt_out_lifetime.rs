//! The way out in a sent message works for less time than the region's law asks.

use crate::model::time;
use crate::rules::regions::{Regions, is_commercial, note};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("law/opt-out-lifetime", include_str!("../../../rules/law/opt-out-lifetime.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !is_commercial(cx, found) {
        return;
    }
    for (channel, opt_out) in cx.campaign.opt_out.iter().filter(|(channel, _)| cx.campaign.uses(*channel)) {
        if !found.knows(&opt_out.valid_for, &format!("opt_out.{channel}.valid_for")) {
            continue;
        }
        let Some(stated) = opt_out.valid_for.located() else { continue };
        let Some(regions) = Regions::of(cx, found) else { return };
        let mut held = regions.holding(cx, found, |law| &law.lifetime, *channel);
        held.retain(|held| stated.value < held.duty.what.days * time::DAY);
        let Some(strictest) = held.iter().max_by_key(|held| held.duty.what.days) else { continue };
        let days = strictest.duty.what.days;
        let message = format!(
            "a person in {} who opens a message after {} finds that its way out is dead",
            strictest.place(),
            time::spoken(stated.value)
        );
        found.push(
            cx.finding(stated.place, format!("{days} days at least"), message)
                .help(cx.advice(
                    &format!(
                        "let every link and address in a sent message work for {days} days: valid_for = \"{days}d\""
                    ),
                    &format!("let every link and address in a sent message work for {days} days"),
                ))
                .note(note(held.iter().map(|held| &held.duty.source))),
        );
    }
}
