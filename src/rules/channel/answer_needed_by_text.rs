//! A text asks for an answer that takes thought.

use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule, pressure};

pub(super) const RULE: Rule = Rule::campaign(
    "channel/answer-needed-by-text",
    include_str!("../../../rules/channel/answer-needed-by-text.md"),
    check,
);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for wording in cx.copies.all() {
        let Some(touch) = cx.touch(wording.step) else { continue };
        let is_text = matches!(touch.channel.value, Channel::Sms | Channel::Whatsapp);
        if !is_text || wording.part != Part::Body || cx.is_invited(wording.step) {
            continue;
        }
        let Some(hit) = cx.hits(wording, "considered_phrases").next() else { continue };
        // What is answered behind a link can wait until it suits them.
        let elsewhere = wording.message().links().iter().any(|link| !link.is_opt_out());
        if elsewhere || cx.hits(wording, "simple_phrases").next().is_some() {
            continue;
        }
        if pressure::is_owed_whole(cx.campaign) {
            return;
        }
        let channel = if touch.channel.value == Channel::Sms { "a text" } else { "a chat message" };
        found.push(
            cx.finding(
                cx.copies.place(wording, hit.range.clone()),
                "this takes thought to answer",
                format!("{channel} wants an answer that takes a person a quiet minute"),
            )
            .step(cx.step_id(wording.step))
            .help("ask by email, or ask here what yes or no, a number or a time can answer"),
        );
    }
}
