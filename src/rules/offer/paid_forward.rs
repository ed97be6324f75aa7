//! A reward for forwarding a message.

use crate::rules::{Context, Findings, Part, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("offer/paid-forward", include_str!("../../../rules/offer/paid-forward.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for wording in cx.copies.all().iter().filter(|wording| wording.part == Part::Body) {
        if let Some(hit) = cx.hits(wording, "phrases").next() {
            let place = cx.copies.place(wording, hit.range.clone());
            found.push(
                cx.finding(place, "paid for passing it on", "a person is paid for sending your message to others")
                    .step(cx.step_id(wording.step))
                    .help("let people pass it on because they like it; promise nothing for it"),
            );
        }
    }
}
