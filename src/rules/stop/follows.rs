//! What still follows after a person has reacted, told as one finding: the cause, then each touch that comes after it.

use crate::finding::Finding;
use crate::model::{Channel, Event, Fact, Flow, Guard, Intent, Target};
use crate::rules::{Context, Findings, paths, pressure, words};
use crate::source::Place;
use crate::timeline::{After, Recipient, Visit};
use std::collections::BTreeSet;

/// How many of the touches that follow a finding points at.
const SHOWN: usize = 6;

/// How many steps are looked at for one question. Campaigns that people write have far fewer; where one has more, the
/// touches after which most follows come first.
const BUDGET: usize = 200_000;

/// How a campaign may react, where a branch asks for the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Whatever a branch on the event leads to is an answer to it.
    Any,
    /// What a branch on the event leads to is an answer to it, up to where it joins what everybody else gets.
    OwnWay,
    /// A branch on the event may lead to one touch that sells nothing.
    OneFarewell,
}

/// What a rule of this group asks.
pub(super) struct Question<'a> {
    /// What the person does.
    pub event: Event,
    /// Who does it.
    pub recipient: Recipient,
    /// How the campaign may react.
    pub answer: Answer,
    /// Which of the touches that follow are held against it.
    pub counts: &'a dyn Fn(&After, usize) -> bool,
}

/// The worst case of a question.
pub(super) struct Follows<'a> {
    /// What the timeline says.
    pub after: &'a After,
    /// The touches that are held against the campaign: those of one walk, or one alone where the heaviest walk has none.
    pub touches: Vec<Visit>,
}

/// The touch after which most follows that should not. Where it cannot be known whether the event ends the campaign,
/// that is noted instead.
pub(super) fn worst<'a>(cx: &Context<'a>, found: &mut Findings, question: &Question<'_>) -> Option<Follows<'a>> {
    let mut cases: Vec<&After> = cx.timeline.after(question.recipient).iter().collect();
    cases.retain(|after| can_come_by(question.event, after.channel));
    cases.sort_by_key(|after| after.event_after.at_s);
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::is_touch(cx.campaign, step));
    // What goes out on another channel at the same moment leaves no time to heed anything.
    let at_once = |after: &After, visit: &Visit| {
        visit.at_s <= after.event_after.at_s
            && !hidden.get(visit.step).is_some_and(|hidden| *hidden)
            && cx.touch(visit.step).is_some_and(|touch| touch.channel.value != after.channel)
    };
    let mut worst: Option<Follows<'a>> = None;
    let mut budget = BUDGET;
    let shared = if question.answer == Answer::OwnWay { shared(cx, question.event) } else { BTreeSet::new() };
    for after in cases.into_iter().filter(|after| !after.can_follow.is_empty()) {
        let unheeded = unheeded(cx, question, after.event_after.step, &shared);
        let Some(rest) = budget.checked_sub(unheeded.len() + 1) else { break };
        budget = rest;
        if !unheeded.iter().any(|step| (question.counts)(after, *step)) {
            continue;
        }
        let held = |step: usize| unheeded.contains(&step) && (question.counts)(after, step);
        let (together, mut touches): (Vec<Visit>, Vec<Visit>) =
            after.touches.iter().copied().filter(|visit| held(visit.step)).partition(|visit| at_once(after, visit));
        if touches.is_empty() {
            let is_together = |step: usize| together.iter().any(|visit| visit.step == step);
            let one = after.can_follow.iter().copied().find(|step| held(*step) && !is_together(*step));
            touches.extend(one.map(|step| Visit { step, at_s: after.event_after.at_s }));
        }
        if touches.len() > worst.as_ref().map_or(0, |worst| worst.touches.len()) {
            worst = Some(Follows { after, touches });
        }
    }
    if worst.is_some() && !found.knows(&cx.campaign.stop.on(question.event), "stop.on") {
        return None;
    }
    worst
}

/// Whether a person can do this on the channel: nobody answers a push notification.
fn can_come_by(event: Event, channel: Channel) -> bool {
    !(channel == Channel::Push && matches!(event, Event::Reply | Event::Decline))
}

/// The steps that people come to who do nothing of the kind.
fn shared(cx: &Context<'_>, event: Event) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    paths::walk(cx, cx.campaign.entry, |index, step| {
        reached.insert(index);
        match step.branch().filter(|branch| branch.on.value == Guard::Event(event)) {
            Some(branch) => vec![branch.no],
            None => step.targets(),
        }
    });
    reached
}

/// The touches that a walk from `start` reaches without an answer to the event, or beyond what counts as one.
fn unheeded(cx: &Context<'_>, question: &Question<'_>, start: usize, shared: &BTreeSet<usize>) -> BTreeSet<usize> {
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    enum Heed {
        No,
        Yes,
        YesAndTouched,
    }
    let mut held = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![(start, Heed::No)];
    let mut first = true;
    while let Some((index, heed)) = open.pop() {
        let Some(step) = cx.step(index) else { continue };
        let mut onward = heed;
        if !std::mem::take(&mut first)
            && let Some(touch) = step.touch()
        {
            match heed {
                Heed::Yes if question.answer == Answer::OneFarewell => {
                    if touch.intent.is(|intent| sells(*intent)) {
                        held.insert(index);
                    }
                    onward = Heed::YesAndTouched;
                }
                Heed::Yes if !shared.contains(&index) => {}
                Heed::Yes | Heed::No | Heed::YesAndTouched => {
                    held.insert(index);
                }
            }
        }
        let asks = |guard: &Guard| *guard == Guard::Event(question.event);
        let next: Vec<(Target, Heed)> = match &step.flow {
            Flow::Branch(branch) if asks(&branch.on.value) => {
                vec![(branch.yes, if onward == Heed::No { Heed::Yes } else { onward })]
            }
            _ => step.targets().into_iter().map(|target| (target, onward)).collect(),
        };
        for (target, heed) in next {
            if let Target::Step(index) = target
                && !(heed == Heed::Yes && question.answer == Answer::Any)
                && seen.insert((index, heed))
            {
                open.push((index, heed));
            }
        }
    }
    held
}

/// Whether a touch with this intent wants something of the person.
fn sells(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Offer | Intent::FollowUp | Intent::Reminder | Intent::Announcement | Intent::CheckIn | Intent::Welcome
    )
}

/// Where it is said, or would be, that the event ends the campaign, and what stands there.
fn cause(cx: &Context<'_>, event: Event) -> (Place, String) {
    let what = spoken(event);
    match cx.campaign.stop.on(event) {
        Fact::Stated(on) if on.value => match cx.campaign.stop.scope.located() {
            Some(scope) => (scope.place, format!("{what} ends its own channel alone")),
            None => (on.place, format!("{what} does not end all of it")),
        },
        Fact::Stated(off) => (off.place, format!("{what} ends nothing")),
        Fact::Absent(place) => (place, format!("{what} ends nothing here")),
        Fact::Unknown => (cx.campaign.head, format!("{what} ends nothing")),
    }
}

/// The finding of a case: its cause, the touches that still follow, the walk.
pub(super) fn finding(cx: &Context<'_>, follows: &Follows<'_>, event: Event, message: String) -> Finding {
    let (place, label) = cause(cx, event);
    let after = follows.after;
    let mut finding = cx.finding(place, label, message).step(cx.step_id(after.event_after.step));
    let mut shown: Vec<usize> = follows.touches.iter().map(|visit| visit.step).collect();
    shown.dedup();
    for step in shown.iter().take(SHOWN) {
        let channel = cx.touch(*step).map_or("", |touch| touch.channel.value.with_article());
        finding = finding.label(cx.touch_place(*step), format!("{channel} still comes"));
    }
    let mut walk = vec![after.event_after];
    walk.extend(after.touches.iter().copied());
    if !walk.iter().any(|visit| follows.touches.iter().any(|touch| touch.step == visit.step)) {
        walk.extend(follows.touches.iter().copied());
    }
    finding.witness(cx.witness(&walk))
}

/// What to do; in a native campaign also what to write. Where the event is in the list, only its reach is too short.
pub(super) fn help(cx: &Context<'_>, event: Event, what: &str, or: &str) -> String {
    if !cx.campaign.is_native() {
        what.to_owned()
    } else if cx.campaign.stop.on(event).is(|on| *on) {
        format!("{what}: `scope = \"all-channels\"` under `[stop]`")
    } else {
        format!("{what}: put \"{event}\" in `stop.on`{or}")
    }
}

/// How often a person still hears from the sender: "3 more times", "without end".
pub(super) fn how_often(follows: &Follows<'_>) -> String {
    if follows.after.cycle.is_empty() {
        words::more_times(follows.touches.len())
    } else {
        "again and again, without end".to_owned()
    }
}

/// Whether an answer of any kind ends the campaign on every channel, so that what is said in an answer ends it too.
pub(super) fn reply_ends_all(cx: &Context<'_>) -> bool {
    cx.campaign.stop.on(Event::Reply).is(|on| *on)
        && !cx.campaign.stop.scope.is(|scope| *scope == crate::model::Scope::SameChannel)
}

fn spoken(event: Event) -> &'static str {
    match event {
        Event::Reply => "an answer",
        Event::Decline => "\"no, thank you\"",
        Event::OptOut => "an opt-out",
        Event::Complaint => "a complaint",
        Event::Cancel => "a cancellation",
        Event::Convert => "a purchase or booking",
        Event::Open => "an opening",
        Event::Click => "a click",
        Event::Bounce => "a bounce",
        Event::Visit => "a visit",
    }
}
