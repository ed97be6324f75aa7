//! One value of the native format to what it means, or to what is wrong with it.
//!
//! Owns the spelling of values. It must not know tables, places in other files, or findings.

use super::keys::{Key, Kind};
use super::wording::{listed, quoted, takes};
use crate::model::time::{TimeError, WindowError, parse_clock, parse_duration, parse_wait, parse_window};
use crate::model::{Clock, Consent, Event, Guard, Wait, Window, Zone, nearest, region};
use crate::source::Language;
use crate::syntax::{Kind as Value, Node};
use jiff::civil::Date;

/// What is wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// True alone, in a list.
    pub(crate) message: String,
    /// What stands there.
    pub(crate) label: String,
    /// What to write; none = the key's example.
    pub(crate) help: Option<String>,
}

/// A value, or what is wrong with it.
pub(crate) type Parsed<T> = Result<T, Box<Fault>>;

impl Fault {
    pub(crate) fn new(message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { message: message.into(), label: label.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A value of the wrong kind.
    pub(crate) fn kind(key: &Key, value: &Node<'_>) -> Self {
        let found = value.kind_name();
        let fault =
            Self::new(format!("`{}` takes {}, not {found}", key.name, takes(&key.kind)), format!("this is {found}"));
        match (&key.kind, &value.kind) {
            (_, Value::Null) => fault.help(format!("leave `{}` out to say nothing", key.name)),
            (Kind::Bool, Value::String(text)) if matches!(&**text, "true" | "false") => {
                fault.help(format!("write {text} without quotes"))
            }
            (Kind::Word(words), _) => fault.help(format!("it takes {}", listed(words.iter().copied(), "or"))),
            (Kind::Words(_) | Kind::Texts | Kind::Windows, Value::String(text)) => {
                fault.help(format!("put it in brackets: [\"{}\"]", quoted(text).trim_matches('`')))
            }
            (Kind::Duration | Kind::Wait | Kind::Delivery, Value::Number(number)) => {
                fault.help(format!("write \"{number}d\" for days or \"{number}h\" for hours"))
            }
            (Kind::Count(_), Value::String(text)) if text.trim().parse::<u32>().is_ok() => {
                fault.help(format!("write {} without quotes", text.trim()))
            }
            _ => fault,
        }
    }

    /// An item of a list of the wrong kind.
    pub(crate) fn item(key: &Key, value: &Node<'_>) -> Self {
        let found = value.kind_name();
        Self::new(format!("`{}` holds {found} where it takes text", key.name), format!("this is {found}"))
    }
}

fn string<'n>(key: &Key, value: &'n Node<'_>) -> Parsed<&'n str> {
    value.as_str().ok_or_else(|| Box::new(Fault::kind(key, value)))
}

/// A text that is not empty.
pub(crate) fn text(key: &Key, value: &Node<'_>) -> Parsed<String> {
    filled(key, value).map(str::to_owned)
}

fn filled<'n>(key: &Key, value: &'n Node<'_>) -> Parsed<&'n str> {
    let text = string(key, value)?;
    if text.trim().is_empty() { Err(Box::new(empty(key))) } else { Ok(text) }
}

fn empty(key: &Key) -> Fault {
    let name = key.name;
    match key.kind {
        Kind::Texts | Kind::Words(_) | Kind::Windows | Kind::Regions => {
            Fault::new(format!("`{name}` holds an empty text"), "nothing in it").help("write it, or take it out")
        }
        _ => {
            let fault = Fault::new(format!("`{name}` is empty"), "nothing in it");
            if key.required { fault } else { fault.help(format!("write it, or leave `{name}` out")) }
        }
    }
}

/// The words of a message.
pub(crate) fn copy(key: &Key, value: &Node<'_>) -> Parsed<String> {
    string(key, value).map(str::to_owned)
}

/// True or false.
pub(crate) fn boolean(key: &Key, value: &Node<'_>) -> Parsed<bool> {
    value.as_bool().ok_or_else(|| Box::new(Fault::kind(key, value)))
}

/// A whole number that the key allows.
pub(crate) fn count(key: &Key, value: &Node<'_>) -> Parsed<u32> {
    let Value::Number(written) = &value.kind else { return Err(Box::new(Fault::kind(key, value))) };
    let least = if let Kind::Count(least) = key.kind { least } else { 0 };
    let number = whole_number(written);
    if let Some(number) = number.and_then(|number| u32::try_from(number).ok()).filter(|number| *number >= least) {
        return Ok(number);
    }
    let name = key.name;
    let fault = match number {
        None => Fault::new(format!("`{name}` takes a whole number, not {}", quoted(written)), "not a whole number"),
        Some(number) if number < i64::from(least) => {
            Fault::new(format!("`{name}` is {number}, and has to be {least} at least"), format!("less than {least}"))
        }
        Some(_) => Fault::new(format!("`{name}` is larger than any number it could mean"), "too large"),
    };
    Err(Box::new(fault))
}

fn whole_number(written: &str) -> Option<i64> {
    let plain = written.replace('_', "");
    let radix = |digits: &str, radix| i64::from_str_radix(digits, radix).ok();
    match plain.get(..2) {
        Some("0x") => radix(plain.get(2..)?, 16),
        Some("0o") => radix(plain.get(2..)?, 8),
        Some("0b") => radix(plain.get(2..)?, 2),
        _ => plain.parse().ok().or_else(|| {
            let number: f64 = plain.parse().ok()?;
            (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
        }),
    }
}

/// A word of the key's list, as `parse` knows it.
pub(crate) fn word<T>(parse: impl Fn(&str) -> Option<T>) -> impl Fn(&Key, &Node<'_>) -> Parsed<T> {
    move |key, value| {
        let word = string(key, value)?;
        parse(word).ok_or_else(|| Box::new(no_word(key, word)))
    }
}

fn no_word(key: &Key, word: &str) -> Fault {
    let (words, verb) = match key.kind {
        Kind::Word(words) => (words, "be"),
        Kind::Words(words) => (words, "hold"),
        _ => (super::keys::GUARDS, "be"),
    };
    let list = format!("it takes {}", listed(words.iter().copied(), "or"));
    let list = if matches!(key.kind, Kind::Guard) { format!("{list}, or \"attribute:...\"") } else { list };
    if word.trim().is_empty() {
        return empty(key).help(list);
    }
    let help = match nearest_word(word, words) {
        Some(near) => format!("did you mean \"{near}\"? {list}"),
        None => list,
    };
    Fault::new(format!("`{}` cannot {verb} {}", key.name, quoted(word)), "not one of its words").help(help)
}

/// The word of a list that means the same as a wrong one, that it is nearest to, or that alone begins like it.
pub(crate) fn nearest_word(word: &str, words: &[&'static str]) -> Option<&'static str> {
    const SAME: [(&str, &str); 19] = [
        ("text", "sms"),
        ("txt", "sms"),
        ("phone", "call"),
        ("phone-call", "call"),
        ("mail", "email"),
        ("letter", "postal"),
        ("unsubscribe", "opt-out"),
        ("unsubscribed", "opt-out"),
        ("purchase", "convert"),
        ("conversion", "convert"),
        ("answer", "reply"),
        ("replies", "reply"),
        ("replied", "reply"),
        ("purchased", "convert"),
        ("booked", "convert"),
        ("b2b", "business"),
        ("b2c", "consumer"),
        ("opt-in", "express"),
        ("double-opt-in", "express"),
    ];
    let same = SAME.iter().find(|(other, own)| other.eq_ignore_ascii_case(word) && words.contains(own));
    let mut longer = words.iter().filter(|own| word.len() > 2 && own.starts_with(word));
    let begun = longer.next().filter(|_| longer.next().is_none());
    same.map(|(_, own)| *own).or_else(|| nearest(word, words.iter().copied())).or(begun.copied())
}

/// A single consent, where each channel has its own.
pub(crate) fn one_consent(key: &Key, word: &str, language: Language) -> Fault {
    let word = if Consent::parse(word).is_some() { word } else { "express" };
    let help = match language {
        Language::Toml => format!("write it per channel: `{} = {{ email = \"{word}\" }}`", key.name),
        _ => format!("write it per channel: `\"{}\": {{ \"email\": \"{word}\" }}`", key.name),
    };
    Fault::new(format!("`{}` does not say for which channel", key.name), "for which channel?").help(help)
}

/// A list of windows without one.
pub(crate) fn no_window(key: &Key) -> Fault {
    let fault = Fault::new(format!("`{}` names no time at which a touch may go out", key.name), "no window in it");
    fault.help(format!("leave `{}` out to allow any time, or write [\"mon-fri 09:00-18:00\"]", key.name))
}

/// A time in seconds.
pub(crate) fn duration(key: &Key, value: &Node<'_>) -> Parsed<u64> {
    let text = filled(key, value)?;
    parse_duration(text).map_err(|error| Box::new(no_time(key, text, error)))
}

/// A time in seconds; `now` is 0.
pub(crate) fn delivery(key: &Key, value: &Node<'_>) -> Parsed<u64> {
    if value.as_str() == Some("now") { Ok(0) } else { duration(key, value) }
}

/// A time, or a range of two.
pub(crate) fn wait(key: &Key, value: &Node<'_>) -> Parsed<Wait> {
    let text = filled(key, value)?;
    parse_wait(text).map_err(|error| Box::new(no_time(key, text, error)))
}

fn no_time(key: &Key, text: &str, error: TimeError) -> Fault {
    let name = key.name;
    match error {
        TimeError::NoUnit => {
            let number = text.split("..").map(str::trim).find(|part| part.parse::<f64>().is_ok()).unwrap_or("2");
            Fault::new(format!("`{name}` says {} without a unit", quoted(text)), "minutes, hours or days?")
                .help(format!("write \"{number}d\" for days or \"{number}h\" for hours"))
        }
        TimeError::Negative => Fault::new(format!("`{name}` is less than no time at all"), "before it begins"),
        TimeError::TooLong => Fault::new(format!("`{name}` is longer than 100 years"), "too long"),
        TimeError::Range if matches!(key.kind, Kind::Wait) => {
            Fault::new(format!("`{name}` takes one time, or a range of two"), "more than two times")
                .help("write the shortest and the longest, as \"2d..3d\"")
        }
        TimeError::Range => Fault::new(format!("`{name}` takes one time, not a range"), "more than one time"),
        TimeError::Backwards => {
            let fault = Fault::new(format!("`{name}` ends before it starts"), "the longer time comes first");
            match text.split_once("..") {
                Some((from, to)) => fault.help(format!("write \"{}..{}\"", to.trim(), from.trim())),
                None => fault,
            }
        }
        TimeError::Unreadable => {
            let now = if matches!(key.kind, Kind::Delivery) { "\"now\", " } else { "" };
            let any = || format!("write {now}\"45m\", \"36h\", \"2d\", \"3w\" or \"1mo\"");
            let help = meant_time(key, text).map_or_else(any, |meant| format!("did you mean {meant}?"));
            Fault::new(format!("`{name}` says no time: {}", quoted(text)), "not a time").help(help)
        }
    }
}

/// The time, or one of two, that a text stands for which is none as it is written.
fn meant_time(key: &Key, text: &str) -> Option<String> {
    let plain = text.trim().to_lowercase();
    if plain == "now" && matches!(key.kind, Kind::Delivery) {
        return Some("\"now\"".to_owned());
    }
    if parse_duration(&plain).is_ok() {
        // `1M` is a month to some and a minute to others.
        let both = text.trim().ends_with('M').then(|| format!("\"{plain}\" for minutes or \"{plain}o\" for months"));
        return Some(both.unwrap_or_else(|| format!("\"{plain}\"")));
    }
    let is_range = matches!(key.kind, Kind::Wait);
    let (from, to) = ["to", "\u{2013}", "-"].iter().filter(|_| is_range).find_map(|dash| plain.split_once(dash))?;
    let (from, to) = (from.trim(), to.trim());
    let unit = to.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = if from.bytes().all(|byte| byte.is_ascii_digit()) { unit } else { "" };
    let range = format!("{from}{unit}..{to}");
    parse_wait(&range).ok().map(|_| format!("\"{range}\""))
}

/// A time of day.
pub(crate) fn clock(key: &Key, value: &Node<'_>) -> Parsed<Clock> {
    let (Value::String(text) | Value::Date(text)) = &value.kind else {
        return Err(Box::new(Fault::kind(key, value)));
    };
    parse_clock(text).ok_or_else(|| {
        let fault = Fault::new(format!("`{}` says no time of day: {}", key.name, quoted(text)), "not a time of day");
        Box::new(fault.help("write the hour from 00 to 23 and the minute, as \"10:00\""))
    })
}

/// Days and hours in which touches may go out.
pub(crate) fn window(key: &Key, value: &Node<'_>) -> Parsed<Window> {
    let text = filled(key, value)?;
    parse_window(text).map_err(|error| {
        let name = key.name;
        Box::new(match error {
            WindowError::Day(day) => {
                Fault::new(format!("`{name}` names no day of the week: {}", quoted(day)), "not a day")
                    .help("write mon, tue, wed, thu, fri, sat, sun or daily")
            }
            WindowError::Clock(clock) => {
                Fault::new(format!("`{name}` says no time of day: {}", quoted(clock)), "not a time of day")
                    .help("write hours from 00:00 to 24:00, as \"09:00-18:00\"")
            }
            WindowError::Empty => Fault::new(format!("`{name}` closes when it opens"), "no time in between")
                .help("write 00:00-24:00 for the whole day"),
            WindowError::Form => Fault::new(format!("`{name}` says no days and hours: {}", quoted(text)), "no window")
                .help("write it as \"mon-fri 09:00-18:00\""),
        })
    })
}

/// The recipient's clock, or an IANA zone in its own spelling.
pub(crate) fn zone(key: &Key, value: &Node<'_>) -> Parsed<Zone> {
    let text = filled(key, value)?;
    if text == "recipient" {
        return Ok(Zone::Recipient);
    }
    let zone = jiff::tz::TimeZone::get(text).ok();
    if let Some(name) = zone.as_ref().and_then(|zone| zone.iana_name()) {
        return Ok(Zone::Fixed(name.to_owned()));
    }
    let fault = Fault::new(format!("`{}` is no zone: {}", key.name, quoted(text)), "no such zone");
    Err(Box::new(match nearest_zone(text) {
        Some(near) => fault.help(format!("did you mean \"{near}\"?")),
        None => fault.help("write \"recipient\", or a zone by its region and city, as \"America/New_York\""),
    }))
}

fn nearest_zone(text: &str) -> Option<String> {
    let mut zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect();
    zones.push("recipient".to_owned());
    let city = text.trim().replace([' ', '-'], "_");
    let named = zones.iter().find(|zone| {
        zone.rsplit_once('/').is_some_and(|(region, name)| region != "US" && name.eq_ignore_ascii_case(&city))
    });
    let near = || nearest(text, zones.iter().map(String::as_str)).map(str::to_owned);
    named.cloned().or_else(near)
}

/// A region code in capitals.
pub(crate) fn region(key: &Key, value: &Node<'_>) -> Parsed<String> {
    let text = filled(key, value)?;
    region::parse(text).map_err(|error| {
        let fault = Fault::new(format!("{} is no region that `{}` knows", quoted(text), key.name), "no such region");
        Box::new(match error.nearest {
            Some(near) => fault.help(format!("did you mean \"{near}\"?")),
            None => fault.help("write ISO 3166 codes: \"US\" for a country, \"US-CA\" for a part of one"),
        })
    })
}

/// A day: a TOML date, or text that spells one. Of a date with a time, its day.
pub(crate) fn date(key: &Key, value: &Node<'_>) -> Parsed<Date> {
    let (Value::String(text) | Value::Date(text)) = &value.kind else {
        return Err(Box::new(Fault::kind(key, value)));
    };
    let day = text.split_once(['T', 't', ' ']).filter(|_| matches!(value.kind, Value::Date(_)));
    day.map_or(&**text, |(day, _)| day).parse().map_err(|_| {
        let fault = Fault::new(format!("`{}` says no day: {}", key.name, quoted(text)), "not a date");
        Box::new(fault.help("write year, month and day, as 2026-12-31"))
    })
}

/// What a branch asks.
pub(crate) fn guard(key: &Key, value: &Node<'_>) -> Parsed<Guard> {
    let text = string(key, value)?;
    if let Some(attribute) = text.strip_prefix("attribute:") {
        let attribute = attribute.trim();
        if attribute.is_empty() {
            let fault = Fault::new("`attribute:` names nothing that is known of a person", "nothing behind the colon");
            return Err(Box::new(fault.help("name it, as \"attribute:plan\"")));
        }
        return Ok(Guard::Attribute(attribute.to_owned()));
    }
    Event::parse(text).map(Guard::Event).ok_or_else(|| Box::new(no_word(key, text)))
}
