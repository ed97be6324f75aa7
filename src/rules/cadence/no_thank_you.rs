//! The first word after a visit, purchase or trial asks or sells before it thanks.

use crate::model::{AudienceSource, Intent};
use crate::rules::{Context, Findings, Part, Rule, pressure};
use crate::source::Place;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/no-thank-you", include_str!("../../../rules/cadence/no-thank-you.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let came = match cx.campaign.audience.source.get() {
        Some(AudienceSource::FirstVisit) => "came for the first time",
        Some(AudienceSource::Purchase) => "has just bought",
        Some(AudienceSource::Trial) => "has just begun a trial",
        _ => return,
    };
    if !pressure::may_press(cx, found) {
        return;
    }
    let firsts: BTreeSet<usize> = pressure::SILENCE
        .into_iter()
        .filter_map(|who| cx.timeline.track(who))
        .flat_map(|track| track.first.iter().copied())
        .collect();
    for first in firsts {
        if !pressure::presses(cx.campaign, first) || is_meant_as_thanks(cx, first) {
            continue;
        }
        let Some((place, label)) = asks(cx, first) else { continue };
        found.push(
            cx.finding(place, label, format!("a person who {came} is asked for more before anybody thanks them"))
                .step(cx.step_id(first))
                .help("begin with a thank-you that wants nothing; what you have to offer can come later"),
        );
    }
}

/// Whether a touch is there to thank or welcome, or may do so in words that are not in the file.
fn is_meant_as_thanks(cx: &Context<'_>, step: usize) -> bool {
    let Some(touch) = cx.touch(step) else { return true };
    let meant = touch.intent.is(|intent| matches!(intent, Intent::ThankYou | Intent::Welcome));
    meant || touch.variants.iter().any(|copy| copy.body.value().is_none())
}

/// What the first version of a touch asks or sells that thanks for nothing, and where.
fn asks(cx: &Context<'_>, step: usize) -> Option<(Place, &'static str)> {
    let touch = cx.touch(step)?;
    let texts = cx.copies.of_step(step);
    let thanks = |variant: usize| {
        let mut own = texts.iter().filter(|wording| wording.variant == variant);
        own.any(|wording| cx.hits(wording, "thanking_phrases").next().is_some())
    };
    let curt: Vec<usize> = (0..touch.variants.len()).filter(|variant| !thanks(*variant)).collect();
    if let Some(intent) = touch.intent.located().filter(|_| !curt.is_empty()) {
        match intent.value {
            Intent::Offer => return Some((intent.place, "sells at once")),
            Intent::Survey => return Some((intent.place, "asks at once")),
            _ => {}
        }
    }
    texts.iter().filter(|text| text.part == Part::Body && curt.contains(&text.variant)).find_map(|text| {
        let hit = cx.hits(text, "selling_phrases").next()?;
        Some((cx.copies.place(text, hit.range.clone()), "asks at once"))
    })
}
