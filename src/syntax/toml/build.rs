//! From the parser's events to tables.
//!
//! Owns names, values and which of them belong together. Tables live side by side until the end, because a header may
//! return to one that was left.

use super::heard::{BAD_COMMENT, BAD_KEY, BAD_LINE_END, BAD_TEXT, BAD_VALUE, Heard, OPEN_TEXT, TOO_DEEP};
use super::span;
use crate::source::Span;
use crate::syntax::{Comment, Entry, Kind, MAX_DEPTH, Node};
use std::borrow::Cow;
use std::collections::HashMap;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::EventReceiver;
use toml_parser::{ErrorSink, ParseError, Raw};

/// Tables with more keys than this find them by hash.
const FEW_KEYS: usize = 16;

/// Receives the parser's events and keeps what they say.
pub(super) struct Builder<'a, 'h> {
    text: &'a str,
    pub(super) heard: &'h Heard<'a>,
    /// Offset of the part that is being read.
    base: usize,
    pub(super) tables: Vec<Table<'a>>,
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

/// A table, and how it came to be.
pub(super) struct Table<'a> {
    pub(super) span: Span,
    pub(super) slots: Vec<Slot<'a>>,
    index: HashMap<Cow<'a, str>, usize>,
    /// It was only named on the way to another one.
    pub(super) implicit: bool,
    /// It was made by a dotted name.
    pub(super) dotted: bool,
    /// It stands in braces.
    pub(super) inline: bool,
    pub(super) depth: usize,
}

/// A name and what it names.
pub(super) struct Slot<'a> {
    key: Cow<'a, str>,
    pub(super) key_span: Span,
    pub(super) value: Value<'a>,
}

/// What a name names. Tables are numbers, for they may grow later.
pub(super) enum Value<'a> {
    Leaf(Span, Kind<'a>),
    List(Span, Vec<Value<'a>>),
    Table(usize),
    Tables(Span, Vec<usize>),
}

/// One part of a name.
pub(super) struct Key<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) span: toml_parser::Span,
}

/// A header whose closing bracket has not been met.
struct Header {
    start: toml_parser::Span,
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
        let whole = Span::new(0, text.len());
        let mut builder = Self {
            text,
            heard,
            base: 0,
            tables: Vec::new(),
            current: 0,
            frames: Vec::new(),
            keys: Vec::new(),
            header: None,
            comments: Vec::new(),
            too_deep: false,
        };
        builder.add_table(whole, 0);
        builder
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
        let root = self.node(Value::Table(0));
        (root, self.comments)
    }

    /// A new table; it belongs to nothing yet.
    pub(super) fn add_table(&mut self, span: Span, depth: usize) -> usize {
        let table = Table {
            span,
            slots: Vec::new(),
            index: HashMap::new(),
            implicit: false,
            dotted: false,
            inline: false,
            depth,
        };
        self.tables.push(table);
        self.tables.len() - 1
    }

    /// Gives `table` a value of the name `key`, whether it has one or not.
    pub(super) fn insert(&mut self, table: usize, key: Key<'a>, value: Value<'a>) {
        let Some(table) = self.tables.get_mut(table) else { return };
        let place = table.slots.len();
        if place == FEW_KEYS {
            for (place, slot) in table.slots.iter().enumerate() {
                table.index.entry(slot.key.clone()).or_insert(place);
            }
        }
        if place >= FEW_KEYS {
            table.index.entry(key.name.clone()).or_insert(place);
        }
        table.slots.push(Slot { key: key.name, key_span: span(key.span), value });
    }

    /// The first slot of `table` that is called `name`.
    pub(super) fn find(&mut self, table: usize, name: &str) -> Option<&mut Slot<'a>> {
        let table = self.tables.get_mut(table)?;
        if table.slots.len() > FEW_KEYS {
            let place = *table.index.get(name)?;
            return table.slots.get_mut(place);
        }
        table.slots.iter_mut().find(|slot| slot.key == name)
    }

    /// Says that lists and tables nest too deep, once for the file.
    pub(super) fn report_too_deep(&mut self, at: toml_parser::Span) {
        if !self.too_deep {
            self.too_deep = true;
            self.heard.add(TOO_DEEP, at);
        }
    }

    fn raw(&self, at: toml_parser::Span, encoding: Option<Encoding>) -> Raw<'a> {
        Raw::new_unchecked(self.text.get(at.start()..at.end()).unwrap_or(""), encoding, at)
    }

    /// Says what is wrong with the string at `at`.
    fn report_text(&self, at: toml_parser::Span, encoding: Option<Encoding>, fault: &ParseError) {
        let quote = match encoding {
            Some(Encoding::MlBasicString | Encoding::MlLiteralString) => 3,
            _ => 1,
        };
        let place = fault.unexpected().unwrap_or(at);
        let text = self.text.get(at.start()..at.end()).unwrap_or("");
        let (open, rest) = text.split_at_checked(quote).unwrap_or((text, ""));
        if place.start() >= at.end() || !rest.ends_with(open) {
            let open = toml_parser::Span::new_unchecked(at.start(), at.start() + open.len());
            self.heard.add(OPEN_TEXT, open);
        } else {
            self.heard.add(BAD_TEXT, place);
        }
    }

    /// The place and depth of a bracket that opens here; none where that is too deep.
    fn go_deeper(&mut self, at: toml_parser::Span) -> Option<(toml_parser::Span, usize)> {
        let at = at + self.base;
        let depth = self.depth() + 1;
        if depth > MAX_DEPTH {
            self.report_too_deep(at);
            self.frames.push(Frame::Skipped { start: at.start() });
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
            self.open_table(header.start.append(end), header.style);
        } else if let Some(last) = self.keys.last() {
            let end = last.span.end();
            self.assign(self.current, 0, Value::Leaf(Span::at(end), Kind::Error));
        }
    }

    fn open_table(&mut self, header: toml_parser::Span, style: HeaderStyle) {
        let mut path = std::mem::take(&mut self.keys);
        if let Some(key) = path.pop() {
            self.enter(header, style, path, key);
        }
    }

    fn node(&mut self, value: Value<'a>) -> Node<'a> {
        match value {
            Value::Leaf(span, kind) => Node { span, extent: span, kind },
            Value::List(span, items) => {
                let items: Vec<_> = items.into_iter().map(|item| self.node(item)).collect();
                Node { span, extent: cover(span, &items), kind: Kind::Array(items) }
            }
            Value::Tables(span, tables) => {
                let items: Vec<_> = tables.into_iter().map(|table| self.node(Value::Table(table))).collect();
                Node { span, extent: cover(span, &items), kind: Kind::Array(items) }
            }
            Value::Table(table) => {
                let Some(table) = self.tables.get_mut(table) else {
                    return Node { span: Span::default(), extent: Span::default(), kind: Kind::Error };
                };
                let (span, slots) = (table.span, std::mem::take(&mut table.slots));
                let mut extent = span;
                let entries = slots.into_iter().map(|slot| {
                    let value = self.node(slot.value);
                    extent = extent.cover(slot.key_span).cover(value.extent);
                    Entry { key: slot.key, key_span: slot.key_span, value }
                });
                let entries: Vec<_> = entries.collect();
                Node { span, extent, kind: Kind::Table(entries) }
            }
        }
    }
}

fn cover(span: Span, items: &[Node<'_>]) -> Span {
    items.iter().fold(span, |extent, item| extent.cover(item.extent))
}

impl EventReceiver for Builder<'_, '_> {
    fn std_table_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.header = Some(Header { start: span + self.base, style: HeaderStyle::Table });
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        if let Some(header) = self.header.take() {
            self.open_table(header.start.append(span + self.base), header.style);
        }
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.header = Some(Header { start: span + self.base, style: HeaderStyle::Tables });
    }

    fn array_table_close(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) {
        self.std_table_close(span, error);
    }

    fn inline_table_open(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) -> bool {
        let Some((at, depth)) = self.go_deeper(at) else { return false };
        let table = self.add_table(span(at), depth);
        if let Some(table) = self.tables.get_mut(table) {
            table.inline = true;
        }
        self.frames.push(Frame::Inline { table, start: at.start(), keys_from: self.keys.len() });
        true
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.close((span + self.base).end());
    }

    fn array_open(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) -> bool {
        let Some((at, depth)) = self.go_deeper(at) else { return false };
        self.frames.push(Frame::List { start: at.start(), items: Vec::new(), depth });
        true
    }

    fn array_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.close((span + self.base).end());
    }

    fn simple_key(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let at = at + self.base;
        let mut name = Cow::Borrowed("");
        let mut fault = None;
        self.raw(at, encoding).decode_key(&mut name, &mut fault);
        if let Some(fault) = fault {
            if matches!(encoding, Some(Encoding::BasicString | Encoding::LiteralString)) {
                self.report_text(at, encoding, &fault);
            } else {
                self.heard.add(BAD_KEY, at);
            }
        }
        self.keys.push(Key { name, span: at });
    }

    fn scalar(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let at = at + self.base;
        let raw = self.raw(at, encoding);
        let mut decoded = Cow::Borrowed("");
        let mut sound = true;
        let kind = raw.decode_scalar(&mut decoded, &mut |fault: ParseError| {
            sound = false;
            match encoding {
                Some(_) if !at.is_empty() => self.report_text(at, encoding, &fault),
                _ => self.heard.add(BAD_VALUE, at),
            }
        });
        let kind = match kind {
            _ if !sound => Kind::Error,
            ScalarKind::String => Kind::String(decoded),
            ScalarKind::Boolean(value) => Kind::Bool(value),
            ScalarKind::Float | ScalarKind::Integer(_) => Kind::Number(Cow::Borrowed(raw.as_str())),
            ScalarKind::DateTime if decoded.parse::<::toml::value::Datetime>().is_err() => {
                self.heard.add(BAD_VALUE, at);
                Kind::Error
            }
            ScalarKind::DateTime => Kind::Date(Cow::Borrowed(raw.as_str())),
        };
        self.put(Value::Leaf(span(at), kind));
    }

    fn comment(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) {
        let at = at + self.base;
        let raw = self.raw(at, None);
        let mut fault = None;
        raw.decode_comment(&mut fault);
        if let Some(fault) = fault {
            self.heard.add(BAD_COMMENT, fault.unexpected().unwrap_or(at));
        }
        self.comments.push(Comment { text: raw.as_str(), span: span(at) });
    }

    fn newline(&mut self, at: toml_parser::Span, _error: &mut dyn ErrorSink) {
        let at = at + self.base;
        if self.raw(at, None).as_str() == "\r" {
            self.heard.add(BAD_LINE_END, at);
        }
        if self.frames.is_empty() {
            self.end_line();
        }
    }
}
