//! Small words of messages: counts and ordinals, said as a person says them.

use crate::model::Channel;

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
    fn lists_end_in_and() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
