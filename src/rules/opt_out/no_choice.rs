//! All or nothing: who wants less can only leave.

use crate::model::{Channel, OptOutMethod, Purpose};
use crate::rules::regions::is_solicitation;
use crate::rules::{Context, Findings, Rule};
use crate::timeline::Recipient;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/no-choice", include_str!("../../../rules/opt-out/no-choice.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    touches: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    // Seen where the campaign says of itself that it advertises; one touch or two need no choice.
    let options: &Options = cx.options();
    if !found.knows(&cx.campaign.purpose, "campaign.purpose")
        || !cx.campaign.purpose.is(|purpose| *purpose == Purpose::Marketing)
    {
        return;
    }
    let out = cx.campaign.opt_out.iter().find(|(channel, opt_out)| {
        *channel == Channel::Email && opt_out.method.is(|method| *method != OptOutMethod::None)
    });
    let Some(place) = out.and_then(|(_, opt_out)| opt_out.method.place()) else { return };
    let offers_a_choice = cx
        .campaign
        .opt_out
        .iter()
        .any(|(_, opt_out)| opt_out.method.is(|method| *method == OptOutMethod::PreferenceCenter));
    let walk = &cx.timeline.silent.touches;
    let steps: Vec<usize> = walk.iter().map(|visit| visit.step).filter(|step| is_solicitation(cx, *step)).collect();
    if offers_a_choice || steps.len() < options.touches {
        return;
    }
    let bodies = steps.iter().filter_map(|step| cx.touch(*step)).flat_map(|touch| &touch.variants);
    if bodies.clone().any(|copy| copy.body.is_unknown()) {
        found.lacks("step.body");
        return;
    }
    if bodies.clone().all(|copy| copy.body.is_absent()) || steps.iter().any(|step| cx.says(*step, "choice_phrases")) {
        return;
    }
    let message = format!("a person who would like less than {} messages can only leave altogether", steps.len());
    found.push(
        cx.finding(place, "all or nothing", message)
            .help("offer something lighter beside the way out: a monthly letter, fewer mails, a page to look at")
            .witness(cx.witness(cx.timeline.heaviest(Recipient::Silent, &|_| 1).as_slice())),
    );
}
