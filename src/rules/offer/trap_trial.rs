//! A trial with no stated way to cancel.

use super::offers;
use crate::model::OfferKind;
use crate::rules::{Context, Findings, Part, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("offer/trap-trial", include_str!("../../../rules/offer/trap-trial.md"), check);

const HELP: &str =
    "say in the first message how a trial ends: \"cancel with one click in your settings, or answer this mail\"";

fn check(cx: &Context<'_>, found: &mut Findings) {
    let Some((index, touch, offer)) = offers(cx).find(|(_, _, offer)| offer.kind.is(|kind| *kind == OfferKind::Trial))
    else {
        return;
    };
    if touch.variants.iter().any(|copy| copy.body.is_unknown()) {
        found.lacks("step.body");
        return;
    }
    let place = offer.kind.place().unwrap_or(offer.place);
    let burdened = bodies(cx).find_map(|wording| cx.hits(wording, "burden_phrases").next().map(|hit| (wording, hit)));
    if let Some((wording, hit)) = burdened {
        let how = cx.copies.place(wording, hit.range.clone());
        let message = "a person who wants to end the trial has to ask, call or file for it";
        let finding =
            cx.finding(how, "the only way out", message).label(place, "the trial").step(cx.step_id(wording.step));
        found.push(finding.help(HELP));
    } else if !bodies(cx).any(|wording| cx.hits(wording, "way_phrases").next().is_some()) {
        let message = "a person gets a trial and is nowhere told how to end it";
        found.push(cx.finding(place, "no way out is named", message).step(cx.step_id(index)).help(HELP));
    }
}

fn bodies<'c, 'a>(cx: &'c Context<'a>) -> impl Iterator<Item = &'c crate::rules::Wording<'a>> {
    cx.copies.all().iter().filter(|wording| wording.part == Part::Body)
}
