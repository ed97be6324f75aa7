//! What importers of exports share: lenient readers of values, and a campaign of which nothing is known yet.
//!
//! Exports spell enums in any case, numbers as strings, and wrap what they hold. Unknown keys are nobody's fault.

mod beside;
mod graph;
mod meanwhile;
mod unwrap;

use super::Input;
use crate::model::time::{self, Clock};
use crate::model::{
    Action, Audience, Campaign, Channel, Copy, Event, Fact, Flow, Limits, OptOut, OptOutMethod, Purpose, Schedule,
    Sender, Step, Stop, Target, Touch, Wait, Zone,
};
use crate::source::{FileId, Language, Located, Place, SourceFile, Span};
use crate::syntax::{self, Kind, Node};
pub(super) use beside::beside;
pub(super) use graph::{Ids, chain, hand_on_clocks, later, reach};
pub(super) use meanwhile::{Guarded, Item, Out, lay_out};
pub(super) use unwrap::{all, any};

/// The place of a node; of a table or list its first character alone, so that a label never covers many lines.
pub(super) fn place(file: FileId, node: &Node<'_>) -> Place {
    let span = if node.is_table() || !node.items().is_empty() {
        Span::new(node.span.start as usize, node.span.start as usize + 1)
    } else {
        node.span
    };
    Place::new(file, span)
}

/// The text of `key`, where there is one that is not blank.
pub(super) fn text(file: FileId, node: &Node<'_>, key: &str) -> Option<Located<String>> {
    let value = node.get(key)?;
    let text = value.as_str().filter(|text| !text.trim().is_empty())?;
    Some(Located::new(text.to_owned(), place(file, value)))
}

/// A text that the format can say: stated, or absent (blank and null count as absent), at its value or at `home`.
pub(super) fn text_fact(file: FileId, node: &Node<'_>, key: &str, home: Place) -> Fact<String> {
    let at = node.get(key).map_or(home, |value| place(file, value));
    text(file, node, key).map_or(Fact::Absent(at), Fact::Stated)
}

/// A boolean, also spelt as text or number: `"true"`, `1`, `"0"`.
pub(super) fn flag(node: &Node<'_>, key: &str) -> Option<bool> {
    let value = node.get(key)?;
    value.as_bool().or_else(|| match value.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("true" | "yes" | "1" | "on") => Some(true),
        Some("false" | "no" | "0" | "off") => Some(false),
        _ => value.as_i64().map(|number| number != 0),
    })
}

/// A boolean fact: stated where the key is there, unknown where it is not.
pub(super) fn flag_fact(file: FileId, node: &Node<'_>, key: &str) -> Fact<bool> {
    match (flag(node, key), node.get(key)) {
        (Some(value), Some(at)) => Fact::stated(value, place(file, at)),
        _ => Fact::Unknown,
    }
}

/// Whether this is a list, also an empty one.
pub(super) fn is_list(node: &Node<'_>) -> bool {
    matches!(node.kind, Kind::Array(_))
}

/// A word of an enum, folded: lower case, without `_`, `-` and blanks.
pub(super) fn folded(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The folded word at `key`; empty where there is none.
pub(super) fn word(node: &Node<'_>, key: &str) -> String {
    node.get(key).and_then(Node::as_str).map(folded).unwrap_or_default()
}

/// The name of a campaign: the first of `keys` that holds one, else the file's own name without its ending, at the
/// node of the first key.
pub(super) fn name(input: &Input<'_>, keys: &[(&Node<'_>, &str)]) -> Located<String> {
    let stated = keys.iter().find_map(|(node, key)| {
        let (id, at) = (id(node, key)?, node.get(key)?);
        Some(Located::new(id, place(input.file, at)))
    });
    stated.unwrap_or_else(|| {
        let file = input.source.path.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let home = keys.first().map_or(Place::new(input.file, Span::default()), |(node, _)| place(input.file, node));
        Located::new(stem.to_owned(), home)
    })
}

/// A campaign of which the file, the name and nothing else is known.
pub(super) fn campaign(dialect: &'static str, file: FileId, head: Place, name: Located<String>) -> Campaign {
    Campaign {
        file,
        dialect,
        head,
        name,
        purpose: Fact::Unknown,
        region: Fact::Unknown,
        bulk: Fact::Unknown,
        status: Fact::Unknown,
        audience: Audience::default(),
        senders: Vec::new(),
        sender_known: Fact::Unknown,
        steps_known: Fact::stated((), head),
        stop: Stop::default(),
        opt_out: Vec::new(),
        opt_out_others: Fact::Unknown,
        schedule: Schedule::default(),
        limits: Limits::default(),
        steps: Vec::new(),
        entry: Target::End,
    }
}

/// A purpose that follows from what the tool is for (a tool for sales outreach sells), at the campaign's head.
pub(super) fn purpose_of_tool(campaign: &mut Campaign, purpose: Purpose) {
    campaign.purpose = Fact::stated(purpose, campaign.head);
}

/// A step that does nothing, goes on to the end, and shows no wait (`Absent`: none).
pub(super) fn step(id: Located<String>, head: Place) -> Step {
    Step {
        id,
        label: None,
        head,
        wait: Fact::Absent(head),
        at: Fact::Unknown,
        action: Action::Nothing,
        flow: Flow::Next(Target::End),
    }
}

/// A touch on `channel` of which nothing else is known.
pub(super) fn touch(channel: Channel, place: Place) -> Touch {
    Touch {
        channel: Located::new(channel, place),
        intent: Fact::Unknown,
        sender: Fact::Unknown,
        variants: vec![Copy { place, ..Copy::default() }],
        offer: None,
        voice: Fact::Unknown,
        thread: Fact::Unknown,
        manual: Fact::Unknown,
        invited: Fact::Unknown,
        transactional: Fact::Unknown,
    }
}

/// An id, spelt as text or as a number; none where it is blank.
pub(super) fn id(node: &Node<'_>, key: &str) -> Option<String> {
    match &node.get(key)?.kind {
        Kind::String(text) | Kind::Number(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// The id of a text that stands elsewhere, at its value.
pub(super) fn template(file: FileId, node: &Node<'_>, key: &str) -> Option<Located<String>> {
    Some(Located::new(id(node, key)?, place(file, node.get(key)?)))
}

/// The id of a step, at its value; where it has none, `step-N` (`index` from 0) at the step's head.
pub(super) fn step_id(file: FileId, node: &Node<'_>, key: &str, index: usize) -> Located<String> {
    match (id(node, key), node.get(key)) {
        (Some(id), Some(at)) => Located::new(id, place(file, at)),
        _ => Located::new(format!("step-{}", index + 1), place(file, node)),
    }
}

/// A fact that a program filled in when it wrote the export is no fact: merge tags are unknown here.
pub(super) fn literal(fact: Fact<String>) -> Fact<String> {
    let is_tag = |text: &String| text.contains("{{") || text.contains("{%") || text.contains("%%");
    if fact.is(is_tag) { Fact::Unknown } else { fact }
}

/// The seconds of a number of units (`unit` in seconds); none where it is no number or less than nothing.
/// At most [`time::LONGEST`].
pub(super) fn seconds(node: &Node<'_>, unit: u64) -> Option<u64> {
    let number = node.as_f64().filter(|number| number.is_finite() && *number >= 0.0)?;
    Some((number * unit as f64).round().min(time::LONGEST as f64) as u64)
}

/// The seconds of a unit, whatever its case and number: `DAYS`, `day`, `Minutes`.
pub(super) fn unit(word: &str) -> Option<u64> {
    let folded = folded(word);
    match folded.strip_suffix('s').unwrap_or(&folded) {
        "second" | "sec" => Some(1),
        "minute" | "min" => Some(time::MINUTE),
        "hour" | "hr" => Some(time::HOUR),
        "day" | "d" => Some(time::DAY),
        "halfday" => Some(12 * time::HOUR),
        "week" | "wk" => Some(time::WEEK),
        "month" => Some(time::MONTH),
        "year" => Some(365 * time::DAY),
        _ => None,
    }
}

/// A clock time at `key`: `09:00`, `9:00:00`.
pub(super) fn clock(file: FileId, node: &Node<'_>, key: &str) -> Fact<Clock> {
    let Some(at) = node.get(key) else { return Fact::Unknown };
    at.as_str().and_then(time::parse_clock).map_or(Fact::Unknown, |clock| Fact::stated(clock, place(file, at)))
}

/// The zone at `key`: an IANA name; unknown where it is none.
pub(super) fn zone(file: FileId, node: &Node<'_>, key: &str) -> Fact<Zone> {
    let Some(at) = node.get(key) else { return Fact::Unknown };
    match at.as_str().map(str::trim) {
        Some(name) if is_zone(name) => Fact::stated(Zone::Fixed(name.to_owned()), place(file, at)),
        _ => Fact::Unknown,
    }
}

/// Whether this is the name of an IANA zone.
pub(super) fn is_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

/// How many senders of one campaign are told apart.
const MAX_SENDERS: usize = 500;

/// The index of `sender` among the campaign's; one that is not among them yet is added, under a key of its own.
pub(super) fn sender(campaign: &mut Campaign, mut sender: Sender) -> Fact<usize> {
    let place = sender.place;
    let same = |other: &Sender| {
        other.name.value() == sender.name.value()
            && other.email.value() == sender.email.value()
            && other.reply_to.value() == sender.reply_to.value()
            && other.phone.value() == sender.phone.value()
    };
    if let Some(index) = campaign.senders.iter().position(same) {
        return Fact::stated(index, place);
    }
    if campaign.senders.len() >= MAX_SENDERS {
        return Fact::Unknown;
    }
    let names = [&sender.name, &sender.email, &sender.phone].into_iter().filter_map(Fact::value);
    let free = |key: &&String| campaign.senders.iter().all(|other| other.key != **key);
    let number = format!("sender-{}", campaign.senders.len() + 1);
    sender.key = names.cloned().collect::<Vec<_>>().iter().find(free).cloned().unwrap_or(number);
    campaign.sender_known = Fact::stated((), place);
    campaign.senders.push(sender);
    Fact::stated(campaign.senders.len() - 1, place)
}

/// Several who share the work, of whom the export does not say who writes to whom: the list of senders is not known.
pub(super) fn shared_sender(campaign: &mut Campaign, key: String, place: Place) -> Fact<usize> {
    campaign.senders.push(Sender { key, place, ..Sender::default() });
    Fact::stated(campaign.senders.len() - 1, place)
}

/// A way out by `method`, of which nothing else is known.
pub(super) fn way_out(method: Fact<OptOutMethod>, place: Place) -> OptOut {
    OptOut {
        place,
        method,
        keywords: Fact::Unknown,
        requires: Fact::Unknown,
        honored_within: Fact::Unknown,
        valid_for: Fact::Unknown,
        covers: Fact::Unknown,
    }
}

/// States whether a reply ends the campaign. A "no, thank you" comes as a reply, so it holds for that as well.
pub(super) fn stop_on_reply(campaign: &mut Campaign, fact: &Fact<bool>) {
    campaign.stop.on.push((Event::Reply, fact.clone()));
    campaign.stop.on.push((Event::Decline, fact.clone()));
}

/// A wait of exactly `seconds`, stated at `node`.
pub(super) fn wait(file: FileId, node: &Node<'_>, seconds: u64) -> Fact<Wait> {
    Fact::stated(Wait::exactly(seconds), place(file, node))
}

/// Of tools in which an email without a subject goes out in the thread of the one before. The first has none before.
pub(super) fn same_thread(touch: &Touch, index: usize, head: Place) -> Fact<bool> {
    let blank = touch.variants.iter().filter(|copy| copy.subject.is_absent()).count();
    let place = touch.variants.first().and_then(|copy| copy.subject.place()).unwrap_or(head);
    match blank {
        _ if index == 0 => Fact::stated(false, place),
        0 => Fact::stated(false, place),
        _ if blank == touch.variants.len() => Fact::stated(true, place),
        _ => Fact::Unknown,
    }
}

/// Looks into a value, also where an export holds it as JSON in a string. The places of what lies in such a string
/// mean nothing; point at the string.
pub(super) fn inside<R>(node: &Node<'_>, look: impl FnOnce(&Node<'_>) -> R) -> R {
    match node.as_str().map(str::trim_start).filter(|text| text.starts_with(['{', '['])) {
        Some(text) => {
            let source = SourceFile::from_text("", text, Language::Json);
            look(&syntax::parse(FileId::default(), &source).root)
        }
        None => look(node),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn units_are_seconds_whatever_their_case_and_number() {
        let words = ["second", "MIN", "Hours", "day", "half_day", "WEEKS", "wk", "month", "years", "fortnight"];
        let units: Vec<_> = words.iter().map(|word| super::unit(word)).collect();
        let whole = [1, 60, 3_600, 86_400, 43_200, 604_800, 604_800, 2_592_000, 31_536_000].map(Some);
        assert_eq!(units, [whole.as_slice(), &[None]].concat());
    }
}
