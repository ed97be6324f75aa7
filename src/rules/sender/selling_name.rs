//! A display name that sells.

use super::{is_mail, seen_on};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("sender/selling-name", include_str!("../../../rules/sender/selling-name.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for sender in seen_on(cx, is_mail) {
        let Some(name) = sender.name.located() else { continue };
        let is_called =
            |phrase: &&str| sender.organization.is(|known| known.to_lowercase().contains(&phrase.to_lowercase()));
        if let Some(phrase) = cx.phrase_in(&name.value, "selling_phrases").filter(|phrase| !is_called(phrase)) {
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
