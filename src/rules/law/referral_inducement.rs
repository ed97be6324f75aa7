//! A reward for passing a message on, and a friend who never asked for one.

use crate::model::{Channel, Consent, OfferKind};
use crate::rules::regions::{
    Held, Referral, ReferralDuty, Regions, is_commercial, is_solicitation, note, solicitations,
};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("law/referral-inducement", include_str!("../../../rules/law/referral-inducement.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |channel| matches!(channel, Channel::Email | Channel::Sms | Channel::Whatsapp));
    if steps.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    for held in regions.duties(|law| &law.referral) {
        match held.duty.what.duty {
            ReferralDuty::Rewarded => rewarded(cx, found, &held, &steps),
            ReferralDuty::OneMessage => one_message(cx, found, &held),
        }
    }
}

/// A reward for having the friend written to. To bring one along is no message.
fn rewarded(cx: &Context<'_>, found: &mut Findings, held: &Held<'_, Referral>, steps: &[usize]) {
    let mut rewards: Vec<(usize, Place, Place)> = Vec::new();
    for &step in steps {
        let Some(offer) = cx.touch(step).and_then(|touch| touch.offer.as_ref()) else { continue };
        if !offer.kind.is(|kind| *kind == OfferKind::Referral) {
            continue;
        }
        let asked = cx.copies.of_step(step).iter().find_map(|wording| {
            let hit = cx.hits(wording, "forward_phrases").next()?;
            Some(cx.copies.place(wording, hit.range.clone()))
        });
        rewards.extend(asked.map(|asked| (step, asked, offer.kind.place().unwrap_or(offer.place))));
    }
    let [(step, asked, offer), rest @ ..] = rewards.as_slice() else { return };
    let mut finding = cx
        .finding(*asked, "passed on for a reward", "a friend gets your advertisement because somebody is paid to send it")
        .step(cx.step_id(*step))
        .label(*offer, "the reward")
        .help("give a link that the person may share by themselves, or send the friend's message as your own, with a way out")
        .note(note([&held.duty.source]));
    for (_, place, _) in rest {
        finding = finding.label(*place, "here too");
    }
    found.push(finding);
}

/// More than the one message that a referred person may get, or one that does not say who referred.
fn one_message(cx: &Context<'_>, found: &mut Findings, held: &Held<'_, Referral>) {
    let Some(source) = cx.campaign.audience.source.located() else { return };
    if source.value != crate::model::AudienceSource::Referral {
        return;
    }
    let unasked = |step: usize| {
        cx.touch(step).is_some_and(|touch| {
            let consent = cx.campaign.consent(touch.channel.value);
            held.duty.channels.contains(&touch.channel.value)
                && !consent.is_unknown()
                && !consent.is(|consent| *consent > Consent::None)
        })
    };
    let walk = &cx.timeline.silent.touches;
    let touches: Vec<usize> =
        walk.iter().map(|visit| visit.step).filter(|step| is_solicitation(cx, *step) && unasked(*step)).collect();
    let [_, second, rest @ ..] = touches.as_slice() else { return };
    let message = format!(
        "a person in {} whom a friend named gets {} messages, and one is the most",
        held.place(),
        touches.len()
    );
    let mut finding = cx
        .finding(cx.touch_place(*second), "the second message", message)
        .step(cx.step_id(*second))
        .label(source.place, "named by a friend")
        .help("write once, with the full name of the friend who named them, and wait for a yes")
        .note(note([&held.duty.source]))
        .witness(cx.witness(walk));
    for step in rest {
        finding = finding.label(cx.touch_place(*step), "one more");
    }
    found.push(finding);
}
