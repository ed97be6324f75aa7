//! Both ways of a branch lead to one place.

use crate::model::Target;
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("structure/dead-branch", include_str!("../../../rules/structure/dead-branch.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (index, step) in cx.campaign.steps.iter().enumerate() {
        let Some(branch) = step.branch() else { continue };
        // In an export two ways to the end are no decision that anybody wrote: it shows them where its picture breaks off.
        let to = match branch.yes {
            Target::Step(to) => format!("\"{}\"", short(cx.step_id(to))),
            Target::End if cx.campaign.is_native() => "the end".to_owned(),
            Target::End => continue,
        };
        if branch.yes != branch.no {
            continue;
        }
        found.push(
            cx.finding(
                branch.place,
                format!("both ways lead to {to}"),
                "whatever a person does here, the same comes next",
            )
            .step(cx.step_id(index))
            .help("send those who did it another way, or take the branch out and wait instead"),
        );
    }
}

/// An id that fits a label.
fn short(id: &str) -> String {
    const MOST: usize = 40;
    if id.chars().count() <= MOST { id.to_owned() } else { id.chars().take(MOST - 1).chain(['…']).collect() }
}
