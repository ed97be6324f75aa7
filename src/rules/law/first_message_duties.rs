//! The first message lacks what the region's law has it say.

use crate::model::{Channel, Collected, Fact, Intent, Voice};
use crate::rules::opt_out::shows_way_out;
use crate::rules::regions::{
    FirstDuty, FirstMessage, Held, PerChannel, Regions, is_commercial, is_solicitation, note, solicitations,
};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("law/first-message-duties", include_str!("../../../rules/law/first-message-duties.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let first = [&cx.timeline.silent, &cx.timeline.reader].into_iter().flat_map(|track| &track.first).copied();
    let mut first: Vec<usize> = first.collect();
    first.sort_unstable();
    first.dedup();
    first.retain(|step| is_solicitation(cx, *step));
    if first.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    let mut duties = PerChannel::new(&regions, |law| &law.first_message);
    machine(cx, found, &mut duties);
    for step in first {
        let Some(channel) = cx.touch(step).map(|touch| touch.channel.value) else { continue };
        let held = duties.on(cx, found, channel);
        let confirms = held.iter().filter(|held| held.duty.what.duty == FirstDuty::OptInConfirmation);
        for duty in confirms {
            confirmation(cx, found, step, duty);
        }
        third_party(cx, found, step, held);
    }
}

/// Who has a machine call says so.
fn machine(cx: &Context<'_>, found: &mut Findings, duties: &mut PerChannel<'_, '_, FirstMessage>) {
    for step in solicitations(cx, |channel| channel == Channel::Call) {
        let Some(touch) = cx.touch(step).filter(|touch| touch.voice.is(|voice| *voice == Voice::Ai)) else { continue };
        let mut held = duties.on(cx, found, Channel::Call).iter();
        let Some(duty) = held.find(|held| held.duty.what.duty == FirstDuty::AiDisclosure) else { continue };
        for script in touch.variants.iter().filter_map(|copy| copy.body.located()) {
            if cx.phrase_in(&script.value, "ai_phrases").is_some() {
                continue;
            }
            let message = format!("a person in {} talks to a machine and is not told so", duty.place());
            let mut finding = cx
                .finding(script.place, "does not say that a machine speaks", message)
                .step(cx.step_id(step))
                .help("begin with it: \"I am the automated assistant of ...\"")
                .note(note([&duty.duty.source]));
            if let Some(voice) = touch.voice.place() {
                finding = finding.label(voice, "a machine's voice");
            }
            found.push(finding);
        }
    }
}

/// Who got the address from somebody else says so, and that one may object.
fn third_party(cx: &Context<'_>, found: &mut Findings, step: usize, held: &[Held<'_, FirstMessage>]) {
    let audience = &cx.campaign.audience;
    let elsewhere = audience.collected.located().filter(|c| c.value == Collected::ThirdParty).map(|c| c.place);
    let bought = audience.source.located().filter(|source| source.value.is_cold()).map(|source| source.place);
    let from_person = audience.collected.is(|collected| *collected == Collected::FromPerson);
    let Some(cause) = elsewhere.or(bought.filter(|_| !from_person)) else { return };
    for (variant, copy) in cx.touch(step).map_or(&[][..], |touch| touch.variants.as_slice()).iter().enumerate() {
        let body = match &copy.body {
            Fact::Unknown => {
                found.lacks("step.body");
                continue;
            }
            Fact::Absent(_) => continue,
            Fact::Stated(body) => body,
        };
        let leads_out = shows_way_out(cx, found, (step, variant), copy) != Some(false);
        let lacking: Vec<_> = held
            .iter()
            .filter_map(|held| match held.duty.what.duty {
                FirstDuty::SourceNotice if cx.phrase_in(&body.value, "source_phrases").is_none() => {
                    Some((held, "where you have the address from"))
                }
                FirstDuty::Objection if cx.phrase_in(&body.value, "object_phrases").is_none() && !leads_out => {
                    Some((held, "that one may object"))
                }
                _ => None,
            })
            .collect();
        let Some((first, _)) = lacking.first() else { continue };
        let said: Vec<&str> = lacking.iter().map(|(_, said)| *said).collect();
        let message =
            format!("a stranger writes to a person in {} and does not say {}", first.place(), said.join(", nor "));
        found.push(
            cx.finding(body.place, "the first message", message)
                .step(cx.step_id(step))
                .label(cause, "not collected from the person")
                .help(format!("say in the first message {}", said.join(" and ")))
                .note(note(lacking.iter().map(|(held, _)| &held.duty.source))),
        );
    }
}

/// The first text of a programme of several confirms what was opted into. One that neither welcomes nor confirms may
/// have had its confirmation before it.
fn confirmation(cx: &Context<'_>, found: &mut Findings, step: usize, held: &Held<'_, FirstMessage>) {
    let Some(touch) = cx.touch(step) else { return };
    let texts = solicitations(cx, |channel| channel == Channel::Sms);
    if texts.len() < 2 || !touch.intent.is(|intent| matches!(intent, Intent::Welcome | Intent::Confirmation)) {
        return;
    }
    for (variant, copy) in touch.variants.iter().enumerate() {
        let Fact::Stated(body) = &copy.body else { continue };
        let mut lacking = Vec::new();
        if cx.phrase_in(&body.value, "help_phrases").is_none() {
            lacking.push("how to get help");
        }
        if shows_way_out(cx, found, (step, variant), copy) == Some(false) {
            lacking.push("how to stop");
        }
        if cx.phrase_in(&body.value, "frequency_phrases").is_none() {
            lacking.push("how often you write");
        }
        if cx.phrase_in(&body.value, "rates_phrases").is_none() {
            lacking.push("what it costs");
        }
        if lacking.is_empty() {
            continue;
        }
        found.push(
            cx.finding(body.place, "the text that welcomes", format!("the first text does not say {}", lacking.join(", nor ")))
                .step(cx.step_id(step))
                .help("say who writes, how often, that rates may apply, and HELP and STOP, as in: Reply HELP for help, STOP to stop")
                .note(note([&held.duty.source])),
        );
    }
}
