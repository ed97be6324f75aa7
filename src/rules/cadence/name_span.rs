//! Reads the wait that a step's name speaks of: "wait 24 hrs", "after 3 days".
//!
//! A name that may mean something else ("day 3", "14-day trial", "24 hours before") speaks of none.

use crate::model::time::{DAY, HOUR, MINUTE, MONTH, WEEK};

/// What a name says of a wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    /// The least, in seconds.
    pub(super) min_s: f64,
    /// The most; the same unless the name gives a range.
    pub(super) max_s: f64,
}

/// The wait that `name` speaks of. In the name of a step that only waits (`waits_only`: `Purity::Wait`) the bare span
/// is enough; elsewhere a word must say that it is a wait. None where there is none, or more than one.
pub(super) fn read(name: &str, step: Names) -> Option<Span> {
    let words = words(name);
    let text: Vec<&str> = words.iter().map(String::as_str).collect();
    if text.iter().any(|word| UNCLEAR.contains(word)) {
        return None;
    }
    let waits = text.iter().any(|word| WAITS.contains(word));
    let mut spans = Vec::new();
    for (index, word) in text.iter().enumerate() {
        let Some(unit) = unit(word) else { continue };
        let back = |n: usize| index.checked_sub(n).and_then(|at| text.get(at)).copied();
        let Some(number) = back(1).and_then(number) else { continue };
        let (least, before) = match back(2) {
            // "2-3 days" and "2 to 3 days" are ranges; "email 2, 3 days" is neither: two numbers say too much.
            Some("to") if back(3).and_then(self::number).is_some() => {
                (back(3).and_then(self::number).unwrap_or(number), back(4))
            }
            Some(other) if self::number(other).is_some() => return None,
            other => (number, other),
        };
        let after = text.get(index + 1).copied();
        // "Wait 5 minutes before the call" waits; "reminder 24 hours before" counts back from a date.
        let leads =
            before.is_some_and(|word| word == "for" || WAITS.contains(&word)) && waits && after == Some("before");
        if !leads && after.is_some_and(|word| OTHERWISE.contains(&word)) {
            return None;
        }
        if waits || before == Some("after") || after == Some("later") || step == Names::AWait {
            spans.push(Span { min_s: least.min(number) * unit, max_s: least.max(number) * unit });
        }
    }
    match spans.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// What a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// A step that does nothing but wait.
    AWait,
    /// Any other step.
    AStep,
}

/// Words that say that a name speaks of a wait.
const WAITS: &[&str] = &["wait", "waits", "waiting", "delay", "pause", "sleep"];
/// Words behind a span that make something else of it.
const OTHERWISE: &[&str] = &[
    "before",
    "prior",
    "ago",
    "old",
    "left",
    "remaining",
    "trial",
    "challenge",
    "course",
    "notice",
    "warning",
    "free",
    "plan",
    "window",
    "limit",
    "deadline",
    "max",
    "min",
];
/// Words beside which nobody can say what a span means.
const UNCLEAR: &[&str] = &[
    "until", "every", "business", "working", "within", "expires", "expiry", "least", "most", "over", "under", "if",
    "no", "not", "without", "trial", "or", "max",
];

/// The words of a name in lower case; digits and letters part ("24hrs"), a point between digits does not.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    let mut chars = name.chars().flat_map(char::to_lowercase).peekable();
    while let Some(c) = chars.next() {
        let decimal = c == '.' && last.is_ascii_digit() && chars.peek().is_some_and(char::is_ascii_digit);
        let joins = c.is_alphabetic() && last.is_alphabetic()
            || (c.is_ascii_digit() || decimal) && (last.is_ascii_digit() || last == '.');
        if joins {
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        } else if c.is_alphanumeric() {
            words.push(c.to_string());
        } else if c == '–' {
            words.push("to".to_owned());
        }
        last = c;
    }
    words
}

fn number(word: &str) -> Option<f64> {
    let value: f64 = match word {
        "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        _ => word.starts_with(|c: char| c.is_ascii_digit()).then(|| word.parse().ok())??,
    };
    (value > 0.0 && value < 1000.0).then_some(value)
}

/// The seconds of a unit.
fn unit(word: &str) -> Option<f64> {
    let seconds = match word {
        "sec" | "secs" | "second" | "seconds" => 1,
        "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "wk" | "wks" | "week" | "weeks" => WEEK,
        "month" | "months" => MONTH,
        _ => return None,
    };
    Some(seconds as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(name: &str, step: Names) -> Option<(f64, f64)> {
        read(name, step).map(|span| (span.min_s, span.max_s))
    }

    fn exactly(n: u64) -> (f64, f64) {
        (n as f64, n as f64)
    }

    #[test]
    fn a_wait_is_read_where_a_word_says_that_it_is_one() {
        assert_eq!(seconds("wait-3-days", Names::AStep), Some(exactly(3 * DAY)));
        assert_eq!(seconds("Follow-up after 24 hrs", Names::AStep), Some(exactly(DAY)));
        assert_eq!(seconds("36h later", Names::AStep), Some(exactly(36 * HOUR)));
        assert_eq!(seconds("Delay: 1.5 hours", Names::AStep), Some(exactly(90 * MINUTE)));
        assert_eq!(seconds("wait 2 to 3 days", Names::AStep), Some(((2 * DAY) as f64, (3 * DAY) as f64)));
        assert_eq!(seconds("Wait two days", Names::AStep), Some(exactly(2 * DAY)));
        assert_eq!(seconds("Wait 5 minutes before making call", Names::AStep), Some(exactly(5 * MINUTE)));
        assert_eq!(seconds("Wait for 2 hours before the text", Names::AStep), Some(exactly(2 * HOUR)));
    }

    #[test]
    fn the_name_of_a_wait_needs_no_such_word() {
        assert_eq!(seconds("24 hr", Names::AWait), Some(exactly(DAY)));
        assert_eq!(seconds("24 hr", Names::AStep), None);
    }

    #[test]
    fn what_may_mean_something_else_is_no_wait() {
        assert_eq!(seconds("Wait Before Second Thread Check (24 hr)", Names::AStep), Some(exactly(DAY)));
        for name in [
            "day 3",
            "day-3-email",
            "3-day trial",
            "wait until 2 days before",
            "wait, then send 2 days before",
            "email 2, 3 days",
            "step 24",
            "d2",
            "no answer after 3 days",
            "wait 3 business days",
            "24 hour notice",
            "",
            "wait 99999999999999999999 days",
            "wait 0 days",
            "wait 1 day then 2 days later",
        ] {
            assert_eq!(seconds(name, Names::AWait), None, "{name}");
        }
    }
}
