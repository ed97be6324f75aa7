//! One person hears from several senders.

use super::handover::{is_announced, sender_of};
use crate::model::{Assignment, Fact, Purpose, Sender};
use crate::rules::words::times;
use crate::rules::{Context, Findings, Rule};
use crate::timeline::{Recipient, Visit};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

pub(super) const RULE: Rule =
    Rule::campaign("sender/agent-rotation", include_str!("../../../rules/sender/agent-rotation.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    max: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let purpose = &cx.campaign.purpose;
    if cx.campaign.touches().count() < 2
        || !found.knows(&cx.campaign.sender_known, "sender")
        || purpose.is(|purpose| *purpose == Purpose::Transactional)
    {
        return;
    }
    let options: &Options = cx.options();
    let mut walks: Vec<Vec<Visit>> = vec![cx.timeline.silent.touches.clone(), cx.timeline.reader.touches.clone()];
    if options.max == 1 {
        walks.extend(neighbours(cx));
    }
    // Of walks with as many changes the first: the longest, where it has them all.
    let worst = walks.iter().map(|walk| (walk, changes(cx, walk))).rev().max_by_key(|(_, changes)| changes.len());
    match worst {
        Some((walk, changes)) if changes.len() + 1 > options.max => named(cx, found, walk, &changes, options.max),
        Some((walk, _)) => shared(cx, found, walk, options.max),
        None => {}
    }
}

/// A walk through two touches that follow each other and have different senders, where the walks with the most touches
/// pass none.
fn neighbours(cx: &Context<'_>) -> Option<Vec<Visit>> {
    [Recipient::Silent, Recipient::Reader].into_iter().find_map(|who| {
        let track = cx.timeline.track(who)?;
        let gap = track.gaps.iter().find(|gap| {
            let at = |step| Visit { step, at_s: 0 };
            !changes(cx, &[at(gap.from), at(gap.to)]).is_empty()
        })?;
        cx.timeline.walk_via(who, &[gap.from, gap.to])
    })
}

/// The touches of a walk at which somebody new speaks, unannounced.
fn changes(cx: &Context<'_>, walk: &[Visit]) -> Vec<usize> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut list = Vec::new();
    let mut before: Option<usize> = None;
    for visit in walk {
        if let Some(sender) = sender_of(cx, visit.step).filter(|sender| !is_firm(sender)).map(shown_as) {
            let is_first = seen.is_empty();
            if seen.insert(sender) && !is_first && !is_announced(cx, before, visit.step) {
                list.push(visit.step);
            }
        }
        before = Some(visit.step);
    }
    list
}

/// Whether a firm speaks for itself, beside the one person who writes for it.
fn is_firm(sender: &Sender) -> bool {
    let plain = |fact: &Fact<String>| fact.value().map(|text| text.trim().to_lowercase());
    plain(&sender.name).is_some_and(|name| plain(&sender.organization) == Some(name))
}

/// What the recipient sees of a sender: one name under two addresses is one person to them.
fn shown_as(sender: &Sender) -> String {
    let seen = sender.name.value().or(sender.email.value()).unwrap_or(&sender.key);
    seen.trim().to_lowercase()
}

fn named(cx: &Context<'_>, found: &mut Findings, walk: &[Visit], changes: &[usize], max: usize) {
    let over = changes.get(max.saturating_sub(1)..).unwrap_or(&[]);
    let [first, rest @ ..] = over else { return };
    let message =
        format!("one person hears from {} different people, and has to begin again with each", changes.len() + 1);
    let mut finding = cx
        .finding(place(cx, *first), now(cx, *first), message)
        .step(cx.step_id(*first))
        .help("let one person keep the conversation, or have the first announce the next by name")
        .witness(cx.witness(walk));
    for step in rest {
        finding = finding.label(place(cx, *step), now(cx, *step));
    }
    found.push(finding);
}

/// A sender behind whom several people share the work.
fn shared(cx: &Context<'_>, found: &mut Findings, walk: &[Visit], max: usize) {
    let mut by_sender: HashMap<usize, Vec<&Visit>> = HashMap::new();
    // Of several senders who share the work, a touch that names none comes from whoever is next.
    let mut anybody: Vec<&Visit> = Vec::new();
    for visit in walk {
        match cx.touch(visit.step).map(|touch| &touch.sender) {
            Some(Fact::Stated(sender)) => by_sender.entry(sender.value).or_default().push(visit),
            Some(Fact::Absent(_)) if cx.campaign.senders.len() > 1 => anybody.push(visit),
            _ => {}
        }
    }
    for (index, sender) in cx.campaign.senders.iter().enumerate() {
        let Some(assignment) = sender.assignment.located().filter(|a| a.value != Assignment::Sticky) else { continue };
        let mut touches = by_sender.remove(&index).unwrap_or_default();
        touches.append(&mut anybody);
        touches.sort_by_key(|visit| visit.at_s);
        if touches.len() <= max {
            continue;
        }
        let message = format!("one person hears from somebody else each time, {} in all", times(touches.len()));
        let mut finding = cx
            .finding(assignment.place, "whoever is next", message)
            .help(cx.advice(
                "let one person keep the conversation: assignment = \"sticky\"",
                "let one person keep the conversation; where your tool does so, state it: \
                 `sender.assignment = \"sticky\"` under `[[facts]]`",
            ))
            .witness(cx.witness(walk));
        for visit in touches {
            finding = finding.label(cx.touch_place(visit.step), "somebody else");
        }
        found.push(finding);
    }
}

fn place(cx: &Context<'_>, step: usize) -> crate::source::Place {
    cx.touch(step).and_then(|touch| touch.sender.place()).unwrap_or_else(|| cx.touch_place(step))
}

fn now(cx: &Context<'_>, step: usize) -> String {
    let name = sender_of(cx, step)
        .map_or("somebody else", |sender: &Sender| sender.name.value().unwrap_or(&sender.key).as_str());
    format!("now {}", name.chars().take(40).collect::<String>())
}
