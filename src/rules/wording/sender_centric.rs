//! A message about the one who writes.

use super::said::{self, Said, Speech, pressing, report};
use crate::copy::message::Language;
use crate::copy::phrases::Hit;
use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule, Wording, pressure};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("copy/sender-centric", include_str!("../../../rules/copy/sender-centric.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    sentences: usize,
    words: usize,
}

const SPEECH: Speech = Speech {
    label: "about you",
    message: "a person reads about the sender first: {}",
    help: "begin with what you know of their question, and what it is worth to them",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    let opening = |wording: &Wording<'_>, hit: &Hit| {
        wording.part == Part::Subject || hit.range.start < opening_end(wording, options.sentences)
    };
    let mut said = pressing(cx, found, "phrases", opening);
    said.extend(pressing(cx, found, "favour_phrases", is_of_the_message));
    // A text to a phone has to say who writes.
    said.retain(|said| !is_to_a_phone(cx, said.step));
    if said::may_press(cx.campaign) && !cx.campaign.purpose.is_unknown() {
        let own = cx.copies.all().iter().filter(|w| w.part == Part::Body && pressure::presses(cx.campaign, w.step));
        let own = own.filter(|wording| !is_to_a_phone(cx, wording.step));
        said.extend(own.filter_map(|wording| speaks_of_itself(cx, wording, options.words)));
    }
    report(cx, found, said, &SPEECH);
}

fn is_to_a_phone(cx: &Context<'_>, step: usize) -> bool {
    cx.touch(step)
        .is_some_and(|touch| !matches!(touch.channel.value, Channel::Email | Channel::Linkedin | Channel::Postal))
}

/// Whether something is said in the message itself, and not below it.
fn is_of_the_message(wording: &Wording<'_>, hit: &Hit) -> bool {
    let message = wording.message();
    wording.part == Part::Subject || hit.range.start < message.source(message.core()).end
}

/// Where the first sentences of a text end, as written.
fn opening_end(wording: &Wording<'_>, sentences: usize) -> usize {
    let message = wording.message();
    let core = message.core();
    let own = message.sentences().iter().filter(|sentence| core.contains(&sentence.start)).take(sentences);
    own.last().map_or(0, |last| message.source(last.clone()).end)
}

/// The first sentence of a text that says "we" and "I" over and over, and "you" not once.
fn speaks_of_itself(cx: &Context<'_>, wording: &Wording<'_>, words: usize) -> Option<Said> {
    let message = wording.message();
    // Who is quoted speaks of themselves.
    let quotes = message.text().contains(['"', '“', '”']);
    // What is filled in speaks of the reader.
    let filled = message.tags().tags.len() > 1 || message.tags().placeholders.len() > 1;
    if quotes || filled || message.language() != Language::English {
        return None;
    }
    let persons = message.persons();
    if persons.ours < words || persons.yours > 0 {
        return None;
    }
    let core = message.core();
    let first = message.sentences().iter().find(|sentence| core.contains(&sentence.start))?;
    Some(said::seen(cx, wording, first.clone()))
}
