//! A message whose reason is that the one before it was not answered.

use super::said::{Speech, is_follow_up, pressing, report, sentence_of, step_says};
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
    said.extend(pressing(cx, found, "follow_up_phrases", |wording, hit| !is_answered(cx, wording, hit)));
    let asks_after_silence =
        |wording: &Wording<'_>, _: &Hit| is_follow_up(cx, wording.step) && !step_says(cx, wording.step, "care_phrases");
    said.extend(pressing(cx, found, "check_in_phrases", asks_after_silence));
    report(cx, found, said, &SPEECH);
}

/// Whether the sentence that follows up, or what its paragraph says before it, names an exchange: a call, a request.
fn is_answered(cx: &Context<'_>, wording: &Wording<'_>, hit: &Hit) -> bool {
    let mut sentence = sentence_of(wording, &hit.range);
    let before = wording.text.value.get(..sentence.start).unwrap_or_default();
    if !wording.message().is_html() {
        sentence.start = before.rfind("\n\n").unwrap_or(0);
    }
    cx.said(wording, "answer_phrases")
        .any(|answer| sentence.start <= answer.range.start && answer.range.end <= sentence.end)
}
