//! The lanes of campaigns as one drawing that stands alone, for a page or a README.

use super::super::picture::{letter, told};
use super::super::text::{fit, printable};
use super::lanes::{BEHIND, MANY, acts, alike, kind, places, who};
use crate::lint::{Lane, Portrait};
use crate::model::time;
use maud::{Markup, PreEscaped, html};

/// Width of the drawing.
const WIDTH: u64 = 820;
/// Height of a campaign's heading.
const HEAD: u64 = 44;
/// Height of a lane with its words.
const LANE: u64 = 62;
/// Characters of a lane's words that fit.
const WORDS: usize = 108;

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#1c1b22}.h{font-size:17px;font-weight:700}\
.m{font-size:12px;font-weight:700;text-anchor:middle;fill:#fff}line{stroke:#bbb;stroke-width:2}.act{stroke:#1c1b22;stroke-width:4}\
.e{fill:#2457c5}.t{fill:#1b7a3d}.c{fill:#b3161f}.o{fill:#6b3fa0}.bg{fill:#fff}\
@media(prefers-color-scheme:dark){text{fill:#ecebf2}.bg{fill:#17161c}.act{stroke:#ecebf2}line{stroke:#555}}";

/// The drawing of `portraits`, one below the other.
pub fn svg(portraits: &[Portrait]) -> String {
    let groups: Vec<_> = portraits.iter().map(|portrait| (portrait, alike(portrait))).collect();
    let height: u64 = groups.iter().map(|(_, lanes)| HEAD + LANE * lanes.len() as u64).sum::<u64>() + 10;
    let mut y = 0;
    let mut parts = Vec::new();
    for (portrait, lanes) in &groups {
        parts.push(html! { text.h x="16" y=(y + 30) { (fit(&portrait.name, 90)) } });
        y += HEAD;
        let last = portrait.lanes.iter().flat_map(|lane| &lane.touches).map(|touch| touch.at_s).max().unwrap_or(0);
        for lane in lanes {
            parts.push(drawn(lane, last.max(time::DAY), y));
            y += LANE;
        }
    }
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height) role="img" {
            title { "What recipients live through" }
            style { (PreEscaped(STYLE)) }
            rect.bg width=(WIDTH) height=(height) {}
            @for part in parts { (part) }
        }
    }
    .into_string()
}

fn drawn(lanes: &[&Lane], span_s: u64, y: u64) -> Markup {
    let Some(lane) = lanes.first() else { return html! {} };
    let (name, deeds) = who(lanes);
    let told = told(lane);
    let told = deeds.first().and_then(|deed| told.strip_prefix(deed)?.strip_prefix(", and ")).unwrap_or(&told);
    let at = |place: u64| place * WIDTH / 1_000;
    let places = places(lane, span_s);
    let is_many = lane.touches.len() > MANY;
    let act = lane.before.checked_sub(1).filter(|_| !deeds.is_empty()).and_then(|touch| acts(&places, touch));
    html! {
        text x="16" y=(y + 12) { (words(&format!("{name}: {told}"))) }
        line x1="24" y1=(y + 34) x2=(WIDTH - 24) y2=(y + 34) {}
        @for (touch, place) in lane.touches.iter().zip(&places) {
            circle.(kind(touch.channel)) cx=(at(*place)) cy=(y + 34) r=(if is_many { 9 } else { 11 }) {
                title { (printable(&touch.step)) }
            }
            text.m x=(at(*place)) y=(y + 38) { (letter(touch.channel)) }
        }
        @if let Some((symbol, place)) = act {
            @let x = at(place) + if symbol == BEHIND { 15 } else { 0 };
            line.act x1=(x) y1=(y + 21) x2=(x) y2=(y + 47) {}
        }
    }
}

/// What of a lane's words fits, up to the end of a part.
fn words(text: &str) -> String {
    let fitting = fit(text, WORDS);
    match fitting.strip_suffix("...").and_then(|cut| cut.rsplit_once([',', ';'])) {
        Some((whole, _)) if fitting.len() != text.len() => format!("{whole}, ..."),
        _ => fitting,
    }
}
