//! JSON with comments to the spanned tree.
//!
//! Owns the grammar of values, lists and objects, and what to do where it is broken. A reader of our own, because no
//! published one has places, several errors, comments and a depth limit together.

mod broken;
mod number;
mod scan;
mod string;
#[cfg(test)]
mod tests;

pub(super) use string::escape;

use super::faults::Faults;
use super::{Comment, Document, Entry, Kind, MAX_DEPTH, Node};
use crate::source::{FileId, Span};
use std::collections::HashMap;

/// Tables with more keys than this look for keys that stand twice by hash.
const FEW_KEYS: usize = 16;

pub(super) fn parse(id: FileId, text: &str) -> Document<'_> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
        lists: 0,
        objects: 0,
        too_deep: false,
        unbalanced: false,
        items: Vec::new(),
        entries: Vec::new(),
        comments: Vec::new(),
        faults: Faults::new(id),
    };
    let root = reader.document();
    Document { root, comments: reader.comments, findings: reader.faults.finish() }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// Offset of the next byte; always at the start of a character when a method of this type returns.
    at: usize,
    /// How many lists are open.
    lists: usize,
    /// How many objects are open.
    objects: usize,
    /// The finding about depth has been made.
    too_deep: bool,
    /// Brackets or quotes are known not to match; what follows from that is not reported again.
    unbalanced: bool,
    /// The items of all lists that are open, the innermost last; each list takes its own when it closes, and so has
    /// no more room than it needs.
    items: Vec<Node<'a>>,
    /// The same of objects.
    entries: Vec<Entry<'a>>,
    comments: Vec<Comment<'a>>,
    faults: Faults,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Node<'a> {
        self.skip_blanks();
        if self.peek().is_none() {
            if self.faults.is_empty() {
                let help = "write the campaign here, or remove the file";
                self.faults.add(Span::at(self.at), "the file ends here", "this file is empty", help);
            }
            return node(self.at, self.at, Kind::Error);
        }
        let root = match self.peek() {
            Some(b',' | b']' | b'}') => node(self.at, self.at, Kind::Error),
            _ if self.is_other_language() => return self.other_language(),
            _ => self.value(),
        };
        // What follows a value that is none is no second value either.
        let readable = root.span.is_empty() || !matches!(root.kind, Kind::Error);
        self.skip_blanks();
        if self.at < self.bytes.len() && !self.unbalanced && readable {
            self.report_rest();
        }
        root
    }

    fn value(&mut self) -> Node<'a> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                let kind = self.string().map_or(Kind::Error, Kind::String);
                node(start, self.at, kind)
            }
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') if self.take_word(b"true") => node(start, self.at, Kind::Bool(true)),
            Some(b'f') if self.take_word(b"false") => node(start, self.at, Kind::Bool(false)),
            Some(b'n') if self.take_word(b"null") => node(start, self.at, Kind::Null),
            _ => self.broken_value(),
        }
    }

    fn list(&mut self) -> Node<'a> {
        let start = self.at;
        if self.lists + self.objects >= MAX_DEPTH {
            return self.skip_nest();
        }
        self.at += 1;
        self.lists += 1;
        let first = self.items.len();
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.report_extra_comma(),
                None => {
                    self.report_open_end(start);
                    break;
                }
                Some(b'}') => {
                    self.leave_at_wrong_bracket(start, self.objects);
                    break;
                }
                Some(_) => {
                    let item = self.value();
                    self.items.push(item);
                    if self.peek() == Some(b',') {
                        self.at += 1;
                        continue;
                    }
                    self.comma();
                }
            }
        }
        self.lists -= 1;
        let items = self.items.split_off(first);
        node(start, self.at, Kind::Array(items))
    }

    fn object(&mut self) -> Node<'a> {
        let start = self.at;
        if self.lists + self.objects >= MAX_DEPTH {
            return self.skip_nest();
        }
        self.at += 1;
        self.objects += 1;
        let first = self.entries.len();
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b'"') => {
                    let entry = self.entry();
                    self.entries.push(entry);
                    if self.peek() == Some(b',') {
                        self.at += 1;
                        continue;
                    }
                    self.comma();
                }
                Some(b',') => self.report_extra_comma(),
                None => {
                    self.report_open_end(start);
                    break;
                }
                Some(b']') => {
                    self.leave_at_wrong_bracket(start, self.lists);
                    break;
                }
                Some(_) => {
                    if let Some(entry) = self.broken_entry() {
                        self.entries.push(entry);
                        self.comma();
                    }
                }
            }
        }
        self.objects -= 1;
        let entries = self.entries.split_off(first);
        self.report_twice(&entries);
        node(start, self.at, Kind::Table(entries))
    }

    fn entry(&mut self) -> Entry<'a> {
        let start = self.at;
        let key = match self.string() {
            Some(key) => key,
            None => self.text.get(start + 1..self.at).unwrap_or("").into(),
        };
        self.entry_of(key, Span::new(start, self.at))
    }

    fn entry_of(&mut self, key: std::borrow::Cow<'a, str>, key_span: Span) -> Entry<'a> {
        if self.peek() == Some(b':') {
            self.at += 1;
        } else {
            self.skip_blanks();
            if self.peek() == Some(b':') {
                self.at += 1;
            } else if let Some(value) = self.missing_colon(key_span) {
                return Entry { key, key_span, value };
            }
        }
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if self.peek().is_some_and(|b| b <= b' ' || matches!(b, b'/' | b'#' | 0x7f..)) {
            self.skip_blanks();
        }
        let value = self.value();
        Entry { key, key_span, value }
    }

    /// The comma behind a value, where another value follows.
    fn comma(&mut self) {
        let end = self.at;
        self.skip_blanks();
        match self.peek() {
            Some(b',') => self.at += 1,
            Some(b']' | b'}') | None => {}
            Some(_) => self.missing_comma(end),
        }
    }

    fn report_twice(&mut self, entries: &[Entry<'a>]) {
        if entries.len() > FEW_KEYS {
            let mut first: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
            for entry in entries {
                match first.entry(&entry.key) {
                    std::collections::hash_map::Entry::Vacant(slot) => {
                        slot.insert(entry.key_span);
                    }
                    std::collections::hash_map::Entry::Occupied(slot) => {
                        self.faults.add_twice(&entry.key, entry.key_span, *slot.get());
                    }
                }
            }
            return;
        }
        let mut seen = 0_u64;
        for (index, entry) in entries.iter().enumerate() {
            let bit = 1 << fingerprint(&entry.key);
            if seen & bit != 0
                && let Some(first) = entries.iter().take(index).find(|earlier| earlier.key == entry.key)
            {
                self.faults.add_twice(&entry.key, entry.key_span, first.key_span);
            }
            seen |= bit;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

fn node(start: usize, end: usize, kind: Kind<'_>) -> Node<'_> {
    let span = Span::new(start, end);
    Node { span, extent: span, kind }
}

/// A number below 64 that equal keys share and most others do not.
fn fingerprint(key: &str) -> u32 {
    let bytes = key.as_bytes();
    let first = bytes.first().copied().map_or(0, u32::from);
    let last = bytes.last().copied().map_or(0, u32::from);
    (first.wrapping_mul(7) ^ last.wrapping_mul(31) ^ (bytes.len() as u32).wrapping_mul(5)) & 63
}
