//! Too many touches in a week, or in a month.

use crate::model::time;
use crate::rules::{Context, Findings, Rule, pressure};
use crate::timeline::Visit;
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("cadence/touch-pressure", include_str!("../../../rules/cadence/touch-pressure.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    per_week: usize,
    per_month: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let windows = [(time::WEEK, options.per_week, "week"), (time::MONTH, options.per_month, "month")];
    for (window, most, name) in windows {
        let cap = pressure::cap(cx.campaign, window);
        if cap.is_some_and(|cap| cap <= most) {
            continue;
        }
        let mut fullest = fullest(cx, window);
        fullest.truncate(cap.unwrap_or(usize::MAX));
        let Some(over) = fullest.get(most) else { continue };
        if is_hidden(cx, &fullest) {
            found.lacks("step.wait");
            return;
        }
        let message =
            format!("the fullest {name} of a person who never answers holds {} messages from you", fullest.len());
        let mut finding = cx
            .finding(cx.touch_place(over.step), format!("touch {} in one {name}", most + 1), message)
            .step(cx.step_id(over.step))
            .help(format!("keep to {most} a {name}: spread them out, or leave some away"))
            .witness(cx.witness(&fullest));
        for (number, visit) in fullest.iter().enumerate().skip(most + 1).take(5) {
            finding = finding.label(cx.touch_place(visit.step), format!("touch {}", number + 1));
        }
        found.push(finding);
        return;
    }
}

/// The fullest window of a silent recipient or a reader.
fn fullest(cx: &Context<'_>, window: u64) -> Vec<Visit> {
    let counts = |step: usize| pressure::presses(cx.campaign, step);
    let [silent, reader] = pressure::SILENCE.map(|who| cx.timeline.densest(who, window, &counts));
    if reader.len() > silent.len() { reader } else { silent }
}

/// Whether a wait that the file does not show lies between the touches.
fn is_hidden(cx: &Context<'_>, visits: &[Visit]) -> bool {
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::presses(cx.campaign, step));
    visits.iter().skip(1).any(|visit| hidden.get(visit.step).is_some_and(|hidden| *hidden))
}
