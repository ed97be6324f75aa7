//! An answer that defends the sender.

use super::said::{Speech, all, report};
use crate::model::{AudienceSource, Purpose};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("copy/defensive-wording", include_str!("../../../rules/copy/defensive-wording.md"), check);

const SPEECH: Speech = Speech {
    label: "defends, and does not listen",
    message: "a person who tells you what went wrong reads {}",
    help: "thank them, say what you do about it and by when; whose fault it was helps nobody",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let answers = answers_trouble(cx);
    let mut said = all(cx, "phrases", |_, _| true);
    said.extend(all(cx, "answering_phrases", |_, _| answers));
    report(cx, found, said, &SPEECH);
}

/// Whether the campaign answers people for whom something went wrong.
fn answers_trouble(cx: &Context<'_>) -> bool {
    let trouble = |source: &AudienceSource| matches!(source, AudienceSource::Complaint | AudienceSource::Cancellation);
    cx.campaign.audience.source.is(trouble) || cx.campaign.purpose.is(|purpose| *purpose == Purpose::Service)
}
