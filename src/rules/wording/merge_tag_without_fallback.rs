//! A name tag that leaves a hole where the field is empty.

use super::said::{self, Said, Speech, report};
use crate::copy::tags::{Syntax, Tag};
use crate::rules::{Context, Findings, Rule, Wording};

pub(super) const RULE: Rule = Rule::campaign(
    "copy/merge-tag-without-fallback",
    include_str!("../../../rules/copy/merge-tag-without-fallback.md"),
    check,
);

const SPEECH: Speech = Speech {
    label: "nothing where there is no name",
    message: "a person whose name you do not have reads a hole where {} stands",
    help: "say what to write without a name: {{ first_name | default: \"friend\" }}, or as your tool spells it",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let said: Vec<Said> = cx
        .copies
        .all()
        .iter()
        .flat_map(|wording| holes(cx, wording).into_iter().map(move |tag| said::seen(cx, wording, tag.range.clone())))
        .collect();
    report(cx, found, said, &SPEECH);
}

/// The name tags of a text whose empty value shows.
fn holes<'c>(cx: &Context<'_>, wording: &'c Wording<'_>) -> Vec<&'c Tag> {
    let message = wording.message();
    let in_address = |tag: &Tag| {
        message.links().iter().any(|link| {
            link.range.start < tag.range.start
                && tag.range.end <= link.range.end
                && message.slice(link.range.clone()).contains('/')
        })
    };
    let copy = cx.touch(wording.step).and_then(|touch| touch.variants.get(wording.variant));
    let is_filled = |tag: &Tag| {
        copy.is_some_and(|copy| copy.filled.iter().any(|filled| filled == message.slice(tag.range.clone())))
    };
    let tags = message.tags().tags.iter();
    let blank = tags.filter(|tag| tag.is_name() && tag.may_be_blank() && !has_own_default(cx, tag));
    blank.filter(|tag| !in_address(tag) && !is_filled(tag)).collect()
}

/// Whether the tool keeps words for the empty field elsewhere: Mailchimp in the list's settings, HubSpot in the account's.
fn has_own_default(cx: &Context<'_>, tag: &Tag) -> bool {
    tag.syntax == Syntax::StarBar || cx.campaign.dialect == "hubspot"
}
