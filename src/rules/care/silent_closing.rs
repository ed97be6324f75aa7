//! A request can end without anybody telling the person.

use crate::model::{AudienceSource, Intent, Purpose};
use crate::rules::{Context, Findings, Rule, paths};

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
        let told = paths::after(cx, index).into_iter().any(|later| {
            cx.touch(later).is_some_and(|touch| !touch.intent.is(|i| matches!(i, Intent::Offer | Intent::Announcement)))
        });
        let more = paths::after(cx, index).into_iter().any(|later| cx.step(later).is_some_and(|s| s.task().is_some()));
        if told || more {
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
