//! A call whose script an email would carry.

use crate::model::{Channel, Voice};
use crate::rules::{Context, Findings, Part, Rule, pressure};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("channel/call-for-a-trifle", include_str!("../../../rules/channel/call-for-a-trifle.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mut trifles: Vec<(usize, Place)> = Vec::new();
    for wording in cx.copies.all() {
        let Some(touch) = cx.touch(wording.step) else { continue };
        let spoken = touch.channel.value == Channel::Call && touch.voice.get().is_none_or(|voice| voice == Voice::Live);
        let told = trifles.last().is_some_and(|(step, _)| *step == wording.step);
        if !spoken || told || wording.part != Part::Body || !pressure::presses(cx.campaign, wording.step) {
            continue;
        }
        if let Some(hit) = cx.hits(wording, "trifle_phrases").next() {
            trifles.push((wording.step, cx.copies.place(wording, hit.range.clone())));
        }
    }
    let [(step, place), rest @ ..] = trifles.as_slice() else { return };
    if !pressure::may_press(cx, found) {
        return;
    }
    let message = "the phone rings for what a person could have read when it suits them";
    let mut finding = cx
        .finding(*place, "an email carries this", message)
        .step(cx.step_id(*step))
        .help("write it in an email; call for what needs two people to talk");
    for (_, place) in rest.iter().take(5) {
        finding = finding.label(*place, "and this");
    }
    found.push(finding);
}
