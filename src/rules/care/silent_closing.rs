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
    let (untold, resolved) = (untold(cx), resolved(cx));
    for (index, step) in cx.campaign.steps.iter().enumerate() {
        let Some(task) = step.task() else { continue };
        let ends = |target: &Target| match target {
            Target::Step(next) => untold.contains(next),
            Target::End => true,
        };
        if !step.targets().iter().any(ends) || resolved.contains(&index) {
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

/// The steps from which some way comes to the end with no touch on it that may tell the person, they themselves included.
fn untold(cx: &Context<'_>) -> BTreeSet<usize> {
    let leads = |from: usize, to: Target| cx.step(from).is_some_and(|step| in_silence(step).contains(&to));
    paths::leading_to(cx, |index| leads(index, Target::End), |from, to| leads(from, Target::Step(to)))
}

/// Where a step leads with no word to or from the person. What the person does on the way is a word with them; and of two
/// tasks the later one is judged.
fn in_silence(step: &Step) -> Vec<Target> {
    let tells = |touch: &Touch| !touch.intent.is(|i| matches!(i, Intent::Offer | Intent::Announcement));
    if step.task().is_some() || step.touch().is_some_and(tells) {
        return Vec::new();
    }
    match step.branch() {
        Some(branch) if is_a_word(&branch.on.value) => vec![branch.no],
        _ => step.targets(),
    }
}

/// Whether a guard asks for something that a person says.
fn is_a_word(guard: &Guard) -> bool {
    matches!(guard, Guard::Event(Event::Reply | Event::Complaint | Event::Decline | Event::Cancel | Event::OptOut))
}

/// The steps that come behind a resolution: what is filed after it closes nothing.
fn resolved(cx: &Context<'_>) -> BTreeSet<usize> {
    let resolves = |touch: &Touch| touch.intent.is(|intent| *intent == Intent::Resolution);
    let told = cx.campaign.touches().filter(|(_, _, touch)| resolves(touch)).map(|(index, _, _)| index);
    paths::after_any(cx, told)
}
