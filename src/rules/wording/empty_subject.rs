//! A mail without a subject.

use crate::model::{Channel, Copy, Fact, Touch};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("copy/empty-subject", include_str!("../../../rules/copy/empty-subject.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (step, _, touch) in cx.campaign.touches().filter(|(_, _, touch)| touch.channel.value == Channel::Email) {
        let Some((place, label)) = touch.variants.iter().find_map(|copy| missing(touch, copy)) else { continue };
        let place = place.unwrap_or_else(|| cx.touch_place(step));
        found.push(
            cx.finding(place, label, "a person sees a mail that does not say what it is about")
                .step(cx.step_id(step))
                .help("write a subject: what is in the mail, in a few words"),
        );
    }
}

/// Where a subject is missing, and how; the step is meant where there is no place. A reply in a thread has that of the thread,
/// and who writes a mail by hand writes its subject too.
fn missing(touch: &Touch, copy: &Copy) -> Option<(Option<Place>, &'static str)> {
    let inherits = touch.thread.is(|yes| *yes) || touch.manual.is(|yes| *yes);
    match &copy.subject {
        Fact::Stated(subject) if subject.value.trim().is_empty() && !touch.thread.is(|yes| *yes) => {
            Some((Some(subject.place), "empty"))
        }
        // A plan without words is no mail yet; one with a body is.
        Fact::Absent(_) if !inherits && copy.body.is(|body| !body.trim().is_empty()) => Some((None, "no subject")),
        _ => None,
    }
}
