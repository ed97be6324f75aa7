//! The same thing goes out on two channels within a day.

use crate::finding::Finding;
use crate::model::{Intent, time};
use crate::rules::{Context, Findings, Part, Rule, Seconds, pressure};
use crate::timeline::Gap;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule =
    Rule::campaign("cadence/redundant-channels", include_str!("../../../rules/cadence/redundant-channels.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    within: Seconds,
    alike: f64,
}

/// Fewer words in common make nothing alike.
const LEAST_WORDS: usize = 5;

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !pressure::may_press(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let hidden = pressure::hidden_waits(cx.campaign, &|step| pressure::is_touch(cx.campaign, step));
    let mut told: Vec<Finding> = Vec::new();
    // Which finding speaks of a touch: a third message of the same kind belongs to the one that the first two made.
    let mut of: BTreeMap<usize, usize> = BTreeMap::new();
    for (gap, _) in pressure::gaps(cx) {
        if gap.gap_s >= options.within.0 || !on_two_lines(cx, &gap) {
            continue;
        }
        if hidden.get(gap.to).is_some_and(|hidden| *hidden) {
            found.lacks("step.wait");
            continue;
        }
        match is_same(cx, &gap, options) {
            None => found.lacks("step.body"),
            Some(false) => {}
            Some(true) => {
                let known = of.get(&gap.from).copied();
                if let Some(finding) = known.and_then(|index| told.get_mut(index)) {
                    if !of.contains_key(&gap.to) && finding.labels.len() < 7 {
                        *finding = finding.clone().label(cx.touch_place(gap.to), "and once more");
                    }
                } else {
                    of.insert(gap.from, told.len());
                    told.push(finding(cx, &gap).witness(pressure::proof(cx, told.len(), &[gap.from, gap.to])));
                }
                of.entry(gap.to).or_insert(known.unwrap_or(told.len() - 1));
            }
        }
    }
    for finding in told {
        found.push(finding);
    }
}

fn finding(cx: &Context<'_>, gap: &Gap) -> Finding {
    let name = |step: usize| cx.touch(step).map_or("", |touch| touch.channel.value.with_article());
    let later = if gap.gap_s == 0 { "at once".to_owned() } else { format!("{} later", time::spoken(gap.gap_s)) };
    let message = format!("a person gets {}, and the same in {} {later}", name(gap.from), name(gap.to));
    cx.finding(cx.touch_place(gap.to), "the same again", message)
        .step(cx.step_id(gap.to))
        .label(cx.touch_place(gap.from), "said here first")
        .help("say it once, on the channel that they prefer; wait for an answer before you try another")
}

/// Whether both touches press, on channels that are not one line: a call and its voicemail are.
fn on_two_lines(cx: &Context<'_>, gap: &Gap) -> bool {
    let (Some(before), Some(touch)) = (cx.touch(gap.from), cx.touch(gap.to)) else { return false };
    let (one, other) = (before.channel.value, touch.channel.value);
    one != other
        && one.kin() != Some(other)
        && other.kin() != Some(one)
        && [gap.from, gap.to].iter().all(|step| pressure::presses(cx.campaign, *step))
}

/// Whether two touches say the same; none where their words are not in the file.
fn is_same(cx: &Context<'_>, gap: &Gap, options: &Options) -> Option<bool> {
    let (before, touch) = (cx.touch(gap.from)?, cx.touch(gap.to)?);
    let same_intent = touch.intent.get().is_some_and(|intent| {
        before.intent.get() == Some(intent)
            && matches!(intent, Intent::Offer | Intent::Reminder | Intent::Announcement | Intent::Survey)
    });
    if same_intent || cx.says(gap.to, "referring_phrases") {
        return Some(true);
    }
    if [before, touch].iter().any(|t| t.variants.iter().any(|copy| copy.body.is_unknown())) {
        return None;
    }
    let (one, other) = (words(cx, gap.from), words(cx, gap.to));
    let both = one.intersection(&other).count();
    Some(both >= LEAST_WORDS && both as f64 >= options.alike * one.len().min(other.len()) as f64)
}

/// The words of a touch that carry meaning: those of four letters or more between greeting and footer.
fn words(cx: &Context<'_>, step: usize) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for wording in cx.copies.of_step(step).iter().filter(|wording| wording.part == Part::Body) {
        let message = wording.message();
        let said = message.slice(message.core()).split(|c: char| !c.is_alphanumeric());
        words.extend(said.filter(|word| word.chars().count() > 3).map(str::to_lowercase));
    }
    words
}
