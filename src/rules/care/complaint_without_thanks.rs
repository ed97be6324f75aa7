//! A complaint is answered without thanking for it.

use super::{first_answers, known_bodies};
use crate::copy::message::Language;
use crate::model::Intent;
use crate::rules::{Context, Findings, Rule, Wording};

pub(super) const RULE: Rule = Rule::campaign(
    "care/complaint-without-thanks",
    include_str!("../../../rules/care/complaint-without-thanks.md"),
    check,
);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for index in first_answers(cx) {
        let thanks = cx.touch(index).is_some_and(|touch| touch.intent.is(|intent| *intent == Intent::ThankYou));
        let Some(bodies) = known_bodies(cx, index).filter(|_| !thanks) else { continue };
        if bodies.iter().any(|wording| knows_thanks(cx, wording) && cx.hits(wording, "phrases").next().is_none()) {
            found.push(
                cx.finding(
                    cx.touch_place(index),
                    "the first answer",
                    "a person who complains is answered without a word of thanks",
                )
                .step(cx.step_id(index))
                .help("begin with thanks: \"thank you for telling us; it lets us put this right\""),
            );
        }
    }
}

/// Whether the phrases know how one says thanks in the language of a text.
fn knows_thanks(cx: &Context<'_>, wording: &Wording<'_>) -> bool {
    cx.copies.language(wording) != Language::Unknown || cx.may_be_english(wording)
}
