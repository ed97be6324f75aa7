//! What is wrong with a TOML value that is neither text in quotes nor anything else.

use crate::syntax::faults::{is_curly, shortened};

/// The message and the help for the value `written`; empty where there is none.
pub(super) fn complaint(written: &str) -> (String, String) {
    let owned = |message: &str, help: &str| (message.to_owned(), help.to_owned());
    let first = written.chars().next().unwrap_or(' ');
    if written.is_empty() {
        return owned("a value is missing here", "write the value; text stands in double quotes");
    }
    if is_curly(first) {
        return owned("text stands in straight quotes here, not in curly ones", "write \" on both sides");
    }
    if let Some(word) = truth(written) {
        return (format!("`{written}` is written `{word}` here"), format!("write {word}"));
    }
    if matches!(written.to_ascii_lowercase().as_str(), "null" | "none" | "nil" | "undefined" | "n/a") {
        let help = "leave the line out, or write \"\" for empty text";
        return (format!("`{written}` cannot be written here"), help.to_owned());
    }
    if let Some(quote) = written.chars().last().filter(|last| matches!(last, '"' | '\'')) {
        return ("this text has no opening quote".to_owned(), format!("write {quote} where the text starts"));
    }
    let has_letters = written.chars().any(char::is_alphabetic);
    if first.is_ascii_digit() && is_time_like(written) {
        return owned(
            "this is no date or time that exists",
            "write 2026-01-31, 09:30 or 2026-01-31T09:30:00; anything else is text in double quotes",
        );
    }
    let numbers = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'_'));
    if written.contains(' ') && written.split_whitespace().all(numbers) {
        return owned("two values stand side by side here", "write a list, [1, 2], or text in double quotes");
    }
    if !has_letters && numbers(written) && written.contains(|c: char| c.is_ascii_digit()) {
        return number(written);
    }
    let help = format!("write \"{}\"", shortened(written));
    (format!("`{}` is text without its quotes", shortened(written)), help)
}

fn number(written: &str) -> (String, String) {
    let owned = |message: &str, help: &str| (message.to_owned(), help.to_owned());
    let unsigned = written.trim_start_matches(['-', '+']);
    if unsigned.len() > 1 && unsigned.starts_with('0') && !unsigned.starts_with("0.") {
        let help = "drop the zero, or put the number into double quotes (a phone or post code)";
        return owned("a number has no leading zero", help);
    }
    if unsigned.starts_with('.') || unsigned.ends_with('.') {
        return owned("a number has digits on both sides of its point", "write 0.5 for a half and 1.0 for one");
    }
    owned("this is no number", "write digits with at most one point and one sign, or put it into double quotes")
}

fn truth(written: &str) -> Option<&'static str> {
    match written.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}

fn is_time_like(written: &str) -> bool {
    let shape =
        |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'.' | b'+' | b' ' | b'T' | b't' | b'Z' | b'z' | b'/');
    let marks = written.bytes().filter(|b| matches!(b, b'-' | b'/')).count();
    written.bytes().all(shape) && (written.contains(':') || marks == 2)
}
