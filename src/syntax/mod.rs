//! Text to one spanned tree, the same for TOML and for JSON.
//!
//! Owns spelling: keys, values, comments and the place of each. Never fails: broken text gives the tree of what could
//! be read, and a finding for each fault. It must not know what a key means.

mod faults;
mod json;
mod path;
mod strings;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod toml;

pub use strings::{SourceMap, source_range};

use self::faults::Faults;
use crate::finding::Finding;
use crate::source::{FileId, Language, SourceFile, Span};
use std::borrow::Cow;

/// The deepest nesting that is read; what lies deeper is a finding and an error node.
pub const MAX_DEPTH: usize = 128;

/// How many syntax errors of one file are shown.
pub const MAX_ERRORS: usize = 20;

/// The most values of one file that are read. A tree takes up to a hundred times the text of the smallest of them: a file
/// of nothing else would take all the memory there is.
pub const MAX_VALUES: usize = 20_000_000;

/// What a file holds.
#[derive(Debug)]
pub struct Document<'a> {
    /// The file's value; an empty table for an empty TOML file, [`Kind::Error`] for an empty JSON file.
    pub root: Node<'a>,
    /// Every comment, in order.
    pub comments: Vec<Comment<'a>>,
    /// Syntax errors, sorted by offset and capped at [`MAX_ERRORS`], all of rule `structure/syntax`.
    pub findings: Vec<Finding>,
}

/// A comment with its marks (`#`, `//`, `/* */`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment<'a> {
    /// The whole comment, its marks included, the line's end not.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// The value's own text. Of a TOML `[table]` the header (`[stop]`), of an array of tables its first header,
    /// of a table made by a dotted key or only named in the header of another that key; of TOML's root the file; of
    /// everything else, the value whole.
    pub span: Span,
    /// Everything that belongs to the value: its span and those of all keys and values below it.
    pub extent: Span,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// JSON's `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written (TOML's underscores and radix included).
    Number(Cow<'a, str>),
    /// A TOML date, time or both, as it is written.
    Date(Cow<'a, str>),
    /// A string, decoded. One with an escape that means nothing, or without its closing quote, is an [`Kind::Error`].
    String(Cow<'a, str>),
    /// An array, or a TOML array of tables.
    Array(Vec<Node<'a>>),
    /// A table or object, in the order of the file. A key that stands twice is there twice.
    Table(Vec<Entry<'a>>),
    /// Text that could not be read, or that is missing behind its name; its syntax error has been reported.
    Error,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The key, decoded.
    pub key: Cow<'a, str>,
    /// Where the key stands, quotes included. Of a TOML `[a.b]`, that one part.
    pub key_span: Span,
    /// Its value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// The value of `key`, where this is a table that has it (the first, where it stands twice).
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of `key`, where this is a table that has it (the first, where it stands twice).
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value at `path`, keys parted by `.` (keys that hold a `.` cannot be named so).
    pub fn at(&self, path: &str) -> Option<&Node<'a>> {
        path.split('.').try_fold(self, |node, key| node.get(key))
    }

    /// The entries of a table; none for any other value.
    pub fn entries(&self) -> &[Entry<'a>] {
        match &self.kind {
            Kind::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The items of an array; none for any other value.
    pub fn items(&self) -> &[Node<'a>] {
        match &self.kind {
            Kind::Array(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The value of a number, or of a string that spells one; finite.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.kind {
            Kind::Number(text) | Kind::String(text) => {
                let value: Option<f64> = text.trim().replace('_', "").parse().ok();
                value.filter(|value| value.is_finite())
            }
            _ => None,
        }
    }

    /// The value of a whole number, or of a string that spells one.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.kind {
            Kind::Number(text) | Kind::String(text) => {
                let text = text.trim();
                text.parse().ok().or_else(|| whole_number(&text.replace('_', "")))
            }
            _ => None,
        }
    }

    /// Whether this is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table(_))
    }

    /// Whether this is JSON's `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// What a person calls this kind of value.
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "true or false",
            Kind::Number(_) => "a number",
            Kind::Date(_) => "a date",
            Kind::String(_) => "text",
            Kind::Array(_) => "a list",
            Kind::Table(_) => "a table",
            Kind::Error => "text that could not be read",
        }
    }
}

impl Document<'_> {
    /// Whether all of the file was read. Where it was not, a key that is missing proves nothing.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }

    /// The structure path of the innermost key or value that holds `span`, keys and indexes (from 0) parted by `.`:
    /// `step.2.body`. Where no text of a value holds it (a comment between the lines of a TOML table), that of the
    /// innermost table around it. Empty for the root.
    pub fn path_at(&self, span: Span) -> String {
        path::path_at(&self.root, span)
    }
}

/// A whole number in any of TOML's radixes.
fn whole_number(text: &str) -> Option<i64> {
    let radix = |prefix, radix| text.strip_prefix(prefix).and_then(|digits| i64::from_str_radix(digits, radix).ok());
    text.parse().ok().or_else(|| radix("0x", 16)).or_else(|| radix("0o", 8)).or_else(|| radix("0b", 2))
}

/// Reads a file as what its [`Language`] says. Never fails; [`Language::Text`] gives an error node.
pub fn parse(id: FileId, file: &SourceFile) -> Document<'_> {
    if let Some(place) = not_utf8(file) {
        let mut faults = Faults::new(id);
        let message = "this file is not UTF-8 text from here on";
        faults.add(place, "not readable", message, "save the file as UTF-8");
        return Document { root: error_root(), comments: Vec::new(), findings: faults.finish() };
    }
    if let Some(span) = too_many(&file.text)
        && file.language != Language::Text
    {
        let mut faults = Faults::new(id);
        let message = format!("this file holds more than {MAX_VALUES} values, and is not read");
        faults.add(span, "too many values up to here", message, "split it: a file for each campaign");
        return Document { root: error_root(), comments: Vec::new(), findings: faults.finish() };
    }
    match file.language {
        Language::Toml => toml::parse(id, &file.text),
        Language::Json => json::parse(id, &file.text),
        Language::Text => Document { root: error_root(), comments: Vec::new(), findings: Vec::new() },
    }
}

/// Where a file comes to more values than are read: each stands behind one of these marks. Those of prose count too; a
/// file that has as many of them is as large.
fn too_many(text: &str) -> Option<Span> {
    if text.len() <= MAX_VALUES {
        return None;
    }
    let mut marks = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b',' | b'[' | b'{' | b'='));
    marks.nth(MAX_VALUES).map(|(at, _)| Span::new(at, at + 1))
}

/// Where the file stops being UTF-8. UTF-16 of plain letters passes for UTF-8 with a NUL beside each of them.
fn not_utf8(file: &SourceFile) -> Option<Span> {
    let at = match file.bad_utf8 {
        Some(at) => at,
        None if matches!(file.text.as_bytes(), [0, ..] | [_, 0, ..]) => 0,
        None => return None,
    };
    let end = file.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
    Some(Span::new(at, end))
}

fn error_root<'a>() -> Node<'a> {
    Node { span: Span::default(), extent: Span::default(), kind: Kind::Error }
}
