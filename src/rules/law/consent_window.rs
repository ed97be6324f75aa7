//! The sequence outlives the consent that it rests on.

use crate::model::{Channel, Consent, Fact, time};
use crate::rules::regions::{
    ConsentWindow, Held, PerChannel, Regions, is_commercial, is_solicitation, note, solicitations, upper_days,
};
use crate::rules::{Context, Findings, Rule};
use crate::timeline::Visit;

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
    for track in [&cx.timeline.silent, &cx.timeline.reader] {
        for (index, visit) in track.touches.iter().enumerate().filter(|(_, visit)| is_solicitation(cx, visit.step)) {
            let Some(channel) = cx.touch(visit.step).map(|touch| touch.channel.value) else { continue };
            for &held in windows.on(cx, found, channel) {
                let window = &held.duty.what;
                let rests_on_it = rests_on(cx, channel, window.consent)
                    && cx.campaign.audience.source.is(|source| window.sources.contains(source));
                let limit = upper_days(window.months) * time::DAY;
                let shorter = worst.as_ref().is_none_or(|(known, _, _)| window.months < known.duty.what.months);
                // A consent that is too old from the start is `consent/stale-consent`.
                if rests_on_it && age <= limit && age + visit.at_s > limit && shorter {
                    worst = Some((held, track.touches.clone(), index));
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
