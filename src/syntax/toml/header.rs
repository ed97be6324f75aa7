//! Which table a name belongs to.
//!
//! Owns TOML's rules on headers and dotted names: what may be opened again, what may be added to.

use super::build::{Builder, HeaderStyle, Key, Table, Value};
use super::heard::{MIXED, NO_TABLE, SEALED, TWICE};
use super::span;
use crate::syntax::MAX_DEPTH;
use toml_parser::{ParseError, Span};

/// By which kind of name a table is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In a header.
    Header,
    /// Dotted, on a line of its own.
    Dotted,
    /// Dotted, in braces.
    Inline,
}

impl<'a> Builder<'a, '_> {
    /// Makes the table that a header names the current one. A header that may not stand here gets a table that
    /// belongs to nothing, or to the name a second time.
    pub(super) fn enter(&mut self, header: Span, style: HeaderStyle, path: Vec<Key<'a>>, key: Key<'a>) {
        let parent = self.descend(0, path, Way::Header);
        let depth = parent.and_then(|parent| self.tables.get(parent)).map_or(0, |parent| parent.depth) + 1;
        let Some(parent) = parent.filter(|_| depth <= MAX_DEPTH) else {
            if depth > MAX_DEPTH {
                self.report_too_deep(header);
            }
            self.current = self.add_table(span(header), 1);
            return;
        };
        let known = match self.find(parent, &key.name).map(|slot| (slot.key_span, &slot.value)) {
            None => None,
            Some((_, Value::Table(table))) => Some(*table),
            Some((_, Value::Tables(..))) if style == HeaderStyle::Tables => {
                let table = self.add_table(span(header), depth + 1);
                if let Some(Value::Tables(_, tables)) = self.find(parent, &key.name).map(|slot| &mut slot.value) {
                    tables.push(table);
                }
                self.current = table;
                return;
            }
            Some(_) => Some(usize::MAX),
        };
        if let Some(known) = known {
            let open = |table: &&mut Table<'a>| style == HeaderStyle::Table && table.implicit && !table.dotted;
            if let Some(table) = self.tables.get_mut(known).filter(open) {
                table.implicit = false;
                table.span = span(header);
                self.current = known;
                if let Some(slot) = self.find(parent, &key.name) {
                    slot.key_span = span(key.span);
                }
                return;
            }
            let of_tables = matches!(self.find(parent, &key.name).map(|slot| &slot.value), Some(Value::Tables(..)));
            let mixed = of_tables || (known != usize::MAX && style == HeaderStyle::Tables);
            self.report_clash(if mixed { MIXED } else { TWICE }, parent, &key);
        }
        self.current = self.add_table(span(header), depth + usize::from(style == HeaderStyle::Tables));
        let value = match style {
            HeaderStyle::Table => Value::Table(self.current),
            HeaderStyle::Tables => Value::Tables(span(header), vec![self.current]),
        };
        self.insert(parent, key, value);
    }

    /// Gives the value of a name, dotted or not, to `table`.
    pub(super) fn assign_path(&mut self, table: usize, path: Vec<Key<'a>>, key: Key<'a>, value: Value<'a>) {
        let inline = self.tables.get(table).is_some_and(|table| table.inline);
        let way = if inline { Way::Inline } else { Way::Dotted };
        let dotted = !path.is_empty();
        let Some(parent) = self.descend(table, path, way) else { return };
        let closed = dotted && self.tables.get(parent).is_some_and(|parent| !parent.implicit);
        if self.find(parent, &key.name).is_some() {
            self.report_clash(TWICE, parent, &key);
        } else if closed {
            self.report_clash(SEALED, parent, &key);
        }
        self.insert(parent, key, value);
    }

    /// The table at `path` below `from`; the missing ones are made.
    fn descend(&mut self, from: usize, path: Vec<Key<'a>>, way: Way) -> Option<usize> {
        let mut at = from;
        for key in path {
            let depth = self.tables.get(at)?.depth + 1;
            if depth > MAX_DEPTH {
                self.report_too_deep(key.span);
                return None;
            }
            let Some(found) = self.find(at, &key.name) else {
                let table = self.add_table(span(key.span), depth);
                if let Some(table) = self.tables.get_mut(table) {
                    table.implicit = true;
                    table.dotted = way != Way::Header;
                    table.inline = way == Way::Inline;
                }
                self.insert(at, key, Value::Table(table));
                at = table;
                continue;
            };
            let first = found.key_span;
            let table = match &found.value {
                Value::Table(table) => Some(*table),
                Value::Tables(_, tables) => tables.last().copied(),
                Value::Leaf(..) | Value::List(..) => None,
            };
            let of_tables = matches!(found.value, Value::Tables(..));
            let closed = table.and_then(|table| self.tables.get_mut(table)).is_none_or(|table| {
                if way == Way::Dotted && table.implicit {
                    table.dotted = true;
                }
                let sealed = table.inline && way != Way::Inline;
                !of_tables && (sealed || (way != Way::Header && !table.implicit))
            });
            if closed {
                let what = if table.is_some() { SEALED } else { NO_TABLE };
                let first = Span::new_unchecked(first.start as usize, first.end as usize);
                self.heard.report(ParseError::new(what).with_unexpected(key.span).with_context(first));
                return None;
            }
            at = table?;
        }
        Some(at)
    }

    fn report_clash(&mut self, what: &'static str, table: usize, key: &Key<'a>) {
        let mut fault = ParseError::new(what).with_unexpected(key.span);
        if let Some(first) = self.find(table, &key.name) {
            fault = fault.with_context(Span::new_unchecked(first.key_span.start as usize, first.key_span.end as usize));
        }
        self.heard.report(fault);
    }
}
