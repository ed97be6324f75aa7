//! A request can end without anybody telling the person.

use crate::model::{AudienceSource, Event, Guard, Intent, Purpose, Step, Target, Touch};
use crate::rules::{Context, Findings, Rule, paths};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("care/silent-closing", include_str!("../../../rules/care/silent-closing.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let asks = cx.campaign.audience.source.is(|source| {
        matches!(source, AudienceSource::Complaint | AudienceSource::Inquiry | AudienceSource::Cancellation)
    });
    let serves = cx.campaign.purpose.is(|purpose| matches!(purpose, Purpose::Service | Purpose::Requested));
    if !asks || !serves {
        return;
    }
    for (index, step) in cx.campaign.steps.iter().enumerate() {
        let Some(task) = step.task() else { continue };
        if !can_end_untold(cx, step) || is_told_before(cx, index) {
            continue;
        }
        found.push(
            cx.finding(
                task.what.place,
                "the last that happens",
                "a person's request is closed without anybody telling them, or asking whether it is solved",
            )
            .step(step.id.value.clone())
            .help(cx.advice(
                "add a touch behind it with `intent = \"resolution\"`: say what was done, and ask whether it is solved",
                "add a message behind it that says what was done, and asks whether it is solved",
            )),
        );
    }
}

/// Whether some way from `task` comes to the end with no touch on it that may tell the person. What the person does on the
/// way is a word with them; and of two tasks the later one is judged.
fn can_end_untold(cx: &Context<'_>, task: &Step) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = task.targets();
    while let Some(target) = open.pop() {
        let Target::Step(index) = target else { return true };
        let Some(step) = cx.step(index).filter(|_| seen.insert(index)) else { continue };
        let tells = |touch: &Touch| !touch.intent.is(|i| matches!(i, Intent::Offer | Intent::Announcement));
        if step.task().is_some() || step.touch().is_some_and(tells) {
            continue;
        }
        match step.branch() {
            Some(branch) if is_a_word(&branch.on.value) => open.push(branch.no),
            _ => open.extend(step.targets()),
        }
    }
    false
}

/// Whether a guard asks for something that a person says.
fn is_a_word(guard: &Guard) -> bool {
    matches!(guard, Guard::Event(Event::Reply | Event::Complaint | Event::Decline | Event::Cancel | Event::OptOut))
}

/// Whether a resolution came before: what is filed after it closes nothing.
fn is_told_before(cx: &Context<'_>, task: usize) -> bool {
    cx.campaign.touches().any(|(index, _, touch)| {
        touch.intent.is(|intent| *intent == Intent::Resolution) && paths::after(cx, index).contains(&task)
    })
}
