//! Complaints, cancellations and promises.

mod broken_promise;
mod complaint_without_follow_through;
mod complaint_without_next_step;
mod complaint_without_thanks;
mod silent_closing;
mod unconfirmed_cancel;

use super::{Context, Part, Rule, Wording, paths};
use crate::model::{AudienceSource, Event};
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    complaint_without_thanks::RULE,
    complaint_without_next_step::RULE,
    complaint_without_follow_through::RULE,
    silent_closing::RULE,
    unconfirmed_cancel::RULE,
    broken_promise::RULE,
];

/// The touches that are the first answer to a complaint.
fn first_answers(cx: &Context<'_>) -> BTreeSet<usize> {
    paths::starts(cx, Event::Complaint, AudienceSource::Complaint)
        .into_iter()
        .flat_map(|start| paths::first_touches(cx, start))
        .collect()
}

/// Whether the file would show the work of people: most exports hold what the tool does, and nothing beside it.
fn shows_tasks(cx: &Context<'_>) -> bool {
    cx.campaign.is_native()
        || cx
            .campaign
            .steps
            .iter()
            .any(|step| step.task().is_some() || step.touch().is_some_and(|touch| touch.manual.is(|manual| *manual)))
}

/// The bodies of a touch, of every variant; none where one of them is not known.
fn known_bodies<'c, 'a>(cx: &'c Context<'a>, index: usize) -> Option<Vec<&'c Wording<'a>>> {
    let variants = cx.touch(index)?.variants.len();
    let bodies: Vec<_> = cx.copies.of_step(index).iter().filter(|wording| wording.part == Part::Body).collect();
    (bodies.len() == variants).then_some(bodies)
}
