//! A display name that sells.

use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("sender/selling-name", include_str!("../../../rules/sender/selling-name.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for sender in &cx.campaign.senders {
        let Some(name) = sender.name.located() else { continue };
        if let Some(phrase) = cx.phrase_in(&name.value, "selling_phrases") {
            found.push(
                cx.finding(
                    name.place,
                    format!("\"{}\" is no name", phrase.chars().take(40).collect::<String>()),
                    "a person looks for who is writing and reads an offer",
                )
                .help("leave the name to the sender, and the offer to the subject"),
            );
        }
    }
}
