//! A follow-up or check-in that gives the recipient nothing.

use crate::model::{Benefits, Intent, Purpose};
use crate::rules::{Context, Findings, Part, Rule};
use crate::timeline::Recipient;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("offer/no-recipient-value", include_str!("../../../rules/offer/no-recipient-value.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    words: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !cx.campaign.purpose.is(|purpose| Purpose::is_commercial(*purpose)) {
        return;
    }
    let options: &Options = cx.options();
    for (index, step, touch) in cx.campaign.touches() {
        let Some(intent) = touch.intent.located().filter(|i| matches!(i.value, Intent::FollowUp | Intent::CheckIn))
        else {
            continue;
        };
        let gives = touch
            .offer
            .as_ref()
            .is_some_and(|offer| offer.benefits.is(|who| matches!(who, Benefits::Recipient | Benefits::Both)));
        if gives || cx.is_invited(index) || follows_nothing(cx, index) || !is_bare(cx, index, options.words) {
            continue;
        }
        let kind = if intent.value == Intent::CheckIn { "check-in" } else { "follow-up" };
        found.push(
            cx.finding(
                intent.place,
                "nothing in it for them",
                format!("a person gets a {kind} that gives them nothing"),
            )
            .step(step.id.value.clone())
            .help("send something that is theirs to keep, as an answer, a guide or a date, or leave the message out"),
        );
    }
}

/// Whether the copy is known and short, and names nothing that could be worth having.
fn is_bare(cx: &Context<'_>, index: usize, words: usize) -> bool {
    let bodies: Vec<_> = cx.copies.of_step(index).iter().filter(|wording| wording.part == Part::Body).collect();
    !bodies.is_empty()
        && bodies.iter().all(|wording| {
            let text = &wording.text.value;
            text.split_whitespace().count() <= words
                && !text.contains("http")
                && !text.contains("href")
                && cx.hits(wording, "value_phrases").next().is_none()
        })
}

/// Whether it is the first that a silent person gets.
fn follows_nothing(cx: &Context<'_>, index: usize) -> bool {
    [Recipient::Silent, Recipient::Reader]
        .iter()
        .filter_map(|who| cx.timeline.walk_via(*who, &[index]))
        .all(|walk| walk.len() < 2)
}
