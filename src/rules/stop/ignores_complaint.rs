//! Marketing goes on while a complaint is open.

use super::follows::{Answer, Question, finding, help, how_often, reply_ends_all, worst};
use crate::finding::Severity;
use crate::model::{AudienceSource, Event, Intent, Target};
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::{After, Recipient};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("stop/ignores-complaint", include_str!("../../../rules/stop/ignores-complaint.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if cx.campaign.audience.source.is(|source| *source == AudienceSource::Complaint) {
        while_open(cx, found);
        return;
    }
    let counts = |_: &After, step: usize| is_marketing(cx, step);
    let question =
        Question { event: Event::Complaint, recipient: Recipient::Complains, answer: Answer::Any, counts: &counts };
    let Some(follows) = worst(cx, found, &question) else { return };
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let milder = reply_ends_all(cx);
    let how = if milder { "other than in an answer " } else { "" };
    let message = format!("a person who complains {how}still gets marketing {}", how_often(&follows));
    let finding = finding(cx, &follows, Event::Complaint, message).help(help(
        cx,
        Event::Complaint,
        "hold all marketing while a complaint is open",
        "",
    ));
    if milder { found.push_milder(finding, Severity::Warning) } else { found.push(finding) }
}

/// The people have complained before the first touch: marketing has to wait for a touch that resolves it.
fn while_open(cx: &Context<'_>, found: &mut Findings) {
    if !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    let marketing: Vec<usize> = before_resolution(cx).into_iter().filter(|step| is_marketing(cx, *step)).collect();
    let [first, rest @ ..] = marketing.as_slice() else { return };
    let message = "a person with an open complaint gets marketing while they wait";
    let mut finding = cx
        .finding(cx.touch_place(*first), "marketing, and the complaint is open", message)
        .step(cx.step_id(*first))
        .help(cx.advice(
            "leave it out until a touch with `intent = \"resolution\"` has closed the complaint",
            "leave people with an open complaint out until somebody has told them that it is solved",
        ))
        .witness(pressure::proof(cx, 0, &[*first]));
    if let Some(source) = cx.campaign.audience.source.place() {
        finding = finding.label(source, "they came with a complaint");
    }
    for step in rest.iter().take(5) {
        finding = finding.label(cx.touch_place(*step), "more of it");
    }
    found.push(finding);
}

/// The touches that can come before anything has resolved the complaint, sorted.
fn before_resolution(cx: &Context<'_>) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut open = vec![cx.campaign.entry];
    while let Some(target) = open.pop() {
        let Target::Step(index) = target else { continue };
        let Some(step) = cx.step(index) else { continue };
        let resolves = step.touch().is_some_and(|touch| touch.intent.is(|intent| *intent == Intent::Resolution));
        if !resolves && seen.insert(index) {
            open.extend(step.targets());
        }
    }
    seen.retain(|index| cx.touch(*index).is_some());
    seen
}

/// Whether a touch sells: by its intent or offer, or because the campaign does and nothing says otherwise.
fn is_marketing(cx: &Context<'_>, step: usize) -> bool {
    let Some(touch) = cx.touch(step) else { return false };
    if cx.is_invited(step) || touch.transactional.is(|yes| *yes) || pressure::is_owed_whole(cx.campaign) {
        return false;
    }
    match touch.intent.get() {
        Some(Intent::Offer | Intent::Announcement) => true,
        Some(
            Intent::ThankYou | Intent::Confirmation | Intent::Acknowledgement | Intent::Resolution | Intent::Survey,
        ) => false,
        _ => !cx.campaign.purpose.is(|purpose| !purpose.is_commercial()),
    }
}
