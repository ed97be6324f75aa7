//! A public link shortener in a text.

use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("copy/link-shortener", include_str!("../../../rules/copy/link-shortener.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for wording in cx.copies.all().iter().filter(|w| w.part == Part::Body && w.message().channel() == Channel::Sms) {
        let Some(link) = wording.message().links().iter().find(|link| link.is_shortened()) else { continue };
        let host = link.host().unwrap_or_default();
        found.push(
            cx.finding(
                cx.copies.place(wording, link.source.clone()),
                "could lead anywhere",
                format!("a person cannot see where {host} leads, and carriers drop texts that hide it"),
            )
            .step(cx.step_id(wording.step))
            .help("write the link in full, or use a short domain of your own"),
        );
    }
}
