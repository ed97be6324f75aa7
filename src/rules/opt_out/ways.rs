//! How a text shows a way out.

use crate::model::{Copy, Fact};
use crate::rules::{Context, Findings};

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

/// Whether the recipient of `copy`, of the step at `step`, reads a way out. None where nobody can tell; what is missing
/// is then noted.
pub(in crate::rules) fn shows_way_out(
    cx: &Context<'_>,
    found: &mut Findings,
    step: usize,
    copy: &Copy,
) -> Option<bool> {
    match (&copy.adds.way_out, &copy.body) {
        (Fact::Stated(adds), _) if adds.value => Some(true),
        (_, Fact::Stated(body)) if shown(cx, step, &body.value) => Some(true),
        (Fact::Unknown, _) | (_, Fact::Unknown) => {
            found.lacks("step.body");
            None
        }
        _ => Some(false),
    }
}

/// Whether `body`, a text of the step at `step`, shows a way out: in words of the rule's list `out_phrases`, by a field
/// or address that is named for it, or by a word that the campaign understands as one.
pub(super) fn shown(cx: &Context<'_>, step: usize, body: &str) -> bool {
    let said = cx
        .copies
        .of_step(step)
        .iter()
        .filter(|wording| wording.text.value == body)
        .any(|wording| cx.hits(wording, "out_phrases").next().is_some());
    if said {
        return true;
    }
    let body = body.to_lowercase();
    let channel = cx.touch(step).map(|touch| touch.channel.value);
    let keywords = channel.and_then(|channel| cx.campaign.opt_out(channel)?.keywords.value());
    IN_ADDRESSES.iter().any(|word| body.contains(word))
        || keywords.into_iter().flatten().any(|word| {
            let word = word.value.trim().to_lowercase();
            !word.is_empty() && body.contains(&word)
        })
}
