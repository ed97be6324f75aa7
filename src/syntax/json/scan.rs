//! Blanks, comments and words: what stands between the values of a JSON file.

use super::Reader;
use crate::source::Span;
use crate::syntax::Comment;

impl Reader<'_> {
    /// Goes on to the next byte that is neither blank nor part of a comment.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b'/') if matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*')) => self.comment(),
                Some(b'#') => {
                    let start = self.at;
                    self.at = self.line_end();
                    self.faults.add(
                        Span::new(start, start + 1),
                        "the comment starts here",
                        "a comment starts with // in a JSON file, not with #",
                        "write // in place of #",
                    );
                }
                _ => return,
            }
        }
    }

    /// Takes `word` where it stands next and is not the start of a longer one.
    pub(super) fn take_word(&mut self, word: &[u8]) -> bool {
        let end = self.at + word.len();
        let found = self.bytes.get(self.at..end) == Some(word) && !self.bytes.get(end).is_some_and(|b| is_wordy(*b));
        if found {
            self.at = end;
        }
        found
    }

    /// Offset of the end of the line, its break not included.
    pub(super) fn line_end(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |length| self.at + length);
        if end > self.at && self.bytes.get(end - 1) == Some(&b'\r') { end - 1 } else { end }
    }

    fn comment(&mut self) {
        let start = self.at;
        if self.bytes.get(start + 1) == Some(&b'/') {
            self.at = self.line_end();
        } else if let Some(length) = self.text.get(start + 2..).and_then(|rest| rest.find("*/")) {
            self.at = start + 2 + length + 2;
        } else {
            self.at = self.bytes.len();
            self.unbalanced = true;
            self.faults.add(
                Span::new(start, start + 2),
                "the comment starts here",
                "this comment never ends, so nothing behind it is read",
                "end the comment with */",
            );
        }
        let text = self.text.get(start..self.at).unwrap_or("");
        self.comments.push(Comment { text, span: Span::new(start, self.at) });
    }
}

/// Whether the byte can belong to a word or number: what stands next to each other without a blank.
pub(super) fn is_wordy(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'+' | b'-') || byte >= 0x80
}
