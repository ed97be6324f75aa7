//! A message that makes silence or leaving feel bad.

use super::said::{Speech, is_follow_up, pressing, report, step_says};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("copy/guilt-trip", include_str!("../../../rules/copy/guilt-trip.md"), check);

const SPEECH: Speech = Speech {
    label: "makes silence feel like a fault",
    message: "a person who owes you nothing is made to feel bad: {}",
    help: "say what you offer and how to reach you; a person who does not answer has answered",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mut said = pressing(cx, found, "phrases", |_, _| true);
    said.extend(pressing(cx, found, "later_phrases", |wording, _| is_follow_up(cx, wording.step)));
    // Who sat in a meeting alone may say that somebody was missed.
    said.extend(pressing(cx, found, "missed_phrases", |wording, _| !step_says(cx, wording.step, "meeting_phrases")));
    report(cx, found, said, &SPEECH);
}
