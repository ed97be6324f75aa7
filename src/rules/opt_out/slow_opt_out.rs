//! An opt-out that takes long to be honoured.

use crate::finding::Severity;
use crate::model::{Channel, time};
use crate::rules::regions::{Deadline, Held, Regions, note};
use crate::rules::{Context, Findings, Rule, Seconds};
use crate::source::Located;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/slow-opt-out", include_str!("../../../rules/opt-out/slow-opt-out.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: Seconds,
    max_bulk: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (channel, opt_out) in &cx.campaign.opt_out {
        if !found.knows(&opt_out.honored_within, &format!("opt_out.{channel}.honored_within")) {
            continue;
        }
        if let Some(stated) = opt_out.honored_within.located() {
            judge(cx, found, *channel, stated);
        }
    }
}

fn judge(cx: &Context<'_>, found: &mut Findings, channel: Channel, stated: &Located<u64>) {
    let options: &Options = cx.options();
    let spoken = time::spoken(stated.value);
    let message = format!("a person who wants no more {} may still get some for {spoken}", channel.plural());
    let finding = |label: String| {
        cx.finding(stated.place, label, message.clone()).help("take people off the list at once, within a day at most")
    };
    let held = Regions::stated(cx)
        .and_then(|regions| strictest(regions.holding(cx, found, |law| &law.deadline, channel)))
        .filter(|held| stated.value > held.duty.what.days * time::DAY);
    if let Some(held) = held {
        let label = format!("{} in {}", held.duty.what.said, held.place());
        found.push(finding(label).note(note([&held.duty.source])));
    } else if channel == Channel::Email && cx.campaign.bulk.is(|bulk| *bulk) && stated.value > options.max_bulk.0 {
        let label = format!("bulk mail: {}", time::spoken(options.max_bulk.0));
        found.push(finding(label).note("Gmail and Yahoo sender guidelines: within 2 days"));
    } else if stated.value > options.max.0 {
        let label = format!("{} is the most", time::spoken(options.max.0));
        found.push_milder(finding(label), Severity::Warning);
    }
}

fn strictest(held: Vec<Held<'_, Deadline>>) -> Option<Held<'_, Deadline>> {
    held.into_iter().min_by_key(|held| held.duty.what.days)
}
