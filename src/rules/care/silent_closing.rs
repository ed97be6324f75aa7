//! A request can end without anybody telling the person.

use crate::model::{AudienceSource, Event, Guard, Intent, Purpose, Target, Touch};
use crate::rules::{Context, Findings, Rule, paths};
use std::collections::{BTreeMap, BTreeSet};

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
/// What the person does on the way is a word with them; and of two tasks the later one is judged.
fn untold(cx: &Context<'_>) -> BTreeSet<usize> {
    let tells = |touch: &Touch| !touch.intent.is(|i| matches!(i, Intent::Offer | Intent::Announcement));
    let mut before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut open = Vec::new();
    for (index, step) in cx.campaign.steps.iter().enumerate() {
        if step.task().is_some() || step.touch().is_some_and(tells) {
            continue;
        }
        let targets = match step.branch() {
            Some(branch) if is_a_word(&branch.on.value) => vec![branch.no],
            _ => step.targets(),
        };
        for target in targets {
            match target {
                Target::Step(next) => before.entry(next).or_default().push(index),
                Target::End => open.push(index),
            }
        }
    }
    let mut ends = BTreeSet::new();
    while let Some(index) = open.pop() {
        if ends.insert(index) {
            open.extend(before.get(&index).into_iter().flatten());
        }
    }
    ends
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
