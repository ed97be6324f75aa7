//! What the tests of this layer share: random mutations that are the same on every run, and checks of a tree's spans.

use super::{Document, Kind, Node, parse, source_range};
use crate::source::{FileId, Language, SourceFile, Span};

/// A generator of numbers (xorshift), the same on every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit.max(1)
    }

    pub(super) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len())).copied().unwrap_or("")
    }
}

/// `text` with one to three random changes; still text.
pub(super) fn mutate(dice: &mut Dice, text: &str, pieces: &[&str]) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.below(3) {
        let at = boundary(&text, dice.below(text.len() + 1));
        let to = boundary(&text, at + dice.below(6));
        let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let line_end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1);
        match dice.below(9) {
            6 => text.replace_range(line..line_end, ""),
            7 | 8 => {
                let copy = text.get(line..line_end).unwrap_or("").to_owned();
                let there = boundary(&text, dice.below(text.len() + 1));
                let there = text.get(..there).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
                text.insert_str(there, &copy);
            }
            0 => text.replace_range(at..to, ""),
            1 => {
                let copy = text.get(at..to).unwrap_or("").to_owned();
                let there = boundary(&text, dice.below(text.len() + 1));
                text.insert_str(there, &copy);
            }
            2 => text.replace_range(at..to, dice.pick(pieces)),
            _ => text.insert_str(at, dice.pick(pieces)),
        }
    }
    text
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Holds what is true of every tree: no span splits a character or leaves its parent's extent, and each character of
/// each string leads back to the place that spells it.
pub(super) fn hold_invariants(file: &SourceFile) -> Document<'_> {
    let document = parse(FileId(0), file);
    let whole = |span: Span, what: &str| {
        assert!(file.text.get(span.range()).is_some(), "{what} {span:?} splits {:?}", file.text);
    };
    for finding in &document.findings {
        assert_eq!(finding.rule, "structure/syntax");
        assert!(!finding.message.is_empty() && finding.help.as_ref().is_some_and(|help| !help.is_empty()));
        for label in &finding.labels {
            whole(label.place.span, &finding.message);
        }
    }
    assert!(document.findings.len() <= super::MAX_ERRORS);
    assert!(document.findings.is_sorted_by_key(|finding| finding.place().span), "{:?}", document.findings);
    for comment in &document.comments {
        assert_eq!(file.slice(comment.span), comment.text);
    }
    assert!(document.comments.is_sorted_by_key(|comment| comment.span.start));
    let mut todo = vec![&document.root];
    while let Some(node) = todo.pop() {
        whole(node.span, "node");
        whole(node.extent, "extent");
        assert!(node.extent.holds(node.span), "{node:?} in {:?}", file.text);
        for entry in node.entries() {
            whole(entry.key_span, "key");
            assert!(node.extent.holds(entry.key_span), "key {entry:?} outside in {:?}", file.text);
            assert!(node.extent.holds(entry.value.extent), "value {entry:?} outside in {:?}", file.text);
            todo.push(&entry.value);
        }
        for item in node.items() {
            assert!(node.extent.holds(item.extent), "item {item:?} outside in {:?}", file.text);
            todo.push(item);
        }
        if let Kind::String(text) = &node.kind {
            hold_characters(file, node.span, text);
        }
    }
    document
}

/// Each character of a decoded string, found in the file and decoded by itself, is that character.
fn hold_characters(file: &SourceFile, span: Span, decoded: &str) {
    let mut before = span.start;
    for (at, character) in decoded.char_indices() {
        let place = source_range(file, span, at..at + character.len_utf8());
        let raw = file.slice(place);
        assert!(place.start >= before && place.end <= span.end && !raw.is_empty(), "{place:?} of {:?}", file.text);
        before = place.end;
        if raw.chars().eq([character]) {
            continue;
        }
        let (language, quoted) = match file.language {
            Language::Json => (Language::Json, format!("\"{raw}\"")),
            _ => (Language::Toml, format!("a = \"{raw}\"")),
        };
        let alone = SourceFile::from_text("alone", quoted, language);
        let alone = parse(FileId(0), &alone).root;
        let value = if language == Language::Json { alone.as_str() } else { alone.get("a").and_then(Node::as_str) };
        let mut buffer = [0; 4];
        assert_eq!(value, Some(&*character.encode_utf8(&mut buffer)), "{raw:?} at {at} of {:?}", file.text);
    }
}

/// Each finding's labels as `start..end text`, joined by ` | `, and its message behind them.
pub(super) fn told(text: &str, language: Language) -> Vec<String> {
    let file = SourceFile::from_text("a", text, language);
    let document = hold_invariants(&file);
    let label = |label: &crate::finding::Label| {
        format!("{}..{} {}", label.place.span.start, label.place.span.end, label.message)
    };
    let findings = document.findings.iter().map(|finding| {
        let labels: Vec<_> = finding.labels.iter().map(label).collect();
        format!("{}: {}", labels.join(" | "), finding.message)
    });
    findings.collect()
}
