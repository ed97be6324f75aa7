//! Blanks, comments and words: what stands between the values of a JSON file.

use super::Reader;
use crate::source::Span;
use crate::syntax::Comment;

impl Reader<'_> {
    /// Goes on to the next byte that is neither blank nor part of a comment.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            let mut at = self.at;
            while matches!(self.bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
                at += 1;
            }
            self.at = at;
            match self.peek() {
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
                Some(0..b' ' | 0x7f..) => {
                    if !self.skip_invisible() {
                        return;
                    }
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

    /// The text from `at` to the end of its line, or what of it is worth a look: a file may be one line.
    pub(super) fn rest_of_line(&self, at: usize) -> &str {
        const NEAR: usize = 1000;
        let mut end = self.bytes.len().min(at + NEAR);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let near = self.text.get(at..end).unwrap_or("");
        near.find(['\n', '\r']).and_then(|end| near.get(..end)).unwrap_or(near)
    }

    /// Goes over characters that nobody sees and that are no blanks in JSON. Gives whether there were some.
    fn skip_invisible(&mut self) -> bool {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let Some(first) = rest.chars().next().filter(|c| is_invisible(*c)) else { return false };
        let run = rest.find(|c: char| !is_invisible(c)).unwrap_or(rest.len());
        self.at += run;
        self.faults.add(
            Span::new(start, start + first.len_utf8()),
            "stands here, unseen",
            format!("an invisible character (U+{:04X}) stands between the values", u32::from(first)),
            "remove it; typing the line anew is the surest way",
        );
        true
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
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'+' | b'-')
}

/// Whether the character can belong to a word, whether JSON knows such words or not.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '+' | '-')
}

/// Whether nobody sees the character, though it is none of JSON's blanks.
fn is_invisible(c: char) -> bool {
    let blank = matches!(c, ' ' | '\n' | '\r' | '\t');
    !blank
        && (c.is_control()
            || c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
}
