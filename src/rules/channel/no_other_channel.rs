//! What a call has to say can be had on no other channel.

use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule, Wording, pressure};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("channel/no-other-channel", include_str!("../../../rules/channel/no-other-channel.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (index, _, touch) in cx.campaign.touches() {
        if touch.channel.value != Channel::Call || !pressure::presses(cx.campaign, index) {
            continue;
        }
        let scripts: Vec<&Wording<'_>> =
            cx.copies.of_step(index).iter().filter(|wording| wording.part == Part::Body).collect();
        if scripts.is_empty() && touch.variants.iter().any(|copy| copy.body.is_unknown()) {
            found.lacks("step.body");
        }
        let refused = scripts.iter().find_map(|script| {
            let hit = cx.hits(script, "refusing_phrases").next()?;
            Some((cx.copies.place(script, hit.range.clone()), "nothing but the phone"))
        });
        let Some((place, label)) = refused.or_else(|| unoffered(cx, index, &scripts)) else { continue };
        if !pressure::may_press(cx, found) {
            return;
        }
        found.push(
            cx.finding(place, label, "what this call is about can be had in no other way")
                .step(cx.step_id(index))
                .help("offer the same by email or on a page, and say so in the call: \"I can also send it to you\""),
        );
    }
}

/// A script that offers nothing else, where nothing quieter has come before.
fn unoffered(cx: &Context<'_>, index: usize, scripts: &[&Wording<'_>]) -> Option<(Place, &'static str)> {
    let offers = |script: &Wording<'_>| {
        script.text.value.contains("://") || cx.hits(script, "offering_phrases").next().is_some()
    };
    let first = scripts.iter().find(|script| !offers(script))?;
    let opens = cx.timeline.silent.first.binary_search(&index).is_ok();
    let alone = cx.campaign.touches().all(|(_, _, touch)| super::announced::rings(touch.channel.value));
    (opens && alone).then_some((first.text.place, "no other way is offered"))
}
