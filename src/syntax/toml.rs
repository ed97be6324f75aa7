//! TOML to the spanned tree.

use super::faults::Faults;
use super::{Document, Entry, Kind, Node};
use crate::source::{FileId, Span};
use ::toml::de::{DeTable, DeValue};

pub(super) fn parse(id: FileId, text: &str) -> Document<'_> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut faults = Faults::new(id);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        faults.add(Span::new(span.start, span.end), "here", error.message(), "");
    }
    let root = Node {
        span: Span::new(0, text.len()),
        extent: Span::new(0, text.len()),
        kind: entries(table.into_inner(), text).0,
    };
    Document { root, comments: Vec::new(), findings: faults.finish() }
}

fn entries<'a>(table: DeTable<'a>, text: &'a str) -> (Kind<'a>, Option<Span>) {
    let mut extent: Option<Span> = None;
    let mut found = Vec::with_capacity(table.len());
    for (key, value) in table {
        let at = key.span();
        let key_span = Span::new(at.start, at.end);
        let at = value.span();
        let value = node(value.into_inner(), Span::new(at.start, at.end), text);
        let whole = key_span.cover(value.extent);
        extent = Some(extent.map_or(whole, |extent| extent.cover(whole)));
        found.push(Entry { key: key.into_inner(), key_span, value });
    }
    (Kind::Table(found), extent)
}

fn node<'a>(value: DeValue<'a>, span: Span, text: &'a str) -> Node<'a> {
    let written = || text.get(span.range()).unwrap_or("").into();
    let mut extent = span;
    let kind = match value {
        DeValue::String(text) => Kind::String(text),
        DeValue::Integer(_) if span.is_empty() => Kind::Error,
        DeValue::Integer(_) | DeValue::Float(_) => Kind::Number(written()),
        DeValue::Boolean(value) => Kind::Bool(value),
        DeValue::Datetime(_) => Kind::Date(written()),
        DeValue::Array(items) => {
            let mut found = Vec::with_capacity(items.len());
            for item in items {
                let at = item.span();
                let item = node(item.into_inner(), Span::new(at.start, at.end), text);
                extent = extent.cover(item.extent);
                found.push(item);
            }
            Kind::Array(found)
        }
        DeValue::Table(table) => {
            let (kind, inner) = entries(table, text);
            extent = inner.map_or(extent, |inner| extent.cover(inner));
            kind
        }
    };
    Node { span, extent, kind }
}
