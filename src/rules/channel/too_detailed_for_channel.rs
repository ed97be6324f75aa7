//! More detail than a channel carries.

use crate::copy::message::Message;
use crate::copy::sms;
use crate::model::{Channel, Purpose};
use crate::rules::{Context, Findings, Part, Rule, Wording};
use serde::Deserialize;

pub(super) const RULE: Rule = Rule::campaign(
    "channel/too-detailed-for-channel",
    include_str!("../../../rules/channel/too-detailed-for-channel.md"),
    check,
)
.with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    sms_segments: usize,
    email_words: usize,
    whatsapp_characters: usize,
    linkedin_characters: usize,
    push_characters: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    for wording in cx.copies.all().iter().filter(|wording| wording.part == Part::Body) {
        let Some(channel) = cx.touch(wording.step).map(|touch| touch.channel.value) else { continue };
        let Some((measure, carries, help)) = excess(cx, wording, channel, options) else { continue };
        // Of wordings for several cases a person gets one; how long that is, the text does not tell.
        if chooses(&wording.text.value) {
            continue;
        }
        found.push(
            cx.finding(
                wording.text.place,
                format!("{measure}, {carries} are read"),
                format!("{} of {measure} is more than anybody reads there", channel.with_article()),
            )
            .step(cx.step_id(wording.step))
            .help(help),
        );
    }
}

/// How much a text is, how much its channel carries, and what to do instead, where it is too much.
fn excess(
    cx: &Context<'_>,
    wording: &Wording<'_>,
    channel: Channel,
    options: &Options,
) -> Option<(String, String, &'static str)> {
    // Counted without what is filled in, so that the figure is the least that a person gets.
    let message = wording.message();
    let characters = || without_tags(message).chars().count();
    let (got, most, unit, help) = match channel {
        Channel::Sms => (
            sms::segments(&without_tags(message)).count,
            options.sms_segments,
            "text messages in a row",
            "say one thing, and link to the rest",
        ),
        Channel::Email if !is_wanted_long(cx) => {
            (message.words(), options.email_words, "words", "say one thing, and put the rest on a page")
        }
        Channel::Whatsapp => {
            (characters(), options.whatsapp_characters, "characters", "say one thing, and link to the rest")
        }
        Channel::Push => (characters(), options.push_characters, "characters", "one sentence, and the rest in the app"),
        Channel::Linkedin if is_note(cx, wording) => (
            characters(),
            options.linkedin_characters,
            "characters",
            "say who you are and why them; the rest can wait until they accept",
        ),
        _ => return None,
    };
    (got > most).then(|| (format!("{got} {unit}"), format!("{most}"), help))
}

/// Whether a text chooses among wordings, or repeats some, as it is filled in.
fn chooses(text: &str) -> bool {
    let begins = |at: usize| {
        let behind = text.get(at + 1..).unwrap_or("");
        let word = behind.get(1..).unwrap_or("").trim_start_matches(['-', ' ']);
        behind.starts_with("{#")
            || (behind.starts_with('%')
                && ["if ", "unless ", "case ", "for "].iter().any(|known| word.starts_with(known)))
    };
    memchr::memchr_iter(b'{', text.as_bytes()).any(begins)
}

/// Whether people asked for the length: a letter that they subscribed to, a document of a transaction.
fn is_wanted_long(cx: &Context<'_>) -> bool {
    cx.campaign.purpose.is_unknown()
        || cx.campaign.purpose.is(|purpose| matches!(purpose, Purpose::Requested | Purpose::Transactional))
}

/// Whether a LinkedIn message is the note of an invitation: the first on its walk, and without a subject.
fn is_note(cx: &Context<'_>, wording: &Wording<'_>) -> bool {
    let first = cx.campaign.touches().find(|(_, _, touch)| touch.channel.value == Channel::Linkedin);
    first.is_some_and(|(index, _, touch)| {
        index == wording.step && touch.variants.get(wording.variant).is_some_and(|copy| copy.subject.is_absent())
    })
}

fn without_tags(message: &Message<'_>) -> String {
    let text = message.text();
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for tag in &message.tags().tags {
        rest.push_str(text.get(at..tag.range.start).unwrap_or(""));
        at = at.max(tag.range.end);
    }
    rest.push_str(text.get(at..).unwrap_or(""));
    rest
}
