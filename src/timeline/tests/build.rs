//! Campaigns as short as a test needs them.

use crate::model::{
    Action, Assignment, Audience, Branch, Campaign, Channel, Copy, Event, Fact, Flow, Guard, Limits, OptOut,
    OptOutMethod, Schedule, Scope, Sender, Step, Stop, Target, Task, Touch, Wait,
};
use crate::source::{FileId, Located, Place};

pub(super) fn located<T>(value: T) -> Located<T> {
    Located::new(value, Place::default())
}

pub(super) fn stated<T>(value: T) -> Fact<T> {
    Fact::stated(value, Place::default())
}

pub(super) fn touch(channel: Channel) -> Action {
    Action::Touch(Box::new(Touch {
        channel: located(channel),
        intent: Fact::Unknown,
        sender: stated(0),
        variants: vec![Copy::default()],
        offer: None,
        voice: Fact::Unknown,
        thread: Fact::Unknown,
        manual: Fact::Unknown,
        invited: Fact::Unknown,
        transactional: Fact::Unknown,
    }))
}

pub(super) fn email() -> Action {
    touch(Channel::Email)
}

pub(super) fn task() -> Action {
    Action::Task(Task { what: located("call".to_owned()), within: Fact::Unknown })
}

/// To the step with this index, or to the end.
pub(super) fn to(step: impl Into<Option<usize>>) -> Target {
    step.into().map_or(Target::End, Target::Step)
}

pub(super) fn next(step: impl Into<Option<usize>>) -> Flow {
    Flow::Next(to(step))
}

pub(super) fn on(event: Event, within_s: u64, yes: Target, no: Target) -> Flow {
    Flow::Branch(Branch { place: Place::default(), on: located(Guard::Event(event)), within_s, yes, no })
}

pub(super) fn if_known(yes: Target, no: Target) -> Flow {
    let on = located(Guard::Attribute("vip".to_owned()));
    Flow::Branch(Branch { place: Place::default(), on, within_s: 86_400, yes, no })
}

/// A campaign of steps: the wait before each, what it does, where it leads. Ids are `s0`, `s1`, …
pub(super) fn campaign(steps: Vec<(u64, Action, Flow)>) -> Campaign {
    let step = |(index, (wait_s, action, flow)): (usize, (u64, Action, Flow))| Step {
        id: located(format!("s{index}")),
        label: None,
        head: Place::default(),
        wait: stated(Wait { min_s: wait_s, max_s: wait_s.saturating_mul(2) }),
        at: Fact::Unknown,
        action,
        flow,
    };
    Campaign {
        file: FileId(0),
        dialect: "native",
        head: Place::default(),
        name: located("test".to_owned()),
        purpose: Fact::Unknown,
        region: Fact::Unknown,
        bulk: Fact::Unknown,
        status: Fact::Unknown,
        audience: Audience::default(),
        senders: vec![Sender { key: "maya".to_owned(), assignment: stated(Assignment::Sticky), ..Sender::default() }],
        sender_known: Fact::Unknown,
        steps_known: Fact::Unknown,
        stop: Stop::default(),
        opt_out: Vec::new(),
        opt_out_others: Fact::Unknown,
        schedule: Schedule::default(),
        limits: Limits::default(),
        entry: if steps.is_empty() { Target::End } else { Target::Step(0) },
        steps: steps.into_iter().enumerate().map(step).collect(),
    }
}

/// `count` steps in a row.
pub(super) fn row(count: usize, wait_s: u64) -> Campaign {
    campaign((0..count).map(|step| (wait_s, email(), next((step + 1 < count).then_some(step + 1)))).collect())
}

pub(super) fn stops(mut campaign: Campaign, events: &[Event], scope: Option<Scope>) -> Campaign {
    campaign.stop.on = events.iter().map(|event| (*event, stated(true))).collect();
    campaign.stop.scope = scope.map_or(Fact::Absent(Place::default()), stated);
    campaign
}

pub(super) fn opt_out(mut campaign: Campaign, channel: Channel, method: OptOutMethod, covers: Scope) -> Campaign {
    let opt_out = OptOut {
        place: Place::default(),
        method: stated(method),
        keywords: Fact::Unknown,
        requires: Fact::Unknown,
        honored_within: Fact::Unknown,
        valid_for: Fact::Unknown,
        covers: stated(covers),
    };
    campaign.opt_out.push((channel, opt_out));
    campaign
}
