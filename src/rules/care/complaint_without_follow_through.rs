//! No later task or touch closes a complaint.

use super::first_answers;
use crate::model::{Intent, Purpose, Touch};
use crate::rules::{Context, Findings, Rule, paths};

pub(super) const RULE: Rule = Rule::campaign(
    "care/complaint-without-follow-through",
    include_str!("../../../rules/care/complaint-without-follow-through.md"),
    check,
);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for index in first_answers(cx) {
        let solved = cx.touch(index).is_some_and(|touch| touch.intent.is(|intent| *intent == Intent::Resolution))
            || cx.says(index, "phrases");
        let later = paths::after(cx, index);
        let closes = later.iter().any(|step| {
            cx.step(*step)
                .is_some_and(|step| step.task().is_some() || step.touch().is_some_and(|touch| may_close(cx, touch)))
        });
        if solved || closes || has_task(cx) {
            continue;
        }
        if !super::shows_tasks(cx) {
            return found.lacks("step.task");
        }
        let mut finding = cx
            .finding(
                cx.touch_place(index),
                "the complaint stays open here",
                "a person who complains is answered once, and nobody sees it through",
            )
            .step(cx.step_id(index))
            .help(cx.advice(
                "add a `task` with a deadline, and a touch with `intent = \"resolution\"` that asks whether it is solved",
                "give somebody the task to see it through, with a deadline, and ask the person whether it is solved",
            ));
        for step in later.into_iter().filter(|step| cx.touch(*step).is_some()).take(3) {
            finding = finding.label(cx.touch_place(step), "closes nothing");
        }
        found.push(finding);
    }
}

/// Whether a touch may be the one that closes a complaint: one that says so, or that does not say what it is for.
fn may_close(cx: &Context<'_>, touch: &Touch) -> bool {
    match touch.intent.get() {
        Some(intent) => matches!(
            intent,
            Intent::Resolution
                | Intent::Confirmation
                | Intent::CheckIn
                | Intent::FollowUp
                | Intent::FinalNote
                | Intent::Survey
                | Intent::ThankYou
        ),
        None => !cx.campaign.purpose.is(|purpose| Purpose::is_commercial(*purpose)),
    }
}

fn has_task(cx: &Context<'_>) -> bool {
    cx.campaign.steps.iter().any(|step| step.task().is_some())
}
