//! A message without words.

use crate::copy::message::Message;
use crate::model::{Channel, Copy, Fact, Touch};
use crate::rules::{Context, Findings, Rule, Wording};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("copy/missing-body", include_str!("../../../rules/copy/missing-body.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    // A file that holds no body at all is a plan; the copy is kept elsewhere.
    let holds_copy =
        cx.campaign.touches().any(|(_, _, touch)| touch.variants.iter().any(|copy| copy.body.is(|_| true)));
    for (step, _, touch) in cx.campaign.touches().filter(|(_, _, touch)| needs_words(touch)) {
        let mut variants = touch.variants.iter().enumerate();
        let Some((place, label)) = variants.find_map(|(variant, copy)| {
            let body = cx.copies.body(step, variant);
            missing(touch, copy, body, holds_copy)
        }) else {
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

fn missing(
    touch: &Touch,
    copy: &Copy,
    body: Option<&Wording<'_>>,
    holds_copy: bool,
) -> Option<(Option<Place>, &'static str)> {
    match &copy.body {
        Fact::Stated(written) if body.is_some_and(|body| is_blank(body.message())) => {
            Some((Some(written.place), "empty"))
        }
        Fact::Absent(_) if holds_copy && !touch.manual.is(|yes| *yes) => Some((None, "no words")),
        _ => None,
    }
}

fn is_blank(message: &Message<'_>) -> bool {
    let body = message.body();
    message.text().trim().is_empty() && !(message.is_html() && (body.contains("<img") || body.contains("<IMG")))
}
