//! The timelines of a campaign as tables in the terminal.

use super::text::{fit, printable};
use super::{Look, wrap};
use crate::lint::Walked;
use crate::model::{Campaign, time};
use crate::timeline::{After, Count, Recipient, Track, Visit};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// How many touches of one walk are shown.
const MOST: usize = 40;

/// A table per recipient who only receives, a line per event of those who act.
pub fn timeline(file: &str, walked: &Walked, kinds: &[Recipient], look: Look) -> String {
    let campaign = &walked.campaign;
    let mut out = format!("{} ({})\n", fit(&campaign.name.value, look.width / 2), printable(file));
    for recipient in kinds {
        match walked.timelines.track(*recipient) {
            Some(track) => passive(campaign, *recipient, track, look, &mut out),
            None => acting(campaign, *recipient, walked.timelines.after(*recipient), look, &mut out),
        }
    }
    out
}

fn passive(campaign: &Campaign, recipient: Recipient, track: &Track, look: Look, out: &mut String) {
    let who = match recipient {
        Recipient::Reader => "reader: opens and clicks everything, never answers",
        _ => "silent: never reacts",
    };
    let _ = writeln!(out, "\n  {who}");
    match track.touch_count {
        Count::Bounded(0) => out.push_str("    no touch\n"),
        Count::Bounded(count) => {
            let mut figures = format!("{count} touch{}", if count == 1 { "" } else { "es" });
            if let Some(gap) = track.min_gap_s {
                let _ = write!(figures, ", at least {} apart", time::spoken(gap));
            }
            for (most, window) in
                [(track.max_in_24h, "24 hours"), (track.max_in_7d, "7 days"), (track.max_in_30d, "30 days")]
            {
                if let Some(most) = most {
                    let _ = write!(figures, ", {most} in {window}");
                }
            }
            let _ = writeln!(out, "{}", wrap(&figures, look.width, "    ", "    "));
            table(campaign, &track.touches, out);
        }
        Count::Unbounded => {
            let steps = ids(campaign, track.cycle.iter().copied());
            let text = format!("touches without end: a person goes round {steps}");
            let _ = writeln!(out, "{}", wrap(&text, look.width, "    ", "    "));
        }
    }
}

fn table(campaign: &Campaign, visits: &[Visit], out: &mut String) {
    let rows: Vec<[String; 4]> = visits
        .iter()
        .take(MOST)
        .filter_map(|visit| {
            let step = campaign.steps.get(visit.step)?;
            let touch = step.touch()?;
            let sender = campaign.sender_of(touch).map_or_else(|| "-".to_owned(), |sender| fit(&sender.key, 24));
            let channel = touch.channel.value.as_str().to_owned();
            Some([time::day(visit.at_s), channel, sender, fit(&step.id.value, 40)])
        })
        .collect();
    out.push_str(&columns(["when", "channel", "sender", "step"], &rows));
    if visits.len() > MOST {
        let _ = writeln!(out, "    ... and {} more", visits.len() - MOST);
    }
}

fn acting(campaign: &Campaign, recipient: Recipient, after: &[After], look: Look, out: &mut String) {
    let mut lines = Vec::new();
    for after in after {
        if after.touches.is_empty() && after.cycle.is_empty() {
            continue;
        }
        let step = ids(campaign, std::iter::once(after.event_after.step));
        let what = if after.cycle.is_empty() {
            ids(campaign, after.touches.iter().map(|visit| visit.step))
        } else {
            format!("touches without end, round {}", ids(campaign, after.cycle.iter().copied()))
        };
        let text = format!("after {step} still come: {what}");
        lines.push(wrap(&text, look.width, "    ", "      "));
    }
    if lines.is_empty() {
        let said = if after.is_empty() { "cannot happen here" } else { "nothing follows" };
        let _ = writeln!(out, "\n  {}: {said}", recipient.as_str());
        return;
    }
    let _ = writeln!(out, "\n  {}", recipient.as_str());
    for line in lines.iter().take(MOST) {
        let _ = writeln!(out, "{line}");
    }
    if lines.len() > MOST {
        let _ = writeln!(out, "    ... and {} more", lines.len() - MOST);
    }
}

/// The ids of steps, at most twelve of them.
fn ids(campaign: &Campaign, steps: impl Iterator<Item = usize>) -> String {
    let names: Vec<&str> =
        steps.filter_map(|step| campaign.steps.get(step)).map(|step| step.id.value.as_str()).collect();
    let shown: Vec<String> = names.iter().take(12).map(|name| fit(name, 40)).collect();
    let more = names.len() - shown.len();
    let list = shown.join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

/// Rows of cells in columns, each as wide as its widest cell.
pub(super) fn columns<const N: usize>(titles: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = titles.map(UnicodeWidthStr::width);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::from("   ");
        for (cell, width) in cells.zip(widths) {
            line.push(' ');
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 1));
        }
        format!("{}\n", line.trim_end())
    };
    let mut out = line(&mut titles.iter().copied());
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}
