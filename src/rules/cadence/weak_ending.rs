//! The last thing that a silent person gets says nowhere how to reach somebody.

use crate::copy::{html, tags};
use crate::model::{Channel, Copy, Touch};
use crate::rules::{Context, Findings, Part, Rule, Wording, pressure};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::OnceLock;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/weak-ending", include_str!("../../../rules/cadence/weak-ending.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let last: BTreeSet<usize> = pressure::SILENCE
        .into_iter()
        .filter_map(|who| Some((who, cx.timeline.track(who)?)))
        .flat_map(|(_, track)| track.last.iter().copied())
        .filter(|step| pressure::presses(cx.campaign, *step))
        .collect();
    if last.is_empty() || !pressure::may_press(cx, found) {
        return;
    }
    for (nth, step) in last.into_iter().enumerate() {
        let mut bodies = cx.copies.of_step(step).iter().filter(|wording| wording.part == Part::Body);
        let weak = bodies.find(|wording| !tells_how(cx, wording));
        if cx.touch(step).is_some_and(|touch| touch.variants.iter().any(|copy| may_end_otherwise(touch, copy))) {
            if weak.is_some() || bodies.next().is_none() {
                found.lacks("step.body");
            }
            continue;
        }
        let Some(weak) = weak else { continue };
        found.push(
            cx.finding(
                weak.text.place,
                "no number, no address, no word of replying",
                "the last that a person hears from you says nowhere how to reach somebody when they are ready",
            )
            .step(cx.step_id(step))
            .help("end with an open door: a name, and a number, an address or \"just reply to this\"")
            .witness(pressure::proof(cx, nth, &[step])),
        );
    }
}

/// Whether more stands under a text than the file shows: all of it, or a signature that the platform may put there.
fn may_end_otherwise(touch: &Touch, copy: &Copy) -> bool {
    let signed =
        touch.channel.value == Channel::Email && (copy.adds.name.is_unknown() || copy.adds.name.is(|yes| *yes));
    copy.body.is_unknown() || signed
}

/// Whether a text tells how to reach a person, or may do so in what is filled in.
fn tells_how(cx: &Context<'_>, wording: &Wording<'_>) -> bool {
    let seen = html::visible(&wording.text.value);
    let calls = |href: &str| href.starts_with("mailto:") || href.starts_with("tel:") || href.starts_with("sms:");
    cx.hits(wording, "reaching_phrases").next().is_some()
        || has_number_or_address(seen.text())
        || seen.links().iter().any(|link| calls(&link.href))
        || has_telling_tag(&wording.text.value)
}

fn has_number_or_address(text: &str) -> bool {
    static NUMBER: OnceLock<Option<Regex>> = OnceLock::new();
    static ADDRESS: OnceLock<Option<Regex>> = OnceLock::new();
    let number = NUMBER.get_or_init(|| Regex::new(r"(?:\+|\b)\d[\d ().\-/\u{a0}]{6,}\d\b").ok());
    let address = ADDRESS.get_or_init(|| Regex::new(r"[\w.+\-]+@[\w\-]+\.[a-z]{2,}").ok());
    number.as_ref().is_some_and(|number| {
        number.find_iter(text).any(|hit| hit.as_str().bytes().filter(u8::is_ascii_digit).count() >= 7)
    }) || address.as_ref().is_some_and(|address| address.is_match(text))
}

/// Whether something is filled in that may hold a number: a signature, the sender's phone, a calendar.
fn has_telling_tag(text: &str) -> bool {
    const TELLING: [&str; 9] =
        ["sender", "signature", "phone", "owner", "calendar", "meeting", "booking", "agent", "contact_us"];
    tags::scan(text).tags.iter().any(|tag| {
        let path = tag.path.to_lowercase();
        TELLING.iter().any(|word| path.contains(word))
    })
}
