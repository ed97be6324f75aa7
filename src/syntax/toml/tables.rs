//! Tables side by side, until the file is read.
//!
//! Owns names and values, and the tree that comes of them. Tables have numbers and no parents, because a header may
//! return to one that was left. It must not know which names TOML allows.

use crate::source::Span;
use crate::syntax::{Entry, Kind, Node};
use std::borrow::Cow;
use std::collections::HashMap;

/// Tables with more keys than this find them by hash.
const FEW_KEYS: usize = 16;

/// All tables of a file; the first is its root.
pub(super) struct Tables<'a>(Vec<Table<'a>>);

/// A table, and how it came to be.
pub(super) struct Table<'a> {
    /// As [`Node::span`] says.
    pub(super) span: Span,
    slots: Vec<Slot<'a>>,
    index: HashMap<Cow<'a, str>, usize>,
    /// It was only named on the way to another one.
    pub(super) implicit: bool,
    /// It was made by a dotted name.
    pub(super) dotted: bool,
    /// It stands in braces.
    pub(super) inline: bool,
    /// How many tables and lists are around it.
    pub(super) depth: usize,
}

/// A name and what it names.
pub(super) struct Slot<'a> {
    pub(super) key: Key<'a>,
    pub(super) value: Value<'a>,
}

/// One part of a name.
pub(super) struct Key<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) span: Span,
}

/// What a name names.
pub(super) enum Value<'a> {
    /// Neither a table nor a list.
    Leaf(Span, Kind<'a>),
    /// A list in brackets.
    List(Span, Vec<Value<'a>>),
    /// The number of a table.
    Table(usize),
    /// The numbers of the tables under `[[name]]`, and the place of the first such header.
    Tables(Span, Vec<usize>),
}

impl<'a> Tables<'a> {
    /// The root alone, which stands at `whole`.
    pub(super) fn new(whole: Span) -> Self {
        let mut tables = Self(Vec::new());
        tables.add(whole, 0);
        tables
    }

    /// A new table; it belongs to nothing yet.
    pub(super) fn add(&mut self, span: Span, depth: usize) -> usize {
        let (slots, index) = (Vec::new(), HashMap::new());
        self.0.push(Table { span, slots, index, implicit: false, dotted: false, inline: false, depth });
        self.0.len() - 1
    }

    /// The table of that number.
    pub(super) fn get(&self, table: usize) -> Option<&Table<'a>> {
        self.0.get(table)
    }

    /// The table of that number.
    pub(super) fn get_mut(&mut self, table: usize) -> Option<&mut Table<'a>> {
        self.0.get_mut(table)
    }

    /// Gives `table` a value of the name `key`, whether it has one or not.
    pub(super) fn insert(&mut self, table: usize, key: Key<'a>, value: Value<'a>) {
        let Some(table) = self.0.get_mut(table) else { return };
        let place = table.slots.len();
        if place == FEW_KEYS {
            for (place, slot) in table.slots.iter().enumerate() {
                table.index.entry(slot.key.name.clone()).or_insert(place);
            }
        }
        if place >= FEW_KEYS {
            table.index.entry(key.name.clone()).or_insert(place);
        }
        table.slots.push(Slot { key, value });
    }

    /// The first slot of `table` that is called `name`.
    pub(super) fn find(&mut self, table: usize, name: &str) -> Option<&mut Slot<'a>> {
        let table = self.0.get_mut(table)?;
        if table.slots.len() > FEW_KEYS {
            let place = *table.index.get(name)?;
            return table.slots.get_mut(place);
        }
        table.slots.iter_mut().find(|slot| slot.key.name == name)
    }

    /// The tree under the root.
    pub(super) fn into_node(mut self) -> Node<'a> {
        self.node(Value::Table(0))
    }

    fn node(&mut self, value: Value<'a>) -> Node<'a> {
        match value {
            Value::Leaf(span, kind) => Node { span, extent: span, kind },
            Value::List(span, items) => self.list(span, items),
            Value::Tables(span, tables) => self.list(span, tables.into_iter().map(Value::Table)),
            Value::Table(table) => {
                let Some(table) = self.0.get_mut(table) else {
                    return Node { span: Span::default(), extent: Span::default(), kind: Kind::Error };
                };
                let (span, slots) = (table.span, std::mem::take(&mut table.slots));
                let mut extent = span;
                let entries = slots.into_iter().map(|slot| {
                    let value = self.node(slot.value);
                    extent = extent.cover(slot.key.span).cover(value.extent);
                    Entry { key: slot.key.name, key_span: slot.key.span, value }
                });
                let entries: Vec<_> = entries.collect();
                Node { span, extent, kind: Kind::Table(entries) }
            }
        }
    }

    fn list(&mut self, span: Span, items: impl IntoIterator<Item = Value<'a>>) -> Node<'a> {
        let items: Vec<_> = items.into_iter().map(|item| self.node(item)).collect();
        let extent = items.iter().fold(span, |extent, item| extent.cover(item.extent));
        Node { span, extent, kind: Kind::Array(items) }
    }
}
