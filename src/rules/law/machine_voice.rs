//! A voice that is no live person's, and too little consent to it.

use crate::model::{Channel, Consent, Fact, Voice};
use crate::rules::regions::{Held, PerChannel, Regions, VoiceFloor, consent_name, is_commercial, note, solicitations};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("law/machine-voice", include_str!("../../../rules/law/machine-voice.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |channel| matches!(channel, Channel::Call | Channel::Voicemail));
    let machines: Vec<(usize, Voice)> = steps
        .into_iter()
        .filter_map(|step| Some((step, cx.touch(step)?.voice.get().filter(|voice| *voice != Voice::Live)?)))
        .collect();
    if machines.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    let mut broken: Vec<(usize, Voice, Held<'_, VoiceFloor>)> = Vec::new();
    let mut floors = PerChannel::new(&regions, |law| &law.machine_voice);
    for (step, voice) in machines {
        let Some(channel) = cx.touch(step).map(|touch| touch.channel.value) else { continue };
        let given = match cx.campaign.consent(channel) {
            Fact::Unknown => {
                found.lacks(&consent_name(channel));
                continue;
            }
            fact => fact.get().unwrap_or(Consent::None),
        };
        let held = floors.on(cx, found, channel).iter();
        let less = held.filter(|held| held.duty.what.voices.contains(&voice) && given < held.duty.what.at_least);
        broken.extend(less.max_by_key(|held| held.duty.what.at_least).map(|held| (step, voice, *held)));
    }
    let [(step, voice, held), rest @ ..] = broken.as_slice() else { return };
    let consent =
        if held.duty.what.at_least == Consent::ExpressWritten { "written consent" } else { "express consent" };
    let message =
        format!("a person in {} picks up to {}, and never gave {consent} to that", held.place(), heard(*voice));
    let place =
        |step: usize| cx.touch(step).and_then(|touch| touch.voice.place()).unwrap_or_else(|| cx.touch_place(step));
    let mut finding = cx
        .finding(place(*step), heard(*voice), message)
        .step(cx.step_id(*step))
        .help(format!("let a person call, or ask for {consent} to this voice first"))
        .note(note(broken.iter().map(|(_, _, held)| &held.duty.source)));
    if let Some(channel) = cx.touch(*step).map(|touch| touch.channel.value)
        && let Fact::Stated(consent) = cx.campaign.consent(channel)
    {
        finding = finding.label(consent.place, format!("{} is less", consent.value));
    }
    for (step, voice, _) in rest {
        finding = finding.label(place(*step), heard(*voice));
    }
    found.push(finding);
}

fn heard(voice: Voice) -> &'static str {
    match voice {
        Voice::Prerecorded => "a recording",
        Voice::Ai => "a machine's voice",
        Voice::Ringless => "a recording left without a ring",
        Voice::Live => "a person",
    }
}
