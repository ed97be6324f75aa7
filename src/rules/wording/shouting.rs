//! Capitals and exclamation marks.

use super::said::{self, Said, Speech, report};
use crate::copy::message::Message;
use crate::rules::{Context, Findings, Part, Rule, words};
use serde::Deserialize;
use std::ops::Range;

pub(super) const RULE: Rule =
    Rule::campaign("copy/shouting", include_str!("../../../rules/copy/shouting.md"), check).with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    exclamations: usize,
    capitals: usize,
}

const SPEECH: Speech = Speech {
    label: "loud",
    message: "a person is shouted at: {}",
    help: "say it once, in small letters, and end with a stop",
};

/// How much of a line is looked at on either side, in bytes.
const LINE: usize = 400;

/// Words that texts ask people to answer with.
const KEYWORDS: [&str; 9] = ["STOP", "HELP", "QUIT", "CANCEL", "UNSUBSCRIBE", "REVOKE", "OPTOUT", "STOPALL", "INFO"];

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    let mut loud: Vec<Said> = Vec::new();
    for wording in cx.copies.all() {
        let message = wording.message();
        let ranges = exclamations(message, options.exclamations)
            .chain(capitals(message, options.capitals, wording.part))
            .map(|range| said::seen(cx, wording, range));
        loud.extend(ranges);
    }
    report(cx, found, loud, &SPEECH);
}

/// Runs of at least `least` exclamation marks, with the word before.
fn exclamations<'m>(message: &'m Message<'_>, least: usize) -> impl Iterator<Item = Range<usize>> + use<'m> {
    let text = message.text();
    message
        .tone()
        .exclamations
        .iter()
        .filter(move |run| text.get((*run).clone()).is_some_and(|r| r.chars().count() >= least))
        .map(move |run| {
            let head = text.get(..run.start).unwrap_or_default();
            let word =
                head.chars().rev().take(24).take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
            run.start - word..run.end
        })
}

/// Rows of at least `least` words in capitals that nothing but spaces parts, as commas part what is listed ("MERS, SARS,
/// AIDS"); in a body, no button and no line of its own, which may be a heading.
fn capitals(message: &Message<'_>, least: usize, part: Part) -> Vec<Range<usize>> {
    let text = message.text();
    let mut rows: Vec<(Range<usize>, usize)> = Vec::new();
    for word in &message.tone().shouted {
        if text.get(word.clone()).is_some_and(|word| KEYWORDS.contains(&word)) {
            continue;
        }
        let joins = |row: &Range<usize>| {
            text.get(row.end..word.start).is_some_and(|between| {
                // A short word in capitals between ("50% OFF NOW") belongs to the row.
                !between.contains(['\n', '.', '!', '?', ',', ';', '[', ']', '{', '}'])
                    && !between.contains(char::is_lowercase)
                    && between.len() < 24
            })
        };
        match rows.last_mut() {
            Some((row, count)) if joins(row) => {
                row.end = word.end;
                *count += 1;
            }
            _ => rows.push((word.clone(), 1)),
        }
    }
    rows.retain(|(row, count)| {
        *count >= least
            && !is_unfilled(message, row)
            && !is_bracketed(message, row)
            && (part == Part::Subject || is_in_prose(message, row))
    });
    rows.into_iter().map(|(row, _)| row).collect()
}

/// Whether it is the place of something that nobody filled in: `YOUR_LINK`, `YOUR COMPANY NAME`.
fn is_unfilled(message: &Message<'_>, row: &Range<usize>) -> bool {
    message.text().get(row.clone()).is_some_and(|row| row.contains('_') || row.starts_with("YOUR "))
}

/// Whether it stands in brackets, as the words of a button do ("[ORDER NOW]") and what somebody is to fill in.
fn is_bracketed(message: &Message<'_>, row: &Range<usize>) -> bool {
    let before = words::shortly_before(message.text(), row.start, LINE);
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.rfind('[').is_some_and(|open| !line.get(open..).unwrap_or_default().contains(']'))
}

/// Whether small letters stand on the same line, and the row is no link and in no brackets.
fn is_in_prose(message: &Message<'_>, row: &Range<usize>) -> bool {
    let (before, behind) =
        (words::shortly_before(message.text(), row.start, LINE), words::shortly_behind(message.text(), row.end, LINE));
    let before = before.rsplit('\n').next().unwrap_or_default();
    let behind = behind.split('\n').next().unwrap_or_default();
    let links = message.links();
    let next = links.partition_point(|link| link.range.start <= row.start);
    let linked = links.get(..next).is_some_and(|links| links.last().is_some_and(|link| row.end <= link.range.end));
    let small = before.chars().chain(behind.chars()).filter(|c| c.is_lowercase()).count();
    !linked && small > 3 && !before.trim_start().starts_with('[')
}
