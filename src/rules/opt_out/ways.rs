//! How a text shows a way out.

use crate::copy::message::Message;
use crate::model::{Copy, Fact};
use crate::rules::{Context, Findings, Part};

/// How many of a campaign's own words are looked for.
const MAX_KEYWORDS: usize = 50;

/// Whether the recipient of `copy`, the variant at `variant` of the step at `step`, reads a way out. None where nobody
/// can tell; what is missing is then noted.
pub(in crate::rules) fn shows_way_out(
    cx: &Context<'_>,
    found: &mut Findings,
    (step, variant): (usize, usize),
    copy: &Copy,
) -> Option<bool> {
    match (&copy.adds.way_out, &copy.body) {
        (Fact::Stated(adds), _) if adds.value => Some(true),
        (_, Fact::Stated(body)) if shown(cx, (step, variant), &body.value) => Some(true),
        (Fact::Unknown, _) | (_, Fact::Unknown) => {
            found.lacks("step.body");
            None
        }
        _ => Some(false),
    }
}

/// Whether `body`, the text of that variant, shows a way out: in words, by a field or a link that is named for it, by a
/// word of the rule's own list `out_phrases`, or by one that the campaign understands as an opt-out.
pub(super) fn shown(cx: &Context<'_>, (step, variant): (usize, usize), body: &str) -> bool {
    let wordings = cx.copies.of_step(step);
    let own = wordings.partition_point(|wording| (wording.variant, wording.part) < (variant, Part::Body));
    let own = wordings.get(own).filter(|wording| (wording.variant, wording.part) == (variant, Part::Body));
    if own.is_some_and(|wording| cx.hits(wording, "out_phrases").next().is_some()) {
        return true;
    }
    let Some(channel) = cx.touch(step).map(|touch| touch.channel.value) else { return false };
    let message = Message::new(channel, "", body);
    // A page of preferences is a way out as well, under whatever words its link stands.
    if !message.opt_outs().is_empty() || message.links().iter().any(|link| link.url.contains("preference")) {
        return true;
    }
    let body = body.to_lowercase();
    let keywords = cx.campaign.opt_out(channel).and_then(|opt_out| opt_out.keywords.value());
    keywords.into_iter().flatten().take(MAX_KEYWORDS).any(|word| {
        let word = word.value.trim().to_lowercase();
        !word.is_empty() && body.contains(&word)
    })
}
