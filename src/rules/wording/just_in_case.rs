//! A message whose reason is that the one before it was not answered.

use super::said::{Speech, is_follow_up, pressing, report};
use crate::copy::phrases::Hit;
use crate::rules::{Context, Findings, Rule, Wording};

pub(super) const RULE: Rule =
    Rule::campaign("copy/just-in-case", include_str!("../../../rules/copy/just-in-case.md"), check);

const SPEECH: Speech = Speech {
    label: "the silence is the reason to write",
    message: "a person who has not answered is told so again: {}",
    help: "leave the earlier message out of it: give the person something new, or do not write",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let follows = |wording: &Wording<'_>, _: &Hit| is_follow_up(cx, wording.step);
    let mut said = pressing(cx, found, "phrases", |_, _| true);
    said.extend(pressing(cx, found, "later_phrases", follows));
    said.sort_by_key(|said| (said.step, said.place.span.start));
    report(cx, found, said, &SPEECH);
}
