//! More calls or texts than the region's law allows in a day, a week or a month.

use crate::model::{Channel, time};
use crate::rules::regions::{Cap, Held, PerChannel, Regions, is_commercial, is_solicitation, note, solicitations};
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::{Recipient, Visit};

pub(super) const RULE: Rule = Rule::campaign("law/call-cap", include_str!("../../../rules/law/call-cap.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |channel| channel != Channel::Email);
    if steps.len() < 2 || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    let mut held: Vec<Held<'_, Cap>> = Vec::new();
    let mut caps = PerChannel::new(&regions, |law| &law.cap);
    for step in &steps {
        let Some(channel) = cx.touch(*step).map(|touch| touch.channel.value) else { continue };
        for &cap in caps.on(cx, found, channel) {
            if !held.iter().any(|known| std::ptr::eq(known.duty, cap.duty)) {
                held.push(cap);
            }
        }
    }
    let worst = held.iter().filter_map(|cap| Some((cap, over(cx, found, cap)?))).max_by_key(|(cap, touches)| {
        // Where several are broken: the one that is broken most.
        touches.len() - cap.duty.what.most
    });
    if let Some((cap, touches)) = worst {
        report(cx, found, cap, &touches);
    }
}

/// The touches of the fullest window, where they are more than the cap.
fn over(cx: &Context<'_>, found: &mut Findings, held: &Held<'_, Cap>) -> Option<Vec<Visit>> {
    let cap = &held.duty.what;
    if pressure::cap(cx.campaign, cap.hours * time::HOUR).is_some_and(|most| most <= cap.most) {
        return None;
    }
    let left = pressure::left_by_calls(cx);
    let counts = |step: usize| {
        is_solicitation(cx, step)
            && !left.contains(&step)
            && cx.touch(step).is_some_and(|touch| held.duty.channels.contains(&touch.channel.value))
    };
    let touches = [Recipient::Silent, Recipient::Reader]
        .map(|who| cx.timeline.densest(who, cap.hours * time::HOUR, &counts))
        .into_iter()
        .max_by_key(Vec::len)?;
    if touches.len() <= cap.most {
        return None;
    }
    let hidden = pressure::hidden_waits(cx.campaign, &counts);
    if touches.iter().skip(1).any(|visit| hidden.get(visit.step).is_some_and(|hidden| *hidden)) {
        found.lacks("step.wait");
        return None;
    }
    Some(touches)
}

fn report(cx: &Context<'_>, found: &mut Findings, held: &Held<'_, Cap>, touches: &[Visit]) {
    let cap = &held.duty.what;
    let (Some(first), Some(over)) = (touches.first(), touches.get(cap.most)) else { return };
    let window = time::spoken(cap.hours * time::HOUR);
    let window = if cap.hours == 24 { "24 hours" } else { &window };
    let what = if held.duty.channels.contains(&Channel::Sms) { "calls or texts" } else { "calls" };
    let message = format!(
        "a person in {} gets {} {what} within {window}, and {} is the most",
        held.place(),
        touches.len(),
        cap.most
    );
    let mut finding = cx
        .finding(cx.touch_place(over.step), format!("one more than {} in {window}", cap.most), message)
        .step(cx.step_id(over.step))
        .help(format!("leave some out, or spread them: {} in {window} at most", cap.most))
        .note(note([&held.duty.source]))
        .witness(cx.witness(touches));
    for visit in touches.iter().filter(|visit| visit.step != over.step) {
        let label = if visit.at_s == first.at_s {
            "the first of them".to_owned()
        } else {
            format!("{} later", time::spoken(visit.at_s - first.at_s))
        };
        finding = finding.label(cx.touch_place(visit.step), label);
    }
    found.push(finding);
}
