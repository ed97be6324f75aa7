//! "Last chance" without an end, or again and again.

use crate::model::Purpose;
use crate::rules::{Context, Findings, Rule, days, words};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("offer/endless-urgency", include_str!("../../../rules/offer/endless-urgency.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !found.knows(&cx.campaign.purpose, "campaign.purpose")
        || !cx.campaign.purpose.is(|purpose| Purpose::is_commercial(*purpose))
    {
        return;
    }
    let mut last: Vec<(usize, Place, &str)> = Vec::new();
    for wording in cx.copies.all() {
        let said = cx.hits(wording, "phrases").find(|hit| !words::is_quoted(&wording.text.value, &hit.range));
        if let Some(hit) = said.filter(|_| last.last().is_none_or(|(step, _, _)| *step != wording.step)) {
            let words = wording.text.value.get(hit.range.clone()).unwrap_or("");
            last.push((wording.step, cx.copies.place(wording, hit.range.clone()), words));
        }
    }
    if let [(step, place, _), again @ ..] = last.as_slice()
        && !again.is_empty()
    {
        let mut finding = cx
            .finding(*place, "the last time", format!("a person is told {} times that it is the last time", last.len()))
            .step(cx.step_id(*step))
            .help("say it once, when it is true, with the day on which it ends");
        for (_, place, _) in again {
            finding = finding.label(*place, "and once more");
        }
        found.push(finding);
        return;
    }
    for (step, place, words) in last {
        let ends =
            cx.touch(step).and_then(|touch| touch.offer.as_ref()).is_some_and(|offer| offer.expires.value().is_some());
        if !ends && !cx.copies.of_step(step).iter().any(|wording| days::names_a_day(wording.message().text())) {
            let message = format!("a person reads \"{}\", and nothing says when it ends", words.to_lowercase());
            found.push(cx.finding(place, "no end in sight", message).step(cx.step_id(step)).help(cx.advice(
                "name the day on which it ends, in the text and as the offer's `expires`, or leave the hurry out",
                "name the day on which it ends, or leave the hurry out",
            )));
        }
    }
}
