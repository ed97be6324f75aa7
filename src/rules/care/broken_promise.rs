//! The copy promises, and no later step does it.

use crate::copy::phrases::Hit;
use crate::model::{Channel, Touch};
use crate::rules::{Context, Findings, Part, Rule, Wording, paths};

pub(super) const RULE: Rule =
    Rule::campaign("care/broken-promise", include_str!("../../../rules/care/broken-promise.md"), check);

/// A kind of promise: the list of phrases that make it, what is said of it, and what keeps it.
struct Promise {
    phrases: &'static str,
    message: &'static str,
    help: &'static str,
    kept_by: fn(&Touch) -> bool,
}

const PROMISES: &[Promise] = &[
    Promise {
        phrases: "call_phrases",
        message: "a person is promised a call that never comes",
        help: "add the call, or the `task` of the one who makes it, with its deadline; or leave the promise out",
        kept_by: |touch| matches!(touch.channel.value, Channel::Call | Channel::Voicemail),
    },
    Promise {
        phrases: "refund_phrases",
        message: "a person is promised money back, and no step sends it or says that it was sent",
        help: "add the `task` of the one who pays it back, and a touch that says when it was done",
        kept_by: |_| true,
    },
    Promise {
        phrases: "write_phrases",
        message: "a person is promised another word, and none follows",
        help: "add the touch that you announce, or the `task` of the one who writes it; or leave the promise out",
        kept_by: |_| true,
    },
];

fn check(cx: &Context<'_>, found: &mut Findings) {
    let bodies: Vec<_> = cx.copies.all().iter().filter(|wording| wording.part == Part::Body).collect();
    for promise in PROMISES {
        let promised = bodies.iter().find_map(|wording| {
            let conditions: Vec<&Hit> = cx.hits(wording, "conditional_phrases").collect();
            let hit = cx.hits(wording, promise.phrases).find(|hit| !is_conditional(wording, &conditions, hit))?;
            Some((wording, hit))
        });
        let Some((wording, hit)) = promised else { continue };
        // Where the format cannot say how people got here it cannot show the work of people either.
        if !found.knows(&cx.campaign.audience.source, "audience.source") {
            return;
        }
        let kept = paths::after(cx, wording.step).into_iter().any(|later| {
            cx.step(later).is_some_and(|step| step.task().is_some() || step.touch().is_some_and(promise.kept_by))
        });
        if !kept && !super::shows_tasks(cx) {
            found.lacks("step.task");
        } else if !kept {
            let help = cx.advice(promise.help, "add the step that keeps it, or leave the promise out");
            let place = cx.copies.place(wording, hit.range.clone());
            found.push(cx.finding(place, "promised here", promise.message).step(cx.step_id(wording.step)).help(help));
        }
    }
}

/// Whether the sentence of a promise makes it depend on what the person does: "leave a number, and we will call you".
fn is_conditional(wording: &Wording<'_>, conditions: &[&Hit], promise: &Hit) -> bool {
    const LONGEST: usize = 400;
    let joined = |first: &Hit, second: &Hit| {
        let between = wording.text.value.get(first.range.end..second.range.start).unwrap_or_default();
        between.len() < LONGEST
            && !between.contains(['!', '?'])
            && ![". ", ".\n", "\n\n", "<br", "</p"].iter().any(|end| between.contains(end))
    };
    // In the order of the text: what is farther away is parted from it by whatever parts the nearest.
    let next = conditions.partition_point(|hit| hit.range.start < promise.range.start);
    let before = next.checked_sub(1).and_then(|before| conditions.get(before));
    conditions.get(next).is_some_and(|hit| joined(promise, hit)) || before.is_some_and(|hit| joined(hit, promise))
}
