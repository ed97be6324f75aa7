//! From an offset inside a decoded string to its place in the file.
//!
//! Owns how each kind of string spells its text: escapes, trimmed line breaks, quotes. It must agree with what the
//! readers decode, byte for byte.

use super::json;
use crate::source::{Language, SourceFile, Span};
use std::ops::Range;

/// Where the bytes `decoded` of the string at `span` stand in the file. `span` is that of the whole literal, its
/// quotes included; of a [`Language::Text`] file it is the text itself, and of a bare value (a number or a date that
/// serves as text) the value. In JSON it may begin inside of a literal, where its first characters mean something of
/// their own (the `=` of an expression).
///
/// An end that lies past the string's own counts as its end; an offset inside of a character or of an escape takes in
/// the whole of it. An empty range gives an empty span. Costs one pass over the string; for many ranges of one string
/// take a [`SourceMap`].
pub fn source_range(file: &SourceFile, span: Span, decoded: Range<usize>) -> Span {
    SourceMap::new(file, span).range(file, decoded)
}

/// The way back from a decoded string to its places in the file, worked out once for many ranges. It holds nothing of the
/// file's text.
#[derive(Debug)]
pub struct SourceMap {
    pieces: Vec<Piece>,
    /// Offset behind the string's text.
    end: usize,
}

impl SourceMap {
    /// The map of the string at `span`, which is meant as in [`source_range`].
    pub fn new(file: &SourceFile, span: Span) -> Self {
        let pieces = Pieces::new(file, span);
        let end = pieces.end;
        Self { pieces: pieces.collect(), end }
    }

    /// Where the bytes `decoded` stand in the file that the map was made of, as [`source_range`] says.
    pub fn range(&self, file: &SourceFile, decoded: Range<usize>) -> Span {
        let text = file.text.as_str();
        let first = self.pieces.partition_point(|piece| piece.decoded.end <= decoded.start);
        let Some(piece) = self.pieces.get(first) else { return Span::at(self.end) };
        let start = piece.start_of(text, decoded.start);
        if decoded.end <= decoded.start {
            return Span::at(start);
        }
        let last = self.pieces.partition_point(|piece| piece.decoded.end < decoded.end);
        let end = match self.pieces.get(last) {
            Some(piece) => piece.end_of(text, decoded.end),
            None => self.pieces.last().map_or(start, |piece| piece.source.end),
        };
        Span::new(start, end)
    }
}

/// A stretch of a string that maps as a whole, or byte by byte.
#[derive(Debug)]
struct Piece {
    /// Its offsets in the file.
    source: Range<usize>,
    /// Its offsets in the decoded text.
    decoded: Range<usize>,
    /// Whether each of its bytes stands for itself.
    is_plain: bool,
}

impl Piece {
    fn start_of(&self, text: &str, decoded: usize) -> usize {
        if !self.is_plain {
            return self.source.start;
        }
        let mut offset = (self.source.start + decoded.saturating_sub(self.decoded.start)).min(self.source.end);
        while offset > self.source.start && !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn end_of(&self, text: &str, decoded: usize) -> usize {
        if !self.is_plain {
            return self.source.end;
        }
        let mut offset = (self.source.start + decoded.saturating_sub(self.decoded.start)).min(self.source.end);
        while offset < self.source.end && !text.is_char_boundary(offset) {
            offset += 1;
        }
        offset
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

    fn piece(&mut self, source_end: usize, decoded_len: usize, is_plain: bool) -> Piece {
        let piece = Piece { source: self.at..source_end, decoded: self.decoded..self.decoded + decoded_len, is_plain };
        self.at = source_end;
        self.decoded += decoded_len;
        piece
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.at < self.end {
            let rest = self.text.get(self.at..self.end)?;
            let plain = match self.spelling {
                Spelling::Plain => rest.len(),
                _ => rest.find('\\').unwrap_or(rest.len()),
            };
            if plain > 0 {
                let end = self.at + plain;
                return Some(self.piece(end, plain, true));
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
                Some(character) => return Some(self.piece(end, character.len_utf8(), false)),
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
        Language::Json if raw.ends_with('"') => (Spelling::Json, 0, 1),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::{Node, parse};

    fn json(text: &str) -> SourceFile {
        SourceFile::from_text("a.json", text, Language::Json)
    }

    /// The source of the part `wanted` of the value of `a`.
    fn source_of<'f>(file: &'f SourceFile, wanted: &str) -> &'f str {
        let document = parse(FileId(0), file);
        let value = document.root.get("a").unwrap_or(&document.root);
        let text = value.as_str().unwrap_or_default();
        let at = text.find(wanted).unwrap_or_else(|| panic!("no {wanted:?} in {text:?}"));
        file.slice(source_range(file, value.span, at..at + wanted.len()))
    }

    #[test]
    fn json_escapes_and_surrogate_pairs_lead_back_to_their_spelling() {
        let file = json(r#"{"a": "x\u00e9\n\ud83d\ude00 {{name}} \"q\""}"#);
        assert_eq!(source_of(&file, "{{name}}"), "{{name}}");
        assert_eq!(source_of(&file, "é"), "\\u00e9");
        assert_eq!(source_of(&file, "\n"), "\\n");
        assert_eq!(source_of(&file, "😀"), "\\ud83d\\ude00");
        assert_eq!(source_of(&file, "\"q\""), "\\\"q\\\"");
        assert_eq!(source_of(&file, "xé\n😀"), "x\\u00e9\\n\\ud83d\\ude00");
    }

    #[test]
    fn every_kind_of_toml_string_leads_back() {
        let toml = |text: &str| SourceFile::from_text("a.toml", text, Language::Toml);
        let basic = toml("a = \"x\\te\\u00e9\\U0001F600\\x41 {{n}}\"");
        assert_eq!(source_of(&basic, "\t"), "\\t");
        assert_eq!(source_of(&basic, "😀A"), "\\U0001F600\\x41");
        assert_eq!(source_of(&basic, "{{n}}"), "{{n}}");
        assert_eq!(source_of(&toml("a = 'x\\u00e9 {{n}}'"), "\\u00e9 {{n}}"), "\\u00e9 {{n}}");
        let multiline = toml("a = \"\"\"\r\nHi {{n}},\r\nyou \\\r\n   and \\  \n\n me\"\"\"\"\n");
        assert_eq!(source_of(&multiline, "Hi"), "Hi");
        assert_eq!(source_of(&multiline, ",\r\nyou"), ",\r\nyou");
        assert_eq!(source_of(&multiline, "you "), "you ");
        assert_eq!(source_of(&multiline, "and me\""), "and \\  \n\n me\"");
        assert_eq!(source_of(&multiline, "me\""), "me\"");
        let literal = toml("a = '''\nHi {{n}}\\n'''");
        assert_eq!(source_of(&literal, "{{n}}\\n"), "{{n}}\\n");
        assert_eq!(source_of(&toml("a = \"\"\"x\"\"\""), "x"), "x");
    }

    #[test]
    fn text_and_bare_values_map_one_to_one() {
        let text = SourceFile::from_text("a.txt", "Hi \\n é", Language::Text);
        assert_eq!(source_range(&text, Span::new(0, 8), 3..5), Span::new(3, 5));
        let bare = json("{\"a\": 1250}");
        assert_eq!(source_range(&bare, Span::new(6, 10), 1..3), Span::new(7, 9));
    }

    #[test]
    fn offsets_out_of_range_are_cut() {
        let file = json(r#"{"a": "h\u00e9y"}"#);
        let value = Span::new(6, 16);
        assert_eq!(source_range(&file, value, 0..4), Span::new(7, 15));
        assert_eq!(source_range(&file, value, 0..900), Span::new(7, 15));
        assert_eq!(source_range(&file, value, 800..900), Span::at(15));
        assert_eq!(source_range(&file, value, 2..3), Span::new(8, 14), "half of a character takes in the whole of it");
        assert_eq!(source_range(&file, value, 3..3), Span::at(14));
        let backwards = Range { start: 3, end: 1 };
        assert_eq!(source_range(&file, value, backwards), Span::at(14));
        assert_eq!(source_range(&file, Span::new(900, 950), 0..5), Span::at(17));
        assert_eq!(source_range(&file, Span::new(6, 7), 0..5), Span::at(7), "a quote alone");
        let raw = SourceFile::from_text("a.txt", "aé", Language::Text);
        assert_eq!(source_range(&raw, Span::new(0, 2), 0..9), Span::at(0), "a span that splits a character");
    }

    #[test]
    fn an_empty_string_has_its_place_between_the_quotes() {
        let file = json(r#"[""]"#);
        assert_eq!(source_range(&file, Span::new(1, 3), 0..0), Span::at(2));
        assert!(parse(FileId(0), &file).root.items().first().and_then(Node::as_str).is_some());
    }

    #[test]
    fn a_map_gives_what_single_ranges_give() {
        let file = json(r#"{"a": "x\n\u00e9 yz"}"#);
        let span = Span::new(6, 20);
        let map = SourceMap::new(&file, span);
        for start in 0..9 {
            for end in start..9 {
                assert_eq!(map.range(&file, start..end), source_range(&file, span, start..end));
            }
        }
        assert_eq!(map.range(&file, 2..4), Span::new(10, 16));
    }
}
