//! Numbers of a JSON file, as they are written.

use super::scan::{is_word, is_wordy};
use super::{Reader, node};
use crate::source::Span;
use crate::syntax::{Kind, Node};
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// A number, which the next byte starts.
    pub(super) fn number(&mut self) -> Node<'a> {
        let start = self.at;
        let end = number_end(self.bytes, start);
        if let Some(end) = end
            && !self.bytes.get(end).is_some_and(|b| is_wordy(*b))
        {
            self.at = end;
            return node(start, end, Kind::Number(Cow::Borrowed(self.text.get(start..end).unwrap_or(""))));
        }
        self.broken_number()
    }

    /// Takes a word that looks like a number but is none, and says so.
    pub(super) fn broken_number(&mut self) -> Node<'a> {
        let start = self.at;
        self.at = self.word_end(|c| is_word(c) || c == ':');
        let text = self.text.get(start..self.at).unwrap_or("");
        let (message, help) = complaint(text);
        self.faults.add(Span::new(start, self.at), "this number", message, help);
        node(start, self.at, Kind::Error)
    }
}

/// Offset behind the number that starts at `at`, by the grammar of RFC 8259; none where it breaks off.
fn number_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let byte = |at: usize| bytes.get(at).copied();
    if byte(at) == Some(b'-') {
        at += 1;
    }
    match byte(at)? {
        b'0' => at += 1,
        b'1'..=b'9' => at = digits(bytes, at),
        _ => return None,
    }
    if byte(at) == Some(b'.') {
        if !byte(at + 1)?.is_ascii_digit() {
            return None;
        }
        at = digits(bytes, at + 1);
    }
    if matches!(byte(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(byte(at), Some(b'+' | b'-')) {
            at += 1;
        }
        if !byte(at)?.is_ascii_digit() {
            return None;
        }
        at = digits(bytes, at);
    }
    Some(at)
}

fn digits(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

fn complaint(text: &str) -> (&'static str, &'static str) {
    let unsigned = text.trim_start_matches(['-', '+']);
    let digits = unsigned.bytes().all(|b| b.is_ascii_digit());
    if text.starts_with('+') {
        ("a number has no plus sign in a JSON file", "write the number without +")
    } else if unsigned.len() > 1 && unsigned.starts_with('0') && digits {
        (
            "a number has no leading zero in a JSON file",
            "drop the zero, or write the number as text in double quotes (a phone or post code)",
        )
    } else if unsigned.starts_with('.') || unsigned.ends_with('.') {
        ("a number has digits on both sides of its point", "write 0.5 for a half and 1 for one")
    } else if unsigned.bytes().any(|b| b.is_ascii_alphabetic() && !matches!(b, b'e' | b'E')) {
        ("a number with letters is text, and text stands in double quotes", "put it into double quotes")
    } else {
        (
            "this is no number, and text stands in double quotes",
            "put it into double quotes if it is a date, a time or text",
        )
    }
}
