//! How a text shows a way out.

use crate::model::{Copy, Fact};
use crate::rules::{Context, Findings, Part};

/// Spelt without blanks, as addresses and fields have them. What people say stands in the page's list.
const IN_ADDRESSES: &[&str] = &[
    "unsubscribe",
    "unsub_",
    "optout",
    "opt-out",
    "opt_out",
    "preference",
    "abmelden",
    "desinscription",
    "desabonnement",
];

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

/// Whether `body`, the text of that variant, shows a way out: in words of the rule's list `out_phrases`, by a field or
/// address that is named for it, or by a word that the campaign understands as one.
pub(super) fn shown(cx: &Context<'_>, (step, variant): (usize, usize), body: &str) -> bool {
    let wordings = cx.copies.of_step(step);
    let own = wordings.partition_point(|wording| (wording.variant, wording.part) < (variant, Part::Body));
    let said = wordings
        .get(own)
        .filter(|wording| (wording.variant, wording.part) == (variant, Part::Body))
        .is_some_and(|wording| cx.hits(wording, "out_phrases").next().is_some());
    if said {
        return true;
    }
    // Where carriers read it as a command, whatever stands around it.
    if body.split(|c: char| !c.is_alphanumeric()).any(|word| word == "STOP") {
        return true;
    }
    let body = body.to_lowercase();
    let channel = cx.touch(step).map(|touch| touch.channel.value);
    let keywords = channel.and_then(|channel| cx.campaign.opt_out(channel)?.keywords.value());
    IN_ADDRESSES.iter().any(|word| body.contains(word))
        || keywords.into_iter().flatten().take(MAX_KEYWORDS).any(|word| {
            let word = word.value.trim().to_lowercase();
            !word.is_empty() && body.contains(&word)
        })
}
