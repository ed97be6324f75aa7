//! Which table a name belongs to.
//!
//! Owns TOML's rules on headers and dotted names: what may be opened again, what may be added to.

use super::build::{Builder, HeaderStyle};
use super::heard::{Fault, MIXED, NO_TABLE, SEALED, TWICE};
use super::tables::{Key, Table, Value};
use crate::source::Span;
use crate::syntax::MAX_DEPTH;

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
            self.current = self.tables.add(header, 1);
            return;
        };
        self.current = match style {
            HeaderStyle::Table => self.enter_table(header, parent, key, depth),
            HeaderStyle::Tables => self.enter_tables(header, parent, key, depth),
        };
    }

    /// `[key]`: a new table, or one that was only named so far.
    fn enter_table(&mut self, header: Span, parent: usize, key: Key<'a>, depth: usize) -> usize {
        if let Some(slot) = self.tables.find(parent, &key.name) {
            if let Value::Table(known) = slot.value {
                let open = |table: &&mut Table<'a>| table.implicit && !table.dotted;
                if let Some(table) = self.tables.get_mut(known).filter(open) {
                    table.implicit = false;
                    table.span = header;
                    if let Some(slot) = self.tables.find(parent, &key.name) {
                        slot.key.span = key.span;
                    }
                    return known;
                }
            }
            let mixed = self.tables.find(parent, &key.name).is_some_and(|slot| matches!(slot.value, Value::Tables(..)));
            self.report_clash(if mixed { MIXED } else { TWICE }, parent, &key);
        }
        let table = self.tables.add(header, depth);
        self.tables.insert(parent, key, Value::Table(table));
        table
    }

    /// `[[key]]`: one more table.
    fn enter_tables(&mut self, header: Span, parent: usize, key: Key<'a>, depth: usize) -> usize {
        let table = self.tables.add(header, depth + 1);
        let what = match self.tables.find(parent, &key.name).map(|slot| &mut slot.value) {
            Some(Value::Tables(_, tables)) => {
                tables.push(table);
                return table;
            }
            Some(Value::Table(_)) => Some(MIXED),
            Some(_) => Some(TWICE),
            None => None,
        };
        if let Some(what) = what {
            self.report_clash(what, parent, &key);
        }
        self.tables.insert(parent, key, Value::Tables(header, vec![table]));
        table
    }

    /// Gives the value of a name, dotted or not, to `table`.
    pub(super) fn assign_path(&mut self, table: usize, path: Vec<Key<'a>>, key: Key<'a>, value: Value<'a>) {
        let inline = self.tables.get(table).is_some_and(|table| table.inline);
        let way = if inline { Way::Inline } else { Way::Dotted };
        let dotted = !path.is_empty();
        let Some(parent) = self.descend(table, path, way) else { return };
        let closed = dotted && self.tables.get(parent).is_some_and(|parent| !parent.implicit);
        if self.tables.find(parent, &key.name).is_some() {
            self.report_clash(TWICE, parent, &key);
        } else if closed {
            self.report_clash(SEALED, parent, &key);
        }
        self.tables.insert(parent, key, value);
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
            let Some(found) = self.tables.find(at, &key.name) else {
                let table = self.tables.add(key.span, depth);
                if let Some(table) = self.tables.get_mut(table) {
                    table.implicit = true;
                    table.dotted = way != Way::Header;
                    table.inline = way == Way::Inline;
                }
                self.tables.insert(at, key, Value::Table(table));
                at = table;
                continue;
            };
            let first = found.key.span;
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
                self.heard.report(Fault { what: what.into(), at: key.span, first: Some(first) });
                return None;
            }
            at = table?;
        }
        Some(at)
    }

    fn report_clash(&mut self, what: &'static str, table: usize, key: &Key<'a>) {
        let first = self.tables.find(table, &key.name).map(|slot| slot.key.span);
        self.heard.report(Fault { what: what.into(), at: key.span, first });
    }
}
