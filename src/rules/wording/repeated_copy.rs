//! The same message again.

use super::said::may_press;
use crate::copy::similar::Runs;
use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule, Wording, pressure};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("copy/repeated-copy", include_str!("../../../rules/copy/repeated-copy.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    likeness: f64,
    words: usize,
}

/// How many texts before it a text is compared with: nobody remembers more.
const BEFORE: usize = 24;

/// How many findings a campaign gets.
const MOST: usize = 20;

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !may_press(cx.campaign) {
        return;
    }
    let options: &Options = cx.options();
    let mut texts: Vec<(&Wording<'_>, &Runs)> = Vec::new();
    let mut reported = 0;
    let mut last = usize::MAX;
    for wording in cx.copies.all().iter().filter(|wording| is_read(cx, wording, options.words)) {
        let runs = wording.message().runs();
        let again = texts.iter().rev().take(BEFORE).find_map(|(earlier, before)| {
            let alike = earlier.step != wording.step && before.is_like(runs, options.likeness);
            alike.then(|| Some((*earlier, walk(cx, earlier.step, wording.step)?))).flatten()
        });
        if let Some((earlier, walk)) = again
            && last != wording.step
            && found.knows(&cx.campaign.purpose, "campaign.purpose")
        {
            (last, reported) = (wording.step, reported + 1);
            found.push(
                cx.finding(wording.text.place, "nearly word for word", "a person gets the same words a second time")
                    .label(earlier.text.place, "said here first")
                    .step(cx.step_id(wording.step))
                    .witness(cx.witness(&walk))
                    .help("say something new, or let the first message stand"),
            );
        }
        if reported == MOST {
            return;
        }
        texts.push((wording, runs));
    }
}

fn is_read(cx: &Context<'_>, wording: &Wording<'_>, words: usize) -> bool {
    wording.part == Part::Body
        && !matches!(wording.message().channel(), Channel::Call | Channel::Voicemail)
        && pressure::presses(cx.campaign, wording.step)
        && wording.message().words() >= words
}

/// A walk of a silent person that passes both steps.
fn walk(cx: &Context<'_>, from: usize, to: usize) -> Option<Vec<crate::timeline::Visit>> {
    pressure::SILENCE.into_iter().find_map(|who| cx.timeline.walk_via(who, &[from, to]))
}
