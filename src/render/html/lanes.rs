//! The lanes of a campaign as drawings: days from left to right, a mark per touch.

use super::super::picture::{does, letter, spelt, told};
use super::super::text::printable;
use super::is_worth_a_lane;
use crate::lint::{End, Lane, Portrait};
use crate::model::{Channel, time};
use crate::timeline::Recipient;
use maud::{Markup, html};

/// What is left free on both sides, in thousandths of the width.
const EDGE: u64 = 30;
/// The bar behind a mark.
pub(super) const BEHIND: &str = "#act";
/// More marks than these stand so close that they are drawn smaller.
pub(super) const MANY: usize = 20;
/// The most marks that are drawn on a lane.
pub(super) const MOST: usize = 60;

/// The marks and lines that every drawing of the page points at.
pub(super) fn marks() -> Markup {
    html! {
        svg.marks aria-hidden="true" {
            @for letter in ["E", "T", "C", "V", "W", "P", "A", "L", "M", "?"] {
                g id=(letter) { circle cy="15" r="11" {} text y="20" { (letter) } }
            }
            line id="line" x1=(percent(EDGE)) y1="15" x2=(percent(1_000 - EDGE)) y2="15" {}
            line id="act" x1="15" y1="2" x2="15" y2="28" {}
            line id="between" y1="2" y2="28" {}
        }
    }
}

/// The lanes of campaign `number` of the page.
pub(super) fn lanes(portrait: &Portrait, number: usize) -> Markup {
    let last = portrait.lanes.iter().flat_map(|lane| &lane.touches).map(|touch| touch.at_s).max().unwrap_or(0);
    let span_s = last.max(time::DAY);
    let stopped: Vec<&str> =
        portrait.lanes.iter().filter(|lane| lane.end == End::Stopped).filter_map(|lane| does(lane.recipient)).collect();
    let alike = alike(portrait);
    let first = alike.first().and_then(|lanes| lanes.first()).copied();
    html! {
        @for (index, lanes) in alike.iter().enumerate() {
            @let of = first.filter(|first| index > 0 && lanes.first().is_some_and(|lane| lane.touches == first.touches));
            (drawn(lanes, span_s, &Drawing { id: format!("l{number}"), is_first: index == 0, is_same: of.is_some() }))
        }
        @if !stopped.is_empty() {
            p { "It ends for a person who " (either(&stopped)) "." }
        }
    }
}

/// What a drawing shares with the first of its campaign.
struct Drawing {
    /// The id of the first drawing's marks.
    id: String,
    is_first: bool,
    /// Whether its marks are those of the first.
    is_same: bool,
}

/// The lanes worth showing, those that go the same way together.
pub(super) fn alike(portrait: &Portrait) -> Vec<Vec<&Lane>> {
    let mut groups: Vec<Vec<&Lane>> = Vec::new();
    for (_, lane) in portrait.lanes.iter().enumerate().filter(|(index, _)| is_worth_a_lane(portrait, *index)) {
        let same = |group: &&mut Vec<&Lane>| {
            group.first().is_some_and(|first| {
                does(first.recipient).is_some() == does(lane.recipient).is_some()
                    && (first.end, first.before, &first.touches) == (lane.end, lane.before, &lane.touches)
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(lane),
            None => groups.push(vec![lane]),
        }
    }
    groups
}

/// "answers, opts out or cancels".
fn either(what: &[&str]) -> String {
    match what {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Whom lanes that go the same way are of, and what they do.
pub(super) fn who(lanes: &[&Lane]) -> (String, Vec<&'static str>) {
    let deeds: Vec<&str> = lanes.iter().filter_map(|lane| does(lane.recipient)).collect();
    let who = match lanes.first().map(|lane| lane.recipient) {
        Some(Recipient::Silent) => "A person who never answers".to_owned(),
        Some(Recipient::Reader) => "A person who opens everything and never answers".to_owned(),
        _ => format!("A person who {}", either(&deeds)),
    };
    (who, deeds)
}

fn drawn(lanes: &[&Lane], span_s: u64, drawing: &Drawing) -> Markup {
    let Some(lane) = lanes.first() else { return html! {} };
    let (who, deeds) = who(lanes);
    let told = told(lane);
    // What they do stands in the name already.
    let told = deeds.first().and_then(|deed| told.strip_prefix(deed)?.strip_prefix(", and ")).unwrap_or(&told);
    let places = places(lane, span_s);
    let act = lane.before.checked_sub(1).filter(|_| !deeds.is_empty()).and_then(|touch| acts(&places, touch));
    html! {
        p { b { (who) } @if deeds.is_empty() { ":" } " " (printable(told)) }
        @if !lane.touches.is_empty() {
            svg class=[(lane.touches.len() > MANY).then_some("many")] {
                @if drawing.is_same { use href={ "#" (drawing.id) } {} }
                @else {
                    g id=[drawing.is_first.then_some(&drawing.id)] {
                        use href="#line" {}
                        @for (touch, x) in lane.touches.iter().zip(&places) {
                            use href={ "#" (letter(touch.channel)) } x=(percent(*x)) { title { (printable(&title(touch))) } }
                        }
                    }
                }
                @if drawing.is_first {
                    @for (index, (touch, x)) in lane.touches.iter().zip(&places).enumerate() {
                        @if is_labelled(&places, index) { text x=(percent(*x)) { "day " (touch.at_s / time::DAY) } }
                    }
                }
                @if let Some((symbol, x)) = act { use href=(symbol) x=(percent(x)) {} }
            }
        }
    }
}

/// Where the bar stands for what a person does after touch `index`, and which: behind its mark, or between two near marks.
pub(super) fn acts(places: &[u64], index: usize) -> Option<(&'static str, u64)> {
    let x = *places.get(index)?;
    let next = places.get(index + 1).filter(|next| **next < x + 80);
    Some(next.map_or((BEHIND, x), |next| ("#between", u64::midpoint(x, *next))))
}

/// A place for each mark, in thousandths of the width: its time's, moved where marks would cover each other.
pub(super) fn places(lane: &Lane, span_s: u64) -> Vec<u64> {
    let touches: Vec<_> = lane.touches.iter().take(MOST).collect();
    let apart = (900 / touches.len().max(1) as u64).min(45);
    let mut next = 0;
    let mut places: Vec<u64> = touches
        .iter()
        .map(|touch| {
            let place = x(touch.at_s, span_s).max(next);
            next = place + apart;
            place
        })
        .collect();
    let mut most = 1_000 - EDGE;
    for place in places.iter_mut().rev() {
        *place = (*place).min(most);
        most = most.saturating_sub(apart);
    }
    places
}

/// Whether the day of a mark has room under it: the first has, and each that is far enough from the one before.
fn is_labelled(places: &[u64], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| places.get(before));
    before.is_none_or(|before| places.get(index).is_some_and(|place| place - before > 140))
}

fn x(at_s: u64, span_s: u64) -> u64 {
    EDGE + (u128::from(at_s) * u128::from(1_000 - 2 * EDGE) / u128::from(span_s.max(1))) as u64
}

fn percent(thousandths: u64) -> String {
    match (thousandths / 10, thousandths % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}

fn title(touch: &crate::finding::WitnessTouch) -> String {
    let from = touch.sender.as_deref().map_or(String::new(), |sender| format!(" from {sender}"));
    format!("{} {}{from}: {}", time::short(touch.at_s), spelt(touch.channel), touch.step)
}

/// The class that colours a channel.
pub(super) fn kind(channel: &str) -> &'static str {
    match Channel::parse(channel) {
        Some(Channel::Email) => "e",
        Some(Channel::Sms | Channel::Whatsapp) => "t",
        Some(Channel::Call | Channel::Voicemail) => "c",
        _ => "o",
    }
}
