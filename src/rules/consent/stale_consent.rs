//! A consent that is too old when the campaign reaches the person.

use crate::model::{Channel, Consent, time};
use crate::rules::regions::{Regions, Source, is_commercial, note, upper_days};
use crate::rules::{Context, Findings, Rule, Seconds};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("consent/stale-consent", include_str!("../../../rules/consent/stale-consent.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: Seconds,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !is_commercial(cx, found) || !found.knows(&cx.campaign.audience.consent_age, "audience.consent_age") {
        return;
    }
    let Some(age) = cx.campaign.audience.consent_age.located() else { return };
    // A yes that nobody gave is not forgotten.
    let mut used = Channel::ALL.iter().filter(|channel| cx.campaign.uses(**channel));
    if used.all(|channel| cx.campaign.consent(*channel).is(|consent| *consent == Consent::None)) {
        return;
    }
    let options: &Options = cx.options();
    let law = shortest(cx, found).filter(|(days, _, _)| age.value > days * time::DAY);
    // A month of the format has 30 days, one of the calendar up to 31.
    if law.is_none() && age.value <= options.max.0 / 30 * 31 {
        return;
    }
    let old = spoken(age.value);
    let finding = match law {
        Some((_, said, source)) => cx
            .finding(
                age.place,
                format!("law counts it for {said}"),
                format!("people said yes up to {old} ago, and after {said} it no longer counts"),
            )
            .note(note([source])),
        None => cx.finding(
            age.place,
            "long forgotten",
            format!("people said yes up to {old} ago; after {} few remember it", spoken(options.max.0)),
        ),
    };
    found.push(finding.help("ask those who have been silent for so long whether they still want to hear from you"));
}

/// A long time as people say it: in months where there are some.
fn spoken(seconds: u64) -> String {
    match seconds / time::MONTH {
        months @ 3.. if seconds.is_multiple_of(time::MONTH) => format!("{months} months"),
        _ => time::spoken(seconds),
    }
}

/// The shortest life that law gives to what consent this campaign has: days, how law says it, and where.
fn shortest(cx: &Context<'_>, found: &mut Findings) -> Option<(u64, String, &'static Source)> {
    let regions = Regions::stated(cx)?;
    let mut lives = Vec::new();
    for &channel in Channel::ALL.iter().filter(|channel| cx.campaign.uses(**channel)) {
        for held in regions.holding(cx, found, |law| &law.consent_age, channel) {
            lives.push((held.duty.what.months, &held.duty.source));
        }
        for held in regions.holding(cx, found, |law| &law.consent_window, channel) {
            let window = &held.duty.what;
            if cx.campaign.consent(channel).is(|consent| *consent == window.consent)
                && cx.campaign.audience.source.is(|source| window.sources.contains(source))
            {
                lives.push((window.months, &held.duty.source));
            }
        }
    }
    let (months, source) = lives.into_iter().min_by_key(|(months, _)| *months)?;
    Some((upper_days(months), format!("{months} months"), source))
}
