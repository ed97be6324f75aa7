//! Small words: what findings say of counts and channels, as a person says them, and what stands around words of a text.

use crate::model::Channel;
use std::ops::Range;

/// What stands before `at` in `text`, up to some `most` bytes of it: what lies farther says nothing of what stands there,
/// and a text may say the same ten thousand times.
pub(super) fn shortly_before(text: &str, at: usize, most: usize) -> &str {
    let from = (at.saturating_sub(most)..at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
    text.get(from..at).unwrap_or_default()
}

/// The same behind it.
pub(super) fn shortly_behind(text: &str, at: usize, most: usize) -> &str {
    let end = (at..=at.saturating_add(most).min(text.len())).rfind(|end| text.is_char_boundary(*end)).unwrap_or(at);
    text.get(at..end).unwrap_or_default()
}

/// Whether the part `range` of `text` stands in quotation marks: who quotes "today only" says it in nobody's face. Marks
/// around all of a text but its bullet quote nothing.
pub(super) fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    const LONGEST: usize = 240;
    const LINE: usize = 16 * LONGEST;
    let before = shortly_before(text, range.start, LINE);
    let behind = shortly_behind(text, range.end, LINE);
    let (above, before) = before.rsplit_once('\n').unwrap_or(("", before));
    let (behind, below) = behind.split_once('\n').unwrap_or((behind, ""));
    if before.len() + behind.len() > LINE {
        return false;
    }
    let straight = before.matches('"').count() % 2 == 1;
    let opens = before.rfind(if straight { &['"'][..] } else { &['“', '„', '«'][..] });
    let closes = behind.find(if straight { &['"'][..] } else { &['”', '“', '»'][..] });
    let (Some(opens), Some(closes)) = (opens, closes) else { return false };
    let inside = before.get(opens..).unwrap_or_default();
    let is_open = straight || !inside.contains(['”', '»']);
    let around = [above, before.get(..opens).unwrap_or_default(), behind.get(closes..).unwrap_or_default(), below];
    is_open && inside.len() + closes < LONGEST && around.iter().any(|text| text.contains(char::is_alphanumeric))
}

/// "once", "twice", "3 times".
pub(super) fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// "1 more time", "3 more times".
pub(super) fn more_times(n: usize) -> String {
    format!("{n} more time{}", if n == 1 { "" } else { "s" })
}

/// How a message came: "by email", "on a call".
pub(super) fn by(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "by email",
        Channel::Sms => "by text",
        Channel::Call => "on a call",
        Channel::Voicemail => "after a voicemail",
        Channel::Whatsapp => "on WhatsApp",
        Channel::Push => "on a push notification",
        Channel::InApp => "in the app",
        Channel::Linkedin => "on LinkedIn",
        Channel::Postal => "by letter",
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_person_says_them() {
        assert_eq!((times(1), times(2), times(3)), ("once".to_owned(), "twice".to_owned(), "3 times".to_owned()));
        assert_eq!((more_times(1), more_times(4)), ("1 more time".to_owned(), "4 more times".to_owned()));
    }

    #[test]
    fn quoted_words_are_somebody_elses() {
        for (text, quoted) in [
            ("Shops shout \"20% off, today only!\" at you.", true),
            ("Shops shout “20% off, today only!” at you.", true),
            ("\"Sale\" is today only, \"they\" say.", false),
            ("“Sale” is today only, “they” say.", false),
            ("\"20% off, today only!\"", false),
            ("- \"20% off, today only!\"", false),
            ("What shops write:\n\"Buy it! 20% off, today only!\"\nThat is not us.", true),
            ("20% off, today only", false),
        ] {
            let at = text.find("today only").unwrap_or_default();
            assert_eq!(is_quoted(text, &(at..at + 10)), quoted, "{text}");
        }
    }

    #[test]
    fn lists_end_in_and() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
