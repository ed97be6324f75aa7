//! A touch may go out at an hour or on a day that the region's law keeps quiet.

use crate::finding::{Finding, Severity};
use crate::model::{Channel, Consent, Fact, Holidays, Window};
use crate::rules::regions::{
    Beyond, Held, Hours, PerChannel, Regions, beyond, beyond_on, clocks, is_commercial, note, solicitations,
};
use crate::rules::{Context, Findings, Rule};
use std::collections::HashSet;

pub(super) const RULE: Rule =
    Rule::campaign("law/quiet-hours", include_str!("../../../rules/law/quiet-hours.md"), check);

/// A touch that may come when it should not.
struct Breach<'a> {
    step: usize,
    channel: Channel,
    held: Held<'a, Hours>,
    when: When,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Any time at all: there is no window.
    AnyTime,
    /// In this stretch of a day.
    Stretch(Beyond),
    /// On a public holiday.
    Holiday,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |_| true);
    if steps.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    let mut breaches = Vec::new();
    let mut hours = PerChannel::new(&regions, |law| &law.hours);
    for step in steps {
        let Some(channel) = cx.touch(step).map(|touch| touch.channel.value) else { continue };
        for held in hours.on(cx, found, channel) {
            breaches.extend(breach(cx, found, step, channel, *held));
        }
    }
    // The strictest law is the one that leaves the fewest minutes of a week.
    let strictest = |b: &Breach<'_>| (b.when == When::Holiday, b.held.duty.what.minutes(), b.step);
    breaches.sort_by_key(strictest);
    report(cx, found, &breaches);
}

fn breach<'a>(
    cx: &Context<'_>,
    found: &mut Findings,
    step: usize,
    channel: Channel,
    held: Held<'a, Hours>,
) -> Option<Breach<'a>> {
    let (touch, hours) = (cx.touch(step)?, &held.duty.what);
    if !hours.voices.is_empty() && !touch.voice.is(|voice| hours.voices.contains(voice)) {
        return None;
    }
    let windows: Vec<Window> = match &cx.campaign.schedule.window {
        Fact::Unknown => {
            found.lacks("schedule.window");
            return None;
        }
        Fact::Stated(windows) => windows.value.iter().map(|window| window.value).collect(),
        // Who calls by hand knows what time it is.
        Fact::Absent(_) if touch.manual.is(|manual| *manual) => return None,
        Fact::Absent(_) => Vec::new(),
    };
    let at = cx.step(step)?.at.get();
    let zone = &cx.campaign.schedule.timezone;
    let when = match beyond(&windows, at, hours).first() {
        Some(_) if windows.is_empty() && at.is_none() => When::AnyTime,
        Some(_) if !found.knows(zone, "schedule.timezone") => return None,
        // Where the sender's clock alone makes it so, `law/sender-timezone` speaks.
        Some(_) => {
            let clocks = clocks(zone.value(), held.code, cx.settings.today.year());
            When::Stretch(*beyond_on(&clocks, &windows, at, hours).first()?)
        }
        None if hours.holidays || cx.campaign.schedule.holidays.is(|h| *h == Holidays::Skip) => return None,
        None if cx.campaign.schedule.holidays.is_unknown() => {
            found.lacks("schedule.holidays");
            return None;
        }
        None => When::Holiday,
    };
    Some(Breach { step, channel, held, when })
}

fn report(cx: &Context<'_>, found: &mut Findings, breaches: &[Breach<'_>]) {
    let Some(worst) = breaches.first() else { return };
    let (place, kind) = (worst.held.place(), worst.channel.with_article());
    let message = match worst.when {
        When::AnyTime => format!("{kind} may reach a person in {place} in the middle of the night"),
        When::Stretch(stretch) => format!("{kind} may reach a person in {place} on a {}", stretch.said()),
        When::Holiday => format!("{kind} may reach a person in {place} on a public holiday"),
    };
    let mut seen = HashSet::new();
    let mut finding = cause(cx, worst, message)
        .step(cx.step_id(worst.step))
        .help(allowed(cx, worst.held.duty, place))
        .note(note(breaches.iter().map(|breach| &breach.held.duty.source)));
    for breach in breaches {
        let place = cx.touch_place(breach.step);
        if seen.insert(breach.step) && place != finding.place() {
            finding = finding.label(place, format!("{} to {}", breach.channel.with_article(), breach.held.place()));
        }
    }
    if breaches.iter().all(|breach| is_mild(cx, breach)) {
        found.push_milder(finding, Severity::Warning);
    } else {
        found.push(finding);
    }
}

/// Most laws of hours exempt who said yes, and not every source says so. Where it says neither, a yes makes it milder.
fn is_mild(cx: &Context<'_>, breach: &Breach<'_>) -> bool {
    let duty = breach.held.duty;
    let open = duty.lifted_by.consent.is_none() && !duty.what.firm;
    duty.severity.is_some() || open && cx.campaign.consent(breach.channel).is(|consent| *consent >= Consent::Express)
}

/// The finding at what lets it happen: the window, the holidays, the clock time, or the touch where nothing is said.
fn cause(cx: &Context<'_>, worst: &Breach<'_>, message: String) -> Finding {
    let schedule = &cx.campaign.schedule;
    let at = cx.step(worst.step).and_then(|step| step.at.located());
    match (worst.when, &schedule.window, at) {
        (When::Holiday, _, _) if schedule.holidays.value().is_some() => {
            let place = schedule.holidays.place().unwrap_or(cx.campaign.head);
            cx.finding(place, "as on any day", message)
        }
        (When::Stretch(_), Fact::Stated(windows), _) => {
            let place = windows.value.first().map_or(windows.place, |window| window.place);
            cx.finding(place, "reaches too far", message)
        }
        (When::Stretch(_), _, Some(at)) => cx.finding(at.place, "too early, too late, or on any day", message),
        _ => match schedule.place {
            Some(place) => cx.finding(place, "does not keep it quiet", message),
            None => cx.finding(cx.touch_place(worst.step), "may go out at any hour of any day", message),
        },
    }
}

fn allowed(cx: &Context<'_>, duty: &crate::rules::regions::Duty<Hours>, place: &str) -> String {
    let hours = format!("allow what law allows in {place}: {}", duty.what.said());
    if duty.what.holidays {
        return hours;
    }
    cx.advice(&format!("{hours}, and holidays = \"skip\""), &format!("{hours}, and no public holidays"))
}
