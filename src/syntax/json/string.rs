//! Strings of a JSON file, decoded.

use super::Reader;
use crate::source::Span;
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// A string, which the next byte opens. None where it cannot be read; that has been reported then.
    pub(super) fn string(&mut self) -> Option<Cow<'a, str>> {
        let open = self.at;
        let stop = plain_end(self.bytes, open + 1);
        if self.bytes.get(stop) == Some(&b'"') {
            self.at = stop + 1;
            if self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) && self.skip_quoted_part(stop) {
                return None;
            }
            return self.text.get(open + 1..stop).map(Cow::Borrowed);
        }
        self.string_piecewise(open, stop)
    }

    /// A string that holds an escape or is broken; `stop` is the first byte that needs a look.
    fn string_piecewise(&mut self, open: usize, mut stop: usize) -> Option<Cow<'a, str>> {
        // No string is longer decoded than written, and most end at the next quote.
        let quote = memchr::memchr(b'"', self.bytes.get(stop..).unwrap_or_default());
        let mut decoded = String::with_capacity(stop - open + quote.unwrap_or_default());
        let mut readable = true;
        let mut raw_reported = false;
        let mut from = open + 1;
        // Line breaks before this offset are known not to end the string.
        let mut inside = 0;
        loop {
            decoded.push_str(self.text.get(from..stop).unwrap_or(""));
            match self.bytes.get(stop) {
                Some(b'"') => {
                    self.at = stop + 1;
                    let next = self.bytes.get(self.at);
                    if next.is_some_and(u8::is_ascii_alphabetic) && self.skip_quoted_part(stop) {
                        return None;
                    }
                    return readable.then_some(Cow::Owned(decoded));
                }
                Some(b'\\') => {
                    let (character, end) = escape(self.bytes, stop);
                    if let Some(character) = character {
                        decoded.push(character);
                    } else {
                        readable = false;
                        self.report_escape(stop, end);
                    }
                    from = end;
                }
                Some(b'\n' | b'\r') if stop >= inside && self.ends_with_line(stop, &mut inside) => {
                    self.report_open_string(open, stop);
                    return None;
                }
                Some(byte) => {
                    if !raw_reported {
                        raw_reported = true;
                        self.report_raw(stop, *byte);
                    }
                    decoded.push(char::from(*byte));
                    from = stop + 1;
                }
                None => {
                    self.report_open_string(open, stop);
                    return None;
                }
            }
            stop = plain_end(self.bytes, from);
        }
    }

    /// Goes on to the quote on the same line that can end a string, where a word touches the quote at `quote`: quotes
    /// inside of text. Gives whether there is one; it has been reported then.
    fn skip_quoted_part(&mut self, quote: usize) -> bool {
        let line = self.rest_of_line(self.at).as_bytes();
        if [&b"true"[..], b"false", b"null"].iter().any(|word| line.starts_with(word)) {
            return false;
        }
        let closes = |at: usize| {
            let behind = line.get(at + 1..).unwrap_or_default();
            matches!(behind.iter().find(|b| !matches!(b, b' ' | b'\t')), Some(b',' | b':' | b'}' | b']') | None)
        };
        let mut quotes = line.iter().enumerate().filter(|(_, b)| **b == b'"').map(|(at, _)| at);
        let Some(end) = quotes.find(|at| closes(*at)) else { return false };
        self.at += end + 1;
        self.faults.add(
            Span::new(quote, quote + 1),
            "ends the text here",
            "a quote inside of the text ends it too early",
            "write \\\" for a quote inside of the text",
        );
        true
    }

    /// Whether a string that is still open at the line break `at` was meant to end on this line. Sets `inside` to where
    /// the next line with text starts.
    fn ends_with_line(&self, at: usize, inside: &mut usize) -> bool {
        let blank = |b: &u8| b.is_ascii_whitespace();
        let rest = self.bytes.get(at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|b| blank(b)).count();
        *inside = at + blanks;
        match rest.get(blanks) {
            Some(b'"') => {
                let behind = rest.get(blanks + 1..).unwrap_or_default();
                !matches!(behind.iter().find(|b| !blank(b)), Some(b',' | b'}' | b']') | None)
            }
            Some(b'}' | b']') | None => true,
            Some(_) => false,
        }
    }

    /// Ends a string without closing quote where its line, the file or its comma ends.
    fn report_open_string(&mut self, open: usize, end: usize) {
        let text = self.text.get(open + 1..end).unwrap_or("");
        let kept = text.trim_end();
        let kept = kept.strip_suffix(',').unwrap_or(kept);
        self.at = open + 1 + kept.len();
        let line = |at: usize| self.text.get(at..open).is_some_and(|between| !between.contains('\n'));
        let follows = end == self.bytes.len() && self.faults.last_start().is_some_and(line);
        self.unbalanced = true;
        if !follows {
            self.faults.add(
                Span::new(open, open + 1),
                "opened here",
                "this text has no closing quote",
                "write \" where the text ends",
            );
        }
    }

    fn report_escape(&mut self, start: usize, end: usize) {
        let text = self.text.get(start..end).unwrap_or("");
        let span = Span::new(start, end);
        if text.starts_with("\\u") && text.len() == 6 {
            self.faults.add(
                span,
                "half of a character",
                "this is one half of a character, and the other half is missing",
                "write the character itself, or both halves of it",
            );
        } else if text.starts_with("\\u") {
            self.faults.add(
                span,
                "four digits belong here",
                "\\u needs four digits from 0 to 9 and a to f",
                "write the character itself, or all four digits",
            );
        } else {
            self.faults.add(
                span,
                "has no meaning here",
                "a backslash means something only before \" \\ / b f n r t and u",
                "write \\\\ for a backslash that people shall read, or remove it",
            );
        }
    }

    fn report_raw(&mut self, at: usize, byte: u8) {
        let (label, message, help) = match byte {
            b'\n' | b'\r' => {
                ("the line breaks here", "text cannot go over a line break", "write \\n for the line break")
            }
            b'\t' => ("a tab stands here", "text cannot hold a bare tab", "write \\t for the tab, or a blank"),
            _ => (
                "stands here, unseen",
                "text cannot hold an invisible control character",
                "remove the character; typing the line anew is the surest way",
            ),
        };
        self.faults.add(Span::new(at, at + 1), label, message, help);
    }
}

/// What the escape at `at` (a backslash) stands for, and the offset behind it. None where it stands for nothing.
pub(in crate::syntax) fn escape(bytes: &[u8], at: usize) -> (Option<char>, usize) {
    let simple = |c: char| (Some(c), at + 2);
    match bytes.get(at + 1) {
        Some(b'"') => simple('"'),
        Some(b'\\') => simple('\\'),
        Some(b'/') => simple('/'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'u') => unicode_escape(bytes, at),
        Some(0..=0x1f) | None => (None, at + 1),
        Some(_) => {
            let tail = bytes.get(at + 2..).unwrap_or_default();
            (None, at + 2 + tail.iter().take_while(|b| **b & 0xc0 == 0x80).count())
        }
    }
}

fn unicode_escape(bytes: &[u8], at: usize) -> (Option<char>, usize) {
    let Some(unit) = hex4(bytes, at + 2) else {
        let tail = bytes.get(at + 2..).unwrap_or_default();
        return (None, at + 2 + tail.iter().take(3).take_while(|b| b.is_ascii_hexdigit()).count());
    };
    if !(0xd800..0xdc00).contains(&unit) {
        return (char::from_u32(unit), at + 6);
    }
    let low = (bytes.get(at + 6..at + 8) == Some(b"\\u")).then(|| hex4(bytes, at + 8)).flatten();
    match low {
        Some(low @ 0xdc00..0xe000) => (char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)), at + 12),
        _ => (None, at + 6),
    }
}

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))
}

/// Offset of the first byte from `at` on that is a quote, a backslash or a control character; the end where none is.
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    const BLOCK: usize = 32;
    // A plain loop over a block becomes a few comparisons of all its bytes.
    for block in bytes.get(at..).unwrap_or_default().as_chunks::<BLOCK>().0 {
        let mut any = 0;
        for byte in block {
            any |= u8::from(*byte < 0x20);
            any |= u8::from(*byte == b'"');
            any |= u8::from(*byte == b'\\');
        }
        if any > 0 {
            break;
        }
        at += BLOCK;
    }
    // Eight bytes at once: the high bit of each lane says that its byte needs a look. A borrow can mark a lane above
    // a real one too, never a lane below it, so the lowest mark is right.
    while let Some(chunk) = bytes.get(at..at + 8) {
        let mut lanes = [0; 8];
        lanes.copy_from_slice(chunk);
        let word = u64::from_le_bytes(lanes);
        let quote = word ^ (ONES * 0x22);
        let backslash = word ^ (ONES * 0x5c);
        let marks = (quote.wrapping_sub(ONES) & !quote
            | backslash.wrapping_sub(ONES) & !backslash
            | word.wrapping_sub(ONES * 0x20) & !word)
            & HIGHS;
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|b| *b >= 0x20 && !matches!(b, b'"' | b'\\')) {
        at += 1;
    }
    at
}
