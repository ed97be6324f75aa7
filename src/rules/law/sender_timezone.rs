//! Hours are counted on the sender's clock, and the recipient has another.

use crate::model::{Channel, Zone};
use crate::rules::regions::{Regions, apart, is_commercial, name, note, solicitations, zones};
use crate::rules::{Context, Findings, Rule};
use jiff::tz::TimeZone;

pub(super) const RULE: Rule =
    Rule::campaign("law/sender-timezone", include_str!("../../../rules/law/sender-timezone.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |channel| {
        matches!(channel, Channel::Call | Channel::Voicemail | Channel::Sms | Channel::Whatsapp)
    });
    let schedule = &cx.campaign.schedule;
    let timed =
        |step: &usize| schedule.window.value().is_some() || cx.step(*step).is_some_and(|s| s.at.get().is_some());
    let Some(first) = steps.iter().copied().find(|step| timed(step)) else { return };
    if !is_commercial(cx, found) || !found.knows(&schedule.timezone, "schedule.timezone") {
        return;
    }
    let Some(zone) = schedule.timezone.located() else { return };
    let Zone::Fixed(theirs) = &zone.value else { return };
    let (Some(regions), Ok(sender)) = (Regions::of(cx, found), TimeZone::get(theirs)) else { return };
    let year = cx.settings.today.year();
    let far = regions.codes().iter().find_map(|code| {
        let minutes = apart(&sender, zones(code), year).into_iter().map(i32::unsigned_abs).max()?;
        (minutes >= 60).then_some((*code, u64::from(minutes) * 60))
    });
    let Some((code, seconds)) = far else { return };
    let kind = cx.touch(first).map_or("a touch", |touch| touch.channel.value.with_article());
    let city = theirs.rsplit('/').next().unwrap_or(theirs).replace('_', " ");
    let message = format!(
        "{kind} that leaves at a good hour in {city} comes {} early or late in {}",
        spoken(seconds),
        name(code)
    );
    let mut finding = cx.finding(zone.place, "the sender's clock", message).step(cx.step_id(first)).help(cx.advice(
        "count the hours where the person is: timezone = \"recipient\"",
        "count the hours where the person is; where your tool does, state it: \
             `schedule.timezone = \"recipient\"` under `[[facts]]`",
    ));
    for step in steps.iter().filter(|step| timed(step)) {
        finding = finding.label(cx.touch_place(*step), "on that clock");
    }
    let channel = cx.touch(first).map_or(Channel::Call, |touch| touch.channel.value);
    let hours = regions.duties(|law| &law.hours);
    let sources: Vec<_> =
        hours.iter().filter(|held| held.duty.channels.contains(&channel)).map(|held| &held.duty.source).collect();
    if !sources.is_empty() {
        finding = finding.note(note(sources));
    }
    found.push(finding);
}

/// Hours, and halves where there are some.
fn spoken(seconds: u64) -> String {
    crate::model::time::spoken(seconds)
}
