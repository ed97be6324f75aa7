//! How a suppression is written in a comment: `outreach-lint: allow(rule, group) reason="..." until=2027-03-01`.

use crate::finding::Finding;
use crate::lint::selection::check_name;
use crate::source::{Place, Span};
use jiff::civil::Date;

const MARK: &str = "outreach-lint";

/// A suppression as it is written. Ranges count from the start of the comment.
pub(super) struct Written<'a> {
    /// The rules, groups or `all`, each with where it stands.
    pub(super) rules: Vec<(&'a str, Span)>,
    /// Why; one of blanks alone is none.
    pub(super) reason: Option<&'a str>,
    /// The last day. One that cannot be read counts as long past: a slip must not hide a finding for ever.
    pub(super) until: Option<Date>,
    /// What is none of these.
    stray: Option<&'a str>,
}

/// Reads a comment that begins with the mark; none for any other.
pub(super) fn read(comment: &str) -> Option<Written<'_>> {
    let text = comment.trim_start_matches(['#', '/', '*', ' ', '\t']);
    let behind = text.strip_prefix(MARK)?;
    let listed = |text: &str| text.strip_prefix("allow").is_some_and(|rest| rest.trim_start().starts_with('('));
    let (text, marked) = match behind.strip_prefix(':') {
        Some(text) => (text.trim_start(), true),
        // A forgotten colon: any other sentence may begin with the program's name.
        None if listed(behind.trim_start()) => (behind.trim_start(), false),
        None => return None,
    };
    let mut written = Written { rules: Vec::new(), reason: None, until: None, stray: None };
    let Some((names, rest)) = text
        .strip_prefix("allow")
        .filter(|_| marked)
        .and_then(|rest| rest.trim_start().strip_prefix('(')?.split_once(')'))
    else {
        written.stray = Some(text.trim_end_matches(['*', '/', ' ']));
        return Some(written);
    };
    for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let at = name.as_ptr() as usize - comment.as_ptr() as usize;
        written.rules.push((name, Span::new(at, at + name.len())));
    }
    let mut rest = rest.trim_start();
    while !rest.is_empty() && !rest.starts_with("*/") {
        rest = if let Some(after) = behind_key(rest, "reason") {
            let (reason, after) = value(after);
            written.reason = Some(reason).filter(|reason| !reason.trim().is_empty());
            after
        } else if let Some(after) = behind_key(rest, "until") {
            let (day, after) = value(after);
            written.until = Some(day.parse().unwrap_or(Date::MIN));
            after
        } else {
            let (stray, after) = value(rest);
            written.stray = written.stray.or(Some(stray));
            after
        }
        .trim_start();
    }
    Some(written)
}

/// What is wrong with how it is written.
pub(super) fn faults(written: &Written<'_>, place: Place) -> Vec<Finding> {
    let fault = |place, label: &str, message: String, help: &str| {
        Finding::new("structure/invalid-value", place, label, message).help(help)
    };
    let mut found = Vec::new();
    if written.rules.is_empty() {
        let message = "this comment allows nothing as it is written".to_owned();
        found.push(fault(place, "no rule is named", message, HOW));
        return found;
    }
    for (name, span) in &written.rules {
        if let Some((message, help)) = check_name(name) {
            let start = place.span.start as usize;
            let span = Span::new(start + span.start as usize, start + span.end as usize);
            found.push(fault(Place::new(place.file, span), "no rule", message, &help));
        }
    }
    if written.reason.is_none() {
        let message = "a finding would be allowed here, and nobody says why".to_owned();
        found.push(fault(place, "without a reason", message, "add reason=\"...\" behind the rules"));
    }
    if let Some(stray) = written.stray {
        let message = format!("\"{stray}\" means nothing in a comment that allows a finding");
        found.push(fault(place, "not read whole", message, HOW));
    }
    found
}

const HOW: &str = "write outreach-lint: allow(stop/ignores-reply) reason=\"...\" until=2027-03-01";

/// What stands behind `key =`.
fn behind_key<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    Some(text.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim_start())
}

/// A value in quotes or up to the next blank, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some((inner, rest)) = text.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return (inner, rest);
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    word.strip_suffix("*/").map_or((word, rest), |word| (word, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_read() {
        let text = "# outreach-lint: allow(stop/ignores-reply, copy) reason=\"until=never, (really)\" until=2027-03-01";
        let written = read(text).expect("it is one");
        let names: Vec<_> = written.rules.iter().map(|(name, span)| (*name, &text[span.range()])).collect();
        assert_eq!(names, [("stop/ignores-reply", "stop/ignores-reply"), ("copy", "copy")]);
        assert_eq!(written.reason, Some("until=never, (really)"));
        assert_eq!(written.until, Some(jiff::civil::date(2027, 3, 1)));
        assert_eq!(written.stray, None);
        let written = read("/* outreach-lint: allow(all) until=2027-02-30*/").expect("it is one");
        assert_eq!((written.reason, written.until, written.stray), (None, Some(Date::MIN), None));
        let written = read("# outreach-lint: allow(all) reason = 'as in TOML' until = 2027-03-01").expect("it is one");
        assert_eq!((written.reason, written.until), (Some("as in TOML"), Some(jiff::civil::date(2027, 3, 1))));
        assert_eq!(written.stray, None);
        assert!(read("# see outreach-lint: allow(all)").is_none());
        assert!(read("# outreach-lint allows findings (see its page)").is_none());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let faults = |text| -> Vec<String> {
            let written = read(text).expect("it is one");
            faults(&written, Place::default()).into_iter().map(|finding| finding.message).collect()
        };
        assert_eq!(faults("# outreach-lint: ignore all"), ["this comment allows nothing as it is written"]);
        assert_eq!(faults("# outreach-lint: allow()").len(), 1);
        assert_eq!(faults("# outreach-lint allow(all) reason=\"x\""), faults("# outreach-lint: allow()"));
        assert_eq!(faults("// outreach-lint: allow(all)"), ["a finding would be allowed here, and nobody says why"]);
        assert_eq!(faults("# outreach-lint: allow(all) reason=\"x\" unitl=2027-01-01").len(), 1);
        assert_eq!(faults("# outreach-lint: allow(al) reason=\"x\"").len(), 1);
        assert!(faults("# outreach-lint: allow(all) reason=\"x\" until=2027-01-01").is_empty());
    }
}
