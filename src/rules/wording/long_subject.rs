//! A subject line that is cut off.

use crate::copy::message::Message;
use crate::copy::tags::Syntax;
use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("copy/long-subject", include_str!("../../../rules/copy/long-subject.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: usize,
}

/// How many characters a field is taken to fill in: fewer than most names have.
const FIELD: usize = 5;

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    for wording in cx.copies.all() {
        let message = wording.message();
        if wording.part != Part::Subject || message.channel() != Channel::Email {
            continue;
        }
        let Some(length) = length(message).filter(|length| *length > options.max) else { continue };
        let message = format!("a person sees about {} of the {length} characters of this subject", options.max.min(60));
        found.push(
            cx.finding(wording.text.place, format!("{length} characters"), message)
                .step(cx.step_id(wording.step))
                .help(format!("say what the mail is about in {} characters or fewer", options.max)),
        );
    }
}

/// How many characters are shown at least; none where conditions or choices decide.
fn length(message: &Message<'_>) -> Option<usize> {
    let text = message.text();
    let tags = message.tags();
    if text.contains("{%") || tags.tags.iter().any(|tag| tag.syntax == Syntax::Spintax) {
        return None;
    }
    let fields: usize =
        tags.tags.iter().map(|tag| text.get(tag.range.clone()).map_or(0, |tag| tag.chars().count())).sum();
    Some((text.trim().chars().count() + tags.tags.len() * FIELD).saturating_sub(fields))
}
