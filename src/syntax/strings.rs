//! From an offset inside a decoded string to its place in the file.
//!
//! Owns how each kind of string spells its text: escapes, trimmed line breaks, quotes. It must agree with what the
//! readers decode, byte for byte.

use super::json;
use crate::source::{Language, SourceFile, Span};
use std::ops::Range;

/// Where the bytes `decoded` of the string at `span` stand in the file. `span` is that of the whole literal, its
/// quotes included; of a [`Language::Text`] file it is the text itself, and of a bare value (a number or a date that
/// serves as text) the value.
///
/// An end that lies past the string's own counts as its end; an offset inside of a character or of an escape takes in
/// the whole of it. An empty range gives an empty span. Costs one pass over the string up to the range.
pub fn source_range(file: &SourceFile, span: Span, decoded: Range<usize>) -> Span {
    let mut pieces = Pieces::new(file, span);
    let end_of_text = pieces.end;
    let mut last_end = pieces.at;
    let mut start = None;
    for piece in &mut pieces {
        last_end = piece.source.end;
        if start.is_none() && decoded.start < piece.decoded.end {
            let found = piece.start_of(decoded.start);
            if decoded.end <= decoded.start {
                return Span::at(found);
            }
            start = Some(found);
        }
        if let Some(start) = start
            && decoded.end <= piece.decoded.end
        {
            return Span::new(start, piece.end_of(decoded.end));
        }
    }
    start.map_or(Span::at(end_of_text), |start| Span::new(start, last_end))
}

/// A stretch of a string that maps as a whole, or byte by byte.
#[derive(Debug)]
struct Piece<'a> {
    /// Its offsets in the file.
    source: Range<usize>,
    /// Its offsets in the decoded text.
    decoded: Range<usize>,
    /// The text, where each of its bytes stands for itself.
    plain: Option<&'a str>,
}

impl Piece<'_> {
    fn start_of(&self, decoded: usize) -> usize {
        let Some(text) = self.plain else { return self.source.start };
        let mut offset = decoded.saturating_sub(self.decoded.start).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        self.source.start + offset
    }

    fn end_of(&self, decoded: usize) -> usize {
        let Some(text) = self.plain else { return self.source.end };
        let mut offset = decoded.saturating_sub(self.decoded.start).min(text.len());
        while !text.is_char_boundary(offset) {
            offset += 1;
        }
        self.source.start + offset
    }
}

/// How a string spells what is no plain text.
#[derive(Clone, Copy, Debug)]
enum Spelling {
    Plain,
    Json,
    TomlBasic,
    TomlMultiline,
}

/// The pieces of a string, in order. Pieces that stand for nothing (a line end behind `\`) are left out.
struct Pieces<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    decoded: usize,
    spelling: Spelling,
}

impl<'a> Pieces<'a> {
    fn new(file: &'a SourceFile, span: Span) -> Self {
        let text = file.text.as_str();
        let raw = file.slice(span);
        // A span that is none of this file's gives an empty string there.
        let start = if raw.is_empty() { floor(text, span.start as usize) } else { span.start as usize };
        let (spelling, open, close) = delimiters(file.language, raw);
        Self { text, at: start + open, end: start + raw.len() - close, decoded: 0, spelling }
    }

    fn piece(&mut self, source_end: usize, decoded_len: usize, plain: Option<&'a str>) -> Piece<'a> {
        let piece = Piece { source: self.at..source_end, decoded: self.decoded..self.decoded + decoded_len, plain };
        self.at = source_end;
        self.decoded += decoded_len;
        piece
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        while self.at < self.end {
            let rest = self.text.get(self.at..self.end)?;
            let plain = match self.spelling {
                Spelling::Plain => rest.len(),
                _ => rest.find('\\').unwrap_or(rest.len()),
            };
            if plain > 0 {
                let end = self.at + plain;
                return Some(self.piece(end, plain, rest.get(..plain)));
            }
            let (character, length) = match self.spelling {
                Spelling::Json => {
                    let (character, length) = json::escape(rest.as_bytes(), 0);
                    (Some(character.unwrap_or(char::REPLACEMENT_CHARACTER)), length)
                }
                Spelling::TomlMultiline => line_end(rest).map_or_else(|| toml_escape(rest), |length| (None, length)),
                Spelling::TomlBasic | Spelling::Plain => toml_escape(rest),
            };
            let end = (self.at + length.max(1)).min(self.end);
            match character {
                Some(character) => return Some(self.piece(end, character.len_utf8(), None)),
                None => self.at = end,
            }
        }
        None
    }
}

/// How `raw` is spelt, and the length of what opens and of what closes it.
fn delimiters(language: Language, raw: &str) -> (Spelling, usize, usize) {
    let quoted = |spelling, quote: &str| {
        let open = quote.len();
        let close = if raw.len() >= 2 * open && raw.ends_with(quote) { open } else { 0 };
        (spelling, open, close)
    };
    let multiline = |spelling, quote: &str| {
        let (spelling, open, close) = quoted(spelling, quote);
        let inner = raw.get(open..raw.len() - close).unwrap_or("");
        let trimmed = if inner.starts_with("\r\n") { 2 } else { usize::from(inner.starts_with('\n')) };
        (spelling, open + trimmed, close)
    };
    match language {
        Language::Json if raw.starts_with('"') => quoted(Spelling::Json, "\""),
        Language::Toml if raw.starts_with("\"\"\"") => multiline(Spelling::TomlMultiline, "\"\"\""),
        Language::Toml if raw.starts_with("'''") => multiline(Spelling::Plain, "'''"),
        Language::Toml if raw.starts_with('"') => quoted(Spelling::TomlBasic, "\""),
        Language::Toml if raw.starts_with('\'') => quoted(Spelling::Plain, "'"),
        _ => (Spelling::Plain, 0, 0),
    }
}

/// What the escape that `rest` starts with stands for, and its length. As the TOML reader does it, a backslash with
/// no meaning stands for itself.
fn toml_escape(rest: &str) -> (Option<char>, usize) {
    let code = |digits: usize| {
        let tail = rest.as_bytes().get(2..).unwrap_or_default();
        let length = 2 + tail.iter().take(digits).take_while(|b| b.is_ascii_hexdigit()).count();
        let whole = rest.get(2..length).filter(|hex| hex.len() == digits);
        let character = whole.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        (Some(character.unwrap_or(char::REPLACEMENT_CHARACTER)), length)
    };
    let simple = |c: char| (Some(c), 2);
    match rest.as_bytes().get(1) {
        Some(b'b') => simple('\u{8}'),
        Some(b'e') => simple('\u{1b}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'"') => simple('"'),
        Some(b'\\') => simple('\\'),
        Some(b'x') => code(2),
        Some(b'u') => code(4),
        Some(b'U') => code(8),
        _ => (Some('\\'), 1),
    }
}

/// The length of a backslash with a line end behind it and of all blanks that follow, where `rest` starts with one.
fn line_end(rest: &str) -> Option<usize> {
    let after = rest.get(1..)?;
    after.starts_with([' ', '\t', '\r', '\n']).then(|| {
        let next = after.trim_start_matches([' ', '\t', '\r', '\n']);
        rest.len() - next.len()
    })
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
