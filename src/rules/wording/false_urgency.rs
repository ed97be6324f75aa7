//! Hurry and scarcity that an automated message cannot keep true.

use super::said::{Speech, pressing, report, sentence_of};
use crate::copy::phrases::Hit;
use crate::rules::{Context, Findings, Part, Rule, Wording, days, words};

pub(super) const RULE: Rule =
    Rule::campaign("copy/false-urgency", include_str!("../../../rules/copy/false-urgency.md"), check);

const SPEECH: Speech = Speech {
    label: "hurry without a date",
    message: "a person is hurried: {}, whenever they happen to read it",
    help: "name the day on which it ends, or the number that is true when it is read; else leave the hurry out",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let open_ended = |wording: &Wording<'_>, hit: &Hit| {
        !has_an_end(cx, wording.step)
            && !is_dated(wording, hit)
            && !subject_names_a_day(cx, wording.step)
            && !says_an_end(cx, wording.step)
    };
    let own = |wording: &Wording<'_>, hit: &Hit| !words::is_quoted(&wording.text.value, &hit.range);
    let mut said = pressing(cx, found, "hurry_phrases", own);
    said.extend(pressing(cx, found, "ending_phrases", |wording, hit| own(wording, hit) && open_ended(wording, hit)));
    report(cx, found, said, &SPEECH);
}

/// Whether the offer of the touch states its last day.
fn has_an_end(cx: &Context<'_>, step: usize) -> bool {
    let offer = cx.touch(step).and_then(|touch| touch.offer.as_ref());
    offer.is_some_and(|offer| offer.expires.value().is_some())
}

/// Whether the subject names the day that the hurry is about: "Cyber Monday", "Friday's sale".
fn subject_names_a_day(cx: &Context<'_>, step: usize) -> bool {
    let mut subjects = cx.copies.of_step(step).iter().filter(|wording| wording.part == Part::Subject);
    subjects.any(|subject| days::names_a_day(&subject.text.value))
}

/// Whether the sentence that says it names the day, or has a field that may.
fn is_dated(wording: &Wording<'_>, hit: &Hit) -> bool {
    let sentence = sentence_of(wording, &hit.range);
    wording.text.value.get(sentence).is_some_and(days::names_a_day)
}

/// Whether any sentence of the message says on which day something ends.
fn says_an_end(cx: &Context<'_>, step: usize) -> bool {
    cx.copies.of_step(step).iter().any(|wording| {
        let message = wording.message();
        message.sentences().into_iter().any(|sentence| days::names_an_end(message.slice(sentence)))
    })
}
