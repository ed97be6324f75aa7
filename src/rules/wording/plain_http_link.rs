//! A link that goes out unencrypted.

use crate::rules::{Context, Findings, Part, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("copy/plain-http-link", include_str!("../../../rules/copy/plain-http-link.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for wording in cx.copies.all().iter().filter(|wording| wording.part == Part::Body) {
        let mut plain = wording.message().links().iter().filter(|link| link.is_plain_http() && link.host().is_some());
        let Some(first) = plain.next() else { continue };
        let host: String = first.host().unwrap_or_default().chars().take(40).collect();
        let mut finding = cx
            .finding(
                cx.copies.place(wording, first.source.clone()),
                "http://",
                format!("a person who follows the link to {host} is warned that it is not secure"),
            )
            .step(cx.step_id(wording.step))
            .help("write https://");
        for link in plain.take(5) {
            finding = finding.label(cx.copies.place(wording, link.source.clone()), "this one too");
        }
        found.push(finding);
    }
}
