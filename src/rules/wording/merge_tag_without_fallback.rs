//! A name tag that leaves a hole where the field is empty.

use super::naming::INTRODUCTIONS;
use super::said::{self, Said, Speech, report, report_milder};
use crate::copy::message::Message;
use crate::copy::tags::{Syntax, Tag};
use crate::finding::Severity;
use crate::model::Purpose;
use crate::rules::{Context, Findings, Rule, Wording, words};

pub(super) const RULE: Rule = Rule::campaign(
    "copy/merge-tag-without-fallback",
    include_str!("../../../rules/copy/merge-tag-without-fallback.md"),
    check,
);

const SPEECH: Speech = Speech {
    label: "nothing where there is no name",
    message: "a person whose name you do not have reads a hole where {} stands",
    help: "say what to write without a name: {field}",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let said: Vec<Said> = cx
        .copies
        .all()
        .iter()
        .flat_map(|wording| holes(cx, wording).into_iter().map(move |tag| said::seen(cx, wording, tag.range.clone())))
        .collect();
    let (owed, said): (Vec<Said>, Vec<Said>) = said.into_iter().partition(|said| is_transactional(cx, said.step));
    report(cx, found, said, &SPEECH);
    report_milder(cx, found, owed, &SPEECH, Severity::Info);
}

/// Whether a message answers what somebody did: who ordered or wrote has most often given a name.
fn is_transactional(cx: &Context<'_>, step: usize) -> bool {
    cx.campaign.purpose.is(|purpose| matches!(purpose, Purpose::Transactional | Purpose::Service))
        || cx.touch(step).is_some_and(|touch| touch.transactional.is(|yes| *yes))
}

/// Whether a field belongs to what the person has just filled in, an order or a form, and to no list: there the name was
/// asked for, and whether it may be missing is not in the file.
fn is_of_a_record(written: &str) -> bool {
    const RECORDS: &str = "order customer form client candidate applicant booking appointment billing shipping patient invoice payment \
        submission registration intake lead reservation ticket checkout";
    let lower = written.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    // An expression reads what the step before it handed on.
    written.contains("{$")
        || written.contains("{ $")
        || words.any(|word| RECORDS.split_whitespace().any(|record| word.starts_with(record)))
}

/// The name tags of a text whose empty value shows.
fn holes<'c>(cx: &Context<'_>, wording: &'c Wording<'_>) -> Vec<&'c Tag> {
    let message = wording.message();
    // Before a name among the words of a link stands a space, and within an address none.
    let in_address = |tag: &Tag| {
        let is_value = words::shortly_before(message.text(), tag.range.start, 1) == "=";
        is_value
            || message.links().iter().filter(|link| link.range.contains(&tag.range.start)).any(|link| {
                let before = message.slice(link.range.start..tag.range.start);
                before.contains('/') && !before.ends_with(char::is_whitespace)
            })
    };
    let copy = cx.touch(wording.step).and_then(|touch| touch.variants.get(wording.variant));
    let is_filled = |tag: &Tag| {
        copy.is_some_and(|copy| copy.filled.iter().any(|filled| filled == message.slice(tag.range.clone())))
    };
    let tags = message.tags().tags.iter();
    let owed = is_transactional(cx, wording.step);
    let blank = tags.filter(|tag| tag.is_name() && tag.may_be_blank() && !has_own_default(cx, tag));
    blank
        .filter(|tag| {
            let asked_for = owed && is_of_a_record(message.slice(tag.range.clone()));
            !in_address(tag) && !is_filled(tag) && !asked_for && !names_the_writer(message, tag)
        })
        .collect()
}

/// Whether a tag fills in who writes or whom the person will meet, and no reader: "this is {{user.name}}".
fn names_the_writer(message: &Message<'_>, tag: &Tag) -> bool {
    const MEETS: [&str; 3] = ["appointment with", "call with", "meeting with"];
    let before = words::shortly_before(message.text(), tag.range.start, 40).to_lowercase();
    // "our {{name}} conference" names a thing.
    let of_a_thing = [" our ", " the ", " this ", " a "].iter().any(|word| before.ends_with(word));
    of_a_thing || INTRODUCTIONS.iter().chain(&MEETS).any(|words| before.trim_end().ends_with(words))
}

/// Whether the tool keeps words for the empty field elsewhere: Mailchimp in the list's settings, HubSpot in the account's. A
/// variable of a Twilio Studio flow is set by the flow.
fn has_own_default(cx: &Context<'_>, tag: &Tag) -> bool {
    let dialect = cx.campaign.dialect;
    tag.syntax == Syntax::StarBar
        || dialect == "hubspot"
        || dialect == "twilio-studio" && tag.path.starts_with("flow.variables.")
}
