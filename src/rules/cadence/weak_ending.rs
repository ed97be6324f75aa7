//! The last thing that a silent person gets says nowhere how to reach somebody.

use crate::copy::message::{Contact, ContactKind, Language, Message};
use crate::model::{Channel, Copy, Touch};
use crate::rules::{Context, Findings, Part, Rule, Wording, pressure};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/weak-ending", include_str!("../../../rules/cadence/weak-ending.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let last: BTreeSet<usize> = pressure::SILENCE
        .into_iter()
        .filter_map(|who| Some((who, cx.timeline.track(who)?)))
        .flat_map(|(_, track)| track.last.iter().copied())
        .filter(|step| pressure::presses(cx.campaign, *step) && !is_answered_in_place(cx, *step))
        .collect();
    if last.is_empty() || !pressure::may_press(cx, found) {
        return;
    }
    for (nth, step) in last.into_iter().enumerate() {
        let mut bodies = cx.copies.of_step(step).iter().filter(|wording| wording.part == Part::Body);
        let weak = bodies.find(|wording| !tells_how(cx, wording));
        if cx.touch(step).is_some_and(|touch| touch.variants.iter().any(|copy| may_end_otherwise(cx, touch, copy))) {
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

/// Whether an answer goes to the sender by the way it came: below a chat there is always a box to type in.
fn is_answered_in_place(cx: &Context<'_>, step: usize) -> bool {
    cx.touch(step).is_some_and(|touch| matches!(touch.channel.value, Channel::Linkedin | Channel::Whatsapp))
}

/// Whether more stands under a text than the file shows: all of it, or a signature that the platform may put there. What
/// a tool keeps with a call are notes for the caller, and no script.
fn may_end_otherwise(cx: &Context<'_>, touch: &Touch, copy: &Copy) -> bool {
    let signed =
        touch.channel.value == Channel::Email && (copy.adds.name.is_unknown() || copy.adds.name.is(|yes| *yes));
    let noted = matches!(touch.channel.value, Channel::Call | Channel::Voicemail) && !cx.campaign.is_native();
    copy.body.is_unknown() || signed || noted
}

/// Whether a text tells how to reach a person, or may do so in what is filled in.
fn tells_how(cx: &Context<'_>, wording: &Wording<'_>) -> bool {
    let message = wording.message();
    // An address to send a letter to stands under every mail by law, and nobody is reached there.
    let reaches = |contact: &Contact| contact.kind != ContactKind::Postal;
    // A text that ends on a question is answered where it stands.
    let asks = message.channel() == Channel::Sms && message.text().trim_end().ends_with('?');
    asks
        || message.contacts().iter().any(reaches)
        || cx.hits(wording, "reaching_phrases").next().is_some()
        || has_telling_tag(message)
        || message.links().iter().any(|link| leads_to_somebody(&link.url))
        // What nobody here can read may say it.
        || cx.copies.language(wording) == Language::Unknown && !cx.may_be_english(wording)
}

/// Whether a link leads to a page with the ways to reach somebody, or into a chat.
fn leads_to_somebody(url: &str) -> bool {
    const TELLING: [&str; 7] = ["contact", "kontakt", "contatt", "wa.me/", "m.me/", "t.me/", "livechat"];
    let url = url.to_lowercase();
    TELLING.iter().any(|word| url.contains(word))
}

/// Whether something is filled in that may hold a number: a signature, the sender's phone, a calendar.
fn has_telling_tag(message: &Message<'_>) -> bool {
    const TELLING: [&str; 9] =
        ["sender", "signature", "phone", "owner", "calendar", "meeting", "booking", "agent", "contact_us"];
    message.tags().tags.iter().any(|tag| {
        let path = tag.path.to_lowercase();
        TELLING.iter().any(|word| path.contains(word))
    })
}
