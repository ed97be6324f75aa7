//! A complaint is answered without the next action and its date.

use super::{first_answers, known_bodies};
use crate::model::Intent;
use crate::rules::{Context, Findings, Rule, Wording};

pub(super) const RULE: Rule = Rule::campaign(
    "care/complaint-without-next-step",
    include_str!("../../../rules/care/complaint-without-next-step.md"),
    check,
);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for index in first_answers(cx) {
        let solved = cx.touch(index).is_some_and(|touch| touch.intent.is(|intent| *intent == Intent::Resolution));
        let Some(bodies) = known_bodies(cx, index).filter(|_| !solved) else { continue };
        let lacks = bodies.iter().filter(|wording| cx.may_be_english(wording)).find_map(|wording| {
            let says = |list: &str| cx.hits(wording, list).next().is_some();
            match (
                says("solved_phrases"),
                says("action_phrases"),
                says("time_phrases") || says_time(&wording.text.value) || fills_in_a_day(wording),
            ) {
                (true, _, _) | (_, true, true) => None,
                (_, true, false) => Some("a person who complains hears what happens next, but not by when"),
                _ => Some("a person who complains does not hear what happens next, and by when"),
            }
        });
        if let Some(message) = lacks {
            found.push(cx.finding(cx.touch_place(index), "the first answer", message).step(cx.step_id(index)).help(
                "name the next action and its day: \"I will check with the kitchen and write to you by Friday\"",
            ));
        }
    }
}

/// Whether a text holds a figure with a unit of time ("24 hours", "2 days") or a day of a month ("3 May", "12/05").
fn says_time(text: &str) -> bool {
    const UNITS: [&str; 5] = ["hour", "day", "week", "minute", "working"];
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.windows(2).any(|pair| {
        let [number, unit] = pair else { return false };
        number.starts_with(|c: char| c.is_ascii_digit()) && UNITS.iter().any(|name| unit.starts_with(name))
    }) || words.iter().any(|word| {
        let parts: Vec<&str> = word.trim_matches(|c: char| !c.is_ascii_digit()).split(['/', '.', '-']).collect();
        parts.len() > 1 && parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
    })
}

/// Whether a day or an hour is filled in: "by {{ due_date }}".
fn fills_in_a_day(wording: &Wording<'_>) -> bool {
    const TELLING: [&str; 7] = ["date", "day", "deadline", "due", "time", "until", "eta"];
    wording.message().tags().tags.iter().any(|tag| {
        let path = tag.path.to_lowercase();
        path.split(|c: char| !c.is_alphanumeric()).any(|word| TELLING.iter().any(|telling| word.ends_with(telling)))
    })
}
