//! From the parser's events to tables.
//!
//! Owns what is open while a file is read: brackets, headers, names without their value yet. Which table a name belongs
//! to is decided in `header`.

use super::heard::{BAD_COMMENT, BAD_KEY, BAD_LINE_END, BAD_TEXT, BAD_VALUE, Heard, OPEN_TEXT, TOO_DEEP};
use super::tables::{Key, Tables, Value};
use crate::source::Span;
use crate::syntax::{Comment, Kind, MAX_DEPTH, Node};
use std::borrow::Cow;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::EventReceiver;
use toml_parser::{ErrorSink, ParseError, Raw};

/// Receives the parser's events and keeps what they say.
pub(super) struct Builder<'a, 'h> {
    text: &'a str,
    pub(super) heard: &'h Heard<'a>,
    /// Offset of the part that is being read.
    base: usize,
    pub(super) tables: Tables<'a>,
    /// The table that lines outside of brackets belong to.
    pub(super) current: usize,
    /// Lists and inline tables that are open.
    frames: Vec<Frame<'a>>,
    /// The parts of names that wait for their value or for the end of their header.
    keys: Vec<Key<'a>>,
    /// The header that is being read.
    header: Option<Header>,
    comments: Vec<Comment<'a>>,
    too_deep: bool,
}

/// A header whose closing bracket has not been met.
struct Header {
    start: Span,
    style: HeaderStyle,
}

/// `[name]` or `[[name]]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderStyle {
    Table,
    Tables,
}

enum Frame<'a> {
    List {
        start: usize,
        items: Vec<Value<'a>>,
        depth: usize,
    },
    Inline {
        table: usize,
        start: usize,
        keys_from: usize,
    },
    /// Nested too deep to be read.
    Skipped {
        start: usize,
    },
}

impl<'a, 'h> Builder<'a, 'h> {
    /// An empty root table; what goes wrong is told to `heard`.
    pub(super) fn new(text: &'a str, heard: &'h Heard<'a>) -> Self {
        Self {
            text,
            heard,
            base: 0,
            tables: Tables::new(Span::new(0, text.len())),
            current: 0,
            frames: Vec::new(),
            keys: Vec::new(),
            header: None,
            comments: Vec::new(),
            too_deep: false,
        }
    }

    /// Says that the next events come from the part of the text that starts at `base`.
    pub(super) fn start_part(&mut self, base: usize) {
        while !self.frames.is_empty() {
            self.close(base);
        }
        self.base = base;
    }

    /// The tree, once the parser is through.
    pub(super) fn finish(mut self) -> (Node<'a>, Vec<Comment<'a>>) {
        self.start_part(self.text.len());
        self.end_line();
        (self.tables.into_node(), self.comments)
    }

    /// Says that lists and tables nest too deep, once for the file.
    pub(super) fn report_too_deep(&mut self, at: Span) {
        if !self.too_deep {
            self.too_deep = true;
            self.heard.add(TOO_DEEP, at);
        }
    }

    /// Where a span of the part stands in the file.
    fn place(&self, at: toml_parser::Span) -> Span {
        Span::new(at.start() + self.base, at.end() + self.base)
    }

    fn raw(&self, at: toml_parser::Span, encoding: Option<Encoding>) -> Raw<'a> {
        let at = at + self.base;
        Raw::new_unchecked(self.text.get(at.start()..at.end()).unwrap_or(""), encoding, at)
    }

    /// Says what is wrong with the string `raw`.
    fn report_text(&self, at: Span, raw: Raw<'a>, encoding: Option<Encoding>, fault: &ParseError) {
        let quote = match encoding {
            Some(Encoding::MlBasicString | Encoding::MlLiteralString) => 3,
            _ => 1,
        };
        let place = fault.unexpected().map_or(at, |place| Span::new(place.start(), place.end()));
        let (open, rest) = raw.as_str().split_at_checked(quote).unwrap_or((raw.as_str(), ""));
        if place.start >= at.end || !rest.ends_with(open) {
            self.heard.add(OPEN_TEXT, Span::new(at.start as usize, at.start as usize + open.len()));
        } else {
            self.heard.add(BAD_TEXT, place);
        }
    }

    /// The place and depth of a bracket that opens here; none where that is too deep.
    fn go_deeper(&mut self, at: toml_parser::Span) -> Option<(Span, usize)> {
        let at = self.place(at);
        let depth = self.depth() + 1;
        if depth > MAX_DEPTH {
            self.report_too_deep(at);
            self.frames.push(Frame::Skipped { start: at.start as usize });
            return None;
        }
        Some((at, depth))
    }

    /// Where the values of the innermost open bracket go, and how deep that is.
    fn depth(&self) -> usize {
        let table = |table: &usize| self.tables.get(*table).map_or(0, |table| table.depth);
        let waiting = |from: usize| self.keys.len().saturating_sub(from + 1);
        match self.frames.last() {
            Some(Frame::List { depth, .. }) => *depth,
            Some(Frame::Inline { table: inside, keys_from, .. }) => table(inside) + waiting(*keys_from),
            Some(Frame::Skipped { .. }) => MAX_DEPTH,
            None => table(&self.current) + waiting(0),
        }
    }

    /// Gives a value to the names or the list that wait for it.
    fn put(&mut self, value: Value<'a>) {
        match self.frames.last_mut() {
            Some(Frame::List { items, .. }) => items.push(value),
            Some(Frame::Inline { table, keys_from, .. }) => {
                let (table, keys_from) = (*table, *keys_from);
                self.assign(table, keys_from, value);
            }
            Some(Frame::Skipped { .. }) => {}
            None => self.assign(self.current, 0, value),
        }
    }

    fn assign(&mut self, table: usize, keys_from: usize, value: Value<'a>) {
        let mut path = self.keys.split_off(keys_from.min(self.keys.len()));
        if let Some(key) = path.pop() {
            self.assign_path(table, path, key, value);
        }
    }

    /// Closes the innermost bracket.
    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let value = match frame {
            Frame::List { start, items, .. } => Value::List(Span::new(start, end), items),
            Frame::Skipped { start } => Value::Leaf(Span::new(start, end), Kind::Error),
            Frame::Inline { table, start, keys_from } => {
                if self.keys.len() > keys_from {
                    self.assign(table, keys_from, Value::Leaf(Span::at(end), Kind::Error));
                }
                if let Some(table) = self.tables.get_mut(table) {
                    table.span = Span::new(start, end);
                }
                Value::Table(table)
            }
        };
        self.put(value);
    }

    /// Ends what a line may have left open: a header, or a name without value.
    fn end_line(&mut self) {
        if let Some(header) = self.header.take() {
            let end = self.keys.last().map_or(header.start, |key| key.span);
            self.open_table(header.start.cover(end), header.style);
        } else if let Some(last) = self.keys.last() {
            let end = Span::at(last.span.end as usize);
            self.assign(self.current, 0, Value::Leaf(end, Kind::Error));
        }
    }

    fn open_table(&mut self, header: Span, style: HeaderStyle) {
        let mut path = std::mem::take(&mut self.keys);
        if let Some(key) = path.pop() {
            self.enter(header, style, path, key);
        }
    }
}

/// The text of a string in double quotes that holds nothing to decode. The parser's decoder looks at each byte by
/// itself, and bodies of messages are most of a file.
fn plain_text(raw: &str, encoding: Option<Encoding>) -> Option<&str> {
    let (quote, line_break) = match encoding {
        Some(Encoding::BasicString) => ("\"", b' '),
        Some(Encoding::MlBasicString) => ("\"\"\"", b'\n'),
        _ => return None,
    };
    let text = raw.strip_prefix(quote)?.strip_suffix(quote)?;
    // Sums of bytes and no early exit, so that the loop is done in vectors.
    let is = u8::from;
    let odd = |b: u8| (is(b < b' ') & is(b != line_break) & is(b != b'\t')) | is(b == b'\\') | is(b == 0x7f);
    let all_plain = text.bytes().fold(0, |odds, b| odds | odd(b)) == 0;
    all_plain.then(|| if quote.len() == 3 { text.strip_prefix('\n').unwrap_or(text) } else { text })
}

impl EventReceiver for Builder<'_, '_> {
    fn std_table_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.header = Some(Header { start: self.place(span), style: HeaderStyle::Table });
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        if let Some(header) = self.header.take() {
            self.open_table(header.start.cover(self.place(span)), header.style);
        }
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.header = Some(Header { start: self.place(span), style: HeaderStyle::Tables });
    }

    fn array_table_close(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) {
        self.std_table_close(span, error);
    }

    fn inline_table_open(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) -> bool {
        let Some((at, depth)) = self.go_deeper(at) else { return false };
        let table = self.tables.add(at, depth);
        if let Some(table) = self.tables.get_mut(table) {
            table.inline = true;
        }
        self.frames.push(Frame::Inline { table, start: at.start as usize, keys_from: self.keys.len() });
        true
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.close(self.place(span).end as usize);
    }

    fn array_open(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) -> bool {
        let Some((at, depth)) = self.go_deeper(at) else { return false };
        self.frames.push(Frame::List { start: at.start as usize, items: Vec::new(), depth });
        true
    }

    fn array_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.close(self.place(span).end as usize);
    }

    fn simple_key(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let (place, raw) = (self.place(at), self.raw(at, encoding));
        let mut name = Cow::Borrowed("");
        let mut fault = None;
        raw.decode_key(&mut name, &mut fault);
        match fault {
            None => {}
            Some(fault) if matches!(encoding, Some(Encoding::BasicString | Encoding::LiteralString)) => {
                self.report_text(place, raw, encoding, &fault);
            }
            Some(_) => self.heard.add(BAD_KEY, place),
        }
        self.keys.push(Key { name, span: place });
    }

    fn scalar(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let (place, raw) = (self.place(at), self.raw(at, encoding));
        if let Some(text) = plain_text(raw.as_str(), encoding) {
            self.put(Value::Leaf(place, Kind::String(Cow::Borrowed(text))));
            return;
        }
        let mut decoded = Cow::Borrowed("");
        let mut sound = true;
        let kind = raw.decode_scalar(&mut decoded, &mut |fault: ParseError| {
            sound = false;
            match encoding {
                Some(_) if !place.is_empty() => self.report_text(place, raw, encoding, &fault),
                _ => self.heard.add(BAD_VALUE, place),
            }
        });
        let kind = match kind {
            _ if !sound => Kind::Error,
            ScalarKind::String => Kind::String(decoded),
            ScalarKind::Boolean(value) => Kind::Bool(value),
            // The parser takes the mark of a base for a number of its own.
            ScalarKind::Integer(_) if matches!(raw.as_str(), "0x" | "0o" | "0b") => {
                self.heard.add(BAD_VALUE, place);
                Kind::Error
            }
            ScalarKind::Float | ScalarKind::Integer(_) => Kind::Number(Cow::Borrowed(raw.as_str())),
            ScalarKind::DateTime if decoded.parse::<::toml::value::Datetime>().is_err() => {
                self.heard.add(BAD_VALUE, place);
                Kind::Error
            }
            ScalarKind::DateTime => Kind::Date(Cow::Borrowed(raw.as_str())),
        };
        self.put(Value::Leaf(place, kind));
    }

    fn comment(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) {
        let (place, raw) = (self.place(at), self.raw(at, None));
        let mut fault = None;
        raw.decode_comment(&mut fault);
        if let Some(fault) = fault {
            self.heard.add(BAD_COMMENT, fault.unexpected().map_or(place, |at| Span::new(at.start(), at.end())));
        }
        self.comments.push(Comment { text: raw.as_str(), span: place });
    }

    fn newline(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) {
        if self.raw(at, None).as_str() == "\r" {
            self.heard.add(BAD_LINE_END, self.place(at));
        }
        if self.frames.is_empty() {
            self.end_line();
        }
    }
}
