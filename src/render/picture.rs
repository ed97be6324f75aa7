//! A campaign as a picture in the terminal: a lane of days per recipient, a mark per touch.
//!
//! Readable without colour: the channel is a letter, what the person does is a bar, the end is a block.

use super::text::{fit, printable, wrap};
use super::{Ink, Lines, Look};
use crate::finding::{Finding, WitnessTouch};
use crate::lint::{End, Lane, Portrait};
use crate::model::{Channel, time};
use crate::timeline::Recipient;
use std::fmt::Write;

/// Columns of the recipient's name.
const NAME: usize = 11;

/// How many gaps are named.
const GAPS: usize = 12;

/// What the lanes are drawn with.
struct Pen {
    line: char,
    acts: char,
    ends: char,
    on: char,
    under: char,
    coloured: bool,
}

/// Where a lane's marks stand, and the days that the columns mean.
struct Scale {
    columns: usize,
    span_s: u64,
}

/// The picture of one campaign; `findings` are those of the campaign, in the report's order.
pub fn picture(portrait: &Portrait, findings: &[&Finding], look: Look) -> String {
    let pen = pen(look);
    let last = portrait.lanes.iter().flat_map(|lane| &lane.touches).map(|touch| touch.at_s).max().unwrap_or(0);
    let scale = Scale { columns: look.width.clamp(40, 160) - NAME - 1, span_s: last.max(time::DAY) };
    let mut out = format!("{}\n{}\n\n", bold(&fit(&portrait.name, look.width), &pen), printable(&portrait.path));
    let _ = writeln!(out, "{:NAME$}{}", "day", axis(&scale));
    for lane in &portrait.lanes {
        let silent = portrait.lanes.first().filter(|first| first.recipient == Recipient::Silent);
        if lane.recipient == Recipient::Reader && silent.is_some_and(|first| first.touches == lane.touches) {
            let _ =
                writeln!(out, "{:NAME$}the same as silent: opening a message changes nothing", lane.recipient.as_str());
            continue;
        }
        let columns = columns(lane, &scale);
        let _ = writeln!(out, "{:NAME$}{}", lane.recipient.as_str(), draw(lane, &columns, &scale, &pen));
        if lane.recipient == Recipient::Silent {
            let marks = under(lane, &columns, findings, &pen);
            if !marks.is_empty() {
                let _ = writeln!(out, "{:NAME$}{marks}", "");
            }
        }
        let indent = " ".repeat(NAME);
        let _ = writeln!(out, "{}", wrap(&told(lane), look.width, &indent, &indent));
    }
    legend(portrait, look, &pen, &mut out);
    list(findings, portrait, look, &pen, &mut out);
    out
}

/// The letter of a channel.
pub(super) fn letter(channel: &str) -> char {
    match Channel::parse(channel) {
        Some(Channel::Email) => 'E',
        Some(Channel::Sms) => 'T',
        Some(Channel::Call) => 'C',
        Some(Channel::Voicemail) => 'V',
        Some(Channel::Whatsapp) => 'W',
        Some(Channel::Push) => 'P',
        Some(Channel::InApp) => 'A',
        Some(Channel::Linkedin) => 'L',
        Some(Channel::Postal) => 'M',
        None => '?',
    }
}

/// The channel in a word.
pub(super) fn spelt(channel: &str) -> &str {
    match Channel::parse(channel) {
        Some(Channel::Sms) => "text",
        Some(Channel::Whatsapp) => "WhatsApp",
        Some(Channel::Linkedin) => "LinkedIn",
        Some(Channel::Postal) => "letter (mail)",
        _ => channel,
    }
}

/// What a lane shows, in a sentence.
pub(super) fn told(lane: &Lane) -> String {
    let touches = &lane.touches;
    let follow = touches.len() - lane.before.min(touches.len());
    match (lane.end, does(lane.recipient)) {
        (End::Empty, _) => "never hears from you".to_owned(),
        (End::Endless, None) => format!("hears from you without end, round {} touches", touches.len()),
        (End::Endless, Some(does)) => format!("{does}, and still hears from you without end"),
        (End::Unknown, Some(does)) => format!("{does}: this format cannot say whether that ends it"),
        (End::Stopped, Some(does)) => format!("{does}, and that ends it"),
        (_, Some(does)) => {
            let rest: Vec<&str> = touches.iter().skip(lane.before).map(|touch| spelt(touch.channel)).collect();
            format!("{does}, and still gets {follow} more: {}", named(&rest))
        }
        (_, None) => passive(touches),
    }
}

/// Channels one by one, or where they are many, how many of each.
fn named(channels: &[&str]) -> String {
    if channels.len() <= GAPS {
        return channels.join(", ");
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for channel in channels {
        match counts.iter_mut().find(|(known, _)| known == channel) {
            Some((_, count)) => *count += 1,
            None => counts.push((channel, 1)),
        }
    }
    counts.iter().map(|(channel, count)| format!("{count} by {channel}")).collect::<Vec<_>>().join(", ")
}

fn passive(touches: &[WitnessTouch]) -> String {
    let count = touches.len();
    let (Some(first), Some(last)) = (touches.first(), touches.last()) else { return String::new() };
    let mut text = format!("{count} touch{}", if count == 1 { "" } else { "es" });
    if count > 1 {
        let pairs = touches.iter().zip(touches.iter().skip(1));
        let mut gaps: Vec<String> = pairs.map(|(one, next)| time::short(next.at_s - one.at_s)).take(GAPS + 1).collect();
        if gaps.len() > GAPS {
            gaps.truncate(GAPS);
            gaps.push("...".to_owned());
        }
        let plural = if gaps.len() == 1 { "" } else { "s" };
        let _ = write!(text, " in {}; gap{plural} {}", time::spoken(last.at_s - first.at_s), gaps.join(", "));
    }
    let mut senders: Vec<&str> = touches.iter().filter_map(|touch| touch.sender.as_deref()).collect();
    senders.dedup();
    if !senders.is_empty() {
        let _ = write!(text, "; from {}", printable(&senders.join(", ")));
    }
    text
}

/// What a recipient who acts does; nothing for the others.
pub(super) fn does(recipient: Recipient) -> Option<&'static str> {
    match recipient {
        Recipient::Silent | Recipient::Reader => None,
        Recipient::Replies => Some("answers"),
        Recipient::Declines => Some("says no"),
        Recipient::OptsOut => Some("opts out"),
        Recipient::Complains => Some("complains"),
        Recipient::Cancels => Some("cancels"),
        Recipient::Converts => Some("buys"),
    }
}

fn pen(look: Look) -> Pen {
    let coloured = look.ink != Ink::Plain;
    match look.lines {
        Lines::Unicode => Pen { line: '·', acts: '┃', ends: '■', on: '…', under: '▲', coloured },
        Lines::Ascii => Pen { line: '.', acts: '|', ends: '#', on: '>', under: '^', coloured },
    }
}

/// The days at even distances, each over the column that it means.
fn axis(scale: &Scale) -> String {
    const STEPS: [u64; 11] = [1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 3_650];
    let days = scale.span_s / time::DAY;
    let most = (scale.columns / 7).max(1) as u64;
    let step = STEPS.iter().copied().find(|step| days / step <= most).unwrap_or(days.max(1));
    let mut line = String::new();
    let mut day = 0;
    while day <= days {
        let column = scale.column(day * time::DAY);
        if line.len() <= column && column + day.to_string().len() <= scale.columns {
            let _ = write!(line, "{:pad$}{day}", "", pad = column - line.len());
        }
        day += step;
    }
    line
}

impl Scale {
    fn column(&self, at_s: u64) -> usize {
        // Three columns are kept for what follows the last mark.
        let room = self.columns.saturating_sub(3) as u128;
        (u128::from(at_s) * room / u128::from(self.span_s.max(1))) as usize
    }
}

/// A column for each touch: its time's, moved on where marks would cover each other, or back where room ends.
fn columns(lane: &Lane, scale: &Scale) -> Vec<usize> {
    let mut columns = Vec::with_capacity(lane.touches.len());
    let mut next = 0;
    for (index, touch) in lane.touches.iter().enumerate() {
        let column = scale.column(touch.at_s).max(next);
        columns.push(column);
        // The bar of what the person does stands behind their touch.
        next = column + 1 + usize::from(index + 1 == lane.before && does(lane.recipient).is_some());
    }
    let mut most = scale.columns.saturating_sub(2);
    for column in columns.iter_mut().rev() {
        *column = (*column).min(most);
        most = most.saturating_sub(1);
    }
    columns
}

fn draw(lane: &Lane, columns: &[usize], scale: &Scale, pen: &Pen) -> String {
    let mut cells: Vec<(char, Option<&str>)> = Vec::new();
    let put = |cells: &mut Vec<(char, Option<&'static str>)>, at: usize, c: char, ink: Option<&'static str>| {
        while cells.len() < at {
            cells.push((pen.line, None));
        }
        if at < scale.columns && cells.len() == at {
            cells.push((c, ink));
        }
    };
    let acts = does(lane.recipient).is_some();
    for (index, (touch, column)) in lane.touches.iter().zip(columns).enumerate() {
        put(&mut cells, *column, letter(touch.channel), Some(colour(touch.channel)));
        if acts && index + 1 == lane.before {
            let bar = if lane.end == End::Stopped { pen.ends } else { pen.acts };
            let at = cells.len();
            put(&mut cells, at, bar, None);
        }
    }
    match lane.end {
        End::Endless => cells.push((pen.on, None)),
        End::Unknown => cells.push(('?', None)),
        _ => {}
    }
    paint(&cells, pen)
}

fn paint(cells: &[(char, Option<&str>)], pen: &Pen) -> String {
    cells.iter().fold(String::new(), |mut line, (c, ink)| {
        match ink.filter(|_| pen.coloured) {
            Some(ink) => {
                let _ = write!(line, "\u{1b}[{ink}m{c}\u{1b}[0m");
            }
            None => line.push(*c),
        }
        line
    })
}

fn colour(channel: &str) -> &'static str {
    match Channel::parse(channel) {
        Some(Channel::Email) => "1;34",
        Some(Channel::Sms | Channel::Whatsapp) => "1;32",
        Some(Channel::Call | Channel::Voicemail) => "1;31",
        _ => "1;36",
    }
}

fn bold(text: &str, pen: &Pen) -> String {
    if pen.coloured { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A mark under each touch of which a finding speaks.
fn under(lane: &Lane, columns: &[usize], findings: &[&Finding], pen: &Pen) -> String {
    let mut marks = String::new();
    let mut at = 0;
    for (touch, column) in lane.touches.iter().zip(columns) {
        if findings.iter().any(|finding| finding.step.as_deref() == Some(touch.step.as_str())) {
            let _ = write!(marks, "{:pad$}{}", "", pen.under, pad = column.saturating_sub(at));
            at = column + 1;
        }
    }
    marks
}

/// What each mark means, of those that the picture has.
fn legend(portrait: &Portrait, look: Look, pen: &Pen, out: &mut String) {
    let mut seen: Vec<&str> = Vec::new();
    for touch in portrait.lanes.iter().flat_map(|lane| &lane.touches) {
        if !seen.contains(&touch.channel) {
            seen.push(touch.channel);
        }
    }
    if seen.is_empty() {
        return;
    }
    let mut marks: Vec<String> = seen.iter().map(|channel| format!("{} {}", letter(channel), spelt(channel))).collect();
    let acts = |ends: bool| {
        let mut lanes = portrait.lanes.iter().filter(|lane| does(lane.recipient).is_some() && lane.before > 0);
        lanes.any(|lane| (lane.end == End::Stopped) == ends)
    };
    for (ends, mark, means) in [(false, pen.acts, "acts here"), (true, pen.ends, "acts here, and that ends it")] {
        if acts(ends) {
            marks.push(format!("{mark} {means}"));
        }
    }
    let _ = writeln!(out, "\n{}", wrap(&marks.join(", "), look.width, "", ""));
}

fn list(findings: &[&Finding], portrait: &Portrait, look: Look, pen: &Pen, out: &mut String) {
    let touches = portrait.lanes.first().map_or(&[][..], |lane| lane.touches.as_slice());
    let mut sorted = findings.to_vec();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    if !sorted.is_empty() {
        out.push('\n');
    }
    for finding in sorted {
        let at = touches.iter().find(|touch| finding.step.as_deref() == Some(touch.step.as_str()));
        let day = at.map_or(String::new(), |touch| format!("{} day {}", pen.under, touch.at_s / time::DAY));
        let head = format!("{day:<NAME$}");
        let text = format!("{}: {} [{}]", finding.severity.as_str(), printable(&finding.message), finding.rule);
        let _ = writeln!(out, "{}", wrap(&text, look.width, &head, &" ".repeat(NAME)));
    }
}
