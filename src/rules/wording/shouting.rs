//! Capitals and exclamation marks.

use super::said::{self, Said, Speech, report};
use crate::copy::message::Message;
use crate::rules::{Context, Findings, Part, Rule};
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

/// Rows of at least `least` words in capitals that nothing but spaces parts, as commas part what is listed ("MERS, SARS, AIDS"); in a body, no button and no line of
/// its own, which may be a heading.
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
        let is_said = !is_unfilled(message, row) && !is_bracketed(message, row);
        *count >= least && is_said && (part == Part::Subject || is_in_prose(message, row))
    });
    rows.into_iter().map(|(row, _)| row).collect()
}

/// Whether it is the place of something that nobody filled in: `YOUR_LINK`, `YOUR COMPANY NAME`.
fn is_unfilled(message: &Message<'_>, row: &Range<usize>) -> bool {
    message.text().get(row.clone()).is_some_and(|row| row.contains('_') || row.starts_with("YOUR "))
}

/// Whether it stands in brackets, as the words of a button do ("[ORDER NOW]") and what somebody is to fill in.
fn is_bracketed(message: &Message<'_>, row: &Range<usize>) -> bool {
    let before = message.slice(0..row.start);
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.rfind('[').is_some_and(|open| !line.get(open..).unwrap_or_default().contains(']'))
}

/// Whether small letters stand on the same line, and the row is no link and in no brackets.
fn is_in_prose(message: &Message<'_>, row: &Range<usize>) -> bool {
    let text = message.text();
    let start = text.get(..row.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(row.end..).and_then(|tail| tail.find('\n')).map_or(text.len(), |at| row.end + at);
    let linked = message.links().iter().any(|link| link.range.start <= row.start && row.end <= link.range.end);
    let line = text.get(start..end).unwrap_or_default();
    !linked && line.chars().filter(|c| c.is_lowercase()).count() > 3 && !line.trim_start().starts_with('[')
}
