//! The sequence outlives the consent that it rests on.

use crate::model::{Channel, Consent, Fact, time};
use crate::rules::regions::{
    ConsentWindow, Held, PerChannel, Regions, is_commercial, is_solicitation, note, solicitations, upper_days,
};
use crate::rules::{Context, Findings, Rule};
use crate::timeline::{Recipient, Visit};

pub(super) const RULE: Rule =
    Rule::campaign("law/consent-window", include_str!("../../../rules/law/consent-window.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if solicitations(cx, |_| true).is_empty() || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    // How old the consent is when the first touch goes out.
    let age = cx.campaign.audience.consent_age.get().unwrap_or(0);
    let mut worst: Option<(Held<'_, ConsentWindow>, Vec<Visit>, usize)> = None;
    let mut windows = PerChannel::new(&regions, |law| &law.consent_window);
    // The walk with the most touches shows it best; of a touch that it does not have, or has in time, the latest walk.
    let who = [Recipient::Silent, Recipient::Reader];
    let most = who.iter().filter_map(|who| cx.timeline.track(*who)).map(|track| (None, track.touches.clone()));
    let latest = who.iter().map(|who| (Some(*who), cx.timeline.latest_of_each(*who)));
    for (who, visits) in most.chain(latest) {
        for (index, visit) in visits.iter().enumerate().filter(|(_, visit)| is_solicitation(cx, visit.step)) {
            let Some(channel) = cx.touch(visit.step).map(|touch| touch.channel.value) else { continue };
            for &held in windows.on(cx, found, channel) {
                let window = &held.duty.what;
                let rests_on_it = rests_on(cx, channel, window.consent)
                    && cx.campaign.audience.source.is(|source| window.sources.contains(source));
                let limit = upper_days(window.months) * time::DAY;
                let shorter = worst.as_ref().is_none_or(|(known, _, _)| window.months < known.duty.what.months);
                // A consent that is too old from the start is `consent/stale-consent`.
                if rests_on_it && age <= limit && age.saturating_add(visit.at_s) > limit && shorter {
                    let walk = who.map_or_else(|| visits.clone(), |who| cx.timeline.latest(who, visit.step));
                    let index = who.map_or(index, |_| walk.len().saturating_sub(1));
                    worst = Some((held, walk, index));
                }
            }
        }
    }
    if let Some((held, walk, index)) = worst {
        report(cx, found, &held, &walk, index);
    }
}

/// Whether the consent for a channel is `kind`; one that the file does not name follows from how people got here.
fn rests_on(cx: &Context<'_>, channel: Channel, kind: Consent) -> bool {
    match cx.campaign.consent(channel) {
        Fact::Stated(consent) => consent.value == kind,
        Fact::Absent(_) => kind == Consent::Implied,
        Fact::Unknown => false,
    }
}

fn report(cx: &Context<'_>, found: &mut Findings, held: &Held<'_, ConsentWindow>, walk: &[Visit], index: usize) {
    let Some(visit) = walk.get(index) else { return };
    let (months, source) = (held.duty.what.months, &cx.campaign.audience.source);
    let word = source.value().map_or("", |source| source.as_str());
    let message =
        format!("a person in {} is still written to after the {months} months that an {word} counts for", held.place());
    let message = message.replace("an purchase", "a purchase");
    let mut finding = cx
        .finding(cx.touch_place(visit.step), format!("{} after the start", time::spoken(visit.at_s)), message)
        .step(cx.step_id(visit.step))
        .help(format!("end within {months} months, or ask for an express yes before"))
        .note(note([&held.duty.source]))
        .witness(cx.witness(walk));
    if let Some(place) = source.place() {
        finding = finding.label(place, format!("consent lasts {months} months"));
    }
    for later in walk.iter().skip(index + 1) {
        finding = finding.label(cx.touch_place(later.step), "later still");
    }
    found.push(finding);
}
