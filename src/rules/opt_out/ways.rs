//! How a text shows a way out.

use crate::model::{Copy, Fact};
use crate::rules::{Context, Findings};

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
        (_, Fact::Stated(_)) if shown(cx, (step, variant)) => Some(true),
        (Fact::Unknown, _) | (_, Fact::Unknown) => {
            found.lacks("step.body");
            None
        }
        _ => Some(false),
    }
}

/// Whether the text of that variant shows a way out: in words, by a field or a link that is named for it, by a
/// word of the rule's own list `out_phrases`, or by one that the campaign understands as an opt-out.
pub(super) fn shown(cx: &Context<'_>, (step, variant): (usize, usize)) -> bool {
    let Some(wording) = cx.copies.body(step, variant) else { return false };
    if cx.hits(wording, "out_phrases").next().is_some() {
        return true;
    }
    let message = wording.message();
    // A page of preferences is a way out as well, under whatever words its link stands.
    if !message.opt_outs().is_empty() || message.links().iter().any(|link| link.url.contains("preference")) {
        return true;
    }
    let Some(keywords) = cx.campaign.opt_out(message.channel()).and_then(|opt_out| opt_out.keywords.value()) else {
        return false;
    };
    let body = message.body().to_lowercase();
    keywords.iter().take(MAX_KEYWORDS).any(|word| {
        let word = word.value.trim().to_lowercase();
        !word.is_empty() && body.contains(&word)
    })
}
