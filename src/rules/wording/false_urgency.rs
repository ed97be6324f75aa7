//! Hurry and scarcity that an automated message cannot keep true.

use super::said::{PerStep, Speech, pressing, report, sentence_of};
use crate::copy::phrases::Hit;
use crate::rules::{Context, Findings, Part, Rule, Wording, days, words};
use std::ops::Range;

pub(super) const RULE: Rule =
    Rule::campaign("copy/false-urgency", include_str!("../../../rules/copy/false-urgency.md"), check);

const SPEECH: Speech = Speech {
    label: "hurry without a date",
    message: "a person is hurried: {}, whenever they happen to read it",
    help: "name the day on which it ends, or the number that is true when it is read; else leave the hurry out",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let own = |wording: &Wording<'_>, hit: &Hit| !words::is_quoted(&wording.text.value, &hit.range);
    let mut ended = PerStep::default();
    let mut dates = Dates::default();
    let mut said = pressing(cx, found, "hurry_phrases", own);
    said.extend(pressing(cx, found, "ending_phrases", |wording, hit| {
        own(wording, hit)
            && !dates.hold(wording, hit)
            && !ended.get(wording.step, |step| {
                has_an_end(cx, step) || subject_names_a_day(cx, step) || says_an_end(cx, step)
            })
    }));
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

/// Which sentences name a day, or have a field that may hold one: of the last one that was asked for.
#[derive(Default)]
struct Dates {
    sentence: Option<((usize, usize, Part), Range<usize>)>,
    is_dated: bool,
}

impl Dates {
    fn hold(&mut self, wording: &Wording<'_>, hit: &Hit) -> bool {
        let range = sentence_of(wording, &hit.range);
        let sentence = Some(((wording.step, wording.variant, wording.part), range.clone()));
        if self.sentence != sentence {
            self.is_dated = wording.text.value.get(range).is_some_and(days::names_a_day);
            self.sentence = sentence;
        }
        self.is_dated
    }
}

/// Whether any sentence of the message says on which day something ends.
fn says_an_end(cx: &Context<'_>, step: usize) -> bool {
    cx.copies.of_step(step).iter().any(|wording| {
        let message = wording.message();
        message.sentences().iter().any(|sentence| days::names_an_end(message.slice(sentence.clone())))
    })
}
