//! A way out that asks something of the one who leaves.

use crate::finding::Severity;
use crate::model::{Channel, OptOut, OptOutBurden, OptOutMethod};
use crate::rules::regions::{Regions, Source, note};
use crate::rules::words::list;
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/opt-out-friction", include_str!("../../../rules/opt-out/opt-out-friction.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (channel, opt_out) in &cx.campaign.opt_out {
        if found.knows(&opt_out.requires, &format!("opt_out.{channel}.requires")) {
            burdens(cx, found, *channel, opt_out);
        }
        same_medium(cx, found, *channel, opt_out);
    }
    in_the_text(cx, found);
}

/// A message that names a hard way out, where there is no easy one beside it.
fn in_the_text(cx: &Context<'_>, found: &mut Findings) {
    let has_easy_way = |channel| {
        cx.campaign.opt_out(channel).is_some_and(|opt_out: &OptOut| {
            opt_out.method.is(|method| *method == OptOutMethod::OneClick)
                || opt_out.requires.is(|list| !list.is_empty())
        })
    };
    let mut places = cx.copies.all().iter().filter_map(|wording| {
        let channel = cx.touch(wording.step).map(|touch| touch.channel.value);
        let hit = cx.hits(wording, "friction_phrases").next().filter(|_| !channel.is_some_and(has_easy_way));
        hit.map(|hit| (wording.step, channel, cx.copies.place(wording, hit.range.clone())))
    });
    let Some((step, channel, place)) = places.next() else { return };
    let kind = channel.unwrap_or(Channel::Email).plural();
    let mut finding = cx
        .finding(
            place,
            "a hard way out",
            format!("a person who wants no more {kind} has to call, to write or to log in first"),
        )
        .step(cx.step_id(step))
        .help("let one click or one word be enough, and say that instead");
    for (_, _, place) in places {
        finding = finding.label(place, "here too");
    }
    found.push(finding);
}

fn burdens(cx: &Context<'_>, found: &mut Findings, channel: Channel, opt_out: &OptOut) {
    let Some([first, rest @ ..]) = opt_out.requires.value().map(Vec::as_slice) else { return };
    let all: Vec<&str> = std::iter::once(first).chain(rest).map(|burden| has_to(burden.value)).collect();
    let message = format!("a person who wants no more {} first has to {}", channel.plural(), list(&all));
    let mut finding = cx
        .finding(first.place, has_to(first.value), message)
        .help(cx.advice("let one click or one word be enough: requires = []", "let one click or one word be enough"));
    for burden in rest {
        finding = finding.label(burden.place, has_to(burden.value));
    }
    let asked = |burden: &OptOutBurden| std::iter::once(first).chain(rest).any(|stated| stated.value == *burden);
    let laws: Vec<&Source> = Regions::stated(cx)
        .map(|regions| regions.holding(cx, found, |law| &law.burden, channel))
        .into_iter()
        .flatten()
        .filter(|held| held.duty.what.burdens.iter().any(asked))
        .map(|held| &held.duty.source)
        .collect();
    if !laws.is_empty() {
        finding = finding.note(note(laws));
    }
    found.push(finding);
}

/// A text that can be left on a website alone, where law asks for an answer to be enough.
fn same_medium(cx: &Context<'_>, found: &mut Findings, channel: Channel, opt_out: &OptOut) {
    let Some(method) = opt_out.method.located() else { return };
    if !matches!(method.value, OptOutMethod::Link | OptOutMethod::OneClick | OptOutMethod::PreferenceCenter) {
        return;
    }
    let Some(regions) = Regions::stated(cx) else { return };
    if let Some(held) = regions.holding(cx, found, |law| &law.same_medium, channel).first() {
        let message = format!(
            "a person in {} who wants no more {} cannot answer, and has to go to a website",
            held.place(),
            channel.plural()
        );
        let finding = cx
            .finding(method.place, "leads away from the phone", message)
            .help(cx.advice(
                "understand a word in the answer: method = \"keyword\"",
                "understand a word in the answer, as STOP",
            ))
            .note(note([&held.duty.source]));
        found.push_milder(finding, Severity::Error);
    }
}

fn has_to(burden: OptOutBurden) -> &'static str {
    match burden {
        OptOutBurden::Login => "log in",
        OptOutBurden::Account => "have an account",
        OptOutBurden::PhoneCall => "call you",
        OptOutBurden::Ticket => "open a ticket",
        OptOutBurden::Fee => "pay",
        OptOutBurden::Survey => "fill in a survey",
        OptOutBurden::Reason => "give a reason",
    }
}
