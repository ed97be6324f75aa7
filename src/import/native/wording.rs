//! How faults of a native file are worded.

use super::keys::{self, Key, Kind, Table};

/// The longest piece of a file that a message repeats, in characters.
const LONGEST: usize = 40;

/// A piece of the file in a message: in backticks, cut in the middle, with nothing in it that a terminal acts on.
pub(crate) fn quoted(text: &str) -> String {
    let printable = |c: &char| !c.is_control() && !is_invisible(*c) && *c != '`';
    let short: Vec<char> = text.chars().take(LONGEST + 1).collect();
    let shown: String = if short.len() <= LONGEST {
        short.iter().filter(|c| printable(c)).collect()
    } else {
        let mut tail: Vec<char> = text.chars().rev().take(15).collect();
        tail.reverse();
        short.iter().take(24).chain(&['…']).chain(&tail).filter(|c| printable(c)).collect()
    };
    format!("`{shown}`")
}

/// Characters that change the direction of text or take no room.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// "a, b or c".
pub(crate) fn listed<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// What a key takes, as in "`bulk` takes true or false".
pub(crate) fn takes(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Copy | Kind::Path | Kind::Target => "text",
        Kind::Bool => "true or false",
        Kind::Count(_) => "a whole number",
        Kind::Date => "a date",
        Kind::Word(_) => "one of its words",
        Kind::Words(_) => "a list of words",
        Kind::Texts => "a list of texts",
        Kind::Duration | Kind::Wait | Kind::Delivery => "a time with its unit",
        Kind::Clock => "a time of day",
        Kind::Windows => "a list of windows",
        Kind::Zone => "a time zone",
        Kind::Regions => "a list of regions",
        Kind::Guard => "an event",
        Kind::Table(_) | Kind::Named(_) => "fields of its own",
        Kind::Tables(_) => "a list",
    }
}

/// Where a key that stands in the wrong table belongs.
pub(crate) fn belongs_to(name: &str, here: &Table) -> Option<String> {
    let at_top = || keys::ELEMENT.keys.iter().any(|key| key.name == name);
    match here.name {
        "facts" => {
            let home = only_home(name)?.trim_matches(['[', ']']);
            has(here, home).then(|| format!("write it as `{home}.{name}`"))
        }
        "file" | "campaign_of_several" => {
            let home = only_home(name)?;
            Some(format!("`{name}` belongs in `{home}`"))
        }
        "step" if at_top() => Some(format!("`{name}` stands beside the steps, not in one")),
        "step" => {
            let inside = [&keys::BRANCH, &keys::OFFER, &keys::VARIANT].into_iter().find(|table| has(table, name));
            let home = inside.map(|table| table.header).or_else(|| only_home(name))?;
            Some(format!("`{name}` belongs in `{home}`"))
        }
        "offer" | "variant" | "branch" => {
            let known = has(&keys::STEP, name);
            known.then(|| format!("`{name}` belongs to the step, above `{}`", here.header))
        }
        _ if at_top() => Some(format!("`{name}` stands beside `campaign`, at the top of the file")),
        _ => {
            let home = only_home(name)?;
            Some(format!("`{name}` belongs in `{home}`"))
        }
    }
}

fn only_home(name: &str) -> Option<&'static str> {
    let mut homes = keys::ELEMENT.keys.iter().filter_map(|key| match key.kind {
        Kind::Table(table) | Kind::Tables(table) if table.name != "opt_out_by_channel" && has(table, name) => {
            Some(table.header)
        }
        _ => None,
    });
    let home = homes.next()?;
    homes.next().is_none().then_some(home)
}

fn has(table: &Table, name: &str) -> bool {
    table.keys.iter().any(|key| key.name == name)
}

/// The fields of a table, or where to look them up where they are many.
pub(crate) fn knows(table: &Table) -> String {
    if table.keys.len() > 9 {
        return format!("`outreach-lint schema campaign` lists the fields of {}", table.what);
    }
    let names: Vec<String> = table.keys.iter().map(|Key { name, .. }| format!("`{name}`")).collect();
    format!("its fields are {}", listed(names.iter().map(String::as_str), "and"))
}
