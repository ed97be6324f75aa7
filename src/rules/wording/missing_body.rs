//! A message without words.

use crate::copy::html;
use crate::model::{Channel, Copy, Fact, Touch};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("copy/missing-body", include_str!("../../../rules/copy/missing-body.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    // A file that holds no body at all is a plan; the copy is kept elsewhere.
    let holds_copy =
        cx.campaign.touches().any(|(_, _, touch)| touch.variants.iter().any(|copy| copy.body.is(|_| true)));
    for (step, _, touch) in cx.campaign.touches().filter(|(_, _, touch)| needs_words(touch)) {
        let Some((place, label)) = touch.variants.iter().find_map(|copy| missing(touch, copy, holds_copy)) else {
            continue;
        };
        let place = place.unwrap_or_else(|| cx.touch_place(step));
        found.push(cx.finding(place, label, "a person gets a message with nothing in it").step(cx.step_id(step)).help(
            cx.advice(
                "write what the message says, in `body` or in a file of its own: body_file",
                "write what the message says, or take it out",
            ),
        ));
    }
}

fn needs_words(touch: &Touch) -> bool {
    matches!(touch.channel.value, Channel::Email | Channel::Sms | Channel::Whatsapp | Channel::Push)
}

fn missing(touch: &Touch, copy: &Copy, holds_copy: bool) -> Option<(Option<Place>, &'static str)> {
    match &copy.body {
        Fact::Stated(body) if is_blank(&body.value) => Some((Some(body.place), "empty")),
        Fact::Absent(_) if holds_copy && !touch.manual.is(|yes| *yes) => Some((None, "no words")),
        _ => None,
    }
}

fn is_blank(body: &str) -> bool {
    if body.trim().is_empty() {
        return true;
    }
    let seen = html::visible(body);
    seen.is_html() && seen.text().trim().is_empty() && !body.contains("<img") && !body.contains("<IMG")
}
