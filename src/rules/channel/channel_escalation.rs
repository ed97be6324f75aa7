//! Silence on a quiet channel is answered with a louder one.

use super::announced::{Announcements, Warning, rings};
use crate::finding::Severity;
use crate::model::time;
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::{Gap, Recipient};

pub(super) const RULE: Rule =
    Rule::campaign("channel/channel-escalation", include_str!("../../../rules/channel/channel-escalation.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let mut louder: Vec<(Gap, Recipient)> = pressure::gaps(cx);
    louder.retain(|(gap, _)| is_louder(cx, gap));
    // What comes in the same hour answers no silence.
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::is_touch(cx.campaign, step));
    let is_hidden = |gap: &Gap| hidden.get(gap.to).is_some_and(|hidden| *hidden);
    if louder.iter().any(|(gap, _)| gap.gap_s < time::HOUR && is_hidden(gap)) {
        found.lacks("step.wait");
    }
    louder.retain(|(gap, _)| gap.gap_s >= time::HOUR);
    louder.dedup_by_key(|(gap, _)| gap.to);
    if louder.is_empty() {
        return;
    }
    let announcements = Announcements::of(cx);
    let mut unsure = false;
    louder.retain(|(gap, _)| {
        let calls = cx.touch(gap.to).is_some_and(|touch| rings(touch.channel.value));
        match if calls { announcements.warning(cx, gap.to) } else { Warning::Missing } {
            Warning::Given => false,
            Warning::Missing => true,
            Warning::Unknown => {
                unsure = true;
                false
            }
        }
    });
    if unsure {
        found.lacks("step.body");
    }
    let [(first, _), rest @ ..] = louder.as_slice() else { return };
    let (Some(before), Some(touch)) = (cx.touch(first.from), cx.touch(first.to)) else { return };
    let (quiet, loud) = (before.channel.value.with_article(), touch.channel.value.with_article());
    let mut finding = cx
        .finding(
            cx.touch_place(first.to),
            "louder than before",
            format!("a person who does not answer {quiet} gets {loud}"),
        )
        .step(cx.step_id(first.to))
        .label(cx.touch_place(first.from), "no answer to this")
        .help("stay on the channel that they know, or a quieter one; silence asks for less, not for more")
        .witness(pressure::proof(cx, 0, &[first.from, first.to]));
    for (gap, _) in rest.iter().take(5) {
        finding = finding.label(cx.touch_place(gap.to), "louder again");
    }
    let calls = louder.iter().any(|(gap, _)| cx.touch(gap.to).is_some_and(|t| rings(t.channel.value)));
    // An email after a text disturbs nobody at dinner.
    if calls { found.push(finding) } else { found.push_milder(finding, Severity::Info) }
}

fn is_louder(cx: &Context<'_>, gap: &Gap) -> bool {
    let (Some(before), Some(touch)) = (cx.touch(gap.from), cx.touch(gap.to)) else { return false };
    let (quiet, loud) = (before.channel.value, touch.channel.value);
    // A letter, or a word in an app, may lie unseen for days: nobody can say that it was met with silence.
    let heard = quiet.loudness() > 0 || rings(loud);
    heard && loud.loudness() > quiet.loudness() && pressure::presses(cx.campaign, gap.to)
}
