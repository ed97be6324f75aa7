//! An advertisement without the label that the region's law puts before it.

use crate::model::{Channel, Fact};
use crate::rules::regions::{Held, Label, PerChannel, Regions, is_commercial, note, solicitations};
use crate::rules::{Context, Findings, Rule};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("law/subject-label", include_str!("../../../rules/law/subject-label.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |_| true);
    if steps.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    let mut labels = PerChannel::new(&regions, |law| &law.label);
    for duty in regions.duties(|law| &law.label) {
        let mut places: Vec<(usize, Place)> = Vec::new();
        for &step in &steps {
            let Some(touch) = cx.touch(step) else { continue };
            let channel = touch.channel.value;
            if !labels.on(cx, found, channel).iter().any(|h| std::ptr::eq(h.duty, duty.duty)) {
                continue;
            }
            for copy in &touch.variants {
                // An email is labelled in its subject, everything else where it begins.
                let text = if channel == Channel::Email { &copy.subject } else { &copy.body };
                match text {
                    Fact::Unknown => found.lacks(if channel == Channel::Email { "step.subject" } else { "step.body" }),
                    Fact::Stated(text) if !is_labelled(&text.value, &duty.duty.what) => places.push((step, text.place)),
                    _ => {}
                }
            }
        }
        report(cx, found, &duty, &places);
    }
}

fn report(cx: &Context<'_>, found: &mut Findings, held: &Held<'_, Label>, places: &[(usize, Place)]) {
    let [(step, place), rest @ ..] = places else { return };
    let text = held.duty.what.text.trim();
    let message = format!("a person in {} cannot see that this is an advertisement", held.place());
    let mut finding = cx
        .finding(*place, format!("does not begin with {text}"), message)
        .step(cx.step_id(*step))
        .help(format!("begin with exactly this: {text}"))
        .note(note([&held.duty.source]));
    for (_, place) in rest {
        finding = finding.label(*place, "nor does this");
    }
    found.push(finding);
}

fn is_labelled(text: &str, label: &Label) -> bool {
    let text = text.trim_start();
    if text.starts_with(&label.text) {
        return true;
    }
    label.only_misspelt && !letters(text).starts_with(&letters(&label.text))
}

fn letters(text: &str) -> String {
    text.chars().take(200).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
