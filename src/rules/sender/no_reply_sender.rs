//! An address that nobody reads.

use super::domains::local_part;
use crate::model::Purpose;
use crate::rules::{Context, Findings, Rule};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("sender/no-reply-sender", include_str!("../../../rules/sender/no-reply-sender.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    addresses: Vec<String>,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if cx.campaign.purpose.is(|purpose| *purpose == Purpose::Transactional) {
        return;
    }
    let options: &Options = cx.options();
    let unread = |address: &str| {
        let local = letters(local_part(address));
        options.addresses.iter().any(|known| local.contains(&letters(known)))
    };
    let mut reported = false;
    for sender in &cx.campaign.senders {
        // An answer goes to the Reply-To where there is one.
        let Some(address) = sender.reply_to.located().or(sender.email.located()) else { continue };
        if !unread(&address.value) {
            continue;
        }
        reported = true;
        found.push(
            cx.finding(
                address.place,
                "nobody reads this address",
                "a person who answers you writes to an address that nobody reads",
            )
            .help(cx.advice(
                "send from an address that somebody reads, or set `reply_to` to one",
                "send from an address that somebody reads, or set the reply-to of the message to one",
            )),
        );
    }
    if !reported {
        in_the_text(cx, found);
    }
}

/// A text that asks not to be answered.
fn in_the_text(cx: &Context<'_>, found: &mut Findings) {
    let mut places = cx.copies.all().iter().flat_map(|wording| {
        cx.hits(wording, "unread_phrases").map(|hit| (wording.step, cx.copies.place(wording, hit.range.clone())))
    });
    let Some((step, place)) = places.next() else { return };
    let mut finding = cx
        .finding(place, "please do not answer", "a person who would like to answer is told not to")
        .step(cx.step_id(step))
        .help("leave the sentence out, and read what people answer");
    for (_, place) in places {
        finding = finding.label(place, "here too");
    }
    found.push(finding);
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
